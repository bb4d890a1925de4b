#include "tools/simulate/mistakes.h"

#include <array>
#include <utility>

namespace daybook::simulation {
namespace {

using Request = std::optional<v1::Request>;

bool Exists(const BookingEntry& entry) { return entry.stage != Stage::kAsked; }

// As the booking would be made, under a number that is not used, by the desk.
v1::Request Another(const MistakeScene& scene) {
  BookingEntry other = scene.entry;
  other.number = scene.unused_booking;
  other.begins_as = Stage::kConfirmed;
  other.agreed_nightly_minor = 0;
  other.with_details = false;
  v1::Request request = scene.write.Create(other);
  scene.write.SetStaff(scene.desk, request);
  return request;
}

Request UnknownRoomType(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  request.mutable_create_booking()->set_room_type_id("PENTHOUSE");
  return request;
}

Request UnknownRatePlan(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  request.mutable_create_booking()->set_rate_plan_id("SUMMER-2003");
  return request;
}

Request ClosedChannel(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  request.mutable_create_booking()->set_channel_id("closed-portal");
  return request;
}

Request TooManyGuests(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  v1::CreateBooking& create = *request.mutable_create_booking();
  create.mutable_guests()->set_adults(12);
  create.set_status(v1::WAITLISTED);  // so that it is about the guests alone
  return request;
}

Request DepartureFirst(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  v1::Stay& stay = *request.mutable_create_booking()->mutable_stay();
  stay.set_arrival(scene.write.DateOf(scene.entry.departure + 1).ymd());
  stay.set_departure(scene.write.DateOf(scene.entry.arrival).ymd());
  return request;
}

Request ArrivalInPast(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  request.mutable_create_booking()->mutable_stay()->set_arrival(
      scene.write.DateOf(scene.day - 2).ymd());
  return request;
}

Request YearMistyped(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  v1::Stay& stay = *request.mutable_create_booking()->mutable_stay();
  stay.set_arrival(scene.write.DateOf(scene.entry.arrival).ymd() + 80'000);
  stay.set_departure(scene.write.DateOf(scene.entry.arrival + 1).ymd() + 80'000);
  return request;
}

Request OwnPrice(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  v1::CreateBooking& create = *request.mutable_create_booking();
  create.mutable_nightly_override()->set_amount_minor(4900);
  create.mutable_nightly_override()->set_currency(scene.plan.currency);
  return request;
}

Request WrongDesk(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  scene.write.SetStaff(kSimulatedFinance, request);
  return request;
}

Request LeftTheHouse(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  scene.write.SetStaff(scene.former_desk.empty() ? "H000-desk-0" : scene.former_desk, request);
  return request;
}

Request AuthorisesOneself(const MistakeScene& scene) {
  v1::Request request = Another(scene);
  scene.write.SetStaff(scene.plan.Manager(), request);
  RequestWriter::Force(v1::POLICY_NOT_AVAILABLE, scene.plan.Manager(), "overbooked", request);
  request.clear_authenticated_by();
  return request;
}

Request SameBookingAgain(const MistakeScene& scene) {
  if (!Exists(scene.entry)) return std::nullopt;
  BookingEntry same = scene.entry;
  same.begins_as = Stage::kConfirmed;
  same.agreed_nightly_minor = 0;
  v1::Request request = scene.write.Create(same);
  scene.write.SetStaff(scene.desk, request);
  return request;
}

v1::Request CancelBy(const MistakeScene& scene, int64_t booking) {
  v1::Request request = scene.write.Cancel(booking, v1::CANCELLATION_REASON_CHANGE_OF_MIND);
  scene.write.SetStaff(scene.desk, request);
  return request;
}

Request UnknownBooking(const MistakeScene& scene) { return CancelBy(scene, scene.unused_booking); }

Request NotTheirs(const MistakeScene& scene) {
  if (!Exists(scene.entry)) return std::nullopt;
  v1::Request request = CancelBy(scene, scene.entry.number);
  request.mutable_actor()->set_kind(v1::ACTOR_KIND_GUEST);
  request.mutable_actor()->set_id("somebody-else");
  request.set_authenticated_by("web");
  return request;
}

Request NoReason(const MistakeScene& scene) {
  v1::Request request = CancelBy(scene, scene.entry.number);
  request.mutable_cancel_booking()->clear_reason();
  return request;
}

Request StaleRevision(const MistakeScene& scene) {
  if (!Exists(scene.entry)) return std::nullopt;
  v1::Request request = CancelBy(scene, scene.entry.number);
  request.set_if_revision(scene.entry.revision + 1000);
  return request;
}

Request Backdated(const MistakeScene& scene) {
  if (!Exists(scene.entry)) return std::nullopt;
  v1::Request request = CancelBy(scene, scene.entry.number);
  // The year is wrong: there was no booking yet.
  constexpr int64_t kTenYearsSeconds = 3653LL * 86'400;
  request.mutable_effective_at()->set_seconds(
      scene.write.InstantOf(SlotOf(scene.day, kMorning), 0).micros() / 1'000'000 -
      kTenYearsSeconds);
  return request;
}

Request NothingToChange(const MistakeScene& scene) {
  v1::Request request;
  request.mutable_change_booking()->set_booking_id(scene.write.BookingId(scene.entry.number));
  request.mutable_change_booking()->set_reason(v1::CHANGE_REASON_OTHER);
  scene.write.SetStaff(scene.desk, request);
  return request;
}

Request TooEarly(const MistakeScene& scene) {
  if (scene.entry.stage != Stage::kConfirmed || scene.entry.arrival <= scene.day) {
    return std::nullopt;
  }
  v1::Request request = scene.write.CheckIn(scene.entry.number);
  scene.write.SetStaff(scene.desk, request);
  return request;
}

Request NotInHouse(const MistakeScene& scene) {
  if (!Exists(scene.entry) || scene.entry.stage == Stage::kInHouse) return std::nullopt;
  v1::Request request = scene.write.CheckOut(scene.entry.number);
  scene.write.SetStaff(scene.desk, request);
  return request;
}

Request NegativePayment(const MistakeScene& scene) {
  v1::Request request = scene.write.Pay(scene.entry.number, 99, -5000, v1::PAYMENT_METHOD_CASH);
  scene.write.SetStaff(scene.desk, request);
  return request;
}

Request OtherCurrency(const MistakeScene& scene) {
  if (!Exists(scene.entry)) return std::nullopt;
  v1::Request request = scene.write.Pay(scene.entry.number, 99, 5000, v1::PAYMENT_METHOD_CASH);
  request.mutable_record_payment()->mutable_amount()->set_currency("USD");
  scene.write.SetStaff(scene.desk, request);
  return request;
}

Request RefundOfNothing(const MistakeScene& scene) {
  if (!Exists(scene.entry)) return std::nullopt;
  v1::Request request =
      scene.write.Refund(scene.entry.number, 98, 97, 1000, v1::REFUND_REASON_SERVICE);
  scene.write.SetStaff(kSimulatedFinance, request);
  return request;
}

Request RefundOfMore(const MistakeScene& scene) {
  if (scene.entry.payments.empty()) return std::nullopt;
  const PaymentEntry& payment = scene.entry.payments.front();
  v1::Request request = scene.write.Refund(scene.entry.number, payment.number, 97,
                                           payment.free_minor + 100, v1::REFUND_REASON_SERVICE);
  scene.write.SetStaff(scene.plan.Manager(), request);
  return request;
}

Request WrongDay(const MistakeScene& scene) {
  v1::Request request = scene.write.Roll(scene.day - 1);
  scene.write.SetStaff(scene.desk, request);
  return request;
}

Request OtherCurrencyForAll(const MistakeScene& scene) {
  v1::Request request = std::move(HotelDefinitions(scene.plan, scene.write.DateOf(0), 0).front());
  request.mutable_define_property()->mutable_property()->set_currency("USD");
  RequestWriter::SetOwner(request);
  return request;
}

Request MoreBrokenThanThereAre(const MistakeScene& scene) {
  const RoomTypePlan& type = scene.plan.room_types[0];
  v1::Request request =
      scene.write.OutOfOrder(type.id, scene.day + 1, scene.day + 2, type.rooms + 1, "painting");
  scene.write.SetStaff(scene.plan.Manager(), request);
  return request;
}

using Mistake = Request (*)(const MistakeScene&);

constexpr std::array kMistakes = {
    Mistake{UnknownRoomType},
    Mistake{UnknownRatePlan},
    Mistake{ClosedChannel},
    Mistake{TooManyGuests},
    Mistake{DepartureFirst},
    Mistake{ArrivalInPast},
    Mistake{YearMistyped},
    Mistake{OwnPrice},
    Mistake{WrongDesk},
    Mistake{LeftTheHouse},
    Mistake{AuthorisesOneself},
    Mistake{SameBookingAgain},
    Mistake{UnknownBooking},
    Mistake{NotTheirs},
    Mistake{NoReason},
    Mistake{StaleRevision},
    Mistake{Backdated},
    Mistake{NothingToChange},
    Mistake{TooEarly},
    Mistake{NotInHouse},
    Mistake{NegativePayment},
    Mistake{OtherCurrency},
    Mistake{RefundOfNothing},
    Mistake{RefundOfMore},
    Mistake{WrongDay},
    Mistake{OtherCurrencyForAll},
    Mistake{MoreBrokenThanThereAre},
};

}  // namespace

std::optional<v1::Request> MakeMistake(Random& random, const MistakeScene& scene) {
  return kMistakes[static_cast<size_t>(random.Below(std::ssize(kMistakes)))](scene);
}

}  // namespace daybook::simulation
