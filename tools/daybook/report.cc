// daybook report: what the ledger shows of itself, one table a report.
#include "tools/daybook/report.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/named_entities.h"
#include "ledger/domain/times.h"
#include "ledger/log/log_reader.h"
#include "ledger/log/record_codec.h"
#include "projections/audit/audit_view.h"
#include "projections/insights/insights_view.h"
#include "tools/daybook/date_option.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

// What a report takes, besides --as-of and how it is printed.
constexpr unsigned kProperty = 1;
constexpr unsigned kFrom = 2;
constexpr unsigned kUntil = 4;
constexpr unsigned kDates = kFrom | kUntil;
constexpr unsigned kBy = 8;
constexpr unsigned kActor = 16;

constexpr std::array kReports{
    Report{"access", "who looked at whose personal data, why, when", AccessReport, kDates},
    Report{"ageing", "what is open on account, by days past due", AgeingReport, kProperty},
    Report{"backdated", "what took effect before it was recorded: lag, actor, authoriser",
           BackdatedReport, kProperty | kDates},
    Report{"cancellations", "bookings that ended without a stay, by reason, lead time, channel",
           CancellationsReport, kProperty | kDates | kBy},
    Report{"changes", "changes of bookings, by reason, lead time, channel", ChangesReport,
           kProperty | kDates | kBy},
    Report{"contacts", "key accounts, and whose contact is overdue", ContactsReport, kProperty},
    Report{"credit", "grade, limit, status and exposure of each account", CreditReport, kProperty},
    Report{"cutoff", "in house, deposits, cancellations on either side of a roll", CutoffReport,
           kProperty | kFrom},
    Report{"feedback", "what guests say, by category, department, month", FeedbackReport,
           kProperty | kDates | kBy},
    Report{"folios", "bookings that owe or are owed: deposits, guest ledger, refunds due",
           FoliosReport, kProperty},
    Report{"kpi", "the house in a few figures, month by month", KpiReport, kProperty | kDates},
    Report{"loyalty", "points, vouchers and offers, and what retention achieved", LoyaltyReport,
           kProperty},
    Report{"occupancy", "rooms sold and free, ADR, RevPAR, by night or month", OccupancyReport,
           kProperty | kDates | kBy},
    Report{"overdue", "agreements, promises, cases and contacts that are past due", OverdueReport,
           kProperty},
    Report{"overrides", "decisions forced against policy, and who authorised them", OverridesReport,
           kProperty | kDates},
    Report{"periods", "periods of the books: control totals, digests, who reopened them",
           PeriodsReport, kProperty},
    Report{"problems", "frequent problems, and what actions changed", ProblemsReport,
           kProperty | kDates},
    Report{"profiles", "customers' files, and which are stale", ProfilesReport, kProperty},
    Report{"rejects", "what could not be recorded at all: how often, for which cause",
           RejectsReport, kDates},
    Report{"response", "clocks of cases, and which were missed", ResponseReport, kProperty | kBy},
    Report{"retention",
           "buyers on invoices, until when they are kept, and who of them is restricted",
           RetentionReport, kProperty},
    Report{"staff", "handling of cases and training needs, by team, department, member",
           StaffReport, kProperty | kBy | kActor},
    Report{"stays", "nights and revenue by room type, segment, country, channel", StaysReport,
           kProperty | kDates | kBy},
    Report{"trial-balance", "balances of the books, and the checks beside the zero",
           TrialBalanceReport, kProperty},
    Report{"turnaways", "who wanted rooms and got none", TurnawaysReport, kProperty | kDates | kBy},
    Report{"vouchers", "vouchers: what they are worth still, and until when", VouchersReport,
           kProperty},
};

struct ReportOptions {
  ReportScope scope;
  std::string name;
  std::string month;
  std::string from;
  std::string until;
  std::string by;
  bool json = false;
  bool csv = false;
};

