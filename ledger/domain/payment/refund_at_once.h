// The refund that a cancellation asks for itself (DOMAIN C29): what is due back is on its way before anybody hangs up. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_PAYMENT_REFUND_AT_ONCE_H_
#define DAYBOOK_LEDGER_DOMAIN_PAYMENT_REFUND_AT_ONCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/domain/decide_context.h"

namespace daybook {

// Form: only money is refunded, and the id leaves room for the longest number that PlanRefunds adds.
void CheckRefundAtOnceForm(DecideContext& context, const v1::CancelBooking& cancel);

struct PlannedRefund {
  std::string payment_id;
  std::string refund_id;
  int64_t amount_minor = 0;
};
// What is due back, spread over the payments of the booking in their order, each up to what of it is free. The first gets `refund_id`, the
// next ones it and "-2", "-3".
std::vector<PlannedRefund> PlanRefunds(const v1::Booking& booking, const std::string& refund_id,
                                       int64_t due_back_minor);

// State: the ids are free and the payments take another refund.
void CheckRefundsState(DecideContext& context, const std::vector<PlannedRefund>& refunds);
// Policy: POLICY_REFUND_EXCEEDS_FREE where they come to less than what is due back, which is not with the payments of the booking then;
// POLICY_REFUND_ABOVE_LIMIT, of their sum. Nothing where no refund is asked for.
void CheckRefundsPolicy(DecideContext& context, const v1::CancelBooking& cancel,
                        const std::vector<PlannedRefund>& refunds, int64_t due_back_minor);
// Accept, after what is due back was made due.
void AddRefunds(const v1::Booking& booking, const std::vector<PlannedRefund>& refunds,
                v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_PAYMENT_REFUND_AT_ONCE_H_
