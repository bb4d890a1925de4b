// What the house gives for trouble it has caused, or out of thanks (DOMAIN A6, B17): the compensation policy in force says which
// measures a reason leads to, and how far. Within the limit of a rule that wants evidence a measure is automatic once the evidence's id
// is given (cases/evidence.h); within the limit of any other rule the actor's own limit counts (guests and channels have none); all else
// takes an authoriser. That the evidence is good is for whoever recorded it to know. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_BOOKING_COMPENSATION_H_
#define DAYBOOK_LEDGER_DOMAIN_BOOKING_COMPENSATION_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Why: one of the two reasons, and what was said beside it.
struct Trouble {
  v1::CancellationReason cancellation = v1::CANCELLATION_REASON_UNSPECIFIED;
  v1::ChangeReason change = v1::CHANGE_REASON_UNSPECIFIED;
  std::string_view sub_reason;
};

// The rules that the reason meets, in the order of the policy: what is to be proposed.
std::vector<const v1::CompensationPolicy::Rule*> ProposedMeasures(
    const v1::CompensationPolicy& policy, const Trouble& trouble);

// Form: the measure is one that can be taken with the request, and has what it needs.
void CheckCompensationForm(DecideContext& context, const v1::Compensation& compensation,
                           bool cancelling);
// State: what it names is there, or free. The booking is known.
void CheckCompensationState(DecideContext& context, const v1::Compensation& compensation);

// What of a measure was found to be due.
struct CompensationDue {
  int64_t amount_minor =
      0;  // WAIVE, VOUCHER, DISCOUNT: of the booking's currency; POINTS: points; else 0
  int64_t base_minor =
      0;  // the penalty or fee (WAIVE), the price of the stay (DISCOUNT): what basis points are of
};
// Policy: POLICY_MEASURE_NOT_PROVIDED, POLICY_EVIDENCE_MISSING, POLICY_ABOVE_LIMIT.
void CheckCompensationPolicy(DecideContext& context, const v1::Compensation& compensation,
                             const Trouble& trouble, const CompensationDue& due);
// Accept: event compensation_given, what it leads to (a voucher, points), its item, and the policies that it was measured by. The
// waiver itself, the price lines of a discount and the room of an upgrade are the caller's.
void AddCompensation(const DecideContext& context, const v1::Compensation& compensation,
                     const Trouble& trouble, const CompensationDue& due, v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_BOOKING_COMPENSATION_H_
