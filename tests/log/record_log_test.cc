#include "ledger/log/record_log.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "ledger/log/head.h"
#include "ledger/log/verify_log.h"
#include "tests/log/log_test_support.h"

namespace daybook {
namespace {

class RecordLogTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(RecordLog::Create(folder_.path()).ok()); }
  const std::string& dir() const { return folder_.path(); }
  uint64_t HeadEnd() const { return ReadHead(PosixFileSystem(), folder_ / "head")->end; }
  TestFolder folder_;
};

TEST_F(RecordLogTest, IsEmptyWhenCreated) {
  const auto log = MustOpen(dir());
  EXPECT_EQ(log->end(), 0u);
  EXPECT_EQ(log->Root(), NaiveRoot(0, 0));
  EXPECT_TRUE(log->open_report().cleanly_closed);
}

TEST_F(RecordLogTest, IsNotCreatedOverAnother) {
  EXPECT_TRUE(absl::IsAlreadyExists(RecordLog::Create(dir())));
}

TEST_F(RecordLogTest, IsNotFoundWhereThereIsNone) {
  EXPECT_TRUE(absl::IsNotFound(RecordLog::Open(folder_ / "elsewhere").status()));
  std::filesystem::create_directory(folder_ / "empty");
  EXPECT_TRUE(absl::IsNotFound(RecordLog::Open(folder_ / "empty").status()));
}

