#include "projections/view_transaction.h"

#include <utility>

#include "ledger/base/set_digest.h"
#include "ledger/base/status_macros.h"
#include "projections/version_key.h"

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
  DAYBOOK_ASSIGN_OR_RETURN(StoredRow stored, ReadRow(db_, rocksdb::ReadOptions(), key, view_dir_));
  if (found == rows_.end()) {
    rows_[key].replaced = stored.ToReplaced(key);
  }
  return std::move(stored.value);
}

void Transaction::AtRecord(uint64_t position) {
  record_ = position;
  changed_before_ = index_changes_.size();
}

void Transaction::Write(std::string_view key, std::optional<std::string> value) {
  Row& row = rows_[key];
  const char mark = value.has_value() ? kThere : kGone;
  if (row.written && row.record == record_) {
    Version& version = versions_[row.version];
    version_keys_[version.offset + version.length - 1] = mark;
  } else {
    if (row.written) {
      versions_[row.version].superseded = std::move(row.value).value_or("");
    }
    Version version;
    version.offset = version_keys_.size();
    version_keys_.append(kRowVersionSpace);
    AppendVersionGroup(key, version_keys_);
    AppendVersionTail(record_ + 1, mark, version_keys_);
    version.length = version_keys_.size() - version.offset;
    if (!row.written) {
      row.first_record = record_;
    }
    row.version = versions_.size();
    row.record = record_;
    row.written = true;
    versions_.push_back(std::move(version));
  }
  row.value = std::move(value);
}

void Transaction::ChangeIndex(std::string_view key, bool put) {
  index_delta_ += put ? 1 : -1;
  const size_t hash = BytesHash()(key);
  for (size_t i = changed_before_; i < index_changes_.size(); ++i) {
    IndexChange& earlier = index_changes_[i];
    if (earlier.hash == hash && IndexKey(earlier).substr(kIndexSpace.size()) == key) {
      // Put and deleted by one record, or the other way round: nothing happened.
      index_changes_.erase(index_changes_.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }
  IndexChange change{
      .offset = index_keys_.size(), .length = 0, .hash = hash, .put = put, .record = record_};
  index_keys_.append(kIndexSpace);
  index_keys_.append(key);
  change.length = index_keys_.size() - change.offset;
  index_changes_.push_back(change);
}

void Transaction::AppendIndexVersionKey(const IndexChange& change, std::string& out) const {
  out.append(kIndexVersionSpace);
  AppendVersionGroup(IndexKey(change).substr(kIndexSpace.size()), out);
  AppendVersionTail(change.record + 1, change.put ? kThere : kGone, out);
}

}  // namespace daybook
