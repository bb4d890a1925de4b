// Bringing back a log that refuses to open because its tail is damaged beyond DIR/head.
#ifndef DAYBOOK_LEDGER_LOG_RECOVER_LOG_H_
#define DAYBOOK_LEDGER_LOG_RECOVER_LOG_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "ledger/log/record_log.h"

namespace daybook {

struct Recovery {
  bool needed = false;         // false: the log opens as it is and nothing was touched
  uint64_t recovered_end = 0;  // records kept
  uint64_t head_end = 0;
  std::string kept_copy;  // name, in DIR, of the folder that holds the damaged log as it was found
};

// Copies the valid records [0, n), n at or after head, into a fresh log, and puts the damaged one
// aside as DIR/log.damaged-N; interrupted at any point it can be run again. DataLoss: fewer records
// than head says are readable, or their root differs: acknowledged history is lost, and nothing is
// changed. The caller holds the ledger's lock, and records the recovery as a request
// (NoteRecovery).
absl::StatusOr<Recovery> RecoverLog(const std::string& dir, const LogOptions& options = {});

// A recovery that no record tells of yet: RecoverLog leaves DIR/recovered, one line with the name of
// the kept copy, one with head's end, and the engine takes it away once the note is durable.
struct UnnotedRecovery {
  std::string kept_copy;
  uint64_t head_end = 0;
};
// nullopt: none.
absl::StatusOr<std::optional<UnnotedRecovery>> ReadUnnotedRecovery(const FileSystem& files,
                                                                   const std::string& dir);
absl::Status RemoveUnnotedRecovery(FileSystem& files, const std::string& dir);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_RECOVER_LOG_H_
