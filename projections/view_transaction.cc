#include "projections/view_transaction.h"

#include <utility>

#include "ledger/base/set_digest.h"
#include "ledger/base/status_macros.h"

namespace daybook {

absl::StatusOr<std::optional<std::string>> Transaction::Get(std::string_view key) {
  const auto found = rows_.find(key);
  if (found != rows_.end() && found->second.written) {
    return found->second.value;
  }
  if (before_ != nullptr) {
    const auto earlier = before_->rows_.find(key);
    if (earlier != before_->rows_.end() && earlier->second.written) {
      return earlier->second.value;
    }
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::optional<std::string> value,
                           ReadRow(db_, rocksdb::ReadOptions(), key, view_dir_));
  if (found == rows_.end()) {
    Row& row = rows_[key];
    row.replaced_known = true;
    if (value.has_value()) {
      row.replaced = RowHash(key, *value);
    }
  }
  return value;
}

void Transaction::Write(std::string_view key, std::optional<std::string> value) {
  Row& row = rows_[key];
  row.written = true;
  row.value = std::move(value);
}

void Transaction::ChangeIndex(std::string_view key, bool put) {
  const size_t offset = index_keys_.size();
  index_keys_.append(kIndexSpace);
  index_keys_.append(key);
  index_changes_.push_back({.offset = offset, .length = index_keys_.size() - offset, .put = put});
  index_delta_ += put ? 1 : -1;
}

}  // namespace daybook
