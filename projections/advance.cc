#include "projections/advance.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
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

// One attempt at a range.
class Pass {
 public:
  Pass(Projection& projection, ViewStore& store, const AdvanceOptions& options)
      : projection_(projection), store_(store), options_(options), done_(store.info().position) {}

  absl::Status Run(const RecordSource& records, uint64_t to);
  // After Run: the record that can't be read or applied.
  std::optional<uint64_t> bad_position() const { return bad_position_; }

 private:
  absl::Status ApplyChunk(const RecordChunk& chunk);
  absl::Status Commit();
  absl::Status Stopped(uint64_t position, const absl::Status& why);
  bool Cancelled() const {
    return options_.cancel != nullptr && options_.cancel->load(std::memory_order_relaxed);
  }
  bool Wanted(const v1::Record& record) const {
    const auto& events = record.outcome().accepted().events();
    return std::any_of(events.begin(), events.end(),
                       [this](const v1::Event& event) { return projection_.Wants(event); });
  }

  Projection& projection_;
  ViewStore& store_;
  const AdvanceOptions& options_;
  std::unique_ptr<ViewTransaction> txn_;
  uint64_t done_;             // applied, committed or not
  uint64_t uncommitted_ = 0;  // records
  size_t uncommitted_bytes_ = 0;
  Hash last_record_{};
  std::optional<uint64_t> bad_position_;
};

absl::Status Pass::Run(const RecordSource& records, uint64_t to) {
  const uint32_t per_commit = std::max<uint32_t>(options_.records_per_commit, 1);
  RecordFeed feed(records, done_, to, std::min(kChunkRecords, per_commit));
  uint64_t reported = done_;
  while (const RecordChunk* chunk = feed.Next()) {
    if (uncommitted_ + chunk->records.size() > per_commit ||
        uncommitted_bytes_ + chunk->bytes > kBytesPerCommit) {
      DAYBOOK_RETURN_IF_ERROR(Commit());
    }
    DAYBOOK_RETURN_IF_ERROR(ApplyChunk(*chunk));
    if (!chunk->status.ok()) {
      return Stopped(chunk->end, chunk->status);
    }
    if (Cancelled()) {
      DAYBOOK_RETURN_IF_ERROR(Commit());
      return absl::CancelledError(absl::StrCat("view ", ToAbsl(projection_.name()),
                                               ": cancelled at record ", done_, " of ", to));
    }
    if (options_.progress && done_ - reported >= kRecordsPerProgress) {
      options_.progress(done_, to);
      reported = done_;
    }
  }
  DAYBOOK_RETURN_IF_ERROR(Commit());
  if (options_.progress) {
    options_.progress(done_, to);
  }
  return absl::OkStatus();
}

absl::Status Pass::ApplyChunk(const RecordChunk& chunk) {
  if (txn_ == nullptr) {
    txn_ = store_.Begin();
    if (txn_ == nullptr) {
      return absl::FailedPreconditionError(
          absl::StrCat("view ", ToAbsl(projection_.name()), " is open for reading"));
    }
  }
  for (const v1::Record* record : chunk.records) {
    if (!Wanted(*record)) {
      continue;
    }
    if (const absl::Status applied = projection_.Apply(*record, *txn_); !applied.ok()) {
      return Stopped(record->position(), applied);
    }
  }
  if (chunk.end > chunk.begin) {
    done_ = chunk.end;
    last_record_ = chunk.last_record;
  }
  uncommitted_ += chunk.records.size();
  uncommitted_bytes_ += chunk.bytes;
  return absl::OkStatus();
}

absl::Status Pass::Commit() {
  if (txn_ == nullptr || uncommitted_ == 0) {
    return absl::OkStatus();
  }
  DAYBOOK_RETURN_IF_ERROR(projection_.Flush(*txn_));
  DAYBOOK_RETURN_IF_ERROR(store_.Commit(std::move(txn_), done_, last_record_));
  txn_ = store_.Begin();
  uncommitted_ = 0;
  uncommitted_bytes_ = 0;
  if (options_.on_commit) {
    options_.on_commit(done_);
  }
  return absl::OkStatus();
}

absl::Status Pass::Stopped(uint64_t position, const absl::Status& why) {
  bad_position_ = position;
  return absl::Status(why.code(), absl::StrCat("view ", ToAbsl(projection_.name()),
                                               " stops at record ", position, ": ", why.message()));
}

}  // namespace

absl::Status CheckOrigin(const Projection& projection, const ViewInfo& info,
                         const RecordSource& records) {
  if (info.position > records.end()) {
    return absl::FailedPreconditionError(
        absl::StrCat("view ", ToAbsl(projection.name()), " is as of record ", info.position,
                     ", but the log ends at ", records.end(), ": rebuild the view"));
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
        absl::StrCat("view ", ToAbsl(projection.name()), " was built from another log: record ",
                     info.position - 1, " is not the one it was built from: rebuild the view"));
  }
  return absl::OkStatus();
}

absl::Status Advance(Projection& projection, ViewStore& store, const RecordSource& records,
                     uint64_t to, const AdvanceOptions& options) {
  std::optional<uint64_t> bad;
  absl::Status status;
  {
    Pass pass(projection, store, options);
    status = pass.Run(records, to);
    bad = pass.bad_position();
  }
  if (status.ok() || absl::IsCancelled(status)) {
    return status;
  }
  // The bad record may have been applied in part, and what was folded before it in the same
  // transaction is lost with it: fold that again, so that the view ends exactly where it had to
  // stop.
  projection.Reset();
  if (bad.has_value() && *bad > store.info().position) {
    Pass again(projection, store, options);
    DAYBOOK_RETURN_IF_ERROR(again.Run(records, *bad));
  }
  return status;
}

}  // namespace daybook
