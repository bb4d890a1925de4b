#include "projections/rocks.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <cstdarg>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/set_digest.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/version_key.h"

namespace daybook {
namespace {

constexpr size_t kMiB = size_t{1} << 20;
// The info row: 1 byte format; 8 bytes each position, rows, index entries (little-endian); 32 bytes
// digest; 32 bytes SHA-256 of the record at position - 1.
constexpr char kInfoFormat = 2;

// RocksDB would otherwise keep a LOG file in the view, and a secondary one in its temporary folder.
class NullLogger : public rocksdb::Logger {
 public:
  NullLogger() : rocksdb::Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  void Logv(const char*, va_list) override {}
  using rocksdb::Logger::Logv;
};

// All versions of one key have one prefix: a read as of a moment then asks the filters of that key,
// as a read of the current row does.
class VersionPrefix : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "daybook.version"; }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return InDomain(key) ? rocksdb::Slice(key.data(), key.size() - kVersionTail) : key;
  }
  bool InDomain(const rocksdb::Slice& key) const override {
    return key.size() > kVersionTail &&
           (key[0] == kRowVersionSpace[0] || key[0] == kIndexVersionSpace[0]);
  }
};

rocksdb::Options CommonOptions() {
  rocksdb::Options options;
  options.info_log = std::make_shared<NullLogger>();
  options.compression = rocksdb::kLZ4Compression;
  options.max_open_files = -1;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.skip_stats_update_on_db_open = true;
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.block_cache = rocksdb::NewLRUCache(32 * kMiB);
  table.block_size = 16 * 1024;
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  // Most rows written are new ones: the filter spares the search for what they replace.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.05;
  options.prefix_extractor = std::make_shared<VersionPrefix>();
  return options;
}

void PutFixed64(std::string& out, uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) {
    out.push_back(static_cast<char>(static_cast<unsigned char>(value >> shift)));
  }
}

uint64_t GetFixed64(const char* in) {
  uint64_t value = 0;
  for (int i = 7; i >= 0; --i) {
    value = value << 8 | static_cast<unsigned char>(in[i]);
  }
  return value;
}

constexpr size_t kInfoBytes = 1 + 3 * 8 + 32 + 32;

std::optional<ViewInfo> DecodeInfo(std::string_view bytes) {
  if (bytes.size() != kInfoBytes || bytes[0] != kInfoFormat) {
    return std::nullopt;
  }
  ViewInfo info;
  const char* in = bytes.data() + 1;
  info.position = GetFixed64(in);
  info.rows = GetFixed64(in + 8);
  info.index_entries = GetFixed64(in + 16);
  Hash sum;
  std::memcpy(sum.data(), in + 24, sum.size());
  info.digest = SetDigest(sum);
  std::memcpy(info.last_record.data(), in + 56, info.last_record.size());
  return info;
}

class RocksSnapshot final : public ViewSnapshot {
 public:
  RocksSnapshot(rocksdb::DB& db, const rocksdb::Snapshot* moment, const ViewInfo& info,
                std::string view_dir, std::function<void()> on_destruction)
      : db_(db),
        info_(info),
        view_dir_(std::move(view_dir)),
        on_destruction_(std::move(on_destruction)) {
    options_.snapshot = moment;
  }
  ~RocksSnapshot() override {
    if (options_.snapshot != nullptr) {
      db_.ReleaseSnapshot(options_.snapshot);
    }
    on_destruction_();
  }

  ViewInfo info() const override { return info_; }

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const override {
    DAYBOOK_ASSIGN_OR_RETURN(StoredRow row, ReadRow(db_, options_, key, view_dir_));
    return std::move(row.value);
  }

  absl::Status Scan(std::string_view prefix, const RowVisitor& visitor) const override {
    const std::string begin = absl::StrCat(ToAbsl(kRowSpace), ToAbsl(prefix));
    const auto visit = [this, &visitor](const rocksdb::Iterator& row) -> absl::StatusOr<bool> {
      std::string_view value = FromSlice(row.value());
      DAYBOOK_ASSIGN_OR_RETURN(const RowHead head, TakeHead(value, view_dir_));
      return head.there ? visitor(FromSlice(row.key()).substr(kRowSpace.size()), value)
                        : absl::StatusOr<bool>(true);
    };
    return Walk(begin, KeyAfter(begin), visit);
  }

