// A log that another process may be writing, opened at what DIR/head says. What LogReader and
// VerifyLog stand on. Internal to ledger/log.
#ifndef DAYBOOK_LEDGER_LOG_HEAD_FOLLOWER_H_
#define DAYBOOK_LEDGER_LOG_HEAD_FOLLOWER_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/log/head.h"
#include "ledger/log/log_db.h"
#include "ledger/proof/tiles.h"

namespace daybook {

// A folder of this process's own, removed with all that is in it on destruction.
class ScratchDirectory {
 public:
  static absl::StatusOr<std::unique_ptr<ScratchDirectory>> Make();
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  const std::string& path() const { return path_; }

 private:
  explicit ScratchDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// One thread, db() aside.
class HeadFollower {
 public:
  // Errors as LogReader::Open. A writer that moves files about meanwhile is waited for, about a
  // second.
  static absl::StatusOr<std::unique_ptr<HeadFollower>> Open(const std::string& dir,
                                                            bool compare_closed);

  // Catches up with DIR/head. After an error head() and tree() are as before.
  absl::Status Refresh();

  // Brings in which files there are, and stays at head().
  absl::Status RefreshFiles();

  const Head& head() const { return head_; }
  const TiledTree& tree() const { return tree_; }  // over [0, head().end)
  // Safe from any thread, as is reading from it; what is held stays as it was across a Refresh that opens anew.
  std::shared_ptr<const LogDb> db() const;

 private:
  HeadFollower(std::string dir, std::unique_ptr<ScratchDirectory> scratch)
      : dir_(std::move(dir)), scratch_(std::move(scratch)) {}

  absl::Status OpenOnce();
  absl::Status CheckForward(const Head& head) const;
  absl::Status Advance(const Head& head);

  std::string dir_;
  std::unique_ptr<ScratchDirectory> scratch_;
  mutable std::mutex db_mutex_;
  std::shared_ptr<LogDb> db_;  // guarded by db_mutex_
  bool follows_ = false;       // else db_ shows one moment, and is opened anew for another
  Head head_;
  TiledTree tree_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_HEAD_FOLLOWER_H_
