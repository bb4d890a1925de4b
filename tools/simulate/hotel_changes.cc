// One change of a booking: what the guest wants otherwise, and why.
#include <algorithm>
#include <array>

#include "tools/simulate/hotel.h"

namespace daybook::simulation {
namespace {

enum ChangeKind : size_t { kDates, kLength, kGuests, kRoomType, kRatePlan, kPrice };

constexpr int32_t kAgreedPercent = 95;

}  // namespace

void Hotel::FillChange(int32_t slot, const BookingEntry& entry, v1::Request& request,
                       Patch& patch) {
  v1::ChangeBooking& change = *request.mutable_change_booking();
  switch (random_.Pick(rates_.change_kinds)) {
    case kDates:
      return FillDates(slot, change, patch);
    case kLength:
      return FillLength(change, patch);
    case kRoomType:
      return FillRoomType(change, patch);
    case kRatePlan:
      return FillRatePlan(change, patch);
    case kPrice:
      return FillPrice(entry, request);
    default: {
      const int32_t most = plan_.room_types[patch.room_type].max_guests - patch.children;
      patch.adults = static_cast<uint8_t>(random_.Between(1, std::clamp(most, 1, 3)));
      const bool family = random_.PerMille(600);
      return FillGuests(change, family ? v1::CHANGE_REASON_FAMILY : v1::CHANGE_REASON_WRONG_DATA,
                        patch);
    }
  }
}

void Hotel::FillDates(int32_t slot, v1::ChangeBooking& change, Patch& patch) {
  const int32_t nights = patch.departure - patch.arrival;
  const int32_t earliest = DayOf(slot) + 1;
  const int32_t shift = random_.Between(1, 3);
  const bool sooner = random_.PerMille(500) && patch.arrival - shift >= earliest;
  patch.arrival = std::max(sooner ? patch.arrival - shift : patch.arrival + shift, earliest);
  patch.departure = patch.arrival + nights;
  change.set_arrival(write_.DateOf(patch.arrival).ymd());
  change.set_departure(write_.DateOf(patch.departure).ymd());
  change.set_reason(random_.PerMille(120)   ? v1::CHANGE_REASON_HEALTH
                    : random_.PerMille(150) ? v1::CHANGE_REASON_WRONG_FORECAST
                                            : v1::CHANGE_REASON_ITINERARY);
}

void Hotel::FillLength(v1::ChangeBooking& change, Patch& patch) {
  const bool shorter = patch.departure - patch.arrival >= 2 && random_.PerMille(600);
  patch.departure += shorter ? -1 : 1;
  change.set_departure(write_.DateOf(patch.departure).ymd());
  change.set_reason(random_.PerMille(700) ? v1::CHANGE_REASON_ITINERARY : v1::CHANGE_REASON_OTHER);
}

void Hotel::FillGuests(v1::ChangeBooking& change, v1::ChangeReason reason, const Patch& patch) {
  change.mutable_guests()->set_adults(patch.adults);
  change.mutable_guests()->set_children(patch.children);
  change.set_reason(reason);
}

void Hotel::FillRoomType(v1::ChangeBooking& change, Patch& patch) {
  const size_t other =
      (patch.room_type + size_t{1} + static_cast<size_t>(random_.Below(2))) % kSimulatedRoomTypes;
  const bool fits = patch.adults + patch.children <= plan_.room_types[other].max_guests;
  if (fits) patch.room_type = static_cast<uint8_t>(other);
  change.set_room_type_id(plan_.room_types[patch.room_type].id);
  change.set_reason(v1::CHANGE_REASON_BUDGET);
}

void Hotel::FillRatePlan(v1::ChangeBooking& change, Patch& patch) {
  patch.rate_plan = patch.rate_plan == kFlexible ? kSemiFlexible : kFlexible;
  change.set_rate_plan_id(kSimulatedRatePlanIds[patch.rate_plan]);
  change.set_reason(v1::CHANGE_REASON_BUDGET);
}

void Hotel::FillPrice(const BookingEntry& entry, v1::Request& request) {
  v1::ChangeBooking& change = *request.mutable_change_booking();
  const int32_t nights = std::max(1, entry.nights());
  change.mutable_nightly_override()->set_amount_minor(entry.price_minor / nights * kAgreedPercent /
                                                      100);
  change.mutable_nightly_override()->set_currency(plan_.currency);
  change.set_requote(v1::REQUOTE_ALL);
  change.set_reason(v1::CHANGE_REASON_BUDGET);
  request.clear_channel_id();
  write_.SetStaff(plan_.Reservations(), request);
}

}  // namespace daybook::simulation
