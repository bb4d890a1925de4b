// The folders of the views, and how a new build takes the place of an old one. With V =
// DIR/views/NAME.vN:
//
//   V              the view
//   V.building     a build under way; it goes on where it stopped
//   V.old          the view just replaced, where the file system can't exchange two folders
//   V.dropped      a version that is not needed any more, being removed
//   V.lock         held by whoever writes or replaces the view; empty but for the holder's process id
//   V/ready        an empty file: this folder is a complete build, and its replacement is not yet
//                  tidied
//
// A replacement, each step durable before the next:
//   1  make V.building/ready
//   2  exchange V.building and V; rename V.building to V where there is no V; where the two can't be
//      exchanged, V -> V.old and then V.building -> V
//   3  remove V.building, which is the old one by now, or V.old
//   4  remove V/ready
// So a reader finds a complete view at every moment (with V.old, at one of two names). After a crash
// between any two steps, TidyView finds
//   V/ready              the replacement was made: steps 3 and 4
//   V.building/ready     the build is complete: steps 2, 3 and 4
//   V.old, no V          nothing says that a build is complete: V.old -> V
//   V.old and V          V.old is removed
//   V.dropped            it is removed
#ifndef DAYBOOK_PROJECTIONS_VIEW_DIRECTORY_H_
#define DAYBOOK_PROJECTIONS_VIEW_DIRECTORY_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/base/file_system.h"

namespace daybook {

std::string BuildingDirectory(const std::string& view_dir);
std::string OldDirectory(const std::string& view_dir);

// The right to write or replace the view, until destroyed. Makes the parent folder if need be.
// FailedPrecondition: another store, in this process or another, has it.
absl::StatusOr<std::unique_ptr<FileLock>> LockView(const std::string& view_dir);

// Cleans up after an interrupted replacement or removal. The caller holds the lock and has no store
// open.
absl::Status TidyView(const std::string& view_dir, FileSystem& files = PosixFileSystem());

// Puts V.building, which must be complete, flushed and closed, in the place of V. The caller holds
// the lock, has tidied, and has no store open. After an error TidyView finishes it.
absl::Status ReplaceView(const std::string& view_dir, FileSystem& files = PosixFileSystem());

// Removes V and any build of it. The caller holds the lock and has no store open. Readers that have
// it open keep it.
absl::Status DropView(const std::string& view_dir, FileSystem& files = PosixFileSystem());

// Versions of the view that can be read, ascending.
absl::StatusOr<std::vector<int>> ViewVersions(const std::string& dir, std::string_view name,
                                              const FileSystem& files = PosixFileSystem());
// Versions of which there is any folder: builds and what a crash left included.
absl::StatusOr<std::vector<int>> ViewTraces(const std::string& dir, std::string_view name,
                                            const FileSystem& files = PosixFileSystem());

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_VIEW_DIRECTORY_H_
