// How what is due back is given back (DOMAIN A3): in money, as a voucher, as the deposit of another booking; the refund policy that was
// frozen when the booking was made says which. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_CANCELLATION_SETTLEMENTS_H_
#define DAYBOOK_LEDGER_DOMAIN_CANCELLATION_SETTLEMENTS_H_

#include <cstdint>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// By the policy, which may be null: none was frozen, or one that lists nothing, allows refund and waiver only.
std::vector<v1::Settlement> AllowedSettlements(const v1::Policy* refund_policy);

// Form: the settlement has the ids that it needs, and no others.
void CheckSettlementForm(DecideContext& context, const v1::CancelBooking& cancel);
// State: the voucher's id is free; the booking that gets the deposit is CONFIRMED, of the same customer and currency, at a property that
// keeps books. It, or null.
const v1::Booking* CheckSettlementState(DecideContext& context, const v1::CancelBooking& cancel,
                                        int64_t due_back_minor);
// Policy: POLICY_SETTLEMENT_NOT_ALLOWED. Where nothing is due back every settlement but one that waives comes to the same.
void CheckSettlementAllowed(DecideContext& context, v1::Settlement settlement,
                            int64_t due_back_minor);

struct SettlementDue {
  const v1::CancelBooking& cancel;
  int64_t due_back_minor = 0;
  const v1::Booking* rebooked = nullptr;
};
// Accept, after PostCancellation: moves what is due back on to where it goes, and says so in the cancellation.
void Settle(const DecideContext& context, const SettlementDue& due, v1::Cancellation& cancellation,
            v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CANCELLATION_SETTLEMENTS_H_
