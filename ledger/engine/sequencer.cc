#include "ledger/engine/sequencer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/thread_name.h"

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
    Publish();
    committer_.Stage(batch);
    taken.clear();
    // After staging: a checkpoint waits until the committer has made durable what it holds.
    if (checkpoint_failure_.ok()) checkpoint_failure_ = keeper_.MaybeCheckpoint();
  }
}

void Sequencer::Decide(std::vector<Submission>& taken, Batch& batch) {
  const absl::Time now = absl::Now();
  const absl::Status stopped = StopReason();
  for (Submission& submission : taken) {
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
  import_unfinished_.store(recorder_.import_unfinished());
  counters_.live_bookings.store(keeper_.live_bookings(), std::memory_order_relaxed);
}

}  // namespace daybook
