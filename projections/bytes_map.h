// Hash maps with string keys that can be asked by a view.
#ifndef DAYBOOK_PROJECTIONS_BYTES_MAP_H_
#define DAYBOOK_PROJECTIONS_BYTES_MAP_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "absl/hash/hash.h"
#include "ledger/base/strings.h"

namespace daybook {

struct BytesHash {
  using is_transparent = void;
  size_t operator()(std::string_view bytes) const {
    return absl::Hash<absl::string_view>()(ToAbsl(bytes));
  }
};

template <typename Value>
using BytesMap = absl::flat_hash_map<std::string, Value, BytesHash, std::equal_to<>>;
// The same, whose keys and values stay where they are.
template <typename Value>
using StableBytesMap = absl::node_hash_map<std::string, Value, BytesHash, std::equal_to<>>;

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_BYTES_MAP_H_
