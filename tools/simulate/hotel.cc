#include "tools/simulate/hotel.h"

#include <algorithm>
#include <utility>

namespace daybook::simulation {
namespace {

constexpr int32_t kMonthsDay = 100;  // of a date as yyyymmdd
constexpr int32_t kNewYear = 101;
constexpr int32_t kStaffLeavesOn = 701;
constexpr int32_t kCheckOutsInMorningPerMille = 800;
constexpr int32_t kCheckInsAtMiddayPerMille = 600;
constexpr int64_t kAuditSeconds = 600;  // an attempt of both shifts
constexpr int64_t kRollAfterSeconds = 240;

constexpr std::array<const char*, 4> kOutOfOrderReasons = {"water-damage", "painting", "heating",
                                                           "deep-cleaning"};

int32_t MonthAndDay(CivilDate date) { return date.ymd() % (kMonthsDay * kMonthsDay); }

}  // namespace

Hotel::Hotel(const SimulationSettings& settings, int32_t index, Customers& customers)
    : settings_(settings),
      rates_(settings.rates),
      index_(index),
      plan_(MakeHotelPlan(settings, index)),
      write_(plan_, settings.from),
      customers_(customers),
      random_(settings.seed, static_cast<uint64_t>(index) * 2 + 2),
      demand_(settings, plan_, customers) {}

void Hotel::Define(Batch& batch) {
  batch_ = &batch;
  int64_t second = index_ + 1;
  for (v1::Request& request : HotelDefinitions(plan_, settings_.from, rates_.price_rise_permille)) {
    RequestWriter::SetOwner(request);
    Send(SlotOf(0, kMorning), second - 3600, std::move(request), AskAbout(AskKind::kNothing, 0));
  }
  desks_ = {plan_.Desk(1), plan_.Desk(2)};
  next_desk_ = 3;
}

void Hotel::Play(int32_t slot, Batch& batch) {
  batch_ = &batch;
  if (slot % kDayParts == kMorning) {
    BeginYear(slot);
    TurnOver(slot);
    CancelWaiting(slot);
    if (random_.PerMille(rates_.out_of_order_permille)) TakeOutOfOrder(slot);
  }
  AcknowledgeNotices(slot);
  PlayStories(slot);
  for (const Task& task : books_.TakeTasks(slot)) RunTask(slot, task);
  DueOut(slot);
  if (slot % kDayParts != kMorning) DueIn(slot);
  PromoteFreed(slot);
  NewBookings(slot);
}

void Hotel::BeginYear(int32_t slot) {
  const int32_t day = DayOf(slot);
  if (day == 0 || MonthAndDay(write_.DateOf(day)) != kNewYear) return;
  ++price_rises_;
  for (int32_t rate_plan = 0; rate_plan < std::ssize(kSimulatedRatePlanIds); ++rate_plan) {
    v1::Request request =
        RatePlanDefinitionOf(plan_, rate_plan, price_rises_, rates_.price_rise_permille);
    write_.SetStaff(plan_.Manager(), request);
    Send(slot, ShiftBegins(slot) + rate_plan, std::move(request), AskAbout(AskKind::kNothing, 0));
  }
}

// Once a year somebody leaves the front desk and somebody else comes.
void Hotel::TurnOver(int32_t slot) {
  const int32_t day = DayOf(slot);
  if (!pending_desk_.empty()) desks_.back() = std::exchange(pending_desk_, {});
  const int32_t leaves_on = kStaffLeavesOn + index_ % 28;
  if (day == 0 || MonthAndDay(write_.DateOf(day)) != leaves_on) return;
  const int32_t leaver = next_desk_ - 2;
  v1::Request leaves = DeskDefinitionOf(plan_, leaver, true);
  RequestWriter::SetOwner(leaves);
  Send(slot, ShiftBegins(slot) + 3, std::move(leaves), AskAbout(AskKind::kNothing, 0));
  v1::Request comes = DeskDefinitionOf(plan_, next_desk_, false);
  write_.SetStaff(kSimulatedGroupManager, comes);
  Send(slot, ShiftBegins(slot) + 4, std::move(comes), AskAbout(AskKind::kNothing, 0));
  former_desk_ = plan_.Desk(leaver);
  // Who comes begins tomorrow.
  desks_ = {plan_.Desk(next_desk_ - 1)};
  desks_.push_back(desks_.front());
  pending_desk_ = plan_.Desk(next_desk_);
  ++next_desk_;
}

void Hotel::TakeOutOfOrder(int32_t slot) {
  const size_t type = random_.Pick(std::array<int32_t, 3>{60, 30, 10});
  const int32_t from = DayOf(slot) + random_.Below(6);
  const int32_t until = from + random_.Between(1, 10);
  const int32_t rooms = random_.Between(1, 2);
  const char* const reason = kOutOfOrderReasons[static_cast<size_t>(random_.Below(4))];
  v1::Request request = write_.OutOfOrder(plan_.room_types[type].id, from, until, rooms, reason);
  write_.SetStaff(plan_.Manager(), request);
  // A burst pipe does not ask what was sold.
  if (random_.PerMille(250)) {
    RequestWriter::Force(v1::POLICY_CAPACITY_BELOW_SOLD, kSimulatedGroupManager, "unusable",
                         request);
  }
  Ask ask = AskAbout(AskKind::kOutOfOrder, 0);
  ask.patch.arrival = from;
  ask.patch.departure = until;
  ask.patch.room_type = static_cast<uint8_t>(type);
  Send(slot, DrawSecond(slot), std::move(request), ask);
}

void Hotel::PutBackInOrder(int32_t slot, const Task& task) {
  const int32_t from = DayOf(slot);
  const int32_t until = static_cast<int32_t>(task.value);
  if (from >= until) return;
  v1::Request request = write_.OutOfOrder(plan_.room_types[static_cast<size_t>(task.booking)].id,
                                          from, until, 0, "repaired");
  write_.SetStaff(plan_.Manager(), request);
  Send(slot, DrawSecond(slot), std::move(request), AskAbout(AskKind::kNothing, 0));
}

void Hotel::DueIn(int32_t slot) {
  const bool evening = slot % kDayParts == kEvening;
  for (const int64_t number : books_.DueIn(DayOf(slot))) {
    BookingEntry& entry = *books_.Find(number);
    if (entry.stage != Stage::kConfirmed || entry.busy_slot == slot) continue;
    if (entry.fate == Fate::kCancel) {
      AskCancel(slot, entry, DrawSecond(slot));
    } else if (entry.fate == Fate::kStay &&
               (evening || random_.PerMille(kCheckInsAtMiddayPerMille))) {
      Arrive(slot, entry, DrawSecond(slot));
    }
  }
}

void Hotel::Arrive(int32_t slot, BookingEntry& entry, int64_t second) {
  // Of those who come, as many as make up the share of all bookings.
  const int32_t stays = rates_.bookings - rates_.cancelled - rates_.no_shows;
  if (random_.Chance(rates_.reassigned, stays)) {
    const size_t other =
        (entry.room_type + size_t{1} + static_cast<size_t>(random_.Below(2))) % kSimulatedRoomTypes;
    v1::Request assign = write_.Assign(entry.number, plan_.room_types[other].id);
    write_.SetStaff(SomeDesk(), assign);
    SendAbout(slot, second - 60, std::move(assign), AskAbout(AskKind::kAssign, entry.number),
              entry);
  }
  v1::Request request = write_.CheckIn(entry.number);
  write_.SetStaff(SomeDesk(), request);
  SendAbout(slot, second, std::move(request), AskAbout(AskKind::kCheckIn, entry.number), entry);
}

void Hotel::DueOut(int32_t slot) {
  const bool morning = slot % kDayParts == kMorning;
  for (const int64_t number : books_.DueOut(DayOf(slot))) {
    BookingEntry& entry = *books_.Find(number);
    if (entry.busy_slot == slot) continue;
    if (morning && !random_.PerMille(kCheckOutsInMorningPerMille)) continue;
    Leave(slot, entry, DrawSecond(slot));
  }
}

// The folio is settled first: nobody leaves with anything open.
void Hotel::Leave(int32_t slot, BookingEntry& entry, int64_t second) {
  if (entry.owed_minor > 0) PayFolio(slot, entry, second - 60);
  if (entry.owed_minor < 0) GiveBackOverpaid(slot, entry, second - 60);
  v1::Request request = write_.CheckOut(entry.number);
  write_.SetStaff(SomeDesk(), request);
  SendAbout(slot, second, std::move(request), AskAbout(AskKind::kCheckOut, entry.number), entry);
}

void Hotel::PayFolio(int32_t slot, BookingEntry& entry, int64_t second) {
  const int32_t number = static_cast<int32_t>(entry.payments.size()) + 1;
  v1::Request pay = write_.Pay(entry.number, number, entry.owed_minor,
                               entry.company != 0      ? v1::PAYMENT_METHOD_TRANSFER
                               : random_.PerMille(120) ? v1::PAYMENT_METHOD_CASH
                                                       : v1::PAYMENT_METHOD_CARD);
  write_.SetStaff(SomeDesk(), pay);
  Ask ask = AskAbout(AskKind::kPayment, entry.number);
  ask.payment = number;
  ask.amount_minor = entry.owed_minor;
  SendAbout(slot, second, std::move(pay), ask, entry);
}

// From the latest payments; the manager may give back any amount.
void Hotel::GiveBackOverpaid(int32_t slot, BookingEntry& entry, int64_t second) {
  int64_t left = -entry.owed_minor;
  for (auto payment = entry.payments.rbegin(); payment != entry.payments.rend(); ++payment) {
    const int64_t amount = std::min(left, payment->free_minor);
    if (amount <= 0) continue;
    left -= amount;
    const int32_t refund = ++entry.refund_tries;
    v1::Request request =
        write_.Refund(entry.number, payment->number, refund, amount, v1::REFUND_REASON_OVERPAYMENT);
    write_.SetStaff(plan_.Manager(), request);
    Ask ask = AskAbout(AskKind::kRefund, entry.number);
    ask.payment = payment->number;
    ask.refund = refund;
    ask.amount_minor = amount;
    SendAbout(slot, second++, std::move(request), ask, entry);
  }
}

// Who still waits on the day of arrival goes elsewhere.
void Hotel::CancelWaiting(int32_t slot) {
  for (const int64_t number : books_.DueIn(DayOf(slot))) {
    BookingEntry& entry = *books_.Find(number);
    if (entry.stage == Stage::kWaiting) AskCancel(slot, entry, DrawSecond(slot));
  }
}

void Hotel::PromoteFreed(int32_t slot) {
  for (const FreedNights& freed : std::exchange(freed_, {})) {
    const std::optional<int64_t> first = books_.FirstWaiting(freed);
    if (!first) continue;
    BookingEntry& entry = *books_.Find(*first);
    if (entry.busy_slot == slot || entry.arrival < DayOf(slot)) continue;
    AskSimple(slot, AskKind::kPromote, entry);
  }
}

void Hotel::NewBookings(int32_t slot) {
  for (BookingEntry& drawn : demand_.Draw(random_, slot)) {
    drawn.number = next_booking_++;
    drawn.made_slot = slot;
    AskCreate(slot, books_.Add(std::move(drawn)));
  }
}

void Hotel::Audit(int32_t day, int32_t attempt, Batch& batch) {
  batch_ = &batch;
  const int32_t slot = SlotOf(day, kNight);
  const int64_t begin = attempt * kAuditSeconds + ShiftBegins(slot);
  for (const int64_t number : books_.DueOut(day)) {
    Leave(slot, *books_.Find(number), begin + 70 + random_.Below(100));
  }
  for (const int64_t number : books_.DueIn(day)) {
    ResolveDueIn(slot, attempt, begin + 70 + random_.Below(100), *books_.Find(number));
  }
  v1::Request request = write_.Roll(day);
  write_.SetStaff(SomeDesk(), request);
  Ask ask = AskAbout(AskKind::kRoll, 0);
  ask.patch.arrival = day;
  Send(slot, begin + kRollAfterSeconds, std::move(request), ask);
}

// Who was made late in the evening may still walk in; all others did not come.
void Hotel::ResolveDueIn(int32_t slot, int32_t attempt, int64_t second, BookingEntry& entry) {
  if (entry.stage == Stage::kWaiting || entry.fate == Fate::kCancel) {
    AskCancel(slot, entry, second);
  } else if (entry.stage == Stage::kHeld) {
    v1::Request request;
    request.mutable_release_booking()->set_booking_id(write_.BookingId(entry.number));
    write_.SetStaff(SomeDesk(), request);
    SendAbout(slot, second, std::move(request), AskAbout(AskKind::kRelease, entry.number), entry);
  } else if (entry.fate == Fate::kStay && attempt == 0) {
    Arrive(slot, entry, second);
  } else if (!plan_.roll_marks_no_shows || attempt > 0) {
    v1::Request request = write_.NoShow(entry.number);
    write_.SetStaff(SomeDesk(), request);
    SendAbout(slot, second, std::move(request), AskAbout(AskKind::kNoShow, entry.number), entry);
  }
}

}  // namespace daybook::simulation
