// What requests about the money of a booking check alike.
#ifndef DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENT_CHECKS_H_
#define DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENT_CHECKS_H_

#include <string>

#include "ledger/domain/decide_context.h"

namespace daybook {

// State: declines STATE_PAYMENT_UNKNOWN at payment_id and gives null where the request's booking has no such payment.
const v1::Payment* RequirePayment(DecideContext& context, const std::string& payment_id);
// State: declines STATE_CURRENCY_MISMATCH at amount.currency.
void CheckCurrency(DecideContext& context, const std::string& given, const std::string& expected);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENT_CHECKS_H_
