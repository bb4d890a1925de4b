// A secondary instance follows the writer's files: it reads the manifest for what was flushed and
// the WAL for what was not. Three things can go wrong that are nobody's fault, and are tried again:
// the writer deletes a file between the moment the manifest names it and the moment it is opened; a
// rebuilt view takes the place of this one; and the view is for an instant between its two names
// while that happens.
#include <fcntl.h>
#include <rocksdb/db.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"
#include "projections/rocks.h"
#include "projections/view_directory.h"
#include "projections/view_store.h"

namespace daybook {
namespace {

constexpr int kAttempts = 10;
constexpr std::chrono::milliseconds kPause{5};
constexpr std::chrono::seconds kPatience{10};

class TemporaryFolder {
 public:
  static absl::StatusOr<std::unique_ptr<TemporaryFolder>> Make() {
    std::error_code error;
    const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
    std::string path = absl::StrCat(error ? "/tmp" : parent.string(), "/daybook-view-XXXXXX");
    if (::mkdtemp(path.data()) == nullptr) {
      return absl::InternalError(absl::StrCat("can't make a temporary folder ", path));
    }
    return std::make_unique<TemporaryFolder>(std::move(path));
  }
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

// A folder by identity: while it is held open its inode is given to no other.
class HeldFolder {
 public:
  explicit HeldFolder(const std::string& path)
      : path_(path), descriptor_(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
  HeldFolder(const HeldFolder&) = delete;
  HeldFolder& operator=(const HeldFolder&) = delete;
  ~HeldFolder() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  bool StillInPlace() const {
    struct stat held {};
    struct stat named {};
    return descriptor_ >= 0 && ::fstat(descriptor_, &held) == 0 &&
           ::stat(path_.c_str(), &named) == 0 && held.st_dev == named.st_dev &&
           held.st_ino == named.st_ino;
  }

 private:
  const std::string path_;
  const int descriptor_;
};

// One opened secondary, and the folders it needs while it lives.
struct Secondary {
  std::string view_dir;
  std::string path;  // of the folder that was opened
  std::unique_ptr<TemporaryFolder> scratch;
  std::unique_ptr<HeldFolder> folder;
  std::unique_ptr<rocksdb::DB> db;  // goes first
  ViewInfo info;
};

// Which files there are, as the manifest's name and length say. A secondary reads first the manifest and
// then the WAL; where a flush has come in between, it lacks what was flushed.
std::string ManifestMark(const std::string& path) {
  const FileSystem& files = PosixFileSystem();
  const absl::StatusOr<std::string> current = files.Read(path + "/CURRENT");
  if (!current.ok()) {
    return "";
  }
  const std::string name = current->substr(0, current->find('\n'));
  const absl::StatusOr<uint64_t> size = files.Size(absl::StrCat(path, "/", name));
  return size.ok() ? absl::StrCat(name, " ", *size) : name;
}

// A file that was taken over is seen at once, but a secondary keeps its memtable until it reads from a
// newer WAL, and a Get looks there first: it then still answers as before the file. Every commit writes
// the info row, so that tells.
bool IsOneMoment(rocksdb::DB& db) {
  std::string got;
  const bool there = db.Get(rocksdb::ReadOptions(), ToSlice(kInfoKey), &got).ok();
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  const std::unique_ptr<rocksdb::Iterator> newest(db.NewIterator(options));
  newest->Seek(ToSlice(kInfoKey));
  const bool found = newest->Valid() && newest->key() == ToSlice(kInfoKey);
  return there == found && (!there || newest->value() == got);
}

// Where a file can't be opened, a secondary shows the last moment for which it has all files, and says
// nothing. A read-only instance refuses.
absl::Status CheckWhole(const std::string& path, const std::string& view_dir) {
  const std::string before = ManifestMark(path);
  if (before.find(' ') == std::string::npos) {
    return absl::DataLossError(
        absl::StrCat("view ", ViewLabel(view_dir), ": its manifest is missing; rebuild the view"));
  }
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(ReaderOptions(), path, &opened);
  const std::unique_ptr<rocksdb::DB> closed_again(opened);
  if (!status.ok() && before != ManifestMark(path)) {
    return absl::UnavailableError(
        absl::StrCat("view ", ViewLabel(view_dir), " was being changed; try again"));
  }
  return FromRocks(status, view_dir);
}

// The folder is looked at before and after: in between, the path may have come to mean another
// database, whose manifest must not be taken for the next one of this. Unavailable: it takes a new
// opening.
absl::Status CatchUpToOneMoment(Secondary& secondary) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const std::string before = ManifestMark(secondary.path);
    if (!secondary.folder->StillInPlace() || !secondary.db->TryCatchUpWithPrimary().ok()) {
      break;
    }
    DAYBOOK_ASSIGN_OR_RETURN(const ViewInfo info, ReadInfo(*secondary.db, secondary.view_dir));
    if (!secondary.folder->StillInPlace() || !IsOneMoment(*secondary.db)) {
      break;
    }
    if (before == ManifestMark(secondary.path)) {
      secondary.info = info;
      return absl::OkStatus();
    }
  }
  return absl::UnavailableError(
      absl::StrCat("view ", ViewLabel(secondary.view_dir), " was being changed; try again"));
}

absl::StatusOr<std::unique_ptr<Secondary>> TryOpenSecondary(const std::string& view_dir) {
  const FileSystem& files = PosixFileSystem();
  std::string path = view_dir;
  if (!files.Exists(path + "/CURRENT")) {
    path = OldDirectory(view_dir);
    if (!files.Exists(path + "/CURRENT")) {
      if (files.Exists(view_dir)) {
        return absl::DataLossError(absl::StrCat("view ", ViewLabel(view_dir),
                                                ": its file CURRENT is missing; rebuild the view"));
      }
      return absl::NotFoundError(absl::StrCat("there is no view ", ViewLabel(view_dir)));
    }
  }
  auto secondary = std::make_unique<Secondary>();
  secondary->view_dir = view_dir;
  secondary->path = path;
  DAYBOOK_RETURN_IF_ERROR(CheckWhole(path, view_dir));
  DAYBOOK_ASSIGN_OR_RETURN(secondary->scratch, TemporaryFolder::Make());
  secondary->folder = std::make_unique<HeldFolder>(path);
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::OpenAsSecondary(ReaderOptions(), path, secondary->scratch->path(), &opened);
  secondary->db.reset(opened);
  DAYBOOK_RETURN_IF_ERROR(FromRocks(status, view_dir));
  DAYBOOK_RETURN_IF_ERROR(CatchUpToOneMoment(*secondary));
  return secondary;
}

// Where the view to read is at this moment.
using Locator = std::function<absl::StatusOr<std::string>()>;

absl::StatusOr<std::unique_ptr<Secondary>> TryOpenSecondary(const Locator& locate) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::string view_dir, locate());
  return TryOpenSecondary(view_dir);
}

