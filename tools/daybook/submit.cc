// daybook submit: requests in, outcomes out, in the same order, many under way at once.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/ledger.h"
#include "tools/daybook/answer_queue.h"
#include "tools/daybook/command.h"
#include "tools/daybook/interrupt.h"
#include "tools/daybook/line_reader.h"
#include "tools/daybook/request_json.h"

namespace daybook::cli {
namespace {

constexpr size_t kMaxOutstanding = 4096;
constexpr size_t kMaxLineBytes = 1024 * 1024;
constexpr absl::Duration kAnswerTimeout = absl::Seconds(60);

struct SubmitOptions {
  std::string dir;
  std::string file = "-";
  bool json = false;
  bool confirm_clock = false;
};

// What became of the lines, counted by the printing thread.
struct Tally {
  uint64_t accepted = 0;
  uint64_t declined = 0;
  uint64_t duplicates = 0;
  uint64_t errors = 0;
  ExitCode worst = ExitCode::kDone;
  absl::Status ledger_failed;  // it will answer no more: the first failure that says so
};

bool LedgerIsDone(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsInternal(status) ||
         absl::IsUnavailable(status) || absl::IsDataLoss(status);
}

void PrintAnswers(AnswerQueue& queue, Output& out, Interrupt& interrupt, Tally& tally) {
  while (true) {
    const std::optional<Asked> asked = queue.Take([&] { out.Flush(); });
    if (!asked.has_value()) return;
    const Answer answer = MakeAnswer(asked->line, asked->request_id, asked->result);
    tally.worst = Worse(tally.worst, answer.code);
    if (!asked->result.ok() || asked->result->outcome.has_conflict()) {
      ++tally.errors;
      if (tally.ledger_failed.ok() && !asked->result.ok() && LedgerIsDone(asked->result.status())) {
        tally.ledger_failed = asked->result.status();
        interrupt.Raise();
      }
    } else {
      ++(answer.code == ExitCode::kDone ? tally.accepted : tally.declined);
      if (asked->result->duplicate) ++tally.duplicates;
    }
    if (!out.Line(answer.json)) interrupt.Raise();
  }
}

// Until the input ends, or `interrupt` is raised.
absl::Status SubmitLines(LineReader& reader, Ledger& ledger, AnswerQueue& queue) {
  for (;;) {
    DAYBOOK_ASSIGN_OR_RETURN(const LineReader::Line line, reader.Next());
    if (line.kind == LineReader::Kind::kEnd || line.kind == LineReader::Kind::kStopped)
      return absl::OkStatus();
    if (line.kind == LineReader::Kind::kTooLong) {
      ledger.CountReject("too-large");
      queue.Fill(queue.Reserve(line.number, ""),
                 absl::InvalidArgumentError(
                     absl::StrCat("the line is longer than ", kMaxLineBytes, " bytes")));
      continue;
    }
    if (absl::StripAsciiWhitespace(ToAbsl(line.text)).empty()) continue;
    absl::StatusOr<v1::Request> request = ParseRequestJson(line.text);
    if (!request.ok()) {
      ledger.CountReject("not-a-request");
      queue.Fill(queue.Reserve(line.number, ""), request.status());
      continue;
    }
    const uint64_t ticket = queue.Reserve(line.number, request->request_id());
    ledger.SubmitAsync(*std::move(request), absl::Now() + kAnswerTimeout,
                       [&queue, ticket](absl::StatusOr<Receipt> result) {
                         queue.Fill(ticket, std::move(result));
                       });
  }
}

absl::StatusOr<int> OpenInput(const std::string& file) {
  if (file == "-") return STDIN_FILENO;
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd >= 0) return fd;
  const std::string what = absl::StrCat("can't read ", file, ": ", std::strerror(errno));
  return errno == ENOENT ? absl::NotFoundError(what) : absl::UnavailableError(what);
}

void PrintSummary(const Tally& tally, const CommandContext& context) {
  if (!context.terminal.err) return;
  context.Note(absl::StrCat(WithThousands(tally.accepted), " accepted, ",
                            WithThousands(tally.declined), " declined, ",
                            WithThousands(tally.errors), " errors; ",
                            WithThousands(tally.duplicates), " of them recorded before"));
}

absl::StatusOr<ExitCode> Submit(const SubmitOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const int input, OpenInput(options.file));
  const absl::Cleanup close_input = [input] { ::close(input); };
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Interrupt> interrupt, Interrupt::Install());
  LedgerOptions ledger_options;
  ledger_options.confirm_clock_jump = options.confirm_clock;
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(options.dir, ledger_options);
  if (!ledger.ok()) return AboutLedger(ledger.status(), options.dir);

  AnswerQueue queue(kMaxOutstanding);
  Tally tally;
  std::thread printer([&] { PrintAnswers(queue, context.out, *interrupt, tally); });
  LineReader reader(input, interrupt->fd(), kMaxLineBytes);
  const absl::Status read = SubmitLines(reader, **ledger, queue);
  queue.End();
  printer.join();
  const absl::Status closed = (*ledger)->Close();
  context.out.Flush();

  if (interrupt->signalled()) {
    context.Note(
        "interrupted: everything that was submitted is answered above, and the ledger is closed");
    return ExitCode::kInterrupted;
  }
  PrintSummary(tally, context);
  if (!tally.ledger_failed.ok()) {
    if (absl::IsFailedPrecondition(tally.ledger_failed)) {
      return AboutLedger(WithHint(tally.ledger_failed,
                                  "then submit the same lines again: nothing is carried out twice"),
                         options.dir);
    }
    return WithHint(tally.ledger_failed,
                    "submit the same lines again: nothing is carried out twice");
  }
  if (!read.ok()) return read;
  if (!closed.ok()) return AboutLedger(closed, options.dir);
  return context.out.error() != 0 ? Worse(tally.worst, ExitCode::kEnvironment) : tally.worst;
}

}  // namespace

