// Cases, their clocks and their order; commitments, improvement actions and contacts.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/domain/times.h"
#include "tests/domain/request_text.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

v1::Actor Desk() { return StaffMember(kFrontDesk); }

v1::Request OpenCase(std::string_view more = "") {
  return Ask(Desk(), absl::StrCat("open_case { case_id: 'k1' property_id: 'H1' customer_id: 'c-1' "
                                  "kind: FEEDBACK_KIND_COMPLAINT category: 'noise' ",
                                  std::string(more), " }"));
}

v1::Request Step(std::string_view what, std::string_view id = "k1") {
  return Ask(Desk(), absl::StrCat("step_case { case_id: '", std::string(id), "' ",
                                  std::string(what), " }"));
}

// Approved by another than who proposed it.
std::vector<v1::Request> InForce(const std::string& id, const std::string& rules) {
  return {Ask(StaffMember(kManager), absl::StrCat("propose_policy { policy { policy_id: '", id,
                                                  "' version: 1 ", rules, " } }")),
          Ask(StaffMember(kOtherManager),
              absl::StrCat("settle_policy { policy_id: '", id, "' version: 1 approved: true }"))};
}

std::vector<v1::Request> ServiceLevels() {
  return InForce("answers", R"pb(service_levels {
                                   levels {
                                     kind: FEEDBACK_KIND_COMPLAINT
                                     category: "noise"
                                     acknowledge_minutes: 10
                                     answer_minutes: 60
                                     resolve_minutes: 240
                                   }
                                   levels { kind: FEEDBACK_KIND_COMPLAINT answer_minutes: 480 }
                                   urgent_percent: 50
                                 })pb");
}

std::vector<v1::Request> Routing() {
  return InForce("routes", R"pb(routing {
                                  routes { category: "noise" department: "night-desk" }
                                  default_department: "service"
                                })pb");
}

const v1::Case& CaseOf(const Ledgerless& hotel, std::string_view id = "k1") {
  const auto* const found = hotel.state().Find<v1::Case>(id);
  EXPECT_NE(found, nullptr);
  return found != nullptr ? *found : v1::Case::default_instance();
}

std::string Text(const google::protobuf::Timestamp& timestamp) {
  return FormatInstant(ToInstant(timestamp));
}

TEST(Cases, AnOpenedCaseHasTheClocksOfItsKindAndItsDepartment) {
  Ledgerless hotel;  // 10:00
  hotel.Given(ServiceLevels());
  hotel.Given(Routing());
  const Then opened = hotel.When(OpenCase("emotion: EMOTION_ANGRY"));
  opened.ThenAccepted({R"pb(case_opened {
                              case_id: "k1"
                              property_id: "H1"
                              customer_id: "c-1"
                              kind: FEEDBACK_KIND_COMPLAINT
                              category: "noise"
                              status: CASE_OPEN
                              emotion: EMOTION_ANGRY
                              department: "night-desk"
                              acknowledge_by { seconds: 1772359800 }
                              answer_by { seconds: 1772362800 }
                              resolve_by { seconds: 1772373600 }
                              service_levels { policy_id: "answers" version: 1 }
                              routing { policy_id: "routes" version: 1 }
                            })pb"});
  EXPECT_EQ(opened.record().outcome().accepted().policy_id(), "answers");
  EXPECT_EQ(opened.record().outcome().accepted().policies(0).policy_id(), "routes");
  EXPECT_EQ(Text(CaseOf(hotel).acknowledge_by()), "2026-03-01T10:10:00Z");
  EXPECT_EQ(Text(CaseOf(hotel).answer_by()), "2026-03-01T11:00:00Z");
  EXPECT_EQ(Text(CaseOf(hotel).resolve_by()), "2026-03-01T14:00:00Z");
  EXPECT_EQ(CaseOf(hotel).steps_size(), 1);
  EXPECT_EQ(CaseOf(hotel).revision(), 1);
}

