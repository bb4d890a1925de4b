#include "ledger/engine/state_checkpoint.h"

#include <utility>

#include "ledger/base/status_macros.h"
#include "ledger/base/thread_name.h"

namespace daybook {
namespace {

constexpr char kLiveBooking = 'B';

}  // namespace

StateCheckpointWriter::StateCheckpointWriter(StateStore& store, const SetDigest& digest,
                                             LiveRowHashes live_rows,
                                             std::function<bool(uint64_t)> await_durable)
    : store_(store),
      digest_(digest),
      live_rows_(std::move(live_rows)),
      await_durable_(std::move(await_durable)),
      thread_([this] { Run(); }) {}

StateCheckpointWriter::~StateCheckpointWriter() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void StateCheckpointWriter::Start(StateCheckpoint checkpoint) {
  {
    const std::lock_guard lock(mutex_);
    waiting_ = std::move(checkpoint);
    busy_ = true;
  }
  changed_.notify_all();
}

bool StateCheckpointWriter::busy() const {
  const std::lock_guard lock(mutex_);
  return busy_;
}

void StateCheckpointWriter::Wait() const {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !busy_; });
}

absl::Status StateCheckpointWriter::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

void StateCheckpointWriter::Run() {
  NameThisThread("daybook-state");
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return waiting_.has_value() || closing_; });
    if (!waiting_.has_value()) return;
    StateCheckpoint checkpoint = *std::exchange(waiting_, std::nullopt);
    absl::Status status = status_;
    lock.unlock();
    if (status.ok()) status = Write(checkpoint);
    // Freeing the rows takes as long as making them did: here, not under the lock.
    checkpoint = StateCheckpoint();
    lock.lock();
    status_ = std::move(status);
    busy_ = false;
    changed_.notify_all();
  }
}

absl::Status StateCheckpointWriter::Write(StateCheckpoint& checkpoint) {
  // Rows that are ahead of the log could not be told from right ones after a crash that loses the
  // records behind them.
  if (await_durable_ && !await_durable_(checkpoint.meta.position)) {
    return absl::FailedPreconditionError("state: the log stopped before what would be written");
  }
  if (stopped_.load()) {
    return absl::FailedPreconditionError("state: what was to be done before it is written is not");
  }
  SetDigest digest = digest_;
  StateBatch batch;
  batch.Reserve(checkpoint.rows.size() + checkpoint.added->size() + 1);
  DAYBOOK_RETURN_IF_ERROR(AppendChanged(checkpoint.rows, digest, batch));
  AppendAdded(*checkpoint.added, digest, batch);
  StateMeta meta = checkpoint.meta;
  meta.digest = digest;
  batch.Put(kMetaKey, EncodeStateMeta(meta));
  DAYBOOK_RETURN_IF_ERROR(store_.Write(std::move(batch)));
  digest_ = digest;
  return absl::OkStatus();
}

// Takes the rows that are there out of the digest and puts in what replaces them.
absl::Status StateCheckpointWriter::AppendChanged(std::vector<StateRow>& changed, SetDigest& digest,
                                                  StateBatch& batch) {
  for (const StateRow& row : changed) {
    const char kind = row.key.front();
    if (!row.value.has_value()) {
      if (kind == kLiveBooking) {
        if (DropLive(row.key, digest)) batch.Delete(row.key);
      } else {
        DAYBOOK_RETURN_IF_ERROR(DropStored(row.key, digest));
        batch.Delete(row.key);
      }
      continue;
    }
    const Hash hash = RowHash(row.key, *row.value);
    if (kind == kLiveBooking) {
      const auto [live, is_new] = live_rows_.try_emplace(row.key, hash);
      if (!is_new) digest.Remove(std::exchange(live->second, hash));
    } else if (row.may_replace) {
      DAYBOOK_RETURN_IF_ERROR(DropStored(row.key, digest));
    }
    digest.Add(hash);
  }
  for (StateRow& row : changed) {
    if (row.value.has_value()) batch.Add(std::move(row));
  }
  return absl::OkStatus();
}

// False: it was not there.
bool StateCheckpointWriter::DropLive(const std::string& key, SetDigest& digest) {
  const auto live = live_rows_.find(key);
  if (live == live_rows_.end()) return false;
  digest.Remove(live->second);
  live_rows_.erase(live);
  return true;
}

absl::Status StateCheckpointWriter::DropStored(const std::string& key, SetDigest& digest) const {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> old, store_.Get(key));
  if (old.has_value()) digest.Remove(RowHash(key, *old));
  return absl::OkStatus();
}

void StateCheckpointWriter::AppendAdded(const AddedRows& added, SetDigest& digest,
                                        StateBatch& batch) {
  const auto append = [&](std::string key, std::string value) {
    digest.Add(RowHash(key, value));
    batch.Add({std::move(key), std::move(value)});
  };
  for (const auto& [id, use] : added.requests) append(RequestRowKey(id), EncodeFirstUse(use));
  for (const auto& [id, slot] : added.key_slots) append(KeySlotRowKey(id), EncodeKeySlot(slot));
}

}  // namespace daybook
