// The part of a change that is about how a booking stands: what guarantees it, until when it is held, how far up it waits (DOMAIN G:
// modification, guarantee, holds). Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_STANDING_H_
#define DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_STANDING_H_

#include "daybook/v1/record.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Form: the expiry is an instant; guests and channels set no priorities.
void CheckStandingForm(DecideContext& context, const v1::ChangeBooking& change);
// A matter of form that only state knows, so it is said alone: the guarantee as it would be.
void CheckPatchedGuarantee(DecideContext& context, const v1::ChangeBooking& change);
// Likewise: guests and channels hold until 30 days after the hold was made at most.
void CheckPatchedHold(DecideContext& context, const v1::ChangeBooking& change);
// Likewise: FORM_CHANGE_EMPTY where the patch is about nothing but how the booking stands, and it stands so already.
void CheckStandingChanges(DecideContext& context, const v1::ChangeBooking& change);
// State: only a hold that has not expired gets another expiry, which is to come; only who waits has a priority; what guarantees a stay
// under way does not change.
void CheckStandingState(DecideContext& context, const v1::ChangeBooking& change);
// Accept.
void SetStanding(const v1::ChangeBooking& change, v1::BookingChanged& event);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_STANDING_H_
