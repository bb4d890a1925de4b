// Which version of a policy is in force where: the approved ones, by kind and property. Derived from the PolicyVersion entities.
// One thread.
#ifndef DAYBOOK_LEDGER_DOMAIN_POLICY_POLICY_REGISTER_H_
#define DAYBOOK_LEDGER_DOMAIN_POLICY_POLICY_REGISTER_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "daybook/v1/policy.pb.h"

namespace daybook {

class PolicyRegister {
 public:
  // The version as it is now; it lives as long as the register. Not approved: nothing changes.
  void Note(const v1::PolicyVersion& version);

  // The version of the kind approved last among those of the property itself, or, where it has none, among those without a
  // property. Null: none is in force.
  const v1::Policy* InForce(v1::Policy::RulesCase kind, std::string_view property_id) const;

  // The highest version of the policy among the approved ones. Null: none is approved.
  const v1::Policy* HighestApproved(std::string_view policy_id) const;

 private:
  struct Place {
    int kind;
    std::string property_id;
    friend bool operator<(const Place& a, const Place& b) {
      return a.kind != b.kind ? a.kind < b.kind : a.property_id < b.property_id;
    }
  };
  std::map<Place, const v1::PolicyVersion*> in_force_;
  std::map<std::string, const v1::PolicyVersion*, std::less<>> highest_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_POLICY_POLICY_REGISTER_H_
