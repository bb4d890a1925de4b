// The buyer on an invoice: sealed under a key of the invoice's own, so that it stays when the customer is erased, for as long as the law wants
// it. From the erasure on it is restricted, and at the end of retention its key is destroyed (DOMAIN H9).
#ifndef DAYBOOK_LEDGER_DOMAIN_CUSTOMER_BUYERS_H_
#define DAYBOOK_LEDGER_DOMAIN_CUSTOMER_BUYERS_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/account.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Open or settled; null: there is none of that id. A settled one must be in memory. O(open invoices of all accounts) for an open one.
const v1::Invoice* FindInvoice(const State& state, std::string_view invoice_id);

// Form: that the request is about an invoice and no customer. State: that the invoice names a buyer who can still be read; declines
// STATE_REFERENCE_UNKNOWN or STATE_STATUS at invoice_id, and gives null.
void CheckNamesInvoice(DecideContext& context, std::string_view customer_id,
                       std::string_view invoice_id);
const v1::Invoice* RequireBuyer(DecideContext& context, std::string_view invoice_id);

// Policy: once the customer whose stay or account it was is erased, showing the buyer takes two persons.
void CheckNotRestricted(DecideContext& context, const v1::Invoice& invoice);

// The last date on which the buyer is kept, yyyymmdd.
int32_t RetainedUntil(const v1::Invoice& invoice, const v1::RetentionPolicy& policy);

// EndRetention: of an invoice that is settled, after that date.
void DecideEndRetention(DecideContext& context, v1::Outcome& outcome);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CUSTOMER_BUYERS_H_
