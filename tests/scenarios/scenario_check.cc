#include "tests/scenarios/scenario_check.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/engine/refold.h"
#include "ledger/log/log_reader.h"
#include "projections/all/all_projections.h"
#include "projections/runner.h"
#include "projections/view_store.h"

namespace daybook::testing {
namespace {

std::string Hex(const SetDigest& digest) { return ToHex(AsBytes(digest.sum())); }

absl::Status CheckState(const std::string& dir, const RecordSource& log,
                        std::vector<std::string>& differences) {
  DAYBOOK_ASSIGN_OR_RETURN(const StateDigest kept, ReadStateDigest(dir));
  RefoldOptions options;
  options.rejudge = true;
  DAYBOOK_ASSIGN_OR_RETURN(const RefoldReport replayed, Refold(log, log.end(), options));
  if (kept.position != log.end() || kept.digest != replayed.state.digest) {
    differences.push_back(absl::StrCat("state: expected ", Hex(replayed.state.digest),
                                       " as of position ", log.end(), " from a replay, actual ",
                                       Hex(kept.digest), " as of ", kept.position));
  }
  for (const Judgement& judgement : replayed.differences) {
    differences.push_back(
        absl::StrCat("rejudge: position ", judgement.position, ": ", judgement.difference));
  }
  // What a decision or a fold looks at must be found though nothing stays in memory that may leave it.
  options.cached_entities = 0;
  options.rows_per_checkpoint = 1;
  DAYBOOK_ASSIGN_OR_RETURN(const RefoldReport forgetful, Refold(log, log.end(), options));
  if (forgetful.state.digest != replayed.state.digest) {
    differences.push_back(absl::StrCat("state: expected ", Hex(replayed.state.digest),
                                       " also from a replay that keeps nothing in memory, actual ",
                                       Hex(forgetful.state.digest)));
  }
  for (const Judgement& judgement : forgetful.differences) {
    differences.push_back(absl::StrCat("rejudge with nothing kept in memory: position ",
                                       judgement.position, ": ", judgement.difference));
  }
  return absl::OkStatus();
}

absl::Status CompareView(const Projection& projection, const ViewStore& kept,
                         const ViewInfo& rebuilt, const ViewStore& rebuilt_store,
                         std::vector<std::string>& differences) {
  const absl::StatusOr<ViewInfo> checked = CheckView(projection, kept);
  if (!checked.ok()) {
    differences.push_back(
        absl::StrCat("view ", std::string(projection.name()), ": ", checked.status().ToString()));
    return absl::OkStatus();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const SetDigest past, kept.HistoryDigest());
  DAYBOOK_ASSIGN_OR_RETURN(const SetDigest rebuilt_past, rebuilt_store.HistoryDigest());
  const ViewInfo info = kept.info();
  const auto text = [](const ViewInfo& of, const SetDigest& history) {
    return absl::StrCat(Hex(of.digest), " as of position ", of.position, " with ", of.rows,
                        " rows, ", of.index_entries, " index entries and the past ", Hex(history));
  };
  const std::string actual = text(info, past);
  const std::string expected = text(rebuilt, rebuilt_past);
  if (actual == expected) return absl::OkStatus();
  differences.push_back(absl::StrCat("view ", std::string(projection.name()), ": expected ",
                                     expected, " from a rebuild, actual ", actual));
  return absl::OkStatus();
}

absl::Status CheckViews(const std::string& dir, const std::string& scratch, const RecordSource& log,
                        std::vector<std::string>& differences) {
  DAYBOOK_RETURN_IF_ERROR(PosixFileSystem().CreateDirectory(scratch));
  const std::vector<std::unique_ptr<Projection>> projections = AllProjections();
  std::vector<RebuildTarget> targets;
  for (const std::unique_ptr<Projection>& projection : projections) {
    targets.push_back(
        {projection.get(), ViewDirectory(scratch, projection->name(), projection->version())});
  }
  const std::vector<absl::StatusOr<ViewInfo>> rebuilt = RebuildMany(targets, log, log.end());
  for (size_t i = 0; i < targets.size(); ++i) {
    DAYBOOK_RETURN_IF_ERROR(rebuilt[i].status());
    const Projection& projection = *projections[i];
    DAYBOOK_ASSIGN_OR_RETURN(const auto kept, ViewStore::Open(ViewDirectory(dir, projection.name(),
                                                                            projection.version()),
                                                              ViewMode::kLive));
    DAYBOOK_ASSIGN_OR_RETURN(const auto store,
                             ViewStore::Open(targets[i].view_dir, ViewMode::kLive));
    DAYBOOK_RETURN_IF_ERROR(CompareView(projection, *kept, *rebuilt[i], *store, differences));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> CheckAgainstReplay(const std::string& dir,
                                                            const std::string& scratch) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<LogReader> log, LogReader::Open(dir));
  std::vector<std::string> differences;
  DAYBOOK_RETURN_IF_ERROR(CheckState(dir, *log, differences));
  DAYBOOK_RETURN_IF_ERROR(CheckViews(dir, scratch, *log, differences));
  return differences;
}

}  // namespace daybook::testing
