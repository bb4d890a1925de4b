// What a scenario says of the rows of a view.
#ifndef DAYBOOK_TESTS_SCENARIOS_SCENARIO_ROWS_H_
#define DAYBOOK_TESTS_SCENARIOS_SCENARIO_ROWS_H_

#include <string>

#include "tests/scenarios/scenario_answer.h"
#include "tests/scenarios/scenario_ledger.h"

namespace daybook::testing {

// `then row`: some row of the view agrees.
Finding FindRow(ScenarioLedger& ledger, const std::string& view, const std::string& json);
// `then no row`: none does.
Finding FindNoRow(ScenarioLedger& ledger, const std::string& view, const std::string& json);
// `then row` of the row of this key.
Finding FindRowOfKey(ScenarioLedger& ledger, const std::string& view, const std::string& key,
                     const std::string& json);

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_SCENARIO_ROWS_H_
