// The price of a stay after a change (DOMAIN B13): nights that are kept keep their price, what is added has the present one, and a quote
// has it all. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_PRICE_H_
#define DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_PRICE_H_

#include <cstdint>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/change/patched_booking.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

struct ChangedPrice {
  PriceLines lines;
  int64_t discount_minor = 0;  // that was taken off
};

// State: STATE_ROOM_TYPE_NOT_PRICED; STATE_QUOTE_MISMATCH where nights were charged since it was quoted. `plan` is the one in force after
// the change and may be null, as may `quote`.
ChangedPrice PriceOfChange(DecideContext& context, const PatchedBooking& patched,
                           const v1::RatePlan* plan, const v1::Quote* quote);

// By which rule the price became another.
v1::PricingRule PriceRule(const PatchedBooking& patched);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_PRICE_H_
