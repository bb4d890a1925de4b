// A hotel group that lives through years, as a stream of requests: pure, without clock or ledger.
//
//   daybook::simulation::Simulator simulator(settings);
//   while (simulator.days_done() < settings.days) {
//     DAYBOOK_ASSIGN_OR_RETURN(auto* const part, simulator.Next());
//     for (size_t i = 0; i < part->requests.size(); ++i) {
//       simulator.Answer(*part, i, outcome of part->requests[i]);
//     }
//   }
#ifndef DAYBOOK_TOOLS_SIMULATE_SIMULATOR_H_
#define DAYBOOK_TOOLS_SIMULATE_SIMULATOR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"
#include "tools/simulate/ask.h"
#include "tools/simulate/customers.h"
#include "tools/simulate/hotel.h"
#include "tools/simulate/settings.h"

namespace daybook::simulation {

// What the hotels of one shift ask in one part of a day, in the order of time.
struct SimulatedPart {
  std::vector<TimedRequest> requests;  // may be moved from
  std::vector<Ask> asks;               // the simulator's own
  int32_t slot = 0;                    // likewise
};

// The same settings and the same answers give the same requests to the byte, on every machine. What
// it holds in memory grows with the bookings that are not over, not with the days that are.
// One thread.
class Simulator {
 public:
  // Settings that CheckSettings lets through.
  explicit Simulator(const SimulationSettings& settings);
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  // Definitions first, then part by part and shift by shift, then the night audit as often as it
  // takes; nothing is before what was given out earlier. May be empty. All answers must have been
  // told but those of the part before, so that the ledger never waits for the simulator. A part
  // lives until the next call but one. Internal: a business date can't be rolled.
  absl::StatusOr<SimulatedPart*> Next();

  // What came of a request of one of the two latest parts: each once, in their order.
  // Outcome.conflict where the ledger says AlreadyExists. A request that was sent again gets the
  // first outcome, as the ledger gives it.
  // `position` is that of the record: what was raised by it is named by it, and 0 lets it rest.
  void Answer(const SimulatedPart& part, size_t index, const v1::Outcome& outcome,
              uint64_t position = 0);

  int32_t days_done() const { return day_; }
  // Bookings that it remembers, because something about them is still to come.
  size_t open_bookings() const;

 private:
  // What Next() does. kAsk: the hotels of a shift play their part or audit. kWait: nothing, until
  // the answers to the audit are all there. kLook: at these answers.
  enum class Turn { kDefine, kAsk, kWait, kLook };

  void Define(Batch& batch);
  void Play(Batch& batch);
  void AfterAudit();
  bool Audited() const;
  static void Take(Batch& batch, SimulatedPart& part);

  const SimulationSettings settings_;
  std::vector<std::unique_ptr<Customers>> customers_;  // by shift
  std::vector<std::unique_ptr<Hotel>> hotels_;
  std::array<SimulatedPart, 2> parts_;
  size_t next_part_ = 0;
  Turn turn_ = Turn::kDefine;
  int32_t day_ = 0;
  int32_t day_part_ = kMorning;
  int32_t shift_ = 0;
  int32_t attempt_ = 0;  // at the night audit
};

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_SIMULATOR_H_
