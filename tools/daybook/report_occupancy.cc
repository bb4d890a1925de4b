// report occupancy: how full the nights were that are over. What is on the books for nights to come is
// shown by `daybook availability`.
#include <map>
#include <string>
#include <vector>

#include "tools/daybook/report_groups.h"

namespace daybook::cli {
namespace {

struct Rooms {
  int64_t capacity = 0;
  int64_t out_of_order = 0;
  int64_t occupied = 0;
  int64_t revenue_minor = 0;
};

Group GroupOf(const NightFact& fact, const std::string& dimension) {
  if (dimension == "room_type") return TextGroup(fact.room_type_id);
  if (dimension == "month") return MonthGroup(fact.night.ymd() / 100);
  return TextGroup(fact.night.ToString());
}

}  // namespace

absl::StatusOr<ReportTable> OccupancyReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> dimensions,
                           Dimensions(run.scope(), {"month", "night", "room_type"}, {"month"}));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("insights"));
  DAYBOOK_ASSIGN_OR_RETURN(const auto properties, run.Properties());

  std::vector<ReportColumn> columns = {{"property"}};
  for (const std::string& dimension : dimensions) columns.push_back({dimension});
  for (const ReportColumn& column :
       std::vector<ReportColumn>{{"rooms", ColumnKind::kCount},
                                 {"out_of_order", ColumnKind::kCount},
                                 {"occupied", ColumnKind::kCount},
                                 {"occupancy_percent", ColumnKind::kPercent},
                                 {"currency"},
                                 {"revenue", ColumnKind::kMoney},
                                 {"adr", ColumnKind::kMoney},
                                 {"revpar", ColumnKind::kMoney}}) {
    columns.push_back(column);
  }
  ReportTable table(std::move(columns));
  for (const auto& [id, property] : properties) {
    std::map<std::vector<Group>, Rooms> groups;
    DAYBOOK_RETURN_IF_ERROR(
        VisitNights(*view, id, run.scope().from, run.scope().until, [&](const NightFact& fact) {
          std::vector<Group> key;
          for (const std::string& dimension : dimensions) key.push_back(GroupOf(fact, dimension));
          Rooms& rooms = groups[key];
          rooms.capacity += fact.capacity;
          rooms.out_of_order += fact.rooms.out_of_order();
          rooms.occupied += fact.rooms.occupied();
          rooms.revenue_minor += fact.rooms.revenue_minor();
        }));
    for (const auto& [key, rooms] : groups) {
      const int64_t available = rooms.capacity - rooms.out_of_order;
      std::vector<Cell> row = {Cell::Text(id)};
      for (const Group& group : key) row.push_back(Cell::Text(group.label));
      row.push_back(Cell::Number(rooms.capacity));
      row.push_back(Cell::Number(rooms.out_of_order));
      row.push_back(Cell::Number(rooms.occupied));
      row.push_back(Cell::Ratio(rooms.occupied, available));
      row.push_back(Cell::Text(property.currency));
      row.push_back(Cell::Money(rooms.revenue_minor, property.currency));
      row.push_back(Cell::Average(rooms.revenue_minor, rooms.occupied, property.currency));
      row.push_back(Cell::Average(rooms.revenue_minor, available, property.currency));
      table.Add(std::move(row));
    }
  }
  return table;
}

}  // namespace daybook::cli
