// Is what the ledger holds what the oracle holds?
#ifndef DAYBOOK_TESTS_MODEL_COMPARISON_H_
#define DAYBOOK_TESTS_MODEL_COMPARISON_H_

#include <string>

#include "daybook/v1/booking.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/domain/state.h"
#include "tests/model/oracle.h"

namespace daybook::model {

// Each gives the first difference in words; empty: none.
std::string CompareOutcome(const Verdict& verdict, const v1::Outcome& outcome);
std::string CompareBooking(const BookingEntry& entry, const v1::Booking& booking);
// Every booking of the oracle against what `find` gives for its id (null: not there).
template <typename Find>
std::string CompareBookings(const Oracle& oracle, const Find& find) {
  for (const auto& [id, entry] : oracle.bookings()) {
    const v1::Booking* booking = find(id);
    if (booking == nullptr) return "booking " + id + " is missing";
    if (std::string difference = CompareBooking(entry, *booking); !difference.empty())
      return difference;
  }
  return "";
}
// Business dates, and rooms taken and out of order from them on for 16 nights.
std::string CompareInventory(const Oracle& oracle, const State& state);
// What no sequence of requests may lead to, whatever the oracle thinks: rooms sold past the limit
// without an override, less than nothing free of a payment.
std::string BrokenInvariant(const Oracle& oracle, const State& state);

}  // namespace daybook::model

#endif  // DAYBOOK_TESTS_MODEL_COMPARISON_H_
