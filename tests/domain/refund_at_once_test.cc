// A cancellation that sends the money back itself (DOMAIN C29): as much as is due, over the payments it came by, within what who asks may
// give back.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/domain/houses_with_books.h"
#include "tests/support/given.h"
#include "tests/support/requests.h"

namespace daybook::testing {
namespace {

v1::Request CancelAndRefund(std::string_view refund_id = "back") {
  return With(Cancel("b1"), [&](v1::Request& r) {
    r.mutable_cancel_booking()->set_refund_id(std::string(refund_id));
  });
}

TEST(ARefundAtOnce, IsSpreadOverThePaymentsInTheirOrder) {
  Ledgerless hotel;
  hotel.Given({Create(), Pay("b1", "p1", 6'000), Pay("b1", "p2", 4'000), Pay("b1", "p3", 2'000),
               Refund("b1", "p1", "r0", 1'000)});
  hotel.When(As(StaffMember(kManager), CancelAndRefund()))
      .ThenAccepted({R"pb(booking_cancelled {
                            booking_id: "b1"
                            cancellation { refund_due_minor: 11000 }
                          })pb",
                     R"pb(refund_requested {
                            booking_id: "b1"
                            payment_id: "p1"
                            refund_id: "back"
                            amount_minor: 5000
                            reason: REFUND_REASON_CANCELLATION
                          })pb",
                     R"pb(refund_requested {
                            booking_id: "b1"
                            payment_id: "p2"
                            refund_id: "back-2"
                            amount_minor: 4000
                            reason: REFUND_REASON_CANCELLATION
                          })pb",
                     R"pb(refund_requested {
                            booking_id: "b1"
                            payment_id: "p3"
                            refund_id: "back-3"
                            amount_minor: 2000
                            reason: REFUND_REASON_CANCELLATION
                          })pb"});
  // Nothing is left that another refund could give back.
  hotel.When(As(StaffMember(kManager), Refund("b1", "p2", "more", 1)))
      .ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
}

TEST(ARefundAtOnce, LeavesThePenaltyWithTheHouse) {
  Ledgerless hotel;
  hotel.Given({Create({.rate_plan = "NRF"}), Pay("b1", "p1", 20'000)});
  hotel.When(As(StaffMember(kManager), CancelAndRefund())).ThenAccepted();
  ASSERT_EQ(hotel.booking("b1").payments(0).refunds_size(), 1);
  EXPECT_EQ(hotel.booking("b1").payments(0).refunds(0).amount_minor(), 2'000);
}

TEST(ARefundAtOnce, OfNothingIsNone) {
  Ledgerless hotel;
  hotel.Given({Create({.rate_plan = "NRF"}), Pay("b1", "p1", 10'000)});
  hotel.When(As(StaffMember(kManager), CancelAndRefund())).ThenAccepted();
  EXPECT_EQ(hotel.booking("b1").payments(0).refunds_size(), 0);
}

TEST(ARefundAtOnce, TakesWhatARefundTakes) {
  Ledgerless hotel;
  hotel.Given(
      {Create(), Pay("b1", "p1", 6'000), Pay("b1", "p2", 500), Refund("b1", "p2", "back", 100)});
  // The front desk gives back 50.00 at a time; reservations, guests and channels nothing.
  hotel.When(As(StaffMember(kFrontDesk), CancelAndRefund("other")))
      .ThenDeclined({v1::POLICY_REFUND_ABOVE_LIMIT});
  hotel.When(As(StaffMember(kReservations), CancelAndRefund("other")))
      .ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel.When(As(Guest("c-1"), CancelAndRefund("other"))).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel.When(As(StaffMember(kManager), CancelAndRefund())).ThenDeclined({v1::STATE_REFUND_EXISTS});
  hotel.When(As(StaffMember(kManager), CancelAndRefund("not an id")))
      .ThenDeclined({v1::FORM_ID_INVALID});
  hotel
      .When(With(As(StaffMember(kManager), CancelAndRefund("other")),
                 [](v1::Request& r) {
                   r.mutable_cancel_booking()->set_settlement(v1::SETTLEMENT_VOUCHER);
                   r.mutable_cancel_booking()->set_voucher_id("v1");
                 }))
      .ThenDeclined({v1::FORM_ID_INVALID});
}

TEST(ARefundAtOnce, HasAnIdThatLeavesRoomForANumber) {
  Ledgerless hotel;
  hotel.Given({Create(), Pay("b1", "p1", 100), Pay("b1", "p2", 100)});
  hotel.When(As(StaffMember(kManager), CancelAndRefund(std::string(61, 'x'))))
      .ThenDeclined({v1::FORM_ID_INVALID});
  hotel.Given(As(StaffMember(kManager), CancelAndRefund(std::string(60, 'x'))));
  hotel.Given(Settle("b1", "p2", std::string(60, 'x') + "-2", v1::REFUND_SUCCEEDED));
}

TEST(ARefundAtOnce, StaysWithinTheLimitAsAWhole) {
  Ledgerless hotel;
  hotel.Given({Create(), Pay("b1", "p1", 2'500), Pay("b1", "p2", 2'500), Pay("b1", "p3", 1)});
  hotel.When(As(StaffMember(kFrontDesk), CancelAndRefund()))
      .ThenDeclined({v1::POLICY_REFUND_ABOVE_LIMIT});
  hotel.Given(Refund("b1", "p3", "r1", 1));
  hotel.When(As(StaffMember(kFrontDesk), CancelAndRefund())).ThenAccepted();
}

TEST(ARefundAtOnce, IsDeclinedWhereThePaymentsDoNotHoldWhatIsDue) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  house.Given({Create({.id = "b1", .property = "K1"}), Pay("b1", "p1", 10'000)});
  house.Given(Ask(kManager,
                  "move_booking { booking_id: 'b1' new_booking_id: 'b2' to_property_id: 'K2' "
                  "room_type_id: 'DBL' rate_plan_id: 'FLEX' }"));
  house.Given(Pay("b2", "p2", 5'000));
  const v1::Request cancel = With(As(StaffMember(kManager), Cancel("b2")), [](v1::Request& r) {
    r.mutable_cancel_booking()->set_refund_id("back");
  });
  const Then declined = house.When(cancel);
  declined.ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
  EXPECT_THAT(declined.record().outcome().declined().reasons(0).detail(),
              ::testing::HasSubstr("stands with booking b1"));
  house.Given({As(StaffMember(kManager), Cancel("b2")),
               As(StaffMember(kManager), Refund("b1", "p1", "f1", 10'000))});
}

}  // namespace
}  // namespace daybook::testing
