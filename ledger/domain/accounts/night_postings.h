// The nights that the night audit charges to the guests in house. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_NIGHT_POSTINGS_H_
#define DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_NIGHT_POSTINGS_H_

#include <cstdint>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/domain/state.h"

namespace daybook {

// The price of the night by the booking's lines; 0 for a night that is not of its stay.
int64_t PriceOfNight(const v1::Booking& booking, CivilDate night);

// IN_HOUSE bookings of the property for which the night of its business date has a price and is not charged, in the order of
// ids. None where no books are kept.
std::vector<const v1::Booking*> NightsToCharge(const State& state, const v1::Property& property);

// Charges the night of the property's business date: GL / room revenue and TX. Cites the tax policy where it taxed something.
void PostNight(const v1::Booking& booking, const v1::Property& property,
               const v1::Policy* tax_policy, v1::Accepted& accepted);
// At a late check-in: the nights from the arrival until the property's business date, for which the room was kept, one by one. Nothing where
// the guest is in time.
void PostMissedNights(const v1::Booking& booking, const v1::Property& property,
                      const v1::Policy* tax_policy, v1::Accepted& accepted);
// The same for a day use, which is charged at check-in; nothing of a stay of nights.
void PostDayUse(const v1::Booking& booking, const v1::Property& property,
                const v1::Policy* tax_policy, v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ACCOUNTS_NIGHT_POSTINGS_H_
