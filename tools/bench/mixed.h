// Traffic as hotels have it, beside bookings that are made and cancelled and nothing else.
#ifndef DAYBOOK_TOOLS_BENCH_MIXED_H_
#define DAYBOOK_TOOLS_BENCH_MIXED_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "daybook/v1/request.pb.h"
#include "ledger/base/instant.h"
#include "ledger/ledger.h"

namespace daybook::bench {

struct GivenRequest {
  v1::Request request;
  Instant at;
};

struct MixedTraffic {
  std::vector<GivenRequest> mixed;  // what a simulated group asked, in its order
  std::vector<GivenRequest>
      alone;  // its definitions; then its bookings, each made and at once cancelled
};

// Simulates until the group has asked at least `requests`, in a ledger in `dir` that is left there.
absl::StatusOr<MixedTraffic> MakeMixedTraffic(const std::string& dir, uint64_t requests);

// Submits the requests to a new ledger in `dir`, pipelined, as a simulation. Gives the seconds from the first to the last answer.
absl::StatusOr<double> SecondsToRecord(const std::string& dir,
                                       const std::vector<GivenRequest>& requests,
                                       const LedgerOptions& options);

}  // namespace daybook::bench

#endif  // DAYBOOK_TOOLS_BENCH_MIXED_H_
