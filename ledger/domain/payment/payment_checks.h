// What requests about the money of a booking check alike.
#ifndef DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENT_CHECKS_H_
#define DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENT_CHECKS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/domain/decide_context.h"

namespace daybook {

// So that a booking stays small enough to be stored and sent.
inline constexpr int kMaxPayments = 256;  // of a booking

// State: declines STATE_PAYMENT_UNKNOWN at payment_id and gives null where the request's booking has no such payment.
const v1::Payment* RequirePayment(DecideContext& context, const std::string& payment_id);
// State: declines STATE_REFUND_EXISTS at refund_id where a payment of the request's booking has such a refund, and STATE_TOO_MANY_PAYMENTS
// where `payment`, unless it is null, takes no more of them.
void CheckNewRefund(DecideContext& context, const v1::Payment* payment,
                    const std::string& refund_id);
// Policy: declines POLICY_REFUND_ABOVE_LIMIT at `path` where staff may not give back as much in a single refund. Managers may.
void CheckRefundLimit(DecideContext& context, std::string_view path, int64_t amount_minor);
// State: declines STATE_CURRENCY_MISMATCH at amount.currency.
void CheckCurrency(DecideContext& context, const std::string& given, const std::string& expected);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENT_CHECKS_H_
