#include "ledger/engine/state_rows.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/log/fixed_ints.h"

namespace daybook {
namespace {

constexpr size_t kFirstUseBytes = 8 + 32;
constexpr size_t kMetaBytes = 4 + 8 + 4 + 4 + 32 + 8 + 8 + 8 + 32;

void Append64(uint64_t value, std::string& out) {
  const std::array<char, 8> bytes = BigEndian64(value);
  out.append(bytes.data(), bytes.size());
}
void Append32(uint32_t value, std::string& out) {
  const std::array<char, 8> bytes = BigEndian64(value);
  out.append(bytes.data() + 4, 4);
}
void AppendHash(const Hash& hash, std::string& out) { out.append(AsBytes(hash)); }

// Takes from the front; the caller has checked the size.
uint64_t Take64(std::string_view& in) {
  const uint64_t value = GetBigEndian64(in);
  in.remove_prefix(8);
  return value;
}
uint32_t Take32(std::string_view& in) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i)
    value = (value << 8) | static_cast<uint8_t>(in[static_cast<size_t>(i)]);
  in.remove_prefix(4);
  return value;
}
Hash TakeHash(std::string_view& in) {
  Hash hash;
  std::copy_n(in.begin(), hash.size(), hash.begin());
  in.remove_prefix(hash.size());
  return hash;
}

std::string RowKey(char kind, std::string_view id) {
  std::string key;
  key.reserve(1 + id.size());
  key.push_back(kind);
  key.append(id);
  return key;
}

}  // namespace

std::string RequestRowKey(std::string_view request_id) {
  return RowKey(kRequestRowKind, request_id);
}
std::string KeySlotRowKey(std::string_view customer_id) {
  return RowKey(kKeySlotRowKind, customer_id);
}

std::string EncodeFirstUse(const FirstUse& use) {
  std::string value;
  value.reserve(kFirstUseBytes);
  Append64(use.position, value);
  AppendHash(use.content_mac, value);
  return value;
}

absl::StatusOr<FirstUse> DecodeFirstUse(std::string_view value) {
  if (value.size() != kFirstUseBytes) return absl::DataLossError("state: row of a request id");
  FirstUse use;
  use.position = Take64(value);
  use.content_mac = TakeHash(value);
  return use;
}

std::string EncodeKeySlot(uint64_t slot) {
  std::string value;
  Append64(slot, value);
  return value;
}

absl::StatusOr<uint64_t> DecodeKeySlot(std::string_view value) {
  if (value.size() != 8) return absl::DataLossError("state: row of a key slot");
  return GetBigEndian64(value);
}

std::string EncodeStateMeta(const StateMeta& meta) {
  std::string value;
  value.reserve(kMetaBytes);
  Append32(kStateFormatVersion, value);
  Append64(meta.position, value);
  Append32(meta.evolve_version, value);
  Append32(meta.booking_evolve_version, value);
  AppendHash(meta.digest.sum(), value);
  Append64(meta.next_key_slot, value);
  Append64(static_cast<uint64_t>(meta.last_recorded_us), value);
  Append64(static_cast<uint64_t>(meta.last_own_recorded_us), value);
  AppendHash(meta.last_content_mac, value);
  return value;
}

absl::StatusOr<StateMeta> DecodeStateMeta(std::string_view value) {
  if (value.size() < 4) return absl::DataLossError("state: row '!'");
  if (const uint32_t version = Take32(value); version != kStateFormatVersion) {
    return absl::FailedPreconditionError(absl::StrCat("state: format ", version));
  }
  if (value.size() != kMetaBytes - 4) return absl::DataLossError("state: row '!'");
  StateMeta meta;
  meta.position = Take64(value);
  meta.evolve_version = Take32(value);
  meta.booking_evolve_version = Take32(value);
  meta.digest = SetDigest(TakeHash(value));
  meta.next_key_slot = Take64(value);
  meta.last_recorded_us = static_cast<int64_t>(Take64(value));
  meta.last_own_recorded_us = static_cast<int64_t>(Take64(value));
  meta.last_content_mac = TakeHash(value);
  return meta;
}

}  // namespace daybook
