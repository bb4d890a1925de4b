#include "ledger/domain/accounts/ageing.h"

#include <algorithm>

#include "ledger/base/civil_date.h"

namespace daybook {

int64_t Ageing::Total() const {
  int64_t total = disputed_minor;
  for (const int64_t minor : open_minor) total += minor;
  return total;
}

AgeingBucket BucketOf(int32_t days_past_due) {
  if (days_past_due <= 0) return AgeingBucket::kNotDue;
  if (days_past_due <= 30) return AgeingBucket::k1To30;
  if (days_past_due <= 60) return AgeingBucket::k31To60;
  if (days_past_due <= 90) return AgeingBucket::k61To90;
  return AgeingBucket::k91AndMore;
}

int32_t DaysPastDue(int32_t due_on, int32_t business_date) {
  const auto due = CivilDate::FromYmd(due_on);
  const auto date = CivilDate::FromYmd(business_date);
  return due && date ? *date - *due : 0;
}

Ageing AgeingOf(const v1::Account& account, int32_t business_date) {
  Ageing ageing;
  for (const v1::Invoice& invoice : account.open_invoices()) {
    if (invoice.disputed()) {
      ageing.disputed_minor += invoice.open_minor();
      continue;
    }
    const int32_t days = DaysPastDue(invoice.due_on(), business_date);
    ageing.open_minor[static_cast<size_t>(BucketOf(days))] += invoice.open_minor();
    ageing.days_past_due = std::max(ageing.days_past_due, days);
  }
  return ageing;
}

}  // namespace daybook
