#include "ledger/domain/cases/about_checks.h"

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"

namespace daybook {

void CheckAbout(DecideContext& context, const std::string& prefix, std::string_view booking_id,
                std::string_view customer_id) {
  if (!context.RequireProperty(prefix + "property_id") || booking_id.empty()) return;
  const v1::Booking* const booking = context.booking;
  if (booking == nullptr || booking->property_id() != context.property_id) {
    context.Decline(v1::STATE_BOOKING_UNKNOWN, prefix + "booking_id",
                    absl::StrCat("property ", ToAbsl(context.property_id), " has no booking ",
                                 ToAbsl(booking_id)));
  } else if (!customer_id.empty() && !booking->customer_id().empty() &&
             customer_id != booking->customer_id()) {
    context.Decline(
        v1::STATE_CUSTOMER_MISMATCH, prefix + "customer_id",
        absl::StrCat("booking ", ToAbsl(booking_id), " is of customer ", booking->customer_id()));
  }
}

}  // namespace daybook
