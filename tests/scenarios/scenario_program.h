// Another program, run to its end.
#ifndef DAYBOOK_TESTS_SCENARIOS_SCENARIO_PROGRAM_H_
#define DAYBOOK_TESTS_SCENARIOS_SCENARIO_PROGRAM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace daybook::testing {

struct ProgramResult {
  int exit_code = 0;  // 128 and the signal where one ended it
  std::string printed;
  std::string errors;
};

// With nothing to read, in UTC and plain C locale; what it prints goes through files in `scratch`.
absl::StatusOr<ProgramResult> RunProgram(const std::string& program,
                                         const std::vector<std::string>& arguments,
                                         const std::string& scratch);

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_SCENARIO_PROGRAM_H_
