// A rebuild that is interrupted at a random moment, by a cancel or by the end of its process, and
// goes on: the view is the one that followed live.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <random>
#include <string>

#include "absl/strings/numbers.h"
#include "projections/bookings/bookings_view.h"
#include "projections/runner.h"
#include "tests/projections/toys.h"
#include "tests/support/ledger_folder.h"

namespace daybook {
namespace {

// How many histories; more on demand.
int Histories() {
  int histories = 0;
  const char* const wanted = ::getenv("DAYBOOK_HISTORIES");
  return wanted != nullptr && absl::SimpleAtoi(wanted, &histories) ? histories : 200;
}

ViewInfo FollowedLive(const std::string& view_dir, const RecordSource& log,
                      std::mt19937_64& random) {
  const auto projection = NewBookingsProjection();
  const auto store = ViewStore::Open(view_dir, ViewMode::kLive);
  EXPECT_TRUE(store.ok()) << store.status();
  if (!store.ok()) {
    return {};
  }
  RunOptions options;
  options.records_per_commit = 1 + static_cast<uint32_t>(random() % 40);
  for (uint64_t to = 0; to < log.end();) {
    to += 1 + random() % (log.end() - to);
    EXPECT_TRUE(CatchUp(*projection, **store, log, to, options).ok());
  }
  return (*store)->info();
}

TEST(InterruptedRebuilding, CancelledAtARandomRecordAndResumedGivesTheViewThatFollowed) {
  for (int seed = 0; seed < Histories(); ++seed) {
    SCOPED_TRACE(seed);
    // given
    std::mt19937_64 random(static_cast<uint64_t>(seed));
    MemoryRecords log;
    Fill(log, static_cast<uint64_t>(seed), 1 + static_cast<int>(random() % 400));
    const testing::LedgerFolder live;
    const ViewInfo followed = FollowedLive(live / "bookings.v1", log, random);
    // when
    const testing::LedgerFolder folder;
    std::atomic<bool> cancel = false;
    uint64_t cancel_at = random() % (log.end() + 1);  // that may be none
    Watched projection(NewBookingsProjection(), [&](const v1::Record& record) {
      cancel = cancel || record.position() >= cancel_at;
      return absl::OkStatus();
    });
    RunOptions options;
    options.records_per_commit = 20 + static_cast<uint32_t>(random() % 150);  // each is synced
    options.cancel = &cancel;
    absl::StatusOr<ViewInfo> rebuilt =
        Rebuild(projection, folder / "bookings.v1", log, log.end(), options);
    while (absl::IsCancelled(rebuilt.status())) {
      cancel = false;
      cancel_at += 1 + random() % 200;
      rebuilt = Rebuild(projection, folder / "bookings.v1", log, log.end(), options);
    }
    // then
    ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
    ASSERT_TRUE(SameView(*rebuilt, followed));
  }
}

constexpr char kViewVariable[] = "DAYBOOK_TEST_KILLED_VIEW";
constexpr char kSeedVariable[] = "DAYBOOK_TEST_KILLED_SEED";
constexpr char kPipeVariable[] = "DAYBOOK_TEST_KILLED_PIPE";
constexpr int kKilledRecords = 4000;
constexpr uint64_t kRecordsPerSign = 50;

RunOptions SmallCommits() {
  RunOptions options;
  options.records_per_commit = 256;
  return options;
}

// Run by the test below in a process of its own: gives a sign of life every few records.
TEST(InterruptedRebuilding, DISABLED_ProcessToBeKilled) {
  const char* const view = ::getenv(kViewVariable);
  ASSERT_NE(view, nullptr);
  int seed = 0;
  int pipe_end = 0;
  ASSERT_TRUE(absl::SimpleAtoi(::getenv(kSeedVariable), &seed));
  ASSERT_TRUE(absl::SimpleAtoi(::getenv(kPipeVariable), &pipe_end));
  MemoryRecords log;
  Fill(log, static_cast<uint64_t>(seed), kKilledRecords);
  uint64_t signs = 0;
  Watched projection(NewBookingsProjection(), [&](const v1::Record& record) {
    for (; signs < record.position() / kRecordsPerSign; ++signs) {
      EXPECT_EQ(::write(pipe_end, ".", 1), 1);
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(Rebuild(projection, view, log, log.end(), SmallCommits()).ok());
}

// Lets a process build the view, and ends it when it has given that many signs of life.
void BuildAndKill(const std::string& view, int seed, uint64_t signs) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ::setenv(kViewVariable, view.c_str(), 1);
  ::setenv(kSeedVariable, absl::StrCat(seed).c_str(), 1);
  ::setenv(kPipeVariable, absl::StrCat(ends[1]).c_str(), 1);
  std::string program = "/proc/self/exe";
  std::string filter = "--gtest_filter=InterruptedRebuilding.DISABLED_ProcessToBeKilled";
  std::string disabled_too = "--gtest_also_run_disabled_tests";
  std::string brief = "--gtest_brief=1";
  std::array<char*, 5> arguments = {program.data(), filter.data(), disabled_too.data(),
                                    brief.data(), nullptr};
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::execv(program.c_str(), arguments.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  char sign = 0;
  uint64_t seen = 0;
  while (seen < signs && ::read(ends[0], &sign, 1) == 1) {
    ++seen;
  }
  ::kill(child, SIGKILL);
  int result = 0;
  EXPECT_EQ(::waitpid(child, &result, 0), child);
  ::close(ends[0]);
  EXPECT_EQ(seen, signs);
}

TEST(InterruptedRebuilding, KilledAtARandomMomentAndResumedGivesTheViewThatFollowed) {
  for (int seed = 0; seed < 4; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(static_cast<uint64_t>(seed));
    MemoryRecords log;
    Fill(log, static_cast<uint64_t>(seed), kKilledRecords);
    const testing::LedgerFolder live;
    const ViewInfo followed = FollowedLive(live / "bookings.v1", log, random);
    const testing::LedgerFolder folder;
    // Each time further on: a process begins where the one before got to.
    for (uint64_t signs = 0; signs < 60;) {
      signs += 1 + random() % 30;
      ASSERT_NO_FATAL_FAILURE(
          BuildAndKill(folder / "bookings.v1", seed, std::min<uint64_t>(signs, 60)));
    }
    const auto projection = NewBookingsProjection();
    const CountingRecords counted(log);
    const absl::StatusOr<ViewInfo> rebuilt =
        Rebuild(*projection, folder / "bookings.v1", counted, log.end(), SmallCommits());
    ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
    EXPECT_TRUE(SameView(*rebuilt, followed));
    EXPECT_LT(counted.read(), static_cast<uint64_t>(kKilledRecords));  // it did go on
  }
}

}  // namespace
}  // namespace daybook
