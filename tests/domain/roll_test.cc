// The roll of the business date, and what its policy does with bookings that should have arrived.
#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

TEST(Roll, OpensTheNextDayOfThatPropertyOnly) {
  Ledgerless hotel;
  hotel.When(Roll("H1", 20260301)).ThenAccepted({R"pb(business_date_rolled {
                                                        property_id: "H1"
                                                        from: 20260301
                                                        to: 20260302
                                                      })pb"});
  EXPECT_EQ(hotel.state().FindProperty("H1")->business_date(), 20260302);
  EXPECT_EQ(hotel.state().FindProperty("H2")->business_date(), 20260301);
}

TEST(Roll, KnowsMonthsAndLeapYears) {
  Ledgerless hotel;
  hotel.Given(DefineProperty("L", "UTC", "EUR", 20280228));
  hotel.Given(Roll("L", 20280228));
  EXPECT_EQ(hotel.state().FindProperty("L")->business_date(), 20280229);
  hotel.Given(Roll("L", 20280229));
  EXPECT_EQ(hotel.state().FindProperty("L")->business_date(), 20280301);
}

TEST(Roll, IsNotInTheWayOfBookingsThatWaitOrAreOver) {
  Ledgerless hotel;
  const BookingSpec today{.arrival = 20260301, .departure = 20260302};
  BookingSpec waiting = today;
  waiting.id = "w";
  waiting.status = v1::WAITLISTED;
  hotel.Given({Create(today), Cancel("b1"), Create(waiting), Create({.id = "later"})});
  hotel.When(Roll("H1", 20260301)).ThenAccepted();
}

TEST(Roll, IsDeclinedForAHoldThatIsDueInWhereDueInsMustBeResolved) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260301,
                      .departure = 20260302,
                      .status = v1::HELD,
                      .hold_until = "2026-03-05T10:00:00Z"}));
  hotel.When(Roll("H1", 20260301)).ThenDeclined({v1::POLICY_DUE_INS_UNRESOLVED});
}

TEST(Roll, MarksNoShowsAndReleasesHoldsWhereThePropertySaysSo) {
  Ledgerless hotel;
  hotel.Given({DefineRoomType("H2", "DBL", 9),
               Create({.id = "b", .property = "H2", .arrival = 20260301, .departure = 20260303}),
               Create({.id = "a", .property = "H2", .arrival = 20260301, .departure = 20260302}),
               Create({.id = "held",
                       .property = "H2",
                       .arrival = 20260301,
                       .departure = 20260302,
                       .status = v1::HELD,
                       .hold_until = "2026-03-05T10:00:00Z"}),
               Create({.id = "in", .property = "H2", .arrival = 20260301, .departure = 20260303}),
               CheckInOf("in"), Create({.id = "later", .property = "H2"})});
  const Then then = hotel.When(Roll("H2", 20260301));
  then.ThenAccepted();
  EXPECT_EQ(then.record().outcome().accepted().events_size(), 4);
  EXPECT_EQ(hotel.booking("a").status(), v1::NO_SHOW);
  EXPECT_EQ(hotel.booking("b").status(), v1::NO_SHOW);
  EXPECT_EQ(hotel.booking("b").cancellation().penalty_minor(), 7'000);  // FLEX: the first night
  EXPECT_EQ(hotel.booking("held").status(), v1::CANCELLED);
  EXPECT_EQ(hotel.booking("held").cancellation().cause(), v1::CANCELLATION_CAUSE_HOLD_RELEASED);
  EXPECT_EQ(hotel.booking("in").status(), v1::IN_HOUSE);
  EXPECT_EQ(hotel.booking("later").status(), v1::CONFIRMED);
  EXPECT_EQ(hotel.RoomsTaken("H2", "DBL", 20260302), 1);
  EXPECT_EQ(hotel.state().FindProperty("H2")->business_date(), 20260302);
}

TEST(Roll, OverriddenLeavesTheDueInsAsTheyAre) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260301, .departure = 20260304}));
  hotel
      .When(
          Overriding({v1::POLICY_DUE_INS_UNRESOLVED}, StaffMember(kManager), Roll("H1", 20260301)))
      .ThenOverrode({v1::POLICY_DUE_INS_UNRESOLVED});
  EXPECT_EQ(hotel.booking("b1").status(), v1::CONFIRMED);
  ASSERT_EQ(hotel.state().DueIn("H1", CivilDate::FromYmd(20260302).value()).size(), 1u);
  hotel.When(CheckInOf("b1")).ThenAccepted();
  EXPECT_EQ(hotel.booking("b1").checked_in_on(), 20260302);
}

