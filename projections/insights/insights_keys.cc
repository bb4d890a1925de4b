#include "projections/insights/insights_keys.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "daybook/v1/insights_view.pb.h"
#include "ledger/base/strings.h"

namespace daybook {

const google::protobuf::Message* InsightsRowType(std::string_view key) {
  switch (static_cast<InsightsRow>(key.empty() ? '\0' : key.front())) {
    case InsightsRow::kProperty:
      return &v1::InsightsProperty::default_instance();
    case InsightsRow::kRoomType:
      return &v1::InsightsRoomType::default_instance();
    case InsightsRow::kBooking:
      return &v1::InsightsBooking::default_instance();
    case InsightsRow::kStays:
      return &v1::InsightsStays::default_instance();
    case InsightsRow::kNight:
      return &v1::InsightsNight::default_instance();
    case InsightsRow::kEnded:
      return &v1::InsightsEnded::default_instance();
    case InsightsRow::kChanges:
      return &v1::InsightsChanges::default_instance();
    case InsightsRow::kTurnaways:
      return &v1::InsightsTurnaways::default_instance();
  }
  return nullptr;
}

void InsightsKey::Begin() {
  if (!std::exchange(first_, false)) key_ += '\0';
}

InsightsKey& InsightsKey::Text(std::string_view part) {
  Begin();
  key_.append(part);
  return *this;
}

InsightsKey& InsightsKey::Date(int32_t yyyymmdd) {
  Begin();
  absl::StrAppend(&key_, absl::Dec(yyyymmdd, absl::kZeroPad8));
  return *this;
}

InsightsKey& InsightsKey::Month(int32_t yyyymm) {
  Begin();
  absl::StrAppend(&key_, absl::Dec(yyyymm, absl::kZeroPad6));
  return *this;
}

InsightsKey& InsightsKey::Code(int value) {
  Begin();
  absl::StrAppend(&key_, absl::Dec(value, absl::kZeroPad2));
  return *this;
}

std::string InsightsPrefix(InsightsRow row, std::string_view first_part) {
  return absl::StrCat(std::string(1, static_cast<char>(row)), ToAbsl(first_part),
                      std::string(1, '\0'));
}

std::vector<std::string> PartsOfInsightsKey(std::string_view key) {
  return absl::StrSplit(ToAbsl(key.substr(1)), '\0');
}

int32_t NumberOf(std::string_view part) {
  int32_t number = 0;
  return absl::SimpleAtoi(ToAbsl(part), &number) ? number : 0;
}

absl::Status ParseInsightsRow(std::string_view key, std::string_view value,
                              google::protobuf::Message& row) {
  if (row.ParseFromArray(value.data(), static_cast<int>(value.size()))) return absl::OkStatus();
  std::vector<std::string> parts = PartsOfInsightsKey(key);
  return absl::DataLossError(
      absl::StrCat("view insights: a row of ", parts.front(), " is damaged; rebuild the view"));
}

}  // namespace daybook
