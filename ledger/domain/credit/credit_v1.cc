#include "ledger/domain/credit/credit_v1.h"

#include <cstdint>
#include <initializer_list>

namespace daybook {
namespace {

constexpr int64_t kEuro = 100;

// A revenue of 50,000.00 is what makes a customer large, so it is the top of finances; whoever pays within half of the usual term of 30
// days is as good as it gets. The buckets of ageing are the steps of character, and 40% of bookings lost, the most that a loyal
// customer may have, is a level that does not reach the good score by itself.
void Fill(v1::CreditPolicy::Table& table, bool falling, std::initializer_list<int64_t> thresholds) {
  table.set_falling(falling);
  for (const int64_t threshold : thresholds) table.add_thresholds(threshold);
}

void Fill(v1::CreditPolicy::GradeTerms& terms, int32_t term_days, int32_t limit_permille,
          int64_t cap_minor, int32_t review_days) {
  terms.set_term_days(term_days);
  terms.set_limit_permille(limit_permille);
  terms.set_cap_minor(cap_minor);
  terms.set_review_days(review_days);
}

}  // namespace

v1::CreditPolicy CreditV1() {
  v1::CreditPolicy policy;
  policy.set_currency("EUR");
  v1::CreditPolicy::Weights& weights = *policy.mutable_weights();
  weights.set_economic_environment(100);
  weights.set_market_environment(100);
  weights.set_enterprise_quality(150);
  weights.set_finances(250);
  weights.set_debt_guarantee(150);
  weights.set_character_and_ability(250);
  policy.set_good_score(600);
  policy.set_old_known_days(730);
  policy.set_old_stays(12);
  policy.set_old_cancellation_percent(40);
  policy.set_large_revenue_minor(50'000 * kEuro);
  policy.set_new_known_days(365);
  policy.set_new_revenue_minor(5'000 * kEuro);
  Fill(*policy.mutable_loyal_old(), 60, 2000, 100'000 * kEuro, 365);
  Fill(*policy.mutable_profitable_large(), 45, 1500, 500'000 * kEuro, 180);
  Fill(*policy.mutable_strategic_new(), 30, 1000, 50'000 * kEuro, 180);
  Fill(*policy.mutable_small(), 0, 500, 5'000 * kEuro, 90);
  policy.set_small_term_good_score_days(15);
  policy.set_limit_step_minor(100 * kEuro);
  policy.set_upgrade_gap_days(30);
  policy.set_suspended_review_days(30);
  policy.set_local_approval_days(31);
  policy.set_prepay_days(61);
  policy.set_suspended_days(91);
  policy.set_limit_alarm_percent(90);
  policy.set_arrivals_days(30);
  Fill(*policy.mutable_finances_by_revenue(), false,
       {1'000 * kEuro, 5'000 * kEuro, 15'000 * kEuro, 30'000 * kEuro, 50'000 * kEuro});
  Fill(*policy.mutable_finances_by_days_to_pay(), true, {90, 60, 45, 30, 15});
  Fill(*policy.mutable_character_by_percent_on_time(), false, {50, 70, 80, 90, 95});
  Fill(*policy.mutable_character_by_worst_days_past_due(), true, {90, 60, 30, 15, 0});
  Fill(*policy.mutable_character_by_cancellation_percent(), true, {60, 40, 30, 20, 10});
  Fill(*policy.mutable_character_by_broken_commitments(), true, {4, 3, 2, 1, 0});
  return policy;
}

v1::Policy CreditV1Policy() {
  v1::Policy policy;
  policy.set_policy_id("credit/v1");
  policy.set_version(1);
  *policy.mutable_credit() = CreditV1();
  return policy;
}

}  // namespace daybook
