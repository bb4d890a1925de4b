// What the end of a booking before arrival posts, and what taking that end back posts. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_CANCELLATION_POSTINGS_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_CANCELLATION_POSTINGS_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/state.h"

namespace daybook {

// The tax policy in force at the property; null: none, and nothing is taxed.
const v1::Policy* TaxPolicyAt(const State& state, std::string_view property_id);

// For CancelBooking, no-shows, and holds that end; call it once, after the event that ends the booking was added and after the
// caller has cited its own policies (the tax policy is cited here, where it taxed something). `booking` is as it was before. At a
// property that keeps books:
//   the penalty       GL / penalty revenue and TX, and a ChargePosted of kind REVENUE_PENALTY, so that its tax is known when it is waived
//   what is owed      DP / GL, at most the deposit: the penalty, and what stood open before (a change fee, a chargeback)
//   the surplus       DP / RP; where the folio itself was overpaid, GL / RP
//   the event         its cancellation.refund_due_minor becomes DueBackOnCancellation
// Elsewhere: nothing at all. `penalty_minor` is not below 0 and is what is charged: waived at the decision means left out.
void PostCancellation(const v1::Booking& booking, int64_t penalty_minor,
                      const v1::Property& property, const v1::Policy* tax_policy,
                      v1::Accepted& accepted);

// The same without the surplus of the deposit, which stays in DP: its amount. For a caller who moves it on by
// Postings::ToProperty (a rebooking). 0 where no books are kept.
int64_t PostPenalty(const v1::Booking& booking, int64_t penalty_minor, const v1::Property& property,
                    const v1::Policy* tax_policy, v1::Accepted& accepted);

// What PostCancellation makes due back to the guest, in minor units, of a booking at a property that keeps books: vouchers, points and
// fees count beside payments.
int64_t DueBackOnCancellation(const v1::Booking& booking, int64_t penalty_minor);

// Takes the end back (ReinstateBooking): the penalty, as far as it was not waived, is mirrored, what was forfeited is a deposit again,
// and what is due back and not on its way is one too. `booking` is as it was before; nothing where no books are kept.
void PostReinstatement(const v1::Booking& booking, const v1::Property& property,
                       v1::Accepted& accepted);

// Ends a booking whose deposit is overdue (DepositPolicy.cancel_if_unpaid), free of penalty: cause and reason DEPOSIT_UNPAID. What
// was paid of it is due back. Of State::DepositsDue.
void AddUnpaidDepositCancellation(const State& state, const v1::Booking& booking,
                                  v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_CANCELLATION_POSTINGS_H_
