#include "projections/view_directory.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"

namespace daybook {
namespace {

std::string NameOf(const std::string& view_dir) {
  return view_dir.substr(view_dir.find_last_of('/') + 1);
}

}  // namespace

std::string BuildingDirectory(const std::string& view_dir) { return view_dir + ".building"; }
std::string OldDirectory(const std::string& view_dir) { return view_dir + ".old"; }

absl::StatusOr<std::unique_ptr<FileLock>> LockView(const std::string& view_dir) {
  FileSystem& files = PosixFileSystem();
  const size_t slash = view_dir.find_last_of('/');
  if (slash != std::string::npos && slash > 0) {
    const std::string parent = view_dir.substr(0, slash);
    if (!files.Exists(parent)) {
      const absl::Status made = files.CreateDirectory(parent);
      if (!made.ok() && !absl::IsAlreadyExists(made)) {
        return made;
      }
    }
  }
  absl::StatusOr<std::unique_ptr<FileLock>> lock = files.Lock(view_dir + ".lock");
  if (absl::IsFailedPrecondition(lock.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat("view ", NameOf(view_dir),
                     " is being written by another process: ", lock.status().message()));
  }
  return lock;
}

absl::Status TidyView(const std::string& view_dir) {
  FileSystem& files = PosixFileSystem();
  const std::string old = OldDirectory(view_dir);
  if (!files.Exists(old)) {
    return absl::OkStatus();
  }
  return files.Exists(view_dir) ? files.RemoveTree(old) : files.Rename(old, view_dir);
}

absl::Status ReplaceView(const std::string& view_dir) {
  FileSystem& files = PosixFileSystem();
  DAYBOOK_RETURN_IF_ERROR(TidyView(view_dir));
  const std::string old = OldDirectory(view_dir);
  if (files.Exists(view_dir)) {
    DAYBOOK_RETURN_IF_ERROR(files.Rename(view_dir, old));
  }
  DAYBOOK_RETURN_IF_ERROR(files.Rename(BuildingDirectory(view_dir), view_dir));
  return files.RemoveTree(old);
}

}  // namespace daybook
