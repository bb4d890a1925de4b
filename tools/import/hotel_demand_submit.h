// Submitting the requests of a planned import to a ledger, many at a time.
#ifndef DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_SUBMIT_H_
#define DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_SUBMIT_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/base/sha256.h"
#include "ledger/base/time_zones.h"
#include "ledger/ledger.h"
#include "tools/import/hotel_demand_plan.h"
#include "tools/import/hotel_demand_row.h"

namespace daybook {

struct SubmitOptions {
  std::function<void(uint64_t done, uint64_t total)> progress;  // may be empty
  const std::atomic<bool>* cancel = nullptr;                    // may be null
};

struct SubmitReport {
  uint64_t accepted = 0;
  uint64_t duplicates = 0;  // of the accepted: recorded before
  uint64_t forced = 0;      // of the accepted: an override was needed
};

// For at least one row, between BeginImport and CompleteImport, both the caller's. Returns when
// every request that was submitted is answered. Cancelled: options.cancel was set. Internal: a
// request was declined. Otherwise the ledger's own error. The message names line and request id of
// the first request, in the plan's order, that failed.
absl::StatusOr<SubmitReport> SubmitHotelDemand(Ledger& ledger, const TimeZones& zones,
                                               const std::vector<HotelDemandRow>& rows,
                                               const HotelDemandPlan& plan, const Hash& file_sha256,
                                               const SubmitOptions& options);

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_SUBMIT_H_
