// Form: whether the rules of a policy can be rules at all. Ranges, counts, order, nothing twice; the same for everyone who writes
// rules down. Pure; declines with FORM_* codes and nothing else.
#ifndef DAYBOOK_LEDGER_DOMAIN_POLICY_POLICY_CHECKS_H_
#define DAYBOOK_LEDGER_DOMAIN_POLICY_POLICY_CHECKS_H_

#include <string_view>

#include "daybook/v1/policy.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// A policy as it is proposed, at "policy" of the body.
void CheckPolicyForm(DecideContext& context, const v1::Policy& policy);

// The rules of a cancellation policy, whether of the register or written into a rate plan; not its id and version.
void CheckCancellationRules(DecideContext& context, std::string_view path,
                            const v1::CancellationPolicy& policy);

// The rules of a credit policy.
void CheckCreditRules(DecideContext& context, std::string_view path, const v1::CreditPolicy& rules);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_POLICY_POLICY_CHECKS_H_
