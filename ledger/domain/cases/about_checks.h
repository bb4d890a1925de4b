// What cases, commitments and contacts are about: a property, maybe one of its bookings, and a customer.
#ifndef DAYBOOK_LEDGER_DOMAIN_CASES_ABOUT_CHECKS_H_
#define DAYBOOK_LEDGER_DOMAIN_CASES_ABOUT_CHECKS_H_

#include <string>
#include <string_view>

#include "ledger/domain/decide_context.h"

namespace daybook {

// State: the property is known; the booking that the request names, where it names one, is of the property, and of the customer where
// one is named. `prefix` leads to the fields ("commitment." or nothing).
void CheckAbout(DecideContext& context, const std::string& prefix, std::string_view booking_id,
                std::string_view customer_id);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CASES_ABOUT_CHECKS_H_
