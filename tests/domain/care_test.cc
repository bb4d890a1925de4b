// What is done for customers: agreements (DOMAIN D33), gifts and offers (A9, D34).
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/domain/customer/customer_checks.h"
#include "tests/domain/houses_with_books.h"

namespace daybook::testing {
namespace {

using ::testing::Test;

constexpr std::string_view kLimits =
    "authority { limits { role: ROLE_SALES compensation_minor: 5000 } }";

// `items` and more, at K1, for c-1's booking b1.
v1::Request Sign(std::string_view items, std::string_view booking_id = "b1",
                 std::string_view agreement_id = "g-1") {
  return Ask(
      kSales,
      absl::StrCat("sign_agreement { agreement { agreement_id: '", std::string(agreement_id),
                   "' property_id: 'K1' customer_id: 'c-1' booking_id: '", std::string(booking_id),
                   "' supervisor_staff_id: 'mia' ", std::string(items), " } }"));
}
v1::Request SettleItem(std::string_view item_id, std::string_view status,
                       std::string_view agreement_id = "g-1") {
  return WithId(
      absl::StrCat("settle-", std::string(item_id)),
      Ask(kSales, absl::StrCat("settle_agreement_item { agreement_id: '", std::string(agreement_id),
                               "' item_id: '", std::string(item_id),
                               "' status: ", std::string(status), " }")));
}
v1::Request Give(int64_t cost_minor, std::string_view currency = "EUR",
                 std::string_view gift_id = "f-1") {
  return Ask(kSales, absl::StrCat("give_gift { gift { gift_id: '", std::string(gift_id),
                                  "' property_id: 'K1' customer_id: 'c-1' code: 'wine' cost { "
                                  "amount_minor: ",
                                  cost_minor, " currency: '", std::string(currency),
                                  "' } occasion: 'birthday' } }"));
}
v1::Request Offer(std::string_view what, std::string_view offer_id = "o-1",
                  int32_t expires_on = 20260310) {
  return Ask(kSales, absl::StrCat("make_offer { offer { offer_id: '", std::string(offer_id),
                                  "' property_id: 'K1' customer_id: 'c-1' content: 'spa-day' "
                                  "expires_on: ",
                                  expires_on, " ", std::string(what), " } }"));
}
v1::Request Answer(std::string_view status, std::string_view booked_id = "") {
  return Ask(kSales, absl::StrCat("answer_offer { offer_id: 'o-1' status: ", std::string(status),
                                  " booked_id: '", std::string(booked_id), "' }"));
}

constexpr std::string_view kDinner =
    "items { item_id: 'i1' code: 'dinner' due_on: 20260302 due_minute: 1140 "
    "price { amount_minor: 5950 currency: 'EUR' } } ";
constexpr std::string_view kWelcome =
    "items { item_id: 'i2' code: 'welcome' due_on: 20260301 due_minute: 900 } ";

class Care : public Test {
 protected:
  Care() { GivenHousesWithBooks(house_); }
  const v1::Agreement& agreement() const { return *house_.state().Find<v1::Agreement>("g-1"); }
  const v1::Offer& offer() const { return *house_.state().Find<v1::Offer>("o-1"); }
  Ledgerless house_;
};

TEST_F(Care, AnAgreementIsFollowedItemByItem) {
  GivenInHouse(house_, "b1", "K1", 20260304);
  house_.When(Sign(absl::StrCat(std::string(kDinner), std::string(kWelcome))))
      .ThenAccepted({R"pb(agreement_signed { agreement_id: "g-1" })pb"});
  EXPECT_EQ(agreement().items(0).status(), v1::AGREEMENT_ITEM_DUE);
  EXPECT_EQ(agreement().revision(), 1);
  house_.When(SettleItem("i2", "AGREEMENT_ITEM_MISSED"))
      .ThenAccepted({R"pb(agreement_item_settled {
                            agreement_id: "g-1"
                            item_id: "i2"
                            status: AGREEMENT_ITEM_MISSED
                          })pb"});
  EXPECT_EQ(agreement().items(1).status(), v1::AGREEMENT_ITEM_MISSED);
  EXPECT_EQ(agreement().items(1).settled_by().id(), kSales);
  EXPECT_EQ(agreement().items(0).status(), v1::AGREEMENT_ITEM_DUE);
  EXPECT_EQ(agreement().revision(), 2);
  house_.When(SettleItem("i2", "AGREEMENT_ITEM_DELIVERED")).ThenDeclined({v1::STATE_STATUS});
  house_.When(SettleItem("i9", "AGREEMENT_ITEM_DELIVERED"))
      .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  house_.When(SettleItem("i1", "AGREEMENT_ITEM_DELIVERED", "g-9"))
      .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  house_.When(SettleItem("i1", "AGREEMENT_ITEM_DUE")).ThenDeclined({v1::FORM_ENUM_INVALID});
  house_.When(IfRevision(1, SettleItem("i1", "AGREEMENT_ITEM_MISSED")))
      .ThenDeclined({v1::STATE_REVISION_STALE});
}

TEST_F(Care, WhatIsDeliveredAtAPriceGoesOnTheFolioWithItsTax) {
  house_.Given(PolicyInForce("vat", "tax { rates { kind: REVENUE_EXTRA basis_points: 1900 } }"));
  GivenInHouse(house_, "b1", "K1", 20260304);
  house_.Given(Sign(kDinner));
  const int64_t before = house_.booking("b1").folio().guest_minor();
  const Then delivered = house_.When(SettleItem("i1", "AGREEMENT_ITEM_DELIVERED"));
  delivered.ThenAccepted(
      {R"pb(agreement_item_settled { item_id: "i1" status: AGREEMENT_ITEM_DELIVERED })pb",
       R"pb(charge_posted {
              booking_id: "b1"
              charge {
                kind: REVENUE_EXTRA
                code: "dinner"
                gross_minor: 5950
                tax_minor: 950
                business_date: 20260301
              }
            })pb"});
  EXPECT_EQ(Posted(delivered), (std::vector<std::string>{"GUEST_LEDGER/EXTRA_REVENUE 5000 K1",
                                                         "GUEST_LEDGER/TAX 950 K1"}));
  EXPECT_EQ(delivered.record().outcome().accepted().policy_id(), "vat");
  EXPECT_EQ(house_.booking("b1").folio().guest_minor() - before, 5950);
  EXPECT_EQ(house_.booking("b1").folio().charges(0).charge_id(),
            delivered.record().request().request_id());
  ExpectBooksInOrder(house_);
}

TEST_F(Care, AMissedItemChargesNothingAndAnIncludedOneNeither) {
  GivenInHouse(house_, "b1", "K1", 20260304);
  house_.Given(Sign(absl::StrCat(std::string(kDinner), std::string(kWelcome))));
  EXPECT_TRUE(Posted(house_.When(SettleItem("i1", "AGREEMENT_ITEM_MISSED"))).empty());
  EXPECT_TRUE(Posted(house_.When(SettleItem("i2", "AGREEMENT_ITEM_DELIVERED"))).empty());
  EXPECT_EQ(agreement().items(1).status(), v1::AGREEMENT_ITEM_DELIVERED);
}

TEST_F(Care, WhoIsNotInHouseIsChargedNothing) {
  house_.Given(Create({.id = "b1", .property = "K1", .arrival = 20260302, .departure = 20260303}));
  house_.Given(Sign(kDinner));
  house_.When(SettleItem("i1", "AGREEMENT_ITEM_DELIVERED"))
      .ThenDeclined({v1::STATE_BOOKING_STATUS});
}

TEST_F(Care, AnAgreementNamesWhatThereIs) {
  GivenInHouse(house_, "b1", "K1", 20260304);
  house_.Given(Create({.id = "b2", .property = "K1", .customer = "c-2"}));
  house_.When(Sign(kWelcome, "b9")).ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
  house_.When(Sign(kWelcome, "b2")).ThenDeclined({v1::STATE_CUSTOMER_MISMATCH});
  house_.When(Sign("items { item_id: 'i1' code: 'x' due_on: 20260228 }"))
      .ThenDeclined({v1::STATE_EXPIRED});
  house_
      .When(Sign("items { item_id: 'i1' code: 'x' due_on: 20260301 "
                 "price { amount_minor: 1 currency: 'USD' } }"))
      .ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  house_
      .When(With(Sign(kWelcome),
                 [](v1::Request& r) {
                   r.mutable_sign_agreement()->mutable_agreement()->set_supervisor_staff_id(
                       "nobody");
                 }))
      .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  house_.Given(Sign(kWelcome, ""));
  house_.When(Sign(kWelcome)).ThenDeclined({v1::STATE_ID_EXISTS});
}

TEST_F(Care, AnAgreementThatCanNotBeRightIsDeclinedWithAllReasons) {
  house_.When(Sign("")).ThenDeclined({v1::FORM_TOO_MANY});
  house_.When(Sign(absl::StrCat(std::string(kWelcome), std::string(kWelcome))))
      .ThenDeclined({v1::FORM_DUPLICATE});
  house_.When(Sign(kDinner, "")).ThenDeclined({v1::FORM_ID_INVALID});
  house_
      .When(Sign("items { item_id: 'i1' due_on: 20260230 due_minute: 1440 status: "
                 "AGREEMENT_ITEM_MISSED price { currency: 'EUR' } }"))
      .ThenDeclined({v1::FORM_ID_INVALID, v1::FORM_DATE_INVALID, v1::FORM_LIMIT_INVALID,
                     v1::FORM_ENUM_INVALID, v1::FORM_AMOUNT_NOT_POSITIVE});
}

TEST_F(Care, GiftsCostTheHouse) {
  const Then given = house_.When(Give(3'000));
  given.ThenAccepted({R"pb(gift_given { gift_id: "f-1" })pb"});
  EXPECT_EQ(Posted(given), std::vector<std::string>{"COMPENSATION/CLEARING 3000 K1"});
  EXPECT_EQ(house_.state().Find<v1::Gift>("f-1")->occasion(), "birthday");
  house_.When(Give(3'000)).ThenDeclined({v1::STATE_ID_EXISTS});
  house_.When(Give(0, "EUR", "f-2")).ThenDeclined({v1::FORM_AMOUNT_NOT_POSITIVE});
  house_.When(Give(1, "USD", "f-2")).ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
}

TEST_F(Care, GiftsAboveTheLimitNeedSomebodyWithMore) {
  house_.Given(PolicyInForce("limits", kLimits));
  house_.When(Give(5'001)).ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  const Then given = house_.When(Give(5'000));
  given.ThenAccepted();
  EXPECT_EQ(given.record().outcome().accepted().policy_id(), "limits");
  house_
      .When(Overriding({v1::POLICY_ABOVE_LIMIT}, StaffMember(kManager), Give(9'000, "EUR", "f-2")))
      .ThenOverrode({v1::POLICY_ABOVE_LIMIT});
}

TEST_F(Care, RetentionOffersOfValueAreWithinTheLimit) {
  house_.Given(PolicyInForce("limits", kLimits));
  house_.When(Offer("kind: OFFER_RETENTION value { amount_minor: 5001 currency: 'EUR' }"))
      .ThenDeclined({v1::POLICY_ABOVE_LIMIT});
  house_.When(Offer("kind: OFFER_RETENTION value { amount_minor: 5000 currency: 'EUR' }"))
      .ThenAccepted({R"pb(offer_made { offer_id: "o-1" })pb"});
  EXPECT_EQ(offer().status(), v1::OFFER_MADE);
  house_.When(Offer("kind: OFFER_RETENTION", "o-2")).ThenAccepted();
}

TEST_F(Care, OffersAreAnsweredOnceAndInTime) {
  house_.Given({Offer("kind: OFFER_RETENTION"), Create({.id = "b1", .property = "K1"}),
                Create({.id = "b2", .property = "K1", .customer = "c-2"})});
  house_.When(Answer("OFFER_ACCEPTED", "b9")).ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
  house_.When(Answer("OFFER_ACCEPTED", "b2")).ThenDeclined({v1::STATE_CUSTOMER_MISMATCH});
  house_.When(Answer("OFFER_MADE")).ThenDeclined({v1::FORM_ENUM_INVALID});
  house_.When(Answer("OFFER_REFUSED", "b1")).ThenDeclined({v1::FORM_ID_INVALID});
  house_.When(Answer("OFFER_ACCEPTED", "b1")).ThenAccepted({R"pb(offer_answered {
                                                                   offer_id: "o-1"
                                                                   status: OFFER_ACCEPTED
                                                                 })pb"});
  EXPECT_EQ(offer().booked_id(), "b1");
  EXPECT_EQ(offer().settled_position(), house_.records().back().position());
  house_.When(Answer("OFFER_REFUSED")).ThenDeclined({v1::STATE_STATUS});
}

TEST_F(Care, OffersExpireOnTheirDate) {
  house_.When(Offer("kind: OFFER_RETENTION", "o-1", 20260301)).ThenDeclined({v1::STATE_EXPIRED});
  house_.Given({Offer("kind: OFFER_RETENTION", "o-1", 20260302), Roll("K1", 20260301)});
  house_.When(Answer("OFFER_ACCEPTED")).ThenDeclined({v1::STATE_EXPIRED});
  house_.When(Answer("OFFER_REFUSED")).ThenAccepted();
}

TEST_F(Care, OffersAreAnsweredByWhomTheyWereMadeTo) {
  house_.Given(Offer("kind: OFFER_RETENTION"));
  house_.When(As(Guest("c-2"), Answer("OFFER_ACCEPTED"))).ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  house_.When(As(Guest("c-1"), Answer("OFFER_ACCEPTED"))).ThenAccepted();
}

TEST_F(Care, NothingIsDoneForWhoWasErased) {
  house_.Given(Ask(kManager, "erase_customer { customer_id: 'c-1' reason_code: 'asked-for' }"));
  house_.When(Give(100)).ThenDeclined({v1::STATE_STATUS});
  house_.When(Offer("kind: OFFER_RETENTION")).ThenDeclined({v1::STATE_STATUS});
  house_.When(Sign(kWelcome, "")).ThenDeclined({v1::STATE_STATUS});
}

TEST(Declines, PolicyConsentMissingForAPromotion) {
  Ledgerless house;
  GivenHousesWithBooks(house);
  const v1::Request promotion = Offer("kind: OFFER_PROMOTION campaign: 'spring'");
  house.When(Offer("kind: OFFER_PROMOTION")).ThenDeclined({v1::FORM_ID_INVALID});
  house.When(promotion).ThenDeclined({v1::POLICY_CONSENT_MISSING});
  house.Given(
      Ask(kSales, "set_consent { customer_id: 'c-1' purpose: CONSENT_PROMOTION given: true }"));
  house.When(promotion).ThenAccepted();
}

}  // namespace
}  // namespace daybook::testing
