// Policies: proposed by one, approved by another, in force by property, and frozen where something was promised.
#include "gtest/gtest.h"
#include "ledger/domain/policy/policy_register.h"
#include "tests/support/given.h"
#include "tests/support/policies.h"

namespace daybook::testing {
namespace {

std::string Fees(int32_t version, int64_t fee_minor, std::string_view more = "") {
  return "policy_id: 'fees' version: " + std::to_string(version) +
         " change { tiers { days_before_arrival: 7 fee_minor: " + std::to_string(fee_minor) +
         " } } " + std::string(more);
}

const v1::PolicyVersion& VersionOf(const Ledgerless& hotel, std::string_view id, int32_t version) {
  const auto* const found = hotel.state().Find<v1::PolicyVersion>(PolicyKey(id, version));
  EXPECT_NE(found, nullptr) << id << " " << version;
  return found == nullptr ? v1::PolicyVersion::default_instance() : *found;
}

int64_t FeeInForce(const Ledgerless& hotel, std::string_view property_id) {
  const v1::Policy* const policy =
      hotel.state().policies().InForce(v1::Policy::kChange, property_id);
  return policy == nullptr ? -1 : policy->change().tiers(0).fee_minor();
}

TEST(Policies, AVersionIsInForceFromItsApprovalOn) {
  Ledgerless hotel;
  hotel.When(Propose(Fees(1, 1'000))).ThenAccepted({R"pb(policy_proposed {
                                                           policy_id: "fees"
                                                           version: 1
                                                         })pb"});
  EXPECT_EQ(FeeInForce(hotel, "H1"), -1);
  EXPECT_EQ(VersionOf(hotel, "fees", 1).status(), v1::POLICY_PROPOSED);
  hotel.When(Approve("fees", 1)).ThenAccepted({R"pb(policy_settled {
                                                      policy_id: "fees"
                                                      version: 1
                                                      approved: true
                                                    })pb"});
  EXPECT_EQ(FeeInForce(hotel, "H1"), 1'000);
  EXPECT_EQ(FeeInForce(hotel, "H2"), 1'000);

  const v1::PolicyVersion& version = VersionOf(hotel, "fees", 1);
  EXPECT_EQ(version.status(), v1::POLICY_APPROVED);
  EXPECT_EQ(version.maker().id(), kManager);
  EXPECT_EQ(version.checker().id(), kOtherManager);
  EXPECT_LT(version.proposed_position(), version.settled_position());
}

TEST(Policies, ThePropertysOwnVersionGoesBeforeThatOfAllProperties) {
  Ledgerless hotel;
  GivenPolicy(hotel, Fees(1, 1'000));
  GivenPolicy(hotel,
              R"pb(policy_id: "h2-fees"
                   version: 1
                   property_id: "H2"
                   change { tiers { fee_minor: 300 } })pb");
  GivenPolicy(hotel, Fees(2, 1'200));
  EXPECT_EQ(FeeInForce(hotel, "H1"), 1'200);
  EXPECT_EQ(FeeInForce(hotel, "H2"), 300);
}

TEST(Policies, ARejectedVersionNeverComesIntoForceAndItsNumberIsUsedUp) {
  Ledgerless hotel;
  GivenPolicy(hotel, Fees(1, 1'000));
  hotel.Given({Propose(Fees(2, 9'000)), Reject("fees", 2)});
  EXPECT_EQ(FeeInForce(hotel, "H1"), 1'000);
  EXPECT_EQ(VersionOf(hotel, "fees", 2).status(), v1::POLICY_REJECTED);
  hotel.When(Propose(Fees(2, 1'100))).ThenDeclined({v1::STATE_ID_EXISTS});
  hotel.When(Propose(Fees(3, 1'100))).ThenAccepted();
}

TEST(Policies, AVersionIsAboveEveryApprovedOneWhenItIsProposedAndWhenItIsApproved) {
  Ledgerless hotel;
  hotel.Given({Propose(Fees(2, 2'000)), Propose(Fees(5, 5'000)), Approve("fees", 5)});
  hotel.When(Propose(Fees(4, 4'000))).ThenDeclined({v1::STATE_POLICY_VERSION_USED});
  hotel.When(Approve("fees", 2)).ThenDeclined({v1::STATE_POLICY_VERSION_USED});
  hotel.When(Reject("fees", 2)).ThenAccepted();
  EXPECT_EQ(FeeInForce(hotel, "H1"), 5'000);
}

TEST(Policies, AnIdStaysWithItsKindAndItsProperty) {
  Ledgerless hotel;
  hotel.Given(Propose(R"pb(policy_id: "fees"
                           version: 8
                           property_id: "H2"
                           change {})pb"));
  GivenPolicy(hotel, Fees(1, 1'000));
  hotel
      .When(Propose(R"pb(policy_id: "fees"
                         version: 2
                         deposit { stay_basis_points: 100 })pb"))
      .ThenDeclined({v1::STATE_ID_EXISTS});
  hotel
      .When(Propose(R"pb(policy_id: "fees"
                         version: 2
                         property_id: "H1"
                         change {})pb"))
      .ThenDeclined({v1::STATE_ID_EXISTS});
  hotel.When(Approve("fees", 8)).ThenDeclined({v1::STATE_ID_EXISTS});
}

TEST(Policies, NamesAnOwnerAndCurrencyThatAreThere) {
  Ledgerless hotel;
  const auto loyalty = [](std::string_view owner, std::string_view currency) {
    return "policy_id: 'points' version: 1 property_id: 'H1' loyalty { point_value_minor: 1 "
           "valid_days: 365 owner_staff_id: '" +
           std::string(owner) + "' currency: '" + std::string(currency) + "' }";
  };
  hotel.When(Propose(loyalty("nobody", "EUR"))).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(Propose(loyalty("mia", "JPY"))).ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  hotel.When(Propose(loyalty("mia", "EUR"))).ThenAccepted();
  hotel
      .When(Propose(R"pb(policy_id: "x"
                         version: 1
                         property_id: "H9"
                         change {})pb"))
      .ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
}

// Who may touch which.

TEST(Declines, IdentityCheckerIsMakerWhenOnesOwnPolicyIsSettled) {
  Ledgerless hotel;
  hotel.Given(Propose(Fees(1, 1'000)));
  hotel.When(As(StaffMember(kManager), Approve("fees", 1)))
      .ThenDeclined({v1::IDENTITY_CHECKER_IS_MAKER});
  hotel.When(As(StaffMember(kManager), Reject("fees", 1)))
      .ThenDeclined({v1::IDENTITY_CHECKER_IS_MAKER});
  // One id is one person, in whatever part.
  v1::Actor as_operator = Operator();
  as_operator.set_id(std::string(kManager));
  hotel.When(As(as_operator, Approve("fees", 1))).ThenDeclined({v1::IDENTITY_CHECKER_IS_MAKER});
  hotel.When(As(Operator(), Approve("fees", 1))).ThenAccepted();
}

TEST(Declines, IdentityPropertyOutOfScopeWhenAManagerOfOneHotelMakesRulesForOthers) {
  Ledgerless hotel;
  const auto of = [](std::string_view property_id) {
    return "policy_id: 'p' version: 1 property_id: '" + std::string(property_id) + "' change {}";
  };
  for (const std::string_view property_id : {"", "H1"}) {
    hotel.When(As(StaffMember(kManagerOfH2), Propose(of(property_id))))
        .ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  }
  hotel.Given(As(StaffMember(kManager), Propose(of("H1"))));
  hotel.When(As(StaffMember(kManagerOfH2), Approve("p", 1)))
      .ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  hotel.Given(Propose(Fees(1, 1'000)));
  hotel.When(As(StaffMember(kManagerOfH2), Approve("fees", 1)))
      .ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  hotel
      .When(As(StaffMember(kManagerOfH2), Propose(R"pb(policy_id: "own"
                                                       version: 1
                                                       property_id: "H2"
                                                       change {})pb")))
      .ThenAccepted();
}

TEST(Declines, StateStatusWhenAPolicyIsSettledTwice) {
  Ledgerless hotel;
  GivenPolicy(hotel, Fees(1, 1'000));
  hotel.When(Reject("fees", 1)).ThenDeclined({v1::STATE_STATUS});
  EXPECT_EQ(FeeInForce(hotel, "H1"), 1'000);
}

TEST(Declines, StateReferenceUnknownWhenAPolicyWasNeverProposed) {
  Ledgerless hotel;
  hotel.When(Approve("fees", 1)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST(Declines, StateIdExistsWhenAVersionIsProposedTwice) {
  Ledgerless hotel;
  hotel.Given(Propose(Fees(1, 1'000)));
  hotel.When(Propose(Fees(1, 1'000))).ThenDeclined({v1::STATE_ID_EXISTS});
}

// Forms.

struct BadPolicy {
  std::string rules;
  v1::DeclineCode code;
};

TEST(Declines, FormDuplicateWhenAListNamesTheSameTwice) {
  Ledgerless hotel;
  hotel
      .When(Propose(R"pb(policy_id: "p"
                         version: 1
                         tax {
                           rates { kind: REVENUE_ROOM }
                           rates { kind: REVENUE_ROOM }
                         })pb"))
      .ThenDeclined({v1::FORM_DUPLICATE});
}

TEST(Policies, RulesAreInTheirRanges) {
  const std::vector<BadPolicy> bad = {
      {"", v1::FORM_POLICY_INVALID},
      {"version: 0 change {}", v1::FORM_LIMIT_INVALID},
      {"legal_basis: 'of course' change {}", v1::FORM_ID_INVALID},
      {"cancellation { policy_id: 'other' }", v1::FORM_POLICY_INVALID},
      {"cancellation { version: 7 }", v1::FORM_POLICY_INVALID},
      {"cancellation { grace_minutes: -1 }", v1::FORM_POLICY_INVALID},
      {"cancellation { tiers { days_before_arrival: 1 } }", v1::FORM_POLICY_INVALID},
      {"cancellation { tiers { days_before_arrival: 1 penalty { full: true } } tiers { "
       "days_before_arrival: 2 penalty { full: true } } }",
       v1::FORM_POLICY_INVALID},
      {"change { tiers { days_before_arrival: 1827 } }", v1::FORM_LIMIT_INVALID},
      {"change { tiers { fee_minor: -1 } }", v1::FORM_LIMIT_INVALID},
      {"change { tiers { price_basis_points: 10001 } }", v1::FORM_LIMIT_INVALID},
      {"change { tiers { days_before_arrival: 3 } tiers { days_before_arrival: 3 } }",
       v1::FORM_POLICY_INVALID},
      {"change { free_reasons: [ CHANGE_REASON_FAMILY, CHANGE_REASON_FAMILY ] }",
       v1::FORM_DUPLICATE},
      {"change { free_reasons: [ CHANGE_REASON_UNSPECIFIED ] }", v1::FORM_ENUM_INVALID},
      {"change { free_changes: -1 }", v1::FORM_LIMIT_INVALID},
      {"change { late_check_out_fee_minor: -1 }", v1::FORM_LIMIT_INVALID},
      {"change { early_departure_basis_points: 10001 }", v1::FORM_LIMIT_INVALID},
      {"deposit { stay_basis_points: 10001 }", v1::FORM_LIMIT_INVALID},
      {"deposit { due_days_after_booking: -1 }", v1::FORM_LIMIT_INVALID},
      {"deposit { due_days_before_arrival: 1827 }", v1::FORM_LIMIT_INVALID},
      {"refund { settlements: [ SETTLEMENT_REFUND, SETTLEMENT_REFUND ] }", v1::FORM_DUPLICATE},
      {"refund { settlements: [ SETTLEMENT_UNSPECIFIED ] }", v1::FORM_ENUM_INVALID},
      {"refund { settlements: [ SETTLEMENT_VOUCHER ] }", v1::FORM_LIMIT_INVALID},
      {"refund { voucher_bonus_basis_points: -1 }", v1::FORM_LIMIT_INVALID},
      {"tax { rates { kind: REVENUE_ROOM } rates { kind: REVENUE_ROOM } }", v1::FORM_DUPLICATE},
      {"tax { rates { basis_points: 700 } }", v1::FORM_ENUM_INVALID},
      {"tax { rates { kind: REVENUE_ROOM basis_points: 10001 } }", v1::FORM_LIMIT_INVALID},
      {"compensation { rules { measure: MEASURE_APOLOGY } }", v1::FORM_POLICY_INVALID},
      {"compensation { rules { measure: MEASURE_APOLOGY change_reason: CHANGE_REASON_FAMILY "
       "case_category: 'noise' } }",
       v1::FORM_POLICY_INVALID},
      {"compensation { rules { change_reason: CHANGE_REASON_FAMILY } }", v1::FORM_ENUM_INVALID},
      {"compensation { rules { measure: MEASURE_APOLOGY change_reason: 99 } }",
       v1::FORM_ENUM_INVALID},
      {"compensation { rules { measure: MEASURE_VOUCHER case_category: 'noise' } }",
       v1::FORM_LIMIT_INVALID},
      {"compensation { rules { measure: MEASURE_WAIVE case_category: 'noise' limit_minor: -1 } }",
       v1::FORM_LIMIT_INVALID},
      {"service_levels { levels { kind: FEEDBACK_KIND_COMPLAINT } }", v1::FORM_LIMIT_INVALID},
      {"service_levels { levels {} urgent_percent: 50 }", v1::FORM_ENUM_INVALID},
      {"service_levels { levels { kind: FEEDBACK_KIND_COMPLAINT } levels { kind: "
       "FEEDBACK_KIND_COMPLAINT } urgent_percent: 50 }",
       v1::FORM_DUPLICATE},
      {"service_levels { delivery_minutes: -1 }", v1::FORM_LIMIT_INVALID},
      {"routing { routes { category: 'noise' } }", v1::FORM_ID_INVALID},
      {"routing { routes { category: 'a' department: 'b' } routes { category: 'a' department: 'c' "
       "} }",
       v1::FORM_DUPLICATE},
      {"loyalty { currency: 'XQZ' valid_days: 1 owner_staff_id: 'mia' }", v1::FORM_MONEY_INVALID},
      {"loyalty { currency: 'EUR' owner_staff_id: 'mia' }", v1::FORM_LIMIT_INVALID},
      {"loyalty { currency: 'EUR' valid_days: 1 }", v1::FORM_ID_INVALID},
      {"segment { currency: 'EUR' key_stays: -1 }", v1::FORM_LIMIT_INVALID},
      {"segment { key_stays: 1 }", v1::FORM_MONEY_INVALID},
      {"authority { limits { role: ROLE_SALES } limits { role: ROLE_SALES } }", v1::FORM_DUPLICATE},
      {"authority { limits { waiver_minor: 1 } }", v1::FORM_ENUM_INVALID},
      {"authority { limits { role: ROLE_SALES waiver_minor: -1 } }", v1::FORM_LIMIT_INVALID},
      {"authority { channel_lag_minutes: 43201 }", v1::FORM_LIMIT_INVALID},
  };
  Ledgerless hotel;
  for (const BadPolicy& one : bad) {
    SCOPED_TRACE(one.rules);
    const bool has_version = one.rules.rfind("version", 0) == 0;
    hotel
        .When(
            Propose("policy_id: 'p' " + std::string(has_version ? "" : "version: 1 ") + one.rules))
        .ThenDeclined({one.code});
  }
}

TEST(Declines, FormTooManyWhenAListIsLongerThanItMayBe) {
  Ledgerless hotel;
  std::string tiers, rules, routes;
  for (int i = 0; i < 9; ++i) {
    tiers += "tiers { days_before_arrival: " + std::to_string(9 - i) + " } ";
  }
  for (int i = 0; i < 129; ++i) rules += "rules { measure: MEASURE_APOLOGY case_category: 'c' } ";
  for (int i = 0; i < 257; ++i) {
    routes += "routes { department: 'd' category: 'c" + std::to_string(i) + "' } ";
  }
  for (const std::string& text :
       {"change { " + tiers + "}", "compensation { " + rules + "}", "routing { " + routes + "}"}) {
    hotel.When(Propose("policy_id: 'p' version: 1 " + text)).ThenDeclined({v1::FORM_TOO_MANY});
  }
}

v1::Request ProposeCredit(const std::function<void(v1::CreditPolicy&)>& change) {
  v1::Request request =
      Propose("policy_id: 'credit' version: 1 credit { " + std::string(CreditRulesText()) + " }");
  change(*request.mutable_propose_policy()->mutable_policy()->mutable_credit());
  return request;
}

TEST(Policies, CreditRulesHaveWeightsThatSumUpAndTablesThatNeverTurn) {
  Ledgerless hotel;
  using Credit = v1::CreditPolicy;
  const auto declined = [&](v1::DeclineCode code, const std::function<void(Credit&)>& change) {
    hotel.When(ProposeCredit(change)).ThenDeclined({code});
  };
  declined(v1::FORM_POLICY_INVALID, [](Credit& c) { c.mutable_weights()->set_finances(251); });
  declined(v1::FORM_POLICY_INVALID,
           [](Credit& c) { c.mutable_finances_by_revenue()->add_thresholds(9'000'000); });
  declined(v1::FORM_POLICY_INVALID,
           [](Credit& c) { c.mutable_finances_by_revenue()->set_thresholds(4, 1); });
  declined(v1::FORM_POLICY_INVALID,
           [](Credit& c) { c.mutable_finances_by_days_to_pay()->set_thresholds(4, 100); });
  declined(v1::FORM_POLICY_INVALID, [](Credit& c) { c.clear_character_by_broken_commitments(); });
  declined(v1::FORM_POLICY_INVALID, [](Credit& c) { c.set_prepay_days(31); });
  declined(v1::FORM_POLICY_INVALID, [](Credit& c) { c.set_suspended_days(61); });
  declined(v1::FORM_LIMIT_INVALID, [](Credit& c) { c.set_good_score(1'001); });
  declined(v1::FORM_LIMIT_INVALID, [](Credit& c) { c.set_limit_step_minor(0); });
  declined(v1::FORM_LIMIT_INVALID, [](Credit& c) { c.mutable_small()->set_review_days(0); });
  declined(v1::FORM_LIMIT_INVALID, [](Credit& c) { c.set_limit_alarm_percent(101); });
  declined(v1::FORM_MONEY_INVALID, [](Credit& c) { c.clear_currency(); });
  hotel
      .When(ProposeCredit([](Credit& c) {
        c.mutable_finances_by_revenue()->set_thresholds(1, 100'000);  // level 1 is skipped
      }))
      .ThenAccepted();
}

// What a booking freezes.

TEST(FrozenPolicies, AreThoseInForceWhenTheBookingIsMade) {
  Ledgerless hotel;
  hotel.Given(Create({.id = "before"}));
  EXPECT_FALSE(hotel.booking("before").terms().has_change());

  GivenPolicy(hotel, Fees(1, 1'000));
  GivenPolicy(hotel, R"pb(policy_id: "pay-back"
                          version: 3
                          property_id: "H1"
                          refund {})pb");
  hotel.Given(Create({.id = "b1"}));
  GivenPolicy(hotel, Fees(2, 9'000));
  hotel.Given(Create({.id = "b2", .room_type = "TWN"}));

  const v1::Terms& first = hotel.booking("b1").terms();
  EXPECT_EQ(first.change().policy_id(), "fees");
  EXPECT_EQ(first.change().version(), 1);
  EXPECT_EQ(first.refund().policy_id(), "pay-back");
  EXPECT_EQ(first.refund().version(), 3);
  EXPECT_FALSE(first.has_deposit());
  EXPECT_EQ(hotel.booking("b2").terms().change().version(), 2);
  EXPECT_FALSE(hotel.booking("before").terms().has_change());
}

v1::Request PlanReferringTo(std::string_view policy_id, int32_t version,
                            std::string_view property_id = "H1") {
  v1::Request request = DefineRatePlan(property_id, "REF", {{}});
  v1::RatePlanDefinition& plan = *request.mutable_define_rate_plan()->mutable_rate_plan();
  plan.clear_cancellation_policy();
  plan.mutable_cancellation_policy_ref()->set_policy_id(std::string(policy_id));
  plan.mutable_cancellation_policy_ref()->set_version(version);
  return request;
}

// Free until so many days before the arrival, at noon of the property.
std::string Cancellation(int32_t version, int32_t days_before) {
  return "policy_id: 'strict-1' version: " + std::to_string(version) +
         " cancellation { tiers { days_before_arrival: " + std::to_string(days_before) +
         " local_minute_of_day: 720 penalty { nights: 1 } } }";
}

TEST(FrozenPolicies, ARatePlanRefersToTheVersionInForceAndItsDeadlinesAreResolved) {
  Ledgerless hotel;
  GivenPolicy(hotel, Cancellation(1, 2));
  hotel.Given({PlanReferringTo("strict-1", 0), Create({.id = "b1", .rate_plan = "REF"})});
  GivenPolicy(hotel, Cancellation(2, 5));
  const Then then = hotel.When(Create({.id = "b2", .rate_plan = "REF"}));

  const v1::Terms& old_terms = hotel.booking("b1").terms();
  EXPECT_EQ(old_terms.policy().policy_id(), "strict-1");
  EXPECT_EQ(old_terms.policy().version(), 1);
  ASSERT_EQ(old_terms.deadlines_size(), 1);
  EXPECT_EQ(old_terms.deadlines(0).seconds(), Stamp("2026-03-08T11:00:00Z").seconds());
  const v1::Terms& new_terms = hotel.booking("b2").terms();
  EXPECT_EQ(new_terms.policy().version(), 2);
  ASSERT_EQ(new_terms.deadlines_size(), 1);
  EXPECT_EQ(new_terms.deadlines(0).seconds(), Stamp("2026-03-05T11:00:00Z").seconds());
  EXPECT_EQ(then.record().outcome().accepted().policy_id(), "strict-1");
  EXPECT_EQ(then.record().outcome().accepted().policy_version(), 2);

  // Each pays by what it was made under.
  hotel.SetNow("2026-03-06T10:00:00Z");
  hotel.When(Cancel("b1")).ThenAccepted({R"pb(booking_cancelled {
                                                cancellation { business_date: 20260301 }
                                              })pb"});
  EXPECT_EQ(hotel.booking("b1").cancellation().penalty_minor(), 0);
  hotel.When(Cancel("b2")).ThenAccepted({R"pb(booking_cancelled {
                                                cancellation { penalty_minor: 10000 }
                                              })pb"});
}

TEST(FrozenPolicies, ARatePlanThatNamesAVersionKeepsToIt) {
  Ledgerless hotel;
  GivenPolicy(hotel, Cancellation(1, 2));
  hotel.Given(PlanReferringTo("strict-1", 1));
  GivenPolicy(hotel, Cancellation(2, 5));
  hotel.Given(Create({.id = "b1", .rate_plan = "REF"}));
  EXPECT_EQ(hotel.booking("b1").terms().policy().version(), 1);
}

TEST(FrozenPolicies, AChangeOfTheRatePlanTakesThePolicyThatItRefersTo) {
  Ledgerless hotel;
  GivenPolicy(hotel, Fees(1, 0));
  GivenPolicy(hotel, Cancellation(1, 2));
  hotel.Given({PlanReferringTo("strict-1", 0), Create({.id = "b1"})});
  hotel
      .When(With(Change("b1"),
                 [](v1::Request& r) { r.mutable_change_booking()->set_rate_plan_id("REF"); }))
      .ThenAccepted();
  EXPECT_EQ(hotel.booking("b1").terms().policy().policy_id(), "strict-1");
  EXPECT_EQ(hotel.booking("b1").terms().deadlines_size(), 1);
  EXPECT_EQ(hotel.booking("b1").terms().change().version(), 1) << "frozen when it was booked";
}

TEST(Declines, StatePolicyMissingWhenARatePlanRefersToWhatIsNotApproved) {
  Ledgerless hotel;
  hotel.When(PlanReferringTo("strict-1", 0)).ThenDeclined({v1::STATE_POLICY_MISSING});
  hotel.Given(Propose(Cancellation(1, 2)));
  hotel.When(PlanReferringTo("strict-1", 1)).ThenDeclined({v1::STATE_POLICY_MISSING});
  hotel.Given(Approve("strict-1", 1));
  hotel.When(PlanReferringTo("strict-1", 2)).ThenDeclined({v1::STATE_POLICY_MISSING});
  hotel.When(PlanReferringTo("strict-1", 1)).ThenAccepted();
  // A policy of another kind, or for another property, is none.
  GivenPolicy(hotel, Fees(1, 0));
  hotel.When(PlanReferringTo("fees", 1)).ThenDeclined({v1::STATE_POLICY_MISSING});
  GivenPolicy(hotel, R"pb(policy_id: "h2"
                          version: 1
                          property_id: "H2"
                          cancellation {})pb");
  hotel.When(PlanReferringTo("h2", 1)).ThenDeclined({v1::STATE_POLICY_MISSING});
}

TEST(Policies, ARatePlansOwnRulesAreNotThoseOfTheRegisterUnderAnotherMeaning) {
  Ledgerless hotel;
  GivenPolicy(hotel, Cancellation(1, 2));
  hotel.When(DefineRatePlan("H1", "OWN", {{}}, Policy("strict-1", {})))
      .ThenDeclined({v1::STATE_POLICY_VERSION_USED});
  hotel.When(DefineRatePlan("H1", "OWN", {{}}, Policy("strict-1", {Tier(2, 720, FirstNights(1))})))
      .ThenAccepted();
}

TEST(Policies, ARatePlanHasItsCancellationPolicyFromOnePlace) {
  Ledgerless hotel;
  GivenPolicy(hotel, Cancellation(1, 2));
  hotel
      .When(
          With(PlanReferringTo("strict-1", 0),
               [](v1::Request& r) {
                 *r.mutable_define_rate_plan()->mutable_rate_plan()->mutable_cancellation_policy() =
                     Policy("free", {});
               }))
      .ThenDeclined({v1::FORM_POLICY_INVALID});
  hotel.When(PlanReferringTo("", -1)).ThenDeclined({v1::FORM_ID_INVALID, v1::FORM_LIMIT_INVALID});
}

}  // namespace
}  // namespace daybook::testing
