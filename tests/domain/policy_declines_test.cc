// Policy: what the house allows, and what may be overridden. Each test bears the name of the code
// it is about.
#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

v1::Request AtPrice(int64_t nightly_minor, v1::Request create) {
  *create.mutable_create_booking()->mutable_nightly_override() = Euro(nightly_minor);
  return create;
}

TEST(Declines, PolicyNotAvailableWhenANightWouldBeSoldPastTheLimit) {
  Ledgerless hotel;
  hotel.Given(
      {Create({.id = "a"}), Create({.id = "b", .arrival = 20260311, .departure = 20260313})});
  // The 11th is full; a stay that touches it is declined, stays around it are not.
  hotel.When(Create({.id = "c", .arrival = 20260309, .departure = 20260312}))
      .ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.When(Create({.id = "c", .arrival = 20260309, .departure = 20260311})).ThenAccepted();
  hotel.When(Create({.id = "d", .arrival = 20260312, .departure = 20260315})).ThenAccepted();
}

TEST(Declines, PolicyDueInsUnresolvedWhenABookingShouldHaveArrived) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260301, .departure = 20260302}));
  hotel.When(Roll("H1", 20260301)).ThenDeclined({v1::POLICY_DUE_INS_UNRESOLVED});
  hotel.Given(CheckInOf("b1"));
  hotel.When(Roll("H1", 20260301)).ThenAccepted();
}

TEST(Declines, PolicyDueOutsUnresolvedWhenAGuestShouldHaveLeft) {
  for (const std::string property : {"H1", "H2"}) {
    Ledgerless hotel;
    hotel.Given({Create({.property = property, .arrival = 20260301, .departure = 20260302}),
                 CheckInOf("b1"), Roll(property, 20260301)});
    hotel.When(Roll(property, 20260302)).ThenDeclined({v1::POLICY_DUE_OUTS_UNRESOLVED});
    hotel.Given(CheckOutOf("b1"));
    hotel.When(Roll(property, 20260302)).ThenAccepted();
  }
}

TEST(Declines, PolicyDueInsUnresolvedTogetherWithDueOuts) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "out", .arrival = 20260301, .departure = 20260302}), CheckInOf("out"),
               Roll("H1", 20260301),
               Create({.id = "in", .arrival = 20260302, .departure = 20260303})});
  hotel.When(Roll("H1", 20260302))
      .ThenDeclined({v1::POLICY_DUE_INS_UNRESOLVED, v1::POLICY_DUE_OUTS_UNRESOLVED});
}

TEST(Declines, PolicyCheckInBeforeArrivalUntilTheBusinessDateIsThere) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260302, .departure = 20260303}));
  hotel.When(CheckInOf("b1")).ThenDeclined({v1::POLICY_CHECK_IN_BEFORE_ARRIVAL});
  hotel.Given(Roll("H1", 20260301));
  hotel.When(CheckInOf("b1")).ThenAccepted();
}

TEST(Declines, PolicyCheckInAfterDepartureWhenTheStayIsOver) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260301, .departure = 20260302}));
  for (const int32_t date : {20260301, 20260302}) {
    hotel.Given(
        Overriding({v1::POLICY_DUE_INS_UNRESOLVED}, StaffMember(kManager), Roll("H1", date)));
  }
  hotel.When(CheckInOf("b1")).ThenDeclined({v1::POLICY_CHECK_IN_AFTER_DEPARTURE});
}

TEST(Declines, PolicyNoShowBeforeArrivalUntilTheBusinessDateIsThere) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260302, .departure = 20260303}));
  hotel.When(NoShow("b1")).ThenDeclined({v1::POLICY_NO_SHOW_BEFORE_ARRIVAL});
  hotel.When(Overriding({v1::POLICY_NO_SHOW_BEFORE_ARRIVAL}, StaffMember(kManager), NoShow("b1")))
      .ThenOverrode({v1::POLICY_NO_SHOW_BEFORE_ARRIVAL});
}

