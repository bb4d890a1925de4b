// The arithmetic of a credit review (DOMAIN F48 to F52): from what is known of an account, and a credit policy, to score, grade, limit, term
// and status. Pure; integers only: one division at the end of each, in 128 bits. What is not a number here does not count.
#ifndef DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_SCORE_H_
#define DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_SCORE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "daybook/v1/credit.pb.h"
#include "daybook/v1/policy.pb.h"

namespace daybook {

inline constexpr int32_t kCreditFactors = 6;
inline constexpr int32_t kMaxFactorLevel = 5;

// What a review looks at. Amounts are minor units of the account's currency and not below 0, but for the exposure; counts and days are
// not below 0; 12 months are [date - 12 months, date).
struct CreditFacts {
  std::string_view account_id;
  v1::PolicyRef policy;
  v1::ReviewTrigger trigger = v1::REVIEW_REQUESTED;
  int32_t business_date = 0;                                      // yyyymmdd, of the home property
  std::array<std::optional<int32_t>, kCreditFactors> assessed{};  // by CreditFactor - 1: 0 to 5
  int64_t revenue_minor = 0;                                      // of 12 months
  int32_t stays = 0;                                              // completed in 12 months
  int64_t due = 0;                                                // bookings due in 12 months
  int64_t lost = 0;                                               // of these, cancelled or no-show
  int32_t known_days = 0;
  int64_t paid_invoices = 0;
  int64_t paid_on_time = 0;
  int64_t days_to_pay = 0;    // sum over the paid
  int32_t days_past_due = 0;  // of the oldest that is not disputed
  int32_t broken_commitments = 0;
  int64_t cover_minor = 0;
  int64_t gross_exposure_minor = 0;
  int64_t net_exposure_minor = 0;
  bool designated = false;              // and not expired
  int64_t authorised_volume_minor = 0;  // 0 where not designated
  bool blocked = false;
  v1::CreditGrade grade =
      v1::CREDIT_GRADE_UNSPECIFIED;  // before the review; UNSPECIFIED: the first one
  v1::CreditGrade upgrade_seen =
      v1::CREDIT_GRADE_UNSPECIFIED;  // by all reviews since upgrade_seen_on
  int32_t upgrade_seen_on = 0;       // yyyymmdd
};

// The whole review.
v1::CreditReview ReviewCredit(const CreditFacts& facts, const v1::CreditPolicy& policy);

// Its parts.

// The number of thresholds that the value reaches: 0 to 5.
int32_t LevelIn(const v1::CreditPolicy::Table& table, int64_t value);
// Assessed where a reviewer did; else derived, which three of the six can be; else missing, which is level 0. Derived are finances: the lower of
// revenue and days to pay (rounded up), of what is known of them; debt guarantee: floor(5 * min(cover, gross) / gross), and 5 where there
// is cover and nothing to be covered; character: the lowest of share paid on time, worst days past due, cancellation rate (rounded up) and broken
// commitments, of what is known of them.
v1::FactorLevel LevelOf(v1::CreditFactor factor, const CreditFacts& facts,
                        const v1::CreditPolicy& policy);
int32_t WeightOf(v1::CreditFactor factor, const v1::CreditPolicy& policy);
// floor(100 * lost / due) rounded up instead: at most 40 exactly where the rate is at most 40%. 0 where nothing was due.
int32_t CancellationPercent(int64_t lost, int64_t due);
// The first rule that matches.
v1::CreditGrade MatchGrade(const CreditFacts& facts, int32_t score, const v1::CreditPolicy& policy);
// Whether `a` is the better grade. UNSPECIFIED is worse than any.
bool IsBetter(v1::CreditGrade a, v1::CreditGrade b);
// What the account's grade is once a review matched `matched`: the first grade and a downgrade act at once, and so does whatever a strategic
// customer becomes on not being new any more; an upgrade needs reviews on two dates at least upgrade_gap_days apart, and none between
// that saw none: the lower of what they saw.
v1::CreditGrade GradeAfter(v1::CreditGrade matched, const CreditFacts& facts,
                           const v1::CreditPolicy& policy);
// Null: no grade.
const v1::CreditPolicy::GradeTerms* TermsOf(v1::CreditGrade grade, const v1::CreditPolicy& policy);
int32_t TermDays(v1::CreditGrade grade, int32_t score, const v1::CreditPolicy& policy);
// max(revenue, volume) * (term + 60) / 360 * score / 1000 * k, capped, rounded down to the policy's step; 0 where the term is 0.
int64_t CreditLimit(v1::CreditGrade grade, int32_t score, int64_t revenue_minor,
                    int64_t volume_minor, const v1::CreditPolicy& policy);
v1::CreditStatus CreditStatusOf(int32_t days_past_due, bool blocked, bool review_overdue,
                                const v1::CreditPolicy& policy);

// Whether the exposure has reached the share of the limit at which a review is wanted. Of a limit of nothing there is no share.
bool IsNearLimit(int64_t exposure_minor, int64_t limit_minor, const v1::CreditPolicy& policy);

// What Credit.upgrade_seen becomes after a review: the lowest of the better grades that the reviews since `on` matched, all of them.
struct UpgradeSeen {
  v1::CreditGrade grade = v1::CREDIT_GRADE_UNSPECIFIED;
  int32_t on = 0;
  friend bool operator==(const UpgradeSeen&, const UpgradeSeen&) = default;
};
UpgradeSeen SeenAfter(const UpgradeSeen& before, const v1::CreditReview& review);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_SCORE_H_
