#include "tools/daybook/replay_steps.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/base/status_macros.h"
#include "projections/audit/audit_view.h"
#include "projections/audit/story.h"
#include "tools/daybook/request_json.h"
#include "tools/daybook/story_format.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

std::string EventName(const v1::Event& event) {
  const auto* field = v1::Event::descriptor()->FindFieldByNumber(event.kind_case());
  return field == nullptr ? "" : FormatRequestKind(field->name());
}

// False: the user has seen enough.
bool WaitForEnter() {
  std::cerr << "Enter: the next record, q: quit " << std::flush;
  std::string answer;
  return std::getline(std::cin, answer) &&
         !absl::StartsWithIgnoreCase(absl::StripAsciiWhitespace(answer), "q");
}

class Stepper {
 public:
  Stepper(const OpenView& audit, const StepOptions& options, CommandContext& context)
      : snapshot_(audit.store->Snapshot()),
        changes_(*snapshot_, *audit.log),
        options_(options),
        context_(context),
        waits_(!options.json && context.terminal.out && ::isatty(STDIN_FILENO) == 1) {}

  // False: enough.
  absl::StatusOr<bool> Step(const v1::Record& record, bool last) {
    DAYBOOK_ASSIGN_OR_RETURN(std::optional<v1::AuditEntry> entry,
                             GetAuditEntry(*snapshot_, record.position()));
    if (!entry.has_value()) {
      return absl::DataLossError(absl::StrCat("view audit: no entry for record ", record.position(),
                                              "; rebuild the view"));
    }
    DAYBOOK_ASSIGN_OR_RETURN(const StoryLine line, TellRecord(record, *std::move(entry), changes_));
    if (options_.json) {
      std::vector<std::string> events;
      for (const v1::Event& event : record.outcome().accepted().events()) {
        events.push_back(MessageJson(event));
      }
      return context_.out.Line(StoryLineJson(line, JsonArray(events)));
    }
    PrintStoryLine(line, true, context_.terminal, context_.out);
    PrintEvents(record);
    if (!last) context_.out.Line("");
    if (waits_ && !last) {
      context_.out.Flush();
      return WaitForEnter();
    }
    return context_.out.error() == 0;
  }

  uint64_t end() const { return snapshot_->info().position; }

 private:
  void PrintEvents(const v1::Record& record) {
    std::vector<std::string> names;
    for (const v1::Event& event : record.outcome().accepted().events()) {
      names.push_back(EventName(event));
    }
    if (names.empty()) return;
    const std::string text = absl::StrCat("    events: ", absl::StrJoin(names, ", "));
    context_.out.Line(context_.terminal.out ? Wrapped(text, context_.terminal.width, 8) : text);
  }

  const std::unique_ptr<ViewSnapshot> snapshot_;
  EntityChanges changes_;
  const StepOptions& options_;
  CommandContext& context_;
  const bool waits_;
};

}  // namespace

absl::StatusOr<ExitCode> ReplaySteps(const StepOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const OpenView audit, OpenViewOf(options.dir, NewAuditProjection(),
                                                            context, options.progress));
  Stepper stepper(audit, options, context);
  const uint64_t to = options.to.value_or(stepper.end());
  if (options.to.has_value() && options.from > to) {
    return absl::InvalidArgumentError(absl::StrCat("--from ", options.from, " is after --to ", to));
  }
  if (const uint64_t last = std::max(options.from, to); last > stepper.end()) {
    const uint64_t end = audit.log->end();
    return absl::OutOfRangeError(
        last <= end ? absl::StrCat("the view audit knows ", stepper.end(), " of the ", end,
                                   " records; another process brings it up to date")
                    : absl::StrCat("the log has ", end, " records, not ", last));
  }
  v1::Record record;
  bool more = true;
  for (uint64_t position = options.from; more && position < to; ++position) {
    DAYBOOK_ASSIGN_OR_RETURN(record, ReadRecord(*audit.log, position));
    DAYBOOK_ASSIGN_OR_RETURN(more, stepper.Step(record, position + 1 == to));
  }
  return ExitCode::kDone;
}

}  // namespace daybook::cli
