// What the hotel makes of an answer: its books, and what follows on another day.
#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "tools/simulate/hotel.h"

namespace daybook::simulation {
namespace {

constexpr int32_t kWeek = 7 * kDayParts;

bool Has(const v1::Declined& declined, v1::DeclineCode code) {
  return std::any_of(declined.reasons().begin(), declined.reasons().end(),
                     [code](const v1::Decline& reason) { return reason.code() == code; });
}

// What follows "-b" in an id of ours; 0: it is of a story.
int64_t NumberOf(std::string_view hotel, std::string_view booking_id) {
  int64_t number = 0;
  if (!booking_id.starts_with(hotel)) return number;
  booking_id.remove_prefix(hotel.size());
  if (!booking_id.starts_with("-b")) return number;
  booking_id.remove_prefix(2);
  std::from_chars(booking_id.data(), booking_id.data() + booking_id.size(), number);
  return number;
}

int64_t RefundDue(const v1::Accepted& accepted) {
  for (const v1::Event& event : accepted.events()) {
    if (event.has_booking_cancelled()) {
      return event.booking_cancelled().cancellation().refund_due_minor();
    }
    if (event.has_no_show_marked()) {
      return event.no_show_marked().cancellation().refund_due_minor();
    }
  }
  return 0;
}

}  // namespace

// What the journals post to the folios of this hotel's guests.
void Hotel::Post(const v1::Accepted& accepted) {
  for (const v1::Journal& journal : accepted.journals()) {
    if (journal.property_id() != plan_.id) continue;
    for (const v1::Transfer& transfer : journal.transfers()) {
      BookingEntry* const entry = transfer.booking_id().empty()
                                      ? nullptr
                                      : books_.Find(NumberOf(plan_.id, transfer.booking_id()));
      if (entry == nullptr) continue;
      const int64_t amount = transfer.amount_minor();
      if (transfer.debit() == v1::GUEST_LEDGER) entry->owed_minor += amount;
      if (transfer.credit() == v1::GUEST_LEDGER) entry->owed_minor -= amount;
      if (transfer.debit() == v1::DEPOSITS) entry->deposit_minor -= amount;
      if (transfer.credit() == v1::DEPOSITS) entry->deposit_minor += amount;
    }
  }
}

// A notice is named by the record that raised it, and by its place in it.
void Hotel::NoteNotices(const v1::Accepted& accepted, uint64_t position) {
  if (position == 0) return;
  for (int i = 0; i < accepted.events_size(); ++i) {
    if (!accepted.events(i).has_notice_raised()) continue;
    notices_.push_back(absl::StrCat(position, "-", i));
  }
}

void Hotel::Answered(const Ask& ask, int32_t slot, const v1::Outcome& outcome, uint64_t position) {
  if (outcome.has_accepted()) {
    Post(outcome.accepted());
    NoteNotices(outcome.accepted(), position);
  }
  if (ask.kind == AskKind::kNothing) return;
  if (ask.kind == AskKind::kRoll) {
    if (outcome.has_accepted()) Rolled(ask, slot, outcome.accepted());
    return;
  }
  if (ask.kind == AskKind::kOutOfOrder) {
    if (outcome.has_accepted() && random_.PerMille(300)) {
      const int32_t half = (ask.patch.arrival + ask.patch.departure) / 2;
      books_.Schedule(std::max(NextSlot(slot), SlotOf(half, kMorning)),
                      {TaskKind::kPutBackInOrder, ask.patch.room_type, ask.patch.departure, 0});
    }
    return;
  }
  BookingEntry* entry = books_.Find(ask.booking);
  if (entry == nullptr) return;
  if (outcome.has_accepted()) {
    ++entry->revision;
    Accepted(ask, slot, outcome.accepted(), *entry);
  } else if (outcome.has_declined()) {
    Declined(ask, slot, outcome.declined(), *entry);
  }
}

void Hotel::Accepted(const Ask& ask, int32_t slot, const v1::Accepted& accepted,
                     BookingEntry& entry) {
  switch (ask.kind) {
    case AskKind::kCreate:
      return Created(slot, accepted, entry);
    case AskKind::kConfirm:
    case AskKind::kPromote:
      return books_.SetStage(entry, Stage::kConfirmed);
    case AskKind::kChange:
      return Changed(ask, accepted, entry);
    case AskKind::kRelease:
    case AskKind::kCancel:
    case AskKind::kNoShow:
      return Ended(slot, accepted, entry);
    case AskKind::kCheckIn:
      return CheckedIn(slot, entry);
    case AskKind::kCheckOut:
      return CheckedOut(slot, entry);
    case AskKind::kPayment:
      entry.payments.push_back({ask.payment, ask.amount_minor});
      return;
    case AskKind::kRefund:
      ++entry.refunds_under_way;
      for (PaymentEntry& payment : entry.payments) {
        if (payment.number == ask.payment) payment.free_minor -= ask.amount_minor;
      }
      return books_.Schedule(
          Awake(slot + random_.Between(2, 20)),
          {TaskKind::kSettle, entry.number, ask.amount_minor, ask.payment, ask.refund});
    case AskKind::kSettle:
      return Settled(ask, slot, entry);
    default:
      return;
  }
}

void Hotel::Created(int32_t slot, const v1::Accepted& accepted, BookingEntry& entry) {
  entry.price_minor = PriceMinor(entry);
  for (const v1::Event& event : accepted.events()) {
    if (!event.has_booking_created()) continue;
    int64_t price = 0;
    for (const v1::PriceLine& line : event.booking_created().price()) {
      price += line.nightly_minor() * std::max(1, entry.nights());
    }
    entry.price_minor = price;
  }
  books_.SetStage(entry, entry.begins_as);
  const int32_t next = NextSlot(slot);
  if (entry.begins_as == Stage::kHeld) {
    const int32_t last = entry.hold_until_slot - 1;
    const int32_t decided = std::min(Awake(slot + random_.Between(1, last - slot)), last);
    if (entry.fate == Fate::kStay) {
      books_.Schedule(decided, {TaskKind::kConfirm, entry.number, 0, 0});
    } else if (entry.fate == Fate::kRelease) {
      books_.Schedule(decided, {TaskKind::kRelease, entry.number, 0, 0});
    }
    books_.Schedule(entry.hold_until_slot, {TaskKind::kExpire, entry.number, 0, 0});
  } else if (entry.begins_as == Stage::kWaiting) {
    const int32_t lead = entry.arrival - DayOf(slot);
    const int32_t waits = std::min(DrawValue(random_, rates_.waiting_days), lead - 1);
    books_.Schedule(Awake(slot + waits * kDayParts), {TaskKind::kPromote, entry.number, 0, 0});
  }
  ScheduleChanges(slot, entry);
  if (entry.fate == Fate::kCancel) {
    books_.Schedule(std::max(next, entry.cancel_slot), {TaskKind::kCancel, entry.number, 0, 0});
  }
  if (entry.rate_plan == kNonRefundable || random_.PerMille(rates_.prepaid_permille)) {
    const int64_t percent = entry.rate_plan == kNonRefundable ? 100 : random_.Between(2, 10) * 10;
    books_.Schedule(Awake(next + random_.Below(6)), {TaskKind::kDeposit, entry.number, percent, 0});
  }
}

void Hotel::ScheduleChanges(int32_t slot, const BookingEntry& entry) {
  if (entry.changes == 0) return;
  const int32_t first = NextSlot(slot);
  const int32_t end =
      entry.fate == Fate::kCancel ? entry.cancel_slot : SlotOf(entry.arrival, kMorning) + 1;
  const int32_t last = std::max(first, end - 1);
  std::map<int32_t, int32_t> changes;
  for (int32_t i = 0; i < entry.changes; ++i) {
    const int32_t drawn = Awake(random_.Between(first, last));
    ++changes[drawn > last ? std::max(first, drawn - 2) : drawn];
  }
  for (const auto& [when, count] : changes) {
    books_.Schedule(when, {TaskKind::kChange, entry.number, count, 0});
  }
}

void Hotel::Declined(const Ask& ask, int32_t slot, const v1::Declined& declined,
                     BookingEntry& entry) {
  switch (ask.kind) {
    case AskKind::kCreate:
      if (Has(declined, v1::POLICY_NOT_AVAILABLE)) return Turned(slot, entry);
      return books_.Forget(entry.number);
    case AskKind::kPromote:
      return books_.Schedule(slot + kWeek, {TaskKind::kPromote, entry.number, 0, 0});
    case AskKind::kRefund:
      if (!Has(declined, v1::POLICY_REFUND_ABOVE_LIMIT)) return books_.Forget(entry.number);
      return books_.Schedule(NextSlot(slot),
                             {TaskKind::kRefund, entry.number, ask.amount_minor, ask.payment});
    case AskKind::kSettle:
      return books_.Forget(entry.number);
    default:
      return;
  }
}

// No room. Some take another type, some wait, now and then a manager sells a room that is not
// there.
void Hotel::Turned(int32_t slot, BookingEntry& entry) {
  const int32_t next = NextSlot(slot);
  const bool in_time = next <= SlotOf(entry.arrival, kMidday);
  const int32_t chance = random_.Below(1000);
  const int32_t otherwise = rates_.other_room_type_permille;
  const int32_t waits = otherwise + rates_.joins_waitlist_permille;
  const int32_t forced = waits + rates_.overbooked_permille;
  if (!in_time || entry.asked_times > 2 || chance >= forced) return books_.Forget(entry.number);
  if (chance < otherwise) {
    const uint8_t other = static_cast<uint8_t>((entry.room_type + 1) % kSimulatedRoomTypes);
    if (entry.adults + entry.children > plan_.room_types[other].max_guests) {
      return books_.Forget(entry.number);
    }
    entry.room_type = other;
  } else if (chance < waits) {
    if (entry.arrival - DayOf(slot) < 2) return books_.Forget(entry.number);
    entry.begins_as = Stage::kWaiting;
    entry.priority = entry.asked_by == AskedBy::kReservations ? random_.Between(1, 9) : 0;
  } else {
    entry.overbook = true;
    entry.begins_as = Stage::kConfirmed;
  }
  if (entry.begins_as == Stage::kHeld && entry.hold_until_slot < next + 2) {
    entry.hold_until_slot = next + 2;
  }
  if (entry.cancel_slot > 0) entry.cancel_slot = std::max(entry.cancel_slot, next + 2);
  books_.Schedule(next, {TaskKind::kCreate, entry.number, 0, 0});
}

void Hotel::Changed(const Ask& ask, const v1::Accepted& accepted, BookingEntry& entry) {
  for (const v1::Event& event : accepted.events()) {
    if (event.has_booking_changed()) {
      entry.price_minor += event.booking_changed().price_difference_minor();
    }
  }
  entry.adults = ask.patch.adults;
  entry.children = ask.patch.children;
  if (ask.guests_only) return;
  const bool holds_other_nights =
      entry.stage != Stage::kWaiting &&
      (entry.arrival != ask.patch.arrival || entry.departure != ask.patch.departure ||
       entry.room_type != ask.patch.room_type);
  if (holds_other_nights) freed_.push_back({entry.room_type, entry.arrival, entry.departure});
  entry.rate_plan = ask.patch.rate_plan;
  books_.SetStay(entry, ask.patch.arrival, ask.patch.departure);
  books_.SetRoomType(entry, ask.patch.room_type);
}

void Hotel::CheckedIn(int32_t slot, BookingEntry& entry) {
  books_.SetStage(entry, Stage::kInHouse);
  if (entry.nights() < 2) return;
  const int32_t last = SlotOf(entry.departure - 1, kEvening);
  if (random_.PerMille(rates_.early_departure_permille)) {
    const int32_t first = SlotOf(DayOf(slot) + 1, kMorning);
    books_.Schedule(Awake(random_.Between(first, last)),
                    {TaskKind::kLeaveEarly, entry.number, 0, 0});
  } else if (random_.PerMille(rates_.extension_permille)) {
    books_.Schedule(last, {TaskKind::kExtend, entry.number, 0, 0});
  }
}

void Hotel::CheckedOut(int32_t slot, BookingEntry& entry) {
  const int32_t today = DayOf(slot);
  if (today < entry.departure) freed_.push_back({entry.room_type, today, entry.departure});
  books_.SetStage(entry, Stage::kOver);
  customers_.Stayed({entry.customer, entry.company, entry.previous_stays + 1});
  if (entry.refunds_under_way > 0) return;  // forgotten when they are settled
  if (!random_.PerMille(rates_.feedback_permille)) return books_.Forget(entry.number);
  books_.Schedule(Awake(slot + random_.Between(1, 24)), {TaskKind::kFeedback, entry.number, 0, 0});
}

void Hotel::Ended(int32_t slot, const v1::Accepted& accepted, BookingEntry& entry) {
  if (entry.stage != Stage::kWaiting) {
    freed_.push_back({entry.room_type, entry.arrival, entry.departure});
  }
  books_.SetStage(entry, Stage::kOver);
  GiveBack(slot, RefundDue(accepted), entry);
}

// From the latest payment that it can come from as a whole; or what that one has.
void Hotel::GiveBack(int32_t slot, int64_t due_minor, BookingEntry& entry) {
  if (due_minor <= 0 || entry.payments.empty()) return books_.Forget(entry.number);
  const PaymentEntry& payment = entry.payments.back();
  const int64_t amount = std::min(due_minor, payment.free_minor);
  if (amount <= 0) return books_.Forget(entry.number);
  books_.Schedule(Awake(slot + random_.Between(1, 8)),
                  {TaskKind::kRefund, entry.number, amount, payment.number});
}

void Hotel::Settled(const Ask& ask, int32_t slot, BookingEntry& entry) {
  --entry.refunds_under_way;
  if (!ask.failed) {
    if (entry.refunds_under_way == 0 && entry.stage == Stage::kOver) books_.Forget(entry.number);
    return;
  }
  books_.Schedule(Awake(slot + random_.Between(2, 8)),
                  {TaskKind::kRefund, entry.number, ask.amount_minor, ask.payment});
}

// Where the roll marks the no-shows, it says which; what was paid for them may be due.
void Hotel::Rolled(const Ask& ask, int32_t slot, const v1::Accepted& accepted) {
  const int32_t day = ask.patch.arrival;
  last_audited_ = std::max(last_audited_, day);
  for (const v1::Event& event : accepted.events()) {
    if (!event.has_no_show_marked()) continue;
    const v1::NoShowMarked& marked = event.no_show_marked();
    BookingEntry* entry = books_.Find(NumberOf(plan_.id, marked.booking_id()));
    if (entry == nullptr) continue;
    books_.SetStage(*entry, Stage::kOver);
    freed_.push_back({entry->room_type, entry->arrival, entry->departure});
    GiveBack(slot, marked.cancellation().refund_due_minor(), *entry);
  }
  for (const int64_t number : books_.DueIn(day)) books_.Forget(number);
}

}  // namespace daybook::simulation