// What a report would drop is refused: its figures would pass for an answer to what was asked.
absl::Status CheckTaken(const Report& report, const ReportOptions& options) {
  struct Option {
    std::string_view name;
    unsigned needs;
    bool given;
  };
  const ReportScope& scope = options.scope;
  const Option all[] = {{"--property", kProperty, !scope.property_id.empty()},
                        {"--month", kDates, !options.month.empty()},
                        {"--from", kFrom, !options.from.empty()},
                        {"--until", kUntil, !options.until.empty()},
                        {"--by", kBy, !options.by.empty()},
                        {"--actor", kActor, !scope.actor_id.empty()},
                        {"--purpose", kActor, !scope.purpose.empty()},
                        {"--confirm-clock", kActor, scope.confirm_clock}};
  std::vector<std::string> taken;
  std::vector<std::string> dropped;
  for (const Option& option : all) {
    const bool takes = (report.takes & option.needs) == option.needs;
    if (takes) taken.emplace_back(option.name);
    if (!takes && option.given) dropped.emplace_back(option.name);
  }
  if (!dropped.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("report ", ToAbsl(report.name),
                                                   " does not take ", absl::StrJoin(dropped, ", "),
                                                   "; it takes ", absl::StrJoin(taken, ", ")));
  }
  if (scope.actor_id.empty() && (!scope.purpose.empty() || scope.confirm_clock)) {
    return absl::InvalidArgumentError(
        "--purpose and --confirm-clock go with --actor, which says who asks");
  }
  return absl::OkStatus();
}

absl::Status ReadDates(ReportOptions& options) {
  ReportScope& scope = options.scope;
  DAYBOOK_ASSIGN_OR_RETURN(scope.from, ParseDateOption("--from", options.from));
  DAYBOOK_ASSIGN_OR_RETURN(scope.until, ParseDateOption("--until", options.until));
  if (options.month.empty()) return CheckFromUntil(scope.from, scope.until);
  if (scope.from.has_value() || scope.until.has_value()) {
    return absl::InvalidArgumentError("--month excludes --from and --until");
  }
  scope.from = CivilDate::Parse(options.month + "-01");
  if (!scope.from.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--month: '", options.month, "' is no month; write it as 2026-03"));
  }
  const int32_t ymd = scope.from->ymd();
  const int32_t next = ymd / 100 % 100 == 12 ? ymd + 10'000 - 1'100 : ymd + 100;
  scope.until = CivilDate::FromYmd(next);
  return absl::OkStatus();
}

absl::StatusOr<const Report*> FindReport(const std::string& name) {
  const auto* found = std::find_if(kReports.begin(), kReports.end(),
                                   [&](const Report& report) { return report.name == name; });
  if (found != kReports.end()) return found;
  std::vector<std::string> names;
  for (const Report& report : kReports) names.emplace_back(report.name);
  return absl::InvalidArgumentError(absl::StrCat("there is no report '", name, "'",
                                                 DidYouMean(name, names), " (one of ",
                                                 absl::StrJoin(names, ", "), ")"));
}

absl::StatusOr<ExitCode> RunReport(ReportOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const Report* const report, FindReport(options.name));
  DAYBOOK_ASSIGN_OR_RETURN(const ReportTable::Format format,
                           ReportFormat(options.json, options.csv));
  DAYBOOK_RETURN_IF_ERROR(CheckTaken(*report, options));
  DAYBOOK_RETURN_IF_ERROR(ReadDates(options));
  options.scope.by.clear();
  if (!options.by.empty()) options.scope.by = absl::StrSplit(options.by, ',');
  const ReportScope& scope = options.scope;
  DAYBOOK_RETURN_IF_ERROR(
      CheckProperty(scope.dir, scope.property_id, scope.as_of, context, scope.progress));
  ReportRun run(scope, context);
  DAYBOOK_ASSIGN_OR_RETURN(const ReportTable table, report->make(run));
  if (run.declined()) return ExitCode::kDeclined;
  table.Print(format, context.terminal, context.out);
  return table.disagrees() ? ExitCode::kDamaged : ExitCode::kDone;
}

}  // namespace

