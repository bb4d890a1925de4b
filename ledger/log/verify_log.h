// Reading everything and trusting nothing: every file against DIR/closed where the log was cleanly
// closed, every block checksum, every position, every leaf and tile hash, the root against
// DIR/head.
#ifndef DAYBOOK_LEDGER_LOG_VERIFY_LOG_H_
#define DAYBOOK_LEDGER_LOG_VERIFY_LOG_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "ledger/base/sha256.h"
#include "ledger/log/record_source.h"

namespace daybook {

struct LogVerdict {
  uint64_t end = 0;  // records verified
  Hash root{};       // of them
  uint64_t head_end = 0;
  bool cleanly_closed = false;  // and so every byte of every file was compared
  uint64_t files = 0;           // compared with DIR/closed
  uint64_t tiles = 0;           // recomputed and compared
};

// OK: all that can be checked holds. DataLoss: the message names the file or position and what is
// wrong with it. NotFound: no ledger. `also` sees every record as it passes (may be empty).
absl::StatusOr<LogVerdict> VerifyLog(const std::string& dir, const RecordVisitor& also = {});

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_VERIFY_LOG_H_
