// What must hold of every ledger, whatever was asked of it.
#ifndef DAYBOOK_TESTS_SCENARIOS_SCENARIO_CHECK_H_
#define DAYBOOK_TESTS_SCENARIOS_SCENARIO_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace daybook::testing {

// Of a closed ledger whose views are at the log's end: its state is that of a replay, each view and
// its whole past that of a rebuild (made in the folder `scratch`, which must not be there yet), and
// each record is decided again to the same outcome. What differs; none where all is well.
absl::StatusOr<std::vector<std::string>> CheckAgainstReplay(const std::string& dir,
                                                            const std::string& scratch);

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_SCENARIO_CHECK_H_
