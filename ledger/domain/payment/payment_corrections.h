// Money that a payment turned out not to be: taken back by the payer's bank, or recorded by mistake.
#ifndef DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENT_CORRECTIONS_H_
#define DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENT_CORRECTIONS_H_

#include "ledger/domain/decide_context.h"

namespace daybook {

// RecordChargeback, ReversePayment.
void DecidePaymentCorrection(DecideContext& context, v1::Outcome& outcome);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENT_CORRECTIONS_H_
