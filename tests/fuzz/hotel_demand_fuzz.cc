// The importer's file: whatever it holds, reading ends, rows that pass can be planned, and how the
// bytes come in makes no difference.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "tests/fuzz/fuzz.h"
#include "tests/tools/hotel_demand_csv.h"
#include "tools/import/csv_reader.h"
#include "tools/import/hotel_demand_file.h"
#include "tools/import/hotel_demand_plan.h"

namespace daybook::fuzz {
namespace {

struct Line {
  uint64_t number = 0;
  std::vector<std::string> fields;
  std::string problem;
  friend bool operator==(const Line&, const Line&) = default;
};

// As the reader sees it when the source gives `chunk` bytes at a time.
std::vector<Line> ReadAll(std::string_view text, size_t chunk, size_t max_record_bytes) {
  CsvReader reader(
      [&text, chunk](char* buffer, size_t capacity) -> absl::StatusOr<size_t> {
        const size_t got = std::min({chunk, capacity, text.size()});
        text.copy(buffer, got);
        text.remove_prefix(got);
        return got;
      },
      max_record_bytes);
  std::vector<Line> lines;
  while (true) {
    const absl::StatusOr<const CsvRecord*> record = reader.Next();
    Require(record.ok(), "only the source fails");
    if (*record == nullptr) return lines;
    Require((*record)->problem.empty() != (*record)->fields.empty(), "fields, or a problem");
    Require(lines.empty() || lines.back().number < (*record)->line, "lines go on");
    lines.push_back({(*record)->line,
                     {(*record)->fields.begin(), (*record)->fields.end()},
                     (*record)->problem});
  }
}

// ReadHotelDemand reads files by name: here one in memory.
absl::StatusOr<HotelDemandData> ReadAsFile(std::string_view bytes) {
  const int file = memfd_create("hotel-demand", MFD_CLOEXEC);
  Require(file >= 0 && write(file, bytes.data(), bytes.size()) == std::ssize(bytes),
          "there is a file in memory");
  absl::StatusOr<HotelDemandData> data =
      ReadHotelDemand("/proc/self/fd/" + std::to_string(file), 0, 8);
  close(file);
  return data;
}

void CheckFile(std::string_view bytes) {
  const absl::StatusOr<HotelDemandData> data = ReadAsFile(bytes);
  if (!data.ok()) {
    Require(absl::IsInvalidArgument(data.status()), "a file that is none is InvalidArgument");
    return;
  }
  Require(data->rows_read == data->rows.size() + data->bad_row_count, "a row is good or bad");
  Require((data->bad_row_count == 0) == data->bad_rows.empty() && data->bad_rows.size() <= 8,
          "bad rows are listed");
  for (const BadRow& bad_row : data->bad_rows) FormatBadRow(bad_row);
  for (const HotelDemandRow& row : data->rows) {
    Require(row.booked_on() <= row.arrival && row.arrival <= row.departure(), "time goes on");
    Require(row.status_date <= row.departure(), "a booking ends by its departure");
    Require(row.promoted_on() <= row.arrival, "who waits comes off the list in time");
  }
  const HotelDemandPlan plan = PlanHotelDemand(data->rows);
  Require(std::is_sorted(plan.steps.begin(), plan.steps.end()), "a plan is in the order of time");
}

// The first byte: whether the header comes before the rest, and how much the source gives at once.
void CheckInput(std::string_view input) {
  if (input.empty()) return;
  const auto flags = static_cast<uint8_t>(input[0]);
  std::string text = (flags & 0x80) == 0 ? DemandHeader() + "\n" : "";
  text += input.substr(1);
  for (const size_t max_record_bytes : {size_t{48}, CsvReader::kMaxRecordBytes}) {
    const std::vector<Line> whole = ReadAll(text, text.size() + 1, max_record_bytes);
    const std::vector<Line> parts = ReadAll(text, 1 + flags % 64, max_record_bytes);
    Require(whole == parts, "how the bytes come in makes no difference");
  }
  CheckFile(text);
}

void AddSeeds(std::vector<std::string>& seeds) {
  const std::vector<DemandRow> rows = {
      DemandRow(),
      DemandRow().Arrives("February", 29).Nights(3).Changes(2).Out("2016-03-02"),
      DemandRow().City().Waits(3).Reserved('C').Assigned('D').Cancelled("2016-06-09"),
      DemandRow().Lead(0).Set("children", "NA").Set("country", "NULL").NoShow("2016-06-11"),
      DemandRow().Set("adr", "-6.38").Set("company", "12").Set("lead_time", "1826"),
  };
  std::string all;
  for (const DemandRow& row : rows) {
    seeds.push_back(std::string(1, '\x07') + row.Line());
    all += row.Line() + "\n";
  }
  seeds.push_back(std::string(1, '\x01') + all);
  seeds.push_back(std::string(1, '\x80') + "\xEF\xBB\xBF" + DemandFile(rows));
  std::string quoted = "\"" + rows[0].Line() + "\"\r\n";
  for (size_t at = 0; (at = quoted.find(',', at)) != std::string::npos; at += 3) {
    quoted.replace(at, 1, "\",\"");
  }
  seeds.push_back(std::string(1, '\x05') + quoted);
  seeds.push_back(std::string(1, '\x83') + "a,\"b\"\"c\nd\",e\r\n\r\nf,g\"h\n\"i\"j,\"k\n");
}

}  // namespace
}  // namespace daybook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::fuzz::CheckInput(daybook::fuzz::AsText(data, size));
  return 0;
}

extern "C" void AddFuzzSeeds(std::vector<std::string>& seeds) { daybook::fuzz::AddSeeds(seeds); }
