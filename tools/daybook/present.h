// Which instant it is for clocks that run: of a view's moment.
#ifndef DAYBOOK_TOOLS_DAYBOOK_PRESENT_H_
#define DAYBOOK_TOOLS_DAYBOOK_PRESENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/log/record_source.h"
#include "tools/daybook/as_of.h"

namespace daybook::cli {

// The instant that --as-of gave. Of another moment of the past, and of a ledger whose time is not the machine's (an import, a simulation):
// when its last record was recorded. Else the machine's present.
absl::StatusOr<Instant> PresentOf(const ViewMoment& moment, const std::string& as_of);

// OutOfRange: there is no such record yet.
absl::StatusOr<v1::Record> ReadRecord(const RecordSource& log, uint64_t position);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_PRESENT_H_