TEST(Cases, AnUrgentCaseHasLessTimeAndWithoutAPolicyThereAreNoClocks) {
  Ledgerless hotel;
  hotel.Given(OpenCase());
  EXPECT_FALSE(CaseOf(hotel).has_answer_by());
  EXPECT_EQ(CaseOf(hotel).department(), "");
  hotel.Given(ServiceLevels());
  hotel.Given(OpenCase("urgent: true case_id: 'k2'"));
  EXPECT_EQ(Text(CaseOf(hotel, "k2").answer_by()), "2026-03-01T10:30:00Z");
  hotel.Given(OpenCase("category: 'food' case_id: 'k3'"));
  EXPECT_FALSE(CaseOf(hotel, "k3").has_acknowledge_by()) << "0 minutes: no clock";
  EXPECT_EQ(Text(CaseOf(hotel, "k3").answer_by()), "2026-03-01T18:00:00Z");
  hotel.Given(OpenCase("kind: FEEDBACK_KIND_QUESTION case_id: 'k4'"));
  EXPECT_FALSE(CaseOf(hotel, "k4").has_answer_by());
}

TEST(Cases, ACaseGoesForwardToItsEndAndMayLeaveStepsOut) {
  Ledgerless hotel;
  hotel.Given(Routing());
  hotel.Given(OpenCase());
  hotel.SetNow("2026-03-01T10:05:00Z");
  hotel.When(Step("route {}")).ThenAccepted({R"pb(case_stepped {
                                                    case_id: "k1"
                                                    status: CASE_ROUTED
                                                    department: "night-desk"
                                                    clocks_change: false
                                                  })pb"});
  EXPECT_EQ(Text(CaseOf(hotel).acknowledged_at()), "2026-03-01T10:05:00Z");
  hotel.When(Step("acknowledge {}")).ThenDeclined({v1::STATE_STATUS});
  hotel.Given(Step("route { department: 'kitchen' }"));
  EXPECT_EQ(CaseOf(hotel).department(), "kitchen");
  hotel.Given(Step("assign { staff_id: 'rob' }"));
  hotel.Given(Step("plan { plan_code: 'other-room' }"));
  EXPECT_EQ(CaseOf(hotel).assigned_staff_id(), "rob");
  EXPECT_EQ(CaseOf(hotel).plan_code(), "other-room");
  hotel.When(Step("route {}")).ThenDeclined({v1::STATE_STATUS});
  hotel.When(Step("rate { scores { competency: COMPETENCY_SKILL score: 5 } }"))
      .ThenDeclined({v1::STATE_STATUS});
  hotel.SetNow("2026-03-01T11:00:00Z");
  hotel.Given(Step("resolve {}"));
  EXPECT_EQ(Text(CaseOf(hotel).answered_at()), "2026-03-01T11:00:00Z") << "resolved is answered";
  for (const char* what :
       {"resolve {}", "answer {}", "plan { plan_code: 'x' }", "assign { staff_id: 'rob' }",
        "make_urgent {}", "note_emotion { emotion: EMOTION_CALM }"}) {
    hotel.When(Step(what)).ThenDeclined({v1::STATE_STATUS});
  }
  hotel.Given(
      Step("rate { scores { competency: COMPETENCY_SKILL score: 5 } "
           "scores { competency: COMPETENCY_MENTAL score: 1 } }"));
  EXPECT_EQ(CaseOf(hotel).ratings_size(), 2);
  EXPECT_EQ(CaseOf(hotel).status(), v1::CASE_RESOLVED);
  EXPECT_EQ(CaseOf(hotel).revision(), 7);
  EXPECT_EQ(CaseOf(hotel).steps_size(), 7);
}

TEST(Cases, ReopeningRestartsTheClocksOfAnsweringAndResolving) {
  Ledgerless hotel;
  hotel.Given(ServiceLevels());
  hotel.Given(OpenCase());
  hotel.When(Step("reopen { reason_code: 'again' }")).ThenDeclined({v1::STATE_STATUS});
  hotel.Given(Step("resolve {}"));
  hotel.SetNow("2026-03-02T10:00:00Z");
  hotel.When(Step("reopen {}")).ThenDeclined({v1::FORM_REASON_MISSING});
  hotel.When(Step("reopen { reason_code: 'again' }"))
      .ThenAccepted({R"pb(case_stepped {
                            case_id: "k1"
                            status: CASE_REOPENED
                            clocks_change: true
                            acknowledge_by { seconds: 1772359800 }
                            answer_by { seconds: 1772449200 }
                          })pb"});
  EXPECT_EQ(Text(CaseOf(hotel).acknowledge_by()), "2026-03-01T10:10:00Z");
  EXPECT_EQ(Text(CaseOf(hotel).answer_by()), "2026-03-02T11:00:00Z");
  EXPECT_EQ(Text(CaseOf(hotel).resolve_by()), "2026-03-02T14:00:00Z");
  EXPECT_FALSE(CaseOf(hotel).has_resolved_at());
  EXPECT_EQ(CaseOf(hotel).times_reopened(), 1);
  hotel.Given(Step("answer {}"));
  EXPECT_EQ(Text(CaseOf(hotel).answered_at()), "2026-03-02T10:00:00Z");
}

