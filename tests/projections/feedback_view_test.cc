#include "projections/feedback/feedback_view.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/domain/times.h"
#include "tests/domain/request_text.h"
#include "tests/projections/viewed_records.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

CivilDate Day(int32_t ymd) { return *CivilDate::FromYmd(ymd); }

class Viewed : public ViewedRecords {
 public:
  explicit Viewed(const Ledgerless& hotel)
      : ViewedRecords(hotel.records(), NewFeedbackProjection()) {}

  std::vector<std::string> Cases(const CaseFilter& filter) const {
    std::vector<std::string> ids;
    const absl::Status listed = ListCases(**this, filter, [&](const v1::Case& one) {
      ids.push_back(one.case_id());
      return true;
    });
    EXPECT_TRUE(listed.ok()) << listed;
    return ids;
  }
};
using Ids = std::vector<std::string>;

v1::Request OpenCase(std::string_view id, std::string_view more = "") {
  return Ask(StaffMember(kFrontDesk),
             absl::StrCat("open_case { case_id: '", std::string(id),
                          "' property_id: 'H1' kind: FEEDBACK_KIND_COMPLAINT category: 'noise' ",
                          std::string(more), " }"));
}

v1::Request Step(std::string_view id, std::string_view what) {
  return Ask(StaffMember(kFrontDesk), absl::StrCat("step_case { case_id: '", std::string(id), "' ",
                                                   std::string(what), " }"));
}

v1::Request Said(std::string_view id, std::string_view more) {
  return Ask(StaffMember(kFrontDesk),
             absl::StrCat("record_feedback { feedback { feedback_id: '", std::string(id),
                          "' property_id: 'H1' channel: FEEDBACK_CHANNEL_EMAIL ", std::string(more),
                          " } }"));
}

v1::Case WithClocks(const char* by, const char* at) {
  v1::Case one;
  if (*by != '\0') *one.mutable_answer_by() = Stamp(by);
  if (*at != '\0') *one.mutable_answered_at() = Stamp(at);
  return one;
}

TEST(FeedbackView, AClockIsMetUntilItsInstantAndMissedFromItOn) {
  struct Row {
    const char* by;
    const char* at;
    const char* now;
    ClockState state;
    bool breached;
  };
  constexpr char kBefore[] = "2026-03-01T10:59:59.999999Z";
  constexpr char kBy[] = "2026-03-01T11:00:00Z";
  constexpr char kAfter[] = "2026-03-02T00:00:00Z";
  const Row rows[] = {
      {"", "", kAfter, ClockState::kNone, false},      {"", kBy, kAfter, ClockState::kNone, false},
      {kBy, "", kBefore, ClockState::kRuns, false},    {kBy, "", kBy, ClockState::kMissed, true},
      {kBy, kBefore, kAfter, ClockState::kMet, false}, {kBy, kBy, kAfter, ClockState::kLate, true}};
  for (const Row& row : rows) {
    SCOPED_TRACE(absl::StrCat(row.by, " ", row.at, " ", row.now));
    const CaseState state = StateOf(WithClocks(row.by, row.at), At(row.now));
    EXPECT_EQ(state.answered, row.state);
    EXPECT_EQ(state.acknowledged, ClockState::kNone);
    EXPECT_EQ(state.breached(), row.breached);
  }
}

TEST(FeedbackView, ListsCasesThatAreOpenBreachedOrOfAPlace) {
  Ledgerless hotel;
  hotel.Given({Ask(StaffMember(kManager),
                   "propose_policy { policy { policy_id: 'sla' version: 1 service_levels { levels "
                   "{ kind: FEEDBACK_KIND_COMPLAINT answer_minutes: 60 } urgent_percent: 50 } } }"),
               Ask(StaffMember(kOtherManager),
                   "settle_policy { policy_id: 'sla' version: 1 approved: true }"),
               OpenCase("k1"), OpenCase("k2", "property_id: 'H2' category: 'food'"),
               OpenCase("k3", "kind: FEEDBACK_KIND_QUESTION"), Step("k3", "resolve {}")});
  hotel.Given(Step("k1", "route { department: 'night-desk' }"));
  const Viewed view(hotel);
  EXPECT_EQ(view.Cases({}), (Ids{"k1", "k2", "k3"}));
  CaseFilter open;
  open.open = true;
  EXPECT_EQ(view.Cases(open), (Ids{"k1", "k2"}));
  open.property_id = "H2";
  EXPECT_EQ(view.Cases(open), Ids{"k2"});
  open.property_id = "H";
  EXPECT_EQ(view.Cases(open), Ids{}) << "an id is not the beginning of another";
  CaseFilter food;
  food.category = "food";
  EXPECT_EQ(view.Cases(food), Ids{"k2"});
  CaseFilter night_desk;
  night_desk.department = "night-desk";
  EXPECT_EQ(view.Cases(night_desk), Ids{"k1"});
  CaseFilter breached;
  breached.breached = true;
  breached.now = At("2026-03-01T10:59:00Z");
  EXPECT_EQ(view.Cases(breached), Ids{});
  breached.now = At("2026-03-01T11:00:00Z");
  EXPECT_EQ(view.Cases(breached), (Ids{"k1", "k2"}));
}

