#include "ledger/ledger.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/engine/engine.h"
#include "ledger/engine/own_request.h"

namespace daybook {
namespace {

constexpr char kLockName[] = "lock";

absl::Status MakeEmptyDirectory(FileSystem& files, const std::string& dir) {
  if (!files.Exists(dir)) return files.CreateDirectory(dir);
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List(dir));
  for (const std::string& name : names) {
    if (name == kLockName) continue;
    return absl::AlreadyExistsError(absl::StrCat(dir, " is not empty: it holds ", name,
                                                 "; a ledger needs a directory of its own"));
  }
  return absl::OkStatus();
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
  DAYBOOK_RETURN_IF_ERROR(KeyRing::Create(files, absl::StrCat(dir, "/keys")));
  DAYBOOK_RETURN_IF_ERROR(RecordLog::Create(dir, options.log));
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Engine> engine,
                           Engine::Open(dir, options, std::move(lock)));
  return engine->Close();
}

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(const std::string& dir,
                                                     const LedgerOptions& options) {
  // Not in a folder that is no ledger: taking the lock would make a file there. Where only one of
  // the two is missing, the log says what is wrong.
  const FileSystem& files = *options.log.storage.files;
  if (!files.Exists(absl::StrCat(dir, "/log")) && !files.Exists(absl::StrCat(dir, "/head"))) {
    return absl::NotFoundError(absl::StrCat("no ledger at ", dir));
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock, Engine::TakeLock(dir, options));
  return Engine::Open(dir, options, std::move(lock));
}

absl::StatusOr<Recovery> Ledger::Recover(const std::string& dir, const LedgerOptions& options) {
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock, Engine::TakeLock(dir, options));
  DAYBOOK_ASSIGN_OR_RETURN(Recovery recovery, RecoverLog(dir, options.log));
  if (!recovery.needed) return recovery;
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Engine> engine,
                           Engine::Open(dir, options, std::move(lock)));
  v1::Request request =
      OwnRequest(absl::StrCat("recovery/", recovery.recovered_end, "/", engine->records().end()));
  v1::NoteRecovery* const note = request.mutable_note_recovery();
  note->set_recovered_end(recovery.recovered_end);
  note->set_head_end(recovery.head_end);
  note->set_kept_copy(recovery.kept_copy);
  DAYBOOK_RETURN_IF_ERROR(engine->SubmitOwn(std::move(request)));
  DAYBOOK_RETURN_IF_ERROR(engine->Close());
  return recovery;
}

}  // namespace daybook
