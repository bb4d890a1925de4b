// What a change costs beside the price: the frozen change policy, nights given back in house, nights given back before arrival.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/domain/change/change_fees.h"
#include "tests/support/books_hotel.h"
#include "tests/support/policies.h"

namespace daybook::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// "ITEM_FEE 1000 RULE_CHANGE_TIER 1".
std::vector<std::string> Items(const Then& then) {
  std::vector<std::string> items;
  for (const v1::Item& item : then.record().outcome().accepted().items()) {
    items.push_back(absl::StrCat(v1::ItemKind_Name(item.kind()), " ", item.amount_minor(), " ",
                                 v1::PricingRule_Name(item.rule()),
                                 item.tier() == 0 ? "" : absl::StrCat(" ", item.tier())));
  }
  return items;
}

// 10.00 from thirty days before, 10 % more from seven on; wrong data is free, and so is the first change.
constexpr char kFees[] = R"pb(
  policy_id: "fees"
  version: 1
  change {
    tiers { days_before_arrival: 30 fee_minor: 1000 }
    tiers { days_before_arrival: 7 fee_minor: 1000 price_basis_points: 1000 }
    free_reasons: CHANGE_REASON_WRONG_DATA
    late_check_out_fee_minor: 2500
    early_departure_basis_points: 5000
  }
)pb";

TEST(AChangeFee, IsThatOfTheLastTierThatApplies) {
  Ledgerless hotel;
  GivenPolicy(hotel, kFees);
  hotel.Given({Create({.id = "far", .arrival = 20260410, .departure = 20260412}),
               Create({.id = "near", .arrival = 20260310, .departure = 20260312}),
               Create({.id = "next", .arrival = 20260308, .departure = 20260310})});
  EXPECT_THAT(Items(hotel.When(ChangeDeparture("far", 20260413))),
              ElementsAre("ITEM_PRICE_DIFFERENCE 10000 RULE_REQUOTE_ADDED"));
  EXPECT_THAT(Items(hotel.When(ChangeDeparture("near", 20260313))),
              ElementsAre("ITEM_PRICE_DIFFERENCE 10000 RULE_REQUOTE_ADDED",
                          "ITEM_FEE 1000 RULE_CHANGE_TIER 1"));
  const Then next = hotel.When(ChangeDeparture("next", 20260311));
  EXPECT_THAT(Items(next), ElementsAre("ITEM_PRICE_DIFFERENCE 10000 RULE_REQUOTE_ADDED",
                                       "ITEM_FEE 3000 RULE_CHANGE_TIER 2"));
  EXPECT_EQ(next.record().outcome().accepted().policy_id(), "fees");
}

TEST(AChangeFee, IsThatOfThePolicyInForceWhenItWasBooked) {
  Ledgerless hotel;
  hotel.Given(Create({.id = "before"}));
  GivenPolicy(hotel, kFees);
  hotel.Given(Create({.id = "between"}));
  GivenPolicy(hotel,
              "policy_id: 'fees' version: 2 change { tiers { days_before_arrival: 60 "
              "fee_minor: 9000 } }");
  EXPECT_THAT(Items(hotel.When(ChangeRoomType("before", "TWN"))),
              ElementsAre("ITEM_PRICE_DIFFERENCE -4000 RULE_REQUOTE_ALL"));
  EXPECT_THAT(Items(hotel.When(ChangeRoomType("between", "TWN"))),
              ElementsAre("ITEM_PRICE_DIFFERENCE -4000 RULE_REQUOTE_ALL",
                          "ITEM_FEE 1000 RULE_CHANGE_TIER 1"));
}

TEST(AChangeFee, IsNotForAReasonThatIsFreeAndTheOutcomeNamesThePolicy) {
  Ledgerless hotel;
  GivenPolicy(hotel, kFees);
  hotel.Given(Create());
  v1::Request change = ChangeDeparture("b1", 20260313);
  change.mutable_change_booking()->set_reason(v1::CHANGE_REASON_WRONG_DATA);
  const Then then = hotel.When(change);
  EXPECT_THAT(Items(then), ElementsAre("ITEM_PRICE_DIFFERENCE 10000 RULE_REQUOTE_ADDED"));
  EXPECT_EQ(then.record().outcome().accepted().policy_id(), "fees");
}

