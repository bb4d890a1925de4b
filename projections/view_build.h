// A view under construction in V.building (view_directory.h). Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_VIEW_BUILD_H_
#define DAYBOOK_PROJECTIONS_VIEW_BUILD_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/base/file_system.h"
#include "ledger/log/record_source.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

// Holds the lock of the view. One thread.
class ViewBuild {
 public:
  // Tidies, then goes on with the build that was interrupted, or begins an empty one where there is
  // none of this log and not beyond `to`. FailedPrecondition: the view is open for writing or being
  // built elsewhere.
  static absl::StatusOr<std::unique_ptr<ViewBuild>> Open(const Projection& projection,
                                                         const std::string& view_dir,
                                                         const RecordSource& records, uint64_t to);

  ViewStore& store() { return *store_; }
  // Durable, closed and in the place of the view on return; the lock is given back. Nothing more is
  // to be done with the build then, whatever the result.
  absl::StatusOr<ViewInfo> Finish();

 private:
  ViewBuild(std::string view_dir, std::unique_ptr<FileLock> lock, std::unique_ptr<ViewStore> store);

  const std::string view_dir_;
  std::unique_ptr<FileLock> lock_;
  std::unique_ptr<ViewStore> store_;  // goes before the lock
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_VIEW_BUILD_H_
