// The view `accounts`: the books, added up a second way, and what accounts owe by its age.
#include "projections/accounts/accounts_view.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/domain/credit_hotel.h"
#include "tests/projections/viewed_records.h"

namespace daybook::testing {
namespace {

void GivenSomeMoney(CreditHotel& hotel) {
  hotel.GivenCredit();
  hotel.GivenStay("b1");
  hotel.GivenStay("b2");
  hotel.Given(CreditHotel::OnAccount("b3", 20260310));
  hotel.Given({Pay("b3", "p1", 50 * kEuro), CreditHotel::ReceiptOf("r1", "K1-1", 100 * kEuro),
               CreditHotel::ReceiptOf("r2", "K1-2", 30 * kEuro)});
  hotel.Given(
      Ask(kManager,
          "issue_voucher { voucher_id: 'v1' property_id: 'K1' customer_id: 'c-7' amount { "
          "amount_minor: 700 currency: 'EUR' } expires_on: 20270101 reason_code: 'sorry' }"));
}

TEST(AccountsView, AddsTheBooksUpToWhatTheWriteSideHas) {
  CreditHotel hotel;
  GivenSomeMoney(hotel);
  const ViewedRecords view(hotel.records(), NewAccountsProjection());
  const auto balances = TrialBalance(*view);
  ASSERT_TRUE(balances.ok()) << balances.status();
  ASSERT_EQ(balances->size(), 1U);
  EXPECT_EQ(balances->front().SerializeAsString(),
            hotel.state().Find<v1::Books>("K1")->SerializeAsString());
}

TEST(AccountsView, FindsThatTheBooksHoldAtEveryMoment) {
  CreditHotel hotel;
  GivenSomeMoney(hotel);
  const ViewedRecords view(hotel.records(), NewAccountsProjection());
  std::set<std::string> kinds;
  for (uint64_t position = 0; position <= hotel.records().size(); ++position) {
    const auto checks = CheckBooks(*view.At(position));
    ASSERT_TRUE(checks.ok()) << checks.status();
    for (const BookCheck& check : *checks) {
      EXPECT_TRUE(check.holds()) << position << " " << check.what << " " << check.found << " "
                                 << check.expected;
      if (check.found != 0) kinds.insert(check.what);
    }
  }
  EXPECT_EQ(kinds,
            (std::set<std::string>{"deposits of bookings = deposits", "folios = guest ledger",
                                   "open invoices = receivables", "vouchers = vouchers"}))
      << "each was seen to hold of something";
}

TEST(AccountsView, SeesWhereASubLedgerDoesNotAgree) {
  CreditHotel hotel;
  GivenSomeMoney(hotel);
  std::vector<v1::Record> records = hotel.records();
  for (v1::Record& record : records) {
    for (v1::Event& event : *record.mutable_outcome()->mutable_accepted()->mutable_events()) {
      if (event.has_voucher_issued()) event.mutable_voucher_issued()->set_balance_minor(699);
    }
  }
  const ViewedRecords view(records, NewAccountsProjection());
  const auto checks = CheckBooks(*view);
  ASSERT_TRUE(checks.ok());
  std::vector<std::string> failed;
  for (const BookCheck& check : *checks) {
    if (!check.holds()) failed.push_back(check.what);
  }
  EXPECT_EQ(failed, std::vector<std::string>{"vouchers = vouchers"});
}

TEST(AccountsView, TellsTheAgeOfWhatAnAccountOwes) {
  CreditHotel hotel;
  GivenSomeMoney(hotel);
  hotel.GivenRolled(20260310);
  hotel.Given(Cancel("b3"));
  hotel.GivenRolled(20260403);  // K1-2 was due on the 2nd
  const ViewedRecords view(hotel.records(), NewAccountsProjection());
  const auto aged = GetAccountAgeing(*view, "acme");
  ASSERT_TRUE(aged.ok() && aged->has_value()) << aged.status();
  EXPECT_EQ((*aged)->business_date, 20260403);
  EXPECT_EQ((*aged)->ageing[AgeingBucket::k1To30], 70 * kEuro);
  EXPECT_EQ((*aged)->ageing.Total(), 70 * kEuro);
  EXPECT_EQ((*aged)->account.SerializeAsString(), hotel.account().SerializeAsString());
  EXPECT_FALSE(GetAccountAgeing(*view, "nobody")->has_value());
}

TEST(AccountsView, ListsSettledInvoicesAndVouchersOfTheirOwners) {
  CreditHotel hotel;
  GivenSomeMoney(hotel);
  const ViewedRecords view(hotel.records(), NewAccountsProjection());
  const auto settled = SettledInvoices(*view, "acme");
  ASSERT_TRUE(settled.ok()) << settled.status();
  ASSERT_EQ(settled->size(), 1U);
  EXPECT_EQ(settled->front().invoice_id(), "K1-1");
  EXPECT_EQ(settled->front().status(), v1::INVOICE_PAID);
  EXPECT_TRUE(SettledInvoices(*view, "acm")->empty());
  ASSERT_EQ(VouchersOf(*view, "c-7")->size(), 1U);
  EXPECT_EQ(VouchersOf(*view, "c-7")->front().balance_minor(), 700);
  EXPECT_TRUE(VouchersOf(*view, "c")->empty());
}

}  // namespace
}  // namespace daybook::testing
