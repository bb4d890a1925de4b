#include "ledger/log/head_follower.h"

#include <stdlib.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/log_check.h"
#include "ledger/log/log_files.h"
#include "ledger/log/torn_manifest.h"
#include "ledger/proof/merkle_tree.h"

namespace daybook {
namespace {

constexpr int kAttempts = 8;
constexpr absl::Duration kFirstPause = absl::Milliseconds(4);
// Up to here the leaf hashes of new records are cheaper than restoring the edge from tiles.
constexpr uint64_t kAppendedRecords = 50'000;

// A writer renames, deletes and appends while we look: what seems damaged is looked at again before
// it is said.
absl::Status Persistently(const std::function<absl::Status()>& attempt) {
  absl::Duration pause = kFirstPause;
  absl::Status status = attempt();
  for (int i = 1; i < kAttempts && (absl::IsDataLoss(status) || absl::IsUnavailable(status)); ++i) {
    absl::SleepFor(pause);
    pause *= 2;
    status = attempt();
  }
  return status;
}

absl::StatusOr<std::unique_ptr<LogDb>> OpenAtRest(const std::string& log_path) {
  LogDb::OpenOptions open;
  const absl::StatusOr<std::optional<TornManifest>> torn =
      FindTornManifest(PosixFileSystem(), log_path);
  if (torn.ok() && torn->has_value()) {
    open.env = MakeEnvWithout(rocksdb::Env::Default(), **torn);
  }
  return LogDb::Open(log_path, LogDb::Mode::kReadOnly, open);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScratchDirectory>> ScratchDirectory::Make() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  std::string path = (parent / "daybook-reader-XXXXXX").string();
  if (error || ::mkdtemp(path.data()) == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("could not make a temporary folder ", path, " (TMPDIR names where)"));
  }
  return std::unique_ptr<ScratchDirectory>(new ScratchDirectory(std::move(path)));
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

absl::StatusOr<std::unique_ptr<HeadFollower>> HeadFollower::Open(const std::string& dir,
                                                                 bool compare_closed) {
  const FileSystem& files = PosixFileSystem();
  DAYBOOK_RETURN_IF_ERROR(FindLog(files, dir));
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<ScratchDirectory> scratch, ScratchDirectory::Make());
  std::unique_ptr<HeadFollower> follower(new HeadFollower(dir, std::move(scratch)));
  const absl::Status status = Persistently([&]() -> absl::Status {
    if (compare_closed) {
      // A writer that begins while we compare removes DIR/closed first: the next attempt finds
      // none.
      using MaybeClosed = std::optional<ClosedFiles>;
      DAYBOOK_ASSIGN_OR_RETURN(const MaybeClosed closed, ReadClosed(files, dir));
      if (closed.has_value()) {
        const absl::Status same = CompareFiles(Storage(), dir, *closed, FileCheck::kSizes);
        if (!same.ok()) {
          return absl::IsNotFound(same) ? absl::UnavailableError(same.message()) : same;
        }
      }
    }
    return follower->OpenOnce();
  });
  if (absl::IsDataLoss(status)) {
    return absl::DataLossError(
        absl::StrCat(std::string(FromAbsl(status.message())), DamageAdvice(dir)));
  }
  DAYBOOK_RETURN_IF_ERROR(status);
  return follower;
}

std::shared_ptr<const LogDb> HeadFollower::db() const {
  const std::lock_guard<std::mutex> lock(db_mutex_);
  return db_;
}

absl::Status HeadFollower::OpenOnce() {
  // Head first: what it says was durable is then in the log, whatever the writer does meanwhile.
  DAYBOOK_ASSIGN_OR_RETURN(const Head head, ReadHeadOfLog(PosixFileSystem(), dir_));
  DAYBOOK_RETURN_IF_ERROR(CheckForward(head));
  const std::string log_path = JoinPath(dir_, kLogName);
  // Where DIR/closed is, nothing is torn.
  bool follows = PosixFileSystem().Exists(JoinPath(dir_, kClosedName));
  if (!follows) {
    DAYBOOK_ASSIGN_OR_RETURN(follows, IsSafeToFollow(PosixFileSystem(), log_path));
  }
  absl::StatusOr<std::unique_ptr<LogDb>> db(nullptr);
  if (follows) {
    LogDb::OpenOptions open;
    open.scratch_dir = scratch_->path();
    db = LogDb::Open(log_path, LogDb::Mode::kFollow, open);
    follows = !absl::IsDataLoss(db.status());
  }
  if (!follows) {
    // A tail torn by a power cut, which the next writer will drop, is too much for an instance that follows.
    db = OpenAtRest(log_path);
  }
  DAYBOOK_RETURN_IF_ERROR(db.status());
  DAYBOOK_RETURN_IF_ERROR((*db)->CheckFormat());
  DAYBOOK_ASSIGN_OR_RETURN(tree_, RestoreAtHead(**db, head));
  head_ = head;
  follows_ = follows;
  const std::lock_guard<std::mutex> lock(db_mutex_);
  db_ = *std::move(db);
  return absl::OkStatus();
}

absl::Status HeadFollower::RefreshFiles() { return follows_ ? db_->CatchUp() : OpenOnce(); }

absl::Status HeadFollower::Refresh() {
  const absl::Status status = Persistently([this]() -> absl::Status {
    DAYBOOK_ASSIGN_OR_RETURN(const Head head, ReadHeadOfLog(PosixFileSystem(), dir_));
    if (head.sequence <= head_.sequence && head.end == head_.end) {
      return absl::OkStatus();
    }
    if (!follows_) {
      return OpenOnce();
    }
    DAYBOOK_RETURN_IF_ERROR(CheckForward(head));
    DAYBOOK_RETURN_IF_ERROR(db_->CatchUp());
    return Advance(head);
  });
  if (absl::IsDataLoss(status)) {
    return absl::DataLossError(
        absl::StrCat(std::string(FromAbsl(status.message())), DamageAdvice(dir_)));
  }
  return status;
}

absl::Status HeadFollower::CheckForward(const Head& head) const {
  if (head.end < head_.end) {
    // The newest slot is being overwritten (what is then read is the one before), or history was replaced.
    return absl::DataLossError(
        absl::StrCat("the head of ", dir_, " went back from ", head_.end, " to ", head.end));
  }
  return absl::OkStatus();
}

absl::Status HeadFollower::Advance(const Head& head) {
  TiledTree tree;
  if (head.end - head_.end > kAppendedRecords) {
    DAYBOOK_ASSIGN_OR_RETURN(tree, RestoreAtHead(*db_, head));
  } else {
    tree = tree_;
    std::vector<Tile> full;
    DAYBOOK_RETURN_IF_ERROR(
        db_->Read(tree.size(), head.end, [&tree, &full](uint64_t, std::string_view bytes) {
          tree.Append(LeafHash(bytes), full);
          full.clear();
          return absl::OkStatus();
        }));
    if (tree.Root() != head.root) {
      return absl::DataLossError(absl::StrCat("the root of the first ", head.end, " records of ",
                                              dir_, " differs from the head's"));
    }
  }
  tree_ = std::move(tree);
  head_ = head;
  return absl::OkStatus();
}

}  // namespace daybook
