#include "ledger/engine/refold.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/decide.h"
#include "ledger/engine/fold.h"
#include "ledger/engine/state_keeper.h"
#include "ledger/engine/state_store.h"
#include "ledger/privacy/sealing.h"

namespace daybook {
namespace {

constexpr uint64_t kProgressEvery = 4096;
// A writer may replace files between our look at their names and opening them.
constexpr int kReadAttempts = 5;

absl::StatusOr<std::string> MakeTemporaryDirectory() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  if (error) return absl::UnavailableError(absl::StrCat("no temporary folder: ", error.message()));
  std::string path = (parent / "daybook-refold-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) {
    return absl::UnavailableError(absl::StrCat("can't make a folder in ", parent.string()));
  }
  return path;
}

std::string Serialized(const v1::Outcome& outcome) {
  std::string bytes;
  SerializeDeterministically(outcome, bytes);
  return bytes;
}

// What is wrong with the record by itself and by what was folded before it; empty where nothing is.
absl::StatusOr<std::string> JudgeAgain(StateKeeper& keeper, const v1::Record& record) {
  const v1::Request& request = record.request();
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<FirstUse> first,
                           keeper.FindRequest(request.request_id()));
  if (record.outcome().has_conflict()) {
    if (!first.has_value()) return "recorded as a conflict, but the id was not used before";
    if (AsBytes(first->content_mac) == record.content_mac()) {
      return "recorded as a conflict, but the content is that of the first use";
    }
    if (first->position != record.outcome().conflict().first_position()) {
      return absl::StrCat("recorded as a conflict with position ",
                          record.outcome().conflict().first_position(),
                          ", but the first use is at ", first->position);
    }
    return "";
  }
  if (first.has_value()) {
    return absl::StrCat("the id was used before, at position ", first->position);
  }
  const v1::Outcome now = Decide(keeper.state(), request, record.resolution());
  if (Serialized(now) == Serialized(record.outcome())) return "";
  return absl::StrCat("recorded by decider version ", record.decider_version(), ": ",
                      record.outcome().ShortDebugString(), "; decided now, by version ",
                      kDeciderVersion, ": ", now.ShortDebugString());
}

absl::Status NoteJudgement(StateKeeper& keeper, const v1::Record& record,
                           const RefoldOptions& options, RefoldReport& report) {
  ++report.rejudged;
  if (record.decider_version() != kDeciderVersion) ++report.other_decider;
  DAYBOOK_ASSIGN_OR_RETURN(std::string difference, JudgeAgain(keeper, record));
  if (difference.empty()) return absl::OkStatus();
  ++report.different;
  if (report.differences.size() < options.max_differences) {
    report.differences.push_back({record.position(), std::move(difference)});
  }
  return absl::OkStatus();
}

absl::StatusOr<StateDigest> DigestOfRows(const StateStore& store, const std::string& state_dir) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> row, store.Get(kMetaKey));
  if (!row.has_value()) return absl::NotFoundError(absl::StrCat(state_dir, " holds no state"));
  DAYBOOK_ASSIGN_OR_RETURN(const StateMeta meta, DecodeStateMeta(*row));
  SetDigest digest;
  DAYBOOK_RETURN_IF_ERROR(store.ForEach([&digest](std::string_view key, std::string_view value) {
    if (key != kMetaKey) digest.Add(RowHash(key, value));
    return absl::OkStatus();
  }));
  if (digest != meta.digest) {
    return absl::DataLossError(absl::StrCat(
        state_dir,
        ": the rows do not add up to the digest they carry. Delete the folder: it is made "
        "anew from the log"));
  }
  return StateDigest{meta.position, meta.digest};
}

}  // namespace

absl::StatusOr<StateDigest> ReadStateDigest(const std::string& dir) {
  const std::string state_dir = absl::StrCat(dir, "/state");
  absl::Status failure;
  for (int attempt = 0; attempt < kReadAttempts; ++attempt) {
    const absl::StatusOr<std::unique_ptr<StateStore>> store =
        StateStore::OpenForReading(state_dir, Storage());
    if (store.ok()) return DigestOfRows(**store, state_dir);
    failure = store.status();
    if (absl::IsNotFound(failure)) break;
  }
  return failure;
}

absl::StatusOr<RefoldReport> Refold(const RecordSource& records, uint64_t to,
                                    const RefoldOptions& options) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::string folder, MakeTemporaryDirectory());
  const absl::Cleanup remove = [&folder] { PosixFileSystem().RemoveTree(folder).IgnoreError(); };
  StateKeeperOptions keeping;
  keeping.cached_entities = options.cached_entities;
  keeping.rows_per_checkpoint = options.rows_per_checkpoint;
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<StateKeeper> keeper,
                           StateKeeper::Open(absl::StrCat(folder, "/state"), keeping));
  RefoldReport report;
  DAYBOOK_RETURN_IF_ERROR(Fold(records, to, *keeper, [&](const v1::Record& record) {
    if (options.cancel != nullptr && options.cancel->load(std::memory_order_relaxed)) {
      return absl::CancelledError("cancelled");
    }
    if (options.progress && record.position() % kProgressEvery == 0) {
      options.progress(record.position(), to);
    }
    return options.rejudge ? NoteJudgement(*keeper, record, options, report) : absl::OkStatus();
  }));
  if (options.progress) options.progress(to, to);
  report.state.position = keeper->position();
  DAYBOOK_ASSIGN_OR_RETURN(report.state.digest, keeper->Digest());
  return report;
}

}  // namespace daybook
