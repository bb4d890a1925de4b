// What a hotel sells and who works there: given whole, replaced whole, counted by revisions.
#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

TEST(Definition, BeginsAtRevisionOneAndIsReplacedWhole) {
  Ledgerless hotel;
  EXPECT_EQ(hotel.state().FindRatePlan("H1", "FLEX")->revision(), 1);
  hotel.Given(DefineRatePlan("H1", "FLEX", {{"SUI", 1, 1}}));
  EXPECT_EQ(hotel.state().FindRatePlan("H1", "FLEX")->revision(), 2);
  EXPECT_EQ(hotel.state().FindRatePlan("H1", "FLEX")->definition().prices_size(), 1);
}

TEST(Definition, OfAStaffMemberTakesEffectWithTheNextRequest) {
  Ledgerless hotel;
  hotel.Given(As(StaffMember(kFrontDesk), Create()));
  hotel.Given(DefineStaff(
      {.id = std::string(kFrontDesk), .roles = {v1::ROLE_FRONT_DESK}, .inactive = true}));
  hotel.When(Cancel("b1")).ThenDeclined({v1::IDENTITY_ACTOR_INACTIVE});
  hotel.Given(DefineStaff({.id = std::string(kFrontDesk), .roles = {v1::ROLE_FRONT_DESK}}));
  hotel.When(Cancel("b1")).ThenAccepted();
}

TEST(Definition, KeepsTheBusinessDateOfAPropertyDefinedAgain) {
  Ledgerless hotel;
  hotel.Given({Roll("H1", 20260301), DefineProperty("H1")});
  EXPECT_EQ(hotel.state().FindProperty("H1")->business_date(), 20260302);
  EXPECT_EQ(hotel.state().FindProperty("H1")->revision(), 2);
}

TEST(Definition, OfARatePlanLeavesBookingsAlone) {
  Ledgerless hotel;
  hotel.Given({Create(), DefineRatePlan("H1", "FLEX", {{"DBL", 99'000, 1}})});
  EXPECT_EQ(hotel.booking("b1").price_minor(), 20'000);
}

TEST(Definition, NamesItsRoomTypesOnce) {
  Ledgerless hotel;
  EXPECT_FALSE(hotel.When(DefineRatePlan("H1", "X", {{"DBL", 1, 1}, {"DBL", 2, 2}})).accepted());
}

TEST(Revisions, StartAtOneAndRiseWithEachAcceptedRequestAboutTheBooking) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260301, .departure = 20260303}));
  EXPECT_EQ(hotel.booking("b1").revision(), 1);
  int64_t revision = 1;
  for (const v1::Request& request : {ChangeDeparture("b1", 20260304), Assign("b1", "TWN"),
                                     Pay("b1", "p1", 100), CheckInOf("b1"), CheckOutOf("b1")}) {
    hotel.When(IfRevision(revision, request)).ThenAccepted();
    EXPECT_EQ(hotel.booking("b1").revision(), ++revision);
    EXPECT_EQ(hotel.booking("b1").last_position(), hotel.records().back().position());
  }
}

TEST(Booking, KeepsWhatWasGivenWhenItWasMade) {
  Ledgerless hotel;
  hotel.SetNow("2026-03-01T12:34:56.789012Z");
  hotel.Given(With(Create({.channel = "ota"}), [](v1::Request& r) {
    r.mutable_create_booking()->mutable_source()->set_market_segment("groups");
    r.mutable_create_booking()->mutable_guest()->mutable_sealed()->set_ciphertext("sealed");
  }));
  const v1::Booking& booking = hotel.booking("b1");
  EXPECT_EQ(booking.channel_id(), "ota");
  EXPECT_EQ(booking.source().market_segment(), "groups");
  EXPECT_EQ(booking.sealed_guest().ciphertext(), "sealed");
  EXPECT_EQ(booking.booked_on(), 20260301);
  EXPECT_EQ(booking.booked_at().seconds(), Stamp("2026-03-01T12:34:56Z").seconds());
  EXPECT_EQ(booking.booked_at().nanos(), 789'012'000);
  EXPECT_EQ(booking.created_position(), hotel.records().back().position());
}

TEST(Change, OfTheRoomTypeEndsAnAssignment) {
  Ledgerless hotel;
  hotel.Given({Create(), Assign("b1", "TWN")});
  hotel.When(ChangeRoomType("b1", "SUI")).ThenAccepted({R"pb(booking_changed {
                                                               booking_id: "b1"
                                                               room_type_id: "SUI"
                                                               clears_assignment: true
                                                             })pb"});
  EXPECT_EQ(hotel.booking("b1").assigned_room_type_id(), "");
  EXPECT_EQ(hotel.RoomsTaken("H1", "SUI", 20260310), 1);
  EXPECT_EQ(hotel.RoomsTaken("H1", "TWN", 20260310), 0);
}

TEST(Change, OfDatesKeepsTheAssignment) {
  Ledgerless hotel;
  hotel.Given({Create(), Assign("b1", "TWN"), ChangeDeparture("b1", 20260313)});
  EXPECT_EQ(hotel.booking("b1").assigned_room_type_id(), "TWN");
  EXPECT_EQ(hotel.RoomsTaken("H1", "TWN", 20260312), 1);
}

TEST(State, RebuiltFromItsRowsDecidesTheSame) {
  Ledgerless hotel;
  hotel.Given({Create({.arrival = 20260301, .departure = 20260303}), Create({.id = "gone"}),
               Cancel("gone"),
               Create({.id = "held", .status = v1::HELD, .hold_until = "2026-03-01T12:00:00Z"}),
               CheckInOf("b1"), Remark("f1")});
  State original;
  for (const v1::Record& record : hotel.records()) original.Apply(record);
  State copy;
  for (const StateRow& row : original.TakeDirtyRows()) {
    if (!row.value.has_value()) continue;  // gone: it was never stored
    ASSERT_TRUE(copy.LoadRow(row.key, *row.value).ok()) << row.key;
  }
  EXPECT_EQ(copy.RoomsTaken("H1", "DBL", CivilDate::FromYmd(20260301).value()), 1);
  EXPECT_EQ(copy.RoomsTaken("H1", "DBL", CivilDate::FromYmd(20260310).value()), 1);
  EXPECT_EQ(copy.NextDue(), At("2026-03-01T12:00:00Z"));
  EXPECT_EQ(copy.DueOut("H1", CivilDate::FromYmd(20260303).value()).size(), 1u);
  for (const char* id : {"b1", "gone", "held"}) {
    ASSERT_NE(copy.FindBooking(id), nullptr);
    EXPECT_EQ(copy.FindBooking(id)->SerializeAsString(), hotel.booking(id).SerializeAsString());
  }
  EXPECT_EQ(copy.dirty_rows(), 0u);
  EXPECT_FALSE(copy.LoadRow("?nonsense", "x").ok());
}

}  // namespace
}  // namespace daybook::testing
