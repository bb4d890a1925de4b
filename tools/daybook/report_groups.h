// Facts added up by what --by tells apart: what several reports over the view `insights` share.
#ifndef DAYBOOK_TOOLS_DAYBOOK_REPORT_GROUPS_H_
#define DAYBOOK_TOOLS_DAYBOOK_REPORT_GROUPS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/insights/insights_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {

template <typename Fact>
struct Dimension {
  std::string name;
  Group (*of)(const Fact&) = nullptr;
};

inline Group TextGroup(const std::string& text) { return {text, text}; }
inline Group MonthGroup(int32_t yyyymm) {
  const std::string text =
      CivilDate::FromYmd(yyyymm * 100 + 1).value_or(CivilDate()).ToString().substr(0, 7);
  return {text, text};
}
inline Group LeadTimeGroup(LeadTime lead_time) {
  return {absl::StrCat(static_cast<int>(lead_time)), std::string(LeadTimeName(lead_time))};
}

// Sums of N values by property and the dimensions.
template <typename Fact, size_t N>
class GroupedFacts {
 public:
  using Sums = std::array<int64_t, N>;

  static absl::StatusOr<GroupedFacts> Make(const ReportScope& scope,
                                           std::vector<Dimension<Fact>> known,
                                           const std::vector<std::string>& standard) {
    std::vector<std::string> names;
    for (const Dimension<Fact>& dimension : known) names.push_back(dimension.name);
    DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> wanted,
                             Dimensions(scope, names, standard));
    GroupedFacts grouped;
    for (const std::string& name : wanted) {
      grouped.dimensions_.push_back(*std::find_if(
          known.begin(), known.end(),
          [&name](const Dimension<Fact>& known_one) { return known_one.name == name; }));
    }
    return grouped;
  }

  void Add(const Fact& fact, const Sums& values) {
    std::vector<Group> key = {TextGroup(fact.property_id)};
    for (const Dimension<Fact>& dimension : dimensions_) key.push_back(dimension.of(fact));
    Sums& sums = sums_[key];
    for (size_t i = 0; i < N; ++i) sums[i] += values[i];
  }

  // property, the dimensions, currency where there is money, and then `measures`, filled by cells(property, sums, currency).
  template <typename Cells>
  absl::StatusOr<ReportTable> Table(ReportRun& run, const std::vector<ReportColumn>& measures,
                                    Cells cells) const {
    DAYBOOK_ASSIGN_OR_RETURN(const auto properties, run.Properties());
    std::vector<ReportColumn> columns = {{"property"}};
    for (const Dimension<Fact>& dimension : dimensions_) columns.push_back({dimension.name});
    const bool money =
        std::any_of(measures.begin(), measures.end(),
                    [](const ReportColumn& measure) { return measure.kind == ColumnKind::kMoney; });
    if (money) columns.push_back({"currency"});
    columns.insert(columns.end(), measures.begin(), measures.end());
    ReportTable table(std::move(columns));
    for (const auto& [key, sums] : sums_) {
      const auto property = properties.find(key.front().label);
      const std::string currency =
          property == properties.end() ? std::string() : property->second.currency;
      std::vector<Cell> row;
      for (const Group& group : key) row.push_back(Cell::Text(group.label));
      if (money) row.push_back(Cell::Text(currency));
      for (Cell& cell : cells(key.front().label, sums, currency)) row.push_back(std::move(cell));
      table.Add(std::move(row));
    }
    return table;
  }

 private:
  std::vector<Dimension<Fact>> dimensions_;
  std::map<std::vector<Group>, Sums> sums_;
};

// The months that the scope's dates touch: facts are by month, which is said where dates are not.
inline InsightsFilter MonthsOf(ReportRun& run) {
  const ReportScope& scope = run.scope();
  InsightsFilter filter;
  filter.property_id = scope.property_id;
  if (scope.from.has_value()) filter.from_month = scope.from->ymd() / 100;
  if (scope.until.has_value()) filter.through_month = (*scope.until - 1).ymd() / 100;
  if ((scope.from.has_value() && scope.from->ymd() % 100 != 1) ||
      (scope.until.has_value() && scope.until->ymd() % 100 != 1)) {
    run.context().Note("this report is by month: whole months are counted");
  }
  return filter;
}

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_REPORT_GROUPS_H_
