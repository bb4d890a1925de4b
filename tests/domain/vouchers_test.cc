// Vouchers: issued, redeemed here and elsewhere, expired.
#include "ledger/domain/accounts/vouchers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/domain/houses_with_books.h"

namespace daybook::testing {
namespace {

using ::testing::ElementsAre;

v1::Request Issue(std::string_view voucher_id, int64_t amount_minor,
                  std::string_view customer = "c-1") {
  v1::Request request = Ask(kSales,
                            "issue_voucher { property_id: 'K1' expires_on: 20260310 "
                            "reason_code: 'apology' }");
  v1::IssueVoucher& issue = *request.mutable_issue_voucher();
  issue.set_voucher_id(std::string(voucher_id));
  issue.set_customer_id(std::string(customer));
  *issue.mutable_amount() = Euro(amount_minor);
  return request;
}

v1::Request Redeem(std::string_view booking_id, std::string_view voucher_id, int64_t amount_minor) {
  v1::Request request = Ask(kFrontDesk, "redeem_voucher {}");
  v1::RedeemVoucher& redeem = *request.mutable_redeem_voucher();
  redeem.set_booking_id(std::string(booking_id));
  redeem.set_voucher_id(std::string(voucher_id));
  *redeem.mutable_amount() = Euro(amount_minor);
  return request;
}

struct Houses {
  Houses() { GivenHousesWithBooks(ledger_); }
  ~Houses() { ExpectBooksInOrder(ledger_); }

  const v1::Voucher& voucher(std::string_view id) const {
    const auto* const found = ledger_.state().Find<v1::Voucher>(id);
    return found == nullptr ? v1::Voucher::default_instance() : *found;
  }

