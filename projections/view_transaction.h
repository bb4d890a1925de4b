// What a transaction has collected. Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_VIEW_TRANSACTION_H_
#define DAYBOOK_PROJECTIONS_VIEW_TRANSACTION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/base/sha256.h"
#include "projections/bytes_map.h"
#include "projections/projection.h"
#include "projections/replaced_rows.h"
#include "projections/rocks.h"

namespace daybook {

class Transaction final : public StoreTransaction {
 public:
  struct Row {
    std::optional<ReplacedRow> replaced;  // what was committed before; none: not looked at
    bool written = false;
    std::optional<std::string> value;  // if written; none: deleted
    uint64_t first_record = 0;         // if written: the first one that wrote it
    uint64_t record = 0;               // if written: which record wrote `value`
    size_t version = 0;                // if written: which of versions() `value` is
  };
  // What a record made of a row, or of an index entry.
  struct Version {
    size_t offset = 0;  // of the key, space included, in version_keys_
    size_t length = 0;
    std::optional<std::string> superseded;  // its value; none: it is the row's
  };
  struct IndexChange {
    size_t offset = 0;  // of the key, index space included, in index_keys_
    size_t length = 0;
    size_t hash = 0;   // of the key
    bool put = false;  // else deleted
    uint64_t record = 0;
  };

  // `before`: committed, and perhaps not to be read from `db` yet; may be null. Both outlive the
  // reading.
  Transaction(rocksdb::DB& db, const std::string& view_dir,
              std::shared_ptr<const Transaction> before)
      : db_(db), view_dir_(view_dir), before_(std::move(before)) {}

  void AtRecord(uint64_t position) override;
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) override;
  void Put(std::string_view key, std::string value) override { Write(key, std::move(value)); }
  void Delete(std::string_view key) override { Write(key, std::nullopt); }
  void PutIndex(std::string_view key) override { ChangeIndex(key, true); }
  void DeleteIndex(std::string_view key) override { ChangeIndex(key, false); }

  const BytesMap<Row>& rows() const { return rows_; }
  const std::vector<IndexChange>& index_changes() const { return index_changes_; }
  std::string_view IndexKey(const IndexChange& change) const {
    return std::string_view(index_keys_).substr(change.offset, change.length);
  }
  int64_t index_delta() const { return index_delta_; }
  // Of rows. Those of index entries follow from index_changes().
  const std::vector<Version>& versions() const { return versions_; }
  // Appends the key of the version that the change makes of its entry.
  void AppendIndexVersionKey(const IndexChange& change, std::string& out) const;
  std::string_view VersionKey(const Version& version) const {
    return std::string_view(version_keys_).substr(version.offset, version.length);
  }

  // To be called when it is committed: nothing more is read through it.
  void ForgetBefore() { before_.reset(); }

 private:
  void Write(std::string_view key, std::optional<std::string> value);
  void ChangeIndex(std::string_view key, bool put);

  rocksdb::DB& db_;
  const std::string& view_dir_;
  std::shared_ptr<const Transaction> before_;
  uint64_t record_ = 0;
  BytesMap<Row> rows_;
  std::string version_keys_;  // one behind the other
  std::vector<Version> versions_;
  std::string index_keys_;  // one behind the other
  std::vector<IndexChange> index_changes_;
  size_t changed_before_ = 0;  // index_changes_ before the present record
  int64_t index_delta_ = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_VIEW_TRANSACTION_H_