TEST(Declines, PolicyPriceOverrideNotAllowedWithoutTheAuthority) {
  Ledgerless hotel;
  hotel.Given(
      DefineStaff({.id = "pam", .roles = {v1::ROLE_RESERVATIONS}, .may_override_price = true}));
  hotel.When(AtPrice(7'500, Create())).ThenDeclined({v1::POLICY_PRICE_OVERRIDE_NOT_ALLOWED});
  hotel.When(As(Guest("c-1"), AtPrice(7'500, Create())))
      .ThenDeclined({v1::POLICY_PRICE_OVERRIDE_NOT_ALLOWED});
  hotel.When(As(StaffMember("pam"), AtPrice(7'500, Create()))).ThenAccepted();
  EXPECT_EQ(hotel.booking("b1").price_minor(), 15'000);
  hotel
      .When(With(ChangeDeparture("b1", 20260313),
                 [](v1::Request& r) {
                   *r.mutable_change_booking()->mutable_nightly_override() = Euro(1);
                 }))
      .ThenDeclined({v1::POLICY_PRICE_OVERRIDE_NOT_ALLOWED});
}

TEST(Declines, PolicyRefundExceedsFreeWhateverIsPending) {
  Ledgerless hotel;
  hotel.Given({Create(), Pay("b1", "p1", 10'000), Refund("b1", "p1", "f1", 6'000)});
  hotel.When(Refund("b1", "p1", "f2", 4'001)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
  hotel.When(Refund("b1", "p1", "f2", 4'000)).ThenAccepted();
  hotel.When(Refund("b1", "p1", "f3", 1)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
}

TEST(Declines, PolicyRefundAboveLimitOfTheStaffMember) {
  Ledgerless hotel;
  hotel.Given({Create(), Pay("b1", "p1", 90'000)});
  const v1::Actor front_desk = StaffMember(kFrontDesk);
  hotel.When(As(front_desk, Refund("b1", "p1", "f1", 5'001)))
      .ThenDeclined({v1::POLICY_REFUND_ABOVE_LIMIT});
  hotel.When(As(front_desk, Refund("b1", "p1", "f1", 5'000))).ThenAccepted();
  hotel.When(As(StaffMember(kFinance), Refund("b1", "p1", "f2", 20'001)))
      .ThenDeclined({v1::POLICY_REFUND_ABOVE_LIMIT});
  hotel.When(As(StaffMember(kManager), Refund("b1", "p1", "f2", 20'001))).ThenAccepted();
  hotel
      .When(As(front_desk, Overriding({v1::POLICY_REFUND_ABOVE_LIMIT}, StaffMember(kManager),
                                      Refund("b1", "p1", "f3", 5'001))))
      .ThenOverrode({v1::POLICY_REFUND_ABOVE_LIMIT});
}

TEST(Declines, PolicyRefundAboveLimitForWhoeverHasNone) {
  Ledgerless hotel;
  hotel.Given({DefineStaff({.id = "sue"}), Create(), Pay("b1", "p1", 90'000)});
  hotel.When(As(StaffMember("sue"), Refund("b1", "p1", "f1", 1)))
      .ThenDeclined({v1::POLICY_REFUND_ABOVE_LIMIT});
}

TEST(Declines, PolicyArrivalTooFarAfterTheBusinessDate) {
  Ledgerless hotel;
  // 2026-03-01 and 1826 days is 2031-03-01.
  hotel.When(Create({.arrival = 20310302, .departure = 20310303}))
      .ThenDeclined({v1::POLICY_ARRIVAL_TOO_FAR});
  hotel.When(Create({.arrival = 20310301, .departure = 20310302})).ThenAccepted();
  hotel.When(ChangeStay("b1", 20310302, 20310303)).ThenDeclined({v1::POLICY_ARRIVAL_TOO_FAR});
}

TEST(Declines, PolicyOccupancyExceededByMoreGuestsThanTheRoomTakes) {
  Ledgerless hotel;
  hotel.When(Create({.adults = 3})).ThenDeclined({v1::POLICY_OCCUPANCY_EXCEEDED});
  hotel.When(Create({.id = "unlimited", .room_type = "TWN", .adults = 9})).ThenAccepted();
  hotel.Given(Create());
  hotel
      .When(
          With(Change("b1"),
               [](v1::Request& r) { r.mutable_change_booking()->mutable_guests()->set_adults(3); }))
      .ThenDeclined({v1::POLICY_OCCUPANCY_EXCEEDED});
  hotel
      .When(Overriding({v1::POLICY_OCCUPANCY_EXCEEDED}, StaffMember(kManager),
                       Create({.id = "b3", .adults = 3})))
      .ThenOverrode({v1::POLICY_OCCUPANCY_EXCEEDED});
}

TEST(Declines, PolicyCapacityBelowSoldForSomeNightToCome) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "a", .arrival = 20260301, .departure = 20260302}),
               Create({.id = "b", .arrival = 20260301, .departure = 20260302}), Create({.id = "c"}),
               Create({.id = "d", .arrival = 20260311, .departure = 20260313})});
  hotel.When(DefineRoomType("H1", "DBL", 1)).ThenDeclined({v1::POLICY_CAPACITY_BELOW_SOLD});
  hotel.When(DefineRoomType("H1", "DBL", 1, 1)).ThenAccepted();
  hotel
      .When(Overriding({v1::POLICY_CAPACITY_BELOW_SOLD}, StaffMember(kManager),
                       DefineRoomType("H1", "DBL", 1)))
      .ThenOverrode({v1::POLICY_CAPACITY_BELOW_SOLD});
}

TEST(RoomType, MayShrinkBelowWhatWasSoldForNightsThatAreOver) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "a", .arrival = 20260301, .departure = 20260302}),
               Create({.id = "b", .arrival = 20260301, .departure = 20260303}), CheckInOf("a"),
               CheckInOf("b"), Roll("H1", 20260301)});
  hotel.When(DefineRoomType("H1", "DBL", 0)).ThenDeclined({v1::POLICY_CAPACITY_BELOW_SOLD});
  hotel.When(DefineRoomType("H1", "DBL", 1)).ThenAccepted();
}

TEST(Declines, PolicyOccupancyExceededOfTheRoomTypeThatIsAssigned) {
  Ledgerless hotel;
  hotel.Given(Create({.room_type = "SUI", .adults = 4}));
  hotel.When(Assign("b1", "DBL")).ThenDeclined({v1::POLICY_OCCUPANCY_EXCEEDED});
  hotel.When(Assign("b1", "TWN")).ThenAccepted();
}

TEST(Declines, PolicyOccupancyExceededByGuestsOfTheRoomTypeThatIsHeld) {
  Ledgerless hotel;
  hotel.Given({Create(), Assign("b1", "SUI")});
  const auto adults = [](int32_t count) {
    return With(Change("b1"), [=](v1::Request& r) {
      r.mutable_change_booking()->mutable_guests()->set_adults(count);
    });
  };
  hotel.When(adults(4)).ThenAccepted();  // booked as a double, but it is a suite they get
  hotel.When(adults(5)).ThenDeclined({v1::POLICY_OCCUPANCY_EXCEEDED});
}

}  // namespace
}  // namespace daybook::testing
