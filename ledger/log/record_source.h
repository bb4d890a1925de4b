// The read side of the log: what projections and readers see.
#ifndef DAYBOOK_LEDGER_LOG_RECORD_SOURCE_H_
#define DAYBOOK_LEDGER_LOG_RECORD_SOURCE_H_

#include <cstdint>
#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace daybook {

// Called with each record in order; the bytes live until it returns. Not OK: the read stops with
// that status.
using RecordVisitor = std::function<absl::Status(uint64_t position, std::string_view record_bytes)>;

// Safe from any thread.
class RecordSource {
 public:
  virtual ~RecordSource() = default;

  // Every record at a position below end is durable, and none at or above it is shown.
  virtual uint64_t end() const = 0;

  // Visits [from, to). OutOfRange where to > end(); DataLoss where a record that must be there
  // can't be read or a position is missing.
  virtual absl::Status Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const = 0;

  // Returns end() as soon as it is above `position`; DeadlineExceeded otherwise, Cancelled when
  // closed.
  virtual absl::StatusOr<uint64_t> WaitPast(uint64_t position, absl::Time deadline) const = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_RECORD_SOURCE_H_
