// What the books of a stay decline, code by code.
#include "gtest/gtest.h"
#include "tests/support/books_hotel.h"

namespace daybook::testing {
namespace {

TEST(Declines, StateBooksNotKeptWhereTheyAreKeptElsewhere) {
  BooksHotel hotel;
  hotel.Given({Create({.id = "b1", .arrival = 20260301, .departure = 20260303}),
               Create({.id = "b2", .arrival = 20260301, .departure = 20260303}), CheckInOf("b1"),
               CheckInOf("b2"), Pay("b1", "p1", 100)});
  hotel.When(ChargeOf("b1", "c1", 100)).ThenDeclined({v1::STATE_BOOKS_NOT_KEPT});
  hotel.When(Chargeback("b1", "p1", 100)).ThenDeclined({v1::STATE_BOOKS_NOT_KEPT});
  hotel.When(ReversePaymentOf("b1", "p1")).ThenDeclined({v1::STATE_BOOKS_NOT_KEPT});
  hotel.When(Nights("H1", 20260301)).ThenDeclined({v1::STATE_BOOKS_NOT_KEPT});
  hotel.When(Waive("b1", "c1", 1))
      .ThenDeclined({v1::STATE_BOOKS_NOT_KEPT, v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(ReverseChargeOf("b1", "c1"))
      .ThenDeclined({v1::STATE_BOOKS_NOT_KEPT, v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(Transfer("b1", "b2", "t1", 1))
      .ThenDeclined({v1::STATE_BOOKS_NOT_KEPT, v1::STATE_BALANCE_TOO_SMALL});
  hotel.When(ReverseTransferOf("b1", "b2", "t1"))
      .ThenDeclined({v1::STATE_BOOKS_NOT_KEPT, v1::STATE_REFERENCE_UNKNOWN});
}

TEST(Declines, StateAlreadyReversedOfAPaymentThatIsChargedBack) {
  BooksHotel hotel;
  hotel.Given({Book("b1"), Pay("b1", "p1", 100), ReversePaymentOf("b1", "p1")});
  hotel.When(Chargeback("b1", "p1", 100)).ThenDeclined({v1::STATE_ALREADY_REVERSED});
  hotel.When(ReversePaymentOf("b1", "p1")).ThenDeclined({v1::STATE_ALREADY_REVERSED});
}

TEST(Declines, StateBalanceTooSmallForAWaiverAboveTheCharge) {
  BooksHotel hotel;
  hotel.Given({Book("b1"), CheckInOf("b1"), ChargeOf("b1", "c1", 100)});
  hotel.When(Waive("b1", "c1", 101)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
}

TEST(Declines, StateStatusOfAChargeThatWasWaivedInPart) {
  BooksHotel hotel;
  hotel.Given({Book("b1"), CheckInOf("b1"), ChargeOf("b1", "c1", 100), Waive("b1", "c1", 40)});
  hotel.When(ReverseChargeOf("b1", "c1")).ThenDeclined({v1::STATE_STATUS});
}

TEST(Declines, StateTooManyChargesOfOneFolio) {
  BooksHotel hotel;
  hotel.Given({Book("b1"), Book("b2"), CheckInOf("b1"), CheckInOf("b2")});
  for (int i = 0; i < 512; ++i) hotel.Given(ChargeOf("b1", "c" + std::to_string(i), 1));
  hotel.When(ChargeOf("b1", "more", 1)).ThenDeclined({v1::STATE_TOO_MANY});
  hotel.When(Transfer("b1", "b2", "t1", 1)).ThenDeclined({v1::STATE_TOO_MANY});
  hotel.Given(ChargeOf("b2", "c1", 1));
  hotel.When(Transfer("b2", "b1", "t1", 1)).ThenDeclined({v1::STATE_TOO_MANY});
}

TEST(Declines, StateTooManyDueForNightsThatARollWouldCharge) {
  BooksHotel hotel;
  for (int i = 0; i < 257; ++i) {
    const std::string id = "b" + std::to_string(i);
    hotel.Given({Book(id), CheckInOf(id)});
  }
  hotel.When(Roll("HB", 20260301)).ThenDeclined({v1::STATE_TOO_MANY_DUE});
  hotel.Given({Nights("HB", 20260301, 1), Roll("HB", 20260301)});
}

TEST(Declines, StateBookingStatusForAChargeBeforeTheStay) {
  BooksHotel hotel;
  hotel.Given(Book("b1"));
  hotel.When(ChargeOf("b1", "c1", 100)).ThenDeclined({v1::STATE_BOOKING_STATUS});
}

TEST(Declines, StateBusinessDateMismatchForNightsOfAnotherDay) {
  BooksHotel hotel;
  hotel.When(Nights("HB", 20260302)).ThenDeclined({v1::STATE_BUSINESS_DATE_MISMATCH});
}

TEST(Declines, StateCurrencyMismatchOfAChargeAndAWaiver) {
  BooksHotel hotel;
  hotel.Given({Book("b1"), CheckInOf("b1"), ChargeOf("b1", "c1", 100)});
  hotel
      .When(With(
          ChargeOf("b1", "c2", 100),
          [](v1::Request& r) { r.mutable_post_charge()->mutable_amount()->set_currency("USD"); }))
      .ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  hotel
      .When(With(
          Waive("b1", "c1", 100),
          [](v1::Request& r) { r.mutable_waive_charge()->mutable_amount()->set_currency("USD"); }))
      .ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
}

TEST(Declines, StateIdExistsForAChargeUnderTheSameId) {
  BooksHotel hotel;
  hotel.Given({Book("b1"), CheckInOf("b1"), ChargeOf("b1", "c1", 100)});
  hotel.When(ChargeOf("b1", "c1", 200)).ThenDeclined({v1::STATE_ID_EXISTS});
}

TEST(Declines, StatePaymentUnknownForACorrection) {
  BooksHotel hotel;
  hotel.Given(Book("b1"));
  hotel.When(Chargeback("b1", "p1", 1)).ThenDeclined({v1::STATE_PAYMENT_UNKNOWN});
  hotel.When(ReversePaymentOf("b1", "p1")).ThenDeclined({v1::STATE_PAYMENT_UNKNOWN});
}

TEST(Declines, FormOfChargesAndCorrections) {
  BooksHotel hotel;
  for (const v1::RevenueKind kind :
       {v1::REVENUE_KIND_UNSPECIFIED, v1::REVENUE_ROOM, v1::REVENUE_PENALTY}) {
    hotel.When(ChargeOf("b1", "c1", 1, kind)).ThenDeclined({v1::FORM_ENUM_INVALID});
  }
  hotel.When(ChargeOf("b1", "", 0))
      .ThenDeclined({v1::FORM_ID_INVALID, v1::FORM_AMOUNT_NOT_POSITIVE});
  hotel.When(Waive("b1", "c 1", -1))
      .ThenDeclined({v1::FORM_ID_INVALID, v1::FORM_AMOUNT_NOT_POSITIVE});
  hotel.When(ReverseChargeOf("b1", "")).ThenDeclined({v1::FORM_ID_INVALID});
  hotel.When(ReversePaymentOf("b1", "")).ThenDeclined({v1::FORM_ID_INVALID});
  hotel.When(Chargeback("b1", "", 1)).ThenDeclined({v1::FORM_ID_INVALID});
  hotel.When(Transfer("b1", "", "t1", 1)).ThenDeclined({v1::FORM_ID_INVALID});
  hotel.When(Nights("HB", 20260301, 257)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(Nights("HB", 20260230, 0))
      .ThenDeclined({v1::FORM_DATE_INVALID, v1::FORM_LIMIT_INVALID});
}

TEST(Declines, PolicyFolioOpenAtCheckOut) {
  BooksHotel hotel;
  hotel.Given({Book("b1", 20260301, 20260301), CheckInOf("b1")});
  hotel.When(CheckOutOf("b1")).ThenDeclined({v1::POLICY_FOLIO_OPEN});
}

TEST(Declines, PolicyAboveLimitForAChargeAndAWaiver) {
  BooksHotel hotel;
  v1::Policy authority;
  v1::AuthorityPolicy::Limit& limit = *authority.mutable_authority()->add_limits();
  limit.set_role(v1::ROLE_FRONT_DESK);
  limit.set_charge_minor(500);
  limit.set_waiver_minor(100);
  hotel.WithPolicy("authority", authority);
  hotel.Given({Book("b1"), CheckInOf("b1")});
  const v1::Actor desk = StaffMember(kFrontDesk);
  hotel.When(As(desk, ChargeOf("b1", "c1", 501))).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  hotel.Given(As(desk, ChargeOf("b1", "c1", 500)));
  hotel.When(As(desk, Waive("b1", "c1", 101))).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  hotel.Given(As(desk, Waive("b1", "c1", 100)));
}

}  // namespace
}  // namespace daybook::testing
