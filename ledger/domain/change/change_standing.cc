#include "ledger/domain/change/change_standing.h"

#include "absl/strings/str_cat.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/booking/guarantee.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

bool ChangesGuarantee(const v1::ChangeBooking& change) {
  return change.has_guarantee() || change.has_guarantee_reference();
}

void DeclineStatus(DecideContext& context, std::string_view path, const char* who) {
  context.Decline(v1::STATE_BOOKING_STATUS, path,
                  absl::StrCat("booking ", context.booking->booking_id(), " is ",
                               v1::BookingStatus_Name(context.booking->status()), ": ", who));
}

}  // namespace

void CheckStandingForm(DecideContext& context, const v1::ChangeBooking& change) {
  if (change.has_hold_expires_at() && !IsValidTimestamp(change.hold_expires_at())) {
    context.Decline(v1::FORM_DATE_INVALID, "hold_expires_at",
                    "not an instant in whole microseconds");
    return;
  }
  const v1::ActorKind actor = context.request.actor().kind();
  if (actor != v1::ACTOR_KIND_GUEST && actor != v1::ACTOR_KIND_CHANNEL) return;
  if (change.has_waitlist_priority()) {
    context.Decline(v1::FORM_LIMIT_INVALID, "waitlist_priority", "only staff set priorities");
  }
  const Instant latest = context.recorded_at.PlusMicros(kLongestHoldMicros);
  if (change.has_hold_expires_at() && ToInstant(change.hold_expires_at()) > latest) {
    context.Decline(
        v1::FORM_LIMIT_INVALID, "hold_expires_at",
        absl::StrCat("guests and channels hold until ", FormatInstant(latest), " at most"));
  }
}

void CheckPatchedGuarantee(DecideContext& context, const v1::ChangeBooking& change) {
  if (!ChangesGuarantee(change)) return;
  const v1::Booking& booking = *context.booking;
  Guarantee guarantee;
  guarantee.kind = change.has_guarantee() ? change.guarantee() : booking.guarantee();
  guarantee.reference = change.has_guarantee_reference() ? change.guarantee_reference()
                                                         : booking.guarantee_reference();
  guarantee.account_id = booking.account_id();
  guarantee.channel_id = booking.channel_id();
  CheckGuaranteeKind(context, guarantee);
}

void CheckStandingState(DecideContext& context, const v1::ChangeBooking& change) {
  const v1::Booking& booking = *context.booking;
  if (ChangesGuarantee(change) && booking.status() == v1::IN_HOUSE) {
    DeclineStatus(context, "guarantee", "a stay under way is paid by its folio");
  }
  if (change.has_waitlist_priority() && booking.status() != v1::WAITLISTED) {
    DeclineStatus(context, "waitlist_priority", "only the waitlist has priorities");
  }
  if (!change.has_hold_expires_at()) return;
  if (booking.status() != v1::HELD) {
    DeclineStatus(context, "hold_expires_at", "only a hold expires");
    return;
  }
  for (const auto* const expiry : {&booking.hold_expires_at(), &change.hold_expires_at()}) {
    if (ToInstant(*expiry) > context.recorded_at) continue;
    context.Decline(v1::STATE_HOLD_EXPIRED, "hold_expires_at",
                    absl::StrCat(FormatInstant(ToInstant(*expiry)), " is not after ",
                                 FormatInstant(context.recorded_at)));
  }
}

void SetStanding(const v1::ChangeBooking& change, v1::BookingChanged& event) {
  if (change.has_guarantee()) event.set_guarantee(change.guarantee());
  if (change.has_guarantee_reference()) {
    event.set_guarantee_reference(change.guarantee_reference());
  }
  if (change.has_hold_expires_at()) *event.mutable_hold_expires_at() = change.hold_expires_at();
  if (change.has_waitlist_priority()) event.set_waitlist_priority(change.waitlist_priority());
}

}  // namespace daybook
