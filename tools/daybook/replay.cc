// daybook replay: the log is the truth; build the rest from it anew, or show that the rest agrees
// with it.
#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/engine/refold.h"
#include "projections/runner.h"
#include "tools/daybook/command.h"
#include "tools/daybook/comparison.h"
#include "tools/daybook/interrupt.h"
#include "tools/daybook/progress.h"
#include "tools/daybook/replay_steps.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

struct ReplayOptions {
  std::string dir;
  std::string view;
  std::optional<uint64_t> from;
  std::optional<uint64_t> to;
  bool step = false;
  bool verify = false;
  bool rejudge = false;
  bool json = false;
  bool progress = false;
};

using Projections = std::vector<std::unique_ptr<Projection>>;

absl::StatusOr<Projections> ChooseViews(const std::string& name) {
  if (name.empty()) return AllProjections();
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<Projection> chosen, FindProjection(name));
  Projections projections;
  projections.push_back(std::move(chosen));
  return projections;
}

absl::StatusOr<std::unique_ptr<LogReader>> OpenLog(const std::string& dir) {
  absl::StatusOr<std::unique_ptr<LogReader>> log = LogReader::Open(dir);
  if (!log.ok()) return AboutLedger(log.status(), dir);
  return log;
}

void PrintRebuilt(const Projection& projection, const ViewInfo& info, double seconds, bool json,
                  Output& out) {
  const std::string digest = ToHex(AsBytes(info.digest.sum()));
  if (json) {
    out.Line(JsonObject()
                 .Text("view", projection.name())
                 .Number("version", projection.version())
                 .Count("position", info.position)
                 .Count("rows", info.rows)
                 .Count("index_entries", info.index_entries)
                 .Text("digest", digest)
                 .Raw("seconds", absl::StrFormat("%.3f", seconds))
                 .ToString());
    return;
  }
  out.Line(absl::StrCat("view ", ToAbsl(projection.name()), ".v", projection.version(),
                        ": rebuilt from ", WithThousands(info.position), " records, ",
                        WithThousands(info.rows), " rows, ", absl::StrFormat("%.1f s", seconds)));
  out.Line(absl::StrCat("  digest  ", digest));
}

// All of them with one scan; a view that can't be built does not keep the others from it.
absl::StatusOr<ExitCode> RebuildViews(const ReplayOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const Projections projections, ChooseViews(options.view));
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Interrupt> interrupt, Interrupt::Install());
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<LogReader> log, OpenLog(options.dir));
  std::vector<RebuildTarget> targets;
  for (const std::unique_ptr<Projection>& projection : projections) {
    targets.push_back({projection.get(), ViewDirectoryOf(options.dir, *projection)});
  }
  const auto begin = std::chrono::steady_clock::now();
  std::vector<absl::StatusOr<ViewInfo>> rebuilt;
  {
    Progress meter("Rebuilding", "records", context.terminal, options.progress);
    RunOptions run;
    run.progress = meter.Callback();
    run.cancel = &interrupt->raised();
    rebuilt = RebuildMany(targets, *log, log->end(), run);
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  absl::Status failed;
  for (size_t i = 0; i < projections.size(); ++i) {
    if (rebuilt[i].ok()) {
      PrintRebuilt(*projections[i], *rebuilt[i], seconds, options.json, context.out);
    } else if (absl::IsCancelled(rebuilt[i].status()) && failed.ok()) {
      failed =
          WithHint(absl::CancelledError("interrupted; the old views are still in their places"),
                   "the same command goes on from there");
    } else if (failed.ok()) {
      failed = AboutLedger(rebuilt[i].status(), options.dir);
    }
  }
  if (!failed.ok()) return failed;
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> VerifyByReplay(const ReplayOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Interrupt> interrupt, Interrupt::Install());
  context.cancel = &interrupt->raised();
  DAYBOOK_ASSIGN_OR_RETURN(Projections projections, ChooseViews(options.view));
  // What is damaged is reported and left as it is, not mended by bringing it up to date.
  std::vector<Comparison> comparisons;
  Projections sound;
  std::vector<std::string> names;
  for (std::unique_ptr<Projection>& projection : projections) {
    const auto found = ViewStore::OpenForReading(ViewDirectoryOf(options.dir, *projection));
    if (absl::IsDataLoss(found.status())) {
      Comparison damaged;
      damaged.name = absl::StrCat("view ", ToAbsl(projection->name()), ".v", projection->version());
      damaged.damage = std::string(found.status().message());
      comparisons.push_back(std::move(damaged));
      continue;
    }
    names.emplace_back(projection->name());
    sound.push_back(std::move(projection));
  }
  DAYBOOK_RETURN_IF_ERROR(BringUpToDate(options.dir, names, context, options.progress));
  std::vector<OpenView> open;
  std::vector<KeptView> kept;
  for (std::unique_ptr<Projection>& projection : sound) {
    DAYBOOK_ASSIGN_OR_RETURN(
        OpenView view, OpenViewOf(options.dir, std::move(projection), context, options.progress));
    kept.push_back({view.projection.get(), view.store.get()});
    open.push_back(std::move(view));
  }
  if (!open.empty()) {
    DAYBOOK_ASSIGN_OR_RETURN(std::vector<Comparison> compared,
                             CompareViews(kept, *open.front().log, context, options.progress));
    std::move(compared.begin(), compared.end(), std::back_inserter(comparisons));
  }
  if (options.view.empty()) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<LogReader> log, OpenLog(options.dir));
    DAYBOOK_ASSIGN_OR_RETURN(Comparison comparison,
                             CompareState(options.dir, *log, context, options.progress));
    comparisons.push_back(std::move(comparison));
  }
  return PrintComparisons(comparisons, options.json, context.out);
}

