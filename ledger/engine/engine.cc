#include "ledger/engine/engine.h"

#include <algorithm>
#include <condition_variable>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/quote/explain.h"
#include "ledger/domain/quote/quote.h"
#include "ledger/domain/times.h"
#include "ledger/engine/deadline.h"
#include "ledger/engine/fold.h"
#include "ledger/engine/own_request.h"
#include "ledger/engine/schema_record.h"
#include "ledger/log/record_codec.h"
#include "ledger/privacy/sealing.h"

namespace daybook {
namespace {

// Where a submitter that may give up meets an answer that may come later.
struct Waiter {
  std::mutex mutex;
  std::condition_variable answered;
  std::optional<absl::StatusOr<Receipt>> answer;
};

std::string ReasonsOf(const v1::Declined& declined) {
  std::string text = "declined:";
  for (const v1::Decline& reason : declined.reasons()) {
    absl::StrAppend(&text, " ", v1::DeclineCode_Name(reason.code()));
    if (!reason.detail().empty()) absl::StrAppend(&text, " (", reason.detail(), ")");
  }
  return text;
}

absl::Status FromItself(std::string_view call) {
  return absl::FailedPreconditionError(
      absl::StrCat(std::string(call), " from a callback would wait for itself"));
}

// Small files that were being replaced when a process stopped. Whoever has the lock replaces no
// others.
absl::Status RemoveLeftovers(FileSystem& files, const std::string& dir) {
  for (const std::string& folder : {dir, absl::StrCat(dir, "/keys")}) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List(folder));
    for (const std::string& name : names) {
      if (name.find(".tmp.") == std::string::npos) continue;
      DAYBOOK_RETURN_IF_ERROR(files.Remove(absl::StrCat(folder, "/", name)));
    }
  }
  return absl::OkStatus();
}

// The first sixteen bytes: an id has no room for more.
std::string ShortHex(std::string_view sha256) { return ToHex(sha256.substr(0, 16)); }

}  // namespace

Engine::Engine(const LedgerOptions& options, std::unique_ptr<FileLock> lock)
    : options_(options),
      request_check_(v1::Request::descriptor()),
      lock_(std::move(lock)),
      queue_(std::max<uint32_t>(options.queue_capacity, 1)) {}

Engine::~Engine() { Close().IgnoreError(); }

absl::StatusOr<std::unique_ptr<FileLock>> Engine::TakeLock(const std::string& dir,
                                                           const LedgerOptions& options) {
  FileSystem& files = *options.log.storage.files;
  if (!files.Exists(dir)) return absl::NotFoundError(absl::StrCat("no ledger at ", dir));
  absl::StatusOr<std::unique_ptr<FileLock>> lock = files.Lock(absl::StrCat(dir, "/lock"));
  if (!absl::IsFailedPrecondition(lock.status())) return lock;
  constexpr std::string_view kBefore = "held by ";
  std::string_view holder = FromAbsl(lock.status().message());
  if (const size_t at = holder.rfind(kBefore); at != std::string_view::npos) {
    holder.remove_prefix(at + kBefore.size());
  }
  return absl::FailedPreconditionError(
      absl::StrCat("ledger ", dir, " is already open for writing by ", std::string(holder)));
}

absl::StatusOr<std::unique_ptr<Engine>> Engine::Open(const std::string& dir,
                                                     const LedgerOptions& options,
                                                     std::unique_ptr<FileLock> lock) {
  std::unique_ptr<Engine> engine(new Engine(options, std::move(lock)));
  DAYBOOK_RETURN_IF_ERROR(engine->OpenFiles(dir));
  DAYBOOK_RETURN_IF_ERROR(RemoveLeftovers(*options.log.storage.files, dir));
  const uint64_t end = engine->log_->end();
  DAYBOOK_RETURN_IF_ERROR(engine->AdoptSchemaIfNeeded());
  DAYBOOK_RETURN_IF_ERROR(engine->NoteRecoveryIfOwed(dir, end));
  engine->StartTicker();
  return engine;
}

