#include "ledger/log/log_check.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/log_files.h"
#include "ledger/log/record_codec.h"
#include "ledger/log/rocksdb_status.h"
#include "ledger/proof/merkle_tree.h"

namespace daybook {
namespace {

absl::StatusOr<std::unique_ptr<LogDb>> OpenReadOnly(const std::string& log_path,
                                                    std::shared_ptr<rocksdb::Env> env,
                                                    FileCheck check, bool cleanly_closed) {
  DAYBOOK_ASSIGN_OR_RETURN(
      std::unique_ptr<LogDb> db,
      LogDb::Open(log_path, LogDb::Mode::kReadOnly, {.env = std::move(env), .scratch_dir = {}}));
  DAYBOOK_RETURN_IF_ERROR(db->CheckFormat());
  if (check == FileCheck::kContents && !cleanly_closed) {
    DAYBOOK_RETURN_IF_ERROR(FromReading(db->db().VerifyFileChecksums(rocksdb::ReadOptions()),
                                        absl::StrCat("verify the files of ", log_path)));
  }
  return db;
}

absl::StatusOr<CheckedLog> Check(const std::string& dir, const LogOptions& options) {
  const FileSystem& files = *options.storage.files;
  const std::string log_path = JoinPath(dir, kLogName);
  CheckedLog checked;
  DAYBOOK_ASSIGN_OR_RETURN(checked.closed, ReadClosed(files, dir));
  if (checked.closed.has_value()) {
    DAYBOOK_RETURN_IF_ERROR(
        CompareFiles(options.storage, dir, *checked.closed, options.file_check));
  }
  DAYBOOK_ASSIGN_OR_RETURN(checked.head, ReadHeadOfLog(files, dir));

  const bool cleanly_closed = checked.closed.has_value();
  absl::StatusOr<std::unique_ptr<LogDb>> db =
      OpenReadOnly(log_path, Unowned(options.storage.env), options.file_check, cleanly_closed);
  if (absl::IsDataLoss(db.status()) && !cleanly_closed) {
    const absl::StatusOr<std::optional<TornManifest>> torn = FindTornManifest(files, log_path);
    if (torn.ok() && torn->has_value()) {
      checked.torn_manifest = **torn;
      rocksdb::Env* base = options.storage.env;
      db = OpenReadOnly(log_path,
                        MakeEnvWithout(base != nullptr ? base : rocksdb::Env::Default(), **torn),
                        options.file_check, cleanly_closed);
    }
  }
  DAYBOOK_RETURN_IF_ERROR(db.status());

  DAYBOOK_ASSIGN_OR_RETURN(checked.tree, RestoreAtHead(**db, checked.head));
  DAYBOOK_RETURN_IF_ERROR(CheckTail(**db, checked.tree));
  checked.end = checked.tree.size();
  if (cleanly_closed &&
      (checked.closed->end != checked.end || checked.closed->root != checked.tree.Root())) {
    return absl::DataLossError(absl::StrCat(log_path, " was closed with ", checked.closed->end,
                                            " records and now holds ", checked.end,
                                            ", or other ones"));
  }
  return checked;
}

}  // namespace

absl::Status FindLog(const FileSystem& files, const std::string& dir) {
  const std::string log_path = JoinPath(dir, kLogName);
  if (files.Exists(log_path)) {
    return absl::OkStatus();
  }
  if (!files.Exists(dir)) {
    return absl::NotFoundError(absl::StrCat("there is no ", dir));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List(dir));
  for (const std::string& name : names) {
    if (name == kRecoveringName || absl::StartsWith(name, ToAbsl(kDamagedPrefix))) {
      return absl::DataLossError(
          absl::StrCat(log_path, " is not there but ", JoinPath(dir, name),
                       " is: a recovery was interrupted; run `daybook recover ", dir, "` again"));
    }
  }
  const absl::StatusOr<Head> head = ReadHead(files, JoinPath(dir, kHeadName));
  if (absl::IsNotFound(head.status()) || (head.ok() && head->end == 0)) {
    return absl::NotFoundError(absl::StrCat("there is no ledger in ", dir));
  }
  return absl::DataLossError(absl::StrCat(log_path, " is not there, but ", JoinPath(dir, kHeadName),
                                          " is: restore a backup"));
}

absl::StatusOr<Head> ReadHeadOfLog(const FileSystem& files, const std::string& dir) {
  absl::StatusOr<Head> head = ReadHead(files, JoinPath(dir, kHeadName));
  if (absl::IsNotFound(head.status())) {
    return absl::DataLossError(absl::StrCat(
        JoinPath(dir, kHeadName), " is missing, so nothing says how much was acknowledged"));
  }
  return head;
}

absl::StatusOr<TiledTree> RestoreAtHead(const LogDb& db, const Head& head) {
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t end, db.End());
  if (end < head.end) {
    return absl::DataLossError(
        absl::StrCat("the log ends at position ", end, " but the head says that ", head.end,
                     " records were durable: acknowledged records are lost"));
  }
  DAYBOOK_ASSIGN_OR_RETURN(TiledTree tree, RestoreTree(db, head.end));
  const Hash root = tree.Root();
  if (root != head.root) {
    return absl::DataLossError(absl::StrCat("the root of the first ", head.end, " records is ",
                                            ToHex(AsBytes(root)), " but the head says ",
                                            ToHex(AsBytes(head.root))));
  }
  return tree;
}

absl::Status CheckTail(const LogDb& db, TiledTree& tree) {
  v1::Record record;
  std::vector<Tile> full;
  return db.ReadToEnd(tree.size(), [&](uint64_t position, std::string_view bytes) -> absl::Status {
    DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
    tree.Append(LeafHash(bytes), full);
    for (const Tile& tile : full) {
      DAYBOOK_ASSIGN_OR_RETURN(const std::string stored, db.ReadTile(tile.id));
      if (stored != tile.hashes) {
        return absl::DataLossError(absl::StrCat("tile ", int{tile.id.level}, "/", tile.id.index,
                                                " differs from the records it covers"));
      }
    }
    full.clear();
    return absl::OkStatus();
  });
}

absl::StatusOr<CheckedLog> CheckLog(const std::string& dir, const LogOptions& options) {
  DAYBOOK_RETURN_IF_ERROR(FindLog(*options.storage.files, dir));
  absl::StatusOr<CheckedLog> checked = Check(dir, options);
  if (absl::IsDataLoss(checked.status())) {
    return absl::DataLossError(
        absl::StrCat(std::string(FromAbsl(checked.status().message())), DamageAdvice(dir)));
  }
  return checked;
}

}  // namespace daybook
