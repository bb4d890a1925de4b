// Days at the front desk, through a real ledger.
#include "tests/scenarios/story.h"

namespace daybook::testing {
namespace {

class FrontDesk : public Story {};

TEST_F(FrontDesk, CarriesAGuestFromTheBookingToTheDoor) {
  Accepted(As(Guest("c-1"), Create({.arrival = 20260301, .departure = 20260303})));
  Accepted(Pay("b1", "deposit", 10'000));
  Declined(CheckOutOf("b1"), {v1::STATE_BOOKING_STATUS});
  Accepted(CheckInOf("b1"));
  Declined(Cancel("b1"), {v1::STATE_BOOKING_STATUS});
  Accepted(Assign("b1", "TWN"));
  ItIs("2026-03-02T01:00:00Z");
  Accepted(Roll("H1", 20260301));
  Accepted(ChangeDeparture("b1", 20260304));  // one night more
  ItIs("2026-03-03T01:00:00Z");
  Accepted(Roll("H1", 20260302));
  Declined(Roll("H1", 20260302), {v1::STATE_BUSINESS_DATE_MISMATCH});
  ItIs("2026-03-04T01:00:00Z");
  Accepted(Roll("H1", 20260303));
  Declined(Roll("H1", 20260304), {v1::POLICY_DUE_OUTS_UNRESOLVED});
  Accepted(Pay("b1", "rest", 20'000));
  Accepted(CheckOutOf("b1"));
  Accepted(Roll("H1", 20260304));

  const v1::Booking booking = Replayed("b1");
  EXPECT_EQ(booking.status(), v1::CHECKED_OUT);
  EXPECT_EQ(booking.price_minor(), 30'000);
  EXPECT_EQ(booking.assigned_room_type_id(), "TWN");
  EXPECT_EQ(booking.checked_in_on(), 20260301);
  EXPECT_EQ(booking.checked_out_on(), 20260304);
  EXPECT_EQ(booking.payments_size(), 2);
}

TEST_F(FrontDesk, TakesALateCancellationWithItsPenaltyAndGivesBackTheRest) {
  Accepted(Create({.arrival = 20260303, .departure = 20260305}));
  Accepted(Pay("b1", "p1", 20'000));
  ItIs("2026-03-02T17:00:00Z");  // 18:00 in Berlin, the day before: the deadline itself
  const Receipt cancelled =
      Accepted(As(Guest("c-1"), Cancel("b1", v1::CANCELLATION_REASON_EMERGENCY)));
  const v1::Accepted& decision = cancelled.outcome.accepted();
  EXPECT_EQ(decision.policy_id(), "flexible");
  EXPECT_EQ(Replayed("b1").cancellation().penalty_minor(), 10'000);
  EXPECT_EQ(Replayed("b1").cancellation().refund_due_minor(), 10'000);

  Declined(As(StaffMember(kFrontDesk), Refund("b1", "p1", "f1", 10'000)),
           {v1::POLICY_REFUND_ABOVE_LIMIT});
  Accepted(Refund("b1", "p1", "f1", 10'000));
  Accepted(Settle("b1", "p1", "f1", v1::REFUND_FAILED));
  Accepted(Refund("b1", "p1", "f2", 10'000));
  Accepted(Settle("b1", "p1", "f2", v1::REFUND_SUCCEEDED));
  Declined(Refund("b1", "p1", "f3", 10'001), {v1::POLICY_REFUND_EXCEEDS_FREE});

  const v1::Booking booking = Replayed("b1");
  ASSERT_EQ(booking.payments(0).refunds_size(), 2);
  EXPECT_EQ(booking.payments(0).refunds(0).status(), v1::REFUND_FAILED);
  EXPECT_EQ(booking.payments(0).refunds(1).status(), v1::REFUND_SUCCEEDED);
}

TEST_F(FrontDesk, AnswersARepeatedRequestWithItsFirstAnswerAlsoAfterAReopen) {
  const v1::Request request = WithId("once", Create());
  const Receipt first = Accepted(request);
  Accepted(Cancel("b1"));
  EXPECT_TRUE(Ask(request).duplicate);
  ASSERT_EQ(ledger_->Close(), absl::OkStatus());
  ledger_.reset();
  ASSERT_NO_FATAL_FAILURE(Open());
  const Receipt again = Ask(request);
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(again.position, first.position);
  EXPECT_EQ(again.outcome.SerializeAsString(), first.outcome.SerializeAsString());
  const absl::StatusOr<Receipt> other =
      ledger_->Submit(WithId("once", Create({.id = "b2"})), InAMinute());
  EXPECT_TRUE(absl::IsAlreadyExists(other.status())) << other.status();
  EXPECT_EQ(Replayed("b1").status(), v1::CANCELLED);
  EXPECT_EQ(Replayed("b2").booking_id(), "");
}

TEST_F(FrontDesk, LetsAHoldLapseWhenItsTimeHasCome) {
  Accepted(Create({.status = v1::HELD, .hold_until = "2026-03-01T12:00:00Z"}));
  Accepted(Create({.id = "kept", .status = v1::HELD, .hold_until = "2026-03-01T12:00:00Z"}));
  Accepted(Confirm("kept"));
  Declined(Create({.id = "late"}), {v1::POLICY_NOT_AVAILABLE});
  uint64_t seen = ledger_->records().end();
  ItIs("2026-03-01T12:00:00Z");
  while (Replayed("b1").status() == v1::HELD) {
    const absl::StatusOr<uint64_t> end = ledger_->records().WaitPast(seen, InAMinute());
    ASSERT_TRUE(end.ok()) << end.status();
    seen = *end;
  }
  EXPECT_EQ(Replayed("b1").status(), v1::CANCELLED);
  EXPECT_EQ(Replayed("b1").cancellation().cause(), v1::CANCELLATION_CAUSE_HOLD_EXPIRED);
  EXPECT_EQ(Replayed("kept").status(), v1::CONFIRMED);
  Accepted(Create({.id = "late"}));
}

TEST_F(FrontDesk, SellsNoRoomThatHasWaterOnItsFloor) {
  Accepted(Create({.id = "sold", .arrival = 20260302, .departure = 20260304}));
  // One of two doubles, from today until the plumber is done.
  Accepted(OutOfOrder("H1", "DBL", 20260301, 20260304, 1));
  const BookingSpec late{.id = "late", .arrival = 20260303, .departure = 20260305};
  Declined(Create(late), {v1::POLICY_NOT_AVAILABLE});
  Declined(OutOfOrder("H1", "DBL", 20260302, 20260304, 2), {v1::POLICY_CAPACITY_BELOW_SOLD});
  Declined(OutOfOrder("H1", "DBL", 20260302, 20260304, 3), {v1::STATE_OUT_OF_ORDER_ABOVE_CAPACITY});
  ItIs("2026-03-02T01:00:00Z");
  Accepted(Roll("H1", 20260301));
  Declined(OutOfOrder("H1", "DBL", 20260301, 20260304, 0), {v1::STATE_NIGHT_IN_PAST});
  // Also after a night's sleep of the ledger.
  ASSERT_EQ(ledger_->Close(), absl::OkStatus());
  ledger_.reset();
  ASSERT_NO_FATAL_FAILURE(Open());
  Declined(Create(late), {v1::POLICY_NOT_AVAILABLE});
  Accepted(OutOfOrder("H1", "DBL", 20260303, 20260304, 0));  // a day earlier than it was said
  Accepted(Create(late));
}

TEST_F(FrontDesk, CannotSpeakForTheSystemOrAnImport) {
  const uint64_t end = ledger_->records().end();
  for (const v1::Request& request :
       {Due("2026-03-01T10:00:00Z"), As(Importer(), Create()), ImportBegin(), SimulationBegin()}) {
    const absl::StatusOr<Receipt> receipt =
        ledger_->Submit(WithId("from-outside", request), InAMinute());
    EXPECT_TRUE(absl::IsInvalidArgument(receipt.status())) << receipt.status();
  }
  EXPECT_EQ(ledger_->records().end(), end);
  Accepted(WithId("from-outside", Create()));  // the id is not used up
}

}  // namespace
}  // namespace daybook::testing
