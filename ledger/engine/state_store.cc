#include "ledger/engine/state_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace daybook {
namespace {

constexpr size_t kWriteBufferBytes = 32u << 20;
constexpr size_t kBlockCacheBytes = 32u << 20;
constexpr double kBloomBitsPerKey = 10;

// RocksDB would keep an information log in the folder, and a reader would rename the writer's.
class NoInfoLog : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::Slice ToSlice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view FromSlice(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

absl::Status FromRocks(const rocksdb::Status& status, std::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  const std::string message = absl::StrCat("state: ", std::string(doing), ": ", status.ToString());
  if (status.IsCorruption()) return absl::DataLossError(message);
  if (status.IsNoSpace()) return absl::ResourceExhaustedError(message);
  return absl::UnavailableError(message);
}

rocksdb::Options StoreOptions(const Storage& storage) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.info_log = std::make_shared<NoInfoLog>();
  if (storage.env != nullptr) options.env = storage.env;
  options.compression = rocksdb::kNoCompression;
  options.write_buffer_size = kWriteBufferBytes;
  // Most ids that are looked up were never used: the filters answer that without a look at the
  // blocks.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.02;
  options.max_background_jobs = 2;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  table.whole_key_filtering = true;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace

struct StateBatch::Impl {
  rocksdb::WriteBatch batch;
};

StateBatch::StateBatch() : impl_(std::make_unique<Impl>()) {}
StateBatch::~StateBatch() = default;
StateBatch::StateBatch(StateBatch&&) noexcept = default;
StateBatch& StateBatch::operator=(StateBatch&&) noexcept = default;

// A batch in memory fails only where a key or value passes 4 GiB.
void StateBatch::Put(std::string_view key, std::string_view value) {
  impl_->batch.Put(ToSlice(key), ToSlice(value)).PermitUncheckedError();
}
void StateBatch::Delete(std::string_view key) {
  impl_->batch.Delete(ToSlice(key)).PermitUncheckedError();
}

struct StateStore::Impl {
  std::unique_ptr<rocksdb::DB> db;
};

StateStore::StateStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StateStore::~StateStore() = default;

absl::StatusOr<std::unique_ptr<StateStore>> StateStore::Open(const std::string& state_dir,
                                                             const Storage& storage) {
  rocksdb::DB* db = nullptr;
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(rocksdb::DB::Open(StoreOptions(storage), state_dir, &db), "open"));
  auto impl = std::make_unique<Impl>();
  impl->db.reset(db);
  return std::unique_ptr<StateStore>(new StateStore(std::move(impl)));
}

absl::StatusOr<std::unique_ptr<StateStore>> StateStore::OpenForReading(const std::string& state_dir,
                                                                       const Storage& storage) {
  if (!storage.files->Exists(absl::StrCat(state_dir, "/CURRENT"))) {
    return absl::NotFoundError(absl::StrCat(state_dir, " holds no state"));
  }
  rocksdb::Options options = StoreOptions(storage);
  options.create_if_missing = false;
  // All files are opened at once, so what a writer deletes later stays readable.
  options.max_open_files = -1;
  rocksdb::DB* db = nullptr;
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(rocksdb::DB::OpenForReadOnly(options, state_dir, &db), "open for reading"));
  auto impl = std::make_unique<Impl>();
  impl->db.reset(db);
  return std::unique_ptr<StateStore>(new StateStore(std::move(impl)));
}

absl::StatusOr<std::optional<std::string>> StateStore::Get(std::string_view key) const {
  std::string value;
  const rocksdb::Status status = impl_->db->Get(rocksdb::ReadOptions(), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  DAYBOOK_RETURN_IF_ERROR(FromRocks(status, "read"));
  return value;
}

absl::Status StateStore::ForEach(
    char kind,
    const std::function<absl::Status(std::string_view key, std::string_view value)>& visitor)
    const {
  const std::string prefix(1, kind);
  const std::unique_ptr<rocksdb::Iterator> rows(impl_->db->NewIterator(rocksdb::ReadOptions()));
  for (rows->Seek(prefix); rows->Valid() && rows->key().starts_with(prefix); rows->Next()) {
    DAYBOOK_RETURN_IF_ERROR(visitor(FromSlice(rows->key()), FromSlice(rows->value())));
  }
  return FromRocks(rows->status(), "scan");
}

absl::Status StateStore::ForEach(
    const std::function<absl::Status(std::string_view key, std::string_view value)>& visitor)
    const {
  const std::unique_ptr<rocksdb::Iterator> rows(impl_->db->NewIterator(rocksdb::ReadOptions()));
  for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
    DAYBOOK_RETURN_IF_ERROR(visitor(FromSlice(rows->key()), FromSlice(rows->value())));
  }
  return FromRocks(rows->status(), "scan");
}

absl::Status StateStore::Write(StateBatch batch) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  options.memtable_insert_hint_per_batch = true;
  return FromRocks(impl_->db->Write(options, &batch.impl_->batch), "write");
}

absl::Status StateStore::Flush() {
  return FromRocks(impl_->db->Flush(rocksdb::FlushOptions()), "flush");
}

}  // namespace daybook
