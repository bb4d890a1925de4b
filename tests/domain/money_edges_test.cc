// Where two things that are right by themselves meet: two vouchers in one request, two business dates, a stay that becomes another kind of
// stay, time that brings arrivals near, folios of two debtors.
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ledger/domain/rows_needed.h"
#include "tests/domain/credit_hotel.h"
#include "tests/support/books_hotel.h"

namespace daybook::testing {
namespace {

TEST(Declines, FormDuplicateOfTheVoucherOfASettlementAndOfACompensation) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  house.Given(
      PolicyInForce("back", "refund { settlements: SETTLEMENT_VOUCHER voucher_valid_days: 30 }"));
  house.Given(PolicyInForce("sorry",
                            "compensation { voucher_valid_days: 30 rules { measure: "
                            "MEASURE_VOUCHER cancellation_reason: "
                            "CANCELLATION_REASON_CHANGE_OF_MIND limit_minor: 5000 } }"));
  house.Given({Create({.id = "b1", .property = "K1"}), Pay("b1", "p1", 10'000)});
  const auto cancel = [](std::string_view second) {
    return With(As(StaffMember(kManager), Cancel("b1")), [&](v1::Request& request) {
      v1::CancelBooking& body = *request.mutable_cancel_booking();
      body.set_settlement(v1::SETTLEMENT_VOUCHER);
      body.set_voucher_id("v1");
      body.mutable_compensation()->set_measure(v1::MEASURE_VOUCHER);
      body.mutable_compensation()->set_voucher_id(std::string(second));
      *body.mutable_compensation()->mutable_amount() = Euro(1'000);
    });
  };
  house.When(cancel("v1")).ThenDeclined({v1::FORM_DUPLICATE});
  house.When(cancel("v2")).ThenAccepted();
  EXPECT_EQ(Balance(house, "K1", v1::VOUCHERS), -11'000);
  ExpectBooksInOrder(house);
}

class AVoucherElsewhere : public ::testing::Test {
 protected:
  AVoucherElsewhere() {
    GivenHousesWithBooks(house_);
    house_.Given(Ask(kSales,
                     "issue_voucher { voucher_id: 'v1' property_id: 'K1' customer_id: 'c-1' "
                     "amount { amount_minor: 5000 currency: 'EUR' } expires_on: 20260303 "
                     "reason_code: 'apology' }"));
    house_.Given(Create({.id = "b2", .property = "K2"}));
  }
  Then WhenRedeemed() {
    return house_.When(Ask(kFrontDesk,
                           "redeem_voucher { booking_id: 'b2' voucher_id: 'v1' amount { "
                           "amount_minor: 1000 currency: 'EUR' } }"));
  }
  Ledgerless house_;
};

TEST_F(AVoucherElsewhere, IsWorthSomethingForAsLongAsItsOwnHouseSays) {
  house_.GivenBusinessDate("K2", 20260303);
  WhenRedeemed().ThenAccepted();
  ExpectBooksInOrder(house_);
}

TEST_F(AVoucherElsewhere, IsWorthNothingOnceItsOwnHouseSaysSo) {
  house_.GivenBusinessDate("K1", 20260303);
  WhenRedeemed().ThenDeclined({v1::STATE_EXPIRED});
}

TEST(ADayUse, ThatIsChargedDoesNotBecomeNightsThatAreChargedAgain) {
  BooksHotel hotel;
  hotel.Given({Book("b1", 20260301, 20260301), CheckInOf("b1")});
  ASSERT_EQ(hotel.folio("b1").guest_minor(), 5'350);
  hotel.When(ChangeDeparture("b1", 20260302)).ThenDeclined({v1::STATE_STATUS});
  hotel.Given({Book("b2", 20260301, 20260302), CheckInOf("b2")});
  hotel.When(ChangeDeparture("b2", 20260301)).ThenDeclined({v1::STATE_STATUS});
  hotel.When(CheckOutOf("b2")).ThenAccepted();
}

TEST(ADayUse, BecomesNightsBeforeTheGuestIsThere) {
  BooksHotel hotel;
  hotel.Given(Book("b1", 20260310, 20260310));
  hotel.When(ChangeDeparture("b1", 20260311)).ThenAccepted();
  EXPECT_EQ(hotel.booking("b1").price_minor(), 10'700);
}

TEST(CreditTriggers, FireWhenTimeBringsArrivalsNear) {
  CreditHotel hotel;
  hotel.GivenCredit();  // 5,000.00
  hotel.Given(CreditHotel::OnAccount("small", 20260405));
  hotel.GivenForced(CreditHotel::OnAccount("big", 20260410, "GALA"));
  EXPECT_FALSE(hotel.credit().near_limit()) << "40 days ahead";
  EXPECT_EQ(hotel.credit().look_on(), 20260312) << "the 10th of April is within 30 days of it";
  hotel.GivenRolled(20260311);
  hotel.WhenDue().ThenAccepted();
  EXPECT_EQ(hotel.credit().reviews(), 1);
  hotel.GivenRolled(20260312);
  hotel.WhenDue().ThenAccepted();
  EXPECT_EQ(hotel.credit().reviews(), 2);
  EXPECT_EQ(hotel.credit().last_review().trigger(), v1::REVIEW_NEAR_LIMIT);
  EXPECT_TRUE(hotel.credit().near_limit());
  EXPECT_GT(hotel.credit().look_on(), 20260312);
  EXPECT_GT(hotel.state().NextDue(), hotel.now()) << "it does not fall due again";
}

TEST(CreditBlocks, BringTheNextReviewForward) {
  CreditHotel hotel;
  hotel.GivenCredit();
  ASSERT_EQ(hotel.credit().next_review_on(), 20260828);
  hotel.Given(CreditHotel::BlockOf(true));
  EXPECT_EQ(hotel.credit().next_review_on(), 20260331) << "30 days of who is suspended";
  hotel.GivenRolled(20260330);
  hotel.WhenDue().ThenAccepted();
  EXPECT_EQ(hotel.credit().reviews(), 1);
  hotel.GivenRolled(20260331);
  hotel.WhenDue().ThenAccepted();
  EXPECT_EQ(hotel.credit().reviews(), 2);
  EXPECT_EQ(hotel.credit().status(), v1::CREDIT_SUSPENDED);
  EXPECT_EQ(hotel.credit().next_review_on(), 20260430);
}

TEST(RowsOfFolios, AreLoadedOfBothBookingsBetweenWhichMoneyMoves) {
  CreditHotel hotel;
  hotel.GivenForced(CreditHotel::OnAccount("from", 20260301));
  hotel.GivenForced(CreditHotel::OnAccount("to", 20260301));
  hotel.Given({CheckInOf("from"), CheckInOf("to")});
  hotel.GivenBusinessDate("K1", 20260302);
  hotel.Given(Transfer("from", "to", "t1", 4'000));
  for (const std::string_view id : {"from", "to"}) {
    hotel.GivenForced(CreditHotel::PutOn(id));
    hotel.Given(CheckOutOf(id));
  }
  State evicted;
  for (const v1::Record& record : hotel.records()) evicted.Apply(record);
  std::map<std::string, std::string> rows;
  for (StateRow& row : evicted.TakeDirtyRows()) {
    if (row.value.has_value()) rows[row.key] = *row.value;
  }
  evicted.Evict(0);
  ASSERT_EQ(evicted.Find<v1::ChargedBooking>("to"), nullptr);
  const v1::Request reversal = ReverseTransferOf("from", "to", "t1");
  for (int round = 0; round < 3; ++round) {
    for (const std::string& key : RowsNeeded(evicted, reversal)) {
      const auto row = rows.find(key);
      if (row == rows.end()) continue;
      ASSERT_TRUE(evicted.LoadRow(key, row->second).ok());
    }
  }
  const Then then = hotel.When(reversal);
  then.ThenAccepted();
  evicted.Apply(then.record());
  EXPECT_EQ(evicted.Find<v1::AccountBookings>("acme")->SerializeAsString(),
            hotel.state().Find<v1::AccountBookings>("acme")->SerializeAsString());
  ASSERT_NE(evicted.Find<v1::ChargedBooking>("to"), nullptr);
  EXPECT_EQ(evicted.Find<v1::ChargedBooking>("to")->guest_minor(), -4'000);
}

TEST(AnInvoice, OfAHouseWithALongNameCanBePaid) {
  Ledgerless house;
  const std::string id(64, 'K');
  house.Given(With(DefineProperty(id), [](v1::Request& request) {
    request.mutable_define_property()->mutable_property()->set_keeps_books(true);
  }));
  house.Given(
      {DefineRoomType(id, "DBL", 5), DefineRatePlan(id, "FLEX", {PriceSpec{}}),
       Ask(kFinance, absl::StrCat("open_account { account { account_id: 'acme' "
                                  "customer_id: 'acme-c' home_property_id: '",
                                  id, "' owner_staff_id: 'mia' } }")),
       Create({.id = "b1", .property = id, .arrival = 20260301, .departure = 20260302}),
       CheckInOf("b1"), Roll(id, 20260301),
       Overriding({v1::POLICY_CREDIT_NOT_GRANTED}, StaffMember(kOtherManager),
                  Ask(kManager, "put_on_account { booking_id: 'b1' account_id: 'acme' }"))});
  house
      .When(Ask(kFinance,
                absl::StrCat("record_receipt { account_id: 'acme' receipt_id: 'r1' amount { "
                             "amount_minor: 10000 currency: 'EUR' } matches { invoice_id: '",
                             id, "-1' amount_minor: 10000 } }")))
      .ThenAccepted();
  EXPECT_EQ(house.state().Find<v1::Invoice>(id + "-1")->status(), v1::INVOICE_PAID);
}

TEST(EarlyDeparture, FromNightsThatCostLessThanNothingIsFree) {
  BooksHotel hotel;
  v1::Policy policy;
  policy.mutable_change()->set_early_departure_basis_points(5'000);
  hotel.WithPolicy("change", policy);
  hotel.WhenImported(With(As(Importer(), Book("b1")), [](v1::Request& request) {
    *request.mutable_create_booking()->mutable_nightly_override() = Euro(-1'000);
  }));
  hotel.Given(CheckInOf("b1"));
  hotel.When(CheckOutOf("b1")).ThenAccepted();
}

}  // namespace
}  // namespace daybook::testing
