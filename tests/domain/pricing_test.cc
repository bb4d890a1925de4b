// Price lines: what a booking costs when made, and what a change of it prices anew.
#include <ostream>

#include "gtest/gtest.h"
#include "ledger/base/civil_date.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

struct Line {
  int32_t from;
  int32_t to;
  int64_t nightly_minor;
  friend bool operator==(const Line&, const Line&) = default;
};

std::ostream& operator<<(std::ostream& out, const Line& line) {
  return out << '[' << line.from << ", " << line.to << ") at " << line.nightly_minor;
}

// One line a night (two neighbours at one price are as good as one line of both).
std::vector<Line> Nights(const v1::Booking& booking) {
  std::vector<Line> nights;
  int32_t expected_from = booking.stay().arrival();
  for (const v1::PriceLine& line : booking.price()) {
    EXPECT_EQ(line.from(), expected_from) << "a gap or an overlap: " << booking.DebugString();
    expected_from = line.to();
    if (line.from() == line.to()) nights.push_back({line.from(), line.to(), line.nightly_minor()});
    CivilDate night = CivilDate::FromYmd(line.from()).value();
    for (; night.ymd() < line.to(); night = night + 1) {
      nights.push_back({night.ymd(), (night + 1).ymd(), line.nightly_minor()});
    }
  }
  EXPECT_EQ(expected_from, booking.stay().departure());
  int64_t sum = 0;
  for (const Line& night : nights) sum += night.nightly_minor;
  EXPECT_EQ(sum, booking.price_minor());
  return nights;
}

// b1 is 10 to 12 March at 100.00; since then FLEX costs 130.00 (suite 250.00).
Ledgerless HotelThatRaisedItsPrice() {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.Given(DefineRatePlan("H1", "FLEX", {{"DBL", 13'000, 6'000}, {"SUI", 25'000, 12'000}}));
  return hotel;
}

using Prices = std::vector<Line>;

