#include "ledger/log/recover_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/closed_files.h"
#include "ledger/log/fixed_ints.h"
#include "ledger/log/head.h"
#include "ledger/log/log_check.h"
#include "ledger/log/log_db.h"
#include "ledger/log/log_files.h"
#include "ledger/log/record_codec.h"
#include "ledger/log/rocksdb_status.h"
#include "ledger/log/torn_manifest.h"
#include "ledger/proof/merkle_tree.h"
#include "rocksdb/env.h"
#include "rocksdb/write_batch.h"

// The steps, each durable before the next, and what a rerun does when it was the last one:
//   1  the valid records into log.recovering           begins again (log is still there)
//   2  head rewritten, only where it is damaged        begins again; head and closed say the same
//   3  closed removed                                  begins again
//   4  log renamed to log.damaged-N                    goes on with 5 (log is not there)
//   5  recovered written: the record of it is owed     writes it again
//   6  log.recovering renamed to log                   finds a log that opens
namespace daybook {
namespace {

constexpr size_t kBatchBytes = 1 << 20;

// What was acknowledged for certain, and which head says so.
struct Required {
  Head head;
  bool rewrite_head = false;
};

absl::StatusOr<Required> ReadRequired(const FileSystem& files, const std::string& dir) {
  const absl::StatusOr<Head> head = ReadHeadOfLog(files, dir);
  const absl::StatusOr<std::optional<ClosedFiles>> closed = ReadClosed(files, dir);
  Required required;
  if (head.ok()) {
    required.head = *head;
  }
  const bool has_closed = closed.ok() && closed->has_value();
  if (!head.ok() && !has_closed) {
    return head.status();
  }
  // A closed list is as good a witness as the head, and a damaged newest slot makes the head fall
  // back.
  if (has_closed && (!head.ok() || (*closed)->end > head->end)) {
    required.head.end = (*closed)->end;
    required.head.root = (*closed)->root;
    required.head.sequence += 1;
    required.rewrite_head = true;
  }
  return required;
}

// Records [0, n) that are whole and in order, and agree with the head.
struct Prefix {
  uint64_t end = 0;
  bool agrees_with_head = false;
};

Prefix MeasurePrefix(const LogDb& db, const Head& head) {
  TiledTree tree;
  std::vector<Tile> full;
  v1::Record record;
  Prefix prefix;
  const auto look_at_head = [&] {
    if (tree.size() == head.end) {
      prefix.agrees_with_head = tree.Root() == head.root;
    }
  };
  look_at_head();
  // How the reading ends does not matter, only how far it gets.
  db.ReadToEnd(0, [&](uint64_t position, std::string_view bytes) -> absl::Status {
      DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
      tree.Append(LeafHash(bytes), full);
      full.clear();
      look_at_head();
      return absl::OkStatus();
    }).IgnoreError();
  prefix.end = tree.size();
  return prefix;
}

absl::Status CopyRecords(const LogDb& from, uint64_t end, LogDb& to) {
  rocksdb::WriteOptions unlogged;
  unlogged.disableWAL = true;  // the flush at the end makes it durable
  rocksdb::WriteBatch batch;
  TiledTree tree;
  std::vector<Tile> full;
  const auto write = [&]() -> absl::Status {
    DAYBOOK_RETURN_IF_ERROR(
        FromWriting(to.db().Write(unlogged, &batch), "write the recovered log"));
    batch.Clear();
    return absl::OkStatus();
  };
  DAYBOOK_RETURN_IF_ERROR(
      from.Read(0, end, [&](uint64_t position, std::string_view bytes) -> absl::Status {
        const std::array<char, 8> key = BigEndian64(position);
        batch
            .Put(to.records(), rocksdb::Slice(key.data(), key.size()),
                 rocksdb::Slice(bytes.data(), bytes.size()))
            .PermitUncheckedError();
        tree.Append(LeafHash(bytes), full);
        for (const Tile& tile : full) {
          const TileKey tile_key = MakeTileKey(tile.id);
          batch.Put(to.tiles(), rocksdb::Slice(tile_key.data(), tile_key.size()), tile.hashes)
              .PermitUncheckedError();
        }
        full.clear();
        return batch.GetDataSize() < kBatchBytes ? absl::OkStatus() : write();
      }));
  DAYBOOK_RETURN_IF_ERROR(write());
  return to.Flush();
}

absl::Status BuildRecovered(const LogDb& damaged, uint64_t end, const std::string& dir,
                            const Storage& storage) {
  const std::string path = JoinPath(dir, kRecoveringName);
  DAYBOOK_RETURN_IF_ERROR(storage.files->CreateDirectory(path));
  LogDb::OpenOptions open;
  open.env = Unowned(storage.env);
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<LogDb> fresh,
                           LogDb::Open(path, LogDb::Mode::kCreate, open));
  DAYBOOK_RETURN_IF_ERROR(CopyRecords(damaged, end, *fresh));
  DAYBOOK_RETURN_IF_ERROR(fresh->Close());
  return SyncDirectory(storage, path);
}

// Reads the damaged log ever more tolerantly until it holds what the head demands, and builds the
// new one from that. Returns its end.
absl::StatusOr<uint64_t> Salvage(const std::string& dir, const Storage& storage, const Head& head) {
  const std::string log_path = JoinPath(dir, kLogName);
  std::shared_ptr<rocksdb::Env> env = Unowned(storage.env);
  const absl::StatusOr<std::optional<TornManifest>> torn =
      FindTornManifest(*storage.files, log_path);
  if (torn.ok() && torn->has_value()) {
    env = MakeEnvWithout(env != nullptr ? env.get() : rocksdb::Env::Default(), **torn);
  }
  absl::Status failure;
  for (const rocksdb::WALRecoveryMode mode :
       {rocksdb::WALRecoveryMode::kPointInTimeRecovery,
        rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords,
        rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords}) {
    LogDb::OpenOptions open;
    open.env = env;
    open.wal_recovery = mode;
    const absl::StatusOr<std::unique_ptr<LogDb>> db =
        LogDb::Open(log_path, LogDb::Mode::kSalvage, open);
    if (!db.ok()) {
      failure = db.status();
      continue;
    }
    const Prefix prefix = MeasurePrefix(**db, head);
    if (prefix.end >= head.end && prefix.agrees_with_head) {
      DAYBOOK_RETURN_IF_ERROR(BuildRecovered(**db, prefix.end, dir, storage));
      return prefix.end;
    }
    failure = absl::DataLossError(
        prefix.end < head.end
            ? absl::StrCat(head.end, " records were acknowledged and only ", prefix.end,
                           " are readable")
            : absl::StrCat("the root of the first ", head.end, " records differs from the head's"));
  }
  if (absl::IsDataLoss(failure)) {
    return absl::DataLossError(absl::StrCat(std::string(FromAbsl(failure.message())),
                                            "; nothing was changed; restore a backup"));
  }
  return failure;
}

// The names log.damaged-N in DIR: the largest N, 0 where there is none.
absl::StatusOr<uint64_t> LastDamagedNumber(const FileSystem& files, const std::string& dir) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List(dir));
  uint64_t last = 0;
  for (const std::string& name : names) {
    if (name.rfind(kDamagedPrefix, 0) == 0) {
      uint64_t number = 0;
      std::from_chars(name.data() + kDamagedPrefix.size(), name.data() + name.size(), number);
      last = std::max(last, number);
    }
  }
  return last;
}

