// report feedback: what guests say, month by month, and how satisfied they were. The department is that of
// the case that came of it.
#include <map>
#include <string>

#include "ledger/base/status_macros.h"
#include "projections/feedback/feedback_view.h"
#include "tools/daybook/report_groups.h"

namespace daybook::cli {
namespace {

struct FeedbackFact {
  std::string property_id;
  int32_t month = 0;
  std::string category;
  std::string department;
  std::string channel;
  std::string kind;
};

// By feedback id.
absl::StatusOr<std::map<std::string, std::string>> DepartmentsOf(const ViewSnapshot& view,
                                                                 const ReportScope& scope) {
  std::map<std::string, std::string> departments;
  CaseFilter filter;
  filter.property_id = scope.property_id;
  DAYBOOK_RETURN_IF_ERROR(ListCases(view, filter, [&departments](const v1::Case& one) {
    if (!one.feedback_id().empty()) departments[one.feedback_id()] = one.department();
    return true;
  }));
  return departments;
}

// In hundredths of a point.
Cell AverageScore(int64_t sum, int64_t count) {
  return count == 0 ? Cell() : Cell::Ratio(sum, count * 100);
}

}  // namespace

absl::StatusOr<ReportTable> FeedbackReport(ReportRun& run) {
  const std::vector<Dimension<FeedbackFact>> known = {
      {"month", [](const FeedbackFact& f) { return MonthGroup(f.month); }},
      {"category", [](const FeedbackFact& f) { return TextGroup(f.category); }},
      {"department", [](const FeedbackFact& f) { return TextGroup(f.department); }},
      {"channel", [](const FeedbackFact& f) { return TextGroup(f.channel); }},
      {"kind", [](const FeedbackFact& f) { return TextGroup(f.kind); }}};
  DAYBOOK_ASSIGN_OR_RETURN(
      auto grouped, (GroupedFacts<FeedbackFact, 7>::Make(run.scope(), known,
                                                         {"month", "category", "department"})));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("feedback"));
  DAYBOOK_ASSIGN_OR_RETURN(auto departments, DepartmentsOf(*view, run.scope()));
  FeedbackFilter filter;
  filter.property_id = run.scope().property_id;
  filter.from = run.scope().from;
  filter.until = run.scope().until;
  DAYBOOK_RETURN_IF_ERROR(ListFeedback(*view, filter, [&](const v1::FeedbackEntry& entry) {
    const v1::Feedback& said = entry.feedback();
    const auto is = [&said](v1::FeedbackKind kind) { return said.kind() == kind ? 1 : 0; };
    grouped.Add(
        {.property_id = said.property_id(),
         .month = entry.business_date() / 100,
         .category = said.category(),
         .department = departments[said.feedback_id()],
         .channel = PlainName(v1::FeedbackChannel_Name(said.channel()), "FEEDBACK_CHANNEL_"),
         .kind = PlainName(v1::FeedbackKind_Name(said.kind()), "FEEDBACK_KIND_")},
        {1, is(v1::FEEDBACK_KIND_COMPLIMENT), is(v1::FEEDBACK_KIND_COMPLAINT),
         is(v1::FEEDBACK_KIND_SUGGESTION), is(v1::FEEDBACK_KIND_QUESTION), said.has_score() ? 1 : 0,
         said.score()});
    return true;
  }));
  return grouped.Table(run,
                       {{"feedback", ColumnKind::kCount},
                        {"compliments", ColumnKind::kCount},
                        {"complaints", ColumnKind::kCount},
                        {"suggestions", ColumnKind::kCount},
                        {"questions", ColumnKind::kCount},
                        {"scored", ColumnKind::kCount},
                        {"average_score", ColumnKind::kPercent}},
                       [](const std::string&, const auto& sums, const std::string&) {
                         return std::vector<Cell>{
                             Cell::Number(sums[0]),         Cell::Number(sums[1]),
                             Cell::Number(sums[2]),         Cell::Number(sums[3]),
                             Cell::Number(sums[4]),         Cell::Number(sums[5]),
                             AverageScore(sums[6], sums[5])};
                       });
}

}  // namespace daybook::cli
