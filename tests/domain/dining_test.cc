// Restaurants: when they are open, how many they seat at the same time, and what becomes of a table.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/domain/dining/seats.h"
#include "tests/domain/request_text.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

// From noon to ten, parties of two hours, ten seats.
v1::Request Outlet(std::string_view more = "") {
  return Ask(Operator(),
             absl::StrCat("define_outlet { outlet { property_id: 'H1' outlet_id: 'grill' seats: 10 "
                          "opens_minute: 720 closes_minute: 1320 sitting_minutes: 120 ",
                          std::string(more), " } }"));
}

v1::Request Table(std::string_view id, int32_t minute, int32_t covers, int32_t date = 20260305) {
  return Ask(StaffMember(kReservations),
             absl::StrCat("book_table { table_booking_id: '", std::string(id),
                          "' property_id: 'H1' outlet_id: 'grill' customer_id: 'c-1' date: ", date,
                          " minute: ", minute, " covers: ", covers, " }"));
}

v1::Request ChangeTable(std::string_view id, const std::string& what) {
  return Ask(StaffMember(kReservations),
             absl::StrCat("change_table { table_booking_id: '", std::string(id), "' ", what, " }"));
}

v1::Request SettleTable(std::string_view id, std::string_view status) {
  return Ask(StaffMember(kReservations),
             absl::StrCat("settle_table { table_booking_id: '", std::string(id), "' status: TABLE_",
                          std::string(status), " }"));
}

TEST(Dining, ATableIsBookedBesideTheRoom) {
  Ledgerless hotel;
  hotel.Given({Outlet(), Create()});
  hotel
      .When(With(Table("t1", 1200, 4),
                 [](v1::Request& r) { r.mutable_book_table()->set_booking_id("b1"); }))
      .ThenAccepted({R"pb(table_booked {
                            table_booking_id: "t1"
                            property_id: "H1"
                            outlet_id: "grill"
                            customer_id: "c-1"
                            booking_id: "b1"
                            date: 20260305
                            minute: 1200
                            covers: 4
                            status: TABLE_BOOKED
                          })pb"});
  const auto* const day = hotel.state().Find<v1::OutletDay>(OutletDayKey("H1", "grill", 20260305));
  ASSERT_NE(day, nullptr);
  ASSERT_EQ(day->sittings_size(), 1);
  EXPECT_EQ(day->sittings(0).covers(), 4);
}

TEST(Declines, PolicyOutletFullWhereGuestsWouldSitAtTheSameTime) {
  Ledgerless hotel;
  hotel.Given({Outlet(), Table("t1", 1080, 6), Table("t2", 1200, 6)});
  // From 19:00 to 21:00 both parties sit for an hour: each leaves four seats.
  hotel.When(Table("t3", 1140, 5)).ThenDeclined({v1::POLICY_OUTLET_FULL});
  hotel.Given(Table("t3", 1140, 4));
  // Whoever leaves at six is gone when the next sit down.
  hotel.Given(Table("t4", 960, 10));
  hotel.When(Table("t5", 961, 1)).ThenDeclined({v1::POLICY_OUTLET_FULL});
  hotel.When(Overriding({v1::POLICY_OUTLET_FULL}, StaffMember(kManager), Table("t5", 961, 1)))
      .ThenOverrode({v1::POLICY_OUTLET_FULL});
  hotel.Given(Table("t6", 1200, 10, 20260306));
}

TEST(Dining, AnOutletTakesGuestsWhileItIsOpenAndFromTodayOn) {
  Ledgerless hotel;
  hotel.Given(Outlet());
  hotel.When(Table("t1", 719, 2)).ThenDeclined({v1::STATE_STATUS});
  hotel.When(Table("t1", 1320, 2)).ThenDeclined({v1::STATE_STATUS});
  hotel.When(Table("t1", 1200, 2, 20260228)).ThenDeclined({v1::STATE_NIGHT_IN_PAST});
  hotel.When(Table("t1", 1200, 2, 20320305)).ThenDeclined({v1::POLICY_ARRIVAL_TOO_FAR});
  hotel.Given({Table("t1", 720, 2), Table("t2", 1319, 2)});
  hotel.When(Table("t2", 1319, 2)).ThenDeclined({v1::STATE_ID_EXISTS});
  hotel.Given(Overriding({v1::POLICY_CAPACITY_BELOW_SOLD}, StaffMember(kManager),
                         Outlet("inactive: true")));
  hotel.When(Table("t3", 1200, 2)).ThenDeclined({v1::STATE_STATUS});
  hotel
      .When(With(Table("t3", 1200, 2),
                 [](v1::Request& r) {
                   r.mutable_book_table()->set_outlet_id("bar");
                   r.mutable_book_table()->set_booking_id("b9");
                 }))
      .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN, v1::STATE_BOOKING_UNKNOWN});
}

