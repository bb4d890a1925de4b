// daybook accounts: debtor accounts with the age of what they owe, one account's invoices, and whether the books hold.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/accounts/accounts_view.h"
#include "tools/daybook/ageing_format.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/command.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

struct AccountsOptions {
  std::string dir;
  std::string account_id;
  std::string as_of;
  bool check = false;
  bool json = false;
  bool progress = false;
};

JsonObject AccountJson(const AccountAgeing& aged) {
  const v1::Account& account = aged.account;
  JsonObject object;
  object.Text("account", account.definition().account_id())
      .Text("customer", account.definition().customer_id())
      .Text("home_property", account.definition().home_property_id())
      .Text("owner", account.definition().owner_staff_id())
      .Text("status", account.status() == v1::ACCOUNT_BLOCKED ? "BLOCKED" : "OPEN")
      .Text("currency", aged.currency)
      .Text("business_date", FormatYmd(aged.business_date))
      .Number("receivable_minor", account.receivable_minor())
      .Number("unapplied_minor", account.unapplied_minor())
      .Number("guaranteed_minor", account.guaranteed_minor())
      .Number("invoices", account.invoices())
      .Raw("ageing", AgeingJson(aged.ageing));
  return object;
}

absl::StatusOr<ExitCode> PrintAccounts(const ViewSnapshot& view, const AccountsOptions& options,
                                       CommandContext& context) {
  std::vector<Table::Column> columns = {
      {"ACCOUNT", Table::Align::kLeft, true}, {"CUSTOMER"}, {"STATUS"}, {"CURRENCY"}};
  for (Table::Column& column : AgeingColumns()) columns.push_back(std::move(column));
  columns.push_back({"UNAPPLIED", Table::Align::kRight});
  Table table(std::move(columns));
  DAYBOOK_RETURN_IF_ERROR(ListAccountAgeing(view, [&](const AccountAgeing& aged) {
    if (options.json) return context.out.Line(AccountJson(aged).ToString());
    const v1::Account& account = aged.account;
    std::vector<std::string> cells = {
        account.definition().account_id(), account.definition().customer_id(),
        account.status() == v1::ACCOUNT_BLOCKED ? "BLOCKED" : "OPEN", aged.currency};
    for (std::string& cell : AgeingCells(aged.ageing, aged.currency)) {
      cells.push_back(std::move(cell));
    }
    cells.push_back(FormatAmount(account.unapplied_minor(), aged.currency));
    table.Add(std::move(cells));
    return true;
  }));
  if (!options.json) table.Print(context.terminal, context.out);
  return ExitCode::kDone;
}

absl::Status UnknownAccount(const ViewSnapshot& view, const AccountsOptions& options) {
  std::vector<std::string> ids;
  DAYBOOK_RETURN_IF_ERROR(ListAccountAgeing(view, [&ids](const AccountAgeing& aged) {
    ids.push_back(aged.account.definition().account_id());
    return true;
  }));
  return WithHint(absl::NotFoundError(absl::StrCat("there is no account '", options.account_id, "'",
                                                   DidYouMean(options.account_id, ids))),
                  absl::StrCat("`daybook accounts ", options.dir, "` lists them"));
}

