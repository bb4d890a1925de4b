// The definition of RFC 6962 section 2.1 word for word: slow, and plainly right.
#ifndef DAYBOOK_TESTS_PROOF_NAIVE_MERKLE_H_
#define DAYBOOK_TESTS_PROOF_NAIVE_MERKLE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "ledger/base/sha256.h"

namespace daybook {

// MTH of the leaves, given by their hashes.
inline Hash NaiveRoot(std::span<const Hash> leaves) {
  if (leaves.empty()) return Sha256Of("");
  if (leaves.size() == 1) return leaves[0];
  size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  const Hash left = NaiveRoot(leaves.first(split));
  const Hash right = NaiveRoot(leaves.subspan(split));
  return Sha256Of("\x01", AsBytes(left), AsBytes(right));
}

// The leaf of a made-up record.
inline Hash NumberedLeaf(uint64_t number) {
  return Sha256Of(std::string_view("\0", 1), "record " + std::to_string(number));
}

}  // namespace daybook

#endif  // DAYBOOK_TESTS_PROOF_NAIVE_MERKLE_H_