TEST(AChangeFee, IsNotForTheFirstChangesThatAreFree) {
  Ledgerless hotel;
  GivenPolicy(hotel,
              "policy_id: 'fees' version: 1 change { tiers { days_before_arrival: 60 "
              "fee_minor: 1500 } free_changes: 1 }");
  hotel.Given(Create({.room_type = "TWN", .adults = 1}));
  EXPECT_THAT(Items(hotel.When(ChangeDeparture("b1", 20260313))),
              ElementsAre("ITEM_PRICE_DIFFERENCE 8000 RULE_REQUOTE_ADDED"));
  EXPECT_THAT(Items(hotel.When(ChangeDeparture("b1", 20260314))),
              Contains("ITEM_FEE 1500 RULE_CHANGE_TIER 1"));
}

TEST(AChangeFee, IsNotNearerForAChangeOfWhatGuaranteesTheStay) {
  Ledgerless hotel;
  GivenPolicy(hotel,
              "policy_id: 'fees' version: 1 change { tiers { days_before_arrival: 60 "
              "fee_minor: 1500 } free_changes: 1 }");
  hotel.Given(Create());
  v1::Request card = Change("b1");
  card.mutable_change_booking()->set_guarantee(v1::GUARANTEE_CARD);
  card.mutable_change_booking()->set_guarantee_reference("auth-1");
  hotel.Given(card);
  EXPECT_EQ(hotel.booking("b1").change_count(), 0);
  EXPECT_THAT(Items(hotel.When(ChangeDeparture("b1", 20260313))),
              ElementsAre("ITEM_PRICE_DIFFERENCE 10000 RULE_REQUOTE_ADDED"));
  hotel.When(card).ThenDeclined({v1::FORM_CHANGE_EMPTY});
}

TEST(AChangeFee, AndAPenaltyForNightsGivenBackNeedRoomForBothOnTheFolio) {
  BooksHotel hotel;
  GivenPolicy(hotel, kFees);
  hotel.Given(Book("b1", 20260310, 20260313, "NRF"));
  const auto late_check_outs = [&](int count) {
    for (int i = 0; i < count; ++i) {
      hotel.Given({LateCheckOut("b1"), LateCheckOut("b1", false)});
    }
  };
  late_check_outs(511);
  ASSERT_EQ(hotel.folio("b1").charges_size(), 511);
  hotel.When(ChangeDeparture("b1", 20260312)).ThenDeclined({v1::STATE_TOO_MANY});
  hotel.When(ChangeDeparture("b1", 20260314)).ThenAccepted();
}

TEST(AChangeFee, IsNotForAHoldNorForWhoTheGuestIs) {
  Ledgerless hotel;
  GivenPolicy(hotel, kFees);
  hotel.Given({Create({.id = "held", .status = v1::HELD, .hold_until = "2026-03-02T10:00:00Z"}),
               Create({.id = "b1"})});
  EXPECT_THAT(Items(hotel.When(ChangeDeparture("held", 20260313))),
              ElementsAre("ITEM_PRICE_DIFFERENCE 10000 RULE_REQUOTE_ADDED"));
  v1::Request name = Change("b1");
  name.mutable_change_booking()->mutable_guest()->mutable_sealed()->set_key_slot(1);
  EXPECT_THAT(Items(hotel.When(name)), IsEmpty());
}

