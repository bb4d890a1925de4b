// Answers come in any order and leave in the order in which their requests were asked.
#ifndef DAYBOOK_TOOLS_DAYBOOK_ANSWER_QUEUE_H_
#define DAYBOOK_TOOLS_DAYBOOK_ANSWER_QUEUE_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "ledger/ledger.h"

namespace daybook::cli {

struct Asked {
  uint64_t line = 0;
  std::string request_id;
  absl::StatusOr<Receipt> result = absl::UnknownError("not answered");
};

// Reserve by one thread, Fill by any, Take by one.
class AnswerQueue {
 public:
  explicit AnswerQueue(size_t capacity) : capacity_(capacity) {}

  // Takes the next place, waiting while `capacity` places are taken; gives its ticket.
  uint64_t Reserve(uint64_t line, std::string request_id);
  void Fill(uint64_t ticket, absl::StatusOr<Receipt> result);
  // No more places will be taken.
  void End();

  // The first place as soon as it is filled; nullopt once it has ended and all were taken.
  // `before_waiting` is called, without the lock, before it blocks.
  template <typename BeforeWaiting>
  std::optional<Asked> Take(BeforeWaiting before_waiting);

 private:
  struct Place {
    Asked asked;
    bool filled = false;
  };
  bool FrontReady() const { return places_.empty() ? ended_ : places_.front().filled; }
  std::optional<Asked> TakeFront();

  const size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Place> places_;
  uint64_t first_ticket_ = 0;  // of places_.front()
  bool ended_ = false;
};

template <typename BeforeWaiting>
std::optional<Asked> AnswerQueue::Take(BeforeWaiting before_waiting) {
  std::unique_lock lock(mutex_);
  if (!FrontReady()) {
    lock.unlock();
    before_waiting();
    lock.lock();
    changed_.wait(lock, [this] { return FrontReady(); });
  }
  return TakeFront();
}

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_ANSWER_QUEUE_H_
