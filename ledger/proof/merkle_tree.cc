#include "ledger/proof/merkle_tree.h"

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <utility>

namespace daybook {
namespace {

// Different first bytes keep a node from passing for a leaf.
constexpr char kLeafPrefix = 0;
constexpr char kNodePrefix = 1;

}  // namespace

Hash LeafHash(std::string_view record_bytes) {
  return Sha256Of(std::string_view(&kLeafPrefix, 1), record_bytes);
}

Hash NodeHash(const Hash& left, const Hash& right) {
  std::array<char, 1 + 2 * sizeof(Hash)> node;
  node[0] = kNodePrefix;
  std::memcpy(node.data() + 1, left.data(), sizeof(Hash));
  std::memcpy(node.data() + 1 + sizeof(Hash), right.data(), sizeof(Hash));
  return Sha256Of(std::string_view(node.data(), node.size()));
}

void MerkleFrontier::Append(const Hash& leaf) {
  Append(leaf, [](int, const Hash&) {});
}

Hash MerkleFrontier::Root() const {
  if (subtrees_.empty()) return Sha256Of(std::string_view());
  Hash root = subtrees_.back();
  for (size_t i = subtrees_.size() - 1; i-- > 0;) root = NodeHash(subtrees_[i], root);
  return root;
}

MerkleFrontier MerkleFrontier::FromSubtrees(uint64_t size, std::vector<Hash> subtrees) {
  assert(subtrees.size() == static_cast<size_t>(std::popcount(size)));
  MerkleFrontier frontier;
  frontier.size_ = size;
  frontier.subtrees_ = std::move(subtrees);
  return frontier;
}

}  // namespace daybook