CommandBody ConfigureSubmit(CLI::App& app) {
  auto options = std::make_shared<SubmitOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("FILE", options->file,
                 "Requests, one JSON object a line; - is stdin (the default)")
      ->type_name("");
  app.add_flag("--confirm-clock", options->confirm_clock,
               "The clock is right, though it is more than a day after the last record");
  app.add_flag("--json", options->json,
               "Accepted for the sake of scripts: the answers always are JSON lines");
  app.footer(
      "A request is a daybook.v1.Request in protobuf JSON; names as in the schema or in "
      "lowerCamelCase. Each line\n"
      "gets one line of answer, in the order of the lines, once its record is durable:\n"
      "  "
      "{\"line\":1,\"requestId\":\"r-1\",\"position\":\"7\",\"outcome\":\"accepted\",\"duplicate\":"
      "false,\"events\":[...]}\n"
      "outcome is accepted, declined (with reasons), conflict (the id was used for something else) "
      "or error. A line\n"
      "that is no request is answered with an error, and the next one is read. The same id with "
      "the same content is\n"
      "never carried out twice, so a file can be submitted again after any failure.\n"
      "\n"
      "Exit code: 0 all accepted, 1 some declined, 2 some were no requests or in conflict, 5 some "
      "are not known.\n"
      "Ctrl-C stops reading, waits for what is under way, and closes the ledger.\n"
      "\n"
      "Examples:\n"
      "  daybook submit book requests.jsonl\n"
      "  my-program | daybook submit book | jq 'select(.outcome != \"accepted\")'\n"
      "  echo '{\"requestId\":\"r-1\",\"actor\":{\"kind\":\"ACTOR_KIND_STAFF\",\"id\":\"anna\"},\n"
      "         \"checkIn\":{\"bookingId\":\"B-1\"}}' | tr -d '\\n' | daybook submit book");
  return [options](CommandContext& context) { return Submit(*options, context); };
}

}  // namespace daybook::cli
