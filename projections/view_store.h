// DIR/views/NAME.vN: a RocksDB of one view. Rows, versions, position and digest change in one batch;
// WAL on, not synced.
//
//   r <key>                     head (row_head.h), logical row; stays, without a row, when it is gone
//   x <key>                     index entry, empty value
//   h <escaped key> <~end>      the row as the record at end - 1 left it: '+' and the value, or '-'
//   y <escaped key> <~end>      the same for the index entry, without a value
//   !                           format, position, rows, index entries, digest, last record (rocks.cc)
//
// Current rows are read as they would be without a history, but for the few bytes of their heads. The
// versions of a key stand together, the newest first, the present one included: a read as of N that the
// head does not answer seeks (key, ~N) and has it. <escaped key>: 00 becomes 00 ff, and
// 00 01 ends it, so that the order is that of the keys and none is the beginning of another. <~end>:
// 8 bytes big-endian of 2^64 - 1 - end.
//
// The folders beside it, and how a rebuilt view takes the place of an old one: view_directory.h.
#ifndef DAYBOOK_PROJECTIONS_VIEW_STORE_H_
#define DAYBOOK_PROJECTIONS_VIEW_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/base/set_digest.h"
#include "projections/projection.h"

namespace daybook {

struct ViewInfo {
  int version = 0;        // of the projection that built it
  uint64_t position = 0;  // records applied: the view is as of this end
  SetDigest digest;       // of the logical rows
  uint64_t rows = 0;
  uint64_t index_entries = 0;
  Hash last_record{};  // SHA-256 of the record at position - 1: ties the view to its log. Zero:
                       // none, or not given
};

// Reads at one moment. Threads: any, one at a time. Must not outlive its store.
class ViewSnapshot {
 public:
  virtual ~ViewSnapshot() = default;
  // Of a snapshot of the past version and position only; the rest costs a scan (CountRows).
  virtual ViewInfo info() const = 0;
  virtual absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const = 0;
  // Visits logical rows whose key begins with prefix, in key order; the views live until it
  // returns. Returning false ends the scan.
  using RowVisitor =
      std::function<absl::StatusOr<bool>(std::string_view key, std::string_view value)>;
  virtual absl::Status Scan(std::string_view prefix, const RowVisitor& visitor) const = 0;
  // The same over index entries.
  using IndexVisitor = std::function<absl::StatusOr<bool>(std::string_view key)>;
  virtual absl::Status ScanIndex(std::string_view prefix, const IndexVisitor& visitor) const = 0;
  // The same over the index entries in [begin, end).
  virtual absl::Status ScanIndexRange(std::string_view begin, std::string_view end,
                                      const IndexVisitor& visitor) const = 0;
};

// A transaction as the runner sees it.
class StoreTransaction : public ViewTransaction {
 public:
  // What is written from now on is the version that the record at `position` makes. Never goes back.
  virtual void AtRecord(uint64_t position) = 0;
};

enum class ViewMode {
  kLive,     // follows the log; commits survive the process (not the power)
  kRebuild,  // in bulk; each commit is durable, and made while the next records are folded
};

// Begin, Commit, Flush, Refresh: one thread. Snapshot and info: any thread, at any time.
class ViewStore {
 public:
  // Opens or makes the store for writing. FailedPrecondition: another store writes it, in this
  // process or another. DataLoss: damaged; Rebuild makes it anew. With kRebuild the caller holds
  // the view's lock (view_directory.h), or knows that nobody else looks for the view at that path.
  static absl::StatusOr<std::unique_ptr<ViewStore>> Open(const std::string& view_dir,
                                                         ViewMode mode);
  // For reading beside a writer: a secondary instance of RocksDB in a private temporary folder,
  // which needs no right to write to the view. NotFound: no such view.
  static absl::StatusOr<std::unique_ptr<ViewStore>> OpenForReading(const std::string& view_dir);
  // The same for the highest version of the view that there is; Refresh moves on to a later one.
  static absl::StatusOr<std::unique_ptr<ViewStore>> OpenNewestForReading(const std::string& dir,
                                                                         std::string_view name);
  virtual ~ViewStore() = default;

  // As of the last commit; of a store opened for reading, as of its last Refresh.
  virtual std::unique_ptr<ViewSnapshot> Snapshot() const = 0;
  // As it was when the first `position` records had been applied. Costs nothing in the length of the
  // log: a Get is one read, and a second one where the row has changed since; a Scan passes over the
  // present rows in its range, with a second read for those. ScanIndex passes over every entry that ever
  // was in its range. OutOfRange: the view is not there yet.
  virtual absl::StatusOr<std::unique_ptr<ViewSnapshot>> SnapshotAt(uint64_t position) const = 0;
  virtual ViewInfo info() const = 0;
  // Of every version of rows and index entries: equal where every moment of the past is. A scan of them
  // all.
  virtual absl::StatusOr<SetDigest> HistoryDigest() const = 0;

  // A transaction sees its own writes; Commit applies rows, position and digest together, or
  // nothing. `txn` comes from Begin of this store, one at a time; dropped, it leaves no trace. A
  // store opened for reading has no transactions: Begin returns null. With kRebuild a failure may
  // be told by the next Commit or Flush only; after one the store takes no more.
  virtual std::unique_ptr<StoreTransaction> Begin() = 0;
  virtual absl::Status Commit(std::unique_ptr<StoreTransaction> txn, uint64_t position,
                              const Hash& last_record = {}) = 0;
  // Durable on return.
  virtual absl::Status Flush() = 0;
  // Catches up with the writer, also where another build has taken the view's place (stores opened
  // for reading; others are always up to date). FailedPrecondition while a snapshot is out: it
  // would change under its reader. Unavailable: the writer changed its files all the time; until a
  // later Refresh succeeds, what the store shows may not be one moment.
  virtual absl::Status Refresh() = 0;
};

// What info() of a snapshot would say of rows, index entries and digest, counted by a scan. Equal for
// the past of a view and for a replay that stopped there.
absl::StatusOr<ViewInfo> CountRows(const ViewSnapshot& view);

// DIR/views/NAME.vN
std::string ViewDirectory(const std::string& dir, std::string_view name, int version);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_VIEW_STORE_H_
