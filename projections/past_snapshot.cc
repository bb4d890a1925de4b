// A view as of a moment of the past. The head of a present row says whether it was the same then, or
// not there yet, which it is for nearly all rows at nearly all moments; only for one that was in the
// middle of its life the versions are asked (view_store.h).
#include <rocksdb/db.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/set_digest.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/rocks.h"
#include "projections/version_key.h"

namespace daybook {
namespace {

// Versions passed over one by one before it is cheaper to seek: a seek costs about as much as so many
// steps.
constexpr int kStepsBeforeSeek = 8;

class PastSnapshot final : public ViewSnapshot {
 public:
  PastSnapshot(rocksdb::DB& db, const rocksdb::Snapshot* moment, const ViewInfo& info,
               uint64_t position, std::string view_dir, std::function<void()> on_destruction)
      : db_(db),
        moment_(moment),
        position_(position),
        view_dir_(std::move(view_dir)),
        on_destruction_(std::move(on_destruction)) {
    info_.version = info.version;
    info_.position = position;
  }
  ~PastSnapshot() override {
    points_.reset();
    if (moment_ != nullptr) {
      db_.ReleaseSnapshot(moment_);
    }
    on_destruction_();
  }

  ViewInfo info() const override { return info_; }

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const override {
    rocksdb::ReadOptions options;
    options.snapshot = moment_;
    DAYBOOK_ASSIGN_OR_RETURN(StoredRow row, ReadRow(db_, options, key, view_dir_));
    if (row.head.end <= position_) {
      return std::move(row.value);
    }
    if (row.head.born > position_) {
      return std::optional<std::string>();
    }
    return Earlier(key);
  }

  absl::Status Scan(std::string_view prefix, const RowVisitor& visitor) const override {
    const std::string begin = absl::StrCat(ToAbsl(kRowSpace), ToAbsl(prefix));
    const std::string end = KeyAfter(begin);
    const rocksdb::Slice upper(end);
    const std::unique_ptr<rocksdb::Iterator> at(db_.NewIterator(ScanOptions(upper)));
    for (at->Seek(begin); at->Valid(); at->Next()) {
      std::string_view value = FromSlice(at->value());
      DAYBOOK_ASSIGN_OR_RETURN(const RowHead head, TakeHead(value, view_dir_));
      if (head.born > position_ || (head.end <= position_ && !head.there)) {
        continue;
      }
      const std::string_view key = FromSlice(at->key()).substr(kRowSpace.size());
      std::optional<std::string> earlier;
      if (head.end > position_) {
        DAYBOOK_ASSIGN_OR_RETURN(earlier, Earlier(key));
        if (!earlier.has_value()) {
          continue;
        }
        value = *earlier;
      }
      DAYBOOK_ASSIGN_OR_RETURN(const bool more, visitor(key, value));
      if (!more) {
        return absl::OkStatus();
      }
    }
    return FromRocks(at->status(), view_dir_);
  }

  absl::Status ScanIndex(std::string_view prefix, const IndexVisitor& visitor) const override {
    std::string begin(kIndexVersionSpace);
    AppendEscaped(prefix, begin);
    std::string end = KeyAfter(begin);
    return Walk(begin, end,
                [&visitor](std::string_view key, const rocksdb::Slice&) { return visitor(key); });
  }

  absl::Status ScanIndexRange(std::string_view begin, std::string_view end,
                              const IndexVisitor& visitor) const override {
    std::string from(kIndexVersionSpace);
    AppendEscaped(begin, from);
    std::string until(kIndexVersionSpace);
    AppendEscaped(end, until);
    return Walk(from, until,
                [&visitor](std::string_view key, const rocksdb::Slice&) { return visitor(key); });
  }

 private:
  rocksdb::ReadOptions ScanOptions(const rocksdb::Slice& upper) const {
    rocksdb::ReadOptions options;
    options.snapshot = moment_;
    options.iterate_upper_bound = &upper;
    options.fill_cache = false;
    options.total_order_seek = true;
    return options;
  }

  // The row that a later one has replaced: the first of its versions that is not behind position_.
  absl::StatusOr<std::optional<std::string>> Earlier(std::string_view key) const {
    target_.assign(kRowVersionSpace);
    AppendVersionGroup(key, target_);
    const size_t group = target_.size();
    AppendVersionTail(position_, 0, target_);
    if (points_ == nullptr) {
      rocksdb::ReadOptions options;
      options.snapshot = moment_;
      options.prefix_same_as_start = true;
      points_.reset(db_.NewIterator(options));
    }
    points_->Seek(target_);
    DAYBOOK_RETURN_IF_ERROR(FromRocks(points_->status(), view_dir_));
    if (!points_->Valid() ||
        GroupOfVersion(FromSlice(points_->key())) != std::string_view(target_).substr(0, group)) {
      return absl::DataLossError(absl::StrCat("view ", ViewLabel(view_dir_),
                                              ": a version of a row is missing; rebuild the view"));
    }
    if (MarkOfVersion(FromSlice(points_->key())) != kThere) {
      return std::optional<std::string>();
    }
    return std::optional<std::string>(points_->value().ToString());
  }

