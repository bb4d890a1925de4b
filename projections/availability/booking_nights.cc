#include "projections/availability/booking_nights.h"

#include <algorithm>
#include <optional>
#include <string>

#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"

namespace daybook {

std::vector<TakenNights> TakenBy(const v1::AvailabilityBooking& row) {
  const v1::Booking& booking = row.booking();
  std::vector<TakenNights> taken;
  // A check-out has cut the stay to the nights that were spent.
  if (!HoldsRoom(booking.status()) && booking.status() != v1::CHECKED_OUT) return taken;
  const auto arrival = CivilDate::FromYmd(booking.stay().arrival());
  const auto departure = CivilDate::FromYmd(booking.stay().departure());
  if (!arrival || !departure) return taken;

  CivilDate from = *arrival;
  const auto add = [&](const std::string& room_type_id, CivilDate until) {
    until = std::min(until, *departure);
    if (from >= until) return;
    taken.push_back({room_type_id, from, until, booking.status() == v1::HELD});
    from = until;
  };
  for (const v1::AvailabilityBooking::Move& move : row.moves()) {
    if (const auto until = CivilDate::FromYmd(move.until())) add(move.room_type_id(), *until);
  }
  add(HeldRoomType(booking), *departure);
  return taken;
}

bool MovedRoom(const v1::Booking& before, const v1::Booking& after) {
  return HoldsRoom(before.status()) && HeldRoomType(before) != HeldRoomType(after);
}

void AddMove(std::string_view room_type_id, CivilDate business_date, v1::AvailabilityBooking& row) {
  const int32_t until = business_date.ymd();
  const int32_t accounted_for = row.moves().empty() ? row.booking().stay().arrival()
                                                    : row.moves(row.moves_size() - 1).until();
  if (until <= accounted_for) return;  // not a night of it
  v1::AvailabilityBooking::Move& move = *row.add_moves();
  move.set_room_type_id(room_type_id.data(), room_type_id.size());
  move.set_until(until);
}

void CopyWhatDecidesNights(const v1::Booking& booking, v1::Booking& part) {
  part.set_property_id(booking.property_id());
  part.set_status(booking.status());
  *part.mutable_stay() = booking.stay();
  part.set_room_type_id(booking.room_type_id());
  if (!booking.assigned_room_type_id().empty()) {
    part.set_assigned_room_type_id(booking.assigned_room_type_id());
  }
}

}  // namespace daybook
