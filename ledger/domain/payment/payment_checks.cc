#include "ledger/domain/payment/payment_checks.h"

#include "absl/strings/str_cat.h"
#include "ledger/domain/payment/payments.h"

namespace daybook {

const v1::Payment* RequirePayment(DecideContext& context, const std::string& payment_id) {
  const v1::Payment* const payment = FindPayment(*context.booking, payment_id);
  if (payment != nullptr) return payment;
  context.Decline(
      v1::STATE_PAYMENT_UNKNOWN, "payment_id",
      absl::StrCat("booking ", context.booking->booking_id(), " has no payment ", payment_id));
  return nullptr;
}

void CheckCurrency(DecideContext& context, const std::string& given, const std::string& expected) {
  if (given == expected) return;
  context.Decline(v1::STATE_CURRENCY_MISMATCH, "amount.currency",
                  absl::StrCat(given, " given, ", expected, " expected"));
}

}  // namespace daybook
