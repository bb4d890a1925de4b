// Other ways to have what is wanted (DOMAIN B15), ranked: the same room on other dates, the nearest first; other room types on the
// same dates, the nearest in price first; other properties of the group, those of the same currency first, by id, each with the room type
// that comes closest by the same rate plan, or, where that has none, by another plan of theirs; partner hotels outside it, by rank. Pure:
// the same state gives the same alternatives.
#ifndef DAYBOOK_LEDGER_DOMAIN_BOOKING_ALTERNATIVES_H_
#define DAYBOOK_LEDGER_DOMAIN_BOOKING_ALTERNATIVES_H_

#include <string_view>

#include "daybook/v1/record.pb.h"
#include "google/protobuf/repeated_field.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

inline constexpr int kMaxAlternatives = 8;
// How far other dates are looked for, either way.
inline constexpr int32_t kAlternativeDays = 14;

using Alternatives = google::protobuf::RepeatedPtrField<v1::Alternative>;

// What somebody wants. The stay is a valid one.
struct Wish {
  std::string_view property_id;
  std::string_view room_type_id;
  std::string_view rate_plan_id;
  v1::Stay stay;
  v1::Guests guests;
  Nights own = {};  // of the room type, which the guest has already
};
Wish WishOf(const v1::Booking& booking);

// At most kMaxAlternatives, each of which could be booked at this moment at its price (partners: nothing is known of theirs). What is
// wanted itself is none of them. Cost: about (2 kAlternativeDays + room types + properties) times the nights.
Alternatives FindAlternatives(const State& state, const Wish& wish);

// Policy, after the checks for rooms: where one of them found none, and no override sets that aside, the decline names alternatives.
void ProposeInstead(DecideContext& context, const Wish& wish);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_BOOKING_ALTERNATIVES_H_
