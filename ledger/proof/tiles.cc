#include "ledger/proof/tiles.h"

#include <cstring>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"

namespace daybook {
namespace {

constexpr int kTileHeight = 8;  // 2^8 = kTileWidth
constexpr size_t kTileBytes = kTileWidth * sizeof(Hash);
static_assert(kTileBytes == 8'192);

// Hashes of tree level 8 x level that a tree of `size` leaves has.
uint64_t HashesOfLevel(uint64_t size, size_t level) {
  return level < 64 / kTileHeight ? size >> (kTileHeight * level) : 0;
}

absl::StatusOr<Hash> RootOfTile(TileId id, std::string_view bytes) {
  if (bytes.size() != kTileBytes) {
    return absl::DataLossError(absl::StrCat("tile ", int{id.level}, "/", id.index, " has ",
                                            bytes.size(), " bytes and should have ", kTileBytes));
  }
  MerkleFrontier tile;
  Hash hash;
  for (size_t at = 0; at < kTileBytes; at += sizeof(Hash)) {
    std::memcpy(hash.data(), bytes.data() + at, sizeof(Hash));
    tile.Append(hash);
  }
  return tile.Root();
}

}  // namespace

void TiledTree::Append(const Hash& leaf, std::vector<Tile>& full) {
  Keep(0, leaf, full);
  // The root of a full tile is a hash of the next level, and the frontier comes by it anyway.
  frontier_.Append(leaf, [&](int height, const Hash& root) {
    if (height % kTileHeight == 0) Keep(static_cast<size_t>(height / kTileHeight), root, full);
  });
}

// Called while the leaf is being appended: the frontier may still be without it.
void TiledTree::Keep(size_t level, const Hash& hash, std::vector<Tile>& full) {
  if (level == edge_.size()) {
    edge_.emplace_back();
    edge_.back().reserve(kTileWidth);
  }
  std::vector<Hash>& edge = edge_[level];
  edge.push_back(hash);
  if (edge.size() < kTileWidth) return;
  const uint64_t leaves = frontier_.size() + 1;
  full.push_back(Tile{TileId{static_cast<uint8_t>(level), HashesOfLevel(leaves, level + 1) - 1},
                      std::string(reinterpret_cast<const char*>(edge.data()), kTileBytes)});
  edge.clear();
}

absl::StatusOr<TiledTree> TiledTree::Restore(
    uint64_t size, const std::function<absl::StatusOr<std::string>(TileId)>& read_tile,
    const std::function<absl::StatusOr<Hash>(uint64_t position)>& leaf_hash) {
  TiledTree tree;
  for (size_t level = 0; HashesOfLevel(size, level) > 0; ++level) {
    const uint64_t end = HashesOfLevel(size, level);
    std::vector<Hash> edge;
    edge.reserve(kTileWidth);
    for (uint64_t index = end - end % kTileWidth; index < end; ++index) {
      if (level == 0) {
        DAYBOOK_ASSIGN_OR_RETURN(const Hash leaf, leaf_hash(index));
        edge.push_back(leaf);
      } else {
        const TileId id{static_cast<uint8_t>(level - 1), index};
        DAYBOOK_ASSIGN_OR_RETURN(const std::string bytes, read_tile(id));
        DAYBOOK_ASSIGN_OR_RETURN(const Hash root, RootOfTile(id, bytes));
        edge.push_back(root);
      }
    }
    tree.edge_.push_back(std::move(edge));
  }

  // Eight bits of the size a level: their subtrees are made of that level's edge.
  std::vector<Hash> subtrees;
  for (size_t level = tree.edge_.size(); level-- > 0;) {
    MerkleFrontier of_level;
    for (const Hash& hash : tree.edge_[level]) of_level.Append(hash);
    subtrees.insert(subtrees.end(), of_level.subtrees().begin(), of_level.subtrees().end());
  }
  tree.frontier_ = MerkleFrontier::FromSubtrees(size, std::move(subtrees));
  return tree;
}

}  // namespace daybook
