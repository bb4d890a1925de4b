// report credit and report ageing: what accounts may owe, and what they owe.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/accounts/accounts_view.h"
#include "projections/credit/credit_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

Cell DateCell(int32_t yyyymmdd) { return yyyymmdd == 0 ? Cell() : Cell::Number(yyyymmdd); }

}  // namespace

absl::StatusOr<ReportTable> CreditReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("credit"));
  ReportTable table({{"account"},
                     {"customer"},
                     {"owner"},
                     {"grade"},
                     {"status"},
                     {"score", ColumnKind::kCount},
                     {"currency"},
                     {"limit", ColumnKind::kMoney},
                     {"term_days", ColumnKind::kCount},
                     {"exposure", ColumnKind::kMoney},
                     {"receivable", ColumnKind::kMoney},
                     {"unbilled", ColumnKind::kMoney},
                     {"arrivals", ColumnKind::kMoney},
                     {"deposits", ColumnKind::kMoney},
                     {"cover", ColumnKind::kMoney},
                     {"days_past_due", ColumnKind::kCount},
                     {"last_review_on", ColumnKind::kDate},
                     {"next_review_on", ColumnKind::kDate},
                     {"policy"},
                     {"blocked"}});
  DAYBOOK_RETURN_IF_ERROR(ListCreditStandings(*view, [&](const CreditStanding& standing) {
    const v1::AccountDefinition& account = standing.account.definition();
    if (!run.Takes(account.home_property_id())) return true;
    const v1::Credit& credit = standing.credit;
    const std::string& currency = standing.currency;
    const auto money = [&currency](int64_t amount) { return Cell::Money(amount, currency); };
    table.Add({Cell::Text(account.account_id()),
               Cell::Text(account.customer_id()),
               Cell::Text(account.owner_staff_id()),
               Cell::Text(GradeName(credit.grade())),
               Cell::Text(CreditStatusName(standing.status)),
               Cell::Number(credit.score()),
               Cell::Text(currency),
               money(credit.limit_minor()),
               Cell::Number(credit.term_days()),
               money(standing.exposure.Net()),
               money(standing.exposure.receivable_minor),
               money(standing.exposure.unbilled_minor),
               money(standing.exposure.arrivals_minor),
               money(standing.exposure.deposits_minor),
               money(credit.cover_minor()),
               Cell::Number(standing.ageing.days_past_due),
               DateCell(credit.last_review_on()),
               DateCell(credit.next_review_on()),
               credit.policy().policy_id().empty()
                   ? Cell()
                   : Cell::Text(
                         absl::StrCat(credit.policy().policy_id(), "/", credit.policy().version())),
               Cell::Text(credit.blocked() ? "blocked" : "")});
    return true;
  }));
  return table;
}

absl::StatusOr<ReportTable> AgeingReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("accounts"));
  ReportTable table({{"account"},
                     {"customer"},
                     {"home_property"},
                     {"on", ColumnKind::kDate},
                     {"currency"},
                     {"not_due", ColumnKind::kMoney},
                     {"days_1_30", ColumnKind::kMoney},
                     {"days_31_60", ColumnKind::kMoney},
                     {"days_61_90", ColumnKind::kMoney},
                     {"days_91", ColumnKind::kMoney},
                     {"disputed", ColumnKind::kMoney},
                     {"open", ColumnKind::kMoney},
                     {"unapplied", ColumnKind::kMoney}});
  DAYBOOK_RETURN_IF_ERROR(ListAccountAgeing(*view, [&](const AccountAgeing& aged) {
    const v1::AccountDefinition& account = aged.account.definition();
    const int64_t unapplied = aged.account.unapplied_minor();
    if (!run.Takes(account.home_property_id()) || (aged.ageing.Total() == 0 && unapplied == 0)) {
      return true;
    }
    const std::string& currency = aged.currency;
    std::vector<Cell> row = {Cell::Text(account.account_id()), Cell::Text(account.customer_id()),
                             Cell::Text(account.home_property_id()), DateCell(aged.business_date),
                             Cell::Text(currency)};
    for (const int64_t open : aged.ageing.open_minor) row.push_back(Cell::Money(open, currency));
    row.push_back(Cell::Money(aged.ageing.disputed_minor, currency));
    row.push_back(Cell::Money(aged.ageing.Total(), currency));
    row.push_back(Cell::Money(unapplied, currency));
    table.Add(std::move(row));
    return true;
  }));
  return table;
}

}  // namespace daybook::cli
