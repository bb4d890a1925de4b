// daybook tail: the last records, and those to come.
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/log_reader.h"
#include "ledger/log/record_codec.h"
#include "projections/audit/audit_view.h"
#include "projections/consumer.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/command.h"
#include "tools/daybook/interrupt.h"
#include "tools/daybook/record_filter.h"
#include "tools/daybook/record_line.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

constexpr uint64_t kLastRecords = 10;
constexpr uint64_t kRecordsAtATime = 1024;
// How soon Ctrl-C, and a reader that has gone, are noticed while nothing comes.
constexpr absl::Duration kPatience = absl::Milliseconds(200);

struct TailOptions {
  std::string dir;
  std::optional<uint64_t> from;
  std::optional<uint64_t> limit;
  bool follow = false;
  std::vector<std::string> kinds;
  std::string outcome;
  RecordFilter filter;
  std::string consumer;
  bool json = false;
  bool progress = false;
};

// Whether whoever reads stdout has closed it, which writing would tell only with the next record.
bool ReaderHasGone() {
  pollfd out{STDOUT_FILENO, 0, 0};
  return ::poll(&out, 1, 0) > 0 && (out.revents & (POLLERR | POLLHUP)) != 0;
}

// Which property a booking is of: a booking never changes it. From the view `audit` as it was at
// the beginning, and from the records that have passed since.
class BookingProperties {
 public:
  // Nothing is opened where the filter has no property.
  static absl::StatusOr<std::unique_ptr<BookingProperties>> Make(const TailOptions& options,
                                                                 const CommandContext& context) {
    auto properties = std::make_unique<BookingProperties>();
    if (options.filter.property_id.empty()) return properties;
    absl::StatusOr<OpenView> view =
        OpenViewOf(options.dir, NewAuditProjection(), context, options.progress);
    if (!view.ok()) return view.status();
    properties->view_.emplace(*std::move(view));
    if (properties->view_->live && options.follow) {
      // Following can take days, and whoever else wants to bring the view up to date may.
      const std::string view_dir = ViewDirectoryOf(options.dir, *properties->view_->projection);
      properties->view_->store.reset();
      DAYBOOK_ASSIGN_OR_RETURN(properties->view_->store, ViewStore::OpenForReading(view_dir));
    }
    properties->snapshot_ = properties->view_->store->Snapshot();
    properties->known_ = properties->snapshot_->info().position;
    properties->property_id_ = options.filter.property_id;
    return properties;
  }

  // Learns what lies before `end`, which the caller will not show or has not shown yet.
  absl::Status LearnUpTo(const RecordSource& log, uint64_t end) {
    if (snapshot_ == nullptr || known_ >= end) return absl::OkStatus();
    return log.Read(known_, end, [this](uint64_t position, std::string_view bytes) {
      v1::Record record;
      DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
      Learn(record);
      return absl::OkStatus();
    });
  }

  void Learn(const v1::Record& record) {
    if (snapshot_ == nullptr || record.position() < known_) return;
    for (const v1::Event& event : record.outcome().accepted().events()) {
      // Those of other properties would only be forgotten again.
      if (event.booking_created().property_id() == property_id_) {
        learned_.insert(event.booking_created().booking_id());
      }
    }
    known_ = record.position() + 1;
  }

  // The property of the filter, another one, or empty: not known, so another one.
  absl::StatusOr<std::string> Of(std::string_view booking_id) const {
    if (learned_.contains(booking_id)) {
      return property_id_;
    }
    DAYBOOK_ASSIGN_OR_RETURN(const auto booking, GetAuditedBooking(*snapshot_, booking_id));
    return booking.has_value() ? booking->property_id() : std::string();
  }

 private:
  std::optional<OpenView> view_;
  std::unique_ptr<ViewSnapshot> snapshot_;
  uint64_t known_ = 0;       // records whose bookings are known, from the view or learned
  std::string property_id_;  // of the filter
  std::set<std::string, std::less<>> learned_;  // its bookings
};

class Tail {
 public:
  Tail(const TailOptions& options, const LogReader& log, const Interrupt& interrupt,
       BookingProperties& properties, CommandContext& context)
      : options_(options),
        log_(log),
        interrupt_(interrupt),
        properties_(properties),
        context_(context) {}

