// Reading and checking a whole file of hotel booking demand data.
#ifndef DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_FILE_H_
#define DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ledger/base/sha256.h"
#include "tools/import/hotel_demand_row.h"

namespace daybook {

struct HotelDemandData {
  std::vector<HotelDemandRow> rows;  // the good ones, by line
  uint64_t rows_read = 0;            // bad ones included
  bool limited = false;              // there are more rows than limit_rows
  uint64_t bad_row_count = 0;
  std::vector<BadRow> bad_rows;  // what is wrong, by line; at most max_listed_bad_rows
  Hash file_sha256{};            // of the whole unpacked content, whatever the limit
};

// Reads the first limit_rows rows (0: all). NotFound, InvalidArgument, PermissionDenied, Internal
// as InputFile and HotelDemandRowParser::ForHeader. Bad rows are no error here.
absl::StatusOr<HotelDemandData> ReadHotelDemand(const std::string& path, uint64_t limit_rows,
                                                size_t max_listed_bad_rows);

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_IMPORT_HOTEL_DEMAND_FILE_H_
