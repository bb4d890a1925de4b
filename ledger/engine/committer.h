// The thread that makes batches durable and then answers. While it syncs one batch, the next
// gathers; it takes whatever has gathered, so the batches are as large as the disk is slow.
#ifndef DAYBOOK_LEDGER_ENGINE_COMMITTER_H_
#define DAYBOOK_LEDGER_ENGINE_COMMITTER_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/engine/counters.h"
#include "ledger/engine/submission.h"
#include "ledger/log/record_log.h"

namespace daybook {

class Committer {
 public:
  // `log` and `counters` outlive it; nobody else appends to the log meanwhile.
  Committer(RecordLog& log, size_t max_batch, Counters& counters);
  ~Committer();  // as Close

  // By the sequencer only. Takes what is in `piece` and leaves it empty; waits while max_batch
  // answers have gathered. The records follow those of the piece before.
  void Stage(Batch& piece);

  // True as soon as the records [0, position) are durable; false once a write has failed before
  // that. They must have been staged.
  bool AwaitDurable(uint64_t position);

  // The same, once they are also answered: what their callbacks do is done.
  bool AwaitAnswered(uint64_t position);

  // Not OK after a failed write: it is unknown whether its records are there. What is staged then,
  // or later, is answered with Unknown.
  absl::Status failure() const;

  // Whether this is the thread that runs the callbacks: it must not wait for itself.
  bool IsCurrentThread() const { return std::this_thread::get_id() == thread_id_; }

  // Commits and answers what is staged, then ends the thread. Idempotent; not from a callback.
  void Close();

 private:
  void Run();
  void Commit(Batch& batch);
  void Reply(Answer& answer);
  absl::StatusOr<Receipt> ReadFirst(uint64_t position) const;

  RecordLog& log_;
  const size_t max_batch_;
  Counters& counters_;

  mutable std::mutex mutex_;
  std::condition_variable staged_changed_;   // the thread waits
  std::condition_variable room_;             // the sequencer waits
  std::condition_variable durable_changed_;  // the sequencer and the checkpoint thread wait
  Batch staged_;
  uint64_t durable_;
  uint64_t answered_;
  bool closing_ = false;
  absl::Status failure_;
  std::thread thread_;
  std::thread::id thread_id_;  // apart from thread_, which Close changes
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_COMMITTER_H_
