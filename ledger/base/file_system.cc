#include "ledger/base/file_system.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

absl::StatusCode CodeOf(int error) {
  switch (error) {
    case ENOENT:
      return absl::StatusCode::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::StatusCode::kPermissionDenied;
    case ENOSPC:
    case EDQUOT:
      return absl::StatusCode::kResourceExhausted;
    case EEXIST:
      return absl::StatusCode::kAlreadyExists;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::Status SystemError(int error, const char* operation, const std::string& path) {
  return absl::Status(CodeOf(error), absl::StrCat(operation, " ", path, ": ",
                                                  std::system_category().message(error)));
}

// Repeats a system call for as long as a signal interrupts it.
template <typename Call>
auto Uninterrupted(Call call) {
  while (true) {
    const auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

// An open file descriptor and the path by which errors name it.
class File {
 public:
  static absl::StatusOr<File> Open(const std::string& path, int flags, uint32_t mode = 0) {
    const int descriptor =
        Uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode_t{mode}); });
    if (descriptor < 0) return SystemError(errno, "open", path);
    return File(descriptor, path);
  }

  File(File&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}
  File& operator=(File&&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  int descriptor() const { return descriptor_; }

  absl::StatusOr<std::string> ReadAll() const {
    struct stat info {};
    if (::fstat(descriptor_, &info) != 0) return SystemError(errno, "stat", path_);
    // One byte more than the size, so that the end is seen without growing.
    std::string bytes(static_cast<size_t>(info.st_size) + 1, '\0');
    size_t length = 0;
    while (true) {
      if (length == bytes.size()) bytes.resize(2 * length);
      const ssize_t count = Uninterrupted(
          [&] { return ::read(descriptor_, bytes.data() + length, bytes.size() - length); });
      if (count < 0) return SystemError(errno, "read", path_);
      if (count == 0) break;
      length += static_cast<size_t>(count);
    }
    bytes.resize(length);
    return bytes;
  }

  absl::Status WriteAt(uint64_t offset, std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = Uninterrupted([&] {
        return ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      });
      if (count < 0) return SystemError(errno, "write", path_);
      bytes.remove_prefix(static_cast<size_t>(count));
      offset += static_cast<uint64_t>(count);
    }
    return absl::OkStatus();
  }

  absl::Status SyncData() const {
    if (Uninterrupted([&] { return ::fdatasync(descriptor_); }) != 0) {
      return SystemError(errno, "sync", path_);
    }
    return absl::OkStatus();
  }

  absl::Status SyncAll() const {
    if (Uninterrupted([&] { return ::fsync(descriptor_); }) != 0) {
      return SystemError(errno, "sync", path_);
    }
    return absl::OkStatus();
  }

 private:
  File(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_;
  std::string path_;
};

std::string ParentOf(const std::string& path) {
  std::filesystem::path normal(path);
  if (!normal.has_filename()) normal = normal.parent_path();  // "a/b/" stands for "a/b"
  const std::string parent = normal.parent_path().string();
  return parent.empty() ? "." : parent;
}

absl::Status SyncParentOf(const std::string& path) {
  DAYBOOK_ASSIGN_OR_RETURN(const File parent, File::Open(ParentOf(path), O_RDONLY | O_DIRECTORY));
  return parent.SyncAll();
}

class PosixOverwriteFile final : public OverwriteFile {
 public:
  explicit PosixOverwriteFile(File file) : file_(std::move(file)) {}
  absl::Status WriteAt(uint64_t offset, std::string_view bytes) override {
    return file_.WriteAt(offset, bytes);
  }
  // fdatasync includes the size, and the times that it leaves out are of no use here.
  absl::Status Sync() override { return file_.SyncData(); }

 private:
  File file_;
};

// flock belongs to the open file, not to the process as fcntl locks do: a second Lock in this
// process is refused as well, and closing another descriptor of the same file does not give the
// lock away.
class PosixFileLock final : public FileLock {
 public:
  explicit PosixFileLock(File file) : file_(std::move(file)) {}

 private:
  File file_;
};

std::string HolderOf(const File& lock_file) {
  constexpr std::string_view kUnknown = "another process";
  const absl::StatusOr<std::string> content = lock_file.ReadAll();
  if (!content.ok()) return std::string(kUnknown);
  const std::string pid = content->substr(0, content->find('\n'));
  const bool number =
      !pid.empty() && pid.size() <= 10 &&
      std::all_of(pid.begin(), pid.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number ? "process " + pid : std::string(kUnknown);
}

class MachineFileSystem final : public FileSystem {
 public:
  absl::StatusOr<std::string> Read(const std::string& path) const override {
    DAYBOOK_ASSIGN_OR_RETURN(const File file, File::Open(path, O_RDONLY));
    return file.ReadAll();
  }

  absl::Status WriteAtomically(const std::string& path, std::string_view bytes,
                               uint32_t mode) override {
    std::string temporary;
    absl::Status status = WriteTemporary(path, bytes, mode, temporary);
    if (status.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) {
      status = SystemError(errno, "rename to", path);
    }
    if (!status.ok()) {
      if (!temporary.empty()) ::unlink(temporary.c_str());
      return status;
    }
    return SyncParentOf(path);
  }

  absl::StatusOr<std::unique_ptr<OverwriteFile>> OpenForOverwrite(const std::string& path,
                                                                  uint32_t mode) override {
    DAYBOOK_ASSIGN_OR_RETURN(File file, File::Open(path, O_RDWR | O_CREAT, mode));
    // Even where the file was there: who created it may have stopped before this.
    DAYBOOK_RETURN_IF_ERROR(SyncParentOf(path));
    return std::make_unique<PosixOverwriteFile>(std::move(file));
  }

  absl::Status Remove(const std::string& path) override {
    if (std::remove(path.c_str()) != 0) return SystemError(errno, "remove", path);
    return SyncParentOf(path);
  }

  absl::Status RemoveTree(const std::string& path) override {
    std::error_code error;
    const std::uintmax_t removed = std::filesystem::remove_all(path, error);
    if (error) return SystemError(error.value(), "remove", path);
    return removed == 0 ? absl::OkStatus() : SyncParentOf(path);
  }

  absl::Status Rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) {
      return SystemError(errno, "rename", absl::StrCat(from, " to ", to));
    }
    DAYBOOK_RETURN_IF_ERROR(SyncParentOf(to));
    return ParentOf(from) == ParentOf(to) ? absl::OkStatus() : SyncParentOf(from);
  }

  absl::Status Exchange(const std::string& a, const std::string& b) override {
    if (::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) != 0) {
      const int error = errno;
      if (error == EINVAL || error == ENOSYS || error == ENOTSUP) {
        return FileSystem::Exchange(a, b);
      }
      return SystemError(error, "exchange", absl::StrCat(a, " and ", b));
    }
    DAYBOOK_RETURN_IF_ERROR(SyncParentOf(a));
    return ParentOf(a) == ParentOf(b) ? absl::OkStatus() : SyncParentOf(b);
  }

  absl::Status CreateDirectory(const std::string& path, uint32_t mode) override {
    if (::mkdir(path.c_str(), mode_t{mode}) != 0) return SystemError(errno, "mkdir", path);
    return SyncParentOf(path);
  }

  absl::StatusOr<std::vector<std::string>> List(const std::string& directory) const override {
    std::error_code error;
    std::vector<std::string> names;
    std::filesystem::directory_iterator entry(directory, error);
    while (!error && entry != std::filesystem::directory_iterator()) {
      names.push_back(entry->path().filename().string());
      entry.increment(error);
    }
    if (error) return SystemError(error.value(), "list", directory);
    std::sort(names.begin(), names.end());
    return names;
  }

  bool Exists(const std::string& path) const override { return ::access(path.c_str(), F_OK) == 0; }

  absl::StatusOr<uint64_t> Size(const std::string& path) const override {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return SystemError(errno, "stat", path);
    return static_cast<uint64_t>(info.st_size);
  }

  absl::StatusOr<std::unique_ptr<FileLock>> Lock(const std::string& path) override {
    DAYBOOK_ASSIGN_OR_RETURN(File file, File::Open(path, O_RDWR | O_CREAT, 0644));
    if (Uninterrupted([&] { return ::flock(file.descriptor(), LOCK_EX | LOCK_NB); }) != 0) {
      if (errno != EWOULDBLOCK) return SystemError(errno, "lock", path);
      return absl::FailedPreconditionError(
          absl::StrCat("lock ", path, ": held by ", HolderOf(file)));
    }
    // A note for whoever is refused. The lock holds without it, so on a full disk it may be
    // missing. Written before the rest is cut off, so that no reader finds the file empty.
    const std::string note = absl::StrCat(::getpid(), "\n");
    if (file.WriteAt(0, note).ok()) {
      [[maybe_unused]] const int cut =
          ::ftruncate(file.descriptor(), static_cast<off_t>(note.size()));
    }
    return std::make_unique<PosixFileLock>(std::move(file));
  }

 private:
  // Leaves the name of the file in `temporary` as soon as there is such a file.
  absl::Status WriteTemporary(const std::string& path, std::string_view bytes, uint32_t mode,
                              std::string& temporary) {
    while (true) {
      // Unlike that of any other writer, in this process or another. It can only be taken by a file
      // that a process with the same number left when it crashed.
      const std::string name =
          absl::StrCat(path, ".tmp.", ::getpid(), ".", next_temporary_.fetch_add(1));
      absl::StatusOr<File> file = File::Open(name, O_WRONLY | O_CREAT | O_EXCL, mode);
      if (absl::IsAlreadyExists(file.status())) continue;
      if (!file.ok()) return file.status();
      temporary = name;
      DAYBOOK_RETURN_IF_ERROR(file->WriteAt(0, bytes));
      return file->SyncData();
    }
  }

  std::atomic<uint64_t> next_temporary_{0};
};

}  // namespace

FileSystem& PosixFileSystem() {
  static FileSystem& file_system = *new MachineFileSystem;  // outlives all threads
  return file_system;
}

}  // namespace daybook
