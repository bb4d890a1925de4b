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
#include "projections/rocks.h"

namespace daybook {

class Transaction final : public ViewTransaction {
 public:
  struct Row {
    bool replaced_known = false;   // whether `replaced` says what was committed before
    std::optional<Hash> replaced;  // hash of the committed row; none: there is no row
    bool written = false;
    std::optional<std::string> value;  // if written; none: deleted
  };
  struct IndexChange {
    size_t offset = 0;  // of the key, index space included, in index_keys
    size_t length = 0;
    bool put = false;  // else deleted
  };

  // `before`: committed, and perhaps not to be read from `db` yet; may be null. Both outlive the
  // reading.
  Transaction(rocksdb::DB& db, const std::string& view_dir,
              std::shared_ptr<const Transaction> before)
      : db_(db), view_dir_(view_dir), before_(std::move(before)) {}

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

  // To be called when it is committed: nothing more is read through it.
  void ForgetBefore() { before_.reset(); }

 private:
  void Write(std::string_view key, std::optional<std::string> value);
  void ChangeIndex(std::string_view key, bool put);

  rocksdb::DB& db_;
  const std::string& view_dir_;
  std::shared_ptr<const Transaction> before_;
  BytesMap<Row> rows_;
  std::string index_keys_;  // one behind the other
  std::vector<IndexChange> index_changes_;
  int64_t index_delta_ = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_VIEW_TRANSACTION_H_
