#include "tests/model/workload.h"

#include <algorithm>

#include "tests/support/requests.h"

namespace daybook::model {
namespace {

using namespace daybook::testing;  // the builders

constexpr int32_t kFirstDay = 20260227;  // so that workloads cross the end of a short month

v1::CancellationPolicy Flexible() {
  v1::CancellationPolicy policy =
      Policy("flexible",
             {Tier(3, 12 * 60, PercentOfStay(3'333)),
              Tier(1, 18 * 60, PercentOfFirstNights(2, 5'000)), Tier(0, 20 * 60, FullPrice())},
             90);
  *policy.mutable_no_show() = FirstNights(2);
  return policy;
}

v1::Request Plan(std::string_view property, int64_t a, int64_t b) {
  return DefineRatePlan(property, "FLEX", {{"A", a, a / 2}, {"B", b, b / 2}}, Flexible());
}

std::string SomeId(char kind, int number) { return kind + std::to_string(number); }

}  // namespace

std::vector<v1::Request> HotelOfTheWorkload() {
  v1::CancellationPolicy strict = Policy("strict", {}, 60);
  strict.set_non_refundable(true);
  std::vector<v1::Request> requests = {
      DefineProperty("U", "UTC", "EUR", kFirstDay, v1::DUE_IN_POLICY_DECLINE),
      DefineProperty("T", "Asia/Tokyo", "EUR", kFirstDay, v1::DUE_IN_POLICY_MARK_NO_SHOW),
      DefineChannel("ota"),
      DefineStaff({.id = std::string(kManager), .roles = {v1::ROLE_MANAGER}}),
      DefineStaff({.id = std::string(kOtherManager), .roles = {v1::ROLE_MANAGER}}),
      DefineStaff({.id = std::string(kFrontDesk),
                   .roles = {v1::ROLE_FRONT_DESK},
                   .refund_limit_minor = 5'000}),
      DefineStaff({.id = std::string(kFinance), .roles = {v1::ROLE_FINANCE}}),
      DefineStaff({.id = std::string(kReservations), .roles = {v1::ROLE_RESERVATIONS}}),
  };
  for (const char* property : {"U", "T"}) {
    requests.push_back(DefineRoomType(property, "A", 2, 0, 3));
    requests.push_back(DefineRoomType(property, "B", 1, 1));
    requests.push_back(Plan(property, 10'001, 20'003));
    requests.push_back(DefineRatePlan(property, "NRF", {{"A", 9'000, 4'000}}, strict));
  }
  for (size_t i = 0; i < requests.size(); ++i) {
    requests[i].set_request_id("define-" + std::to_string(i));
  }
  return requests;
}

Workload::Workload(uint64_t seed) : random_(seed), now_us_(At("2026-02-27T08:00:00Z").micros()) {}

int64_t Workload::Below(int64_t n) {
  return static_cast<int64_t>(random_() % static_cast<uint64_t>(n));
}

const BookingEntry* Workload::PickBooking(const Oracle& oracle,
                                          const std::vector<Status>& preferred) {
  std::vector<const BookingEntry*> fitting;
  std::vector<const BookingEntry*> all;
  for (const auto& [id, booking] : oracle.bookings()) {
    all.push_back(&booking);
    if (std::find(preferred.begin(), preferred.end(), booking.status) != preferred.end()) {
      fitting.push_back(&booking);
    }
  }
  if (!fitting.empty() && !Chance(8)) return Pick(fitting);
  return all.empty() ? nullptr : Pick(all);
}

Step Workload::Next(const Oracle& oracle, Time time) {
  if (time == Time::kPasses) now_us_ += Below(int64_t{3} * 3'600 * 1'000'000);
  v1::Request request = Choose(oracle);
  Spoil(request);
  request.set_request_id(SomeId('r', next_request_++));
  return {std::move(request), now_us_};
}

v1::Request Workload::Choose(const Oracle& oracle) {
  const int64_t dice = Below(100);
  if (dice < 30 || oracle.bookings().empty()) return Create(oracle);
  if (dice < 44) return Change(oracle);
  if (dice < 57) return Money(oracle);
  if (dice < 75) return Arrivals(oracle);
  if (dice < 84) return Audit(oracle);
  if (dice < 87) return OutOfOrder(oracle);
  if (dice < 89) return Definition();
  const BookingEntry* held = PickBooking(oracle, {Status::kHeld});
  const BookingEntry* waiting = PickBooking(oracle, {Status::kWaitlisted});
  const BookingEntry* open =
      PickBooking(oracle, {Status::kConfirmed, Status::kHeld, Status::kWaitlisted});
  if (dice < 92) return Confirm(held->id);
  if (dice < 94) return Release(held->id);
  if (dice < 96) return Promote(waiting->id);
  return Cancel(open->id);
}

v1::Request Workload::Create(const Oracle& oracle) {
  const std::string property = Chance(50) ? "U" : "T";
  const int today = oracle.properties().at(property).business_day;
  const int arrival = today + static_cast<int>(Below(7)) - (Chance(4) ? 3 : 0);
  BookingSpec spec;
  spec.id = SomeId('b', Chance(3) && next_booking_ > 0 ? static_cast<int>(Below(next_booking_))
                                                       : next_booking_++);
  spec.property = property;
  spec.arrival = YmdOf(arrival);
  spec.departure = YmdOf(arrival + static_cast<int>(Below(5)));
  spec.room_type = Chance(60) ? "A" : Chance(97) ? "B" : "C";
  spec.rate_plan = Chance(80) ? "FLEX" : "NRF";
  spec.adults = static_cast<int32_t>(Below(4)) + (Chance(5) ? 1 : 0);
  spec.customer = SomeId('c', static_cast<int>(Below(4)));
  spec.channel = Chance(30) ? "ota" : "";
  if (Chance(20)) {
    spec.status = v1::HELD;
    const int64_t expiry = now_us_ / 1'000'000 + Below(120'000) - (Chance(5) ? 120'000 : 0);
    spec.hold_until = FormatInstant(Instant::FromMicros(expiry * 1'000'000));
  } else if (Chance(15)) {
    spec.status = v1::WAITLISTED;
  }
  v1::Request request = daybook::testing::Create(spec);
  if (Chance(15)) {
    request = As(Guest(spec.customer), std::move(request));
    if (Chance(90)) request.mutable_create_booking()->clear_channel_id();
  }
  return request;
}

v1::Request Workload::Change(const Oracle& oracle) {
  const BookingEntry& booking = *PickBooking(
      oracle, {Status::kConfirmed, Status::kInHouse, Status::kHeld, Status::kWaitlisted});
  if (Chance(20) && booking.status != Status::kWaitlisted) {
    return Assign(booking.id, Chance(50) ? "A" : Chance(95) ? "B" : "C");
  }
  v1::Request request = daybook::testing::Change(booking.id);
  v1::ChangeBooking& change = *request.mutable_change_booking();
  if (Chance(45)) {
    const bool may_arrive_otherwise = booking.status != Status::kInHouse || Chance(5);
    const int arrival = may_arrive_otherwise && Chance(60)
                            ? booking.arrival + static_cast<int>(Below(7)) - 2
                            : booking.arrival;
    const int departure = std::max(arrival, booking.departure + static_cast<int>(Below(6)) - 2);
    if (arrival != booking.arrival) change.set_arrival(YmdOf(arrival));
    if (departure != booking.departure || arrival == booking.arrival) {
      change.set_departure(YmdOf(departure == booking.departure ? departure + 1 : departure));
    }
  }
  if (Chance(25))
    change.set_room_type_id(booking.room_type == "A" ? (Chance(95) ? "B" : "C") : "A");
  if (Chance(15)) change.set_rate_plan_id(booking.rate_plan == "FLEX" ? "NRF" : "FLEX");
  if (Chance(25)) {
    change.mutable_guests()->set_adults((booking.guests + 1 + static_cast<int>(Below(2))) % 5);
  }
  if (Chance(20)) change.set_requote(v1::REQUOTE_ALL);
  const bool says_something = change.has_arrival() || change.has_departure() ||
                              change.has_room_type_id() || change.has_rate_plan_id() ||
                              change.has_guests();
  if (!says_something) change.set_departure(YmdOf(booking.departure + 1));
  if (Chance(8) && (change.requote() == v1::REQUOTE_ALL || Chance(10))) {
    *change.mutable_nightly_override() = Euro(1'000 + Below(9'000));
    if (Chance(80)) return As(StaffMember(kManager), std::move(request));
  }
  return request;
}

const BookingEntry& Workload::PickForMoney(const Oracle& oracle) {
  std::vector<const BookingEntry*> paid;
  for (const auto& [id, booking] : oracle.bookings()) {
    if (!booking.payments.empty()) paid.push_back(&booking);
  }
  if (!paid.empty() && Chance(65)) return *Pick(paid);
  return *PickBooking(oracle,
                      {Status::kConfirmed, Status::kInHouse, Status::kCancelled, Status::kNoShow});
}

v1::Request Workload::Money(const Oracle& oracle) {
  const BookingEntry& booking = PickForMoney(oracle);
  const int64_t dice = Below(10);
  if (booking.payments.empty() || dice < 3) {
    const std::string id = Chance(4) && !booking.payments.empty() ? booking.payments[0].id
                                                                  : SomeId('p', next_money_++);
    return daybook::testing::Pay(booking.id, id, 1 + Below(30'000));
  }
  const PaymentEntry& payment = Pick(booking.payments);
  if (payment.refunds.empty() || dice < 6) {
    const std::string payment_id = Chance(4) ? "nope" : payment.id;
    const std::string id =
        Chance(4) && !payment.refunds.empty() ? payment.refunds[0].id : SomeId('f', next_money_++);
    const int64_t amount =
        1 + Below(std::max<int64_t>(1, payment.Free() + (Chance(20) ? 2'000 : 0)));
    v1::Request request = daybook::testing::Refund(booking.id, payment_id, id, amount);
    return Chance(30) ? As(StaffMember(kFrontDesk), std::move(request)) : request;
  }
  const v1::RefundStatus status = Chance(60)   ? v1::REFUND_SUCCEEDED
                                  : Chance(50) ? v1::REFUND_FAILED
                                               : v1::REFUND_CANCELLED;
  return daybook::testing::Settle(booking.id, payment.id,
                                  Chance(4) ? "nope" : Pick(payment.refunds).id, status);
}

v1::Request Workload::Arrivals(const Oracle& oracle) {
  // Those that are due today, so that the day can be closed.
  std::vector<const BookingEntry*> due_in;
  std::vector<const BookingEntry*> due_out;
  for (const auto& [id, booking] : oracle.bookings()) {
    const int today = oracle.properties().at(booking.property).business_day;
    if (booking.status == Status::kConfirmed && booking.arrival <= today)
      due_in.push_back(&booking);
    if (booking.status == Status::kInHouse && booking.departure <= today)
      due_out.push_back(&booking);
  }
  if (!due_out.empty() && Chance(60)) return CheckOutOf(Pick(due_out)->id);
  if (!due_in.empty() && Chance(90)) {
    const std::string id = Pick(due_in)->id;
    return Chance(80) ? CheckInOf(id) : NoShow(id);
  }
  const BookingEntry& any = *PickBooking(oracle, {Status::kConfirmed, Status::kInHouse});
  const int64_t dice = Below(3);
  return dice == 0 ? CheckInOf(any.id) : dice == 1 ? CheckOutOf(any.id) : NoShow(any.id);
}

v1::Request Workload::Audit(const Oracle& oracle) {
  if (Chance(35)) {
    return Due(FormatInstant(Instant::FromMicros(now_us_)), static_cast<int32_t>(Below(3)) + 1);
  }
  const std::string property = Chance(50) ? "U" : "T";
  const int today = oracle.properties().at(property).business_day + (Chance(5) ? 1 : 0);
  return Roll(property, YmdOf(today));
}

v1::Request Workload::Definition() {
  const std::string property = Chance(50) ? "U" : "T";
  if (Chance(60)) return Plan(property, 8'000 + Below(5'000), 16'000 + Below(9'000));
  v1::Request request = DefineRoomType(property, "A", static_cast<int32_t>(Below(3)) + 1, 0, 3);
  if (Chance(50)) return request;
  return Overriding({v1::POLICY_CAPACITY_BELOW_SOLD}, StaffMember(kManager), std::move(request));
}

v1::Request Workload::OutOfOrder(const Oracle& oracle) {
  const std::string property = Chance(50) ? "U" : "T";
  const int from = oracle.properties().at(property).business_day + static_cast<int>(Below(8)) -
                   (Chance(5) ? 3 : 0);
  const int until = from + static_cast<int>(Below(6)) + (Chance(95) ? 1 : 0);
  const std::string type = Chance(60) ? "A" : Chance(95) ? "B" : "C";
  v1::Request request = daybook::testing::OutOfOrder(
      property, type, YmdOf(from), YmdOf(until), static_cast<int32_t>(Below(Chance(90) ? 2 : 4)));
  if (Chance(75)) return request;
  return Overriding({v1::POLICY_CAPACITY_BELOW_SOLD}, StaffMember(kManager), std::move(request));
}

void Workload::Spoil(v1::Request& request) {
  const int64_t dice = Below(100);
  const bool about_booking = request.has_change_booking() || request.has_cancel_booking() ||
                             request.has_check_in() || request.has_record_payment();
  if (dice < 3 && about_booking) {
    request.set_if_revision(1 + Below(4));
  } else if (dice < 5) {
    if (request.actor().kind() == v1::ACTOR_KIND_STAFF) request.mutable_actor()->set_id("nobody");
  } else if (dice < 7) {
    if (request.actor().kind() == v1::ACTOR_KIND_STAFF && !request.has_refund_payment()) {
      *request.mutable_actor() = StaffMember(Chance(50) ? kFinance : kReservations);
    }
  } else if (dice < 9) {
    if (request.has_cancel_booking() || request.has_change_booking()) {
      *request.mutable_actor() = Guest(SomeId('c', static_cast<int>(Below(4))));
    }
  } else if (dice < 11) {
    if (request.has_create_booking()) {
      v1::Stay& stay = *request.mutable_create_booking()->mutable_stay();
      stay.set_departure(YmdOf(DayOf(stay.arrival()) - 1));
    } else if (request.has_cancel_booking()) {
      request.mutable_cancel_booking()->clear_reason();
    } else if (request.has_record_payment()) {
      request.mutable_record_payment()->mutable_amount()->set_amount_minor(0);
    } else if (request.has_change_booking()) {
      request.mutable_change_booking()->clear_reason();
    }
  } else if (dice < 13) {
    if (request.has_cancel_booking()) request.mutable_cancel_booking()->set_booking_id("b999");
  } else if (dice < 16 && request.actor().kind() == v1::ACTOR_KIND_STAFF) {
    const bool by_other = request.actor().id() == kManager;
    request = Overriding({v1::POLICY_NOT_AVAILABLE, v1::POLICY_OCCUPANCY_EXCEEDED,
                          v1::POLICY_NO_SHOW_BEFORE_ARRIVAL},
                         StaffMember(by_other     ? kOtherManager
                                     : Chance(90) ? kManager
                                                  : kFinance),
                         std::move(request));
  }
}

}  // namespace daybook::model
