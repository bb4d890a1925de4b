#include "ledger/engine/recorder.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/resolve.h"
#include "ledger/domain/times.h"
#include "ledger/engine/own_request.h"
#include "ledger/log/record_codec.h"
#include "ledger/privacy/sealing.h"

namespace daybook {
namespace {

bool ImportUnfinished(const LedgerFacts& facts) {
  return facts.import.has_value() && !facts.import_completed;
}

}  // namespace

void Recorder::Take(Submission& submission, Batch& batch) {
  Answer answer{std::move(submission.done), Receipt(), std::nullopt};
  if (absl::Status status = Record(submission, batch, answer); !status.ok()) {
    answer.result = std::move(status);
  }
  batch.answers.push_back(std::move(answer));
}

bool Recorder::clock_stands_aside() const {
  const LedgerFacts& facts = parts_.keeper.state().facts();
  return facts.simulation.has_value() || ImportUnfinished(facts);
}

// The status is the answer where there is no receipt; a conflict is recorded and answered with an
// error all the same.
absl::Status Recorder::Record(Submission& submission, Batch& batch, Answer& answer) {
  if (submission.look) return Look(submission, answer);
  DAYBOOK_RETURN_IF_ERROR(CheckOrigin(submission));
  if (submission.origin == Origin::kSimulator) {
    DAYBOOK_RETURN_IF_ERROR(RecordDue(submission.given_at, batch));
  }
  const absl::StatusOr<std::optional<FirstUse>> found =
      parts_.keeper.FindRequest(submission.request.request_id());
  if (!found.ok()) return StateFailure(found.status());
  const std::optional<FirstUse>& first = *found;
  if (first.has_value() && first->content_mac == submission.content_mac) {
    // A simulation that goes on asks what it asked at first.
    if (IsSimulationHeld(submission.request)) simulation_begun_here_ = true;
    answer.first_position = first->position;
    return absl::OkStatus();
  }
  DAYBOOK_RETURN_IF_ERROR(CheckSimulationFits(submission));
  DAYBOOK_ASSIGN_OR_RETURN(const Times times, TimesOf(submission));
  return Append(submission.request, submission.content_mac, times, first, batch, answer);
}

// Also in a simulation or an import: the moment is that of the last record then.
absl::Status Recorder::Look(Submission& submission, Answer& answer) {
  StateKeeper& keeper = parts_.keeper;
  if (absl::Status loaded = keeper.Load(submission.request); !loaded.ok()) {
    return StateFailure(loaded);
  }
  Times times;
  if (clock_stands_aside()) {
    times.recorded_at = keeper.last_recorded_at().value_or(parts_.clock.Now());
  } else {
    DAYBOOK_ASSIGN_OR_RETURN(times, TimesOf(submission));
  }
  record_.Clear();
  ResolveInto(keeper.state(), submission.request, times.recorded_at, times.source,
              times.ingested_at, parts_.zones, *record_.mutable_resolution());
  DAYBOOK_RETURN_IF_ERROR(
      submission.look(keeper.state(), submission.request, record_.resolution()));
  answer.result->position = keeper.position();
  answer.result->recorded_at = times.recorded_at;
  return absl::OkStatus();
}

// At the instants at which it falls due, one record each (or more, where there is much): the log is
// the same however far apart the requests of the simulation are, and wherever it was interrupted.
absl::Status Recorder::RecordDue(Instant until, Batch& batch) {
  StateKeeper& keeper = parts_.keeper;
  until = std::max(until, keeper.last_recorded_at().value_or(until));
  while (keeper.state().NextDue() <= until) {
    const Instant due = keeper.state().NextDue();
    v1::Request request = DueRequest(due, keeper.position());
    // An id of the simulation's own might be in the way: then what is due would be due for ever.
    while (true) {
      const absl::StatusOr<std::optional<FirstUse>> found =
          keeper.FindRequest(request.request_id());
      if (!found.ok()) return StateFailure(found.status());
      if (!found->has_value()) break;
      request.mutable_request_id()->push_back('+');
    }
    std::string bytes;
    SerializeDeterministically(request, bytes);
    const Times times = {std::max(due, keeper.last_recorded_at().value_or(due)),
                         v1::TIME_SOURCE_SIMULATED, parts_.clock.Now()};
    Answer nobody{[](const absl::StatusOr<Receipt>&) {}, Receipt(), std::nullopt};
    DAYBOOK_RETURN_IF_ERROR(Append(request, ContentMac(bytes, parts_.keys.compare_key()), times,
                                   std::nullopt, batch, nobody));
    const bool settled = nobody.result->outcome.accepted().events_size() > 0;
    batch.answers.push_back(std::move(nobody));
    if (!settled) return absl::InternalError("what falls due does not fall due");
  }
  return absl::OkStatus();
}

// Decides, encodes and folds the request, which is used up. `first`: the use of its id with other
// content, to which it is in conflict.
absl::Status Recorder::Append(v1::Request& given, const Hash& content_mac, const Times& times,
                              const std::optional<FirstUse>& first, Batch& batch, Answer& answer) {
  StateKeeper& keeper = parts_.keeper;
  if (absl::Status loaded = keeper.Load(given); !loaded.ok()) return StateFailure(loaded);

  const uint64_t position = keeper.position();
  record_.Clear();
  record_.set_position(position);
  record_.mutable_request()->Swap(&given);
  DAYBOOK_RETURN_IF_ERROR(SealPersonalData(*record_.mutable_request(), first.has_value()));
  record_.set_content_mac(content_mac.data(), content_mac.size());
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
  if (!bytes.ok()) {
    return Refuse("record-too-large", std::string(FromAbsl(bytes.status().message())));
  }
  DAYBOOK_RETURN_IF_ERROR(keeper.Apply(record_));
  NoteBeginning(request, record_.outcome().has_accepted());
  DestroyErased(answer);

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

// Once the record is durable, and before anybody is told so.
void Recorder::DestroyErased(Answer& answer) {
  std::vector<uint64_t> slots = parts_.keeper.TakeErasedSlots();
  if (slots.empty()) return;
  answer.done = [&keys = parts_.keys, &keeper = parts_.keeper, slots = std::move(slots),
                 done = std::move(answer.done)](absl::StatusOr<Receipt> result) {
    for (const uint64_t slot : slots) {
      if (!result.ok()) break;
      const absl::Status destroyed = keys.Destroy(slot);
      if (destroyed.ok()) continue;
      keeper.StopCheckpoints();  // or the next fold would not see it
      result = absl::UnavailableError(absl::StrCat(
          "the erasure is recorded, but a key could not be destroyed: ",
          std::string(FromAbsl(destroyed.message())), "; open the ledger again, which does it"));
    }
    done(std::move(result));
  };
}

absl::Status Recorder::CheckOrigin(const Submission& submission) const {
  return parts_.keeper.state().facts().simulation.has_value() ? CheckOriginInSimulation(submission)
                                                              : CheckOriginInImport(submission);
}

absl::Status Recorder::CheckOriginInSimulation(const Submission& submission) const {
  switch (submission.origin) {
    case Origin::kOutside:
    case Origin::kImporter:
      return absl::FailedPreconditionError(
          "the ledger holds a simulation and takes nothing that happened");
    case Origin::kSimulator:
      if (simulation_begun_here_) return absl::OkStatus();
      return absl::FailedPreconditionError("the simulation must be begun again to go on");
    case Origin::kLedger:
      if (!submission.request.has_run_due()) return absl::OkStatus();
      return absl::FailedPreconditionError("in a simulation things fall due in its own time");
  }
  return absl::InternalError("a submission of no origin");
}

absl::Status Recorder::CheckOriginInImport(const Submission& submission) const {
  const bool unfinished = ImportUnfinished(parts_.keeper.state().facts());
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
    case Origin::kSimulator:
      return absl::FailedPreconditionError("no simulation was begun");
    case Origin::kLedger:
      // The ticker looks first, but an import may begin between its look and this one.
      if (!unfinished || !submission.request.has_run_due()) return absl::OkStatus();
      return absl::FailedPreconditionError("nothing falls due while an import is going on");
  }
  return absl::InternalError("a submission of no origin");
}

absl::StatusOr<Recorder::Times> Recorder::TimesOf(const Submission& submission) {
  if (submission.origin == Origin::kImporter || submission.origin == Origin::kSimulator) {
    return GivenTimes(submission);
  }
  if (submission.origin == Origin::kLedger && IsAboutTheLedger(submission.request)) {
    return OwnTimes(submission.request);
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Instant now, parts_.clock_guard.Now());
  Times times;
  times.recorded_at = std::max(now, parts_.keeper.last_recorded_at().value_or(now));
  return times;
}

absl::StatusOr<Recorder::Times> Recorder::GivenTimes(const Submission& submission) const {
  const bool imported = submission.origin == Origin::kImporter;
  const Instant given = submission.given_at;
  Times times;
  times.source = imported ? v1::TIME_SOURCE_IMPORTED : v1::TIME_SOURCE_SIMULATED;
  times.ingested_at = parts_.clock.Now();
  // Every request after the import would have to wait for that time to come.
  if (imported && given > times.ingested_at) {
    return Refuse("invalid-time",
                  absl::StrCat("imported as of ", FormatInstant(given), ", but it is only ",
                               FormatInstant(times.ingested_at), " by this machine's clock"));
  }
  times.recorded_at = std::max(given, parts_.keeper.last_recorded_at().value_or(given));
  return times;
}

absl::StatusOr<Recorder::Times> Recorder::OwnTimes(const v1::Request& request) {
  Times times;
  const absl::StatusOr<Instant> now = parts_.clock_guard.Now();
  const std::optional<Instant> last = parts_.keeper.last_machine_time();
  const bool opening = request.has_adopt_schema() || request.has_note_recovery();
  if (now.ok()) {
    times.recorded_at = *now;
  } else if (opening && last.has_value()) {
    // Must not wait until somebody confirms the clock; the last instant is the latest one known.
    times.recorded_at = *last;
  } else {
    return now.status();
  }
  if (last.has_value()) times.recorded_at = std::max(times.recorded_at, *last);
  return times;
}

absl::Status Recorder::Refuse(std::string_view cause, const std::string& why) const {
  parts_.rejects.Count(cause);
  return absl::InvalidArgumentError(why);
}

absl::Status Recorder::SealPersonalData(v1::Request& request, bool conflicts) {
  for (v1::Personal* const personal : PersonalFields(request)) {
    if (!personal->has_plain()) continue;
    const std::string owner = parts_.keeper.SealingCustomer(request);
    if (owner.empty()) {
      // There is no key that could be destroyed to erase it, so of what was given only that it was
      // is kept. The request is declined.
      personal->mutable_sealed()->Clear();
      continue;
    }
    if (conflicts && request.has_put_on_account()) {
      const absl::StatusOr<std::optional<uint64_t>> known = parts_.keeper.FindKeySlot(owner);
      if (!known.ok()) return StateFailure(known.status());
      if (!known->has_value()) {
        // The earlier request of the id was another: no invoice will ever end the time for which a key were kept.
        personal->mutable_sealed()->Clear();
        continue;
      }
    }
    DAYBOOK_ASSIGN_OR_RETURN(const uint64_t slot, KeySlotFor(owner));
    const absl::StatusOr<Key> key = parts_.keys.CustomerKey(slot);
    if (absl::IsNotFound(key.status()) && request.has_put_on_account()) {
      // The id of an earlier request, whose buyer is destroyed: it is a conflict, of which no buyer is kept either.
      personal->mutable_sealed()->Clear();
      continue;
    }
    if (absl::IsNotFound(key.status())) {
      return Refuse("customer-erased",
                    "the customer was erased: personal data needs a new customer_id");
    }
    DAYBOOK_RETURN_IF_ERROR(key.status());
    DAYBOOK_ASSIGN_OR_RETURN(v1::SealedData sealed,
                             Seal(personal->plain(), *key, slot, request.request_id()));
    *personal->mutable_sealed() = std::move(sealed);
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> Recorder::KeySlotFor(std::string_view customer_id) {
  const absl::StatusOr<std::optional<uint64_t>> slot = parts_.keeper.FindKeySlot(customer_id);
  if (!slot.ok()) return StateFailure(slot.status());
  if (slot->has_value()) return **slot;
  // The customer has it as soon as a record says so; if this one comes to nothing the slot goes to
  // the next.
  const uint64_t next = parts_.keeper.next_key_slot();
  DAYBOOK_RETURN_IF_ERROR(parts_.key_supply.Reserve(next));
  return next;
}

// A mistyped directory is not to leave a trace in somebody's ledger.
absl::Status Recorder::CheckSimulationFits(const Submission& submission) const {
  if (submission.origin != Origin::kLedger || !submission.request.has_begin_simulation()) {
    return absl::OkStatus();
  }
  const LedgerFacts& facts = parts_.keeper.state().facts();
  std::string what;
  if (facts.simulation) {
    what = absl::StrCat("another simulation (", facts.simulation->source(), ", seed ",
                        facts.simulation->seed(), ")");
  } else if (facts.import) {
    what = "an import";
  } else if (facts.holds_own_requests) {
    what = "requests of its own";
  } else {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "STATE_SIMULATION_NOT_ALLOWED: the ledger holds ", what, "; nothing was recorded"));
}

bool Recorder::IsSimulationHeld(const v1::Request& request) const {
  const std::optional<v1::SimulationBegun>& held = parts_.keeper.state().facts().simulation;
  const v1::BeginSimulation& begin = request.begin_simulation();
  return request.has_begin_simulation() && held.has_value() && held->source() == begin.source() &&
         held->seed() == begin.seed() && held->settings_sha256() == begin.settings_sha256();
}

void Recorder::NoteBeginning(const v1::Request& request, bool accepted) {
  if (!accepted) return;
  if (request.has_begin_import()) import_begun_here_ = true;
  if (request.has_complete_import()) import_begun_here_ = false;
  if (request.has_begin_simulation()) simulation_begun_here_ = true;
}

}  // namespace daybook
