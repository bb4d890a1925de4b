#include "ledger/proof/tiles.h"

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "tests/proof/naive_merkle.h"

namespace daybook {
namespace {

// What a store keeps of a tree: its leaf hashes and its full tiles. The tree grows beside it.
class TiledTreeTest : public ::testing::Test {
 protected:
  // Appends the next leaf; fails where a tile comes twice.
  void Grow(TiledTree& tree) {
    const Hash leaf = NumberedLeaf(tree.size());
    if (tree.size() == leaves_.size()) leaves_.push_back(leaf);
    std::vector<Tile> full;
    tree.Append(leaf, full);
    for (Tile& tile : full) {
      const auto [at, is_new] = tiles_.emplace(tile.id, tile.hashes);
      ASSERT_TRUE(is_new) << "tile " << int{tile.id.level} << "/" << tile.id.index;
    }
  }

  void GrowTo(uint64_t size, TiledTree& tree) {
    while (tree.size() < size) Grow(tree);
  }

  // Also counts what is read.
  absl::StatusOr<TiledTree> Restored(uint64_t size) {
    tiles_read_.clear();
    leaves_read_ = 0;
    return TiledTree::Restore(
        size,
        [this](TileId id) -> absl::StatusOr<std::string> {
          const auto found = tiles_.find(id);
          if (found == tiles_.end()) return absl::NotFoundError("no such tile");
          ++tiles_read_[id.level];
          return found->second;
        },
        [this](uint64_t position) -> absl::StatusOr<Hash> {
          if (position >= leaves_.size()) return absl::OutOfRangeError("no such leaf");
          ++leaves_read_;
          return leaves_[position];
        });
  }

  std::string ExpectedTile(TileId id) const {
    const size_t width = id.level == 0 ? 1 : size_t{1} << (8 * id.level);
    std::string bytes;
    for (size_t i = 0; i < kTileWidth; ++i) {
      const Hash hash =
          NaiveRoot(std::span(leaves_).subspan((id.index * kTileWidth + i) * width, width));
      bytes.append(AsBytes(hash));
    }
    return bytes;
  }