TEST(DueLists, AreInTheOrderOfDateThenId) {
  Ledgerless hotel;
  hotel.Given(
      {DefineRoomType("H1", "DBL", 9),
       Create({.id = "z", .arrival = 20260301, .departure = 20260305}),
       Create({.id = "b", .arrival = 20260302, .departure = 20260303}),
       Create({.id = "a", .arrival = 20260302, .departure = 20260304}),
       Create({.id = "other", .property = "H2", .arrival = 20260301, .departure = 20260303})});
  std::vector<std::string> ids;
  for (const v1::Booking* booking :
       hotel.state().DueIn("H1", CivilDate::FromYmd(20260302).value())) {
    ids.push_back(booking->booking_id());
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"z", "a", "b"}));
  hotel.Given({CheckInOf("z")});
  EXPECT_TRUE(hotel.state().DueOut("H1", CivilDate::FromYmd(20260304).value()).empty());
  EXPECT_EQ(hotel.state().DueOut("H1", CivilDate::FromYmd(20260305).value()).size(), 1u);
}

TEST(DayUse, ArrivesAndLeavesOnOneDay) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260301, .departure = 20260301}));
  hotel.When(Roll("H1", 20260301)).ThenDeclined({v1::POLICY_DUE_INS_UNRESOLVED});
  hotel.Given(CheckInOf("b1"));
  hotel.When(Roll("H1", 20260301)).ThenDeclined({v1::POLICY_DUE_OUTS_UNRESOLVED});
  hotel.Given(CheckOutOf("b1"));
  EXPECT_EQ(hotel.booking("b1").stay().departure(), 20260301);
  hotel.When(Roll("H1", 20260301)).ThenAccepted();
}

TEST(Roll, CitesThePolicyOfTheFirstNoShowItMarks) {
  Ledgerless hotel;
  hotel.Given(
      DefineRatePlan("H2", "OTHER", {{"DBL", 7'000, 3'500}}, InVersion(4, Policy("other", {}))));
  hotel.Given({Create({.id = "a",
                       .property = "H2",
                       .arrival = 20260301,
                       .departure = 20260302,
                       .rate_plan = "OTHER"}),
               Create({.id = "b", .property = "H2", .arrival = 20260301, .departure = 20260302})});
  const Then then = hotel.When(Roll("H2", 20260301));
  then.ThenAccepted();
  EXPECT_EQ(then.record().outcome().accepted().policy_id(), "other");
  EXPECT_EQ(then.record().outcome().accepted().policy_version(), 4);
}

TEST(Roll, CitesNoPolicyWhereItMarksNoNoShow) {
  Ledgerless hotel;
  hotel.Given(Create({.property = "H2",
                      .arrival = 20260301,
                      .departure = 20260302,
                      .status = v1::HELD,
                      .hold_until = "2026-03-05T10:00:00Z"}));
  const Then then = hotel.When(Roll("H2", 20260301));
  then.ThenAccepted();
  EXPECT_EQ(then.record().outcome().accepted().policy_id(), "");
}

TEST(Roll, JudgesNoShowsWhenItIsRecordedAndNotEarlier) {
  Ledgerless hotel;
  const v1::CancellationPolicy late = Policy("late", {Tier(0, 12 * 60, FullPrice())});
  hotel.Given(DefineRatePlan("H2", "LATE", {{"DBL", 7'000, 3'500}}, late));
  hotel.Given(
      Create({.property = "H2", .arrival = 20260301, .departure = 20260302, .rate_plan = "LATE"}));
  hotel.SetNow("2026-03-01T23:00:00Z");
  hotel.Given(As(Operator(), EffectiveAt("2026-03-01T10:30:00Z", Roll("H2", 20260301))));
  EXPECT_EQ(hotel.booking("b1").cancellation().penalty_minor(), 7'000);
}

}  // namespace
}  // namespace daybook::testing
