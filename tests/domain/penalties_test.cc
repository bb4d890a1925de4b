// What cancelling costs: tiers by deadlines in the property's time zone, grace, non-refundable,
// no-shows, floors.
#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

constexpr int32_t k18h = 18 * 60;

// A hotel whose rate plan P has the policy; nights 100.00 (10th and 11th of March: 200.00 the
// stay), day use 50.00.
Ledgerless HotelWith(const v1::CancellationPolicy& policy) {
  Ledgerless hotel;
  hotel.Given(DefineRatePlan("H1", "P", {{"DBL", 10'000, 5'000}, {"SUI", 25'000, 12'000}}, policy));
  return hotel;
}

BookingSpec UnderP() { return {.rate_plan = "P"}; }

// What cancelling b1 costs at that instant.
int64_t PenaltyAt(Ledgerless& hotel, std::string_view rfc3339) {
  hotel.SetNow(rfc3339);
  hotel.Given(Cancel("b1"));
  return hotel.booking("b1").cancellation().penalty_minor();
}

struct DeadlineCase {
  std::string_view cancelled_at;
  int64_t penalty_minor;
};

// Arrival 10 March, Berlin: 18:00 the day before is 17:00Z; noon on the 7th is 11:00Z.
TEST(PenaltyTiers, ApplyFromTheirDeadlineOnAndNotAMicrosecondBefore) {
  const v1::CancellationPolicy policy =
      Policy("p", {Tier(3, 12 * 60, PercentOfStay(3'000)), Tier(1, k18h, FullPrice())});
  for (const auto& [at, penalty] : std::vector<DeadlineCase>{{"2026-03-02T10:00:00Z", 0},
                                                             {"2026-03-07T10:59:59.999999Z", 0},
                                                             {"2026-03-07T11:00:00Z", 6'000},
                                                             {"2026-03-07T11:00:00.000001Z", 6'000},
                                                             {"2026-03-09T16:59:59.999999Z", 6'000},
                                                             {"2026-03-09T17:00:00Z", 20'000},
                                                             {"2026-03-10T20:00:00Z", 20'000}}) {
    SCOPED_TRACE(at);
    Ledgerless hotel = HotelWith(policy);
    hotel.Given(Create(UnderP()));
    EXPECT_EQ(PenaltyAt(hotel, at), penalty);
  }
}

TEST(PenaltyTiers, AreResolvedInTheTimeZoneOfThePropertyWhenBooked) {
  Ledgerless hotel = HotelWith(Policy("p", {Tier(0, 150, FullPrice())}));  // 02:30 of the day
  // The clocks of Berlin skip 02:30 on 2026-03-29; it is read with the offset before: 01:30Z.
  hotel.Given(Create({.arrival = 20260329, .departure = 20260330, .rate_plan = "P"}));
  ASSERT_EQ(hotel.booking("b1").terms().deadlines_size(), 1);
  EXPECT_EQ(hotel.booking("b1").terms().deadlines(0).seconds(),
            Stamp("2026-03-29T01:30:00Z").seconds());
  EXPECT_FALSE(hotel.booking("b1").terms().zone_data_version().empty());
}

struct AmountCase {
  std::string name;
  v1::Penalty penalty;
  int64_t expected_minor;
};

// Three nights: 100.01 each, 300.03 the stay.
TEST(PenaltyAmounts, AreBoundedByThePriceOfTheStay) {
  const std::vector<AmountCase> cases = {
      {"flat", Flat(2'500), 2'500},
      {"flat of nothing", Flat(0), 0},
      {"flat above the stay", Flat(30'004), 30'003},
      {"half, rounded half up", PercentOfStay(5'000), 15'002},
      {"a basis point, rounded down", PercentOfStay(1), 3},
      {"all of it in percent", PercentOfStay(10'000), 30'003},
      {"the first night", FirstNights(1), 10'001},
      {"two nights", FirstNights(2), 20'002},
      {"more nights than there are", FirstNights(9), 30'003},
      {"half the first night, rounded half up", PercentOfFirstNights(1, 5'000), 5'001},
      {"half of more nights than there are", PercentOfFirstNights(9, 5'000), 15'002},
      {"full", FullPrice(), 30'003},
  };
  for (const AmountCase& c : cases) {
    SCOPED_TRACE(c.name);
    Ledgerless hotel;
    hotel.Given(
        {DefineRatePlan("H1", "P", {{"DBL", 10'001, 5'000}}, Policy("p", {Tier(30, 0, c.penalty)})),
         Create({.arrival = 20260310, .departure = 20260313, .rate_plan = "P"})});
    EXPECT_EQ(PenaltyAt(hotel, "2026-03-05T10:00:00Z"), c.expected_minor);
  }
}

TEST(PenaltyAmounts, TakeTheFirstNightsWherePricesDiffer) {
  Ledgerless hotel = HotelWith(Policy("p", {Tier(30, 0, FirstNights(3))}));
  hotel.Given(Create(UnderP()));  // 10th, 11th at 100.00
  hotel.Given(DefineRatePlan("H1", "P", {{"DBL", 15'000, 0}}, InVersion(2, Policy("p", {}))));
  hotel.Given(ChangeDeparture("b1", 20260314));  // 12th, 13th at 150.00
  ASSERT_EQ(hotel.booking("b1").price_minor(), 50'000);
  EXPECT_EQ(PenaltyAt(hotel, "2026-03-05T10:00:00Z"), 35'000);
}

TEST(PenaltyAmounts, OfADayUseAreBoundedByThePriceOfTheDay) {
  for (const v1::Penalty& penalty : {FullPrice(), Flat(99'999), PercentOfStay(10'000)}) {
    Ledgerless hotel = HotelWith(Policy("p", {Tier(30, 0, penalty)}));
    hotel.Given(Create({.arrival = 20260310, .departure = 20260310, .rate_plan = "P"}));
    EXPECT_EQ(PenaltyAt(hotel, "2026-03-05T10:00:00Z"), 5'000);
  }
}

TEST(Grace, BeatsTheTiersUntilItIsOver) {
  const v1::CancellationPolicy policy = Policy("p", {Tier(30, 0, FullPrice())}, 120);
  for (const auto& [at, penalty] : std::vector<DeadlineCase>{{"2026-03-01T10:00:00Z", 0},
                                                             {"2026-03-01T11:59:59.999999Z", 0},
                                                             {"2026-03-01T12:00:00Z", 20'000},
                                                             {"2026-03-01T13:00:00Z", 20'000}}) {
    SCOPED_TRACE(at);
    Ledgerless hotel = HotelWith(policy);
    hotel.Given(Create(UnderP()));
    EXPECT_EQ(PenaltyAt(hotel, at), penalty);
  }
}

TEST(Grace, DoesNotBeatNonRefundable) {
  v1::CancellationPolicy policy = Policy("p", {}, 120);
  policy.set_non_refundable(true);
  Ledgerless hotel = HotelWith(policy);
  hotel.Given(Create(UnderP()));
  EXPECT_EQ(PenaltyAt(hotel, "2026-03-01T10:00:00Z"), 20'000);
}

TEST(NonRefundable, CostsTheStayFromTheFirstMomentWhateverTheTiersSay) {
  v1::CancellationPolicy policy = Policy("p", {Tier(30, 0, Flat(1))});
  policy.set_non_refundable(true);
  Ledgerless hotel = HotelWith(policy);
  hotel.Given(Create(UnderP()));
  EXPECT_EQ(PenaltyAt(hotel, "2026-03-05T10:00:00Z"), 20'000);
}

TEST(NoShowRule, StandsApartFromTheTiers) {
  v1::CancellationPolicy policy = Policy("p", {Tier(1, k18h, FirstNights(1))});
  *policy.mutable_no_show() = FullPrice();
  Ledgerless hotel = HotelWith(policy);
  hotel.Given(Create({.arrival = 20260301, .departure = 20260303, .rate_plan = "P"}));
  hotel.When(NoShow("b1"))
      .ThenAccepted({R"pb(no_show_marked {
                            booking_id: "b1"
                            cancellation { penalty_minor: 20000 business_date: 20260301 }
                          })pb"});
}

TEST(NoShowRule, IsThatOfACancellationAtThatMomentWhereThereIsNone) {
  Ledgerless hotel = HotelWith(Policy("p", {Tier(1, k18h, FirstNights(1))}));
  hotel.Given(Create({.arrival = 20260301, .departure = 20260303, .rate_plan = "P"}));
  hotel.Given(NoShow("b1"));
  EXPECT_EQ(hotel.booking("b1").cancellation().penalty_minor(), 10'000);
}

TEST(PenaltyFloor, StaysWhenTheArrivalMovesAwayFromAPenaltyAlreadyIncurred) {
  Ledgerless hotel = HotelWith(Policy("p", {Tier(1, k18h, FirstNights(1))}));
  hotel.Given(Create({.arrival = 20260302, .departure = 20260304, .rate_plan = "P"}));
  hotel.SetNow("2026-03-01T20:00:00Z");  // past 18:00 in Berlin the day before
  hotel.Given(ChangeStay("b1", 20260601, 20260603));
  EXPECT_EQ(hotel.booking("b1").terms().penalty_floor_minor(), 10'000);
  EXPECT_EQ(hotel.booking("b1").terms().deadlines(0).seconds(),
            Stamp("2026-05-31T16:00:00Z").seconds());
  EXPECT_EQ(PenaltyAt(hotel, "2026-03-02T10:00:00Z"), 10'000);
}

TEST(PenaltyFloor, IsNotLoweredByMovingAgain) {
  Ledgerless hotel = HotelWith(Policy("p", {Tier(1, k18h, FirstNights(1))}));
  hotel.Given(Create({.arrival = 20260302, .departure = 20260304, .rate_plan = "P"}));
  hotel.SetNow("2026-03-01T20:00:00Z");
  hotel.Given(ChangeStay("b1", 20260601, 20260603));
  hotel.Given(ChangeStay("b1", 20260701, 20260703));
  EXPECT_EQ(PenaltyAt(hotel, "2026-03-02T10:00:00Z"), 10'000);
}

TEST(PenaltyFloor, DoesNotAddToWhatTheNewTiersCost) {
  Ledgerless hotel = HotelWith(Policy("p", {Tier(1, k18h, FirstNights(1))}));
  hotel.Given(Create({.arrival = 20260302, .departure = 20260304, .rate_plan = "P"}));
  hotel.SetNow("2026-03-01T20:00:00Z");
  hotel.Given(ChangeStay("b1", 20260310, 20260312));
  EXPECT_EQ(PenaltyAt(hotel, "2026-03-09T20:00:00Z"), 10'000);
}

TEST(PenaltyFloor, IsNotThereWhenTheArrivalMovesInTime) {
  Ledgerless hotel = HotelWith(Policy("p", {Tier(1, k18h, FirstNights(1))}));
  hotel.Given(Create(UnderP()));
  hotel.Given(ChangeStay("b1", 20260601, 20260603));
  EXPECT_EQ(hotel.booking("b1").terms().penalty_floor_minor(), 0);
  EXPECT_EQ(PenaltyAt(hotel, "2026-03-09T20:00:00Z"), 0);
}

TEST(Terms, AreFrozenWhenBooked) {
  Ledgerless hotel = HotelWith(Policy("p", {}));
  hotel.Given(Create(UnderP()));
  hotel.Given(
      DefineRatePlan("H1", "P", {{}}, InVersion(2, Policy("p", {Tier(30, 0, FullPrice())}))));
  hotel.Given(ChangeStay("b1", 20260311, 20260313));
  EXPECT_EQ(PenaltyAt(hotel, "2026-03-05T10:00:00Z"), 0);
}

TEST(Cancelling, CitesThePolicyAndSaysWhatIsDue) {
  v1::CancellationPolicy policy = Policy("house-rules", {Tier(30, 0, FirstNights(1))});
  policy.set_version(7);
  Ledgerless hotel = HotelWith(policy);
  hotel.Given({Create(UnderP()), Pay("b1", "p1", 15'000), Pay("b1", "p2", 3'000)});
  hotel.Given({Refund("b1", "p2", "f1", 1'000), Settle("b1", "p2", "f1", v1::REFUND_SUCCEEDED)});
  const Then then = hotel.When(Cancel("b1", v1::CANCELLATION_REASON_EMERGENCY));
  then.ThenAccepted({R"pb(booking_cancelled {
                            booking_id: "b1"
                            cancellation {
                              cause: CANCELLATION_CAUSE_REQUESTED
                              reason: CANCELLATION_REASON_EMERGENCY
                              penalty_minor: 10000
                              refund_due_minor: 7000
                              business_date: 20260301
                            }
                          })pb"});
  EXPECT_EQ(then.record().outcome().accepted().policy_id(), "house-rules");
  EXPECT_EQ(then.record().outcome().accepted().policy_version(), 7);
}

TEST(Cancelling, OwesNothingBackWhereThePenaltyIsMoreThanWasPaid) {
  Ledgerless hotel = HotelWith(Policy("p", {Tier(30, 0, FullPrice())}));
  hotel.Given({Create(UnderP()), Pay("b1", "p1", 5'000)});
  hotel.Given(Cancel("b1"));
  EXPECT_EQ(hotel.booking("b1").cancellation().penalty_minor(), 20'000);
  EXPECT_EQ(hotel.booking("b1").cancellation().refund_due_minor(), 0);
}

TEST(Cancelling, AWaitlistedBookingCostsNothing) {
  Ledgerless hotel = HotelWith(Policy("p", {Tier(30, 0, FullPrice())}));
  BookingSpec waiting = UnderP();
  waiting.status = v1::WAITLISTED;
  hotel.Given(Create(waiting));
  EXPECT_EQ(PenaltyAt(hotel, "2026-03-05T10:00:00Z"), 0);
}

// Past 18:00 in Berlin on the day before: the first night, 100.00, is incurred. The stay is three
// nights.
Ledgerless HotelPastTheDeadline(const v1::Penalty& penalty = FirstNights(1)) {
  Ledgerless hotel = HotelWith(Policy("p", {Tier(1, k18h, penalty)}));
  hotel.Given(Create({.arrival = 20260302, .departure = 20260305, .rate_plan = "P"}));
  hotel.SetNow("2026-03-01T20:00:00Z");
  return hotel;
}

constexpr std::string_view kSoonAfter = "2026-03-01T21:00:00Z";

// Of a change, what the nights given back cost.
int64_t PaidForNights(const Then& then) {
  for (const v1::Item& item : then.record().outcome().accepted().items()) {
    if (item.kind() == v1::ITEM_PENALTY) return item.amount_minor();
  }
  return 0;
}

TEST(PenaltyFloor, WithWhatNightsDroppedHaveCostIsTheWholePenalty) {
  Ledgerless hotel = HotelPastTheDeadline(FullPrice());
  EXPECT_EQ(PaidForNights(hotel.When(ChangeDeparture("b1", 20260304))), 10'000);
  EXPECT_EQ(hotel.booking("b1").terms().penalty_floor_minor(), 20'000);
  EXPECT_EQ(PenaltyAt(hotel, kSoonAfter), 20'000);
}

TEST(PenaltyFloor, OfADayUseThatWasNightsIsWhatIsLeftOfTheWhole) {
  Ledgerless hotel = HotelPastTheDeadline(FullPrice());
  EXPECT_EQ(PaidForNights(hotel.When(ChangeDeparture("b1", 20260302))), 25'000);
  EXPECT_EQ(hotel.booking("b1").price_minor(), 5'000);
  EXPECT_EQ(PenaltyAt(hotel, kSoonAfter), 5'000);
}

TEST(PenaltyFloor, StaysUnderAnotherRatePlan) {
  Ledgerless hotel = HotelPastTheDeadline();
  hotel.Given(DefineRatePlan("H1", "FREE", {{"DBL", 10'000, 5'000}}));
  hotel.Given(With(Change("b1"),
                   [](v1::Request& r) { r.mutable_change_booking()->set_rate_plan_id("FREE"); }));
  EXPECT_EQ(hotel.booking("b1").terms().policy().policy_id(), "free");
  EXPECT_EQ(PenaltyAt(hotel, kSoonAfter), 10'000);
}

TEST(PenaltyFloor, StaysWhenTheStayBecomesCheaper) {
  Ledgerless hotel = HotelPastTheDeadline(FullPrice());
  hotel.Given(As(StaffMember(kManager),
                 With(ChangeDeparture("b1", 20260305, v1::REQUOTE_ALL), [](v1::Request& r) {
                   *r.mutable_change_booking()->mutable_nightly_override() = Euro(1);
                 })));
  EXPECT_EQ(hotel.booking("b1").price_minor(), 3);
  EXPECT_EQ(PenaltyAt(hotel, kSoonAfter), 30'000);
}

TEST(PenaltyFloor, AndNightsDroppedOfANonRefundableStayCostItsPriceHoweverShortItIsMade) {
  Ledgerless hotel;
  hotel.Given(Create({.rate_plan = "NRF"}));
  EXPECT_EQ(PaidForNights(hotel.When(ChangeDeparture("b1", 20260310))), 18'000 - 4'500);
  EXPECT_EQ(PenaltyAt(hotel, "2026-03-02T10:00:00Z"), 4'500);
}

TEST(PenaltyFloor, HoldsForANoShowToo) {
  v1::CancellationPolicy policy = Policy("p", {Tier(1, k18h, FullPrice())});
  *policy.mutable_no_show() = FirstNights(1);
  Ledgerless hotel = HotelWith(policy);
  hotel.Given(Create({.arrival = 20260301, .departure = 20260304, .rate_plan = "P"}));
  hotel.Given(As(StaffMember(kManager),
                 With(ChangeDeparture("b1", 20260304, v1::REQUOTE_ALL), [](v1::Request& r) {
                   *r.mutable_change_booking()->mutable_nightly_override() = Euro(1);
                 })));
  hotel.Given(NoShow("b1"));
  EXPECT_EQ(hotel.booking("b1").cancellation().penalty_minor(), 30'000);
}

TEST(PenaltyFloor, IsNotRaisedByAddingNightsOrChangingGuests) {
  Ledgerless hotel = HotelPastTheDeadline();
  hotel.Given(ChangeDeparture("b1", 20260306));
  hotel.Given(With(Change("b1"), [](v1::Request& r) {
    r.mutable_change_booking()->mutable_guests()->set_adults(1);
  }));
  EXPECT_EQ(hotel.booking("b1").terms().penalty_floor_minor(), 0);
}

}  // namespace
}  // namespace daybook::testing
