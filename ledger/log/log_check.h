// Looking at a log without writing anything, before it is trusted. Internal to ledger/log.
#ifndef DAYBOOK_LEDGER_LOG_LOG_CHECK_H_
#define DAYBOOK_LEDGER_LOG_LOG_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/log/closed_files.h"
#include "ledger/log/head.h"
#include "ledger/log/log_db.h"
#include "ledger/log/record_log.h"
#include "ledger/log/torn_manifest.h"
#include "ledger/proof/tiles.h"

namespace daybook {

// OK: DIR/log is there. NotFound: no ledger. DataLoss: there was one, or a recovery was
// interrupted.
absl::Status FindLog(const FileSystem& files, const std::string& dir);

// DIR/head of a log that is there: missing or damaged is DataLoss.
absl::StatusOr<Head> ReadHeadOfLog(const FileSystem& files, const std::string& dir);

struct CheckedLog {
  Head head;
  std::optional<ClosedFiles> closed;
  std::optional<TornManifest> torn_manifest;  // to be cut before the log is opened for writing
  uint64_t end = 0;
  TiledTree tree;  // of [0, end)
};

// Nobody may write the log meanwhile. Messages of DataLoss end with advice.
absl::StatusOr<CheckedLog> CheckLog(const std::string& dir, const LogOptions& options);

// The tree over [0, head.end), or DataLoss where the log holds less, or another root.
absl::StatusOr<TiledTree> RestoreAtHead(const LogDb& db, const Head& head);

// Adds the records from tree.size() on, to the last one: each must decode and the tiles that they
// complete must be stored with them.
absl::Status CheckTail(const LogDb& db, TiledTree& tree);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_LOG_CHECK_H_
