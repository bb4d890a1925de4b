// What falls due by the clock.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

void TickFast(LedgerOptions& options) { options.tick_interval = absl::Milliseconds(1); }

v1::Request Hold(int number, std::string_view until) {
  // One room of one type: a hold that has not expired keeps the next one out.
  return WithId(absl::StrCat("hold-", number), Create({.id = absl::StrCat("b", number),
                                                       .arrival = 20260310 + number,
                                                       .departure = 20260311 + number,
                                                       .status = v1::HELD,
                                                       .hold_until = std::string(until)}));
}

// Waits until the ledger has so many records.
void WaitForEnd(const TestLedger& test, uint64_t end) {
  const auto reached = test.ledger->records().WaitPast(end - 1, Soon());
  ASSERT_TRUE(reached.ok()) << reached.status();
}

TEST(Ticker, ExpiresAHoldWhenItsTimeHasCome) {
  TestLedger test(TickFast);
  test.DefineHotel();
  const Receipt held = test.Accept(Hold(1, "2026-03-01T11:00:00Z"));
  EXPECT_EQ(test.ledger->stats().live_bookings, 1u);
  test.clock.Set(At("2026-03-01T11:00:00Z"));
  WaitForEnd(test, held.position + 2);
  const v1::Record record = test.Records()[held.position + 1];
  EXPECT_EQ(record.request().actor().kind(), v1::ACTOR_KIND_SYSTEM);
  EXPECT_TRUE(record.request().has_run_due());
  ASSERT_EQ(record.outcome().accepted().events_size(), 1) << record.outcome().ShortDebugString();
  const v1::BookingCancelled& event = record.outcome().accepted().events(0).booking_cancelled();
  EXPECT_EQ(event.booking_id(), "b1");
  EXPECT_EQ(event.cancellation().cause(), v1::CANCELLATION_CAUSE_HOLD_EXPIRED);
  ASSERT_TRUE(test.ledger->Close().ok());
  EXPECT_EQ(test.ledger->stats().live_bookings, 0u);
}

TEST(Ticker, RecordsNothingWhileNothingIsDue) {
  TestLedger test(TickFast);
  test.DefineHotel();
  const Receipt first = test.Accept(Hold(1, "2026-03-01T11:00:00Z"));
  test.clock.Set(At("2026-03-01T10:59:59Z"));
  // A later hold that expires earlier shows that the ticker ran in between.
  const Receipt second = test.Accept(Hold(2, "2026-03-01T10:59:59.500000Z"));
  test.clock.Set(At("2026-03-01T10:59:59.750000Z"));
  WaitForEnd(test, second.position + 2);
  const std::vector<v1::Record> records = test.Records();
  EXPECT_EQ(records.size(), second.position + 2);
  EXPECT_EQ(records.back().outcome().accepted().events(0).booking_cancelled().booking_id(), "b2");
  EXPECT_EQ(second.position, first.position + 1);
}

TEST(Ticker, ExpiresWhatFellDueWhileTheLedgerWasClosed) {
  TestLedger test;
  test.DefineHotel();
  const Receipt held = test.Accept(Hold(1, "2026-03-01T11:00:00Z"));
  ASSERT_TRUE(test.ledger->Close().ok());
  test.clock.Set(At("2026-03-01T15:00:00Z"));
  TickFast(test.options);
  test.Open();
  WaitForEnd(test, held.position + 2);
  EXPECT_TRUE(test.Records().back().request().has_run_due());
}

TEST(Ticker, GivesEachOfItsRequestsAnIdOfItsOwn) {
  TestLedger test(TickFast);
  test.DefineHotel();
  uint64_t end = test.ledger->records().end();
  for (int number = 0; number < 5; ++number) {
    test.Accept(Hold(number, absl::StrCat("2026-03-01T11:0", number, ":00Z")));
    ++end;
  }
  for (int number = 0; number < 5; ++number) {
    test.clock.Set(At(absl::StrCat("2026-03-01T11:0", number, ":00Z")));
    WaitForEnd(test, ++end);
  }
  std::set<std::string> ids;
  for (const v1::Record& record : test.Records()) {
    EXPECT_TRUE(ids.insert(record.request().request_id()).second) << record.ShortDebugString();
    EXPECT_TRUE(record.outcome().has_accepted());
  }
}

TEST(Ticker, ObservesTheClockSoThatAnIdleLedgerDoesNotTakeADayForAJump) {
  // Given a ledger that is open and ticks, when the clock goes on by less than the limit at a time.
  TestLedger test([](LedgerOptions& options) {
    TickFast(options);
    options.max_clock_jump_us = 3'600'000'000;
  });
  test.DefineHotel();
  uint64_t end = test.Accept(Hold(1, "2026-03-01T10:50:00Z")).position + 1;
  test.clock.Set(At("2026-03-01T10:50:00Z"));
  WaitForEnd(test, ++end);
  test.clock.Set(At("2026-03-01T11:40:00Z"));
  EXPECT_EQ(test.Accept(WithId("r-1", DefineProperty("P1"))).recorded_at,
            At("2026-03-01T11:40:00Z"));
}

}  // namespace
}  // namespace daybook::testing
