// What a channel's own words for reasons mean here (DOMAIN A1): ChannelDefinition.reason_codes.
#ifndef DAYBOOK_LEDGER_DOMAIN_PROPERTY_CHANNEL_CODES_H_
#define DAYBOOK_LEDGER_DOMAIN_PROPERTY_CHANNEL_CODES_H_

#include "ledger/domain/decide_context.h"

namespace daybook {

// Form: the reason that a cancellation or change gives, which must be one of the enum's values and, but from an import, not UNKNOWN;
// or the channel's code instead of it, which must be an id, and then there is a channel whose code it is and no reason beside it.
// Declines at "reason" and "channel_code" of the body.
void CheckReasonForm(DecideContext& context, const v1::CancelBooking& cancel);
void CheckReasonForm(DecideContext& context, const v1::ChangeBooking& change);

// State: the code is one that the channel defined for a reason of this kind, or STATE_REFERENCE_UNKNOWN at "channel_code". The channel
// is the actor, or Request.channel_id, or, where there is neither, the one that the booking came through. Nothing to say where a reason
// was given.
void CheckReasonState(DecideContext& context, const v1::CancelBooking& cancel);
void CheckReasonState(DecideContext& context, const v1::ChangeBooking& change);

// The reason given, or what the channel's code stands for; UNSPECIFIED where the code is unknown.
v1::CancellationReason ReasonOf(const DecideContext& context, const v1::CancelBooking& cancel);
v1::ChangeReason ReasonOf(const DecideContext& context, const v1::ChangeBooking& change);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_PROPERTY_CHANNEL_CODES_H_
