// Tiles as in C2SP tlog-tiles: tile (level L, index N) holds the hashes of 256 neighbours of the
// tree's level 8L, from number 256 N on. Only full tiles are made. With them and at most 255 hashes
// a level the tree goes on growing and every proof can be made without reading all records. Pure.
#ifndef DAYBOOK_LEDGER_PROOF_TILES_H_
#define DAYBOOK_LEDGER_PROOF_TILES_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/base/sha256.h"
#include "ledger/proof/merkle_tree.h"

namespace daybook {

inline constexpr int kTileWidth = 256;

struct TileId {
  uint8_t level = 0;  // 0: leaf hashes
  uint64_t index = 0;
  friend auto operator<=>(const TileId&, const TileId&) = default;
};

struct Tile {
  TileId id;
  std::string hashes;  // 256 x 32 bytes, left to right
};

// The right edge of the tree, tile by tile. Not thread-safe.
class TiledTree {
 public:
  TiledTree() = default;

  // Appends full tiles, lowest level first, to `full` as they come about (most leaves bring none).
  void Append(const Hash& leaf, std::vector<Tile>& full);

  uint64_t size() const { return frontier_.size(); }
  Hash Root() const { return frontier_.Root(); }  // O(log n)

  // Rebuilds the edge of a tree of `size` leaves. read_tile gives a full tile (its 8,192 bytes),
  // leaf_hash the hash of a leaf past the last full level-0 tile. Reads at most 255 tiles a level
  // and 255 leaves. Errors: those of the two functions; DataLoss where a tile is not 8,192 bytes
  // long. What is read is not verified: compare Root() with a root that is known.
  static absl::StatusOr<TiledTree> Restore(
      uint64_t size, const std::function<absl::StatusOr<std::string>(TileId)>& read_tile,
      const std::function<absl::StatusOr<Hash>(uint64_t position)>& leaf_hash);

 private:
  void Keep(size_t level, const Hash& hash, std::vector<Tile>& full);

  MerkleFrontier frontier_;
  std::vector<std::vector<Hash>> edge_;  // edge_[L]: hashes of level 8L not yet in a full tile
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_PROOF_TILES_H_
