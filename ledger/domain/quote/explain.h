// The steps that apply to a booking now, before anybody asks for anything (DOMAIN 31): who has to be verified, what it costs and until
// when it costs less, how money goes back, who has to agree. Pure: what it says at an instant is what a request at that instant gets.
#ifndef DAYBOOK_LEDGER_DOMAIN_QUOTE_EXPLAIN_H_
#define DAYBOOK_LEDGER_DOMAIN_QUOTE_EXPLAIN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daybook/v1/booking.pb.h"
#include "daybook/v1/quote.pb.h"
#include "ledger/base/instant.h"
#include "ledger/domain/state.h"

namespace daybook {

// In the order in which they are taken. A booking that can't be cancelled or changed any more has one step, its status.
std::vector<v1::ExplainStep> ExplainCancel(const State& state, const v1::Booking& booking,
                                           Instant now);
std::vector<v1::ExplainStep> ExplainChange(const State& state, const v1::Booking& booking,
                                           Instant now);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_QUOTE_EXPLAIN_H_
