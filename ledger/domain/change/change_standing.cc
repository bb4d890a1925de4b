#include "ledger/domain/change/change_standing.h"

#include "absl/strings/str_cat.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/booking/guarantee.h"
#include "ledger/domain/change/patched_booking.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

bool ChangesGuarantee(const v1::ChangeBooking& change) {
  return change.has_guarantee() || change.has_guarantee_reference();
}

// All that the patch names is so already.
bool StandsSo(const v1::Booking& booking, const v1::ChangeBooking& change) {
  if (change.has_guarantee() && change.guarantee() != booking.guarantee()) return false;
  if (change.has_guarantee_reference() &&
      change.guarantee_reference() != booking.guarantee_reference()) {
    return false;
  }
  if (change.has_waitlist_priority() &&
      (booking.status() != v1::WAITLISTED ||
       change.waitlist_priority() != booking.waitlist_priority())) {
    return false;
  }
  return !change.has_hold_expires_at() ||
         (booking.has_hold_expires_at() &&
          ToInstant(change.hold_expires_at()) == ToInstant(booking.hold_expires_at()));
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
  if (!context.FromOutside()) return;
  if (change.has_waitlist_priority()) {
    context.Decline(v1::FORM_LIMIT_INVALID, "waitlist_priority", "only staff set priorities");
  }
}

void CheckPatchedHold(DecideContext& context, const v1::ChangeBooking& change) {
  const v1::ActorKind actor = context.request.actor().kind();
  if (actor != v1::ACTOR_KIND_GUEST && actor != v1::ACTOR_KIND_CHANNEL) return;
  const v1::Booking& booking = *context.booking;
  if (!change.has_hold_expires_at() || booking.status() != v1::HELD) return;
  // From when it was booked: else a hold could be prolonged for ever.
  const Instant latest = ToInstant(booking.booked_at()).PlusMicros(kLongestHoldMicros);
  if (ToInstant(change.hold_expires_at()) <= latest) return;
  context.Decline(
      v1::FORM_LIMIT_INVALID, "hold_expires_at",
      absl::StrCat("guests and channels hold until ", FormatInstant(latest), " at most"));
}

void CheckStandingChanges(DecideContext& context, const v1::ChangeBooking& change) {
  v1::ChangeBooking rest = change;
  rest.clear_guarantee();
  rest.clear_guarantee_reference();
  rest.clear_hold_expires_at();
  rest.clear_waitlist_priority();
  if (PatchedBooking::IsEmpty(change) || !PatchedBooking::IsEmpty(rest)) return;
  if (!StandsSo(*context.booking, change)) return;
  context.Decline(v1::FORM_CHANGE_EMPTY, "",
                  absl::StrCat("booking ", change.booking_id(), " stands so already"));
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
