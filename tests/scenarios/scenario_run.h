// Runs a scenario (scenario_text.h) against a ledger of its own.
#ifndef DAYBOOK_TESTS_SCENARIOS_SCENARIO_RUN_H_
#define DAYBOOK_TESTS_SCENARIOS_SCENARIO_RUN_H_

#include <string>
#include <vector>

#include "tests/scenarios/scenario_text.h"

namespace daybook::testing {

// What is wrong, each beginning with "file:line: "; none where all is as the scenario says. An
// expectation that is not met does not end the scenario; what can't be done does. `program`: what
// `cli` runs.
std::vector<std::string> RunScenario(const Scenario& scenario, const std::string& program);

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_SCENARIO_RUN_H_
