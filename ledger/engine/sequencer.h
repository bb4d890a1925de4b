// The one thread that decides. Takes what waits in the queue, has it recorded into a batch, stages
// the batch with the committer, and goes on while that is being synced.
#ifndef DAYBOOK_LEDGER_ENGINE_SEQUENCER_H_
#define DAYBOOK_LEDGER_ENGINE_SEQUENCER_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "ledger/base/instant.h"
#include "ledger/engine/committer.h"
#include "ledger/engine/counters.h"
#include "ledger/engine/recorder.h"
#include "ledger/engine/state_keeper.h"
#include "ledger/engine/submit_queue.h"

namespace daybook {

class Sequencer {
 public:
  // All parts outlive it; from now on the keeper is this thread's alone.
  Sequencer(SubmitQueue& queue, Recorder recorder, StateKeeper& keeper, Committer& committer,
            Counters& counters, size_t max_batch);
  ~Sequencer();  // as Join

  // Until the queue is closed and everything in it is staged. Idempotent.
  void Join();

  // See ledger.h. Any thread. Nothing after LiftLimit.
  void LimitAppends(uint64_t end);
  // For good: what waits goes on.
  void LiftLimit();

  // As of the latest batch staged. Any thread.
  Instant next_due() const { return Instant::FromMicros(next_due_us_.load()); }
  bool clock_stands_aside() const { return clock_stands_aside_.load(); }

 private:
  void Run();
  void Decide(std::vector<Submission>& taken, Batch& batch);
  void Stage(Batch& batch);
  void AwaitLimit(absl::Time deadline);
  absl::Status StopReason() const;
  void Publish();

  SubmitQueue& queue_;
  Recorder recorder_;
  StateKeeper& keeper_;
  Committer& committer_;
  Counters& counters_;
  const size_t max_batch_;
  absl::Status checkpoint_failure_;
  static constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();
  std::mutex limit_mutex_;
  std::condition_variable limit_changed_;
  std::atomic<uint64_t> limit_{kNoLimit};  // changed under the mutex
  bool limit_lifted_ = false;
  std::atomic<int64_t> next_due_us_{0};
  std::atomic<bool> clock_stands_aside_{false};
  std::thread thread_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_SEQUENCER_H_
