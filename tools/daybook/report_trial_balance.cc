// report trial-balance: the books added up from their transfers in the log, beside the zero, the balances that the ledger
// keeps, and the sub-ledgers that must agree with their control accounts.
#include <array>
#include <map>
#include <string>
#include <utility>

#include "ledger/base/status_macros.h"
#include "projections/accounts/accounts_view.h"
#include "tools/daybook/posted.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

class BalanceTable {
 public:
  void Account(const std::string& property, const std::string& currency, v1::BookAccount account,
               int64_t debits, int64_t credits, int64_t kept) {
    const Cell debit = Cell::Money(debits, currency);
    const Cell credit = Cell::Money(credits, currency);
    Row(property, "account", BookAccountText(account), currency, debit, credit, debits - credits,
        kept);
  }
  void Total(const std::string& property, const std::string& currency, int64_t debits,
             int64_t credits) {
    Row(property, "total", "all accounts", currency, Cell::Money(debits, currency),
        Cell::Money(credits, currency), debits - credits, 0);
  }
  void Check(const BookCheck& check, const std::string& currency) {
    Row(check.property_id, "check", check.what, currency, Cell(), Cell(), check.found,
        check.expected);
  }
  ReportTable Take() { return std::move(table_); }

 private:
  void Row(const std::string& property, std::string_view kind, const std::string& name,
           const std::string& currency, const Cell& debits, const Cell& credits, int64_t found,
           int64_t expected) {
    if (found != expected) table_.SetDisagrees();
    table_.Add({Cell::Text(property), Cell::Text(kind), Cell::Text(name), Cell::Text(currency),
                debits, credits, Cell::Money(found, currency), Cell::Money(expected, currency),
                Cell::Text(found == expected ? "yes" : "NO")});
  }

  ReportTable table_{{{"property"},
                      {"kind"},
                      {"name"},
                      {"currency"},
                      {"debits", ColumnKind::kMoney},
                      {"credits", ColumnKind::kMoney},
                      {"balance", ColumnKind::kMoney},
                      {"expected", ColumnKind::kMoney},
                      {"agrees"}}};
};

void AddAccounts(const std::string& id, const AccountTotals& totals, const v1::Books& books,
                 BalanceTable& table) {
  int64_t debits = 0;
  int64_t credits = 0;
  for (int number = v1::BookAccount_MIN + 1; number <= v1::BookAccount_MAX; ++number) {
    const auto account = static_cast<v1::BookAccount>(number);
    const int64_t kept = number < books.balance_minor_size() ? books.balance_minor(number) : 0;
    const auto found = totals.accounts.find(account);
    if (found == totals.accounts.end() && kept == 0) continue;
    const auto sums = found == totals.accounts.end() ? std::array<int64_t, 2>{} : found->second;
    table.Account(id, totals.currency, account, sums[0], sums[1], kept);
    debits += sums[0];
    credits += sums[1];
  }
  table.Total(id, totals.currency, debits, credits);
}

}  // namespace

absl::StatusOr<ReportTable> TrialBalanceReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("accounts"));
  std::map<std::string, AccountTotals> totals;
  DAYBOOK_RETURN_IF_ERROR(run.ScanRecords([&totals](const v1::Record& record) {
    ForEachPostedOf(record, [&totals](const Posted& posted) {
      totals[posted.journal.property_id()].Add(posted);
      return true;
    });
    return absl::OkStatus();
  }));
  DAYBOOK_ASSIGN_OR_RETURN(const auto all, TrialBalance(*view));
  std::map<std::string, v1::Books> books;
  for (const v1::Books& one : all) books[one.property_id()] = one;
  DAYBOOK_ASSIGN_OR_RETURN(const auto checks, CheckBooks(*view));
  BalanceTable table;
  for (const auto& [id, total] : totals) {
    if (!run.Takes(id)) continue;
    AddAccounts(id, total, books[id], table);
    for (const BookCheck& check : checks) {
      // What is no equation of two balances is a count.
      const bool counted = check.what.find('=') == std::string::npos;
      if (check.property_id == id) table.Check(check, counted ? "" : total.currency);
    }
  }
  return table.Take();
}

}  // namespace daybook::cli
