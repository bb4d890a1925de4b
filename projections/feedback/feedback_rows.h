// The letters of feedback_view.h's own rows and index. Internal to the view.
#ifndef DAYBOOK_PROJECTIONS_FEEDBACK_FEEDBACK_ROWS_H_
#define DAYBOOK_PROJECTIONS_FEEDBACK_FEEDBACK_ROWS_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace daybook {

inline constexpr char kFeedbackDayRow = '0';
inline constexpr char kCaseDayRow = '1';
inline constexpr char kStaffRow = '2';
inline constexpr char kOpenCaseIndex = 'c';

// <property id> 00, or nothing: the beginning of all keys of a property.
std::string PropertyPrefix(std::string_view property_id);
// <property id> 00 <yyyymmdd> 00 <id>
std::string DayKey(std::string_view property_id, int32_t yyyymmdd, std::string_view id);
// The parts of it; the views live as long as the key. Keys of a view's rows are such.
struct DayKeyParts {
  std::string_view property_id;
  int32_t yyyymmdd = 0;
};
DayKeyParts PartsOf(std::string_view day_key);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_FEEDBACK_FEEDBACK_ROWS_H_
