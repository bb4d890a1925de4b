#include <algorithm>
#include <map>
#include <utility>

#include "daybook/v1/loyalty.pb.h"
#include "projections/accounts/accounts_rows.h"
#include "projections/accounts/accounts_view.h"
#include "projections/entity_view.h"
#include "projections/home_properties.h"

namespace daybook {
namespace {

absl::StatusOr<AccountAgeing> AgedAccount(const ViewSnapshot& view, const v1::Account& account) {
  DAYBOOK_ASSIGN_OR_RETURN(const v1::HomeProperty home, HomeOf(view, account));
  return AccountAgeing{account, home.currency(), home.business_date(),
                       AgeingOf(account, home.business_date())};
}

// Entities whose ids an index lists after the first part.
template <typename Entity>
absl::StatusOr<std::vector<Entity>> Listed(const ViewSnapshot& view, char index,
                                           std::string_view part) {
  std::vector<std::string> ids;
  DAYBOOK_RETURN_IF_ERROR(view.ScanIndex(IndexPrefix(index, {part}),
                                         [&](std::string_view entry) -> absl::StatusOr<bool> {
                                           ids.emplace_back(IndexParts(entry).back());
                                           return true;
                                         }));
  std::vector<Entity> entities;
  for (const std::string& id : ids) {
    DAYBOOK_ASSIGN_OR_RETURN(std::optional<Entity> entity, GetEntity<Entity>(view, id));
    if (entity.has_value()) entities.push_back(*std::move(entity));
  }
  return entities;
}

// What a property's books are compared with.
struct SubLedgers {
  int64_t deposits_minor = 0;
  int64_t guests_minor = 0;
  int64_t refunds_due_minor = 0;
  int64_t receivables_minor = 0;
  int64_t unapplied_minor = 0;
  int64_t vouchers_minor = 0;
  int64_t points_minor = 0;
  int64_t deposits_below_zero = 0;
  int64_t open_folios = 0;
};
using SubLedgersByProperty = std::map<std::string, SubLedgers>;

absl::Status AddFolios(const ViewSnapshot& view, SubLedgersByProperty& sums) {
  return ScanRows<v1::FolioBalance>(
      view, kFolioRow, "",
      [&](std::string_view, const v1::FolioBalance& folio) -> absl::StatusOr<bool> {
        SubLedgers& sum = sums[folio.property_id()];
        sum.deposits_minor += folio.deposit_minor();
        sum.guests_minor += folio.guest_minor();
        sum.refunds_due_minor += folio.refund_due_minor();
        if (folio.deposit_minor() < 0) ++sum.deposits_below_zero;
        if (folio.guest_at_check_out_minor() != 0) ++sum.open_folios;
        return true;
      });
}

absl::Status AddEntities(const ViewSnapshot& view, SubLedgersByProperty& sums) {
  DAYBOOK_RETURN_IF_ERROR(
      ScanEntities<v1::Account>(view, [&](const v1::Account& account) -> absl::StatusOr<bool> {
        for (const v1::Invoice& invoice : account.open_invoices()) {
          sums[invoice.property_id()].receivables_minor += invoice.open_minor();
        }
        int64_t& unapplied = sums[account.definition().home_property_id()].unapplied_minor;
        for (const v1::Receipt& receipt : account.receipts()) {
          unapplied += receipt.unapplied_minor();
        }
        return true;
      }));
  DAYBOOK_RETURN_IF_ERROR(
      ScanEntities<v1::Voucher>(view, [&](const v1::Voucher& voucher) -> absl::StatusOr<bool> {
        sums[voucher.property_id()].vouchers_minor += voucher.balance_minor();
        return true;
      }));
  return ScanEntities<v1::Member>(view, [&](const v1::Member& member) -> absl::StatusOr<bool> {
    for (const v1::PointsLot& lot : member.lots()) {
      sums[lot.property_id()].points_minor += lot.points() * lot.point_value_minor();
    }
    return true;
  });
}

void AppendChecks(const v1::Books& books, const SubLedgers& sums, std::vector<BookCheck>& checks) {
  const auto balance = [&books](v1::BookAccount account) {
    return account < books.balance_minor_size() ? books.balance_minor(account) : 0;
  };
  const auto check = [&](std::string_view what, int64_t found, int64_t expected) {
    checks.push_back({books.property_id(), std::string(what), found, expected});
  };
  int64_t total = 0;
  for (const int64_t one : books.balance_minor()) total += one;
  check("trial balance = 0", total, 0);
  check("deposits of bookings = deposits", sums.deposits_minor, -balance(v1::DEPOSITS));
  check("folios = guest ledger", sums.guests_minor, balance(v1::GUEST_LEDGER));
  check("due back = refunds payable", sums.refunds_due_minor, -balance(v1::REFUNDS_PAYABLE));
  check("open invoices = receivables", sums.receivables_minor, balance(v1::RECEIVABLES));
  check("receipts not applied = unapplied", sums.unapplied_minor, -balance(v1::UNAPPLIED));
  check("vouchers = vouchers", sums.vouchers_minor, -balance(v1::VOUCHERS));
  check("points of members = points", sums.points_minor, -balance(v1::POINTS));
  check("deposits below zero", sums.deposits_below_zero, 0);
  check("folios open at check-out", sums.open_folios, 0);
}

}  // namespace

absl::StatusOr<std::optional<AccountAgeing>> GetAccountAgeing(const ViewSnapshot& view,
                                                              std::string_view account_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto account, GetEntity<v1::Account>(view, account_id));
  if (!account.has_value()) return std::optional<AccountAgeing>();
  DAYBOOK_ASSIGN_OR_RETURN(AccountAgeing aged, AgedAccount(view, *account));
  return std::optional<AccountAgeing>(std::move(aged));
}

