#include "tools/import/hotel_demand_file.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "tools/import/csv_reader.h"
#include "tools/import/input_file.h"

namespace daybook {
namespace {

constexpr size_t kDrainBytes = 64 * 1024;

absl::Status ReadRows(CsvReader& reader, const std::string& path, uint64_t limit_rows,
                      size_t max_listed_bad_rows, HotelDemandData& data) {
  DAYBOOK_ASSIGN_OR_RETURN(const CsvRecord* header, reader.Next());
  if (header == nullptr) return absl::InvalidArgumentError(absl::StrCat(path, " is empty"));
  const absl::StatusOr<HotelDemandRowParser> parser = HotelDemandRowParser::ForHeader(*header);
  if (!parser.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is ", parser.status().message()));
  }
  std::vector<BadRow> problems;
  while (true) {
    DAYBOOK_ASSIGN_OR_RETURN(const CsvRecord* record, reader.Next());
    if (record == nullptr) return absl::OkStatus();
    if (limit_rows != 0 && data.rows_read == limit_rows) {
      data.limited = true;
      return absl::OkStatus();
    }
    ++data.rows_read;
    problems.clear();
    if (const std::optional<HotelDemandRow> row = parser->Parse(*record, problems)) {
      data.rows.push_back(*row);
      continue;
    }
    ++data.bad_row_count;
    const size_t room = max_listed_bad_rows - data.bad_rows.size();
    const auto listed =
        problems.begin() + static_cast<std::ptrdiff_t>(std::min(room, problems.size()));
    data.bad_rows.insert(data.bad_rows.end(), std::make_move_iterator(problems.begin()),
                         std::make_move_iterator(listed));
  }
}

}  // namespace

absl::StatusOr<HotelDemandData> ReadHotelDemand(const std::string& path, uint64_t limit_rows,
                                                size_t max_listed_bad_rows) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<InputFile> file, InputFile::Open(path));
  Sha256 sha256;
  const CsvReader::Source source = [&file, &sha256](char* buffer,
                                                    size_t capacity) -> absl::StatusOr<size_t> {
    DAYBOOK_ASSIGN_OR_RETURN(const size_t got, file->Read(buffer, capacity));
    sha256.Update(std::string_view(buffer, got));
    return got;
  };
  HotelDemandData data;
  CsvReader reader(source);
  DAYBOOK_RETURN_IF_ERROR(ReadRows(reader, path, limit_rows, max_listed_bad_rows, data));
  // The file is named by all of its content, read as rows or not.
  std::vector<char> rest(kDrainBytes);
  while (true) {
    DAYBOOK_ASSIGN_OR_RETURN(const size_t got, source(rest.data(), rest.size()));
    if (got == 0) break;
  }
  data.file_sha256 = sha256.Finish();
  return data;
}

}  // namespace daybook
