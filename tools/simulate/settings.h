// What determines a simulation.
#ifndef DAYBOOK_TOOLS_SIMULATE_SETTINGS_H_
#define DAYBOOK_TOOLS_SIMULATE_SETTINGS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "ledger/base/civil_date.h"
#include "ledger/ledger.h"
#include "tools/simulate/rates.h"

namespace daybook {

inline constexpr int32_t kMaxSimulatedHotels = 500;
inline constexpr int32_t kMaxSimulatedDays = 36'525;
inline constexpr int32_t kDefaultSimulatedFrom = 2015'01'01;

// Hotels take turns in two shifts, so that one shift can be thought about while the ledger decides on
// what the other one asks.
inline constexpr int32_t kShifts = 2;
constexpr int32_t ShiftOf(int32_t hotel) { return hotel % kShifts; }

// Equal settings give equal requests. How many days they are asked for makes no difference to the
// days before: a simulation that has ended goes on when it is given more days.
struct SimulationSettings {
  uint64_t seed = 1;
  int32_t hotels = 3;  // 1 to kMaxSimulatedHotels
  int32_t days = 365;  // 1 to kMaxSimulatedDays
  CivilDate from = *CivilDate::FromYmd(kDefaultSimulatedFrom);
  SimulationRates rates = DefaultSimulationRates();
};

// InvalidArgument: something is out of its range, or the last day is after 2190-12-31 (bookings are
// made for days beyond it).
absl::Status CheckSettings(const SimulationSettings& settings);

// How the ledger labels it.
SimulationPlan PlanOf(const SimulationSettings& settings);

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_SIMULATE_SETTINGS_H_
