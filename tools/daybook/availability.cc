// daybook availability: rooms of a property, night by night.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/availability/availability_view.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/command.h"
#include "tools/daybook/date_option.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

constexpr int32_t kNightsShown = 14;
constexpr size_t kIdsNamed = 8;  // in a failure

struct AvailabilityOptions {
  std::string dir;
  std::string property_id;
  std::string room_type_id;
  std::string from;
  std::string until;
  std::string as_of;
  bool total = false;
  bool json = false;
  bool progress = false;
};

// `what`: "there is no property 'X'".
absl::Status Unknown(const std::string& what, const std::string& id,
                     const AvailabilityOptions& options, const std::vector<std::string>& known) {
  const std::string when =
      options.as_of.empty() ? std::string() : absl::StrCat(" as of ", options.as_of);
  const std::string meant = DidYouMean(id, known);
  const absl::Status status =
      absl::NotFoundError(absl::StrCat(what, " (", options.dir, when, ")", meant));
  if (!meant.empty() || known.empty() || known.size() > kIdsNamed) return status;
  return WithHint(status, absl::StrCat("there is ", absl::StrJoin(known, ", ")));
}

// The business date of the property.
absl::StatusOr<CivilDate> CheckNames(const ViewSnapshot& view, const AvailabilityOptions& options) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> business_date,
                           BusinessDateOf(view, options.property_id));
  if (!business_date.has_value()) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> known, PropertiesOf(view));
    return Unknown(absl::StrCat("there is no property '", options.property_id, "'"),
                   options.property_id, options, known);
  }
  if (options.room_type_id.empty()) return *business_date;
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> known,
                           RoomTypesOf(view, options.property_id));
  if (std::find(known.begin(), known.end(), options.room_type_id) == known.end()) {
    return Unknown(absl::StrCat("property ", options.property_id, " has no room type '",
                                options.room_type_id, "'"),
                   options.room_type_id, options, known);
  }
  return *business_date;
}

std::vector<Table::Column> Columns(bool total) {
  std::vector<Table::Column> columns;
  if (!total) columns.push_back({"ROOM"});
  columns.push_back({"NIGHT", Table::Align::kLeft, true});
  columns.push_back({"CAPACITY", Table::Align::kRight, true, 1});
  columns.push_back({"OUT OF ORDER", Table::Align::kRight, true, 3});
  columns.push_back({"BLOCKED", Table::Align::kRight, true, 4});
  columns.push_back({"HELD", Table::Align::kRight, true});
  columns.push_back({"SOLD", Table::Align::kRight, true});
  columns.push_back({"OVERBOOKED", Table::Align::kRight, true});
  columns.push_back({"FREE", Table::Align::kRight, true});
  columns.push_back({"SELLABLE", Table::Align::kRight, true, 2});
  return columns;
}

// `room_type_id` is empty where all are shown together.
std::vector<std::string> Cells(std::string_view room_type_id, CivilDate night,
                               const Occupancy& rooms) {
  std::vector<std::string> cells;
  if (!room_type_id.empty()) cells.emplace_back(room_type_id);
  cells.push_back(night.ToString());
  for (const int64_t count : {rooms.capacity, rooms.out_of_order, rooms.blocked, rooms.held,
                              rooms.sold, rooms.overbooked, rooms.free, rooms.sellable}) {
    cells.push_back(absl::StrCat(count));
  }
  return cells;
}

std::string Json(const std::string& property_id, std::string_view room_type_id, CivilDate night,
                 const Occupancy& rooms) {
  JsonObject object;
  object.Text("property", property_id);
  if (!room_type_id.empty()) object.Text("room_type", room_type_id);
  object.Text("night", night.ToString())
      .Number("capacity", rooms.capacity)
      .Number("overbooking_limit", rooms.overbooking_limit)
      .Number("out_of_order", rooms.out_of_order)
      .Number("blocked", rooms.blocked)
      .Number("held", rooms.held)
      .Number("sold", rooms.sold)
      .Number("overbooked", rooms.overbooked)
      .Number("free", rooms.free)
      .Number("sellable", rooms.sellable);
  return object.ToString();
}

absl::Status PrintNights(const ViewSnapshot& view, const AvailabilityOptions& options,
                         CivilDate from, CivilDate until, CommandContext& context) {
  const bool aligned = context.terminal.out && !options.json;
  Table table(Columns(options.total));
  if (!options.json && !aligned) context.out.Line(table.TabSeparatedTitles());
  const auto print = [&](std::string_view room_type_id, CivilDate night, const Occupancy& rooms) {
    if (options.json) {
      return context.out.Line(Json(options.property_id, room_type_id, night, rooms));
    }
    std::vector<std::string> cells = Cells(room_type_id, night, rooms);
    if (!aligned) return context.out.Line(Table::TabSeparated(cells));
    table.Add(std::move(cells));
    return true;
  };
  if (options.total) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::vector<NightOfProperty> nights,
                             OccupancyOf(view, options.property_id, from, until));
    for (const NightOfProperty& night : nights) {
      if (!print("", night.night, night.rooms)) break;
    }
  } else {
    DAYBOOK_RETURN_IF_ERROR(NightsOf(view, options.property_id, options.room_type_id, from, until,
                                     [&print](const NightOfRoomType& night) {
                                       return print(night.room_type_id, night.night, night.rooms);
                                     }));
  }
  if (aligned) table.Print(context.terminal, context.out);
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Availability(const AvailabilityOptions& options, CommandContext& context) {
  if (options.total && !options.room_type_id.empty()) {
    return absl::InvalidArgumentError("--total is of all room types: leave --room-type out");
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> asked_from,
                           ParseDateOption("--from", options.from));
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> asked_until,
                           ParseDateOption("--until", options.until));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewAvailabilityProjection(), options.as_of,
                                        options.property_id, context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(const CivilDate business_date, CheckNames(*moment.snapshot, options));
  const CivilDate from = asked_from.value_or(business_date);
  const CivilDate until = asked_until.value_or(from + kNightsShown);
  if (until <= from) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--until: ", until.ToString(), " is not after the first night, ", from.ToString()));
  }
  DAYBOOK_RETURN_IF_ERROR(PrintNights(*moment.snapshot, options, from, until, context));
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureAvailability(CLI::App& app) {
  auto options = std::make_shared<AvailabilityOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--property", options->property_id, "Of this property")
      ->required()
      ->type_name("ID");
  app.add_option("--room-type", options->room_type_id, "Of this room type only")->type_name("ID");
  app.add_option("--from", options->from,
                 "The first night; if not given, that of the property's business date")
      ->type_name("DATE");
  app.add_option("--until", options->until, "The nights before it; if not given, 14 nights")
      ->type_name("DATE");
  app.add_flag("--total", options->total, "All room types together");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json);
  AddProgressFlag(app, options->progress);
  app.footer(
      "Held and sold are rooms taken. Blocked: held for groups and not picked up.\n"
      "Overbooked: taken above those in order. Free: in order, not blocked and not taken.\n"
      "Sellable: free, and what is left of the overbooking limit. Past nights show who slept "
      "there.\n"
      "\n"
      "Examples:\n"
      "  daybook availability book --property H1\n"
      "  daybook availability book --property H1 --room-type DBL --from 2026-12-24 --until "
      "2027-01-02\n"
      "  daybook availability book --property H1 --total --as-of 2026-03-01\n"
      "  daybook availability book --property H1 --json | jq 'select(.overbooked > 0)'");
  return [options](CommandContext& context) { return Availability(*options, context); };
}

}  // namespace daybook::cli
