#include "tools/simulate/books.h"

#include <algorithm>

namespace daybook::simulation {
namespace {

bool IsExpected(Stage stage) {
  return stage == Stage::kHeld || stage == Stage::kWaiting || stage == Stage::kConfirmed;
}

}  // namespace

BookingEntry& Books::Add(BookingEntry entry) {
  const int64_t number = entry.number;
  return entries_.insert_or_assign(number, std::move(entry)).first->second;
}

BookingEntry* Books::Find(int64_t number) {
  const auto found = entries_.find(number);
  return found == entries_.end() ? nullptr : &found->second;
}

void Books::Forget(int64_t number) {
  const auto found = entries_.find(number);
  if (found == entries_.end()) return;
  Unlist(found->second);
  entries_.erase(found);
}

void Books::Unlist(const BookingEntry& entry) {
  if (IsExpected(entry.stage)) arrivals_.erase({entry.arrival, entry.number});
  if (entry.stage == Stage::kInHouse) departures_.erase({entry.departure, entry.number});
  if (entry.stage == Stage::kWaiting) {
    waiting_.erase({entry.room_type, -entry.priority, entry.number});
  }
}

void Books::List(const BookingEntry& entry) {
  if (IsExpected(entry.stage)) arrivals_.insert({entry.arrival, entry.number});
  if (entry.stage == Stage::kInHouse) departures_.insert({entry.departure, entry.number});
  if (entry.stage == Stage::kWaiting) {
    waiting_.insert({entry.room_type, -entry.priority, entry.number});
  }
}

void Books::SetStage(BookingEntry& entry, Stage stage) {
  Unlist(entry);
  entry.stage = stage;
  List(entry);
}

void Books::SetStay(BookingEntry& entry, int32_t arrival, int32_t departure) {
  Unlist(entry);
  entry.arrival = arrival;
  entry.departure = departure;
  List(entry);
}

void Books::SetRoomType(BookingEntry& entry, uint8_t room_type) {
  Unlist(entry);
  entry.room_type = room_type;
  List(entry);
}

std::vector<int64_t> Books::DueIn(int32_t day) const {
  std::vector<int64_t> due;
  for (auto i = arrivals_.begin(); i != arrivals_.end() && i->first <= day; ++i) {
    due.push_back(i->second);
  }
  return due;
}

std::vector<int64_t> Books::DueOut(int32_t day) const {
  std::vector<int64_t> due;
  for (auto i = departures_.begin(); i != departures_.end() && i->first <= day; ++i) {
    due.push_back(i->second);
  }
  return due;
}

std::optional<int64_t> Books::FirstWaiting(const FreedNights& freed) const {
  auto i = waiting_.lower_bound({freed.room_type, INT32_MIN, 0});
  for (; i != waiting_.end() && std::get<0>(*i) == freed.room_type; ++i) {
    const BookingEntry& entry = entries_.at(std::get<2>(*i));
    if (entry.arrival < freed.to && freed.from < entry.departure) return entry.number;
  }
  return std::nullopt;
}

void Books::Schedule(int32_t slot, Task task) {
  const size_t index = static_cast<size_t>(std::max(slot - agenda_begin_, 0));
  if (agenda_.size() <= index) agenda_.resize(index + 1);
  agenda_[index].push_back(task);
}

std::vector<Task> Books::TakeTasks(int32_t slot) {
  std::vector<Task> tasks;
  while (agenda_begin_ <= slot) {
    if (!agenda_.empty()) {
      tasks.insert(tasks.end(), agenda_.front().begin(), agenda_.front().end());
      agenda_.pop_front();
    }
    ++agenda_begin_;
  }
  return tasks;
}

}  // namespace daybook::simulation