  Ledgerless ledger_;
};

class Vouchers : public ::testing::Test, protected Houses {};

TEST_F(Vouchers, AreIssuedOutOfGoodwill) {
  const Then issued = ledger_.When(Issue("v1", 5'000)).ThenAccepted({R"pb(voucher_issued {
                                                                            voucher_id: "v1"
                                                                            property_id: "K1"
                                                                            customer_id: "c-1"
                                                                            currency: "EUR"
                                                                            kind: VOUCHER_GOODWILL
                                                                            amount_minor: 5000
                                                                            balance_minor: 5000
                                                                            expires_on: 20260310
                                                                            status: VOUCHER_VALID
                                                                          })pb"});
  EXPECT_THAT(Posted(issued), ElementsAre("COMPENSATION/VOUCHERS 5000 K1"));
  EXPECT_EQ(voucher("v1").position(), issued.record().position());
  ledger_.When(Issue("v1", 5'000)).ThenDeclined({v1::STATE_ID_EXISTS});
}

TEST_F(Vouchers, AreIssuedOnlyInTheCurrencyOfTheHouseAndForItsCustomer) {
  const auto with = [](const std::function<void(v1::IssueVoucher&)>& change) {
    return With(Issue("v1", 5'000),
                [&](v1::Request& request) { change(*request.mutable_issue_voucher()); });
  };
  ledger_.When(with([](auto& issue) { issue.mutable_amount()->set_currency("USD"); }))
      .ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  ledger_.When(with([](auto& issue) { issue.set_property_id("H9"); }))
      .ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  ledger_.When(with([](auto& issue) { issue.clear_reason_code(); }))
      .ThenDeclined({v1::FORM_ID_INVALID});
  ledger_.When(with([](auto& issue) { issue.set_expires_on(20260231); }))
      .ThenDeclined({v1::FORM_DATE_INVALID});
  ledger_.When(with([](auto& issue) { issue.set_booking_id("b9"); }))
      .ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
  ledger_.Given(Create({.id = "b1", .property = "K1", .customer = "c-2"}));
  ledger_.When(with([](auto& issue) { issue.set_booking_id("b1"); }))
      .ThenDeclined({v1::STATE_CUSTOMER_MISMATCH});
}

TEST(Declines, StateBooksNotKeptWhereAVoucherIsIssued) {
  Houses house;
  house.ledger_
      .When(With(
          Issue("v1", 5'000),
          [](v1::Request& request) { request.mutable_issue_voucher()->set_property_id("H1"); }))
      .ThenDeclined({v1::STATE_BOOKS_NOT_KEPT});
}

TEST(Declines, PolicyAboveLimitOfCompensation) {
  Houses house;
  house.ledger_.Given(PolicyInForce(
      "limits", "authority { limits { role: ROLE_SALES compensation_minor: 2000 } }"));
  house.ledger_.When(Issue("v1", 2'001)).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  house.ledger_.Given(Issue("v1", 2'000));
  house.ledger_
      .When(Overriding({v1::POLICY_ABOVE_LIMIT}, StaffMember(kManager), Issue("v2", 2'001)))
      .ThenOverrode({v1::POLICY_ABOVE_LIMIT});
}

TEST_F(Vouchers, AreADepositBeforeTheStayAndPayTheFolioInIt) {
  ledger_.Given(
      {Issue("v1", 5'000),
       Create({.id = "b1", .property = "K1", .arrival = 20260301, .departure = 20260302})});
  EXPECT_THAT(Posted(ledger_.When(Redeem("b1", "v1", 2'000)).ThenAccepted({R"pb(voucher_redeemed {
                                                                                  voucher_id: "v1"
                                                                                  booking_id: "b1"
                                                                                  amount_minor: 2000
                                                                                })pb"})),
              ElementsAre("VOUCHERS/DEPOSITS 2000 K1"));
  EXPECT_EQ(ledger_.booking("b1").folio().deposit_minor(), 2'000);
  ledger_.Given(CheckInOf("b1"));
  EXPECT_THAT(Posted(ledger_.When(Redeem("b1", "v1", 3'000))),
              ElementsAre("VOUCHERS/GUEST_LEDGER 3000 K1"));
  EXPECT_EQ(ledger_.booking("b1").folio().guest_minor(), -5'000);
  EXPECT_EQ(voucher("v1").status(), v1::VOUCHER_USED);
  ledger_.When(Redeem("b1", "v1", 1)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
}

TEST_F(Vouchers, OfAnotherHouseAreOwedBetweenTheTwo) {
  ledger_.Given({Issue("v1", 5'000), Create({.id = "b2", .property = "K2"})});
  EXPECT_THAT(Posted(ledger_.When(Redeem("b2", "v1", 1'500))),
              ElementsAre("VOUCHERS/INTER_PROPERTY 1500 K1", "INTER_PROPERTY/DEPOSITS 1500 K2"));
  EXPECT_EQ(ledger_.booking("b2").folio().deposit_minor(), 1'500);
  EXPECT_EQ(Balance(ledger_, "K1", v1::INTER_PROPERTY), -1'500);
  EXPECT_EQ(Balance(ledger_, "K2", v1::INTER_PROPERTY), 1'500);
}

TEST_F(Vouchers, AreRedeemedWhereTheirCurrencyCountsAndBooksAreKept) {
  ledger_.Given({Issue("v1", 5'000), Create({.id = "b3", .property = "K3"}),
                 Create({.id = "h1", .property = "H1"})});
  ledger_.When(Redeem("b3", "v1", 100)).ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  ledger_.When(Redeem("h1", "v1", 100)).ThenDeclined({v1::STATE_BOOKS_NOT_KEPT});
  ledger_.When(Redeem("h1", "v9", 100))
      .ThenDeclined({v1::STATE_BOOKS_NOT_KEPT, v1::STATE_REFERENCE_UNKNOWN});
  ledger_.When(Redeem("b9", "v1", 100)).ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
}

TEST_F(Vouchers, AreRedeemedByTheirCustomerForABookingThatLives) {
  ledger_.Given({Issue("v1", 5'000), Create({.id = "b1", .property = "K1", .customer = "c-2"}),
                 Create({.id = "b2", .property = "K1", .status = v1::WAITLISTED}),
                 Create({.id = "b3", .property = "K1"}), Cancel("b3")});
  ledger_.When(Redeem("b1", "v1", 100)).ThenDeclined({v1::STATE_CUSTOMER_MISMATCH});
  ledger_.When(Redeem("b2", "v1", 100)).ThenDeclined({v1::STATE_BOOKING_STATUS});
  ledger_.When(Redeem("b3", "v1", 100)).ThenDeclined({v1::STATE_BOOKING_STATUS});
  ledger_.When(Redeem("b1", "v1", 0)).ThenDeclined({v1::FORM_AMOUNT_NOT_POSITIVE});
}

TEST_F(Vouchers, AreRedeemedByTheGuestToo) {
  ledger_.Given({Issue("v1", 5'000), Create({.id = "b1", .property = "K1"})});
  ledger_.When(As(Guest("c-2"), Redeem("b1", "v1", 100))).ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  ledger_.When(As(Guest("c-1"), Redeem("b1", "v1", 100))).ThenAccepted();
}

TEST(Declines, StateBalanceTooSmallOfAVoucher) {
  Houses house;
  house.ledger_.Given({Issue("v1", 5'000), Create({.id = "b1", .property = "K1"})});
  house.ledger_.When(Redeem("b1", "v1", 5'001)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
}

TEST(Declines, StateExpiredVoucher) {
  Houses house;
  house.ledger_.Given(
      {Issue("v1", 5'000),
       Create({.id = "b1", .property = "K1", .arrival = 20260320, .departure = 20260321}),
       Create({.id = "b2", .property = "K2", .arrival = 20260320, .departure = 20260321})});
  house.ledger_.GivenBusinessDate("K1", 20260309);
  house.ledger_.Given(Redeem("b1", "v1", 100));
  house.ledger_.Given(Roll("K1", 20260309));
  house.ledger_.When(Redeem("b1", "v1", 100)).ThenDeclined({v1::STATE_EXPIRED});
  // It is the date of the house that owes it that counts.
  house.ledger_.When(Redeem("b2", "v1", 100)).ThenDeclined({v1::STATE_EXPIRED});
  house.ledger_.When(Issue("v2", 5'000)).ThenDeclined({v1::STATE_EXPIRED});
}

// What the ledger's own look at what is due does with a voucher, beside everything else that it looks at.
v1::Record Expired(const Ledgerless& ledger, const v1::Voucher& voucher) {
  v1::Record record;
  const v1::Request request = Due("2026-03-20T00:00:00Z");
  v1::Declined declined;
  const DecideContext context{ledger.state(), request,      record.resolution(),
                              declined,       ledger.now(), {}};
  AddExpiredVoucher(context, voucher, *record.mutable_outcome()->mutable_accepted());
  return record;
}

TEST_F(Vouchers, ThatExpireAreBreakageOrWereNoCompensationAfterAll) {
  ledger_.Given(Issue("v1", 5'000));
  const Then expired(Expired(ledger_, voucher("v1")));
  expired.ThenAccepted({R"pb(voucher_expired { voucher_id: "v1" })pb"});
  EXPECT_THAT(Posted(expired), ElementsAre("VOUCHERS/COMPENSATION 5000 K1"));
  v1::Voucher paid_for = voucher("v1");
  paid_for.set_kind(v1::VOUCHER_REFUND);
  EXPECT_THAT(Posted(Then(Expired(ledger_, paid_for))), ElementsAre("VOUCHERS/BREAKAGE 5000 K1"));
}

TEST_F(Vouchers, TakenInsteadOfMoneyCarryTheBonusOfTheRefundPolicy) {
  ledger_.Given(PolicyInForce("refunds",
                              "refund { settlements: SETTLEMENT_VOUCHER "
                              "voucher_bonus_basis_points: 1000 voucher_valid_days: 30 }"));
  ledger_.Given(Create({.id = "b1", .property = "K1"}));
  const v1::Request request = Cancel("b1");
  v1::Declined declined;
  v1::Record record;
  DecideContext context{ledger_.state(), request,       record.resolution(),
                        declined,        ledger_.now(), "K1"};
  context.property = ledger_.state().FindProperty("K1");
  const v1::Policy& policy = *context.PolicyInForce(v1::Policy::kRefund);

  v1::Accepted& accepted = *record.mutable_outcome()->mutable_accepted();
  AddRefundVoucher(context, ledger_.booking("b1"), "v1", 1'005, policy, accepted);

  const Then added(record);
  added.ThenAccepted({R"pb(voucher_issued {
                             voucher_id: "v1"
                             property_id: "K1"
                             customer_id: "c-1"
                             currency: "EUR"
                             kind: VOUCHER_REFUND
                             amount_minor: 1106
                             balance_minor: 1106
                             expires_on: 20260331
                             booking_id: "b1"
                             bonus_minor: 101
                           })pb"});
  EXPECT_THAT(Posted(added),
              ElementsAre("REFUNDS_PAYABLE/VOUCHERS 1005 K1", "COMPENSATION/VOUCHERS 101 K1"));
  v1::Voucher left = accepted.events(0).voucher_issued();
  EXPECT_THAT(Posted(Then(Expired(ledger_, left))),
              ElementsAre("VOUCHERS/BREAKAGE 1005 K1", "VOUCHERS/COMPENSATION 101 K1"));
  left.set_balance_minor(60);
  EXPECT_THAT(Posted(Then(Expired(ledger_, left))), ElementsAre("VOUCHERS/COMPENSATION 60 K1"));
  EXPECT_EQ(accepted.policy_id(), "refunds");
  EXPECT_EQ(accepted.items(0).kind(), v1::ITEM_VOUCHER);
  EXPECT_EQ(accepted.items(0).amount_minor(), -101);
}

TEST(VoucherExpiry, IsAtLeastTheNextDayAndAtMostTheLastOfTheCalendar) {
  EXPECT_EQ(VoucherExpiry(20260227, 0), 20260228);
  EXPECT_EQ(VoucherExpiry(20260227, 2), 20260301);
  EXPECT_EQ(VoucherExpiry(20260227, 1'000'000), 21991231);
}

v1::Request Instead(std::string_view voucher_id, int64_t amount_minor,
                    std::string_view staff_id = kFrontDesk) {
  return With(As(StaffMember(staff_id), Issue(voucher_id, amount_minor)), [](v1::Request& r) {
    r.mutable_issue_voucher()->set_booking_id("b1");
    r.mutable_issue_voucher()->set_instead_of_refund(true);
  });
}

TEST_F(Vouchers, InsteadOfARefundTakeARefundsPermissionAndLimit) {
  ledger_.Given({Issue("v1", 6'000), Create({.id = "b1", .property = "K1"}),
                 Redeem("b1", "v1", 6'000), Cancel("b1")});
  ledger_.When(Instead("v2", 100, kSales)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  ledger_.When(Instead("v2", 5'001)).ThenDeclined({v1::POLICY_REFUND_ABOVE_LIMIT});
  ledger_.Given(Instead("v2", 5'000));
}

TEST_F(Vouchers, InsteadOfARefundAreForWhatCannotGoBackInMoney) {
  ledger_.Given({Issue("v1", 300), Create({.id = "b1", .property = "K1"}), Redeem("b1", "v1", 300),
                 Pay("b1", "p1", 700), Cancel("b1")});
  ledger_.When(Instead("v2", 301)).ThenDeclined({v1::POLICY_SETTLEMENT_NOT_ALLOWED});
  ledger_.Given(Instead("v2", 300));
  ledger_.When(Instead("v3", 1)).ThenDeclined({v1::POLICY_SETTLEMENT_NOT_ALLOWED});
  // A card that is closed takes no money.
  ledger_.Given({Refund("b1", "p1", "f1", 700), Settle("b1", "p1", "f1", v1::REFUND_SUCCEEDED),
                 Ask(kFinance,
                     "reverse_refund { booking_id: 'b1' payment_id: 'p1' refund_id: 'f1' "
                     "reason_code: 'closed' }"),
                 Instead("v3", 700)});
}

TEST_F(Vouchers, InsteadOfARefundLookAtWhatWasPaidBeforeTheMove) {
  ledger_.Given({Create({.id = "b0", .property = "K2"}), Pay("b0", "p1", 700),
                 Ask(kManager,
                     "move_booking { booking_id: 'b0' new_booking_id: 'b1' to_property_id: 'K1' "
                     "room_type_id: 'DBL' rate_plan_id: 'FLEX' }")});
  ledger_.When(Instead("v1", 1)).ThenDeclined({v1::POLICY_SETTLEMENT_NOT_ALLOWED});
}

TEST_F(Vouchers, InsteadOfARefundAreAsGoodAsTheRefundPolicySays) {
  ledger_.Given(
      PolicyInForce("refunds", "refund { settlements: SETTLEMENT_VOUCHER voucher_valid_days: 9 }"));
  ledger_.Given({Create({.id = "b1", .property = "K1"}), Pay("b1", "p1", 700)});
  ledger_.Given(PolicyInForce(
      "refunds", "refund { settlements: SETTLEMENT_REFUND voucher_valid_days: 30 }", 2));
  v1::Request early = Instead("v1", 700);
  early.mutable_issue_voucher()->set_expires_on(20260309);
  ledger_.When(early).ThenDeclined({v1::POLICY_SETTLEMENT_NOT_ALLOWED});
  const Then issued = ledger_.When(Instead("v1", 700)).ThenAccepted();
  EXPECT_EQ(issued.record().outcome().accepted().policy_id(), "refunds");
}

}  // namespace
}  // namespace daybook::testing
