// Quotes: what a request would cost, itemised, without carrying it out; and requests that cite one (DOMAIN B14, B16). Pure.
//
//   v1::Outcome quote = QuoteOf(state, request, resolution);   // `daybook quote`
//
// A quote that was recorded fixes the price until it expires and holds no room: who cites it is checked for rooms, identity and policy
// like anybody else, and pays what it said. Staff may promise that for up to 30 days, across deadlines too; what guests and channels ask
// for themselves expires with the next deadline of the cancellation policy, and of a change with the next step of its fee: else whoever
// asks in time would have put the deadline off. A room of a block may be quoted like any other: the block lets go of it at its cut-off.
#ifndef DAYBOOK_LEDGER_DOMAIN_QUOTE_QUOTE_H_
#define DAYBOOK_LEDGER_DOMAIN_QUOTE_QUOTE_H_

#include <string>

#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/state.h"

namespace daybook {

// The outcome that a create_booking, change_booking or cancel_booking would have now: accepted with items, policies and alternatives,
// or declined. The events are those that it would have; nobody records them. Any other request: declined FORM_QUOTE_INVALID.
v1::Outcome QuoteOf(const State& state, const v1::Request& request,
                    const v1::Resolution& resolution);

// SHA-256, 32 bytes, of the body that is quoted, deterministically serialised, personal data left out. Empty: not a body that can be
// quoted.
std::string QuotedBodyHash(const v1::Request& request);

// State: the quote that the request cites. Null: it cites none, or it was declined: STATE_REFERENCE_UNKNOWN, STATE_STATUS (used
// already), STATE_EXPIRED, STATE_QUOTE_MISMATCH (another body, or the booking changed since). Call it where the booking is known to be
// there, or to be new.
const v1::Quote* RequireQuote(DecideContext& context);

// The instant whose rules apply: that of the quote, or of the request where `quote` is null.
Instant PricingInstant(const DecideContext& context, const v1::Quote* quote);
// The first item of the kind; null: none.
const v1::Item* QuotedItem(const v1::Quote& quote, v1::ItemKind kind);
// Accept, at the end: the quote is used up, and what it said is what it costs. Null: nothing.
void UseQuote(const v1::Quote* quote, v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_QUOTE_QUOTE_H_
