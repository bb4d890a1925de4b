// A log of any length that takes no room: each record is made when it is read.
#ifndef DAYBOOK_TOOLS_BENCH_MADE_UP_RECORDS_H_
#define DAYBOOK_TOOLS_BENCH_MADE_UP_RECORDS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "ledger/log/record_source.h"

namespace daybook::bench {

// Bookings that are created, changed, checked in and checked out: four records each, spread over the
// log as they are over a year. Safe from any thread.
class MadeUpRecords : public RecordSource {
 public:
  explicit MadeUpRecords(uint64_t end) : end_(end) {}
  // Of which every id below this is a booking that is in the view at the end.
  uint64_t bookings() const { return end_ / 4; }
  static std::string BookingId(uint64_t number);

  uint64_t end() const override { return end_; }
  absl::Status Read(uint64_t from, uint64_t to, const RecordVisitor& visitor) const override;
  absl::StatusOr<uint64_t> WaitPast(uint64_t position, absl::Time deadline) const override;

 private:
  const uint64_t end_;
};

}  // namespace daybook::bench

#endif  // DAYBOOK_TOOLS_BENCH_MADE_UP_RECORDS_H_
