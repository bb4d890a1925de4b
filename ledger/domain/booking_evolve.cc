#include "ledger/domain/booking_evolve.h"

#include <algorithm>
#include <cstdint>

#include "ledger/base/civil_date.h"

namespace daybook {
namespace {

v1::Payment* FindPayment(v1::Booking& booking, std::string_view payment_id) {
  for (v1::Payment& payment : *booking.mutable_payments()) {
    if (payment.payment_id() == payment_id) return &payment;
  }
  return nullptr;
}

void Create(const v1::Record& record, const v1::BookingCreated& event, v1::Booking& booking) {
  booking.set_booking_id(event.booking_id());
  booking.set_property_id(event.property_id());
  booking.set_status(event.status());
  booking.set_revision(1);
  booking.set_customer_id(event.customer_id());
  booking.set_channel_id(event.channel_id());
  *booking.mutable_stay() = event.stay();
  booking.set_room_type_id(event.room_type_id());
  *booking.mutable_guests() = event.guests();
  booking.set_rate_plan_id(event.rate_plan_id());
  booking.set_currency(event.currency());
  *booking.mutable_price() = event.price();
  booking.set_price_minor(SumOfLines(event.price()));
  *booking.mutable_terms() = event.terms();
  if (event.has_hold_expires_at()) *booking.mutable_hold_expires_at() = event.hold_expires_at();
  booking.set_waitlist_priority(event.waitlist_priority());
  *booking.mutable_booked_at() = record.resolution().recorded_at();
  booking.set_booked_on(event.business_date());
  booking.set_created_position(record.position());

  const v1::Request& request = record.request();
  const v1::CreateBooking& create = request.create_booking();
  if (create.guest().has_sealed()) *booking.mutable_sealed_guest() = create.guest().sealed();
  if (create.has_source()) *booking.mutable_source() = create.source();
  if (request.has_provenance()) *booking.mutable_provenance() = request.provenance();
}

void Change(const v1::Record& record, const v1::BookingChanged& event, v1::Booking& booking) {
  if (event.has_stay()) *booking.mutable_stay() = event.stay();
  if (event.has_room_type_id()) booking.set_room_type_id(event.room_type_id());
  if (event.has_guests()) *booking.mutable_guests() = event.guests();
  if (event.has_rate_plan_id()) booking.set_rate_plan_id(event.rate_plan_id());
  if (!event.price().empty()) {
    *booking.mutable_price() = event.price();
    booking.set_price_minor(SumOfLines(event.price()));
  }
  if (event.has_terms()) *booking.mutable_terms() = event.terms();
  if (event.clears_assignment()) booking.clear_assigned_room_type_id();
  booking.set_change_count(booking.change_count() + 1);

  const v1::ChangeBooking& change = record.request().change_booking();
  if (change.guest().has_sealed()) {
    *booking.mutable_sealed_guest() = change.guest().sealed();
  } else if (change.has_guest() && !change.guest().has_plain()) {
    booking.clear_sealed_guest();  // present and empty clears
  }
}

void End(v1::BookingStatus status, const v1::Cancellation& cancellation, v1::Booking& booking) {
  booking.set_status(status);
  *booking.mutable_cancellation() = cancellation;
  booking.clear_hold_expires_at();
  booking.clear_waitlist_priority();
}

void CheckOut(const v1::CheckedOut& event, v1::Booking& booking) {
  booking.set_status(v1::CHECKED_OUT);
  booking.set_checked_out_on(event.business_date());
  v1::Stay& stay = *booking.mutable_stay();
  // Dates as yyyymmdd compare like dates.
  stay.set_departure(std::max(stay.arrival(), std::min(stay.departure(), event.business_date())));
}

void AddPayment(const v1::PaymentRecorded& event, v1::Booking& booking) {
  v1::Payment& payment = *booking.add_payments();
  payment.set_payment_id(event.payment_id());
  *payment.mutable_amount() = event.amount();
  payment.set_method(event.method());
}

void AddRefund(const v1::RefundRequested& event, v1::Booking& booking) {
  v1::Payment* payment = FindPayment(booking, event.payment_id());
  if (payment == nullptr) return;
  v1::Refund& refund = *payment->add_refunds();
  refund.set_refund_id(event.refund_id());
  refund.set_amount_minor(event.amount_minor());
  refund.set_status(v1::REFUND_PENDING);
  refund.set_reason(event.reason());
}

void SettleRefund(const v1::RefundSettled& event, v1::Booking& booking) {
  v1::Payment* payment = FindPayment(booking, event.payment_id());
  if (payment == nullptr) return;
  for (v1::Refund& refund : *payment->mutable_refunds()) {
    if (refund.refund_id() == event.refund_id()) refund.set_status(event.status());
  }
}

void Assign(const v1::RoomTypeAssigned& event, v1::Booking& booking) {
  if (event.room_type_id() == booking.room_type_id()) {
    booking.clear_assigned_room_type_id();
  } else {
    booking.set_assigned_room_type_id(event.room_type_id());
  }
}

}  // namespace

int64_t SumOfLines(const google::protobuf::RepeatedPtrField<v1::PriceLine>& lines) {
  int64_t sum = 0;
  for (const v1::PriceLine& line : lines) {
    const auto from = CivilDate::FromYmd(line.from());
    const auto to = CivilDate::FromYmd(line.to());
    if (!from || !to) continue;
    sum += line.nightly_minor() * std::max(1, *to - *from);
  }
  return sum;
}

std::string_view BookingOf(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kBookingCreated:
      return event.booking_created().booking_id();
    case v1::Event::kBookingConfirmed:
      return event.booking_confirmed().booking_id();
    case v1::Event::kBookingPromoted:
      return event.booking_promoted().booking_id();
    case v1::Event::kBookingChanged:
      return event.booking_changed().booking_id();
    case v1::Event::kBookingCancelled:
      return event.booking_cancelled().booking_id();
    case v1::Event::kRoomTypeAssigned:
      return event.room_type_assigned().booking_id();
    case v1::Event::kCheckedIn:
      return event.checked_in().booking_id();
    case v1::Event::kCheckedOut:
      return event.checked_out().booking_id();
    case v1::Event::kNoShowMarked:
      return event.no_show_marked().booking_id();
    case v1::Event::kPaymentRecorded:
      return event.payment_recorded().booking_id();
    case v1::Event::kRefundRequested:
      return event.refund_requested().booking_id();
    case v1::Event::kRefundSettled:
      return event.refund_settled().booking_id();
    default:
      return {};
  }
}

