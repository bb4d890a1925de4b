// What reading the past costs beside reading the present.
#ifndef DAYBOOK_TOOLS_BENCH_AS_OF_H_
#define DAYBOOK_TOOLS_BENCH_AS_OF_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace daybook::bench {

// Builds the view `bookings` from made-up logs of these lengths under `scratch`, and prints for each
// point reads, whole scans, and a list through an index, of the past as a multiple of the present:
// medians over `rounds`, measured in turn.
absl::Status MeasureAsOf(const std::string& scratch, const std::vector<uint64_t>& lengths,
                         int rounds);

}  // namespace daybook::bench

#endif  // DAYBOOK_TOOLS_BENCH_AS_OF_H_
