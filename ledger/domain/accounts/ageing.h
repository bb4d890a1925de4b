// How old an account's debts are: its open invoices by the days that they are past their due dates. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_AGEING_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_AGEING_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "daybook/v1/account.pb.h"

namespace daybook {

enum class AgeingBucket : size_t { kNotDue, k1To30, k31To60, k61To90, k91AndMore };
inline constexpr size_t kAgeingBuckets = 5;

// Minor units of the account's currency.
struct Ageing {
  std::array<int64_t, kAgeingBuckets> open_minor{};  // by AgeingBucket, without what is disputed
  int64_t disputed_minor = 0;                        // however old
  int32_t days_past_due = 0;  // of the oldest that is not disputed; 0: none is past due

  int64_t operator[](AgeingBucket bucket) const { return open_minor[static_cast<size_t>(bucket)]; }
  int64_t Total() const;  // disputed ones as well
  friend bool operator==(const Ageing&, const Ageing&) = default;
};

// An invoice is past due from the day after its due date on.
AgeingBucket BucketOf(int32_t days_past_due);
// Of a due date on a business date, both yyyymmdd; 0 or less: not past due. Dates that are none: 0.
int32_t DaysPastDue(int32_t due_on, int32_t business_date);

// Of the account's open invoices on the business date (yyyymmdd) of its home property. O(open invoices).
Ageing AgeingOf(const v1::Account& account, int32_t business_date);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_AGEING_H_
