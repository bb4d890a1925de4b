// The RocksDB that holds the log: how it is opened, its keys, and reading from it. Internal to
// ledger/log (rocksdb in a header).
//
// Column families:
//   default  "format" -> "0"
//   records  position, 8 bytes big-endian -> the record's bytes
//   tiles    level, 1 byte, then index, 8 bytes big-endian -> 8,192 bytes; full tiles only
#ifndef DAYBOOK_LEDGER_LOG_LOG_DB_H_
#define DAYBOOK_LEDGER_LOG_LOG_DB_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/base/sha256.h"
#include "ledger/log/record_source.h"
#include "ledger/proof/tiles.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"

namespace daybook {

using TileKey = std::array<char, 9>;
TileKey MakeTileKey(TileId id);

// An environment that someone else owns and keeps for long enough.
std::shared_ptr<rocksdb::Env> Unowned(rocksdb::Env* env);

// Reads are safe from any thread, also beside one thread that writes or catches up.
class LogDb {
 public:
  enum class Mode {
    kCreate,  // makes it; nothing may be there
    kWrite,
    kReadOnly,  // writes nothing at all; nobody may write meanwhile
    kFollow,    // writes nothing in the folder; another process may write it. Needs scratch_dir
    kSalvage,   // as kReadOnly, records only: damage to anything else does not matter
  };
  struct OpenOptions {
    std::shared_ptr<rocksdb::Env>
        env;                  // null: RocksDB's default; else kept as long as the log is open
    std::string scratch_dir;  // kFollow: a folder of this process's own
    rocksdb::WALRecoveryMode wal_recovery = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  };

  static absl::StatusOr<std::unique_ptr<LogDb>> Open(const std::string& path, Mode mode,
                                                     const OpenOptions& options);
  ~LogDb();
  LogDb(const LogDb&) = delete;
  LogDb& operator=(const LogDb&) = delete;

  // One above the last position; 0 where there is none. What lies before is not looked at.
  absl::StatusOr<uint64_t> End() const;

  // Visits [from, to); a position that is not there is DataLoss. A long range reads ahead and fills
  // no cache.
  absl::Status Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const;
  // Visits from `from` on to the last record, and stops with DataLoss at a gap.
  absl::Status ReadToEnd(uint64_t from, const RecordVisitor& visitor) const;

  // DataLoss where it is not there.
  absl::StatusOr<std::string> ReadTile(TileId id) const;
  // DataLoss where a key is not that of a tile.
  absl::StatusOr<uint64_t> CountTiles() const;
  // FailedPrecondition: written in another format. DataLoss: does not say in which.
  absl::Status CheckFormat() const;

  // kFollow: brings in what was written since.
  absl::Status CatchUp();

  // kWrite, kCreate.
  absl::Status Flush();
  // The checksum of every live SST by file number, after all background work has ended.
  absl::StatusOr<std::map<uint64_t, Hash>> SettleAndListChecksums();
  // Reads fail afterwards.
  absl::Status Close();

  rocksdb::DB& db() const { return *db_; }
  rocksdb::ColumnFamilyHandle* records() const { return handles_[1]; }
  rocksdb::ColumnFamilyHandle* tiles() const { return handles_[2]; }

 private:
  LogDb(std::string path, rocksdb::DB* db, std::vector<rocksdb::ColumnFamilyHandle*> handles)
      : path_(std::move(path)), db_(db), handles_(std::move(handles)) {}

  absl::Status Visit(rocksdb::Iterator& iterator, uint64_t from, uint64_t to,
                     const RecordVisitor& visitor) const;

  // kWrite: has RocksDB forget the WALs from before. It keeps those from which it took nothing, and one with a torn
  // tail would bar every instance that follows.
  absl::Status DropOldWals();

  std::string path_;
  std::shared_ptr<rocksdb::Env> env_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;  // default, records, tiles (not in kSalvage)
};

// The edge of the tree over [0, size), from tiles and the records past the last full tile. DataLoss
// where one of them is not there.
absl::StatusOr<TiledTree> RestoreTree(const LogDb& db, uint64_t size);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_LOG_DB_H_
