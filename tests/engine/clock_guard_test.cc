#include "ledger/engine/clock_guard.h"

#include "gtest/gtest.h"
#include "tests/support/manual_clock.h"

namespace daybook {
namespace {

constexpr int64_t kLimit = 100;

TEST(ClockGuard, TakesTheFirstInstantAsItIs) {
  ManualClock clock(Instant::FromMicros(1'000'000));
  ClockGuard guard(clock, kLimit, std::nullopt);
  EXPECT_EQ(guard.Now().value(), clock.Now());
}

TEST(ClockGuard, RefusesMoreThanTheLimitAfterTheLatestInstantSeen) {
  ManualClock clock(Instant::FromMicros(1'000));
  ClockGuard guard(clock, kLimit, Instant::FromMicros(1'000));
  clock.AdvanceMicros(kLimit);
  EXPECT_TRUE(guard.Now().ok());
  clock.AdvanceMicros(kLimit + 1);
  EXPECT_TRUE(absl::IsFailedPrecondition(guard.Now().status()));
  // And goes on refusing: what was refused was not seen.
  clock.AdvanceMicros(1);
  EXPECT_TRUE(absl::IsFailedPrecondition(guard.Now().status()));
  clock.AdvanceMicros(-2);
  EXPECT_TRUE(guard.Now().ok());
}

TEST(ClockGuard, AllowsAnyLengthOfTimeThatIsObservedInSteps) {
  ManualClock clock(Instant::FromMicros(0));
  ClockGuard guard(clock, kLimit, Instant::FromMicros(0));
  for (int step = 0; step < 1000; ++step) {
    clock.AdvanceMicros(kLimit);
    EXPECT_TRUE(guard.Now().ok()) << step;
  }
}

TEST(ClockGuard, LetsAClockGoBackButRemembersTheLatest) {
  ManualClock clock(Instant::FromMicros(10'000));
  ClockGuard guard(clock, kLimit, std::nullopt);
  ASSERT_TRUE(guard.Now().ok());
  clock.Set(Instant::FromMicros(5'000));
  EXPECT_EQ(guard.Now().value(), Instant::FromMicros(5'000));
  clock.Set(Instant::FromMicros(10'000 + kLimit));
  EXPECT_TRUE(guard.Now().ok());
}

}  // namespace
}  // namespace daybook
