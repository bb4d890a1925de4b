// Payments and what is given back of them: many, partial, never more than was captured and is still
// free.
#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

class APaidBooking : public ::testing::Test {
 protected:
  APaidBooking() { hotel_.Given({Create(), Pay("b1", "p1", 10'000)}); }
  Ledgerless hotel_;
};

TEST_F(APaidBooking, IsRefundedInManyParts) {
  for (int i = 0; i < 10; ++i) hotel_.Given(Refund("b1", "p1", "f" + std::to_string(i), 1'000));
  hotel_.When(Refund("b1", "p1", "f10", 1)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
  EXPECT_EQ(hotel_.booking("b1").payments(0).refunds_size(), 10);
}

TEST_F(APaidBooking, HasARefundPendingUntilItIsSettled) {
  hotel_.When(Refund("b1", "p1", "f1", 4'000)).ThenAccepted({R"pb(refund_requested {
                                                                    booking_id: "b1"
                                                                    payment_id: "p1"
                                                                    refund_id: "f1"
                                                                    amount_minor: 4000
                                                                    reason: REFUND_REASON_SERVICE
                                                                  })pb"});
  EXPECT_EQ(hotel_.booking("b1").payments(0).refunds(0).status(), v1::REFUND_PENDING);
  hotel_.When(Settle("b1", "p1", "f1", v1::REFUND_SUCCEEDED))
      .ThenAccepted({R"pb(refund_settled { refund_id: "f1" status: REFUND_SUCCEEDED })pb"});
  EXPECT_EQ(hotel_.booking("b1").payments(0).refunds(0).status(), v1::REFUND_SUCCEEDED);
}

TEST_F(APaidBooking, FreesTheAmountOfARefundThatFailedOrWasCancelled) {
  for (const v1::RefundStatus status : {v1::REFUND_FAILED, v1::REFUND_CANCELLED}) {
    const std::string id = "f" + std::to_string(status);
    hotel_.Given(Refund("b1", "p1", id, 10'000));
    hotel_.When(Refund("b1", "p1", "more", 1)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
    hotel_.Given(Settle("b1", "p1", id, status));
  }
  hotel_.Given(
      {Refund("b1", "p1", "last", 10'000), Settle("b1", "p1", "last", v1::REFUND_SUCCEEDED)});
  hotel_.When(Refund("b1", "p1", "more", 1)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
}

TEST_F(APaidBooking, CountsEachPaymentByItself) {
  hotel_.Given(Pay("b1", "p2", 500));
  hotel_.When(Refund("b1", "p2", "f1", 501)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
  hotel_.When(Refund("b1", "p1", "f1", 501)).ThenAccepted();
}

TEST_F(APaidBooking, IsRefundedAlsoAfterItIsCancelled) {
  hotel_.Given(Cancel("b1"));
  EXPECT_EQ(hotel_.booking("b1").cancellation().refund_due_minor(), 10'000);
  hotel_.When(Refund("b1", "p1", "f1", 10'000)).ThenAccepted();
  hotel_.When(Settle("b1", "p1", "f1", v1::REFUND_SUCCEEDED)).ThenAccepted();
}

TEST_F(APaidBooking, RaisesItsRevisionWithEveryMovementOfMoney) {
  hotel_.Given({Refund("b1", "p1", "f1", 100), Settle("b1", "p1", "f1", v1::REFUND_FAILED)});
  EXPECT_EQ(hotel_.booking("b1").revision(), 4);
  hotel_.When(IfRevision(3, Refund("b1", "p1", "f2", 100)))
      .ThenDeclined({v1::STATE_REVISION_STALE});
  hotel_.When(IfRevision(4, Refund("b1", "p1", "f2", 100))).ThenAccepted();
}

TEST_F(APaidBooking, IsNeverRefundedAboveWhatIsFreeEvenByOverride) {
  hotel_
      .When(Overriding({v1::POLICY_REFUND_ABOVE_LIMIT}, StaffMember(kOtherManager),
                       Refund("b1", "p1", "f1", 10'001)))
      .ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
}

}  // namespace
}  // namespace daybook::testing
