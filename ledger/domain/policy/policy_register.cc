#include "ledger/domain/policy/policy_register.h"

namespace daybook {

void PolicyRegister::Note(const v1::PolicyVersion& version) {
  if (version.status() != v1::POLICY_APPROVED) return;
  const v1::Policy& policy = version.policy();
  const v1::PolicyVersion*& present =
      in_force_[{static_cast<int>(policy.rules_case()), policy.property_id()}];
  if (present == nullptr || present->settled_position() <= version.settled_position()) {
    present = &version;
  }
  const v1::PolicyVersion*& highest = highest_[policy.policy_id()];
  if (highest == nullptr || highest->policy().version() <= policy.version()) highest = &version;
}

const v1::Policy* PolicyRegister::HighestApproved(std::string_view policy_id) const {
  const auto found = highest_.find(policy_id);
  return found == highest_.end() ? nullptr : &found->second->policy();
}

const v1::Policy* PolicyRegister::InForce(v1::Policy::RulesCase kind,
                                          std::string_view property_id) const {
  if (in_force_.empty()) return nullptr;
  auto found = in_force_.find({static_cast<int>(kind), std::string(property_id)});
  if (found == in_force_.end()) found = in_force_.find({static_cast<int>(kind), std::string()});
  return found == in_force_.end() ? nullptr : &found->second->policy();
}

}  // namespace daybook
