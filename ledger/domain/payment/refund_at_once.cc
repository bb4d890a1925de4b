#include "ledger/domain/payment/refund_at_once.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/payment/payment_checks.h"
#include "ledger/domain/payment/payments.h"

namespace daybook {
namespace {

std::string IdOf(const std::string& refund_id, size_t number) {
  return number == 1 ? refund_id : absl::StrCat(refund_id, "-", number);
}

}  // namespace

void CheckRefundAtOnceForm(DecideContext& context, const v1::CancelBooking& cancel) {
  if (cancel.refund_id().empty()) return;
  context.CheckId("refund_id", cancel.refund_id());
  if (IsValidId(cancel.refund_id()) && !IsValidId(IdOf(cancel.refund_id(), kMaxPayments))) {
    context.Decline(v1::FORM_ID_INVALID, "refund_id",
                    "too long: the refund of a second payment adds a number to it");
  }
  if (cancel.settlement() == v1::SETTLEMENT_VOUCHER ||
      cancel.settlement() == v1::SETTLEMENT_REBOOK) {
    context.Decline(v1::FORM_ID_INVALID, "refund_id", "this settlement gives no money back");
  }
}

std::vector<PlannedRefund> PlanRefunds(const v1::Booking& booking, const std::string& refund_id,
                                       int64_t due_back_minor) {
  std::vector<PlannedRefund> refunds;
  if (refund_id.empty()) return refunds;
  for (const v1::Payment& payment : booking.payments()) {
    const int64_t amount = std::min(FreeToRefund(payment), due_back_minor);
    if (amount <= 0) continue;
    refunds.push_back({payment.payment_id(), IdOf(refund_id, refunds.size() + 1), amount});
    due_back_minor -= amount;
  }
  return refunds;
}

void CheckRefundsState(DecideContext& context, const std::vector<PlannedRefund>& refunds) {
  for (const PlannedRefund& refund : refunds) {
    CheckNewRefund(context, FindPayment(*context.booking, refund.payment_id), refund.refund_id);
  }
}

void CheckRefundsPolicy(DecideContext& context, const v1::CancelBooking& cancel,
                        const std::vector<PlannedRefund>& refunds, int64_t due_back_minor) {
  if (cancel.refund_id().empty()) return;
  int64_t sum = 0;
  for (const PlannedRefund& refund : refunds) sum += refund.amount_minor;
  if (sum < due_back_minor) {
    const v1::Booking& booking = *context.booking;
    std::string detail =
        absl::StrCat(due_back_minor, " is due back, ", sum, " of the payments of booking ",
                     booking.booking_id(), " is free; ");
    if (const std::string& before = booking.moved_from(); !before.empty()) {
      absl::StrAppend(&detail, "cancel without refund_id: what was paid before it moved stands",
                      " with booking ", before, " and is refunded there");
    } else {
      absl::StrAppend(&detail, "cancel without refund_id: the rest came by voucher, by points or",
                      " from another booking");
    }
    context.Decline(v1::POLICY_REFUND_EXCEEDS_FREE, "refund_id", std::move(detail));
  }
  CheckRefundLimit(context, "refund_id", sum);
}

void AddRefunds(const v1::Booking& booking, const std::vector<PlannedRefund>& refunds,
                v1::Accepted& accepted) {
  for (const PlannedRefund& refund : refunds) {
    v1::RefundRequested& event = *accepted.add_events()->mutable_refund_requested();
    event.set_booking_id(booking.booking_id());
    event.set_payment_id(refund.payment_id);
    event.set_refund_id(refund.refund_id);
    event.set_amount_minor(refund.amount_minor);
    event.set_reason(v1::REFUND_REASON_CANCELLATION);
  }
}

}  // namespace daybook
