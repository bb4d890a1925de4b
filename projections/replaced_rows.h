// Remembers what replacing a row needs to know of the row that is replaced, of those written lately, so
// that it needs no read.
#ifndef DAYBOOK_PROJECTIONS_REPLACED_ROWS_H_
#define DAYBOOK_PROJECTIONS_REPLACED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/base/sha256.h"
#include "projections/bytes_map.h"

namespace daybook {

// A row before it is replaced.
struct ReplacedRow {
  std::optional<Hash> hash;  // none: there is no row
  uint64_t born = 0;         // of the key's first version; 0: it never had one
};

// Two generations of at most `entries_per_generation`: when the young one is full, the old one is
// dropped. One thread.
class ReplacedRows {
 public:
  explicit ReplacedRows(size_t entries_per_generation) : limit_(entries_per_generation) {}

  // Null where it is not remembered (the row may exist). Lives until the next call.
  const ReplacedRow* Find(std::string_view key) const {
    for (const BytesMap<ReplacedRow>* generation : {&young_, &old_}) {
      if (const auto found = generation->find(key); found != generation->end()) {
        return &found->second;
      }
    }
    return nullptr;
  }

  void Remember(std::string_view key, const ReplacedRow& row) {
    if (young_.size() >= limit_ && !young_.contains(key)) {
      old_ = std::move(young_);
      young_ = {};
    }
    young_.insert_or_assign(key, row);
  }

 private:
  const size_t limit_;
  BytesMap<ReplacedRow> young_;
  BytesMap<ReplacedRow> old_;  // may hold what young_ has newer
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_REPLACED_ROWS_H_