  std::vector<Hash> leaves_;
  std::map<TileId, std::string> tiles_;
  std::map<int, int> tiles_read_;  // by level
  int leaves_read_ = 0;
};

TEST_F(TiledTreeTest, HasTheRootOfTheDefinitionForEverySizeUpTo600) {
  TiledTree tree;
  for (uint64_t size = 0; size <= 600; ++size) {
    ASSERT_EQ(tree.size(), size);
    ASSERT_EQ(tree.Root(), NaiveRoot(leaves_)) << "size " << size;
    Grow(tree);
  }
}

TEST_F(TiledTreeTest, MakesNoTileBeforeItIsFull) {
  TiledTree tree;
  std::vector<Tile> full;
  for (uint64_t i = 0; i < 255; ++i) tree.Append(NumberedLeaf(i), full);
  EXPECT_TRUE(full.empty());
  tree.Append(NumberedLeaf(255), full);
  ASSERT_EQ(full.size(), 1u);
  EXPECT_EQ(full[0].id, (TileId{0, 0}));
  EXPECT_EQ(full[0].hashes.size(), 8'192u);
}

TEST_F(TiledTreeTest, MakesTilesOfTheHashesThatTheDefinitionGives) {
  TiledTree tree;
  GrowTo(65'536 + 2 * 256 + 10, tree);
  ASSERT_EQ(tiles_.size(), 259u);
  for (const auto& [id, hashes] : tiles_) {
    ASSERT_EQ(hashes, ExpectedTile(id)) << int{id.level} << "/" << id.index;
  }
  EXPECT_EQ(tiles_.count(TileId{1, 0}), 1u);
  EXPECT_EQ(tree.Root(), NaiveRoot(leaves_));
}

TEST_F(TiledTreeTest, GivesTheTilesThatOneLeafFillsLowestLevelFirst) {
  TiledTree tree;
  GrowTo(65'535, tree);
  std::vector<Tile> full;
  tree.Append(NumberedLeaf(65'535), full);
  ASSERT_EQ(full.size(), 2u);
  EXPECT_EQ(full[0].id, (TileId{0, 255}));
  EXPECT_EQ(full[1].id, (TileId{1, 0}));
}

TEST_F(TiledTreeTest, KeepsWhatIsAlreadyInTheListOfFullTiles) {
  TiledTree tree;
  std::vector<Tile> full(1);
  for (uint64_t i = 0; i < 512; ++i) tree.Append(NumberedLeaf(i), full);
  ASSERT_EQ(full.size(), 3u);
  EXPECT_TRUE(full[0].hashes.empty());
  EXPECT_EQ(full[2].id, (TileId{0, 1}));
}

TEST_F(TiledTreeTest, IsRestoredAtEverySizeUpTo1000WithTheSameRootAndGoesOnTheSame) {
  TiledTree tree;
  for (uint64_t size = 0; size <= 1'000; ++size) {
    absl::StatusOr<TiledTree> restored = Restored(size);
    ASSERT_TRUE(restored.ok()) << restored.status();
    ASSERT_EQ(restored->size(), size);
    ASSERT_EQ(restored->Root(), tree.Root()) << "size " << size;

    // Both go on by 300 leaves, so over the end of at least one tile.
    TiledTree original = tree;
    for (uint64_t i = size; i < size + 300; ++i) {
      std::vector<Tile> full;
      std::vector<Tile> full_restored;
      original.Append(NumberedLeaf(i), full);
      restored->Append(NumberedLeaf(i), full_restored);
      ASSERT_EQ(full.size(), full_restored.size()) << "size " << i;
      for (size_t t = 0; t < full.size(); ++t) {
        ASSERT_EQ(full[t].id, full_restored[t].id);
        ASSERT_EQ(full[t].hashes, full_restored[t].hashes);
      }
    }
    ASSERT_EQ(restored->Root(), original.Root()) << "size " << size;
    Grow(tree);
  }
}

TEST_F(TiledTreeTest, IsRestoredAroundTheEndOfATileOfTilesAndGoesOnTheSame) {
  TiledTree tree;
  GrowTo(65'536 - 300, tree);
  std::map<uint64_t, Hash> roots = {{tree.size(), tree.Root()}};
  while (tree.size() < 65'536 + 600) {
    Grow(tree);
    roots[tree.size()] = tree.Root();
  }
  for (const uint64_t size : {65'236u, 65'279u, 65'280u, 65'281u, 65'535u, 65'536u, 65'537u,
                              65'791u, 65'792u, 65'793u, 66'100u}) {
    absl::StatusOr<TiledTree> restored = Restored(size);
    ASSERT_TRUE(restored.ok()) << restored.status();
    ASSERT_EQ(restored->Root(), roots[size]) << "size " << size;
    while (restored->size() < 65'536 + 600) {
      std::vector<Tile> full;
      restored->Append(NumberedLeaf(restored->size()), full);
      ASSERT_EQ(restored->Root(), roots[restored->size()]) << "from " << size;
      for (const Tile& tile : full) ASSERT_EQ(tile.hashes, tiles_[tile.id]) << "from " << size;
    }
  }
}

TEST_F(TiledTreeTest, ReadsAtMost255TilesALevelAnd255LeavesToBeRestored) {
  TiledTree tree;
  GrowTo(2 * 65'536 - 1, tree);
  ASSERT_TRUE(Restored(2 * 65'536 - 1).ok());
  EXPECT_EQ(leaves_read_, 255);
  EXPECT_EQ(tiles_read_, (std::map<int, int>{{0, 255}, {1, 1}}));
  ASSERT_TRUE(Restored(65'536).ok());
  EXPECT_EQ(leaves_read_, 0);
  EXPECT_EQ(tiles_read_, (std::map<int, int>{{1, 1}}));
}

TEST_F(TiledTreeTest, HandsOnTheErrorOfWhatCannotBeRead) {
  TiledTree tree;
  GrowTo(600, tree);
  EXPECT_TRUE(absl::IsOutOfRange(Restored(700).status()));
  tiles_.erase(TileId{0, 1});
  EXPECT_TRUE(absl::IsNotFound(Restored(600).status()));
}

TEST_F(TiledTreeTest, RefusesATileThatIsTooShortOrTooLong) {
  TiledTree tree;
  GrowTo(600, tree);
  tiles_[TileId{0, 1}].pop_back();
  EXPECT_TRUE(absl::IsDataLoss(Restored(600).status()));
  tiles_[TileId{0, 1}] += "xx";
  EXPECT_TRUE(absl::IsDataLoss(Restored(600).status()));
}

TEST_F(TiledTreeTest, ShowsADamagedTileByAnotherRoot) {
  TiledTree tree;
  GrowTo(600, tree);
  char& byte = tiles_[TileId{0, 1}][5'000];
  byte = static_cast<char>(byte ^ 1);
  const absl::StatusOr<TiledTree> restored = Restored(600);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_NE(restored->Root(), tree.Root());
}

// No tree of this size can be grown in a test; its edge can be restored, as its leaves are all
// alike.
TEST_F(TiledTreeTest, IsRestoredForTheLargestSizes) {
  std::vector<Hash> perfect = {NumberedLeaf(0)};  // roots of perfect trees, by height
  for (int height = 1; height < 64; ++height) {
    perfect.push_back(NodeHash(perfect.back(), perfect.back()));
  }
  const uint64_t size = ~uint64_t{0};  // every bit is set
  const absl::StatusOr<TiledTree> restored = TiledTree::Restore(
      size,
      [&](TileId id) -> absl::StatusOr<std::string> {
        std::string bytes;
        for (int i = 0; i < kTileWidth; ++i) bytes.append(AsBytes(perfect[size_t{8} * id.level]));
        return bytes;
      },
      [&](uint64_t) -> absl::StatusOr<Hash> { return perfect[0]; });
  ASSERT_TRUE(restored.ok()) << restored.status();
  Hash expected = perfect[0];
  for (size_t height = 1; height < 64; ++height) expected = NodeHash(perfect[height], expected);
  EXPECT_EQ(restored->Root(), expected);
}

}  // namespace
}  // namespace daybook
