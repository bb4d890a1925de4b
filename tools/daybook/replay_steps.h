// The log walked record by record, with what each of them did.
#ifndef DAYBOOK_TOOLS_DAYBOOK_REPLAY_STEPS_H_
#define DAYBOOK_TOOLS_DAYBOOK_REPLAY_STEPS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "tools/daybook/command.h"

namespace daybook::cli {

struct StepOptions {
  std::string dir;
  uint64_t from = 0;
  std::optional<uint64_t> to;  // exclusive; none: the log's end
  bool json = false;
  bool progress = false;
};

// Prints the records [from, to): request, outcome, events, and what each changed. Where both stdin
// and stdout are a terminal it waits for Enter after each; q ends it.
absl::StatusOr<ExitCode> ReplaySteps(const StepOptions& options, CommandContext& context);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_REPLAY_STEPS_H_
