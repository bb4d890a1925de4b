// State with a store behind it: what the sequencer decides against, and what a refold or a rejudge
// of the log builds anew elsewhere. Holds the domain's State, the index of request ids, and which
// customer has which key slot.
//
// DIR/state is a RocksDB with one column family, written in checkpoints (state_store.h): what came
// after the last one is folded from the log again after a crash. Rows:
//   domain rows          see ledger/domain/state.h
//   I <request id>       position, 8 bytes big-endian, then the content MAC, 32 bytes
//   K <customer id>      key slot, 8 bytes big-endian
//   ! meta               position folded to, evolve versions, digest, next free key slot, the
//                        latest recorded_at (of the ledger's own records apart), content MAC of
//                        the last record folded (state_rows.h)
// The digest is a SetDigest over all rows but '!'. Rows I and K are added and never replaced.
//
// recorded_at never goes back, and the ledger's own records (IsAboutTheLedger) stand outside of
// that order: an import of 2013 into a ledger whose schema was recorded today would otherwise all be
// recorded today.
#ifndef DAYBOOK_LEDGER_ENGINE_STATE_KEEPER_H_
#define DAYBOOK_LEDGER_ENGINE_STATE_KEEPER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/set_digest.h"
#include "ledger/domain/state.h"
#include "ledger/engine/state_rows.h"
#include "ledger/log/storage.h"

namespace daybook {

// What a failure of the state is to whoever asks something of the ledger: DataLoss would say that
// history is damaged, and state is not history.
absl::Status StateFailure(const absl::Status& status);

struct StateKeeperOptions {
  Storage storage;
  size_t cached_entities = 65'536;
  size_t rows_per_checkpoint = 131'072;  // dirty rows after which MaybeCheckpoint writes
  // Called by the checkpoint thread before it writes rows as of `position`; returns true as soon as
  // the records [0, position) are durable and what was to be done then is done, false if they never
  // will be: state must not be ahead of the log after a crash. Empty: they are.
  std::function<bool(uint64_t position)> await_durable;
};

// One thread, except that checkpoints are written by a thread of its own.
class StateKeeper {
 public:
  // Opens or makes the store. State written by another evolve version, or damaged, is deleted and
  // begins at 0.
  static absl::StatusOr<std::unique_ptr<StateKeeper>> Open(const std::string& state_dir,
                                                           const StateKeeperOptions& options = {});
  ~StateKeeper();

  const State& state() const;
  uint64_t position() const;  // records folded
  // Of the last record folded; all zero where there is none.
  const Hash& last_content_mac() const;
  // The latest of all records but the ledger's own; nullopt where there is none.
  std::optional<Instant> last_recorded_at() const;
  // The latest of the ledger's own.
  std::optional<Instant> last_own_recorded_at() const;
  // The latest that the machine's clock has reached, as far as the records know; those of a
  // simulation do not.
  std::optional<Instant> last_machine_time() const;
  uint64_t live_bookings() const;  // not terminal

  // nullopt: the id was never used.
  absl::StatusOr<std::optional<FirstUse>> FindRequest(std::string_view request_id);
  absl::StatusOr<std::optional<uint64_t>> FindKeySlot(std::string_view customer_id);
  uint64_t next_key_slot() const;
  // The owner of the key under which the personal data of the request is sealed: a customer, or "invoice " and the request's id
  // for the buyer on an invoice, who stays when the customer is erased. Empty where it is nobody's, or not named by an id. What the
  // request names must be loaded.
  std::string SealingCustomer(const v1::Request& request) const;
  // Brings into memory what the request names.
  absl::Status Load(const v1::Request& request);

  // Folds the record at position(); what it names must be loaded. DataLoss: not that record, or not
  // whole; nothing is changed then.
  absl::Status Apply(const v1::Record& record);

  // Key slots of the customers erased by the records applied since the last call: the engine destroys the keys once the records are
  // durable, and again after a fold of them, so that no crash leaves one.
  std::vector<uint64_t> TakeErasedSlots();

  // No checkpoint is written any more: what was to be done before one is not done, and is found again when the records are folded
  // anew. Any thread.
  void StopCheckpoints();

  // Writes dirty rows when there are enough of them; the writing itself is in the background. Waits
  // for it only when it has fallen far behind. Not OK: this or an earlier checkpoint could not be
  // written, and no later one is.
  absl::Status MaybeCheckpoint();
  // Writes all of them: durable on return.
  absl::Status Checkpoint();
  // Of all rows as of position(). Writes what is dirty first.
  absl::StatusOr<SetDigest> Digest();

 private:
  struct Impl;
  explicit StateKeeper(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_STATE_KEEPER_H_
