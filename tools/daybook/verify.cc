// daybook verify: read everything, trust nothing, change nothing.
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/head.h"
#include "ledger/log/log_reader.h"
#include "ledger/log/verify_log.h"
#include "tools/daybook/command.h"
#include "tools/daybook/comparison.h"
#include "tools/daybook/interrupt.h"
#include "tools/daybook/progress.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

struct VerifyOptions {
  std::string dir;
  bool log_only = false;
  bool json = false;
  bool progress = false;
};

absl::StatusOr<LogVerdict> VerifyTheLog(const VerifyOptions& options,
                                        const CommandContext& context) {
  uint64_t total = 0;
  if (const absl::StatusOr<Head> head = ReadHead(PosixFileSystem(), options.dir + "/head");
      head.ok()) {
    total = head->end;
  }
  Progress meter("Verifying the log", "records", context.terminal, options.progress);
  absl::StatusOr<LogVerdict> verdict =
      VerifyLog(options.dir, [&](uint64_t position, std::string_view) {
        meter.Update(position + 1, total);
        return context.cancel->load() ? absl::CancelledError("interrupted") : absl::OkStatus();
      });
  if (verdict.ok()) return verdict;
  if (absl::IsDataLoss(verdict.status())) {
    return AboutLedger(
        WithHint(verdict.status(),
                 absl::StrCat("`daybook recover ", options.dir,
                              "` mends a torn tail; anything else only a backup can")),
        options.dir);
  }
  return AboutLedger(verdict.status(), options.dir);
}

// A view that can't be compared; none: it can, and `store` is open.
absl::StatusOr<std::optional<Comparison>> OpenKept(const VerifyOptions& options,
                                                   const Projection& projection,
                                                   const LogReader& log,
                                                   std::unique_ptr<ViewStore>& store) {
  Comparison none;
  none.name = absl::StrCat("view ", ToAbsl(projection.name()), ".v", projection.version());
  none.log_end = log.end();
  auto opened = ViewStore::OpenForReading(ViewDirectoryOf(options.dir, projection));
  if (absl::IsNotFound(opened.status())) {
    none.missing = "there is none; it is built when it is first read";
  } else if (absl::IsDataLoss(opened.status())) {
    none.damage = std::string(opened.status().message());
  } else {
    DAYBOOK_RETURN_IF_ERROR(opened.status());
    store = *std::move(opened);
    return std::optional<Comparison>();
  }
  return std::optional<Comparison>(std::move(none));
}

absl::StatusOr<std::vector<Comparison>> VerifyTheRest(const VerifyOptions& options,
                                                      const CommandContext& context) {
  absl::StatusOr<std::unique_ptr<LogReader>> log = LogReader::Open(options.dir);
  if (!log.ok()) return AboutLedger(log.status(), options.dir);
  const std::vector<std::unique_ptr<Projection>> projections = AllProjections();
  std::vector<std::unique_ptr<ViewStore>> stores;
  std::vector<KeptView> kept;
  std::vector<Comparison> comparisons(projections.size());
  std::vector<size_t> compared;
  for (size_t i = 0; i < projections.size(); ++i) {
    std::unique_ptr<ViewStore> store;
    DAYBOOK_ASSIGN_OR_RETURN(std::optional<Comparison> result,
                             OpenKept(options, *projections[i], **log, store));
    if (result.has_value()) {
      comparisons[i] = *std::move(result);
      continue;
    }
    kept.push_back({projections[i].get(), store.get()});
    stores.push_back(std::move(store));
    compared.push_back(i);
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::vector<Comparison> results,
                           CompareViews(kept, **log, context, options.progress));
  for (size_t i = 0; i < results.size(); ++i) comparisons[compared[i]] = std::move(results[i]);
  DAYBOOK_ASSIGN_OR_RETURN(Comparison state,
                           CompareState(options.dir, **log, context, options.progress));
  comparisons.push_back(std::move(state));
  return comparisons;
}

// Nothing in the ledger's own folder can show more (DOMAIN H10).
constexpr std::string_view kWhatIsNotShown =
    "Nobody outside has cosigned it: whoever kept an earlier end and root can hold the log against "
    "them, and nobody else can tell it from one that the operator has written anew.";

absl::StatusOr<ExitCode> Verify(const VerifyOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Interrupt> interrupt, Interrupt::Install());
  context.cancel = &interrupt->raised();
  DAYBOOK_ASSIGN_OR_RETURN(const LogVerdict verdict, VerifyTheLog(options, context));
  std::vector<Comparison> comparisons;
  if (!options.log_only) {
    DAYBOOK_ASSIGN_OR_RETURN(comparisons, VerifyTheRest(options, context));
  }
  ExitCode code = ExitCode::kDone;
  Facts facts;
  facts.Count("Records verified", "end", verdict.end)
      .Text("Root", "root", ToHex(AsBytes(verdict.root)))
      .Count("Head vouches for", "head_end", verdict.head_end)
      .Bool("Cleanly closed", "cleanly_closed", verdict.cleanly_closed)
      .Count("Files compared", "files", verdict.files)
      .Count("Tiles recomputed", "tiles", verdict.tiles)
      .Raw("Outside witness", "witness", "none", "null");
  for (const Comparison& comparison : comparisons) {
    if (comparison.failed()) code = ExitCode::kDamaged;
    if (!options.json) facts.Text(comparison.name, "", ComparisonText(comparison));
  }
  if (options.json && !options.log_only) facts.Raw("", "replay", "", ComparisonsJson(comparisons));
  if (options.json) facts.Bool("", "ok", code == ExitCode::kDone);
  facts.Print(options.json, context.out);
  if (code != ExitCode::kDone) {
    context.out.Flush();
    context.Note(absl::StrCat(
        "the log is sound, but what was derived from it is not (", options.dir,
        "); views and state can be deleted and are built again: daybook replay ", options.dir));
  } else if (!options.json) {
    context.out.Line(kWhatIsNotShown);
    context.out.Line("All that can be checked holds.");
  }
  return code;
}

}  // namespace

CommandBody ConfigureVerify(CLI::App& app) {
  auto options = std::make_shared<VerifyOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_flag("--log", options->log_only, "The log only; not state and views against a replay");
  AddJsonFlag(app, options->json, "A JSON object instead of a table");
  AddProgressFlag(app, options->progress);
  app.footer(
      "Reads every byte of the log: files, checksums, positions, the hash of each record, the "
      "tiles and the root of\n"
      "the Merkle tree, and DIR/head. Then replays the log and compares state and views with what "
      "comes of it.\n"
      "Changes nothing, and needs no right to write.\n"
      "What it can't know: who can write the folder and has its keys can write another log. Only "
      "an "
      "end and a root\n"
      "that somebody outside has kept show that; no outside witness cosigns in this version.\n"
      "\n"
      "Exit code: 4 where anything does not hold.\n"
      "\n"
      "Examples:\n"
      "  daybook verify book\n"
      "  daybook verify book --log --json");
  return [options](CommandContext& context) { return Verify(*options, context); };
}

}  // namespace daybook::cli
