// What of the captured money is still the house's, and what is due back to the guest. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENTS_H_
#define DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENTS_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/booking.pb.h"

namespace daybook {

// Captured and not given back (refunds succeeded or pending), of all payments.
int64_t KeptPayments(const v1::Booking& booking);
// Of one payment: captured - succeeded - pending - charged back; nothing of one that was reversed.
int64_t FreeToRefund(const v1::Payment& payment);

// Null where there is none.
const v1::Payment* FindPayment(const v1::Booking& booking, std::string_view payment_id);
const v1::Refund* FindRefund(const v1::Payment& payment, std::string_view refund_id);

// Refunds that are pending, of all payments: what of Folio.refund_due_minor is on its way.
int64_t PendingRefunds(const v1::Booking& booking);
// Due back by the books and not on its way yet.
int64_t DueNotOnItsWay(const v1::Booking& booking);
// What the folio could make due besides: the deposit less what is owed, or what was paid too much in house.
int64_t FreeOnFolio(const v1::Booking& booking);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_PAYMENT_PAYMENTS_H_
