// report retention: buyers on invoices, until when they are kept, which are restricted because the customer is erased, and whose time is over.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/status_macros.h"
#include "ledger/domain/customer/buyers.h"
#include "projections/customers/customers_rows.h"
#include "projections/customers/customers_view.h"
#include "projections/entity_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

absl::StatusOr<bool> IsErased(const ViewSnapshot& customers, std::string_view customer_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto file, GetEntity<v1::Customer>(customers, customer_id));
  return file.has_value() && file->erased();
}

class Buyers {
 public:
  Buyers(ReportRun& run, const ViewSnapshot& customers, const ViewSnapshot& accounts)
      : run_(run), customers_(customers), accounts_(accounts) {}

  absl::Status Read() {
    DAYBOOK_ASSIGN_OR_RETURN(properties_, run_.Properties());
    const absl::Status open = ScanEntities<v1::Account>(
        accounts_, [&](const v1::Account& account) -> absl::StatusOr<bool> {
          for (const v1::Invoice& invoice : account.open_invoices()) {
            DAYBOOK_RETURN_IF_ERROR(Add(invoice));
          }
          return true;
        });
    DAYBOOK_RETURN_IF_ERROR(open);
    return ScanEntities<v1::Invoice>(accounts_,
                                     [&](const v1::Invoice& invoice) -> absl::StatusOr<bool> {
                                       DAYBOOK_RETURN_IF_ERROR(Add(invoice));
                                       return true;
                                     });
  }

  void FillIn(ReportTable& table) && {
    for (auto& [key, row] : rows_) table.Add(std::move(row));
  }

 private:
  // That of the stay, and whose account it is.
  absl::StatusOr<bool> IsRestricted(const v1::Invoice& invoice) const {
    DAYBOOK_ASSIGN_OR_RETURN(
        const auto booking,
        GetRow<v1::CustomerBooking>(customers_, kBookingRow, invoice.booking_id()));
    if (booking.has_value()) {
      DAYBOOK_ASSIGN_OR_RETURN(const bool erased, IsErased(customers_, booking->customer_id()));
      if (erased) return true;
    }
    DAYBOOK_ASSIGN_OR_RETURN(const auto account,
                             GetEntity<v1::Account>(accounts_, invoice.account_id()));
    if (!account.has_value()) return false;
    return IsErased(customers_, account->definition().customer_id());
  }

  absl::StatusOr<std::string> StateOf(const v1::Invoice& invoice, int32_t last) const {
    if (invoice.buyer_destroyed()) return "destroyed";
    const auto property = properties_.find(invoice.property_id());
    const int32_t today = property == properties_.end() ? 0 : property->second.business_date;
    if (last != 0 && last < today && invoice.status() != v1::INVOICE_OPEN) return "over";
    DAYBOOK_ASSIGN_OR_RETURN(const bool restricted, IsRestricted(invoice));
    return restricted ? "restricted" : "kept";
  }

  absl::Status Add(const v1::Invoice& invoice) {
    const bool has_buyer = invoice.has_sealed_buyer() || invoice.buyer_destroyed();
    if (!has_buyer || !run_.Takes(invoice.property_id())) return absl::OkStatus();
    DAYBOOK_ASSIGN_OR_RETURN(
        const std::optional<v1::Policy> policy,
        PolicyInForce(customers_, v1::Policy::kRetention, invoice.property_id()));
    const int32_t last = policy.has_value() ? RetainedUntil(invoice, policy->retention()) : 0;
    DAYBOOK_ASSIGN_OR_RETURN(std::string state, StateOf(invoice, last));
    rows_[{invoice.property_id(), invoice.number()}] = {
        Cell::Text(invoice.invoice_id()),        Cell::Text(invoice.property_id()),
        Cell::Text(invoice.account_id()),        Cell::Number(invoice.issued_on()),
        last == 0 ? Cell() : Cell::Number(last), Cell::Text(std::move(state))};
    return absl::OkStatus();
  }

  ReportRun& run_;
  const ViewSnapshot& customers_;
  const ViewSnapshot& accounts_;
  std::map<std::string, ReportRun::PropertyFacts> properties_;
  std::map<std::pair<std::string, int64_t>, std::vector<Cell>> rows_;  // by property and number
};

}  // namespace

absl::StatusOr<ReportTable> RetentionReport(ReportRun& run) {
  ReportTable table({{"invoice"},
                     {"property"},
                     {"account"},
                     {"issued_on", ColumnKind::kDate},
                     {"retained_until", ColumnKind::kDate},
                     {"buyer"}});
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const customers, run.View("customers"));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const accounts, run.View("accounts"));
  Buyers buyers(run, *customers, *accounts);
  DAYBOOK_RETURN_IF_ERROR(buyers.Read());
  std::move(buyers).FillIn(table);
  return table;
}

}  // namespace daybook::cli
