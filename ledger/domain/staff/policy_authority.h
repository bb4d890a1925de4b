// What the identity phase asks beyond roles: whose properties a policy is for, that nobody approves what they proposed, and what the
// authority policy in force wants of who changes bookings and of what channels say about time. Internal to staff, but for InScope.
#ifndef DAYBOOK_LEDGER_DOMAIN_STAFF_POLICY_AUTHORITY_H_
#define DAYBOOK_LEDGER_DOMAIN_STAFF_POLICY_AUTHORITY_H_

#include <string_view>

#include "ledger/base/instant.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Whether the member works at the property; an empty one concerns nobody's scope.
bool InScope(const v1::StaffDefinition& staff, std::string_view property_id);

// Identity: who works at single properties makes rules and names partners for these alone.
void CheckScopeOfPolicy(DecideContext& context, const v1::StaffDefinition& staff);
// Identity: who settles a policy did not propose it. One id is one person, whatever the kind of actor.
void CheckChecker(DecideContext& context);
// Identity: what takes two persons (a policy's maker and its checker, an override) says who authenticated who asks. The ledger's own
// requests and an import's are known by where they come from.
void CheckAuthentication(DecideContext& context);
// Form: the verification, where there is one.
void CheckVerificationForm(DecideContext& context);
// Identity: it is there where the authority policy wants it.
void CheckVerification(DecideContext& context);
// Whether effective_at is a channel's own timestamp, within the lag of the authority policy in force.
bool WithinChannelLag(const DecideContext& context, Instant effective_at);

// Accept: names the authority policy where verification or the channel's time was judged by it.
void CiteIdentityPolicy(const DecideContext& context, v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_STAFF_POLICY_AUTHORITY_H_