TEST(FeedbackView, CountsWhatWasSaidByMonthAndHowSatisfied) {
  Ledgerless hotel;
  hotel.Given({Said("f1", "kind: FEEDBACK_KIND_COMPLIMENT score: 100"),
               Said("f2", "kind: FEEDBACK_KIND_COMPLAINT score: 0 category: 'noise'"),
               Said("f3", "kind: FEEDBACK_KIND_COMPLAINT score: 0 category: 'food'"),
               Said("f4", "kind: FEEDBACK_KIND_SUGGESTION"), OpenCase("k1"), OpenCase("k2")});
  hotel.GivenBusinessDate("H1", 20260401);
  hotel.Given({Said("f5", "kind: FEEDBACK_KIND_QUESTION score: 70"), OpenCase("k3")});
  const Viewed view(hotel);
  const auto trend = SatisfactionTrend(*view, "H1");
  ASSERT_TRUE(trend.ok());
  const Satisfaction march = trend->at({"H1", 202603});
  EXPECT_EQ(march.feedback, 4u);
  EXPECT_EQ(march.compliments, 1u);
  EXPECT_EQ(march.complaints, 2u);
  EXPECT_EQ(march.suggestions, 1u);
  EXPECT_EQ(march.scored, 3u);
  EXPECT_EQ(march.average_score_hundredths(), 3333) << "100 / 3, half up";
  EXPECT_EQ(trend->at({"H1", 202604}).questions, 1u);
  EXPECT_TRUE(SatisfactionTrend(*view, "H")->empty());

  const auto problems = FrequentProblems(*view, "H1");
  ASSERT_TRUE(problems.ok());
  ASSERT_EQ(problems->size(), 3u);
  EXPECT_EQ((*problems)[0].category, "noise");
  EXPECT_EQ((*problems)[0].cases, 2u);
  EXPECT_EQ((*problems)[0].complaints, 1u);
  EXPECT_EQ((*problems)[1].category, "food");
  EXPECT_EQ((*problems)[2].month, 202604);

  std::vector<std::string> said;
  ASSERT_TRUE(
      ListFeedback(*view, {"H1", Day(20260302), std::nullopt}, [&](const v1::FeedbackEntry& entry) {
        said.push_back(entry.feedback().feedback_id());
        return true;
      }).ok());
  EXPECT_EQ(said, Ids{"f5"});
}

TEST(FeedbackView, AnActionIsMeasuredOverAsManyDaysBeforeAsAfter) {
  Ledgerless hotel;
  hotel.Given({Ask(StaffMember(kManager),
                   "open_action { action { action_id: 'a1' property_id: 'H1' category: 'noise' "
                   "measure_code: 'carpets' } }"),
               Ask(StaffMember(kManager),
                   "open_action { action { action_id: 'a2' property_id: 'H1' category: 'food' "
                   "measure_code: 'cook' } }")});
  // One case a day but on the 4th, when the action is done, none; then one on the 5th.
  for (int32_t date = 20260301; date <= 20260306; ++date) {
    hotel.GivenBusinessDate("H1", date);
    if (date == 20260304) {
      hotel.Given(Ask(StaffMember(kManager), "complete_action { action_id: 'a1' }"));
    } else if (date != 20260306) {
      hotel.Given(OpenCase(absl::StrCat("k", date)));
    }
  }
  const Viewed view(hotel);
  const auto effects = [&](int32_t days, int32_t today) {
    return *ActionEffects(*view, "H1", days, [today](std::string_view) { return Day(today); });
  };
  const ActionEffect two_days = effects(90, 20260306)[0];
  EXPECT_EQ(two_days.from, Day(20260302));
  EXPECT_EQ(two_days.until, Day(20260306));
  EXPECT_EQ(two_days.cases_before, 2u);
  EXPECT_EQ(two_days.cases_after, 1u);
  const ActionEffect one_day = effects(1, 20260306)[0];
  EXPECT_EQ(one_day.cases_before, 1u);
  EXPECT_EQ(one_day.cases_after, 0u);
  const ActionEffect no_day = effects(90, 20260304)[0];
  EXPECT_EQ(no_day.cases_before + no_day.cases_after, 0u);
  EXPECT_EQ(effects(90, 20260306)[1].cases_before, 0u) << "not done yet";
}