absl::Status Engine::OpenFiles(const std::string& dir) {
  const Storage& storage = options_.log.storage;
  // Before the log, which is changed by being opened: with keys missing nothing is.
  absl::StatusOr<std::unique_ptr<KeyRing>> keys =
      KeyRing::Open(*storage.files, absl::StrCat(dir, "/keys"));
  if (absl::IsNotFound(keys.status())) {
    return absl::DataLossError(absl::StrCat(std::string(FromAbsl(keys.status().message())),
                                            ": restore the keys of this ledger"));
  }
  DAYBOOK_RETURN_IF_ERROR(keys.status());
  keys_ = *std::move(keys);
  DAYBOOK_ASSIGN_OR_RETURN(log_, RecordLog::Open(dir, options_.log));
  committer_ =
      std::make_unique<Committer>(*log_, std::max<uint32_t>(options_.max_batch, 1), counters_);
  DAYBOOK_RETURN_IF_ERROR(OpenState(absl::StrCat(dir, "/state")));
  if (keeper_->next_key_slot() > keys_->slots()) {
    // Making the slabs anew would give keys that open nothing, and nobody would notice.
    return absl::DataLossError(absl::StrCat(dir, "/keys: the log uses ", keeper_->next_key_slot(),
                                            " key slots, and only ", keys_->slots(),
                                            " are there; restore the missing slabs"));
  }
  return absl::OkStatus();
}

absl::Status Engine::OpenState(const std::string& state_dir) {
  StateKeeperOptions options;
  options.storage = options_.log.storage;
  options.cached_entities = options_.cached_entities;
  options.await_durable = [this](uint64_t position) { return committer_->AwaitAnswered(position); };
  DAYBOOK_ASSIGN_OR_RETURN(keeper_, StateKeeper::Open(state_dir, options));
  DAYBOOK_ASSIGN_OR_RETURN(const bool fits, StateIsOfThisLog());
  if (!fits) {
    keeper_.reset();
    DAYBOOK_RETURN_IF_ERROR(options.storage.files->RemoveTree(state_dir));
    DAYBOOK_ASSIGN_OR_RETURN(keeper_, StateKeeper::Open(state_dir, options));
  }
  // What a crash kept from being destroyed is destroyed before a checkpoint could make it forgotten.
  const auto destroy_erased = [this](StateKeeper& keeper) {
    absl::Status status;
    for (const uint64_t slot : keeper.TakeErasedSlots()) status.Update(keys_->Destroy(slot));
    return status;
  };
  absl::Status folded = Fold(*log_, log_->end(), *keeper_, {}, destroy_erased);
  if (absl::IsDataLoss(folded)) {
    // Damage in what was not looked at when the state was opened. If it is the log's after all, the
    // second time says so.
    keeper_.reset();
    DAYBOOK_RETURN_IF_ERROR(options.storage.files->RemoveTree(state_dir));
    DAYBOOK_ASSIGN_OR_RETURN(keeper_, StateKeeper::Open(state_dir, options));
    folded = Fold(*log_, log_->end(), *keeper_, {}, destroy_erased);
  }
  return folded;
}

// A log that was recovered or restored may be shorter than its state, or go on differently.
absl::StatusOr<bool> Engine::StateIsOfThisLog() const {
  const uint64_t position = keeper_->position();
  if (position > log_->end()) return false;
  if (position == 0) return true;
  v1::Record last;
  DAYBOOK_RETURN_IF_ERROR(log_->Read(
      position - 1, position,
      [&last](uint64_t at, std::string_view bytes) { return DecodeRecord(at, bytes, last); }));
  return last.content_mac() == AsBytes(keeper_->last_content_mac());
}

