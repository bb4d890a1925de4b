#include "projections/view_directory.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

constexpr std::string_view kBuilding = ".building";
constexpr std::string_view kOld = ".old";
constexpr std::string_view kDropped = ".dropped";

std::string NameOf(const std::string& view_dir) {
  return view_dir.substr(view_dir.find_last_of('/') + 1);
}

std::string DroppedDirectory(const std::string& view_dir) {
  return absl::StrCat(view_dir, ToAbsl(kDropped));
}
std::string ReadyMark(const std::string& directory) { return directory + "/ready"; }

// From step 2 on.
absl::Status FinishReplacement(const std::string& view_dir, FileSystem& files) {
  const std::string building = BuildingDirectory(view_dir);
  const std::string old = OldDirectory(view_dir);
  if (!files.Exists(view_dir)) {
    DAYBOOK_RETURN_IF_ERROR(files.Rename(building, view_dir));
  } else {
    absl::Status exchanged = files.Exchange(building, view_dir);
    if (absl::IsUnimplemented(exchanged)) {
      // An older V.old would be in the way; with a V there, nobody needs it.
      DAYBOOK_RETURN_IF_ERROR(files.RemoveTree(old));
      DAYBOOK_RETURN_IF_ERROR(files.Rename(view_dir, old));
      exchanged = files.Rename(building, view_dir);
    }
    DAYBOOK_RETURN_IF_ERROR(exchanged);
  }
  DAYBOOK_RETURN_IF_ERROR(files.RemoveTree(building));
  DAYBOOK_RETURN_IF_ERROR(files.RemoveTree(old));
  return files.Remove(ReadyMark(view_dir));
}

absl::Status TidyOld(const std::string& view_dir, FileSystem& files) {
  const std::string old = OldDirectory(view_dir);
  if (!files.Exists(old)) {
    return absl::OkStatus();
  }
  return files.Exists(view_dir) ? files.RemoveTree(old) : files.Rename(old, view_dir);
}

// The folder's version and what follows it ("", ".building", ...), where it is one of this view.
std::optional<std::pair<int, std::string_view>> ParseFolder(std::string_view folder,
                                                            std::string_view name) {
  const std::string prefix = absl::StrCat(ToAbsl(name), ".v");
  if (!folder.starts_with(prefix)) {
    return std::nullopt;
  }
  folder.remove_prefix(prefix.size());
  int version = 0;
  const auto [end, error] = std::from_chars(folder.data(), folder.data() + folder.size(), version);
  if (error != std::errc() || version < 1 || folder.front() == '0') {
    return std::nullopt;
  }
  folder.remove_prefix(static_cast<size_t>(end - folder.data()));
  return std::pair(version, folder);
}

template <typename Counts>
absl::StatusOr<std::vector<int>> VersionsWhere(const std::string& dir, std::string_view name,
                                               const FileSystem& files, const Counts& counts) {
  const std::string views = dir + "/views";
  if (!files.Exists(views)) {
    return std::vector<int>();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> folders, files.List(views));
  std::set<int> versions;
  for (const std::string& folder : folders) {
    const auto parsed = ParseFolder(folder, name);
    if (parsed.has_value() && counts(parsed->second)) {
      versions.insert(parsed->first);
    }
  }
  return std::vector<int>(versions.begin(), versions.end());
}

}  // namespace

std::string BuildingDirectory(const std::string& view_dir) {
  return absl::StrCat(view_dir, ToAbsl(kBuilding));
}
std::string OldDirectory(const std::string& view_dir) {
  return absl::StrCat(view_dir, ToAbsl(kOld));
}

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

absl::Status TidyView(const std::string& view_dir, FileSystem& files) {
  DAYBOOK_RETURN_IF_ERROR(files.RemoveTree(DroppedDirectory(view_dir)));
  if (files.Exists(ReadyMark(view_dir))) {
    DAYBOOK_RETURN_IF_ERROR(files.RemoveTree(BuildingDirectory(view_dir)));
    DAYBOOK_RETURN_IF_ERROR(files.RemoveTree(OldDirectory(view_dir)));
    return files.Remove(ReadyMark(view_dir));
  }
  if (files.Exists(ReadyMark(BuildingDirectory(view_dir)))) {
    return FinishReplacement(view_dir, files);
  }
  return TidyOld(view_dir, files);
}

absl::Status ReplaceView(const std::string& view_dir, FileSystem& files) {
  // What an earlier replacement left says which folder is which: first that, then this one.
  if (files.Exists(ReadyMark(view_dir))) {
    return absl::FailedPreconditionError(absl::StrCat(
        "view ", NameOf(view_dir), ": an earlier replacement is unfinished: tidy it first"));
  }
  DAYBOOK_RETURN_IF_ERROR(TidyOld(view_dir, files));
  DAYBOOK_RETURN_IF_ERROR(
      files.WriteAtomically(ReadyMark(BuildingDirectory(view_dir)), std::string_view()));
  return FinishReplacement(view_dir, files);
}

absl::Status DropView(const std::string& view_dir, FileSystem& files) {
  const std::string dropped = DroppedDirectory(view_dir);
  DAYBOOK_RETURN_IF_ERROR(TidyView(view_dir, files));
  DAYBOOK_RETURN_IF_ERROR(files.RemoveTree(BuildingDirectory(view_dir)));
  if (files.Exists(view_dir)) {
    // In one step from a whole view to none: nobody finds half of one.
    DAYBOOK_RETURN_IF_ERROR(files.Rename(view_dir, dropped));
  }
  return files.RemoveTree(dropped);
}

absl::StatusOr<std::vector<int>> ViewVersions(const std::string& dir, std::string_view name,
                                              const FileSystem& files) {
  // V.old stands for V during a replacement without an exchange.
  return VersionsWhere(dir, name, files,
                       [](std::string_view rest) { return rest.empty() || rest == kOld; });
}

absl::StatusOr<std::vector<int>> ViewTraces(const std::string& dir, std::string_view name,
                                            const FileSystem& files) {
  return VersionsWhere(dir, name, files, [](std::string_view rest) {
    return rest.empty() || rest == kBuilding || rest == kOld || rest == kDropped;
  });
}

}  // namespace daybook
