// Who may ask: the identity phase, the same for every request.
#ifndef DAYBOOK_LEDGER_DOMAIN_STAFF_AUTHORITY_H_
#define DAYBOOK_LEDGER_DOMAIN_STAFF_AUTHORITY_H_

#include "ledger/domain/decide_context.h"

namespace daybook {

// Declines with IDENTITY_* codes. What can't be judged because the booking is unknown passes: the
// state phase says so.
void CheckIdentity(DecideContext& context);

// The form of the request's envelope: ids, actor, provenance, effective_at, override, whether
// if_revision applies.
void CheckEnvelope(DecideContext& context);

// A code that an override may set aside.
bool IsOverridable(int code);

// Whether the actor may sell at a price of their own.
bool MayOverridePrice(const DecideContext& context);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_STAFF_AUTHORITY_H_