std::string DamagedName(uint64_t number) { return absl::StrCat(ToAbsl(kDamagedPrefix), number); }

std::string UnnotedPath(const std::string& dir) { return JoinPath(dir, "recovered"); }

// Steps 5 and 6, and the look at what they led to.
absl::StatusOr<Recovery> Finish(const std::string& dir, const LogOptions& options) {
  FileSystem& files = *options.storage.files;
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t number, LastDamagedNumber(files, dir));
  DAYBOOK_ASSIGN_OR_RETURN(const Head head, ReadHead(files, JoinPath(dir, kHeadName)));
  DAYBOOK_RETURN_IF_ERROR(files.WriteAtomically(
      UnnotedPath(dir), absl::StrCat(DamagedName(number), "\n", head.end, "\n")));
  DAYBOOK_RETURN_IF_ERROR(files.Rename(JoinPath(dir, kRecoveringName), JoinPath(dir, kLogName)));
  DAYBOOK_ASSIGN_OR_RETURN(const CheckedLog checked, CheckLog(dir, options));
  return Recovery{.needed = true,
                  .recovered_end = checked.end,
                  .head_end = checked.head.end,
                  .kept_copy = DamagedName(number)};
}

}  // namespace

absl::StatusOr<std::optional<UnnotedRecovery>> ReadUnnotedRecovery(const FileSystem& files,
                                                                   const std::string& dir) {
  const absl::StatusOr<std::string> bytes = files.Read(UnnotedPath(dir));
  if (absl::IsNotFound(bytes.status())) {
    return std::nullopt;
  }
  DAYBOOK_RETURN_IF_ERROR(bytes.status());
  const size_t line_end = bytes->find('\n');
  UnnotedRecovery recovery;
  recovery.kept_copy = bytes->substr(0, line_end);
  const char* const last = bytes->data() + bytes->size();
  const char* const number = bytes->data() + std::min(bytes->size(), line_end + 1);
  const auto [stop, error] = std::from_chars(number, last, recovery.head_end);
  if (line_end == std::string::npos || error != std::errc() ||
      std::string_view(stop, static_cast<size_t>(last - stop)) != "\n") {
    return absl::DataLossError(absl::StrCat(UnnotedPath(dir),
                                            " is damaged: it should hold the "
                                            "name of the kept log and a number, a line each"));
  }
  return recovery;
}

