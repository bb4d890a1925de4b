// What the front desk works through: who is due in, who is due out, who waits for a room. None of it is stored; it follows from
// bookings and business dates.
#ifndef DAYBOOK_TOOLS_DAYBOOK_FRONT_DESK_H_
#define DAYBOOK_TOOLS_DAYBOOK_FRONT_DESK_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daybook/v1/booking.pb.h"
#include "projections/bookings/bookings_view.h"
#include "projections/view_store.h"

namespace daybook::cli {

enum class DeskList {
  kDueIn,     // HELD or CONFIRMED, arrival on or before the business date; by arrival, property, id
  kDueOut,    // IN_HOUSE, departure on or before the business date; by departure, property, id
  kWaitlist,  // WAITLISTED, those first who are first to get a room; by property
};

// yyyymmdd, by property id.
using BusinessDates = std::map<std::string, int32_t>;

// Of the bookings that match the filter, whose own status counts for nothing, in the list's order.
absl::StatusOr<std::vector<v1::Booking>> ReadDeskList(const ViewSnapshot& bookings,
                                                      const BookingFilter& filter, DeskList list,
                                                      const BusinessDates& business_dates);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_FRONT_DESK_H_
