#include "ledger/engine/refold.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/engine/state_rows.h"
#include "ledger/engine/state_store.h"
#include "tests/engine/test_ledger.h"
#include "tests/support/memory_records.h"

namespace daybook::testing {
namespace {

// A hotel, some bookings, a decline, a conflict, a duplicate, sealed data and a hold that expired.
void LiveThroughSomething(TestLedger& test) {
  test.DefineHotel();
  for (int i = 0; i < 6; ++i) {
    const std::string id = absl::StrCat("b", i);
    v1::Request create = WithId("create/" + id, Create({.id = id,
                                                        .arrival = 20260310 + i,
                                                        .departure = 20260312 + i,
                                                        .customer = absl::StrCat("c-", i % 3)}));
    create.mutable_create_booking()->mutable_guest()->mutable_plain()->set_full_name("Ann");
    EXPECT_TRUE(test.Submit(create).ok());
    EXPECT_TRUE(test.Submit(create).ok());
    if (i % 2 == 0) {
      EXPECT_TRUE(test.Submit(WithId("cancel/" + id, Cancel(id))).ok());
    }
    EXPECT_TRUE(test.Submit(WithId("remark/" + id, Remark("f" + id))).ok());
  }
  EXPECT_TRUE(test.Submit(WithId("declined", Cancel("nobody"))).ok());
  EXPECT_FALSE(test.Submit(WithId("declined", Cancel("somebody"))).ok());
}

RefoldReport Refolded(const RecordSource& records, bool rejudge = true) {
  RefoldOptions options;
  options.rejudge = rejudge;
  const absl::StatusOr<RefoldReport> report = Refold(records, records.end(), options);
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? *report : RefoldReport();
}

std::unique_ptr<MemoryRecords> Copy(const std::vector<v1::Record>& records) {
  auto copy = std::make_unique<MemoryRecords>();
  for (const v1::Record& record : records) copy->Append(*EncodeRecord(record));
  return copy;
}

TEST(Refold, GivesTheDigestOfTheState) {
  TestLedger test;
  LiveThroughSomething(test);
  const RefoldReport before = Refolded(test.ledger->records());
  ASSERT_TRUE(test.ledger->Close().ok());
  const absl::StatusOr<StateDigest> closed = ReadStateDigest(test.dir());
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->position, before.state.position);
  EXPECT_EQ(closed->digest, before.state.digest);
  // And after another session on top of it.
  test.Open();
  test.Accept(WithId("more", DefineProperty("P1")));
  const RefoldReport after = Refolded(test.ledger->records());
  ASSERT_TRUE(test.ledger->Close().ok());
  EXPECT_EQ(ReadStateDigest(test.dir())->digest, after.state.digest);
  EXPECT_NE(after.state.digest, before.state.digest);
}

TEST(Refold, DecidesEveryRequestAgainToTheSameOutcome) {
  TestLedger test;
  LiveThroughSomething(test);
  const RefoldReport report = Refolded(test.ledger->records());
  EXPECT_EQ(report.rejudged, test.ledger->records().end());
  EXPECT_EQ(report.different, 0u);
  EXPECT_EQ(report.other_decider, 0u);
}

TEST(Refold, NoticesAnOutcomeThatWouldBeAnother) {
  TestLedger test;
  LiveThroughSomething(test);
  std::vector<v1::Record> records = test.Records();
  for (v1::Record& record : records) {
    if (record.request().request_id() != "declined" || !record.outcome().has_declined()) continue;
    record.mutable_outcome()->mutable_declined()->mutable_reasons(0)->set_code(
        v1::STATE_BOOKING_EXISTS);
    record.set_decider_version(0);
  }
  const RefoldReport report = Refolded(*Copy(records));
  EXPECT_EQ(report.different, 1u);
  EXPECT_EQ(report.other_decider, 1u);
  ASSERT_EQ(report.differences.size(), 1u);
  EXPECT_EQ(records[report.differences[0].position].request().request_id(), "declined");
  EXPECT_NE(report.differences[0].difference.find("STATE_BOOKING_EXISTS"), std::string::npos);
  EXPECT_NE(report.differences[0].difference.find("STATE_BOOKING_UNKNOWN"), std::string::npos);
}

TEST(Refold, NoticesConflictsThatAreNone) {
  TestLedger test;
  LiveThroughSomething(test);
  const std::vector<v1::Record> records = test.Records();
  ASSERT_TRUE(records.back().outcome().has_conflict());
  const auto with_last = [&](const std::function<void(v1::Record&)>& change) {
    std::vector<v1::Record> changed = records;
    change(changed.back());
    return Refolded(*Copy(changed)).different;
  };
  EXPECT_EQ(with_last([](v1::Record&) {}), 0u);
  EXPECT_EQ(with_last([](v1::Record& r) { r.mutable_request()->set_request_id("new"); }), 1u);
  EXPECT_EQ(with_last([](v1::Record& r) {
              r.mutable_outcome()->mutable_conflict()->set_first_position(1);
            }),
            1u);
  EXPECT_EQ(with_last([&records](v1::Record& r) {
              const auto first = r.outcome().conflict().first_position();
              r.set_content_mac(records[first].content_mac());
            }),
            1u);
  // A second acceptance under one id.
  EXPECT_EQ(with_last([&records](v1::Record& r) {
              const auto position = r.position();
              r = records[1];
              r.set_position(position);
            }),
            1u);
}

TEST(Refold, KeepsAFewDifferencesAndCountsThemAll) {
  TestLedger test;
  LiveThroughSomething(test);
  std::vector<v1::Record> records = test.Records();
  for (v1::Record& record : records) {
    if (record.outcome().has_accepted())
      record.mutable_outcome()->mutable_accepted()->add_overrode(v1::POLICY_NOT_AVAILABLE);
  }
  RefoldOptions options;
  options.rejudge = true;
  options.max_differences = 3;
  const std::unique_ptr<MemoryRecords> copy = Copy(records);
  const auto report = Refold(*copy, copy->end(), options);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->differences.size(), 3u);
  EXPECT_GT(report->different, 20u);
}

