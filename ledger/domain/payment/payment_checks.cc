#include "ledger/domain/payment/payment_checks.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/domain/payment/payments.h"

namespace daybook {
namespace {

// So that a booking stays small enough to be stored and sent.
constexpr int kMaxRefunds = 256;  // of a payment

}  // namespace

const v1::Payment* RequirePayment(DecideContext& context, const std::string& payment_id) {
  const v1::Payment* const payment = FindPayment(*context.booking, payment_id);
  if (payment != nullptr) return payment;
  std::string detail =
      absl::StrCat("booking ", context.booking->booking_id(), " has no payment ", payment_id);
  if (const std::string& before = context.booking->moved_from(); !before.empty()) {
    absl::StrAppend(&detail, "; what was paid before it moved stands with booking ", before);
  }
  context.Decline(v1::STATE_PAYMENT_UNKNOWN, "payment_id", std::move(detail));
  return nullptr;
}

void CheckCurrency(DecideContext& context, const std::string& given, const std::string& expected) {
  if (given == expected) return;
  context.Decline(v1::STATE_CURRENCY_MISMATCH, "amount.currency",
                  absl::StrCat(given, " given, ", expected, " expected"));
}

void CheckNewRefund(DecideContext& context, const v1::Payment* payment,
                    const std::string& refund_id) {
  if (payment != nullptr && payment->refunds_size() >= kMaxRefunds) {
    context.Decline(v1::STATE_TOO_MANY_PAYMENTS, "refund_id",
                    absl::StrCat("payment ", payment->payment_id(), " has ",
                                 payment->refunds_size(), " refunds"));
  }
  for (const v1::Payment& one : context.booking->payments()) {
    if (FindRefund(one, refund_id) == nullptr) continue;
    context.Decline(
        v1::STATE_REFUND_EXISTS, "refund_id",
        absl::StrCat("payment ", one.payment_id(), " has a refund ", refund_id, " already"));
  }
}

void CheckRefundLimit(DecideContext& context, std::string_view path, int64_t amount_minor) {
  if (context.staff == nullptr || context.IsManager()) return;
  const int64_t limit = context.staff->definition().refund_limit_minor();
  if (amount_minor <= limit) return;
  context.Decline(v1::POLICY_REFUND_ABOVE_LIMIT, path,
                  absl::StrCat(amount_minor, " asked for, ", context.request.actor().id(),
                               " may give back ", limit));
}

}  // namespace daybook
