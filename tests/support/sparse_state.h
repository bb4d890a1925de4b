// Records decided and folded again by a state that keeps nothing in memory but what it must: what RowsNeeded says is enough.
#ifndef DAYBOOK_TESTS_SUPPORT_SPARSE_STATE_H_
#define DAYBOOK_TESTS_SUPPORT_SPARSE_STATE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "daybook/v1/record.pb.h"

namespace daybook::testing {

struct SparseReplay {
  std::string difference;  // empty: every record came out the same, and so did the rows in the end
  size_t most_rows_loaded = 0;  // for one record
  size_t most_rows_resident =
      0;  // that were in memory after a record, not counting what it asked for
};

// The records must begin at position 0.
SparseReplay ReplaySparsely(const std::vector<v1::Record>& records);

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SUPPORT_SPARSE_STATE_H_
