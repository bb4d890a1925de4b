// The view `availability`: for each property, room type and night, how many rooms there are and what
// has become of them. Rows, each a letter, then parts separated by '\0' (availability_rows.h):
//   p  property id                                    v1::AvailabilityProperty
//   t  property id, room type id                      v1::AvailabilityRoomType
//   n  property id, room type id, night (8 digits)    v1::AvailabilityNight
//   b  booking id                                     v1::AvailabilityBooking
//   B  block id                                       v1::Block, by the domain's own fold (evolve.h)
// No index entries.
//
// What a booking takes, night by night of its stay:
//   HELD                    held
//   CONFIRMED, IN_HOUSE     sold
//   CHECKED_OUT             sold, the nights before the business date of the check-out: they stay
//                           sold for ever. The rest is given back
//   WAITLISTED, CANCELLED,  nothing. A cancellation or no-show gives back every night, the past ones
//   NO_SHOW                 and the first one included, whatever it cost: nobody slept there
// in the room type held: the one assigned, else the one booked. A booking that moves to another room
// type takes a room there from the business date on; the nights before stay where they were spent.
// For nights from the business date on, held + sold is what the write side's inventory counts
// (State::RoomsTaken). For nights before, that one forgets who has left, and takes a stay that moved
// for one that was there from the beginning.
//
// What a block takes: the rooms that it holds and nobody has picked up, until it is released (State::NightsBlocked). They are neither
// held nor sold, and nobody else gets them.
//
// Capacity and overbooking limit hold for the nights from the business date on which they were
// defined: defining them again leaves past nights as they were. Before the first definition both are
// 0.
#ifndef DAYBOOK_PROJECTIONS_AVAILABILITY_AVAILABILITY_VIEW_H_
#define DAYBOOK_PROJECTIONS_AVAILABILITY_AVAILABILITY_VIEW_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/base/civil_date.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewAvailabilityProjection();

// Rooms, of one type or summed over several.
struct Occupancy {
  int64_t capacity = 0;
  int64_t overbooking_limit = 0;
  int64_t out_of_order = 0;
  int64_t blocked = 0;  // held for groups, and not picked up
  int64_t held = 0;
  int64_t sold = 0;
  // Derived. Summed, not derived from sums: what is free in one type makes up for nothing in another.
  int64_t overbooked = 0;  // taken above what is in order
  int64_t free = 0;        // capacity - out of order - blocked - held - sold, never below 0
  int64_t sellable = 0;  // free, and what is left of the overbooking limit: what would be accepted

  friend bool operator==(const Occupancy&, const Occupancy&) = default;
};

struct NightOfRoomType {
  std::string_view room_type_id;  // lives until the visitor returns
  CivilDate night;
  Occupancy rooms;
};

struct NightOfProperty {
  CivilDate night;
  Occupancy rooms;
};

// Those defined, sorted.
absl::StatusOr<std::vector<std::string>> PropertiesOf(const ViewSnapshot& view);
// nullopt: no such property.
absl::StatusOr<std::optional<CivilDate>> BusinessDateOf(const ViewSnapshot& view,
                                                        std::string_view property_id);
// Those defined, sorted.
absl::StatusOr<std::vector<std::string>> RoomTypesOf(const ViewSnapshot& view,
                                                     std::string_view property_id);

// Visits every night of [from, until), those of which nothing is known included, in the order (room
// type, night). An empty room type is all of them. Returning false ends it. NotFound: the property, or
// the room type, is not defined.
absl::Status NightsOf(const ViewSnapshot& view, std::string_view property_id,
                      std::string_view room_type_id, CivilDate from, CivilDate until,
                      const std::function<bool(const NightOfRoomType&)>& visitor);

// All room types of the property together, a night of [from, until) each, in order. NotFound: the
// property is not defined.
absl::StatusOr<std::vector<NightOfProperty>> OccupancyOf(const ViewSnapshot& view,
                                                         std::string_view property_id,
                                                         CivilDate from, CivilDate until);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AVAILABILITY_AVAILABILITY_VIEW_H_
