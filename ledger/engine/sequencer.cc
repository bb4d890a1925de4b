#include "ledger/engine/sequencer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/thread_name.h"
#include "ledger/engine/deadline.h"

namespace daybook {
namespace {

// Decided before it is handed to the committer. On a fast disk the committer waits for the next
// piece, and what a caller waits for is one piece; on a slow one pieces gather while a sync is
// going on, up to max_batch.
constexpr size_t kMaxPiece = 64;

}  // namespace

Sequencer::Sequencer(SubmitQueue& queue, Recorder recorder, StateKeeper& keeper,
                     Committer& committer, Counters& counters, size_t max_batch)
    : queue_(queue),
      recorder_(std::move(recorder)),
      keeper_(keeper),
      committer_(committer),
      counters_(counters),
      max_batch_(max_batch) {
  Publish();
  thread_ = std::thread([this] { Run(); });
}

Sequencer::~Sequencer() { Join(); }

void Sequencer::Join() {
  if (thread_.joinable()) thread_.join();
}

void Sequencer::Run() {
  NameThisThread("daybook-decide");
  std::vector<Submission> taken;
  Batch batch;
  const size_t most = std::min(max_batch_, kMaxPiece);
  while (queue_.Take(most, taken)) {
    Decide(taken, batch);
    Stage(batch);
    taken.clear();
    // After staging: a checkpoint waits until the committer has made durable what it holds.
    if (checkpoint_failure_.ok()) checkpoint_failure_ = keeper_.MaybeCheckpoint();
  }
}

void Sequencer::Decide(std::vector<Submission>& taken, Batch& batch) {
  absl::Time now = absl::Now();
  absl::Status stopped = StopReason();
  for (Submission& submission : taken) {
    while (keeper_.position() >= limit_.load(std::memory_order_relaxed) && stopped.ok() &&
           submission.deadline > now) {
      // Whoever raises the limit waits for what is decided already. Where that can't be written,
      // nobody will raise it.
      Stage(batch);
      if (committer_.AwaitDurable(keeper_.position())) AwaitLimit(submission.deadline);
      now = absl::Now();
      stopped = StopReason();
    }
    if (stopped.ok() && submission.deadline > now) {
      recorder_.Take(submission, batch);
      continue;
    }
    batch.answers.push_back(
        {std::move(submission.done),
         stopped.ok()
             ? absl::DeadlineExceededError(
                   "the deadline passed while the request was waiting; it was not recorded")
             : stopped,
         std::nullopt});
  }
}

void Sequencer::Stage(Batch& batch) {
  if (batch.empty()) return;
  Publish();
  committer_.Stage(batch);
}

void Sequencer::AwaitLimit(absl::Time deadline) {
  std::unique_lock lock(limit_mutex_);
  WaitUntil(limit_changed_, lock, deadline,
            [this] { return keeper_.position() < limit_.load(std::memory_order_relaxed); });
}

void Sequencer::LimitAppends(uint64_t end) {
  {
    const std::lock_guard lock(limit_mutex_);
    if (limit_lifted_) return;
    limit_.store(end, std::memory_order_relaxed);
  }
  limit_changed_.notify_all();
}

void Sequencer::LiftLimit() {
  {
    const std::lock_guard lock(limit_mutex_);
    limit_lifted_ = true;
    limit_.store(kNoLimit, std::memory_order_relaxed);
  }
  limit_changed_.notify_all();
}

absl::Status Sequencer::StopReason() const {
  absl::Status failure = committer_.failure();
  if (failure.ok()) failure = checkpoint_failure_;
  if (failure.ok()) return failure;
  return absl::FailedPreconditionError(
      absl::StrCat("the ledger stopped after a failed write and must be opened again; this request "
                   "was not recorded (",
                   std::string(failure.message()), ")"));
}

void Sequencer::Publish() {
  next_due_us_.store(keeper_.state().NextDue().micros());
  clock_stands_aside_.store(recorder_.clock_stands_aside());
  counters_.live_bookings.store(keeper_.live_bookings(), std::memory_order_relaxed);
}

}  // namespace daybook
