// How much one may decide alone: the amounts of the authority policy in force at the request's property (DOMAIN D38).
#ifndef DAYBOOK_LEDGER_DOMAIN_STAFF_LIMITS_H_
#define DAYBOOK_LEDGER_DOMAIN_STAFF_LIMITS_H_

#include <cstdint>
#include <string_view>

#include "ledger/domain/decide_context.h"

namespace daybook {

enum class LimitKind {
  kWaiver,        // at the decision, and later
  kCompensation,  // vouchers, gifts, discounts
  kCharge,        // a single charge to a folio
  kWriteOff,      // and always two persons
};

// The most the actor may decide alone, in minor units of the property's currency: the highest of the limits of the actor's roles;
// 0 where the policy names none of them. Not limited (the highest int64_t): managers, operators, the importer, the ledger itself,
// and everybody where no authority policy is in force. Guests and channels: 0.
int64_t LimitOf(const DecideContext& context, LimitKind kind);

// Policy: declines POLICY_ABOVE_LIMIT at `path` where the amount is more than that. An amount of 0 or less is within any limit.
// What is not limited for want of a policy cites nothing; whoever accepts a limited amount calls CiteAuthority.
void CheckLimit(DecideContext& context, LimitKind kind, std::string_view path,
                int64_t amount_minor);

// Accept: names the authority policy that an amount was measured by, if one is in force and it limits the actor.
void CiteAuthority(const DecideContext& context, v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_STAFF_LIMITS_H_
