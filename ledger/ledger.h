// Daybook: an event-sourced reservation ledger for hotels. The header that embedders include.
//
//   DAYBOOK_RETURN_IF_ERROR(daybook::Ledger::Create("book"));
//   DAYBOOK_ASSIGN_OR_RETURN(auto ledger, daybook::Ledger::Open("book"));
//   daybook::v1::Request request;
//   request.set_request_id("r-1");  // yours; the same id is never carried out twice
//   ...
//   const absl::Time deadline = absl::Now() + absl::Seconds(5);
//   DAYBOOK_ASSIGN_OR_RETURN(daybook::Receipt receipt, ledger->Submit(request, deadline));
//   if (receipt.outcome.has_declined()) ...  // an outcome, not an error
//
// A status means that the machinery failed, and its code says what to do next:
//
//   InvalidArgument     the request can't be recorded: no valid id, too large, text that is not
//                       UTF-8, personal data that is sealed already, an actor reserved for the
//                       ledger, an import from a time that has not come; nothing was recorded, and
//                       the id is not used up
//   AlreadyExists       the id was used before with other content (recorded as a conflict); use
//                       another id
//   ResourceExhausted   the queue is full: wait and retry; nothing was recorded
//   DeadlineExceeded    unknown: it may or may not be recorded; retry with the same id
//   Unknown             the same, after a failed write: open the ledger again first
//   FailedPrecondition  nothing was recorded: the ledger is closed or stopped after a failed write,
//                       another process writes it, an import is going on or was interrupted, it
//                       holds a simulation, or the clock jumped
//   DataLoss            history is damaged, and nothing is opened for writing: `daybook verify`,
//                       `daybook recover`
//
// recorded_at never goes back. The ledger's own records (schema, recovery, the begin and end of an
// import or a simulation) aside, which have the machine's time also where the others are imported
// or simulated; among themselves they never go back either.
#ifndef DAYBOOK_LEDGER_LEDGER_H_
#define DAYBOOK_LEDGER_LEDGER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/base/sha256.h"
#include "ledger/base/time_zones.h"
#include "ledger/log/record_log.h"
#include "ledger/log/record_source.h"
#include "ledger/log/recover_log.h"

namespace daybook {

struct LedgerOptions {
  LogOptions log;
  const Clock* clock = &SystemClock();          // outlives the ledger
  const TimeZones* zones = &SystemTimeZones();  // outlives the ledger
  uint32_t queue_capacity = 16'384;   // requests waiting; more are refused with ResourceExhausted
  uint32_t max_batch = 1'024;         // records per fsync, at most: they gather on a slow disk
  uint32_t cached_entities = 65'536;  // terminal bookings and feedback kept in memory
  absl::Duration tick_interval = absl::Seconds(1);  // between looks for what is due; zero: never
  // A clock further ahead of the latest instant the ledger knows of (its last record when it was
  // opened, each tick and record since) is not believed: requests get FailedPrecondition until the
  // ledger is opened with confirm_clock_jump, which takes the clock's first instant as it is. A
  // ledger that was closed for longer than that needs it too; one that holds no requests of its own
  // yet does not.
  int64_t max_clock_jump_us = 86'400'000'000;
  bool confirm_clock_jump = false;
};

// The durable answer to a request.
struct Receipt {
  uint64_t position = 0;
  v1::Outcome outcome;     // accepted or declined
  bool duplicate = false;  // the request was recorded before: this is its first outcome
  Instant recorded_at;
};

// What a request for personal data came to.
struct Revealed {
  // What one request gave.
  struct Part {
    uint64_t position = 0;
    std::string request_id;
    std::string request;  // its body, such as create_booking
    v1::PersonalData data;
  };

  Receipt receipt;
  v1::PersonalData data;  // the customer's file, as it was given last, or the buyer on the invoice
  std::vector<Part> parts;  // where everything was asked for: all there is, in the order of the log
};

enum class Explained { kCancel, kChange };

using ReceiptCallback = std::function<void(absl::StatusOr<Receipt>)>;

// Shape, sizes and what the ledger has done since it was opened. All counts are of this process.
struct LedgerStats {
  uint64_t end = 0;
  uint64_t accepted = 0;
  uint64_t declined = 0;
  uint64_t duplicates = 0;
  uint64_t conflicts = 0;
  uint64_t rejected = 0;  // never recorded: malformed, too large, queue full
  uint64_t batches = 0;
  uint64_t live_bookings = 0;
};

// An import: requests that bring their own time, into a ledger that holds nothing else.
struct ImportPlan {
  std::string source;       // name of the format, an id
  std::string file_sha256;  // 32 bytes, of the unpacked content
  uint64_t planned_requests = 0;
};

// A simulation: requests of a made-up world that bring their own time, into a ledger that holds
// nothing else and is labelled as synthetic for ever.
struct SimulationPlan {
  std::string source;  // name and version of the simulator, an id
  uint64_t seed = 0;
  std::string settings_sha256;  // 32 bytes, of what else determines the requests
};

// All calls from any thread unless said otherwise.
class Ledger {
 public:
  // Makes an empty ledger in `dir`: its keys, its log, and the record of its schema. The directory
  // is made if need be and must be empty. AlreadyExists: it holds something.
  static absl::Status Create(const std::string& dir, const LedgerOptions& options = {});

