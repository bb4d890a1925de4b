// What the frozen policies come to in money, what nights cost, whether there is room. Pure;
// integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_POLICIES_H_
#define DAYBOOK_LEDGER_DOMAIN_POLICIES_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/booking.pb.h"
#include "daybook/v1/property.pb.h"
#include "google/protobuf/repeated_field.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/instant.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

using PriceLines = google::protobuf::RepeatedPtrField<v1::PriceLine>;

// [from, to); none where from is not before to.
struct Nights {
  CivilDate from;
  CivilDate to;
};

// What cancelling costs at the instant: nothing unless CONFIRMED; never negative, by the policy
// never more than the price of the stay, and never less than the floor of the terms, which may be
// more than the stay costs since it was changed.
int64_t CancellationPenalty(const v1::Booking& booking, Instant instant);
// The same for a no-show: by the policy's own rule where it has one.
int64_t NoShowPenalty(const v1::Booking& booking, Instant instant);

// Captured and not given back (refunds succeeded or pending), of all payments.
int64_t KeptPayments(const v1::Booking& booking);
// Of one payment.
int64_t FreeToRefund(const v1::Payment& payment);

// The end of a booking with what it costs and what is due back.
void FillCancellation(const v1::Booking& booking, v1::CancellationCause cause,
                      v1::CancellationReason reason, int64_t penalty_minor, int32_t business_date,
                      v1::Cancellation& cancellation);

// Ends the booking as a no-show, with its penalty at the instant.
void AddNoShow(const v1::Booking& booking, Instant instant, int32_t business_date,
               v1::Accepted& accepted);

// Adds [from, to) at the price, or a day use where they are equal; joined to the line before where
// the price is the same.
void AppendLine(CivilDate from, CivilDate to, int64_t nightly_minor, PriceLines& lines);
// The part of the lines that lies in the range, appended.
void AppendPartOf(const PriceLines& lines, Nights range, PriceLines& out);
bool SameLines(const PriceLines& a, const PriceLines& b);

// What the rate plan asks for the room type; null: it has no price for it.
const v1::RoomTypePrice* FindPrice(const v1::RatePlan& plan, std::string_view room_type_id);

// Policy: one more room of the type can be sold for each night of `nights` that is not in `own`,
// which the booking has already.
void CheckAvailability(DecideContext& context, std::string_view path, std::string_view room_type_id,
                       Nights nights, Nights own = {});
// Policy: the room type takes so many.
void CheckOccupancy(DecideContext& context, std::string_view path, std::string_view room_type_id,
                    const v1::Guests& guests);
// Policy: the arrival is not further ahead than bookings are taken.
void CheckNotTooFar(DecideContext& context, std::string_view path, CivilDate arrival);
// Form: the zone data had the property's time zone.
void CheckDeadlinesResolved(DecideContext& context, std::string_view path);
// Form: the departure is not before the arrival, nor too long after it.
void CheckStayLength(DecideContext& context, std::string_view path, CivilDate arrival,
                     CivilDate departure);
// Form, though only state knows the price: the stay costs no more than an amount may be.
void CheckPriceOfStay(DecideContext& context, int64_t price_minor, int64_t times = 1);
// Form: the counts are possible.
void CheckGuestsForm(DecideContext& context, const v1::Guests& guests);
// Form: the price in the place of the rate plan's.
void CheckNightlyOverride(DecideContext& context, const v1::Money& price);
// Policy: the actor may set it.
void CheckMayOverridePrice(DecideContext& context);

// The rate plan's policy as it stands, frozen, with the deadlines that were resolved. `booked_at`
// begins the grace.
void FreezeTerms(const v1::CancellationPolicy& policy, const v1::Resolution& resolution,
                 Instant booked_at, v1::Terms& terms);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_POLICIES_H_
