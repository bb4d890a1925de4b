// Two ways to commit. Live: one WriteBatch through WAL and memtable, done when Commit returns.
// Rebuild: one sorted file (bulk_file.h), made and taken over by a thread while the next records
// are being folded; a memtable costs four times as much for keys that come in no order. At most one
// commit is under way, and the next transaction reads through it.
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/bulk_file.h"
#include "projections/rocks.h"
#include "projections/row_hash_cache.h"
#include "projections/view_directory.h"
#include "projections/view_store.h"
#include "projections/view_transaction.h"

namespace daybook {
namespace {

constexpr size_t kHashesPerGeneration = 65'536;

class ViewWriter final : public ViewStore {
 public:
  ViewWriter(std::string view_dir, ViewMode mode, std::unique_ptr<FileLock> lock,
             std::unique_ptr<rocksdb::DB> db, const ViewInfo& info)
      : view_dir_(std::move(view_dir)),
        mode_(mode),
        lock_(std::move(lock)),
        db_(std::move(db)),
        hashes_(kHashesPerGeneration),
        info_(info) {}
  ~ViewWriter() override { Settle().IgnoreError(); }

  std::unique_ptr<ViewSnapshot> Snapshot() const override {
    std::unique_lock lock(mutex_);
    settled_.wait(lock, [this] { return !committing_; });
    return NewRocksSnapshot(*db_, db_->GetSnapshot(), info_, view_dir_, [] {});
  }

  ViewInfo info() const override {
    std::unique_lock lock(mutex_);
    settled_.wait(lock, [this] { return !committing_; });
    return info_;
  }

  std::unique_ptr<ViewTransaction> Begin() override {
    return std::make_unique<Transaction>(*db_, view_dir_, last_);
  }

  absl::Status Commit(std::unique_ptr<ViewTransaction> txn, uint64_t position,
                      const Hash& last_record) override;

  absl::Status Flush() override {
    DAYBOOK_RETURN_IF_ERROR(Settle());
    // A rebuild's commits are durable as they are.
    return mode_ == ViewMode::kLive ? FromRocks(db_->SyncWAL(), view_dir_) : absl::OkStatus();
  }

  absl::Status Refresh() override { return absl::OkStatus(); }

 private:
  // What a transaction comes to: the info after it, and the hashes of the rows it puts.
  struct Effect {
    ViewInfo info;
    std::vector<std::pair<std::string_view, Hash>> put;
  };
  absl::StatusOr<Effect> EffectOf(const Transaction& txn, uint64_t position,
                                  const Hash& last_record) const;
  absl::StatusOr<std::optional<Hash>> Replaced(const std::string& key,
                                               const Transaction::Row& row) const;
  absl::Status WriteLive(const Transaction& txn, const Effect& effect);
  absl::Status WriteBulk(const Transaction& txn, const Effect& effect);
  void RememberHashes(const Transaction& txn, const Effect& effect);

  absl::Status CommitInBackground(uint64_t position, const Hash& last_record);
  // Waits for the commit under way; says whether it, or one before it, failed.
  absl::Status Settle();

  const std::string view_dir_;
  const ViewMode mode_;
  const std::unique_ptr<FileLock> lock_;
  const std::unique_ptr<rocksdb::DB> db_;
  RowHashCache hashes_;  // of committed rows; of the committing thread

  std::shared_ptr<Transaction> last_;  // rebuild: the one under way, or done
  std::thread committer_;

