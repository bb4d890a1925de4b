// What a request needs to have looked up before it is decided: time and zones come in here and
// nowhere else, and what was found is recorded, so that the same decision can be made again in ten
// years under other zone data.
#ifndef DAYBOOK_LEDGER_DOMAIN_RESOLVE_H_
#define DAYBOOK_LEDGER_DOMAIN_RESOLVE_H_

#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/base/time_zones.h"
#include "ledger/domain/state.h"

namespace daybook {

// recorded_at, time_source and ingested_at are the engine's; this adds the rest. A request that
// can't be resolved (unknown property, nonsensical date) gets what can be; decide then declines it.
v1::Resolution Resolve(const State& state, const v1::Request& request, Instant recorded_at,
                       v1::TimeSource time_source, Instant ingested_at, const TimeZones& zones);

// The same, in place: for a resolution that lives in a record on an arena.
void ResolveInto(const State& state, const v1::Request& request, Instant recorded_at,
                 v1::TimeSource time_source, Instant ingested_at, const TimeZones& zones,
                 v1::Resolution& resolution);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_RESOLVE_H_
