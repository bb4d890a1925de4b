#include "ledger/domain/credit/exposure.h"

#include "ledger/base/civil_date.h"

namespace daybook {

bool ArrivesWithin(int32_t arrival, int32_t date, int32_t days) {
  const auto from = CivilDate::FromYmd(date);
  const auto on = CivilDate::FromYmd(arrival);
  return from && on && *on < *from + days;
}

Exposure ExposureOf(const v1::Account& account, const v1::AccountBookings* bookings, int32_t date,
                    int32_t arrivals_days) {
  Exposure exposure;
  exposure.receivable_minor = account.receivable_minor() - account.unapplied_minor();
  if (bookings == nullptr) return exposure;
  exposure.unbilled_minor = bookings->unbilled_minor();
  for (const v1::ArrivalDay& day : bookings->arrivals()) {
    if (!ArrivesWithin(day.date(), date, arrivals_days)) break;
    exposure.arrivals_minor += day.guaranteed_minor();
    exposure.deposits_minor += day.deposit_minor();
  }
  return exposure;
}

}  // namespace daybook
