#include "tools/daybook/answer_queue.h"

#include <utility>

namespace daybook::cli {

uint64_t AnswerQueue::Reserve(uint64_t line, std::string request_id) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return places_.size() < capacity_; });
  places_.emplace_back();
  places_.back().asked.line = line;
  places_.back().asked.request_id = std::move(request_id);
  return first_ticket_ + places_.size() - 1;
}

void AnswerQueue::Fill(uint64_t ticket, absl::StatusOr<Receipt> result) {
  const std::lock_guard lock(mutex_);
  Place& place = places_[ticket - first_ticket_];
  place.asked.result = std::move(result);
  place.filled = true;
  if (ticket == first_ticket_) changed_.notify_all();
}

void AnswerQueue::End() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

std::optional<Asked> AnswerQueue::TakeFront() {
  if (places_.empty()) return std::nullopt;
  Asked asked = std::move(places_.front().asked);
  places_.pop_front();
  ++first_ticket_;
  changed_.notify_all();
  return asked;
}

}  // namespace daybook::cli
