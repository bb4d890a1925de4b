// What a hotel of the group is: rooms, prices, staff; and the requests that define it.
#ifndef DAYBOOK_TOOLS_SIMULATE_HOTEL_PLAN_H_
#define DAYBOOK_TOOLS_SIMULATE_HOTEL_PLAN_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "daybook/v1/request.pb.h"
#include "tools/simulate/settings.h"

namespace daybook::simulation {

struct RoomTypePlan {
  std::string id;
  int32_t rooms = 0;
  int32_t overbooking = 0;
  int32_t max_guests = 0;
  int64_t nightly_minor = 0;  // flexible, in the first year
};

inline constexpr int32_t kSimulatedRoomTypes = 3;  // by size: what is too small has a next one

enum SimulatedRatePlan : uint8_t { kFlexible, kSemiFlexible, kNonRefundable };
inline constexpr std::array<const char*, 3> kSimulatedRatePlanIds = {"FLEX", "SEMI", "NRF"};

inline constexpr char kSimulatedOwner[] = "owner";  // the operator
inline constexpr char kSimulatedGroupManager[] = "group-manager";
inline constexpr char kSimulatedFinance[] = "group-finance";

struct HotelPlan {
  std::string id;  // H001
  const char* time_zone = "";
  const char* currency = "";
  bool roll_marks_no_shows = false;
  int32_t rooms = 0;
  std::array<RoomTypePlan, kSimulatedRoomTypes> room_types;

  std::string Manager() const { return id + "-manager"; }
  std::string Reservations() const { return id + "-reservations"; }
  std::string Desk(int32_t number) const { return id + "-desk-" + std::to_string(number); }

  // Of a night, or of a day use; after `price_rises` New Years.
  int64_t PriceMinor(int32_t room_type, int32_t rate_plan, int32_t price_rises, bool day_use,
                     int32_t rise_permille) const;
};

HotelPlan MakeHotelPlan(const SimulationSettings& settings, int32_t index);

// Bodies without envelope, in the order in which they have to be submitted.
std::vector<v1::Request> GroupDefinitions();
std::vector<v1::Request> HotelDefinitions(const HotelPlan& plan, CivilDate first_business_date,
                                          int32_t rise_permille);
v1::Request RatePlanDefinitionOf(const HotelPlan& plan, int32_t rate_plan, int32_t price_rises,
                                 int32_t rise_permille);
v1::Request DeskDefinitionOf(const HotelPlan& plan, int32_t number, bool inactive);

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_HOTEL_PLAN_H_
