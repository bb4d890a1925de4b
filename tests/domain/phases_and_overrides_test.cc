// All the reasons of a phase at once; a phase is looked at only when the ones before it found
// nothing; and only policy can be overridden, by somebody else, by name.
#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

TEST(Phases, AllFormReasonsComeTogether) {
  Ledgerless hotel;
  const v1::Request request = With(Create({.id = "b 1", .adults = -1}), [](v1::Request& r) {
    r.mutable_create_booking()->mutable_stay()->set_departure(20260309);
    r.mutable_create_booking()->set_status(v1::HELD);
  });
  hotel.When(request).ThenDeclined({v1::FORM_ID_INVALID, v1::FORM_STAY_INVALID,
                                    v1::FORM_GUESTS_INVALID, v1::FORM_HOLD_EXPIRY_MISSING});
}

TEST(Phases, FormHidesIdentityStateAndPolicy) {
  Ledgerless hotel;
  const v1::Request request =
      As(StaffMember("nobody"), Create({.property = "H9", .arrival = 20260201, .adults = -1}));
  hotel.When(request).ThenDeclined({v1::FORM_GUESTS_INVALID});
}

TEST(Phases, IdentityHidesStateAndPolicy) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.When(As(StaffMember(kFinance), IfRevision(7, ChangeRoomType("b1", "PENTHOUSE"))))
      .ThenDeclined({v1::IDENTITY_ROLE_MISSING});
}

TEST(Phases, AllIdentityReasonsComeTogether) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel
      .When(As(StaffMember(kFrontDeskOfH2),
               EffectiveAt("2026-02-28T10:00:00Z",
                           Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(kReservations),
                                      ChangeDeparture("b1", 20260313)))))
      .ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE, v1::IDENTITY_BACKDATING_NOT_ALLOWED,
                     v1::IDENTITY_AUTHORISER_ROLE_MISSING});
}

TEST(Phases, AllStateReasonsComeTogether) {
  Ledgerless hotel;
  hotel.Given({Create(), Cancel("b1")});
  hotel.When(IfRevision(1, Cancel("b1")))
      .ThenDeclined({v1::STATE_BOOKING_STATUS, v1::STATE_REVISION_STALE});
  hotel
      .When(
          Create({.id = "b1", .room_type = "PENTHOUSE", .rate_plan = "GONE", .channel = "nowhere"}))
      .ThenDeclined({v1::STATE_BOOKING_EXISTS, v1::STATE_ROOM_TYPE_UNKNOWN,
                     v1::STATE_RATE_PLAN_UNKNOWN, v1::STATE_CHANNEL_UNKNOWN});
}

TEST(Phases, StateHidesPolicy) {
  Ledgerless hotel;
  hotel.When(Create({.rate_plan = "GONE", .adults = 9}))
      .ThenDeclined({v1::STATE_RATE_PLAN_UNKNOWN});
}

TEST(Phases, AllPolicyReasonsComeTogether) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "a"}), Create({.id = "b"})});
  hotel.When(Create({.id = "c", .adults = 3}))
      .ThenDeclined({v1::POLICY_NOT_AVAILABLE, v1::POLICY_OCCUPANCY_EXCEEDED});
  hotel.Given(Pay("a", "p1", 10'000));
  hotel.When(As(StaffMember(kFrontDesk), Refund("a", "p1", "f1", 10'001)))
      .ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE, v1::POLICY_REFUND_ABOVE_LIMIT});
}

class AFullHotel : public ::testing::Test {
 protected:
  AFullHotel() { hotel_.Given({Create({.id = "a"}), Create({.id = "b"})}); }
  Ledgerless hotel_;
};

TEST_F(AFullHotel, IsOverbookedByAnOverrideThatSaysSo) {
  hotel_.When(Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(kManager), Create({.id = "c"})))
      .ThenOverrode({v1::POLICY_NOT_AVAILABLE});
  EXPECT_EQ(hotel_.RoomsTaken("H1", "DBL", 20260310), 3);
}

TEST_F(AFullHotel, IsNotOverbookedByAnOverrideOfSomethingElse) {
  hotel_.When(Overriding({v1::POLICY_ARRIVAL_TOO_FAR}, StaffMember(kManager), Create({.id = "c"})))
      .ThenDeclined({v1::POLICY_NOT_AVAILABLE});
}

TEST_F(AFullHotel, DeclinesForWhatTheOverrideDoesNotNameOnly) {
  hotel_
      .When(Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(kManager),
                       Create({.id = "c", .adults = 3})))
      .ThenDeclined({v1::POLICY_OCCUPANCY_EXCEEDED});
  hotel_
      .When(Overriding({v1::POLICY_NOT_AVAILABLE, v1::POLICY_OCCUPANCY_EXCEEDED},
                       StaffMember(kManager), Create({.id = "c", .adults = 3})))
      .ThenOverrode({v1::POLICY_NOT_AVAILABLE, v1::POLICY_OCCUPANCY_EXCEEDED});
}

TEST_F(AFullHotel, RecordsNoOverrideWhereNothingStoodAgainstIt) {
  hotel_
      .When(Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(kManager),
                       Create({.id = "c", .arrival = 20260320, .departure = 20260321})))
      .ThenOverrode({});
}

TEST_F(AFullHotel, IsNotOverbookedOnAGuestsOwnWord) {
  hotel_
      .When(As(Guest("c-1"),
               Overriding({v1::POLICY_NOT_AVAILABLE}, Guest("c-2"), Create({.id = "c"}))))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_ROLE_MISSING});
}

TEST(Overrides, NeverSetAsideWhatIsNotPolicy) {
  Ledgerless hotel;
  hotel.Given({Create(), Cancel("b1")});
  hotel.When(Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(kManager), CheckInOf("b1")))
      .ThenDeclined({v1::STATE_BOOKING_STATUS});
}

TEST(Declined, RequestsChangeNothingButTheLog) {
  Ledgerless hotel;
  hotel.Given({Create(), Pay("b1", "p1", 10'000)});
  const std::string before = hotel.booking("b1").SerializeAsString();
  hotel.When(CheckInOf("b1")).ThenDeclined({v1::POLICY_CHECK_IN_BEFORE_ARRIVAL});
  hotel.When(Refund("b1", "p1", "f1", 10'001)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
  hotel.When(IfRevision(9, Cancel("b1"))).ThenDeclined({v1::STATE_REVISION_STALE});
  EXPECT_EQ(hotel.booking("b1").SerializeAsString(), before);
}

}  // namespace
}  // namespace daybook::testing
