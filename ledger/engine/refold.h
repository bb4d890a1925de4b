// Replaying the write side: fold the log into a fresh state elsewhere, and decide every request
// again.
#ifndef DAYBOOK_LEDGER_ENGINE_REFOLD_H_
#define DAYBOOK_LEDGER_ENGINE_REFOLD_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/base/set_digest.h"
#include "ledger/log/record_source.h"

namespace daybook {

struct StateDigest {
  uint64_t position = 0;  // records folded
  SetDigest digest;
};

// The digest that DIR/state carries (of what its last checkpoint wrote), compared with its rows.
// Reads the files as they are and writes nothing, also while a writer has them. NotFound: no state.
// DataLoss: the rows are others than the digest says.
absl::StatusOr<StateDigest> ReadStateDigest(const std::string& dir);

struct Judgement {
  uint64_t position = 0;
  std::string difference;  // what was recorded and what would be decided now
};

struct RefoldOptions {
  bool rejudge = false;
  size_t max_differences = 20;                                  // kept; all are counted
  std::function<void(uint64_t done, uint64_t total)> progress;  // may be empty
  const std::atomic<bool>* cancel = nullptr;                    // set: Cancelled. May be null
  // As in StateKeeperOptions. With none cached and a checkpoint at every record, all that may leave memory does.
  size_t cached_entities = 65'536;
  size_t rows_per_checkpoint = 131'072;
};

struct RefoldReport {
  StateDigest state;
  uint64_t rejudged = 0;  // records judged again, conflicts included
  uint64_t different = 0;
  uint64_t other_decider =
      0;  // of those rejudged: decided by another decider version than this program's
  std::vector<Judgement> differences;
};

// Folds [0, to) in a temporary directory, which it removes. With rejudge each record's outcome is
// compared with what Decide gives for its request and resolution, byte by byte. DataLoss: a record
// does not decode.
absl::StatusOr<RefoldReport> Refold(const RecordSource& records, uint64_t to,
                                    const RefoldOptions& options = {});

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_REFOLD_H_
