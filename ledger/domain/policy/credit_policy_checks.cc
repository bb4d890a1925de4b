// The numbers of credit policies.
#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/policy/policy_checks.h"

namespace daybook {
namespace {

constexpr int64_t kAllWeights = 1000;
constexpr int64_t kBestScore = 1000;
constexpr int64_t kPercent = 100;
constexpr int64_t kMaxDays = 36'500;
constexpr int64_t kMaxTermDays = 360;
constexpr int64_t kMaxReviewDays = 3650;
constexpr int64_t kMaxStays = 10'000;
constexpr int64_t kMaxPermille = 100'000;
constexpr int kLevels = 5;

// Declines below one path.
class CreditChecks {
 public:
  CreditChecks(DecideContext& context, std::string_view path)
      : context_(context), path_(absl::StrCat(ToAbsl(path), ".")) {}

  void Range(std::string_view field, int64_t value, int64_t least, int64_t most) {
    context_.CheckRange(path_ + std::string(field), value, least, most);
  }

  void Invalid(std::string_view field, std::string detail) {
    context_.Decline(v1::FORM_POLICY_INVALID, path_ + std::string(field), std::move(detail));
  }

  void Weights(const v1::CreditPolicy::Weights& weights) {
    const std::array<std::pair<const char*, int64_t>, 6> all = {{
        {"weights.economic_environment", weights.economic_environment()},
        {"weights.market_environment", weights.market_environment()},
        {"weights.enterprise_quality", weights.enterprise_quality()},
        {"weights.finances", weights.finances()},
        {"weights.debt_guarantee", weights.debt_guarantee()},
        {"weights.character_and_ability", weights.character_and_ability()},
    }};
    int64_t sum = 0;
    for (const auto& [field, weight] : all) {
      Range(field, weight, 0, kAllWeights);
      sum += weight;
    }
    if (sum != kAllWeights) {
      Invalid("weights", absl::StrCat("they sum up to ", sum, ", not ", kAllWeights));
    }
  }

  void Grade(const std::string& field, const v1::CreditPolicy::GradeTerms& terms) {
    Range(field + ".term_days", terms.term_days(), 0, kMaxTermDays);
    Range(field + ".limit_permille", terms.limit_permille(), 0, kMaxPermille);
    Range(field + ".cap_minor", terms.cap_minor(), 0, kMaxAmountMinor);
    Range(field + ".review_days", terms.review_days(), 1, kMaxReviewDays);
  }

  // Equal thresholds skip a level; a value never loses a level by getting better.
  void Table(const std::string& field, const v1::CreditPolicy::Table& table) {
    if (table.thresholds_size() != kLevels) {
      Invalid(field + ".thresholds",
              absl::StrCat(table.thresholds_size(), " thresholds, not ", kLevels));
      return;
    }
    for (int i = 0; i < kLevels; ++i) {
      const int64_t threshold = table.thresholds(i);
      const std::string path = absl::StrCat(field, ".thresholds[", i, "]");
      Range(path, threshold, 0, kMaxAmountMinor);
      if (i == 0) continue;
      const int64_t before = table.thresholds(i - 1);
      if (table.falling() ? threshold > before : threshold < before) {
        Invalid(path,
                absl::StrCat(threshold, table.falling() ? " rises" : " falls", " from ", before));
      }
    }
  }

 private:
  DecideContext& context_;
  const std::string path_;
};

void CheckGrades(CreditChecks& checks, const v1::CreditPolicy& rules) {
  checks.Range("good_score", rules.good_score(), 0, kBestScore);
  checks.Range("old_known_days", rules.old_known_days(), 0, kMaxDays);
  checks.Range("old_stays", rules.old_stays(), 0, kMaxStays);
  checks.Range("old_cancellation_percent", rules.old_cancellation_percent(), 0, kPercent);
  checks.Range("large_revenue_minor", rules.large_revenue_minor(), 0, kMaxAmountMinor);
  checks.Range("new_known_days", rules.new_known_days(), 0, kMaxDays);
  checks.Range("new_revenue_minor", rules.new_revenue_minor(), 0, kMaxAmountMinor);
  checks.Grade("loyal_old", rules.loyal_old());
  checks.Grade("profitable_large", rules.profitable_large());
  checks.Grade("strategic_new", rules.strategic_new());
  checks.Grade("small", rules.small());
  checks.Range("small_term_good_score_days", rules.small_term_good_score_days(), 0, kMaxTermDays);
  checks.Range("limit_step_minor", rules.limit_step_minor(), 1, kMaxAmountMinor);
}

void CheckReviews(CreditChecks& checks, const v1::CreditPolicy& rules) {
  checks.Range("upgrade_gap_days", rules.upgrade_gap_days(), 0, kMaxReviewDays);
  checks.Range("suspended_review_days", rules.suspended_review_days(), 1, kMaxReviewDays);
  checks.Range("local_approval_days", rules.local_approval_days(), 1, kMaxDays);
  checks.Range("prepay_days", rules.prepay_days(), 1, kMaxDays);
  checks.Range("suspended_days", rules.suspended_days(), 1, kMaxDays);
  if (rules.local_approval_days() >= rules.prepay_days()) {
    checks.Invalid("prepay_days", absl::StrCat(rules.prepay_days(), " is not after ",
                                               rules.local_approval_days(), " days"));
  }
  if (rules.prepay_days() >= rules.suspended_days()) {
    checks.Invalid("suspended_days", absl::StrCat(rules.suspended_days(), " is not after ",
                                                  rules.prepay_days(), " days"));
  }
  checks.Range("limit_alarm_percent", rules.limit_alarm_percent(), 1, kPercent);
  checks.Range("arrivals_days", rules.arrivals_days(), 0, kMaxTermDays);
}

}  // namespace

void CheckCreditRules(DecideContext& context, std::string_view path,
                      const v1::CreditPolicy& rules) {
  CreditChecks checks(context, path);
  checks.Weights(rules.weights());
  CheckGrades(checks, rules);
  CheckReviews(checks, rules);
  checks.Table("finances_by_revenue", rules.finances_by_revenue());
  checks.Table("finances_by_days_to_pay", rules.finances_by_days_to_pay());
  checks.Table("character_by_percent_on_time", rules.character_by_percent_on_time());
  checks.Table("character_by_worst_days_past_due", rules.character_by_worst_days_past_due());
  checks.Table("character_by_cancellation_percent", rules.character_by_cancellation_percent());
  checks.Table("character_by_broken_commitments", rules.character_by_broken_commitments());
}

}  // namespace daybook
