// Running a simulation against a ledger.
//
//   daybook::SimulationSettings settings;
//   settings.days = 30;
//   DAYBOOK_ASSIGN_OR_RETURN(daybook::SimulationReport report,
//                            daybook::RunSimulation(*ledger, settings, {}));
#ifndef DAYBOOK_TOOLS_SIMULATE_RUN_H_
#define DAYBOOK_TOOLS_SIMULATE_RUN_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>

#include "absl/status/statusor.h"
#include "daybook/v1/types.pb.h"
#include "ledger/ledger.h"
#include "tools/simulate/settings.h"

namespace daybook {

struct SimulationOptions {
  std::function<void(uint64_t done, uint64_t total)> progress;  // days; may be empty
  const std::atomic<bool>* cancel = nullptr;                    // may be null
};

// The whole simulation up to its last day, whether it was recorded this time or before.
struct SimulationReport {
  uint64_t requests = 0;  // = accepted + declined + repeated + conflicts
  uint64_t accepted = 0;
  uint64_t declined = 0;
  uint64_t repeated = 0;   // sent again, the same: answered, not recorded
  uint64_t conflicts = 0;  // an id used for something else
  uint64_t bookings = 0;   // made
  uint64_t forced = 0;     // of the accepted: a policy was overridden
  std::map<v1::DeclineCode, uint64_t> declined_by_code;  // each reason of each decline
  uint64_t there_already = 0;  // of accepted and declined: recorded by an earlier run
  uint64_t end = 0;            // of the ledger, its own records included
};

// Begins the simulation in an empty ledger, or goes on with the one that was interrupted there or
// had fewer days. Returns when every request is answered. Errors:
//   InvalidArgument     the settings
//   FailedPrecondition  the ledger holds anything else, or another simulation
//   Cancelled           options.cancel was set; run again to go on
//   Internal            the simulator is at fault
//   others              of the ledger (ledger.h); run again to go on
absl::StatusOr<SimulationReport> RunSimulation(Ledger& ledger, const SimulationSettings& settings,
                                               const SimulationOptions& options);

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_SIMULATE_RUN_H_
