// The requests that the submit benchmark sends: a hotel that is never full, bookings made and
// checked.
#ifndef DAYBOOK_TOOLS_BENCH_WORKLOAD_H_
#define DAYBOOK_TOOLS_BENCH_WORKLOAD_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "daybook/v1/request.pb.h"
#include "ledger/ledger.h"

namespace daybook::bench {

// Defines one property with a room type, a rate plan with a three-tier policy, a channel and a
// front-desk clerk.
absl::Status DefineHotel(Ledger& ledger);

// `count` requests of one submitter, none of them declined: of five, three create a booking, one
// records a payment for it, one changes it. Ids carry `submitter`, so that several lists can be
// sent side by side.
std::vector<v1::Request> FrontDeskRequests(uint32_t submitter, uint32_t count);

}  // namespace daybook::bench

#endif  // DAYBOOK_TOOLS_BENCH_WORKLOAD_H_