absl::Status Engine::AdoptSchemaIfNeeded() {
  const Schema schema = BuiltInSchema();
  const bool adopted = keeper_->state().facts().schema_sha256 == AsBytes(schema.sha256);
  StartThreads();
  if (adopted) return absl::OkStatus();
  for (v1::Request& request : AdoptSchemaRequests(schema, log_->end())) {
    DAYBOOK_RETURN_IF_ERROR(SubmitOwn(std::move(request)));
  }
  return absl::OkStatus();
}

// The id is the kept copy's, so that a note which was recorded just before a crash is found again.
absl::Status Engine::NoteRecoveryIfOwed(const std::string& dir, uint64_t recovered_end) {
  FileSystem& files = *options_.log.storage.files;
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<UnnotedRecovery> recovery,
                           ReadUnnotedRecovery(files, dir));
  if (!recovery.has_value()) return absl::OkStatus();
  v1::Request request = OwnRequest(absl::StrCat("recovery/", recovery->kept_copy));
  v1::NoteRecovery* const note = request.mutable_note_recovery();
  note->set_recovered_end(recovered_end);
  note->set_head_end(recovery->head_end);
  note->set_kept_copy(recovery->kept_copy);
  const absl::Status noted = SubmitOwn(std::move(request));
  if (!noted.ok() && !absl::IsAlreadyExists(noted)) return noted;
  return RemoveUnnotedRecovery(files, dir);
}

void Engine::StartTicker() {
  if (options_.tick_interval <= absl::ZeroDuration()) return;
  ticker_ = std::make_unique<Ticker>(options_.tick_interval, [this] {
    RunWhatIsDue();
    NoteRejectsNowAndThen();
  });
}

// What a crash loses of the counts is what came since. Not every tick: who sends nonsense for an hour gives a few hundred records. A
// simulation, which must be the same however long it takes, notes them when it is closed, as an import does.
void Engine::NoteRejectsNowAndThen() {
  constexpr uint32_t kTicksBetweenNotes = 10;
  if (++ticks_ % kTicksBetweenNotes != 0 || sequencer_->clock_stands_aside()) return;
  if (committer_->failure().ok()) NoteRejects();
}

void Engine::StartThreads() {
  std::optional<Instant> last;
  if (!options_.confirm_clock_jump && keeper_->state().facts().holds_own_requests) {
    last = keeper_->last_machine_time();
  }
  clock_guard_.emplace(*options_.clock, options_.max_clock_jump_us, last);
  key_supply_ = std::make_unique<KeySupply>(*keys_);
  Recorder recorder(
      {*keeper_, *keys_, *key_supply_, *clock_guard_, *options_.clock, *options_.zones, rejects_});
  sequencer_ = std::make_unique<Sequencer>(queue_, std::move(recorder), *keeper_, *committer_,
                                           counters_, std::max<uint32_t>(options_.max_batch, 1));
}

absl::StatusOr<Receipt> Engine::Submit(const v1::Request& request, absl::Time deadline) {
  Submission submission;
  submission.request = request;
  submission.deadline = deadline;
  return SubmitAndWait(std::move(submission));
}

void Engine::SubmitAsync(v1::Request request, absl::Time deadline, ReceiptCallback done) {
  Submission submission;
  submission.request = std::move(request);
  submission.deadline = deadline;
  submission.done = std::move(done);
  Enqueue(std::move(submission));
}

void Engine::SubmitImported(v1::Request request, Instant recorded_at, absl::Time deadline,
                            ReceiptCallback done) {
  SubmitGiven(Origin::kImporter, std::move(request), recorded_at, deadline, std::move(done));
}

void Engine::SubmitSimulated(v1::Request request, Instant recorded_at, absl::Time deadline,
                             ReceiptCallback done) {
  SubmitGiven(Origin::kSimulator, std::move(request), recorded_at, deadline, std::move(done));
}

void Engine::SubmitGiven(Origin origin, v1::Request request, Instant recorded_at,
                         absl::Time deadline, ReceiptCallback done) {
  Submission submission;
  submission.request = std::move(request);
  submission.deadline = deadline;
  submission.done = std::move(done);
  submission.origin = origin;
  submission.given_at = recorded_at;
  Enqueue(std::move(submission));
}