TEST(Cases, UrgencyShortensWhatIsLeftOfTheClocksThatRun) {
  Ledgerless hotel;
  hotel.Given(ServiceLevels());
  hotel.Given(OpenCase());
  hotel.Given(Step("acknowledge {}"));
  hotel.SetNow("2026-03-01T10:20:00Z");
  hotel.Given(Step("make_urgent {}"));
  EXPECT_TRUE(CaseOf(hotel).urgent());
  EXPECT_EQ(Text(CaseOf(hotel).acknowledge_by()), "2026-03-01T10:10:00Z") << "was met";
  EXPECT_EQ(Text(CaseOf(hotel).answer_by()), "2026-03-01T10:40:00Z") << "half of 40 minutes";
  EXPECT_EQ(Text(CaseOf(hotel).resolve_by()), "2026-03-01T12:10:00Z") << "half of 220 minutes";
  hotel.When(Step("make_urgent {}")).ThenDeclined({v1::STATE_STATUS});
  // What is too late already does not become later.
  hotel.Given(OpenCase("case_id: 'k2'"));
  hotel.SetNow("2026-03-01T12:00:00Z");
  hotel.Given(Step("make_urgent {}", "k2"));
  EXPECT_EQ(Text(CaseOf(hotel, "k2").answer_by()), "2026-03-01T11:20:00Z");
}

TEST(Cases, EmotionIsNotedAndThatItWasCalmed) {
  Ledgerless hotel;
  hotel.Given(OpenCase("emotion: EMOTION_ANGRY"));
  hotel.Given(Step("note_emotion { emotion: EMOTION_CALM de_escalated: true }"));
  EXPECT_EQ(CaseOf(hotel).emotion(), v1::EMOTION_CALM);
  EXPECT_TRUE(CaseOf(hotel).de_escalated());
  EXPECT_EQ(CaseOf(hotel).status(), v1::CASE_OPEN);
}

TEST(Cases, WhatIsWrongInItselfIsSaidAtOnce) {
  Ledgerless hotel;
  hotel.When(OpenCase("kind: FEEDBACK_KIND_UNSPECIFIED emotion: 9 category: 'a b'"))
      .ThenDeclined({v1::FORM_ENUM_INVALID, v1::FORM_ID_INVALID});
  hotel.When(OpenCase("customer_id: '' remark { plain { remark: 'x' } }"))
      .ThenDeclined({v1::FORM_PERSONAL_WITHOUT_CUSTOMER});
  hotel.When(Step("")).ThenDeclined({v1::FORM_CHANGE_EMPTY});
  hotel.When(Step("rate {}")).ThenDeclined({v1::FORM_TOO_MANY});
  hotel
      .When(Step("rate { scores { competency: COMPETENCY_SKILL score: 6 } "
                 "scores { competency: COMPETENCY_SKILL score: 0 } scores { score: 1 } }"))
      .ThenDeclined({v1::FORM_SCORE_INVALID, v1::FORM_DUPLICATE, v1::FORM_ENUM_INVALID});
  hotel.When(Step("note_emotion {}")).ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel.When(Step("assign {}")).ThenDeclined({v1::FORM_ID_INVALID});
}

