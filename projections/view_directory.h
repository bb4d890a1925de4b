// The folders of one view, and how a new build takes the place of the old one. With V =
// DIR/views/NAME.vN:
//
//   V            the view
//   V.building   a build under way; it goes on where it stopped
//   V.old        the view just replaced, until it is removed
//   V.lock       held by whoever writes or replaces the view; empty but for the holder's process id
//
// A replacement is: V -> V.old, V.building -> V, remove V.old. After a crash between any two steps,
// TidyView finds
//   no V, V.old          the replacement is taken back: V.old -> V (the build is complete beside it)
//   V and V.old          the replacement is finished: V.old is removed
#ifndef DAYBOOK_PROJECTIONS_VIEW_DIRECTORY_H_
#define DAYBOOK_PROJECTIONS_VIEW_DIRECTORY_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/base/file_system.h"

namespace daybook {

std::string BuildingDirectory(const std::string& view_dir);
std::string OldDirectory(const std::string& view_dir);

// The right to write or replace the view, until destroyed. Makes the parent folder if need be.
// FailedPrecondition: another store, in this process or another, has it.
absl::StatusOr<std::unique_ptr<FileLock>> LockView(const std::string& view_dir);

// Cleans up after an interrupted replacement. The caller holds the lock and has no store open.
absl::Status TidyView(const std::string& view_dir);

// Puts V.building, which must be complete, flushed and closed, in the place of V. The caller holds
// the lock.
absl::Status ReplaceView(const std::string& view_dir);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_VIEW_DIRECTORY_H_
