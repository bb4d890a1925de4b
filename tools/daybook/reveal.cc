// daybook reveal and daybook erase: personal data is shown only through the writer, which records who asked and why before it answers;
// and is made unreadable for good.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/ledger.h"
#include "tools/daybook/command.h"
#include "tools/daybook/output.h"
#include "tools/daybook/request_json.h"

namespace daybook::cli {
namespace {

constexpr absl::Duration kAnswerTimeout = absl::Seconds(60);

struct PersonOptions {
  std::string dir;
  std::string customer_id;
  std::string actor;
  std::string why;         // purpose, or reason
  std::string invoice_id;  // instead of a customer
  std::string authoriser;  // the second person, where it takes two
  std::string request_id;
  bool everything = false;
  bool json = false;
};

v1::Request RequestOf(const PersonOptions& options, std::string_view what) {
  v1::Request request;
  request.set_request_id(options.request_id.empty()
                             ? absl::StrCat(std::string(what), "/", absl::ToUnixMicros(absl::Now()))
                             : options.request_id);
  const bool owner = options.actor.rfind("operator:", 0) == 0;
  request.mutable_actor()->set_kind(owner ? v1::ACTOR_KIND_OPERATOR : v1::ACTOR_KIND_STAFF);
  request.mutable_actor()->set_id(owner ? options.actor.substr(9) : options.actor);
  request.set_authenticated_by("shell");
  return request;
}

ExitCode PrintDeclined(const v1::Declined& declined, const CommandContext& context) {
  for (const v1::Decline& reason : declined.reasons()) {
    context.Note(absl::StrCat("declined: ", v1::DeclineCode_Name(reason.code()), " ",
                              reason.field(), ": ", reason.detail()));
  }
  return ExitCode::kDeclined;
}

absl::Status CheckSubject(const PersonOptions& options) {
  if (options.customer_id.empty() != options.invoice_id.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError("name a CUSTOMER, or --invoice, and not both");
}

absl::Status CheckReveal(const PersonOptions& options) {
  DAYBOOK_RETURN_IF_ERROR(CheckSubject(options));
  if (options.why.empty()) {
    return absl::InvalidArgumentError(
        "--purpose: personal data is shown for a purpose, which is recorded; give one, such as "
        "guest-request");
  }
  if (options.everything && !options.invoice_id.empty()) {
    return absl::InvalidArgumentError(
        "--everything is all that is sealed for a CUSTOMER: leave it out with --invoice");
  }
  return absl::OkStatus();
}

absl::Status CheckErase(const PersonOptions& options) {
  DAYBOOK_RETURN_IF_ERROR(CheckSubject(options));
  if (options.invoice_id.empty() && options.why.empty()) {
    return absl::InvalidArgumentError(
        "--reason: why a customer is erased is recorded; give it, such as asked-for");
  }
  if (!options.invoice_id.empty() && !options.why.empty()) {
    return absl::InvalidArgumentError(
        "--reason: a buyer on an invoice is destroyed because the retention policy's time is over, "
        "and no other reason is recorded; leave it out with --invoice");
  }
  return absl::OkStatus();
}

void PrintData(const v1::PersonalData& data, std::string_view indent, CommandContext& context) {
  const google::protobuf::Descriptor& type = *v1::PersonalData::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const std::string value = data.GetReflection()->GetString(data, type.field(i));
    if (value.empty()) continue;
    context.out.Line(absl::StrCat(std::string(indent), type.field(i)->name(), ": ", value));
  }
}

void PrintRevealed(const Revealed& revealed, const PersonOptions& options,
                   CommandContext& context) {
  if (!options.everything) return PrintData(revealed.data, "", context);
  for (const Revealed::Part& part : revealed.parts) {
    context.out.Line(absl::StrCat(part.position, "  ", part.request, "  ", part.request_id));
    PrintData(part.data, "  ", context);
  }
}

void PrintRevealedJson(const Revealed& revealed, const PersonOptions& options,
                       CommandContext& context) {
  if (!options.everything) {
    context.out.Line(MessageJson(revealed.data));
    return;
  }
  for (const Revealed::Part& part : revealed.parts) {
    context.out.Line(JsonObject()
                         .Count("position", part.position)
                         .Text("request", part.request)
                         .Text("request_id", part.request_id)
                         .Raw("data", MessageJson(part.data))
                         .ToString());
  }
}

absl::StatusOr<ExitCode> Reveal(const PersonOptions& options, CommandContext& context) {
  DAYBOOK_RETURN_IF_ERROR(CheckReveal(options));
  v1::Request request = RequestOf(options, "reveal");
  request.mutable_reveal_personal_data()->set_customer_id(options.customer_id);
  request.mutable_reveal_personal_data()->set_purpose(options.why);
  request.mutable_reveal_personal_data()->set_everything(options.everything);
  request.mutable_reveal_personal_data()->set_invoice_id(options.invoice_id);
  if (!options.authoriser.empty()) {
    request.mutable_override()->add_codes(v1::POLICY_AUTHORISER_REQUIRED);
    request.mutable_override()->set_reason_code(options.why);
    request.mutable_override()->mutable_authorised_by()->set_kind(v1::ACTOR_KIND_STAFF);
    request.mutable_override()->mutable_authorised_by()->set_id(options.authoriser);
  }
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(options.dir);
  if (!ledger.ok()) return AboutLedger(ledger.status(), options.dir);
  const absl::StatusOr<Revealed> revealed =
      (*ledger)->Reveal(request, absl::Now() + kAnswerTimeout);
  const absl::Status closed = (*ledger)->Close();
  DAYBOOK_RETURN_IF_ERROR(revealed.status());
  if (!closed.ok()) return AboutLedger(closed, options.dir);
  const v1::Outcome& outcome = revealed->receipt.outcome;
  if (outcome.has_declined()) return PrintDeclined(outcome.declined(), context);
  if (options.json) {
    PrintRevealedJson(*revealed, options, context);
  } else {
    PrintRevealed(*revealed, options, context);
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Erase(const PersonOptions& options, CommandContext& context) {
  DAYBOOK_RETURN_IF_ERROR(CheckErase(options));
  v1::Request request = RequestOf(options, "erase");
  if (options.invoice_id.empty()) {
    request.mutable_erase_customer()->set_customer_id(options.customer_id);
    request.mutable_erase_customer()->set_reason_code(options.why);
  } else {
    request.mutable_end_retention()->set_invoice_id(options.invoice_id);
  }
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(options.dir);
  if (!ledger.ok()) return AboutLedger(ledger.status(), options.dir);
  const absl::StatusOr<Receipt> receipt = (*ledger)->Submit(request, absl::Now() + kAnswerTimeout);
  const absl::Status closed = (*ledger)->Close();
  DAYBOOK_RETURN_IF_ERROR(receipt.status());
  if (!closed.ok()) return AboutLedger(closed, options.dir);
  if (receipt->outcome.has_declined()) return PrintDeclined(receipt->outcome.declined(), context);
  const std::string whose = options.invoice_id.empty()
                                ? options.customer_id
                                : absl::StrCat("the buyer on ", options.invoice_id);
  context.out.Line(absl::StrCat("erased at position ", receipt->position, ": what was sealed for ",
                                whose, " stays in the log and can't be read any more"));
  return ExitCode::kDone;
}

std::shared_ptr<PersonOptions> AddOptions(CLI::App& app, const char* why, const char* what) {
  auto options = std::make_shared<PersonOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("CUSTOMER", options->customer_id, "Id of the customer")->type_name("");
  app.add_option("--invoice", options->invoice_id,
                 "The buyer on this invoice, instead of a customer")
      ->type_name("ID");
  app.add_option("--actor", options->actor, "Who asks: a staff id, or operator:ID")
      ->required()
      ->type_name("ID");
  app.add_option(why, options->why, what)->type_name("ID");
  app.add_option("--request-id", options->request_id, "Instead of one that is made up")
      ->type_name("ID");
  return options;
}

}  // namespace

CommandBody ConfigureReveal(CLI::App& app) {
  auto options = AddOptions(app, "--purpose", "Why, an id such as guest-request");
  app.add_flag("--everything", options->everything,
               "Not the file alone: all that is sealed for the customer, request by request; reads "
               "the whole log");
  app.add_option("--authorised-by", options->authoriser,
                 "The second person, where the buyer's customer is erased")
      ->type_name("ID");
  AddJsonFlag(app, options->json, "One JSON object; with --everything one a line");
  app.footer(
      "That it is asked for is recorded before anything is shown: `daybook report DIR access` "
      "lists "
      "who, whom, why, when.\n"
      "Only staff whose record in the log allows it see anything.\n"
      "\n"
      "Examples:\n"
      "  daybook reveal book C-1 --actor sue --purpose guest-request\n"
      "  daybook reveal book C-1 --everything --actor sue --purpose right-of-access\n"
      "  daybook reveal book --invoice H1-7 --actor sue --purpose tax-audit");
  return [options](CommandContext& context) { return Reveal(*options, context); };
}

CommandBody ConfigureErase(CLI::App& app) {
  auto options = AddOptions(app, "--reason", "Why, an id such as asked-for");
  app.footer(
      "Destroys the customer's keys, for good. The log stays as it is and can still be proved; "
      "what was sealed in it can't be read any more. Backups of DIR/keys are not reached.\n"
      "Buyers on invoices have keys of their own and stay: --invoice destroys one of those, once "
      "the retention policy's time is over (`daybook report DIR retention`).\n"
      "\n"
      "Examples:\n"
      "  daybook erase book C-1 --actor mia --reason asked-for\n"
      "  daybook erase book --invoice H1-7 --actor mia");
  return [options](CommandContext& context) { return Erase(*options, context); };
}

}  // namespace daybook::cli
