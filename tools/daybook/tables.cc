// daybook tables: tables booked in restaurants.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/status_macros.h"
#include "projections/dining/dining_view.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/command.h"
#include "tools/daybook/date_option.h"

namespace daybook::cli {
namespace {

constexpr size_t kStatusPrefix = sizeof("TABLE_") - 1;

struct TablesOptions {
  std::string dir;
  TableFilter filter;
  std::string date;
  std::string as_of;
  bool outlets = false;
  bool json = false;
  bool progress = false;
};

std::string TimeOfDay(int32_t minute) {
  return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

absl::StatusOr<ExitCode> PrintOutlets(const ViewSnapshot& view, const TablesOptions& options,
                                      CommandContext& context) {
  Table table({{"OUTLET", Table::Align::kLeft, true},
               {"PROPERTY"},
               {"SEATS", Table::Align::kRight},
               {"OPENS"},
               {"CLOSES"},
               {"SITTING", Table::Align::kRight},
               {"ACTIVE"}});
  DAYBOOK_RETURN_IF_ERROR(
      ListOutlets(view, options.filter.property_id, [&](const v1::Outlet& outlet) {
        const v1::OutletDefinition& definition = outlet.definition();
        if (options.json) {
          return context.out.Line(JsonObject()
                                      .Text("outlet", definition.outlet_id())
                                      .Text("property", definition.property_id())
                                      .Number("seats", definition.seats())
                                      .Text("opens", TimeOfDay(definition.opens_minute()))
                                      .Text("closes", TimeOfDay(definition.closes_minute()))
                                      .Number("sitting_minutes", definition.sitting_minutes())
                                      .Bool("active", !definition.inactive())
                                      .ToString());
        }
        table.Add({definition.outlet_id(), definition.property_id(),
                   absl::StrCat(definition.seats()), TimeOfDay(definition.opens_minute()),
                   TimeOfDay(definition.closes_minute()),
                   absl::StrCat(definition.sitting_minutes(), " min"),
                   definition.inactive() ? "no" : "yes"});
        return true;
      }));
  if (!options.json) table.Print(context.terminal, context.out);
  return ExitCode::kDone;
}

std::string TableJson(const v1::TableBooking& booked) {
  JsonObject object;
  object.Text("table", booked.table_booking_id())
      .Text("property", booked.property_id())
      .Text("outlet", booked.outlet_id())
      .Text("date", FormatYmd(booked.date()))
      .Text("time", TimeOfDay(booked.minute()))
      .Number("covers", booked.covers())
      .Text("status", v1::TableStatus_Name(booked.status()).substr(kStatusPrefix))
      .Text("customer", booked.customer_id())
      .Text("booking", booked.booking_id());
  if (booked.has_sealed_guest()) object.Text("guest", "<sealed>");
  return object.Number("revision", booked.revision())
      .Count("position", booked.position())
      .ToString();
}

absl::StatusOr<ExitCode> PrintTables(const ViewSnapshot& view, const TablesOptions& options,
                                     CommandContext& context) {
  Table table({{"DATE"},
               {"TIME"},
               {"OUTLET"},
               {"PROPERTY"},
               {"COVERS", Table::Align::kRight},
               {"STATUS"},
               {"TABLE", Table::Align::kLeft, true},
               {"CUSTOMER"},
               {"BOOKING"}});
  DAYBOOK_RETURN_IF_ERROR(ListTables(view, options.filter, [&](const v1::TableBooking& booked) {
    if (options.json) return context.out.Line(TableJson(booked));
    table.Add({FormatYmd(booked.date()), TimeOfDay(booked.minute()), booked.outlet_id(),
               booked.property_id(), absl::StrCat(booked.covers()),
               v1::TableStatus_Name(booked.status()).substr(kStatusPrefix),
               booked.table_booking_id(), booked.customer_id(), booked.booking_id()});
    return true;
  }));
  if (!options.json) table.Print(context.terminal, context.out);
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> RunTables(TablesOptions options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> date,
                           ParseDateOption("--date", options.date));
  if (date.has_value()) options.filter.date = date->ymd();
  DAYBOOK_RETURN_IF_ERROR(CheckProperty(options.dir, options.filter.property_id, options.as_of,
                                        context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewDiningProjection(), options.as_of,
                                        options.filter.property_id, context, options.progress));
  if (options.outlets) return PrintOutlets(*moment.snapshot, options, context);
  return PrintTables(*moment.snapshot, options, context);
}

}  // namespace

CommandBody ConfigureTables(CLI::App& app) {
  auto options = std::make_shared<TablesOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--property", options->filter.property_id, "Of this property")->type_name("ID");
  app.add_option("--outlet", options->filter.outlet_id, "In this restaurant")->type_name("ID");
  app.add_option("--date", options->date, "On this day")->type_name("DATE");
  app.add_option("--customer", options->filter.customer_id, "Of this customer")->type_name("ID");
  app.add_option("--booking", options->filter.booking_id, "Of the guests of this booking")
      ->type_name("ID");
  app.add_flag("--outlets", options->outlets, "The restaurants instead of their tables");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json);
  AddProgressFlag(app, options->progress);
  app.footer(
      "Tables booked in restaurants, in the order of their time. Personal data is <sealed>.\n"
      "\n"
      "Examples:\n"
      "  daybook tables book --property H1 --date 2026-03-10\n"
      "  daybook tables book --customer C-1 --json\n"
      "  daybook tables book --outlets");
  return [options](CommandContext& context) { return RunTables(*options, context); };
}

}  // namespace daybook::cli
