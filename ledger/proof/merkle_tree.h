// The Merkle tree of RFC 6962 section 2.1 (also RFC 9162): leaf = SHA-256(0x00, bytes), node =
// SHA-256(0x01, left, right), and the root of n leaves splits at the largest power of two below n.
// Pure: no I/O, no clock.
#ifndef DAYBOOK_LEDGER_PROOF_MERKLE_TREE_H_
#define DAYBOOK_LEDGER_PROOF_MERKLE_TREE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/base/sha256.h"

namespace daybook {

Hash LeafHash(std::string_view record_bytes);
Hash NodeHash(const Hash& left, const Hash& right);

// Grows by leaves and knows its root; O(log n) memory, amortised O(1) hashes a leaf, O(log n) for
// the root. Not thread-safe. A copy is a snapshot.
class MerkleFrontier {
 public:
  MerkleFrontier() = default;  // no leaves; its root is SHA-256 of nothing

  void Append(const Hash& leaf);
  // As above; calls completed(height, root) for each full subtree of 2^height leaves, height > 0,
  // that the leaf completes, the smallest first.
  template <typename Completed>
  void Append(const Hash& leaf, Completed&& completed);

  uint64_t size() const { return size_; }
  Hash Root() const;

  // Roots of the full subtrees of which the tree is made, the largest first (one per set bit of
  // size).
  const std::vector<Hash>& subtrees() const { return subtrees_; }
  // `subtrees` must have one hash per set bit of size.
  static MerkleFrontier FromSubtrees(uint64_t size, std::vector<Hash> subtrees);

 private:
  uint64_t size_ = 0;
  std::vector<Hash> subtrees_;
};

template <typename Completed>
void MerkleFrontier::Append(const Hash& leaf, Completed&& completed) {
  Hash root = leaf;
  int height = 0;
  // As in counting up by one in binary: each one bit at the end is a subtree that is merged into
  // the next.
  for (uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    root = NodeHash(subtrees_.back(), root);
    subtrees_.pop_back();
    completed(++height, root);
  }
  subtrees_.push_back(root);
  ++size_;
}

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_PROOF_MERKLE_TREE_H_
