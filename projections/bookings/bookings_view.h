// The view `bookings`: the current state of every booking. Row: key booking id, value v1::Booking
// as the domain folds it. Indexes, each a letter, then parts separated by '\0', the last of them
// the booking id (booking_index.h):
//   c  customer id, booking id
//   a  arrival (yyyymmdd, 8 digits), property id, booking id
//   s  status (1 digit), property id, booking id
//   p  property id, booking id
// A booking without a customer has no c entry.
#ifndef DAYBOOK_PROJECTIONS_BOOKINGS_BOOKINGS_VIEW_H_
#define DAYBOOK_PROJECTIONS_BOOKINGS_BOOKINGS_VIEW_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/booking.pb.h"
#include "ledger/base/civil_date.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewBookingsProjection();

// What to list; an empty member does not restrict.
struct BookingFilter {
  std::string property_id;
  std::string customer_id;
  std::optional<v1::BookingStatus> status;
  std::optional<CivilDate> arrival_from;   // inclusive
  std::optional<CivilDate> arrival_until;  // exclusive
  std::string room_type_id;
  std::string channel_id;
};

absl::StatusOr<std::optional<v1::Booking>> GetBooking(const ViewSnapshot& view,
                                                      std::string_view booking_id);

// Visits matching bookings through the narrowest index: in the order (arrival, property, id) where
// an arrival is given; (property, id) where a status is and neither customer nor property; else by
// id. Returning false ends it.
absl::Status ListBookings(const ViewSnapshot& view, const BookingFilter& filter,
                          const std::function<bool(const v1::Booking&)>& visitor);

enum class BookingField { kProperty, kStatus, kRoomType, kChannel, kArrivalMonth, kCustomer };
std::optional<BookingField> ParseBookingField(
    std::string_view name);  // property, status, room_type, ...
std::string_view BookingFieldName(BookingField field);

// Counts matching bookings by the values of the fields; keys in the order of `fields`, sorted.
// Month: 2026-03.
absl::StatusOr<std::map<std::vector<std::string>, uint64_t>> CountBookings(
    const ViewSnapshot& view, const BookingFilter& filter, const std::vector<BookingField>& fields);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_BOOKINGS_BOOKINGS_VIEW_H_
