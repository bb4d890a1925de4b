// Reviews of credit as other decisions bring them about: what falls due, and what is heard of a customer. Each adds CreditReviewed, and
// notices to sales, front desk, finance and the account's owner.
#ifndef DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_REVIEWS_H_
#define DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_REVIEWS_H_

#include <string_view>

#include "daybook/v1/account.pb.h"
#include "daybook/v1/credit.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// The review that the business date of the account's home property has brought: a wanted one, a periodic one, one because an invoice
// is past due for so long that the status changes, or because the account is not new any more or its designation as strategic is over.
// After it is folded the credit's look_on is later. Where no policy in the account's currency can be found any more, what the last
// review said stands for another while.
void AddCreditLook(const DecideContext& context, const v1::Credit& credit, v1::Accepted& accepted);

// At once: a review of each account of the customer's, under whichever of the ids that were merged it was opened, because of a
// commitment that the customer broke (REVIEW_COMMITMENT_BROKEN) or a change of people or employer (REVIEW_PEOPLE_CHANGED). Accounts
// without a credit policy in force: none. O(accounts).
void AddCreditReviews(const DecideContext& context, std::string_view customer_id,
                      v1::ReviewTrigger trigger, v1::Accepted& accepted);

// One review under the policy, which must be of the account's currency.
void AddCreditReview(const DecideContext& context, const v1::Account& account,
                     const v1::Credit& credit, const v1::Policy& policy, v1::ReviewTrigger trigger,
                     v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_REVIEWS_H_