void EvolveBooking(const v1::Record& record, const v1::Event& event, v1::Booking& booking) {
  switch (event.kind_case()) {
    case v1::Event::kBookingCreated:
      Create(record, event.booking_created(), booking);
      break;
    case v1::Event::kBookingConfirmed:
      booking.set_status(v1::CONFIRMED);
      booking.clear_hold_expires_at();
      break;
    case v1::Event::kBookingPromoted:
      booking.set_status(v1::CONFIRMED);
      booking.clear_waitlist_priority();
      booking.set_promoted(true);
      break;
    case v1::Event::kBookingChanged:
      Change(record, event.booking_changed(), booking);
      break;
    case v1::Event::kBookingCancelled:
      End(v1::CANCELLED, event.booking_cancelled().cancellation(), booking);
      break;
    case v1::Event::kRoomTypeAssigned:
      Assign(event.room_type_assigned(), booking);
      break;
    case v1::Event::kCheckedIn:
      booking.set_status(v1::IN_HOUSE);
      booking.set_checked_in_on(event.checked_in().business_date());
      break;
    case v1::Event::kCheckedOut:
      CheckOut(event.checked_out(), booking);
      break;
    case v1::Event::kNoShowMarked:
      End(v1::NO_SHOW, event.no_show_marked().cancellation(), booking);
      break;
    case v1::Event::kPaymentRecorded:
      AddPayment(event.payment_recorded(), booking);
      break;
    case v1::Event::kRefundRequested:
      AddRefund(event.refund_requested(), booking);
      break;
    case v1::Event::kRefundSettled:
      SettleRefund(event.refund_settled(), booking);
      break;
    default:
      return;
  }
  // Created sets revision 1; every later record about the booking has a position of its own.
  if (event.kind_case() != v1::Event::kBookingCreated &&
      booking.last_position() != record.position()) {
    booking.set_revision(booking.revision() + 1);
  }
  booking.set_last_position(record.position());
}

bool IsTerminal(v1::BookingStatus status) {
  return status == v1::CHECKED_OUT || status == v1::CANCELLED || status == v1::NO_SHOW;
}

bool HoldsRoom(v1::BookingStatus status) {
  return status == v1::HELD || status == v1::CONFIRMED || status == v1::IN_HOUSE;
}

const std::string& HeldRoomType(const v1::Booking& booking) {
  return booking.assigned_room_type_id().empty() ? booking.room_type_id()
                                                 : booking.assigned_room_type_id();
}

}  // namespace daybook
