// What a booking and its change are checked for alike: form, room, guests, price. Each check
// declines in the phase its comment names. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_BOOKING_BOOKING_CHECKS_H_
#define DAYBOOK_LEDGER_DOMAIN_BOOKING_BOOKING_CHECKS_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/booking.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// How long after it is made a hold of guests and channels may last.
inline constexpr int64_t kLongestHoldMicros = int64_t{30} * 86'400 * 1'000'000;

// Policy: one more room of the type can be sold for each night of `nights` that is not in `own`,
// which the booking has already.
void CheckAvailability(DecideContext& context, std::string_view path, std::string_view room_type_id,
                       Nights nights, Nights own = {});
// The same at another property of the group than the request's.
void CheckAvailabilityAt(DecideContext& context, std::string_view path,
                         std::string_view property_id, std::string_view room_type_id, Nights nights,
                         Nights own = {});
// Whether CheckAvailability would find room: sold, held by blocks and out of order together are fewer than there are. False where the
// room type is not known.
bool HasRoom(const State& state, std::string_view property_id, std::string_view room_type_id,
             Nights nights, Nights own = {});
// Policy: the room type takes so many.
void CheckOccupancy(DecideContext& context, std::string_view path, std::string_view room_type_id,
                    const v1::Guests& guests);
void CheckOccupancyAt(DecideContext& context, std::string_view path, std::string_view property_id,
                      std::string_view room_type_id, const v1::Guests& guests);
// Whether it does; also where nothing is known of the room type.
bool TakesGuests(const State& state, std::string_view property_id, std::string_view room_type_id,
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

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_BOOKING_BOOKING_CHECKS_H_
