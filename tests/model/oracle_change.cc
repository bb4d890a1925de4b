// The oracle's changes: what a patch asks for, which nights it prices, what it takes and what it leaves behind.
#include <algorithm>

#include "tests/model/oracle.h"

namespace daybook::model {

BookingEntry Oracle::WantedBy(const v1::ChangeBooking& change, const BookingEntry& booking) {
  BookingEntry wanted = booking;
  if (change.has_arrival()) wanted.arrival = DayOf(change.arrival());
  if (change.has_departure()) wanted.departure = DayOf(change.departure());
  if (change.has_room_type_id()) wanted.room_type = change.room_type_id();
  if (change.has_guests()) wanted.guests = change.guests().adults() + change.guests().children();
  if (change.has_rate_plan_id()) wanted.rate_plan = change.rate_plan_id();
  if (wanted.room_type != booking.room_type) wanted.assigned.clear();
  return wanted;
}

Oracle::Codes Oracle::ChangeState(const BookingEntry& booking, const BookingEntry& wanted) const {
  const PropertyEntry& property = properties_.at(booking.property);
  Codes codes;
  if (!property.room_types.contains(wanted.room_type)) codes.insert(v1::STATE_ROOM_TYPE_UNKNOWN);
  const bool arrives_otherwise = wanted.arrival != booking.arrival;
  const bool leaves_otherwise = wanted.departure != booking.departure;
  const bool arrives_in_past = arrives_otherwise && (booking.status == Status::kInHouse ||
                                                     wanted.arrival < property.business_day);
  const bool leaves_in_past = leaves_otherwise && wanted.departure < property.business_day;
  if (arrives_in_past || leaves_in_past) codes.insert(v1::STATE_NIGHT_IN_PAST);
  return codes;
}

// False: the rate plan has no price for a night that needs one.
bool Oracle::PriceChange(const v1::ChangeBooking& change, const BookingEntry& booking,
                         BookingEntry& wanted) const {
  const PropertyEntry& property = properties_.at(booking.property);
  const RatePlanEntry& plan = property.rate_plans.at(wanted.rate_plan);
  const auto price = plan.prices.find(wanted.room_type);
  const bool all = wanted.room_type != booking.room_type || wanted.rate_plan != booking.rate_plan ||
                   change.requote() == v1::REQUOTE_ALL;
  std::map<int, int64_t> nightly;
  const int end = wanted.IsDayUse() ? wanted.arrival + 1 : wanted.departure;
  for (int night = wanted.arrival; night < end; ++night) {
    const bool past = booking.status == Status::kInHouse && night < property.business_day;
    const auto old = booking.nightly_minor.find(night);
    const bool had = old != booking.nightly_minor.end() && wanted.IsDayUse() == booking.IsDayUse();
    if (had && (past || !all)) {
      nightly[night] = old->second;
    } else if (change.has_nightly_override()) {
      nightly[night] = change.nightly_override().amount_minor();
    } else if (price == plan.prices.end()) {
      return false;
    } else {
      nightly[night] =
          wanted.IsDayUse() ? price->second.day_use_minor : price->second.nightly_minor;
    }
  }
  wanted.nightly_minor = nightly;
  return true;
}

Oracle::Codes Oracle::ChangePolicies(const v1::Request& request, const BookingEntry& booking,
                                     const BookingEntry& wanted) const {
  const v1::ChangeBooking& change = request.change_booking();
  const PropertyEntry& property = properties_.at(booking.property);
  Codes codes;
  // Only a night that the booking does not hold yet has to be free.
  const bool in_house = booking.status == Status::kInHouse;
  const int from = in_house ? std::max(wanted.arrival, property.business_day) : wanted.arrival;
  for (int night = from; booking.Holds() && night < wanted.departure; ++night) {
    const bool held = wanted.HeldType() == booking.HeldType() && booking.arrival <= night &&
                      night < booking.departure;
    if (!held && !HasRoom(wanted, wanted.HeldType(), night, night + 1)) {
      codes.insert(v1::POLICY_NOT_AVAILABLE);
    }
  }
  const int takes = property.room_types.at(wanted.HeldType()).max_occupancy;
  const bool guests_or_type = change.has_guests() || wanted.room_type != booking.room_type;
  if (guests_or_type && takes > 0 && wanted.guests > takes)
    codes.insert(v1::POLICY_OCCUPANCY_EXCEEDED);
  if (change.has_nightly_override()) {
    const auto staff = staff_.find(request.actor().id());
    const bool may = staff != staff_.end() && staff->second.roles.contains(v1::ROLE_MANAGER);
    if (!may) codes.insert(v1::POLICY_PRICE_OVERRIDE_NOT_ALLOWED);
  }
  return codes;
}

Verdict Oracle::Change(const v1::Request& request, BookingEntry& booking, int64_t now_us) {
  const Codes stands_against = StateCodes(
      request, booking, {Status::kHeld, Status::kWaitlisted, Status::kConfirmed, Status::kInHouse});
  if (!stands_against.empty()) {
    // Where the booking is not what the asker takes it for, the rest need not be judged.
    return {stands_against,
            {v1::STATE_NIGHT_IN_PAST, v1::STATE_ROOM_TYPE_NOT_PRICED, v1::STATE_ROOM_TYPE_UNKNOWN}};
  }
  const PropertyEntry& property = properties_.at(booking.property);
  BookingEntry wanted = WantedBy(request.change_booking(), booking);
  if (const Codes state = ChangeState(booking, wanted); !state.empty()) {
    return {state, {v1::STATE_ROOM_TYPE_NOT_PRICED}};
  }
  if (!PriceChange(request.change_booking(), booking, wanted)) {
    return {{v1::STATE_ROOM_TYPE_NOT_PRICED}, {}};
  }
  const Codes policy = ChangePolicies(request, booking, wanted);
  if (const Verdict verdict = Policies(request, policy); !verdict.accepted()) return verdict;

  // A penalty incurred is not shaken off by what would make it less.
  const bool may_lessen =
      wanted.arrival != booking.arrival || wanted.departure < booking.departure ||
      wanted.rate_plan != booking.rate_plan || wanted.room_type != booking.room_type ||
      request.change_booking().requote() == v1::REQUOTE_ALL || wanted.Price() < booking.Price();
  if (may_lessen) {
    const int64_t incurred = std::max(booking.floor_minor, PenaltyOf(booking, now_us));
    // What nights given back cost is paid, and not owed again.
    wanted.floor_minor = std::max<int64_t>(0, incurred - PartialPenaltyOf(booking, wanted, now_us));
  }
  if (wanted.rate_plan != booking.rate_plan) {
    wanted.policy = property.rate_plans.at(wanted.rate_plan).policy;
  }
  ResolveTerms(wanted, property);
  ++wanted.changes;
  ++wanted.revision;
  booking = wanted;
  if (!policy.empty()) NoteOversold(booking);
  return {};
}

}  // namespace daybook::model
