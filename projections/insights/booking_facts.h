// What one booking counts for. Pure. Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_INSIGHTS_BOOKING_FACTS_H_
#define DAYBOOK_PROJECTIONS_INSIGHTS_BOOKING_FACTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "daybook/v1/booking.pb.h"
#include "daybook/v1/record.pb.h"

namespace daybook {

// Added to the row of this key: values in the order of the fields of its message.
struct Fact {
  std::string key;
  std::vector<int64_t> values;

  friend bool operator==(const Fact&, const Fact&) = default;
};

// By its present state: stays (CHECKED_OUT), nights (IN_HOUSE and CHECKED_OUT), or an end without a
// stay (CANCELLED, unless it moved to another property, and NO_SHOW); nothing before.
std::vector<Fact> FactsOf(const v1::Booking& booking);

// Of a change that the event tells, to the booking as it was before. Fees are those of the record.
Fact FactOfChange(const v1::Record& record, const v1::BookingChanged& event,
                  const v1::Booking& before);

// Of a stay that goes to another property: a change to the booking that it leaves.
Fact FactOfMove(const v1::Record& record, const v1::Booking& before);

// Of the fold what FactsOf and FactOfChange look at, into `part`, which is empty.
void CopyWhatFactsNeed(const v1::Booking& booking, v1::Booking& part);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_INSIGHTS_BOOKING_FACTS_H_
