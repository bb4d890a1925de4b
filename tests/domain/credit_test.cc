// Credit of debtor accounts over requests: what is counted, what reviews lead to, what may be put on account.
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ledger/domain/accounts/ageing.h"
#include "ledger/domain/credit/charged_bookings.h"
#include "ledger/domain/credit/credit_checks.h"
#include "ledger/domain/credit/credit_reviews.h"
#include "ledger/domain/decide_context.h"
#include "tests/domain/credit_hotel.h"

namespace daybook::testing {
namespace {

// What is counted.

TEST(CreditDays, CountStaysRevenueAndArrivalsOfWhatTheAccountGuarantees) {
  CreditHotel hotel;
  hotel.GivenStay("b1");
  hotel.Given(
      {Create({.id = "private", .property = "K1", .arrival = 20260302, .departure = 20260303}),
       CheckInOf("private")});
  hotel.GivenRolled(20260303);
  EXPECT_EQ(hotel.credit().days_size(), 2);
  const v1::CreditDay before = SumOfYear(hotel.credit(), 20260302);
  EXPECT_EQ(before.revenue_minor(), 100 * kEuro) << "of the night of the 1st";
  EXPECT_EQ(before.due(), 1);
  EXPECT_EQ(before.stays(), 0) << "it left on the 2nd";
  const v1::CreditDay after = SumOfYear(hotel.credit(), 20260303);
  EXPECT_EQ(after.stays(), 1);
  EXPECT_EQ(after.revenue_minor(), 100 * kEuro) << "of nobody else";
  EXPECT_EQ(SumOfYear(hotel.credit(), 20270301).revenue_minor(), 100 * kEuro);
  EXPECT_EQ(SumOfYear(hotel.credit(), 20270302).revenue_minor(), 0) << "12 months later";
}

TEST(CreditDays, CountWhatIsLostButNotWhatIsFreeOrNobodysFault) {
  CreditHotel hotel;
  hotel.GivenForced(CreditHotel::OnAccount("free", 20260310));
  hotel.GivenForced(CreditHotel::OnAccount("charged", 20260310, "NRF"));
  hotel.GivenForced(CreditHotel::OnAccount("flood", 20260310, "NRF"));
  hotel.Given({Cancel("free"), Cancel("charged"),
               Cancel("flood", v1::CANCELLATION_REASON_NATURAL_DISASTER)});
  const v1::CreditDay year = SumOfYear(hotel.credit(), 20260311);
  EXPECT_EQ(year.due(), 1);
  EXPECT_EQ(year.lost(), 1);
  EXPECT_EQ(year.revenue_minor(), 0) << "a penalty is no revenue of theirs";
  EXPECT_EQ(SumOfYear(hotel.credit(), 20260310).due(), 0) << "it counts for the day it was due";
}

TEST(CreditDays, TakeBackWhatWasLostOnceItIsReinstated) {
  CreditHotel hotel;
  hotel.GivenForced(CreditHotel::OnAccount("b1", 20260310, "NRF"));
  hotel.Given(Cancel("b1"));
  EXPECT_EQ(SumOfYear(hotel.credit(), 20260311).lost(), 1);
  EXPECT_EQ(hotel.account().guaranteed_minor(), 0);
  hotel.GivenForced(Ask(kManager, "reinstate_booking { booking_id: 'b1' }"));
  EXPECT_EQ(SumOfYear(hotel.credit(), 20260311).due(), 0);
  EXPECT_EQ(SumOfYear(hotel.credit(), 20260311).lost(), 0);
  EXPECT_EQ(hotel.account().guaranteed_minor(), 200 * kEuro);
}

TEST(CreditDays, DropDaysThatNoReviewAsksFor) {
  v1::Credit credit;
  v1::CreditDay night;
  night.set_revenue_minor(1);
  for (const int32_t date : {20250101, 20260301, 20250301, 20260228, 20260301}) {
    AddToDay(date, night, date, credit);
  }
  ASSERT_EQ(credit.days_size(), 3);
  EXPECT_EQ(credit.days(0).date(), 20250301);
  EXPECT_EQ(credit.days(1).date(), 20260228);
  EXPECT_EQ(credit.days(2).revenue_minor(), 2);
}

TEST(CreditExposure, IsWhatIsOwedUnbilledAndToArriveLessDeposits) {
  CreditHotel hotel;
  hotel.GivenCredit();
  const auto exposure = [&hotel] {
    return ExposureOf(hotel.account(), hotel.state().Find<v1::AccountBookings>("acme"),
                      hotel.today(), 30);
  };
  EXPECT_EQ(exposure().Net(), 0);
  hotel.Given({CreditHotel::OnAccount("b1", 20260301), CreditHotel::OnAccount("b2", 20260330),
               CreditHotel::OnAccount("b3", 20260331)});
  EXPECT_EQ(exposure().arrivals_minor, 200 * kEuro) << "the 31st is not within 30 days";
  hotel.Given(Pay("b2", "p1", 30 * kEuro));
  EXPECT_EQ(exposure().deposits_minor, 30 * kEuro);
  EXPECT_EQ(exposure().Net(), 170 * kEuro);
  hotel.Given(CheckInOf("b1"));
  EXPECT_EQ(exposure().arrivals_minor, 100 * kEuro);
  EXPECT_EQ(exposure().unbilled_minor, 100 * kEuro) << "the night to come";
  hotel.GivenRolled(20260302);
  EXPECT_EQ(exposure().unbilled_minor, 100 * kEuro) << "the night on the folio";
  EXPECT_EQ(exposure().arrivals_minor, 200 * kEuro) << "now the 31st is";
  hotel.Given({CreditHotel::PutOn("b1"), CheckOutOf("b1")});
  EXPECT_EQ(exposure().unbilled_minor, 0);
  EXPECT_EQ(exposure().receivable_minor, 100 * kEuro);
  hotel.Given({Cancel("b3"), CreditHotel::ReceiptOf("r1", "K1-1", 100 * kEuro)});
  EXPECT_EQ(exposure().Net(), 70 * kEuro);
}

TEST(CreditPayments, AreCountedOnceAnInvoiceIsPaidInFull) {
  CreditHotel hotel;
  hotel.GivenCredit();
  hotel.GivenStay("b1");  // due on the 17th
  hotel.GivenStay("b2");  // on the 18th
  hotel.GivenRolled(20260312);
  hotel.Given(CreditHotel::ReceiptOf("r1", "K1-1", 40 * kEuro));
  EXPECT_EQ(hotel.credit().paid_invoices(), 0);
  hotel.Given(CreditHotel::ReceiptOf("r2", "K1-1", 60 * kEuro));
  EXPECT_EQ(hotel.credit().paid_invoices(), 1);
  EXPECT_EQ(hotel.credit().paid_on_time(), 1);
  EXPECT_EQ(hotel.credit().days_to_pay(), 10);
  hotel.GivenRolled(20260413);
  hotel.Given(CreditHotel::ReceiptOf("r3", "K1-2", 100 * kEuro));
  EXPECT_EQ(hotel.credit().paid_invoices(), 2);
  EXPECT_EQ(hotel.credit().paid_on_time(), 1);
  EXPECT_EQ(hotel.credit().days_to_pay(), 10 + 41);
}

// Ageing.

TEST(AgeingBuckets, BeginTheDayAfterTheDueDate) {
  for (const auto& [due_on, bucket] :
       std::vector<std::pair<int32_t, AgeingBucket>>{{20260602, AgeingBucket::kNotDue},
                                                     {20260601, AgeingBucket::kNotDue},
                                                     {20260531, AgeingBucket::k1To30},
                                                     {20260502, AgeingBucket::k1To30},
                                                     {20260501, AgeingBucket::k31To60},
                                                     {20260402, AgeingBucket::k31To60},
                                                     {20260401, AgeingBucket::k61To90},
                                                     {20260303, AgeingBucket::k61To90},
                                                     {20260302, AgeingBucket::k91AndMore}}) {
    v1::Account account;
    v1::Invoice& invoice = *account.add_open_invoices();
    invoice.set_due_on(due_on);
    invoice.set_open_minor(7);
    const Ageing ageing = AgeingOf(account, 20260601);
    EXPECT_EQ(ageing[bucket], 7) << due_on;
    EXPECT_EQ(ageing.Total(), 7);
    invoice.set_disputed(true);
    EXPECT_EQ(AgeingOf(account, 20260601)[bucket], 0);
    EXPECT_EQ(AgeingOf(account, 20260601).disputed_minor, 7);
    EXPECT_EQ(AgeingOf(account, 20260601).days_past_due, 0);
  }
}

// Reviews.

TEST(CreditReviews, GradeAnAccountByWhatReviewersSay) {
  CreditHotel hotel;
  hotel.GivenAssessed(5);
  hotel.WhenReviewed().ThenAccepted(
      {R"pb(credit_reviewed {
              account_id: "acme"
              policy { policy_id: "credit/v1" version: 1 }
              trigger: REVIEW_FIRST
              business_date: 20260301
              score: 1000
              matched: CREDIT_GRADE_SMALL
              grade: CREDIT_GRADE_SMALL
              term_days: 15
              status: CREDIT_OK
              next_review_on: 20260530
            })pb",
       R"pb(notice_raised { kind: NOTICE_CREDIT_REVIEW to: "sales" about: "acme" })pb",
       R"pb(notice_raised { kind: NOTICE_CREDIT_REVIEW to: "front-desk" about: "acme" })pb",
       R"pb(notice_raised { kind: NOTICE_CREDIT_REVIEW to: "finance" about: "acme" })pb",
       R"pb(notice_raised { kind: NOTICE_CREDIT_REVIEW to: "sol" about: "acme" })pb"});
  EXPECT_EQ(hotel.credit().term_days(), 15);
  EXPECT_EQ(hotel.credit().limit_minor(), 0) << "it has earned us nothing";
  EXPECT_EQ(hotel.credit().look_on(), 20260530);
}

