// Cancelling before arrival. In house there is no cancelling, only leaving early.
#include "absl/strings/str_cat.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/policies.h"

namespace daybook {
namespace {

class CancelPhases : public Phases {
 public:
  explicit CancelPhases(const DecideContext& context) : cancel_(context.request.cancel_booking()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", cancel_.booking_id());
    if (!v1::CancellationReason_IsValid(cancel_.reason())) {
      context.Decline(v1::FORM_ENUM_INVALID, "reason",
                      absl::StrCat(static_cast<int>(cancel_.reason()), " is no reason"));
    } else if (cancel_.reason() == v1::CANCELLATION_REASON_UNSPECIFIED ||
               (cancel_.reason() == v1::CANCELLATION_REASON_UNKNOWN && !context.FromImporter())) {
      context.Decline(v1::FORM_REASON_MISSING, "reason", "a cancellation needs its reason");
    }
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    const v1::BookingStatus status = context.booking->status();
    if (status != v1::HELD && status != v1::WAITLISTED && status != v1::CONFIRMED) {
      context.DeclineStatus();
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Booking& booking = *context.booking;
    v1::BookingCancelled& event = *accepted.add_events()->mutable_booking_cancelled();
    event.set_booking_id(booking.booking_id());
    FillCancellation(booking, v1::CANCELLATION_CAUSE_REQUESTED, cancel_.reason(),
                     CancellationPenalty(booking, context.DecidingInstant()),
                     context.property->business_date(), *event.mutable_cancellation());
    if (booking.status() != v1::CONFIRMED) return;  // free without a look at the policy
    accepted.set_policy_id(booking.terms().policy().policy_id());
    accepted.set_policy_version(booking.terms().policy().version());
  }

 private:
  const v1::CancelBooking& cancel_;
};

}  // namespace

void DecideCancel(DecideContext& context, v1::Outcome& outcome) {
  CancelPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
