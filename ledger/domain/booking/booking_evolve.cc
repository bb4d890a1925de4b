#include "ledger/domain/booking/booking_evolve.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/numbers.h"
#include "ledger/domain/accounts/folio_evolve.h"

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
  booking.set_account_id(event.account_id());
  booking.set_block_id(event.block_id());
  booking.set_deposit_due_on(event.deposit_due_on());
  booking.set_deposit_required_minor(event.deposit_required_minor());
  booking.set_deposit_cancels(event.deposit_cancels());
  booking.set_guarantee(event.guarantee());
  booking.set_guarantee_reference(event.guarantee_reference());
  booking.set_split_from(event.split_from());
  booking.set_moved_from(event.moved_from());

  const v1::Request& request = record.request();
  const v1::CreateBooking& create = request.create_booking();
  if (create.guest().has_sealed()) *booking.mutable_sealed_guest() = create.guest().sealed();
  if (create.has_source()) *booking.mutable_source() = create.source();
  if (request.has_provenance()) *booking.mutable_provenance() = request.provenance();
}

// What guarantees the booking, until when it is held, how far up it waits: that uses up no free change.
bool IsOfStandingOnly(const v1::BookingChanged& event) {
  const bool of_standing = event.has_guarantee() || event.has_guarantee_reference() ||
                           event.has_hold_expires_at() || event.has_waitlist_priority();
  return of_standing && !event.has_stay() && !event.has_room_type_id() && !event.has_guests() &&
         !event.has_rate_plan_id() && event.price().empty();
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
  if (event.has_guarantee()) booking.set_guarantee(event.guarantee());
  if (event.has_guarantee_reference()) {
    booking.set_guarantee_reference(event.guarantee_reference());
  }
  if (event.has_hold_expires_at()) *booking.mutable_hold_expires_at() = event.hold_expires_at();
  if (event.has_waitlist_priority()) booking.set_waitlist_priority(event.waitlist_priority());
  const v1::ChangeBooking& change = record.request().change_booking();
  if (!IsOfStandingOnly(event)) booking.set_change_count(booking.change_count() + 1);

  if (change.guest().has_sealed()) {
    *booking.mutable_sealed_guest() = change.guest().sealed();
  } else if (change.has_guest() && !change.guest().has_plain()) {
    booking.clear_sealed_guest();  // present and empty clears
  }
}