TEST(CreditReviews, MakeWhoIsDesignatedStrategicWhileNew) {
  CreditHotel hotel;
  hotel.GivenCredit();
  EXPECT_EQ(hotel.credit().grade(), v1::CREDIT_GRADE_STRATEGIC_NEW);
  // 20,000 * 90 / 360
  EXPECT_EQ(hotel.credit().limit_minor(), 5'000 * kEuro);
  EXPECT_EQ(hotel.credit().term_days(), 30);
}

TEST(CreditReviews, RaiseAGradeOnlyTheSecondTime) {
  CreditHotel hotel;
  hotel.GivenAssessed(4);
  hotel.GivenReviewed();
  EXPECT_EQ(hotel.credit().grade(), v1::CREDIT_GRADE_SMALL);
  for (const char* id : {"g1", "g2", "g3", "g4", "g5"}) hotel.GivenStay(id, "GALA");
  hotel.GivenRolled(20260331);
  EXPECT_EQ(hotel.GivenReviewed().matched(), v1::CREDIT_GRADE_PROFITABLE_LARGE);
  EXPECT_EQ(hotel.credit().grade(), v1::CREDIT_GRADE_SMALL);
  EXPECT_EQ(hotel.credit().upgrade_seen(), v1::CREDIT_GRADE_PROFITABLE_LARGE);
  hotel.GivenRolled(20260430);
  hotel.WhenReviewed().ThenAccepted();
  EXPECT_EQ(hotel.credit().grade(), v1::CREDIT_GRADE_PROFITABLE_LARGE);
  EXPECT_EQ(hotel.credit().upgrade_seen(), v1::CREDIT_GRADE_UNSPECIFIED);
  EXPECT_EQ(hotel.credit().last_review().revenue_minor(), 50'000 * kEuro);
}

TEST(CreditReviews, LowerAGradeAtOnce) {
  CreditHotel hotel;
  hotel.GivenCredit();
  hotel.GivenRolled(20270302);  // known for 366 days, and the designation is over
  hotel.GivenReviewed();
  EXPECT_EQ(hotel.credit().last_review().old_grade(), v1::CREDIT_GRADE_STRATEGIC_NEW);
  EXPECT_EQ(hotel.credit().grade(), v1::CREDIT_GRADE_SMALL);
  EXPECT_EQ(hotel.credit().limit_minor(), 0);
}

TEST(CreditReviews, CountACommitmentThatTheCustomerBroke) {
  CreditHotel hotel;
  hotel.GivenReviewed();
  v1::Declined declined;
  const v1::Request request;
  v1::Resolution resolution;
  const DecideContext context{hotel.state(), request, resolution, declined, hotel.now(), "K1"};
  v1::Accepted accepted;
  AddCreditReviews(context, "acme-c", v1::REVIEW_COMMITMENT_BROKEN, accepted);
  ASSERT_EQ(accepted.events_size(), 5) << "a review and four notices";
  const v1::CreditReview& review = accepted.events(0).credit_reviewed();
  EXPECT_EQ(review.trigger(), v1::REVIEW_COMMITMENT_BROKEN);
  EXPECT_EQ(review.factors(5).level(), 4) << "one commitment broken";
  EXPECT_FALSE(review.factors(5).missing());
  v1::Accepted of_another;
  AddCreditReviews(context, "somebody", v1::REVIEW_PEOPLE_CHANGED, of_another);
  AddCreditReviews(context, "", v1::REVIEW_PEOPLE_CHANGED, of_another);
  EXPECT_EQ(of_another.events_size(), 0);
}

// Looks.

TEST(CreditLooks, BringThePeriodicReviewOnItsDate) {
  CreditHotel hotel;
  hotel.GivenReviewed();
  hotel.GivenRolled(20260529);
  EXPECT_EQ(hotel.WhenDue().record().outcome().accepted().events_size(), 0);
  hotel.GivenRolled(20260530);
  const Then due = hotel.WhenDue();
  ASSERT_EQ(due.record().outcome().accepted().events_size(), 5);
  EXPECT_EQ(due.record().outcome().accepted().events(0).credit_reviewed().trigger(),
            v1::REVIEW_PERIODIC);
  EXPECT_EQ(hotel.credit().last_review_on(), 20260530);
  EXPECT_EQ(hotel.WhenDue().record().outcome().accepted().events_size(), 0);
}

TEST(CreditLooks, FollowAnInvoiceThroughItsAges) {
  CreditHotel hotel;
  hotel.GivenCredit();
  hotel.GivenStay("b1");  // due on the 1st of April
  EXPECT_EQ(hotel.credit().look_on(), 20260502);
  const auto look_at = [&hotel](int32_t date) {
    hotel.GivenRolled(date - 1);
    EXPECT_EQ(hotel.WhenDue().record().outcome().accepted().events_size(), 0) << date;
    hotel.GivenRolled(date);
    hotel.WhenDue();
    EXPECT_EQ(hotel.credit().last_review_on(), date);
    return hotel.credit().status();
  };
  EXPECT_EQ(look_at(20260502), v1::CREDIT_LOCAL_APPROVAL);
  EXPECT_EQ(hotel.credit().last_review().trigger(), v1::REVIEW_PAST_DUE);
  EXPECT_EQ(hotel.credit().last_review().days_past_due(), 31);
  hotel.GivenRolled(20260531);
  hotel.GivenRolled(20260601);
  hotel.WhenDue();
  EXPECT_EQ(hotel.credit().status(), v1::CREDIT_PREPAY);
  hotel.GivenRolled(20260701);
  hotel.WhenDue();
  EXPECT_EQ(hotel.credit().status(), v1::CREDIT_SUSPENDED);
  EXPECT_EQ(hotel.credit().next_review_on(), 20260731) << "suspended: in 30 days";
}

TEST(CreditLooks, AreForgottenWhereTheInvoiceIsPaidInTime) {
  CreditHotel hotel;
  hotel.GivenCredit();
  hotel.GivenStay("b1");
  hotel.Given(CreditHotel::ReceiptOf("r1", "K1-1", 100 * kEuro));
  EXPECT_EQ(hotel.credit().look_on(), hotel.credit().next_review_on());
}

TEST(CreditLooks, ComeAtOnceWhereNinetyPercentOfTheLimitIsPassed) {
  CreditHotel hotel;
  hotel.GivenCredit();  // 5,000.00
  hotel.GivenForced(With(CreditHotel::OnAccount("b1", 20260310), [](v1::Request& r) {
    *r.mutable_create_booking()->mutable_nightly_override() = Euro(4'499 * kEuro);
  }));
  EXPECT_EQ(hotel.WhenDue().record().outcome().accepted().events_size(), 0);
  hotel.GivenForced(With(CreditHotel::OnAccount("b2", 20260310), [](v1::Request& r) {
    *r.mutable_create_booking()->mutable_nightly_override() = Euro(1 * kEuro);
  }));
  const Then due = hotel.WhenDue();
  ASSERT_GT(due.record().outcome().accepted().events_size(), 0);
  EXPECT_EQ(due.record().outcome().accepted().events(0).credit_reviewed().trigger(),
            v1::REVIEW_NEAR_LIMIT);
  hotel.Given(Cancel("b2"));
  hotel.GivenForced(With(CreditHotel::OnAccount("b3", 20260310), [](v1::Request& r) {
    *r.mutable_create_booking()->mutable_nightly_override() = Euro(1 * kEuro);
  }));
  EXPECT_EQ(hotel.credit().review_wanted(), v1::REVIEW_NEAR_LIMIT) << "it was below in between";
}

// What may be put on account.

TEST(Declines, PolicyCreditNotGranted) {
  CreditHotel hotel;
  hotel.When(CreditHotel::OnAccount("b1", 20260310)).ThenDeclined({v1::POLICY_CREDIT_NOT_GRANTED});
  hotel.GivenReviewed();  // small, without a term
  const Then then = hotel.When(CreditHotel::OnAccount("b1", 20260310));
  then.ThenDeclined({v1::POLICY_CREDIT_NOT_GRANTED});
  EXPECT_EQ(then.record().outcome().declined().reasons(0).field(), "create_booking.account_id");
}

TEST(Declines, PolicyCreditLimitExceeded) {
  CreditHotel hotel;
  hotel.GivenCredit();  // 5,000.00
  const auto priced = [](std::string_view id, int64_t minor) {
    return As(StaffMember(kManager),
              With(CreditHotel::OnAccount(id, 20260310), [minor](v1::Request& r) {
                *r.mutable_create_booking()->mutable_nightly_override() = Euro(minor);
              }));
  };
  hotel.When(priced("b1", 5'000 * kEuro + 1)).ThenDeclined({v1::POLICY_CREDIT_LIMIT_EXCEEDED});
  hotel.Given(priced("b1", 4'000 * kEuro));
  const Then then = hotel.When(priced("b2", 1'000 * kEuro + 1));
  then.ThenDeclined({v1::POLICY_CREDIT_LIMIT_EXCEEDED});
  EXPECT_EQ(then.record().outcome().declined().reasons(0).detail(),
            "4000.00 is open already and 1000.01 would come to it, the limit of account acme is "
            "5000.00");
  hotel.Given(priced("b2", 1'000 * kEuro));
  hotel
      .When(Overriding({v1::POLICY_CREDIT_LIMIT_EXCEEDED}, StaffMember(kOtherManager),
                       priced("b3", 1)))
      .ThenOverrode({v1::POLICY_CREDIT_LIMIT_EXCEEDED});
}

TEST(CreditChecks, CountAFolioOnceWhenItsInvoiceIsWritten) {
  CreditHotel hotel;
  hotel.GivenCredit();
  hotel.Given(
      As(StaffMember(kManager), With(CreditHotel::OnAccount("b1", 20260301), [](v1::Request& r) {
           *r.mutable_create_booking()->mutable_nightly_override() = Euro(5'000 * kEuro);
         })));
  hotel.Given(CheckInOf("b1"));
  hotel.GivenRolled(20260302);
  hotel.When(CreditHotel::PutOn("b1")).ThenAccepted();
}

TEST(Declines, PolicyCreditStatus) {
  CreditHotel hotel;
  hotel.GivenCredit();
  hotel.GivenStay("b1");  // due on the 1st of April
  const auto status_on = [&hotel](int32_t date) {
    hotel.GivenRolled(date);
    const Then then = hotel.When(CreditHotel::OnAccount(absl::StrCat("on-", date), date));
    if (then.accepted()) {
      hotel.Given(Cancel(absl::StrCat("on-", date)));
      return std::string("accepted");
    }
    then.ThenDeclined({v1::POLICY_CREDIT_STATUS});
    return then.record().outcome().declined().reasons(0).detail();
  };
  EXPECT_EQ(status_on(20260502), "account acme is CREDIT_LOCAL_APPROVAL");
  EXPECT_EQ(status_on(20260531), "account acme is CREDIT_LOCAL_APPROVAL");
  EXPECT_EQ(status_on(20260601), "account acme is CREDIT_PREPAY");
  EXPECT_EQ(status_on(20260701), "account acme is CREDIT_SUSPENDED");
  hotel.Given(CreditHotel::ReceiptOf("r1", "K1-1", 100 * kEuro));
  EXPECT_EQ(status_on(20260702), "accepted") << "what is paid is not past due";
  EXPECT_EQ(status_on(20260828), "accepted");
  EXPECT_EQ(status_on(20260829), "account acme is CREDIT_LOCAL_APPROVAL")
      << "the review of the 28th is overdue";
}

TEST(CreditBlocks, StopEverythingUntilTwoPersonsLetItGo) {
  CreditHotel hotel;
  hotel.GivenCredit();
  hotel.When(CreditHotel::BlockOf(false)).ThenDeclined({v1::STATE_STATUS});
  hotel.When(CreditHotel::BlockOf(true)).ThenAccepted({R"pb(credit_blocked {
                                                              account_id: "acme"
                                                              blocked: true
                                                            })pb"});
  EXPECT_EQ(hotel.credit().status(), v1::CREDIT_SUSPENDED);
  hotel.When(CreditHotel::OnAccount("b1", 20260310)).ThenDeclined({v1::POLICY_CREDIT_STATUS});
  hotel.When(CreditHotel::BlockOf(true)).ThenDeclined({v1::STATE_STATUS});
  hotel.When(CreditHotel::BlockOf(false)).ThenDeclined({v1::POLICY_AUTHORISER_REQUIRED});
  hotel
      .When(Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(kManager),
                       CreditHotel::BlockOf(false)))
      .ThenOverrode({v1::POLICY_AUTHORISER_REQUIRED});
  EXPECT_EQ(hotel.credit().status(), v1::CREDIT_OK);
  hotel.When(CreditHotel::OnAccount("b1", 20260310)).ThenAccepted();
}

// Requests about credit.

TEST(Declines, PolicyReviewTooSoon) {
  CreditHotel hotel;
  hotel.GivenReviewed();
  hotel.GivenRolled(20260330);
  hotel.WhenReviewed().ThenDeclined({v1::POLICY_REVIEW_TOO_SOON});
  hotel
      .When(Overriding({v1::POLICY_REVIEW_TOO_SOON}, StaffMember(kManager),
                       Ask(kFinance, "run_credit_review { account_id: 'acme' }")))
      .ThenOverrode({v1::POLICY_REVIEW_TOO_SOON});
  hotel.GivenRolled(20260428);
  hotel.WhenReviewed().ThenDeclined({v1::POLICY_REVIEW_TOO_SOON});
  hotel.GivenRolled(20260429);
  hotel.WhenReviewed().ThenAccepted();
}

TEST(CreditRequests, AreAboutAnAccountThatIsThere) {
  CreditHotel hotel;
  for (const std::string_view body :
       {"run_credit_review { account_id: 'nobody' }",
        "block_credit { account_id: 'nobody' blocked: true reason_code: 'x' }",
        "assess_credit { account_id: 'nobody' factor: FACTOR_FINANCES level: 1 }",
        "set_guarantee { account_id: 'nobody' cover { currency: 'EUR' } }",
        "designate_strategic { account_id: 'nobody' authorised_volume { amount_minor: 1 currency: "
        "'EUR' } until: 20270101 }"}) {
    hotel.When(Ask(kFinance, body)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  }
}

TEST(CreditRequests, AreDeclinedWhereTheyCannotBeRight) {
  CreditHotel hotel;
  const std::vector<std::pair<std::string_view, std::set<v1::DeclineCode>>> cases = {
      {"run_credit_review { }", {v1::FORM_ID_INVALID}},
      {"assess_credit { account_id: 'acme' level: 6 }",
       {v1::FORM_ENUM_INVALID, v1::FORM_LIMIT_INVALID}},
      {"assess_credit { account_id: 'acme' factor: FACTOR_FINANCES level: -1 }",
       {v1::FORM_LIMIT_INVALID}},
      {"set_guarantee { account_id: 'acme' cover { amount_minor: -1 currency: 'EUR' } }",
       {v1::FORM_AMOUNT_NOT_POSITIVE}},
      {"set_guarantee { account_id: 'acme' cover { amount_minor: 1 currency: 'USD' } }",
       {v1::STATE_CURRENCY_MISMATCH}},
      {"designate_strategic { account_id: 'acme' authorised_volume { currency: 'EUR' } }",
       {v1::FORM_AMOUNT_NOT_POSITIVE, v1::FORM_DATE_INVALID}},
      {"designate_strategic { account_id: 'acme' authorised_volume { amount_minor: 1 currency: "
       "'EUR' } until: 20260301 }",
       {v1::STATE_EXPIRED}},
      {"block_credit { account_id: 'acme' blocked: true }", {v1::FORM_ID_INVALID}},
  };
  for (const auto& [body, codes] : cases) hotel.When(Ask(kFinance, body)).ThenDeclined(codes);
}

TEST(CreditRequests, TakeTwoPersonsWhereTheyGiveCredit) {
  CreditHotel hotel;
  const v1::Request guarantee = Ask(
      kFinance, "set_guarantee { account_id: 'acme' cover { amount_minor: 500 currency: 'EUR' } }");
  hotel.When(guarantee).ThenDeclined({v1::POLICY_AUTHORISER_REQUIRED});
  hotel.When(Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(kManager), guarantee))
      .ThenAccepted({R"pb(guarantee_set { account_id: "acme" })pb"});
  EXPECT_EQ(hotel.credit().cover_minor(), 500);
  const v1::Request designate = Ask(
      kFinance,
      "designate_strategic { account_id: 'acme' authorised_volume { amount_minor: 700 currency: "
      "'EUR' } until: 20260302 }");
  hotel.When(designate).ThenDeclined({v1::POLICY_AUTHORISER_REQUIRED});
  hotel.Given(Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(kManager), designate));
  EXPECT_TRUE(hotel.credit().designated());
  EXPECT_EQ(hotel.GivenReviewed().grade(), v1::CREDIT_GRADE_STRATEGIC_NEW);
}

TEST(CreditRequests, NeedAPolicyInTheAccountsCurrency) {
  CreditHotel hotel;
  hotel.Given(Ask(kFinance,
                  "open_account { account { account_id: 'yank' customer_id: 'y' home_property_id: "
                  "'K3' owner_staff_id: 'sol' } }"));
  hotel.When(Ask(kFinance, "run_credit_review { account_id: 'yank' }"))
      .ThenDeclined({v1::STATE_POLICY_MISSING});
}

TEST(CreditAssessments, ReplaceTheOneBeforeOfTheFactor) {
  CreditHotel hotel;
  hotel.GivenAssessed(2);
  hotel.GivenRolled(20260305);
  hotel.Given(
      Ask(kFinance, "assess_credit { account_id: 'acme' factor: FACTOR_FINANCES level: 4 }"));
  ASSERT_EQ(hotel.credit().assessments_size(), 6);
  EXPECT_EQ(hotel.credit().assessments(3).level(), 4);
  EXPECT_EQ(hotel.credit().assessments(3).on(), 20260305);
  EXPECT_EQ(hotel.credit().assessments(3).by().id(), kFinance);
}

// 5,000.00 of credit, and one night of 100.00 each: what did not count when it was booked counts when it comes to hold a room for sure.
TEST(Credit, IsAskedForAgainWhenWhatWaitedOrWasHeldOrHadEndedBecomesABooking) {
  CreditHotel hotel;
  hotel.GivenCredit();
  const auto as = [](std::string_view id, v1::BookingStatus status) {
    return With(CreditHotel::OnAccount(id, 20260310), [&](v1::Request& r) {
      r.mutable_create_booking()->set_status(status);
      if (status == v1::HELD) {
        *r.mutable_create_booking()->mutable_hold_expires_at() = Stamp("2026-03-05T10:00:00Z");
      }
    });
  };
  hotel.Given({CreditHotel::OnAccount("ended", 20260310), Cancel("ended"), as("held", v1::HELD),
               as("waits", v1::WAITLISTED)});
  hotel.Given(CreditHotel::BlockOf(true));
  const v1::Request reinstate = Ask(kFrontDesk, "reinstate_booking { booking_id: 'ended' }");
  for (const v1::Request& request : {reinstate, Confirm("held"), Promote("waits")}) {
    hotel.When(request).ThenDeclined({v1::POLICY_CREDIT_STATUS});
  }
  hotel.Given(Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(kOtherManager),
                         As(StaffMember(kManager), CreditHotel::BlockOf(false))));
  for (const v1::Request& request : {reinstate, Confirm("held"), Promote("waits")}) {
    hotel.When(request).ThenAccepted();
  }
}

TEST(Credit, IsAskedForWhenAStayMovesToADearerHouse) {
  CreditHotel hotel;
  hotel.GivenCredit();
  hotel.Given(DefineRatePlan("K2", "GALA", {{"DBL", 10'000 * kEuro, 100}}));
  hotel.Given(CreditHotel::OnAccount("b1", 20260310));
  const auto move = [](std::string_view plan) {
    return Ask(kReservations,
               absl::StrCat("move_booking { booking_id: 'b1' new_booking_id: 'b2' "
                            "to_property_id: 'K2' room_type_id: 'DBL' rate_plan_id: '",
                            std::string(plan), "' }"));
  };
  hotel.When(move("GALA")).ThenDeclined({v1::POLICY_CREDIT_LIMIT_EXCEEDED});
  hotel.When(move("FLEX")).ThenAccepted();
}

}  // namespace
}  // namespace daybook::testing
