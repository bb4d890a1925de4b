#include "ledger/domain/resolve.h"

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "ledger/base/civil_date.h"
#include "ledger/domain/named_entities.h"
#include "ledger/domain/policy/frozen_policies.h"
#include "ledger/domain/rows_needed.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

// A policy whose deadlines the decision needs, and the arrival they count from.
struct Deadlines {
  const v1::CancellationPolicy* policy =
      nullptr;          // null: none are needed, or what they depend on is unknown
  int32_t arrival = 0;  // yyyymmdd, as the request has it
};

Deadlines ForCreate(const State& state, const v1::CreateBooking& create) {
  const v1::RatePlan* plan = state.FindRatePlan(create.property_id(), create.rate_plan_id());
  if (plan == nullptr) return {};
  return {CancellationPolicyOf(state, *plan), create.stay().arrival()};
}

// Under another rate plan its policy counts, else the one that is frozen.
Deadlines ForChange(const State& state, const v1::ChangeBooking& change,
                    const v1::Booking& booking) {
  if (!change.has_arrival() && !change.has_rate_plan_id()) return {};
  const int32_t arrival = change.has_arrival() ? change.arrival() : booking.stay().arrival();
  if (!change.has_rate_plan_id() || change.rate_plan_id() == booking.rate_plan_id()) {
    return {&booking.terms().policy(), arrival};
  }
  const v1::RatePlan* plan = state.FindRatePlan(booking.property_id(), change.rate_plan_id());
  if (plan == nullptr) return {};
  return {CancellationPolicyOf(state, *plan), arrival};
}

void ResolveDeadlines(const Deadlines& wanted, const std::string& zone, const TimeZones& zones,
                      v1::Resolution& resolution) {
  if (wanted.policy == nullptr || wanted.policy->tiers().empty()) return;
  const std::optional<CivilDate> arrival = CivilDate::FromYmd(wanted.arrival);
  if (!arrival) return;
  resolution.set_zone_data_version(std::string(zones.version()));
  for (const v1::PenaltyTier& tier : wanted.policy->tiers()) {
    const absl::StatusOr<Instant> deadline =
        zones.Resolve(zone, *arrival - tier.days_before_arrival(), tier.local_minute_of_day());
    if (!deadline.ok()) {
      resolution.clear_deadlines();
      resolution.set_time_zone_unknown(true);
      return;
    }
    *resolution.add_deadlines() = ToTimestamp(*deadline);
  }
}

void LookUpZone(const std::string& zone, Instant recorded_at, const TimeZones& zones,
                v1::Resolution& resolution) {
  resolution.set_zone_data_version(std::string(zones.version()));
  resolution.set_time_zone_unknown(zone.empty() || !zones.LocalDate(zone, recorded_at).ok());
}

// Files of people and accounts are dated by the day where no property's business date does it.
bool NeedsUtcDate(const v1::Request& request) {
  const int number = request.body_case();
  return number >= 310 && number < 1000;
}

CivilDate UtcDateOf(Instant instant) {
  constexpr int64_t kMicrosPerDay = int64_t{86'400} * 1'000'000;
  const int64_t micros = instant.micros();
  const int64_t days = micros / kMicrosPerDay - (micros % kMicrosPerDay < 0 ? 1 : 0);
  return CivilDate() + static_cast<int32_t>(days - CivilDate().days());
}

}  // namespace

void ResolveInto(const State& state, const v1::Request& request, Instant recorded_at,
                 v1::TimeSource time_source, Instant ingested_at, const TimeZones& zones,
                 v1::Resolution& resolution) {
  resolution.Clear();
  *resolution.mutable_recorded_at() = ToTimestamp(recorded_at);
  resolution.set_time_source(time_source);
  if (time_source != v1::TIME_SOURCE_SYSTEM) {
    *resolution.mutable_ingested_at() = ToTimestamp(ingested_at);
  }
  const std::string_view booking_id = BookingNamedBy(request);
  const v1::Booking* booking = booking_id.empty() ? nullptr : state.FindBooking(booking_id);
  const std::string_view property_id = PropertyConcerned(state, request);
  const v1::Property* property = property_id.empty() ? nullptr : state.FindProperty(property_id);
  if (property != nullptr) resolution.set_business_date(property->business_date());
  if (NeedsUtcDate(request)) resolution.set_utc_date(UtcDateOf(recorded_at).ymd());

  if (request.has_define_property()) {
    LookUpZone(request.define_property().property().time_zone(), recorded_at, zones, resolution);
  } else if (property != nullptr && request.has_create_booking()) {
    ResolveDeadlines(ForCreate(state, request.create_booking()), property->definition().time_zone(),
                     zones, resolution);
  } else if (property != nullptr && booking != nullptr && request.has_change_booking()) {
    ResolveDeadlines(ForChange(state, request.change_booking(), *booking),
                     property->definition().time_zone(), zones, resolution);
  }
}

v1::Resolution Resolve(const State& state, const v1::Request& request, Instant recorded_at,
                       v1::TimeSource time_source, Instant ingested_at, const TimeZones& zones) {
  v1::Resolution resolution;
  ResolveInto(state, request, recorded_at, time_source, ingested_at, zones, resolution);
  return resolution;
}

}  // namespace daybook
