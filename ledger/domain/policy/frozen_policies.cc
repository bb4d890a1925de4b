#include "ledger/domain/policy/frozen_policies.h"

#include "absl/strings/str_cat.h"
#include "ledger/domain/policy/policy_register.h"

namespace daybook {
namespace {

// Null: not known, or not approved.
const v1::Policy* Approved(const State& state, const v1::PolicyRef& ref) {
  if (ref.version() == 0) return state.policies().HighestApproved(ref.policy_id());
  const auto* const version =
      state.Find<v1::PolicyVersion>(PolicyKey(ref.policy_id(), ref.version()));
  if (version == nullptr || version->status() != v1::POLICY_APPROVED) return nullptr;
  return &version->policy();
}

void SetRef(const v1::Policy& policy, v1::PolicyRef& ref) {
  ref.set_policy_id(policy.policy_id());
  ref.set_version(policy.version());
}

}  // namespace

const v1::CancellationPolicy* ReferencedCancellationPolicy(const State& state,
                                                           const v1::PolicyRef& ref,
                                                           std::string_view property_id) {
  const v1::Policy* const policy = Approved(state, ref);
  if (policy == nullptr || !policy->has_cancellation()) return nullptr;
  if (!policy->property_id().empty() && policy->property_id() != property_id) return nullptr;
  return &policy->cancellation();
}

const v1::CancellationPolicy* CancellationPolicyOf(const State& state, const v1::RatePlan& plan) {
  const v1::RatePlanDefinition& definition = plan.definition();
  if (!definition.has_cancellation_policy_ref()) return &definition.cancellation_policy();
  return ReferencedCancellationPolicy(state, definition.cancellation_policy_ref(),
                                      definition.property_id());
}

const v1::CancellationPolicy* RequireCancellationPolicy(DecideContext& context,
                                                        std::string_view path,
                                                        const v1::RatePlan& plan) {
  const v1::CancellationPolicy* const policy = CancellationPolicyOf(context.state, plan);
  if (policy == nullptr) {
    context.Decline(v1::STATE_POLICY_MISSING, path,
                    absl::StrCat("rate plan ", plan.definition().rate_plan_id(), " refers to ",
                                 plan.definition().cancellation_policy_ref().policy_id(),
                                 ", of which no version is approved here"));
  }
  return policy;
}

void FreezePolicies(const State& state, std::string_view property_id, v1::Terms& terms) {
  const PolicyRegister& policies = state.policies();
  if (const auto* const change = policies.InForce(v1::Policy::kChange, property_id)) {
    SetRef(*change, *terms.mutable_change());
  }
  if (const auto* const deposit = policies.InForce(v1::Policy::kDeposit, property_id)) {
    SetRef(*deposit, *terms.mutable_deposit());
  }
  if (const auto* const refund = policies.InForce(v1::Policy::kRefund, property_id)) {
    SetRef(*refund, *terms.mutable_refund());
  }
}

}  // namespace daybook
