// reports folios, vouchers and periods: what stands behind the control accounts, one by one, and what was closed against them.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/accounts/accounts_view.h"
#include "tools/daybook/posted.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

// One line of a period: that it was closed, a control total, a digest, or that it was reopened.
class PeriodTable {
 public:
  void Add(const v1::Period& period, const std::string& currency) {
    Line closed{.what = "closed",
                .position = period.closed_position(),
                .actor = ActorText(period.closed_by())};
    Row(period, closed);
    for (const v1::ControlTotal& total : period.totals()) {
      Row(period, {.what = "total",
                   .name = BookAccountText(total.account()),
                   .currency = currency,
                   .balance = Cell::Money(total.balance_minor(), currency)});
    }
    for (const v1::ViewDigest& view : period.views()) {
      Row(period, {.what = "view",
                   .name = view.view(),
                   .position = view.position(),
                   .digest = ToHex(view.digest())});
    }
    if (!period.reopened()) return;
    Row(period, {.what = "reopened",
                 .name = period.reopening_reason_code(),
                 .position = period.reopened_position(),
                 .actor = ActorText(period.reopened_by()),
                 .authorised_by = ActorText(period.reopening_authorised_by())});
  }
  ReportTable Take() { return std::move(table_); }

 private:
  struct Line {
    std::string what = {};
    std::string name = {};
    std::string currency = {};
    Cell balance = {};
    uint64_t position = 0;
    std::string digest = {};
    std::string actor = {};
    std::string authorised_by = {};
  };

  void Row(const v1::Period& period, const Line& line) {
    const bool at = line.position != 0;
    table_.Add({Cell::Text(period.property_id()), Cell::Text(period.period_id()),
                Cell::Number(period.from()), Cell::Number(period.through()), Cell::Text(line.what),
                Cell::Text(line.name), Cell::Text(line.currency), line.balance,
                at ? Cell::Number(static_cast<int64_t>(line.position)) : Cell(),
                Cell::Text(line.digest), Cell::Text(line.actor), Cell::Text(line.authorised_by)});
  }

  ReportTable table_{{{"property"},
                      {"period"},
                      {"from", ColumnKind::kDate},
                      {"through", ColumnKind::kDate},
                      {"what"},
                      {"name"},
                      {"currency"},
                      {"balance", ColumnKind::kMoney},
                      {"position", ColumnKind::kCount},
                      {"digest"},
                      {"actor"},
                      {"authorised_by"}}};
};

}  // namespace

absl::StatusOr<ReportTable> FoliosReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("accounts"));
  ReportTable table({{"property"},
                     {"booking"},
                     {"currency"},
                     {"deposit", ColumnKind::kMoney},
                     {"guest_ledger", ColumnKind::kMoney},
                     {"refund_due", ColumnKind::kMoney},
                     {"checked_out"}});
  DAYBOOK_RETURN_IF_ERROR(
      ListFolios(*view, run.scope().property_id, [&table](const v1::FolioBalance& folio) {
        const bool settled =
            folio.deposit_minor() == 0 && folio.guest_minor() == 0 && folio.refund_due_minor() == 0;
        if (settled) return true;
        const std::string& currency = folio.currency();
        table.Add({Cell::Text(folio.property_id()), Cell::Text(folio.booking_id()),
                   Cell::Text(currency), Cell::Money(folio.deposit_minor(), currency),
                   Cell::Money(folio.guest_minor(), currency),
                   Cell::Money(folio.refund_due_minor(), currency),
                   Cell::Text(folio.checked_out() ? "yes" : "no")});
        return true;
      }));
  return table;
}

absl::StatusOr<ReportTable> VouchersReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("accounts"));
  ReportTable table({{"property"},
                     {"voucher"},
                     {"customer"},
                     {"kind"},
                     {"status"},
                     {"currency"},
                     {"amount", ColumnKind::kMoney},
                     {"balance", ColumnKind::kMoney},
                     {"expires", ColumnKind::kDate},
                     {"booking"},
                     {"position", ColumnKind::kCount}});
  DAYBOOK_RETURN_IF_ERROR(
      ListVouchers(*view, run.scope().property_id, [&table](const v1::Voucher& voucher) {
        const std::string& currency = voucher.currency();
        table.Add({Cell::Text(voucher.property_id()), Cell::Text(voucher.voucher_id()),
                   Cell::Text(voucher.customer_id()),
                   Cell::Text(PlainName(v1::VoucherKind_Name(voucher.kind()), "VOUCHER_")),
                   Cell::Text(PlainName(v1::VoucherStatus_Name(voucher.status()), "VOUCHER_")),
                   Cell::Text(currency), Cell::Money(voucher.amount_minor(), currency),
                   Cell::Money(voucher.balance_minor(), currency),
                   Cell::Number(voucher.expires_on()), Cell::Text(voucher.booking_id()),
                   Cell::Number(static_cast<int64_t>(voucher.position()))});
        return true;
      }));
  return table;
}

absl::StatusOr<ReportTable> PeriodsReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("accounts"));
  DAYBOOK_ASSIGN_OR_RETURN(const auto books, TrialBalance(*view));
  std::map<std::string, std::string> currencies;
  for (const v1::Books& one : books) currencies[one.property_id()] = one.currency();
  DAYBOOK_ASSIGN_OR_RETURN(const auto periods, ListPeriods(*view));
  PeriodTable table;
  for (const v1::Period& period : periods) {
    if (run.Takes(period.property_id())) table.Add(period, currencies[period.property_id()]);
  }
  return table.Take();
}

}  // namespace daybook::cli
