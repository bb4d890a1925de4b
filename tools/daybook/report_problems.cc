// report problems: what goes wrong how often, and what each improvement action changed: the same number of days
// before it was done as after. Where the category of an action is a reason to cancel, cancellations are counted.
#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/audit/audit_view.h"
#include "projections/feedback/feedback_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

constexpr int32_t kMostDays = 90;  // before an action and after it

// "service" and "CANCELLATION_REASON_SERVICE" alike.
std::optional<v1::CancellationReason> ReasonOf(const std::string& category) {
  v1::CancellationReason reason = v1::CANCELLATION_REASON_UNSPECIFIED;
  const std::string name = absl::AsciiStrToUpper(category);
  if (v1::CancellationReason_Parse(name, &reason)) return reason;
  if (v1::CancellationReason_Parse(absl::StrCat("CANCELLATION_REASON_", name), &reason)) {
    return reason;
  }
  return std::nullopt;
}

absl::StatusOr<int64_t> CountCancelled(const ViewSnapshot& audit, const std::string& property_id,
                                       v1::CancellationReason reason, CivilDate from,
                                       CivilDate until) {
  int64_t count = 0;
  ArchiveFilter filter;
  filter.property_id = property_id;
  filter.from = from;
  filter.until = until;
  DAYBOOK_RETURN_IF_ERROR(ListArchive(
      audit, filter, [&](const v1::ArchivedCancellation& ended) -> absl::StatusOr<bool> {
        count += ended.reason() == reason ? 1 : 0;
        return true;
      }));
  return count;
}

absl::Status AddEffects(ReportRun& run, const ViewSnapshot& view, ReportTable& table) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto properties, run.Properties());
  const auto today = [&properties](std::string_view property_id) {
    const auto found = properties.find(std::string(property_id));
    return found == properties.end()
               ? CivilDate()
               : CivilDate::FromYmd(found->second.business_date).value_or(CivilDate());
  };
  DAYBOOK_ASSIGN_OR_RETURN(const auto effects,
                           ActionEffects(view, run.scope().property_id, kMostDays, today));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const audit, run.View("audit"));
  for (const ActionEffect& effect : effects) {
    const v1::ImprovementAction& action = effect.action;
    auto before = static_cast<int64_t>(effect.cases_before);
    auto after = static_cast<int64_t>(effect.cases_after);
    const bool done = action.done_on() != 0;
    if (const auto reason = ReasonOf(action.category()); done && reason.has_value()) {
      DAYBOOK_ASSIGN_OR_RETURN(before, CountCancelled(*audit, action.property_id(), *reason,
                                                      effect.from, effect.done_on));
      DAYBOOK_ASSIGN_OR_RETURN(after, CountCancelled(*audit, action.property_id(), *reason,
                                                     effect.done_on, effect.until));
    }
    table.Add({Cell::Text(action.property_id()), Cell::Text("action"), Cell(),
               Cell::Text(action.category()), Cell(), Cell(), Cell::Text(action.action_id()),
               Cell::Text(action.measure_code()), Cell::Text(action.owner_staff_id()),
               done ? Cell::Number(action.done_on()) : Cell(),
               done ? Cell::Number(effect.until - effect.done_on) : Cell(),
               done ? Cell::Number(before) : Cell(), done ? Cell::Number(after) : Cell()});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ReportTable> ProblemsReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("feedback"));
  ReportTable table({{"property"},
                     {"what"},
                     {"month", ColumnKind::kMonth},
                     {"category"},
                     {"complaints", ColumnKind::kCount},
                     {"cases", ColumnKind::kCount},
                     {"action"},
                     {"measure"},
                     {"owner"},
                     {"done_on", ColumnKind::kDate},
                     {"days", ColumnKind::kCount},
                     {"before", ColumnKind::kCount},
                     {"after", ColumnKind::kCount}});
  DAYBOOK_ASSIGN_OR_RETURN(const auto problems, FrequentProblems(*view, run.scope().property_id));
  for (const ProblemCount& problem : problems) {
    if (run.scope().from.has_value() && problem.month < run.scope().from->ymd() / 100) continue;
    if (run.scope().until.has_value() && problem.month > (*run.scope().until - 1).ymd() / 100) {
      continue;
    }
    table.Add({Cell::Text(problem.property_id), Cell::Text("problem"), Cell::Number(problem.month),
               Cell::Text(problem.category), Cell::Number(static_cast<int64_t>(problem.complaints)),
               Cell::Number(static_cast<int64_t>(problem.cases)), Cell(), Cell(), Cell(), Cell(),
               Cell(), Cell(), Cell()});
  }
  DAYBOOK_RETURN_IF_ERROR(AddEffects(run, *view, table));
  return table;
}

}  // namespace daybook::cli
