#include "ledger/domain/payment/payments.h"

#include <algorithm>

namespace daybook {

int64_t FreeToRefund(const v1::Payment& payment) {
  if (payment.reversed()) return 0;
  int64_t free = payment.amount().amount_minor() - payment.charged_back_minor();
  for (const v1::Refund& refund : payment.refunds()) {
    if (refund.status() == v1::REFUND_PENDING || refund.status() == v1::REFUND_SUCCEEDED) {
      free -= refund.amount_minor();
    }
  }
  return free;
}

int64_t KeptPayments(const v1::Booking& booking) {
  int64_t kept = 0;
  for (const v1::Payment& payment : booking.payments()) kept += FreeToRefund(payment);
  return kept;
}

const v1::Payment* FindPayment(const v1::Booking& booking, std::string_view payment_id) {
  for (const v1::Payment& payment : booking.payments()) {
    if (payment.payment_id() == payment_id) return &payment;
  }
  return nullptr;
}

const v1::Refund* FindRefund(const v1::Payment& payment, std::string_view refund_id) {
  for (const v1::Refund& refund : payment.refunds()) {
    if (refund.refund_id() == refund_id) return &refund;
  }
  return nullptr;
}

int64_t PendingRefunds(const v1::Booking& booking) {
  int64_t pending = 0;
  for (const v1::Payment& payment : booking.payments()) {
    for (const v1::Refund& refund : payment.refunds()) {
      if (refund.status() == v1::REFUND_PENDING) pending += refund.amount_minor();
    }
  }
  return pending;
}

int64_t DueNotOnItsWay(const v1::Booking& booking) {
  return std::max<int64_t>(0, booking.folio().refund_due_minor() - PendingRefunds(booking));
}

int64_t FreeOnFolio(const v1::Booking& booking) {
  return std::max<int64_t>(0, booking.folio().deposit_minor() - booking.folio().guest_minor());
}

}  // namespace daybook
