// Whether a log has been closed. Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_LOG_CLOSED_H_
#define DAYBOOK_PROJECTIONS_LOG_CLOSED_H_

#include <cstdint>
#include <limits>

#include "absl/time/time.h"
#include "ledger/log/record_source.h"

namespace daybook {

inline bool IsClosed(const RecordSource& records) {
  constexpr uint64_t kBeyondAll = std::numeric_limits<uint64_t>::max();
  return absl::IsCancelled(records.WaitPast(kBeyondAll, absl::InfinitePast()).status());
}

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_LOG_CLOSED_H_
