// Keeps key slots ready ahead of need, so that no request waits for a slab to be synced.
#ifndef DAYBOOK_LEDGER_ENGINE_KEY_SUPPLY_H_
#define DAYBOOK_LEDGER_ENGINE_KEY_SUPPLY_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "ledger/privacy/key_ring.h"

namespace daybook {

class KeySupply {
 public:
  // `keys` outlives it.
  explicit KeySupply(KeyRing& keys);
  ~KeySupply();

  // By one thread. OK: `slot` is durable. Where few slots are left after it, the next slab is made
  // by a thread of its own; where none is, this waits until it is made. Not OK: it can't be made.
  absl::Status Reserve(uint64_t slot);

 private:
  void Run();

  KeyRing& keys_;
  uint64_t durable_;    // slots known to be
  uint64_t asked_ = 0;  // slots wanted of the thread so far
  std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t wanted_ = 0;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_KEY_SUPPLY_H_