absl::Status Engine::SubmitOwn(v1::Request request) {
  Submission submission;
  submission.request = std::move(request);
  submission.deadline = absl::InfiniteFuture();
  submission.origin = Origin::kLedger;
  DAYBOOK_ASSIGN_OR_RETURN(const Receipt receipt, SubmitAndWait(std::move(submission)));
  if (receipt.outcome.has_accepted()) return absl::OkStatus();
  return absl::FailedPreconditionError(ReasonsOf(receipt.outcome.declined()));
}

absl::StatusOr<Receipt> Engine::SubmitAndWait(Submission submission) {
  if (committer_->IsCurrentThread()) return FromItself("Submit");
  const absl::Time deadline = submission.deadline;
  const auto waiter = std::make_shared<Waiter>();
  submission.done = [waiter](absl::StatusOr<Receipt> answer) {
    const std::lock_guard lock(waiter->mutex);
    waiter->answer = std::move(answer);
    waiter->answered.notify_one();
  };
  Enqueue(std::move(submission));
  std::unique_lock lock(waiter->mutex);
  if (!WaitUntil(waiter->answered, lock, deadline, [&] { return waiter->answer.has_value(); })) {
    return absl::DeadlineExceededError(
        "no answer before the deadline; the request may or may not be recorded: retry with the "
        "same id");
  }
  return *std::move(waiter->answer);
}

void Engine::Enqueue(Submission submission) {
  std::string_view cause;
  absl::Status status = Admit(submission, cause);
  if (!status.ok()) rejects_.Count(cause);
  if (status.ok()) {
    // The committer's thread runs the callbacks: if it waited here, nothing would ever leave the
    // queue.
    const absl::Time wait_until =
        committer_->IsCurrentThread() ? absl::InfinitePast() : submission.deadline;
    status = queue_.Push(submission, wait_until);
  }
  if (status.ok()) return;
  Count(counters_.rejected);
  submission.done(std::move(status));
}

absl::Status Engine::Admit(Submission& submission, std::string_view& cause) const {
  const v1::Request& request = submission.request;
  cause = "invalid-request-id";
  if (!IsValidId(request.request_id())) {
    return absl::InvalidArgumentError(
        "request_id must be 1 to 64 characters of A-Z a-z 0-9 . _ : / + -");
  }
  cause = "reserved-actor";
  const v1::ActorKind kind = request.actor().kind();
  if ((submission.origin == Origin::kOutside || submission.origin == Origin::kSimulator) &&
      (kind == v1::ACTOR_KIND_SYSTEM || kind == v1::ACTOR_KIND_IMPORTER)) {
    return absl::InvalidArgumentError("SYSTEM and IMPORTER are no actors from outside");
  }
  if (submission.origin == Origin::kImporter && kind != v1::ACTOR_KIND_IMPORTER) {
    return absl::InvalidArgumentError("an imported request has the actor IMPORTER");
  }
  cause = "invalid-time";
  if (!IsValidTimestamp(ToTimestamp(submission.given_at))) {
    return absl::InvalidArgumentError("recorded_at is not of the years 1 to 9999");
  }
  cause = "sealed-already";
  if (!SealedFields(request).empty()) {
    return absl::InvalidArgumentError("personal data comes plain; the ledger seals it");
  }
  thread_local std::string bytes;
  SerializeDeterministically(request, bytes);
  cause = "too-large";
  if (bytes.size() > kMaxRequestBytes && submission.origin != Origin::kLedger) {
    return absl::InvalidArgumentError(absl::StrCat("the request takes ", bytes.size(),
                                                   " bytes; the limit is ", kMaxRequestBytes));
  }
  cause = "not-utf-8";
  DAYBOOK_RETURN_IF_ERROR(request_check_.Check(bytes));
  submission.content_mac = ContentMac(std::string_view(bytes), keys_->compare_key());
  return absl::OkStatus();
}

