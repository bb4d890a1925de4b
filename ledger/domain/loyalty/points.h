// Points: earned by stays, granted out of goodwill, used up in the order in which they expire. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_LOYALTY_POINTS_H_
#define DAYBOOK_LEDGER_DOMAIN_LOYALTY_POINTS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

inline constexpr int kMaxPointsLots = 512;  // of a member
// So that a record holds their postings: lots that one redemption uses up, with the expired ones before them, and lots that expire at once.
inline constexpr int kMaxPartsRedeemed = 96;
inline constexpr int kMaxLotsExpired = 32;
// In one grant, so that their value fits.
inline constexpr int64_t kMaxPointsGranted = 100'000'000;

// What the points of one lot or grant are worth.
int64_t ValueOf(int64_t points, int32_t point_value_minor);

// Net revenue of a stay that is being checked out, as far as points are given for it: the nights that were charged (or the day use)
// and the extras, without the tax of the property's present tax policy, waivers and reversals taken off. Never below 0.
int64_t RevenueForPoints(const DecideContext& context, const v1::Booking& booking);
// For each full 100 minor units, capped so that their value can be held.
int64_t PointsFor(const v1::LoyaltyPolicy& policy, int64_t net_minor);

// Check-out: the points that the stay has earned, as event points_granted and contra-revenue / PL, and cites the policy. Nothing where
// the guest is no member, the property keeps no books or has no loyalty policy in force, currencies of booking, policy and member
// differ, or the member's lots are full. context.property must be the booking's; call it after everything else that the check-out
// charges. `booking` is as it was before the check-out.
void AddPointsEarned(const DecideContext& context, const v1::Booking& booking,
                     v1::Accepted& accepted);

// Goodwill of context.property under the loyalty policy in force there: event points_granted, contra-revenue / PL, an item ITEM_POINTS;
// cites the policy. False, and nothing added: RequireGrantable would have declined.
bool AddGrantedPoints(const DecideContext& context, std::string_view customer_id, int64_t points,
                      v1::Accepted& accepted);
// State: that points may be granted to the customer at context.property. Declines STATE_BOOKS_NOT_KEPT, STATE_POLICY_MISSING,
// STATE_REFERENCE_UNKNOWN (no member; at `customer_path`), STATE_CURRENCY_MISMATCH, STATE_TOO_MANY.
void RequireGrantable(DecideContext& context, std::string_view customer_path,
                      std::string_view customer_id);
// What `points` of the policy in force cost the house, for limits; 0 where no policy is in force.
int64_t ValueOfGrant(const DecideContext& context, int64_t points);

// A part of a lot that is used up. Parts are in the order of the lots.
struct PointsPart {
  int64_t points = 0;
  int64_t value_minor = 0;
  std::string_view property_id;  // that owes them; lives as long as the member
  bool expired = false;          // by the business date of that property: worth nothing
};
// The parts that redeeming `points` uses up, with the expired lots that stand before them; their unexpired points add up to `points`, or
// to all there are.
std::vector<PointsPart> PartsFor(const State& state, const v1::Member& member, int64_t points);
// All that are not expired.
int64_t PointsLeft(const State& state, const v1::Member& member);

// The first lots' date has come: event points_expired for the lots in front that are expired, at most kMaxLotsExpired of them, PL / breakage
// at the properties that owe them. These lots are gone afterwards; where there are more, the member is due for them still.
void AddExpiredPoints(const DecideContext& context, const v1::Member& member,
                      v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_LOYALTY_POINTS_H_
