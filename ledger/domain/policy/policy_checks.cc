#include "ledger/domain/policy/policy_checks.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

constexpr int64_t kAllBasisPoints = 10'000;
constexpr int64_t kMaxValidDays = 3650;
constexpr int64_t kMaxDays = 36'500;
constexpr int64_t kMaxClockMinutes = 527'040;  // a leap year
constexpr int64_t kMaxLagMinutes = 43'200;     // 30 days
constexpr int64_t kMaxCount = 10'000;
constexpr int kMaxChangeTiers = 8;
constexpr int kMaxRules = 128;
constexpr int kMaxRoutes = 256;
constexpr int kMaxLimits = 16;

// Declines below "policy.KIND".
class RuleChecks {
 public:
  RuleChecks(DecideContext& context, const char* kind)
      : context_(context), path_(absl::StrCat("policy.", kind, ".")) {}

  std::string Path(std::string_view field) const { return path_ + std::string(field); }

  void Range(std::string_view field, int64_t value, int64_t least, int64_t most) {
    context_.CheckRange(Path(field), value, least, most);
  }
  void BasisPoints(std::string_view field, int64_t value) {
    Range(field, value, 0, kAllBasisPoints);
  }
  void Amount(std::string_view field, int64_t value) { Range(field, value, 0, kMaxAmountMinor); }
  void Id(std::string_view field, std::string_view id) { context_.CheckId(Path(field), id); }
  void OptionalId(std::string_view field, std::string_view id) {
    context_.CheckOptionalId(Path(field), id);
  }
  void Currency(std::string_view field, std::string_view currency) {
    if (CurrencyExponent(currency)) return;
    context_.Decline(v1::FORM_MONEY_INVALID, Path(field), "the currency is not one of ISO 4217");
  }
  template <typename Enum>
  void OneOf(std::string_view field, Enum value, bool (*is_valid)(int)) {
    context_.CheckEnum(Path(field), value, is_valid);
  }
  void Invalid(std::string_view field, std::string detail) {
    context_.Decline(v1::FORM_POLICY_INVALID, Path(field), std::move(detail));
  }
  // False: the list is too long to be looked at.
  bool AtMost(std::string_view field, int count, int most) {
    if (count <= most) return true;
    context_.Decline(v1::FORM_TOO_MANY, Path(field), absl::StrCat(count, " given, at most ", most));
    return false;
  }
  // What a list names must be new to it.
  template <typename Key>
  void Once(std::string_view field, std::set<Key>& seen, Key key) {
    if (seen.insert(std::move(key)).second) return;
    context_.Decline(v1::FORM_DUPLICATE, Path(field), "it is named before");
  }

 private:
  DecideContext& context_;
  const std::string path_;
};

std::string At(const char* list, int index, const char* field = "") {
  return absl::StrCat(list, "[", index, "]", *field == '\0' ? "" : ".", field);
}

void CheckCancellation(DecideContext& context, const v1::Policy& policy) {
  const v1::CancellationPolicy& rules = policy.cancellation();
  RuleChecks checks(context, "cancellation");
  if (!rules.policy_id().empty() && rules.policy_id() != policy.policy_id()) {
    checks.Invalid("policy_id", absl::StrCat("it is not ", policy.policy_id()));
  }
  if (rules.version() != 0 && rules.version() != policy.version()) {
    checks.Invalid("version", absl::StrCat(rules.version(), " is not ", policy.version()));
  }
  CheckCancellationRules(context, "policy.cancellation", rules);
}

void CheckChange(RuleChecks checks, const v1::ChangePolicy& rules) {
  if (checks.AtMost("tiers", rules.tiers_size(), kMaxChangeTiers)) {
    for (int i = 0; i < rules.tiers_size(); ++i) {
      const v1::ChangePolicy::Tier& tier = rules.tiers(i);
      checks.Range(At("tiers", i, "days_before_arrival"), tier.days_before_arrival(), 0,
                   kMaxDaysAhead);
      checks.Amount(At("tiers", i, "fee_minor"), tier.fee_minor());
      checks.BasisPoints(At("tiers", i, "price_basis_points"), tier.price_basis_points());
      if (i > 0 && tier.days_before_arrival() >= rules.tiers(i - 1).days_before_arrival()) {
        checks.Invalid(At("tiers", i),
                       "it does not begin nearer to the arrival than the one before");
      }
    }
  }
  std::set<int> seen;
  for (int i = 0; i < rules.free_reasons_size(); ++i) {
    checks.OneOf(At("free_reasons", i), rules.free_reasons(i), v1::ChangeReason_IsValid);
    checks.Once(At("free_reasons", i), seen, int{rules.free_reasons(i)});
  }
  checks.Range("free_changes", rules.free_changes(), 0, kMaxCount);
  checks.Amount("late_check_out_fee_minor", rules.late_check_out_fee_minor());
  checks.BasisPoints("early_departure_basis_points", rules.early_departure_basis_points());
}