  // Visits what was there of the versions in [begin, end).
  template <typename Visit>
  absl::Status Walk(const std::string& begin, const std::string& end, const Visit& visit) const {
    const rocksdb::Slice upper(end);
    const std::unique_ptr<rocksdb::Iterator> at(db_.NewIterator(ScanOptions(upper)));
    std::string group;
    std::string scratch;
    for (at->Seek(begin); at->Valid();) {
      const std::string_view version = FromSlice(at->key());
      group.assign(GroupOfVersion(version));
      if (!ToVersion(*at, group)) {
        continue;  // at another group, or at the end
      }
      if (MarkOfVersion(FromSlice(at->key())) == kThere) {
        const std::string_view key = KeyOfGroup(std::string_view(group).substr(1), scratch);
        DAYBOOK_ASSIGN_OR_RETURN(const bool more, visit(key, at->value()));
        if (!more) {
          return absl::OkStatus();
        }
      }
      PassGroup(*at, group);
    }
    return FromRocks(at->status(), view_dir_);
  }

  static bool InGroup(const rocksdb::Iterator& at, const std::string& group) {
    return at.Valid() && GroupOfVersion(FromSlice(at.key())) == group;
  }

  // From the newest version of the group to the one that counted at position_. False: there was none
  // yet.
  bool ToVersion(rocksdb::Iterator& at, const std::string& group) const {
    for (int step = 0; EndOfVersion(FromSlice(at.key())) > position_;) {
      if (++step < kStepsBeforeSeek) {
        at.Next();
      } else {
        target_.assign(group);
        AppendVersionTail(position_, 0, target_);
        at.Seek(target_);
        step = 0;
      }
      if (!InGroup(at, group)) {
        return false;
      }
    }
    return true;
  }

  // To the next group.
  void PassGroup(rocksdb::Iterator& at, const std::string& group) const {
    for (int step = 0; step < kStepsBeforeSeek; ++step) {
      at.Next();
      if (!InGroup(at, group)) {
        return;
      }
    }
    target_.assign(group);
    target_.append(kVersionTail, static_cast<char>(0xff));
    at.Seek(target_);
  }

  rocksdb::DB& db_;
  const rocksdb::Snapshot* const moment_;
  const uint64_t position_;
  ViewInfo info_;
  const std::string view_dir_;
  const std::function<void()> on_destruction_;
  // Of one thread at a time; making an iterator costs as much as using it.
  mutable std::unique_ptr<rocksdb::Iterator> points_;
  mutable std::string target_;
};

}  // namespace

absl::Status CheckReached(uint64_t position, const ViewInfo& info, const std::string& view_dir) {
  if (position <= info.position) {
    return absl::OkStatus();
  }
  return absl::OutOfRangeError(absl::StrCat("view ", ViewLabel(view_dir), " is as of position ",
                                            info.position, ", not yet ", position));
}

std::unique_ptr<ViewSnapshot> NewPastSnapshot(rocksdb::DB& db, const rocksdb::Snapshot* moment,
                                              const ViewInfo& info, uint64_t position,
                                              const std::string& view_dir,
                                              std::function<void()> on_destruction) {
  return std::make_unique<PastSnapshot>(db, moment, info, position, view_dir,
                                        std::move(on_destruction));
}

absl::StatusOr<SetDigest> DigestOfVersions(rocksdb::DB& db, const rocksdb::Snapshot* moment,
                                           const std::string& view_dir) {
  SetDigest digest;
  for (const std::string_view space : {kRowVersionSpace, kIndexVersionSpace}) {
    const std::string end = KeyAfter(std::string(space));
    const rocksdb::Slice upper(end);
    rocksdb::ReadOptions options;
    options.snapshot = moment;
    options.iterate_upper_bound = &upper;
    options.fill_cache = false;
    options.total_order_seek = true;
    const std::unique_ptr<rocksdb::Iterator> at(db.NewIterator(options));
    for (at->Seek(ToSlice(space)); at->Valid(); at->Next()) {
      digest.Add(RowHash(FromSlice(at->key()), FromSlice(at->value())));
    }
    DAYBOOK_RETURN_IF_ERROR(FromRocks(at->status(), view_dir));
  }
  return digest;
}

absl::StatusOr<ViewInfo> CountRows(const ViewSnapshot& view) {
  ViewInfo info;
  info.version = view.info().version;
  info.position = view.info().position;
  DAYBOOK_RETURN_IF_ERROR(
      view.Scan("", [&info](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
        info.digest.Add(RowHash(key, value));
        ++info.rows;
        return true;
      }));
  DAYBOOK_RETURN_IF_ERROR(view.ScanIndex("", [&info](std::string_view) -> absl::StatusOr<bool> {
    ++info.index_entries;
    return true;
  }));
  return info;
}

}  // namespace daybook
