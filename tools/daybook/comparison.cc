#include "tools/daybook/comparison.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/engine/refold.h"
#include "projections/runner.h"
#include "tools/daybook/progress.h"
#include "tools/daybook/temp_directory.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

std::string Hex(const Hash& hash) { return ToHex(AsBytes(hash)); }

std::string ComparisonJson(const Comparison& comparison) {
  JsonObject object;
  object.Text("what", comparison.name);
  if (!comparison.missing.empty()) return object.Text("missing", comparison.missing).ToString();
  object.Count("position", comparison.position)
      .Count("log_end", comparison.log_end)
      .Text("kept", Hex(comparison.kept))
      .Text("replayed", Hex(comparison.replayed))
      .Bool("equal", comparison.equal());
  if (!comparison.damage.empty()) object.Text("damage", comparison.damage);
  return object.ToString();
}

// A view or state that has seen more than the log holds: the log has lost records, or is another
// one.
std::string AheadOfTheLog(uint64_t position, uint64_t end) {
  return absl::StrCat("it is as of position ", position, ", but the log ends at ", end);
}

// The log's end once it has caught up with what was derived from it: a writer may be at work, and
// its head, which is as far as this process sees, follows the log by some milliseconds.
uint64_t EndAfter(const RecordSource& log, uint64_t position) {
  if (position > log.end()) {
    log.WaitPast(position - 1, absl::Now() + absl::Milliseconds(500)).status().IgnoreError();
  }
  return log.end();
}

// What can be said of a view without a replay.
absl::StatusOr<Comparison> CheckAlone(const KeptView& view, const RecordSource& log) {
  const ViewInfo kept = view.store->info();
  Comparison result;
  result.name =
      absl::StrCat("view ", ToAbsl(view.projection->name()), ".v", view.projection->version());
  result.position = kept.position;
  result.kept = kept.digest.sum();
  result.log_end = EndAfter(log, kept.position);
  if (kept.position > result.log_end) {
    result.damage = AheadOfTheLog(kept.position, result.log_end);
    return result;
  }
  const absl::StatusOr<ViewInfo> checked = CheckView(*view.projection, *view.store);
  if (absl::IsDataLoss(checked.status())) {
    result.damage = std::string(checked.status().message());
  } else if (!checked.ok()) {
    return checked.status();
  }
  return result;
}

absl::Status CompareWithReplay(const KeptView& view, const std::string& replayed_dir,
                               const ViewInfo& replayed, Comparison& result) {
  const ViewInfo kept = view.store->info();
  result.replayed = replayed.digest.sum();
  if (!result.damage.empty()) return absl::OkStatus();
  if (replayed.rows != kept.rows || replayed.index_entries != kept.index_entries) {
    result.damage =
        absl::StrCat("it has ", kept.rows, " rows and ", kept.index_entries,
                     " index entries, the replay ", replayed.rows, " and ", replayed.index_entries);
    return absl::OkStatus();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const auto store, ViewStore::Open(replayed_dir, ViewMode::kLive));
  DAYBOOK_ASSIGN_OR_RETURN(const SetDigest past, store->HistoryDigest());
  const absl::StatusOr<SetDigest> kept_past = view.store->HistoryDigest();
  if (absl::IsDataLoss(kept_past.status())) {
    result.damage = std::string(kept_past.status().message());
    return absl::OkStatus();
  }
  DAYBOOK_RETURN_IF_ERROR(kept_past.status());
  if (*kept_past != past) {
    result.damage = "its rows are right, but not what it says of their past; rebuild it";
  }
  return absl::OkStatus();
}

