// Remembers the hashes of rows written lately, so that replacing one needs no read of what it
// replaces.
#ifndef DAYBOOK_PROJECTIONS_ROW_HASH_CACHE_H_
#define DAYBOOK_PROJECTIONS_ROW_HASH_CACHE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/base/sha256.h"
#include "projections/bytes_map.h"

namespace daybook {

// Two generations of at most `entries_per_generation`: when the young one is full, the old one is
// dropped. One thread.
class RowHashCache {
 public:
  explicit RowHashCache(size_t entries_per_generation) : limit_(entries_per_generation) {}

  // Null where it is not remembered (the row may exist). Lives until the next call.
  const Hash* Find(std::string_view key) const {
    for (const BytesMap<Hash>* generation : {&young_, &old_}) {
      if (const auto found = generation->find(key); found != generation->end()) {
        return &found->second;
      }
    }
    return nullptr;
  }

  void Remember(std::string_view key, const Hash& hash) {
    if (young_.size() >= limit_ && !young_.contains(key)) {
      old_ = std::move(young_);
      young_ = {};
    }
    young_.insert_or_assign(key, hash);
  }

  void Forget(std::string_view key) {
    for (BytesMap<Hash>* generation : {&young_, &old_}) {
      if (const auto found = generation->find(key); found != generation->end()) {
        generation->erase(found);
      }
    }
  }

 private:
  const size_t limit_;
  BytesMap<Hash> young_;
  BytesMap<Hash> old_;  // may hold what young_ has newer
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_ROW_HASH_CACHE_H_
