// Quotes: what a request would cost, recorded, and costing that much when it is made.
#include "ledger/domain/quote/quote.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/base/sha256.h"
#include "ledger/domain/quote/explain.h"
#include "tests/support/books_hotel.h"
#include "tests/support/policies.h"

namespace daybook::testing {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view kTomorrow = "2026-03-02T10:00:00Z";

// The request, quoted; its actor asks.
v1::Request QuoteFor(const v1::Request& request, std::string_view quote_id = "q1",
                     std::string_view expires_at = kTomorrow) {
  v1::Request quote = request;
  v1::RecordQuote body;
  body.set_quote_id(std::string(quote_id));
  *body.mutable_expires_at() = Stamp(expires_at);
  if (request.has_create_booking()) *body.mutable_create_booking() = request.create_booking();
  if (request.has_change_booking()) *body.mutable_change_booking() = request.change_booking();
  if (request.has_cancel_booking()) *body.mutable_cancel_booking() = request.cancel_booking();
  *quote.mutable_record_quote() = body;
  return quote;
}

v1::Request Citing(std::string_view quote_id, v1::Request request) {
  request.set_quote_id(std::string(quote_id));
  return request;
}

std::vector<std::string> Items(const google::protobuf::RepeatedPtrField<v1::Item>& all) {
  std::vector<std::string> items;
  for (const v1::Item& item : all) {
    items.push_back(absl::StrCat(v1::ItemKind_Name(item.kind()), " ", item.amount_minor(), " ",
                                 v1::PricingRule_Name(item.rule())));
  }
  return items;
}
std::vector<std::string> Items(const Then& then) {
  return Items(then.record().outcome().accepted().items());
}

v1::Request RateOf(int64_t nightly_minor) {
  return DefineRatePlan("H1", "FLEX", {PriceSpec{"DBL", nightly_minor, 5'000}},
                        Policy("flexible", {Tier(1, 1080, FirstNights(1))}));
}

TEST(AQuote, OfABookingFixesItsPrice) {
  Ledgerless hotel;
  const Then quote = hotel.When(QuoteFor(Create()));
  quote.ThenAccepted({R"pb(quote_recorded {
                             quote_id: "q1"
                             property_id: "H1"
                             booking_id: "b1"
                             quoted_at { seconds: 1772359200 }
                             items { kind: ITEM_PRICE amount_minor: 20000 rule: RULE_RATE_PLAN }
                             price { from: 20260310 to: 20260312 nightly_minor: 10000 }
                           })pb"});
  EXPECT_EQ(hotel.state().FindBooking("b1"), nullptr);
  EXPECT_FALSE(quote.record().outcome().accepted().alternatives().empty());

  hotel.Given(RateOf(30'000));
  hotel.When(Citing("q1", Create()))
      .ThenAccepted({R"pb(booking_created {
                            booking_id: "b1"
                            price { from: 20260310 to: 20260312 nightly_minor: 10000 }
                          })pb",
                     R"pb(quote_used { quote_id: "q1" })pb"});
  EXPECT_EQ(hotel.booking("b1").price_minor(), 20'000);
  hotel.Given(Create({.id = "b2"}));
  EXPECT_EQ(hotel.booking("b2").price_minor(), 60'000);
}

TEST(AQuote, OfACancellationKeepsThePenaltyOfItsInstant) {
  Ledgerless hotel;
  hotel.Given({Create({.arrival = 20260303, .departure = 20260305}), Pay("b1", "p1", 20'000)});
  hotel.SetNow("2026-03-02T16:59:00Z");  // the deadline is at 17:00
  hotel.Given(QuoteFor(Cancel("b1"), "q1", "2026-03-02T20:00:00Z"));
  hotel.SetNow("2026-03-02T19:00:00Z");
  EXPECT_THAT(Items(hotel.When(QuoteFor(Cancel("b1"), "q2", "2026-03-02T20:00:00Z"))),
              ElementsAre("ITEM_PENALTY 10000 RULE_PENALTY_TIER",
                          "ITEM_REFUND -10000 RULE_REFUND_SURPLUS"));
  const Then then = hotel.When(Citing("q1", Cancel("b1")));
  EXPECT_THAT(Items(then), ElementsAre("ITEM_REFUND -20000 RULE_REFUND_SURPLUS"));
  EXPECT_EQ(hotel.booking("b1").cancellation().penalty_minor(), 0);
}

TEST(AQuote, OfAChangeKeepsFeeAndPriceThoughTheDateRollsAndRatesRise) {
  Ledgerless hotel;
  GivenPolicy(hotel,
              "policy_id: 'fees' version: 1 change { tiers { days_before_arrival: 9 "
              "fee_minor: 1000 } tiers { days_before_arrival: 8 fee_minor: 5000 } }");
  hotel.Given(Create());
  hotel.Given(QuoteFor(ChangeDeparture("b1", 20260313), "q1", "2026-03-03T10:00:00Z"));
  hotel.Given({RateOf(70'000), Roll("H1", 20260301)});
  const Then then = hotel.When(Citing("q1", ChangeDeparture("b1", 20260313)));
  EXPECT_THAT(Items(then), ElementsAre("ITEM_PRICE_DIFFERENCE 10000 RULE_REQUOTE_ADDED",
                                       "ITEM_FEE 1000 RULE_CHANGE_TIER"));
  EXPECT_EQ(hotel.booking("b1").price_minor(), 30'000);
}

TEST(AQuote, ChargesTheFolioTheFeeThatItSaid) {
  BooksHotel hotel;
  GivenPolicy(hotel,
              "policy_id: 'fees' version: 1 change { tiers { days_before_arrival: 9 "
              "fee_minor: 1000 } tiers { days_before_arrival: 8 fee_minor: 5000 } }");
  hotel.Given(Book("b1", 20260310, 20260312));
  hotel.Given(QuoteFor(ChangeDeparture("b1", 20260313)));
  hotel.Given(Roll("HB", 20260301));
  hotel.Given(Citing("q1", ChangeDeparture("b1", 20260313)));
  EXPECT_EQ(hotel.folio("b1").guest_minor(), 1'000);
}

TEST(AQuote, OfLeavingEarlyChargesItsFeeOnce) {
  const auto owed = [](bool quoted) {
    BooksHotel hotel;
    GivenPolicy(hotel,
                "policy_id: 'fees' version: 1 change { tiers { days_before_arrival: 30 "
                "fee_minor: 1 } early_departure_basis_points: 5000 }");
    hotel.Given(Book("b1", 20260301, 20260305));
    hotel.Given(CheckInOf("b1"));
    const v1::Request change = ChangeDeparture("b1", 20260303);
    if (quoted) hotel.Given(QuoteFor(change));
    hotel.Given(quoted ? Citing("q1", change) : change);
    return hotel.folio("b1").guest_minor();
  };
  EXPECT_GT(owed(false), 0);
  EXPECT_EQ(owed(true), owed(false));
}

TEST(AQuote, DoesNotChangeThePriceOfNightsThatWereChargedSince) {
  BooksHotel hotel;
  hotel.Given(Book("b1", 20260301, 20260305));
  hotel.Given(CheckInOf("b1"));
  v1::Request dearer = As(StaffMember(kManager), Change("b1"));
  v1::ChangeBooking& change = *dearer.mutable_change_booking();
  change.set_requote(v1::REQUOTE_ALL);
  change.mutable_nightly_override()->set_amount_minor(1'000);
  change.mutable_nightly_override()->set_currency("EUR");
  hotel.Given(QuoteFor(dearer));
  hotel.GivenBusinessDate("HB", 20260302);
  hotel.When(Citing("q1", dearer)).ThenDeclined({v1::STATE_QUOTE_MISMATCH});
}

TEST(AQuote, PutsNoDeadlineOffForWhoIsOutside) {
  Ledgerless hotel;
  hotel.Given(
      Create({.arrival = 20260303, .departure = 20260305}));  // deadline on the 2nd at 17:00
  const auto quote = [](const v1::Request& request, std::string_view id, std::string_view until) {
    return As(Guest("c-1"), QuoteFor(request, id, until));
  };
  const v1::Request change = ChangeStay("b1", 20260310, 20260312);
  hotel.When(quote(Cancel("b1"), "q1", "2026-03-02T17:00:01Z"))
      .ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(quote(change, "q1", "2026-03-02T17:00:01Z")).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(quote(Cancel("b1"), "q1", "2026-03-02T17:00:00Z")).ThenAccepted();
  hotel.When(quote(change, "q2", "2026-03-02T17:00:00Z")).ThenAccepted();
  hotel.SetNow("2026-03-02T17:00:00Z");  // nothing gets dearer any more
  hotel.When(quote(Cancel("b1"), "q3", "2026-03-20T10:00:00Z")).ThenAccepted();
}

TEST(AQuote, HoldsNoRoom) {
  Ledgerless hotel;
  hotel.Given(QuoteFor(Create()));
  hotel.Given({Create({.id = "x1"}), Create({.id = "x2"})});
  hotel.When(Citing("q1", Create())).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
}

TEST(AQuote, IsDeclinedAsTheRequestWouldBe) {
  Ledgerless hotel;
  const Then then = hotel.When(QuoteFor(Create({.arrival = 20260228, .departure = 20260301})));
  then.ThenDeclined({v1::STATE_NIGHT_IN_PAST});
  EXPECT_EQ(then.record().outcome().declined().reasons(0).field(),
            "record_quote.create_booking.stay.arrival");
  hotel.Given(Create());
  hotel.When(As(Guest("c-2"), QuoteFor(Cancel("b1")))).ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  hotel.When(As(Guest("c-1"), QuoteFor(Cancel("b1")))).ThenAccepted();
}

TEST(AQuote, NamesAlternativesWhereThereIsNoRoom) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "x1"}), Create({.id = "x2"})});
  const Then then = hotel.When(QuoteFor(Create()));
  then.ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  EXPECT_FALSE(then.record().outcome().declined().alternatives().empty());
}

TEST(AQuote, IsUsedOnce) {
  Ledgerless hotel;
  hotel.Given({QuoteFor(Create()), Citing("q1", Create())});
  EXPECT_TRUE(hotel.state().Find<v1::Quote>("q1")->used());
  hotel.When(Citing("q1", Create()))
      .ThenDeclined({v1::STATE_BOOKING_EXISTS, v1::STATE_STATUS, v1::STATE_QUOTE_MISMATCH});
}

TEST(AQuote, IsCitedWhoeverTheGuestIs) {
  Ledgerless hotel;
  hotel.Given(QuoteFor(Create()));
  v1::Request create = Create();
  create.mutable_create_booking()->mutable_guest()->mutable_sealed()->set_key_slot(7);
  hotel.When(Citing("q1", create)).ThenAccepted();
}

TEST(AQuote, IsNoLongerThanThirtyDays) {
  Ledgerless hotel;
  hotel.When(QuoteFor(Create(), "q1", "2026-03-31T10:00:00Z")).ThenAccepted();
  hotel.When(QuoteFor(Create(), "q2", "2026-03-31T10:00:01Z"))
      .ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(QuoteFor(Create(), "q2", "2026-03-01T10:00:00Z"))
      .ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(QuoteFor(Create(), "q1")).ThenDeclined({v1::STATE_ID_EXISTS});
}

TEST(Declines, FormQuoteInvalid) {
  Ledgerless hotel;
  v1::Request nothing = QuoteFor(Create());
  nothing.mutable_record_quote()->clear_quoted();
  hotel.When(nothing).ThenDeclined({v1::FORM_QUOTE_INVALID});
  hotel.When(Citing("q0", QuoteFor(Create()))).ThenDeclined({v1::FORM_QUOTE_INVALID});
  v1::Resolution resolution;
  const v1::Outcome outcome = QuoteOf(hotel.state(), CheckInOf("b1"), resolution);
  EXPECT_EQ(outcome.declined().reasons(0).code(), v1::FORM_QUOTE_INVALID);
}

TEST(Declines, StateQuoteMismatch) {
  Ledgerless hotel;
  hotel.Given({Create(), QuoteFor(ChangeDeparture("b1", 20260313))});
  hotel.When(Citing("q1", ChangeDeparture("b1", 20260314)))
      .ThenDeclined({v1::STATE_QUOTE_MISMATCH});
  hotel.When(Citing("q1", Cancel("b1"))).ThenDeclined({v1::STATE_QUOTE_MISMATCH});
  hotel.Given(Pay("b1", "p1", 100));  // the booking is another than it was
  hotel.When(Citing("q1", ChangeDeparture("b1", 20260313)))
      .ThenDeclined({v1::STATE_QUOTE_MISMATCH});
}

TEST(Declines, StateExpiredQuote) {
  Ledgerless hotel;
  hotel.Given(QuoteFor(Create()));
  hotel.SetNow("2026-03-02T09:59:59.999999Z");
  hotel.Given(Citing("q1", Create()));
  hotel.Given(QuoteFor(Create({.id = "b2"}), "q2", "2026-03-03T10:00:00Z"));
  hotel.SetNow("2026-03-03T10:00:00Z");  // the instant of expiry is too late
  hotel.When(Citing("q2", Create({.id = "b2"}))).ThenDeclined({v1::STATE_EXPIRED});
}

TEST(Declines, StateReferenceUnknownQuote) {
  Ledgerless hotel;
  hotel.When(Citing("q9", Create())).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST(TheHashOfAQuotedBody, TellsBodiesApartAndLeavesPersonalDataOut) {
  v1::Request create = Create();
  const std::string hash = QuotedBodyHash(create);
  EXPECT_EQ(hash.size(), sizeof(Hash));
  create.mutable_create_booking()->mutable_guest()->mutable_sealed()->set_key_slot(7);
  EXPECT_EQ(QuotedBodyHash(create), hash);
  create.mutable_create_booking()->set_room_type_id("SUI");
  EXPECT_NE(QuotedBodyHash(create), hash);
  EXPECT_NE(QuotedBodyHash(Change("b1")), QuotedBodyHash(Cancel("b1")));
  EXPECT_EQ(QuotedBodyHash(CheckInOf("b1")), "");
}

std::vector<std::string> Steps(const std::vector<v1::ExplainStep>& steps) {
  std::vector<std::string> texts;
  for (const v1::ExplainStep& step : steps) texts.push_back(step.name() + ": " + step.text());
  return texts;
}

TEST(ExplainingACancellation, SaysWhatAppliesBeforeAndAfterItsDeadline) {
  Ledgerless hotel;
  hotel.Given({Create({.arrival = 20260303, .departure = 20260305}), Pay("b1", "p1", 20'000)});
  EXPECT_THAT(
      Steps(ExplainCancel(hotel.state(), hotel.booking("b1"), hotel.now())),
      ElementsAre("verify: Make sure that who asks may ask: the guest, or whoever booked.",
                  "deadline: Free until 2026-03-02T17:00:00Z.", "penalty: Cancelling now is free.",
                  "refund: EUR 200.00 of what was paid is due back.",
                  "settlements: It may go back by: refund, waiver."));
  const std::vector<v1::ExplainStep> after =
      ExplainCancel(hotel.state(), hotel.booking("b1"), At("2026-03-02T17:00:00Z"));
  EXPECT_THAT(Steps(after),
              ElementsAre("verify: Make sure that who asks may ask: the guest, or whoever booked.",
                          "deadline: The last deadline passed at 2026-03-02T17:00:00Z.",
                          "penalty: Cancelling now costs EUR 100.00.",
                          "refund: EUR 100.00 of what was paid is due back.",
                          "settlements: It may go back by: refund, waiver."));
  EXPECT_EQ(after[2].policy().policy_id(), "flexible");
  EXPECT_EQ(after[2].rule(), v1::RULE_PENALTY_TIER);
  EXPECT_EQ(after[2].tier(), 1);
}

TEST(ExplainingACancellation, NamesMeasuresAndWhoMustAgree) {
  Ledgerless hotel;
  GivenPolicy(hotel,
              "policy_id: 'care' version: 1 compensation { rules { cancellation_reason: "
              "CANCELLATION_REASON_EMERGENCY measure: MEASURE_WAIVE limit_basis_points: 10000 "
              "evidence_needed: true } rules { change_reason: CHANGE_REASON_ITINERARY measure: "
              "MEASURE_DISCOUNT limit_basis_points: 1000 } }");
  GivenPolicy(hotel, AuthorityText(1, "verification_required: true"));
  v1::Request create = Create();
  hotel.Given(create);
  const auto steps =
      Steps(ExplainCancel(hotel.state(), hotel.booking("b1"), At("2026-03-01T11:00:00Z")));
  EXPECT_THAT(
      steps,
      ElementsAre("verify: Staff say who asks and how that was made sure of: a verification is "
                  "required.",
                  "deadline: Free until 2026-03-09T17:00:00Z.", "penalty: Cancelling now is free.",
                  "refund: Nothing that was paid is due back.",
                  "measures: For emergency: waive, with evidence.",
                  "authorise: To waive a penalty above one's own limit takes another manager."));
}

TEST(ExplainingAChange, SaysTheFeeAsTheChangeWouldCost) {
  Ledgerless hotel;
  GivenPolicy(hotel,
              "policy_id: 'fees' version: 1 change { tiers { days_before_arrival: 30 "
              "fee_minor: 1500 } free_reasons: CHANGE_REASON_WRONG_DATA }");
  hotel.Given(Create());
  const std::vector<v1::ExplainStep> steps =
      ExplainChange(hotel.state(), hotel.booking("b1"), hotel.now());
  EXPECT_THAT(Steps(steps),
              ElementsAre("verify: Make sure that who asks may ask: the guest, or whoever booked.",
                          "fee: A change now costs EUR 15.00 and the difference in price. Free of "
                          "the fee: wrong data."));
  const Then then = hotel.When(ChangeDeparture("b1", 20260313));
  EXPECT_EQ(then.record().outcome().accepted().items(1).amount_minor(), steps[1].amount_minor());
}

TEST(ExplainingWhatIsOver, SaysItsStatus) {
  Ledgerless hotel;
  hotel.Given({Create(), Cancel("b1")});
  EXPECT_THAT(Steps(ExplainCancel(hotel.state(), hotel.booking("b1"), hotel.now())),
              ElementsAre("status: The booking is CANCELLED and can't be cancelled."));
  EXPECT_THAT(Steps(ExplainChange(hotel.state(), hotel.booking("b1"), hotel.now())),
              ElementsAre("status: The booking is CANCELLED and can't be changed."));
}

}  // namespace
}  // namespace daybook::testing
