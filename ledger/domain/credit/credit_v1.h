// The default credit policy, as data: "credit/v1" version 1.
#ifndef DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_V1_H_
#define DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_V1_H_

#include "daybook/v1/policy.pb.h"

namespace daybook {

// Thresholds and caps in euros. To be proposed and approved like any other policy; nothing applies it by itself.
//
//   level                           0          1         2          3          4          5
//   finances: revenue, 12 months    below      1,000.00  5,000.00   15,000.00  30,000.00  50,000.00
//             days to pay           above      90        60         45         30         15
//   character: paid on time         below      50%       70%        80%        90%        95%
//              worst days past due  above      90        60         30         15         0
//              cancelled, no-show   above      60%       40%        30%        20%        10%
//              broken commitments   above      4         3          2          1          0
//
// Where the policy's text leaves it open: an account is known since it was opened; its revenue, stays and cancellations are those of
// the bookings that name it, whoever sleeps in them; receipts that match no invoice yet are taken off its open receivables; a first
// review is asked for.
v1::CreditPolicy CreditV1();
// The same with its name, to be proposed. Everywhere, not at one property.
v1::Policy CreditV1Policy();

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CREDIT_CREDIT_V1_H_
