// The rows of DIR/state that are the keeper's own: request ids (I), key slots (K) and meta (!).
// state_keeper.h describes them.
#ifndef DAYBOOK_LEDGER_ENGINE_STATE_ROWS_H_
#define DAYBOOK_LEDGER_ENGINE_STATE_ROWS_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "ledger/base/set_digest.h"
#include "ledger/base/sha256.h"

namespace daybook {

// The first record of a request id.
struct FirstUse {
  uint64_t position = 0;
  Hash content_mac{};
  friend bool operator==(const FirstUse&, const FirstUse&) = default;
};

inline constexpr char kRequestRowKind = 'I';
inline constexpr char kKeySlotRowKind = 'K';
inline constexpr std::string_view kMetaKey = "!";
inline constexpr uint32_t kStateFormatVersion = 2;

std::string RequestRowKey(std::string_view request_id);
std::string EncodeFirstUse(const FirstUse& use);
absl::StatusOr<FirstUse> DecodeFirstUse(std::string_view value);  // DataLoss: wrong size

std::string KeySlotRowKey(std::string_view customer_id);
std::string EncodeKeySlot(uint64_t slot);
absl::StatusOr<uint64_t> DecodeKeySlot(std::string_view value);  // DataLoss: wrong size

// As of which position the rows are, and what no other row says.
struct StateMeta {
  static constexpr int64_t kNever = std::numeric_limits<int64_t>::min();

  uint64_t position = 0;        // records folded
  uint32_t evolve_version = 0;  // kStateEvolveVersion when they were folded
  uint32_t booking_evolve_version = 0;
  SetDigest digest;  // of all rows but this one
  uint64_t next_key_slot = 0;
  int64_t last_recorded_us = kNever;      // latest recorded_at of a record about what happened
  int64_t last_own_recorded_us = kNever;  // of one about the ledger itself
  Hash last_content_mac{};                // of the record at position - 1
};

// Integers of fixed width, big-endian, in the order above, after kStateFormatVersion.
std::string EncodeStateMeta(const StateMeta& meta);
// DataLoss: wrong size. FailedPrecondition: another format version.
absl::StatusOr<StateMeta> DecodeStateMeta(std::string_view value);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_STATE_ROWS_H_
