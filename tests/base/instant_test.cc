#include "ledger/base/instant.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <chrono>
#include <string>

#include "tests/support/manual_clock.h"

namespace daybook {
namespace {

constexpr int64_t kFirstOfYear0 = -62'167'219'200'000'000;    // 0000-01-01T00:00:00Z
constexpr int64_t kLastOfYear9999 = 253'402'300'799'999'999;  // 9999-12-31T23:59:59.999999Z

TEST(Instant, IsWrittenInUtcWithDecimalsOnlyWhereThereAreAny) {
  EXPECT_EQ(FormatInstant(Instant()), "1970-01-01T00:00:00Z");
  EXPECT_EQ(FormatInstant(Instant::FromMicros(1'774'747'800'000'000)), "2026-03-29T01:30:00Z");
  EXPECT_EQ(FormatInstant(Instant::FromMicros(1'774'747'800'000'001)),
            "2026-03-29T01:30:00.000001Z");
  EXPECT_EQ(FormatInstant(Instant::FromMicros(1'774'747'800'500'000)),
            "2026-03-29T01:30:00.500000Z");
}

TEST(Instant, BeforeTheEpochIsWrittenForwardFromTheSecondBelow) {
  EXPECT_EQ(FormatInstant(Instant::FromMicros(-1)), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(FormatInstant(Instant::FromMicros(-1'000'000)), "1969-12-31T23:59:59Z");
}

TEST(Instant, IsWrittenOverTheWholeRange) {
  EXPECT_EQ(FormatInstant(Instant::FromMicros(kFirstOfYear0)), "0000-01-01T00:00:00Z");
  EXPECT_EQ(FormatInstant(Instant::FromMicros(kLastOfYear9999)), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(FormatInstant(Instant::Max()), "294247-01-10T04:00:54.775807Z");
}

TEST(Instant, IsReadBackAsItWasWritten) {
  EXPECT_TRUE(rc::check("parse(format(x)) == x", [] {
    const auto instant =
        Instant::FromMicros(*rc::gen::inRange<int64_t>(kFirstOfYear0, kLastOfYear9999));
    const absl::StatusOr<Instant> read = ParseInstant(FormatInstant(instant));
    RC_ASSERT(read.ok());
    RC_ASSERT(*read == instant);
  }));
}

TEST(Instant, IsReadWithAnyOffset) {
  struct Case {
    const char* text;
    int64_t micros;
  };
  for (const Case& c : {
           Case{"1970-01-01T00:00:00Z", 0},
           Case{"1970-01-01t00:00:00z", 0},
           Case{"1970-01-01T02:00:00+02:00", 0},
           Case{"1969-12-31T18:30:00-05:30", 0},
           Case{"1970-01-01T00:00:00-00:00", 0},
           Case{"1970-01-01T00:00:00.5Z", 500'000},
           Case{"1970-01-01T00:00:00.000001Z", 1},
           Case{"1970-01-01T00:00:00.123456789Z", 123'456},
           Case{"1969-12-31T23:59:59.999999Z", -1},
           Case{"2026-03-29T03:30:00.25+02:00", 1'774'747'800'250'000},
           Case{"2024-02-29T00:00:00Z", 1'709'164'800'000'000},
       }) {
    const absl::StatusOr<Instant> read = ParseInstant(c.text);
    ASSERT_TRUE(read.ok()) << c.text << " " << read.status();
    EXPECT_EQ(read->micros(), c.micros) << c.text;
  }
}

TEST(Instant, IsNotReadFromAnythingElse) {
  for (const char* text : {
           "",
           "2026-03-29",
           "2026-03-29T01:30:00",
           "2026-03-29T01:30Z",
           "2026-03-29 01:30:00Z",
           "2026-02-29T00:00:00Z",
           "2026-04-31T00:00:00Z",
           "2026-00-01T00:00:00Z",
           "2026-13-01T00:00:00Z",
           "2026-03-29T24:00:00Z",
           "2026-03-29T01:60:00Z",
           "2016-12-31T23:59:60Z",
           "2026-03-29T01:30:00.Z",
           "2026-03-29T01:30:00.1234567890Z",
           "2026-03-29T01:30:00,5Z",
           "2026-03-29T01:30:00+0200",
           "2026-03-29T01:30:00+24:00",
           "2026-03-29T01:30:00+02:60",
           "2026-03-29T01:30:00ZZ",
           "2026-03-29T01:30:00Z ",
           " 2026-03-29T01:30:00Z",
           "26-03-29T01:30:00Z",
           "+026-03-29T01:30:00Z",
           "2026-03-29T-1:30:00Z",
       }) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseInstant(text).status())) << text;
  }
}

TEST(Instant, OfNoPrefixOfATextIsTakenForTheWhole) {
  const std::string text = "2026-03-29T03:30:00.250000+02:00";
  ASSERT_TRUE(ParseInstant(text).ok());
  for (size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(ParseInstant(text.substr(0, length)).ok()) << text.substr(0, length);
  }
}

TEST(SystemClock, IsBetweenTwoReadingsOfTheStandardLibrarysClock) {
  const auto standard = [] {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  const int64_t before = standard();
  const int64_t now = SystemClock().Now().micros();
  const int64_t after = standard();
  EXPECT_LE(before, now);
  EXPECT_LE(now, after);
}

TEST(ManualClock, StandsStillUntilItIsMoved) {
  ManualClock clock(Instant::FromMicros(5));
  EXPECT_EQ(clock.Now().micros(), 5);
  EXPECT_EQ(clock.Now().micros(), 5);
  clock.AdvanceMicros(7);
  EXPECT_EQ(clock.Now().micros(), 12);
  clock.Set(Instant::FromMicros(3));
  EXPECT_EQ(clock.Now().micros(), 3);
}

}  // namespace
}  // namespace daybook
