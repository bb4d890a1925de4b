#include "ledger/domain/staff/backdating.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/staff/policy_authority.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

// On their own.
bool MayBackdate(const DecideContext& context) {
  const v1::ActorKind kind = context.request.actor().kind();
  return kind == v1::ACTOR_KIND_OPERATOR || kind == v1::ACTOR_KIND_IMPORTER ||
         (context.staff != nullptr && context.staff->definition().may_backdate());
}

std::string Before(Instant effective_at, const char* what, Instant than) {
  return absl::StrCat(FormatInstant(effective_at), " is before ", what, FormatInstant(than));
}

}  // namespace

void CheckBackdating(DecideContext& context) {
  if (!context.request.has_effective_at()) return;
  const Instant effective_at = ToInstant(context.request.effective_at());
  const bool by_staff = context.request.actor().kind() == v1::ACTOR_KIND_STAFF;
  if (effective_at < context.recorded_at && !by_staff && !MayBackdate(context) &&
      !WithinChannelLag(context, effective_at)) {
    context.DeclineEnvelope(v1::IDENTITY_BACKDATING_NOT_ALLOWED, "effective_at",
                            Before(effective_at, "", context.recorded_at));
    return;
  }
  // With any authority: nothing happened to a booking before there was one.
  if (context.booking == nullptr || context.request.has_create_booking()) return;
  const Instant booked_at = ToInstant(context.booking->booked_at());
  if (effective_at >= booked_at) return;
  context.DeclineEnvelope(v1::IDENTITY_BACKDATING_NOT_ALLOWED, "effective_at",
                          Before(effective_at, "the booking was made, ", booked_at));
}

void CheckBackdatingAuthorised(DecideContext& context) {
  if (!context.request.has_effective_at()) return;
  if (context.request.actor().kind() != v1::ACTOR_KIND_STAFF || MayBackdate(context)) return;
  const Instant effective_at = ToInstant(context.request.effective_at());
  if (effective_at >= context.recorded_at) return;
  context.DeclineEnvelope(v1::POLICY_AUTHORISER_REQUIRED, "effective_at",
                          absl::StrCat(Before(effective_at, "", context.recorded_at), ", and ",
                                       context.request.actor().id(), " may not backdate alone"));
}

}  // namespace daybook
