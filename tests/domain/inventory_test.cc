// Rooms taken per night, and who may have another one.
#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

// DBL has 2 rooms, SUI has 1 and one may be overbooked.
TEST(RoomsTaken, AreThoseOfTheNightsOfTheStay) {
  Ledgerless hotel;
  hotel.Given(Create());
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260309), 0);
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260310), 1);
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260311), 1);
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260312), 0);
  EXPECT_EQ(hotel.RoomsTaken("H2", "DBL", 20260310), 0);
}

TEST(RoomsTaken, AreGivenBackByCancellationReleaseNoShowAndExpiry) {
  Ledgerless hotel;
  const BookingSpec today{.arrival = 20260301, .departure = 20260303};
  BookingSpec held = today;
  held.status = v1::HELD;
  held.hold_until = "2026-03-01T12:00:00Z";
  hotel.Given({Create(today), Cancel("b1")});
  held.id = "b2";
  hotel.Given({Create(held), Release("b2")});
  BookingSpec absent = today;
  absent.id = "b3";
  hotel.Given({Create(absent), NoShow("b3")});
  held.id = "b4";
  hotel.Given(Create(held));
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260301), 1);
  hotel.SetNow("2026-03-01T12:00:00Z");
  hotel.Given(Due("2026-03-01T12:00:00Z"));
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260301), 0);
}

TEST(RoomsTaken, AreNoneForAWaitlistedBookingOrADayUse) {
  Ledgerless hotel;
  hotel.Given({Create({.status = v1::WAITLISTED}),
               Create({.id = "day", .arrival = 20260310, .departure = 20260310})});
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260310), 0);
}

TEST(RoomsTaken, AreOfTheTypeAssignedFromThenOn) {
  Ledgerless hotel;
  hotel.Given({Create(), Assign("b1", "SUI")});
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260310), 0);
  EXPECT_EQ(hotel.RoomsTaken("H1", "SUI", 20260310), 1);
  EXPECT_EQ(hotel.booking("b1").room_type_id(), "DBL");
  EXPECT_EQ(hotel.booking("b1").assigned_room_type_id(), "SUI");
  EXPECT_EQ(hotel.booking("b1").price_minor(), 20'000);
}

TEST(RoomsTaken, OfAnEarlyCheckOutAreGivenBackFromTheBusinessDateOn) {
  Ledgerless hotel;
  hotel.Given({Create({.arrival = 20260301, .departure = 20260305}), CheckInOf("b1"),
               Roll("H1", 20260301), Roll("H1", 20260302)});
  hotel.Given(CheckOutOf("b1"));
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260303), 0);
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260304), 0);
  EXPECT_EQ(hotel.booking("b1").stay().departure(), 20260303);
  EXPECT_EQ(hotel.booking("b1").price_minor(), 40'000);
  EXPECT_EQ(hotel.booking("b1").checked_out_on(), 20260303);
  hotel.When(Create({.id = "b2", .arrival = 20260303, .departure = 20260305})).ThenAccepted();
  hotel.When(Create({.id = "b3", .arrival = 20260303, .departure = 20260305})).ThenAccepted();
}

TEST(Availability, OfAChangeDoesNotCountTheRoomOfTheBookingItself) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "a"}), Create({.id = "b"})});
  hotel.When(ChangeStay("a", 20260310, 20260313)).ThenAccepted();
  hotel.When(ChangeStay("a", 20260311, 20260314)).ThenAccepted();
  hotel.Given(Create({.id = "c", .arrival = 20260314, .departure = 20260316}));
  hotel.Given(Create({.id = "d", .arrival = 20260314, .departure = 20260316}));
  hotel.When(ChangeStay("a", 20260311, 20260315)).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
}

TEST(Availability, CountsTheAllowedOverbooking) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "a", .room_type = "SUI"}), Create({.id = "b", .room_type = "SUI"})});
  hotel.When(Create({.id = "c", .room_type = "SUI"})).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
}

