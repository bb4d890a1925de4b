// What of a booking's fold is about nights charged, waived, and money that the bank took back or sent back. Total: odd input changes nothing.
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FOLIO_EVOLVE_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FOLIO_EVOLVE_H_

#include "daybook/v1/record.pb.h"
#include "ledger/base/civil_date.h"

namespace daybook {

// A transfer of POST_NIGHT, POST_NIGHT_TAX or POST_DAY_USE, for the night or the day of the day use.
void FoldChargedNight(const v1::Transfer& transfer, CivilDate night, v1::Folio& folio);
void FoldWaivedNight(const v1::ChargeWaived& event, v1::Folio& folio);

void FoldChargeback(const v1::Record& record, const v1::ChargebackRecorded& event,
                    v1::Payment& payment);
void FoldChargebackReversed(const v1::ChargebackReversed& event, v1::Payment& payment);
// A refund that had succeeded: it has failed after all.
void FoldRefundReversed(const v1::RefundReversed& event, v1::Payment& payment);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FOLIO_EVOLVE_H_
