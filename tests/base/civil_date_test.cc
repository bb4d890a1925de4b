#include "ledger/base/civil_date.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <optional>
#include <string>
#include <unordered_map>

namespace daybook {
namespace {

bool IsLeap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysInMonth(int year, int month) {
  if (month == 2) return IsLeap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Walks through all dates of the range, one day after the other.
template <typename Visit>
void ForEachDay(Visit visit) {
  int32_t days = 0;
  for (int year = 1900; year < 1970; ++year) days -= IsLeap(year) ? 366 : 365;
  for (int year = 1900; year <= 2199; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= DaysInMonth(year, month); ++day) visit(year, month, day, days++);
    }
  }
}

TEST(CivilDate, AgreesWithCountingTheDaysOverTheWholeRange) {
  int visited = 0;
  ForEachDay([&](int year, int month, int day, int32_t days) {
    const int32_t ymd = year * 10'000 + month * 100 + day;
    char text[32];
    std::snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
    const std::optional<CivilDate> date = CivilDate::FromYmd(ymd);
    ASSERT_TRUE(date.has_value()) << text;
    ASSERT_EQ(date->days(), days) << text;
    ASSERT_EQ(date->ymd(), ymd) << text;
    ASSERT_EQ(date->ToString(), text);
    ASSERT_EQ(CivilDate::Parse(text), date) << text;
    ASSERT_EQ(CivilDate::FromDays(days), *date) << text;
    ++visited;
  });
  EXPECT_EQ(visited, 109'573);  // 300 years with 73 leap days
}

TEST(CivilDate, IsMadeOfNoNumberThatIsNotADate) {
  std::unordered_map<int32_t, int32_t> days_of;
  ForEachDay([&](int year, int month, int day, int32_t days) {
    days_of[year * 10'000 + month * 100 + day] = days;
  });
  for (int32_t ymd = 18'990'000; ymd <= 22'010'000; ++ymd) {
    ASSERT_EQ(CivilDate::FromYmd(ymd).has_value(), days_of.count(ymd) == 1) << ymd;
  }
  for (const int32_t ymd : {0, 1, -1, -20'260'329, 2026, 2'147'483'647, -2'147'483'647 - 1}) {
    EXPECT_FALSE(CivilDate::FromYmd(ymd).has_value()) << ymd;
  }
}

TEST(CivilDate, IsTheEpochByDefault) {
  EXPECT_EQ(CivilDate().days(), 0);
  EXPECT_EQ(CivilDate().ToString(), "1970-01-01");
}

TEST(CivilDate, CountsNightsAcrossLeapDaysAndYears) {
  const CivilDate arrival = *CivilDate::Parse("2027-12-30");
  const CivilDate departure = *CivilDate::Parse("2028-03-01");
  EXPECT_EQ(departure - arrival, 62);
  EXPECT_EQ(arrival + 62, departure);
  EXPECT_EQ(departure - 62, arrival);
  EXPECT_LT(arrival, departure);
}

TEST(CivilDate, IsNotParsedFromAnythingButTenCharacters) {
  for (const char* text :
       {"", "2026-3-29", "2026-03-29 ", " 2026-03-29", "20260329", "2026/03/29", "2026-03-2x",
        "2026-02-29", "2026-13-01", "2026-00-10", "2026-10-00", "1899-12-31", "2200-01-01",
        "-026-03-29", "+026-03-29", "2026-+3-29", "2026-03--9"}) {
    EXPECT_FALSE(CivilDate::Parse(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace daybook