TEST(Availability, OfAnAssignmentCountsTheNightsThatRemain) {
  Ledgerless hotel;
  hotel.Given({DefineRoomType("H1", "SUI", 1), Create({.arrival = 20260301, .departure = 20260305}),
               Create({.id = "s", .arrival = 20260301, .departure = 20260303, .room_type = "SUI"}),
               CheckInOf("b1"), CheckInOf("s")});
  hotel.When(Assign("b1", "SUI")).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.Given({Roll("H1", 20260301), Roll("H1", 20260302)});
  hotel.When(Assign("b1", "SUI")).ThenAccepted();
}

TEST(Availability, IsNotAskedOfAWaitlistedBooking) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "a"}), Create({.id = "b"})});
  hotel.When(Create({.id = "w", .status = v1::WAITLISTED})).ThenAccepted();
  hotel.When(ChangeDeparture("w", 20260313)).ThenAccepted();
}

TEST(Availability, ShrinksWithTheCapacityAndLeavesWhatIsSold) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "a"}), Create({.id = "b"}),
               Overriding({v1::POLICY_CAPACITY_BELOW_SOLD}, StaffMember(kManager),
                          DefineRoomType("H1", "DBL", 1))});
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260310), 2);
  hotel.When(ChangeDeparture("a", 20260311)).ThenAccepted();
  hotel.Given(Cancel("b"));
  hotel.When(Create({.id = "c"})).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
}

TEST(Waitlist, IsPromotedWhenThereIsRoomAndNotBefore) {
  Ledgerless hotel;
  hotel.Given(
      {Create({.id = "a"}), Create({.id = "b"}), Create({.id = "w", .status = v1::WAITLISTED})});
  hotel.When(Promote("w")).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.Given(Cancel("a"));
  hotel.When(Promote("w")).ThenAccepted({R"pb(booking_promoted { booking_id: "w" })pb"});
  EXPECT_EQ(hotel.booking("w").status(), v1::CONFIRMED);
  EXPECT_TRUE(hotel.booking("w").promoted());
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260310), 2);
}

TEST(Waitlist, IsPromotedPastTheLimitByAnOverride) {
  Ledgerless hotel;
  hotel.Given(
      {Create({.id = "a"}), Create({.id = "b"}), Create({.id = "w", .status = v1::WAITLISTED})});
  hotel.When(Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(kManager), Promote("w")))
      .ThenOverrode({v1::POLICY_NOT_AVAILABLE});
}

class Holds : public ::testing::Test {
 protected:
  Holds() { hotel_.Given(DefineRoomType("H1", "TWN", 300)); }
  void GivenHold(const std::string& id, const std::string& until) {
    hotel_.Given(Create({.id = id, .room_type = "TWN", .status = v1::HELD, .hold_until = until}));
  }
  Ledgerless hotel_;
};

TEST_F(Holds, HoldTheirRoomsUntilTheirExpiryIsRecorded) {
  GivenHold("h", "2026-03-01T11:00:00Z");
  hotel_.SetNow("2026-03-01T15:00:00Z");
  EXPECT_EQ(hotel_.booking("h").status(), v1::HELD);
  EXPECT_EQ(hotel_.RoomsTaken("H1", "TWN", 20260310), 1);
  hotel_.When(Due("2026-03-01T15:00:00Z")).ThenAccepted();
  EXPECT_EQ(hotel_.booking("h").status(), v1::CANCELLED);
  EXPECT_EQ(hotel_.RoomsTaken("H1", "TWN", 20260310), 0);
}

TEST_F(Holds, AreConfirmedUntilTheMicrosecondBeforeTheirExpiryAndThenStay) {
  GivenHold("h", "2026-03-01T11:00:00Z");
  hotel_.SetNow("2026-03-01T10:59:59.999999Z");
  hotel_.When(Confirm("h")).ThenAccepted();
  hotel_.SetNow("2026-03-01T15:00:00Z");
  hotel_.When(Due("2026-03-01T15:00:00Z")).ThenAccepted();
  EXPECT_EQ(hotel_.booking("h").status(), v1::CONFIRMED);
}

