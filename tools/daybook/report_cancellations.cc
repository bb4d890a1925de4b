// report cancellations: bookings that ended without a stay, no-shows among them.
#include "tools/daybook/report_groups.h"

namespace daybook::cli {

absl::StatusOr<ReportTable> CancellationsReport(ReportRun& run) {
  const std::vector<Dimension<EndedFact>> known = {
      {"month", [](const EndedFact& f) { return MonthGroup(f.month); }},
      {"status", [](const EndedFact& f) { return TextGroup(v1::BookingStatus_Name(f.status)); }},
      {"cause",
       [](const EndedFact& f) {
         return TextGroup(PlainName(v1::CancellationCause_Name(f.cause), "CANCELLATION_CAUSE_"));
       }},
      {"reason",
       [](const EndedFact& f) {
         return TextGroup(PlainName(v1::CancellationReason_Name(f.reason), "CANCELLATION_REASON_"));
       }},
      {"sub_reason", [](const EndedFact& f) { return TextGroup(f.sub_reason); }},
      {"lead_days", [](const EndedFact& f) { return LeadTimeGroup(f.lead_time); }},
      {"channel", [](const EndedFact& f) { return TextGroup(f.channel_id); }}};
  DAYBOOK_ASSIGN_OR_RETURN(
      auto grouped,
      (GroupedFacts<EndedFact, 6>::Make(run.scope(), known,
                                        {"month", "status", "reason", "lead_days", "channel"})));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("insights"));
  DAYBOOK_RETURN_IF_ERROR(VisitEnded(*view, MonthsOf(run), [&](const EndedFact& fact) {
    const v1::InsightsEnded& ended = fact.ended;
    grouped.Add(fact, {ended.bookings(), ended.room_nights(), ended.price_minor(),
                       ended.penalty_minor(), ended.waived_minor(), ended.refund_due_minor()});
  }));
  return grouped.Table(run,
                       {{"bookings", ColumnKind::kCount},
                        {"room_nights", ColumnKind::kCount},
                        {"price", ColumnKind::kMoney},
                        {"penalty", ColumnKind::kMoney},
                        {"waived", ColumnKind::kMoney},
                        {"refund_due", ColumnKind::kMoney}},
                       [](const std::string&, const auto& sums, const std::string& currency) {
                         return std::vector<Cell>{
                             Cell::Number(sums[0]),          Cell::Number(sums[1]),
                             Cell::Money(sums[2], currency), Cell::Money(sums[3], currency),
                             Cell::Money(sums[4], currency), Cell::Money(sums[5], currency)};
                       });
}

}  // namespace daybook::cli