absl::StatusOr<ExitCode> Rejudge(const ReplayOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Interrupt> interrupt, Interrupt::Install());
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<LogReader> log, OpenLog(options.dir));
  absl::StatusOr<RefoldReport> report = absl::UnknownError("not run");
  {
    Progress meter("Deciding again", "records", context.terminal, options.progress);
    RefoldOptions refold;
    refold.rejudge = true;
    refold.progress = meter.Callback();
    refold.cancel = &interrupt->raised();
    report = Refold(*log, log->end(), refold);
  }
  if (!report.ok()) return AboutLedger(report.status(), options.dir);
  if (options.json) {
    std::vector<std::string> differences;
    for (const Judgement& judgement : report->differences) {
      differences.push_back(JsonObject()
                                .Count("position", judgement.position)
                                .Text("difference", judgement.difference)
                                .ToString());
    }
    context.out.Line(JsonObject()
                         .Text("what", "rejudge")
                         .Count("position", report->state.position)
                         .Count("decided_again", report->rejudged)
                         .Count("different", report->different)
                         .Raw("differences", JsonArray(differences))
                         .ToString());
  } else {
    context.out.Line(absl::StrCat(
        "rejudge: ", WithThousands(report->rejudged), " of ", WithThousands(report->state.position),
        " records decided again, ",
        report->different == 0 ? "all to the same outcome"
                               : absl::StrCat(WithThousands(report->different), " DIFFERENT")));
    for (const Judgement& judgement : report->differences) {
      context.out.Line(absl::StrCat("  position ", judgement.position, ": ", judgement.difference));
    }
    if (report->different > report->differences.size()) {
      context.out.Line(
          absl::StrCat("  and ", report->different - report->differences.size(), " more"));
    }
  }
  return report->different == 0 ? ExitCode::kDone : ExitCode::kDamaged;
}

absl::StatusOr<ExitCode> Replay(const ReplayOptions& options, CommandContext& context) {
  if (options.step) {
    if (options.verify || options.rejudge || !options.view.empty()) {
      return absl::InvalidArgumentError("--step goes without --verify, --rejudge and --view");
    }
    return ReplaySteps(
        {options.dir, options.from.value_or(0), options.to, options.json, options.progress},
        context);
  }
  if (options.from.has_value() || options.to.has_value()) {
    return absl::InvalidArgumentError("--from and --to are for --step");
  }
  if (!options.verify && !options.rejudge) return RebuildViews(options, context);
  ExitCode code = ExitCode::kDone;
  if (options.verify) {
    DAYBOOK_ASSIGN_OR_RETURN(code, VerifyByReplay(options, context));
  }
  if (options.rejudge) {
    DAYBOOK_ASSIGN_OR_RETURN(const ExitCode judged, Rejudge(options, context));
    code = Worse(code, judged);
  }
  return code;
}

}  // namespace

CommandBody ConfigureReplay(CLI::App& app) {
  auto options = std::make_shared<ReplayOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--view", options->view,
                 "This view only: audit, availability, bookings or calendar")
      ->type_name("NAME");
  app.add_flag("--verify", options->verify,
               "Compare views and state with a replay of the log elsewhere");
  app.add_flag("--rejudge", options->rejudge,
               "Decide every request again and compare the outcomes");
  app.add_flag("--step", options->step,
               "Walk the records and show what each of them did, on a terminal one by one");
  app.add_option("--from", options->from, "With --step: beginning with this record")
      ->type_name("N");
  app.add_option("--to", options->to, "With --step: as far as this record, which is left out")
      ->type_name("M");
  AddJsonFlag(app, options->json, "JSON lines instead of text");
  AddProgressFlag(app, options->progress);
  app.footer(
      "Without --verify and --rejudge the views are built anew from the log and put in the place "
      "of the old ones,\n"
      "which stay readable meanwhile. --verify brings the views to the end of the log first, then "
      "builds them again\n"
      "elsewhere and compares digests; the state of the write side is compared in the same way.\n"
      "\n"
      "Exit code: 4 where a digest or an outcome differs.\n"
      "\n"
      "Examples:\n"
      "  daybook replay book\n"
      "  daybook replay book --verify --rejudge\n"
      "  daybook replay book --from 100 --to 110 --step\n"
      "  daybook replay book --view bookings --verify --json");
  return [options](CommandContext& context) { return Replay(*options, context); };
}

}  // namespace daybook::cli
