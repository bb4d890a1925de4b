// Which version is in force where, against an oracle that reads the list of approvals from its end.
#include "ledger/domain/policy/policy_register.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace daybook {
namespace {

// Settled in this order; some rejected.
using Versions = std::deque<v1::PolicyVersion>;

v1::PolicyVersion AnyVersion(uint64_t position) {
  v1::PolicyVersion version;
  v1::Policy& policy = *version.mutable_policy();
  policy.set_policy_id(*rc::gen::element<std::string>("a", "b", "c"));
  policy.set_version(*rc::gen::inRange(1, 9));
  policy.set_property_id(*rc::gen::element<std::string>("", "H1", "H2"));
  if (*rc::gen::arbitrary<bool>()) {
    policy.mutable_change();
  } else {
    policy.mutable_tax();
  }
  version.set_status(*rc::gen::element(v1::POLICY_APPROVED, v1::POLICY_APPROVED,
                                       v1::POLICY_REJECTED, v1::POLICY_PROPOSED));
  version.set_settled_position(position);
  return version;
}

const v1::PolicyVersion* LastApproved(const Versions& versions, v1::Policy::RulesCase kind,
                                      const std::string& property_id) {
  for (auto at = versions.rbegin(); at != versions.rend(); ++at) {
    if (at->status() == v1::POLICY_APPROVED && at->policy().rules_case() == kind &&
        at->policy().property_id() == property_id) {
      return &*at;
    }
  }
  return nullptr;
}

std::optional<int32_t> HighestVersion(const Versions& versions, const std::string& policy_id) {
  std::optional<int32_t> highest;
  for (const v1::PolicyVersion& version : versions) {
    if (version.status() != v1::POLICY_APPROVED) continue;
    if (version.policy().policy_id() != policy_id) continue;
    highest = std::max(highest.value_or(0), version.policy().version());
  }
  return highest;
}

RC_GTEST_PROP(PolicyRegister, AgreesWithTheListOfApprovals, ()) {
  Versions versions;
  const int count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) versions.push_back(AnyVersion(static_cast<uint64_t>(i)));

  // Rows come back in the order of their keys, not of their approval.
  PolicyRegister in_order, in_any_order;
  for (const v1::PolicyVersion& version : versions) in_order.Note(version);
  std::vector<const v1::PolicyVersion*> shuffled;
  for (const v1::PolicyVersion& version : versions) shuffled.push_back(&version);
  std::sort(shuffled.begin(), shuffled.end(), [](const auto* a, const auto* b) {
    return a->policy().policy_id() != b->policy().policy_id()
               ? a->policy().policy_id() < b->policy().policy_id()
               : a->policy().version() > b->policy().version();
  });
  for (const v1::PolicyVersion* const version : shuffled) in_any_order.Note(*version);

  for (const v1::Policy::RulesCase kind : {v1::Policy::kChange, v1::Policy::kTax}) {
    for (const std::string property_id : {"", "H1", "H2", "H3"}) {
      const v1::PolicyVersion* expected = LastApproved(versions, kind, property_id);
      if (expected == nullptr) expected = LastApproved(versions, kind, "");
      const v1::Policy* const policy = expected == nullptr ? nullptr : &expected->policy();
      RC_ASSERT(in_order.InForce(kind, property_id) == policy);
      RC_ASSERT(in_any_order.InForce(kind, property_id) == policy);
    }
  }
  for (const std::string policy_id : {"a", "b", "c", "d"}) {
    const std::optional<int32_t> expected = HighestVersion(versions, policy_id);
    for (const PolicyRegister* const policies : {&in_order, &in_any_order}) {
      const v1::Policy* const highest = policies->HighestApproved(policy_id);
      RC_ASSERT((highest == nullptr) == !expected.has_value());
      if (highest != nullptr) RC_ASSERT(highest->version() == *expected);
    }
  }
}

}  // namespace
}  // namespace daybook
