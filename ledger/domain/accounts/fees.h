// Fees on a folio: a change, a late check-out, an early departure. Pure; integers only.
//
// How a fee gets paid before the check-out that wants a folio of zero:
//   late check-out    is charged when SetLateCheckOut is accepted, and mirrored when it is taken back
//   early departure   is charged when ChangeBooking shortens the stay in house, and else by CheckOut itself: it declines POLICY_FOLIO_OPEN
//                     and names the sum with the fee; once that sum is paid (the folio is then in the guest's favour by the fee) the
//                     same CheckOut charges the fee, and the folio is zero
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FEES_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FEES_H_

#include <cstdint>
#include <string_view>

#include "ledger/domain/accounts/folio_charges.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

inline constexpr std::string_view kLateCheckOutFee = "late-check-out";
inline constexpr std::string_view kEarlyDepartureFee = "early-departure";
inline constexpr std::string_view kChangeFee = "change";

// Charges the request's booking a fee: GL / fee revenue and TX, a ChargePosted of kind REVENUE_FEE, an item. `code` is what it is; the
// charge's id is the code, or the code, "-" and the first free number from 2. `policy` is the one that names the fee, may be null, and is
// cited. Nothing where the fee is 0 or no books are kept. Whoever may add fees without end calls CheckFolioHasRoom in State().
void AddFee(const DecideContext& context, std::string_view code, int64_t gross_minor,
            v1::PricingRule rule, const v1::Policy* policy, v1::Accepted& accepted);
// State: declines STATE_TOO_MANY where the folio can't hold so many charges more. Nothing where no books are kept.
void CheckFolioHasRoom(DecideContext& context, std::string_view path, int charges = 1);

// SetLateCheckOut: charges the fee of the booking's frozen ChangePolicy, or mirrors what is left of the last one.
void AddLateCheckOutFee(const DecideContext& context, v1::Accepted& accepted);
void ReverseLateCheckOutFee(const DecideContext& context, v1::Accepted& accepted);

// What giving back the nights from `from` on costs by the booking's frozen ChangePolicy, of the prices of those nights; a night that is
// charged already is not given back. 0 where no books are kept.
int64_t EarlyDepartureFee(const DecideContext& context, CivilDate from);
void AddEarlyDepartureFee(const DecideContext& context, CivilDate from, v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_FEES_H_
