#include "tests/model/oracle.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace daybook::model {
namespace {

// Who may ask for what, after the comments of the roles in the schema.
bool RoleAllows(v1::Role role, v1::Request::BodyCase what) {
  using Body = v1::Request::BodyCase;
  static const std::set<Body> bookings = {
      Body::kCreateBooking, Body::kConfirmBooking, Body::kReleaseBooking, Body::kPromoteBooking,
      Body::kChangeBooking, Body::kCancelBooking,  Body::kAssignRoomType};
  static const std::set<Body> desk = {Body::kCheckIn, Body::kCheckOut, Body::kMarkNoShow,
                                      Body::kRollBusinessDate, Body::kSetOutOfOrder};
  static const std::set<Body> money = {Body::kRecordPayment, Body::kRefundPayment,
                                       Body::kSettleRefund};
  switch (role) {
    case v1::ROLE_MANAGER:
      return true;
    case v1::ROLE_RESERVATIONS:
      return bookings.contains(what);
    case v1::ROLE_FRONT_DESK:
      return bookings.contains(what) || desk.contains(what) || money.contains(what);
    case v1::ROLE_FINANCE:
      return money.contains(what);
    default:
      return false;
  }
}

bool GuestMayAsk(v1::Request::BodyCase what) {
  using Body = v1::Request::BodyCase;
  return what == Body::kCreateBooking || what == Body::kChangeBooking ||
         what == Body::kCancelBooking || what == Body::kConfirmBooking ||
         what == Body::kReleaseBooking;
}

PenaltyRule RuleOf(const v1::Penalty& penalty) {
  switch (penalty.rule_case()) {
    case v1::Penalty::kFlatMinor:
      return {.kind = PenaltyRule::Kind::kFlat, .amount_minor = penalty.flat_minor()};
    case v1::Penalty::kStayBasisPoints:
      return {.kind = PenaltyRule::Kind::kPercentOfStay,
              .basis_points = penalty.stay_basis_points()};
    case v1::Penalty::kNights:
      return {.kind = PenaltyRule::Kind::kNights, .nights = penalty.nights()};
    case v1::Penalty::kPercentOfNights:
      return {.kind = PenaltyRule::Kind::kPercentOfNights,
              .nights = penalty.percent_of_nights().nights(),
              .basis_points = penalty.percent_of_nights().basis_points()};
    case v1::Penalty::kFull:
      return {.kind = PenaltyRule::Kind::kFull};
    case v1::Penalty::RULE_NOT_SET:
      return {};
  }
  return {};
}

PolicyEntry PolicyOf(const v1::CancellationPolicy& given) {
  PolicyEntry policy;
  for (const v1::PenaltyTier& tier : given.tiers()) {
    policy.tiers.push_back(
        {tier.days_before_arrival(), tier.local_minute_of_day(), RuleOf(tier.penalty())});
  }
  policy.grace_minutes = given.grace_minutes();
  policy.non_refundable = given.non_refundable();
  if (given.has_no_show()) policy.no_show = RuleOf(given.no_show());
  return policy;
}

// Form, as far as the workload spoils it: one thing at a time.
std::set<v1::DeclineCode> Form(const v1::Request& request) {
  std::set<v1::DeclineCode> codes;
  if (request.has_create_booking()) {
    const v1::CreateBooking& create = request.create_booking();
    if (create.stay().departure() < create.stay().arrival()) codes.insert(v1::FORM_STAY_INVALID);
    if (create.guests().adults() < 0) codes.insert(v1::FORM_GUESTS_INVALID);
    if ((create.status() == v1::HELD) != create.has_hold_expires_at()) {
      codes.insert(v1::FORM_HOLD_EXPIRY_MISSING);
    }
  }
  if (request.has_change_booking()) {
    const v1::ChangeBooking& change = request.change_booking();
    if (change.reason() == v1::CHANGE_REASON_UNSPECIFIED) codes.insert(v1::FORM_REASON_MISSING);
    const bool empty = !change.has_arrival() && !change.has_departure() &&
                       !change.has_room_type_id() && !change.has_guests() &&
                       !change.has_rate_plan_id() && !change.has_nightly_override() &&
                       change.requote() == v1::REQUOTE_UNSPECIFIED;
    const bool price_of_nothing = change.has_nightly_override() && !change.has_arrival() &&
                                  !change.has_departure() && !change.has_room_type_id() &&
                                  !change.has_rate_plan_id() && change.requote() != v1::REQUOTE_ALL;
    if (empty || price_of_nothing) codes.insert(v1::FORM_CHANGE_EMPTY);
  }
  if (request.has_cancel_booking() &&
      request.cancel_booking().reason() == v1::CANCELLATION_REASON_UNSPECIFIED) {
    codes.insert(v1::FORM_REASON_MISSING);
  }
  if (request.has_record_payment() && request.record_payment().amount().amount_minor() <= 0) {
    codes.insert(v1::FORM_AMOUNT_NOT_POSITIVE);
  }
  if (request.has_refund_payment() && request.refund_payment().amount().amount_minor() <= 0) {
    codes.insert(v1::FORM_AMOUNT_NOT_POSITIVE);
  }
  if (request.has_set_out_of_order() &&
      request.set_out_of_order().until() <= request.set_out_of_order().from()) {
    codes.insert(v1::FORM_LIMIT_INVALID);
  }
  return codes;
}

std::string BookingNamed(const v1::Request& request) {
  using Body = v1::Request::BodyCase;
  switch (request.body_case()) {
    case Body::kConfirmBooking:
      return request.confirm_booking().booking_id();
    case Body::kReleaseBooking:
      return request.release_booking().booking_id();
    case Body::kPromoteBooking:
      return request.promote_booking().booking_id();
    case Body::kChangeBooking:
      return request.change_booking().booking_id();
    case Body::kCancelBooking:
      return request.cancel_booking().booking_id();
    case Body::kAssignRoomType:
      return request.assign_room_type().booking_id();
    case Body::kCheckIn:
      return request.check_in().booking_id();
    case Body::kCheckOut:
      return request.check_out().booking_id();
    case Body::kMarkNoShow:
      return request.mark_no_show().booking_id();
    case Body::kRecordPayment:
      return request.record_payment().booking_id();
    case Body::kRefundPayment:
      return request.refund_payment().booking_id();
    case Body::kSettleRefund:
      return request.settle_refund().booking_id();
    default:
      return "";
  }
}

}  // namespace

