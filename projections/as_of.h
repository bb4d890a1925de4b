// Instants as positions of the log.
#ifndef DAYBOOK_PROJECTIONS_AS_OF_H_
#define DAYBOOK_PROJECTIONS_AS_OF_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "ledger/base/instant.h"
#include "ledger/log/record_source.h"

namespace daybook {

// How many records there were at that instant: those recorded at or before it. recorded_at never
// goes back among the records that count, so this is a binary search; the ledger's own records
// (schema, recovery, the begin and end of an import or a simulation) don't count, and belong to the
// records behind them.
absl::StatusOr<uint64_t> PositionAtInstant(const RecordSource& records, Instant instant);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AS_OF_H_
