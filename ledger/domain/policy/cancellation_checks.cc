// The rules of cancellation policies, wherever they are written.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/policy/policy_checks.h"

namespace daybook {
namespace {

constexpr int kMaxTiers = 8;
constexpr int32_t kMinutesOfDay = 1440;
constexpr int32_t kAllBasisPoints = 10'000;

bool InRange(int64_t value, int64_t least, int64_t most) { return least <= value && value <= most; }

// One rule, in its range.
bool IsValidPenalty(const v1::Penalty& penalty) {
  switch (penalty.rule_case()) {
    case v1::Penalty::kFlatMinor:
      return InRange(penalty.flat_minor(), 0, kMaxAmountMinor);
    case v1::Penalty::kStayBasisPoints:
      return InRange(penalty.stay_basis_points(), 0, kAllBasisPoints);
    case v1::Penalty::kNights:
      return InRange(penalty.nights(), 0, kMaxNights);
    case v1::Penalty::kPercentOfNights:
      return InRange(penalty.percent_of_nights().nights(), 0, kMaxNights) &&
             InRange(penalty.percent_of_nights().basis_points(), 0, kAllBasisPoints);
    case v1::Penalty::kFull:
      return penalty.full();
    case v1::Penalty::RULE_NOT_SET:
      return false;
  }
  return false;
}

bool IsLater(const v1::PenaltyTier& tier, const v1::PenaltyTier& before) {
  if (tier.days_before_arrival() != before.days_before_arrival()) {
    return tier.days_before_arrival() < before.days_before_arrival();
  }
  return tier.local_minute_of_day() > before.local_minute_of_day();
}

template <typename DeclineTier>
void CheckTier(const v1::CancellationPolicy& policy, int index, const DeclineTier& decline) {
  const v1::PenaltyTier& tier = policy.tiers(index);
  const std::string path = absl::StrCat("tiers[", index, "]");
  if (!InRange(tier.days_before_arrival(), 0, kMaxDaysAhead)) {
    decline(path + ".days_before_arrival",
            absl::StrCat(tier.days_before_arrival(), " is not 0 to ", kMaxDaysAhead));
  }
  if (!InRange(tier.local_minute_of_day(), 0, kMinutesOfDay - 1)) {
    decline(path + ".local_minute_of_day",
            absl::StrCat(tier.local_minute_of_day(), " is not 0 to ", kMinutesOfDay - 1));
  }
  if (!IsValidPenalty(tier.penalty())) decline(path + ".penalty", "not one rule in its range");
  if (index > 0 && !IsLater(tier, policy.tiers(index - 1))) {
    decline(path, "its deadline is not later than that of the tier before");
  }
}

}  // namespace

void CheckCancellationRules(DecideContext& context, std::string_view path,
                            const v1::CancellationPolicy& policy) {
  const auto decline = [&](const std::string& field, std::string detail) {
    context.Decline(v1::FORM_POLICY_INVALID, absl::StrCat(ToAbsl(path), ".", field),
                    std::move(detail));
  };
  if (policy.grace_minutes() < 0) {
    decline("grace_minutes", absl::StrCat(policy.grace_minutes(), " is negative"));
  }
  if (policy.has_no_show() && !IsValidPenalty(policy.no_show())) {
    decline("no_show", "not one rule in its range");
  }
  if (policy.tiers_size() > kMaxTiers) {
    decline("tiers", absl::StrCat(policy.tiers_size(), " tiers, at most ", kMaxTiers));
    return;
  }
  for (int i = 0; i < policy.tiers_size(); ++i) CheckTier(policy, i, decline);
}

}  // namespace daybook
