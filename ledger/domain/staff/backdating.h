// What took effect before it was recorded (DOMAIN G: time; H2). Internal to staff and decide.cc.
#ifndef DAYBOOK_LEDGER_DOMAIN_STAFF_BACKDATING_H_
#define DAYBOOK_LEDGER_DOMAIN_STAFF_BACKDATING_H_

#include "ledger/domain/decide_context.h"

namespace daybook {

// Identity: IDENTITY_BACKDATING_NOT_ALLOWED where an earlier effective_at is neither a channel's own timestamp within the policy's lag, nor
// an operator's, an import's or a member of staff's; and always where it is before the booking was made.
void CheckBackdating(DecideContext& context);

// Policy: POLICY_AUTHORISER_REQUIRED at effective_at where staff who may not backdate do: a second person answers for it.
void CheckBackdatingAuthorised(DecideContext& context);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_STAFF_BACKDATING_H_
