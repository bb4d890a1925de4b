// Keys of the rows of the view `insights` (insights_view.h). Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_INSIGHTS_INSIGHTS_KEYS_H_
#define DAYBOOK_PROJECTIONS_INSIGHTS_INSIGHTS_KEYS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace daybook {

enum class InsightsRow : char {
  kProperty = 'p',
  kRoomType = 'r',
  kBooking = 'b',
  kStays = 's',
  kNight = 'n',
  kEnded = 'e',
  kChanges = 'c',
  kTurnaways = 't',
};

// The message that rows of this key hold; null: there are none.
const google::protobuf::Message* InsightsRowType(std::string_view key);

// A key in parts.
class InsightsKey {
 public:
  explicit InsightsKey(InsightsRow row) : key_(1, static_cast<char>(row)) {}
  InsightsKey& Text(std::string_view part);
  InsightsKey& Date(int32_t yyyymmdd);  // 8 digits
  InsightsKey& Month(int32_t yyyymm);   // 6 digits
  InsightsKey& Code(int value);         // 2 digits
  std::string Take() { return std::move(key_); }

 private:
  void Begin();
  std::string key_;
  bool first_ = true;
};

// What all keys begin with that have this first part and another one behind it.
std::string InsightsPrefix(InsightsRow row, std::string_view first_part);
// Behind the letter.
std::vector<std::string> PartsOfInsightsKey(std::string_view key);
// 0 where the part is no number.
int32_t NumberOf(std::string_view part);

// DataLoss.
absl::Status ParseInsightsRow(std::string_view key, std::string_view value,
                              google::protobuf::Message& row);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_INSIGHTS_INSIGHTS_KEYS_H_
