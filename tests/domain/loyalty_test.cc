// Points: earned, granted, redeemed in the order in which they expire, expired.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/domain/loyalty/points.h"
#include "tests/domain/houses_with_books.h"

namespace daybook::testing {
namespace {

using ::testing::ElementsAre;

v1::Request Enrol(std::string_view customer = "c-1") {
  return Ask(kSales, absl::StrCat("enrol_member { customer_id: '", std::string(customer), "' }"));
}

v1::Request Grant(int64_t points, std::string_view property = "K1",
                  std::string_view customer = "c-1") {
  return Ask(kSales, absl::StrCat("grant_points { customer_id: '", std::string(customer),
                                  "' property_id: '", std::string(property), "' points: ", points,
                                  " reason_code: 'thanks' }"));
}

v1::Request RedeemOf(std::string_view booking_id, int64_t points) {
  return Ask(kFrontDesk, absl::StrCat("redeem_points { booking_id: '", std::string(booking_id),
                                      "' points: ", points, " }"));
}

struct Houses {
  Houses() { GivenHousesWithBooks(ledger_); }
  ~Houses() { ExpectBooksInOrder(ledger_); }
  const v1::Member& member() const {
    const auto* const found = ledger_.state().Find<v1::Member>("c-1");
    return found == nullptr ? v1::Member::default_instance() : *found;
  }
  // The expiry of lots granted from here on.
  void ValidFor(int32_t days, int32_t version) {
    ledger_.Given(PolicyInForce(
        "points",
        absl::StrCat("loyalty { currency: 'EUR' points_per_hundred_minor: 1 point_value_minor: 5 "
                     "valid_days: ",
                     days, " owner_staff_id: 'sol' }"),
        version));
  }
  // What the ledger's look at what is due does with the member.
  Then Expire() const {
    v1::Record record;
    const v1::Request request = Due("2026-03-20T00:00:00Z");
    v1::Declined declined;
    const DecideContext context{ledger_.state(), request,       record.resolution(),
                                declined,        ledger_.now(), {}};
    AddExpiredPoints(context, member(), *record.mutable_outcome()->mutable_accepted());
    return Then(record);
  }
  // What a check-out of the booking at the house would earn.
  Then Earn(std::string_view booking_id, std::string_view property = "K1") const {
    v1::Record record;
    const v1::Request request = CheckOutOf(booking_id);
    v1::Declined declined;
    DecideContext context{ledger_.state(), request, record.resolution(), declined, ledger_.now(),
                          property,        nullptr};
    context.property = ledger_.state().FindProperty(property);
    AddPointsEarned(context, ledger_.booking(booking_id),
                    *record.mutable_outcome()->mutable_accepted());
    return Then(record);
  }

