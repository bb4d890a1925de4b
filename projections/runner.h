// Brings one view to a position: catch-up and rebuild. Many at once, and live: host.h.
#ifndef DAYBOOK_PROJECTIONS_RUNNER_H_
#define DAYBOOK_PROJECTIONS_RUNNER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ledger/log/record_source.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

struct RunOptions {
  // At most; 0: 16,384, and in Rebuild 65,536. Fewer where records are large.
  uint32_t records_per_commit = 0;
  // May be empty; from the calling thread. What remains is extrapolated by the one who shows it.
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

// One of several views to be built.
struct RebuildTarget {
  Projection* projection = nullptr;
  std::string view_dir;
};

// As Rebuild, several views with one scan from the least of what their builds have. Each is put in
// its place when it is complete, whatever becomes of the others; the results stand in the order of
// the targets. Progress is that of the scan.
std::vector<absl::StatusOr<ViewInfo>> RebuildMany(const std::vector<RebuildTarget>& targets,
                                                  const RecordSource& records, uint64_t to,
                                                  const RunOptions& options = {});

// Every index entry has its row and every row its entries, and the digest is that of the rows.
// DataLoss otherwise.
absl::StatusOr<ViewInfo> CheckView(const Projection& projection, const ViewStore& store);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_RUNNER_H_
