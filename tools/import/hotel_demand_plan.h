// What an import of hotel booking demand data will ask of the ledger, in the order of time. Pure.
//
// The data gives each row's booking day (arrival less lead_time), days on the waiting list, number
// of changes, assigned room type and last status with its date. From these:
//   create     on the booking day; waitlisted where there are days on the waiting list, else confirmed
//   promote    that many days later
//   change     booking_changes times, on the last day before the arrival, or before the cancellation or
//              no-show if that is earlier; never before the booking day and the promotion
//   assign     on the same day, where the room type assigned differs from the one reserved
//   end        cancelled or no-show on the status date; or checked in on arrival and out on the status
//              date
#ifndef DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_PLAN_H_
#define DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_PLAN_H_

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "ledger/base/civil_date.h"
#include "tools/import/hotel_demand_row.h"

namespace daybook {

// The order within a day; within a phase, that of the lines.
enum class DayPhase : uint8_t {
  kCheckOut,       // of guests who came on an earlier day
  kCancelEarlier,  // of bookings that were not touched this day
  kCreate,
  kPromote,
  kChange,  // all changes of a booking
  kAssign,
  kCancel,  // of bookings made, promoted, changed or assigned this day
  kCheckIn,
  kNoShow,
  kCheckOutSameDay,  // of guests who came this day
  kRoll,
};

struct PlannedStep {
  CivilDate day;
  DayPhase phase = DayPhase::kCreate;
  uint32_t row = 0;  // index of the row; for kRoll, of the property

  friend constexpr auto operator<=>(const PlannedStep&, const PlannedStep&) = default;
};

struct PlannedProperty {
  uint8_t property = 0;  // as in HotelDemandRow
  CivilDate first_day;   // of the first booking
  CivilDate last_day;    // of the last step; the last roll opens the day after
  // Every room type that was reserved or assigned, and the most bookings of it that are alive for
  // one night: what holds a room is counted from its confirmation to its cancellation, no-show or
  // check-out.
  std::map<char, int32_t> capacity;
};

struct HotelDemandPlan {
  std::vector<PlannedProperty> properties;  // those that have rows, in the order of `property`
  std::set<uint8_t> channels;               // as in HotelDemandRow
  std::vector<PlannedStep> steps;           // in the order of time
  uint64_t definitions = 0;  // requests that define properties, rate plans, room types, channels
  uint64_t promotions = 0;
  uint64_t changes = 0;
  uint64_t assignments = 0;
  uint64_t check_outs = 0;
  uint64_t cancellations = 0;
  uint64_t no_shows = 0;
  uint64_t forced = 0;  // no-shows before the arrival day
  uint64_t rolls = 0;
  uint64_t requests = 0;  // definitions, steps with each change counted, rolls
};

// Rows that HotelDemandRowParser let through, at most 2^32 - 1.
HotelDemandPlan PlanHotelDemand(const std::vector<HotelDemandRow>& rows);

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_PLAN_H_
