#include "tests/scenarios/scenario_rows.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "tests/scenarios/scenario_match.h"

namespace daybook::testing {
namespace {

// The JSON as a pattern of each type of row, by name, that it can be one of. A view may have rows
// of several types, which a scenario does not have to tell apart.
absl::StatusOr<std::map<std::string, Pattern>> PatternsOf(const std::string& view,
                                                          const std::string& json) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto types, ScenarioLedger::RowTypes(view));
  std::map<std::string, Pattern> patterns;
  std::string wrong;
  for (const google::protobuf::Message* type : types) {
    absl::StatusOr<Pattern> pattern = Pattern::Parse(json, *type);
    if (pattern.ok()) {
      patterns.emplace(type->GetTypeName(), *std::move(pattern));
    } else {
      absl::StrAppend(&wrong, wrong.empty() ? "" : "; ", pattern.status().message());
    }
  }
  if (patterns.empty()) return absl::InvalidArgumentError(wrong);
  return patterns;
}

// Of the rows that can be compared, the one that agrees in most.
struct Nearest {
  std::string row;
  std::optional<std::vector<std::string>> differences;  // nullopt: there is no row
};

Nearest NearestOf(const std::vector<ViewRow>& rows,
                  const std::map<std::string, Pattern>& patterns) {
  Nearest nearest;
  for (const ViewRow& row : rows) {
    const auto pattern = patterns.find(row.row->GetTypeName());
    if (pattern == patterns.end()) continue;
    std::vector<std::string> differences = pattern->second.Differences(*row.row);
    if (nearest.differences.has_value() && nearest.differences->size() <= differences.size()) {
      continue;
    }
    nearest.row = ShortJson(*row.row);
    nearest.differences = std::move(differences);
    if (nearest.differences->empty()) break;
  }
  return nearest;
}

Finding Describe(const Nearest& nearest, const std::string& json) {
  if (!nearest.differences.has_value()) return Mismatch(json, "no row of this kind");
  return Mismatch(*nearest.differences, nearest.row);
}

}  // namespace

Finding FindRow(ScenarioLedger& ledger, const std::string& view, const std::string& json) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto patterns, PatternsOf(view, json));
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<ViewRow> rows, ledger.Rows(view, ""));
  return Describe(NearestOf(rows, patterns), json);
}

Finding FindNoRow(ScenarioLedger& ledger, const std::string& view, const std::string& json) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto patterns, PatternsOf(view, json));
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<ViewRow> rows, ledger.Rows(view, ""));
  const Nearest nearest = NearestOf(rows, patterns);
  if (!nearest.differences.has_value() || !nearest.differences->empty()) return "";
  return Mismatch("no such row", nearest.row);
}

Finding FindRowOfKey(ScenarioLedger& ledger, const std::string& view, const std::string& key,
                     const std::string& json) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto patterns, PatternsOf(view, json));
  DAYBOOK_ASSIGN_OR_RETURN(std::vector<ViewRow> rows, ledger.Rows(view, key));
  while (!rows.empty() && rows.back().key != key) rows.pop_back();
  if (rows.size() > 1) rows.erase(rows.begin(), rows.end() - 1);
  return Describe(NearestOf(rows, patterns), json);
}

}  // namespace daybook::testing
