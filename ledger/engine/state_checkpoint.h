// Writing checkpoints of the state beside the thread that folds. Internal to the state keeper.
#ifndef DAYBOOK_LEDGER_ENGINE_STATE_CHECKPOINT_H_
#define DAYBOOK_LEDGER_ENGINE_STATE_CHECKPOINT_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "ledger/base/set_digest.h"
#include "ledger/base/sha256.h"
#include "ledger/domain/state.h"
#include "ledger/engine/state_rows.h"
#include "ledger/engine/state_store.h"

namespace daybook {

// Rows that are only ever added: what was folded since some checkpoint.
struct AddedRows {
  absl::flat_hash_map<std::string, FirstUse> requests;   // by request id
  absl::flat_hash_map<std::string, uint64_t> key_slots;  // by customer id

  size_t size() const { return requests.size() + key_slots.size(); }
};

struct StateCheckpoint {
  std::vector<StateRow> rows;
  std::shared_ptr<const AddedRows> added;    // not changed any more
  std::shared_ptr<const AddedRows> settled;  // of an earlier checkpoint: only to be freed here
  StateMeta meta;                            // but its digest, which the writer works out
};

// The hash of every row of a booking that is not terminal ('B'), by key: what replaces it need not
// be looked up in the store.
using LiveRowHashes = absl::flat_hash_map<std::string, Hash>;

// Has a thread that writes one checkpoint at a time. All calls but Stop from one thread.
class StateCheckpointWriter {
 public:
  // `await_durable` is called before anything of a checkpoint is written: see StateKeeperOptions.
  // May be empty. `digest` and `live_rows` are of what the store holds.
  StateCheckpointWriter(StateStore& store, const SetDigest& digest, LiveRowHashes live_rows,
                        std::function<bool(uint64_t position)> await_durable);
  ~StateCheckpointWriter();  // finishes what was begun

  // No checkpoint whose await_durable returns from now on is written. Any thread.
  void Stop() { stopped_.store(true); }

  // Not while busy.
  void Start(StateCheckpoint checkpoint);
  bool busy() const;
  // Until it is not busy.
  void Wait() const;
  // Not OK: a checkpoint could not be written, and no later one is.
  absl::Status status() const;
  // Of the rows written. Not while busy.
  const SetDigest& digest() const { return digest_; }

 private:
  void Run();
  absl::Status Write(StateCheckpoint& checkpoint);
  absl::Status AppendChanged(std::vector<StateRow>& changed, SetDigest& digest, StateBatch& batch);
  bool DropLive(const std::string& key, SetDigest& digest);
  absl::Status DropStored(const std::string& key, SetDigest& digest) const;
  static void AppendAdded(const AddedRows& added, SetDigest& digest, StateBatch& batch);

  StateStore& store_;
  SetDigest digest_;
  LiveRowHashes live_rows_;  // also of what could not be written: nothing is, after that
  const std::function<bool(uint64_t position)> await_durable_;

  std::atomic<bool> stopped_ = false;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::optional<StateCheckpoint> waiting_;
  bool busy_ = false;
  bool closing_ = false;
  absl::Status status_;
  std::thread thread_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_STATE_CHECKPOINT_H_
