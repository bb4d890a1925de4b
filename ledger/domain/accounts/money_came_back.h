// A chargeback that the bank gave back, and a refund that was sent back: the exact mirrors, linked, once. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_MONEY_CAME_BACK_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_MONEY_CAME_BACK_H_

#include "ledger/domain/decide_context.h"

namespace daybook {

// ReverseChargeback, ReverseRefund.
void DecideMoneyCameBack(DecideContext& context, v1::Outcome& outcome);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_MONEY_CAME_BACK_H_
