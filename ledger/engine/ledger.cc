#include "ledger/ledger.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/engine/engine.h"
#include "ledger/log/recover_log.h"

namespace daybook {
namespace {

// What a creation that was interrupted before there was a log may leave; nothing was ever recorded
// with such keys.
constexpr std::array<std::string_view, 3> kLeftByCreate = {"lock", "keys", "log.creating"};

absl::Status MakeEmptyDirectory(FileSystem& files, const std::string& dir) {
  if (!files.Exists(dir)) return files.CreateDirectory(dir);
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List(dir));
  for (const std::string& name : names) {
    if (std::find(kLeftByCreate.begin(), kLeftByCreate.end(), name) != kLeftByCreate.end())
      continue;
    return absl::AlreadyExistsError(absl::StrCat(dir, " is not empty: it holds ", name,
                                                 "; a ledger needs a directory of its own"));
  }
  return absl::OkStatus();
}

// Not in a folder that is no ledger: taking the lock would make a file there. Where only some of it
// is missing, the log says what is wrong.
absl::Status CheckIsLedger(const FileSystem& files, const std::string& dir) {
  for (const char* const name : {"/log", "/head", "/log.recovering"}) {
    if (files.Exists(absl::StrCat(dir, name))) return absl::OkStatus();
  }
  const absl::Status listed = files.List(dir).status();
  if (!listed.ok() && !absl::IsNotFound(listed)) return listed;
  return absl::NotFoundError(absl::StrCat("no ledger at ", dir));
}

}  // namespace

// The keys come before the log, and Open wants both: what an interrupted Create leaves either does
// not open, or opens and adopts the schema then.
absl::Status Ledger::Create(const std::string& dir, const LedgerOptions& options) {
  FileSystem& files = *options.log.storage.files;
  DAYBOOK_RETURN_IF_ERROR(MakeEmptyDirectory(files, dir));
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock, Engine::TakeLock(dir, options));
  // Again, now that nobody else is creating one here.
  DAYBOOK_RETURN_IF_ERROR(MakeEmptyDirectory(files, dir));
  DAYBOOK_RETURN_IF_ERROR(files.RemoveTree(absl::StrCat(dir, "/keys")));
  DAYBOOK_RETURN_IF_ERROR(KeyRing::Create(files, absl::StrCat(dir, "/keys")));
  DAYBOOK_RETURN_IF_ERROR(RecordLog::Create(dir, options.log));
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Engine> engine,
                           Engine::Open(dir, options, std::move(lock)));
  return engine->Close();
}

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(const std::string& dir,
                                                     const LedgerOptions& options) {
  DAYBOOK_RETURN_IF_ERROR(CheckIsLedger(*options.log.storage.files, dir));
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock, Engine::TakeLock(dir, options));
  return Engine::Open(dir, options, std::move(lock));
}

absl::StatusOr<Recovery> Ledger::Recover(const std::string& dir, const LedgerOptions& options) {
  DAYBOOK_RETURN_IF_ERROR(CheckIsLedger(*options.log.storage.files, dir));
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock, Engine::TakeLock(dir, options));
  DAYBOOK_ASSIGN_OR_RETURN(Recovery recovery, RecoverLog(dir, options.log));
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<UnnotedRecovery> unnoted,
                           ReadUnnotedRecovery(*options.log.storage.files, dir));
  if (!unnoted.has_value()) return recovery;
  // Also one that was interrupted before it was recorded. Opening records it.
  recovery.needed = true;
  recovery.head_end = unnoted->head_end;
  recovery.kept_copy = unnoted->kept_copy;
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Engine> engine,
                           Engine::Open(dir, options, std::move(lock)));
  DAYBOOK_RETURN_IF_ERROR(engine->Close());
  return recovery;
}

}  // namespace daybook
