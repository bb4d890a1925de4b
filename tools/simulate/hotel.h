// One hotel of the group, and the people who work in it and come to it: what they ask of the ledger,
// part of the day by part of the day, and what they do with its answers.
#ifndef DAYBOOK_TOOLS_SIMULATE_HOTEL_H_
#define DAYBOOK_TOOLS_SIMULATE_HOTEL_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "tools/simulate/ask.h"
#include "tools/simulate/books.h"
#include "tools/simulate/customers.h"
#include "tools/simulate/demand.h"
#include "tools/simulate/hotel_plan.h"
#include "tools/simulate/random.h"
#include "tools/simulate/request_writer.h"
#include "tools/simulate/settings.h"
#include "tools/simulate/story.h"

namespace daybook::simulation {

// Every answer of a batch is told before the next one is asked for.
class Hotel {
 public:
  // `settings` and `customers` outlive it.
  Hotel(const SimulationSettings& settings, int32_t index, Customers& customers);
  Hotel(const Hotel&) = delete;
  Hotel& operator=(const Hotel&) = delete;

  void Define(Batch& batch);
  // Morning, midday or evening.
  void Play(int32_t slot, Batch& batch);
  // The night audit: settles who did not come or leave, and rolls the business date. Tried again,
  // with the next `attempt`, until audited(day).
  void Audit(int32_t day, int32_t attempt, Batch& batch);
  bool audited(int32_t day) const { return last_audited_ >= day; }

  // `slot` is the one in which it was asked; `position` that of the record, 0 where there is none.
  void Answered(const Ask& ask, int32_t slot, const v1::Outcome& outcome, uint64_t position);

  const HotelPlan& plan() const { return plan_; }
  // That it has not forgotten yet.
  size_t open_bookings() const { return books_.size(); }

 private:
  // hotel.cc: the day.
  void BeginYear(int32_t slot);
  void TurnOver(int32_t slot);
  void TakeOutOfOrder(int32_t slot);
  void PutBackInOrder(int32_t slot, const Task& task);
  void DueIn(int32_t slot);
  void Arrive(int32_t slot, BookingEntry& entry, int64_t second);
  void DueOut(int32_t slot);
  void Leave(int32_t slot, BookingEntry& entry, int64_t second);
  void PayFolio(int32_t slot, BookingEntry& entry, int64_t second);
  void GiveBackOverpaid(int32_t slot, BookingEntry& entry, int64_t second);
  void CancelWaiting(int32_t slot);
  void PromoteFreed(int32_t slot);
  void NewBookings(int32_t slot);
  void ResolveDueIn(int32_t slot, int32_t attempt, int64_t second, BookingEntry& entry);

  // hotel_stories.cc
  void PlayStories(int32_t slot);
  void AcknowledgeNotices(int32_t slot);

  // hotel_tasks.cc: what had been put off until now.
  void RunTask(int32_t slot, const Task& task);
  void RunBookingTask(int32_t slot, const Task& task, BookingEntry& entry);
  void AskCreate(int32_t slot, BookingEntry& entry);
  void AskSimple(int32_t slot, AskKind kind, BookingEntry& entry);
  void AskChanges(int32_t slot, BookingEntry& entry, int64_t count);
  void AskCancel(int32_t slot, BookingEntry& entry, int64_t second);
  void AskStayChange(int32_t slot, BookingEntry& entry);
  void AskDeposit(int32_t slot, BookingEntry& entry, int64_t percent);
  void AskRefund(int32_t slot, BookingEntry& entry, const Task& task);
  void AskSettle(int32_t slot, BookingEntry& entry, const Task& task);
  void AskFeedback(int32_t slot, BookingEntry& entry);

  // hotel_changes.cc: one change of a booking that is to come.
  void FillChange(int32_t slot, const BookingEntry& entry, v1::Request& request, Patch& patch);
  void FillDates(int32_t slot, v1::ChangeBooking& change, Patch& patch);
  void FillLength(v1::ChangeBooking& change, Patch& patch);
  static void FillGuests(v1::ChangeBooking& change, v1::ChangeReason reason, const Patch& patch);
  void FillRoomType(v1::ChangeBooking& change, Patch& patch);
  void FillRatePlan(v1::ChangeBooking& change, Patch& patch);
  void FillPrice(const BookingEntry& entry, v1::Request& request);

  // hotel_answers.cc
  void Post(const v1::Accepted& accepted);
  void NoteNotices(const v1::Accepted& accepted, uint64_t position);
  void Accepted(const Ask& ask, int32_t slot, const v1::Accepted& accepted, BookingEntry& entry);
  void Declined(const Ask& ask, int32_t slot, const v1::Declined& declined, BookingEntry& entry);
  void Created(int32_t slot, const v1::Accepted& accepted, BookingEntry& entry);
  void ScheduleChanges(int32_t slot, const BookingEntry& entry);
  void Turned(int32_t slot, BookingEntry& entry);
  void Changed(const Ask& ask, const v1::Accepted& accepted, BookingEntry& entry);
  void CheckedIn(int32_t slot, BookingEntry& entry);
  void CheckedOut(int32_t slot, BookingEntry& entry);
  void Ended(int32_t slot, const v1::Accepted& accepted, BookingEntry& entry);
  void GiveBack(int32_t slot, int64_t due_minor, BookingEntry& entry);
  void Settled(const Ask& ask, int32_t slot, BookingEntry& entry);
  void Rolled(const Ask& ask, int32_t slot, const v1::Accepted& accepted);

  // hotel_send.cc: onto the way.
  int64_t ShiftBegins(int32_t slot) const;  // seconds into the slot
  int64_t DrawSecond(int32_t slot);
  const std::string& SomeDesk();
  Ask AskAbout(AskKind kind, int64_t booking) const;
  void Send(int32_t slot, int64_t second, v1::Request request, const Ask& ask);
  void SendAbout(int32_t slot, int64_t second, v1::Request request, const Ask& ask,
                 BookingEntry& entry);
  void SendMistake(int32_t slot, int64_t second, const BookingEntry& entry);
  int64_t PriceMinor(const BookingEntry& entry) const;
  int32_t NextSlot(int32_t slot) const { return Awake(slot + 1); }

  // A story that has begun and is not over.
  struct PlayedStory {
    const Story* story = nullptr;
    size_t next = 0;  // step
    int32_t begun_on = 0;
    std::string id;
  };

  const SimulationSettings& settings_;
  const SimulationRates& rates_;
  const int32_t index_;
  const HotelPlan plan_;
  const RequestWriter write_;
  Customers& customers_;
  Random random_;
  Demand demand_;
  Books books_;
  Batch* batch_ = nullptr;  // while a part is played
  std::vector<FreedNights> freed_;
  std::vector<std::string> desks_;  // at work
  std::string pending_desk_;        // comes to work tomorrow; empty: nobody
  std::string former_desk_;         // empty: nobody has left yet
  int32_t next_desk_ = 1;
  int32_t price_rises_ = 0;
  int32_t last_audited_ = -1;
  int64_t next_request_ = 1;
  int64_t next_booking_ = 1;
  int64_t next_feedback_ = 1;
  int64_t next_story_ = 1;
  std::vector<PlayedStory> playing_;  // in the order in which they began
  std::vector<std::string> notices_;  // that nobody has acknowledged yet
};

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_HOTEL_H_