absl::Status Engine::BeginImport(const ImportPlan& plan) {
  if (plan.file_sha256.size() != sizeof(Hash)) {
    return absl::InvalidArgumentError("file_sha256 must be 32 bytes");
  }
  if (committer_->IsCurrentThread()) return FromItself("BeginImport");
  const std::lock_guard lock(import_mutex_);
  v1::Request request =
      OwnRequest(absl::StrCat("import/", ShortHex(plan.file_sha256), "/begin/", log_->end()));
  v1::BeginImport* const begin = request.mutable_begin_import();
  begin->set_source(plan.source);
  begin->set_file_sha256(plan.file_sha256);
  begin->set_planned_requests(plan.planned_requests);
  DAYBOOK_RETURN_IF_ERROR(SubmitOwn(std::move(request)));
  import_sha256_ = plan.file_sha256;
  return absl::OkStatus();
}

absl::Status Engine::CompleteImport() {
  if (committer_->IsCurrentThread()) return FromItself("CompleteImport");
  const std::lock_guard lock(import_mutex_);
  if (import_sha256_.empty()) return absl::FailedPreconditionError("no import was begun");
  v1::Request request =
      OwnRequest(absl::StrCat("import/", ShortHex(import_sha256_), "/complete/", log_->end()));
  request.mutable_complete_import()->set_file_sha256(import_sha256_);
  DAYBOOK_RETURN_IF_ERROR(SubmitOwn(std::move(request)));
  import_sha256_.clear();
  return absl::OkStatus();
}

// The id says what is simulated, so that a simulation which goes on finds its beginning again, and
// its log is the same as if it had not been interrupted.
absl::Status Engine::BeginSimulation(const SimulationPlan& plan) {
  if (plan.settings_sha256.size() != sizeof(Hash)) {
    return absl::InvalidArgumentError("settings_sha256 must be 32 bytes");
  }
  if (committer_->IsCurrentThread()) return FromItself("BeginSimulation");
  v1::BeginSimulation begin;
  begin.set_source(plan.source);
  begin.set_seed(plan.seed);
  begin.set_settings_sha256(plan.settings_sha256);
  std::string bytes;
  SerializeDeterministically(begin, bytes);
  v1::Request request =
      OwnRequest(absl::StrCat("simulation/", ShortHex(AsBytes(Sha256Of(bytes))), "/begin"));
  *request.mutable_begin_simulation() = std::move(begin);
  return SubmitOwn(std::move(request));
}

// A clock that jumped, or a ledger that stopped: the next tick looks again.
void Engine::RunWhatIsDue() {
  while (true) {
    const absl::StatusOr<Instant> now = clock_guard_->Now();
    if (!now.ok() || sequencer_->clock_stands_aside() || sequencer_->next_due() > *now) return;
    Submission submission;
    submission.request = DueRequest(*now, log_->end());
    submission.deadline = absl::InfiniteFuture();
    submission.origin = Origin::kLedger;
    const absl::StatusOr<Receipt> receipt = SubmitAndWait(std::move(submission));
    if (!receipt.ok() || receipt->outcome.accepted().events().empty()) return;
  }
}

absl::StatusOr<Receipt> Engine::Quote(const v1::Request& request, absl::Time deadline) {
  Submission submission;
  submission.request = request;
  submission.deadline = deadline;
  // The answer comes after the look, and this call waits for it: a look that is given up for its deadline must not find the
  // outcome gone.
  const auto shared = std::make_shared<v1::Outcome>();
  submission.look = [shared](const State& state, const v1::Request& asked,
                             const v1::Resolution& resolution) {
    const bool priced =
        asked.has_create_booking() || asked.has_change_booking() || asked.has_cancel_booking();
    *shared = priced ? QuoteOf(state, asked, resolution) : Decide(state, asked, resolution);
    return absl::OkStatus();
  };
  DAYBOOK_ASSIGN_OR_RETURN(Receipt receipt, SubmitAndWait(std::move(submission)));
  receipt.outcome.Swap(shared.get());
  return receipt;
}

