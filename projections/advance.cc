#include "projections/advance.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/base/sha256.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/record_feed.h"

namespace daybook {
namespace {

constexpr uint32_t kChunkRecords = 256;
constexpr size_t kBytesPerCommit = size_t{128}
                                   << 20;  // of records: what is owed by then stays in memory
constexpr uint64_t kRecordsPerProgress = 4096;

// "request r-7, events booking_created and room_type_assigned"
std::string Describe(const v1::Record& record) {
  std::string text = absl::StrCat("request ", record.request().request_id());
  if (record.outcome().has_declined()) {
    return text + ", declined";
  }
  if (record.outcome().has_conflict()) {
    return text + ", in conflict";
  }
  const google::protobuf::OneofDescriptor& kinds =
      *v1::Event::descriptor()->FindOneofByName("kind");
  std::vector<std::string> names;
  for (const v1::Event& event : record.outcome().accepted().events()) {
    const auto* kind = event.GetReflection()->GetOneofFieldDescriptor(event, &kinds);
    names.push_back(kind == nullptr ? "unknown" : kind->name());
  }
  if (!names.empty()) {
    absl::StrAppend(&text, names.size() == 1 ? ", event " : ", events ",
                    absl::StrJoin(names, " and "));
  }
  return text;
}

absl::Status CantApply(const Projection& projection, const v1::Record& record,
                       const absl::Status& why) {
  return absl::Status(why.code(),
                      absl::StrCat("view ", ViewName(projection), " stops at record ",
                                   record.position(), " (", Describe(record), "): ", why.message(),
                                   "; raise the projection's version or mend it, then: rebuild"));
}

absl::Status CantRead(const Projection& projection, uint64_t position, const absl::Status& why) {
  return absl::Status(why.code(),
                      absl::StrCat("view ", ViewName(projection), " stops at record ", position,
                                   ", which can't be read: ", why.message(),
                                   absl::IsDataLoss(why) ? "; check the log: daybook verify" : ""));
}

// One view on its way through one scan.
class Lane {
 public:
  explicit Lane(AdvancingView& view) : view_(view), done_(view.store->info().position) {
    view_.position = done_;
    view_.status = absl::OkStatus();
  }

  AdvancingView& view() { return view_; }
  uint64_t done() const { return done_; }  // applied, committed or not
  bool going() const { return view_.status.ok(); }
  // Of a record that was applied in part, with all that was folded in the same transaction.
  const std::optional<uint64_t>& spoilt_at() const { return spoilt_at_; }

  // Applies what of the chunk is new to the view, and commits when it is time.
  void Take(const RecordChunk& chunk);
  void Commit();
  void StopUnreadable(uint64_t position, const absl::Status& why) {
    Commit();
    if (going()) {
      Stop(CantRead(*view_.projection, position, why));
    }
  }

 private:
  void Apply(const RecordChunk& chunk);
  void Stop(absl::Status why) {
    view_.status = std::move(why);
    txn_.reset();
    view_.projection->Reset();
  }

  AdvancingView& view_;
  std::unique_ptr<StoreTransaction> txn_;
  uint64_t done_;
  uint64_t uncommitted_ = 0;  // records
  size_t uncommitted_bytes_ = 0;
  Hash last_record_{};
  std::optional<uint64_t> spoilt_at_;
};

void Lane::Take(const RecordChunk& chunk) {
  if (!going() || chunk.end <= done_) {
    return;
  }
  const uint64_t records = chunk.end - std::max(chunk.begin, done_);
  if (uncommitted_ + records > view_.records_per_commit ||
      uncommitted_bytes_ + chunk.bytes > kBytesPerCommit) {
    Commit();
  }
  if (going() && txn_ == nullptr) {
    txn_ = view_.store->Begin();
    if (txn_ == nullptr) {
      Stop(absl::FailedPreconditionError(
          absl::StrCat("view ", ViewName(*view_.projection), " is open for reading")));
    }
  }
  if (!going()) {
    return;
  }
  Apply(chunk);
  if (going()) {
    done_ = chunk.end;
    last_record_ = chunk.last_record;
    uncommitted_ += records;
    uncommitted_bytes_ += chunk.bytes;
  }
}

void Lane::Apply(const RecordChunk& chunk) {
  Projection& projection = *view_.projection;
  for (const v1::Record* record : chunk.records) {
    if (record->position() < done_ || !projection.Wants(*record)) {
      continue;
    }
    txn_->AtRecord(record->position());
    if (const absl::Status applied = projection.Apply(*record, *txn_); !applied.ok()) {
      spoilt_at_ = record->position();
      Stop(CantApply(projection, *record, applied));
      return;
    }
  }
}

void Lane::Commit() {
  if (!going() || txn_ == nullptr || uncommitted_ == 0) {
    return;
  }
  if (absl::Status committed = view_.store->Commit(std::move(txn_), done_, last_record_);
      !committed.ok()) {
    Stop(std::move(committed));
    return;
  }
  uncommitted_ = 0;
  uncommitted_bytes_ = 0;
  view_.position = done_;
  if (view_.on_commit) {
    view_.on_commit(done_);
  }
}

class Scan {
 public:
  Scan(std::vector<AdvancingView>& views, const RecordSource& records, uint64_t to,
       const AdvanceOptions& options)
      : records_(records), to_(to), options_(options) {
    lanes_.reserve(views.size());
    for (AdvancingView& view : views) {
      lanes_.emplace_back(view);
      chunk_records_ = std::min(chunk_records_, std::max<uint32_t>(view.records_per_commit, 1));
    }
  }

