// What becomes of the tables that are booked when an outlet is defined anew. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_DINING_OUTLET_CHECKS_H_
#define DAYBOOK_LEDGER_DOMAIN_DINING_OUTLET_CHECKS_H_

#include <cstdint>
#include <string>

#include "daybook/v1/dining.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// 20:00.
std::string TimeOfDay(int32_t minute);

// Policy: POLICY_CAPACITY_BELOW_SOLD where fewer seats, longer sittings, other hours or closing for good leave guests without a seat who
// are expected from the business date on. One decline for each of the fields; it names the first date. What the definition did not make
// harder is not looked at.
void CheckExpectedGuests(DecideContext& context, const v1::Outlet& now,
                         const v1::OutletDefinition& next);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_DINING_OUTLET_CHECKS_H_
