#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/strings.h"
#include "projections/advance.h"
#include "projections/runner.h"

namespace daybook {
namespace {

constexpr uint32_t kRecordsPerCommit = 1024;  // readers see the first of a long lag early
// A wait for records can't be interrupted, so this is how long Stop may take.
constexpr absl::Duration kStopLatency = absl::Milliseconds(50);

}  // namespace

struct Follower::Impl {
  Impl(Projection& p, ViewStore& s, const RecordSource& r)
      : projection(p), store(s), records(r), position(s.info().position) {
    options.records_per_commit = kRecordsPerCommit;
    options.cancel = &stopping;
    options.on_commit = [this](uint64_t committed) {
      const std::lock_guard lock(mutex);
      position = committed;
      changed.notify_all();
    };
  }

  void Run() {
    absl::Status ended = Follow();
    const std::lock_guard lock(mutex);
    running = false;
    if (!(stopping && absl::IsCancelled(ended))) {
      status = std::move(ended);
    }
    changed.notify_all();
  }

  // Until stopped, or an error.
  absl::Status Follow() {
    projection.Reset();
    uint64_t applied = store.info().position;
    if (absl::Status origin = CheckOrigin(projection, store.info(), records); !origin.ok()) {
      return origin;
    }
    while (!stopping) {
      const absl::StatusOr<uint64_t> end = records.WaitPast(applied, absl::Now() + kStopLatency);
      if (absl::IsDeadlineExceeded(end.status())) {
        continue;
      }
      if (!end.ok() && !absl::IsCancelled(end.status())) {
        return end.status();
      }
      const absl::Status advanced =
          Advance(projection, store, records, end.ok() ? *end : records.end(), options);
      // The log may close between WaitPast and the reading.
      const bool closed =
          !end.ok() ||
          (absl::IsFailedPrecondition(advanced) &&
           absl::IsCancelled(
               records.WaitPast(std::numeric_limits<uint64_t>::max(), absl::InfinitePast())
                   .status()));
      if (!advanced.ok() && !closed) {
        return advanced;
      }
      if (closed) {
        return absl::CancelledError(
            absl::StrCat("view ", ToAbsl(projection.name()), ": the log was closed"));
      }
      applied = store.info().position;
    }
    return absl::OkStatus();
  }

  Projection& projection;
  ViewStore& store;
  const RecordSource& records;
  AdvanceOptions options;
  std::atomic<bool> stopping = false;

  mutable std::mutex mutex;
  std::condition_variable changed;
  uint64_t position;    // guarded by mutex
  bool running = true;  // guarded by mutex
  absl::Status status;  // guarded by mutex
  std::thread thread;
};

Follower::Follower(Projection& projection, ViewStore& store, const RecordSource& records)
    : impl_(std::make_unique<Impl>(projection, store, records)) {
  impl_->thread = std::thread([impl = impl_.get()] { impl->Run(); });
}

Follower::~Follower() { Stop(); }

void Follower::Stop() {
  impl_->stopping = true;
  if (impl_->thread.joinable()) {
    impl_->thread.join();
  }
}

absl::Status Follower::status() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->status;
}

absl::Status Follower::WaitFor(uint64_t position, absl::Time deadline) {
  std::unique_lock lock(impl_->mutex);
  const auto done = [this, position] { return impl_->position >= position || !impl_->running; };
  if (deadline == absl::InfiniteFuture()) {
    impl_->changed.wait(lock, done);
  } else {
    impl_->changed.wait_until(lock, absl::ToChronoTime(deadline), done);
  }
  if (impl_->position >= position) {
    return absl::OkStatus();
  }
  if (impl_->running) {
    return absl::DeadlineExceededError(absl::StrCat("view ", ToAbsl(impl_->projection.name()),
                                                    " is as of record ", impl_->position,
                                                    ", not yet ", position));
  }
  return impl_->status.ok()
             ? absl::CancelledError(absl::StrCat("view ", ToAbsl(impl_->projection.name()),
                                                 ": the follower was stopped"))
             : impl_->status;
}

}  // namespace daybook
