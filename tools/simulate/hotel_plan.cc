#include "tools/simulate/hotel_plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

namespace daybook::simulation {
namespace {

struct Place {
  const char* time_zone;
  const char* currency;
  int32_t price_percent;
};

constexpr std::array kPlaces = {
    Place{"Europe/Lisbon", "EUR", 100}, Place{"Europe/Berlin", "EUR", 115},
    Place{"Europe/London", "GBP", 120}, Place{"Europe/Madrid", "EUR", 95},
    Place{"Europe/Zurich", "CHF", 170}, Place{"Europe/Athens", "EUR", 85},
};

constexpr int64_t kDeskRefundLimitMinor = 30'000;
constexpr std::array<int64_t, 3> kRatePlanPercent = {100, 93, 85};

void AddTier(v1::CancellationPolicy& policy, int32_t days, int32_t minute, v1::Penalty penalty) {
  v1::PenaltyTier& tier = *policy.add_tiers();
  tier.set_days_before_arrival(days);
  tier.set_local_minute_of_day(minute);
  *tier.mutable_penalty() = std::move(penalty);
}

v1::CancellationPolicy PolicyOf(int32_t rate_plan) {
  v1::CancellationPolicy policy;
  policy.set_version(1);
  policy.set_grace_minutes(60);
  v1::Penalty first_night;
  first_night.set_nights(1);
  v1::Penalty full;
  full.set_full(true);
  if (rate_plan == kFlexible) {
    policy.set_policy_id("flexible");
    AddTier(policy, 1, 18 * 60, first_night);
    *policy.mutable_no_show() = first_night;
  } else if (rate_plan == kSemiFlexible) {
    policy.set_policy_id("semi-flexible");
    v1::Penalty third;
    third.set_stay_basis_points(3333);
    AddTier(policy, 14, 12 * 60, third);
    v1::Penalty half_of_two;
    half_of_two.mutable_percent_of_nights()->set_nights(2);
    half_of_two.mutable_percent_of_nights()->set_basis_points(5000);
    AddTier(policy, 7, 12 * 60, half_of_two);
    AddTier(policy, 2, 12 * 60, full);
    *policy.mutable_no_show() = full;
  } else {
    policy.set_policy_id("non-refundable");
    policy.set_non_refundable(true);
  }
  return policy;
}

v1::Request StaffOf(const std::string& id, std::vector<v1::Role> roles, std::string property,
                    int64_t refund_limit_minor, bool may_override_price) {
  v1::Request request;
  v1::StaffDefinition& staff = *request.mutable_define_staff()->mutable_staff();
  staff.set_staff_id(id);
  for (const v1::Role role : roles) staff.add_roles(role);
  if (!property.empty()) staff.add_property_ids(std::move(property));
  staff.set_refund_limit_minor(refund_limit_minor);
  staff.set_may_override_price(may_override_price);
  return request;
}

}  // namespace

int64_t HotelPlan::PriceMinor(int32_t room_type, int32_t rate_plan, int32_t price_rises,
                              bool day_use, int32_t rise_permille) const {
  int64_t price = room_types[static_cast<size_t>(room_type)].nightly_minor;
  for (int32_t year = 0; year < price_rises; ++year) price += price * rise_permille / 1000;
  price = price * kRatePlanPercent[static_cast<size_t>(rate_plan)] / 100;
  return day_use ? price / 2 : price;
}

HotelPlan MakeHotelPlan(const SimulationSettings& settings, int32_t index) {
  Random random(settings.seed, static_cast<uint64_t>(index) * 2 + 1);
  const Place& place = kPlaces[static_cast<size_t>(index) % kPlaces.size()];
  HotelPlan plan;
  plan.id = absl::StrFormat("H%03d", index + 1);
  plan.time_zone = place.time_zone;
  plan.currency = place.currency;
  plan.roll_marks_no_shows = index % 2 == 1;
  plan.rooms = random.Between(settings.rates.rooms_least, settings.rates.rooms_most);
  const int32_t suites = std::max(2, plan.rooms / 12);
  const int32_t superior = std::max(3, plan.rooms * 30 / 100);
  const int64_t base = random.Between(75, 125) * 100 * place.price_percent / 100;
  plan.room_types[0] = {"STD", plan.rooms - superior - suites, plan.rooms / 30, 3, base};
  plan.room_types[1] = {"SUP", superior, plan.rooms / 60, 4, base * 135 / 100};
  plan.room_types[2] = {"STE", suites, 0, 7, base * 220 / 100};
  return plan;
}

std::vector<v1::Request> GroupDefinitions() {
  std::vector<v1::Request> requests;
  for (const char* channel : kSimulatedChannelIds) {
    if (*channel == '\0') continue;
    requests.emplace_back().mutable_define_channel()->mutable_channel()->set_channel_id(channel);
  }
  v1::ChannelDefinition& closed =
      *requests.emplace_back().mutable_define_channel()->mutable_channel();
  closed.set_channel_id("closed-portal");
  closed.set_inactive(true);
  requests.push_back(StaffOf(kSimulatedGroupManager, {v1::ROLE_MANAGER}, "", 0, true));
  requests.push_back(StaffOf(kSimulatedFinance, {v1::ROLE_FINANCE}, "", 200'000, false));
  return requests;
}

std::vector<v1::Request> HotelDefinitions(const HotelPlan& plan, CivilDate first_business_date,
                                          int32_t rise_permille) {
  std::vector<v1::Request> requests;
  v1::PropertyDefinition& property =
      *requests.emplace_back().mutable_define_property()->mutable_property();
  property.set_property_id(plan.id);
  property.set_time_zone(plan.time_zone);
  property.set_currency(plan.currency);
  property.set_first_business_date(first_business_date.ymd());
  property.set_due_in_policy(plan.roll_marks_no_shows ? v1::DUE_IN_POLICY_MARK_NO_SHOW
                                                      : v1::DUE_IN_POLICY_DECLINE);
  property.set_keeps_books(true);
  for (const RoomTypePlan& type : plan.room_types) {
    v1::RoomTypeDefinition& room_type =
        *requests.emplace_back().mutable_define_room_type()->mutable_room_type();
    room_type.set_property_id(plan.id);
    room_type.set_room_type_id(type.id);
    room_type.set_capacity(type.rooms);
    room_type.set_overbooking_limit(type.overbooking);
    room_type.set_max_occupancy(type.max_guests);
  }
  for (int32_t rate_plan = 0; rate_plan < std::ssize(kSimulatedRatePlanIds); ++rate_plan) {
    requests.push_back(RatePlanDefinitionOf(plan, rate_plan, 0, rise_permille));
  }
  requests.push_back(StaffOf(plan.Manager(), {v1::ROLE_MANAGER}, plan.id, 0, true));
  requests.push_back(StaffOf(plan.Reservations(), {v1::ROLE_RESERVATIONS}, plan.id, 0, true));
  requests.push_back(DeskDefinitionOf(plan, 1, false));
  requests.push_back(DeskDefinitionOf(plan, 2, false));
  return requests;
}

v1::Request RatePlanDefinitionOf(const HotelPlan& plan, int32_t rate_plan, int32_t price_rises,
                                 int32_t rise_permille) {
  v1::Request request;
  v1::RatePlanDefinition& definition = *request.mutable_define_rate_plan()->mutable_rate_plan();
  definition.set_property_id(plan.id);
  definition.set_rate_plan_id(kSimulatedRatePlanIds[static_cast<size_t>(rate_plan)]);
  for (int32_t type = 0; type < kSimulatedRoomTypes; ++type) {
    v1::RoomTypePrice& price = *definition.add_prices();
    price.set_room_type_id(plan.room_types[static_cast<size_t>(type)].id);
    price.set_nightly_minor(plan.PriceMinor(type, rate_plan, price_rises, false, rise_permille));
    price.set_day_use_minor(plan.PriceMinor(type, rate_plan, price_rises, true, rise_permille));
  }
  *definition.mutable_cancellation_policy() = PolicyOf(rate_plan);
  return request;
}

v1::Request DeskDefinitionOf(const HotelPlan& plan, int32_t number, bool inactive) {
  v1::Request request =
      StaffOf(plan.Desk(number), {v1::ROLE_FRONT_DESK}, plan.id, kDeskRefundLimitMinor, false);
  request.mutable_define_staff()->mutable_staff()->set_inactive(inactive);
  return request;
}

}  // namespace daybook::simulation
