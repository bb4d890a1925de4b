#include "tools/daybook/front_desk.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "ledger/base/status_macros.h"

namespace daybook::cli {
namespace {

bool IsIn(DeskList list, const v1::Booking& booking, const BusinessDates& business_dates) {
  if (list == DeskList::kWaitlist) return booking.status() == v1::WAITLISTED;
  const auto today = business_dates.find(booking.property_id());
  if (today == business_dates.end()) return false;
  // Dates as yyyymmdd compare like dates.
  if (list == DeskList::kDueOut) {
    return booking.status() == v1::IN_HOUSE && booking.stay().departure() <= today->second;
  }
  return (booking.status() == v1::HELD || booking.status() == v1::CONFIRMED) &&
         booking.stay().arrival() <= today->second;
}

bool IsBefore(DeskList list, const v1::Booking& a, const v1::Booking& b) {
  if (list == DeskList::kWaitlist) {
    return std::make_tuple(a.property_id(), -int64_t{a.waitlist_priority()}, a.created_position()) <
           std::make_tuple(b.property_id(), -int64_t{b.waitlist_priority()}, b.created_position());
  }
  const auto date = [list](const v1::Booking& one) {
    return list == DeskList::kDueIn ? one.stay().arrival() : one.stay().departure();
  };
  return std::make_tuple(date(a), a.property_id(), a.booking_id()) <
         std::make_tuple(date(b), b.property_id(), b.booking_id());
}

}  // namespace

absl::StatusOr<std::vector<v1::Booking>> ReadDeskList(const ViewSnapshot& bookings,
                                                      const BookingFilter& filter, DeskList list,
                                                      const BusinessDates& business_dates) {
  const std::vector<v1::BookingStatus> statuses =
      list == DeskList::kDueIn    ? std::vector<v1::BookingStatus>{v1::HELD, v1::CONFIRMED}
      : list == DeskList::kDueOut ? std::vector<v1::BookingStatus>{v1::IN_HOUSE}
                                  : std::vector<v1::BookingStatus>{v1::WAITLISTED};
  std::vector<v1::Booking> found;
  for (const v1::BookingStatus status : statuses) {
    BookingFilter narrowed = filter;
    narrowed.status = status;
    DAYBOOK_RETURN_IF_ERROR(ListBookings(bookings, narrowed, [&](const v1::Booking& booking) {
      if (IsIn(list, booking, business_dates)) found.push_back(booking);
      return true;
    }));
  }
  std::sort(found.begin(), found.end(),
            [list](const v1::Booking& a, const v1::Booking& b) { return IsBefore(list, a, b); });
  return found;
}

}  // namespace daybook::cli
