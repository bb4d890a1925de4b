// A policy needs two persons: who proposes a version, and who approves or rejects it. What was approved is never changed; another rule
// is another version.
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/policy/policy_checks.h"
#include "ledger/domain/policy/policy_register.h"

namespace daybook {
namespace {

// In which the amounts of the rules are; empty: they have none of their own.
std::string_view CurrencyOf(const v1::Policy& policy) {
  if (policy.has_loyalty()) return policy.loyalty().currency();
  if (policy.has_segment()) return policy.segment().currency();
  if (policy.has_credit()) return policy.credit().currency();
  return {};
}

void DeclineSuperseded(DecideContext& context, std::string_view path, const v1::Policy& highest) {
  context.Decline(v1::STATE_POLICY_VERSION_USED, path,
                  absl::StrCat("version ", highest.version(), " of ", highest.policy_id(),
                               " is approved; other rules need a later one"));
}

// A version that is about something else would leave the one before in force beside it.
void CheckSamePolicy(DecideContext& context, std::string_view path, const v1::Policy& highest,
                     const v1::Policy& policy) {
  if (highest.rules_case() != policy.rules_case()) {
    context.Decline(v1::STATE_ID_EXISTS, path,
                    absl::StrCat(policy.policy_id(), " is a policy of another kind"));
  } else if (highest.property_id() != policy.property_id()) {
    context.Decline(v1::STATE_ID_EXISTS, path,
                    absl::StrCat(policy.policy_id(), " is a policy for ",
                                 highest.property_id().empty() ? std::string("all properties")
                                                               : highest.property_id()));
  }
}

class ProposePhases : public Phases {
 public:
  explicit ProposePhases(const DecideContext& context)
      : policy_(context.request.propose_policy().policy()) {}

  void Form(DecideContext& context) override { CheckPolicyForm(context, policy_); }

  void State(DecideContext& context) override {
    if (!policy_.property_id().empty() && context.RequireProperty("policy.property_id")) {
      CheckCurrency(context);
    }
    if (policy_.has_loyalty()) {
      context.RequireStaff("policy.loyalty.owner_staff_id", policy_.loyalty().owner_staff_id());
    }
    const std::string key = PolicyKey(policy_.policy_id(), policy_.version());
    if (context.state.Find<v1::PolicyVersion>(key) != nullptr) {
      context.DeclineExists("policy.version", absl::StrCat("version ", policy_.version(), " of ",
                                                           policy_.policy_id()));
      return;
    }
    const v1::Policy* const highest = context.state.policies().HighestApproved(policy_.policy_id());
    if (highest == nullptr) return;
    if (policy_.version() <= highest->version()) {
      DeclineSuperseded(context, "policy.version", *highest);
    }
    CheckSamePolicy(context, "policy.policy_id", *highest, policy_);
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::PolicyProposed& event = *accepted.add_events()->mutable_policy_proposed();
    event.set_policy_id(policy_.policy_id());
    event.set_version(policy_.version());
  }

 private:
  void CheckCurrency(DecideContext& context) {
    const std::string_view currency = CurrencyOf(policy_);
    const std::string& expected = context.property->definition().currency();
    if (currency.empty() || currency == expected) return;
    context.Decline(v1::STATE_CURRENCY_MISMATCH, "policy",
                    absl::StrCat("property ", policy_.property_id(), " counts in ", expected));
  }

  const v1::Policy& policy_;
};

class SettlePhases : public Phases {
 public:
  explicit SettlePhases(const DecideContext& context) : settle_(context.request.settle_policy()) {}

  void Form(DecideContext& context) override {
    context.CheckId("policy_id", settle_.policy_id());
    if (settle_.version() < 1) {
      context.Decline(v1::FORM_LIMIT_INVALID, "version",
                      absl::StrCat(settle_.version(), " is not 1 or more"));
    }
  }

  void State(DecideContext& context) override {
    const auto* const version =
        context.state.Find<v1::PolicyVersion>(PolicyKey(settle_.policy_id(), settle_.version()));
    if (version == nullptr) {
      context.DeclineUnknown(
          "version", absl::StrCat("version ", settle_.version(), " of ", settle_.policy_id()));
      return;
    }
    if (version->status() != v1::POLICY_PROPOSED) {
      context.Decline(v1::STATE_STATUS, "version",
                      absl::StrCat("version ", settle_.version(), " of ", settle_.policy_id(),
                                   " is ", v1::PolicyStatus_Name(version->status())));
      return;
    }
    const v1::Policy* const highest = context.state.policies().HighestApproved(settle_.policy_id());
    if (!settle_.approved() || highest == nullptr) return;
    if (settle_.version() < highest->version()) DeclineSuperseded(context, "version", *highest);
    // It may have been proposed before the other was approved.
    CheckSamePolicy(context, "policy_id", *highest, version->policy());
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::PolicySettled& event = *accepted.add_events()->mutable_policy_settled();
    event.set_policy_id(settle_.policy_id());
    event.set_version(settle_.version());
    event.set_approved(settle_.approved());
  }

 private:
  const v1::SettlePolicy& settle_;
};

}  // namespace

void DecidePolicy(DecideContext& context, v1::Outcome& outcome) {
  if (context.request.has_propose_policy()) {
    ProposePhases phases(context);
    RunPhases(context, phases, outcome);
  } else {
    SettlePhases phases(context);
    RunPhases(context, phases, outcome);
  }
}

}  // namespace daybook
