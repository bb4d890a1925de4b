// daybook close: counts a property's journals, takes the digests of the views, and asks for the period to be
// closed against them.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/ledger.h"
#include "ledger/log/log_reader.h"
#include "tools/daybook/command.h"
#include "tools/daybook/date_option.h"
#include "tools/daybook/posted.h"
#include "tools/daybook/report_table.h"
#include "tools/daybook/request_json.h"
#include "tools/daybook/views.h"

namespace daybook::cli {
namespace {

constexpr absl::Duration kAnswerTimeout = absl::Seconds(60);

struct CloseOptions {
  std::string dir;
  std::string property_id;
  std::string period_id;
  std::string through;
  std::string staff_id;
  std::string authenticated_by = "command-line";
  std::string request_id;
  bool confirm_clock = false;
  bool json = false;
  bool progress = false;
};

// From the transfers, not from the balances that the ledger keeps: what is counted is to be compared with
// those.
absl::StatusOr<AccountTotals> CountJournals(const std::string& dir, const std::string& property_id,
                                            uint64_t& end) {
  auto log = LogReader::Open(dir);
  if (!log.ok()) return AboutLedger(log.status(), dir);
  end = (*log)->end();
  AccountTotals totals;
  DAYBOOK_RETURN_IF_ERROR(ForEachPosted(**log, 0, end, [&](const Posted& posted) {
    if (posted.journal.property_id() == property_id) totals.Add(posted);
    return true;
  }));
  return totals;
}

absl::Status AddDigests(const CloseOptions& options, const CommandContext& context,
                        v1::ClosePeriod& close) {
  std::vector<std::string> names;
  for (const auto& projection : AllProjections()) names.emplace_back(projection->name());
  DAYBOOK_RETURN_IF_ERROR(BringUpToDate(options.dir, names, context, options.progress));
  for (auto& projection : AllProjections()) {
    DAYBOOK_ASSIGN_OR_RETURN(const OpenView view, OpenViewOf(options.dir, std::move(projection),
                                                             context, options.progress));
    const ViewInfo info = view.store->info();
    v1::ViewDigest& digest = *close.add_views();
    digest.set_view(
        absl::StrCat(ToAbsl(view.projection->name()), ".v", view.projection->version()));
    digest.set_digest(AsBytes(info.digest.sum()).data(), info.digest.sum().size());
    digest.set_position(info.position);
  }
  return absl::OkStatus();
}

void PrintTotals(const v1::ClosePeriod& close, const AccountTotals& totals,
                 CommandContext& context) {
  ReportTable table({{"account"}, {"currency"}, {"balance", ColumnKind::kMoney}});
  for (const v1::ControlTotal& total : close.totals()) {
    table.Add({Cell::Text(BookAccountText(total.account())), Cell::Text(totals.currency),
               Cell::Money(total.balance_minor(), totals.currency)});
  }
  table.Print(ReportTable::Format::kTable, context.terminal, context.out);
}

absl::StatusOr<ExitCode> Close(const CloseOptions& options, CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> through,
                           ParseDateOption("--through", options.through));
  if (!through.has_value()) {
    return absl::InvalidArgumentError("--through: which date? Write it as 2026-03-29");
  }
  uint64_t end = 0;
  DAYBOOK_ASSIGN_OR_RETURN(const AccountTotals totals,
                           CountJournals(options.dir, options.property_id, end));
  v1::Request request;
  // Another id where the log has grown: a refusal stands for ever under its own.
  request.set_request_id(options.request_id.empty() ? absl::StrCat("close/", options.property_id,
                                                                   "/", options.period_id, "/", end)
                                                    : options.request_id);
  request.mutable_actor()->set_kind(v1::ACTOR_KIND_STAFF);
  request.mutable_actor()->set_id(options.staff_id);
  request.set_authenticated_by(options.authenticated_by);
  v1::ClosePeriod& close = *request.mutable_close_period();
  close.set_property_id(options.property_id);
  close.set_period_id(options.period_id);
  close.set_through(through->ymd());
  for (const auto& [account, sums] : totals.accounts) {
    if (sums[0] == sums[1]) continue;
    v1::ControlTotal& total = *close.add_totals();
    total.set_account(account);
    total.set_balance_minor(sums[0] - sums[1]);
  }
  DAYBOOK_RETURN_IF_ERROR(AddDigests(options, context, close));

  LedgerOptions ledger_options;
  ledger_options.confirm_clock_jump = options.confirm_clock;
  auto ledger = Ledger::Open(options.dir, ledger_options);
  if (!ledger.ok()) return AboutLedger(ledger.status(), options.dir);
  const absl::StatusOr<Receipt> receipt = (*ledger)->Submit(request, absl::Now() + kAnswerTimeout);
  const absl::Status closed = (*ledger)->Close();
  const Answer answer = MakeAnswer(1, request.request_id(), receipt);
  if (!options.json) PrintTotals(close, totals, context);
  context.out.Line(answer.json);
  if (!closed.ok()) return AboutLedger(closed, options.dir);
  return answer.code;
}

}  // namespace

CommandBody ConfigureClose(CLI::App& app) {
  auto options = std::make_shared<CloseOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("PROPERTY", options->property_id, "Whose books")->required()->type_name("");
  app.add_option("PERIOD", options->period_id, "What the period is called, such as 2026-03")
      ->required()
      ->type_name("");
  app.add_option("--through", options->through, "The last business date of the period")
      ->required()
      ->type_name("DATE");
  app.add_option("--actor", options->staff_id, "The member of staff who closes it")
      ->required()
      ->type_name("STAFF");
  app.add_option("--authenticated-by", options->authenticated_by,
                 "Who or what made sure of that; command-line if not given")
      ->type_name("ID");
  app.add_option("--request-id", options->request_id, "Under this request id")->type_name("ID");
  app.add_flag("--confirm-clock", options->confirm_clock,
               "The clock is right, though it is more than a day after the last record");
  AddJsonFlag(app, options->json, "The answer only");
  AddProgressFlag(app, options->progress);
  app.footer(
      "Counts every journal of the property in the log into control totals, takes the digest of "
      "each view, "
      "and submits\n"
      "ClosePeriod with them. The ledger compares the totals with its own balances and declines "
      "where they "
      "differ. Nothing is\n"
      "posted into a closed period; to reopen one takes two persons.\n"
      "\n"
      "Example:\n"
      "  daybook close book H1 2026-03 --through 2026-03-31 --actor fin");
  return [options](CommandContext& context) { return Close(*options, context); };
}

}  // namespace daybook::cli
