// The hotel that the targets about requests and rows begin with: the standard one
// (tests/support/requests.h), with a booking in every status.
#ifndef DAYBOOK_TESTS_FUZZ_SMALL_HOTEL_H_
#define DAYBOOK_TESTS_FUZZ_SMALL_HOTEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/domain/state.h"

namespace daybook::fuzz {

// Decides the request as the engine would, without applying it. Ends the program where deciding
// twice gives two outcomes.
v1::Record Judge(const State& state, uint64_t position, const v1::Request& request, Instant now);

// Requests that are all accepted, in this order, at SmallHotelOpened(): bookings b1 to b7.
std::vector<v1::Request> SmallHotel();
Instant SmallHotelOpened();

// The rows of the state after them, all with a value.
const std::vector<StateRow>& SmallHotelRows();
// Position of the next record.
uint64_t SmallHotelEnd();

}  // namespace daybook::fuzz

#endif  // DAYBOOK_TESTS_FUZZ_SMALL_HOTEL_H_
