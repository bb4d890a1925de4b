// What the house gives for trouble: as the compensation policy provides for the reason, within limits, with evidence; and how what is
// due back from a cancellation is settled.
#include "ledger/domain/booking/compensation.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/domain/request_text.h"
#include "tests/support/books_hotel.h"
#include "tests/support/policies.h"
#include "tests/support/sparse_state.h"

namespace daybook::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr char kCare[] = R"pb(
  policy_id: "care"
  version: 1
  compensation {
    rules {
      cancellation_reason: CANCELLATION_REASON_EMERGENCY
      sub_reason: "hospital"
      measure: MEASURE_WAIVE
      limit_basis_points: 10000
      evidence_needed: true
    }
    rules {
      cancellation_reason: CANCELLATION_REASON_EMERGENCY
      measure: MEASURE_WAIVE
      limit_minor: 5000
      limit_basis_points: 5000
    }
    rules {
      cancellation_reason: CANCELLATION_REASON_SERVICE
      measure: MEASURE_VOUCHER
      limit_minor: 3000
    }
    rules { cancellation_reason: CANCELLATION_REASON_SERVICE measure: MEASURE_APOLOGY }
    rules {
      change_reason: CHANGE_REASON_ITINERARY
      measure: MEASURE_DISCOUNT
      limit_basis_points: 2000
    }
    rules { change_reason: CHANGE_REASON_OTHER measure: MEASURE_UPGRADE }
    rules { change_reason: CHANGE_REASON_OTHER measure: MEASURE_WAIVE limit_basis_points: 10000 }
    rules { change_reason: CHANGE_REASON_OTHER measure: MEASURE_FREE_SERVICE }
    voucher_valid_days: 90
  }
)pb";

std::vector<std::string> Items(const Then& then) {
  std::vector<std::string> items;
  for (const v1::Item& item : then.record().outcome().accepted().items()) {
    items.push_back(absl::StrCat(v1::ItemKind_Name(item.kind()), " ", item.amount_minor(), " ",
                                 v1::PricingRule_Name(item.rule())));
  }
  return items;
}

v1::Compensation Gift(std::string_view text) {
  v1::Compensation compensation;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(std::string(text), &compensation));
  return compensation;
}

v1::Request CancelWith(std::string_view booking_id, v1::CancellationReason reason,
                       std::string_view compensation, std::string_view sub_reason = "") {
  v1::Request cancel = Cancel(booking_id, reason);
  cancel.mutable_cancel_booking()->set_sub_reason(std::string(sub_reason));
  *cancel.mutable_cancel_booking()->mutable_compensation() = Gift(compensation);
  return cancel;
}

v1::Request Giving(v1::Request change, v1::ChangeReason reason, std::string_view compensation) {
  change.mutable_change_booking()->set_reason(reason);
  *change.mutable_change_booking()->mutable_compensation() = Gift(compensation);
  return change;
}

