#include "ledger/domain/booking/compensation.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/domain/accounts/vouchers.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/cases/evidence.h"
#include "ledger/domain/loyalty/points.h"
#include "ledger/domain/staff/limits.h"

namespace daybook {
namespace {

constexpr int64_t kMaxPoints = 1'000'000'000;
// Of a voucher that an authoriser grants where no policy says how long it lives.
constexpr int32_t kVoucherDaysWithoutPolicy = 365;

bool Meets(const v1::CompensationPolicy::Rule& rule, const Trouble& trouble) {
  if (!rule.sub_reason().empty() && rule.sub_reason() != trouble.sub_reason) return false;
  if (trouble.cancellation != v1::CANCELLATION_REASON_UNSPECIFIED) {
    return rule.cancellation_reason() == trouble.cancellation;
  }
  return trouble.change != v1::CHANGE_REASON_UNSPECIFIED && rule.change_reason() == trouble.change;
}

const v1::CompensationPolicy::Rule* FindRule(const v1::Policy* policy, const Trouble& trouble,
                                             v1::Measure measure) {
  if (policy == nullptr) return nullptr;
  for (const auto* const rule : ProposedMeasures(policy->compensation(), trouble)) {
    if (rule->measure() == measure) return rule;
  }
  return nullptr;
}

// Where both are given, the lower counts; where neither is, nothing goes without an authoriser.
int64_t LimitOf(const v1::CompensationPolicy::Rule& rule, int64_t base_minor) {
  if (rule.limit_basis_points() == 0) return rule.limit_minor();
  const int64_t part = PercentOf(base_minor, rule.limit_basis_points());
  return rule.limit_minor() == 0 ? part : std::min(part, rule.limit_minor());
}

// What it costs the house, to be measured by the actor's own limit.
int64_t CostOf(const DecideContext& context, const v1::Compensation& compensation,
               const CompensationDue& due) {
  if (compensation.measure() != v1::MEASURE_POINTS) return due.amount_minor;
  return ValueOfGrant(context, due.amount_minor);
}

// What has no amount that a limit could stop, asked for by whom no limit lets give anything.
bool GivesThemselves(const DecideContext& context, v1::Measure measure) {
  const v1::ActorKind actor = context.request.actor().kind();
  return (actor == v1::ACTOR_KIND_GUEST || actor == v1::ACTOR_KIND_CHANNEL) &&
         (measure == v1::MEASURE_UPGRADE || measure == v1::MEASURE_FREE_SERVICE);
}

void CheckFieldsOf(DecideContext& context, const v1::Compensation& compensation) {
  switch (compensation.measure()) {
    case v1::MEASURE_WAIVE:
      if (compensation.has_amount()) {
        context.CheckPositiveMoney("compensation.amount", compensation.amount());
      }
      break;
    case v1::MEASURE_VOUCHER:
      context.CheckPositiveMoney("compensation.amount", compensation.amount());
      CheckVoucherId(context, "compensation.voucher_id", compensation.voucher_id());
      break;
    case v1::MEASURE_POINTS:
      context.CheckRange("compensation.points", compensation.points(), 1, kMaxPoints);
      break;
    case v1::MEASURE_DISCOUNT:
      context.CheckRange("compensation.basis_points", compensation.basis_points(), 1, 10'000);
      break;
    case v1::MEASURE_UPGRADE:
      context.CheckId("compensation.room_type_id", compensation.room_type_id());
      break;
    case v1::MEASURE_FREE_SERVICE:
      context.CheckId("compensation.service", compensation.service());
      break;
    default:
      break;
  }
}

void AddVoucher(const DecideContext& context, const v1::Compensation& compensation,
                const v1::Policy* policy, v1::Accepted& accepted) {
  const int32_t valid_days =
      policy == nullptr ? kVoucherDaysWithoutPolicy : policy->compensation().voucher_valid_days();
  GoodwillVoucher voucher;
  voucher.voucher_id = compensation.voucher_id();
  voucher.customer_id = context.booking->customer_id();
  voucher.booking_id = context.booking->booking_id();
  voucher.amount_minor = compensation.amount().amount_minor();
  voucher.expires_on = VoucherExpiry(context.property->business_date(), valid_days);
  AddGoodwillVoucher(context, voucher, accepted);
  DecideContext::AddItem(accepted, v1::ITEM_VOUCHER, -voucher.amount_minor, v1::RULE_COMPENSATION,
                         policy);
}

}  // namespace

std::vector<const v1::CompensationPolicy::Rule*> ProposedMeasures(
    const v1::CompensationPolicy& policy, const Trouble& trouble) {
  std::vector<const v1::CompensationPolicy::Rule*> proposed;
  for (const v1::CompensationPolicy::Rule& rule : policy.rules()) {
    if (Meets(rule, trouble)) proposed.push_back(&rule);
  }
  return proposed;
}

void CheckCompensationForm(DecideContext& context, const v1::Compensation& compensation,
                           bool cancelling) {
  context.CheckEnum("compensation.measure", compensation.measure(), &v1::Measure_IsValid);
  context.CheckOptionalId("compensation.evidence_id", compensation.evidence_id());
  const v1::Measure measure = compensation.measure();
  if (cancelling && (measure == v1::MEASURE_DISCOUNT || measure == v1::MEASURE_UPGRADE)) {
    context.Decline(v1::FORM_ENUM_INVALID, "compensation.measure",
                    "a stay that is cancelled has no price and no room to better");
  } else if (!cancelling && measure == v1::MEASURE_REBOOK) {
    context.Decline(v1::FORM_ENUM_INVALID, "compensation.measure",
                    "only what is cancelled is booked again");
  }
  CheckFieldsOf(context, compensation);
}

void CheckCompensationState(DecideContext& context, const v1::Compensation& compensation) {
  const v1::Booking& booking = *context.booking;
  if (compensation.has_amount() && compensation.amount().currency() != booking.currency()) {
    context.Decline(v1::STATE_CURRENCY_MISMATCH, "compensation.amount.currency",
                    absl::StrCat("the booking counts in ", booking.currency()));
  }
  // What it names is not in memory for a quote's sake.
  if (!context.quoting) {
    CheckEvidence(context, "compensation.evidence_id", compensation.evidence_id());
  }
  switch (compensation.measure()) {
    case v1::MEASURE_VOUCHER:
      if (context.quoting) {
        context.RequireBooks("compensation.measure");
      } else {
        RequireNewVoucher(context, "compensation.voucher_id", compensation.voucher_id());
      }
      break;
    case v1::MEASURE_POINTS:
      if (!context.quoting) {
        RequireGrantable(context, "compensation.measure", booking.customer_id());
      }
      break;
    case v1::MEASURE_UPGRADE:
      if (context.state.FindRoomType(context.property_id, compensation.room_type_id()) == nullptr) {
        context.Decline(v1::STATE_ROOM_TYPE_UNKNOWN, "compensation.room_type_id",
                        absl::StrCat("no room type ", compensation.room_type_id(), " is defined"));
      } else if (compensation.room_type_id() == HeldRoomType(booking)) {
        context.Decline(v1::STATE_ALREADY_ASSIGNED, "compensation.room_type_id",
                        absl::StrCat("booking ", booking.booking_id(), " holds ",
                                     compensation.room_type_id(), " already"));
      }
      break;
    default:
      break;
  }
}

void CheckCompensationPolicy(DecideContext& context, const v1::Compensation& compensation,
                             const Trouble& trouble, const CompensationDue& due) {
  const auto* const rule =
      FindRule(context.PolicyInForce(v1::Policy::kCompensation), trouble, compensation.measure());
  if (rule == nullptr) {
    context.Decline(v1::POLICY_MEASURE_NOT_PROVIDED, "compensation.measure",
                    absl::StrCat("no rule of a compensation policy in force gives ",
                                 v1::Measure_Name(compensation.measure()), " for the reason"));
    return;
  }
  if (rule->evidence_needed() && compensation.evidence_id().empty()) {
    context.Decline(v1::POLICY_EVIDENCE_MISSING, "compensation.evidence_id",
                    "the rule wants to see what shows the reason");
  }
  const int64_t limit = LimitOf(*rule, due.base_minor);
  if (due.amount_minor > limit) {
    context.Decline(v1::POLICY_ABOVE_LIMIT, "compensation",
                    absl::StrCat(due.amount_minor, " is above ", limit, ", which the rule allows"));
  } else if (!rule->evidence_needed() && GivesThemselves(context, compensation.measure())) {
    context.Decline(v1::POLICY_ABOVE_LIMIT, "compensation",
                    absl::StrCat(v1::Measure_Name(compensation.measure()),
                                 " is the house's to give where no evidence is wanted"));
  } else if (!rule->evidence_needed()) {
    const bool waiver = compensation.measure() == v1::MEASURE_WAIVE;
    CheckLimit(context, waiver ? LimitKind::kWaiver : LimitKind::kCompensation, "compensation",
               CostOf(context, compensation, due));
  }
}

void AddCompensation(const DecideContext& context, const v1::Compensation& compensation,
                     const Trouble& trouble, const CompensationDue& due, v1::Accepted& accepted) {
  v1::CompensationGiven& event = *accepted.add_events()->mutable_compensation_given();
  event.set_booking_id(context.booking->booking_id());
  event.set_measure(compensation.measure());
  event.set_amount_minor(due.amount_minor);
  // Overridden without a rule, there is no policy to name.
  const v1::Policy* policy = context.PolicyInForce(v1::Policy::kCompensation);
  const auto* const rule = FindRule(policy, trouble, compensation.measure());
  if (rule == nullptr) policy = nullptr;
  if (policy != nullptr) DecideContext::Cite(*policy, accepted);
  switch (compensation.measure()) {
    case v1::MEASURE_WAIVE:
      DecideContext::AddItem(accepted, v1::ITEM_WAIVER, -due.amount_minor, v1::RULE_COMPENSATION,
                             policy);
      break;
    case v1::MEASURE_DISCOUNT:
      DecideContext::AddItem(accepted, v1::ITEM_DISCOUNT, -due.amount_minor, v1::RULE_COMPENSATION,
                             policy);
      break;
    case v1::MEASURE_VOUCHER:
      AddVoucher(context, compensation, policy, accepted);
      break;
    case v1::MEASURE_POINTS:
      // Whether there is a member is not known to a quote.
      if (context.quoting || !AddGrantedPoints(context, context.booking->customer_id(),
                                               compensation.points(), accepted)) {
        DecideContext::AddItem(accepted, v1::ITEM_POINTS, -compensation.points(),
                               v1::RULE_COMPENSATION, policy);
      }
      break;
    default:
      break;
  }
  // Where a rule wants evidence it goes by that, not by who asks.
  const bool by_limit = rule == nullptr || !rule->evidence_needed();
  if (by_limit && due.amount_minor > 0) CiteAuthority(context, accepted);
}

}  // namespace daybook
