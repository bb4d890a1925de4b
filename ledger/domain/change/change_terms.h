// What a change leaves behind in the terms: deadlines of another arrival, the policy of another rate plan, and the penalty that was
// incurred before, as a floor. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_TERMS_H_
#define DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_TERMS_H_

#include <cstdint>

#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/domain/change/patched_booking.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

struct TermsChange {
  int64_t price_minor = 0;                         // of the stay afterwards
  int64_t partial_penalty_minor = 0;               // charged for the nights given back
  Instant instant;                                 // whose rules apply
  const v1::CancellationPolicy* policy = nullptr;  // of another rate plan; null: the plan stays
};
// Accept: the event gets terms where any of them change.
void SetTerms(const DecideContext& context, const PatchedBooking& patched,
              const TermsChange& change, v1::BookingChanged& event);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_TERMS_H_