absl::Status RemoveUnnotedRecovery(FileSystem& files, const std::string& dir) {
  return files.Remove(UnnotedPath(dir));
}

absl::StatusOr<Recovery> RecoverLog(const std::string& dir, const LogOptions& options) {
  FileSystem& files = *options.storage.files;
  const std::string log_path = JoinPath(dir, kLogName);
  const std::string recovering = JoinPath(dir, kRecoveringName);
  if (!files.Exists(log_path) && files.Exists(recovering)) {
    return Finish(dir, options);
  }
  DAYBOOK_RETURN_IF_ERROR(FindLog(files, dir));
  LogOptions thorough = options;
  thorough.file_check = FileCheck::kContents;
  const absl::StatusOr<CheckedLog> checked = CheckLog(dir, thorough);
  if (checked.ok()) {
    return Recovery{.needed = false,
                    .recovered_end = checked->end,
                    .head_end = checked->head.end,
                    .kept_copy = {}};
  }
  if (!absl::IsDataLoss(checked.status())) {
    return checked.status();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Required required, ReadRequired(files, dir));
  DAYBOOK_RETURN_IF_ERROR(files.RemoveTree(recovering));
  const absl::StatusOr<uint64_t> end = Salvage(dir, options.storage, required.head);
  if (!end.ok()) {
    files.RemoveTree(recovering).IgnoreError();
    return end.status();
  }
  if (required.rewrite_head) {
    DAYBOOK_RETURN_IF_ERROR(
        files.WriteAtomically(JoinPath(dir, kHeadName), EncodeHead(required.head)));
  }
  if (files.Exists(JoinPath(dir, kClosedName))) {
    DAYBOOK_RETURN_IF_ERROR(files.Remove(JoinPath(dir, kClosedName)));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t last, LastDamagedNumber(files, dir));
  DAYBOOK_RETURN_IF_ERROR(files.Rename(log_path, JoinPath(dir, DamagedName(last + 1))));
  return Finish(dir, options);
}

}  // namespace daybook
