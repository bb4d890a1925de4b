#include "tests/support/memory_records.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"

namespace daybook {

uint64_t MemoryRecords::Append(v1::Record record) {
  const std::lock_guard lock(mutex_);
  const uint64_t position = records_.size();
  record.set_position(position);
  records_.push_back(std::make_shared<const std::string>(record.SerializeAsString()));
  grown_.notify_all();
  return position;
}

uint64_t MemoryRecords::Append(std::string bytes) {
  const std::lock_guard lock(mutex_);
  records_.push_back(std::make_shared<const std::string>(std::move(bytes)));
  grown_.notify_all();
  return records_.size() - 1;
}

void MemoryRecords::Close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  grown_.notify_all();
}

uint64_t MemoryRecords::end() const {
  const std::lock_guard lock(mutex_);
  return records_.size();
}

absl::Status MemoryRecords::Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const {
  for (uint64_t position = from; position < to; ++position) {
    std::shared_ptr<const std::string> bytes;
    {
      const std::lock_guard lock(mutex_);
      if (to > records_.size()) {
        return absl::OutOfRangeError(absl::StrCat("the log ends at ", records_.size()));
      }
      bytes = records_[position];
    }
    DAYBOOK_RETURN_IF_ERROR(visitor(position, *bytes));
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> MemoryRecords::WaitPast(uint64_t position, absl::Time deadline) const {
  std::unique_lock lock(mutex_);
  const auto done = [this, position] { return closed_ || records_.size() > position; };
  if (deadline == absl::InfiniteFuture()) {
    grown_.wait(lock, done);
  } else {
    grown_.wait_until(lock, absl::ToChronoTime(deadline), done);
  }
  if (records_.size() > position) {
    return records_.size();
  }
  return closed_ ? absl::CancelledError("closed") : absl::DeadlineExceededError("no record");
}

}  // namespace daybook
