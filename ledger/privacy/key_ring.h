// Keys: one per customer for personal data, one to compare requests, wrapped by a master key.
// DIR/keys, 0600.
//
//   DIR/keys/master    32 random bytes (an embedder may supply it instead and keep it elsewhere)
//   DIR/keys/compare   wrapped: the key of content MACs
//   DIR/keys/slab-N    wrapped: keys of slots [1024 N, 1024 N + 1024)
// A wrapped file is magic "DAYBKEYS", 12 byte nonce, AES-256-GCM ciphertext, 16 byte tag;
// associated data is the file's name. A destroyed key is 32 zero bytes. A slab is made and synced before its first slot is given out,
// so committing a record needs no second fsync. Which customer has which slot is said by the log
// (SealedData.key_slot, folded by the engine).
#ifndef DAYBOOK_LEDGER_PRIVACY_KEY_RING_H_
#define DAYBOOK_LEDGER_PRIVACY_KEY_RING_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/base/file_system.h"

namespace daybook {

using Key = std::array<uint8_t, 32>;
inline constexpr uint64_t kSlabSlots = 1024;

// Thread-safe.
class KeyRing {
 public:
  // Makes DIR/keys with a master key, a compare key and the first slab. AlreadyExists where there
  // is one.
  static absl::Status Create(FileSystem& files, const std::string& keys_dir);
  // NotFound: no keys. DataLoss: a file is damaged or the master key is not the one that wrapped
  // it.
  static absl::StatusOr<std::unique_ptr<KeyRing>> Open(FileSystem& files,
                                                       const std::string& keys_dir);
  virtual ~KeyRing() = default;

  // For content MACs.
  virtual const Key& compare_key() const = 0;
  // The key of a slot. NotFound: never made, or destroyed.
  virtual absl::StatusOr<Key> CustomerKey(uint64_t slot) const = 0;
  // Slots that are durable: [0, slots()).
  virtual uint64_t slots() const = 0;
  // Makes slabs until `slots` slots are durable.
  virtual absl::Status EnsureSlots(uint64_t slots) = 0;
  // Destroys the key of a slot, in memory and on disk, for good: durable on return. Idempotent. NotFound: never made. (What a copy
  // or a backup of DIR/keys holds is beyond its reach.)
  virtual absl::Status Destroy(uint64_t slot) = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_PRIVACY_KEY_RING_H_
