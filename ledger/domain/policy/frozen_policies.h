// What is promised when a booking is made: the cancellation policy of its rate plan, and the versions of the other policies that its
// terms hold fast. A later version changes nothing of it. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_POLICY_FROZEN_POLICIES_H_
#define DAYBOOK_LEDGER_DOMAIN_POLICY_FROZEN_POLICIES_H_

#include <string_view>

#include "daybook/v1/booking.pb.h"
#include "daybook/v1/policy.pb.h"
#include "daybook/v1/property.pb.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/state.h"

namespace daybook {

// The approved version that the reference names, or, where it names no version, the highest approved one of that id; if it is a
// cancellation policy, for all properties or for this one. Null: there is none. Its policy_id and version are those of the register.
const v1::CancellationPolicy* ReferencedCancellationPolicy(const State& state,
                                                           const v1::PolicyRef& ref,
                                                           std::string_view property_id);

// By which a booking under the rate plan is made now: the one written in the plan, or the one it refers to. Null: it refers to one
// that is not there. Resolving deadlines, creating and changing all ask here.
const v1::CancellationPolicy* CancellationPolicyOf(const State& state, const v1::RatePlan& plan);
// State: the same, or a decline STATE_POLICY_MISSING at `path` and null.
const v1::CancellationPolicy* RequireCancellationPolicy(DecideContext& context,
                                                        std::string_view path,
                                                        const v1::RatePlan& plan);

// Terms.change, deposit and refund: what is in force at the property; absent where nothing is. Once, when the booking is made.
void FreezePolicies(const State& state, std::string_view property_id, v1::Terms& terms);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_POLICY_FROZEN_POLICIES_H_
