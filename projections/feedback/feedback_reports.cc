// What feedback and cases say together: trends, frequent problems, what measures achieved, how well cases were handled.
#include <algorithm>
#include <string>
#include <tuple>

#include "daybook/v1/property.pb.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/entities.h"
#include "projections/entity_view.h"
#include "projections/feedback/feedback_rows.h"
#include "projections/feedback/feedback_view.h"

namespace daybook {
namespace {

constexpr int32_t kDaysOfMonth = 100;  // yyyymmdd / kDaysOfMonth is yyyymm

int64_t AverageHundredths(int64_t sum, uint64_t count) {
  if (count == 0) return 0;
  const auto n = static_cast<int64_t>(count);
  return (sum * 200 + n) / (2 * n);
}

absl::Status ScanCaseDays(
    const ViewSnapshot& view, std::string_view property_id,
    const std::function<void(std::string_view property, int32_t date, const v1::CaseDay&)>& see) {
  return ScanRows<v1::CaseDay>(
      view, kCaseDayRow, PropertyPrefix(property_id),
      [&](std::string_view key, const v1::CaseDay& day) -> absl::StatusOr<bool> {
        const DayKeyParts parts = PartsOf(key);
        see(parts.property_id, parts.yyyymmdd, day);
        return true;
      });
}

void Count(v1::FeedbackKind kind, Satisfaction& month) {
  month.compliments += kind == v1::FEEDBACK_KIND_COMPLIMENT;
  month.complaints += kind == v1::FEEDBACK_KIND_COMPLAINT;
  month.suggestions += kind == v1::FEEDBACK_KIND_SUGGESTION;
  month.questions += kind == v1::FEEDBACK_KIND_QUESTION;
}

void CountCase(const v1::Case& one, HandlingRating& rating) {
  ++rating.cases;
  rating.resolved += one.status() == v1::CASE_RESOLVED;
  rating.reopened += one.times_reopened() > 0;
  // Who was calmed is calm by now: that it was done says how it began.
  const bool upset = one.emotion() == v1::EMOTION_UPSET || one.emotion() == v1::EMOTION_ANGRY;
  rating.upset += upset || one.de_escalated();
  rating.de_escalated += one.de_escalated();
  for (const v1::CompetencyScore& score : one.ratings()) {
    HandlingRating::Scores& scores = rating.scores[score.competency()];
    ++scores.count;
    scores.sum += score.score();
  }
}

std::string GroupOf(const v1::Case& one, const v1::StaffDefinition& member, RatedBy by) {
  switch (by) {
    case RatedBy::kStaff:
      return one.assigned_staff_id();
    case RatedBy::kTeam:
      return member.team();
    case RatedBy::kDepartment:
      return one.department();
    case RatedBy::kMembersDepartment:
      return member.department();
    case RatedBy::kEverybody:
      break;
  }
  return "";
}

}  // namespace

int64_t Satisfaction::average_score_hundredths() const {
  return AverageHundredths(score_sum, scored);
}

int64_t HandlingRating::Scores::average_hundredths() const { return AverageHundredths(sum, count); }

absl::StatusOr<std::map<MonthOfProperty, Satisfaction>> SatisfactionTrend(
    const ViewSnapshot& view, std::string_view property_id) {
  std::map<MonthOfProperty, Satisfaction> trend;
  FeedbackFilter filter;
  filter.property_id = std::string(property_id);
  DAYBOOK_RETURN_IF_ERROR(ListFeedback(view, filter, [&](const v1::FeedbackEntry& entry) {
    const v1::Feedback& feedback = entry.feedback();
    Satisfaction& month = trend[{feedback.property_id(), entry.business_date() / kDaysOfMonth}];
    ++month.feedback;
    Count(feedback.kind(), month);
    if (feedback.has_score()) {
      ++month.scored;
      month.score_sum += feedback.score();
    }
    return true;
  }));
  return trend;
}

absl::StatusOr<std::vector<ProblemCount>> FrequentProblems(const ViewSnapshot& view,
                                                           std::string_view property_id) {
  using Place = std::tuple<std::string, int32_t, std::string>;
  std::map<Place, ProblemCount> counts;
  const auto at = [&counts](std::string_view property, int32_t date,
                            const std::string& category) -> ProblemCount& {
    ProblemCount& count = counts[{std::string(property), date / kDaysOfMonth, category}];
    count.property_id = std::string(property);
    count.month = date / kDaysOfMonth;
    count.category = category;
    return count;
  };
  FeedbackFilter filter;
  filter.property_id = std::string(property_id);
  DAYBOOK_RETURN_IF_ERROR(ListFeedback(view, filter, [&](const v1::FeedbackEntry& entry) {
    const v1::Feedback& feedback = entry.feedback();
    if (feedback.kind() == v1::FEEDBACK_KIND_COMPLAINT) {
      ++at(feedback.property_id(), entry.business_date(), feedback.category()).complaints;
    }
    return true;
  }));
  DAYBOOK_RETURN_IF_ERROR(ScanCaseDays(
      view, property_id, [&](std::string_view property, int32_t date, const v1::CaseDay& day) {
        ++at(property, date, day.category()).cases;
      }));
  std::vector<ProblemCount> problems;
  for (auto& [place, count] : counts) problems.push_back(std::move(count));
  // A case is usually opened for a complaint that was recorded: the larger of the two is how often it came up.
  std::stable_sort(problems.begin(), problems.end(),
                   [](const ProblemCount& a, const ProblemCount& b) {
                     if (a.property_id != b.property_id) return a.property_id < b.property_id;
                     if (a.month != b.month) return a.month < b.month;
                     return std::max(a.complaints, a.cases) > std::max(b.complaints, b.cases);
                   });
  return problems;
}

absl::StatusOr<std::vector<ActionEffect>> ActionEffects(
    const ViewSnapshot& view, std::string_view property_id, int32_t days,
    const std::function<CivilDate(std::string_view property_id)>& today) {
  std::vector<ActionEffect> effects;
  DAYBOOK_RETURN_IF_ERROR(ScanEntities<v1::ImprovementAction>(
      view, [&](const v1::ImprovementAction& action) -> absl::StatusOr<bool> {
        if (!property_id.empty() && action.property_id() != property_id) return true;
        ActionEffect effect;
        effect.action = action;
        if (const auto done_on = CivilDate::FromYmd(action.done_on())) {
          const int32_t span = std::clamp(today(action.property_id()) - *done_on, 0, days);
          effect.done_on = *done_on;
          effect.from = *done_on - span;
          effect.until = *done_on + span;
        }
        effects.push_back(std::move(effect));
        return true;
      }));
  DAYBOOK_RETURN_IF_ERROR(ScanCaseDays(
      view, property_id, [&](std::string_view property, int32_t date, const v1::CaseDay& day) {
        for (ActionEffect& effect : effects) {
          if (effect.action.done_on() == 0 || effect.action.property_id() != property ||
              effect.action.category() != day.category()) {
            continue;
          }
          const CivilDate opened = CivilDate::FromYmd(date).value_or(CivilDate());
          effect.cases_before += effect.from <= opened && opened < effect.done_on;
          effect.cases_after += effect.done_on <= opened && opened < effect.until;
        }
      }));
  return effects;
}

absl::StatusOr<std::map<std::string, HandlingRating>> HandlingRatings(const ViewSnapshot& view,
                                                                      std::string_view property_id,
                                                                      RatedBy by) {
  DAYBOOK_ASSIGN_OR_RETURN(auto staff, StaffOf(view));
  std::map<std::string, HandlingRating> ratings;
  CaseFilter filter;
  filter.property_id = std::string(property_id);
  DAYBOOK_RETURN_IF_ERROR(ListCases(view, filter, [&](const v1::Case& one) {
    if (one.assigned_staff_id().empty()) return true;
    HandlingRating& rating = ratings[GroupOf(one, staff[one.assigned_staff_id()], by)];
    CountCase(one, rating);
    rating.members.insert(one.assigned_staff_id());
    return true;
  }));
  return ratings;
}

absl::StatusOr<std::map<std::string, v1::StaffDefinition>> StaffOf(const ViewSnapshot& view) {
  std::map<std::string, v1::StaffDefinition> staff;
  DAYBOOK_RETURN_IF_ERROR(ScanRows<v1::StaffDefinition>(
      view, kStaffRow, "",
      [&staff](std::string_view key, const v1::StaffDefinition& member) -> absl::StatusOr<bool> {
        staff.emplace(key, member);
        return true;
      }));
  return staff;
}

absl::Status ListCommitments(const ViewSnapshot& view, std::string_view property_id,
                             std::string_view customer_id,
                             const std::function<bool(const v1::Commitment&)>& visitor) {
  return ScanEntities<v1::Commitment>(
      view, [&](const v1::Commitment& commitment) -> absl::StatusOr<bool> {
        if (!customer_id.empty() && commitment.customer_id() != customer_id) return true;
        if (!property_id.empty() && commitment.property_id() != property_id) return true;
        return visitor(commitment);
      });
}

absl::StatusOr<std::map<bool, CommitmentCount>> CountCommitments(const ViewSnapshot& view,
                                                                 std::string_view property_id,
                                                                 std::string_view customer_id) {
  std::map<bool, CommitmentCount> counts;
  DAYBOOK_RETURN_IF_ERROR(
      ListCommitments(view, property_id, customer_id, [&](const v1::Commitment& commitment) {
        CommitmentCount& count = counts[commitment.by_customer()];
        count.open += commitment.status() == v1::COMMITMENT_MADE;
        count.kept += commitment.status() == v1::COMMITMENT_KEPT;
        count.broken += commitment.status() == v1::COMMITMENT_BROKEN;
        return true;
      }));
  return counts;
}

}  // namespace daybook
