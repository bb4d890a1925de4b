// What a scenario says of the output of a program.
#ifndef DAYBOOK_TESTS_SCENARIOS_SCENARIO_OUTPUT_H_
#define DAYBOOK_TESTS_SCENARIOS_SCENARIO_OUTPUT_H_

#include <string>
#include <string_view>

#include "tests/scenarios/scenario_answer.h"
#include "tests/scenarios/scenario_program.h"
#include "tests/scenarios/scenario_text.h"

namespace daybook::testing {

// Whether the line is as expected, where <any> stands for any text, also none.
bool LineAgrees(std::string_view expected, std::string_view actual);

// In `result` the ledger's folder is written DIR already.
Finding CompareOutput(const Statement& command, const ProgramResult& result);

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_SCENARIO_OUTPUT_H_
