// AES-256-GCM by libcrypto, for what this folder writes. Internal to it.
#ifndef DAYBOOK_LEDGER_PRIVACY_AES_GCM_H_
#define DAYBOOK_LEDGER_PRIVACY_AES_GCM_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/privacy/key_ring.h"

namespace daybook {

inline constexpr size_t kNonceBytes = 12;
inline constexpr size_t kTagBytes = 16;

// From the operating system's generator. Internal: it failed.
absl::StatusOr<std::string> RandomBytes(size_t count);

// Ciphertext, then the tag. `nonce` is kNonceBytes long and never used twice with a key. Internal:
// libcrypto failed.
absl::StatusOr<std::string> EncryptGcm(const Key& key, std::string_view nonce,
                                       std::string_view associated, std::string_view plain);
// DataLoss: not encrypted with this key, nonce and associated data, or damaged.
absl::StatusOr<std::string> DecryptGcm(const Key& key, std::string_view nonce,
                                       std::string_view associated, std::string_view sealed);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_PRIVACY_AES_GCM_H_
