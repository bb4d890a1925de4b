#include "ledger/log/log_reader.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/log/head_follower.h"

namespace daybook {
namespace {

// DIR/head moves every 10 ms at most; looking is a read of 128 bytes.
constexpr absl::Duration kShortestPause = absl::Milliseconds(1);
constexpr absl::Duration kLongestPause = absl::Milliseconds(10);

}  // namespace

struct LogReader::Impl {
  std::unique_ptr<HeadFollower> follower;
  mutable std::mutex mutex;  // Refresh and Root; reading goes by without
  std::atomic<uint64_t> end{0};

  absl::Status Refresh() {
    const std::lock_guard<std::mutex> lock(mutex);
    DAYBOOK_RETURN_IF_ERROR(follower->Refresh());
    end.store(follower->head().end, std::memory_order_release);
    return absl::OkStatus();
  }
};

LogReader::LogReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LogReader::~LogReader() = default;

absl::StatusOr<std::unique_ptr<LogReader>> LogReader::Open(const std::string& dir) {
  auto impl = std::make_unique<Impl>();
  DAYBOOK_ASSIGN_OR_RETURN(impl->follower, HeadFollower::Open(dir, /*compare_closed=*/true));
  impl->end.store(impl->follower->head().end);
  return std::unique_ptr<LogReader>(new LogReader(std::move(impl)));
}

absl::Status LogReader::Refresh() { return impl_->Refresh(); }

uint64_t LogReader::end() const { return impl_->end.load(std::memory_order_acquire); }

absl::Status LogReader::Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const {
  if (to > end()) {
    return absl::OutOfRangeError(
        absl::StrCat("read up to position ", to, ", but the log is read up to ", end()));
  }
  return impl_->follower->db()->Read(from, to, visitor);
}

absl::StatusOr<uint64_t> LogReader::WaitPast(uint64_t position, absl::Time deadline) const {
  absl::Duration pause = kShortestPause;
  while (end() <= position) {
    DAYBOOK_RETURN_IF_ERROR(impl_->Refresh());
    if (end() > position) {
      break;
    }
    const absl::Time now = absl::Now();
    if (now >= deadline) {
      return absl::DeadlineExceededError(absl::StrCat("the log still ends at ", end()));
    }
    absl::SleepFor(std::min(pause, deadline - now));
    pause = std::min(2 * pause, kLongestPause);
  }
  return end();
}

Hash LogReader::Root() const {
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  return impl_->follower->head().root;
}

}  // namespace daybook
