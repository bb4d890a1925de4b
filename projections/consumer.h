// Following the log record by record: pulled, or called back in a thread; under a name that remembers
// how far it came, or without one.
//
//   DIR/consumers/NAME       position (8 bytes little-endian), SHA-256 of the record before it (32),
//                            CRC-32C of both (4); replaced whole, durably
//   DIR/consumers/NAME.lock  held by whoever consumes under the name
#ifndef DAYBOOK_PROJECTIONS_CONSUMER_H_
#define DAYBOOK_PROJECTIONS_CONSUMER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daybook/v1/record.pb.h"
#include "ledger/log/record_source.h"

namespace daybook {

// A place in the log that survives the process. Records are delivered at least once: those after the
// last Commit are delivered again after a crash. One thread.
class Consumer {
 public:
  // `name`: [a-z0-9_-]{1,64}. Begins at 0 where the name is new. `records` outlives it.
  // FailedPrecondition: another holder consumes under the name, or it has consumed another log.
  // DataLoss: its file is damaged.
  static absl::StatusOr<std::unique_ptr<Consumer>> Open(const std::string& dir,
                                                        std::string_view name,
                                                        const RecordSource& records);
  // Names there are in DIR, sorted.
  static absl::StatusOr<std::vector<std::string>> Names(const std::string& dir);
  ~Consumer();

  uint64_t position() const;   // of the next record to be delivered
  uint64_t committed() const;  // durable

  // Up to `max` records from position() on, as soon as there is one; moves position() past them.
  // DeadlineExceeded; Cancelled: the log was closed.
  absl::StatusOr<std::vector<v1::Record>> Pull(size_t max, absl::Time deadline);
  // What was delivered is done. Durable on return.
  absl::Status Commit();
  // Delivers again from `position` on, at most records.end(). OutOfRange.
  absl::Status Seek(uint64_t position);

 private:
  struct Impl;
  explicit Consumer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Calls `visitor` with each record from `from` on, in order, in a thread of its own, until destroyed,
// until the log is closed, or until `visitor` returns a status that is not OK.
class RecordSubscription {
 public:
  using Visitor = std::function<absl::Status(const v1::Record& record)>;
  // `records` outlives it.
  RecordSubscription(const RecordSource& records, uint64_t from, Visitor visitor);
  ~RecordSubscription();        // after the present record
  uint64_t position() const;    // of the next record. Any thread
  absl::Status status() const;  // why it ended; OK: it goes on. Any thread

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_CONSUMER_H_
