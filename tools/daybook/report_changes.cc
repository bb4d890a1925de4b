// report changes: what of bookings was changed, why, how long before the arrival.
#include "tools/daybook/report_groups.h"

namespace daybook::cli {

absl::StatusOr<ReportTable> ChangesReport(ReportRun& run) {
  const std::vector<Dimension<ChangeFact>> known = {
      {"month", [](const ChangeFact& f) { return MonthGroup(f.month); }},
      {"reason",
       [](const ChangeFact& f) {
         return TextGroup(PlainName(v1::ChangeReason_Name(f.reason), "CHANGE_REASON_"));
       }},
      {"sub_reason", [](const ChangeFact& f) { return TextGroup(f.sub_reason); }},
      {"lead_days", [](const ChangeFact& f) { return LeadTimeGroup(f.lead_time); }},
      {"channel", [](const ChangeFact& f) { return TextGroup(f.channel_id); }}};
  DAYBOOK_ASSIGN_OR_RETURN(auto grouped,
                           (GroupedFacts<ChangeFact, 6>::Make(
                               run.scope(), known, {"month", "reason", "lead_days", "channel"})));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("insights"));
  DAYBOOK_RETURN_IF_ERROR(VisitChanges(*view, MonthsOf(run), [&](const ChangeFact& fact) {
    const v1::InsightsChanges& changes = fact.changes;
    grouped.Add(fact, {changes.changes(), changes.stay_changed(), changes.room_type_changed(),
                       changes.repriced(), changes.price_difference_minor(), changes.fee_minor()});
  }));
  return grouped.Table(run,
                       {{"changes", ColumnKind::kCount},
                        {"other_dates", ColumnKind::kCount},
                        {"other_room_type", ColumnKind::kCount},
                        {"repriced", ColumnKind::kCount},
                        {"price_difference", ColumnKind::kMoney},
                        {"fees", ColumnKind::kMoney}},
                       [](const std::string&, const auto& sums, const std::string& currency) {
                         return std::vector<Cell>{
                             Cell::Number(sums[0]),          Cell::Number(sums[1]),
                             Cell::Number(sums[2]),          Cell::Number(sums[3]),
                             Cell::Money(sums[4], currency), Cell::Money(sums[5], currency)};
                       });
}

}  // namespace daybook::cli
