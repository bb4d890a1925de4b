// What a review of an account's credit looks at, gathered from state.
#ifndef DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_FACTS_H_
#define DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_FACTS_H_

#include <cstdint>

#include "daybook/v1/account.pb.h"
#include "daybook/v1/credit.pb.h"
#include "ledger/domain/credit/credit_score.h"
#include "ledger/domain/state.h"

namespace daybook {

// The business date of the account's home property; 0: that is not known.
int32_t HomeDate(const State& state, const v1::Account& account);

// The credit policy in force at the account's home property, if its amounts are of the account's currency; else the one that the last review
// applied (`credit` may be null); else null.
const v1::Policy* CreditPolicyFor(const State& state, const v1::Account& account,
                                  const v1::Credit* credit);

// As of the home property's business date. The facts point into `account`.
CreditFacts CreditFactsOf(const State& state, const v1::Account& account, const v1::Credit& credit,
                          const v1::Policy& policy, v1::ReviewTrigger trigger);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_FACTS_H_
