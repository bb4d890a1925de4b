// What one guest owes and another takes over.
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FOLIO_TRANSFERS_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FOLIO_TRANSFERS_H_

#include "ledger/domain/decide_context.h"

namespace daybook {

// TransferFolio, ReverseTransfer. Both bookings keep a charge under the transfer's id, made by one record: so its reversal knows where
// it went.
void DecideFolioTransfer(DecideContext& context, v1::Outcome& outcome);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FOLIO_TRANSFERS_H_
