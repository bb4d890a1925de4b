#include "ledger/base/time_zones.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace daybook {
namespace {

std::string Resolved(std::string_view zone, std::string_view date, int32_t minute_of_day) {
  const absl::StatusOr<Instant> instant =
      SystemTimeZones().Resolve(zone, *CivilDate::Parse(date), minute_of_day);
  return instant.ok() ? FormatInstant(*instant) : instant.status().ToString();
}

std::string DateIn(std::string_view zone, std::string_view instant) {
  const absl::StatusOr<CivilDate> date = SystemTimeZones().LocalDate(zone, *ParseInstant(instant));
  return date.ok() ? date->ToString() : date.status().ToString();
}

TEST(TimeZones, ResolveAnOrdinaryLocalTimeInWinterAndSummer) {
  EXPECT_EQ(Resolved("Europe/Berlin", "2026-01-15", 18 * 60), "2026-01-15T17:00:00Z");
  EXPECT_EQ(Resolved("Europe/Berlin", "2026-07-15", 18 * 60), "2026-07-15T16:00:00Z");
  EXPECT_EQ(Resolved("Asia/Shanghai", "2026-07-15", 18 * 60), "2026-07-15T10:00:00Z");
  EXPECT_EQ(Resolved("Asia/Kolkata", "2026-07-15", 0), "2026-07-14T18:30:00Z");
  EXPECT_EQ(Resolved("America/New_York", "2026-12-31", 23 * 60 + 59), "2027-01-01T04:59:00Z");
  EXPECT_EQ(Resolved("UTC", "1900-01-01", 0), "1900-01-01T00:00:00Z");
}

// At 01:00Z clocks in Berlin go from 02:00 to 03:00, in Lisbon from 01:00 to 02:00.
TEST(TimeZones, ReadALocalTimeInTheGapWithTheOffsetBeforeIt) {
  EXPECT_EQ(Resolved("Europe/Berlin", "2026-03-29", 119), "2026-03-29T00:59:00Z");
  EXPECT_EQ(Resolved("Europe/Berlin", "2026-03-29", 120), "2026-03-29T01:00:00Z");
  EXPECT_EQ(Resolved("Europe/Berlin", "2026-03-29", 150), "2026-03-29T01:30:00Z");
  EXPECT_EQ(Resolved("Europe/Berlin", "2026-03-29", 180), "2026-03-29T01:00:00Z");
  EXPECT_EQ(Resolved("Europe/Lisbon", "2026-03-29", 59), "2026-03-29T00:59:00Z");
  EXPECT_EQ(Resolved("Europe/Lisbon", "2026-03-29", 90), "2026-03-29T01:30:00Z");
  EXPECT_EQ(Resolved("Europe/Lisbon", "2026-03-29", 120), "2026-03-29T01:00:00Z");
}

// At 01:00Z clocks in Berlin go from 03:00 back to 02:00, in Lisbon from 02:00 back to 01:00.
TEST(TimeZones, ReadALocalTimeThatComesTwiceAsTheFirst) {
  EXPECT_EQ(Resolved("Europe/Berlin", "2026-10-25", 150), "2026-10-25T00:30:00Z");
  EXPECT_EQ(Resolved("Europe/Berlin", "2026-10-25", 180), "2026-10-25T02:00:00Z");
  EXPECT_EQ(Resolved("Europe/Lisbon", "2026-10-25", 90), "2026-10-25T00:30:00Z");
  EXPECT_EQ(Resolved("Europe/Lisbon", "2026-10-25", 120), "2026-10-25T02:00:00Z");
}

// Samoa went from the 29th to the 31st of December 2011.
TEST(TimeZones, ReadADayThatDidNotTakePlaceWithTheOffsetBeforeIt) {
  EXPECT_EQ(Resolved("Pacific/Apia", "2011-12-29", 720), "2011-12-29T22:00:00Z");
  EXPECT_EQ(Resolved("Pacific/Apia", "2011-12-30", 720), "2011-12-30T22:00:00Z");
  EXPECT_EQ(Resolved("Pacific/Apia", "2011-12-31", 720), "2011-12-30T22:00:00Z");
}

TEST(TimeZones, TellTheLocalDateOnBothSidesOfMidnight) {
  EXPECT_EQ(DateIn("Europe/Berlin", "2026-01-15T22:59:59.999999Z"), "2026-01-15");
  EXPECT_EQ(DateIn("Europe/Berlin", "2026-01-15T23:00:00Z"), "2026-01-16");
  EXPECT_EQ(DateIn("Europe/Berlin", "2026-07-15T22:00:00Z"), "2026-07-16");
  EXPECT_EQ(DateIn("America/New_York", "2026-07-15T03:59:59Z"), "2026-07-14");
  EXPECT_EQ(DateIn("UTC", "1969-12-31T23:59:59.999999Z"), "1969-12-31");
}

TEST(TimeZones, TellTheDateAgainThatWasResolved) {
  const TimeZones& zones = SystemTimeZones();
  for (const char* zone : {"Europe/Berlin", "Europe/Lisbon", "America/Sao_Paulo", "Asia/Tokyo"}) {
    const CivilDate end = *CivilDate::Parse("2028-01-01");
    for (CivilDate date = *CivilDate::Parse("2025-01-01"); date < end; date = date + 1) {
      const absl::StatusOr<Instant> noon = zones.Resolve(zone, date, 720);
      ASSERT_TRUE(noon.ok()) << noon.status();
      const absl::StatusOr<CivilDate> local = zones.LocalDate(zone, *noon);
      ASSERT_TRUE(local.ok()) << local.status();
      ASSERT_EQ(*local, date) << zone;
    }
  }
}

TEST(TimeZones, DoNotFindWhatTheDatabaseDoesNotName) {
  const TimeZones& zones = SystemTimeZones();
  for (const std::string& zone : std::vector<std::string>{
           "", "Europe/Atlantis", "europe/berlin ", "localtime", "posixrules", "right/UTC",
           "posix/Europe/Berlin", "Fixed/UTC+01:00:00", "/usr/share/zoneinfo/Europe/Berlin",
           "../zoneinfo/Europe/Berlin", "Europe/../Europe/Berlin", "file:Europe/Berlin",
           std::string("Europe/Berlin\0", 14), std::string(10'000, 'A')}) {
    EXPECT_TRUE(absl::IsNotFound(zones.Resolve(zone, CivilDate(), 0).status())) << zone;
    EXPECT_TRUE(absl::IsNotFound(zones.LocalDate(zone, Instant()).status())) << zone;
  }
}

TEST(TimeZones, RefuseAMinuteThatNoDayHas) {
  for (const int32_t minute : {-1, 1440, 100'000}) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(SystemTimeZones().Resolve("UTC", CivilDate(), minute).status()))
        << minute;
  }
  EXPECT_EQ(Resolved("UTC", "2026-01-01", 1439), "2026-01-01T23:59:00Z");
}

TEST(TimeZones, SayWhichReleaseOfTheDataIsInUse) {
  const std::string version(SystemTimeZones().version());
  const bool release = version.size() == 5 && version.compare(0, 2, "20") == 0 &&
                       version[4] >= 'a' && version[4] <= 'z';
  EXPECT_TRUE(release || version == "unknown") << version;
}

TEST(TimeZones, MayBeAskedByManyThreadsAtOnce) {
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&wrong] {
      for (const char* zone : {"Europe/Paris", "Europe/Rome", "Europe/Madrid", "Europe/Vienna"}) {
        if (Resolved(zone, "2026-01-15", 60) != "2026-01-15T00:00:00Z") ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong.load(), 0);
}

}  // namespace
}  // namespace daybook