absl::Status ListAccountAgeing(const ViewSnapshot& view,
                               const std::function<bool(const AccountAgeing&)>& visitor) {
  return ScanEntities<v1::Account>(view, [&](const v1::Account& account) -> absl::StatusOr<bool> {
    DAYBOOK_ASSIGN_OR_RETURN(const AccountAgeing aged, AgedAccount(view, account));
    return visitor(aged);
  });
}

absl::StatusOr<std::vector<v1::Invoice>> SettledInvoices(const ViewSnapshot& view,
                                                         std::string_view account_id) {
  return Listed<v1::Invoice>(view, kInvoiceIndex, account_id);
}

absl::StatusOr<std::vector<v1::Voucher>> VouchersOf(const ViewSnapshot& view,
                                                    std::string_view customer_id) {
  return Listed<v1::Voucher>(view, kVoucherIndex, customer_id);
}

absl::Status ListFolios(const ViewSnapshot& view, std::string_view property_id,
                        const std::function<bool(const v1::FolioBalance&)>& visitor) {
  return ScanRows<v1::FolioBalance>(
      view, kFolioRow, "",
      [&](std::string_view, const v1::FolioBalance& folio) -> absl::StatusOr<bool> {
        if (!property_id.empty() && folio.property_id() != property_id) return true;
        return visitor(folio);
      });
}

absl::Status ListVouchers(const ViewSnapshot& view, std::string_view property_id,
                          const std::function<bool(const v1::Voucher&)>& visitor) {
  return ScanEntities<v1::Voucher>(view, [&](const v1::Voucher& voucher) -> absl::StatusOr<bool> {
    if (!property_id.empty() && voucher.property_id() != property_id) return true;
    return visitor(voucher);
  });
}

absl::StatusOr<std::vector<v1::Period>> ListPeriods(const ViewSnapshot& view) {
  std::vector<v1::Period> periods;
  DAYBOOK_RETURN_IF_ERROR(
      ScanEntities<v1::Period>(view, [&](const v1::Period& period) -> absl::StatusOr<bool> {
        periods.push_back(period);
        return true;
      }));
  std::sort(periods.begin(), periods.end(), [](const v1::Period& a, const v1::Period& b) {
    return a.property_id() != b.property_id() ? a.property_id() < b.property_id()
                                              : a.closed_position() < b.closed_position();
  });
  return periods;
}

absl::StatusOr<std::vector<v1::Books>> TrialBalance(const ViewSnapshot& view) {
  std::vector<v1::Books> all;
  DAYBOOK_RETURN_IF_ERROR(
      ScanEntities<v1::Books>(view, [&](const v1::Books& books) -> absl::StatusOr<bool> {
        all.push_back(books);
        return true;
      }));
  return all;
}

absl::StatusOr<std::vector<BookCheck>> CheckBooks(const ViewSnapshot& view) {
  SubLedgersByProperty sums;
  DAYBOOK_RETURN_IF_ERROR(AddFolios(view, sums));
  DAYBOOK_RETURN_IF_ERROR(AddEntities(view, sums));
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<v1::Books> all, TrialBalance(view));
  std::vector<BookCheck> checks;
  for (const v1::Books& books : all) AppendChecks(books, sums[books.property_id()], checks);
  return checks;
}

}  // namespace daybook
