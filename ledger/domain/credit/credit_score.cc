#include "ledger/domain/credit/credit_score.h"

#include <algorithm>
#include <string>

#include "ledger/base/civil_date.h"

namespace daybook {
namespace {

// Longer than any amount times any of the factors below.
__extension__ using Wide = __int128;

constexpr int32_t kScorePermille = 1000;
constexpr int32_t kTermBase = 60;
constexpr int32_t kYearDays = 360;

int32_t RoundedUp(int64_t value, int64_t times, int64_t by) {
  return static_cast<int32_t>((static_cast<Wide>(value) * times + by - 1) / by);
}

// The lowest of the levels that are known; nullopt: none is.
class Lowest {
 public:
  void Add(int32_t level) { level_ = std::min(level_.value_or(level), level); }
  std::optional<int32_t> level() const { return level_; }

 private:
  std::optional<int32_t> level_;
};

std::optional<int32_t> DerivedFinances(const CreditFacts& facts, const v1::CreditPolicy& policy) {
  Lowest lowest;
  const bool has_paid = facts.paid_invoices > 0;
  if (facts.revenue_minor > 0 || has_paid) {
    lowest.Add(LevelIn(policy.finances_by_revenue(), facts.revenue_minor));
  }
  if (has_paid) {
    lowest.Add(LevelIn(policy.finances_by_days_to_pay(),
                       RoundedUp(facts.days_to_pay, 1, facts.paid_invoices)));
  }
  return lowest.level();
}

std::optional<int32_t> DerivedGuarantee(const CreditFacts& facts) {
  const int64_t gross = facts.gross_exposure_minor;
  if (gross <= 0) {
    return facts.cover_minor > 0 ? std::optional<int32_t>(kMaxFactorLevel) : std::nullopt;
  }
  return static_cast<int32_t>(Wide{kMaxFactorLevel} * std::min(facts.cover_minor, gross) / gross);
}

std::optional<int32_t> DerivedCharacter(const CreditFacts& facts, const v1::CreditPolicy& policy) {
  Lowest lowest;
  const bool has_paid = facts.paid_invoices > 0;
  if (has_paid) {
    lowest.Add(LevelIn(policy.character_by_percent_on_time(),
                       facts.paid_on_time * 100 / facts.paid_invoices));
  }
  if (has_paid || facts.days_past_due > 0) {
    lowest.Add(LevelIn(policy.character_by_worst_days_past_due(), facts.days_past_due));
  }
  if (facts.due > 0) {
    lowest.Add(LevelIn(policy.character_by_cancellation_percent(),
                       CancellationPercent(facts.lost, facts.due)));
  }
  // That nothing was broken says something only of who was dealt with.
  if (facts.broken_commitments > 0 || lowest.level().has_value()) {
    lowest.Add(LevelIn(policy.character_by_broken_commitments(), facts.broken_commitments));
  }
  return lowest.level();
}

std::optional<int32_t> Derived(v1::CreditFactor factor, const CreditFacts& facts,
                               const v1::CreditPolicy& policy) {
  switch (factor) {
    case v1::FACTOR_FINANCES:
      return DerivedFinances(facts, policy);
    case v1::FACTOR_DEBT_GUARANTEE:
      return DerivedGuarantee(facts);
    case v1::FACTOR_CHARACTER_AND_ABILITY:
      return DerivedCharacter(facts, policy);
    default:
      return std::nullopt;
  }
}

v1::CreditGrade LowerOf(v1::CreditGrade a, v1::CreditGrade b) { return IsBetter(a, b) ? b : a; }

int32_t DaysBetween(int32_t from, int32_t to) {
  const auto a = CivilDate::FromYmd(from);
  const auto b = CivilDate::FromYmd(to);
  return a && b ? *b - *a : 0;
}

int32_t NextReviewOn(const v1::CreditReview& review, const v1::CreditPolicy& policy) {
  const auto date = CivilDate::FromYmd(review.business_date());
  const v1::CreditPolicy::GradeTerms* const terms = TermsOf(review.grade(), policy);
  if (!date || terms == nullptr) return 0;
  const int32_t days = review.status() == v1::CREDIT_SUSPENDED ? policy.suspended_review_days()
                                                               : terms->review_days();
  return (*date + std::max(1, days)).ymd();
}

}  // namespace

int32_t LevelIn(const v1::CreditPolicy::Table& table, int64_t value) {
  int32_t level = 0;
  for (const int64_t threshold : table.thresholds()) {
    const bool reached = table.falling() ? value <= threshold : value >= threshold;
    if (!reached || level == kMaxFactorLevel) break;
    ++level;
  }
  return level;
}

int32_t WeightOf(v1::CreditFactor factor, const v1::CreditPolicy& policy) {
  const v1::CreditPolicy::Weights& weights = policy.weights();
  switch (factor) {
    case v1::FACTOR_ECONOMIC_ENVIRONMENT:
      return weights.economic_environment();
    case v1::FACTOR_MARKET_ENVIRONMENT:
      return weights.market_environment();
    case v1::FACTOR_ENTERPRISE_QUALITY:
      return weights.enterprise_quality();
    case v1::FACTOR_FINANCES:
      return weights.finances();
    case v1::FACTOR_DEBT_GUARANTEE:
      return weights.debt_guarantee();
    case v1::FACTOR_CHARACTER_AND_ABILITY:
      return weights.character_and_ability();
    default:
      return 0;
  }
}

v1::FactorLevel LevelOf(v1::CreditFactor factor, const CreditFacts& facts,
                        const v1::CreditPolicy& policy) {
  v1::FactorLevel level;
  level.set_factor(factor);
  const std::optional<int32_t>& assessed = facts.assessed[static_cast<size_t>(factor) - 1];
  const std::optional<int32_t> derived = assessed ? std::nullopt : Derived(factor, facts, policy);
  level.set_derived(derived.has_value());
  level.set_missing(!assessed && !derived);
  level.set_level(assessed.value_or(derived.value_or(0)));
  level.set_points(WeightOf(factor, policy) * level.level() / kMaxFactorLevel);
  return level;
}

int32_t CancellationPercent(int64_t lost, int64_t due) {
  return due <= 0 ? 0 : RoundedUp(lost, 100, due);
}

v1::CreditGrade MatchGrade(const CreditFacts& facts, int32_t score,
                           const v1::CreditPolicy& policy) {
  const bool good = score >= policy.good_score();
  if (good && facts.known_days >= policy.old_known_days() && facts.stays >= policy.old_stays() &&
      CancellationPercent(facts.lost, facts.due) <= policy.old_cancellation_percent()) {
    return v1::CREDIT_GRADE_LOYAL_OLD;
  }
  if (good && facts.revenue_minor >= policy.large_revenue_minor()) {
    return v1::CREDIT_GRADE_PROFITABLE_LARGE;
  }
  if (facts.known_days < policy.new_known_days() &&
      (facts.designated || facts.revenue_minor >= policy.new_revenue_minor())) {
    return v1::CREDIT_GRADE_STRATEGIC_NEW;
  }
  return v1::CREDIT_GRADE_SMALL;
}

bool IsBetter(v1::CreditGrade a, v1::CreditGrade b) {
  if (a == v1::CREDIT_GRADE_UNSPECIFIED) return false;
  return b == v1::CREDIT_GRADE_UNSPECIFIED || static_cast<int>(a) < static_cast<int>(b);
}

v1::CreditGrade GradeAfter(v1::CreditGrade matched, const CreditFacts& facts,
                           const v1::CreditPolicy& policy) {
  const bool not_new_any_more =
      facts.grade == v1::CREDIT_GRADE_STRATEGIC_NEW && facts.known_days >= policy.new_known_days();
  if (facts.grade == v1::CREDIT_GRADE_UNSPECIFIED || not_new_any_more ||
      !IsBetter(matched, facts.grade)) {
    return matched;
  }
  if (!IsBetter(facts.upgrade_seen, facts.grade) ||
      DaysBetween(facts.upgrade_seen_on, facts.business_date) < policy.upgrade_gap_days()) {
    return facts.grade;
  }
  return LowerOf(matched, facts.upgrade_seen);
}

const v1::CreditPolicy::GradeTerms* TermsOf(v1::CreditGrade grade, const v1::CreditPolicy& policy) {
  switch (grade) {
    case v1::CREDIT_GRADE_LOYAL_OLD:
      return &policy.loyal_old();
    case v1::CREDIT_GRADE_PROFITABLE_LARGE:
      return &policy.profitable_large();
    case v1::CREDIT_GRADE_STRATEGIC_NEW:
      return &policy.strategic_new();
    case v1::CREDIT_GRADE_SMALL:
      return &policy.small();
    default:
      return nullptr;
  }
}

int32_t TermDays(v1::CreditGrade grade, int32_t score, const v1::CreditPolicy& policy) {
  const v1::CreditPolicy::GradeTerms* const terms = TermsOf(grade, policy);
  if (terms == nullptr) return 0;
  if (grade == v1::CREDIT_GRADE_SMALL && score >= policy.good_score()) {
    return std::max(terms->term_days(), policy.small_term_good_score_days());
  }
  return terms->term_days();
}

int64_t CreditLimit(v1::CreditGrade grade, int32_t score, int64_t revenue_minor,
                    int64_t volume_minor, const v1::CreditPolicy& policy) {
  const int32_t term = TermDays(grade, score, policy);
  if (term <= 0) return 0;
  const v1::CreditPolicy::GradeTerms& terms = *TermsOf(grade, policy);
  const int64_t base = std::max<int64_t>(0, std::max(revenue_minor, volume_minor));
  const Wide limit = static_cast<Wide>(base) * (term + kTermBase) * score * terms.limit_permille() /
                     (Wide{kYearDays} * kScorePermille * 1000);
  const int64_t capped = static_cast<int64_t>(std::min<Wide>(limit, terms.cap_minor()));
  const int64_t step = std::max<int64_t>(1, policy.limit_step_minor());
  return capped - capped % step;
}

v1::CreditStatus CreditStatusOf(int32_t days_past_due, bool blocked, bool review_overdue,
                                const v1::CreditPolicy& policy) {
  if (blocked || days_past_due >= policy.suspended_days()) return v1::CREDIT_SUSPENDED;
  if (days_past_due >= policy.prepay_days()) return v1::CREDIT_PREPAY;
  if (days_past_due >= policy.local_approval_days() || review_overdue) {
    return v1::CREDIT_LOCAL_APPROVAL;
  }
  return v1::CREDIT_OK;
}

bool IsNearLimit(int64_t exposure_minor, int64_t limit_minor, const v1::CreditPolicy& policy) {
  if (limit_minor <= 0) return false;
  const int64_t alarm_minor = (limit_minor * policy.limit_alarm_percent() + 99) / 100;
  return exposure_minor >= alarm_minor;
}

v1::CreditReview ReviewCredit(const CreditFacts& facts, const v1::CreditPolicy& policy) {
  v1::CreditReview review;
  review.set_account_id(std::string(facts.account_id));
  *review.mutable_policy() = facts.policy;
  review.set_trigger(facts.trigger);
  review.set_business_date(facts.business_date);
  int64_t weighted = 0;
  for (int32_t i = 1; i <= kCreditFactors; ++i) {
    const auto factor = static_cast<v1::CreditFactor>(i);
    v1::FactorLevel& level = *review.add_factors();
    level = LevelOf(factor, facts, policy);
    weighted += int64_t{WeightOf(factor, policy)} * level.level();
  }
  review.set_score(static_cast<int32_t>(weighted / kMaxFactorLevel));
  review.set_revenue_minor(facts.revenue_minor);
  review.set_stays(facts.stays);
  review.set_cancellation_percent(CancellationPercent(facts.lost, facts.due));
  review.set_known_days(facts.known_days);
  review.set_exposure_minor(facts.net_exposure_minor);
  review.set_days_past_due(facts.days_past_due);
  review.set_matched(MatchGrade(facts, review.score(), policy));
  review.set_old_grade(facts.grade);
  review.set_grade(GradeAfter(review.matched(), facts, policy));
  review.set_term_days(TermDays(review.grade(), review.score(), policy));
  review.set_limit_minor(CreditLimit(review.grade(), review.score(), facts.revenue_minor,
                                     facts.authorised_volume_minor, policy));
  review.set_status(CreditStatusOf(facts.days_past_due, facts.blocked, false, policy));
  review.set_next_review_on(NextReviewOn(review, policy));
  return review;
}

UpgradeSeen SeenAfter(const UpgradeSeen& before, const v1::CreditReview& review) {
  if (!IsBetter(review.matched(), review.grade())) return {};
  // A grade that has just changed begins anew.
  const bool goes_on =
      review.old_grade() == review.grade() && IsBetter(before.grade, review.grade());
  if (!goes_on) return {review.matched(), review.business_date()};
  return {LowerOf(before.grade, review.matched()), before.on};
}

}  // namespace daybook