TEST(Cases, ACaseIsAboutThingsThatAreThere) {
  Ledgerless hotel;
  hotel.When(OpenCase("booking_id: 'b1' feedback_id: 'f1'"))
      .ThenDeclined({v1::STATE_BOOKING_UNKNOWN, v1::STATE_REFERENCE_UNKNOWN});
  hotel.Given({Create({.customer = "c-2"}), Remark("f1")});
  hotel.When(OpenCase("booking_id: 'b1'")).ThenDeclined({v1::STATE_CUSTOMER_MISMATCH});
  hotel.Given(OpenCase("feedback_id: 'f1'"));
  hotel.When(OpenCase()).ThenDeclined({v1::STATE_ID_EXISTS});
  hotel.When(Step("answer {}", "k9")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(Step("assign { staff_id: 'gus' }")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(IfRevision(2, Step("answer {}"))).ThenDeclined({v1::STATE_REVISION_STALE});
  hotel.When(OpenCase("property_id: 'H9' case_id: 'k2'"))
      .ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  hotel.Given(OpenCase("case_id: 'k3' customer_id: ''"));
  hotel.When(Step("answer {} remark { plain { remark: 'x' } }", "k3"))
      .ThenDeclined({v1::FORM_PERSONAL_WITHOUT_CUSTOMER});
}

TEST(Cases, AGuestOpensACaseOfTheirOwnAndStaffWorkOnIt) {
  Ledgerless hotel;
  hotel.When(As(Guest("c-2"), OpenCase())).ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  hotel.Given(As(Guest("c-1"), OpenCase()));
  hotel.When(As(Guest("c-1"), Step("resolve {}"))).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel.When(As(StaffMember(kFinance), Step("resolve {}")))
      .ThenDeclined({v1::IDENTITY_ROLE_MISSING});
}

TEST(Cases, AFullCaseCanStillBeResolved) {
  Ledgerless hotel;
  hotel.Given(OpenCase());
  for (int i = 1; i < 63; ++i) hotel.Given(Step("note_emotion { emotion: EMOTION_UPSET }"));
  hotel.When(Step("note_emotion { emotion: EMOTION_UPSET }")).ThenDeclined({v1::STATE_TOO_MANY});
  hotel.Given(Step("resolve {}"));
  EXPECT_EQ(CaseOf(hotel).steps_size(), 64);
  hotel.When(Step("reopen { reason_code: 'again' }")).ThenDeclined({v1::STATE_TOO_MANY});
}

TEST(Declines, StatePolicyMissingWhereNobodySaysWhoAnswers) {
  Ledgerless hotel;
  hotel.Given(OpenCase());
  hotel.When(Step("route {}")).ThenDeclined({v1::STATE_POLICY_MISSING});
  hotel.Given(Step("route { department: 'kitchen' }"));
}

v1::Request Commit(std::string_view more = "") {
  return Ask(Desk(),
             absl::StrCat("make_commitment { commitment { commitment_id: 'o1' property_id: 'H1' "
                          "customer_id: 'c-1' code: 'quiet-room' due_on: 20260302 ",
                          std::string(more), " } }"));
}

v1::Request SettleCommitment(std::string_view status) {
  return Ask(Desk(), absl::StrCat("settle_commitment { commitment_id: 'o1' status: COMMITMENT_",
                                  std::string(status), " }"));
}

TEST(Commitments, APromiseIsMadeAndKeptOrBrokenOnce) {
  Ledgerless hotel;
  hotel.When(SettleCommitment("KEPT")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(Commit("case_id: 'k1'")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.Given(OpenCase());
  // What is the ledger's to say is not taken from the request.
  hotel
      .When(Commit("case_id: 'k1' made_by { id: 'somebody' } position: 9999 "
                   "settled_position: 1"))
      .ThenAccepted({R"pb(commitment_made { commitment_id: "o1" })pb"});
  const auto* made = hotel.state().Find<v1::Commitment>("o1");
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->status(), v1::COMMITMENT_MADE);
  EXPECT_EQ(made->made_by().id(), kFrontDesk);
  EXPECT_EQ(made->case_id(), "k1");
  EXPECT_EQ(made->position(), hotel.records().back().position());
  EXPECT_EQ(made->settled_position(), 0u);
  hotel.When(Commit()).ThenDeclined({v1::STATE_ID_EXISTS});
  hotel.When(SettleCommitment("MADE")).ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel.When(SettleCommitment("BROKEN")).ThenAccepted({R"pb(commitment_settled {
                                                              commitment_id: "o1"
                                                              status: COMMITMENT_BROKEN
                                                            })pb"});
  EXPECT_EQ(hotel.state().Find<v1::Commitment>("o1")->status(), v1::COMMITMENT_BROKEN);
  hotel.When(SettleCommitment("KEPT")).ThenDeclined({v1::STATE_STATUS});
}

TEST(Commitments, APromiseIsForADayToComeAndSaysWhat) {
  Ledgerless hotel;
  hotel.When(Commit("due_on: 20260228")).ThenDeclined({v1::STATE_NIGHT_IN_PAST});
  hotel.When(Commit("code: '' customer_id: '' status: COMMITMENT_KEPT due_on: 1"))
      .ThenDeclined({v1::FORM_ID_INVALID, v1::FORM_ENUM_INVALID, v1::FORM_DATE_INVALID});
}

TEST(ImprovementActions, AnActionIsOpenedAndCompletedOnItsDays) {
  Ledgerless hotel;
  const auto open = [](std::string_view more) {
    return Ask(StaffMember(kManager),
               absl::StrCat("open_action { action { action_id: 'a1' property_id: 'H1' category: "
                            "'noise' measure_code: 'carpets' ",
                            std::string(more), " } }"));
  };
  const v1::Request complete = Ask(StaffMember(kManager), "complete_action { action_id: 'a1' }");
  hotel.When(complete).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(open("owner_staff_id: 'gus'")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(open("done_on: 20200101 owner_staff_id: 'mia'"))
      .ThenAccepted({R"pb(action_opened { action_id: "a1" business_date: 20260301 })pb"});
  EXPECT_EQ(hotel.state().Find<v1::ImprovementAction>("a1")->done_on(), 0);
  hotel.When(open("")).ThenDeclined({v1::STATE_ID_EXISTS});
  hotel.GivenBusinessDate("H1", 20260303);
  hotel.When(complete).ThenAccepted(
      {R"pb(action_completed { action_id: "a1" business_date: 20260303 })pb"});
  EXPECT_EQ(hotel.state().Find<v1::ImprovementAction>("a1")->done_on(), 20260303);
  hotel.When(complete).ThenDeclined({v1::STATE_STATUS});
  hotel.When(As(Desk(), open("action_id: 'a2'"))).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
}

TEST(Contacts, AContactIsLoggedWithWhatWasFoundOutAndDone) {
  Ledgerless hotel;
  hotel.Given(Create());
  const auto contact = [](std::string_view more) {
    return Ask(Desk(),
               absl::StrCat("record_contact { contact { contact_id: 't1' property_id: 'H1' "
                            "customer_id: 'c-1' booking_id: 'b1' channel: FEEDBACK_CHANNEL_PHONE "
                            "purpose: CONTACT_REASON_FINDING found_reason: 'illness' help_given: "
                            "'later-date' ",
                            std::string(more), " } }"));
  };
  hotel.When(contact("")).ThenAccepted({R"pb(contact_recorded {
                                               contact_id: "t1"
                                               business_date: 20260301
                                             })pb"});
  const auto* logged = hotel.state().Find<v1::Contact>("t1");
  ASSERT_NE(logged, nullptr);
  EXPECT_EQ(logged->by().id(), kFrontDesk);
  EXPECT_EQ(logged->found_reason(), "illness");
  hotel.When(contact("")).ThenDeclined({v1::STATE_ID_EXISTS});
  hotel.When(contact("contact_id: 't2' customer_id: 'c-9'"))
      .ThenDeclined({v1::STATE_CUSTOMER_MISMATCH});
  hotel.When(contact("contact_id: 't2' purpose: 0 channel: 9"))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
}

TEST(Contacts, AContactIsAKeyAccountsLastOne) {
  Ledgerless hotel;
  hotel.Given(Ask(StaffMember(kManager),
                  "update_profile { customer_id: 'c-1' kind: CUSTOMER_COMPANY profile { plain { "
                  "full_name: 'Ltd' } } }"));
  hotel.Given(Ask(StaffMember(kManager),
                  "set_key_account { customer_id: 'c-1' owner_staff_id: 'rob' "
                  "contact_every_days: 30 }"));
  hotel.GivenBusinessDate("H1", 20260305);
  hotel.Given(Ask(Desk(),
                  "record_contact { contact { contact_id: 't1' property_id: 'H1' customer_id: "
                  "'c-1' channel: FEEDBACK_CHANNEL_PHONE purpose: CONTACT_SCHEDULED } }"));
  const auto* customer = hotel.state().Find<v1::Customer>("c-1");
  ASSERT_NE(customer, nullptr);
  EXPECT_EQ(customer->key_account().last_contact_on(), 20260305);
}

}  // namespace
}  // namespace daybook::testing
