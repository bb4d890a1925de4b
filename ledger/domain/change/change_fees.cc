#include "ledger/domain/change/change_fees.h"

#include <algorithm>

#include "ledger/base/money.h"
#include "ledger/domain/accounts/folio_charges.h"
#include "ledger/domain/accounts/posting_table.h"

namespace daybook {
namespace {

bool IsFree(const v1::ChangePolicy& policy, const v1::Booking& booking, v1::ChangeReason reason) {
  const auto& free = policy.free_reasons();
  return booking.change_count() < policy.free_changes() ||
         std::find(free.begin(), free.end(), reason) != free.end();
}

v1::Item* LastFee(v1::Accepted& accepted) {
  for (int i = accepted.items_size() - 1; i >= 0; --i) {
    if (accepted.items(i).kind() == v1::ITEM_FEE) return accepted.mutable_items(i);
  }
  return nullptr;
}

void AddTaxItem(const DecideContext& context, v1::RevenueKind kind, int64_t gross_minor,
                v1::Accepted& accepted) {
  const v1::Policy* const taxes = context.PolicyInForce(v1::Policy::kTax);
  const int64_t tax = TaxIn(gross_minor, kind, taxes);
  DecideContext::AddItem(accepted, v1::ITEM_TAX, tax, v1::RULE_TAX_INCLUDED, taxes);
  if (tax > 0) DecideContext::Cite(*taxes, accepted);
}

}  // namespace

ChangeFee FindChangeFee(const v1::Booking& booking, const v1::Policy* change_policy,
                        v1::ChangeReason reason, CivilDate business_date) {
  ChangeFee fee;
  if (change_policy == nullptr || booking.status() != v1::CONFIRMED) return fee;
  fee.policy = change_policy;
  const v1::ChangePolicy& policy = change_policy->change();
  if (IsFree(policy, booking, reason)) {
    fee.rule = v1::RULE_CHANGE_FREE;
    return fee;
  }
  const int32_t days = ArrivalOf(booking.stay()) - business_date;
  for (int i = 0; i < policy.tiers_size(); ++i) {
    if (days > policy.tiers(i).days_before_arrival()) continue;
    const int64_t part = PercentOf(booking.price_minor(), policy.tiers(i).price_basis_points());
    fee.amount_minor = std::clamp<int64_t>(policy.tiers(i).fee_minor() + part, 0, kMaxAmountMinor);
    fee.rule = v1::RULE_CHANGE_TIER;
    fee.tier = i + 1;
  }
  return fee;
}

void ChargeChangeFee(const DecideContext& context, const ChangeFee& fee, int64_t waived_minor,
                     v1::Accepted& accepted) {
  if (fee.policy != nullptr) DecideContext::Cite(*fee.policy, accepted);
  const int64_t charged = fee.amount_minor - waived_minor;
  if (context.KeepsBooks() && charged > 0) {
    AddFee(context, fee.code, charged, fee.rule, fee.policy, accepted);
    if (v1::Item* const item = LastFee(accepted)) {
      item->set_amount_minor(fee.amount_minor);
      item->set_tier(fee.tier);
    }
    return;
  }
  DecideContext::AddItem(accepted, v1::ITEM_FEE, fee.amount_minor, fee.rule, fee.policy, fee.tier);
  AddTaxItem(context, v1::REVENUE_FEE, charged, accepted);
}

ChangeFee FindEarlyDepartureFee(const DecideContext& context, const v1::Policy* change_policy,
                                CivilDate from) {
  ChangeFee fee;
  if (change_policy == nullptr) return fee;
  fee.amount_minor = EarlyDepartureFee(context, from);
  if (fee.amount_minor == 0) return fee;
  fee.rule = v1::RULE_EARLY_DEPARTURE;
  fee.policy = change_policy;
  fee.code = kEarlyDepartureFee;
  return fee;
}

void ChargePartialPenalty(const DecideContext& context, const PenaltyDue& penalty,
                          int64_t waived_minor, v1::Accepted& accepted) {
  if (penalty.amount_minor <= 0) return;
  const v1::Booking& booking = *context.booking;
  const v1::CancellationPolicy& policy = booking.terms().policy();
  DecideContext::Cite(policy.policy_id(), policy.version(), accepted);
  DecideContext::AddItem(accepted, v1::ITEM_PENALTY, penalty.amount_minor, penalty.rule, nullptr,
                         penalty.tier);
  if (!policy.policy_id().empty()) {
    v1::PolicyRef& ref = *accepted.mutable_items(accepted.items_size() - 1)->mutable_policy();
    ref.set_policy_id(policy.policy_id());
    ref.set_version(policy.version());
  }
  const int64_t charged = penalty.amount_minor - waived_minor;
  AddTaxItem(context, v1::REVENUE_PENALTY, charged, accepted);
  if (!context.KeepsBooks() || charged <= 0) return;
  const int64_t tax = TaxIn(charged, v1::REVENUE_PENALTY, context.PolicyInForce(v1::Policy::kTax));
  AddChargePosted(booking, FreeChargeId(booking, kPartialPenaltyCode), v1::REVENUE_PENALTY,
                  kPartialPenaltyCode, charged, tax, *context.property, accepted);
  Postings(*context.property, accepted).Penalty(booking.booking_id(), charged, tax);
}

}  // namespace daybook
