#include "projections/as_of.h"

#include <string_view>

#include "daybook/v1/record.pb.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/times.h"
#include "ledger/log/record_codec.h"

namespace daybook {
namespace {

// A record whose time counts, or the end.
struct Probe {
  uint64_t position = 0;
  Instant recorded_at = Instant::Max();
};

// The first one at or after `position`. The ledger's own come in runs of a few.
absl::StatusOr<Probe> ProbeFrom(const RecordSource& records, uint64_t position, uint64_t end) {
  v1::Record record;
  for (; position < end; ++position) {
    DAYBOOK_RETURN_IF_ERROR(
        records.Read(position, position + 1, [&record](uint64_t at, std::string_view bytes) {
          return DecodeRecord(at, bytes, record);
        }));
    if (!IsAboutTheLedger(record.request())) {
      return Probe{position, ToInstant(record.resolution().recorded_at())};
    }
  }
  return Probe{end, Instant::Max()};
}

}  // namespace

absl::StatusOr<uint64_t> PositionAtInstant(const RecordSource& records, Instant instant) {
  const uint64_t end = records.end();
  uint64_t low = 0;     // every record before it counts as before the instant, or at it
  uint64_t high = end;  // no record from here on does
  while (low < high) {
    DAYBOOK_ASSIGN_OR_RETURN(const Probe probe, ProbeFrom(records, low + (high - low) / 2, high));
    if (probe.recorded_at > instant) {
      high = low + (high - low) / 2;
    } else {
      low = probe.position + 1;
    }
  }
  return low;
}

}  // namespace daybook
