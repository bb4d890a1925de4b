#include "projections/availability/availability_rows.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

constexpr absl::string_view kEndOfPart("\0", 1);
constexpr size_t kNightDigits = 8;

std::string Key(char kind, std::string_view id) {
  return absl::StrCat(absl::string_view(&kind, 1), ToAbsl(id));
}

}  // namespace

std::string PropertyRowKey(std::string_view property_id) { return Key(kPropertyRows, property_id); }

std::string RoomTypeRowPrefix(std::string_view property_id) {
  return absl::StrCat(Key(kRoomTypeRows, property_id), kEndOfPart);
}

std::string RoomTypeRowKey(std::string_view property_id, std::string_view room_type_id) {
  return absl::StrCat(RoomTypeRowPrefix(property_id), ToAbsl(room_type_id));
}

std::string BookingRowKey(std::string_view booking_id) { return Key(kBookingRows, booking_id); }

std::string NightRowPrefix(std::string_view property_id, std::string_view room_type_id) {
  return absl::StrCat(Key(kNightRows, property_id), kEndOfPart, ToAbsl(room_type_id), kEndOfPart);
}

void AppendNight(int32_t yyyymmdd, std::string& prefix) {
  absl::StrAppend(&prefix, absl::Dec(yyyymmdd, absl::kZeroPad8));
}

void AppendMonth(int32_t yyyymm, std::string& prefix) {
  absl::StrAppend(&prefix, absl::Dec(yyyymm, absl::kZeroPad6));
}

int32_t NightOfRow(std::string_view key) {
  int32_t yyyymmdd = 0;
  if (key.size() < kNightDigits ||
      !absl::SimpleAtoi(ToAbsl(key.substr(key.size() - kNightDigits)), &yyyymmdd)) {
    return 0;
  }
  return yyyymmdd;
}

absl::Status ParseRow(std::string_view key, std::string_view value,
                      google::protobuf::Message& row) {
  if (row.ParseFromArray(value.data(), static_cast<int>(value.size()))) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("view availability: row ",
                                          absl::StrReplaceAll(ToAbsl(key), {{kEndOfPart, " "}}),
                                          " is damaged; rebuild the view"));
}

}  // namespace daybook
