// Applying a range of records to views, commit by commit. Internal to this folder: CatchUp, Rebuild
// and ProjectionHost use it.
#ifndef DAYBOOK_PROJECTIONS_ADVANCE_H_
#define DAYBOOK_PROJECTIONS_ADVANCE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "ledger/log/record_source.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

// At most, in one commit: live where there is nothing to wait for, and of a rebuild, where a row
// that changes several times between two commits is written once.
inline constexpr uint32_t kRecordsPerCatchUpCommit = 16'384;
inline constexpr uint32_t kRecordsPerRebuildCommit = 65'536;

// A view that takes part, and how it fared.
struct AdvancingView {
  Projection* projection = nullptr;
  ViewStore* store = nullptr;  // open for writing
  uint32_t records_per_commit = kRecordsPerCatchUpCommit;
  std::function<void(uint64_t position)> on_commit;  // may be empty
  // Set by AdvanceMany. Not OK: it stopped, all before the record named is applied and committed.
  absl::Status status;
  uint64_t position = 0;  // committed
};

struct AdvanceOptions {
  std::function<void(uint64_t done, uint64_t total)> progress;
  const std::atomic<bool>* cancel = nullptr;
};

// "bookings.v1", for messages.
std::string ViewName(const Projection& projection);

// Whether the view was built from this log, as far as its last record tells. FailedPrecondition
// otherwise. `view_name`: for messages.
absl::Status CheckOrigin(const std::string& view_name, const ViewInfo& info,
                         const RecordSource& records);

// One scan of [the least of their positions, `to`), of which each view takes what is new to it. Goes
// on with what the projections have in memory, and takes the views' origins on trust. A view that
// stops does not stop the others, and its projection has forgotten what it had in memory. Returns
// OK, or Cancelled; the rest is in the views.
absl::Status AdvanceMany(std::vector<AdvancingView>& views, const RecordSource& records,
                         uint64_t to, const AdvanceOptions& options);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_ADVANCE_H_