TEST_F(Holds, ExpireInTheOrderOfExpiryThenId) {
  GivenHold("z", "2026-03-01T11:00:00Z");
  GivenHold("m", "2026-03-01T12:00:00Z");
  GivenHold("a", "2026-03-01T12:00:00Z");
  GivenHold("b", "2026-03-01T12:00:00.000001Z");
  EXPECT_EQ(hotel_.state().NextDue(), At("2026-03-01T11:00:00Z"));
  hotel_.SetNow("2026-03-01T13:00:00Z");
  hotel_.When(Due("2026-03-01T12:00:00Z"))
      .ThenAccepted({R"pb(booking_cancelled {
                            booking_id: "z"
                            cancellation { cause: CANCELLATION_CAUSE_HOLD_EXPIRED }
                          })pb",
                     R"pb(booking_cancelled { booking_id: "a" })pb",
                     R"pb(booking_cancelled { booking_id: "m" })pb"});
  EXPECT_EQ(hotel_.booking("b").status(), v1::HELD);
  EXPECT_EQ(hotel_.state().NextDue(), At("2026-03-01T12:00:00.000001Z"));
}

TEST_F(Holds, ExpireNoMoreAtATimeThanAskedFor) {
  for (int i = 0; i < 5; ++i) GivenHold("h" + std::to_string(i), "2026-03-01T11:00:00Z");
  hotel_.SetNow("2026-03-01T12:00:00Z");
  hotel_.When(Due("2026-03-01T12:00:00Z", 2))
      .ThenAccepted({R"pb(booking_cancelled { booking_id: "h0" })pb",
                     R"pb(booking_cancelled { booking_id: "h1" })pb"});
  EXPECT_EQ(hotel_.When(Due("2026-03-01T12:00:00Z", 2)).record().outcome().accepted().events_size(),
            2);
  EXPECT_EQ(hotel_.When(Due("2026-03-01T12:00:00Z", 2)).record().outcome().accepted().events_size(),
            1);
  EXPECT_EQ(hotel_.When(Due("2026-03-01T12:00:00Z", 2)).record().outcome().accepted().events_size(),
            0);
  EXPECT_EQ(hotel_.state().NextDue(), Instant::Max());
}

TEST_F(Holds, ExpireAllOf256InOneRecord) {
  for (int i = 0; i < 257; ++i) {
    GivenHold(std::string(60, 'h') + std::to_string(1'000 + i), "2026-03-01T11:00:00Z");
  }
  hotel_.SetNow("2026-03-01T12:00:00Z");
  const Then then = hotel_.When(Due("2026-03-01T12:00:00Z", 256));
  EXPECT_EQ(then.record().outcome().accepted().events_size(), 256);
  EXPECT_LE(then.record().ByteSizeLong(), 65'535u);
}

TEST_F(Holds, CostNothingWhenReleasedOrExpired) {
  hotel_.Given(
      DefineRatePlan("H1", "FLEX", {{"TWN", 8'000, 1}}, Policy("p", {Tier(30, 0, FullPrice())})));
  GivenHold("released", "2026-03-02T11:00:00Z");
  GivenHold("expired", "2026-03-02T11:00:00Z");
  hotel_.Given(Release("released"));
  hotel_.SetNow("2026-03-02T11:00:00Z");
  hotel_.Given(Due("2026-03-02T11:00:00Z"));
  for (const char* id : {"released", "expired"}) {
    EXPECT_EQ(hotel_.booking(id).status(), v1::CANCELLED);
    EXPECT_EQ(hotel_.booking(id).cancellation().penalty_minor(), 0);
  }
  EXPECT_EQ(hotel_.booking("released").cancellation().cause(),
            v1::CANCELLATION_CAUSE_HOLD_RELEASED);
}

}  // namespace
}  // namespace daybook::testing