v1::Request GuestsTable(std::string_view id, int32_t date, int32_t minute = 1200,
                        int32_t covers = 2) {
  return As(Guest("c-1"), Table(id, minute, covers, date));
}

TEST(Dining, AGuestBooksSoManyTablesAndTheHouseBooksMore) {
  Ledgerless hotel;
  hotel.Given(With(Outlet(), [](v1::Request& r) {
    r.mutable_define_outlet()->mutable_outlet()->set_seats(100);
  }));
  hotel.When(GuestsTable("t0", 20260304, 1200, 21)).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  hotel.Given(GuestsTable("t0", 20260304, 1200, 20));
  // Not twice at the same time; before or after is another meal.
  hotel.When(GuestsTable("t1", 20260304, 1319)).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  hotel.Given(GuestsTable("t1", 20260304, 1080));
  hotel.When(As(Guest("c-1"), ChangeTable("t1", "minute: 1081")))
      .ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  hotel.Given(As(Guest("c-1"), ChangeTable("t1", "minute: 1079")));
  for (int32_t i = 2; i < 8; ++i) {
    hotel.Given(GuestsTable(absl::StrCat("t", i), 20260304 + i));
  }
  hotel.When(GuestsTable("t8", 20260320)).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  hotel.Given(Table("t8", 1200, 2, 20260320));
  // A table that is given back makes room for another, by whomever it is given back.
  hotel.Given(SettleTable("t3", "CANCELLED"));
  hotel.Given(GuestsTable("t9", 20260320, 1000));
  hotel.When(GuestsTable("ta", 20260321)).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
}

TEST(Declines, PolicyCapacityBelowSoldWhereGuestsAreExpected) {
  Ledgerless hotel;
  hotel.Given(
      {Outlet(), Table("t1", 1200, 6), Table("t2", 1260, 3), Table("t3", 720, 2, 20260306)});
  const auto defined = [](const auto& change) {
    return With(Outlet(),
                [&](v1::Request& r) { change(*r.mutable_define_outlet()->mutable_outlet()); });
  };
  const v1::Request smaller = defined([](v1::OutletDefinition& o) { o.set_seats(8); });
  hotel.When(smaller).ThenDeclined({v1::POLICY_CAPACITY_BELOW_SOLD});
  hotel.When(defined([](v1::OutletDefinition& o) { o.set_seats(9); })).ThenAccepted();
  hotel.When(defined([](v1::OutletDefinition& o) { o.set_closes_minute(1260); }))
      .ThenDeclined({v1::POLICY_CAPACITY_BELOW_SOLD});
  hotel.When(defined([](v1::OutletDefinition& o) { o.set_opens_minute(721); }))
      .ThenDeclined({v1::POLICY_CAPACITY_BELOW_SOLD});
  hotel.When(Outlet("inactive: true")).ThenDeclined({v1::POLICY_CAPACITY_BELOW_SOLD});
  // Who sits for longer meets those who come later.
  hotel.Given({defined([](v1::OutletDefinition& o) {
    o.set_seats(8);
    o.set_sitting_minutes(30);
  })});
  hotel.When(defined([](v1::OutletDefinition& o) { o.set_seats(8); }))
      .ThenDeclined({v1::POLICY_CAPACITY_BELOW_SOLD});
  hotel.Given({SettleTable("t1", "CANCELLED"), SettleTable("t2", "CANCELLED"),
               SettleTable("t3", "CANCELLED")});
  hotel.When(Outlet("inactive: true")).ThenAccepted();
}

