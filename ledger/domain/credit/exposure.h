// What a debtor account may come to owe: what it owes, and what its bookings will add. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_CREDIT_EXPOSURE_H_
#define DAYBOOK_LEDGER_DOMAIN_CREDIT_EXPOSURE_H_

#include <cstdint>

#include "daybook/v1/account.pb.h"
#include "daybook/v1/charged_booking.pb.h"

namespace daybook {

// Minor units of the account's currency, on a business date of its home property.
struct Exposure {
  int64_t receivable_minor = 0;  // open invoices, disputed ones too, less receipts without a match
  int64_t unbilled_minor = 0;    // folios charged to it that owe, nights to come of those in house
  int64_t arrivals_minor = 0;  // guaranteed stays that arrive within so many days, overdue ones too
  int64_t deposits_minor = 0;  // paid ahead for these arrivals

  int64_t Gross() const { return receivable_minor + unbilled_minor + arrivals_minor; }
  int64_t Net() const { return Gross() - deposits_minor; }
};

// Whether the arrival is before date + days. Dates are yyyymmdd; where one is none: no.
bool ArrivesWithin(int32_t arrival, int32_t date, int32_t days);

// `bookings` may be null: there are none. `date` is a business date, yyyymmdd; `arrivals_days` as the credit policy has it. O(dates at which
// the account's bookings arrive).
Exposure ExposureOf(const v1::Account& account, const v1::AccountBookings* bookings, int32_t date,
                    int32_t arrivals_days);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CREDIT_EXPOSURE_H_
