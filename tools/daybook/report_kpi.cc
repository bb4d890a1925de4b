// report kpi: each month of each property on one line.
#include <map>
#include <string>
#include <utility>

#include "ledger/base/status_macros.h"
#include "projections/entity_view.h"
#include "projections/feedback/feedback_rows.h"
#include "projections/feedback/feedback_view.h"
#include "tools/daybook/report_groups.h"

namespace daybook::cli {
namespace {

struct Month {
  int64_t available = 0;  // rooms that could be sold, over the nights
  int64_t occupied = 0;
  int64_t revenue_minor = 0;
  int64_t stays = 0;
  int64_t cancelled = 0;
  int64_t no_shows = 0;
  int64_t changes = 0;
  int64_t turned_away = 0;
  int64_t feedback = 0;
  int64_t complaints = 0;
  int64_t scored = 0;
  int64_t score_sum = 0;
  int64_t cases = 0;
  int64_t urgent = 0;
  int64_t breached = 0;
};
using Months = std::map<std::pair<std::string, int32_t>, Month>;

absl::Status AddNights(ReportRun& run, const ViewSnapshot& view, Months& months) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto properties, run.Properties());
  for (const auto& [id, property] : properties) {
    DAYBOOK_RETURN_IF_ERROR(
        VisitNights(view, id, run.scope().from, run.scope().until, [&](const NightFact& fact) {
          Month& month = months[{fact.property_id, fact.night.ymd() / 100}];
          month.available += fact.capacity - fact.rooms.out_of_order();
          month.occupied += fact.rooms.occupied();
          month.revenue_minor += fact.rooms.revenue_minor();
        }));
  }
  return absl::OkStatus();
}

absl::Status AddBookings(const ViewSnapshot& view, const InsightsFilter& filter, Months& months) {
  DAYBOOK_RETURN_IF_ERROR(VisitStays(view, filter, [&months](const StayFact& fact) {
    months[{fact.property_id, fact.month}].stays += fact.stays.bookings();
  }));
  DAYBOOK_RETURN_IF_ERROR(VisitEnded(view, filter, [&months](const EndedFact& fact) {
    Month& month = months[{fact.property_id, fact.month}];
    (fact.status == v1::NO_SHOW ? month.no_shows : month.cancelled) += fact.ended.bookings();
  }));
  DAYBOOK_RETURN_IF_ERROR(VisitChanges(view, filter, [&months](const ChangeFact& fact) {
    months[{fact.property_id, fact.month}].changes += fact.changes.changes();
  }));
  return VisitTurnaways(view, filter, [&months](const TurnawayFact& fact) {
    months[{fact.property_id, fact.month}].turned_away += fact.turnaways.requests();
  });
}

// Of the business dates on which cases were opened, by case id.
absl::StatusOr<std::map<std::string, int32_t>> MonthsOfCases(const ViewSnapshot& view,
                                                             std::string_view property_id) {
  std::map<std::string, int32_t> months;
  DAYBOOK_RETURN_IF_ERROR(ScanRows<v1::CaseDay>(
      view, kCaseDayRow, PropertyPrefix(property_id),
      [&months](std::string_view key, const v1::CaseDay& day) -> absl::StatusOr<bool> {
        months[day.case_id()] = PartsOf(key).yyyymmdd / 100;
        return true;
      }));
  return months;
}

absl::Status AddFeedback(ReportRun& run, const InsightsFilter& filter, Months& months) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("feedback"));
  DAYBOOK_ASSIGN_OR_RETURN(const auto trend, SatisfactionTrend(*view, run.scope().property_id));
  const auto takes = [&filter](int32_t month) {
    return (filter.from_month == 0 || month >= filter.from_month) &&
           (filter.through_month == 0 || month <= filter.through_month);
  };
  for (const auto& [key, said] : trend) {
    if (!takes(key.month)) continue;
    Month& month = months[{key.property_id, key.month}];
    month.feedback += static_cast<int64_t>(said.feedback);
    month.complaints += static_cast<int64_t>(said.complaints);
    month.scored += static_cast<int64_t>(said.scored);
    month.score_sum += said.score_sum;
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Instant now, run.Now());
  DAYBOOK_ASSIGN_OR_RETURN(const auto opened, MonthsOfCases(*view, run.scope().property_id));
  CaseFilter cases;
  cases.property_id = run.scope().property_id;
  return ListCases(*view, cases, [&](const v1::Case& one) {
    const auto found = opened.find(one.case_id());
    if (found == opened.end() || !takes(found->second)) return true;
    Month& month = months[{one.property_id(), found->second}];
    ++month.cases;
    month.urgent += one.urgent() ? 1 : 0;
    month.breached += StateOf(one, now).breached() ? 1 : 0;
    return true;
  });
}

}  // namespace

absl::StatusOr<ReportTable> KpiReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("insights"));
  DAYBOOK_ASSIGN_OR_RETURN(auto properties, run.Properties());
  const InsightsFilter filter = MonthsOf(run);
  Months months;
  DAYBOOK_RETURN_IF_ERROR(AddNights(run, *view, months));
  DAYBOOK_RETURN_IF_ERROR(AddBookings(*view, filter, months));
  DAYBOOK_RETURN_IF_ERROR(AddFeedback(run, filter, months));
  ReportTable table({{"property"},
                     {"month", ColumnKind::kMonth},
                     {"occupancy_percent", ColumnKind::kPercent},
                     {"currency"},
                     {"revenue", ColumnKind::kMoney},
                     {"adr", ColumnKind::kMoney},
                     {"revpar", ColumnKind::kMoney},
                     {"stays", ColumnKind::kCount},
                     {"cancelled", ColumnKind::kCount},
                     {"no_shows", ColumnKind::kCount},
                     {"lost_percent", ColumnKind::kPercent},
                     {"changes", ColumnKind::kCount},
                     {"turned_away", ColumnKind::kCount},
                     {"feedback", ColumnKind::kCount},
                     {"complaints", ColumnKind::kCount},
                     {"average_score", ColumnKind::kPercent},
                     {"cases", ColumnKind::kCount},
                     {"urgent", ColumnKind::kCount},
                     {"breached", ColumnKind::kCount}});
  for (const auto& [key, month] : months) {
    const std::string currency = properties[key.first].currency;
    const int64_t lost = month.cancelled + month.no_shows;
    table.Add({Cell::Text(key.first), Cell::Number(key.second),
               Cell::Ratio(month.occupied, month.available), Cell::Text(currency),
               Cell::Money(month.revenue_minor, currency),
               Cell::Average(month.revenue_minor, month.occupied, currency),
               Cell::Average(month.revenue_minor, month.available, currency),
               Cell::Number(month.stays), Cell::Number(month.cancelled),
               Cell::Number(month.no_shows), Cell::Ratio(lost, lost + month.stays),
               Cell::Number(month.changes), Cell::Number(month.turned_away),
               Cell::Number(month.feedback), Cell::Number(month.complaints),
               month.scored == 0 ? Cell() : Cell::Ratio(month.score_sum, month.scored * 100),
               Cell::Number(month.cases), Cell::Number(month.urgent),
               Cell::Number(month.breached)});
  }
  return table;
}

}  // namespace daybook::cli
