// The log: an append-only sequence of records at positions 0, 1, 2, ... in RocksDB (DIR/log), the
// tiles of its Merkle tree beside them, and DIR/head, which says from outside how far it is
// durable. FORMAT.md has every byte.
//
// Its surface is three verbs (append at an expected next position, read a range, end), so that a
// replicated log can take its place one day.
#ifndef DAYBOOK_LEDGER_LOG_RECORD_LOG_H_
#define DAYBOOK_LEDGER_LOG_RECORD_LOG_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ledger/base/sha256.h"
#include "ledger/log/head.h"
#include "ledger/log/record_source.h"
#include "ledger/log/storage.h"

namespace daybook {

// How thoroughly an open looks at the files before it trusts them.
enum class FileCheck {
  kContents,  // every byte of every file of a cleanly closed log against DIR/closed (about 1 GB/s)
  kSizes,     // names and sizes; contents of the small files. `daybook verify` does the rest
};

struct LogOptions {
  Storage storage;
  FileCheck file_check = FileCheck::kContents;
  absl::Duration head_interval =
      absl::Milliseconds(10);  // DIR/head follows the log at least this often
};

struct OpenReport {
  bool cleanly_closed = false;
  uint64_t end = 0;
  uint64_t head_end =
      0;  // end > head_end: a crash; what lies between was checked as far as a tail can be
};

// The single writer. Append and Close by one thread; the RecordSource side by any thread.
class RecordLog : public RecordSource {
 public:
  // Makes DIR/log and DIR/head in `dir`, which must exist. AlreadyExists where there is a log.
  static absl::Status Create(const std::string& dir, const LogOptions& options = {});

  // Opens for appending. The damage is looked for through a read-only open first, so damaged
  // history is never opened for writing. NotFound: no ledger here. DataLoss: says which file or
  // position is damaged. FailedPrecondition: another process writes (its id is named). The ledger's
  // lock is DIR/lock, held by the caller (engine/engine.h).
  static absl::StatusOr<std::unique_ptr<RecordLog>> Open(const std::string& dir,
                                                         const LogOptions& options = {});

  ~RecordLog() override;

  // Appends all or nothing and returns when it is durable. `expected_next` must equal end()
  // (FailedPrecondition otherwise). After any other failure it is unknown whether the records are
  // there and the log refuses every later call (fail-stop) until it is opened again. Each record 1
  // to 65,535 bytes.
  absl::Status Append(uint64_t expected_next, std::span<const std::string> records);

  uint64_t end() const override;
  absl::Status Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const override;
  absl::StatusOr<uint64_t> WaitPast(uint64_t position, absl::Time deadline) const override;

  // RFC 6962 root of [0, end()).
  Hash Root() const;
  const OpenReport& open_report() const;

  // Flushes, writes head and DIR/closed. Idempotent; wakes waiters with Cancelled. The destructor
  // closes without reporting.
  absl::Status Close();

 private:
  struct Impl;
  explicit RecordLog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LOG_RECORD_LOG_H_
