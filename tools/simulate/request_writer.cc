#include "tools/simulate/request_writer.h"

#include "absl/strings/str_cat.h"

namespace daybook::simulation {
namespace {

constexpr int64_t kDaySeconds = 86'400;
constexpr int64_t kMicros = 1'000'000;

constexpr std::array<const char*, 4> kSegments = {"direct", "corporate", "online-ta", "gds"};

v1::BookingStatus StatusOf(Stage stage) {
  switch (stage) {
    case Stage::kHeld:
      return v1::HELD;
    case Stage::kWaiting:
      return v1::WAITLISTED;
    default:
      return v1::CONFIRMED;
  }
}

void SetActor(v1::ActorKind kind, const std::string& id, const char* by, v1::Request& request) {
  request.mutable_actor()->set_kind(kind);
  request.mutable_actor()->set_id(id);
  request.set_authenticated_by(by);
}

// Nobody lives here: the names say so themselves.
void FillDetails(const BookingEntry& entry, v1::PersonalData& person) {
  person.set_full_name(absl::StrCat("Synthetic Guest ", entry.customer));
  person.set_phone(absl::StrCat("+00 000 ", entry.customer));
  person.set_email(absl::StrCat("guest", entry.customer, "@example.com"));
}

void FillSource(const BookingEntry& entry, v1::SourceAttributes& source) {
  source.set_market_segment(kSegments[entry.channel]);
  if (entry.company != 0) source.set_company(RequestWriter::CompanyId(entry.company));
  source.set_repeated_guest(entry.repeated);
  source.set_previous_stays(entry.previous_stays);
}

}  // namespace

std::string PaymentId(int32_t number) { return absl::StrCat("p", number); }
std::string RefundId(int32_t number) { return absl::StrCat("r", number); }

Instant RequestWriter::InstantOf(int32_t slot, int64_t seconds) const {
  const int64_t day = first_day_.days() + DayOf(slot);
  return Instant::FromMicros(
      (day * kDaySeconds + kPartBeginsSeconds[static_cast<size_t>(slot % kDayParts)] + seconds) *
      kMicros);
}

std::string RequestWriter::BookingId(int64_t number) const {
  return absl::StrCat(plan_.id, "-b", number);
}
std::string RequestWriter::CustomerId(int64_t number) { return absl::StrCat("c", number); }
std::string RequestWriter::CompanyId(int32_t number) { return absl::StrCat("company-", number); }

void RequestWriter::SetAsker(const BookingEntry& entry, v1::Request& request) const {
  switch (entry.asked_by) {
    case AskedBy::kGuest:
      return SetActor(v1::ACTOR_KIND_GUEST, CustomerId(entry.customer), "web", request);
    case AskedBy::kChannel:
      request.set_channel_id(kSimulatedChannelIds[entry.channel]);
      return SetActor(v1::ACTOR_KIND_CHANNEL, kSimulatedChannelIds[entry.channel], "channel-link",
                      request);
    case AskedBy::kReservations:
      return SetStaff(plan_.Reservations(), request);
    case AskedBy::kDesk:
      break;  // which of them is set by who knows
  }
}

void RequestWriter::SetStaff(const std::string& id, v1::Request& request) const {
  SetActor(v1::ACTOR_KIND_STAFF, id, "house", request);
}

void RequestWriter::SetOwner(v1::Request& request) {
  SetActor(v1::ACTOR_KIND_OPERATOR, kSimulatedOwner, "console", request);
}

void RequestWriter::Force(v1::DeclineCode code, const std::string& manager, const char* reason,
                          v1::Request& request) {
  v1::Override& forced = *request.mutable_override();
  forced.add_codes(code);
  forced.mutable_authorised_by()->set_kind(v1::ACTOR_KIND_STAFF);
  forced.mutable_authorised_by()->set_id(manager);
  forced.set_reason_code(reason);
}

v1::Request RequestWriter::Create(const BookingEntry& entry) const {
  v1::Request request;
  v1::CreateBooking& create = *request.mutable_create_booking();
  create.set_booking_id(BookingId(entry.number));
  create.set_property_id(plan_.id);
  create.set_status(StatusOf(entry.begins_as));
  if (entry.begins_as == Stage::kHeld) {
    create.mutable_hold_expires_at()->set_seconds(InstantOf(entry.hold_until_slot, 0).micros() /
                                                  kMicros);
  } else if (entry.begins_as == Stage::kWaiting) {
    create.set_waitlist_priority(entry.priority);
  }
  create.mutable_stay()->set_arrival(DateOf(entry.arrival).ymd());
  create.mutable_stay()->set_departure(DateOf(entry.departure).ymd());
  create.set_room_type_id(plan_.room_types[entry.room_type].id);
  create.mutable_guests()->set_adults(entry.adults);
  create.mutable_guests()->set_children(entry.children);
  create.set_rate_plan_id(kSimulatedRatePlanIds[entry.rate_plan]);
  if (entry.agreed_nightly_minor > 0) {
    create.mutable_nightly_override()->set_amount_minor(entry.agreed_nightly_minor);
    create.mutable_nightly_override()->set_currency(plan_.currency);
  }
  create.set_customer_id(CustomerId(entry.customer));
  create.set_channel_id(kSimulatedChannelIds[entry.channel]);
  if (entry.with_details) FillDetails(entry, *create.mutable_guest()->mutable_plain());
  FillSource(entry, *create.mutable_source());
  return request;
}

v1::Request RequestWriter::Cancel(int64_t booking, v1::CancellationReason reason) const {
  v1::Request request;
  request.mutable_cancel_booking()->set_booking_id(BookingId(booking));
  request.mutable_cancel_booking()->set_reason(reason);
  return request;
}

v1::Request RequestWriter::Assign(int64_t booking, const std::string& room_type) const {
  v1::Request request;
  request.mutable_assign_room_type()->set_booking_id(BookingId(booking));
  request.mutable_assign_room_type()->set_room_type_id(room_type);
  return request;
}

v1::Request RequestWriter::CheckIn(int64_t booking) const {
  v1::Request request;
  request.mutable_check_in()->set_booking_id(BookingId(booking));
  return request;
}

v1::Request RequestWriter::CheckOut(int64_t booking) const {
  v1::Request request;
  request.mutable_check_out()->set_booking_id(BookingId(booking));
  return request;
}

v1::Request RequestWriter::NoShow(int64_t booking) const {
  v1::Request request;
  request.mutable_mark_no_show()->set_booking_id(BookingId(booking));
  return request;
}

v1::Request RequestWriter::Pay(int64_t booking, int32_t payment, int64_t amount_minor,
                               v1::PaymentMethod method) const {
  v1::Request request;
  v1::RecordPayment& pay = *request.mutable_record_payment();
  pay.set_booking_id(BookingId(booking));
  pay.set_payment_id(PaymentId(payment));
  pay.mutable_amount()->set_amount_minor(amount_minor);
  pay.mutable_amount()->set_currency(plan_.currency);
  pay.set_method(method);
  return request;
}

v1::Request RequestWriter::Refund(int64_t booking, int32_t payment, int32_t refund,
                                  int64_t amount_minor, v1::RefundReason reason) const {
  v1::Request request;
  v1::RefundPayment& back = *request.mutable_refund_payment();
  back.set_booking_id(BookingId(booking));
  back.set_payment_id(PaymentId(payment));
  back.set_refund_id(RefundId(refund));
  back.mutable_amount()->set_amount_minor(amount_minor);
  back.mutable_amount()->set_currency(plan_.currency);
  back.set_reason(reason);
  return request;
}

v1::Request RequestWriter::Settle(int64_t booking, int32_t payment, int32_t refund,
                                  v1::RefundStatus status) const {
  v1::Request request;
  v1::SettleRefund& settle = *request.mutable_settle_refund();
  settle.set_booking_id(BookingId(booking));
  settle.set_payment_id(PaymentId(payment));
  settle.set_refund_id(RefundId(refund));
  settle.set_status(status);
  return request;
}

v1::Request RequestWriter::Roll(int32_t day) const {
  v1::Request request;
  request.mutable_roll_business_date()->set_property_id(plan_.id);
  request.mutable_roll_business_date()->set_business_date(DateOf(day).ymd());
  return request;
}

v1::Request RequestWriter::OutOfOrder(const std::string& room_type, int32_t from, int32_t until,
                                      int32_t rooms, const char* reason) const {
  v1::Request request;
  v1::SetOutOfOrder& set = *request.mutable_set_out_of_order();
  set.set_property_id(plan_.id);
  set.set_room_type_id(room_type);
  set.set_from(DateOf(from).ymd());
  set.set_until(DateOf(until).ymd());
  set.set_rooms(rooms);
  set.set_reason_code(reason);
  return request;
}

}  // namespace daybook::simulation
