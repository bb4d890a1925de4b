#include "ledger/log/log_db.h"

#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/log/fixed_ints.h"
#include "ledger/log/rocksdb_status.h"
#include "ledger/log/sst_checksum.h"
#include "ledger/proof/merkle_tree.h"
#include "rocksdb/cache.h"
#include "rocksdb/convenience.h"
#include "rocksdb/env.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"

namespace daybook {
namespace {

constexpr char kFormatKey[] = "format";
constexpr char kFormat[] = "0";
constexpr uint64_t kMaxEmptyWals = 8;
constexpr size_t kPositionBytes = 8;
// Above this many records a read is a scan.
constexpr uint64_t kScanRecords = 256;
constexpr size_t kScanReadAhead = 2 << 20;

// RocksDB without a logger would write text files named LOG into the folder, which nothing checks
// and which readers without the right to write could not.
class NoLogger : public rocksdb::Logger {
 public:
  NoLogger() : rocksdb::Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::DBOptions MakeDbOptions(LogDb::Mode mode, const LogDb::OpenOptions& open) {
  rocksdb::DBOptions options;
  options.env = open.env != nullptr ? open.env.get() : rocksdb::Env::Default();
  options.create_if_missing = mode == LogDb::Mode::kCreate;
  options.error_if_exists = mode == LogDb::Mode::kCreate;
  options.create_missing_column_families = mode == LogDb::Mode::kCreate;
  options.info_log = std::make_shared<NoLogger>();
  options.paranoid_checks = true;
  options.wal_recovery_mode = open.wal_recovery;
  options.file_checksum_gen_factory = MakeSstChecksumFactory();
  options.max_background_jobs = 2;
  options.max_open_files = -1;
  // Records fill their memtable many times before tiles do. Flushed together, tiles do not keep old
  // WALs alive.
  options.atomic_flush = true;
  // One thread appends; without concurrent writes the memtable takes a hint for ascending keys.
  options.allow_concurrent_memtable_write = false;
  options.skip_stats_update_on_db_open = true;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

rocksdb::ColumnFamilyOptions MakeFamilyOptions(const std::string& name) {
  rocksdb::BlockBasedTableOptions table;
  table.block_size = 16 << 10;
  table.block_cache = rocksdb::NewLRUCache(8 << 20);
  rocksdb::ColumnFamilyOptions options;
  if (name == "records") {
    options.write_buffer_size = 64 << 20;
    options.max_write_buffer_number = 3;
    // A third less disk than without, and a cold scan is faster; ZSTD halves the speed of a replay.
    // Compression runs in the background, not in the commit path.
    options.compression = rocksdb::kLZ4Compression;
    options.memtable_insert_with_hint_prefix_extractor.reset(
        rocksdb::NewFixedPrefixTransform(kPositionBytes / 2));
  } else {
    options.write_buffer_size = 16 << 20;
    options.compression = rocksdb::kNoCompression;  // hashes do not compress
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

template <size_t n>
rocksdb::Slice ToSlice(const std::array<char, n>& bytes) {
  return {bytes.data(), bytes.size()};
}

}  // namespace

std::shared_ptr<rocksdb::Env> Unowned(rocksdb::Env* env) {
  return {std::shared_ptr<rocksdb::Env>(), env};
}

TileKey MakeTileKey(TileId id) {
  TileKey key;
  key[0] = static_cast<char>(id.level);
  PutBigEndian64(id.index, key.data() + 1);
  return key;
}

absl::StatusOr<std::unique_ptr<LogDb>> LogDb::Open(const std::string& path, Mode mode,
                                                   const OpenOptions& open) {
  const rocksdb::DBOptions options = MakeDbOptions(mode, open);
  std::vector<std::string> names = {rocksdb::kDefaultColumnFamilyName, "records"};
  if (mode != Mode::kSalvage) {
    names.push_back("tiles");
  }
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) {
    families.emplace_back(name, MakeFamilyOptions(name));
  }
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::Status status;
  switch (mode) {
    case Mode::kCreate:
    case Mode::kWrite:
      status = rocksdb::DB::Open(options, path, families, &handles, &db);
      break;
    case Mode::kReadOnly:
    case Mode::kSalvage:
      status = rocksdb::DB::OpenForReadOnly(options, path, families, &handles, &db);
      break;
    case Mode::kFollow:
      status =
          rocksdb::DB::OpenAsSecondary(options, path, open.scratch_dir, families, &handles, &db);
      break;
  }
  if (!status.ok()) {
    const std::string doing = absl::StrCat("open ", path);
    return mode == Mode::kCreate ? FromWriting(status, doing) : FromReading(status, doing);
  }
  std::unique_ptr<LogDb> log(new LogDb(path, db, std::move(handles)));
  log->env_ = open.env;
  if (mode == Mode::kWrite) {
    DAYBOOK_RETURN_IF_ERROR(log->DropOldWals());
  }
  if (mode == Mode::kCreate) {
    rocksdb::WriteOptions synced;
    synced.sync = true;
    DAYBOOK_RETURN_IF_ERROR(
        FromWriting(db->Put(synced, kFormatKey, kFormat), absl::StrCat("write to ", path)));
  }
  return log;
}

absl::Status LogDb::DropOldWals() {
  const std::string doing = absl::StrCat("drop the old WALs of ", path_);
  // By the folder: RocksDB's own list reads into the files, of which one may be torn, and leaves out
  // the empty ones, of which every open that appends nothing adds one.
  rocksdb::Env& env = *db_->GetEnv();
  std::vector<std::string> names;
  DAYBOOK_RETURN_IF_ERROR(FromReading(env.GetChildren(path_, &names), doing));
  uint64_t bytes = 0;
  uint64_t wals = 0;
  for (const std::string& name : names) {
    if (name.size() <= 4 || name.compare(name.size() - 4, 4, ".log") != 0) {
      continue;
    }
    uint64_t size = 0;
    const std::string wal = absl::StrCat(path_, "/", name);
    if (const rocksdb::Status status = env.GetFileSize(wal, &size); !status.ok()) {
      // RocksDB may just have removed it.
      if (env.FileExists(wal).IsNotFound()) {
        continue;
      }
      return FromReading(status, doing);
    }
    bytes += size;
    ++wals;
  }
  if (bytes == 0 && wals <= kMaxEmptyWals) {
    return absl::OkStatus();
  }
  // Only a flush of something makes RocksDB forget a WAL.
  rocksdb::WriteOptions synced;
  synced.sync = true;
  DAYBOOK_RETURN_IF_ERROR(FromWriting(db_->Put(synced, kFormatKey, kFormat), doing));
  return Flush();
}

LogDb::~LogDb() {
  // Nothing is lost by an error here: what matters was synced, and who wants to know calls Close.
  Close().IgnoreError();
}

absl::Status LogDb::Close() {
  if (db_ == nullptr) {
    return absl::OkStatus();
  }
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  handles_.clear();
  const rocksdb::Status status = db_->Close();
  db_.reset();
  // A read-only instance has nothing to close and says so.
  return status.IsNotSupported() ? absl::OkStatus()
                                 : FromWriting(status, absl::StrCat("close ", path_));
}

absl::StatusOr<uint64_t> LogDb::End() const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> last(db_->NewIterator(options, records()));
  last->SeekToLast();
  DAYBOOK_RETURN_IF_ERROR(
      FromReading(last->status(), absl::StrCat("read the last record of ", path_)));
  if (!last->Valid()) {
    return 0;
  }
  if (last->key().size() != kPositionBytes) {
    return absl::DataLossError(
        absl::StrCat(path_, " holds a record under a key that is no position"));
  }
  return GetBigEndian64({last->key().data(), last->key().size()}) + 1;
}

absl::Status LogDb::Visit(rocksdb::Iterator& iterator, uint64_t from, uint64_t to,
                          const RecordVisitor& visitor) const {
  const std::array<char, kPositionBytes> first = BigEndian64(from);
  iterator.Seek(ToSlice(first));
  uint64_t position = from;
  for (; position < to && iterator.Valid(); iterator.Next(), ++position) {
    const std::array<char, kPositionBytes> expected = BigEndian64(position);
    if (iterator.key() != ToSlice(expected)) {
      return absl::DataLossError(absl::StrCat("position ", position, " is missing in ", path_));
    }
    DAYBOOK_RETURN_IF_ERROR(visitor(position, {iterator.value().data(), iterator.value().size()}));
  }
  if (!iterator.status().ok()) {
    return FromReading(iterator.status(), absl::StrCat("read position ", position, " of ", path_));
  }
  return absl::OkStatus();
}

absl::Status LogDb::Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const {
  if (from >= to) {
    return absl::OkStatus();
  }
  const std::array<char, kPositionBytes> bound = BigEndian64(to);
  const rocksdb::Slice upper = ToSlice(bound);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &upper;
  if (to - from > kScanRecords) {
    options.fill_cache = false;
    options.readahead_size = kScanReadAhead;
  }
  const std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator(options, records()));
  uint64_t seen = from;
  DAYBOOK_RETURN_IF_ERROR(
      Visit(*iterator, from, to, [&](uint64_t position, std::string_view bytes) {
        seen = position + 1;
        return visitor(position, bytes);
      }));
  if (seen != to) {
    return absl::DataLossError(absl::StrCat("position ", seen, " is missing in ", path_));
  }
  return absl::OkStatus();
}

absl::Status LogDb::ReadToEnd(uint64_t from, const RecordVisitor& visitor) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  options.readahead_size = kScanReadAhead;
  const std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator(options, records()));
  return Visit(*iterator, from, UINT64_MAX, visitor);
}

