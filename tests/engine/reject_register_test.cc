// What can't be recorded is counted, and the count is recorded.
#include <cstdint>
#include <map>
#include <string>

#include "gtest/gtest.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

// The notes in the log, added up by cause.
std::map<std::string, uint64_t> Noted(const TestLedger& test) {
  std::map<std::string, uint64_t> counts;
  for (const v1::Record& record : test.Records()) {
    for (const v1::NoteRejects::Count& one : record.request().note_rejects().counts()) {
      EXPECT_TRUE(record.outcome().has_accepted());
      counts[one.cause()] += one.count();
    }
  }
  return counts;
}

TEST(RejectRegister, IsRecordedWhenTheLedgerIsClosed) {
  TestLedger test;
  test.DefineHotel();
  EXPECT_FALSE(test.Submit(WithId("no id at all", Create())).ok());
  EXPECT_FALSE(test.Submit(WithId("r-1", As(SystemActor(), Create()))).ok());
  v1::Request large = WithId("r-2", Create());
  large.mutable_create_booking()->mutable_guest()->mutable_plain()->set_remark(
      std::string(30'000, 'x'));
  EXPECT_FALSE(test.Submit(large).ok());
  test.ledger->CountReject("not-a-request");
  test.ledger->CountReject("not-a-request");
  test.Reopen();
  EXPECT_EQ(Noted(test), (std::map<std::string, uint64_t>{{"invalid-request-id", 1},
                                                          {"reserved-actor", 1},
                                                          {"too-large", 1},
                                                          {"not-a-request", 2}}));
}

// What a crash loses is what came since the last note, not all since the ledger was opened.
TEST(RejectRegister, IsRecordedNowAndThenWhileTheLedgerIsOpen) {
  TestLedger test([](LedgerOptions& options) { options.tick_interval = absl::Milliseconds(1); });
  test.DefineHotel();
  const uint64_t end = test.ledger->records().end();
  EXPECT_FALSE(test.Submit(WithId("no id at all", Create())).ok());
  ASSERT_TRUE(test.ledger->records().WaitPast(end, Soon()).ok());
  EXPECT_EQ(Noted(test), (std::map<std::string, uint64_t>{{"invalid-request-id", 1}}));
  const size_t records = test.Records().size();
  test.Reopen();
  EXPECT_EQ(test.Records().size(), records) << "what is noted is not noted again";
}

TEST(RejectRegister, CountsWhatTurnsOutOnlyWhenItIsSealed) {
  TestLedger test;
  test.DefineHotel();
  v1::Request with_data = WithId("r-1", Create());
  with_data.mutable_create_booking()->mutable_guest()->mutable_plain()->set_remark("late");
  test.Accept(with_data);
  v1::Request erase = WithId("r-2", As(StaffMember(kManager), Cancel("b1")));
  erase.mutable_erase_customer()->set_customer_id("c-1");
  erase.mutable_erase_customer()->set_reason_code("asked");
  test.Accept(erase);
  with_data.set_request_id("r-3");
  EXPECT_FALSE(test.Submit(with_data).ok());
  test.Reopen();
  EXPECT_EQ(Noted(test), (std::map<std::string, uint64_t>{{"customer-erased", 1}}));
}

TEST(RejectRegister, LeavesNoRecordWhereNothingWasRejected) {
  TestLedger test;
  test.DefineHotel();
  const size_t records = test.Records().size();
  test.Reopen();
  EXPECT_EQ(test.Records().size(), records);
}

TEST(RejectRegister, CountsACauseThatIsNoIdAsMalformed) {
  TestLedger test;
  test.ledger->CountReject("what is this?");
  test.Reopen();
  EXPECT_EQ(Noted(test), (std::map<std::string, uint64_t>{{"malformed", 1}}));
}

TEST(RejectRegister, IsNotWrittenFromOutside) {
  TestLedger test;
  v1::Request request = WithId("r-1", As(StaffMember(kManager), v1::Request()));
  request.mutable_note_rejects()->add_counts()->set_cause("mine");
  test.DefineHotel();
  const absl::StatusOr<Receipt> receipt = test.Submit(request);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  ASSERT_EQ(receipt->outcome.declined().reasons_size(), 1);
  EXPECT_EQ(receipt->outcome.declined().reasons(0).code(), v1::IDENTITY_ACTOR_RESERVED);
}

}  // namespace
}  // namespace daybook::testing
