// A local calendar date (proleptic Gregorian), 1900-01-01 to 2199-12-31. In the schema a date is an
// int32 that reads as yyyymmdd.
#ifndef DAYBOOK_LEDGER_BASE_CIVIL_DATE_H_
#define DAYBOOK_LEDGER_BASE_CIVIL_DATE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daybook {

class CivilDate {
 public:
  constexpr CivilDate() = default;  // 1970-01-01
  // nullopt where yyyymmdd is not a date in the range.
  static std::optional<CivilDate> FromYmd(int32_t yyyymmdd);
  // Days since 1970-01-01. The caller vouches for the range.
  static constexpr CivilDate FromDays(int32_t days) { return CivilDate(days); }
  // "2026-03-29"; nullopt otherwise.
  static std::optional<CivilDate> Parse(std::string_view text);

  constexpr int32_t days() const { return days_; }
  int32_t ymd() const;
  std::string ToString() const;  // 2026-03-29

  constexpr CivilDate operator+(int32_t days) const { return CivilDate(days_ + days); }
  constexpr CivilDate operator-(int32_t days) const { return CivilDate(days_ - days); }
  friend constexpr int32_t operator-(CivilDate a, CivilDate b) { return a.days_ - b.days_; }
  friend constexpr auto operator<=>(CivilDate, CivilDate) = default;

 private:
  explicit constexpr CivilDate(int32_t days) : days_(days) {}
  int32_t days_ = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_BASE_CIVIL_DATE_H_
