// daybook simulate: a ledger full of what a made-up hotel group did.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "tools/daybook/command.h"
#include "tools/daybook/date_option.h"
#include "tools/daybook/interrupt.h"
#include "tools/daybook/progress.h"
#include "tools/simulate/run.h"

namespace daybook::cli {
namespace {

struct SimulateCommandOptions {
  std::string dir;
  std::string from;  // empty: the default
  SimulationSettings settings;
  bool json = false;
  bool progress = false;
};

struct SimulateResult {
  SimulationReport report;
  uint64_t batches = 0;
  double seconds = 0;
};

absl::Status ReadFrom(SimulateCommandOptions& options) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> from,
                           ParseDateOption("--from", options.from));
  if (from.has_value()) options.settings.from = *from;
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Ledger>> OpenOrCreate(const std::string& dir) {
  const LedgerOptions options;
  const FileSystem& files = *options.log.storage.files;
  bool is_new = !files.Exists(dir);
  if (!is_new) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List(dir));
    is_new = names.empty();
  }
  if (is_new) DAYBOOK_RETURN_IF_ERROR(Ledger::Create(dir, options));
  return Ledger::Open(dir, options);
}

std::string DeclinesText(const SimulationReport& report) {
  std::string text;
  for (const auto& [code, count] : report.declined_by_code) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", "    ", v1::DeclineCode_Name(code), " ",
                    WithThousands(count));
  }
  return text;
}

std::string DeclinesJson(const SimulationReport& report) {
  JsonObject codes;
  for (const auto& [code, count] : report.declined_by_code) {
    codes.Count(v1::DeclineCode_Name(code), count);
  }
  return codes.ToString();
}

void PrintReport(const SimulateResult& result, const SimulateCommandOptions& options,
                 CommandContext& context) {
  const SimulationReport& report = result.report;
  const std::string seconds = absl::StrFormat("%.1f", result.seconds);
  Facts facts;
  facts.Count("Records", "records", report.end)
      .Count("Hotels", "hotels", static_cast<uint64_t>(options.settings.hotels))
      .Count("Days", "days", static_cast<uint64_t>(options.settings.days))
      .Count("Seed", "seed", options.settings.seed)
      .Text("From", "from", options.settings.from.ToString())
      .Count("Requests", "requests", report.requests)
      .Count("  accepted", "accepted", report.accepted)
      .Count("    forced", "forced", report.forced)
      .Count("  declined", "declined", report.declined)
      .Count("  sent again", "repeated", report.repeated)
      .Count("  in conflict", "conflicts", report.conflicts)
      .Count("  there already", "there_already", report.there_already)
      .Count("Bookings", "bookings", report.bookings)
      .Count("Synced writes", "batches", result.batches)
      .Raw("Seconds", "seconds", seconds, seconds);
  if (options.json) facts.Raw("", "declined_by_code", "", DeclinesJson(report));
  facts.Print(options.json, context.out);
  if (options.json || report.declined_by_code.empty()) return;
  context.out.Line("Reasons of declines");
  context.out.Line(DeclinesText(report));
}

absl::StatusOr<SimulateResult> RunIt(const SimulateCommandOptions& options,
                                     const Interrupt& interrupt, CommandContext& context) {
  const auto begin = std::chrono::steady_clock::now();
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger, OpenOrCreate(options.dir));
  absl::StatusOr<SimulationReport> report = absl::UnknownError("not run");
  {
    Progress progress("Simulating", "days", context.terminal, options.progress);
    report = RunSimulation(*ledger, options.settings, {progress.Callback(), &interrupt.raised()});
  }
  SimulateResult result;
  result.batches = ledger->stats().batches;
  const absl::Status closed = ledger->Close();
  DAYBOOK_RETURN_IF_ERROR(report.status());
  DAYBOOK_RETURN_IF_ERROR(closed);
  result.report = *std::move(report);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

absl::Status Explain(const absl::Status& status, const SimulateCommandOptions& options) {
  if (absl::IsCancelled(status)) {
    return WithHint(absl::CancelledError("interrupted, and the ledger is closed"),
                    "the same command goes on from there; nothing is recorded twice");
  }
  if (absl::IsInvalidArgument(status)) return status;
  if (absl::IsFailedPrecondition(status) &&
      absl::StrContains(status.message(), "STATE_SIMULATION_NOT_ALLOWED")) {
    return WithHint(absl::InvalidArgumentError(AboutLedger(status, options.dir).message()),
                    "give another DIR, or, where it holds a simulation, the hotels, seed and first "
                    "day that it was begun with");
  }
  return AboutLedger(status, options.dir);
}

absl::StatusOr<ExitCode> Simulate(SimulateCommandOptions& options, CommandContext& context) {
  DAYBOOK_RETURN_IF_ERROR(ReadFrom(options));
  DAYBOOK_RETURN_IF_ERROR(CheckSettings(options.settings));
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Interrupt> interrupt, Interrupt::Install());
  const absl::StatusOr<SimulateResult> result = RunIt(options, *interrupt, context);
  if (!result.ok()) return Explain(result.status(), options);
  PrintReport(*result, options, context);
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureSimulate(CLI::App& app) {
  auto options = std::make_shared<SimulateCommandOptions>();
  app.add_option("DIR", options->dir,
                 "The ledger: made if it does not exist, or one of the same simulation")
      ->required()
      ->type_name("");
  app.add_option("--hotels", options->settings.hotels, "Hotels of the group; default 3")
      ->type_name("N");
  app.add_option("--days", options->settings.days, "Days from the first; default 365")
      ->type_name("N");
  app.add_option("--seed", options->settings.seed, "Another seed, another history; default 1")
      ->type_name("N");
  app.add_option("--from", options->from, "The first business date; default 2015-01-01")
      ->type_name("DATE");
  AddJsonFlag(app, options->json, "A JSON object instead of a table");
  AddProgressFlag(app, options->progress);
  app.footer(
      "The ledger is labelled as synthetic for ever, and takes nothing else. Seasons, lead times, "
      "stays, changes,\n"
      "cancellations and no-shows follow the figures of real bookings (the data that `daybook "
      "import hotel-demand`\n"
      "reads); holds, waitlists, payments, refunds, feedback, mistakes and retries are made up. "
      "The same seed gives\n"
      "the same requests on every machine. An interrupted simulation is gone on with by the same "
      "command; more --days\n"
      "make it longer.\n"
      "\n"
      "Examples:\n"
      "  daybook simulate book\n"
      "  daybook simulate book --hotels 20 --days 3650 --seed 7 --progress\n"
      "  daybook simulate book --days 30 --from 2026-06-01 --json");
  return [options](CommandContext& context) { return Simulate(*options, context); };
}

}  // namespace daybook::cli
