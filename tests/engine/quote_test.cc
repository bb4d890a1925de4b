// What a request would come to, without carrying it out.
#include <string>

#include "gtest/gtest.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

TEST(Quote, SaysWhatARequestWouldComeToAndRecordsNothing) {
  TestLedger test;
  test.DefineHotel();
  const size_t records = test.Records().size();
  const absl::StatusOr<Receipt> quoted =
      test.ledger->Quote(WithId("r-1", Create({.id = "b1"})), Soon());
  ASSERT_TRUE(quoted.ok()) << quoted.status();
  EXPECT_TRUE(quoted->outcome.has_accepted()) << quoted->outcome.ShortDebugString();
  EXPECT_EQ(quoted->position, records);
  EXPECT_EQ(test.Records().size(), records);
  // The id is not used up, and what was quoted is what happens.
  const Receipt carried_out = test.Accept(WithId("r-1", Create({.id = "b1"})));
  EXPECT_FALSE(carried_out.duplicate);
  ASSERT_EQ(quoted->outcome.accepted().events_size(), 1);
  EXPECT_EQ(carried_out.outcome.accepted().events(0).ShortDebugString(),
            quoted->outcome.accepted().events(0).ShortDebugString());
}

TEST(Quote, SaysWhyARequestWouldBeDeclined) {
  TestLedger test;
  test.DefineHotel();
  const absl::StatusOr<Receipt> quoted = test.ledger->Quote(WithId("r-1", Cancel("b1")), Soon());
  ASSERT_TRUE(quoted.ok()) << quoted.status();
  ASSERT_EQ(quoted->outcome.declined().reasons_size(), 1);
  EXPECT_EQ(quoted->outcome.declined().reasons(0).code(), v1::STATE_BOOKING_UNKNOWN);
  EXPECT_EQ(test.ledger->stats().declined, 0u);
}

TEST(Quote, SeesABookingThatLeftMemory) {
  TestLedger test([](LedgerOptions& options) { options.cached_entities = 0; });
  test.DefineHotel();
  test.Accept(WithId("r-1", Create({.id = "b1"})));
  test.Accept(WithId("r-2", Cancel("b1")));
  test.Reopen();
  const absl::StatusOr<Receipt> quoted = test.ledger->Quote(WithId("r-3", Cancel("b1")), Soon());
  ASSERT_TRUE(quoted.ok()) << quoted.status();
  ASSERT_EQ(quoted->outcome.declined().reasons_size(), 1);
  EXPECT_EQ(quoted->outcome.declined().reasons(0).code(), v1::STATE_BOOKING_STATUS);
}

TEST(Quote, IsNotGivenForWhatCouldNotBeRecorded) {
  TestLedger test;
  EXPECT_TRUE(absl::IsInvalidArgument(
      test.ledger->Quote(WithId("r-1", As(SystemActor(), Create())), Soon()).status()));
  ASSERT_TRUE(test.ledger->Close().ok());
  EXPECT_TRUE(
      absl::IsFailedPrecondition(test.ledger->Quote(WithId("r-1", Create()), Soon()).status()));
}

}  // namespace
}  // namespace daybook::testing
