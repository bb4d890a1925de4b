// The oracle's bookings: what may be done with one, what it costs, what is free to be given back.
#include <algorithm>
#include <iterator>

#include "tests/model/oracle.h"

namespace daybook::model {
namespace {

constexpr int64_t kDayUs = int64_t{86'400} * 1'000'000;
constexpr int64_t kMinuteUs = int64_t{60} * 1'000'000;

int64_t Percent(int64_t amount_minor, int64_t basis_points) {
  return (amount_minor * basis_points + 5'000) / 10'000;
}

using Nights = std::map<int, int64_t>;  // a day use counts as one night

int64_t Sum(const Nights& nights, int first = 1'000'000) {
  int64_t sum = 0;
  for (const auto& [night, minor] : nights) {
    if (first-- <= 0) break;
    sum += minor;
  }
  return sum;
}

int64_t Amount(const Nights& nights, const PenaltyRule& rule) {
  const int64_t price = Sum(nights);
  switch (rule.kind) {
    case PenaltyRule::Kind::kNone:
      return 0;
    case PenaltyRule::Kind::kFlat:
      return std::min(price, rule.amount_minor);
    case PenaltyRule::Kind::kPercentOfStay:
      return Percent(price, rule.basis_points);
    case PenaltyRule::Kind::kNights:
      return Sum(nights, rule.nights);
    case PenaltyRule::Kind::kPercentOfNights:
      return Percent(Sum(nights, rule.nights), rule.basis_points);
    case PenaltyRule::Kind::kFull:
      return price;
  }
  return 0;
}

// What giving these nights of the booking back costs at that instant.
int64_t PenaltyFor(const BookingEntry& booking, const Nights& nights, int64_t now_us) {
  if (booking.status != Status::kConfirmed) return 0;
  if (booking.policy.non_refundable) return Sum(nights);
  if (now_us < booking.booked_us + booking.policy.grace_minutes * kMinuteUs) return 0;
  int64_t penalty = 0;
  for (size_t i = 0; i < booking.deadlines_us.size(); ++i) {
    if (booking.deadlines_us[i] <= now_us)
      penalty = Amount(nights, booking.policy.tiers[i].penalty);
  }
  return penalty;
}

// No rule costs more than the stay; but what was incurred before stays, whatever the stay costs now.
int64_t WithFloor(const BookingEntry& booking, int64_t penalty_minor) {
  return std::max(booking.floor_minor, std::min(booking.Price(), penalty_minor));
}

}  // namespace

int64_t PaymentEntry::Pending() const {
  int64_t sum = 0;
  for (const RefundEntry& refund : refunds) {
    if (refund.state == RefundEntry::State::kPending) sum += refund.amount_minor;
  }
  return sum;
}

int64_t PaymentEntry::GivenBack() const {
  int64_t sum = 0;
  for (const RefundEntry& refund : refunds) {
    if (refund.state == RefundEntry::State::kSucceeded) sum += refund.amount_minor;
  }
  return sum;
}

int64_t BookingEntry::Price() const { return Sum(nightly_minor); }

int64_t PenaltyOf(const BookingEntry& booking, int64_t now_us) {
  if (booking.status != Status::kConfirmed) return 0;
  return WithFloor(booking, PenaltyFor(booking, booking.nightly_minor, now_us));
}

int64_t PartialPenaltyOf(const BookingEntry& booking, const BookingEntry& wanted, int64_t now_us) {
  const int left = wanted.departure - wanted.arrival;
  if (left >= booking.departure - booking.arrival) return 0;
  // The first nights are those that stay; a day use is none of them.
  Nights kept = wanted.nightly_minor;
  if (left > 0) {
    kept = booking.nightly_minor;
    while (kept.size() > static_cast<size_t>(left)) kept.erase(std::prev(kept.end()));
  }
  const int64_t whole =
      std::min(Sum(booking.nightly_minor), PenaltyFor(booking, booking.nightly_minor, now_us));
  const int64_t rest = std::min(Sum(kept), PenaltyFor(booking, kept, now_us));
  return std::max<int64_t>(0, whole - rest);
}

int64_t NoShowPenaltyOf(const BookingEntry& booking, int64_t now_us) {
  if (booking.policy.no_show.kind == PenaltyRule::Kind::kNone) return PenaltyOf(booking, now_us);
  return WithFloor(booking, Amount(booking.nightly_minor, booking.policy.no_show));
}

Oracle::Codes Oracle::StateCodes(const v1::Request& request, const BookingEntry& booking,
                                 const std::set<Status>& allowed) {
  Codes codes;
  if (!allowed.contains(booking.status)) codes.insert(v1::STATE_BOOKING_STATUS);
  if (request.has_if_revision() && request.if_revision() != booking.revision) {
    codes.insert(v1::STATE_REVISION_STALE);
  }
  return codes;
}

bool Oracle::HasRoom(const BookingEntry& booking, const std::string& type, int from, int to) const {
  const RoomTypeEntry& rooms = properties_.at(booking.property).room_types.at(type);
  for (int night = from; night < to; ++night) {
    int others = Taken(booking.property, type, night);
    const auto self = bookings_.find(booking.id);
    if (self != bookings_.end() && self->second.Holds() && self->second.HeldType() == type &&
        self->second.arrival <= night && night < self->second.departure) {
      --others;
    }
    if (others >= rooms.Sellable(night)) return false;
  }
  return true;
}

void Oracle::ResolveTerms(BookingEntry& booking, const PropertyEntry& property) const {
  booking.deadlines_us.clear();
  for (const TierEntry& tier : booking.policy.tiers) {
    booking.deadlines_us.push_back((booking.arrival - tier.days_before) * kDayUs +
                                   tier.minute * kMinuteUs - property.utc_offset_us);
  }
}

void Oracle::End(BookingEntry& booking, Status status, int64_t penalty_minor) const {
  int64_t kept = 0;
  for (const PaymentEntry& payment : booking.payments) kept += payment.Free();
  booking.status = status;
  booking.penalty_minor = penalty_minor;
  booking.refund_due_minor = std::max<int64_t>(0, kept - penalty_minor);
  ++booking.revision;
}

Verdict Oracle::Create(const v1::Request& request, int64_t now_us) {
  const v1::CreateBooking& create = request.create_booking();
  const PropertyEntry& property = properties_.at(create.property_id());
  BookingEntry booking;
  booking.id = create.booking_id();
  booking.property = create.property_id();
  booking.customer = create.customer_id();
  booking.channel = create.channel_id();
  booking.arrival = DayOf(create.stay().arrival());
  booking.departure = DayOf(create.stay().departure());
  booking.guests = create.guests().adults() + create.guests().children();
  booking.room_type = create.room_type_id();
  booking.rate_plan = create.rate_plan_id();
  booking.hold_expires_us = create.hold_expires_at().seconds() * 1'000'000;

  Codes state;
  if (bookings_.contains(booking.id)) state.insert(v1::STATE_BOOKING_EXISTS);
  if (booking.arrival < property.business_day) state.insert(v1::STATE_NIGHT_IN_PAST);
  const auto type = property.room_types.find(booking.room_type);
  const auto plan = property.rate_plans.find(booking.rate_plan);
  if (type == property.room_types.end()) {
    state.insert(v1::STATE_ROOM_TYPE_UNKNOWN);
  } else if (!plan->second.prices.contains(booking.room_type)) {
    state.insert(v1::STATE_ROOM_TYPE_NOT_PRICED);
  }
  if (create.status() == v1::HELD && booking.hold_expires_us <= now_us)
    state.insert(v1::STATE_HOLD_EXPIRED);
  if (!state.empty()) return {state, {}};

  Codes policy;
  const bool takes_room = create.status() != v1::WAITLISTED;
  if (takes_room && !HasRoom(booking, booking.room_type, booking.arrival, booking.departure)) {
    policy.insert(v1::POLICY_NOT_AVAILABLE);
  }
  if (type->second.max_occupancy > 0 && booking.guests > type->second.max_occupancy) {
    policy.insert(v1::POLICY_OCCUPANCY_EXCEEDED);
  }
  if (const Verdict verdict = Policies(request, policy); !verdict.accepted()) return verdict;

  booking.status = create.status() == v1::HELD         ? Status::kHeld
                   : create.status() == v1::WAITLISTED ? Status::kWaitlisted
                                                       : Status::kConfirmed;
  const RatePlanEntry::Price& price = plan->second.prices.at(booking.room_type);
  for (int night = booking.arrival; night < booking.departure; ++night) {
    booking.nightly_minor[night] = price.nightly_minor;
  }
  if (booking.IsDayUse()) booking.nightly_minor[booking.arrival] = price.day_use_minor;
  booking.policy = plan->second.policy;
  booking.booked_us = now_us;
  ResolveTerms(booking, property);
  bookings_[booking.id] = booking;
  if (!policy.empty()) NoteOversold(booking);
  return {};
}

Verdict Oracle::Assign(const v1::Request& request, BookingEntry& booking) {
  const std::string& type = request.assign_room_type().room_type_id();
  const PropertyEntry& property = properties_.at(booking.property);
  Codes state = StateCodes(request, booking, {Status::kHeld, Status::kConfirmed, Status::kInHouse});
  if (!property.room_types.contains(type)) state.insert(v1::STATE_ROOM_TYPE_UNKNOWN);
  if (state.contains(v1::STATE_BOOKING_STATUS)) return {state, {v1::STATE_ALREADY_ASSIGNED}};
  if (type == booking.HeldType()) state.insert(v1::STATE_ALREADY_ASSIGNED);
  if (!state.empty()) return {state, {}};
  Codes policy;
  const int from = std::max(booking.arrival, property.business_day);
  if (!HasRoom(booking, type, from, booking.departure)) policy.insert(v1::POLICY_NOT_AVAILABLE);
  const int takes = property.room_types.at(type).max_occupancy;
  if (takes > 0 && booking.guests > takes) policy.insert(v1::POLICY_OCCUPANCY_EXCEEDED);
  if (const Verdict verdict = Policies(request, policy); !verdict.accepted()) return verdict;
  booking.assigned = type == booking.room_type ? "" : type;
  ++booking.revision;
  if (!policy.empty()) NoteOversold(booking);
  return {};
}

Verdict Oracle::Promote(const v1::Request& request, BookingEntry& booking) {
  const PropertyEntry& property = properties_.at(booking.property);
  Codes state = StateCodes(request, booking, {Status::kWaitlisted});
  if (state.contains(v1::STATE_BOOKING_STATUS)) return {state, {v1::STATE_NIGHT_IN_PAST}};
  if (booking.arrival < property.business_day) state.insert(v1::STATE_NIGHT_IN_PAST);
  if (!state.empty()) return {state, {}};
  Codes policy;
  if (!HasRoom(booking, booking.HeldType(), booking.arrival, booking.departure)) {
    policy.insert(v1::POLICY_NOT_AVAILABLE);
  }
  if (const Verdict verdict = Policies(request, policy); !verdict.accepted()) return verdict;
  booking.status = Status::kConfirmed;
  ++booking.revision;
  if (!policy.empty()) NoteOversold(booking);
  return {};
}

Verdict Oracle::Cancel(const v1::Request& request, BookingEntry& booking, int64_t now_us) {
  const Codes state =
      StateCodes(request, booking, {Status::kHeld, Status::kWaitlisted, Status::kConfirmed});
  if (!state.empty()) return {state, {}};
  End(booking, Status::kCancelled, PenaltyOf(booking, now_us));
  return {};
}

Verdict Oracle::Arrive(const v1::Request& request, BookingEntry& booking) {
  const int today = properties_.at(booking.property).business_day;
  const Codes state = StateCodes(request, booking, {Status::kConfirmed});
  if (!state.empty()) return {state, {}};
  Codes policy;
  if (today < booking.arrival) policy.insert(v1::POLICY_CHECK_IN_BEFORE_ARRIVAL);
  const bool over = booking.IsDayUse() ? today > booking.arrival : today >= booking.departure;
  if (over) policy.insert(v1::POLICY_CHECK_IN_AFTER_DEPARTURE);
  if (const Verdict verdict = Policies(request, policy); !verdict.accepted()) return verdict;
  booking.status = Status::kInHouse;
  ++booking.revision;
  return {};
}

Verdict Oracle::Leave(const v1::Request& request, BookingEntry& booking) {
  const Codes state = StateCodes(request, booking, {Status::kInHouse});
  if (!state.empty()) return {state, {}};
  const int today = properties_.at(booking.property).business_day;
  booking.departure = std::max(booking.arrival, std::min(booking.departure, today));
  booking.status = Status::kCheckedOut;
  ++booking.revision;
  return {};
}

Verdict Oracle::Absent(const v1::Request& request, BookingEntry& booking, int64_t now_us) {
  const Codes state = StateCodes(request, booking, {Status::kConfirmed});
  if (!state.empty()) return {state, {}};
  Codes policy;
  if (properties_.at(booking.property).business_day < booking.arrival) {
    policy.insert(v1::POLICY_NO_SHOW_BEFORE_ARRIVAL);
  }
  if (const Verdict verdict = Policies(request, policy); !verdict.accepted()) return verdict;
  End(booking, Status::kNoShow, NoShowPenaltyOf(booking, now_us));
  return {};
}

}  // namespace daybook::model