  absl::Status Run() {
    if (!options_.consumer.empty()) return RunConsumer();
    uint64_t next = 0;
    if (options_.from.has_value()) {
      next = *options_.from;
      if (next > log_.end()) {
        return absl::OutOfRangeError(absl::StrCat(
            "record ", next, " is not there yet: the log has ", log_.end(), " records"));
      }
    } else {
      next = log_.end();
      DAYBOOK_RETURN_IF_ERROR(properties_.LearnUpTo(log_, next));
      DAYBOOK_RETURN_IF_ERROR(ShowLast(next));
    }
    DAYBOOK_RETURN_IF_ERROR(properties_.LearnUpTo(log_, next));
    for (;;) {
      DAYBOOK_ASSIGN_OR_RETURN(next, ShowRange(next, log_.end()));
      if (Done() || !options_.follow) return absl::OkStatus();
      DAYBOOK_RETURN_IF_ERROR(Wait(next));
    }
  }

 private:
  bool Done() const {
    return interrupt_.raised() || reader_gone_ || context_.out.error() != 0 ||
           (options_.limit.has_value() && shown_ >= *options_.limit);
  }

  absl::StatusOr<bool> Wanted(const v1::Record& record) {
    properties_.Learn(record);
    return Matches(options_.filter, record,
                   [this](std::string_view booking) { return properties_.Of(booking); });
  }

  void Show(const v1::Record& record) {
    ++shown_;
    context_.out.Line(options_.json ? RecordJson(record) : RecordLine(record, context_.terminal));
    if (options_.follow) context_.out.Flush();
  }

  // Shows what is wanted of [from, to); returns where it got to.
  absl::StatusOr<uint64_t> ShowRange(uint64_t from, uint64_t to) {
    uint64_t next = from;
    v1::Record record;
    while (next < to && !Done()) {
      const uint64_t until = std::min(to, next + kRecordsAtATime);
      const auto visit = [&](uint64_t position, std::string_view bytes) -> absl::Status {
        if (Done()) return absl::OkStatus();
        DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
        DAYBOOK_ASSIGN_OR_RETURN(const bool wanted, Wanted(record));
        if (wanted) Show(record);
        next = position + 1;
        return absl::OkStatus();
      };
      DAYBOOK_RETURN_IF_ERROR(log_.Read(next, until, visit));
    }
    return next;
  }

  // The last records before `log_end` that are wanted, found from there backwards.
  absl::Status ShowLast(uint64_t log_end) {
    // What is to come counts towards the limit too.
    const uint64_t count = options_.follow
                               ? std::min(kLastRecords, options_.limit.value_or(kLastRecords))
                               : options_.limit.value_or(kLastRecords);
    std::deque<v1::Record> last;
    uint64_t begin = log_end;
    while (begin > 0 && last.size() < count && !interrupt_.raised()) {
      const uint64_t end = begin;
      begin -= std::min(begin, kRecordsAtATime);
      std::vector<v1::Record> found;
      const auto visit = [&](uint64_t position, std::string_view bytes) -> absl::Status {
        v1::Record record;
        DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
        DAYBOOK_ASSIGN_OR_RETURN(const bool wanted, Wanted(record));
        if (wanted) found.push_back(std::move(record));
        return absl::OkStatus();
      };
      DAYBOOK_RETURN_IF_ERROR(log_.Read(begin, end, visit));
      for (auto it = found.rbegin(); it != found.rend() && last.size() < count; ++it) {
        last.push_front(std::move(*it));
      }
    }
    for (const v1::Record& record : last) Show(record);
    return absl::OkStatus();
  }

  absl::Status Wait(uint64_t next) {
    while (!Done()) {
      const auto end = log_.WaitPast(next, absl::Now() + kPatience);
      if (end.ok()) return absl::OkStatus();
      if (!absl::IsDeadlineExceeded(end.status())) return end.status();
      reader_gone_ = ReaderHasGone();
    }
    return absl::OkStatus();
  }

  // What was shown is committed once it has been written, so that after a crash nothing is left
  // out.
  absl::Status RunConsumer() {
    absl::StatusOr<std::unique_ptr<Consumer>> consumer =
        Consumer::Open(options_.dir, options_.consumer, log_);
    if (absl::IsDataLoss(consumer.status())) {
      return WithHint(
          consumer.status(),
          absl::StrCat("the ledger is not concerned: remove ", options_.dir, "/consumers/",
                       options_.consumer, " to begin again, or give another name"));
    }
    if (!consumer.ok()) return AboutLedger(consumer.status(), options_.dir);
    DAYBOOK_RETURN_IF_ERROR(properties_.LearnUpTo(log_, (*consumer)->position()));
    while (!Done()) {
      const uint64_t next = (*consumer)->position();
      if (next == log_.end()) {
        if (!options_.follow) break;
        DAYBOOK_RETURN_IF_ERROR(Wait(next));
        continue;
      }
      DAYBOOK_ASSIGN_OR_RETURN(const std::vector<v1::Record> records,
                               (*consumer)->Pull(kRecordsAtATime, absl::Now() + kPatience));
      uint64_t done = next;
      for (const v1::Record& record : records) {
        if (Done()) break;
        DAYBOOK_ASSIGN_OR_RETURN(const bool wanted, Wanted(record));
        if (wanted) Show(record);
        done = record.position() + 1;
      }
      if (!context_.out.Flush()) return absl::OkStatus();
      if (done != (*consumer)->position()) DAYBOOK_RETURN_IF_ERROR((*consumer)->Seek(done));
      DAYBOOK_RETURN_IF_ERROR((*consumer)->Commit());
    }
    return absl::OkStatus();
  }