int DayOf(int32_t yyyymmdd) {
  using namespace std::chrono;
  const year_month_day date{year(yyyymmdd / 10'000),
                            month(static_cast<unsigned>(yyyymmdd / 100 % 100)),
                            day(static_cast<unsigned>(yyyymmdd % 100))};
  return static_cast<int>(sys_days(date).time_since_epoch().count());
}

int32_t YmdOf(int days_since_1970) {
  using namespace std::chrono;
  const year_month_day date{sys_days(days(days_since_1970))};
  return static_cast<int>(date.year()) * 10'000 +
         static_cast<int32_t>(static_cast<unsigned>(date.month())) * 100 +
         static_cast<int32_t>(static_cast<unsigned>(date.day()));
}

Oracle::Codes Oracle::Identity(const v1::Request& request) const {
  Codes codes;
  const v1::Actor& actor = request.actor();
  const auto booking = bookings_.find(BookingNamed(request));
  switch (actor.kind()) {
    case v1::ACTOR_KIND_OPERATOR: {
      const bool defines = request.has_define_property() || request.has_define_room_type() ||
                           request.has_define_rate_plan() || request.has_define_channel() ||
                           request.has_define_staff() || request.has_roll_business_date() ||
                           request.has_set_out_of_order();
      if (!defines) codes.insert(v1::IDENTITY_ROLE_MISSING);
      break;
    }
    case v1::ACTOR_KIND_STAFF: {
      const auto staff = staff_.find(actor.id());
      if (staff == staff_.end()) {
        codes.insert(v1::IDENTITY_ACTOR_UNKNOWN);
        break;
      }
      bool allowed = false;
      for (const v1::Role role : staff->second.roles)
        allowed = allowed || RoleAllows(role, request.body_case());
      if (!allowed) codes.insert(v1::IDENTITY_ROLE_MISSING);
      break;
    }
    case v1::ACTOR_KIND_GUEST:
      if (!GuestMayAsk(request.body_case())) {
        codes.insert(v1::IDENTITY_ROLE_MISSING);
      } else if (request.has_create_booking()) {
        if (request.create_booking().customer_id() != actor.id() ||
            !request.create_booking().channel_id().empty())
          codes.insert(v1::IDENTITY_NOT_ENTITLED);
      } else if (booking != bookings_.end()) {
        const bool in_house = booking->second.status == Status::kInHouse;
        if (booking->second.customer != actor.id() || (request.has_change_booking() && in_house))
          codes.insert(v1::IDENTITY_NOT_ENTITLED);
      }
      break;
    default:
      break;
  }
  if (request.has_override() && actor.kind() == v1::ACTOR_KIND_GUEST) {
    codes.insert(v1::IDENTITY_AUTHORISER_ROLE_MISSING);
  } else if (request.has_override()) {
    const v1::Actor& authoriser = request.override().authorised_by();
    const auto staff = staff_.find(authoriser.id());
    if (authoriser.id() == actor.id()) codes.insert(v1::IDENTITY_AUTHORISER_IS_ACTOR);
    if (staff == staff_.end()) {
      codes.insert(v1::IDENTITY_AUTHORISER_UNKNOWN);
    } else if (!staff->second.roles.contains(v1::ROLE_MANAGER)) {
      codes.insert(v1::IDENTITY_AUTHORISER_ROLE_MISSING);
    }
  }
  return codes;
}

Verdict Oracle::Submit(const v1::Request& request, int64_t now_us) {
  if (const Codes form = Form(request); !form.empty()) return {form, {}};
  if (const Codes identity = Identity(request); !identity.empty()) return {identity, {}};
  return Dispatch(request, now_us);
}

Verdict Oracle::Dispatch(const v1::Request& request, int64_t now_us) {
  using Body = v1::Request::BodyCase;
  switch (request.body_case()) {
    case Body::kRollBusinessDate:
      return Roll(request, now_us);
    case Body::kSetOutOfOrder:
      return OutOfOrder(request);
    case Body::kRunDue:
      return RunDue(request);
    case Body::kCreateBooking:
      return Create(request, now_us);
    default:
      break;
  }
  const std::string id = BookingNamed(request);
  if (id.empty()) return Define(request);
  const auto found = bookings_.find(id);
  if (found == bookings_.end()) return {{v1::STATE_BOOKING_UNKNOWN}, {}};
  BookingEntry& booking = found->second;
  switch (request.body_case()) {
    case Body::kConfirmBooking: {
      Codes codes = StateCodes(request, booking, {Status::kHeld});
      if (booking.status == Status::kHeld && booking.hold_expires_us <= now_us) {
        codes.insert(v1::STATE_HOLD_EXPIRED);
      }
      if (!codes.empty()) return {codes, {}};
      booking.status = Status::kConfirmed;
      ++booking.revision;
      return {};
    }
    case Body::kReleaseBooking: {
      const Codes codes = StateCodes(request, booking, {Status::kHeld});
      if (!codes.empty()) return {codes, {}};
      End(booking, Status::kCancelled, 0);
      return {};
    }
    case Body::kPromoteBooking:
      return Promote(request, booking);
    case Body::kChangeBooking:
      return Change(request, booking, now_us);
    case Body::kCancelBooking:
      return Cancel(request, booking, now_us);
    case Body::kAssignRoomType:
      return Assign(request, booking);
    case Body::kCheckIn:
      return Arrive(request, booking);
    case Body::kCheckOut:
      return Leave(request, booking);
    case Body::kMarkNoShow:
      return Absent(request, booking, now_us);
    case Body::kRecordPayment:
      return Pay(request, booking);
    case Body::kRefundPayment:
      return Refund(request, booking);
    default:
      return Settle(request, booking);
  }
}

Verdict Oracle::Define(const v1::Request& request) {
  if (request.has_define_property()) {
    const v1::PropertyDefinition& given = request.define_property().property();
    PropertyEntry& property = properties_[given.property_id()];
    property.business_day = DayOf(given.first_business_date());
    property.utc_offset_us = given.time_zone() == "Asia/Tokyo" ? int64_t{9} * 3'600 * 1'000'000 : 0;
    property.marks_no_shows = given.due_in_policy() == v1::DUE_IN_POLICY_MARK_NO_SHOW;
  } else if (request.has_define_room_type()) {
    const v1::RoomTypeDefinition& given = request.define_room_type().room_type();
    Codes policy;
    RoomTypeEntry& now = properties_[given.property_id()].room_types[given.room_type_id()];
    RoomTypeEntry wanted = now;
    wanted.capacity = given.capacity();
    wanted.overbooking = given.overbooking_limit();
    wanted.max_occupancy = given.max_occupancy();
    const bool takes_away = wanted.capacity + wanted.overbooking < now.capacity + now.overbooking;
    if (takes_away && SoldAbove(given, wanted)) policy.insert(v1::POLICY_CAPACITY_BELOW_SOLD);
    if (const Verdict verdict = Policies(request, policy); !verdict.accepted()) return verdict;
    now = wanted;
    NoteOversoldAt(given.property_id());
  } else if (request.has_define_rate_plan()) {
    const v1::RatePlanDefinition& given = request.define_rate_plan().rate_plan();
    RatePlanEntry plan;
    for (const v1::RoomTypePrice& price : given.prices()) {
      plan.prices[price.room_type_id()] = {price.nightly_minor(), price.day_use_minor()};
    }
    plan.policy = PolicyOf(given.cancellation_policy());
    properties_[given.property_id()].rate_plans[given.rate_plan_id()] = plan;
  } else if (request.has_define_staff()) {
    const v1::StaffDefinition& given = request.define_staff().staff();
    StaffEntry staff;
    for (const int role : given.roles()) staff.roles.insert(static_cast<v1::Role>(role));
    staff.refund_limit_minor = given.refund_limit_minor();
    staff_[given.staff_id()] = staff;
  } else if (request.has_define_channel()) {
    channels_.insert(request.define_channel().channel().channel_id());
  } else {
    std::abort();  // the workload makes nothing else
  }
  return {};
}

bool Oracle::SoldAbove(const v1::RoomTypeDefinition& type, const RoomTypeEntry& rooms) const {
  const int today = properties_.at(type.property_id()).business_day;
  for (const auto& [id, booking] : bookings_) {
    if (booking.property != type.property_id()) continue;
    for (int night = std::max(today, booking.arrival); night < booking.departure; ++night) {
      const int sellable = std::max(0, rooms.Sellable(night));
      if (Taken(type.property_id(), type.room_type_id(), night) > sellable) return true;
    }
  }
  return false;
}

Verdict Oracle::Roll(const v1::Request& request, int64_t now_us) {
  PropertyEntry& property = properties_.at(request.roll_business_date().property_id());
  const std::string& id = request.roll_business_date().property_id();
  if (DayOf(request.roll_business_date().business_date()) != property.business_day) {
    return {{v1::STATE_BUSINESS_DATE_MISMATCH}, {}};
  }
  std::vector<BookingEntry*> due_in;
  bool due_out = false;
  for (auto& [key, booking] : bookings_) {
    if (booking.property != id) continue;
    const bool expected = booking.status == Status::kHeld || booking.status == Status::kConfirmed;
    if (expected && booking.arrival <= property.business_day) due_in.push_back(&booking);
    due_out = due_out ||
              (booking.status == Status::kInHouse && booking.departure <= property.business_day);
  }
  Codes policy;
  if (!due_in.empty() && !property.marks_no_shows) policy.insert(v1::POLICY_DUE_INS_UNRESOLVED);
  if (due_out) policy.insert(v1::POLICY_DUE_OUTS_UNRESOLVED);
  if (const Verdict verdict = Policies(request, policy); !verdict.accepted()) return verdict;
  if (property.marks_no_shows) {
    for (BookingEntry* booking : due_in) {
      if (booking->status == Status::kConfirmed) {
        End(*booking, Status::kNoShow, NoShowPenaltyOf(*booking, now_us));
      } else {
        End(*booking, Status::kCancelled, 0);
      }
    }
  }
  ++property.business_day;
  for (auto& [type, rooms] : property.room_types) {
    rooms.out_of_order.erase(rooms.out_of_order.begin(),
                             rooms.out_of_order.lower_bound(property.business_day));
  }
  return {};
}

Verdict Oracle::OutOfOrder(const v1::Request& request) {
  const v1::SetOutOfOrder& set = request.set_out_of_order();
  PropertyEntry& property = properties_.at(set.property_id());
  const int from = DayOf(set.from());
  const int until = DayOf(set.until());
  Codes state;
  if (from < property.business_day) state.insert(v1::STATE_NIGHT_IN_PAST);
  const auto type = property.room_types.find(set.room_type_id());
  if (type == property.room_types.end()) {
    state.insert(v1::STATE_ROOM_TYPE_UNKNOWN);
  } else if (set.rooms() > type->second.capacity) {
    state.insert(v1::STATE_OUT_OF_ORDER_ABOVE_CAPACITY);
  }
  if (!state.empty()) return {state, {}};

  // Only what takes rooms away from a night can be too much for it.
  RoomTypeEntry& rooms = type->second;
  RoomTypeEntry wanted = rooms;
  Codes policy;
  for (int night = from; night < until; ++night) {
    wanted.out_of_order[night] = set.rooms();
    if (wanted.Sellable(night) >= rooms.Sellable(night)) continue;
    if (Taken(set.property_id(), set.room_type_id(), night) > wanted.Sellable(night)) {
      policy.insert(v1::POLICY_CAPACITY_BELOW_SOLD);
    }
  }
  if (const Verdict verdict = Policies(request, policy); !verdict.accepted()) return verdict;
  rooms = wanted;
  NoteOversoldAt(set.property_id());
  return {};
}

Verdict Oracle::RunDue(const v1::Request& request) {
  const int64_t until_us =
      request.run_due().until().seconds() * 1'000'000 + request.run_due().until().nanos() / 1'000;
  for (int i = 0; i < request.run_due().max_items(); ++i) {
    BookingEntry* first = nullptr;
    for (auto& [id, booking] : bookings_) {
      if (booking.status != Status::kHeld || booking.hold_expires_us > until_us) continue;
      if (first == nullptr || booking.hold_expires_us < first->hold_expires_us) first = &booking;
    }
    if (first == nullptr) break;
    End(*first, Status::kCancelled, 0);
  }
  return {};
}

int Oracle::Taken(const std::string& property, const std::string& room_type, int night) const {
  int taken = 0;
  for (const auto& [id, booking] : bookings_) {
    if (booking.property == property && booking.Holds() && booking.HeldType() == room_type &&
        booking.arrival <= night && night < booking.departure) {
      ++taken;
    }
  }
  return taken;
}

std::map<std::string, std::map<std::string, std::map<int, int>>> Oracle::AllTaken() const {
  std::map<std::string, std::map<std::string, std::map<int, int>>> taken;
  for (const auto& [id, booking] : bookings_) {
    if (!booking.Holds()) continue;
    std::map<int, int>& nights = taken[booking.property][booking.HeldType()];
    for (int night = booking.arrival; night < booking.departure; ++night) ++nights[night];
  }
  return taken;
}

bool Oracle::MayBeOversold(const std::string& property, const std::string& room_type,
                           int night) const {
  return oversold_.contains(property + "/" + room_type + "/" + std::to_string(night));
}

void Oracle::NoteOversold(const BookingEntry& booking) {
  const PropertyEntry& property = properties_.at(booking.property);
  for (const auto& [type, entry] : property.room_types) {
    for (int night = booking.arrival; night < booking.departure; ++night) {
      if (Taken(booking.property, type, night) > entry.Sellable(night)) {
        oversold_.insert(booking.property + "/" + type + "/" + std::to_string(night));
      }
    }
  }
}

void Oracle::NoteOversoldAt(const std::string& property) {
  for (const auto& [id, booking] : bookings_) {
    if (booking.property == property) NoteOversold(booking);
  }
}

Verdict Oracle::Policies(const v1::Request& request, const Codes& codes) {
  Codes left = codes;
  for (const int code : request.override().codes()) left.erase(static_cast<v1::DeclineCode>(code));
  return {left, {}};
}

}  // namespace daybook::model
