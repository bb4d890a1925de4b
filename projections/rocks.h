// What the view stores share of RocksDB: options, status, the layout of keys. Internal to this
// folder.
#ifndef DAYBOOK_PROJECTIONS_ROCKS_H_
#define DAYBOOK_PROJECTIONS_ROCKS_H_

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "projections/replaced_rows.h"
#include "projections/row_head.h"
#include "projections/view_store.h"

namespace daybook {

inline constexpr std::string_view kRowSpace = "r";
inline constexpr std::string_view kIndexSpace = "x";
inline constexpr std::string_view kRowVersionSpace = "h";
inline constexpr std::string_view kIndexVersionSpace = "y";
inline constexpr std::string_view kInfoKey = "!";

inline rocksdb::Slice ToSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
inline std::string_view FromSlice(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

// "bookings.v1" of DIR/views/bookings.v1, for messages.
std::string ViewLabel(const std::string& view_dir);

// Corruption becomes DataLoss, a full disk ResourceExhausted, a held lock FailedPrecondition; the
// message names the view.
absl::Status FromRocks(const rocksdb::Status& status, const std::string& view_dir);

rocksdb::Options WriterOptions(ViewMode mode);
rocksdb::Options ReaderOptions();

std::string EncodeInfo(const ViewInfo& info);
// DataLoss where what is there is no view.
absl::StatusOr<ViewInfo> ReadInfo(rocksdb::DB& db, const std::string& view_dir);
// A row as it is stored.
struct StoredRow {
  RowHead head;  // as of no record where the key never had a row
  std::optional<std::string> value;

  ReplacedRow ToReplaced(std::string_view key) const;
};
absl::StatusOr<StoredRow> ReadRow(rocksdb::DB& db, const rocksdb::ReadOptions& options,
                                  std::string_view key, const std::string& view_dir);
// What stands before a stored value, which is cut to the logical one. DataLoss: it is none.
absl::StatusOr<RowHead> TakeHead(std::string_view& stored, const std::string& view_dir);

// Reads `db` at `moment`, or at its present state where that is null. `on_destruction` is called at
// the end.
std::unique_ptr<ViewSnapshot> NewRocksSnapshot(rocksdb::DB& db, const rocksdb::Snapshot* moment,
                                               const ViewInfo& info, const std::string& view_dir,
                                               std::function<void()> on_destruction);

// The same as of the first `position` records, at most info.position.
std::unique_ptr<ViewSnapshot> NewPastSnapshot(rocksdb::DB& db, const rocksdb::Snapshot* moment,
                                              const ViewInfo& info, uint64_t position,
                                              const std::string& view_dir,
                                              std::function<void()> on_destruction);
// OutOfRange where it is more.
absl::Status CheckReached(uint64_t position, const ViewInfo& info, const std::string& view_dir);

// ViewStore::HistoryDigest at `moment`, or at the present state where that is null.
absl::StatusOr<SetDigest> DigestOfVersions(rocksdb::DB& db, const rocksdb::Snapshot* moment,
                                           const std::string& view_dir);

// The first key behind all that begin with `prefix`, which has a byte other than ff.
std::string KeyAfter(std::string prefix);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_ROCKS_H_