  const TailOptions& options_;
  const LogReader& log_;
  const Interrupt& interrupt_;
  BookingProperties& properties_;
  CommandContext& context_;
  uint64_t shown_ = 0;
  bool reader_gone_ = false;
};

absl::Status ReadFilter(TailOptions& options) {
  if (options.limit == uint64_t{0}) {  // all, as everywhere
    options.limit.reset();
    if (options.consumer.empty()) options.from = options.from.value_or(0);
  }
  for (const std::string& kind : options.kinds) {
    DAYBOOK_ASSIGN_OR_RETURN(const int field, ParseRequestKind(kind));
    options.filter.kinds.insert(field);
  }
  if (!options.outcome.empty()) {
    DAYBOOK_ASSIGN_OR_RETURN(options.filter.outcome, ParseOutcome(options.outcome));
  }
  if (options.from.has_value() && !options.consumer.empty()) {
    return absl::InvalidArgumentError(
        "--from and --consumer exclude each other: a consumer goes on where it was");
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> RunTail(TailOptions& options, CommandContext& context) {
  DAYBOOK_RETURN_IF_ERROR(ReadFilter(options));
  // Who follows may wait for a property that is still to be defined.
  if (!options.follow) {
    DAYBOOK_RETURN_IF_ERROR(
        CheckProperty(options.dir, options.filter.property_id, "", context, options.progress));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Interrupt> interrupt, Interrupt::Install());
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<BookingProperties> properties,
                           BookingProperties::Make(options, context));
  absl::StatusOr<std::unique_ptr<LogReader>> log = LogReader::Open(options.dir);
  if (!log.ok()) return AboutLedger(log.status(), options.dir);
  DAYBOOK_RETURN_IF_ERROR(Tail(options, **log, *interrupt, *properties, context).Run());
  // Ctrl-C is how following ends.
  return interrupt->signalled() && !options.follow ? ExitCode::kInterrupted : ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureTail(CLI::App& app) {
  auto options = std::make_shared<TailOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--from", options->from,
                 "Beginning with this record; without it the last 10, or --limit of them")
      ->type_name("N");
  app.add_option("--limit", options->limit, "End after so many; 0: all")->type_name("N");
  app.add_flag("--follow", options->follow, "Go on with what is recorded, until Ctrl-C");
  app.add_option("--kind", options->kinds,
                 "Requests of this kind, such as cancel_booking; repeat it")
      ->type_name("KIND")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--booking", options->filter.booking_id, "That name or touch this booking")
      ->type_name("ID");
  app.add_option("--property", options->filter.property_id, "Of this property or its bookings")
      ->type_name("ID");
  app.add_option("--actor", options->filter.actor_id, "That this actor asked for or authorised")
      ->type_name("ID");
  app.add_option("--outcome", options->outcome, "accepted, declined or conflict")
      ->type_name("OUTCOME");
  app.add_option("--consumer", options->consumer,
                 "Go on where the consumer of this name was, and remember how far it came")
      ->type_name("NAME");
  AddJsonFlag(app, options->json, "The records as JSON lines");
  AddProgressFlag(app, options->progress);
  app.footer(
      "One line a record: position, time, actor, what, outcome. With --json the whole record in "
      "protobuf JSON\n"
      "(64-bit numbers are strings), without the bytes of sealed data and of the ledger's own "
      "schema.\n"
      "\n"
      "--consumer keeps its place in DIR/consumers: a record counts as read once its line has been "
      "written, so after\n"
      "a crash some may come twice and none is left out. A new name begins with record 0. What the "
      "filters leave out\n"
      "counts as read.\n"
      "\n"
      "Examples:\n"
      "  daybook tail book --follow\n"
      "  daybook tail book --from 0 --kind cancel_booking --kind mark_no_show\n"
      "  daybook tail book --property H1 --outcome declined --json\n"
      "  daybook tail book --consumer nightly-report --json | load");
  return [options](CommandContext& context) { return RunTail(*options, context); };
}

}  // namespace daybook::cli
