#include "ledger/base/set_digest.h"

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace daybook {
namespace {

using Words = std::array<uint64_t, 4>;  // the most significant first

uint64_t BigEndian(uint64_t word) {
  return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

Words ToWords(const Hash& hash) {
  auto words = std::bit_cast<Words>(hash);
  for (uint64_t& word : words) word = BigEndian(word);
  return words;
}

Hash FromWords(Words words) {
  for (uint64_t& word : words) word = BigEndian(word);
  return std::bit_cast<Hash>(words);
}

}  // namespace

Hash RowHash(std::string_view key, std::string_view value) {
  assert(key.size() <= std::numeric_limits<uint32_t>::max());
  const auto size = static_cast<uint32_t>(key.size());
  const std::array<char, 4> prefix = {static_cast<char>(size >> 24), static_cast<char>(size >> 16),
                                      static_cast<char>(size >> 8), static_cast<char>(size)};
  return Sha256Of({prefix.data(), prefix.size()}, key, value);
}

void SetDigest::Add(const Hash& row_hash) {
  Words sum = ToWords(sum_);
  const Words row = ToWords(row_hash);
  bool carry = false;
  for (size_t i = sum.size(); i-- > 0;) {
    const bool first = __builtin_add_overflow(sum[i], row[i], &sum[i]);
    const bool second = __builtin_add_overflow(sum[i], uint64_t{carry}, &sum[i]);
    carry = first || second;
  }
  sum_ = FromWords(sum);
}

void SetDigest::Remove(const Hash& row_hash) {
  Words sum = ToWords(sum_);
  const Words row = ToWords(row_hash);
  bool borrow = false;
  for (size_t i = sum.size(); i-- > 0;) {
    const bool first = __builtin_sub_overflow(sum[i], row[i], &sum[i]);
    const bool second = __builtin_sub_overflow(sum[i], uint64_t{borrow}, &sum[i]);
    borrow = first || second;
  }
  sum_ = FromWords(sum);
}

}  // namespace daybook
