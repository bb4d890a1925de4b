// report stays: nights and revenue of the stays that have ended, and each row's share of its property's.
#include "tools/daybook/report_groups.h"

namespace daybook::cli {

absl::StatusOr<ReportTable> StaysReport(ReportRun& run) {
  const std::vector<Dimension<StayFact>> known = {
      {"month", [](const StayFact& f) { return MonthGroup(f.month); }},
      {"room_type", [](const StayFact& f) { return TextGroup(f.room_type_id); }},
      {"segment", [](const StayFact& f) { return TextGroup(f.segment); }},
      {"country", [](const StayFact& f) { return TextGroup(f.country); }},
      {"channel", [](const StayFact& f) { return TextGroup(f.channel_id); }}};
  DAYBOOK_ASSIGN_OR_RETURN(auto grouped,
                           (GroupedFacts<StayFact, 6>::Make(run.scope(), known, {"segment"})));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("insights"));
  std::map<std::string, int64_t> property_nights;
  DAYBOOK_RETURN_IF_ERROR(VisitStays(*view, MonthsOf(run), [&](const StayFact& fact) {
    property_nights[fact.property_id] += fact.stays.room_nights();
    const v1::InsightsStays& stays = fact.stays;
    grouped.Add(fact, {stays.bookings(), stays.room_nights(), stays.revenue_minor(),
                       stays.day_uses(), stays.day_use_revenue_minor(), stays.nights_given_back()});
  }));
  return grouped.Table(
      run,
      {{"bookings", ColumnKind::kCount},
       {"room_nights", ColumnKind::kCount},
       {"share_percent", ColumnKind::kPercent},
       {"revenue", ColumnKind::kMoney},
       {"adr", ColumnKind::kMoney},
       {"day_uses", ColumnKind::kCount},
       {"day_use_revenue", ColumnKind::kMoney},
       {"nights_given_back", ColumnKind::kCount}},
      [&](const std::string& property, const auto& sums, const std::string& currency) {
        return std::vector<Cell>{Cell::Number(sums[0]),
                                 Cell::Number(sums[1]),
                                 Cell::Ratio(sums[1], property_nights[property]),
                                 Cell::Money(sums[2], currency),
                                 Cell::Average(sums[2], sums[1], currency),
                                 Cell::Number(sums[3]),
                                 Cell::Money(sums[4], currency),
                                 Cell::Number(sums[5])};
      });
}

}  // namespace daybook::cli