void End(const v1::Record& record, v1::BookingStatus status, const v1::Cancellation& cancellation,
         v1::Booking& booking) {
  booking.set_status(status);
  *booking.mutable_cancellation() = cancellation;
  booking.mutable_cancellation()->set_position(record.position());
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

void Promote(const v1::BookingPromoted& event, v1::Booking& booking) {
  booking.set_status(v1::CONFIRMED);
  booking.clear_waitlist_priority();
  booking.set_promoted(true);
  booking.set_deposit_due_on(event.deposit_due_on());
  booking.set_deposit_required_minor(event.deposit_required_minor());
  booking.set_deposit_cancels(event.deposit_cancels());
}

v1::FolioCharge* FindCharge(v1::Booking& booking, std::string_view charge_id) {
  for (v1::FolioCharge& charge : *booking.mutable_folio()->mutable_charges()) {
    if (charge.charge_id() == charge_id) return &charge;
  }
  return nullptr;
}

void Reinstate(v1::Booking& booking) {
  booking.set_status(v1::CONFIRMED);
  booking.clear_cancellation();
  booking.set_reinstated_count(booking.reinstated_count() + 1);
}

void Move(const v1::Record& record, const v1::BookingMoved& event, v1::Booking& booking) {
  v1::Cancellation cancellation;
  cancellation.set_cause(v1::CANCELLATION_CAUSE_MOVED);
  cancellation.set_business_date(event.business_date());
  End(record, v1::CANCELLED, cancellation, booking);
  booking.set_moved_to(event.new_booking_id());
}

void AddCharge(const v1::Record& record, const v1::FolioCharge& charge, v1::Booking& booking) {
  v1::FolioCharge& added = *booking.mutable_folio()->add_charges();
  added = charge;
  added.set_position(record.position());
}

// What went to another folio stands among the charges, so that it can be taken back, once.
void AddTransferOut(const v1::Record& record, const v1::FolioTransferred& event,
                    v1::Booking& booking) {
  v1::FolioCharge& added = *booking.mutable_folio()->add_charges();
  added.set_charge_id(event.transfer_id());
  added.set_code("transfer");
  added.set_gross_minor(-event.amount_minor());
  added.set_position(record.position());
}

void Waive(const v1::ChargeWaived& event, v1::Booking& booking) {
  if (event.night() != 0) return FoldWaivedNight(event, *booking.mutable_folio());
  if (event.charge_id().empty()) {
    v1::Cancellation& cancellation = *booking.mutable_cancellation();
    cancellation.set_waived_minor(cancellation.waived_minor() + event.gross_minor());
  } else if (v1::FolioCharge* const charge = FindCharge(booking, event.charge_id())) {
    charge->set_waived_minor(charge->waived_minor() + event.gross_minor());
  }
}

void ReverseCharge(std::string_view charge_id, v1::Booking& booking) {
  if (v1::FolioCharge* const charge = FindCharge(booking, charge_id)) charge->set_reversed(true);
}

void AddPayment(const v1::Record& record, const v1::PaymentRecorded& event, v1::Booking& booking) {
  v1::Payment& payment = *booking.add_payments();
  payment.set_position(record.position());
  payment.set_as_deposit(booking.status() != v1::IN_HOUSE && !IsTerminal(booking.status()));
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

void SettleRefund(const v1::Record& record, const v1::RefundSettled& event, v1::Booking& booking) {
  v1::Payment* payment = FindPayment(booking, event.payment_id());
  if (payment == nullptr) return;
  for (v1::Refund& refund : *payment->mutable_refunds()) {
    if (refund.refund_id() != event.refund_id()) continue;
    refund.set_status(event.status());
    refund.set_settled_position(record.position());
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

bool AboutMoneyOnly(const v1::Event& event) {
  const int number = event.kind_case();  // event.proto keeps these for money
  return number >= 300 && number < 400;
}

std::optional<CivilDate> NightOf(const Posting& posting) {
  const v1::Transfer& transfer = posting.transfer;
  if (transfer.rule() != v1::POST_NIGHT && transfer.rule() != v1::POST_NIGHT_TAX) {
    return std::nullopt;
  }
  int32_t ymd = posting.journal.business_date();
  if (!transfer.item_id().empty() && !absl::SimpleAtoi(transfer.item_id(), &ymd)) {
    return std::nullopt;
  }
  return CivilDate::FromYmd(ymd);
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
    case v1::Event::kBookingReinstated:
      return event.booking_reinstated().booking_id();
    case v1::Event::kBookingSplit:
      return event.booking_split().booking_id();
    case v1::Event::kBookingMoved:
      return event.booking_moved().booking_id();
    case v1::Event::kLateCheckOutSet:
      return event.late_check_out_set().booking_id();
    case v1::Event::kCompensationGiven:
      return event.compensation_given().booking_id();
    case v1::Event::kChargebackRecorded:
      return event.chargeback_recorded().booking_id();
    case v1::Event::kChargebackReversed:
      return event.chargeback_reversed().booking_id();
    case v1::Event::kRefundReversed:
      return event.refund_reversed().booking_id();
    case v1::Event::kPaymentReversed:
      return event.payment_reversed().booking_id();
    case v1::Event::kChargePosted:
      return event.charge_posted().booking_id();
    case v1::Event::kChargeWaived:
      return event.charge_waived().booking_id();
    case v1::Event::kChargeReversed:
      return event.charge_reversed().booking_id();
    case v1::Event::kFolioTransferred:
      return event.folio_transferred().booking_id();
    case v1::Event::kTransferReversed:
      return event.transfer_reversed().booking_id();
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
      Promote(event.booking_promoted(), booking);
      break;
    case v1::Event::kBookingChanged:
      Change(record, event.booking_changed(), booking);
      break;
    case v1::Event::kBookingCancelled:
      End(record, v1::CANCELLED, event.booking_cancelled().cancellation(), booking);
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
      End(record, v1::NO_SHOW, event.no_show_marked().cancellation(), booking);
      break;
    case v1::Event::kPaymentRecorded:
      AddPayment(record, event.payment_recorded(), booking);
      break;
    case v1::Event::kRefundRequested:
      AddRefund(event.refund_requested(), booking);
      break;
    case v1::Event::kRefundSettled:
      SettleRefund(record, event.refund_settled(), booking);
      break;
    case v1::Event::kBookingReinstated:
      Reinstate(booking);
      break;
    case v1::Event::kBookingMoved:
      Move(record, event.booking_moved(), booking);
      break;
    case v1::Event::kLateCheckOutSet:
      booking.set_late_check_out(event.late_check_out_set().late());
      break;
    case v1::Event::kBookingSplit:
    case v1::Event::kCompensationGiven:
      break;
    case v1::Event::kChargebackRecorded:
      if (v1::Payment* const payment =
              FindPayment(booking, event.chargeback_recorded().payment_id())) {
        FoldChargeback(record, event.chargeback_recorded(), *payment);
      }
      break;
    case v1::Event::kChargebackReversed:
      if (v1::Payment* const payment =
              FindPayment(booking, event.chargeback_reversed().payment_id())) {
        FoldChargebackReversed(event.chargeback_reversed(), *payment);
      }
      break;
    case v1::Event::kRefundReversed:
      if (v1::Payment* const payment = FindPayment(booking, event.refund_reversed().payment_id())) {
        FoldRefundReversed(event.refund_reversed(), *payment);
      }
      break;
    case v1::Event::kPaymentReversed:
      if (v1::Payment* const payment =
              FindPayment(booking, event.payment_reversed().payment_id())) {
        payment->set_reversed(true);
      }
      break;
    case v1::Event::kChargePosted:
      AddCharge(record, event.charge_posted().charge(), booking);
      break;
    case v1::Event::kChargeWaived:
      Waive(event.charge_waived(), booking);
      break;
    case v1::Event::kChargeReversed:
      ReverseCharge(event.charge_reversed().charge_id(), booking);
      break;
    case v1::Event::kFolioTransferred:
      AddTransferOut(record, event.folio_transferred(), booking);
      break;
    case v1::Event::kTransferReversed:
      ReverseCharge(event.transfer_reversed().transfer_id(), booking);
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

void EvolveBooking(const v1::Record& record, const Posting& posting, v1::Booking& booking) {
  const v1::Transfer& transfer = posting.transfer;
  const int64_t amount = transfer.amount_minor();
  v1::Folio& folio = *booking.mutable_folio();
  // A folio transfer debits the other booking's folio.
  const bool debits =
      transfer.to_booking_id().empty() || transfer.to_booking_id() == booking.booking_id();
  const bool credits =
      transfer.to_booking_id().empty() || transfer.booking_id() == booking.booking_id();
  const auto post = [&folio](v1::BookAccount account, int64_t debit) {
    if (account == v1::DEPOSITS) folio.set_deposit_minor(folio.deposit_minor() - debit);
    if (account == v1::GUEST_LEDGER) folio.set_guest_minor(folio.guest_minor() + debit);
    if (account == v1::REFUNDS_PAYABLE) {
      folio.set_refund_due_minor(folio.refund_due_minor() - debit);
    }
  };
  if (debits) post(transfer.debit(), amount);
  if (credits) post(transfer.credit(), -amount);
  if (transfer.rule() == v1::POST_DAY_USE) {
    const auto day = CivilDate::FromYmd(posting.journal.business_date());
    if (day) FoldChargedNight(transfer, *day, folio);
  }
  if (const auto night = NightOf(posting)) {
    FoldChargedNight(transfer, *night, folio);
    folio.set_charged_until(std::max(folio.charged_until(), (*night + 1).ymd()));
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
