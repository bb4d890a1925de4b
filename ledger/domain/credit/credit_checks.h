// What an account may still be charged with. Called by whatever puts something on account: a booking that names one, a change that makes
// it dearer, an invoice. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_CHECKS_H_
#define DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_CHECKS_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/account.pb.h"
#include "daybook/v1/credit.pb.h"
#include "ledger/domain/credit/exposure.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Policy: the account has credit, its status allows more, and so does its limit. Declines at `path`:
//   POLICY_CREDIT_NOT_GRANTED     no review gave it a term of payment
//   POLICY_CREDIT_STATUS          LOCAL_APPROVAL (an authoriser per booking), PREPAY or SUSPENDED, as of now (StatusNow); or blocked
//   POLICY_CREDIT_LIMIT_EXCEEDED  its exposure and the amount are above its limit
// all of which can be overridden. `amount_minor`, of the account's currency, is what the booking or folio will weigh in all: what the
// request's booking weighs already (as one that is charged to this account) is taken off the exposure first, so putting a folio on the
// account that guarantees it counts it once. O(log n + dates to come at which the account's bookings arrive).
void CheckCredit(DecideContext& context, const v1::Account& account, int64_t amount_minor,
                 std::string_view path);

// The status that the account has now, by what is overdue on its home property's business date: it rises and falls with payments, and
// with every roll. Credit.status says what it was at the last review.
v1::CreditStatus StatusNow(const State& state, const v1::Account& account,
                           const v1::Credit& credit);

// Days that an invoice which the account is sent now has to be paid: 0 where it has no credit.
int32_t TermOf(const State& state, const v1::Account& account);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_CHECKS_H_
