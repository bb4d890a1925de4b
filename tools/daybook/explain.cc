// daybook explain: the steps that apply to a booking now.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/ledger.h"
#include "tools/daybook/command.h"
#include "tools/daybook/request_json.h"

namespace daybook::cli {
namespace {

constexpr absl::Duration kAnswerTimeout = absl::Seconds(60);

struct ExplainOptions {
  std::string dir;
  std::string booking_id;
  std::string what;
  bool json = false;
};

absl::StatusOr<ExitCode> Explain(const ExplainOptions& options, CommandContext& context) {
  if (options.what != "cancel" && options.what != "change") {
    return absl::InvalidArgumentError(
        absl::StrCat("explain cancel or change, not '", options.what, "'"));
  }
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(options.dir);
  if (!ledger.ok()) return AboutLedger(ledger.status(), options.dir);
  const Explained what = options.what == "cancel" ? Explained::kCancel : Explained::kChange;
  const absl::StatusOr<std::vector<v1::ExplainStep>> steps =
      (*ledger)->Explain(options.booking_id, what, absl::Now() + kAnswerTimeout);
  const absl::Status closed = (*ledger)->Close();
  DAYBOOK_RETURN_IF_ERROR(steps.status());
  if (!closed.ok()) return AboutLedger(closed, options.dir);
  int number = 0;
  for (const v1::ExplainStep& step : *steps) {
    if (options.json) {
      context.out.Line(MessageJson(step));
      continue;
    }
    std::string policy;
    if (step.has_policy()) {
      policy = absl::StrCat("  (", step.policy().policy_id(), " v", step.policy().version(), ")");
    }
    context.out.Line(absl::StrCat(++number, ". ", step.text(), policy));
  }
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureExplain(CLI::App& app) {
  auto options = std::make_shared<ExplainOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("BOOKING", options->booking_id, "Id of the booking")->required()->type_name("");
  app.add_option("WHAT", options->what, "cancel or change")->required()->type_name("");
  AddJsonFlag(app, options->json, "JSON lines: name, text, amount, instant, rule, policy");
  app.footer(
      "What applies to this booking at this moment, before anybody asks for anything: who has to "
      "be "
      "verified, what it\n"
      "costs and until when it costs less, how money goes back, who has to agree. Nothing is "
      "recorded.\n"
      "\n"
      "Examples:\n"
      "  daybook explain book B-1 cancel\n"
      "  daybook explain book B-1 change --json");
  return [options](CommandContext& context) { return Explain(*options, context); };
}

}  // namespace daybook::cli
