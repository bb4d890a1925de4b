// What changing a booking costs beside the price (DOMAIN B13): the fee of the change policy that was frozen when it was booked, the
// fee for nights given back in house, and the penalty for nights given back before arrival. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_FEES_H_
#define DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_FEES_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/accounts/fees.h"
#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

struct ChangeFee {
  int64_t amount_minor = 0;
  v1::PricingRule rule = v1::PRICING_RULE_UNSPECIFIED;
  int32_t tier = 0;                    // of the policy, 1 is the first; 0: none
  const v1::Policy* policy = nullptr;  // that was applied; null: none
  std::string_view code = kChangeFee;  // of the charge
};

// Of a CONFIRMED booking whose stay, room, guests or plan change on the business date. Nothing for any other, or without a policy.
// A reason that the policy makes free, and the first so many changes, cost nothing by RULE_CHANGE_FREE.
ChangeFee FindChangeFee(const v1::Booking& booking, const v1::Policy* change_policy,
                        v1::ChangeReason reason, CivilDate business_date);

// Of a guest in house who gives back the nights from `from` on. Nothing without a policy, or where no books are kept.
ChangeFee FindEarlyDepartureFee(const DecideContext& context, const v1::Policy* change_policy,
                                CivilDate from);

// Accept: charges `fee` less `waived_minor`: on the folio where books are kept, else as an item alone. The item says the whole fee;
// what is waived of it is an item of whoever waives it. Cites the policy.
void ChargeChangeFee(const DecideContext& context, const ChangeFee& fee, int64_t waived_minor,
                     v1::Accepted& accepted);
// Accept: charges the penalty of a partial cancellation in the same way, as a charge of its own, so that it can be waived later.
void ChargePartialPenalty(const DecideContext& context, const PenaltyDue& penalty,
                          int64_t waived_minor, v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CHANGE_CHANGE_FEES_H_
