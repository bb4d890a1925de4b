// What the end of a booking costs by its frozen terms, and the events that end it. Pure; integers
// only.
#ifndef DAYBOOK_LEDGER_DOMAIN_CANCELLATION_PENALTIES_H_
#define DAYBOOK_LEDGER_DOMAIN_CANCELLATION_PENALTIES_H_

#include <cstdint>

#include "daybook/v1/booking.pb.h"
#include "daybook/v1/property.pb.h"
#include "daybook/v1/quote.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/domain/booking/price_lines.h"

namespace daybook {

// What an end costs, and by which rule.
struct PenaltyDue {
  int64_t amount_minor = 0;
  v1::PricingRule rule = v1::RULE_PENALTY_FREE;
  int32_t tier = 0;  // of the policy, 1 is the first; 0: none
};
// CancellationPenalty and NoShowPenalty with the rule that led to them.
PenaltyDue FindCancellationPenalty(const v1::Booking& booking, Instant instant);
PenaltyDue FindNoShowPenalty(const v1::Booking& booking, Instant instant);
// What giving back all nights but the first `nights_left` costs before the arrival, as a partial cancellation: the penalty of the whole
// stay less that of what is left, by the tiers alone. Nothing unless CONFIRMED.
PenaltyDue FindPartialPenalty(const v1::Booking& booking, int32_t nights_left, Instant instant);
// The same where what is left has these prices: of a day use, which is none of the nights.
PenaltyDue FindPartialPenalty(const v1::Booking& booking, const PriceLines& left, Instant instant);

// What cancelling costs at the instant: nothing unless CONFIRMED; never negative, by the policy
// never more than the price of the stay, and never less than the floor of the terms, which may be
// more than the stay costs since it was changed.
int64_t CancellationPenalty(const v1::Booking& booking, Instant instant);
// The same for a no-show: by the policy's own rule where it has one.
int64_t NoShowPenalty(const v1::Booking& booking, Instant instant);

// The end of a booking with what it costs and what is due back.
void FillCancellation(const v1::Booking& booking, v1::CancellationCause cause,
                      v1::CancellationReason reason, int64_t penalty_minor, int32_t business_date,
                      v1::Cancellation& cancellation);

// Ends the booking as a no-show, with its penalty at the instant.
void AddNoShow(const v1::Booking& booking, Instant instant, int32_t business_date,
               v1::Accepted& accepted);

// Ends a hold that nobody confirmed, which costs nothing.
void AddHoldEnd(const v1::Booking& booking, v1::CancellationCause cause, int32_t business_date,
                v1::Accepted& accepted);

// The rate plan's policy as it stands, frozen, with the deadlines that were resolved. `booked_at`
// begins the grace.
void FreezeTerms(const v1::CancellationPolicy& policy, const v1::Resolution& resolution,
                 Instant booked_at, v1::Terms& terms);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CANCELLATION_PENALTIES_H_
