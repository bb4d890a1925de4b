#include "ledger/base/civil_date.h"

#include <chrono>
#include <cstddef>

namespace daybook {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2199;

// nullopt where the text is not all digits.
std::optional<int32_t> ParseDigits(std::string_view digits) {
  int32_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

void WriteDigits(int32_t value, size_t width, char* end) {
  for (size_t i = 0; i < width; ++i) {
    *--end = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

}  // namespace

std::optional<CivilDate> CivilDate::FromYmd(int32_t yyyymmdd) {
  const int32_t year = yyyymmdd / 10'000;
  if (yyyymmdd < 0 || year < kFirstYear || year > kLastYear) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(yyyymmdd / 100 % 100)},
      std::chrono::day{static_cast<unsigned>(yyyymmdd % 100)}};
  if (!date.ok()) return std::nullopt;
  return CivilDate(static_cast<int32_t>(std::chrono::sys_days{date}.time_since_epoch().count()));
}

std::optional<CivilDate> CivilDate::Parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::optional<int32_t> year = ParseDigits(text.substr(0, 4));
  const std::optional<int32_t> month = ParseDigits(text.substr(5, 2));
  const std::optional<int32_t> day = ParseDigits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return FromYmd(*year * 10'000 + *month * 100 + *day);
}

int32_t CivilDate::ymd() const {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days_}}};
  return static_cast<int>(date.year()) * 10'000 +
         static_cast<int32_t>(static_cast<unsigned>(date.month())) * 100 +
         static_cast<int32_t>(static_cast<unsigned>(date.day()));
}

std::string CivilDate::ToString() const {
  const int32_t date = ymd();
  std::string text = "0000-00-00";
  WriteDigits(date / 10'000, 4, text.data() + 4);
  WriteDigits(date / 100 % 100, 2, text.data() + 7);
  WriteDigits(date % 100, 2, text.data() + 10);
  return text;
}

}  // namespace daybook
