#include "ledger/engine/recorder.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/resolve.h"
#include "ledger/log/record_codec.h"
#include "ledger/privacy/sealing.h"

namespace daybook {
namespace {

// DataLoss would say that history is damaged. State is not history.
absl::Status StateFailure(const absl::Status& status) {
  if (!absl::IsDataLoss(status)) return status;
  return absl::UnavailableError(
      absl::StrCat(std::string(status.message()),
                   "; the log is not concerned: close the ledger, delete DIR/state, and open it "
                   "again, which folds it anew"));
}

}  // namespace

void Recorder::Take(Submission& submission, Batch& batch) {
  Answer answer{std::move(submission.done), Receipt(), std::nullopt};
  if (absl::Status status = Record(submission, batch, answer); !status.ok()) {
    answer.result = std::move(status);
  }
  batch.answers.push_back(std::move(answer));
}

bool Recorder::import_unfinished() const {
  const LedgerFacts& facts = parts_.keeper.state().facts();
  return facts.import.has_value() && !facts.import_completed;
}

// The status is the answer where there is no receipt; a conflict is recorded and answered with an
// error all the same.
absl::Status Recorder::Record(Submission& submission, Batch& batch, Answer& answer) {
  DAYBOOK_RETURN_IF_ERROR(CheckImport(submission));
  StateKeeper& keeper = parts_.keeper;
  const absl::StatusOr<std::optional<FirstUse>> found =
      keeper.FindRequest(submission.request.request_id());
  if (!found.ok()) return StateFailure(found.status());
  const std::optional<FirstUse>& first = *found;
  if (first.has_value() && first->content_mac == submission.content_mac) {
    answer.first_position = first->position;
    return absl::OkStatus();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Times times, TimesOf(submission));
  if (absl::Status loaded = keeper.Load(submission.request); !loaded.ok()) {
    return StateFailure(loaded);
  }

  const uint64_t position = keeper.position();
  record_.Clear();
  record_.set_position(position);
  record_.mutable_request()->Swap(&submission.request);
  DAYBOOK_RETURN_IF_ERROR(SealPersonalData(*record_.mutable_request()));
  record_.set_content_mac(submission.content_mac.data(), submission.content_mac.size());
  record_.set_decider_version(kDeciderVersion);
  const v1::Request& request = record_.request();
  ResolveInto(keeper.state(), request, times.recorded_at, times.source, times.ingested_at,
              parts_.zones, *record_.mutable_resolution());
  if (first.has_value()) {
    record_.mutable_outcome()->mutable_conflict()->set_first_position(first->position);
  } else {
    DecideInto(keeper.state(), request, record_.resolution(), *record_.mutable_outcome());
  }
  absl::StatusOr<std::string> bytes = EncodeRecord(record_);
  if (!bytes.ok()) return absl::InvalidArgumentError(bytes.status().message());
  DAYBOOK_RETURN_IF_ERROR(keeper.Apply(record_));
  NoteImport(record_);

  if (batch.records.empty()) batch.first_position = position;
  batch.records.push_back(*std::move(bytes));
  if (first.has_value()) {
    return absl::AlreadyExistsError(absl::StrCat(
        "request id ", request.request_id(), " was used with other content at position ",
        first->position, "; this use is recorded as a conflict at position ", position));
  }
  answer.result->position = position;
  answer.result->recorded_at = times.recorded_at;
  answer.result->outcome.Swap(record_.mutable_outcome());
  return absl::OkStatus();
}

absl::Status Recorder::CheckImport(const Submission& submission) const {
  const bool unfinished = import_unfinished();
  switch (submission.origin) {
    case Origin::kOutside:
      if (!unfinished) return absl::OkStatus();
      return absl::FailedPreconditionError(
          import_begun_here_
              ? "an import is going on: other requests are taken when it is completed"
              : "an import was interrupted: continue it with the same file");
    case Origin::kImporter:
      if (unfinished && import_begun_here_) return absl::OkStatus();
      return absl::FailedPreconditionError("no import was begun");
    case Origin::kLedger:
      // The ticker looks first, but an import may begin between its look and this one.
      if (!unfinished || !submission.request.has_run_due()) return absl::OkStatus();
      return absl::FailedPreconditionError("nothing falls due while an import is going on");
  }
  return absl::InternalError("a submission of no origin");
}

absl::StatusOr<Recorder::Times> Recorder::TimesOf(const Submission& submission) {
  Times times;
  if (submission.origin == Origin::kImporter) {
    times.source = v1::TIME_SOURCE_IMPORTED;
    times.recorded_at = submission.imported_at;
    times.ingested_at = parts_.clock.Now();
  } else {
    const absl::StatusOr<Instant> now = parts_.clock_guard.Now();
    const bool about_itself =
        submission.request.has_adopt_schema() || submission.request.has_note_recovery();
    const std::optional<Instant> last = parts_.keeper.last_recorded_at(times.source);
    if (now.ok()) {
      times.recorded_at = *now;
    } else if (submission.origin == Origin::kLedger && about_itself && last.has_value()) {
      // Must not wait until somebody confirms the clock; the last instant is the latest one known.
      times.recorded_at = *last;
    } else {
      return now.status();
    }
  }
  if (const std::optional<Instant> last = parts_.keeper.last_recorded_at(times.source)) {
    times.recorded_at = std::max(times.recorded_at, *last);
  }
  return times;
}

absl::Status Recorder::SealPersonalData(v1::Request& request) {
  for (v1::Personal* const personal : PersonalFields(request)) {
    if (!personal->has_plain()) continue;
    const std::string_view customer = parts_.keeper.SealingCustomer(request);
    if (!IsValidId(customer)) {
      // There is no key that could be destroyed to erase it, so of what was given only that it was
      // is kept. The request is declined.
      personal->mutable_sealed()->Clear();
      continue;
    }
    DAYBOOK_ASSIGN_OR_RETURN(const uint64_t slot, KeySlotFor(customer));
    DAYBOOK_ASSIGN_OR_RETURN(const Key key, parts_.keys.CustomerKey(slot));
    DAYBOOK_ASSIGN_OR_RETURN(v1::SealedData sealed,
                             Seal(personal->plain(), key, slot, request.request_id()));
    *personal->mutable_sealed() = std::move(sealed);
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> Recorder::KeySlotFor(std::string_view customer_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<uint64_t> slot,
                           parts_.keeper.FindKeySlot(customer_id));
  if (slot.has_value()) return *slot;
  // The customer has it as soon as a record says so; if this one comes to nothing the slot goes to
  // the next.
  const uint64_t next = parts_.keeper.next_key_slot();
  DAYBOOK_RETURN_IF_ERROR(parts_.key_supply.Reserve(next));
  return next;
}

void Recorder::NoteImport(const v1::Record& record) {
  if (!record.outcome().has_accepted()) return;
  if (record.request().has_begin_import()) import_begun_here_ = true;
  if (record.request().has_complete_import()) import_begun_here_ = false;
}

}  // namespace daybook
