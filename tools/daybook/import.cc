// daybook import: bookings from a file of another system.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "tools/daybook/command.h"
#include "tools/daybook/interrupt.h"
#include "tools/daybook/progress.h"
#include "tools/daybook/suggest.h"
#include "tools/import/hotel_demand.h"

namespace daybook::cli {
namespace {

constexpr char kHotelDemand[] = "hotel-demand";

struct ImportCommandOptions {
  std::string format;
  std::string file;
  std::string dir;
  uint64_t limit = 0;
  bool skip_bad_rows = false;
  bool json = false;
  bool progress = false;
};

std::vector<std::string> BadRowsJson(const ImportReport& report) {
  std::vector<std::string> rows;
  for (const BadRow& row : report.bad_rows) {
    rows.push_back(JsonObject()
                       .Count("line", row.line)
                       .Text("column", row.column)
                       .Text("problem", row.problem)
                       .ToString());
  }
  return rows;
}

std::string CapacitiesText(const ImportReport& report) {
  std::string text;
  for (const RoomTypeCapacity& capacity : report.capacities) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", capacity.property_id, " ",
                    capacity.room_type_id, " ", capacity.rooms);
  }
  return text;
}

std::string CapacitiesJson(const ImportReport& report) {
  std::vector<std::string> capacities;
  for (const RoomTypeCapacity& capacity : report.capacities) {
    capacities.push_back(JsonObject()
                             .Text("property", capacity.property_id)
                             .Text("room_type", capacity.room_type_id)
                             .Number("rooms", capacity.rooms)
                             .ToString());
  }
  return JsonArray(capacities);
}

void PrintReport(const ImportReport& report, const ImportCommandOptions& options,
                 CommandContext& context) {
  Facts facts;
  facts.Count("Rows", "rows", report.rows)
      .Count("Bookings", "bookings", report.bookings)
      .Count("  checked out", "checked_out", report.check_outs)
      .Count("  cancelled", "cancelled", report.cancellations)
      .Count("  no-show", "no_show", report.no_shows)
      .Count("Promotions", "promotions", report.promotions)
      .Count("Changes", "changes", report.changes)
      .Count("Room types assigned", "assignments", report.assignments)
      .Count("Business dates rolled", "rolls", report.rolls)
      .Count("Forced decisions", "forced", report.forced)
      .Count("Requests", "requests", report.requests)
      .Count("  accepted", "accepted", report.accepted)
      .Count("  there already", "duplicates", report.duplicates)
      .Count("  declined", "declined", report.declined)
      .Count("Bad rows skipped", "bad_row_count", report.bad_row_count)
      .Bool("Resumed", "resumed", report.resumed)
      .Bool("Was complete before", "already_complete", report.already_complete)
      .Raw("Rooms (peak of the data)", "capacities", CapacitiesText(report), CapacitiesJson(report))
      .Text("File sha256", "file_sha256", report.file_sha256);
  if (options.json) facts.Raw("", "bad_rows", "", JsonArray(BadRowsJson(report)));
  facts.Print(options.json, context.out);
  if (options.json) return;
  for (const BadRow& row : report.bad_rows) {
    context.Note(
        absl::StrCat("skipped line ", row.line, ", column ", row.column, ": ", row.problem));
  }
  if (report.bad_row_count > report.bad_rows.size()) {
    context.Note(absl::StrCat("and ", WithThousands(report.bad_row_count - report.bad_rows.size()),
                              " more bad rows, which are not listed"));
  }
}

absl::Status Explain(const absl::Status& status, const ImportCommandOptions& options) {
  if (absl::IsCancelled(status)) {
    return WithHint(absl::CancelledError("interrupted, and the ledger is closed"),
                    "the same command goes on from there; nothing is imported twice");
  }
  if (absl::IsInvalidArgument(status) && absl::StrContains(status.message(), "rows are bad")) {
    return WithHint(status, "mend the file, or import the other rows with --skip-bad-rows");
  }
  if (absl::IsInvalidArgument(status)) return status;
  if (absl::IsNotFound(status)) return WithHint(status, "check the path");
  return AboutLedger(status, options.dir);
}

absl::StatusOr<ExitCode> Import(const ImportCommandOptions& options, CommandContext& context) {
  if (options.format != kHotelDemand) {
    return absl::InvalidArgumentError(absl::StrCat("there is no format '", options.format, "'",
                                                   DidYouMean(options.format, {kHotelDemand}),
                                                   " (known: ", kHotelDemand, ")"));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Interrupt> interrupt, Interrupt::Install());
  absl::StatusOr<ImportReport> report = absl::UnknownError("not run");
  {
    Progress progress("Importing", "requests", context.terminal, options.progress);
    ImportOptions import;
    import.file = options.file;
    import.dir = options.dir;
    import.limit_rows = options.limit;
    import.skip_bad_rows = options.skip_bad_rows;
    import.progress = progress.Callback();
    import.cancel = &interrupt->raised();
    report = ImportHotelDemand(import);
  }
  if (!report.ok()) return Explain(report.status(), options);
  PrintReport(*report, options, context);
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureImport(CLI::App& app) {
  auto options = std::make_shared<ImportCommandOptions>();
  app.add_option("FORMAT", options->format, "What the file holds: hotel-demand")
      ->required()
      ->type_name("");
  app.add_option("FILE", options->file, "The file, plain or gzip")->required()->type_name("");
  app.add_option("DIR", options->dir,
                 "The ledger: made if it does not exist, or an interrupted import of this file")
      ->required()
      ->type_name("");
  app.add_option("--limit", options->limit, "The first N rows only; 0: all")->type_name("N");
  app.add_flag("--skip-bad-rows", options->skip_bad_rows,
               "Import the good rows, count and list the bad ones");
  AddJsonFlag(app, options->json, "A JSON object instead of a table");
  AddProgressFlag(app, options->progress);
  app.footer(
      "hotel-demand is the \"hotel booking demand\" data of Antonio, de Almeida and Nunes (Data in "
      "Brief 22, 2019).\n"
      "Each row goes through the same front door as any request, with its file and line, in the "
      "order of time.\n"
      "Nothing that the data does not hold is made up; the rooms of each type are the data's own "
      "peak. A file with\n"
      "bad rows is not imported at all unless --skip-bad-rows is given. An interrupted import is "
      "gone on with by\n"
      "the same command, and duplicates nothing.\n"
      "\n"
      "Examples:\n"
      "  daybook import hotel-demand hotel_bookings.csv.gz book\n"
      "  daybook import hotel-demand hotel_bookings.csv book --limit 1000 --json");
  return [options](CommandContext& context) { return Import(*options, context); };
}

}  // namespace daybook::cli
