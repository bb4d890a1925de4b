#include "ledger/engine/committer.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/thread_name.h"
#include "ledger/domain/times.h"
#include "ledger/log/record_codec.h"

namespace daybook {
namespace {

template <typename T>
void MoveAppend(std::vector<T>& from, std::vector<T>& to) {
  if (to.empty()) {
    std::swap(from, to);
  } else {
    std::move(from.begin(), from.end(), std::back_inserter(to));
  }
  from.clear();
}

absl::Status UnknownAfter(const absl::Status& failure) {
  return absl::UnknownError(
      absl::StrCat("the write failed, and it is unknown what the disk holds: open the ledger again "
                   "and retry with the same id (",
                   std::string(failure.message()), ")"));
}

}  // namespace

Committer::Committer(RecordLog& log, size_t max_batch, Counters& counters)
    : log_(log),
      max_batch_(max_batch),
      counters_(counters),
      durable_(log.end()),
      answered_(log.end()) {
  thread_ = std::thread([this] { Run(); });
  thread_id_ = thread_.get_id();
}

Committer::~Committer() { Close(); }

void Committer::Close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  staged_changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Committer::Stage(Batch& piece) {
  {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this, &piece] {
      return staged_.empty() || staged_.answers.size() + piece.answers.size() <= max_batch_;
    });
    if (staged_.records.empty()) staged_.first_position = piece.first_position;
    MoveAppend(piece.records, staged_.records);
    MoveAppend(piece.answers, staged_.answers);
  }
  staged_changed_.notify_one();
}

bool Committer::AwaitDurable(uint64_t position) {
  std::unique_lock lock(mutex_);
  durable_changed_.wait(lock, [this, position] { return durable_ >= position || !failure_.ok(); });
  return durable_ >= position;
}

bool Committer::AwaitAnswered(uint64_t position) {
  std::unique_lock lock(mutex_);
  durable_changed_.wait(lock, [this, position] { return answered_ >= position || !failure_.ok(); });
  return answered_ >= position;
}

absl::Status Committer::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void Committer::Run() {
  NameThisThread("daybook-commit");
  Batch batch;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      staged_changed_.wait(lock, [this] { return !staged_.empty() || closing_; });
      if (staged_.empty()) return;
      std::swap(batch, staged_);
    }
    room_.notify_one();
    Commit(batch);
    batch.records.clear();
    batch.answers.clear();
  }
}

void Committer::Commit(Batch& batch) {
  absl::Status failed = failure();
  if (failed.ok() && !batch.records.empty()) {
    failed = log_.Append(batch.first_position, batch.records);
    {
      const std::lock_guard lock(mutex_);
      failure_ = failed;
      if (failed.ok()) durable_ = batch.first_position + batch.records.size();
    }
    durable_changed_.notify_all();
    Count(counters_.batches);
  }
  for (Answer& answer : batch.answers) {
    if (!failed.ok() && (answer.result.ok() || absl::IsAlreadyExists(answer.result.status()))) {
      answer.done(UnknownAfter(failed));
    } else {
      Reply(answer);
    }
  }
  {
    const std::lock_guard lock(mutex_);
    if (failed.ok()) answered_ = durable_;
  }
  durable_changed_.notify_all();
}

void Committer::Reply(Answer& answer) {
  if (answer.first_position.has_value()) {
    Count(counters_.duplicates);
    answer.done(ReadFirst(*answer.first_position));
    return;
  }
  if (answer.result.ok()) {
    const v1::Outcome& outcome = answer.result->outcome;
    if (outcome.has_accepted()) Count(counters_.accepted);
    if (outcome.has_declined()) Count(counters_.declined);
  } else if (absl::IsAlreadyExists(answer.result.status())) {
    Count(counters_.conflicts);
  } else {
    Count(counters_.rejected);
  }
  answer.done(std::move(answer.result));
}

absl::StatusOr<Receipt> Committer::ReadFirst(uint64_t position) const {
  v1::Record record;
  DAYBOOK_RETURN_IF_ERROR(log_.Read(
      position, position + 1,
      [&record](uint64_t at, std::string_view bytes) { return DecodeRecord(at, bytes, record); }));
  Receipt receipt;
  receipt.position = position;
  receipt.duplicate = true;
  receipt.recorded_at = ToInstant(record.resolution().recorded_at());
  receipt.outcome.Swap(record.mutable_outcome());
  return receipt;
}

}  // namespace daybook