  absl::Status ScanIndex(std::string_view prefix, const IndexVisitor& visitor) const override {
    const std::string begin = absl::StrCat(ToAbsl(kIndexSpace), ToAbsl(prefix));
    return Walk(begin, KeyAfter(begin), [&visitor](const rocksdb::Iterator& entry) {
      return visitor(FromSlice(entry.key()).substr(kIndexSpace.size()));
    });
  }

  absl::Status ScanIndexRange(std::string_view begin, std::string_view end,
                              const IndexVisitor& visitor) const override {
    return Walk(absl::StrCat(ToAbsl(kIndexSpace), ToAbsl(begin)),
                absl::StrCat(ToAbsl(kIndexSpace), ToAbsl(end)),
                [&visitor](const rocksdb::Iterator& entry) {
                  return visitor(FromSlice(entry.key()).substr(kIndexSpace.size()));
                });
  }

 private:
  template <typename Visit>
  absl::Status Walk(const std::string& begin, const std::string& end, const Visit& visit) const {
    const rocksdb::Slice upper(end);
    rocksdb::ReadOptions options = options_;
    options.iterate_upper_bound = &upper;
    options.fill_cache = false;
    options.total_order_seek = true;
    const std::unique_ptr<rocksdb::Iterator> iterator(db_.NewIterator(options));
    for (iterator->Seek(begin); iterator->Valid(); iterator->Next()) {
      DAYBOOK_ASSIGN_OR_RETURN(const bool more, visit(*iterator));
      if (!more) {
        return absl::OkStatus();
      }
    }
    return FromRocks(iterator->status(), view_dir_);
  }

  rocksdb::DB& db_;
  const ViewInfo info_;
  const std::string view_dir_;
  const std::function<void()> on_destruction_;
  rocksdb::ReadOptions options_;
};

// Of DIR/views/NAME.vN, or of a build of it; 0 elsewhere.
int VersionOf(const std::string& view_dir) {
  const std::string label = ViewLabel(view_dir);
  const size_t mark = label.rfind(".v");
  int version = 0;
  for (size_t i = mark == std::string::npos ? label.size() : mark + 2; i < label.size(); ++i) {
    if (label[i] < '0' || label[i] > '9') break;
    version = version * 10 + (label[i] - '0');
  }
  return version;
}

}  // namespace

