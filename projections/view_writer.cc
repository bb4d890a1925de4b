// Two ways to commit. A small one: a WriteBatch through WAL and memtable. A large one: a sorted file
// (bulk_file.h) that RocksDB takes over; a memtable costs three times as much for keys that come in no
// order. Live, a commit is done when Commit returns. In a rebuild each is a file, made and taken over
// by a thread while the next records are being folded: at most one is under way, and the next
// transaction reads through it.
#include <rocksdb/db.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/bulk_file.h"
#include "projections/replaced_rows.h"
#include "projections/rocks.h"
#include "projections/version_key.h"
#include "projections/view_directory.h"
#include "projections/view_store.h"
#include "projections/view_transaction.h"

namespace daybook {
namespace {

constexpr size_t kRowsPerGeneration = 65'536;

// Rows, versions and index changes from which on a live commit is a file too: a file costs two syncs,
// and then a third of what a memtable does.
constexpr size_t kWorthAFile = 16'384;

bool WorthAFile(const Transaction& txn) {
  return txn.rows().size() + txn.versions().size() + txn.index_changes().size() >= kWorthAFile;
}

// `key` begins with its space.
void PutWhole(std::string_view key, std::string_view value, BulkFile& file) {
  file.Put(key[0], key.substr(1), value);
}

class ViewWriter final : public ViewStore {
 public:
  ViewWriter(std::string view_dir, ViewMode mode, std::unique_ptr<FileLock> lock,
             std::unique_ptr<rocksdb::DB> db, const ViewInfo& info)
      : view_dir_(std::move(view_dir)),
        mode_(mode),
        lock_(std::move(lock)),
        db_(std::move(db)),
        known_rows_(kRowsPerGeneration),
        info_(info) {}
  ~ViewWriter() override { Settle().IgnoreError(); }

  std::unique_ptr<ViewSnapshot> Snapshot() const override {
    std::unique_lock lock(mutex_);
    settled_.wait(lock, [this] { return !committing_; });
    return NewRocksSnapshot(*db_, db_->GetSnapshot(), info_, view_dir_, [] {});
  }

  absl::StatusOr<std::unique_ptr<ViewSnapshot>> SnapshotAt(uint64_t position) const override {
    std::unique_lock lock(mutex_);
    settled_.wait(lock, [this] { return !committing_; });
    DAYBOOK_RETURN_IF_ERROR(CheckReached(position, info_, view_dir_));
    return NewPastSnapshot(*db_, db_->GetSnapshot(), info_, position, view_dir_, [] {});
  }

  ViewInfo info() const override {
    std::unique_lock lock(mutex_);
    settled_.wait(lock, [this] { return !committing_; });
    return info_;
  }

  absl::StatusOr<SetDigest> HistoryDigest() const override {
    std::unique_lock lock(mutex_);
    settled_.wait(lock, [this] { return !committing_; });
    rocksdb::ManagedSnapshot moment(db_.get());
    lock.unlock();
    return DigestOfVersions(*db_, moment.snapshot(), view_dir_);
  }

  std::unique_ptr<StoreTransaction> Begin() override {
    return std::make_unique<Transaction>(*db_, view_dir_, last_);
  }

  absl::Status Commit(std::unique_ptr<StoreTransaction> txn, uint64_t position,
                      const Hash& last_record) override;

  absl::Status Flush() override {
    DAYBOOK_RETURN_IF_ERROR(Settle());
    // A rebuild's commits are durable as they are.
    return mode_ == ViewMode::kLive ? FromRocks(db_->SyncWAL(), view_dir_) : absl::OkStatus();
  }

  absl::Status Refresh() override { return absl::OkStatus(); }

 private:
  // A row that a transaction leaves behind.
  struct ChangedRow {
    std::string_view key;
    const Transaction::Row* row = nullptr;
    RowHead head;
    std::optional<Hash> hash;  // none: the row is gone

    std::string_view value() const {
      return row->value.has_value() ? std::string_view(*row->value) : std::string_view();
    }
  };
  // What a transaction comes to.
  struct Effect {
    ViewInfo info;
    std::vector<ChangedRow> rows;
  };
  absl::StatusOr<Effect> EffectOf(const Transaction& txn, uint64_t position,
                                  const Hash& last_record) const;
  absl::StatusOr<ReplacedRow> Replaced(const std::string& key, const Transaction::Row& row) const;
  absl::Status WriteLive(const Transaction& txn, const Effect& effect);
  absl::Status WriteBulk(const Transaction& txn, const Effect& effect);
  void RememberRows(const Effect& effect);

  absl::Status CommitInBackground(uint64_t position, const Hash& last_record);
  // Waits for the commit under way; says whether it, or one before it, failed.
  absl::Status Settle();

  const std::string view_dir_;
  const ViewMode mode_;
  const std::unique_ptr<FileLock> lock_;
  const std::unique_ptr<rocksdb::DB> db_;
  ReplacedRows known_rows_;  // of committed rows; of the committing thread

