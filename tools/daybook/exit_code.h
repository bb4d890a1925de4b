// What a command ends with. Scripts depend on the numbers; they never change their meaning.
#ifndef DAYBOOK_TOOLS_DAYBOOK_EXIT_CODE_H_
#define DAYBOOK_TOOLS_DAYBOOK_EXIT_CODE_H_

#include <algorithm>

#include "absl/status/status.h"

namespace daybook::cli {

enum class ExitCode : int {
  kDone = 0,
  kDeclined = 1,
  kUsage = 2,
  kNotFound = 3,
  kDamaged = 4,      // data damaged, or a proof or comparison failed
  kEnvironment = 5,  // the machine, or another process, is in the way
  kInterrupted = 130,
};

// The one place that maps failures of the machinery to exit codes.
ExitCode StatusToExitCode(const absl::Status& status);

// Of two things that happened, the one to report.
inline ExitCode Worse(ExitCode a, ExitCode b) {
  return std::max(a, b,
                  [](ExitCode x, ExitCode y) { return static_cast<int>(x) < static_cast<int>(y); });
}

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_EXIT_CODE_H_
