// What was put off until now: a booking's confirmation, change, cancellation, money, feedback.
#include <algorithm>
#include <array>
#include <utility>

#include "tools/simulate/hotel.h"

namespace daybook::simulation {
namespace {

constexpr int32_t kLastDays = 3;  // before arrival: other reasons to cancel
constexpr int32_t kCancelTwicePerMille = 15;
constexpr int32_t kRefundTries = 4;
constexpr int32_t kKnowsRevisionPerMille = 200;

constexpr std::array<const char*, 5> kCategories = {"cleanliness", "staff", "breakfast", "room",
                                                    "price"};

}  // namespace

void Hotel::RunTask(int32_t slot, const Task& task) {
  if (task.kind == TaskKind::kPutBackInOrder) return PutBackInOrder(slot, task);
  BookingEntry* entry = books_.Find(task.booking);
  if (entry == nullptr) return;
  if (entry->busy_slot == slot) return books_.Schedule(NextSlot(slot), task);
  RunBookingTask(slot, task, *entry);
}

void Hotel::RunBookingTask(int32_t slot, const Task& task, BookingEntry& entry) {
  const bool open = entry.stage == Stage::kHeld || entry.stage == Stage::kWaiting ||
                    entry.stage == Stage::kConfirmed;
  switch (task.kind) {
    case TaskKind::kCreate:
      if (entry.stage == Stage::kAsked) AskCreate(slot, entry);
      break;
    case TaskKind::kConfirm:
      if (entry.stage == Stage::kHeld) AskSimple(slot, AskKind::kConfirm, entry);
      break;
    case TaskKind::kRelease:
      if (entry.stage == Stage::kHeld) AskSimple(slot, AskKind::kRelease, entry);
      break;
    case TaskKind::kExpire:
      if (entry.stage == Stage::kHeld) {
        freed_.push_back({entry.room_type, entry.arrival, entry.departure});
        books_.Forget(entry.number);
      }
      break;
    case TaskKind::kPromote:
      if (entry.stage == Stage::kWaiting) AskSimple(slot, AskKind::kPromote, entry);
      break;
    case TaskKind::kChange:
      if (open) AskChanges(slot, entry, task.value);
      break;
    case TaskKind::kCancel:
      if (open) AskCancel(slot, entry, DrawSecond(slot));
      break;
    case TaskKind::kDeposit:
      if (open || entry.stage == Stage::kInHouse) AskDeposit(slot, entry, task.value);
      break;
    case TaskKind::kExtend:
      if (entry.stage == Stage::kInHouse) AskStayChange(slot, entry);
      break;
    case TaskKind::kLeaveEarly:
      if (entry.stage == Stage::kInHouse) Leave(slot, entry, DrawSecond(slot));
      break;
    case TaskKind::kRefund:
      AskRefund(slot, entry, task);
      break;
    case TaskKind::kSettle:
      AskSettle(slot, entry, task);
      break;
    case TaskKind::kFeedback:
      AskFeedback(slot, entry);
      break;
    case TaskKind::kPutBackInOrder:
      break;
  }
}

void Hotel::AskCreate(int32_t slot, BookingEntry& entry) {
  ++entry.asked_times;
  v1::Request request = write_.Create(entry);
  write_.SetAsker(entry, request);
  if (entry.asked_by == AskedBy::kDesk) write_.SetStaff(SomeDesk(), request);
  if (entry.overbook) {
    write_.SetStaff(plan_.Reservations(), request);
    RequestWriter::Force(v1::POLICY_NOT_AVAILABLE, plan_.Manager(), "overbooked", request);
  }
  SendAbout(slot, DrawSecond(slot), std::move(request), AskAbout(AskKind::kCreate, entry.number),
            entry);
}

// Those that say no more than which booking.
void Hotel::AskSimple(int32_t slot, AskKind kind, BookingEntry& entry) {
  const std::string id = write_.BookingId(entry.number);
  v1::Request request;
  write_.SetAsker(entry, request);
  if (entry.asked_by == AskedBy::kDesk) write_.SetStaff(SomeDesk(), request);
  if (kind == AskKind::kConfirm) {
    request.mutable_confirm_booking()->set_booking_id(id);
  } else if (kind == AskKind::kRelease) {
    request.mutable_release_booking()->set_booking_id(id);
  } else {
    request.mutable_promote_booking()->set_booking_id(id);
    request.clear_channel_id();
    write_.SetStaff(plan_.Reservations(), request);
  }
  SendAbout(slot, DrawSecond(slot), std::move(request), AskAbout(kind, entry.number), entry);
}

// Several in one part of the day: the first may be any, the others go back and forth on the guests,
// so that none depends on what came of the one before.
void Hotel::AskChanges(int32_t slot, BookingEntry& entry, int64_t count) {
  const int64_t begin = DrawSecond(slot);
  for (int64_t i = 0; i < count; ++i) {
    v1::Request request;
    request.mutable_change_booking()->set_booking_id(write_.BookingId(entry.number));
    write_.SetAsker(entry, request);
    if (entry.asked_by == AskedBy::kDesk) write_.SetStaff(SomeDesk(), request);
    Ask ask = AskAbout(AskKind::kChange, entry.number);
    ask.patch = PatchOf(entry);
    if (i == 0) {
      FillChange(slot, entry, request, ask.patch);
      if (random_.PerMille(kKnowsRevisionPerMille)) request.set_if_revision(entry.revision);
    } else {
      ask.guests_only = true;
      ask.patch.adults = i % 2 == 1 ? uint8_t{1} : entry.adults;
      FillGuests(*request.mutable_change_booking(), v1::CHANGE_REASON_WRONG_DATA, ask.patch);
    }
    SendAbout(slot, begin + i, std::move(request), ask, entry);
  }
}

void Hotel::AskCancel(int32_t slot, BookingEntry& entry, int64_t second) {
  const bool last_days = entry.arrival - DayOf(slot) <= kLastDays;
  const auto reason = static_cast<v1::CancellationReason>(
      random_.Pick(last_days ? rates_.last_days_reasons : rates_.cancellation_reasons));
  v1::Request request = write_.Cancel(entry.number, reason);
  write_.SetAsker(entry, request);
  if (entry.asked_by == AskedBy::kDesk || reason == v1::CANCELLATION_REASON_DEPOSIT_UNPAID) {
    request.clear_channel_id();
    write_.SetStaff(SomeDesk(), request);
  }
  const bool twice = random_.PerMille(kCancelTwicePerMille);
  v1::Request again = request;
  SendAbout(slot, second, std::move(request), AskAbout(AskKind::kCancel, entry.number), entry);
  if (twice) Send(slot, second + 5, std::move(again), AskAbout(AskKind::kNothing, entry.number));
}

// In house: a night more.
void Hotel::AskStayChange(int32_t slot, BookingEntry& entry) {
  v1::Request request;
  v1::ChangeBooking& change = *request.mutable_change_booking();
  change.set_booking_id(write_.BookingId(entry.number));
  change.set_reason(v1::CHANGE_REASON_ITINERARY);
  Ask ask = AskAbout(AskKind::kChange, entry.number);
  ask.patch = PatchOf(entry);
  ask.patch.departure += random_.Between(1, 2);
  change.set_departure(write_.DateOf(ask.patch.departure).ymd());
  write_.SetStaff(SomeDesk(), request);
  SendAbout(slot, DrawSecond(slot), std::move(request), ask, entry);
}

void Hotel::AskDeposit(int32_t slot, BookingEntry& entry, int64_t percent) {
  const int64_t amount = entry.price_minor * percent / 100;
  if (amount <= 0) return;
  const int32_t number = static_cast<int32_t>(entry.payments.size()) + 1;
  const bool channel = entry.asked_by == AskedBy::kChannel;
  v1::Request request = write_.Pay(entry.number, number, amount,
                                   channel ? v1::PAYMENT_METHOD_CHANNEL : v1::PAYMENT_METHOD_CARD);
  if (channel) {
    write_.SetAsker(entry, request);
  } else {
    write_.SetStaff(kSimulatedFinance, request);
  }
  Ask ask = AskAbout(AskKind::kPayment, entry.number);
  ask.payment = number;
  ask.amount_minor = amount;
  SendAbout(slot, DrawSecond(slot), std::move(request), ask, entry);
}

void Hotel::AskRefund(int32_t slot, BookingEntry& entry, const Task& task) {
  const int32_t tries = ++entry.refund_tries;
  if (tries > kRefundTries) return books_.Forget(entry.number);
  v1::Request request = write_.Refund(
      entry.number, task.payment, tries, task.value,
      entry.fate == Fate::kStay ? v1::REFUND_REASON_OVERPAYMENT : v1::REFUND_REASON_CANCELLATION);
  // The desk may give back a little, finance more; the rest is for the manager, or takes the
  // manager's word.
  const std::string clerk = random_.PerMille(500) ? SomeDesk() : std::string(kSimulatedFinance);
  write_.SetStaff(tries == 1 ? clerk : plan_.Manager(), request);
  if (tries == 1 && random_.PerMille(50)) {
    RequestWriter::Force(v1::POLICY_REFUND_ABOVE_LIMIT, plan_.Manager(), "regular-guest", request);
  }
  Ask ask = AskAbout(AskKind::kRefund, entry.number);
  ask.payment = task.payment;
  ask.refund = tries;
  ask.amount_minor = task.value;
  SendAbout(slot, DrawSecond(slot), std::move(request), ask, entry);
}

void Hotel::AskSettle(int32_t slot, BookingEntry& entry, const Task& task) {
  const bool fails = random_.PerMille(rates_.refund_fails_permille);
  const bool cancelled = !fails && random_.PerMille(rates_.refund_cancelled_permille);
  v1::Request request = write_.Settle(entry.number, task.payment, task.refund,
                                      fails       ? v1::REFUND_FAILED
                                      : cancelled ? v1::REFUND_CANCELLED
                                                  : v1::REFUND_SUCCEEDED);
  write_.SetStaff(kSimulatedFinance, request);
  Ask ask = AskAbout(AskKind::kSettle, entry.number);
  ask.payment = task.payment;
  ask.amount_minor = task.value;
  ask.failed = fails || cancelled;
  SendAbout(slot, DrawSecond(slot), std::move(request), ask, entry);
}

void Hotel::AskFeedback(int32_t slot, BookingEntry& entry) {
  v1::Request request;
  v1::Feedback& feedback = *request.mutable_record_feedback()->mutable_feedback();
  feedback.set_feedback_id(plan_.id + "-f" + std::to_string(next_feedback_++));
  feedback.set_property_id(plan_.id);
  feedback.set_booking_id(write_.BookingId(entry.number));
  feedback.set_customer_id(RequestWriter::CustomerId(entry.customer));
  feedback.set_channel(static_cast<v1::FeedbackChannel>(random_.Between(1, 4)));
  feedback.set_kind(
      static_cast<v1::FeedbackKind>(1 + random_.Pick(std::array<int32_t, 4>{550, 250, 120, 80})));
  if (feedback.kind() == v1::FEEDBACK_KIND_COMPLIMENT) {
    feedback.set_score(random_.Between(75, 100));
  } else if (feedback.kind() == v1::FEEDBACK_KIND_COMPLAINT) {
    feedback.set_score(random_.Between(5, 60));
  }
  feedback.set_category(kCategories[static_cast<size_t>(random_.Below(5))]);
  if (random_.PerMille(rates_.remark_permille)) {
    feedback.mutable_remark()->mutable_plain()->set_remark("A synthetic remark on the stay.");
  }
  if (feedback.channel() == v1::FEEDBACK_CHANNEL_ONLINE_REVIEW ||
      feedback.channel() == v1::FEEDBACK_CHANNEL_EMAIL) {
    request.mutable_actor()->set_kind(v1::ACTOR_KIND_GUEST);
    request.mutable_actor()->set_id(RequestWriter::CustomerId(entry.customer));
    request.set_authenticated_by("web");
  } else {
    write_.SetStaff(SomeDesk(), request);
  }
  Send(slot, DrawSecond(slot), std::move(request), AskAbout(AskKind::kNothing, entry.number));
  books_.Forget(entry.number);
}

}  // namespace daybook::simulation