TEST(Refold, FoldsUpToAPosition) {
  TestLedger test;
  LiveThroughSomething(test);
  const auto report = Refold(test.ledger->records(), 10);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->state.position, 10u);
  EXPECT_EQ(report->rejudged, 0u);
}

TEST(ReadStateDigest, IsNotFoundWhereThereIsNoState) {
  TestFolder folder;
  EXPECT_TRUE(absl::IsNotFound(ReadStateDigest(folder.path()).status()));
}

TEST(ReadStateDigest, ReadsWhatAWriterHasOpenAndLeavesItsFilesAlone) {
  TestLedger test;
  LiveThroughSomething(test);
  test.Reopen();
  const auto names = *PosixFileSystem().List(test.dir() + "/state");
  const auto digest = ReadStateDigest(test.dir());
  ASSERT_TRUE(digest.ok()) << digest.status();
  EXPECT_EQ(digest->position, test.ledger->records().end());
  EXPECT_EQ(*PosixFileSystem().List(test.dir() + "/state"), names);
}

TEST(ReadStateDigest, NoticesRowsThatTheDigestDoesNotCover) {
  TestLedger test;
  LiveThroughSomething(test);
  ASSERT_TRUE(test.ledger->Close().ok());
  {
    auto store = *StateStore::Open(test.dir() + "/state", Storage());
    StateBatch batch;
    batch.Put(RequestRowKey("smuggled"), EncodeFirstUse(FirstUse()));
    ASSERT_TRUE(store->Write(std::move(batch)).ok());
  }
  EXPECT_TRUE(absl::IsDataLoss(ReadStateDigest(test.dir()).status()));
}

}  // namespace
}  // namespace daybook::testing