TEST(Dining, WhatIsWrongInItselfIsSaidAtOnce) {
  Ledgerless hotel;
  hotel.When(Table("t1", 1440, 0, 20260230))
      .ThenDeclined({v1::FORM_DATE_INVALID, v1::FORM_LIMIT_INVALID});
  hotel
      .When(With(Outlet(),
                 [](v1::Request& r) {
                   v1::OutletDefinition& outlet = *r.mutable_define_outlet()->mutable_outlet();
                   outlet.set_seats(0);
                   outlet.set_closes_minute(720);
                   outlet.set_sitting_minutes(14);
                 }))
      .ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(ChangeTable("t1", "")).ThenDeclined({v1::FORM_CHANGE_EMPTY});
  hotel.When(SettleTable("t1", "BOOKED")).ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel.When(SettleTable("t1", "SEATED")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST(Dining, AChangeGivesItsOwnSeatsBackFirst) {
  Ledgerless hotel;
  hotel.Given({Outlet(), Table("t1", 1080, 8), Table("t2", 1080, 2)});
  hotel.When(ChangeTable("t1", "covers: 9")).ThenDeclined({v1::POLICY_OUTLET_FULL});
  hotel.When(ChangeTable("t1", "minute: 1100")).ThenAccepted({R"pb(table_changed {
                                                                     table_booking_id: "t1"
                                                                     date: 20260305
                                                                     minute: 1100
                                                                     covers: 8
                                                                   })pb"});
  hotel.Given(ChangeTable("t1", "date: 20260306 covers: 10"));
  hotel.When(Table("t3", 1100, 1, 20260306)).ThenDeclined({v1::POLICY_OUTLET_FULL});
  hotel.Given(Table("t3", 1100, 8, 20260305));
  hotel.When(IfRevision(2, ChangeTable("t1", "covers: 1")))
      .ThenDeclined({v1::STATE_REVISION_STALE});
  hotel.Given(IfRevision(3, ChangeTable("t1", "covers: 1")));
}

TEST(Dining, ATableIsSettledOnceAndWhoDoesNotComeFreesTheSeats) {
  Ledgerless hotel;
  hotel.Given({Outlet(), Table("t1", 1080, 10, 20260301), Table("t2", 1200, 10, 20260301)});
  hotel.When(SettleTable("t1", "SEATED")).ThenAccepted();
  hotel.When(SettleTable("t1", "CANCELLED")).ThenDeclined({v1::STATE_STATUS});
  hotel.When(ChangeTable("t1", "covers: 1")).ThenDeclined({v1::STATE_STATUS});
  hotel.When(Table("t3", 1090, 1, 20260301)).ThenDeclined({v1::POLICY_OUTLET_FULL});
  hotel.Given(SettleTable("t2", "NO_SHOW"));
  hotel.Given(Table("t4", 1200, 10, 20260301));
  hotel.Given(Table("t5", 1200, 10, 20260302));
  hotel.When(SettleTable("t5", "SEATED")).ThenDeclined({v1::STATE_STATUS});
  hotel.Given(SettleTable("t5", "CANCELLED"));
  hotel.Given(Table("t6", 1200, 10, 20260302));
}

TEST(Dining, AGuestBooksAndCancelsWhatIsTheirsAndSeatsNobody) {
  Ledgerless hotel;
  hotel.Given({Outlet(), As(Guest("c-1"), Table("t1", 1080, 2, 20260301))});
  hotel.When(As(Guest("c-2"), ChangeTable("t1", "covers: 3")))
      .ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  hotel.When(As(Guest("c-1"), SettleTable("t1", "SEATED")))
      .ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  hotel.When(As(Guest("c-1"), SettleTable("t1", "CANCELLED"))).ThenAccepted();
}

// The naive oracle: minute by minute, over all parties.
int32_t MostSeatedNaively(const std::vector<std::pair<int32_t, int32_t>>& parties, int32_t minute,
                          int32_t sitting) {
  int32_t most = 0;
  for (int32_t moment = minute; moment < minute + sitting; ++moment) {
    int32_t seated = 0;
    for (const auto& [begin, covers] : parties) {
      if (begin <= moment && moment < begin + sitting) seated += covers;
    }
    most = std::max(most, seated);
  }
  return most;
}

TEST(Dining, SeatsAreCountedAsIfMinuteByMinute) {
  for (uint32_t seed = 1; seed <= 50; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&random](uint32_t n) { return static_cast<int32_t>(random() % n); };
    const int32_t sitting = 15 + below(200);
    v1::OutletDay day;
    std::vector<std::pair<int32_t, int32_t>> parties;
    for (int i = 0; i < 30; ++i) {
      if (!parties.empty() && below(3) == 0) {
        const size_t at = static_cast<size_t>(below(static_cast<uint32_t>(parties.size())));
        AddCovers(parties[at].first, -parties[at].second, day);
        parties.erase(parties.begin() + static_cast<std::ptrdiff_t>(at));
      } else {
        parties.emplace_back(below(40) * 30, 1 + below(9));
        AddCovers(parties.back().first, parties.back().second, day);
      }
      const int32_t minute = below(1300);
      ASSERT_EQ(MostSeated(&day, minute, sitting), MostSeatedNaively(parties, minute, sitting))
          << "seed " << seed;
      ASSERT_TRUE(
          std::is_sorted(day.sittings().begin(), day.sittings().end(),
                         [](const auto& a, const auto& b) { return a.minute() < b.minute(); }));
    }
  }
}

}  // namespace
}  // namespace daybook::testing
