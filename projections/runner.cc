#include "projections/runner.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"
#include "projections/advance.h"
#include "projections/view_directory.h"

namespace daybook {
namespace {

constexpr uint32_t kRecordsPerLiveCommit = 16'384;
// A booking that changes several times between two commits is written once.
constexpr uint32_t kRecordsPerRebuildCommit = 131'072;

AdvanceOptions ToAdvance(const RunOptions& options, uint32_t default_records_per_commit) {
  AdvanceOptions advance;
  advance.records_per_commit =
      options.records_per_commit == 0 ? default_records_per_commit : options.records_per_commit;
  advance.progress = options.progress;
  advance.cancel = options.cancel;
  return advance;
}

// The build that was interrupted, or an empty one where there is none that can go on.
absl::StatusOr<std::unique_ptr<ViewStore>> OpenBuilding(const Projection& projection,
                                                        const std::string& building,
                                                        const RecordSource& records, uint64_t to) {
  absl::StatusOr<std::unique_ptr<ViewStore>> store = ViewStore::Open(building, ViewMode::kRebuild);
  bool usable = store.ok();
  if (usable) {
    const ViewInfo info = (*store)->info();
    const absl::Status origin = CheckOrigin(projection, info, records);
    if (!origin.ok() && !absl::IsFailedPrecondition(origin)) {
      return origin;  // of the log: nothing is wrong with the build
    }
    usable = origin.ok() && info.position <= to;
  } else if (absl::IsFailedPrecondition(store.status()) ||
             absl::IsResourceExhausted(store.status())) {
    return store;
  }
  if (!usable) {
    store = absl::InternalError("closed");
    DAYBOOK_RETURN_IF_ERROR(PosixFileSystem().RemoveTree(building));
    store = ViewStore::Open(building, ViewMode::kRebuild);
  }
  return store;
}

}  // namespace

absl::Status CatchUp(Projection& projection, ViewStore& store, const RecordSource& records,
                     uint64_t to, const RunOptions& options) {
  projection.Reset();
  const ViewInfo info = store.info();
  DAYBOOK_RETURN_IF_ERROR(CheckOrigin(projection, info, records));
  if (to <= info.position) {
    return absl::OkStatus();
  }
  return Advance(projection, store, records, to, ToAdvance(options, kRecordsPerLiveCommit));
}

absl::StatusOr<ViewInfo> Rebuild(Projection& projection, const std::string& view_dir,
                                 const RecordSource& records, uint64_t to,
                                 const RunOptions& options) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<FileLock> lock, LockView(view_dir));
  DAYBOOK_RETURN_IF_ERROR(TidyView(view_dir));
  projection.Reset();
  ViewInfo info;
  {
    DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<ViewStore> store,
                             OpenBuilding(projection, BuildingDirectory(view_dir), records, to));
    const absl::Status advanced =
        Advance(projection, *store, records, to, ToAdvance(options, kRecordsPerRebuildCommit));
    // Also after a cancel or an error: the next attempt goes on from here.
    const absl::Status flushed = store->Flush();
    DAYBOOK_RETURN_IF_ERROR(advanced);
    DAYBOOK_RETURN_IF_ERROR(flushed);
    info = store->info();
  }
  projection.Reset();
  DAYBOOK_RETURN_IF_ERROR(ReplaceView(view_dir));
  return info;
}

}  // namespace daybook