absl::StatusOr<std::string> LogDb::ReadTile(TileId id) const {
  const TileKey key = MakeTileKey(id);
  std::string bytes;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), tiles(), ToSlice(key), &bytes);
  DAYBOOK_RETURN_IF_ERROR(
      FromReading(status, absl::StrCat("read tile ", int{id.level}, "/", id.index, " of ", path_)));
  return bytes;
}

absl::StatusOr<uint64_t> LogDb::CountTiles() const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> tile(db_->NewIterator(options, tiles()));
  uint64_t count = 0;
  for (tile->SeekToFirst(); tile->Valid(); tile->Next()) {
    if (tile->key().size() != std::tuple_size_v<TileKey>) {
      return absl::DataLossError(absl::StrCat(path_, " holds a tile under a key that is none"));
    }
    ++count;
  }
  DAYBOOK_RETURN_IF_ERROR(FromReading(tile->status(), absl::StrCat("read the tiles of ", path_)));
  return count;
}

absl::Status LogDb::CheckFormat() const {
  std::string format;
  DAYBOOK_RETURN_IF_ERROR(FromReading(db_->Get(rocksdb::ReadOptions(), kFormatKey, &format),
                                      absl::StrCat("read the format of ", path_)));
  if (format != kFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat(path_, " is written in format ", format, "; this program knows ", kFormat));
  }
  return absl::OkStatus();
}

