// The few file operations that Daybook does itself (head, keys, locks, lists of files); RocksDB
// does the rest through an environment of its own. A test that cuts the power stands in for both.
#ifndef DAYBOOK_LEDGER_BASE_FILE_SYSTEM_H_
#define DAYBOOK_LEDGER_BASE_FILE_SYSTEM_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace daybook {

// A file that is overwritten in place. One thread at a time. Closed on destruction, without a sync.
class OverwriteFile {
 public:
  virtual ~OverwriteFile() = default;
  virtual absl::Status WriteAt(uint64_t offset, std::string_view bytes) = 0;
  virtual absl::Status Sync() = 0;  // data and size are durable on return
};

// Held until destroyed.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

// Safe from any thread. Errors: NotFound, PermissionDenied, ResourceExhausted (disk full),
// AlreadyExists, else Internal; the message names the path.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  virtual absl::StatusOr<std::string> Read(const std::string& path) const = 0;
  // Whole or not at all: temporary file beside it, sync, rename, sync of the directory. Durable on
  // return. After an error of the last step the new content is there, but may not be durable. A
  // crash may leave the temporary file, named like the file with .tmp.PROCESS.NUMBER added. The
  // mode is subject to the umask, here as elsewhere.
  virtual absl::Status WriteAtomically(const std::string& path, std::string_view bytes,
                                       uint32_t mode = 0644) = 0;
  // Opens, creating it if need be (the directory entry is durable on return).
  virtual absl::StatusOr<std::unique_ptr<OverwriteFile>> OpenForOverwrite(const std::string& path,
                                                                          uint32_t mode = 0644) = 0;
  // Each durable on return (directories synced). Remove takes a file or an empty directory; Rename
  // replaces a file that has the name already; CreateDirectory makes one level only.
  virtual absl::Status Remove(const std::string& path) = 0;
  virtual absl::Status RemoveTree(const std::string& path) = 0;  // OK where there is nothing
  virtual absl::Status Rename(const std::string& from, const std::string& to) = 0;
  // Two files or directories change names with each other: nobody finds either name missing.
  // Unimplemented, and nothing done, where the file system can't.
  virtual absl::Status Exchange(const std::string& a, const std::string& b) {
    return absl::UnimplementedError("exchange " + a + " and " + b + ": not possible here");
  }
  virtual absl::Status CreateDirectory(const std::string& path, uint32_t mode = 0755) = 0;

  virtual absl::StatusOr<std::vector<std::string>> List(
      const std::string& directory) const = 0;  // sorted names
  virtual bool Exists(const std::string& path) const = 0;
  virtual absl::StatusOr<uint64_t> Size(const std::string& path) const = 0;

  // An exclusive lock on the file, created if need be, that ends with the process. The file stays.
  // FailedPrecondition where another holder (this process included) has it; the message names the
  // holder's process id.
  virtual absl::StatusOr<std::unique_ptr<FileLock>> Lock(const std::string& path) = 0;
};

// The machine's. Lives as long as the program.
FileSystem& PosixFileSystem();

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_BASE_FILE_SYSTEM_H_
