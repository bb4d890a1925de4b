#include "projections/view_build.h"

#include <utility>

#include "ledger/base/status_macros.h"
#include "projections/advance.h"
#include "projections/view_directory.h"

namespace daybook {
namespace {

// Whether the build can go on.
absl::StatusOr<bool> Usable(const Projection& projection, const ViewInfo& info,
                            const RecordSource& records, uint64_t to) {
  const absl::Status origin = CheckOrigin(ViewName(projection), info, records);
  if (!origin.ok() && !absl::IsFailedPrecondition(origin)) {
    return origin;  // of the log: nothing is wrong with the build
  }
  return origin.ok() && info.position <= to;
}

absl::StatusOr<std::unique_ptr<ViewStore>> OpenBuilding(const Projection& projection,
                                                        const std::string& building,
                                                        const RecordSource& records, uint64_t to) {
  absl::StatusOr<std::unique_ptr<ViewStore>> store = ViewStore::Open(building, ViewMode::kRebuild);
  if (absl::IsFailedPrecondition(store.status()) || absl::IsResourceExhausted(store.status())) {
    return store;
  }
  if (store.ok()) {
    DAYBOOK_ASSIGN_OR_RETURN(const bool usable, Usable(projection, (*store)->info(), records, to));
    if (usable) {
      return store;
    }
    store = absl::InternalError("closed");
  }
  DAYBOOK_RETURN_IF_ERROR(PosixFileSystem().RemoveTree(building));
  return ViewStore::Open(building, ViewMode::kRebuild);
}

}  // namespace

ViewBuild::ViewBuild(std::string view_dir, std::unique_ptr<FileLock> lock,
                     std::unique_ptr<ViewStore> store)
    : view_dir_(std::move(view_dir)), lock_(std::move(lock)), store_(std::move(store)) {}

absl::StatusOr<std::unique_ptr<ViewBuild>> ViewBuild::Open(const Projection& projection,
                                                           const std::string& view_dir,
                                                           const RecordSource& records,
                                                           uint64_t to) {
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock, LockView(view_dir));
  DAYBOOK_RETURN_IF_ERROR(TidyView(view_dir));
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<ViewStore> store,
                           OpenBuilding(projection, BuildingDirectory(view_dir), records, to));
  return std::unique_ptr<ViewBuild>(new ViewBuild(view_dir, std::move(lock), std::move(store)));
}

absl::StatusOr<ViewInfo> ViewBuild::Finish() {
  const absl::Status flushed = store_->Flush();
  const ViewInfo info = store_->info();
  store_.reset();
  const absl::Status replaced = flushed.ok() ? ReplaceView(view_dir_) : flushed;
  lock_.reset();
  DAYBOOK_RETURN_IF_ERROR(replaced);
  return info;
}

}  // namespace daybook