  mutable std::mutex mutex_;
  mutable std::condition_variable settled_;
  bool committing_ = false;  // guarded by mutex_
  absl::Status failed_;      // guarded by mutex_
  ViewInfo info_;            // guarded by mutex_
};

absl::StatusOr<std::optional<Hash>> ViewWriter::Replaced(const std::string& key,
                                                         const Transaction::Row& row) const {
  if (row.replaced_known) {
    return row.replaced;
  }
  if (const Hash* hash = hashes_.Find(key)) {
    return std::optional<Hash>(*hash);
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value,
                           ReadRow(*db_, rocksdb::ReadOptions(), key, view_dir_));
  return value.has_value() ? std::optional<Hash>(RowHash(key, *value)) : std::nullopt;
}

absl::StatusOr<ViewWriter::Effect> ViewWriter::EffectOf(const Transaction& txn, uint64_t position,
                                                        const Hash& last_record) const {
  Effect effect{.info = info_, .put = {}};  // nobody else changes info_
  effect.put.reserve(txn.rows().size());
  ViewInfo& info = effect.info;
  for (const auto& [key, row] : txn.rows()) {
    if (!row.written) {
      continue;
    }
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<Hash> replaced, Replaced(key, row));
    if (replaced.has_value()) {
      info.digest.Remove(*replaced);
      --info.rows;
    }
    if (row.value.has_value()) {
      const Hash hash = RowHash(key, *row.value);
      info.digest.Add(hash);
      ++info.rows;
      effect.put.emplace_back(key, hash);
    }
  }
  info.index_entries += static_cast<uint64_t>(txn.index_delta());
  info.position = position;
  info.last_record = last_record;
  return effect;
}

absl::Status ViewWriter::WriteLive(const Transaction& txn, const Effect& effect) {
  rocksdb::WriteBatch batch;
  for (const auto& [key, row] : txn.rows()) {
    if (!row.written) {
      continue;
    }
    const std::string row_key = absl::StrCat(ToAbsl(kRowSpace), key);
    DAYBOOK_RETURN_IF_ERROR(FromRocks(
        row.value.has_value() ? batch.Put(row_key, *row.value) : batch.Delete(row_key), view_dir_));
  }
  for (const Transaction::IndexChange& change : txn.index_changes()) {
    const rocksdb::Slice key = ToSlice(txn.IndexKey(change));
    DAYBOOK_RETURN_IF_ERROR(
        FromRocks(change.put ? batch.Put(key, rocksdb::Slice()) : batch.Delete(key), view_dir_));
  }
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(batch.Put(ToSlice(kInfoKey), EncodeInfo(effect.info)), view_dir_));
  return FromRocks(db_->Write(rocksdb::WriteOptions(), &batch), view_dir_);
}

absl::Status ViewWriter::WriteBulk(const Transaction& txn, const Effect& effect) {
  BulkFile file(txn.rows().size() + txn.index_changes().size() + 1);
  for (const auto& [key, row] : txn.rows()) {
    if (row.written && row.value.has_value()) {
      file.Put(kRowSpace[0], key, *row.value);
    } else if (row.written) {
      file.Delete(kRowSpace[0], key);
    }
  }
  for (const Transaction::IndexChange& change : txn.index_changes()) {
    const std::string_view key = txn.IndexKey(change).substr(kIndexSpace.size());
    if (change.put) {
      file.Put(kIndexSpace[0], key, "");
    } else {
      file.Delete(kIndexSpace[0], key);
    }
  }
  const std::string info = EncodeInfo(effect.info);
  file.Put(kInfoKey[0], kInfoKey.substr(1), info);
  return file.Ingest(*db_, view_dir_);
}

void ViewWriter::RememberHashes(const Transaction& txn, const Effect& effect) {
  for (const auto& [key, row] : txn.rows()) {
    if (row.written && !row.value.has_value()) {
      hashes_.Forget(key);
    }
  }
  for (const auto& [key, hash] : effect.put) {
    hashes_.Remember(key, hash);
  }
}

absl::Status ViewWriter::Commit(std::unique_ptr<ViewTransaction> txn, uint64_t position,
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
    DAYBOOK_RETURN_IF_ERROR(WriteLive(*transaction, effect));
    info_ = effect.info;
  }
  RememberHashes(*transaction, effect);
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
      RememberHashes(*last_, *effect);
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

}  // namespace

absl::StatusOr<std::unique_ptr<ViewStore>> ViewStore::Open(const std::string& view_dir,
                                                           ViewMode mode) {
  std::unique_ptr<FileLock> lock;
  if (mode == ViewMode::kLive) {
    DAYBOOK_ASSIGN_OR_RETURN(lock, LockView(view_dir));
    DAYBOOK_RETURN_IF_ERROR(TidyView(view_dir));
  }
  rocksdb::DB* opened = nullptr;
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(rocksdb::DB::Open(WriterOptions(mode), view_dir, &opened), view_dir));
  std::unique_ptr<rocksdb::DB> db(opened);
  DAYBOOK_RETURN_IF_ERROR(BulkFile::RemoveLeftover(view_dir));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewInfo info, ReadInfo(*db, view_dir));
  return std::make_unique<ViewWriter>(view_dir, mode, std::move(lock), std::move(db), info);
}

std::string ViewDirectory(const std::string& dir, std::string_view name, int version) {
  return absl::StrCat(dir, "/views/", ToAbsl(name), ".v", version);
}

}  // namespace daybook