void CheckDeposit(RuleChecks checks, const v1::DepositPolicy& rules) {
  checks.BasisPoints("stay_basis_points", rules.stay_basis_points());
  checks.Range("due_days_after_booking", rules.due_days_after_booking(), 0, kMaxDaysAhead);
  checks.Range("due_days_before_arrival", rules.due_days_before_arrival(), 0, kMaxDaysAhead);
}

void CheckRefund(RuleChecks checks, const v1::RefundPolicy& rules) {
  std::set<int> seen;
  for (int i = 0; i < rules.settlements_size(); ++i) {
    checks.OneOf(At("settlements", i), rules.settlements(i), v1::Settlement_IsValid);
    checks.Once(At("settlements", i), seen, int{rules.settlements(i)});
  }
  checks.BasisPoints("voucher_bonus_basis_points", rules.voucher_bonus_basis_points());
  checks.Range("voucher_valid_days", rules.voucher_valid_days(),
               seen.contains(v1::SETTLEMENT_VOUCHER) ? 1 : 0, kMaxValidDays);
}

void CheckTax(RuleChecks checks, const v1::TaxPolicy& rules) {
  std::set<int> seen;
  for (int i = 0; i < rules.rates_size(); ++i) {
    checks.OneOf(At("rates", i, "kind"), rules.rates(i).kind(), v1::RevenueKind_IsValid);
    checks.Once(At("rates", i, "kind"), seen, int{rules.rates(i).kind()});
    checks.BasisPoints(At("rates", i, "basis_points"), rules.rates(i).basis_points());
  }
}

// What a measure is proposed for: one reason of one of the three kinds.
void CheckOccasion(RuleChecks& checks, const v1::CompensationPolicy::Rule& rule, int index) {
  const int given = (rule.cancellation_reason() != 0 ? 1 : 0) +
                    (rule.change_reason() != 0 ? 1 : 0) + (rule.case_category().empty() ? 0 : 1);
  if (given != 1) {
    checks.Invalid(At("rules", index),
                   absl::StrCat(given,
                                " of cancellation_reason, change_reason and case_category, "
                                "not one"));
  }
  if (rule.cancellation_reason() != 0) {
    checks.OneOf(At("rules", index, "cancellation_reason"), rule.cancellation_reason(),
                 v1::CancellationReason_IsValid);
  }
  if (rule.change_reason() != 0) {
    checks.OneOf(At("rules", index, "change_reason"), rule.change_reason(),
                 v1::ChangeReason_IsValid);
  }
  checks.OptionalId(At("rules", index, "case_category"), rule.case_category());
  checks.OptionalId(At("rules", index, "sub_reason"), rule.sub_reason());
}

void CheckCompensation(RuleChecks checks, const v1::CompensationPolicy& rules) {
  bool gives_vouchers = false;
  if (checks.AtMost("rules", rules.rules_size(), kMaxRules)) {
    for (int i = 0; i < rules.rules_size(); ++i) {
      const v1::CompensationPolicy::Rule& rule = rules.rules(i);
      CheckOccasion(checks, rule, i);
      checks.OneOf(At("rules", i, "measure"), rule.measure(), v1::Measure_IsValid);
      checks.Amount(At("rules", i, "limit_minor"), rule.limit_minor());
      checks.BasisPoints(At("rules", i, "limit_basis_points"), rule.limit_basis_points());
      gives_vouchers = gives_vouchers || rule.measure() == v1::MEASURE_VOUCHER;
    }
  }
  checks.Range("voucher_valid_days", rules.voucher_valid_days(), gives_vouchers ? 1 : 0,
               kMaxValidDays);
}

void CheckServiceLevels(RuleChecks checks, const v1::ServiceLevelPolicy& rules) {
  if (checks.AtMost("levels", rules.levels_size(), kMaxRules)) {
    std::set<std::pair<int, std::string>> seen;
    for (int i = 0; i < rules.levels_size(); ++i) {
      const v1::ServiceLevelPolicy::Level& level = rules.levels(i);
      checks.OneOf(At("levels", i, "kind"), level.kind(), v1::FeedbackKind_IsValid);
      checks.OptionalId(At("levels", i, "category"), level.category());
      checks.Once(At("levels", i), seen, {level.kind(), level.category()});
      checks.Range(At("levels", i, "acknowledge_minutes"), level.acknowledge_minutes(), 0,
                   kMaxClockMinutes);
      checks.Range(At("levels", i, "answer_minutes"), level.answer_minutes(), 0, kMaxClockMinutes);
      checks.Range(At("levels", i, "resolve_minutes"), level.resolve_minutes(), 0,
                   kMaxClockMinutes);
    }
  }
  // Without a level there is no clock that it could shorten.
  checks.Range("urgent_percent", rules.urgent_percent(), rules.levels().empty() ? 0 : 1, 100);
  checks.Range("delivery_minutes", rules.delivery_minutes(), 0, kMaxClockMinutes);
}