absl::Status LogDb::CatchUp() {
  return FromReading(db_->TryCatchUpWithPrimary(), absl::StrCat("follow ", path_));
}

absl::Status LogDb::Flush() {
  return FromWriting(db_->Flush(rocksdb::FlushOptions(), handles_), absl::StrCat("flush ", path_));
}

absl::StatusOr<std::map<uint64_t, Hash>> LogDb::SettleAndListChecksums() {
  rocksdb::CancelAllBackgroundWork(db_.get(), /*wait=*/true);
  const std::unique_ptr<rocksdb::FileChecksumList> list(rocksdb::NewFileChecksumList());
  DAYBOOK_RETURN_IF_ERROR(FromReading(db_->GetLiveFilesChecksumInfo(list.get()),
                                      absl::StrCat("list the files of ", path_)));
  std::vector<uint64_t> numbers;
  std::vector<std::string> checksums;
  std::vector<std::string> functions;
  DAYBOOK_RETURN_IF_ERROR(FromReading(list->GetAllFileChecksums(&numbers, &checksums, &functions),
                                      absl::StrCat("list the checksums of ", path_)));
  std::map<uint64_t, Hash> hashes;
  for (size_t i = 0; i < numbers.size(); ++i) {
    Hash hash;
    if (functions[i] == kSstChecksumName && checksums[i].size() == hash.size()) {
      std::memcpy(hash.data(), checksums[i].data(), hash.size());
      hashes.emplace(numbers[i], hash);
    }
  }
  return hashes;
}

absl::StatusOr<TiledTree> RestoreTree(const LogDb& db, uint64_t size) {
  return TiledTree::Restore(
      size, [&db](TileId id) { return db.ReadTile(id); },
      [&db](uint64_t position) -> absl::StatusOr<Hash> {
        Hash leaf{};
        DAYBOOK_RETURN_IF_ERROR(
            db.Read(position, position + 1, [&leaf](uint64_t, std::string_view bytes) {
              leaf = LeafHash(bytes);
              return absl::OkStatus();
            }));
        return leaf;
      });
}

}  // namespace daybook