absl::StatusOr<std::unique_ptr<Secondary>> OpenSecondary(const Locator& locate) {
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  absl::StatusOr<std::unique_ptr<Secondary>> secondary = TryOpenSecondary(locate);
  for (int attempt = 1; !secondary.ok(); ++attempt) {
    // What is being changed will be whole in a moment; what is missing seldom comes back.
    const bool busy =
        absl::IsUnavailable(secondary.status()) && std::chrono::steady_clock::now() < give_up;
    if (attempt >= kAttempts && !busy) {
      break;
    }
    std::this_thread::sleep_for(kPause);
    secondary = TryOpenSecondary(locate);
  }
  return secondary;
}

// The folder of the highest version. NotFound: there is none.
absl::StatusOr<std::string> NewestVersion(const std::string& dir, const std::string& name) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<int> versions, ViewVersions(dir, name));
  if (versions.empty()) {
    return absl::NotFoundError(absl::StrCat("there is no view ", name));
  }
  return ViewDirectory(dir, name, versions.back());
}

class ViewReader final : public ViewStore {
 public:
  ViewReader(Locator locate, std::unique_ptr<Secondary> secondary)
      : locate_(std::move(locate)), secondary_(std::move(secondary)) {}

  std::unique_ptr<ViewSnapshot> Snapshot() const override {
    const std::lock_guard lock(mutex_);
    ++snapshots_out_;
    return NewRocksSnapshot(*secondary_->db, nullptr, secondary_->info, secondary_->view_dir,
                            [this] { SnapshotReturned(); });
  }

  absl::StatusOr<std::unique_ptr<ViewSnapshot>> SnapshotAt(uint64_t position) const override {
    const std::lock_guard lock(mutex_);
    DAYBOOK_RETURN_IF_ERROR(CheckReached(position, secondary_->info, secondary_->view_dir));
    ++snapshots_out_;
    return NewPastSnapshot(*secondary_->db, nullptr, secondary_->info, position,
                           secondary_->view_dir, [this] { SnapshotReturned(); });
  }

  ViewInfo info() const override {
    const std::lock_guard lock(mutex_);
    return secondary_->info;
  }

  absl::StatusOr<SetDigest> HistoryDigest() const override {
    const std::lock_guard lock(mutex_);
    return DigestOfVersions(*secondary_->db, nullptr, secondary_->view_dir);
  }

  std::unique_ptr<StoreTransaction> Begin() override { return nullptr; }
  absl::Status Commit(std::unique_ptr<StoreTransaction>, uint64_t, const Hash&) override {
    return ReadOnly();
  }
  absl::Status Flush() override { return ReadOnly(); }

  absl::Status Refresh() override {
    const std::lock_guard lock(mutex_);
    if (snapshots_out_ > 0) {
      return absl::FailedPreconditionError(
          absl::StrCat("view ", ViewLabel(secondary_->view_dir),
                       ": a snapshot is out, which would change under its reader"));
    }
    const absl::StatusOr<std::string> place = locate_();
    if (place.ok() && *place == secondary_->view_dir && CatchUpToOneMoment(*secondary_).ok()) {
      return absl::OkStatus();
    }
    DAYBOOK_ASSIGN_OR_RETURN(secondary_, OpenSecondary(locate_));
    return absl::OkStatus();
  }

 private:
  absl::Status ReadOnly() const {
    const std::lock_guard lock(mutex_);
    return absl::FailedPreconditionError(
        absl::StrCat("view ", ViewLabel(secondary_->view_dir), " is open for reading"));
  }

  void SnapshotReturned() const {
    const std::lock_guard lock(mutex_);
    --snapshots_out_;
  }

  const Locator locate_;
  mutable std::mutex mutex_;
  mutable int snapshots_out_ = 0;
  std::unique_ptr<Secondary> secondary_;
};

absl::StatusOr<std::unique_ptr<ViewStore>> OpenReader(Locator locate) {
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<Secondary> secondary, OpenSecondary(locate));
  return std::make_unique<ViewReader>(std::move(locate), std::move(secondary));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ViewStore>> ViewStore::OpenForReading(const std::string& view_dir) {
  return OpenReader([view_dir]() -> absl::StatusOr<std::string> { return view_dir; });
}

absl::StatusOr<std::unique_ptr<ViewStore>> ViewStore::OpenNewestForReading(const std::string& dir,
                                                                           std::string_view name) {
  return OpenReader([dir, name = std::string(name)] { return NewestVersion(dir, name); });
}

}  // namespace daybook
