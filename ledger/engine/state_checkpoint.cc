#include "ledger/engine/state_checkpoint.h"

#include <algorithm>
#include <utility>

#include "ledger/base/status_macros.h"

namespace daybook {

StateCheckpointWriter::StateCheckpointWriter(StateStore& store, const SetDigest& digest,
                                             std::function<bool(uint64_t)> await_durable)
    : store_(store),
      digest_(digest),
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
  SetDigest digest = digest_;
  DAYBOOK_RETURN_IF_ERROR(Replace(checkpoint.rows, digest));
  std::vector<StateRow> rows = std::move(checkpoint.rows);
  AppendAdded(*checkpoint.added, digest, rows);
  // In the order of keys an insertion into the memtable goes on from where the last one was.
  std::sort(rows.begin(), rows.end(),
            [](const StateRow& a, const StateRow& b) { return a.key < b.key; });
  StateBatch batch;
  for (const StateRow& row : rows) {
    if (row.value.has_value()) {
      batch.Put(row.key, *row.value);
    } else {
      batch.Delete(row.key);
    }
  }
  StateMeta meta = checkpoint.meta;
  meta.digest = digest;
  batch.Put(kMetaKey, EncodeStateMeta(meta));
  DAYBOOK_RETURN_IF_ERROR(store_.Write(std::move(batch)));
  if (checkpoint.flush) DAYBOOK_RETURN_IF_ERROR(store_.Flush());
  digest_ = digest;
  return absl::OkStatus();
}

// Takes the rows that are there out of the digest and puts in what replaces them.
absl::Status StateCheckpointWriter::Replace(const std::vector<StateRow>& rows,
                                            SetDigest& digest) const {
  for (const StateRow& row : rows) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> old, store_.Get(row.key));
    if (old.has_value()) digest.Remove(RowHash(row.key, *old));
    if (row.value.has_value()) digest.Add(RowHash(row.key, *row.value));
  }
  return absl::OkStatus();
}

void StateCheckpointWriter::AppendAdded(const AddedRows& added, SetDigest& digest,
                                        std::vector<StateRow>& rows) const {
  rows.reserve(rows.size() + added.size());
  const auto append = [&](std::string key, std::string value) {
    digest.Add(RowHash(key, value));
    rows.push_back({std::move(key), std::move(value)});
  };
  for (const auto& [id, use] : added.requests) append(RequestRowKey(id), EncodeFirstUse(use));
  for (const auto& [id, slot] : added.key_slots) append(KeySlotRowKey(id), EncodeKeySlot(slot));
}

}  // namespace daybook
