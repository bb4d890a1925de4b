// report turnaways: who wanted rooms and got none, by the month of the arrival wanted.
#include "tools/daybook/report_groups.h"

namespace daybook::cli {

absl::StatusOr<ReportTable> TurnawaysReport(ReportRun& run) {
  const std::vector<Dimension<TurnawayFact>> known = {
      {"month", [](const TurnawayFact& f) { return MonthGroup(f.month); }},
      {"room_type", [](const TurnawayFact& f) { return TextGroup(f.room_type_id); }},
      {"reason", [](const TurnawayFact& f) { return TextGroup(f.reason_code); }},
      {"channel", [](const TurnawayFact& f) { return TextGroup(f.channel_id); }}};
  DAYBOOK_ASSIGN_OR_RETURN(auto grouped,
                           (GroupedFacts<TurnawayFact, 3>::Make(
                               run.scope(), known, {"month", "room_type", "reason", "channel"})));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("insights"));
  DAYBOOK_RETURN_IF_ERROR(VisitTurnaways(*view, MonthsOf(run), [&](const TurnawayFact& fact) {
    const v1::InsightsTurnaways& turnaways = fact.turnaways;
    grouped.Add(fact, {turnaways.requests(), turnaways.rooms(), turnaways.room_nights()});
  }));
  return grouped.Table(run,
                       {{"requests", ColumnKind::kCount},
                        {"rooms", ColumnKind::kCount},
                        {"room_nights", ColumnKind::kCount}},
                       [](const std::string&, const auto& sums, const std::string&) {
                         return std::vector<Cell>{Cell::Number(sums[0]), Cell::Number(sums[1]),
                                                  Cell::Number(sums[2])};
                       });
}

}  // namespace daybook::cli