absl::StatusOr<const ViewSnapshot*> ReportRun::View(std::string_view name) {
  if (const auto found = views_.find(name); found != views_.end()) {
    return found->second.snapshot.get();
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<Projection> projection, FindProjection(name));
  // The first view says as of when the others are, too.
  const std::string as_of = position_.has_value() ? absl::StrCat(*position_) : scope_.as_of;
  DAYBOOK_ASSIGN_OR_RETURN(
      ViewMoment moment, OpenViewAsOf(scope_.dir, std::move(projection), as_of, scope_.property_id,
                                      context_, scope_.progress));
  position_ = moment.snapshot->info().position;
  return views_.emplace(std::string(name), std::move(moment)).first->second.snapshot.get();
}

absl::StatusOr<std::unique_ptr<ViewSnapshot>> ReportRun::ViewAt(std::string_view name,
                                                                uint64_t position) {
  DAYBOOK_RETURN_IF_ERROR(View(name).status());
  return views_.find(name)->second.view.store->SnapshotAt(position);
}

absl::StatusOr<uint64_t> ReportRun::Position() {
  if (!position_.has_value()) DAYBOOK_RETURN_IF_ERROR(View("audit").status());
  return *position_;
}

absl::StatusOr<Instant> ReportRun::Now() {
  DAYBOOK_ASSIGN_OR_RETURN(uint64_t position, Position());
  if (const absl::StatusOr<Instant> asked = ParseInstant(scope_.as_of); asked.ok()) return *asked;
  Instant now;
  constexpr uint64_t kAtATime = 64;
  bool found = false;
  while (position > 0 && !found) {
    const uint64_t begin = position - std::min(position, kAtATime);
    const auto look = [&](const v1::Record& record) {
      if (IsAboutTheLedger(record.request())) return absl::OkStatus();
      now = ToInstant(record.resolution().recorded_at());
      found = true;
      return absl::OkStatus();
    };
    DAYBOOK_RETURN_IF_ERROR(ScanRecords(begin, position, look));
    position = begin;
  }
  return now;
}

absl::Status ReportRun::ScanRecords(uint64_t from, uint64_t to,
                                    const std::function<absl::Status(const v1::Record&)>& visitor) {
  if (log_ == nullptr) {
    auto log = LogReader::Open(scope_.dir);
    if (!log.ok()) return AboutLedger(log.status(), scope_.dir);
    log_ = *std::move(log);
  }
  v1::Record record;
  const auto visit = [&](uint64_t position, std::string_view bytes) -> absl::Status {
    DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
    return visitor(record);
  };
  return log_->Read(from, to, visit);
}

absl::Status ReportRun::ScanRecords(const std::function<absl::Status(const v1::Record&)>& visitor) {
  DAYBOOK_ASSIGN_OR_RETURN(const uint64_t position, Position());
  return ScanRecords(0, position, visitor);
}

bool ReportRun::Takes(std::string_view property_id) const {
  return scope_.property_id.empty() || scope_.property_id == property_id;
}

bool ReportRun::TakesDate(int32_t yyyymmdd) const {
  return (!scope_.from.has_value() || yyyymmdd >= scope_.from->ymd()) &&
         (!scope_.until.has_value() || yyyymmdd < scope_.until->ymd());
}

absl::StatusOr<std::string> ReportRun::PropertyOf(const v1::Record& record) {
  if (const std::string_view named = PropertyNamedBy(record.request()); !named.empty()) {
    return std::string(named);
  }
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const audit, View("audit"));
  DAYBOOK_ASSIGN_OR_RETURN(const auto entry, GetAuditEntry(*audit, record.position()));
  return entry.has_value() ? entry->property_id() : std::string();
}

absl::StatusOr<std::map<std::string, ReportRun::PropertyFacts>> ReportRun::Properties() {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, View("insights"));
  DAYBOOK_ASSIGN_OR_RETURN(const auto rows, InsightsProperties(*view));
  std::map<std::string, PropertyFacts> properties;
  for (const auto& [id, row] : rows) {
    if (!Takes(id)) continue;
    properties[id] = {.currency = row.currency(),
                      .first_business_date = row.first_business_date(),
                      .business_date = row.business_date()};
  }
  return properties;
}

