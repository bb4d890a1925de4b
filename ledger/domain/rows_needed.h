// What deciding on a request looks at and may not be in memory. What is always in memory (state.h) is not among it.
#ifndef DAYBOOK_LEDGER_DOMAIN_ROWS_NEEDED_H_
#define DAYBOOK_LEDGER_DOMAIN_ROWS_NEEDED_H_

#include <string>
#include <string_view>
#include <vector>

#include "daybook/v1/request.pb.h"
#include "ledger/domain/channels/outbox.h"
#include "ledger/domain/state.h"

namespace daybook {

// Keys of rows that may be stored and are not in memory. What is there once they are loaded may lead to more: ask again until no new
// ones come.
std::vector<std::string> RowsNeeded(const State& state, const v1::Request& request);
// The same, for who asks again: with one walk for all rounds about a request, none goes the way of the one before.
std::vector<std::string> RowsNeeded(const State& state, const v1::Request& request,
                                    OutboxWalk& walk);

// The property that a request is about: named by it, or by what it names and is in memory. May be empty. Lives as long as both.
std::string_view PropertyConcerned(const State& state, const v1::Request& request);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ROWS_NEEDED_H_
