// What a simulated hotel knows about its own bookings: as much as its people need for what they do
// next, learnt from what the ledger answered. A booking that is over is forgotten.
#ifndef DAYBOOK_TOOLS_SIMULATE_BOOKS_H_
#define DAYBOOK_TOOLS_SIMULATE_BOOKS_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace daybook::simulation {

// A day has four parts; what happens in one is decided on what was known when it began. Slot = day
// since the beginning * 4 + part.
enum DayPart : int32_t { kMorning, kMidday, kEvening, kNight };
inline constexpr int32_t kDayParts = 4;
constexpr int32_t SlotOf(int32_t day, int32_t part) { return day * kDayParts + part; }
constexpr int32_t DayOf(int32_t slot) { return slot / kDayParts; }
// Nights are for the audit: what falls into one waits until morning.
constexpr int32_t Awake(int32_t slot) { return slot % kDayParts == kNight ? slot + 1 : slot; }

enum class Stage : uint8_t { kAsked, kHeld, kWaiting, kConfirmed, kInHouse, kOver };
// How it will end, drawn when it is made.
enum class Fate : uint8_t { kStay, kCancel, kNoShow, kRelease, kExpire };
enum class AskedBy : uint8_t { kGuest, kChannel, kReservations, kDesk };

struct PaymentEntry {
  int32_t number = 0;
  int64_t free_minor = 0;
};

struct BookingEntry {
  int64_t number = 0;
  Stage stage = Stage::kAsked;
  Stage begins_as = Stage::kConfirmed;
  Fate fate = Fate::kStay;
  AskedBy asked_by = AskedBy::kGuest;
  uint8_t channel = 0;    // SimulatedChannel
  uint8_t room_type = 0;  // index
  uint8_t rate_plan = 0;  // SimulatedRatePlan
  uint8_t adults = 1;
  uint8_t children = 0;
  bool repeated = false;
  bool overbook = false;      // a manager forces it
  bool with_details = false;  // name and so on are given
  int32_t previous_stays = 0;
  int32_t priority = 0;  // on the waitlist
  int32_t company = 0;   // 0: none
  int32_t made_slot = 0;
  int32_t arrival = 0;  // days since the beginning
  int32_t departure = 0;
  int32_t hold_until_slot = 0;  // the hold expires when it begins
  int32_t cancel_slot = 0;
  int32_t changes = 0;  // that will be asked for
  int32_t asked_times = 0;
  int32_t busy_slot = -1;  // nothing else is asked about it in this slot
  int64_t customer = 0;
  int64_t agreed_nightly_minor = 0;  // 0: the rate plan's
  int64_t price_minor = 0;
  int32_t revision = 0;
  int32_t refund_tries = 0;
  std::vector<PaymentEntry> payments;
  int64_t owed_minor = 0;     // on the folio; below 0: has paid more. As the journals say
  int64_t deposit_minor = 0;  // paid ahead
  int32_t refunds_under_way = 0;

  int32_t nights() const { return departure - arrival; }
};

enum class TaskKind : uint8_t {
  kCreate,  // again, otherwise
  kConfirm,
  kRelease,
  kExpire,
  kPromote,
  kChange,
  kCancel,
  kDeposit,
  kExtend,
  kLeaveEarly,
  kRefund,
  kSettle,
  kFeedback,
  kPutBackInOrder,
};

struct Task {
  TaskKind kind = TaskKind::kChange;
  int64_t booking = 0;
  int64_t value = 0;
  int32_t payment = 0;
  int32_t refund = 0;
};

// Rooms that became free, for those who wait.
struct FreedNights {
  uint8_t room_type = 0;
  int32_t from = 0;
  int32_t to = 0;
};

class Books {
 public:
  // The entry stays where it is until Forget.
  BookingEntry& Add(BookingEntry entry);
  BookingEntry* Find(int64_t number);
  void Forget(int64_t number);

  // Keep the entry's stage, arrival and departure in step with the lists below.
  void SetStage(BookingEntry& entry, Stage stage);
  void SetStay(BookingEntry& entry, int32_t arrival, int32_t departure);
  void SetRoomType(BookingEntry& entry, uint8_t room_type);

  // Held, waiting or confirmed, due to arrive on `day` or before; by arrival.
  std::vector<int64_t> DueIn(int32_t day) const;
  // In house, due to leave on `day` or before; by departure.
  std::vector<int64_t> DueOut(int32_t day) const;
  // The first in the queue for this room type with a night in common.
  std::optional<int64_t> FirstWaiting(const FreedNights& freed) const;

  void Schedule(int32_t slot, Task task);
  std::vector<Task> TakeTasks(int32_t slot);

  size_t size() const { return entries_.size(); }

 private:
  using ByDay = std::set<std::pair<int32_t, int64_t>>;

  void Unlist(const BookingEntry& entry);
  void List(const BookingEntry& entry);

  std::unordered_map<int64_t, BookingEntry> entries_;  // looked up only: it has no order
  ByDay arrivals_;
  ByDay departures_;
  std::set<std::tuple<uint8_t, int32_t, int64_t>> waiting_;  // room type, -priority, number
  std::deque<std::vector<Task>> agenda_;
  int32_t agenda_begin_ = 0;  // slot of the first
};

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_BOOKS_H_
