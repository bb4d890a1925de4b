#include "ledger/engine/state_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/sst_file_writer.h"
#include "rocksdb/table.h"

namespace daybook {
namespace {

constexpr size_t kBlockCacheBytes = 32u << 20;
constexpr double kBloomBitsPerKey = 10;
constexpr int kFilesPerMerge = 4;
constexpr uint64_t kFirstLevelBytes = 64u << 20;  // about what is merged into it at a time
// Not a name that RocksDB takes for one of its own.
constexpr char kFileInTheMaking[] = "/checkpoint.tmp";
constexpr char kDamageNoted[] = "/damaged";

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
  options.max_background_jobs = 2;
  // Checkpoints are smaller than a memtable would be: more of them are merged at a time.
  options.level0_file_num_compaction_trigger = kFilesPerMerge;
  options.max_bytes_for_level_base = kFirstLevelBytes;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  rocksdb::BlockBasedTableOptions table;
  // Most ids that are looked up were never used: the filters answer that without a look at the
  // blocks.
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  table.whole_key_filtering = true;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// In the order of keys; the last change of each.
void SortRows(std::vector<StateRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const StateRow& a, const StateRow& b) { return a.key < b.key; });
  const auto kept =
      std::unique(rows.rbegin(), rows.rend(),
                  [](const StateRow& a, const StateRow& b) { return a.key == b.key; });
  rows.erase(rows.begin(), kept.base());
}

// What an interrupted write left. It may be a second name of a file that is part of the store by
// now: never to be written to.
absl::Status RemoveLeftover(const Storage& storage, const std::string& path) {
  return storage.files->Exists(path) ? storage.files->Remove(path) : absl::OkStatus();
}

}  // namespace

struct StateStore::Impl {
  std::unique_ptr<rocksdb::DB> db;
  Storage storage;
  std::string file_in_the_making;
  std::string damage_noted;  // empty: opened for reading, and nothing is written

  absl::Status WriteFile(const std::vector<StateRow>& rows) const;
};

StateStore::StateStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StateStore::~StateStore() = default;

absl::StatusOr<std::unique_ptr<StateStore>> StateStore::Open(const std::string& state_dir,
                                                             const Storage& storage) {
  const std::string damage_noted = absl::StrCat(state_dir, kDamageNoted);
  if (storage.files->Exists(damage_noted)) {
    return absl::DataLossError(absl::StrCat(state_dir, " was found to be damaged"));
  }
  rocksdb::DB* db = nullptr;
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(rocksdb::DB::Open(StoreOptions(storage), state_dir, &db), "open"));
  auto impl = std::make_unique<Impl>();
  impl->db.reset(db);
  impl->storage = storage;
  impl->file_in_the_making = absl::StrCat(state_dir, kFileInTheMaking);
  impl->damage_noted = damage_noted;
  DAYBOOK_RETURN_IF_ERROR(RemoveLeftover(storage, impl->file_in_the_making));
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

absl::Status StateStore::NoteDamage(absl::Status status) const {
  if (!absl::IsDataLoss(status) || impl_->damage_noted.empty()) return status;
  if (impl_->storage.files->Exists(impl_->damage_noted)) return status;
  // Where it can't be noted either, the next one who meets the damage tries again.
  impl_->storage.files->WriteAtomically(impl_->damage_noted, FromAbsl(status.message()))
      .IgnoreError();
  return status;
}

absl::StatusOr<std::optional<std::string>> StateStore::Get(std::string_view key) const {
  std::string value;
  const rocksdb::Status status = impl_->db->Get(rocksdb::ReadOptions(), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return NoteDamage(FromRocks(status, "read"));
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

absl::Status StateStore::Impl::WriteFile(const std::vector<StateRow>& rows) const {
  // What is written here is read soon: by lookups, and by the merge.
  constexpr bool kDropFromPageCache = false;
  rocksdb::SstFileWriter file(rocksdb::EnvOptions(), db->GetOptions(), nullptr, kDropFromPageCache);
  DAYBOOK_RETURN_IF_ERROR(FromRocks(file.Open(file_in_the_making), "write"));
  for (const StateRow& row : rows) {
    const rocksdb::Slice key = ToSlice(row.key);
    DAYBOOK_RETURN_IF_ERROR(FromRocks(
        row.value.has_value() ? file.Put(key, ToSlice(*row.value)) : file.Delete(key), "write"));
  }
  return FromRocks(file.Finish(), "write");
}

absl::Status StateStore::Write(StateBatch batch) {
  if (batch.rows_.empty()) return absl::OkStatus();
  SortRows(batch.rows_);
  DAYBOOK_RETURN_IF_ERROR(RemoveLeftover(impl_->storage, impl_->file_in_the_making));
  DAYBOOK_RETURN_IF_ERROR(impl_->WriteFile(batch.rows_));
  rocksdb::IngestExternalFileOptions options;
  options.move_files = true;
  options.write_global_seqno = false;
  return NoteDamage(
      FromRocks(impl_->db->IngestExternalFile({impl_->file_in_the_making}, options), "write"));
}

}  // namespace daybook