void CheckRouting(RuleChecks checks, const v1::RoutingPolicy& rules) {
  if (checks.AtMost("routes", rules.routes_size(), kMaxRoutes)) {
    std::set<std::string> seen;
    for (int i = 0; i < rules.routes_size(); ++i) {
      checks.Id(At("routes", i, "category"), rules.routes(i).category());
      checks.Id(At("routes", i, "department"), rules.routes(i).department());
      checks.Once(At("routes", i, "category"), seen, rules.routes(i).category());
    }
  }
  checks.OptionalId("default_department", rules.default_department());
}

void CheckLoyalty(RuleChecks checks, const v1::LoyaltyPolicy& rules) {
  checks.Currency("currency", rules.currency());
  checks.Range("points_per_hundred_minor", rules.points_per_hundred_minor(), 0, kMaxCount);
  checks.Range("point_value_minor", rules.point_value_minor(), 0, kMaxCount);
  checks.Range("valid_days", rules.valid_days(), 1, kMaxValidDays);
  checks.Id("owner_staff_id", rules.owner_staff_id());
}

void CheckSegment(RuleChecks checks, const v1::SegmentPolicy& rules) {
  checks.Amount("key_revenue_minor", rules.key_revenue_minor());
  checks.Range("key_stays", rules.key_stays(), 0, kMaxCount);
  checks.Range("old_after_days", rules.old_after_days(), 0, kMaxDays);
  checks.Range("stale_after_days", rules.stale_after_days(), 0, kMaxDays);
  checks.Currency("currency", rules.currency());
}

void CheckCredit(DecideContext& context, const v1::CreditPolicy& rules) {
  RuleChecks(context, "credit").Currency("currency", rules.currency());
  CheckCreditRules(context, "policy.credit", rules);
}

void CheckAuthority(RuleChecks checks, const v1::AuthorityPolicy& rules) {
  if (checks.AtMost("limits", rules.limits_size(), kMaxLimits)) {
    std::set<int> seen;
    for (int i = 0; i < rules.limits_size(); ++i) {
      const v1::AuthorityPolicy::Limit& limit = rules.limits(i);
      checks.OneOf(At("limits", i, "role"), limit.role(), v1::Role_IsValid);
      checks.Once(At("limits", i, "role"), seen, int{limit.role()});
      checks.Amount(At("limits", i, "waiver_minor"), limit.waiver_minor());
      checks.Amount(At("limits", i, "compensation_minor"), limit.compensation_minor());
      checks.Amount(At("limits", i, "charge_minor"), limit.charge_minor());
      checks.Amount(At("limits", i, "write_off_minor"), limit.write_off_minor());
    }
  }
  checks.Range("channel_lag_minutes", rules.channel_lag_minutes(), 0, kMaxLagMinutes);
}

void CheckRetention(RuleChecks checks, const v1::RetentionPolicy& rules) {
  checks.Range("buyer_days", rules.buyer_days(), 1, kMaxDays);
}

void CheckRules(DecideContext& context, const v1::Policy& policy) {
  switch (policy.rules_case()) {
    case v1::Policy::kCancellation:
      return CheckCancellation(context, policy);
    case v1::Policy::kChange:
      return CheckChange(RuleChecks(context, "change"), policy.change());
    case v1::Policy::kDeposit:
      return CheckDeposit(RuleChecks(context, "deposit"), policy.deposit());
    case v1::Policy::kRefund:
      return CheckRefund(RuleChecks(context, "refund"), policy.refund());
    case v1::Policy::kTax:
      return CheckTax(RuleChecks(context, "tax"), policy.tax());
    case v1::Policy::kCompensation:
      return CheckCompensation(RuleChecks(context, "compensation"), policy.compensation());
    case v1::Policy::kServiceLevels:
      return CheckServiceLevels(RuleChecks(context, "service_levels"), policy.service_levels());
    case v1::Policy::kRouting:
      return CheckRouting(RuleChecks(context, "routing"), policy.routing());
    case v1::Policy::kLoyalty:
      return CheckLoyalty(RuleChecks(context, "loyalty"), policy.loyalty());
    case v1::Policy::kSegment:
      return CheckSegment(RuleChecks(context, "segment"), policy.segment());
    case v1::Policy::kCredit:
      return CheckCredit(context, policy.credit());
    case v1::Policy::kAuthority:
      return CheckAuthority(RuleChecks(context, "authority"), policy.authority());
    case v1::Policy::kRetention:
      return CheckRetention(RuleChecks(context, "retention"), policy.retention());
    case v1::Policy::RULES_NOT_SET:
      break;
  }
  context.Decline(v1::FORM_POLICY_INVALID, "policy", "it has no rules");
}

}  // namespace

void CheckPolicyForm(DecideContext& context, const v1::Policy& policy) {
  context.CheckId("policy.policy_id", policy.policy_id());
  context.CheckRange("policy.version", policy.version(), 1, std::numeric_limits<int32_t>::max());
  context.CheckOptionalId("policy.property_id", policy.property_id());
  context.CheckOptionalId("policy.legal_basis", policy.legal_basis());
  CheckRules(context, policy);
}

}  // namespace daybook