// Replays those of `views` whose results have stood until now, all at one position.
absl::Status ReplayTogether(const std::vector<KeptView>& views, const std::vector<size_t>& which,
                            const RecordSource& log, const CommandContext& context, bool progress,
                            std::vector<Comparison>& results) {
  DAYBOOK_ASSIGN_OR_RETURN(const TempDirectory temporary, TempDirectory::Make());
  std::vector<RebuildTarget> targets;
  for (const size_t i : which) {
    targets.push_back({views[i].projection, absl::StrCat(temporary.path(), "/", i)});
  }
  std::vector<absl::StatusOr<ViewInfo>> replayed;
  {
    Progress meter("Replaying", "records", context.terminal, progress);
    RunOptions options;
    options.progress = meter.Callback();
    options.cancel = context.cancel;
    replayed = RebuildMany(targets, log, results[which.front()].position, options);
  }
  for (size_t i = 0; i < which.size(); ++i) {
    DAYBOOK_RETURN_IF_ERROR(replayed[i].status());
    DAYBOOK_RETURN_IF_ERROR(
        CompareWithReplay(views[which[i]], targets[i].view_dir, *replayed[i], results[which[i]]));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Comparison>> CompareViews(const std::vector<KeptView>& views,
                                                     const RecordSource& log,
                                                     const CommandContext& context, bool progress) {
  std::vector<Comparison> results;
  std::map<uint64_t, std::vector<size_t>> at;  // by position
  for (const KeptView& view : views) {
    DAYBOOK_ASSIGN_OR_RETURN(Comparison result, CheckAlone(view, log));
    if (result.position <= result.log_end) at[result.position].push_back(results.size());
    results.push_back(std::move(result));
  }
  for (const auto& [position, which] : at) {
    DAYBOOK_RETURN_IF_ERROR(ReplayTogether(views, which, log, context, progress, results));
  }
  return results;
}

absl::StatusOr<Comparison> CompareState(const std::string& dir, const RecordSource& log,
                                        const CommandContext& context, bool progress) {
  Comparison result;
  result.name = "state";
  result.log_end = log.end();
  const absl::StatusOr<StateDigest> kept = ReadStateDigest(dir);
  if (absl::IsNotFound(kept.status())) {
    result.missing =
        "there is none; it is folded from the log when the ledger is next opened for writing";
    return result;
  }
  if (absl::IsDataLoss(kept.status())) {
    result.damage = std::string(kept.status().message());
    return result;
  }
  DAYBOOK_RETURN_IF_ERROR(kept.status());
  result.position = kept->position;
  result.kept = kept->digest.sum();
  result.log_end = EndAfter(log, kept->position);
  if (kept->position > result.log_end) {
    result.damage = AheadOfTheLog(kept->position, result.log_end);
    return result;
  }
  Progress meter("Refolding state", "records", context.terminal, progress);
  RefoldOptions options;
  options.progress = meter.Callback();
  options.cancel = context.cancel;
  DAYBOOK_ASSIGN_OR_RETURN(const RefoldReport refolded, Refold(log, kept->position, options));
  result.replayed = refolded.state.digest.sum();
  return result;
}

std::string ComparisonsJson(const std::vector<Comparison>& comparisons) {
  std::vector<std::string> values;
  for (const Comparison& comparison : comparisons) values.push_back(ComparisonJson(comparison));
  return JsonArray(values);
}

std::string ComparisonText(const Comparison& comparison) {
  if (!comparison.missing.empty()) return comparison.missing;
  std::string text = absl::StrCat("as of position ", comparison.position);
  if (comparison.position < comparison.log_end) {
    absl::StrAppend(&text, " (", comparison.log_end - comparison.position, " below the log's end)");
  }
  absl::StrAppend(&text,
                  comparison.equal() ? ": equal to the replay" : ": DIFFERENT from the replay");
  if (!comparison.damage.empty()) absl::StrAppend(&text, ": ", comparison.damage);
  return text;
}

ExitCode PrintComparisons(const std::vector<Comparison>& comparisons, bool json, Output& out) {
  ExitCode code = ExitCode::kDone;
  for (const Comparison& comparison : comparisons) {
    if (comparison.failed()) code = ExitCode::kDamaged;
    if (json) {
      out.Line(ComparisonJson(comparison));
      continue;
    }
    out.Line(absl::StrCat(comparison.name, ": ", ComparisonText(comparison)));
    if (!comparison.missing.empty()) continue;
    out.Line(absl::StrCat("  kept      ", Hex(comparison.kept)));
    out.Line(absl::StrCat("  replayed  ", Hex(comparison.replayed)));
  }
  return code;
}

}  // namespace daybook::cli
