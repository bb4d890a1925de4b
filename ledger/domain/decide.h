// Accept or decline. Pure: no I/O, no clock, no randomness, no locale, no look at personal data, no
// floating point. All reasons of the first phase that finds any are given at once: form, identity,
// state, policy (types.proto).
#ifndef DAYBOOK_LEDGER_DOMAIN_DECIDE_H_
#define DAYBOOK_LEDGER_DOMAIN_DECIDE_H_

#include "daybook/v1/record.pb.h"
#include "ledger/domain/state.h"

namespace daybook {

// Raised whenever the same request in the same state may get another outcome.
inline constexpr int kDeciderVersion = 4;

// accepted or declined, never conflict (that is about ids, and the engine's).
v1::Outcome Decide(const State& state, const v1::Request& request,
                   const v1::Resolution& resolution);
// The same, in place: for an outcome that lives in a record on an arena.
void DecideInto(const State& state, const v1::Request& request, const v1::Resolution& resolution,
                v1::Outcome& outcome);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_DECIDE_H_
