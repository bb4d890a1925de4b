// daybook quote: what requests would come to if they were submitted now, itemised; recorded only where that is asked for.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/times.h"
#include "ledger/ledger.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/command.h"
#include "tools/daybook/interrupt.h"
#include "tools/daybook/line_reader.h"
#include "tools/daybook/request_json.h"

namespace daybook::cli {
namespace {

constexpr size_t kMaxLineBytes = 1024 * 1024;
constexpr absl::Duration kAnswerTimeout = absl::Seconds(60);
constexpr int64_t kMaxValidHours = 30 * 24;

struct QuoteOptions {
  std::string dir;
  std::string file = "-";
  bool record = false;
  int64_t valid_hours = 24;
  bool json = false;
};

// The request that records the quote of another one. InvalidArgument: that one can't be quoted.
absl::StatusOr<v1::Request> Recorded(const v1::Request& request, int64_t valid_hours) {
  v1::Request record = request;
  v1::RecordQuote quote;
  switch (request.body_case()) {
    case v1::Request::kCreateBooking:
      *quote.mutable_create_booking() = request.create_booking();
      break;
    case v1::Request::kChangeBooking:
      *quote.mutable_change_booking() = request.change_booking();
      break;
    case v1::Request::kCancelBooking:
      *quote.mutable_cancel_booking() = request.cancel_booking();
      break;
    default:
      return absl::InvalidArgumentError(
          "only createBooking, changeBooking and cancelBooking can be quoted for the record");
  }
  const Instant expires = SystemClock().Now().PlusMicros(valid_hours * 3'600 * 1'000'000);
  quote.set_quote_id(request.request_id());
  *quote.mutable_expires_at() = ToTimestamp(expires);
  *record.mutable_record_quote() = std::move(quote);
  return record;
}

// The property's currency, as far as the outcome tells it.
std::string CurrencyOf(const v1::Accepted& accepted) {
  for (const v1::Event& event : accepted.events()) {
    if (event.has_booking_created()) return event.booking_created().currency();
  }
  for (const v1::Journal& journal : accepted.journals()) return journal.currency();
  for (const v1::Alternative& other : accepted.alternatives()) {
    if (other.partner_id().empty()) return other.currency();
  }
  return "";
}

std::string Words(std::string_view name, std::string_view prefix) {
  if (name.substr(0, prefix.size()) == prefix) name.remove_prefix(prefix.size());
  std::string words(name);
  absl::AsciiStrToLower(&words);
  for (char& c : words) {
    if (c == '_') c = ' ';
  }
  return words;
}

void PrintItems(const v1::Accepted& accepted, CommandContext& context) {
  const std::string currency = CurrencyOf(accepted);
  Table table({{"WHAT"}, {"AMOUNT", Table::Align::kRight}, {"RULE"}, {"POLICY"}});
  for (const v1::Item& item : accepted.items()) {
    std::string rule = Words(v1::PricingRule_Name(item.rule()), "RULE_");
    if (item.tier() > 0) absl::StrAppend(&rule, " ", item.tier());
    const std::string policy =
        item.has_policy() ? absl::StrCat(item.policy().policy_id(), " v", item.policy().version())
                          : std::string("-");
    table.Add({Words(v1::ItemKind_Name(item.kind()), "ITEM_"),
               item.kind() == v1::ITEM_POINTS ? absl::StrCat(item.amount_minor(), " points")
                                              : FormatAmount(item.amount_minor(), currency),
               std::move(rule), policy});
  }
  if (table.size() > 0) {
    table.Print(context.terminal, context.out);
  } else {
    context.out.Line("costs nothing");
  }
}

void PrintForPeople(std::string_view request_id, const Receipt& receipt, CommandContext& context) {
  if (receipt.outcome.has_declined()) {
    context.out.Line(absl::StrCat(ToAbsl(request_id), ": would be declined"));
    for (const v1::Decline& reason : receipt.outcome.declined().reasons()) {
      context.out.Line(absl::StrCat("  ", v1::DeclineCode_Name(reason.code()), " ", reason.field(),
                                    ": ", reason.detail()));
    }
  } else {
    context.out.Line(absl::StrCat(ToAbsl(request_id), ": would be accepted"));
    PrintItems(receipt.outcome.accepted(), context);
  }
  const auto& alternatives = receipt.outcome.has_declined()
                                 ? receipt.outcome.declined().alternatives()
                                 : receipt.outcome.accepted().alternatives();
  for (const v1::Alternative& other : alternatives) {
    const std::string stay = absl::StrCat(FormatYmd(other.stay().arrival()), " to ",
                                          FormatYmd(other.stay().departure()));
    context.out.Line(other.partner_id().empty()
                         ? absl::StrCat("  or ", other.property_id(), " ", other.room_type_id(),
                                        " ", stay, " by ", other.rate_plan_id(), " ",
                                        FormatAmount(other.price_minor(), other.currency()))
                         : absl::StrCat("  or partner ", other.partner_id(), " ", stay));
  }
}

// One line of input; the exit code of its answer.
ExitCode AnswerLine(const LineReader::Line& line, const QuoteOptions& options, Ledger& ledger,
                    CommandContext& context) {
  const absl::Time deadline = absl::Now() + kAnswerTimeout;
  absl::StatusOr<v1::Request> request = absl::InvalidArgumentError("the line is too long");
  if (line.kind == LineReader::Kind::kLine) request = ParseRequestJson(line.text);
  std::string request_id = request.ok() ? request->request_id() : std::string();
  const absl::StatusOr<Receipt> receipt = [&]() -> absl::StatusOr<Receipt> {
    if (!request.ok()) return request.status();
    if (!options.record) return ledger.Quote(*request, deadline);
    request = Recorded(*request, options.valid_hours);
    if (!request.ok()) return request.status();
    return ledger.Submit(*request, deadline);
  }();
  const Answer answer = MakeAnswer(line.number, request_id, receipt);
  if (options.json || !context.terminal.out || !receipt.ok()) {
    context.out.Line(answer.json);
  } else {
    PrintForPeople(request_id, *receipt, context);
  }
  return answer.code;
}

absl::StatusOr<ExitCode> Quote(const QuoteOptions& options, CommandContext& context) {
  if (options.valid_hours < 1 || options.valid_hours > kMaxValidHours) {
    return absl::InvalidArgumentError(
        absl::StrCat("--valid-hours: 1 to ", kMaxValidHours, ", not ", options.valid_hours));
  }
  const int input =
      options.file == "-" ? STDIN_FILENO : ::open(options.file.c_str(), O_RDONLY | O_CLOEXEC);
  if (input < 0) {
    const std::string what = absl::StrCat("can't read ", options.file, ": ", std::strerror(errno));
    return errno == ENOENT ? absl::NotFoundError(what) : absl::UnavailableError(what);
  }
  const absl::Cleanup close_input = [input] { ::close(input); };
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Interrupt> interrupt, Interrupt::Install());
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(options.dir);
  if (!ledger.ok()) return AboutLedger(ledger.status(), options.dir);
  LineReader reader(input, interrupt->fd(), kMaxLineBytes);
  ExitCode worst = ExitCode::kDone;
  while (true) {
    DAYBOOK_ASSIGN_OR_RETURN(const LineReader::Line line, reader.Next());
    if (line.kind == LineReader::Kind::kEnd || line.kind == LineReader::Kind::kStopped) break;
    if (line.kind == LineReader::Kind::kLine &&
        absl::StripAsciiWhitespace(ToAbsl(line.text)).empty()) {
      continue;
    }
    worst = Worse(worst, AnswerLine(line, options, **ledger, context));
    context.out.Flush();
  }
  if (const absl::Status closed = (*ledger)->Close(); !closed.ok()) {
    return AboutLedger(closed, options.dir);
  }
  return interrupt->signalled() ? ExitCode::kInterrupted : worst;
}

}  // namespace

CommandBody ConfigureQuote(CLI::App& app) {
  auto options = std::make_shared<QuoteOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("FILE", options->file,
                 "Requests, one JSON object a line; - is stdin (the default)")
      ->type_name("");
  app.add_flag(
      "--record", options->record,
      "Keep each quote: its id is the request's, and a request that cites it (quoteId) costs "
      "what it says");
  app.add_option("--valid-hours", options->valid_hours, "How long a recorded quote holds (24)")
      ->type_name("N");
  AddJsonFlag(app, options->json, "JSON lines, also on a terminal");
  app.footer(
      "The same requests as `daybook submit` takes, priced and explained: each item with the rule "
      "and the policy that\n"
      "led to it, other ways where there is no room, and why it would be declined. Nothing is "
      "recorded or held without\n"
      "--record. Exit code: 0 all would be accepted, 1 some would be declined, 2 some were no "
      "requests.\n"
      "\n"
      "Examples:\n"
      "  daybook quote book cancellation.jsonl\n"
      "  daybook quote book changes.jsonl --record --valid-hours 48");
  return [options](CommandContext& context) { return Quote(*options, context); };
}

}  // namespace daybook::cli
