#include "ledger/domain/change/change_terms.h"

#include <algorithm>

#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

// The whole penalty that would have been due before the change does not go away by a change that
// could make it less: other deadlines, another policy, fewer nights, other prices.
int64_t PenaltyFloor(const PatchedBooking& patched, const TermsChange& change) {
  const v1::Booking& booking = patched.booking();
  const int64_t floor = booking.terms().penalty_floor_minor();
  const bool may_lessen = patched.ArrivalChanged() ||
                          patched.departure() < patched.old_departure() || patched.Reprices() ||
                          change.price_minor < booking.price_minor();
  if (!may_lessen) return floor;
  const int64_t incurred = CancellationPenalty(booking, change.instant);
  // What is paid for the nights given back is not owed again.
  return std::max<int64_t>(0, std::max(floor, incurred) - change.partial_penalty_minor);
}

}  // namespace

void SetTerms(const DecideContext& context, const PatchedBooking& patched,
              const TermsChange& change, v1::BookingChanged& event) {
  const v1::Booking& booking = patched.booking();
  const int64_t floor = PenaltyFloor(patched, change);
  const bool same_floor = floor == booking.terms().penalty_floor_minor();
  if (change.policy == nullptr && !patched.ArrivalChanged() && same_floor) return;
  v1::Terms& terms = *event.mutable_terms();
  terms = booking.terms();  // what else was promised stays
  if (change.policy != nullptr) {
    FreezeTerms(*change.policy, context.resolution, ToInstant(booking.booked_at()), terms);
  } else if (patched.ArrivalChanged()) {
    *terms.mutable_deadlines() = context.resolution.deadlines();
    terms.set_zone_data_version(context.resolution.zone_data_version());
  }
  terms.set_penalty_floor_minor(floor);
}

}  // namespace daybook