  absl::Status Run();
  std::vector<Lane>& lanes() { return lanes_; }

 private:
  // Of the views that still have a way to go; `to_` where there is none.
  uint64_t Least() const {
    uint64_t least = to_;
    for (const Lane& lane : lanes_) {
      if (lane.going()) {
        least = std::min(least, lane.done());
      }
    }
    return least;
  }
  bool AnyGoing() const {
    return std::any_of(lanes_.begin(), lanes_.end(),
                       [this](const Lane& lane) { return lane.going() && lane.done() < to_; });
  }
  bool Cancelled() const {
    return options_.cancel != nullptr && options_.cancel->load(std::memory_order_relaxed);
  }
  void CommitAll() {
    for (Lane& lane : lanes_) {
      lane.Commit();
    }
  }
  absl::Status From(uint64_t position);

  const RecordSource& records_;
  const uint64_t to_;
  const AdvanceOptions& options_;
  uint32_t chunk_records_ = kChunkRecords;
  std::vector<Lane> lanes_;
};

// To the end of the range, to where no view goes on, or to a record that can't be read.
absl::Status Scan::From(uint64_t position) {
  RecordFeed feed(records_, position, to_, chunk_records_);
  uint64_t reported = position;
  while (const RecordChunk* chunk = feed.Next()) {
    for (Lane& lane : lanes_) {
      lane.Take(*chunk);
    }
    if (!chunk->status.ok()) {
      for (Lane& lane : lanes_) {
        if (lane.going() && lane.done() <= chunk->end) {
          lane.StopUnreadable(chunk->end, chunk->status);
        }
      }
    }
    if (Cancelled()) {
      CommitAll();
      return absl::CancelledError(absl::StrCat("cancelled at record ", chunk->end, " of ", to_));
    }
    if (!AnyGoing()) {
      break;
    }
    if (options_.progress && chunk->end - reported >= kRecordsPerProgress && chunk->end < to_) {
      options_.progress(chunk->end, to_);
      reported = chunk->end;
    }
  }
  return absl::OkStatus();
}

absl::Status Scan::Run() {
  // More than one round only where a record can't be read that a view is past already.
  while (AnyGoing()) {
    DAYBOOK_RETURN_IF_ERROR(From(Least()));
  }
  CommitAll();
  const bool any_left =
      std::any_of(lanes_.begin(), lanes_.end(), [](const Lane& lane) { return lane.going(); });
  if (options_.progress && any_left) {
    options_.progress(to_, to_);
  }
  return absl::OkStatus();
}

}  // namespace

std::string ViewName(const Projection& projection) {
  return absl::StrCat(ToAbsl(projection.name()), ".v", projection.version());
}

absl::Status CheckOrigin(const std::string& view_name, const ViewInfo& info,
                         const RecordSource& records) {
  if (info.position > records.end()) {
    return absl::FailedPreconditionError(absl::StrCat("view ", view_name, " is as of record ",
                                                      info.position, ", but the log ends at ",
                                                      records.end(), ": rebuild the view"));
  }
  if (info.position == 0 || info.last_record == Hash{}) {
    return absl::OkStatus();
  }
  bool same = false;
  DAYBOOK_RETURN_IF_ERROR(
      records.Read(info.position - 1, info.position, [&](uint64_t, std::string_view bytes) {
        same = Sha256Of(bytes) == info.last_record;
        return absl::OkStatus();
      }));
  if (!same) {
    return absl::FailedPreconditionError(
        absl::StrCat("view ", view_name, " was built from another log: record ", info.position - 1,
                     " is not the one it was built from: rebuild the view"));
  }
  return absl::OkStatus();
}

absl::Status AdvanceMany(std::vector<AdvancingView>& views, const RecordSource& records,
                         uint64_t to, const AdvanceOptions& options) {
  std::vector<std::pair<AdvancingView*, uint64_t>> to_fold_again;
  absl::Status ended;
  {
    Scan scan(views, records, to, options);
    ended = scan.Run();
    for (Lane& lane : scan.lanes()) {
      if (lane.spoilt_at().has_value()) {
        to_fold_again.emplace_back(&lane.view(), *lane.spoilt_at());
      }
    }
  }
  // What was folded before the bad record in the same transaction is lost with it: fold that again,
  // so that the view ends exactly where it had to stop.
  for (const auto& [view, bad] : to_fold_again) {
    std::vector<AdvancingView> again = {*view};
    DAYBOOK_RETURN_IF_ERROR(Scan(again, records, bad, {}).Run());
    view->position = again[0].position;
    if (!again[0].status.ok()) {
      view->status = again[0].status;
    }
  }
  return ended;
}

}  // namespace daybook