  Ledgerless ledger_;
};

class PointsOfMembers : public ::testing::Test, protected Houses {};

TEST_F(PointsOfMembers, AreOfMembersWhoEnrolOnce) {
  ledger_.When(Enrol()).ThenAccepted(
      {R"pb(member_enrolled { customer_id: "c-1" currency: "EUR" })pb"});
  ledger_.When(Enrol()).ThenDeclined({v1::STATE_ID_EXISTS});
  ledger_.When(As(Guest("c-2"), Enrol("c-2"))).ThenAccepted();
  ledger_.When(As(Guest("c-2"), Enrol("c-3"))).ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  ledger_.When(Enrol("")).ThenDeclined({v1::FORM_ID_INVALID});
}

TEST_F(PointsOfMembers, AreNotOfCustomersWhoseFileWentIntoAnother) {
  const auto file = [](std::string_view id) {
    return Ask(kSales, absl::StrCat("update_profile { customer_id: '", std::string(id),
                                    "' kind: CUSTOMER_PERSON profile { sealed {} } }"));
  };
  ledger_.Given({file("c-1"), file("c-2"),
                 Ask(kManager, "merge_customers { customer_id: 'c-1' merged_id: 'c-2' }")});
  ledger_.When(Enrol("c-2")).ThenDeclined({v1::STATE_STATUS});
  ledger_.When(Enrol("c-1")).ThenAccepted();
}

TEST(Declines, StatePolicyMissingWhereThereIsNoPointsPlan) {
  Ledgerless hotel;
  hotel.When(As(Guest("c-1"), Enrol())).ThenDeclined({v1::STATE_POLICY_MISSING});
  hotel.Given(With(DefineProperty("K1"), [](v1::Request& request) {
    request.mutable_define_property()->mutable_property()->set_keeps_books(true);
  }));
  hotel.When(As(StaffMember(kManager), Grant(100))).ThenDeclined({v1::STATE_POLICY_MISSING});
}

TEST_F(PointsOfMembers, AreGrantedOutOfGoodwillForAsLongAsThePlanSays) {
  ledger_.Given(Enrol());
  const Then granted = ledger_.When(Grant(100)).ThenAccepted({R"pb(points_granted {
                                                                     customer_id: "c-1"
                                                                     lot {
                                                                       property_id: "K1"
                                                                       points: 100
                                                                       expires_on: 20270301
                                                                       point_value_minor: 5
                                                                     }
                                                                   })pb"});
  EXPECT_THAT(Posted(granted), ElementsAre("CONTRA_REVENUE/POINTS 500 K1"));
  EXPECT_EQ(granted.record().outcome().accepted().policy_id(), "points");
  EXPECT_EQ(member().points(), 100);
  EXPECT_EQ(member().earned(), 100);
}

TEST_F(PointsOfMembers, AreGrantedToMembersByHousesThatCountInTheirCurrency) {
  ledger_.When(Grant(100)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  ledger_.Given(Enrol());
  ledger_.When(Grant(100, "K3")).ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  ledger_.When(Grant(100, "H1")).ThenDeclined({v1::STATE_BOOKS_NOT_KEPT});
  ledger_.When(Grant(100, "H9")).ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  ledger_.When(Grant(0)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  ledger_.When(Grant(100'000'001)).ThenDeclined({v1::FORM_LIMIT_INVALID});
}

TEST(Declines, PolicyAboveLimitOfPointsByWhatTheyAreWorth) {
  Houses house;
  house.ledger_.Given(Enrol());
  house.ledger_.Given(
      PolicyInForce("limits", "authority { limits { role: ROLE_SALES compensation_minor: 500 } }"));
  house.ledger_.When(Grant(101)).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  house.ledger_.When(Grant(100)).ThenAccepted();
}

TEST(Declines, StateTooManyLotsOfAMember) {
  Houses house;
  house.ledger_.Given(Enrol());
  for (int i = 0; i < kMaxPointsLots; ++i) house.ledger_.Given(Grant(1));
  house.ledger_.When(Grant(1)).ThenDeclined({v1::STATE_TOO_MANY});
}

TEST_F(PointsOfMembers, AreEarnedByWhatTheStayBroughtWithoutItsTax) {
  ledger_.Given(Enrol());
  GivenInHouse(ledger_, "b1", "K1", 20260303);
  EXPECT_EQ(Earn("b1").record().outcome().accepted().events_size(), 0);
  ledger_.GivenBusinessDate("K1", 20260303);
  ledger_.Given(
      Ask(kFrontDesk,
          "post_charge { booking_id: 'b1' charge_id: 'x1' kind: REVENUE_EXTRA code: 'spa' "
          "amount { currency: 'EUR' amount_minor: 1180 } }"));
  ledger_.Given(Ask(kFrontDesk,
                    "post_charge { booking_id: 'b1' charge_id: 'x2' kind: REVENUE_DINING code: "
                    "'bar' amount { currency: 'EUR' amount_minor: 9000 } }"));
  Earn("b1").ThenAccepted({R"pb(points_granted { lot { points: 211 } })pb"});

  ledger_.Given(PolicyInForce("taxes",
                              "tax { rates { kind: REVENUE_ROOM basis_points: 700 } "
                              "rates { kind: REVENUE_EXTRA basis_points: 1900 } }"));
  // 20000 - 1308 and 1180 - 188 are 19684.
  const Then earned = Earn("b1");
  earned.ThenAccepted({R"pb(points_granted {
                              customer_id: "c-1"
                              lot { property_id: "K1" points: 196 expires_on: 20270303 }
                            })pb"});
  EXPECT_THAT(Posted(earned), ElementsAre("CONTRA_REVENUE/POINTS 980 K1"));
}

TEST_F(PointsOfMembers, AreEarnedByADayUse) {
  ledger_.Given(
      {Enrol(), Create({.id = "day", .property = "K1", .arrival = 20260301, .departure = 20260301}),
       CheckInOf("day")});
  Earn("day").ThenAccepted({R"pb(points_granted { lot { points: 50 } })pb"});
}

TEST_F(PointsOfMembers, AreEarnedByMembersOnly) {
  GivenInHouse(ledger_, "b1");
  ledger_.Given(Roll("K1", 20260301));
  EXPECT_EQ(Earn("b1").record().outcome().accepted().events_size(), 0);
}

TEST_F(PointsOfMembers, AreEarnedInTheCurrencyOfThePlanOnly) {
  ledger_.Given(Enrol());
  GivenInHouse(ledger_, "b3", "K3");
  ledger_.Given(Roll("K3", 20260301));
  EXPECT_EQ(Earn("b3", "K3").record().outcome().accepted().events_size(), 0);
}

TEST_F(PointsOfMembers, ThatExpireFirstAreRedeemedFirst) {
  ledger_.Given({Enrol(), Grant(100), Create({.id = "b1", .property = "K1"})});
  ValidFor(10, 2);
  ledger_.Given({Grant(50)});
  EXPECT_EQ(member().lots(0).expires_on(), 20260311);
  const Then redeemed = ledger_.When(RedeemOf("b1", 60)).ThenAccepted({R"pb(points_redeemed {
                                                                              customer_id: "c-1"
                                                                              points: 60
                                                                            })pb"});
  EXPECT_THAT(Posted(redeemed), ElementsAre("POINTS/DEPOSITS 250 K1", "POINTS/DEPOSITS 50 K1"));
  EXPECT_EQ(ledger_.booking("b1").folio().deposit_minor(), 300);
  EXPECT_EQ(member().lots_size(), 1);
  EXPECT_EQ(member().points(), 90);
  EXPECT_EQ(member().redeemed(), 60);
}

TEST_F(PointsOfMembers, OfAnotherHouseAreOwedBetweenTheTwo) {
  ledger_.Given({Enrol(), Grant(100, "K2"), Grant(100), Create({.id = "b1", .property = "K1"})});
  EXPECT_THAT(Posted(ledger_.When(RedeemOf("b1", 110))),
              ElementsAre("POINTS/INTER_PROPERTY 500 K2", "INTER_PROPERTY/DEPOSITS 500 K1",
                          "POINTS/DEPOSITS 50 K1"));
}

TEST(Declines, StateBalanceTooSmallOfPoints) {
  Houses house;
  house.ledger_.Given({Enrol(), Grant(100), Create({.id = "b1", .property = "K1"})});
  house.ledger_.When(RedeemOf("b1", 101)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  house.ledger_.When(RedeemOf("b1", 0)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  house.ledger_.Given(RedeemOf("b1", 100));
  house.ledger_.When(RedeemOf("b1", 1)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
}

TEST_F(PointsOfMembers, AreRedeemedForTheMembersOwnBookingThatLives) {
  ledger_.Given({Enrol(), Grant(100), Create({.id = "b1", .property = "K1", .customer = "c-2"}),
                 Create({.id = "b2", .property = "K1"}), Cancel("b2"),
                 Create({.id = "b3", .property = "K3"}), Create({.id = "h1", .property = "H1"})});
  ledger_.When(RedeemOf("b1", 1)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  ledger_.When(RedeemOf("b2", 1)).ThenDeclined({v1::STATE_BOOKING_STATUS});
  ledger_.When(RedeemOf("b3", 1)).ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  ledger_.When(RedeemOf("h1", 1)).ThenDeclined({v1::STATE_BOOKS_NOT_KEPT});
  ledger_.When(RedeemOf("b9", 1)).ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
}

TEST_F(PointsOfMembers, ThatAreOverAreNotRedeemedThoughNobodyHasLookedYet) {
  ValidFor(2, 2);
  ledger_.Given({Enrol(), Grant(30), Create({.id = "b1", .property = "K1"})});
  ValidFor(365, 3);
  ledger_.Given(Grant(50));
  ledger_.GivenBusinessDate("K1", 20260303);
  EXPECT_EQ(PointsLeft(ledger_.state(), member()), 50);
  ledger_.When(RedeemOf("b1", 51)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  const Then redeemed =
      ledger_.When(RedeemOf("b1", 50))
          .ThenAccepted({R"pb(points_expired { customer_id: "c-1" points: 30 })pb",
                         R"pb(points_redeemed { customer_id: "c-1" points: 50 })pb"});
  EXPECT_THAT(Posted(redeemed), ElementsAre("POINTS/BREAKAGE 150 K1", "POINTS/DEPOSITS 250 K1"));
  EXPECT_EQ(member().expired(), 30);
  EXPECT_EQ(member().lots_size(), 0);
}

TEST_F(PointsOfMembers, ExpireLotByLotAtTheHousesThatOweThem) {
  ValidFor(2, 2);
  ledger_.Given({Enrol(), Grant(30), Grant(20, "K2")});
  ValidFor(365, 3);
  ledger_.Given(Grant(50));
  EXPECT_EQ(Expire().record().outcome().accepted().events_size(), 0);
  ledger_.GivenBusinessDate("K1", 20260303);
  EXPECT_THAT(Posted(Expire()), ElementsAre("POINTS/BREAKAGE 150 K1"));
  ledger_.GivenBusinessDate("K2", 20260303);
  const Then expired = Expire();
  expired.ThenAccepted({R"pb(points_expired { customer_id: "c-1" points: 50 })pb"});
  EXPECT_THAT(Posted(expired), ElementsAre("POINTS/BREAKAGE 150 K1", "POINTS/BREAKAGE 100 K2"));
}

TEST(PointsFor, CountFullHundredsAndStayWithinWhatTheLedgerHolds) {
  v1::LoyaltyPolicy policy;
  policy.set_points_per_hundred_minor(3);
  policy.set_point_value_minor(5);
  EXPECT_EQ(PointsFor(policy, 199), 3);
  EXPECT_EQ(PointsFor(policy, 200), 6);
  EXPECT_EQ(PointsFor(policy, 99), 0);
  EXPECT_EQ(PointsFor(policy, -200), 0);
  policy.set_points_per_hundred_minor(2'000'000'000);
  EXPECT_EQ(PointsFor(policy, 1'000'000'000'000), 200'000'000'000);
}

}  // namespace
}  // namespace daybook::testing
