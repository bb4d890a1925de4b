// rocksdb::Status to absl::Status. Internal to ledger/log (rocksdb in a header).
#ifndef DAYBOOK_LEDGER_LOG_ROCKSDB_STATUS_H_
#define DAYBOOK_LEDGER_LOG_ROCKSDB_STATUS_H_

#include <string_view>

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace daybook {

// For reading what must be there. `doing` such as "open DIR/log" goes into the message. Corruption,
// a missing file and any other failing read are DataLoss; a full disk or too many files
// ResourceExhausted; rights PermissionDenied; a lock held by another FailedPrecondition; what may
// pass by itself Unavailable.
absl::Status FromReading(const rocksdb::Status& status, std::string_view doing);

// For writing: as above, but a failing write is Unavailable, because nothing that was there need be
// damaged.
absl::Status FromWriting(const rocksdb::Status& status, std::string_view doing);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_ROCKSDB_STATUS_H_
