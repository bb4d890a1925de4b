// The view `accounts`: the books of every property, and what they owe and are owed. A view of entities (entity_view.h):
//
//   b Books   P Period   a Account   i Invoice (settled; open ones are with their accounts)   v Voucher   m Member   C ChargedBooking   X AccountBookings
//   0 <booking id>    v1::FolioBalance, of every booking that anything was posted for
//   9 <property id>   v1::HomeProperty
// Indexes: i <account id> 00 <invoice id> of settled invoices; v <customer id> 00 <voucher id>.
//
// Balances of folios are added up here from the transfers, not taken from bookings: so CheckBooks compares two ways of counting.
#ifndef DAYBOOK_PROJECTIONS_ACCOUNTS_ACCOUNTS_VIEW_H_
#define DAYBOOK_PROJECTIONS_ACCOUNTS_ACCOUNTS_VIEW_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/account.pb.h"
#include "daybook/v1/accounts_view.pb.h"
#include "daybook/v1/money_request.pb.h"
#include "ledger/domain/accounts/ageing.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewAccountsProjection();

// An account with the age of what it owes, on the business date of its home property.
struct AccountAgeing {
  v1::Account account;
  std::string currency;
  int32_t business_date = 0;  // yyyymmdd
  Ageing ageing;
};
// nullopt: there is no such account.
absl::StatusOr<std::optional<AccountAgeing>> GetAccountAgeing(const ViewSnapshot& view,
                                                              std::string_view account_id);
// In the order of account ids. Returning false ends it.
absl::Status ListAccountAgeing(const ViewSnapshot& view,
                               const std::function<bool(const AccountAgeing&)>& visitor);

// Those of the account that are paid, credited or written off, in the order of their ids.
absl::StatusOr<std::vector<v1::Invoice>> SettledInvoices(const ViewSnapshot& view,
                                                         std::string_view account_id);
// In the order of their ids.
absl::StatusOr<std::vector<v1::Voucher>> VouchersOf(const ViewSnapshot& view,
                                                    std::string_view customer_id);

// In the order of booking ids; those of a property, or of all.
absl::Status ListFolios(const ViewSnapshot& view, std::string_view property_id,
                        const std::function<bool(const v1::FolioBalance&)>& visitor);
// In the order of voucher ids.
absl::Status ListVouchers(const ViewSnapshot& view, std::string_view property_id,
                          const std::function<bool(const v1::Voucher&)>& visitor);
// Closed at some time, as their last closing left them: by property, in the order of the log.
absl::StatusOr<std::vector<v1::Period>> ListPeriods(const ViewSnapshot& view);

// Of each property that keeps books: balances by BookAccount, debits less credits.
absl::StatusOr<std::vector<v1::Books>> TrialBalance(const ViewSnapshot& view);

// One thing that must hold of the books of a property, in minor units or, for counts, pieces.
struct BookCheck {
  std::string property_id;
  std::string what;  // "deposits of bookings = deposits"
  int64_t found = 0;
  int64_t expected = 0;
  bool holds() const { return found == expected; }
};
// For each property: the trial balance is zero; deposits, folios and refunds due of its bookings, open invoices, vouchers and points of members
// are their control accounts, and unapplied receipts theirs; no deposit is below zero; every folio was at zero when its guest checked out (what
// a credit note, a chargeback or a waiver opens again later is listed by ListFolios). O(rows).
absl::StatusOr<std::vector<BookCheck>> CheckBooks(const ViewSnapshot& view);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_ACCOUNTS_ACCOUNTS_VIEW_H_