std::string PlainName(std::string_view enum_name, std::string_view prefix) {
  std::string name(enum_name);
  if (absl::StartsWith(name, ToAbsl(prefix))) name.erase(0, prefix.size());
  if (name == "UNSPECIFIED" || absl::EndsWith(name, "_UNSPECIFIED")) return "";
  return absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"_", " "}});
}

std::string ActorText(const v1::Actor& actor) {
  if (actor.id().empty()) return "";
  return absl::StrCat(PlainName(v1::ActorKind_Name(actor.kind()), "ACTOR_KIND_"), " ", actor.id());
}

int32_t DateOfRecord(const v1::Record& record) {
  const v1::Resolution& resolution = record.resolution();
  if (resolution.business_date() != 0) return resolution.business_date();
  if (resolution.utc_date() != 0) return resolution.utc_date();
  const std::string day = FormatInstant(ToInstant(resolution.recorded_at())).substr(0, 10);
  const auto date = CivilDate::Parse(day);
  return date.has_value() ? date->ymd() : 0;
}

int32_t DaysBetween(int32_t from, int32_t to) {
  const auto begin = CivilDate::FromYmd(from);
  const auto end = CivilDate::FromYmd(to);
  return begin.has_value() && end.has_value() ? *end - *begin : 0;
}

absl::StatusOr<std::vector<std::string>> Dimensions(const ReportScope& scope,
                                                    const std::vector<std::string>& known,
                                                    const std::vector<std::string>& standard) {
  if (scope.by.empty()) return standard;
  std::set<std::string_view> seen;
  for (const std::string& name : scope.by) {
    if (!seen.insert(name).second) {
      return absl::InvalidArgumentError(absl::StrCat("--by: '", name, "' is given twice"));
    }
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return absl::InvalidArgumentError(absl::StrCat("--by: this report can't tell '", name,
                                                     "' apart", DidYouMean(name, known), " (",
                                                     absl::StrJoin(known, ", "), ")"));
    }
  }
  return scope.by;
}

CommandBody ConfigureReport(CLI::App& app) {
  auto options = std::make_shared<ReportOptions>();
  AddLedgerArgument(app, options->scope.dir);
  app.add_option("NAME", options->name, "Which report")->required()->type_name("");
  app.add_option("--property", options->scope.property_id, "Of this property")->type_name("ID");
  app.add_option("--month", options->month, "Of this month, such as 2026-03")->type_name("MONTH");
  app.add_option("--from", options->from, "From this business date on")->type_name("DATE");
  app.add_option("--until", options->until, "Before this business date")->type_name("DATE");
  app.add_option("--by", options->by, "Tell apart by these instead of the usual")
      ->type_name("FIELD[,FIELD]");
  app.add_option(
         "--actor", options->scope.actor_id,
         "`staff`: who asks to see single members; recorded, and shown to those only who may")
      ->type_name("STAFF");
  app.add_option("--purpose", options->scope.purpose, "With --actor: why, an id such as appraisal")
      ->type_name("ID");
  app.add_flag(
      "--confirm-clock", options->scope.confirm_clock,
      "With --actor: the clock is right, though it is more than a day after the last record");
  AddAsOfOption(app, options->scope.as_of);
  AddJsonFlag(app, options->json);
  app.add_flag("--csv", options->csv, "CSV with a line of titles");
  AddProgressFlag(app, options->scope.progress);
  std::string footer = "Reports:\n";
  for (const Report& report : kReports) {
    absl::StrAppend(&footer, "  ", ToAbsl(report.name), std::string(15 - report.name.size(), ' '),
                    ToAbsl(report.summary), "\n");
  }
  absl::StrAppend(&footer,
                  "\n"
                  "Money is in the currency that stands beside it; in JSON in minor units. As of a "
                  "moment of the past everything\n"
                  "is as it was known then.\n"
                  "\n"
                  "Examples:\n"
                  "  daybook report book occupancy --property H1 --month 2026-03\n"
                  "  daybook report book cancellations --by reason,lead_days --csv\n"
                  "  daybook report book cutoff --property H1 --as-of 2026-03-31\n"
                  "  daybook report book trial-balance --json");
  app.footer(footer);
  return [options](CommandContext& context) { return RunReport(*options, context); };
}

}  // namespace daybook::cli
