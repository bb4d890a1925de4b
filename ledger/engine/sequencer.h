// The one thread that decides. Takes what waits in the queue, has it recorded into a batch, stages
// the batch with the committer, and goes on while that is being synced.
#ifndef DAYBOOK_LEDGER_ENGINE_SEQUENCER_H_
#define DAYBOOK_LEDGER_ENGINE_SEQUENCER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "absl/status/status.h"
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

  // As of the latest batch staged. Any thread.
  Instant next_due() const { return Instant::FromMicros(next_due_us_.load()); }
  bool import_unfinished() const { return import_unfinished_.load(); }

 private:
  void Run();
  void Decide(std::vector<Submission>& taken, Batch& batch);
  absl::Status StopReason() const;
  void Publish();

  SubmitQueue& queue_;
  Recorder recorder_;
  StateKeeper& keeper_;
  Committer& committer_;
  Counters& counters_;
  const size_t max_batch_;
  absl::Status checkpoint_failure_;
  std::atomic<int64_t> next_due_us_{0};
  std::atomic<bool> import_unfinished_{false};
  std::thread thread_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_SEQUENCER_H_
