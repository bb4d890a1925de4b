// Several views in one process: brought up to date by one scan of the log, followed live, replaced
// when their version changes, read at a position of the reader's choosing.
//
//   std::vector<std::unique_ptr<daybook::Projection>> projections;
//   projections.push_back(daybook::NewBookingsProjection());
//   DAYBOOK_ASSIGN_OR_RETURN(auto host, daybook::ProjectionHost::Open(
//       dir, std::move(projections), ledger->records(), {}));
//   DAYBOOK_RETURN_IF_ERROR(host->Start());
//   ...                                                        // a receipt of position p, then:
//   DAYBOOK_ASSIGN_OR_RETURN(auto reading, host->Read("bookings", p + 1, deadline));
//   daybook::GetBooking(*reading.snapshot, id);                // sees the write
//
// Blue/green: a view whose version is not the one on disk is built beside it. Readers read the old
// one until the new one has reached it, then the new one, at once; then the old one is dropped. A
// projection registered in two versions is followed in both until then; registered in the new one
// only, the old one answers as of where it stopped, and says so. What a crash leaves is tidied by
// the next Open (view_directory.h).
#ifndef DAYBOOK_PROJECTIONS_HOST_H_
#define DAYBOOK_PROJECTIONS_HOST_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ledger/log/record_source.h"
#include "projections/projection.h"
#include "projections/runner.h"
#include "projections/view_store.h"

namespace daybook {

struct HostOptions {
  // Records that the slowest view may be behind the log's end before the writer is slowed; 0: any.
  // Views that have stopped, and new versions under construction, don't count.
  uint64_t max_lag = 0;
  // How the writer is slowed: called with the position it may not pass, whenever that changes (it
  // grows, but for a view that joins behind the others), and with the largest number when following
  // ends. Ledger::LimitAppends; must be given with max_lag. From any thread of the host and in
  // Start, one call at a time.
  std::function<void(uint64_t end)> limit_appends;
};

// What a reader gets, and how old it is.
struct Reading {
  std::unique_ptr<ViewSnapshot> snapshot;  // keeps its store open; may outlive the host
  uint64_t position = 0;                   // records applied
  uint64_t log_end = 0;                    // records there were at that moment
  // Since the view was last seen at the log's end; 0: it is there; infinite: not since Open.
  absl::Duration staleness;
};

struct ViewStatus {
  std::string name;
  int version = 0;  // that readers get; 0: none yet
  uint64_t position = 0;
  uint64_t lag = 0;          // records the log is ahead
  int building_version = 0;  // 0: none
  uint64_t building_position = 0;
  absl::Status stopped;  // why it no longer follows: which record, why, how to go on; OK: it does
};

// All calls from any thread unless said otherwise.
class ProjectionHost {
 public:
  // `records` outlives the host. InvalidArgument: two projections of one name and version, or a bad
  // name. FailedPrecondition: another process writes one of the views. A view that is damaged or was
  // built from another log is built anew, as a new version is.
  static absl::StatusOr<std::unique_ptr<ProjectionHost>> Open(
      const std::string& dir, std::vector<std::unique_ptr<Projection>> projections,
      const RecordSource& records, const HostOptions& options);
  // Stops, and gives the views back.
  virtual ~ProjectionHost() = default;

  // Brings every view to `to` with one scan from the least of their positions, building what is not
  // there. Not while following. Cancelled: what was done is kept, and the next call goes on from
  // there. A view that stops does not stop the others: the first such status is returned when they
  // are done.
  virtual absl::Status CatchUp(uint64_t to, const RunOptions& options) = 0;

  // Follows the log in threads of the host until Stop. FailedPrecondition: it does already.
  virtual absl::Status Start() = 0;
  // After the present commits. Idempotent.
  virtual void Stop() = 0;

  // The view once it is at or past `position` (0: as it is). DeadlineExceeded says how far it is;
  // NotFound: no such view; Unavailable: there is no version to read yet; else the status that
  // stopped it, when it can't get there.
  virtual absl::StatusOr<Reading> Read(std::string_view name, uint64_t position,
                                       absl::Time deadline) = 0;
  // As Read, then as of the first `as_of` records.
  virtual absl::StatusOr<Reading> ReadAsOf(std::string_view name, uint64_t as_of,
                                           absl::Time deadline) = 0;

  virtual std::vector<ViewStatus> status() const = 0;  // in the order given to Open
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_HOST_H_