TEST(FeedbackView, RatingsAreOfWhoWasAssigned) {
  Ledgerless hotel;
  hotel.Given(With(DefineStaff({.id = "sue"}), [](v1::Request& r) {
    r.mutable_define_staff()->mutable_staff()->set_team("early");
  }));
  for (const char* id : {"k1", "k2", "k3"}) {
    hotel.Given(
        {OpenCase(id, "emotion: EMOTION_ANGRY"),
         Step(id, *(id + 1) == '3' ? "assign { staff_id: 'rob' }" : "assign { staff_id: 'sue' }")});
  }
  hotel.Given({Step("k1", "note_emotion { emotion: EMOTION_CALM de_escalated: true }"),
               Step("k1", "resolve {}"), Step("k2", "resolve {}"),
               Step("k1", "rate { scores { competency: COMPETENCY_SKILL score: 5 } }"),
               Step("k2", "rate { scores { competency: COMPETENCY_SKILL score: 2 } }"),
               Step("k2", "reopen { reason_code: 'again' }")});
  const Viewed view(hotel);
  const auto by_staff = HandlingRatings(*view, "", RatedBy::kStaff);
  ASSERT_TRUE(by_staff.ok());
  const HandlingRating& sue = by_staff->at("sue");
  EXPECT_EQ(sue.cases, 2u);
  EXPECT_EQ(sue.resolved, 1u);
  EXPECT_EQ(sue.reopened, 1u);
  EXPECT_EQ(sue.upset, 2u);
  EXPECT_EQ(sue.de_escalated, 1u);
  EXPECT_EQ(sue.scores.at(v1::COMPETENCY_SKILL).average_hundredths(), 350);
  EXPECT_EQ(by_staff->at("rob").cases, 1u);
  const auto by_team = HandlingRatings(*view, "", RatedBy::kTeam);
  EXPECT_EQ(by_team->at("early").cases, 2u);
  EXPECT_EQ(by_team->at("").cases, 1u);
  EXPECT_TRUE(HandlingRatings(*view, "H2", RatedBy::kStaff)->empty());
}

TEST(FeedbackView, TellsHowFastCasesWereAnswered) {
  Ledgerless hotel;
  hotel.Given({OpenCase("k1"), OpenCase("k2")});
  hotel.SetNow("2026-03-01T10:30:59Z");
  hotel.Given(Step("k1", "answer {}"));
  const Viewed view(hotel);
  const auto report = ResponseReport(*view, "H1", hotel.now());
  ASSERT_TRUE(report.ok());
  const ResponseTimes& times = report->at(v1::FEEDBACK_KIND_COMPLAINT);
  EXPECT_EQ(times.cases, 2u);
  EXPECT_EQ(times.open, 2u);
  EXPECT_EQ(times.answer.done, 1u);
  EXPECT_EQ(times.answer.average_minutes(), 30);
  EXPECT_EQ(times.answer.in_time + times.answer.late, 0u) << "no clock";
  EXPECT_EQ(times.resolve.average_minutes(), 0);
}

TEST(FeedbackView, CountsPromisesOfEachSide) {
  Ledgerless hotel;
  const auto promise = [](std::string_view id, std::string_view more) {
    return Ask(StaffMember(kFrontDesk),
               absl::StrCat("make_commitment { commitment { commitment_id: '", std::string(id),
                            "' property_id: 'H1' customer_id: 'c-1' code: 'x' due_on: 20260301 ",
                            std::string(more), " } }"));
  };
  hotel.Given({promise("o1", ""), promise("o2", "by_customer: true"),
               promise("o3", "customer_id: 'c-2'"),
               Ask(StaffMember(kFrontDesk),
                   "settle_commitment { commitment_id: 'o2' status: COMMITMENT_BROKEN }")});
  const Viewed view(hotel);
  const auto all = CountCommitments(*view, "", "");
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->at(false).open, 2u);
  EXPECT_EQ(all->at(true).broken, 1u);
  EXPECT_EQ(CountCommitments(*view, "", "c-2")->at(false).open, 1u);
  EXPECT_TRUE(CountCommitments(*view, "H2", "")->empty());
}

}  // namespace
}  // namespace daybook::testing
