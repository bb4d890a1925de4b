#include "ledger/engine/submit_queue.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/engine/deadline.h"

namespace daybook {

absl::Status SubmitQueue::Push(Submission& submission, absl::Time wait_until) {
  bool wake = false;
  {
    std::unique_lock lock(mutex_);
    if (count_ >= capacity_ && !closed_) {
      ++waiting_;
      WaitUntil(drained_, lock, wait_until, [this] { return count_ < capacity_ || closed_; });
      --waiting_;
    }
    if (closed_) return absl::FailedPreconditionError("the ledger is closed");
    if (count_ >= capacity_) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the queue is full (", capacity_, " requests); nothing was recorded"));
    }
    queued_.push_back(std::move(submission));
    ++count_;
    wake = std::exchange(consumer_waits_, false);
  }
  if (wake) filled_.notify_one();
  return absl::OkStatus();
}

bool SubmitQueue::Take(size_t max, std::vector<Submission>& taken) {
  size_t count = handed_.size() - next_;
  bool wake = false;
  {
    std::unique_lock lock(mutex_);
    if (count == 0) {
      handed_.clear();
      next_ = 0;
      while (queued_.empty() && !closed_) {
        consumer_waits_ = true;
        filled_.wait(lock);
      }
      consumer_waits_ = false;
      std::swap(handed_, queued_);
      count = handed_.size();
      if (count == 0) return false;
    }
    count = std::min(count, max);
    count_ -= count;
    wake = waiting_ > 0;
  }
  if (wake) drained_.notify_all();
  const auto begin = handed_.begin() + static_cast<std::ptrdiff_t>(next_);
  std::move(begin, begin + static_cast<std::ptrdiff_t>(count), std::back_inserter(taken));
  next_ += count;
  return true;
}

void SubmitQueue::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  filled_.notify_all();
  drained_.notify_all();
}

}  // namespace daybook
