// Drives one projection: catch-up, live following, rebuild.
#ifndef DAYBOOK_PROJECTIONS_RUNNER_H_
#define DAYBOOK_PROJECTIONS_RUNNER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ledger/log/record_source.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

struct RunOptions {
  // At most; 0: 16,384, and in Rebuild 131,072. Fewer where records are large.
  uint32_t records_per_commit = 0;
  // May be empty; from the calling thread.
  std::function<void(uint64_t done, uint64_t total)> progress;
  // Set: commits what it has and stops (Cancelled). May be null.
  const std::atomic<bool>* cancel = nullptr;
};

// Applies [store.info().position, to). The position committed is the one scanned, not the last one
// matched. An event that can't be applied, or a record that does not decode, stops it with a status
// that names the position; everything before it is applied and committed. FailedPrecondition: the
// view is ahead of the log or was built from another one; rebuild it. What the projection kept in
// memory before is forgotten first.
absl::Status CatchUp(Projection& projection, ViewStore& store, const RecordSource& records,
                     uint64_t to, const RunOptions& options = {});

// Builds the view anew from [0, to) in `view_dir`.building, then puts it in the place of the old
// one (readers that have the old one open keep it until they refresh). An interrupted build goes on
// where it stopped, if it is one of this log. FailedPrecondition: the view is open for writing or
// being rebuilt elsewhere.
absl::StatusOr<ViewInfo> Rebuild(Projection& projection, const std::string& view_dir,
                                 const RecordSource& records, uint64_t to,
                                 const RunOptions& options = {});

// Every index entry has its row and every row its entries, and the digest is that of the rows.
// DataLoss otherwise.
absl::StatusOr<ViewInfo> CheckView(const Projection& projection, const ViewStore& store);

// Follows the log in a thread of its own until stopped.
class Follower {
 public:
  // All arguments outlive it.
  Follower(Projection& projection, ViewStore& store, const RecordSource& records);
  ~Follower();  // stops
  // OK once the view is at or past `position` (records applied); DeadlineExceeded; or the error
  // that stopped it.
  absl::Status WaitFor(uint64_t position, absl::Time deadline);
  // The error that stopped it (Cancelled: the log was closed; what was not yet applied is caught up with at the next open); OK
  // otherwise. Any thread.
  absl::Status status() const;
  void Stop();  // after the present commit; WaitFor then answers Cancelled. Idempotent, one thread

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_RUNNER_H_
