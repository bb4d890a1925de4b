// The floor under each benchmark: what RocksDB and protobuf alone need for the same bytes.
#ifndef DAYBOOK_TOOLS_BENCH_FLOORS_H_
#define DAYBOOK_TOOLS_BENCH_FLOORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/log/record_source.h"

namespace daybook::bench {

// Appends the records to a fresh RocksDB in `dir`, `per_batch` a synced WriteBatch, keys 8 bytes
// big-endian, with plain options of the same sizes that the log uses. Gives the seconds of the
// writes alone.
absl::StatusOr<double> RawAppendSeconds(const std::string& dir,
                                        const std::vector<std::string>& records,
                                        uint64_t per_batch);

// Scans that RocksDB and parses each value in full as a v1::Record on an arena, one thread. Gives
// seconds.
absl::StatusOr<double> RawScanAndParseSeconds(const std::string& dir);

// All record bytes of a log.
absl::StatusOr<std::vector<std::string>> AllRecords(const RecordSource& source);

// Peak resident memory of this process since ResetPeak, in MiB.
void ResetPeak();
double PeakMiB();

}  // namespace daybook::bench

#endif  // DAYBOOK_TOOLS_BENCH_FLOORS_H_
