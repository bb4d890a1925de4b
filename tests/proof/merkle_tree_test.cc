#include "ledger/proof/merkle_tree.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/strings.h"
#include "tests/proof/naive_merkle.h"

namespace daybook {
namespace {

std::string Hex(const Hash& hash) { return ToHex(AsBytes(hash)); }

std::vector<Hash> NumberedLeaves(uint64_t count) {
  std::vector<Hash> leaves;
  for (uint64_t i = 0; i < count; ++i) leaves.push_back(NumberedLeaf(i));
  return leaves;
}

// Leaves and roots that implementations of Certificate Transparency are checked with.
TEST(MerkleTree, HasTheRootsOfThePublishedTestVectors) {
  using namespace std::string_literals;
  struct Step {
    std::string leaf;
    const char* root;
  };
  const std::vector<Step> steps = {
      {""s, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {"\x00"s, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {"\x10"s, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {"\x20\x21"s, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
      {"\x30\x31"s, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
      {"\x40\x41\x42\x43"s, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
      {"\x50\x51\x52\x53\x54\x55\x56\x57"s,
       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
      {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s,
       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
  };
  MerkleFrontier tree;
  EXPECT_EQ(Hex(tree.Root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (const Step& step : steps) {
    tree.Append(LeafHash(step.leaf));
    EXPECT_EQ(Hex(tree.Root()), step.root) << "size " << tree.size();
  }
}

TEST(MerkleTree, KeepsLeavesAndNodesApartByTheirFirstByte) {
  const Hash left = LeafHash("left");
  const Hash right = LeafHash("right");
  EXPECT_EQ(LeafHash("left"), Sha256Of(std::string("\0left", 5)));
  EXPECT_EQ(NodeHash(left, right),
            Sha256Of("\x01" + std::string(AsBytes(left)) + std::string(AsBytes(right))));
  EXPECT_NE(NodeHash(left, right), NodeHash(right, left));
}

TEST(MerkleTree, HasTheRootOfTheDefinitionForEverySizeUpTo600) {
  const std::vector<Hash> leaves = NumberedLeaves(600);
  MerkleFrontier tree;
  for (size_t size = 0; size <= leaves.size(); ++size) {
    ASSERT_EQ(tree.size(), size);
    ASSERT_EQ(tree.Root(), NaiveRoot(std::span(leaves).first(size))) << "size " << size;
    if (size < leaves.size()) tree.Append(leaves[size]);
  }
}

TEST(MerkleTree, HasTheRootOfTheDefinitionForLargerSizes) {
  const std::vector<Hash> leaves = NumberedLeaves(20'000);
  EXPECT_TRUE(rc::check("any size", [&] {
    const auto size = *rc::gen::inRange<size_t>(600, leaves.size() + 1);
    MerkleFrontier tree;
    for (size_t i = 0; i < size; ++i) tree.Append(leaves[i]);
    RC_ASSERT(tree.Root() == NaiveRoot(std::span(leaves).first(size)));
  }));
}

TEST(MerkleTree, KeepsOneSubtreeForEachBitOfItsSizeTheLargestFirst) {
  const std::vector<Hash> leaves = NumberedLeaves(300);
  MerkleFrontier tree;
  for (const Hash& leaf : leaves) {
    tree.Append(leaf);
    std::vector<Hash> expected;
    size_t begin = 0;
    for (size_t width = std::bit_floor(size_t{300}); width > 0; width /= 2) {
      if ((tree.size() & width) == 0) continue;
      expected.push_back(NaiveRoot(std::span(leaves).subspan(begin, width)));
      begin += width;
    }
    ASSERT_EQ(tree.subtrees(), expected) << "size " << tree.size();
  }
}

TEST(MerkleTree, TellsOfEachSubtreeThatALeafCompletesTheSmallestFirst) {
  const std::vector<Hash> leaves = NumberedLeaves(64);
  MerkleFrontier tree;
  for (size_t i = 0; i < leaves.size(); ++i) {
    std::vector<std::pair<int, Hash>> completed;
    tree.Append(leaves[i],
                [&](int height, const Hash& root) { completed.emplace_back(height, root); });
    std::vector<std::pair<int, Hash>> expected;
    const size_t size = i + 1;
    for (int height = 1; size % (size_t{1} << height) == 0; ++height) {
      const size_t width = size_t{1} << height;
      expected.emplace_back(height, NaiveRoot(std::span(leaves).subspan(size - width, width)));
    }
    ASSERT_EQ(completed, expected) << "leaf " << i;
  }
}

TEST(MerkleTree, GoesOnFromItsSubtreesAsIfItHadNeverStopped) {
  const std::vector<Hash> leaves = NumberedLeaves(200);
  MerkleFrontier tree;
  for (size_t size = 0; size < 150; ++size) {
    MerkleFrontier again = MerkleFrontier::FromSubtrees(size, tree.subtrees());
    ASSERT_EQ(again.Root(), tree.Root());
    for (size_t i = size; i < leaves.size(); ++i) again.Append(leaves[i]);
    ASSERT_EQ(again.Root(), NaiveRoot(leaves)) << "from size " << size;
    tree.Append(leaves[size]);
  }
}

TEST(MerkleTree, CopyIsASnapshot) {
  MerkleFrontier tree;
  tree.Append(NumberedLeaf(0));
  tree.Append(NumberedLeaf(1));
  const MerkleFrontier snapshot = tree;
  const Hash root = tree.Root();
  tree.Append(NumberedLeaf(2));
  EXPECT_EQ(snapshot.size(), 2u);
  EXPECT_EQ(snapshot.Root(), root);
  EXPECT_NE(tree.Root(), root);
}

TEST(MerkleTree, HasAnotherRootWhenOneLeafChangesOrTwoChangePlaces) {
  EXPECT_TRUE(rc::check("every leaf counts, and its place", [] {
    const auto size = *rc::gen::inRange<uint64_t>(2, 100);
    const auto at = *rc::gen::inRange<uint64_t>(0, size - 1);
    std::vector<Hash> leaves = NumberedLeaves(size);
    const auto root = [&] {
      MerkleFrontier tree;
      for (const Hash& leaf : leaves) tree.Append(leaf);
      return tree.Root();
    };
    const Hash before = root();
    std::swap(leaves[at], leaves[at + 1]);
    RC_ASSERT(root() != before);
    std::swap(leaves[at], leaves[at + 1]);
    leaves[at][0] = static_cast<uint8_t>(leaves[at][0] ^ 1);
    RC_ASSERT(root() != before);
  }));
}

}  // namespace
}  // namespace daybook