  // Opens for writing and folds what state/ has not yet seen. One process at a time
  // (FailedPrecondition names it).
  static absl::StatusOr<std::unique_ptr<Ledger>> Open(const std::string& dir,
                                                      const LedgerOptions& options = {});

  virtual ~Ledger() = default;  // closes; not from a callback

  // Brings back a ledger whose log refuses to open because its tail is damaged beyond DIR/head
  // (log/recover_log.h), and records that it did so. A log that opens as it is is left as it is.
  static absl::StatusOr<Recovery> Recover(const std::string& dir,
                                          const LedgerOptions& options = {});

  // Blocks until the answer is durable or the deadline has passed. Not from a callback: it would
  // wait for itself (FailedPrecondition).
  virtual absl::StatusOr<Receipt> Submit(const v1::Request& request, absl::Time deadline) = 0;

  // Does not wait for the answer; `done` is called exactly once and must not block: from a thread
  // of the ledger, or, where the request is refused before it is queued (InvalidArgument,
  // ResourceExhausted, closed), from this one before the call returns. Requests of one thread are
  // decided in the order in which it submitted them. Waits for a place in the queue until
  // `deadline`, except in a callback, where a full queue is ResourceExhausted at once. A request
  // whose deadline passes while it is queued is answered with DeadlineExceeded and is not recorded.
  virtual void SubmitAsync(v1::Request request, absl::Time deadline, ReceiptCallback done) = 0;

  // Begins an import, or goes on with the one that was interrupted: FailedPrecondition where the
  // ledger holds anything else. From then on only SubmitImported, until CompleteImport.
  virtual absl::Status BeginImport(const ImportPlan& plan) = 0;
  // As SubmitAsync, recorded at `recorded_at` (never before the record before: it is raised to
  // that), time source IMPORTED. The actor must be IMPORTER. InvalidArgument: `recorded_at` is
  // after the present by the ledger's clock.
  virtual void SubmitImported(v1::Request request, Instant recorded_at, absl::Time deadline,
                              ReceiptCallback done) = 0;
  virtual absl::Status CompleteImport() = 0;

  // Begins a simulation, or goes on with the same one, once in each process (another plan, or a
  // ledger that holds anything else: FailedPrecondition). From then on, and for ever, only
  // SubmitSimulated. One that was interrupted goes on by submitting everything again (but uses of an
  // id with other content: each is recorded as a conflict each time).
  virtual absl::Status BeginSimulation(const SimulationPlan& plan) = 0;
  // As SubmitAsync, recorded at `recorded_at` (never before the record before: it is raised to
  // that), time source SIMULATED. What falls due at or before `recorded_at` (holds that expire) is
  // recorded first, at the instant at which it falls due: the same requests give the same log, but
  // for ingested_at and what is made with the ledger's keys. The actor is whoever would ask: not
  // SYSTEM, not IMPORTER.
  virtual void SubmitSimulated(v1::Request request, Instant recorded_at, absl::Time deadline,
                               ReceiptCallback done) = 0;

  // What the request would come to if it were submitted now, items and alternatives included: nothing is recorded, and nothing is
  // held. Receipt.position is that of the record it would be at. FailedPrecondition, DeadlineExceeded as Submit.
  virtual absl::StatusOr<Receipt> Quote(const v1::Request& request, absl::Time deadline) = 0;

  // The steps that apply to the booking now: who has to be verified, what it costs and until when it costs less, how money goes back,
  // who has to agree. Nothing is recorded. NotFound: there is no such booking. FailedPrecondition, DeadlineExceeded as Submit.
  virtual absl::StatusOr<std::vector<v1::ExplainStep>> Explain(std::string_view booking_id,
                                                               Explained what,
                                                               absl::Time deadline) = 0;

  // Shows a customer's personal data: submits the request, which must be a RevealPersonalData, and opens what is sealed only when it is
  // accepted and its record durable. Nothing is shown of a duplicate: ask again under another id. Where it is declined, `data` is empty.
  // Where everything is asked for, what was sealed for those whose files were merged into the customer's is shown too; O(records of the
  // log), all of which are read.
  // NotFound: there is nothing to show, or the keys are destroyed; that it was asked for is recorded all the same.
  virtual absl::StatusOr<Revealed> Reveal(const v1::Request& request, absl::Time deadline) = 0;

  // Notes that something could not even be made a request of, such as a line that is not JSON: counted by cause (an id) in the reject
  // register, together with what Submit refused with InvalidArgument. A record of the ledger's own says how many: every ten
  // ticks where there was any, and on Close. A crash loses what was counted since.
  virtual void CountReject(std::string_view cause) = 0;

  // Back pressure: no request is decided at a position at or past `end` until the limit is raised;
  // it waits in the queue, where its deadline counts. (What falls due before a simulated request
  // comes with it.) There is no limit until one is set. Close lifts it.
  virtual void LimitAppends(uint64_t end) = 0;

  // The durable records, for projections and readers; lives as long as the ledger.
  virtual const RecordSource& records() const = 0;
  virtual Hash Root() const = 0;
  virtual const OpenReport& open_report() const = 0;
  virtual LedgerStats stats() const = 0;

  // Answers what is queued, writes state, head and DIR/closed. Later calls get FailedPrecondition.
  // Idempotent; not from a callback. Not OK: a write had failed, or what close itself writes could
  // not be written; the log is as durable as its answers said.
  virtual absl::Status Close() = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_LEDGER_H_
