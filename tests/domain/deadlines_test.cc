// Deadlines are right across changes of the clocks, all over the world: compared with an oracle that knows nothing of our time zones, but
// asks the C library what local clocks show, minute by minute.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <stdlib.h>
#include <time.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/times.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

// With summer time and without, north and south, half-hour and quarter-hour offsets, and a change of half an hour (Lord Howe).
constexpr std::array<const char*, 16> kZones = {
    "Europe/Berlin",     "Europe/Lisbon",       "Europe/London",    "America/New_York",
    "America/Sao_Paulo", "America/Santiago",    "America/St_Johns", "Africa/Cairo",
    "Africa/Casablanca", "Asia/Kolkata",        "Asia/Kathmandu",   "Asia/Shanghai",
    "Australia/Sydney",  "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham"};

constexpr int64_t kMinute = 60;
constexpr int64_t kMinutesPerDay = 1440;

// The process's time zone, as the C library has it.
class CLibraryZone {
 public:
  explicit CLibraryZone(const char* name) {
    ::setenv("TZ", name, 1);
    ::tzset();
  }
  ~CLibraryZone() {
    ::unsetenv("TZ");
    ::tzset();
  }

  // Minutes since 1970-01-01 00:00 on local clocks, at an instant in minutes since then in UTC.
  static int64_t LocalMinutes(int64_t utc_minutes) {
    const time_t at = utc_minutes * kMinute;
    tm local{};
    ::localtime_r(&at, &local);
    return utc_minutes + local.tm_gmtoff / kMinute;
  }
};

// The first minute at which clocks show `local`; where none does, `local` read with the offset from before the gap.
int64_t OracleInstant(int64_t local) {
  constexpr int64_t kFurthest = 27 * 60;  // no zone is further from UTC
  std::optional<int64_t> before;          // the last minute at which clocks show less
  for (int64_t utc = local - kFurthest; utc <= local + kFurthest; ++utc) {
    const int64_t shown = CLibraryZone::LocalMinutes(utc);
    if (shown == local) return utc;
    if (shown < local) {
      before = utc;
    } else if (before) {
      return local - (CLibraryZone::LocalMinutes(*before) - *before);
    }
  }
  return local;
}

TEST(Deadlines, AreWhereLocalClocksShowThemInEveryTimeZone) {
  EXPECT_TRUE(rc::check([] {
    const std::string zone = kZones[*rc::gen::inRange<size_t>(0, kZones.size())];
    const CivilDate arrival =
        *CivilDate::FromYmd(20'26'03'02) + *rc::gen::inRange<int32_t>(1, 1500);
    const int32_t days_before = *rc::gen::inRange<int32_t>(0, 3);
    // Half of them in the small hours, where clocks are changed.
    const int32_t minute =
        *rc::gen::oneOf(rc::gen::inRange<int32_t>(0, 240), rc::gen::inRange<int32_t>(0, 1440));

    Ledgerless hotel(Ledgerless::Begin::kEmpty);
    hotel.Given(DefineProperty("P", zone, "EUR", 20'26'03'01));
    hotel.Given(DefineRoomType("P", "DBL", 10));
    hotel.Given(DefineRatePlan("P", "R", {{"DBL", 10'000, 5'000}},
                               Policy("pol", {Tier(days_before, minute, FullPrice())})));
    hotel.Given(As(Operator(), DefineStaff({.id = "fay", .roles = {v1::ROLE_FRONT_DESK}})));
    hotel.Given(Create({.id = "b",
                        .property = "P",
                        .arrival = arrival.ymd(),
                        .departure = (arrival + 1).ymd(),
                        .room_type = "DBL",
                        .rate_plan = "R"}));

    const int64_t local = (arrival - days_before).days() * kMinutesPerDay + minute;
    int64_t expected = 0;
    {
      const CLibraryZone c_zone(zone.c_str());
      expected = OracleInstant(local);
    }
    const v1::Booking& booking = *hotel.state().FindBooking("b");
    RC_ASSERT(booking.terms().deadlines_size() == 1);
    const Instant deadline = ToInstant(booking.terms().deadlines(0));
    RC_ASSERT(deadline.micros() == expected * kMinute * 1'000'000);
    // Free before it, charged from the instant on.
    RC_ASSERT(CancellationPenalty(booking, deadline.PlusMicros(-1)) == 0);
    RC_ASSERT(CancellationPenalty(booking, deadline) == booking.price_minor());
  }));
}

TEST(Deadlines, AreTheOneOfTheGapInBerlin) {
  const CLibraryZone zone("Europe/Berlin");
  const int64_t day = CivilDate::FromYmd(20'26'03'29)->days() * kMinutesPerDay;
  EXPECT_EQ(OracleInstant(day + 150), day + 90);  // 02:30 is read as 01:30Z
}

}  // namespace
}  // namespace daybook::testing