TEST(Price, OfANewBookingIsTheRatePlans) {
  Ledgerless hotel;
  hotel.When(Create()).ThenAccepted(
      {R"pb(booking_created {
              booking_id: "b1"
              status: CONFIRMED
              currency: "EUR"
              price { from: 20260310 to: 20260312 nightly_minor: 10000 }
            })pb"});
  EXPECT_EQ(hotel.booking("b1").price_minor(), 20'000);
}

TEST(Price, OfADayUseIsOneLineWithoutNights) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260310, .departure = 20260310}));
  EXPECT_EQ(Nights(hotel.booking("b1")), (Prices{{20260310, 20260310, 5'000}}));
}

TEST(Requote, AddedKeepsThePriceOfNightsKept) {
  Ledgerless hotel = HotelThatRaisedItsPrice();
  hotel.Given(ChangeStay("b1", 20260309, 20260313));
  EXPECT_EQ(Nights(hotel.booking("b1")), (Prices{{20260309, 20260310, 13'000},
                                                 {20260310, 20260311, 10'000},
                                                 {20260311, 20260312, 10'000},
                                                 {20260312, 20260313, 13'000}}));
}

TEST(Requote, AddedIsTheDefaultAndTheSameSaidAloud) {
  Ledgerless hotel = HotelThatRaisedItsPrice();
  hotel.Given(ChangeDeparture("b1", 20260313, v1::REQUOTE_ADDED));
  EXPECT_EQ(hotel.booking("b1").price_minor(), 33'000);
}

TEST(Requote, AddedPricesNothingWhenNightsAreOnlyDropped) {
  Ledgerless hotel = HotelThatRaisedItsPrice();
  hotel.Given(ChangeDeparture("b1", 20260311));
  EXPECT_EQ(Nights(hotel.booking("b1")), (Prices{{20260310, 20260311, 10'000}}));
}

TEST(Requote, AddedPricesAllNightsOfAStayThatKeepsNone) {
  Ledgerless hotel = HotelThatRaisedItsPrice();
  hotel.Given(ChangeStay("b1", 20260320, 20260322));
  EXPECT_EQ(hotel.booking("b1").price_minor(), 26'000);
}

TEST(Requote, AllPricesEverything) {
  Ledgerless hotel = HotelThatRaisedItsPrice();
  const Then then = hotel.When(ChangeDeparture("b1", 20260313, v1::REQUOTE_ALL));
  then.ThenAccepted({R"pb(booking_changed { booking_id: "b1" price_difference_minor: 19000 })pb"});
  EXPECT_EQ(Nights(hotel.booking("b1")), (Prices{{20260310, 20260311, 13'000},
                                                 {20260311, 20260312, 13'000},
                                                 {20260312, 20260313, 13'000}}));
}

TEST(Requote, OfAnotherRoomTypePricesEverything) {
  Ledgerless hotel = HotelThatRaisedItsPrice();
  hotel.Given(ChangeRoomType("b1", "SUI"));
  EXPECT_EQ(hotel.booking("b1").price_minor(), 50'000);
  EXPECT_EQ(hotel.booking("b1").room_type_id(), "SUI");
}

TEST(Requote, OfAnotherRatePlanPricesEverything) {
  Ledgerless hotel = HotelThatRaisedItsPrice();
  hotel.Given(With(Change("b1"),
                   [](v1::Request& r) { r.mutable_change_booking()->set_rate_plan_id("NRF"); }));
  EXPECT_EQ(hotel.booking("b1").price_minor(), 18'000);
}

TEST(Requote, OfGuestsOnlyPricesNothing) {
  Ledgerless hotel = HotelThatRaisedItsPrice();
  hotel.Given(With(Change("b1"), [](v1::Request& r) {
    r.mutable_change_booking()->mutable_guests()->set_adults(1);
  }));
  EXPECT_EQ(hotel.booking("b1").price_minor(), 20'000);
  EXPECT_EQ(hotel.booking("b1").guests().adults(), 1);
}

TEST(Requote, OverrideSetsThePriceOfTheNightsThatArePriced) {
  Ledgerless hotel = HotelThatRaisedItsPrice();
  hotel.Given(As(StaffMember(kManager), With(ChangeDeparture("b1", 20260313), [](v1::Request& r) {
                   *r.mutable_change_booking()->mutable_nightly_override() = Euro(4'000);
                 })));
  EXPECT_EQ(hotel.booking("b1").price_minor(), 24'000);
}

TEST(Requote, FromNightsToADayUseAndBack) {
  Ledgerless hotel = HotelThatRaisedItsPrice();
  hotel.Given(ChangeStay("b1", 20260310, 20260310));
  EXPECT_EQ(Nights(hotel.booking("b1")), (Prices{{20260310, 20260310, 6'000}}));
  hotel.Given(ChangeStay("b1", 20260310, 20260311));
  EXPECT_EQ(Nights(hotel.booking("b1")), (Prices{{20260310, 20260311, 13'000}}));
}

// b1 is in house from 1 to 5 March; it is the 3rd, and FLEX costs 130.00 now.
Ledgerless HotelWithAGuestInHouse() {
  Ledgerless hotel;
  hotel.Given({Create({.arrival = 20260301, .departure = 20260305}), CheckInOf("b1")});
  hotel.GivenBusinessDate("H1", 20260303);
  hotel.Given(DefineRatePlan("H1", "FLEX", {{"DBL", 13'000, 6'000}, {"SUI", 25'000, 12'000}}));
  return hotel;
}

TEST(RequoteInHouse, AllTouchesFutureNightsOnly) {
  Ledgerless hotel = HotelWithAGuestInHouse();
  hotel.Given(ChangeDeparture("b1", 20260306, v1::REQUOTE_ALL));
  EXPECT_EQ(Nights(hotel.booking("b1")), (Prices{{20260301, 20260302, 10'000},
                                                 {20260302, 20260303, 10'000},
                                                 {20260303, 20260304, 13'000},
                                                 {20260304, 20260305, 13'000},
                                                 {20260305, 20260306, 13'000}}));
}

TEST(RequoteInHouse, OfAnotherRoomTypeTouchesFutureNightsOnly) {
  Ledgerless hotel = HotelWithAGuestInHouse();
  hotel.Given(ChangeRoomType("b1", "SUI"));
  EXPECT_EQ(hotel.booking("b1").price_minor(), 2 * 10'000 + 2 * 25'000);
}

TEST(RequoteInHouse, EarlyDepartureGivesBackTheNightsNotStayed) {
  Ledgerless hotel = HotelWithAGuestInHouse();
  hotel.Given(ChangeDeparture("b1", 20260304));
  EXPECT_EQ(hotel.booking("b1").price_minor(), 30'000);
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260304), 0);
}

TEST(Change, CountsAndRaisesTheRevision) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.Given(ChangeDeparture("b1", 20260313));
  hotel.Given(ChangeDeparture("b1", 20260314));
  EXPECT_EQ(hotel.booking("b1").change_count(), 2);
  EXPECT_EQ(hotel.booking("b1").revision(), 3);
}

}  // namespace
}  // namespace daybook::testing