TEST(AChangeFee, IsOnTheFolioWhereBooksAreKeptWithItsTax) {
  BooksHotel hotel;
  hotel.WithTaxes();
  GivenPolicy(hotel, kFees);
  hotel.Given(Book("b1", 20260310, 20260312));
  const Then then = hotel.When(ChangeDeparture("b1", 20260313));
  EXPECT_THAT(PostingsOf(then.record()),
              ElementsAre("GUEST_LEDGER FEE_REVENUE 840", "GUEST_LEDGER TAX 160"));
  EXPECT_EQ(hotel.folio("b1").guest_minor(), 1'000);
  ASSERT_EQ(hotel.folio("b1").charges_size(), 1);
  EXPECT_EQ(hotel.folio("b1").charges(0).kind(), v1::REVENUE_FEE);
  EXPECT_THAT(Items(then), UnorderedElementsAre("ITEM_PRICE_DIFFERENCE 10700 RULE_REQUOTE_ADDED",
                                                "ITEM_FEE 1000 RULE_CHANGE_TIER 1",
                                                "ITEM_TAX 160 RULE_TAX_INCLUDED"));
}

TEST(NightsGivenBackInHouse, CostTheEarlyDepartureFee) {
  BooksHotel hotel;
  GivenPolicy(hotel, kFees);
  hotel.Given({Book("b1", 20260301, 20260305), CheckInOf("b1")});
  const Then then = hotel.When(ChangeDeparture("b1", 20260303));
  EXPECT_THAT(Items(then), ElementsAre("ITEM_PRICE_DIFFERENCE -21400 RULE_REQUOTE_ADDED",
                                       "ITEM_FEE 10700 RULE_EARLY_DEPARTURE"));
  EXPECT_EQ(hotel.folio("b1").guest_minor(), 10'700);
}

TEST(NightsGivenBackInsideAPenaltyWindow, AreAPartialCancellation) {
  BooksHotel hotel;
  GivenPolicy(hotel, kFees);
  hotel.Given(Book("b1", 20260310, 20260314, "NRF"));
  const Then then = hotel.When(ChangeDeparture("b1", 20260312));
  EXPECT_THAT(Items(then), ElementsAre("ITEM_PRICE_DIFFERENCE -21400 RULE_REQUOTE_ADDED",
                                       "ITEM_FEE 1000 RULE_CHANGE_TIER 1",
                                       "ITEM_PENALTY 21400 RULE_PENALTY_NON_REFUNDABLE"));
  EXPECT_EQ(hotel.Balance(v1::PENALTY_REVENUE), -21'400);
  // What is paid for them is not owed a second time.
  EXPECT_EQ(hotel.booking("b1").terms().penalty_floor_minor(), 21'400);
  hotel.Given(Cancel("b1"));
  EXPECT_EQ(hotel.Balance(v1::PENALTY_REVENUE), -42'800);
}

TEST(NightsGivenBackOutsideAPenaltyWindow, CostNothing) {
  Ledgerless hotel;
  GivenPolicy(hotel, "policy_id: 'fees' version: 1 change { free_changes: 9 }");
  hotel.Given(Create({.arrival = 20260310, .departure = 20260314}));
  EXPECT_THAT(Items(hotel.When(ChangeDeparture("b1", 20260312))),
              ElementsAre("ITEM_PRICE_DIFFERENCE -20000 RULE_REQUOTE_ADDED"));
}

// The penalty of the whole stay is that of what is dropped and that of what is left, however it is cut.
TEST(APartialPenalty, AndThatOfTheRestAddUpToTheWhole) {
  const std::vector<v1::Penalty> penalties = {FullPrice(), PercentOfStay(5'000), FirstNights(2),
                                              PercentOfFirstNights(3, 3'333), Flat(15'000)};
  for (const v1::Penalty& penalty : penalties) {
    Ledgerless hotel;
    hotel.Given(DefineRatePlan("H1", "CUT", {PriceSpec{}}, Policy("cut", {Tier(60, 0, penalty)})));
    hotel.Given(Create({.arrival = 20260310, .departure = 20260315, .rate_plan = "CUT"}));
    const v1::Booking& whole = hotel.booking("b1");
    const Instant now = hotel.now();
    for (int32_t left = 0; left <= 5; ++left) {
      v1::Booking rest = whole;
      rest.mutable_price(0)->set_to(20260310 + left);
      if (left == 0) rest.clear_price();
      rest.set_price_minor(10'000 * left);
      EXPECT_EQ(FindPartialPenalty(whole, left, now).amount_minor,
                CancellationPenalty(whole, now) - CancellationPenalty(rest, now))
          << penalty.ShortDebugString() << left;
    }
  }
}

TEST(ALateCheckOut, CostsItsFeeOnceAndNothingWhenItIsTakenBack) {
  BooksHotel hotel;
  GivenPolicy(hotel, kFees);
  hotel.Given({Book("b1"), CheckInOf("b1")});
  v1::Request late;
  *late.mutable_actor() = StaffMember(kFrontDesk);
  late.set_authenticated_by("test");
  late.mutable_set_late_check_out()->set_booking_id("b1");
  late.mutable_set_late_check_out()->set_late(true);
  const Then then = hotel.When(late);
  then.ThenAccepted();
  EXPECT_THAT(Items(then), ElementsAre("ITEM_FEE 2500 RULE_LATE_CHECK_OUT"));
  EXPECT_TRUE(hotel.booking("b1").late_check_out());
  EXPECT_EQ(hotel.folio("b1").guest_minor(), 2'500);
  hotel.When(late).ThenDeclined({v1::STATE_STATUS});
  late.mutable_set_late_check_out()->set_late(false);
  hotel.When(late).ThenAccepted();
  EXPECT_EQ(hotel.folio("b1").guest_minor(), 0);
  EXPECT_FALSE(hotel.booking("b1").late_check_out());
}

}  // namespace
}  // namespace daybook::testing
