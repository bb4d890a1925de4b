// report response: the clocks of cases as of the moment: those that are open or were missed; --by kind sums up.
#include <string>

#include "ledger/base/status_macros.h"
#include "projections/feedback/feedback_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

std::string_view ClockText(ClockState state) {
  switch (state) {
    case ClockState::kRuns:
      return "runs";
    case ClockState::kMet:
      return "in time";
    case ClockState::kLate:
      return "late";
    case ClockState::kMissed:
      return "MISSED";
    case ClockState::kNone:
      break;
  }
  return "";
}

absl::StatusOr<ReportTable> ByKind(ReportRun& run, const ViewSnapshot& view, Instant now) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto kinds,
                           daybook::ResponseReport(view, run.scope().property_id, now));
  ReportTable table({{"kind"},
                     {"cases", ColumnKind::kCount},
                     {"open", ColumnKind::kCount},
                     {"breached", ColumnKind::kCount},
                     {"reopened", ColumnKind::kCount},
                     {"acknowledge_minutes", ColumnKind::kCount},
                     {"acknowledge_late", ColumnKind::kCount},
                     {"answer_minutes", ColumnKind::kCount},
                     {"answer_late", ColumnKind::kCount},
                     {"resolve_minutes", ColumnKind::kCount},
                     {"resolve_late", ColumnKind::kCount}});
  for (const auto& [kind, times] : kinds) {
    const auto count = [](uint64_t number) { return Cell::Number(static_cast<int64_t>(number)); };
    const auto minutes = [](const ResponseTimes::Step& step) {
      return step.done == 0 ? Cell() : Cell::Number(step.average_minutes());
    };
    table.Add({Cell::Text(PlainName(v1::FeedbackKind_Name(kind), "FEEDBACK_KIND_")),
               count(times.cases), count(times.open), count(times.breached), count(times.reopened),
               minutes(times.acknowledge), count(times.acknowledge.late), minutes(times.answer),
               count(times.answer.late), minutes(times.resolve), count(times.resolve.late)});
  }
  return table;
}

}  // namespace

absl::StatusOr<ReportTable> ResponseReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> by,
                           Dimensions(run.scope(), {"kind"}, {}));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("feedback"));
  DAYBOOK_ASSIGN_OR_RETURN(const Instant now, run.Now());
  if (!by.empty()) return ByKind(run, *view, now);
  ReportTable table({{"case"},
                     {"property"},
                     {"kind"},
                     {"category"},
                     {"urgent"},
                     {"department"},
                     {"status"},
                     {"opened_at"},
                     {"acknowledged"},
                     {"answered"},
                     {"resolved"},
                     {"breached"}});
  CaseFilter filter;
  filter.property_id = run.scope().property_id;
  DAYBOOK_RETURN_IF_ERROR(ListCases(*view, filter, [&](const v1::Case& one) {
    const CaseState state = StateOf(one, now);
    if (one.status() == v1::CASE_RESOLVED && !state.breached()) return true;
    table.Add({Cell::Text(one.case_id()), Cell::Text(one.property_id()),
               Cell::Text(PlainName(v1::FeedbackKind_Name(one.kind()), "FEEDBACK_KIND_")),
               Cell::Text(one.category()), Cell::Text(one.urgent() ? "urgent" : ""),
               Cell::Text(one.department()),
               Cell::Text(PlainName(v1::CaseStatus_Name(one.status()), "CASE_")),
               Cell::Instant(one.opened_at()), Cell::Text(ClockText(state.acknowledged)),
               Cell::Text(ClockText(state.answered)), Cell::Text(ClockText(state.resolved)),
               Cell::Text(state.breached() ? "yes" : "no")});
    return true;
  }));
  return table;
}

}  // namespace daybook::cli