std::string KeyAfter(std::string prefix) {
  while (prefix.back() == static_cast<char>(0xff)) {
    prefix.pop_back();
  }
  prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

std::string ViewLabel(const std::string& view_dir) {
  return view_dir.substr(view_dir.find_last_of('/') + 1);
}

absl::Status FromRocks(const rocksdb::Status& status, const std::string& view_dir) {
  if (status.ok()) {
    return absl::OkStatus();
  }
  const std::string text = status.ToString();
  const std::string message = absl::StrCat("view ", ViewLabel(view_dir), ": ", text);
  if (status.IsCorruption() || status.IsPathNotFound() ||
      (status.IsIOError() && text.find("No such file or directory") != std::string::npos)) {
    return absl::DataLossError(message);
  }
  if (status.IsNoSpace()) {
    return absl::ResourceExhaustedError(message);
  }
  // RocksDB has no code of its own for a lock that is held.
  if (status.IsIOError() && (text.find("lock hold by current process") != std::string::npos ||
                             text.find("While lock file") != std::string::npos)) {
    return absl::FailedPreconditionError(
        absl::StrCat("view ", ViewLabel(view_dir), " is being written by another process"));
  }
  return absl::InternalError(message);
}

rocksdb::Options WriterOptions(ViewMode mode) {
  rocksdb::Options options = CommonOptions();
  options.create_if_missing = true;
  if (mode == ViewMode::kRebuild) {
    options.write_buffer_size = 64 * kMiB;
    options.max_write_buffer_number = 3;
    // Each commit is a file over the whole range of keys. What they cost is mostly how often they are
    // merged; a filter a file keeps reads of old rows cheap meanwhile.
    options.level0_file_num_compaction_trigger = 24;
    options.target_file_size_base = 128 * kMiB;
    options.max_bytes_for_level_base = 2048 * kMiB;
  } else {
    options.write_buffer_size = 16 * kMiB;
  }
  // A view that was just rebuilt has many files on level 0: its writer is not to wait for them.
  options.level0_slowdown_writes_trigger = 64;
  options.level0_stop_writes_trigger = 128;
  return options;
}

rocksdb::Options ReaderOptions() {
  rocksdb::Options options = CommonOptions();
  // A secondary replays what the writer has not flushed into a table of its own, which it never
  // flushes.
  options.write_buffer_size = 16 * kMiB;
  return options;
}

std::string EncodeInfo(const ViewInfo& info) {
  std::string bytes;
  bytes.reserve(kInfoBytes);
  bytes.push_back(kInfoFormat);
  PutFixed64(bytes, info.position);
  PutFixed64(bytes, info.rows);
  PutFixed64(bytes, info.index_entries);
  bytes.append(AsBytes(info.digest.sum()));
  bytes.append(AsBytes(info.last_record));
  return bytes;
}

absl::StatusOr<ViewInfo> ReadInfo(rocksdb::DB& db, const std::string& view_dir) {
  rocksdb::PinnableSlice bytes;
  const rocksdb::Status status =
      db.Get(rocksdb::ReadOptions(), db.DefaultColumnFamily(), ToSlice(kInfoKey), &bytes);
  // It is written when a view is made: a database that lacks it has lost files.
  std::optional<ViewInfo> info;
  if (!status.IsNotFound()) {
    DAYBOOK_RETURN_IF_ERROR(FromRocks(status, view_dir));
    info = DecodeInfo(FromSlice(bytes));
  }
  if (!info.has_value()) {
    return absl::DataLossError(absl::StrCat("view ", ViewLabel(view_dir),
                                            ": its position is not readable; rebuild the view"));
  }
  info->version = VersionOf(view_dir);
  return *std::move(info);
}

ReplacedRow StoredRow::ToReplaced(std::string_view key) const {
  ReplacedRow row;
  if (value.has_value()) {
    row.hash = RowHash(key, *value);
  }
  row.born = head.born;
  return row;
}

absl::StatusOr<RowHead> TakeHead(std::string_view& stored, const std::string& view_dir) {
  const std::optional<RowHead> head = TakeRowHead(stored);
  if (!head.has_value()) {
    return absl::DataLossError(
        absl::StrCat("view ", ViewLabel(view_dir), ": a row is not readable; rebuild the view"));
  }
  return *head;
}

absl::StatusOr<StoredRow> ReadRow(rocksdb::DB& db, const rocksdb::ReadOptions& options,
                                  std::string_view key, const std::string& view_dir) {
  StoredRow row;
  rocksdb::PinnableSlice bytes;
  const rocksdb::Status status = db.Get(options, db.DefaultColumnFamily(),
                                        absl::StrCat(ToAbsl(kRowSpace), ToAbsl(key)), &bytes);
  if (status.IsNotFound()) {
    return row;
  }
  DAYBOOK_RETURN_IF_ERROR(FromRocks(status, view_dir));
  std::string_view stored = FromSlice(bytes);
  DAYBOOK_ASSIGN_OR_RETURN(row.head, TakeHead(stored, view_dir));
  if (row.head.there) {
    row.value = std::string(stored);
  }
  return row;
}

std::unique_ptr<ViewSnapshot> NewRocksSnapshot(rocksdb::DB& db, const rocksdb::Snapshot* moment,
                                               const ViewInfo& info, const std::string& view_dir,
                                               std::function<void()> on_destruction) {
  return std::make_unique<RocksSnapshot>(db, moment, info, view_dir, std::move(on_destruction));
}

}  // namespace daybook
