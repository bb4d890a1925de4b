// Applying a range of records to a view, commit by commit. Internal to this folder: CatchUp,
// Rebuild and Follower use it.
#ifndef DAYBOOK_PROJECTIONS_ADVANCE_H_
#define DAYBOOK_PROJECTIONS_ADVANCE_H_

#include <atomic>
#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "ledger/log/record_source.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

struct AdvanceOptions {
  uint32_t records_per_commit = 16'384;
  std::function<void(uint64_t done, uint64_t total)> progress;
  const std::atomic<bool>* cancel = nullptr;
  std::function<void(uint64_t position)> on_commit;
};

// Whether the view was built from this log, as far as its last record tells. FailedPrecondition
// otherwise.
absl::Status CheckOrigin(const Projection& projection, const ViewInfo& info,
                         const RecordSource& records);

// As CatchUp, but goes on with what the projection has in memory, and takes the view's origin on
// trust.
absl::Status Advance(Projection& projection, ViewStore& store, const RecordSource& records,
                     uint64_t to, const AdvanceOptions& options);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_ADVANCE_H_
