#include "tools/daybook/channel_list.h"

#include <fstream>
#include <optional>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/csv_table.h"

namespace daybook::cli {
namespace {

std::optional<CivilDate> ParseDate(std::string_view text) {
  if (const auto date = CivilDate::Parse(text)) return date;
  int32_t ymd = 0;
  if (!absl::SimpleAtoi(ToAbsl(text), &ymd)) return std::nullopt;
  return CivilDate::FromYmd(ymd);
}

// `get` gives the text of a column.
template <typename Get>
absl::StatusOr<ChannelsBooking> ReadBooking(const std::string& place, const Get& get) {
  const auto wrong = [&](std::string_view column, std::string_view what) {
    return absl::InvalidArgumentError(
        absl::StrCat(place, ": ", ToAbsl(column), " '", get(column), "' is no ", ToAbsl(what)));
  };
  ChannelsBooking booking;
  booking.booking_id = get("booking_id");
  if (!IsValidId(booking.booking_id)) return wrong("booking_id", "id");
  const auto arrival = ParseDate(get("arrival"));
  if (!arrival) return wrong("arrival", "date");
  const auto departure = ParseDate(get("departure"));
  if (!departure) return wrong("departure", "date");
  const auto status = ParseStatus(get("status"));
  if (!status) return wrong("status", "status of a booking");
  booking.arrival = arrival->ymd();
  booking.departure = departure->ymd();
  booking.status = *status;
  return booking;
}

std::string TextOf(const google::protobuf::Struct& object, std::string_view name) {
  const auto found = object.fields().find(std::string(name));
  if (found == object.fields().end()) return "";
  const google::protobuf::Value& value = found->second;
  // A date as a number.
  if (value.kind_case() == google::protobuf::Value::kNumberValue) {
    return absl::StrCat(static_cast<int64_t>(value.number_value()));
  }
  return value.string_value();
}

absl::StatusOr<std::vector<ChannelsBooking>> ReadJsonLines(const std::string& path,
                                                           std::ifstream& file) {
  std::vector<ChannelsBooking> bookings;
  uint64_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    const std::string place = absl::StrCat(path, ", line ", number);
    google::protobuf::Struct object;
    if (!google::protobuf::util::JsonStringToMessage(line, &object).ok()) {
      return absl::InvalidArgumentError(absl::StrCat(place, ": no JSON object"));
    }
    DAYBOOK_ASSIGN_OR_RETURN(
        ChannelsBooking booking,
        ReadBooking(place, [&](std::string_view column) { return TextOf(object, column); }));
    bookings.push_back(std::move(booking));
  }
  return bookings;
}

absl::StatusOr<std::vector<ChannelsBooking>> ReadCsv(const std::string& path) {
  DAYBOOK_ASSIGN_OR_RETURN(const CsvTable table,
                           CsvTable::Read(path, {"booking_id", "arrival", "departure", "status"}));
  std::vector<ChannelsBooking> bookings;
  for (const CsvTable::Row& row : table.rows()) {
    DAYBOOK_ASSIGN_OR_RETURN(
        ChannelsBooking booking,
        ReadBooking(absl::StrCat(path, ", line ", row.line),
                    [&](std::string_view column) { return std::string(table.Get(row, column)); }));
    bookings.push_back(std::move(booking));
  }
  return bookings;
}

}  // namespace

absl::StatusOr<std::vector<ChannelsBooking>> ReadChannelList(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("there is no file ", path));
  while (absl::ascii_isspace(static_cast<unsigned char>(file.peek()))) file.get();
  if (file.peek() != '{') return ReadCsv(path);
  file.seekg(0);
  return ReadJsonLines(path, file);
}

}  // namespace daybook::cli
