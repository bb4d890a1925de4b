#include "tests/support/requests.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "google/protobuf/timestamp.pb.h"

namespace daybook::testing {
namespace {

v1::Actor ActorOf(v1::ActorKind kind, std::string_view id) {
  v1::Actor actor;
  actor.set_kind(kind);
  actor.set_id(std::string(id));
  return actor;
}

v1::Request By(const v1::Actor& actor) {
  v1::Request request;
  *request.mutable_actor() = actor;
  request.set_authenticated_by("test");
  return request;
}

v1::Request ByFrontDesk() { return By(StaffMember(kFrontDesk)); }

}  // namespace

Instant At(std::string_view rfc3339) {
  const absl::StatusOr<Instant> instant = ParseInstant(rfc3339);
  if (!instant.ok()) {
    std::fprintf(stderr, "not an instant: %s\n", std::string(rfc3339).c_str());
    std::abort();
  }
  return *instant;
}

google::protobuf::Timestamp Stamp(std::string_view rfc3339) {
  const int64_t micros = At(rfc3339).micros();
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(micros / 1'000'000);
  timestamp.set_nanos(static_cast<int32_t>(micros % 1'000'000 * 1'000));
  return timestamp;
}

v1::Money Euro(int64_t amount_minor) {
  v1::Money money;
  money.set_amount_minor(amount_minor);
  money.set_currency("EUR");
  return money;
}

v1::Actor Operator() { return ActorOf(v1::ACTOR_KIND_OPERATOR, "operator"); }
v1::Actor StaffMember(std::string_view id) { return ActorOf(v1::ACTOR_KIND_STAFF, id); }
v1::Actor Guest(std::string_view customer_id) { return ActorOf(v1::ACTOR_KIND_GUEST, customer_id); }
v1::Actor SalesChannel(std::string_view channel_id) {
  return ActorOf(v1::ACTOR_KIND_CHANNEL, channel_id);
}
v1::Actor SystemActor() { return ActorOf(v1::ACTOR_KIND_SYSTEM, "system"); }
v1::Actor Importer() { return ActorOf(v1::ACTOR_KIND_IMPORTER, "importer"); }

v1::Request As(const v1::Actor& actor, v1::Request request) {
  *request.mutable_actor() = actor;
  return request;
}

v1::Request WithId(std::string_view request_id, v1::Request request) {
  request.set_request_id(std::string(request_id));
  return request;
}

v1::Request IfRevision(int64_t revision, v1::Request request) {
  request.set_if_revision(revision);
  return request;
}

v1::Request EffectiveAt(std::string_view rfc3339, v1::Request request) {
  *request.mutable_effective_at() = Stamp(rfc3339);
  return request;
}

v1::Request Overriding(const std::vector<v1::DeclineCode>& codes, const v1::Actor& authorised_by,
                       v1::Request request) {
  v1::Override* override = request.mutable_override();
  for (const v1::DeclineCode code : codes) override->add_codes(code);
  *override->mutable_authorised_by() = authorised_by;
  override->set_reason_code("goodwill");
  return request;
}

v1::Request With(v1::Request request, const std::function<void(v1::Request&)>& change) {
  change(request);
  return request;
}

v1::Request DefineProperty(std::string_view property_id, std::string_view time_zone,
                           std::string_view currency, int32_t first_business_date,
                           v1::DueInPolicy due_in_policy) {
  v1::Request request = By(Operator());
  v1::PropertyDefinition* property = request.mutable_define_property()->mutable_property();
  property->set_property_id(std::string(property_id));
  property->set_time_zone(std::string(time_zone));
  property->set_currency(std::string(currency));
  property->set_first_business_date(first_business_date);
  property->set_due_in_policy(due_in_policy);
  return request;
}

v1::Request DefineRoomType(std::string_view property_id, std::string_view room_type_id,
                           int32_t capacity, int32_t overbooking_limit, int32_t max_occupancy) {
  v1::Request request = By(Operator());
  v1::RoomTypeDefinition* type = request.mutable_define_room_type()->mutable_room_type();
  type->set_property_id(std::string(property_id));
  type->set_room_type_id(std::string(room_type_id));
  type->set_capacity(capacity);
  type->set_overbooking_limit(overbooking_limit);
  type->set_max_occupancy(max_occupancy);
  return request;
}

v1::Request DefineRatePlan(std::string_view property_id, std::string_view rate_plan_id,
                           const std::vector<PriceSpec>& prices,
                           const v1::CancellationPolicy& policy) {
  v1::Request request = By(Operator());
  v1::RatePlanDefinition* plan = request.mutable_define_rate_plan()->mutable_rate_plan();
  plan->set_property_id(std::string(property_id));
  plan->set_rate_plan_id(std::string(rate_plan_id));
  for (const PriceSpec& price : prices) {
    v1::RoomTypePrice* added = plan->add_prices();
    added->set_room_type_id(price.room_type);
    added->set_nightly_minor(price.nightly_minor);
    added->set_day_use_minor(price.day_use_minor);
  }
  *plan->mutable_cancellation_policy() = policy;
  if (policy.policy_id().empty()) *plan->mutable_cancellation_policy() = Policy("free", {});
  return request;
}

v1::Request DefineChannel(std::string_view channel_id, bool inactive) {
  v1::Request request = By(Operator());
  v1::ChannelDefinition* channel = request.mutable_define_channel()->mutable_channel();
  channel->set_channel_id(std::string(channel_id));
  channel->set_inactive(inactive);
  return request;
}

v1::Request DefineStaff(const StaffSpec& staff) {
  v1::Request request = By(Operator());
  v1::StaffDefinition* definition = request.mutable_define_staff()->mutable_staff();
  definition->set_staff_id(staff.id);
  for (const v1::Role role : staff.roles) definition->add_roles(role);
  for (const std::string& property : staff.properties) definition->add_property_ids(property);
  definition->set_refund_limit_minor(staff.refund_limit_minor);
  definition->set_may_override_price(staff.may_override_price);
  definition->set_may_backdate(staff.may_backdate);
  definition->set_inactive(staff.inactive);
  return request;
}

v1::PenaltyTier Tier(int32_t days_before, int32_t minute, const v1::Penalty& penalty) {
  v1::PenaltyTier tier;
  tier.set_days_before_arrival(days_before);
  tier.set_local_minute_of_day(minute);
  *tier.mutable_penalty() = penalty;
  return tier;
}

v1::Penalty Flat(int64_t amount_minor) {
  v1::Penalty penalty;
  penalty.set_flat_minor(amount_minor);
  return penalty;
}

v1::Penalty PercentOfStay(int32_t basis_points) {
  v1::Penalty penalty;
  penalty.set_stay_basis_points(basis_points);
  return penalty;
}

v1::Penalty FirstNights(int32_t nights) {
  v1::Penalty penalty;
  penalty.set_nights(nights);
  return penalty;
}

v1::Penalty PercentOfFirstNights(int32_t nights, int32_t basis_points) {
  v1::Penalty penalty;
  penalty.mutable_percent_of_nights()->set_nights(nights);
  penalty.mutable_percent_of_nights()->set_basis_points(basis_points);
  return penalty;
}

v1::Penalty FullPrice() {
  v1::Penalty penalty;
  penalty.set_full(true);
  return penalty;
}

v1::CancellationPolicy Policy(std::string_view policy_id, const std::vector<v1::PenaltyTier>& tiers,
                              int32_t grace_minutes) {
  v1::CancellationPolicy policy;
  policy.set_policy_id(std::string(policy_id));
  policy.set_version(1);
  for (const v1::PenaltyTier& tier : tiers) *policy.add_tiers() = tier;
  policy.set_grace_minutes(grace_minutes);
  return policy;
}

v1::CancellationPolicy InVersion(int32_t version, v1::CancellationPolicy policy) {
  policy.set_version(version);
  return policy;
}

v1::Request Create(const BookingSpec& booking) {
  v1::Request request = ByFrontDesk();
  v1::CreateBooking* create = request.mutable_create_booking();
  create->set_booking_id(booking.id);
  create->set_property_id(booking.property);
  create->set_status(booking.status);
  if (!booking.hold_until.empty()) *create->mutable_hold_expires_at() = Stamp(booking.hold_until);
  create->set_waitlist_priority(booking.waitlist_priority);
  create->mutable_stay()->set_arrival(booking.arrival);
  create->mutable_stay()->set_departure(booking.departure);
  create->set_room_type_id(booking.room_type);
  create->mutable_guests()->set_adults(booking.adults);
  create->set_rate_plan_id(booking.rate_plan);
  create->set_customer_id(booking.customer);
  create->set_channel_id(booking.channel);
  return request;
}

v1::Request Confirm(std::string_view booking_id) {
  v1::Request request = ByFrontDesk();
  request.mutable_confirm_booking()->set_booking_id(std::string(booking_id));
  return request;
}

v1::Request Release(std::string_view booking_id) {
  v1::Request request = ByFrontDesk();
  request.mutable_release_booking()->set_booking_id(std::string(booking_id));
  return request;
}

v1::Request Promote(std::string_view booking_id) {
  v1::Request request = ByFrontDesk();
  request.mutable_promote_booking()->set_booking_id(std::string(booking_id));
  return request;
}

v1::Request Cancel(std::string_view booking_id, v1::CancellationReason reason) {
  v1::Request request = ByFrontDesk();
  request.mutable_cancel_booking()->set_booking_id(std::string(booking_id));
  request.mutable_cancel_booking()->set_reason(reason);
  return request;
}

v1::Request Assign(std::string_view booking_id, std::string_view room_type_id) {
  v1::Request request = ByFrontDesk();
  request.mutable_assign_room_type()->set_booking_id(std::string(booking_id));
  request.mutable_assign_room_type()->set_room_type_id(std::string(room_type_id));
  return request;
}

v1::Request CheckInOf(std::string_view booking_id) {
  v1::Request request = ByFrontDesk();
  request.mutable_check_in()->set_booking_id(std::string(booking_id));
  return request;
}

v1::Request CheckOutOf(std::string_view booking_id) {
  v1::Request request = ByFrontDesk();
  request.mutable_check_out()->set_booking_id(std::string(booking_id));
  return request;
}

v1::Request NoShow(std::string_view booking_id) {
  v1::Request request = ByFrontDesk();
  request.mutable_mark_no_show()->set_booking_id(std::string(booking_id));
  return request;
}

v1::Request Change(std::string_view booking_id, v1::ChangeReason reason) {
  v1::Request request = ByFrontDesk();
  request.mutable_change_booking()->set_booking_id(std::string(booking_id));
  request.mutable_change_booking()->set_reason(reason);
  return request;
}

v1::Request ChangeStay(std::string_view booking_id, int32_t arrival, int32_t departure,
                       v1::Requote requote) {
  v1::Request request = ChangeDeparture(booking_id, departure, requote);
  request.mutable_change_booking()->set_arrival(arrival);
  return request;
}

v1::Request ChangeDeparture(std::string_view booking_id, int32_t departure, v1::Requote requote) {
  v1::Request request = Change(booking_id);
  request.mutable_change_booking()->set_departure(departure);
  request.mutable_change_booking()->set_requote(requote);
  return request;
}

v1::Request ChangeRoomType(std::string_view booking_id, std::string_view room_type_id) {
  v1::Request request = Change(booking_id, v1::CHANGE_REASON_BUDGET);
  request.mutable_change_booking()->set_room_type_id(std::string(room_type_id));
  return request;
}

v1::Request Pay(std::string_view booking_id, std::string_view payment_id, int64_t amount_minor,
                v1::PaymentMethod method) {
  v1::Request request = ByFrontDesk();
  v1::RecordPayment* payment = request.mutable_record_payment();
  payment->set_booking_id(std::string(booking_id));
  payment->set_payment_id(std::string(payment_id));
  *payment->mutable_amount() = Euro(amount_minor);
  payment->set_method(method);
  return request;
}

v1::Request Refund(std::string_view booking_id, std::string_view payment_id,
                   std::string_view refund_id, int64_t amount_minor) {
  v1::Request request = By(StaffMember(kManager));
  v1::RefundPayment* refund = request.mutable_refund_payment();
  refund->set_booking_id(std::string(booking_id));
  refund->set_payment_id(std::string(payment_id));
  refund->set_refund_id(std::string(refund_id));
  *refund->mutable_amount() = Euro(amount_minor);
  refund->set_reason(v1::REFUND_REASON_SERVICE);
  return request;
}

v1::Request Settle(std::string_view booking_id, std::string_view payment_id,
                   std::string_view refund_id, v1::RefundStatus status) {
  v1::Request request = By(StaffMember(kFinance));
  v1::SettleRefund* settle = request.mutable_settle_refund();
  settle->set_booking_id(std::string(booking_id));
  settle->set_payment_id(std::string(payment_id));
  settle->set_refund_id(std::string(refund_id));
  settle->set_status(status);
  return request;
}

v1::Request Remark(std::string_view feedback_id, std::string_view property_id) {
  v1::Request request = ByFrontDesk();
  v1::Feedback* feedback = request.mutable_record_feedback()->mutable_feedback();
  feedback->set_feedback_id(std::string(feedback_id));
  feedback->set_property_id(std::string(property_id));
  feedback->set_channel(v1::FEEDBACK_CHANNEL_FRONT_DESK);
  feedback->set_kind(v1::FEEDBACK_KIND_COMPLIMENT);
  feedback->set_score(80);
  return request;
}

v1::Request Roll(std::string_view property_id, int32_t business_date) {
  v1::Request request = ByFrontDesk();
  request.mutable_roll_business_date()->set_property_id(std::string(property_id));
  request.mutable_roll_business_date()->set_business_date(business_date);
  return request;
}

v1::Request OutOfOrder(std::string_view property_id, std::string_view room_type_id, int32_t from,
                       int32_t until, int32_t rooms) {
  v1::Request request = ByFrontDesk();
  v1::SetOutOfOrder* set = request.mutable_set_out_of_order();
  set->set_property_id(std::string(property_id));
  set->set_room_type_id(std::string(room_type_id));
  set->set_from(from);
  set->set_until(until);
  set->set_rooms(rooms);
  set->set_reason_code("water-damage");
  return request;
}

v1::Request Due(std::string_view until, int32_t max_items) {
  v1::Request request = By(SystemActor());
  *request.mutable_run_due()->mutable_until() = Stamp(until);
  request.mutable_run_due()->set_max_items(max_items);
  return request;
}

v1::Request ImportBegin(std::string_view source) {
  v1::Request request = By(SystemActor());
  request.mutable_begin_import()->set_source(std::string(source));
  request.mutable_begin_import()->set_file_sha256(std::string(32, 'x'));
  request.mutable_begin_import()->set_planned_requests(10);
  return request;
}

v1::Request ImportComplete() {
  v1::Request request = By(SystemActor());
  request.mutable_complete_import()->set_file_sha256(std::string(32, 'x'));
  return request;
}

v1::Request SimulationBegin(uint64_t seed) {
  v1::Request request = By(SystemActor());
  request.mutable_begin_simulation()->set_source("hotels-1");
  request.mutable_begin_simulation()->set_seed(seed);
  request.mutable_begin_simulation()->set_settings_sha256(std::string(32, 's'));
  return request;
}

v1::Request Schema(int32_t part, int32_t parts) {
  v1::Request request = By(SystemActor());
  request.mutable_adopt_schema()->set_schema_sha256(std::string(32, 's'));
  request.mutable_adopt_schema()->set_part(part);
  request.mutable_adopt_schema()->set_parts(parts);
  request.mutable_adopt_schema()->set_descriptor_set_part("part");
  return request;
}

std::vector<v1::Request> StandardHotel() {
  const v1::CancellationPolicy flexible = Policy("flexible", {Tier(1, 18 * 60, FirstNights(1))});
  v1::CancellationPolicy strict = Policy("strict", {});
  strict.set_non_refundable(true);
  const auto staff = [](std::string_view id, v1::Role role, int64_t refund_limit_minor = 0,
                        std::vector<std::string> properties = {}) {
    return DefineStaff({.id = std::string(id),
                        .roles = {role},
                        .properties = std::move(properties),
                        .refund_limit_minor = refund_limit_minor});
  };
  return {
      DefineProperty("H1"),
      DefineProperty("H2", "Europe/Lisbon", "EUR", 20260301, v1::DUE_IN_POLICY_MARK_NO_SHOW),
      DefineRoomType("H1", "DBL", 2, 0, 2),
      DefineRoomType("H1", "SUI", 1, 1, 4),
      DefineRoomType("H1", "TWN", 3),
      DefineRoomType("H2", "DBL", 2),
      DefineRatePlan("H1", "FLEX",
                     {{"DBL", 10'000, 5'000}, {"SUI", 25'000, 12'000}, {"TWN", 8'000, 4'000}},
                     flexible),
      DefineRatePlan("H1", "NRF", {{"DBL", 9'000, 4'500}, {"SUI", 20'000, 10'000}}, strict),
      DefineRatePlan("H2", "FLEX", {{"DBL", 7'000, 3'500}}, flexible),
      DefineChannel("ota"),
      DefineChannel("old", true),
      staff(kManager, v1::ROLE_MANAGER),
      staff(kOtherManager, v1::ROLE_MANAGER),
      staff(kFrontDesk, v1::ROLE_FRONT_DESK, 5'000),
      staff(kReservations, v1::ROLE_RESERVATIONS),
      staff(kFinance, v1::ROLE_FINANCE, 20'000),
      staff(kFrontDeskOfH2, v1::ROLE_FRONT_DESK, 0, {"H2"}),
      staff(kManagerOfH2, v1::ROLE_MANAGER, 0, {"H2"}),
      DefineStaff(
          {.id = std::string(kFormerEmployee), .roles = {v1::ROLE_MANAGER}, .inactive = true}),
  };
}

}  // namespace daybook::testing