absl::StatusOr<ExitCode> PrintAccount(const ViewSnapshot& view, const AccountsOptions& options,
                                      CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto aged, GetAccountAgeing(view, options.account_id));
  if (!aged.has_value()) return UnknownAccount(view, options);
  DAYBOOK_ASSIGN_OR_RETURN(const auto settled, SettledInvoices(view, options.account_id));
  if (options.json) {
    std::vector<std::string> invoices;
    for (const v1::Invoice& invoice : aged->account.open_invoices()) {
      invoices.push_back(InvoiceJson(invoice));
    }
    for (const v1::Invoice& invoice : settled) invoices.push_back(InvoiceJson(invoice));
    context.out.Line(AccountJson(*aged).Raw("all_invoices", JsonArray(invoices)).ToString());
    return ExitCode::kDone;
  }
  const v1::Account& account = aged->account;
  const AgeingBucket buckets[] = {AgeingBucket::kNotDue, AgeingBucket::k1To30,
                                  AgeingBucket::k31To60, AgeingBucket::k61To90,
                                  AgeingBucket::k91AndMore};
  const std::vector<Table::Column> titles = AgeingColumns();
  Facts facts;
  facts.Text("account", "", options.account_id)
      .Text("customer", "", account.definition().customer_id())
      .Text("home property", "", account.definition().home_property_id())
      .Text("owner", "", account.definition().owner_staff_id())
      .Text("as of", "", FormatYmd(aged->business_date));
  for (const AgeingBucket bucket : buckets) {
    const std::string& title = titles[static_cast<size_t>(bucket)].title;
    facts.Text(bucket == AgeingBucket::kNotDue ? "not due" : absl::StrCat(title, " days past due"),
               "", FormatAmount(aged->ageing[bucket], aged->currency));
  }
  facts.Text("disputed", "", FormatAmount(aged->ageing.disputed_minor, aged->currency))
      .Text("unapplied receipts", "", FormatAmount(account.unapplied_minor(), aged->currency))
      .Print(false, context.out);
  Table table(InvoiceColumns());
  for (const v1::Invoice& invoice : account.open_invoices()) {
    table.Add(InvoiceCells(invoice, aged->business_date));
  }
  for (const v1::Invoice& invoice : settled) {
    table.Add(InvoiceCells(invoice, aged->business_date));
  }
  if (table.size() != 0) {
    context.out.Line("");
    table.Print(context.terminal, context.out);
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> PrintChecks(const ViewSnapshot& view, const AccountsOptions& options,
                                     CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<BookCheck> checks, CheckBooks(view));
  Table table({{"PROPERTY", Table::Align::kLeft, true},
               {"CHECK"},
               {"FOUND", Table::Align::kRight},
               {"EXPECTED", Table::Align::kRight},
               {"HOLDS"}});
  size_t failed = 0;
  for (const BookCheck& check : checks) {
    failed += check.holds() ? 0 : 1;
    if (options.json) {
      JsonObject object;
      object.Text("property", check.property_id)
          .Text("check", check.what)
          .Number("found", check.found)
          .Number("expected", check.expected)
          .Bool("holds", check.holds());
      if (!context.out.Line(object.ToString())) break;
      continue;
    }
    table.Add({check.property_id, check.what, absl::StrCat(check.found),
               absl::StrCat(check.expected), check.holds() ? "yes" : "NO"});
  }
  if (!options.json) table.Print(context.terminal, context.out);
  return failed == 0 ? ExitCode::kDone : ExitCode::kDamaged;
}

absl::StatusOr<ExitCode> RunAccounts(const AccountsOptions& options, CommandContext& context) {
  if (options.check && !options.account_id.empty()) {
    return absl::InvalidArgumentError("--check is about the books of properties, not an account");
  }
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewAccountsProjection(), options.as_of, "",
                                        context, options.progress));
  const ViewSnapshot& view = *moment.snapshot;
  if (options.check) return PrintChecks(view, options, context);
  if (!options.account_id.empty()) return PrintAccount(view, options, context);
  return PrintAccounts(view, options, context);
}

}  // namespace

CommandBody ConfigureAccounts(CLI::App& app) {
  auto options = std::make_shared<AccountsOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--account", options->account_id, "One account, with all of its invoices")
      ->type_name("ID");
  app.add_flag(
      "--check", options->check,
      "Compare the books with what they are made of: deposits, folios, invoices, vouchers");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json);
  AddProgressFlag(app, options->progress);
  app.footer(
      "Ages are counted from the due date, on the business date of the account's home property; "
      "what is disputed stands apart. --check exits with 4 where something does not agree.\n"
      "\n"
      "Examples:\n"
      "  daybook accounts book\n"
      "  daybook accounts book --account acme\n"
      "  daybook accounts book --as-of 2026-03-29 --json\n"
      "  daybook accounts book --check");
  return [options](CommandContext& context) { return RunAccounts(*options, context); };
}

}  // namespace daybook::cli
