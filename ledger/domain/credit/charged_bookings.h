// What bookings weigh on the debtor accounts that guarantee them, and what they bring: the part of the credit fold that looks at bookings. Kept
// by itself, because a fold of entities sees no bookings: an event about one names it, and ChargedBooking says whose account it concerns. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_CREDIT_CHARGED_BOOKINGS_H_
#define DAYBOOK_LEDGER_DOMAIN_CREDIT_CHARGED_BOOKINGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "daybook/v1/charged_booking.pb.h"
#include "daybook/v1/credit.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/domain/entities.h"

namespace daybook {

// What a booking weighs. A CONFIRMED one: its price, and what was paid ahead, at its arrival. One in house: what its folio owes, and the nights
// to come. One that is over: what its folio still owes. Others: nothing.
struct BookingWeight {
  int32_t arrival = 0;  // yyyymmdd; 0: it does not arrive any more
  int64_t guaranteed_minor = 0;
  int64_t deposit_minor = 0;
  int64_t unbilled_minor = 0;
  friend bool operator==(const BookingWeight&, const BookingWeight&) = default;
};
BookingWeight WeightOf(const v1::ChargedBooking& booking);

// Folds an event into ChargedBooking, AccountBookings and Credit.days; the id of the account that it concerned, or empty. Events of bookings
// without an account, or in another currency than the account's, concern none.
std::string FoldBookingEvent(const v1::Record& record, const v1::Event& event, EntityStore& store);
// The same of a record's postings, all of them: folios, deposits, revenue. The accounts that they concerned, sorted, each once: those of RECEIVABLES
// and UNAPPLIED as well.
std::vector<std::string> FoldBookingPostings(const v1::Record& record, EntityStore& store);

// Adds to the day of Credit.days, and drops the days that no review will ask for: those more than 13 months before `today`. Dates are yyyymmdd.
void AddToDay(int32_t date, const v1::CreditDay& added, int32_t today, v1::Credit& credit);
// The sums over [date - 12 months, date).
v1::CreditDay SumOfYear(const v1::Credit& credit, int32_t date);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CREDIT_CHARGED_BOOKINGS_H_
