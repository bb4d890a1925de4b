// What the end of a booking before arrival posts, from folios of every kind.
#include "ledger/domain/accounts/cancellation_postings.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/books_hotel.h"

namespace daybook::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AnEnd : public ::testing::Test {
 protected:
  AnEnd() {
    property_.mutable_definition()->set_property_id("HB");
    property_.mutable_definition()->set_currency("EUR");
    property_.mutable_definition()->set_keeps_books(true);
    property_.set_business_date(20260301);
    booking_.set_booking_id("b1");
    booking_.set_status(v1::CONFIRMED);
  }

  v1::Booking WithFolio(int64_t deposit, int64_t guest, int64_t due = 0) {
    booking_.mutable_folio()->set_deposit_minor(deposit);
    booking_.mutable_folio()->set_guest_minor(guest);
    booking_.mutable_folio()->set_refund_due_minor(due);
    return booking_;
  }

  std::vector<std::string> PostedBy(const v1::Booking& booking, int64_t penalty) {
    v1::Record record;
    v1::Accepted& accepted = *record.mutable_outcome()->mutable_accepted();
    v1::BookingCancelled& event = *accepted.add_events()->mutable_booking_cancelled();
    event.set_booking_id("b1");
    PostCancellation(booking, penalty, property_, nullptr, accepted);
    due_back_ = accepted.events(0).booking_cancelled().cancellation().refund_due_minor();
    return PostingsOf(record);
  }

  v1::Property property_;
  v1::Booking booking_;
  int64_t due_back_ = -1;
};

TEST_F(AnEnd, ForfeitsWhatThePenaltyTakesAndOwesTheRestBack) {
  EXPECT_THAT(PostedBy(WithFolio(100, 0), 30),
              ElementsAre("GUEST_LEDGER PENALTY_REVENUE 30", "DEPOSITS GUEST_LEDGER 30",
                          "DEPOSITS REFUNDS_PAYABLE 70"));
  EXPECT_EQ(due_back_, 70);
}

TEST_F(AnEnd, ForfeitsAllOfADepositThatIsTooSmall) {
  EXPECT_THAT(PostedBy(WithFolio(20, 0), 30),
              ElementsAre("GUEST_LEDGER PENALTY_REVENUE 30", "DEPOSITS GUEST_LEDGER 20"));
  EXPECT_EQ(due_back_, 0);
}

TEST_F(AnEnd, PaysWhatWasOpenBeforeOutOfTheDeposit) {
  EXPECT_THAT(PostedBy(WithFolio(100, 25), 0),
              ElementsAre("DEPOSITS GUEST_LEDGER 25", "DEPOSITS REFUNDS_PAYABLE 75"));
  EXPECT_EQ(due_back_, 75);
}

TEST_F(AnEnd, GivesBackWhatTheFolioWasOverpaidBy) {
  EXPECT_THAT(PostedBy(WithFolio(100, -40), 30),
              ElementsAre("GUEST_LEDGER PENALTY_REVENUE 30", "GUEST_LEDGER REFUNDS_PAYABLE 10",
                          "DEPOSITS REFUNDS_PAYABLE 100"));
  EXPECT_EQ(due_back_, 110);
}

TEST_F(AnEnd, CountsWhatIsDueAlready) {
  EXPECT_THAT(PostedBy(WithFolio(0, 0, 15), 0), IsEmpty());
  EXPECT_EQ(due_back_, 15);
}

TEST_F(AnEnd, PostsNothingAndChangesNothingWhereNoBooksAreKept) {
  property_.mutable_definition()->set_keeps_books(false);
  EXPECT_THAT(PostedBy(WithFolio(100, 0), 30), IsEmpty());
  EXPECT_EQ(due_back_, 0);
}

// The surplus is the caller's to move on.
TEST_F(AnEnd, LeavesTheSurplusWhereItIsForARebooking) {
  v1::Record record;
  v1::Accepted& accepted = *record.mutable_outcome()->mutable_accepted();
  EXPECT_EQ(PostPenalty(WithFolio(100, 0), 30, property_, nullptr, accepted), 70);
  EXPECT_THAT(PostingsOf(record),
              ElementsAre("GUEST_LEDGER PENALTY_REVENUE 30", "DEPOSITS GUEST_LEDGER 30"));
}

TEST_F(AnEnd, IsTakenBackToTheDepositThatWasThere) {
  v1::Booking booking = WithFolio(0, 0, 70);
  booking.set_status(v1::CANCELLED);
  v1::FolioCharge& penalty = *booking.mutable_folio()->add_charges();
  penalty.set_charge_id("penalty");
  penalty.set_kind(v1::REVENUE_PENALTY);
  penalty.set_gross_minor(30);
  penalty.set_tax_minor(5);
  penalty.set_position(7);
  booking.mutable_cancellation()->set_position(7);
  v1::Record record;
  v1::Accepted& accepted = *record.mutable_outcome()->mutable_accepted();
  PostReinstatement(booking, property_, accepted);
  EXPECT_THAT(PostingsOf(record),
              ElementsAre("PENALTY_REVENUE GUEST_LEDGER 25", "TAX GUEST_LEDGER 5",
                          "GUEST_LEDGER DEPOSITS 30", "REFUNDS_PAYABLE DEPOSITS 70"));
  for (const v1::Transfer& mirror : accepted.journals(0).transfers()) {
    EXPECT_EQ(mirror.reverses_position(), 7U);
  }
  EXPECT_EQ(accepted.events(0).charge_reversed().charge_id(), "penalty");
}

TEST_F(AnEnd, IsTakenBackWithoutWhatWasWaivedOfThePenalty) {
  v1::Booking booking = WithFolio(0, -10);
  booking.mutable_cancellation()->set_waived_minor(10);
  v1::FolioCharge& penalty = *booking.mutable_folio()->add_charges();
  penalty.set_kind(v1::REVENUE_PENALTY);
  penalty.set_gross_minor(30);
  v1::Record record;
  PostReinstatement(booking, property_, *record.mutable_outcome()->mutable_accepted());
  EXPECT_THAT(PostingsOf(record),
              ElementsAre("PENALTY_REVENUE GUEST_LEDGER 20", "GUEST_LEDGER DEPOSITS 30"));
}

TEST(AnUnpaidDeposit, EndsTheBookingFreeAndGivesBackWhatWasPaid) {
  BooksHotel hotel;
  hotel.Given({Book("b1", 20260310, 20260312), Pay("b1", "p1", 500)});
  v1::Record record;
  v1::Accepted& accepted = *record.mutable_outcome()->mutable_accepted();
  AddUnpaidDepositCancellation(hotel.state(), hotel.booking("b1"), accepted);
  const v1::Cancellation& cancellation = accepted.events(0).booking_cancelled().cancellation();
  EXPECT_EQ(cancellation.cause(), v1::CANCELLATION_CAUSE_DEPOSIT_UNPAID);
  EXPECT_EQ(cancellation.reason(), v1::CANCELLATION_REASON_DEPOSIT_UNPAID);
  EXPECT_EQ(cancellation.penalty_minor(), 0);
  EXPECT_EQ(cancellation.refund_due_minor(), 500);
  EXPECT_THAT(PostingsOf(record), ElementsAre("DEPOSITS REFUNDS_PAYABLE 500"));
}

}  // namespace
}  // namespace daybook::testing
