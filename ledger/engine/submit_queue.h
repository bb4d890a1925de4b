// The bounded queue between submitters and the sequencer. Wakes the sequencer only when it sleeps,
// and submitters only when there is room again, so that a full pipeline runs without a system call
// per request.
#ifndef DAYBOOK_LEDGER_ENGINE_SUBMIT_QUEUE_H_
#define DAYBOOK_LEDGER_ENGINE_SUBMIT_QUEUE_H_

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "ledger/engine/submission.h"

namespace daybook {

// Any number of threads push; one takes.
class SubmitQueue {
 public:
  explicit SubmitQueue(size_t capacity) : capacity_(capacity) {}

  // Moves from `submission` only where it is OK. Waits for room until `wait_until`.
  // ResourceExhausted: there was none; FailedPrecondition: closed.
  absl::Status Push(Submission& submission, absl::Time wait_until);

  // Appends up to `max` submissions to `taken`, in the order in which they were pushed; waits until
  // there is one. False: closed, and none is left.
  bool Take(size_t max, std::vector<Submission>& taken);

  // No more pushes; what is queued can still be taken.
  void Close();

 private:
  const size_t capacity_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable drained_;
  std::vector<Submission> queued_;
  size_t count_ = 0;    // queued, and handed to the consumer but not yet taken
  size_t waiting_ = 0;  // submitters that wait for room
  bool consumer_waits_ = false;
  bool closed_ = false;

  // The consumer's own: the queue is swapped whole into it, and taken from there without the lock.
  std::vector<Submission> handed_;
  size_t next_ = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_SUBMIT_QUEUE_H_
