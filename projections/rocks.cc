#include "projections/rocks.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <cstdarg>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

constexpr size_t kMiB = size_t{1} << 20;
constexpr char kInfoFormat = 1;

// RocksDB would otherwise keep a LOG file in the view, and a secondary one in its temporary folder.
class NullLogger : public rocksdb::Logger {
 public:
  NullLogger() : rocksdb::Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  void Logv(const char*, va_list) override {}
  using rocksdb::Logger::Logv;
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
    return ReadRow(db_, options_, key, view_dir_);
  }

  absl::Status Scan(std::string_view prefix, const RowVisitor& visitor) const override {
    const std::string begin = absl::StrCat(ToAbsl(kRowSpace), ToAbsl(prefix));
    return Walk(begin, After(begin), [&visitor](const rocksdb::Iterator& row) {
      return visitor(FromSlice(row.key()).substr(kRowSpace.size()), FromSlice(row.value()));
    });
  }

  absl::Status ScanIndex(std::string_view prefix, const IndexVisitor& visitor) const override {
    const std::string begin = absl::StrCat(ToAbsl(kIndexSpace), ToAbsl(prefix));
    return Walk(begin, After(begin), [&visitor](const rocksdb::Iterator& entry) {
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
  // The first key behind all that begin with `prefix`, which is not empty and begins with 'r' or
  // 'x'.
  static std::string After(std::string prefix) {
    while (prefix.back() == static_cast<char>(0xff)) {
      prefix.pop_back();
    }
    prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
    return prefix;
  }

  template <typename Visit>
  absl::Status Walk(const std::string& begin, const std::string& end, const Visit& visit) const {
    const rocksdb::Slice upper(end);
    rocksdb::ReadOptions options = options_;
    options.iterate_upper_bound = &upper;
    options.fill_cache = false;
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

}  // namespace

std::string ViewLabel(const std::string& view_dir) {
  return view_dir.substr(view_dir.find_last_of('/') + 1);
}

absl::Status FromRocks(const rocksdb::Status& status, const std::string& view_dir) {
  if (status.ok()) {
    return absl::OkStatus();
  }
  const std::string text = status.ToString();
  const std::string message = absl::StrCat("view ", ViewLabel(view_dir), ": ", text);
  if (status.IsCorruption()) {
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
    options.level0_file_num_compaction_trigger = 8;
    options.target_file_size_base = 64 * kMiB;
    options.max_bytes_for_level_base = 512 * kMiB;
  } else {
    options.write_buffer_size = 16 * kMiB;
  }
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
  if (status.IsNotFound()) {
    return ViewInfo{};
  }
  DAYBOOK_RETURN_IF_ERROR(FromRocks(status, view_dir));
  const std::optional<ViewInfo> info = DecodeInfo(FromSlice(bytes));
  if (!info.has_value()) {
    return absl::DataLossError(
        absl::StrCat("view ", ViewLabel(view_dir), ": its position is not readable; rebuild it"));
  }
  return *info;
}

absl::StatusOr<std::optional<std::string>> ReadRow(rocksdb::DB& db,
                                                   const rocksdb::ReadOptions& options,
                                                   std::string_view key,
                                                   const std::string& view_dir) {
  std::string value;
  const rocksdb::Status status =
      db.Get(options, absl::StrCat(ToAbsl(kRowSpace), ToAbsl(key)), &value);
  if (status.IsNotFound()) {
    return std::optional<std::string>();
  }
  DAYBOOK_RETURN_IF_ERROR(FromRocks(status, view_dir));
  return std::optional<std::string>(std::move(value));
}

std::unique_ptr<ViewSnapshot> NewRocksSnapshot(rocksdb::DB& db, const rocksdb::Snapshot* moment,
                                               const ViewInfo& info, const std::string& view_dir,
                                               std::function<void()> on_destruction) {
  return std::make_unique<RocksSnapshot>(db, moment, info, view_dir, std::move(on_destruction));
}

}  // namespace daybook