  std::shared_ptr<Transaction> last_;  // rebuild: the one under way, or done
  std::thread committer_;

  mutable std::mutex mutex_;
  mutable std::condition_variable settled_;
  bool committing_ = false;  // guarded by mutex_
  absl::Status failed_;      // guarded by mutex_
  ViewInfo info_;            // guarded by mutex_
};

absl::StatusOr<ReplacedRow> ViewWriter::Replaced(const std::string& key,
                                                 const Transaction::Row& row) const {
  if (row.replaced.has_value()) {
    return *row.replaced;
  }
  if (const ReplacedRow* replaced = known_rows_.Find(key)) {
    return *replaced;
  }
  DAYBOOK_ASSIGN_OR_RETURN(const StoredRow stored,
                           ReadRow(*db_, rocksdb::ReadOptions(), key, view_dir_));
  return stored.ToReplaced(key);
}

absl::StatusOr<ViewWriter::Effect> ViewWriter::EffectOf(const Transaction& txn, uint64_t position,
                                                        const Hash& last_record) const {
  Effect effect{.info = info_, .rows = {}};  // nobody else changes info_
  effect.rows.reserve(txn.rows().size());
  ViewInfo& info = effect.info;
  for (const auto& [key, row] : txn.rows()) {
    if (!row.written) {
      continue;
    }
    DAYBOOK_ASSIGN_OR_RETURN(const ReplacedRow replaced, Replaced(key, row));
    ChangedRow changed{.key = key, .row = &row, .head = {}, .hash = std::nullopt};
    changed.head.there = row.value.has_value();
    changed.head.end = row.record + 1;
    changed.head.born = replaced.born == 0 ? row.first_record + 1 : replaced.born;
    if (replaced.hash.has_value()) {
      info.digest.Remove(*replaced.hash);
      --info.rows;
    }
    if (row.value.has_value()) {
      changed.hash = RowHash(key, *row.value);
      info.digest.Add(*changed.hash);
      ++info.rows;
    }
    effect.rows.push_back(changed);
  }
  info.index_entries += static_cast<uint64_t>(txn.index_delta());
  info.position = position;
  info.last_record = last_record;
  return effect;
}

absl::Status ViewWriter::WriteLive(const Transaction& txn, const Effect& effect) {
  rocksdb::WriteBatch batch;
  std::string key;
  std::string value;
  for (const ChangedRow& changed : effect.rows) {
    key.assign(kRowSpace);
    key.append(changed.key);
    value.clear();
    AppendRowHead(changed.head, value);
    value.append(changed.value());
    DAYBOOK_RETURN_IF_ERROR(FromRocks(batch.Put(key, value), view_dir_));
    const rocksdb::Slice version = ToSlice(txn.VersionKey(txn.versions()[changed.row->version]));
    DAYBOOK_RETURN_IF_ERROR(FromRocks(batch.Put(version, ToSlice(changed.value())), view_dir_));
  }
  for (const Transaction::Version& version : txn.versions()) {
    if (version.superseded.has_value()) {
      DAYBOOK_RETURN_IF_ERROR(
          FromRocks(batch.Put(ToSlice(txn.VersionKey(version)), *version.superseded), view_dir_));
    }
  }
  std::string index_version;
  for (const Transaction::IndexChange& change : txn.index_changes()) {
    const rocksdb::Slice entry = ToSlice(txn.IndexKey(change));
    DAYBOOK_RETURN_IF_ERROR(FromRocks(
        change.put ? batch.Put(entry, rocksdb::Slice()) : batch.Delete(entry), view_dir_));
    index_version.clear();
    txn.AppendIndexVersionKey(change, index_version);
    DAYBOOK_RETURN_IF_ERROR(FromRocks(batch.Put(index_version, rocksdb::Slice()), view_dir_));
  }
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(batch.Put(ToSlice(kInfoKey), EncodeInfo(effect.info)), view_dir_));
  return FromRocks(db_->Write(rocksdb::WriteOptions(), &batch), view_dir_);
}

// Every commit writes the info row, so the file overlaps what earlier commits left in the memtable, and
// RocksDB flushes that before it takes the file over: no commit is durable before those it builds on.
absl::Status ViewWriter::WriteBulk(const Transaction& txn, const Effect& effect) {
  BulkFile file(txn.rows().size() + txn.versions().size() + 2 * txn.index_changes().size() + 1);
  for (const ChangedRow& changed : effect.rows) {
    file.PutRow(changed.key, changed.head, changed.value());
    PutWhole(txn.VersionKey(txn.versions()[changed.row->version]), changed.value(), file);
  }
  for (const Transaction::Version& version : txn.versions()) {
    if (version.superseded.has_value()) {
      PutWhole(txn.VersionKey(version), *version.superseded, file);
    }
  }
  std::string version_keys;  // one behind the other; not moved while `file` looks at them
  size_t bytes = 0;
  for (const Transaction::IndexChange& change : txn.index_changes()) {
    bytes += 2 * change.length + kVersionTail + 2;
  }
  version_keys.reserve(bytes);
  for (const Transaction::IndexChange& change : txn.index_changes()) {
    const std::string_view key = txn.IndexKey(change).substr(kIndexSpace.size());
    if (change.put) {
      file.Put(kIndexSpace[0], key, "");
    } else {
      file.Delete(kIndexSpace[0], key);
    }
    const size_t offset = version_keys.size();
    txn.AppendIndexVersionKey(change, version_keys);
    PutWhole(std::string_view(version_keys).substr(offset), "", file);
  }
  const std::string info = EncodeInfo(effect.info);
  file.Put(kInfoKey[0], kInfoKey.substr(1), info);
  return file.Ingest(*db_, view_dir_);
}

void ViewWriter::RememberRows(const Effect& effect) {
  for (const ChangedRow& changed : effect.rows) {
    known_rows_.Remember(changed.key, {.hash = changed.hash, .born = changed.head.born});
  }
}

absl::Status ViewWriter::Commit(std::unique_ptr<StoreTransaction> txn, uint64_t position,
                                const Hash& last_record) {
  DAYBOOK_RETURN_IF_ERROR(Settle());
  if (position < info_.position) {
    return absl::InvalidArgumentError(absl::StrCat("view ", ViewLabel(view_dir_), " is at ",
                                                   info_.position, ", after ", position));
  }
  std::unique_ptr<Transaction> transaction(static_cast<Transaction*>(txn.release()));
  transaction->ForgetBefore();
  if (mode_ == ViewMode::kRebuild) {
    last_ = std::move(transaction);
    return CommitInBackground(position, last_record);
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Effect effect, EffectOf(*transaction, position, last_record));
  {
    const std::lock_guard lock(mutex_);
    DAYBOOK_RETURN_IF_ERROR(WorthAFile(*transaction) ? WriteBulk(*transaction, effect)
                                                     : WriteLive(*transaction, effect));
    info_ = effect.info;
  }
  RememberRows(effect);
  return absl::OkStatus();
}

absl::Status ViewWriter::CommitInBackground(uint64_t position, const Hash& last_record) {
  {
    const std::lock_guard lock(mutex_);
    committing_ = true;
  }
  committer_ = std::thread([this, position, last_record] {
    absl::StatusOr<Effect> effect = EffectOf(*last_, position, last_record);
    const absl::Status written =
        effect.ok() ? WriteBulk(*last_, *effect) : std::move(effect).status();
    if (written.ok()) {
      RememberRows(*effect);
    }
    const std::lock_guard lock(mutex_);
    if (written.ok()) {
      info_ = effect->info;
    } else {
      failed_ = written;
    }
    committing_ = false;
    settled_.notify_all();
  });
  return absl::OkStatus();
}

absl::Status ViewWriter::Settle() {
  if (committer_.joinable()) {
    committer_.join();
  }
  const std::lock_guard lock(mutex_);
  return failed_;
}

// Whether there is nothing, or what a crash left of making it: a database without any data.
bool IsNew(const std::string& view_dir) {
  const FileSystem& files = PosixFileSystem();
  if (!files.Exists(view_dir)) {
    return true;
  }
  const absl::StatusOr<std::vector<std::string>> names = files.List(view_dir);
  return names.ok() && std::none_of(names->begin(), names->end(), [&](const std::string& name) {
           const bool log = absl::EndsWith(name, ".log");
           return absl::EndsWith(name, ".sst") ||
                  (log && files.Size(absl::StrCat(view_dir, "/", name)).value_or(1) > 0);
         });
}

}  // namespace

