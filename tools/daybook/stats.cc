// daybook stats: what the ledger holds and how large it is.
#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "ledger/base/instant.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/times.h"
#include "ledger/log/record_codec.h"
#include "projections/bookings/bookings_view.h"
#include "tools/daybook/command.h"
#include "tools/daybook/progress.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

struct StatsOptions {
  std::string dir;
  bool json = false;
  bool progress = false;
};

// Records of one kind of request.
struct Outcomes {
  uint64_t accepted = 0;
  uint64_t declined = 0;
  uint64_t conflicts = 0;
};

struct Scan {
  std::map<std::string, Outcomes> by_kind;
  Outcomes all;
  std::string first_recorded_at;
  std::string last_recorded_at;
  std::string simulation;  // by whom; empty: what is recorded happened
};

// The name of the request's body in the schema, such as create_booking.
std::string KindOf(const v1::Request& request) {
  const auto* body = v1::Request::descriptor()->FindOneofByName("body");
  const auto* field = request.GetReflection()->GetOneofFieldDescriptor(request, body);
  return field == nullptr ? "none" : field->name();
}

void CountOutcome(const v1::Outcome& outcome, Outcomes& counts) {
  if (outcome.has_accepted()) ++counts.accepted;
  if (outcome.has_declined()) ++counts.declined;
  if (outcome.has_conflict()) ++counts.conflicts;
}

absl::StatusOr<Scan> ScanRecords(const LogReader& log, const StatsOptions& options,
                                 const CommandContext& context) {
  Progress meter("Reading", "records", context.terminal, options.progress);
  Scan scan;
  v1::Record record;
  const uint64_t end = log.end();
  const absl::Status read =
      log.Read(0, end, [&](uint64_t position, std::string_view bytes) -> absl::Status {
        DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
        CountOutcome(record.outcome(), scan.by_kind[KindOf(record.request())]);
        CountOutcome(record.outcome(), scan.all);
        if (record.request().has_begin_simulation() && record.outcome().has_accepted()) {
          scan.simulation = absl::StrCat(record.request().begin_simulation().source(), ", seed ",
                                         record.request().begin_simulation().seed());
        }
        if (!IsAboutTheLedger(record.request()) && scan.first_recorded_at.empty())
          scan.first_recorded_at = FormatInstant(ToInstant(record.resolution().recorded_at()));
        if (!IsAboutTheLedger(record.request()))
          scan.last_recorded_at = FormatInstant(ToInstant(record.resolution().recorded_at()));
        meter.Update(position + 1, end);
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return scan;
}

// Of all files below; 0 where there is nothing. Files that go away meanwhile (compaction) are not
// counted.
uint64_t BytesBelow(const std::string& directory) {
  uint64_t bytes = 0;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code gone;
    if (!it->is_regular_file(gone) || gone) continue;
    const uint64_t size = it->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

absl::StatusOr<uint64_t> LiveBookings(const OpenView& view) {
  const auto snapshot = view.store->Snapshot();
  DAYBOOK_ASSIGN_OR_RETURN(const auto counts,
                           CountBookings(*snapshot, {}, {BookingField::kStatus}));
  uint64_t live = 0;
  for (const auto& [values, count] : counts) {
    v1::BookingStatus status;
    if (v1::BookingStatus_Parse(values.front(), &status) && !IsTerminal(status)) live += count;
  }
  return live;
}

std::string KindsJson(const Scan& scan) {
  std::vector<std::string> kinds;
  for (const auto& [kind, counts] : scan.by_kind) {
    kinds.push_back(JsonObject()
                        .Text("kind", kind)
                        .Count("accepted", counts.accepted)
                        .Count("declined", counts.declined)
                        .Count("conflicts", counts.conflicts)
                        .ToString());
  }
  return JsonArray(kinds);
}

void PrintKinds(const Scan& scan, CommandContext& context) {
  using Align = Table::Align;
  Table table({{"REQUEST"},
               {"ACCEPTED", Align::kRight},
               {"DECLINED", Align::kRight},
               {"CONFLICTS", Align::kRight}});
  for (const auto& [kind, counts] : scan.by_kind) {
    table.Add({kind, absl::StrCat(counts.accepted), absl::StrCat(counts.declined),
               absl::StrCat(counts.conflicts)});
  }
  context.out.Line("");
  table.Print(context.terminal, context.out);
}

absl::StatusOr<ExitCode> Stats(const StatsOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const OpenView view,
                           OpenBookingsView(options.dir, context, options.progress));
  const absl::StatusOr<Scan> scan = ScanRecords(*view.log, options, context);
  if (!scan.ok()) return AboutLedger(scan.status(), options.dir);
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t live, LiveBookings(view));

  Facts facts;
  if (!scan->simulation.empty()) facts.Text("Made up, by", "simulation", scan->simulation);
  facts.Count("Records", "end", view.log->end())
      .Count("  accepted", "accepted", scan->all.accepted)
      .Count("  declined", "declined", scan->all.declined)
      .Count("  conflicts", "conflicts", scan->all.conflicts)
      .Text("Root", "root", ToHex(AsBytes(view.log->Root())))
      .Text("First recorded at", "first_recorded_at", scan->first_recorded_at)
      .Text("Last recorded at", "last_recorded_at", scan->last_recorded_at)
      .Count("Bookings", "bookings", view.store->info().rows)
      .Count("  live", "live_bookings", live);
  for (const std::string part : {"log", "state", "views"}) {
    const uint64_t bytes = BytesBelow(absl::StrCat(options.dir, "/", part));
    facts.Raw(absl::StrCat("Size of ", part), absl::StrCat(part, "_bytes"), HumanBytes(bytes),
              absl::StrCat(bytes));
  }
  if (options.json) facts.Raw("", "kinds", "", KindsJson(*scan));
  facts.Print(options.json, context.out);
  if (!options.json) PrintKinds(*scan, context);
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureStats(CLI::App& app) {
  auto options = std::make_shared<StatsOptions>();
  AddLedgerArgument(app, options->dir);
  AddJsonFlag(app, options->json, "A JSON object instead of tables");
  AddProgressFlag(app, options->progress);
  app.footer(
      "Reads the whole log. live are the bookings that can still change: held, waitlisted, "
      "confirmed, in house.\n"
      "\n"
      "Examples:\n"
      "  daybook stats book\n"
      "  daybook stats book --json | jq .declined");
  return [options](CommandContext& context) { return Stats(*options, context); };
}

}  // namespace daybook::cli
