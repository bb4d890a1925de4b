#include "ledger/log/log_reader.h"

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "ledger/log/verify_log.h"
#include "tests/log/log_test_support.h"

namespace daybook {
namespace {

constexpr char kDirVariable[] = "DAYBOOK_TEST_WRITER_DIR";
constexpr uint64_t kSessions = 12;
constexpr uint64_t kRecordsPerSession = 1'500;

// Everything below `dir`, folders too, with the time of its last change: a file that came and went
// shows.
std::map<std::string, std::filesystem::file_time_type> Times(const std::string& dir) {
  std::map<std::string, std::filesystem::file_time_type> times;
  times[dir] = std::filesystem::last_write_time(dir);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    times[entry.path().string()] = entry.last_write_time();
  }
  return times;
}

TEST(LogReader, IsNotFoundWhereThereIsNoLedger) {
  TestFolder folder;
  EXPECT_TRUE(absl::IsNotFound(LogReader::Open(folder.path()).status()));
}

TEST(LogReader, ReadsAClosedLogAndChangesNothing) {
  TestFolder folder;
  MakeClosedLog(folder.path(), 900);
  const auto before = Times(folder.path());
  {
    const absl::StatusOr<std::unique_ptr<LogReader>> reader = LogReader::Open(folder.path());
    ASSERT_TRUE(reader.ok()) << reader.status();
    EXPECT_EQ((*reader)->end(), 900u);
    EXPECT_EQ((*reader)->Root(), NaiveRoot(0, 900));
    EXPECT_TRUE(CompareRecords(**reader, 0, 900).ok());
    EXPECT_TRUE((*reader)->Refresh().ok());
    EXPECT_TRUE(VerifyLog(folder.path()).ok());
  }
  EXPECT_EQ(Times(folder.path()), before);
}

TEST(LogReader, ReadsAFolderThatItMayNotWriteTo) {
  TestFolder folder;
  MakeClosedLog(folder.path(), 300);
  ::chmod((folder / "log").c_str(), 0555);
  ::chmod(folder.path().c_str(), 0555);
  const absl::Status status = LogReader::Open(folder.path()).status();
  ::chmod(folder.path().c_str(), 0755);
  ::chmod((folder / "log").c_str(), 0755);
  EXPECT_TRUE(status.ok()) << status;
}

TEST(LogReader, ShowsNothingPastTheHead) {
  TestFolder folder;
  ASSERT_TRUE(RecordLog::Create(folder.path()).ok());
  const auto log = MustOpen(folder.path(), WithLazyHead());
  Grow(*log, 100);
  const absl::StatusOr<std::unique_ptr<LogReader>> reader = LogReader::Open(folder.path());
  ASSERT_TRUE(reader.ok()) << reader.status();
  const uint64_t head_end = ReadHead(PosixFileSystem(), folder / "head")->end;
  EXPECT_LE((*reader)->end(), head_end);
  EXPECT_TRUE(absl::IsOutOfRange(CompareRecords(**reader, 0, head_end + 1)));
}

TEST(LogReader, FollowsAWriterInTheSameProcess) {
  TestFolder folder;
  ASSERT_TRUE(RecordLog::Create(folder.path()).ok());
  const auto log = MustOpen(folder.path());
  absl::StatusOr<std::unique_ptr<LogReader>> reader = LogReader::Open(folder.path());
  ASSERT_TRUE(reader.ok()) << reader.status();
  std::thread writer([&] { Grow(*log, 4'000, 13); });
  uint64_t seen = 0;
  while (seen < 4'000) {
    const absl::StatusOr<uint64_t> end = (*reader)->WaitPast(seen, absl::Now() + absl::Seconds(60));
    ASSERT_TRUE(end.ok()) << end.status();
    const absl::Status same = CompareRecords(**reader, seen, *end);
    ASSERT_TRUE(same.ok()) << same;
    seen = *end;
  }
  writer.join();
  EXPECT_EQ((*reader)->Root(), NaiveRoot(0, 4'000));
}

TEST(LogReader, SaysWhenTheDeadlineHasPassed) {
  TestFolder folder;
  MakeClosedLog(folder.path(), 30);
  const absl::StatusOr<std::unique_ptr<LogReader>> reader = LogReader::Open(folder.path());
  ASSERT_TRUE(reader.ok());
  EXPECT_TRUE(absl::IsDeadlineExceeded((*reader)->WaitPast(30, absl::Now()).status()));
}

// The other process of the test below: opens, appends and closes again and again, so that WALs are
// flushed and deleted and SSTs compacted.
TEST(LogWriterProcess, DISABLED_Writes) {
  const char* dir = std::getenv(kDirVariable);
  ASSERT_NE(dir, nullptr);
  LogOptions options;
  options.head_interval = absl::Milliseconds(1);
  for (uint64_t session = 1; session <= kSessions; ++session) {
    const auto log = MustOpen(dir, options);
    ASSERT_NE(log, nullptr);
    Grow(*log, session * kRecordsPerSession, 29);
    ASSERT_TRUE(log->Close().ok());
  }
}

TEST(LogReader, FollowsAnotherProcessThatFlushesAndCompacts) {
  TestFolder folder;
  ASSERT_TRUE(RecordLog::Create(folder.path()).ok());
  const std::string variable = std::string(kDirVariable) + "=" + folder.path();
  std::vector<char*> environment = {const_cast<char*>(variable.c_str()), nullptr};
  std::string program = "/proc/self/exe";
  std::string filter = "--gtest_filter=LogWriterProcess.DISABLED_Writes";
  std::string also_disabled = "--gtest_also_run_disabled_tests";
  std::vector<char*> arguments = {program.data(), filter.data(), also_disabled.data(), nullptr};
  pid_t child = 0;
  ASSERT_EQ(::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(),
                          environment.data()),
            0);

  // One reader stays, others come and go.
  const uint64_t total = kSessions * kRecordsPerSession;
  absl::StatusOr<std::unique_ptr<LogReader>> staying = LogReader::Open(folder.path());
  EXPECT_TRUE(staying.ok()) << staying.status();
  uint64_t seen = 0;
  while (staying.ok() && seen < total && !HasFailure()) {
    const absl::StatusOr<uint64_t> end =
        (*staying)->WaitPast(seen, absl::Now() + absl::Seconds(120));
    EXPECT_TRUE(end.ok()) << end.status();
    if (!end.ok()) {
      break;
    }
    const absl::Status same = CompareRecords(**staying, seen, *end);
    EXPECT_TRUE(same.ok()) << same;
    const absl::StatusOr<std::unique_ptr<LogReader>> passing = LogReader::Open(folder.path());
    EXPECT_TRUE(passing.ok()) << passing.status();
    if (passing.ok()) {
      EXPECT_GE((*passing)->end(), *end);
      EXPECT_TRUE(CompareRecords(**passing, 0, std::min<uint64_t>(300, *end)).ok());
    }
    seen = *end;
  }
  int exit_status = -1;
  ASSERT_EQ(::waitpid(child, &exit_status, 0), child);
  EXPECT_EQ(exit_status, 0);
  ASSERT_TRUE(staying.ok());
  EXPECT_EQ((*staying)->Root(), NaiveRoot(0, total));
  EXPECT_TRUE(VerifyLog(folder.path()).ok());
}

}  // namespace
}  // namespace daybook