absl::StatusOr<std::unique_ptr<ViewStore>> ViewStore::Open(const std::string& view_dir,
                                                           ViewMode mode) {
  std::unique_ptr<FileLock> lock;
  if (mode == ViewMode::kLive) {
    DAYBOOK_ASSIGN_OR_RETURN(lock, LockView(view_dir));
    DAYBOOK_RETURN_IF_ERROR(TidyView(view_dir));
  }
  const bool is_new = IsNew(view_dir);
  rocksdb::DB* opened = nullptr;
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(rocksdb::DB::Open(WriterOptions(mode), view_dir, &opened), view_dir));
  std::unique_ptr<rocksdb::DB> db(opened);
  if (is_new) {
    rocksdb::WriteOptions synced;
    synced.sync = true;
    DAYBOOK_RETURN_IF_ERROR(
        FromRocks(db->Put(synced, ToSlice(kInfoKey), EncodeInfo(ViewInfo{})), view_dir));
  }
  DAYBOOK_RETURN_IF_ERROR(BulkFile::RemoveLeftover(view_dir));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewInfo info, ReadInfo(*db, view_dir));
  return std::make_unique<ViewWriter>(view_dir, mode, std::move(lock), std::move(db), info);
}

std::string ViewDirectory(const std::string& dir, std::string_view name, int version) {
  return absl::StrCat(dir, "/views/", ToAbsl(name), ".v", version);
}

}  // namespace daybook
