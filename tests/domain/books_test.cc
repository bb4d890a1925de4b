// The rows of the posting table that a stay brings about: what is asked, and what is debited and credited.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/books_hotel.h"

namespace daybook::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// 107.00 with 7 % is 100.00 and 7.00; 119.00 with 19 % is 100.00 and 19.00.
class ABooksHotel : public ::testing::Test {
 protected:
  ABooksHotel() { hotel_.WithTaxes(); }

  std::vector<std::string> Posted(const v1::Request& request) {
    const Then then = hotel_.When(request);
    then.ThenAccepted();
    return PostingsOf(then.record());
  }
  std::string DetailOf(const Then& then) {
    const auto& reasons = then.record().outcome().declined().reasons();
    return reasons.empty() ? std::string() : reasons[0].detail();
  }

  BooksHotel hotel_;
};

TEST_F(ABooksHotel, PostsNothingForABooking) { EXPECT_THAT(Posted(Book("b1")), IsEmpty()); }

TEST_F(ABooksHotel, KeepsAPaymentAsADepositUntilCheckInAndOnTheFolioAfter) {
  hotel_.Given(Book("b1"));
  EXPECT_THAT(Posted(Pay("b1", "p1", 5'000)), ElementsAre("CLEARING DEPOSITS 5000"));
  EXPECT_EQ(hotel_.folio("b1").deposit_minor(), 5'000);
  EXPECT_THAT(Posted(CheckInOf("b1")), ElementsAre("DEPOSITS GUEST_LEDGER 5000"));
  EXPECT_THAT(Posted(Pay("b1", "p2", 700)), ElementsAre("CLEARING GUEST_LEDGER 700"));
  EXPECT_EQ(hotel_.folio("b1").deposit_minor(), 0);
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), -5'700);
}

TEST_F(ABooksHotel, ChargesTheNightWithTheRoll) {
  hotel_.Given({Book("b1"), CheckInOf("b1"), Book("later", 20260302, 20260303)});
  EXPECT_THAT(Posted(Roll("HB", 20260301)),
              ElementsAre("GUEST_LEDGER ROOM_REVENUE 10000", "GUEST_LEDGER TAX 700"));
  EXPECT_EQ(hotel_.folio("b1").charged_until(), 20260302);
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), 10'700);
}

TEST_F(ABooksHotel, ChargesANightOnceHoweverItIsAskedFor) {
  hotel_.Given({Book("a"), Book("b"), Book("c"), CheckInOf("a"), CheckInOf("b"), CheckInOf("c")});
  EXPECT_EQ(Posted(Nights("HB", 20260301, 1)).size(), 2U);
  EXPECT_EQ(hotel_.folio("a").guest_minor(), 10'700);
  EXPECT_EQ(Posted(Nights("HB", 20260301, 1)).size(), 2U);
  EXPECT_EQ(Posted(Roll("HB", 20260301)).size(), 2U);
  for (const char* const id : {"a", "b", "c"}) EXPECT_EQ(hotel_.folio(id).guest_minor(), 10'700);
  EXPECT_THAT(Posted(Nights("HB", 20260302)), ::testing::SizeIs(6));
  EXPECT_THAT(Posted(Nights("HB", 20260302)), IsEmpty());
}

TEST_F(ABooksHotel, RollsWithoutANightWhereNobodyKeepsBooks) {
  hotel_.Given({Create({.arrival = 20260301, .departure = 20260303}), CheckInOf("b1")});
  EXPECT_THAT(Posted(Roll("H1", 20260301)), IsEmpty());
  EXPECT_FALSE(hotel_.booking("b1").has_folio());
}

TEST_F(ABooksHotel, ChargesADayUseAtCheckIn) {
  hotel_.Given({Book("b1", 20260301, 20260301), Pay("b1", "p1", 5'350)});
  EXPECT_THAT(Posted(CheckInOf("b1")),
              ElementsAre("DEPOSITS GUEST_LEDGER 5350", "GUEST_LEDGER ROOM_REVENUE 5000",
                          "GUEST_LEDGER TAX 350"));
  EXPECT_THAT(Posted(CheckOutOf("b1")), IsEmpty());
}

TEST_F(ABooksHotel, ChargesDiningExtrasAndFeesToTheirRevenue) {
  hotel_.Given({Book("b1"), CheckInOf("b1")});
  EXPECT_THAT(Posted(ChargeOf("b1", "c1", 11'900, v1::REVENUE_DINING)),
              ElementsAre("GUEST_LEDGER DINING_REVENUE 10000", "GUEST_LEDGER TAX 1900"));
  EXPECT_THAT(Posted(ChargeOf("b1", "c2", 1'190, v1::REVENUE_EXTRA)),
              ElementsAre("GUEST_LEDGER EXTRA_REVENUE 1000", "GUEST_LEDGER TAX 190"));
  EXPECT_THAT(Posted(ChargeOf("b1", "c3", 1'190, v1::REVENUE_FEE)),
              ElementsAre("GUEST_LEDGER FEE_REVENUE 1000", "GUEST_LEDGER TAX 190"));
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), 14'280);
  EXPECT_EQ(hotel_.folio("b1").charges(1).tax_minor(), 190);
}

TEST_F(ABooksHotel, WaivesInPartsWhoseTaxesAddUp) {
  hotel_.Given({Book("b1"), CheckInOf("b1"), ChargeOf("b1", "c1", 100)});
  ASSERT_EQ(hotel_.folio("b1").charges(0).tax_minor(), 16);
  int64_t tax_before = hotel_.Balance(v1::TAX);
  for (int part = 0; part < 3; ++part) hotel_.Given(Waive("b1", "c1", 33));
  EXPECT_THAT(Posted(Waive("b1", "c1", 1)), ::testing::SizeIs(1));
  EXPECT_EQ(hotel_.Balance(v1::TAX) - tax_before, 16);
  EXPECT_EQ(hotel_.Balance(v1::EXTRA_REVENUE), 0);
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), 0);
  hotel_.When(Waive("b1", "c1", 1)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
}

TEST_F(ABooksHotel, MirrorsAChargeThatWasAMistake) {
  hotel_.Given({Book("b1"), CheckInOf("b1"), ChargeOf("b1", "c1", 1'190)});
  const uint64_t position = hotel_.records().back().position();
  const Then then = hotel_.When(ReverseChargeOf("b1", "c1"));
  EXPECT_THAT(PostingsOf(then.record()),
              ElementsAre("EXTRA_REVENUE GUEST_LEDGER 1000", "TAX GUEST_LEDGER 190"));
  for (const v1::Transfer& mirror : then.record().outcome().accepted().journals(0).transfers()) {
    EXPECT_EQ(mirror.rule(), v1::POST_REVERSAL);
    EXPECT_EQ(mirror.reverses_position(), position);
  }
  hotel_.When(ReverseChargeOf("b1", "c1")).ThenDeclined({v1::STATE_ALREADY_REVERSED});
  hotel_.When(Waive("b1", "c1", 1)).ThenDeclined({v1::STATE_ALREADY_REVERSED});
}

TEST_F(ABooksHotel, MirrorsAPaymentWhereItIs) {
  hotel_.Given({Book("b1"), Pay("b1", "p1", 5'000), Pay("b1", "p2", 600)});
  EXPECT_THAT(Posted(ReversePaymentOf("b1", "p1")), ElementsAre("DEPOSITS CLEARING 5000"));
  hotel_.Given(CheckInOf("b1"));
  EXPECT_THAT(Posted(ReversePaymentOf("b1", "p2")), ElementsAre("GUEST_LEDGER CLEARING 600"));
  hotel_.Given(Pay("b1", "p3", 70));
  EXPECT_THAT(Posted(ReversePaymentOf("b1", "p3")), ElementsAre("GUEST_LEDGER CLEARING 70"));
  hotel_.When(ReversePaymentOf("b1", "p3")).ThenDeclined({v1::STATE_ALREADY_REVERSED});
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), 0);
  hotel_.When(Refund("b1", "p3", "f1", 1)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
}

TEST_F(ABooksHotel, DoesNotReverseAPaymentThatWasReal) {
  hotel_.Given({Book("b1"), Pay("b1", "p1", 5'000), Refund("b1", "p1", "f1", 100)});
  hotel_.When(ReversePaymentOf("b1", "p1")).ThenDeclined({v1::STATE_STATUS});
  hotel_.Given(Settle("b1", "p1", "f1", v1::REFUND_CANCELLED));
  // What was to be given back has become due, and is still here.
  EXPECT_THAT(Posted(ReversePaymentOf("b1", "p1")),
              ElementsAre("DEPOSITS CLEARING 4900", "REFUNDS_PAYABLE CLEARING 100"));
}

TEST_F(ABooksHotel, MakesARefundDueOutOfTheDepositAndPaysItWhenItSucceeds) {
  hotel_.Given({Book("b1"), Pay("b1", "p1", 5'000)});
  EXPECT_THAT(Posted(Refund("b1", "p1", "f1", 2'000)),
              ElementsAre("DEPOSITS REFUNDS_PAYABLE 2000"));
  EXPECT_THAT(Posted(Settle("b1", "p1", "f1", v1::REFUND_FAILED)), IsEmpty());
  EXPECT_EQ(hotel_.folio("b1").refund_due_minor(), 2'000);
  // The debt has stayed: only what is above it comes out of the deposit.
  EXPECT_THAT(Posted(Refund("b1", "p1", "f2", 2'500)), ElementsAre("DEPOSITS REFUNDS_PAYABLE 500"));
  EXPECT_THAT(Posted(Settle("b1", "p1", "f2", v1::REFUND_SUCCEEDED)),
              ElementsAre("REFUNDS_PAYABLE CLEARING 2500"));
  EXPECT_EQ(hotel_.folio("b1").refund_due_minor(), 0);
  EXPECT_EQ(hotel_.folio("b1").deposit_minor(), 2'500);
}

TEST_F(ABooksHotel, MakesARefundDueOutOfWhatIsPaidTooMuchInHouse) {
  hotel_.Given({Book("b1"), Pay("b1", "p1", 21'500), CheckInOf("b1")});
  hotel_.GivenBusinessDate("HB", 20260303);
  ASSERT_EQ(hotel_.folio("b1").guest_minor(), -100);
  EXPECT_THAT(DetailOf(hotel_.When(CheckOutOf("b1")).ThenDeclined({v1::POLICY_FOLIO_OPEN})),
              HasSubstr("1.00 EUR is paid too much"));
  hotel_.When(Refund("b1", "p1", "f1", 101)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
  EXPECT_THAT(Posted(Refund("b1", "p1", "f1", 100)),
              ElementsAre("GUEST_LEDGER REFUNDS_PAYABLE 100"));
  hotel_.Given(CheckOutOf("b1"));
  EXPECT_THAT(Posted(Settle("b1", "p1", "f1", v1::REFUND_SUCCEEDED)),
              ElementsAre("REFUNDS_PAYABLE CLEARING 100"));
}

TEST_F(ABooksHotel, GivesBackAfterTheStayWhatWasWaived) {
  hotel_.Given({Book("b1", 20260301, 20260301), CheckInOf("b1"), ChargeOf("b1", "c1", 1'190),
                Pay("b1", "p1", 6'540), CheckOutOf("b1")});
  hotel_.When(Refund("b1", "p1", "f1", 500)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
  EXPECT_THAT(Posted(Waive("b1", "c1", 595)),
              ElementsAre("EXTRA_REVENUE GUEST_LEDGER 500", "TAX GUEST_LEDGER 95"));
  EXPECT_THAT(Posted(Refund("b1", "p1", "f1", 595)),
              ElementsAre("GUEST_LEDGER REFUNDS_PAYABLE 595"));
}

TEST_F(ABooksHotel, TakesAChargebackOutOfWhatIsDueBeforeTheGuestOwesIt) {
  hotel_.Given({Book("b1"), Pay("b1", "p1", 5'000), Pay("b1", "p2", 100),
                Refund("b1", "p2", "f1", 100), Settle("b1", "p2", "f1", v1::REFUND_FAILED)});
  EXPECT_THAT(Posted(Chargeback("b1", "p1", 1'000)),
              ElementsAre("REFUNDS_PAYABLE CLEARING 100", "GUEST_LEDGER CLEARING 900"));
  hotel_.When(Chargeback("b1", "p1", 4'001, "cb-2")).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  hotel_.When(Refund("b1", "p1", "f2", 4'001)).ThenDeclined({v1::POLICY_REFUND_EXCEEDS_FREE});
}

TEST_F(ABooksHotel, MovesWhatIsOwedToAnotherFolioAndBackOnce) {
  hotel_.Given(
      {Book("b1"), Book("b2"), CheckInOf("b1"), CheckInOf("b2"), ChargeOf("b1", "c1", 100)});
  hotel_.When(Transfer("b1", "b2", "t1", 101)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  EXPECT_THAT(Posted(Transfer("b1", "b2", "t1", 60)),
              ElementsAre("GUEST_LEDGER GUEST_LEDGER 60 from b1 to b2"));
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), 40);
  EXPECT_EQ(hotel_.folio("b2").guest_minor(), 60);
  hotel_.When(Transfer("b1", "b2", "t1", 1)).ThenDeclined({v1::STATE_ID_EXISTS});
  hotel_.When(ReverseTransferOf("b2", "b1", "t1")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel_.When(ReverseChargeOf("b1", "t1")).ThenDeclined({v1::STATE_STATUS});
  EXPECT_THAT(Posted(ReverseTransferOf("b1", "b2", "t1")),
              ElementsAre("GUEST_LEDGER GUEST_LEDGER 60 from b2 to b1"));
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), 100);
  EXPECT_EQ(hotel_.folio("b2").guest_minor(), 0);
  hotel_.When(ReverseTransferOf("b1", "b2", "t1")).ThenDeclined({v1::STATE_ALREADY_REVERSED});
}

TEST_F(ABooksHotel, TransfersOnlyToAGuestInHouseOfTheSameHotel) {
  hotel_.Given({Book("b1"), CheckInOf("b1"), ChargeOf("b1", "c1", 100),
                Book("later", 20260305, 20260306), Create({.id = "elsewhere"})});
  hotel_.When(Transfer("b1", "later", "t1", 60)).ThenDeclined({v1::STATE_BOOKING_STATUS});
  hotel_.When(Transfer("b1", "elsewhere", "t1", 60)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel_.When(Transfer("b1", "b1", "t1", 60)).ThenDeclined({v1::FORM_DUPLICATE});
}

TEST_F(ABooksHotel, ForfeitsTheDepositOfANoShowAsFarAsThePenaltyGoes) {
  hotel_.Given({Book("rich"), Pay("rich", "p1", 15'000), Book("poor"), Pay("poor", "p1", 700),
                Book("held", 20260301, 20260302)});
  hotel_.Given(CheckInOf("held"));
  const Then then = hotel_.When(NoShow("rich"));
  EXPECT_THAT(PostingsOf(then.record()),
              ElementsAre("GUEST_LEDGER PENALTY_REVENUE 8992", "GUEST_LEDGER TAX 1708",
                          "DEPOSITS GUEST_LEDGER 10700", "DEPOSITS REFUNDS_PAYABLE 4300"));
  EXPECT_EQ(hotel_.booking("rich").cancellation().refund_due_minor(), 4'300);
  EXPECT_EQ(hotel_.folio("rich").guest_minor(), 0);
  hotel_.Given(Roll("HB", 20260301));
  EXPECT_EQ(hotel_.booking("poor").status(), v1::NO_SHOW);
  EXPECT_EQ(hotel_.folio("poor").guest_minor(), 10'000);
  EXPECT_EQ(hotel_.folio("poor").deposit_minor(), 0);
  EXPECT_THAT(Posted(Pay("poor", "p2", 10'000)), ElementsAre("CLEARING GUEST_LEDGER 10000"));
}

TEST_F(ABooksHotel, WaivesAPenaltyLaterAndGivesItBack) {
  hotel_.Given({Book("b1"), Pay("b1", "p1", 10'700), NoShow("b1")});
  EXPECT_THAT(Posted(Waive("b1", "", 5'350)),
              ElementsAre("PENALTY_REVENUE GUEST_LEDGER 4496", "TAX GUEST_LEDGER 854"));
  hotel_.When(Waive("b1", "", 5'351)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  EXPECT_THAT(Posted(Refund("b1", "p1", "f1", 5'350)),
              ElementsAre("GUEST_LEDGER REFUNDS_PAYABLE 5350"));
  hotel_.When(ReverseChargeOf("b1", "penalty")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(Waive("b1", "penalty", 1)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST_F(ABooksHotel, GivesBackTheDepositOfAHoldThatTheRollReleases) {
  hotel_.Given({Create({.property = "HB",
                        .arrival = 20260301,
                        .departure = 20260302,
                        .status = v1::HELD,
                        .hold_until = "2026-03-05T10:00:00Z"}),
                Pay("b1", "p1", 5'000)});
  EXPECT_THAT(Posted(Roll("HB", 20260301)), ElementsAre("DEPOSITS REFUNDS_PAYABLE 5000"));
}

TEST_F(ABooksHotel, CountsAChargedBackDepositAsOwedWhenItIsForfeited) {
  hotel_.Given({Book("b1"), Pay("b1", "p1", 15'000), Chargeback("b1", "p1", 5'000)});
  EXPECT_THAT(Posted(NoShow("b1")),
              ElementsAre("GUEST_LEDGER PENALTY_REVENUE 8992", "GUEST_LEDGER TAX 1708",
                          "DEPOSITS GUEST_LEDGER 15000"));
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), 700);
}

TEST_F(ABooksHotel, WantsTheFolioAtZeroAtCheckOut) {
  hotel_.Given({Book("b1"), CheckInOf("b1")});
  hotel_.GivenBusinessDate("HB", 20260303);
  EXPECT_THAT(DetailOf(hotel_.When(CheckOutOf("b1")).ThenDeclined({v1::POLICY_FOLIO_OPEN})),
              HasSubstr("214.00 EUR is owed"));
  hotel_.When(Overriding({v1::POLICY_FOLIO_OPEN}, StaffMember(kManager), CheckOutOf("b1")))
      .ThenDeclined({v1::FORM_OVERRIDE_INVALID});
  hotel_.Given({Pay("b1", "p1", 21'400), CheckOutOf("b1")});
  EXPECT_EQ(hotel_.booking("b1").status(), v1::CHECKED_OUT);
}

TEST_F(ABooksHotel, ChargesForTheNightsGivenBackAtCheckOutOncePaid) {
  v1::Policy change;
  change.mutable_change()->set_early_departure_basis_points(5'000);
  hotel_.WithPolicy("change", change);
  hotel_.Given({Book("b1", 20260301, 20260304), CheckInOf("b1"), Roll("HB", 20260301),
                Pay("b1", "p1", 10'700)});
  ASSERT_EQ(hotel_.booking("b1").terms().change().policy_id(), "change");
  // Two nights of 107.00 are given back, half of them is the fee.
  EXPECT_THAT(
      DetailOf(hotel_.When(CheckOutOf("b1")).ThenDeclined({v1::POLICY_FOLIO_OPEN})),
      HasSubstr("107.00 EUR is owed, with a fee of 107.00 EUR for leaving before 2026-03-04"));
  hotel_.Given(Pay("b1", "p2", 10'700));
  EXPECT_THAT(Posted(CheckOutOf("b1")),
              ElementsAre("GUEST_LEDGER FEE_REVENUE 8992", "GUEST_LEDGER TAX 1708"));
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), 0);
  EXPECT_EQ(hotel_.folio("b1").charges(0).code(), "early-departure");
  EXPECT_EQ(hotel_.booking("b1").stay().departure(), 20260302);
}

TEST_F(ABooksHotel, ChargesALateCheckOutWhenItIsSetAndMirrorsItWhenItIsTakenBack) {
  v1::Policy change;
  change.mutable_change()->set_late_check_out_fee_minor(2'380);
  hotel_.WithPolicy("change", change);
  hotel_.Given({Book("b1"), CheckInOf("b1")});
  EXPECT_THAT(Posted(LateCheckOut("b1")),
              ElementsAre("GUEST_LEDGER FEE_REVENUE 2000", "GUEST_LEDGER TAX 380"));
  EXPECT_THAT(Posted(LateCheckOut("b1", false)),
              ElementsAre("FEE_REVENUE GUEST_LEDGER 2000", "TAX GUEST_LEDGER 380"));
  // Set again, it is a charge of its own, and what is left of it after a waiver is mirrored.
  hotel_.Given({LateCheckOut("b1"), Waive("b1", "late-check-out-2", 1'190)});
  EXPECT_THAT(Posted(LateCheckOut("b1", false)),
              ElementsAre("FEE_REVENUE GUEST_LEDGER 1000", "TAX GUEST_LEDGER 190"));
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), 0);
}

TEST_F(ABooksHotel, ForfeitsByACancellationAndTakesThatBackWithTheReinstatement) {
  hotel_.Given({Book("b1", 20260302, 20260304), Pay("b1", "p1", 15'000)});
  hotel_.SetNow("2026-03-01T20:00:00Z");
  EXPECT_THAT(Posted(Cancel("b1")),
              ElementsAre("GUEST_LEDGER PENALTY_REVENUE 8992", "GUEST_LEDGER TAX 1708",
                          "DEPOSITS GUEST_LEDGER 10700", "DEPOSITS REFUNDS_PAYABLE 4300"));
  EXPECT_THAT(Posted(ReinstateOf("b1")),
              ElementsAre("PENALTY_REVENUE GUEST_LEDGER 8992", "TAX GUEST_LEDGER 1708",
                          "GUEST_LEDGER DEPOSITS 10700", "REFUNDS_PAYABLE DEPOSITS 4300"));
  EXPECT_EQ(hotel_.folio("b1").deposit_minor(), 15'000);
  EXPECT_EQ(hotel_.folio("b1").guest_minor(), 0);
}

TEST_F(ABooksHotel, LinksADepositThatComesBackToTheEndThatFreedIt) {
  hotel_.Given({Book("b1", 20260310, 20260312), Pay("b1", "p1", 15'000), Cancel("b1")});
  const uint64_t ended = hotel_.records().back().position();
  const Then then = hotel_.When(ReinstateOf("b1"));
  EXPECT_THAT(PostingsOf(then.record()), ElementsAre("REFUNDS_PAYABLE DEPOSITS 15000"));
  const v1::Transfer& mirror = then.record().outcome().accepted().journals(0).transfers(0);
  EXPECT_GT(ended, 0U);
  EXPECT_EQ(mirror.reverses_position(), ended);
}

TEST_F(ABooksHotel, TakesTwoPersonsToRefundSomebodyElse) {
  hotel_.Given({Book("b1"), Pay("b1", "p1", 5'000)});
  const v1::Request other = With(Refund("b1", "p1", "f1", 100), [](v1::Request& r) {
    r.mutable_refund_payment()->set_payee("c-9");
  });
  hotel_.When(other).ThenDeclined({v1::POLICY_AUTHORISER_REQUIRED});
  hotel_.When(Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(kOtherManager), other))
      .ThenOverrode({v1::POLICY_AUTHORISER_REQUIRED});
  hotel_.When(Refund("b1", "p1", "f2", 100)).ThenAccepted();
}

TEST_F(ABooksHotel, CitesTheTaxPolicyThatItTaxedBy) {
  hotel_.Given({Book("b1"), CheckInOf("b1")});
  const Then then = hotel_.When(ChargeOf("b1", "c1", 119));
  EXPECT_EQ(then.record().outcome().accepted().policy_id(), "tax");
  EXPECT_EQ(then.record().outcome().accepted().items(0).amount_minor(), 19);
}

}  // namespace
}  // namespace daybook::testing
