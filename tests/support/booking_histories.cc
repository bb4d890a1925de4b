#include "tests/support/booking_histories.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "ledger/domain/booking/booking_evolve.h"

namespace daybook {
namespace {

v1::Event& AddEvent(v1::Record& record) {
  return *record.mutable_outcome()->mutable_accepted()->add_events();
}

v1::Record DeclinedRecord() {
  v1::Record record;
  record.mutable_request()->mutable_check_in()->set_booking_id("B-none");
  record.mutable_outcome()->mutable_declined()->add_reasons()->set_code(v1::STATE_BOOKING_UNKNOWN);
  return record;
}

v1::Record RolledRecord() {
  v1::Record record = AcceptedRecord();
  AddEvent(record).mutable_business_date_rolled()->set_property_id("H1");
  return record;
}

}  // namespace

v1::Record AcceptedRecord() {
  v1::Record record;
  record.mutable_resolution()->mutable_recorded_at()->set_seconds(1'700'000'000);
  record.mutable_outcome()->mutable_accepted();
  return record;
}

v1::Record CreatedRecord(const std::string& booking_id, int32_t arrival,
                         const std::string& customer_id) {
  v1::Record record = AcceptedRecord();
  v1::CreateBooking& request = *record.mutable_request()->mutable_create_booking();
  request.set_booking_id(booking_id);
  request.mutable_source()->set_country("PRT");
  v1::BookingCreated& event = *AddEvent(record).mutable_booking_created();
  event.set_booking_id(booking_id);
  event.set_property_id("H1");
  event.set_status(v1::CONFIRMED);
  event.mutable_stay()->set_arrival(arrival);
  event.mutable_stay()->set_departure(arrival + 2);
  event.set_room_type_id("A");
  event.mutable_guests()->set_adults(2);
  event.set_currency("EUR");
  v1::PriceLine& line = *event.add_price();
  line.set_from(arrival);
  line.set_to(arrival + 2);
  line.set_nightly_minor(10'000);
  event.set_customer_id(customer_id);
  return record;
}

v1::Record CancelledRecord(const std::string& booking_id) {
  v1::Record record = AcceptedRecord();
  v1::BookingCancelled& event = *AddEvent(record).mutable_booking_cancelled();
  event.set_booking_id(booking_id);
  event.mutable_cancellation()->set_cause(v1::CANCELLATION_CAUSE_REQUESTED);
  return record;
}

int32_t BookingHistory::AnyDate() {
  return 20260000 + static_cast<int32_t>(1 + Below(12)) * 100 + static_cast<int32_t>(1 + Below(26));
}

v1::Record BookingHistory::Create() {
  const std::string id = absl::StrCat("B", ids_.size() * 7919 % 100'003);  // not in order
  v1::Record record =
      CreatedRecord(id, AnyDate(), Below(4) == 0 ? "" : absl::StrCat("C", Below(20)));
  v1::BookingCreated& event =
      *record.mutable_outcome()->mutable_accepted()->mutable_events(0)->mutable_booking_created();
  event.set_property_id(absl::StrCat("H", 1 + Below(3)));
  event.set_channel_id(Below(2) == 0 ? "" : absl::StrCat("CH", Below(3)));
  event.set_room_type_id(std::string(1, static_cast<char>('A' + Below(4))));
  const v1::BookingStatus statuses[] = {v1::CONFIRMED, v1::CONFIRMED, v1::HELD, v1::WAITLISTED};
  event.set_status(statuses[Below(4)]);
  stages_[id].status = event.status();
  ids_.push_back(id);
  return record;
}

v1::Record BookingHistory::RunDue() {
  v1::Record record = AcceptedRecord();
  record.mutable_request()->mutable_run_due();
  for (auto& [id, stage] : stages_) {
    if (stage.status == v1::HELD && record.outcome().accepted().events_size() < 5) {
      AddEvent(record).mutable_booking_cancelled()->set_booking_id(id);
      stage.status = v1::CANCELLED;
    }
  }
  return record;
}

void BookingHistory::MoveMoney(const std::string& id, Stage& stage, v1::Event& event) {
  if (stage.payments == 0 || Below(2) == 0) {
    v1::PaymentRecorded& paid = *event.mutable_payment_recorded();
    paid.set_booking_id(id);
    paid.set_payment_id(absl::StrCat("P", ++stage.payments));
    paid.mutable_amount()->set_amount_minor(100 + Below(1000));
    paid.mutable_amount()->set_currency("EUR");
  } else if (stage.refunds == 0 || Below(2) == 0) {
    v1::RefundRequested& refund = *event.mutable_refund_requested();
    refund.set_booking_id(id);
    refund.set_payment_id("P1");
    refund.set_refund_id(absl::StrCat("R", ++stage.refunds));
    refund.set_amount_minor(1 + Below(50));
  } else {
    v1::RefundSettled& settled = *event.mutable_refund_settled();
    settled.set_booking_id(id);
    settled.set_payment_id("P1");
    settled.set_refund_id("R1");
    settled.set_status(v1::REFUND_SUCCEEDED);
  }
}

void BookingHistory::ContinueConfirmed(const std::string& id, Stage& stage, v1::Event& event,
                                       v1::Record& record) {
  switch (Below(6)) {
    case 0:
      event.mutable_booking_cancelled()->set_booking_id(id);
      event.mutable_booking_cancelled()->mutable_cancellation()->set_penalty_minor(Below(9000));
      stage.status = v1::CANCELLED;
      break;
    case 1:
      event.mutable_no_show_marked()->set_booking_id(id);
      event.mutable_no_show_marked()->mutable_cancellation();
      stage.status = v1::NO_SHOW;
      break;
    case 2: {  // with the room type assigned in the same record
      event.mutable_checked_in()->set_booking_id(id);
      event.mutable_checked_in()->set_business_date(AnyDate());
      v1::RoomTypeAssigned& assigned = *AddEvent(record).mutable_room_type_assigned();
      assigned.set_booking_id(id);
      assigned.set_room_type_id("D");
      stage.status = v1::IN_HOUSE;
      break;
    }
    default: {
      v1::BookingChanged& changed = *event.mutable_booking_changed();
      changed.set_booking_id(id);
      if (Below(2) == 0) {
        const int32_t arrival = AnyDate();
        changed.mutable_stay()->set_arrival(arrival);
        changed.mutable_stay()->set_departure(arrival + 1);
      }
      if (Below(3) == 0) {
        changed.set_room_type_id("B");
      }
    }
  }
}

void BookingHistory::Continue(const std::string& id, Stage& stage, v1::Record& record) {
  v1::Event& event = AddEvent(record);
  switch (stage.status) {
    case v1::HELD:
      event.mutable_booking_confirmed()->set_booking_id(id);
      stage.status = v1::CONFIRMED;
      break;
    case v1::WAITLISTED:
      event.mutable_booking_promoted()->set_booking_id(id);
      stage.status = v1::CONFIRMED;
      break;
    case v1::CONFIRMED:
      ContinueConfirmed(id, stage, event, record);
      break;
    case v1::IN_HOUSE:
      event.mutable_checked_out()->set_booking_id(id);
      event.mutable_checked_out()->set_business_date(AnyDate());
      stage.status = v1::CHECKED_OUT;
      break;
    default:
      MoveMoney(id, stage, event);
  }
}

v1::Record BookingHistory::Next() {
  if (ids_.empty() || Below(3) == 0) {
    return Create();
  }
  switch (Below(20)) {
    case 0:
      return DeclinedRecord();
    case 1:
      return RolledRecord();
    case 2:
      return RunDue();
    default: {
      const std::string& id = ids_[Below(static_cast<uint32_t>(ids_.size()))];
      v1::Record record = AcceptedRecord();
      Continue(id, stages_[id], record);
      return record;
    }
  }
}

std::map<std::string, v1::Booking> FoldBookings(const std::vector<v1::Record>& records) {
  std::map<std::string, v1::Booking> bookings;
  for (const v1::Record& record : records) {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (const std::string_view id = BookingOf(event); !id.empty()) {
        EvolveBooking(record, event, bookings[std::string(id)]);
      }
    }
  }
  return bookings;
}

}  // namespace daybook
