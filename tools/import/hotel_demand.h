// Imports the "hotel booking demand" data: each row becomes a booking of the ledger, made, changed
// and ended by requests that go through the same front door as any other, in the order of time,
// with provenance (file and line).
//
//   daybook::ImportOptions options;
//   options.file = "hotel_bookings.csv.gz";
//   options.dir = "book";
//   DAYBOOK_ASSIGN_OR_RETURN(daybook::ImportReport report, daybook::ImportHotelDemand(options));
//
// Nothing that the data does not hold is made up, but for what a ledger can't be without, and that
// is said: the capacity of each room type is the data's own peak of bookings alive for one night
// (later cancelled ones included).
#ifndef DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_H_
#define DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/ledger.h"
#include "tools/import/hotel_demand_row.h"

namespace daybook {

struct ImportOptions {
  std::string file;  // plain or gzip
  std::string dir;   // of the ledger: made if need be, or an interrupted import of the same file
  uint64_t limit_rows = 0;     // the first rows of the file only; 0: all
  bool skip_bad_rows = false;  // import the others
  // Of requests; on the caller's thread; may be empty.
  std::function<void(uint64_t done, uint64_t total)> progress;
  // True: stop soon, so that a later run can go on; may be null.
  const std::atomic<bool>* cancel = nullptr;
  LedgerOptions ledger;
};

// Bad rows are listed up to here, and all counted.
inline constexpr size_t kMaxListedBadRows = 1000;

struct RoomTypeCapacity {
  std::string property_id;
  std::string room_type_id;
  int32_t rooms = 0;
};

struct ImportReport {
  uint64_t rows = 0;  // read, bad ones included
  uint64_t bookings = 0;
  uint64_t requests = 0;    // all of the import's own: definitions, bookings, rolls
  uint64_t accepted = 0;    // this time or before
  uint64_t declined = 0;    // always 0 in a report: a decline ends the import
  uint64_t duplicates = 0;  // of the accepted: there already from an interrupted run
  uint64_t promotions = 0;
  uint64_t changes = 0;
  uint64_t assignments = 0;
  uint64_t check_outs = 0;
  uint64_t cancellations = 0;
  uint64_t no_shows = 0;
  uint64_t rolls = 0;
  uint64_t batches = 0;                      // synced writes, this time
  uint64_t forced = 0;                       // decisions that override a policy
  std::vector<RoomTypeCapacity> capacities;  // by property, then room type
  uint64_t bad_row_count = 0;                // rows that were skipped
  std::vector<BadRow> bad_rows;   // what is wrong with them, by line; at most kMaxListedBadRows
  bool resumed = false;           // an interrupted import was gone on with
  bool already_complete = false;  // the ledger held all of this import before; nothing was done
  std::string file_sha256;        // of the unpacked content, 64 hexadecimal digits
};

// Blocks until every request is durable. Errors:
//   InvalidArgument     the file is not such data, or has bad rows (all counted, the first ones listed in
//                       the message) and skip_bad_rows is not set; nothing was imported, dir was not touched
//   NotFound            no such file
//   FailedPrecondition  the ledger holds something else, or the interrupted import of another file or
//                       of other options
//   Cancelled           `cancel` was set; run again to go on
//   Internal            a request was declined: line, request and reasons are named. The plan is at
//                       fault, not the data
//   others              of the ledger (ledger.h); run again to go on
absl::StatusOr<ImportReport> ImportHotelDemand(const ImportOptions& options);

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_H_