absl::StatusOr<std::vector<v1::ExplainStep>> Engine::Explain(std::string_view booking_id,
                                                             Explained what, absl::Time deadline) {
  const auto steps = std::make_shared<std::vector<v1::ExplainStep>>();
  Submission submission;
  submission.request = OwnRequest("explain");
  submission.request.mutable_cancel_booking()->set_booking_id(std::string(booking_id));
  submission.origin = Origin::kLedger;
  submission.deadline = deadline;
  submission.look = [steps, what](const State& state, const v1::Request& asked,
                                  const v1::Resolution& resolution) {
    const std::string& id = asked.cancel_booking().booking_id();
    const v1::Booking* const booking = state.FindBooking(id);
    if (booking == nullptr) return absl::NotFoundError(absl::StrCat("there is no booking ", id));
    const Instant now = ToInstant(resolution.recorded_at());
    *steps = what == Explained::kCancel ? ExplainCancel(state, *booking, now)
                                        : ExplainChange(state, *booking, now);
    return absl::OkStatus();
  };
  DAYBOOK_RETURN_IF_ERROR(SubmitAndWait(std::move(submission)).status());
  return std::move(*steps);
}

void Engine::CountReject(std::string_view cause) {
  Count(counters_.rejected);
  rejects_.Count(IsValidId(cause) ? cause : "malformed");
}

// Best effort: what can't be noted now is noted later.
void Engine::NoteRejects() {
  v1::NoteRejects note = rejects_.Take();
  if (note.counts().empty()) return;
  v1::Request request = OwnRequest(absl::StrCat("rejects/", log_->end()));
  *request.mutable_note_rejects() = note;
  if (!SubmitOwn(std::move(request)).ok()) rejects_.PutBack(note);
}

void Engine::LimitAppends(uint64_t end) { sequencer_->LimitAppends(end); }

LedgerStats Engine::stats() const {
  LedgerStats stats;
  stats.end = log_->end();
  stats.accepted = counters_.accepted.load();
  stats.declined = counters_.declined.load();
  stats.duplicates = counters_.duplicates.load();
  stats.conflicts = counters_.conflicts.load();
  stats.rejected = counters_.rejected.load();
  stats.batches = counters_.batches.load();
  stats.live_bookings = counters_.live_bookings.load();
  return stats;
}

absl::Status Engine::Close() {
  if (committer_ != nullptr && committer_->IsCurrentThread()) return FromItself("Close");
  const std::lock_guard lock(close_mutex_);
  if (!closed_.has_value()) closed_ = CloseAll();
  return *closed_;
}

// Also after an Open that failed halfway. What other threads may still call into (queue, committer,
// sequencer, log) is stopped here, and freed with the engine.
absl::Status Engine::CloseAll() {
  // First: the ticker may wait for something that waits for the limit.
  if (sequencer_ != nullptr) sequencer_->LiftLimit();
  ticker_.reset();
  if (sequencer_ != nullptr && committer_->failure().ok()) NoteRejects();
  queue_.Close();
  if (sequencer_ != nullptr) sequencer_->Join();
  absl::Status status;
  if (committer_ != nullptr) {
    committer_->Close();
    status = committer_->failure();
  }
  key_supply_.reset();
  // Everything is durable in the log by now, so neither of the two waits for the other.
  absl::Status state_status;
  std::thread state_closer(
      [this, &state_status, checkpoint = status.ok() && sequencer_ != nullptr] {
        if (checkpoint) state_status = keeper_->Checkpoint();
        keeper_.reset();
      });
  const absl::Status log_status = log_ != nullptr ? log_->Close() : absl::OkStatus();
  state_closer.join();
  status.Update(StateFailure(state_status));
  status.Update(log_status);
  lock_.reset();
  return status;
}

}  // namespace daybook