TEST_F(RecordLogTest, GivesBackWhatWasAppended) {
  const auto log = MustOpen(dir());
  Grow(*log, 1'000, 37);
  EXPECT_EQ(log->end(), 1'000u);
  EXPECT_TRUE(CompareRecords(*log, 0, 1'000).ok());
  EXPECT_EQ(log->Root(), NaiveRoot(0, 1'000));
}

TEST_F(RecordLogTest, ReadsAnyRange) {
  const auto log = MustOpen(dir());
  Grow(*log, 600);
  EXPECT_TRUE(rc::check([&] {
    const auto from = *rc::gen::inRange<uint64_t>(0, 601);
    const auto to = *rc::gen::inRange<uint64_t>(from, 601);
    const absl::Status status = CompareRecords(*log, from, to);
    RC_ASSERT(status.ok());
  }));
}

TEST_F(RecordLogTest, RefusesToReadPastItsEnd) {
  const auto log = MustOpen(dir());
  Grow(*log, 10);
  const RecordVisitor ignore = [](uint64_t, std::string_view) { return absl::OkStatus(); };
  EXPECT_TRUE(absl::IsOutOfRange(log->Read(0, 11, ignore)));
}

TEST_F(RecordLogTest, StopsReadingWithTheVisitorsStatus) {
  const auto log = MustOpen(dir());
  Grow(*log, 10);
  int visited = 0;
  const absl::Status status = log->Read(0, 10, [&](uint64_t position, std::string_view) {
    ++visited;
    return position == 3 ? absl::AbortedError("enough") : absl::OkStatus();
  });
  EXPECT_TRUE(absl::IsAborted(status));
  EXPECT_EQ(visited, 4);
}

TEST_F(RecordLogTest, RefusesAnAppendAtAnotherPositionAndGoesOn) {
  const auto log = MustOpen(dir());
  Grow(*log, 10);
  EXPECT_TRUE(absl::IsFailedPrecondition(log->Append(9, RecordsIn(9, 10))));
  EXPECT_TRUE(absl::IsFailedPrecondition(log->Append(11, RecordsIn(11, 12))));
  EXPECT_EQ(log->end(), 10u);
  EXPECT_TRUE(log->Append(10, RecordsIn(10, 11)).ok());
}

TEST_F(RecordLogTest, RefusesRecordsOfAWrongSizeAndGoesOn) {
  const auto log = MustOpen(dir());
  EXPECT_TRUE(absl::IsInvalidArgument(log->Append(0, std::vector<std::string>{"a", ""})));
  EXPECT_TRUE(absl::IsInvalidArgument(
      log->Append(0, std::vector<std::string>{std::string(kMaxRecordBytes + 1, 'x')})));
  EXPECT_EQ(log->end(), 0u);
  EXPECT_TRUE(log->Append(0, RecordsIn(0, 1)).ok());
}

TEST_F(RecordLogTest, GoesOnWhereItWasClosed) {
  for (uint64_t end : {1u, 255u, 256u, 257u, 600u}) {
    const auto log = MustOpen(dir());
    EXPECT_TRUE(log->open_report().cleanly_closed);
    Grow(*log, end);
    EXPECT_EQ(log->Root(), NaiveRoot(0, end));
    ASSERT_TRUE(log->Close().ok());
  }
  const auto log = MustOpen(dir());
  EXPECT_EQ(log->end(), 600u);
  EXPECT_TRUE(CompareRecords(*log, 0, 600).ok());
  EXPECT_EQ(log->Root(), NaiveRoot(0, 600));
}

TEST_F(RecordLogTest, GoesOnAfterACrashWithAHeadThatLagsBehind) {
  TestFolder elsewhere;
  const std::string& crashed = elsewhere.path();
  {
    const auto log = MustOpen(dir(), WithLazyHead());
    Grow(*log, 700);
    CopyAsCrashed(dir(), crashed);
  }
  const auto log = MustOpen(crashed);
  EXPECT_FALSE(log->open_report().cleanly_closed);
  EXPECT_EQ(log->open_report().end, 700u);
  EXPECT_LT(log->open_report().head_end, 700u);
  EXPECT_EQ(log->Root(), NaiveRoot(0, 700));
  EXPECT_TRUE(CompareRecords(*log, 0, 700).ok());
  EXPECT_EQ(ReadHead(PosixFileSystem(), crashed + "/head")->end, 700u);
}

TEST_F(RecordLogTest, LetsTheHeadCatchUpWhileItIsOpen) {
  LogOptions options;
  options.head_interval = absl::Milliseconds(1);
  const auto log = MustOpen(dir(), options);
  Grow(*log, 300);
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (HeadEnd() != 300 && absl::Now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_EQ(HeadEnd(), 300u);
  EXPECT_EQ(ReadHead(PosixFileSystem(), folder_ / "head")->root, NaiveRoot(0, 300));
}

TEST_F(RecordLogTest, WritesTheHeadWhenItIsClosed) {
  const auto log = MustOpen(dir(), WithLazyHead());
  Grow(*log, 300);
  ASSERT_TRUE(log->Close().ok());
  EXPECT_EQ(HeadEnd(), 300u);
}

TEST_F(RecordLogTest, WakesAWaiterWhenItGrowsAndWhenItIsClosed) {
  const auto log = MustOpen(dir());
  EXPECT_TRUE(absl::IsDeadlineExceeded(log->WaitPast(0, absl::Now()).status()));
  absl::StatusOr<uint64_t> grown;
  std::thread first([&] { grown = log->WaitPast(0, absl::InfiniteFuture()); });
  Grow(*log, 1);
  first.join();
  ASSERT_TRUE(grown.ok()) << grown.status();
  EXPECT_EQ(*grown, 1u);
  absl::StatusOr<uint64_t> closed;
  std::thread second([&] { closed = log->WaitPast(5, absl::Now() + absl::Hours(1)); });
  ASSERT_TRUE(log->Close().ok());
  second.join();
  EXPECT_TRUE(absl::IsCancelled(closed.status()));
}

TEST_F(RecordLogTest, RefusesEverythingOnceItIsClosed) {
  const auto log = MustOpen(dir());
  Grow(*log, 1);
  ASSERT_TRUE(log->Close().ok());
  EXPECT_TRUE(log->Close().ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(log->Append(1, RecordsIn(1, 2))));
  EXPECT_TRUE(absl::IsFailedPrecondition(CompareRecords(*log, 0, 1)));
}

TEST_F(RecordLogTest, IsOpenedForWritingOnce) {
  const auto log = MustOpen(dir());
  Grow(*log, 5);
  const absl::Status second = RecordLog::Open(dir()).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(second)) << second;
  EXPECT_TRUE(log->Append(5, RecordsIn(5, 6)).ok());
}

TEST_F(RecordLogTest, LeavesNoTextLogOfRocksDbBehind) {
  {
    const auto log = MustOpen(dir());
    Grow(*log, 5);
  }
  for (const auto& [path, content] : Contents(dir())) {
    EXPECT_EQ(path.find("/LOG"), std::string::npos) << path;
  }
}

TEST_F(RecordLogTest, ShowsOneThreadNothingThatAnotherHasNotMadeDurable) {
  const auto log = MustOpen(dir());
  std::thread writer([&] { Grow(*log, 3'000, 7); });
  uint64_t seen = 0;
  while (seen < 3'000) {
    const absl::StatusOr<uint64_t> end = log->WaitPast(seen, absl::InfiniteFuture());
    ASSERT_TRUE(end.ok());
    const absl::Status status = CompareRecords(*log, seen, *end);
    ASSERT_TRUE(status.ok()) << status;
    seen = *end;
  }
  writer.join();
  EXPECT_EQ(log->Root(), NaiveRoot(0, 3'000));
}

TEST_F(RecordLogTest, IsVerifiedWhileItIsWrittenAndAfterwards) {
  {
    const auto log = MustOpen(dir());
    Grow(*log, 1'000);
    const absl::StatusOr<LogVerdict> verdict = VerifyLog(dir());
    ASSERT_TRUE(verdict.ok()) << verdict.status();
    EXPECT_FALSE(verdict->cleanly_closed);
  }
  uint64_t also = 0;
  const absl::StatusOr<LogVerdict> verdict = VerifyLog(dir(), [&](uint64_t, std::string_view) {
    ++also;
    return absl::OkStatus();
  });
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_TRUE(verdict->cleanly_closed);
  EXPECT_EQ(verdict->end, 1'000u);
  EXPECT_EQ(verdict->head_end, 1'000u);
  EXPECT_EQ(also, 1'000u);
  EXPECT_EQ(verdict->tiles, 3u);
  EXPECT_EQ(verdict->root, NaiveRoot(0, 1'000));
}

}  // namespace
}  // namespace daybook
