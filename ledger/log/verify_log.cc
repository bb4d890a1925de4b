#include "ledger/log/verify_log.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/head_follower.h"
#include "ledger/log/log_check.h"
#include "ledger/log/log_files.h"
#include "ledger/log/record_codec.h"
#include "ledger/log/rocksdb_status.h"
#include "ledger/proof/merkle_tree.h"
#include "ledger/proof/tiles.h"

namespace daybook {
namespace {

// How often the files are listed again because a writer replaced one while it was being read.
constexpr int kAttempts = 5;

// DIR/closed, after every byte of every file was compared with it; nullopt where the log is not
// closed.
absl::StatusOr<std::optional<ClosedFiles>> CompareClosed(const std::string& dir) {
  const FileSystem& files = PosixFileSystem();
  DAYBOOK_ASSIGN_OR_RETURN(std::optional<ClosedFiles> closed, ReadClosed(files, dir));
  if (!closed.has_value()) {
    return closed;
  }
  const absl::Status same = CompareFiles(Storage(), dir, *closed, FileCheck::kContents);
  if (!same.ok()) {
    // A writer that began meanwhile has removed the list before it changed anything.
    if (!files.Exists(JoinPath(dir, kClosedName))) {
      return std::optional<ClosedFiles>();
    }
    return same;
  }
  return closed;
}

// What is in the blocks that a scan of records and tiles does not touch, too.
absl::Status VerifyBlocks(HeadFollower& follower) {
  absl::Status status;
  for (int i = 0; i < kAttempts; ++i) {
    const std::shared_ptr<const LogDb> log = follower.db();
    rocksdb::DB& db = log->db();
    rocksdb::ReadOptions options;
    options.readahead_size = 2 << 20;
    status = FromReading(db.VerifyFileChecksums(options), "verify the files of the log");
    if (status.ok()) {
      return FromReading(db.VerifyChecksum(options), "verify the blocks of the log");
    }
    DAYBOOK_RETURN_IF_ERROR(follower.RefreshFiles());
  }
  return status;
}

class Reader {
 public:
  Reader(const LogDb& db, const Head& head, const RecordVisitor& also)
      : db_(db), head_(head), also_(also) {}

  absl::Status Visit(uint64_t position, std::string_view bytes) {
    DAYBOOK_RETURN_IF_ERROR(CheckHead());
    DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record_));
    tree_.Append(LeafHash(bytes), full_);
    for (const Tile& tile : full_) {
      DAYBOOK_ASSIGN_OR_RETURN(const std::string stored, db_.ReadTile(tile.id));
      if (stored != tile.hashes) {
        return absl::DataLossError(absl::StrCat("tile ", int{tile.id.level}, "/", tile.id.index,
                                                " differs from the records it covers"));
      }
      ++tiles_;
    }
    full_.clear();
    return also_ ? also_(position, bytes) : absl::OkStatus();
  }

  absl::Status Finish() {
    DAYBOOK_RETURN_IF_ERROR(CheckHead());
    if (!head_seen_) {
      return absl::DataLossError(absl::StrCat("the log ends at position ", tree_.size(),
                                              " but the head says that ", head_.end,
                                              " records were durable"));
    }
    DAYBOOK_ASSIGN_OR_RETURN(const uint64_t stored, db_.CountTiles());
    if (stored != tiles_) {
      return absl::DataLossError(
          absl::StrCat("the log holds ", stored, " tiles and should hold ", tiles_));
    }
    return absl::OkStatus();
  }

  const TiledTree& tree() const { return tree_; }
  uint64_t tiles() const { return tiles_; }

 private:
  absl::Status CheckHead() {
    if (tree_.size() != head_.end || head_seen_) {
      return absl::OkStatus();
    }
    head_seen_ = true;
    if (tree_.Root() != head_.root) {
      return absl::DataLossError(
          absl::StrCat("the root of the first ", head_.end, " records differs from the head's"));
    }
    return absl::OkStatus();
  }

  const LogDb& db_;
  const Head head_;
  const RecordVisitor& also_;
  v1::Record record_;
  TiledTree tree_;
  std::vector<Tile> full_;
  uint64_t tiles_ = 0;
  bool head_seen_ = false;
};

absl::StatusOr<LogVerdict> Verify(const std::string& dir, const RecordVisitor& also) {
  LogVerdict verdict;
  using MaybeClosed = std::optional<ClosedFiles>;
  DAYBOOK_ASSIGN_OR_RETURN(const MaybeClosed closed, CompareClosed(dir));
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<HeadFollower> follower,
                           HeadFollower::Open(dir, /*compare_closed=*/false));
  if (closed.has_value()) {
    verdict.cleanly_closed = true;
    verdict.files = closed->files.size();
  } else {
    DAYBOOK_RETURN_IF_ERROR(VerifyBlocks(*follower));
  }
  const std::shared_ptr<const LogDb> db = follower->db();
  Reader reader(*db, follower->head(), also);
  DAYBOOK_RETURN_IF_ERROR(db->ReadToEnd(0, [&reader](uint64_t position, std::string_view bytes) {
    return reader.Visit(position, bytes);
  }));
  DAYBOOK_RETURN_IF_ERROR(reader.Finish());
  verdict.end = reader.tree().size();
  verdict.root = reader.tree().Root();
  verdict.head_end = follower->head().end;
  verdict.tiles = reader.tiles();
  if (closed.has_value() && follower->head().end == closed->end &&
      (closed->end != verdict.end || closed->root != verdict.root)) {
    return absl::DataLossError(absl::StrCat("the log was closed with ", closed->end,
                                            " records and holds ", verdict.end, ", or other ones"));
  }
  return verdict;
}

}  // namespace

absl::StatusOr<LogVerdict> VerifyLog(const std::string& dir, const RecordVisitor& also) {
  DAYBOOK_RETURN_IF_ERROR(FindLog(PosixFileSystem(), dir));
  return Verify(dir, also);
}

}  // namespace daybook