// b1, non-refundable: cancelling costs 180.00. Its guest has paid.
void GivenAPenalty(Ledgerless& hotel, std::string_view policy = kCare) {
  if (!policy.empty()) GivenPolicy(hotel, policy);
  hotel.Given({Create({.rate_plan = "NRF"}), Pay("b1", "p1", 18'000)});
}

constexpr v1::CancellationReason kEmergency = v1::CANCELLATION_REASON_EMERGENCY;

// What the house was told or shown.
v1::Request Spoken(std::string_view id, std::string_view about) {
  return Ask(StaffMember(kFrontDesk),
             absl::StrCat("record_contact { contact { contact_id: '", std::string(id),
                          "' property_id: 'H1' channel: FEEDBACK_CHANNEL_PHONE purpose: "
                          "CONTACT_REASON_FINDING found_reason: 'hospital' ",
                          std::string(about), " } }"));
}

TEST(AWaiver, WithEvidenceIsAutomaticWithinTheRulesLimit) {
  Ledgerless hotel;
  GivenAPenalty(hotel);
  GivenPolicy(hotel, AuthorityText(1));
  hotel.Given(Spoken("t-7", "customer_id: 'c-1'"));
  const Then then = hotel.When(
      As(Guest("c-1"),
         CancelWith("b1", kEmergency, "measure: MEASURE_WAIVE evidence_id: 't-7'", "hospital")));
  then.ThenAccepted(
      {R"pb(booking_cancelled {
              booking_id: "b1"
              cancellation {
                reason: CANCELLATION_REASON_EMERGENCY
                sub_reason: "hospital"
                foregone_minor: 18000
                refund_due_minor: 18000
              }
            })pb",
       R"pb(compensation_given { booking_id: "b1" measure: 1 amount_minor: 18000 })pb"});
  EXPECT_EQ(hotel.booking("b1").cancellation().penalty_minor(), 0);
  EXPECT_THAT(Items(then), ElementsAre("ITEM_PENALTY 18000 RULE_PENALTY_NON_REFUNDABLE",
                                       "ITEM_REFUND -18000 RULE_REFUND_SURPLUS",
                                       "ITEM_WAIVER -18000 RULE_COMPENSATION"));
  EXPECT_EQ(then.record().outcome().accepted().policies(0).policy_id(), "care");
}

TEST(AWaiver, TakesNoEvidenceThatNobodyFindsAgain) {
  Ledgerless hotel;
  GivenAPenalty(hotel);
  hotel.Given({Spoken("t-1", "customer_id: 'c-1'"), Spoken("t-2", "customer_id: 'c-2'"),
               Ask(Guest("c-1"),
                   "record_feedback { feedback { feedback_id: 'f-1' property_id: 'H1' customer_id: "
                   "'c-1' channel: FEEDBACK_CHANNEL_EMAIL kind: FEEDBACK_KIND_COMPLAINT } }"),
               Ask(StaffMember(kFrontDesk),
                   "open_case { case_id: 'k-1' property_id: 'H1' kind: FEEDBACK_KIND_COMPLAINT "
                   "category: 'flood' }")});
  const auto waive = [](const v1::Actor& actor, const std::string& evidence) {
    return As(actor,
              CancelWith("b1", kEmergency,
                         absl::StrCat("measure: MEASURE_WAIVE evidence_id: '", evidence, "'"),
                         "hospital"));
  };
  const std::string digest(64, 'a');
  // What guests say themselves shows nothing; what is another's neither.
  for (const std::string& evidence : {std::string("made-up"), std::string("t-2"),
                                      std::string("f-1"), std::string("k-1"), digest}) {
    hotel.When(waive(Guest("c-1"), evidence)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  }
  for (const std::string& evidence :
       {std::string("made-up"), std::string("t-2"), std::string(63, 'a')}) {
    hotel.When(waive(StaffMember(kFrontDesk), evidence))
        .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  }
  for (const std::string& evidence :
       {std::string("t-1"), std::string("f-1"), std::string("k-1"), digest}) {
    hotel.When(waive(StaffMember(kFrontDesk), evidence)).ThenAccepted();
    hotel.Given(Ask(StaffMember(kFrontDesk), "reinstate_booking { booking_id: 'b1' }"));
  }
}

TEST(AWaiver, TakesEvidenceAboutTheGuestUnderAnyNameOfTheirs) {
  const auto file = [](std::string_view id) {
    return Ask(StaffMember(kManager),
               absl::StrCat("update_profile { customer_id: '", std::string(id),
                            "' profile { sealed { key_slot: 7 } } }"));
  };
  const auto merge = [](std::string_view id) {
    return Ask(
        StaffMember(kManager),
        absl::StrCat("merge_customers { customer_id: 'c-9' merged_id: '", std::string(id), "' }"));
  };
  Ledgerless hotel;
  GivenAPenalty(hotel);  // of c-1
  hotel.Given({file("c-1"), file("c-2"), file("c-8"), file("c-9"),
               Spoken("t-8", "customer_id: 'c-8'"), Spoken("t-2", "customer_id: 'c-2'"),
               merge("c-1"), merge("c-8"), Spoken("t-9", "customer_id: 'c-9'")});
  const auto waive = [](std::string_view evidence) {
    return CancelWith(
        "b1", kEmergency,
        absl::StrCat("measure: MEASURE_WAIVE evidence_id: '", std::string(evidence), "'"),
        "hospital");
  };
  hotel.When(waive("t-2")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  for (const std::string_view evidence : {"t-9", "t-8"}) {
    hotel.When(waive(evidence)).ThenAccepted();
    hotel.Given(Ask(StaffMember(kFrontDesk), "reinstate_booking { booking_id: 'b1' }"));
  }
  EXPECT_EQ(ReplaySparsely(hotel.records()).difference, "");
}

TEST(AWaiver, MayBeOfAPartAndTheRestIsCharged) {
  Ledgerless hotel;
  GivenAPenalty(hotel);
  hotel.Given(CancelWith("b1", kEmergency,
                         "measure: MEASURE_WAIVE amount { amount_minor: 4000 currency: 'EUR' }"));
  EXPECT_EQ(hotel.booking("b1").cancellation().penalty_minor(), 14'000);
  EXPECT_EQ(hotel.booking("b1").cancellation().foregone_minor(), 4'000);
  EXPECT_EQ(hotel.booking("b1").cancellation().refund_due_minor(), 4'000);
}

TEST(AWaiver, WithoutEvidenceCountsAgainstTheActorsOwnLimit) {
  Ledgerless hotel;
  GivenAPenalty(hotel);
  GivenPolicy(hotel, AuthorityText(1));  // waivers of the front desk: 20.00
  const auto waive = [](int64_t amount) {
    return CancelWith("b1", kEmergency,
                      absl::StrCat("measure: MEASURE_WAIVE amount { amount_minor: ", amount,
                                   " currency: 'EUR' }"));
  };
  hotel.When(waive(2'001)).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  hotel.When(As(Guest("c-1"), waive(1))).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  hotel.When(As(StaffMember(kManager), waive(5'001))).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  hotel.When(Overriding({v1::POLICY_ABOVE_LIMIT}, StaffMember(kManager), waive(9'000)))
      .ThenOverrode({v1::POLICY_ABOVE_LIMIT});
  EXPECT_EQ(hotel.booking("b1").cancellation().foregone_minor(), 9'000);
}

TEST(AWaiver, IsNotOpenedByAnIdThatNoRuleWants) {
  Ledgerless hotel;
  GivenAPenalty(hotel);
  hotel.Given(Spoken("t-1", "customer_id: 'c-1'"));
  hotel
      .When(As(Guest("c-1"),
               CancelWith("b1", kEmergency,
                          "measure: MEASURE_WAIVE amount { amount_minor: 1 currency: 'EUR' } "
                          "evidence_id: 't-1'")))
      .ThenDeclined({v1::POLICY_ABOVE_LIMIT});
}

TEST(AWaiver, ByTheSettlementTakesTheActorsOwnLimit) {
  Ledgerless hotel;
  GivenAPenalty(hotel, "");
  GivenPolicy(hotel, AuthorityText(1));
  v1::Request cancel = Cancel("b1");
  cancel.mutable_cancel_booking()->set_settlement(v1::SETTLEMENT_WAIVER);
  hotel.When(cancel).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  const Then then = hotel.When(As(StaffMember(kManager), cancel));
  EXPECT_THAT(Items(then), Contains("ITEM_WAIVER -18000 RULE_WAIVER"));
  EXPECT_EQ(hotel.booking("b1").cancellation().settlement(), v1::SETTLEMENT_WAIVER);
  EXPECT_EQ(hotel.booking("b1").cancellation().refund_due_minor(), 18'000);
}

TEST(AWaiver, OfAFeeLeavesTheFeeInTheOutcomeAndOffTheFolio) {
  BooksHotel hotel;
  GivenPolicy(hotel, kCare);
  GivenPolicy(hotel,
              "policy_id: 'fees' version: 1 change { tiers { days_before_arrival: 60 "
              "fee_minor: 3000 } }");
  hotel.Given(Book("b1", 20260310, 20260312));
  const Then then =
      hotel.When(Giving(ChangeDeparture("b1", 20260313), v1::CHANGE_REASON_OTHER,
                        "measure: MEASURE_WAIVE amount { amount_minor: 2000 currency: 'EUR' }"));
  EXPECT_THAT(Items(then),
              ElementsAre("ITEM_PRICE_DIFFERENCE 10700 RULE_REQUOTE_ADDED",
                          "ITEM_FEE 3000 RULE_CHANGE_TIER", "ITEM_WAIVER -2000 RULE_COMPENSATION"));
  EXPECT_EQ(hotel.folio("b1").guest_minor(), 1'000);
}

TEST(ADiscount, IsOnTheNightsFromTheChangeOn) {
  Ledgerless hotel;
  GivenPolicy(hotel, kCare);
  hotel.Given({Create({.arrival = 20260301, .departure = 20260304}), CheckInOf("b1"),
               Roll("H1", 20260301)});
  const Then then = hotel.When(Giving(ChangeDeparture("b1", 20260305), v1::CHANGE_REASON_ITINERARY,
                                      "measure: MEASURE_DISCOUNT basis_points: 1000"));
  then.ThenAccepted(
      {R"pb(booking_changed {
              booking_id: "b1"
              price { from: 20260301 to: 20260302 nightly_minor: 10000 }
              price { from: 20260302 to: 20260305 nightly_minor: 9000 }
              price_difference_minor: 7000
            })pb",
       R"pb(compensation_given { booking_id: "b1" measure: 5 amount_minor: 3000 })pb"});
  EXPECT_THAT(Items(then), ElementsAre("ITEM_PRICE_DIFFERENCE 10000 RULE_REQUOTE_ADDED",
                                       "ITEM_DISCOUNT -3000 RULE_COMPENSATION"));
}

TEST(AnUpgrade, GivesAnotherRoomAtThePriceBooked) {
  Ledgerless hotel;
  GivenPolicy(hotel, kCare);
  hotel.Given(Create());
  const v1::Request upgrade =
      Giving(Change("b1"), v1::CHANGE_REASON_OTHER, "measure: MEASURE_UPGRADE room_type_id: 'SUI'");
  hotel.When(upgrade).ThenAccepted(
      {R"pb(booking_changed { booking_id: "b1" reason: CHANGE_REASON_OTHER })pb",
       R"pb(room_type_assigned { booking_id: "b1" room_type_id: "SUI" })pb",
       R"pb(compensation_given { booking_id: "b1" measure: 6 })pb"});
  EXPECT_EQ(hotel.booking("b1").price_minor(), 20'000);
  EXPECT_EQ(hotel.RoomsTaken("H1", "SUI", 20260310), 1);
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260310), 0);
  hotel.When(upgrade).ThenDeclined({v1::STATE_ALREADY_ASSIGNED});
  hotel.Given({Create({.id = "s1", .room_type = "SUI"}), Create({.id = "b2"})});
  hotel
      .When(Giving(Change("b2"), v1::CHANGE_REASON_OTHER,
                   "measure: MEASURE_UPGRADE room_type_id: 'SUI'"))
      .ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel
      .When(Giving(Change("b2"), v1::CHANGE_REASON_OTHER,
                   "measure: MEASURE_UPGRADE room_type_id: 'PENTHOUSE'"))
      .ThenDeclined({v1::STATE_ROOM_TYPE_UNKNOWN});
}

TEST(AnUpgradeOrAServiceForFree, IsNotWhatGuestsGiveThemselves) {
  Ledgerless hotel;
  GivenPolicy(hotel, kCare);
  hotel.Given(Create());
  for (const char* const measure : {"measure: MEASURE_UPGRADE room_type_id: 'SUI'",
                                    "measure: MEASURE_FREE_SERVICE service: 'airport-transfer'"}) {
    hotel.When(As(Guest("c-1"), Giving(Change("b1"), v1::CHANGE_REASON_OTHER, measure)))
        .ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  }
}

TEST(AServiceForFree, IsNotedWithTheChange) {
  Ledgerless hotel;
  GivenPolicy(hotel, kCare);
  hotel.Given(Create());
  hotel
      .When(Giving(ChangeDeparture("b1", 20260313), v1::CHANGE_REASON_OTHER,
                   "measure: MEASURE_FREE_SERVICE service: 'airport-transfer'"))
      .ThenAccepted({R"pb(booking_changed { booking_id: "b1" })pb",
                     R"pb(compensation_given { booking_id: "b1" measure: 7 })pb"});
}

TEST(AGoodwillVoucher, IsOwedByTheBooksForAsLongAsThePolicySays) {
  BooksHotel hotel;
  GivenPolicy(hotel, kCare);
  hotel.Given(Book("b1", 20260310, 20260312));
  const Then then =
      hotel.When(CancelWith("b1", v1::CANCELLATION_REASON_SERVICE,
                            "measure: MEASURE_VOUCHER voucher_id: 'v1' amount { amount_minor: 3000 "
                            "currency: 'EUR' }"));
  then.ThenAccepted();
  EXPECT_THAT(PostingsOf(then.record()), ElementsAre("COMPENSATION VOUCHERS 3000"));
  EXPECT_THAT(Items(then), ElementsAre("ITEM_VOUCHER -3000 RULE_COMPENSATION"));
  const auto* const voucher = hotel.state().Find<v1::Voucher>("v1");
  ASSERT_NE(voucher, nullptr);
  EXPECT_EQ(voucher->kind(), v1::VOUCHER_GOODWILL);
  EXPECT_EQ(voucher->expires_on(), 20260530);
}

TEST(Points, AreGrantedToAMemberForTheTrouble) {
  BooksHotel hotel;
  GivenPolicy(hotel,
              "policy_id: 'care' version: 1 compensation { rules { change_reason: "
              "CHANGE_REASON_OTHER measure: MEASURE_POINTS limit_minor: 500 } }");
  GivenPolicy(hotel,
              "policy_id: 'points' version: 1 loyalty { currency: 'EUR' "
              "points_per_hundred_minor: 1 point_value_minor: 5 valid_days: 365 owner_staff_id: "
              "'mia' }");
  hotel.Given(Book("b1", 20260310, 20260312));
  const auto giving = [](int64_t points) {
    return Giving(ChangeDeparture("b1", 20260313), v1::CHANGE_REASON_OTHER,
                  absl::StrCat("measure: MEASURE_POINTS points: ", points));
  };
  hotel.When(giving(300)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});  // no member
  v1::Request enrol;
  *enrol.mutable_actor() = StaffMember(kManager);
  enrol.mutable_enrol_member()->set_customer_id("c-1");
  hotel.Given(enrol);
  hotel.When(giving(501)).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  const Then then = hotel.When(giving(300));
  EXPECT_THAT(Items(then), ElementsAre("ITEM_PRICE_DIFFERENCE 10700 RULE_REQUOTE_ADDED",
                                       "ITEM_POINTS -300 RULE_COMPENSATION"));
  EXPECT_THAT(PostingsOf(then.record()), ElementsAre("CONTRA_REVENUE POINTS 1500"));
  EXPECT_EQ(hotel.state().Find<v1::Member>("c-1")->points(), 300);
}

TEST(ASettlement, ByVoucherTurnsWhatIsDueBackIntoOneWithABonus) {
  BooksHotel hotel;
  GivenPolicy(hotel,
              "policy_id: 'back' version: 1 refund { settlements: SETTLEMENT_VOUCHER "
              "voucher_bonus_basis_points: 1000 voucher_valid_days: 30 }");
  hotel.Given({Book("b1", 20260310, 20260312), Pay("b1", "p1", 20'000)});
  v1::Request cancel = Cancel("b1");
  hotel.When(cancel).ThenDeclined({v1::POLICY_SETTLEMENT_NOT_ALLOWED});
  cancel.mutable_cancel_booking()->set_settlement(v1::SETTLEMENT_VOUCHER);
  cancel.mutable_cancel_booking()->set_voucher_id("v1");
  const Then then = hotel.When(cancel);
  then.ThenAccepted();
  EXPECT_THAT(PostingsOf(then.record()),
              ElementsAre("DEPOSITS REFUNDS_PAYABLE 20000", "REFUNDS_PAYABLE VOUCHERS 20000",
                          "COMPENSATION VOUCHERS 2000"));
  EXPECT_THAT(Items(then), UnorderedElementsAre("ITEM_REFUND -20000 RULE_REFUND_SURPLUS",
                                                "ITEM_VOUCHER -2000 RULE_VOUCHER_BONUS"));
  const v1::Cancellation& cancellation = hotel.booking("b1").cancellation();
  EXPECT_EQ(cancellation.voucher_id(), "v1");
  EXPECT_EQ(cancellation.refund_due_minor(), 0);
  EXPECT_EQ(cancellation.settlement(), v1::SETTLEMENT_VOUCHER);
  EXPECT_EQ(hotel.folio("b1").refund_due_minor(), 0);
}

TEST(ASettlement, ByRebookingMovesWhatWasPaidToTheOtherBooking) {
  BooksHotel hotel;
  GivenPolicy(hotel, "policy_id: 'back' version: 1 refund { settlements: SETTLEMENT_REBOOK }");
  hotel.Given(
      {Book("b1", 20260310, 20260312), Pay("b1", "p1", 15'000), Book("b2", 20260410, 20260412)});
  v1::Request cancel = Cancel("b1");
  cancel.mutable_cancel_booking()->set_settlement(v1::SETTLEMENT_REBOOK);
  cancel.mutable_cancel_booking()->set_rebook_as("b2");
  const Then then = hotel.When(cancel);
  then.ThenAccepted();
  EXPECT_THAT(PostingsOf(then.record()),
              ElementsAre("DEPOSITS REFUNDS_PAYABLE 15000", "REFUNDS_PAYABLE INTER_PROPERTY 15000",
                          "INTER_PROPERTY DEPOSITS 15000"));
  EXPECT_EQ(hotel.folio("b2").deposit_minor(), 15'000);
  EXPECT_EQ(hotel.folio("b1").refund_due_minor(), 0);
  EXPECT_EQ(hotel.booking("b1").cancellation().rebooked_as(), "b2");
  EXPECT_EQ(hotel.Balance(v1::INTER_PROPERTY), 0);
}

TEST(ASettlement, ByRebookingNeedsAnotherConfirmedBookingOfTheSameGuest) {
  BooksHotel hotel;
  GivenPolicy(hotel, "policy_id: 'back' version: 1 refund { settlements: SETTLEMENT_REBOOK }");
  hotel.Given({Book("b1", 20260310, 20260312), Pay("b1", "p1", 15'000), Create({.id = "other"}),
               With(Book("theirs"),
                    [](v1::Request& r) { r.mutable_create_booking()->set_customer_id("c-2"); })});
  const auto rebook = [](std::string_view id) {
    v1::Request cancel = Cancel("b1");
    cancel.mutable_cancel_booking()->set_settlement(v1::SETTLEMENT_REBOOK);
    cancel.mutable_cancel_booking()->set_rebook_as(std::string(id));
    return cancel;
  };
  hotel.When(rebook("nothing")).ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
  hotel.When(rebook("b1")).ThenDeclined({v1::STATE_BOOKING_STATUS});
  hotel.When(rebook("theirs")).ThenDeclined({v1::STATE_CUSTOMER_MISMATCH});
  hotel.When(rebook("other")).ThenDeclined({v1::STATE_BOOKS_NOT_KEPT});
  hotel.When(rebook("")).ThenDeclined({v1::FORM_ID_INVALID});
}

TEST(ASettlement, OfNothingIsNoVoucher) {
  BooksHotel hotel;
  GivenPolicy(hotel,
              "policy_id: 'back' version: 1 refund { settlements: SETTLEMENT_VOUCHER "
              "voucher_valid_days: 30 }");
  hotel.Given(Book("b1", 20260310, 20260312));
  v1::Request cancel = Cancel("b1");
  cancel.mutable_cancel_booking()->set_settlement(v1::SETTLEMENT_VOUCHER);
  cancel.mutable_cancel_booking()->set_voucher_id("v1");
  hotel.When(cancel).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  hotel.When(Cancel("b1")).ThenAccepted();
}

TEST(ACancellation, SaysWhatItsPenaltyIsMadeOf) {
  BooksHotel hotel;
  hotel.WithTaxes();
  hotel.Given({Book("b1", 20260302, 20260304), Pay("b1", "p1", 21'400)});
  hotel.SetNow("2026-03-01T18:00:00Z");  // the deadline was at 17:00
  const Then then = hotel.When(Cancel("b1"));
  EXPECT_THAT(Items(then),
              ElementsAre("ITEM_PENALTY 10700 RULE_PENALTY_TIER", "ITEM_TAX 1708 RULE_TAX_INCLUDED",
                          "ITEM_REFUND -10700 RULE_REFUND_SURPLUS"));
  const v1::Item& penalty = then.record().outcome().accepted().items(0);
  EXPECT_EQ(penalty.tier(), 1);
  EXPECT_EQ(penalty.policy().policy_id(), "flexible");
  EXPECT_EQ(hotel.Balance(v1::TAX), -1'708);
}

TEST(ACancellation, ProposesOtherStaysWhereItIsAsked) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "b1"}), Create({.id = "b2"})});
  EXPECT_TRUE(hotel.When(Cancel("b2")).record().outcome().accepted().alternatives().empty());
  v1::Request cancel = Cancel("b1");
  cancel.mutable_cancel_booking()->set_propose_alternatives(true);
  EXPECT_FALSE(hotel.When(cancel).record().outcome().accepted().alternatives().empty());
}

TEST(Declines, PolicyMeasureNotProvided) {
  Ledgerless hotel;
  GivenAPenalty(hotel);
  hotel.When(CancelWith("b1", kEmergency, "measure: MEASURE_FREE_SERVICE service: 'taxi'"))
      .ThenDeclined({v1::POLICY_MEASURE_NOT_PROVIDED});
  const v1::Request apology =
      CancelWith("b1", v1::CANCELLATION_REASON_CHANGE_OF_MIND, "measure: MEASURE_APOLOGY");
  hotel.When(apology).ThenDeclined({v1::POLICY_MEASURE_NOT_PROVIDED});
  hotel.When(Overriding({v1::POLICY_MEASURE_NOT_PROVIDED}, StaffMember(kManager), apology))
      .ThenOverrode({v1::POLICY_MEASURE_NOT_PROVIDED});
}

TEST(Declines, PolicyEvidenceMissing) {
  Ledgerless hotel;
  GivenAPenalty(hotel);
  hotel.When(CancelWith("b1", kEmergency, "measure: MEASURE_WAIVE", "hospital"))
      .ThenDeclined({v1::POLICY_EVIDENCE_MISSING});
}

TEST(Declines, PolicySettlementNotAllowed) {
  BooksHotel hotel;
  hotel.Given({Book("b1", 20260310, 20260312), Pay("b1", "p1", 100)});
  v1::Request cancel = Cancel("b1");
  cancel.mutable_cancel_booking()->set_settlement(v1::SETTLEMENT_VOUCHER);
  cancel.mutable_cancel_booking()->set_voucher_id("v1");
  hotel.When(cancel).ThenDeclined({v1::POLICY_SETTLEMENT_NOT_ALLOWED});
}

TEST(Declines, PolicyAboveLimitOfARule) {
  Ledgerless hotel;
  GivenPolicy(hotel, kCare);
  hotel.Given(Create());
  hotel
      .When(Giving(ChangeDeparture("b1", 20260313), v1::CHANGE_REASON_ITINERARY,
                   "measure: MEASURE_DISCOUNT basis_points: 2001"))
      .ThenDeclined({v1::POLICY_ABOVE_LIMIT});
}

TEST(Declines, FormOfACompensation) {
  Ledgerless hotel;
  GivenAPenalty(hotel);
  const auto declined = [&](std::string_view text) {
    return hotel.When(CancelWith("b1", kEmergency, text)).codes();
  };
  using Codes = std::set<v1::DeclineCode>;
  EXPECT_EQ(declined(""), Codes{v1::FORM_ENUM_INVALID});
  EXPECT_EQ(declined("measure: MEASURE_DISCOUNT basis_points: 100"), Codes{v1::FORM_ENUM_INVALID});
  EXPECT_EQ(declined("measure: MEASURE_POINTS points: 0"), Codes{v1::FORM_LIMIT_INVALID});
  EXPECT_EQ(declined("measure: MEASURE_FREE_SERVICE"), Codes{v1::FORM_ID_INVALID});
  EXPECT_EQ(declined("measure: MEASURE_WAIVE amount { currency: 'EUR' }"),
            Codes{v1::FORM_AMOUNT_NOT_POSITIVE});
  EXPECT_EQ(declined("measure: MEASURE_WAIVE amount { amount_minor: 1 currency: 'JPY' }"),
            Codes{v1::STATE_CURRENCY_MISMATCH});
}

}  // namespace
}  // namespace daybook::testing
