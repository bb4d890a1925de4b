#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "projections/bookings/bookings_view.h"
#include "projections/runner.h"
#include "projections/view_directory.h"
#include "tests/support/booking_histories.h"
#include "tests/support/memory_records.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

namespace fs = std::filesystem;

void Fill(MemoryRecords& log, uint64_t seed, int records) {
  BookingHistory history(seed);
  for (int i = 0; i < records; ++i) {
    log.Append(history.Next());
  }
}

ViewInfo MustRebuild(const std::string& view_dir, const RecordSource& log,
                     const RunOptions& options = {}) {
  const auto projection = NewBookingsProjection();
  const absl::StatusOr<ViewInfo> info = Rebuild(*projection, view_dir, log, log.end(), options);
  EXPECT_TRUE(info.ok()) << info.status();
  return info.value_or(ViewInfo{});
}

absl::StatusOr<ViewInfo> Check(const std::string& view_dir) {
  const auto projection = NewBookingsProjection();
  const auto store = ViewStore::OpenForReading(view_dir);
  if (!store.ok()) {
    return store.status();
  }
  return CheckView(*projection, **store);
}

ViewInfo MustCheck(const std::string& view_dir) {
  const absl::StatusOr<ViewInfo> info = Check(view_dir);
  EXPECT_TRUE(info.ok()) << info.status();
  return info.value_or(ViewInfo{});
}

bool SameView(const ViewInfo& a, const ViewInfo& b) {
  return a.position == b.position && a.digest == b.digest && a.rows == b.rows &&
         a.index_entries == b.index_entries && a.last_record == b.last_record;
}

// Each seed is a history, how it is followed and how it is rebuilt. Opening and syncing stores is what takes the time,
// so histories are few and long.
TEST(Rebuilding, AViewRebuiltIsTheViewThatFollowed) {
  for (uint64_t seed = 0; seed < 12; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    MemoryRecords log;
    Fill(log, seed, 1 + static_cast<int>(random() % 1500));
    const ViewFolder live;
    {
      const auto projection = NewBookingsProjection();
      const auto store = ViewStore::Open(live.view(), ViewMode::kLive);
      ASSERT_TRUE(store.ok()) << store.status();
      RunOptions options;
      options.records_per_commit = 1 + static_cast<uint32_t>(random() % 40);
      for (uint64_t to = 0; to < log.end();) {  // each time forgetting all, as a new process would
        to += 1 + random() % (log.end() - to);
        ASSERT_TRUE(CatchUp(*projection, **store, log, to, options).ok());
      }
    }
    const ViewFolder rebuilt;
    RunOptions options;
    options.records_per_commit = 100 + static_cast<uint32_t>(random() % 2000);
    const ViewInfo info = MustRebuild(rebuilt.view(), log, options);
    EXPECT_EQ(info.position, log.end());
    EXPECT_TRUE(SameView(info, MustCheck(rebuilt.view())));
    EXPECT_TRUE(SameView(info, MustCheck(live.view())));
  }
}

TEST(Rebuilding, ALongLogParsedAheadGivesTheSameView) {
  MemoryRecords log;
  Fill(log, 1, 20'000);
  const ViewFolder live;
  ViewInfo followed;
  {
    const auto projection = NewBookingsProjection();
    const auto store = ViewStore::Open(live.view(), ViewMode::kLive);
    ASSERT_TRUE(store.ok()) << store.status();
    for (uint64_t to = 0; to <= log.end(); to += 1000) {  // too short to be parsed ahead
      ASSERT_TRUE(CatchUp(*projection, **store, log, to).ok());
    }
    followed = (*store)->info();
  }
  const ViewFolder rebuilt;
  RunOptions options;
  options.records_per_commit = 3000;
  EXPECT_TRUE(SameView(followed, MustRebuild(rebuilt.view(), log, options)));
  EXPECT_TRUE(SameView(followed, MustCheck(rebuilt.view())));
}

TEST(Rebuilding, ARebuiltViewGoesOnLive) {
  MemoryRecords log;
  BookingHistory history(20);
  const ViewFolder folder;
  for (int i = 0; i < 1000; ++i) {
    log.Append(history.Next());
  }
  MustRebuild(folder.view(), log);
  for (int i = 0; i < 1000; ++i) {
    log.Append(history.Next());
  }
  {
    const auto projection = NewBookingsProjection();
    const auto store = ViewStore::Open(folder.view(), ViewMode::kLive);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE(CatchUp(*projection, **store, log, log.end()).ok());
  }
  const ViewFolder whole;
  EXPECT_TRUE(SameView(MustRebuild(whole.view(), log), MustCheck(folder.view())));
}

TEST(Rebuilding, ABuildThatWasCancelledGoesOnWhereItStopped) {
  MemoryRecords log;
  Fill(log, 2, 20'000);
  const ViewFolder whole;
  const ViewInfo expected = MustRebuild(whole.view(), log);

  const ViewFolder folder;
  const auto projection = NewBookingsProjection();
  std::atomic<bool> cancel = false;
  uint64_t stopped_at = 0;
  RunOptions options;
  options.records_per_commit = 1000;
  options.cancel = &cancel;
  options.progress = [&](uint64_t done, uint64_t) {
    stopped_at = done;
    cancel = true;
  };
  const absl::Status cancelled =
      Rebuild(*projection, folder.view(), log, log.end(), options).status();
  ASSERT_EQ(cancelled.code(), absl::StatusCode::kCancelled) << cancelled;
  ASSERT_LT(stopped_at, log.end());
  EXPECT_FALSE(fs::exists(folder.view()));
  EXPECT_GE(MustCheck(folder.view() + ".building").position, stopped_at);

  uint64_t first_reported = 0;
  RunOptions resumed;
  resumed.progress = [&](uint64_t done, uint64_t) {
    first_reported = first_reported == 0 ? done : first_reported;
  };
  EXPECT_TRUE(SameView(expected, MustRebuild(folder.view(), log, resumed)));
  EXPECT_GT(first_reported, stopped_at);
  EXPECT_TRUE(SameView(expected, MustCheck(folder.view())));
  EXPECT_FALSE(fs::exists(folder.view() + ".building"));
}

TEST(Rebuilding, ABuildOfAnotherLogIsStartedAnew) {
  const ViewFolder folder;
  MemoryRecords other;
  Fill(other, 3, 300);
  const auto projection = NewBookingsProjection();
  {
    const auto store = ViewStore::Open(folder.view() + ".building", ViewMode::kRebuild);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE(CatchUp(*projection, **store, other, other.end()).ok());
  }
  MemoryRecords log;
  Fill(log, 4, 400);
  const ViewFolder fresh;
  EXPECT_TRUE(SameView(MustRebuild(fresh.view(), log), MustRebuild(folder.view(), log)));
  EXPECT_TRUE(MustCheck(folder.view()).rows > 0);
}

TEST(Rebuilding, ADamagedBuildIsStartedAnew) {
  const ViewFolder folder;
  MemoryRecords log;
  Fill(log, 5, 300);
  const std::string building = folder.view() + ".building";
  {
    const auto store = ViewStore::Open(building, ViewMode::kRebuild);
    ASSERT_TRUE(store.ok()) << store.status();
  }
  for (const auto& file : fs::directory_iterator(building)) {
    if (file.path().filename().string().starts_with("MANIFEST")) {
      fs::resize_file(file.path(), 3);
    }
  }
  EXPECT_EQ(MustRebuild(folder.view(), log).position, log.end());
  EXPECT_EQ(MustCheck(folder.view()).position, log.end());
}

TEST(Rebuilding, AReaderKeepsTheOldViewUntilItRefreshes) {
  const ViewFolder folder;
  MemoryRecords log;
  Fill(log, 6, 200);
  const ViewInfo old = MustRebuild(folder.view(), log);
  const auto reader = ViewStore::OpenForReading(folder.view());
  ASSERT_TRUE(reader.ok()) << reader.status();

  MemoryRecords longer;
  Fill(longer, 8, 500);
  const ViewInfo rebuilt = MustRebuild(folder.view(), longer);

  const auto projection = NewBookingsProjection();
  const absl::StatusOr<ViewInfo> kept = CheckView(*projection, **reader);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_TRUE(SameView(old, *kept));
  ASSERT_TRUE((*reader)->Refresh().ok());
  const absl::StatusOr<ViewInfo> refreshed = CheckView(*projection, **reader);
  ASSERT_TRUE(refreshed.ok()) << refreshed.status();
  EXPECT_TRUE(SameView(rebuilt, *refreshed));
}

TEST(Rebuilding, AViewThatIsBeingWrittenIsNotReplaced) {
  const ViewFolder folder;
  MemoryRecords log;
  Fill(log, 9, 10);
  const auto store = ViewStore::Open(folder.view(), ViewMode::kLive);
  ASSERT_TRUE(store.ok()) << store.status();
  const auto projection = NewBookingsProjection();
  EXPECT_EQ(Rebuild(*projection, folder.view(), log, log.end()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(Rebuilding, WhateverAnInterruptedReplacementLeftTheViewOpensAndRebuilds) {
  MemoryRecords log;
  Fill(log, 10, 300);
  MemoryRecords shorter;
  Fill(shorter, 10, 100);  // the same history up to there
  enum class Crash { kOldMovedAway, kNewInPlace };
  for (const Crash crash : {Crash::kOldMovedAway, Crash::kNewInPlace}) {
    for (const bool rebuild : {false, true}) {
      const ViewFolder folder;
      const ViewFolder elsewhere;
      const ViewInfo old = MustRebuild(folder.view(), shorter);
      const ViewInfo built = MustRebuild(elsewhere.view(), log);
      fs::rename(folder.view(), folder.view() + ".old");
      fs::rename(elsewhere.view(),
                 crash == Crash::kNewInPlace ? folder.view() : folder.view() + ".building");

      // A reader copes without tidying.
      const ViewInfo& standing = crash == Crash::kNewInPlace ? built : old;
      EXPECT_TRUE(SameView(standing, MustCheck(folder.view())));
      if (rebuild) {
        EXPECT_TRUE(SameView(built, MustRebuild(folder.view(), log)));
      } else {
        const auto store = ViewStore::Open(folder.view(), ViewMode::kLive);
        ASSERT_TRUE(store.ok()) << store.status();
        EXPECT_TRUE(SameView(standing, (*store)->info()));
      }
      EXPECT_TRUE(SameView(rebuild ? built : standing, MustCheck(folder.view())));
      EXPECT_FALSE(fs::exists(folder.view() + ".old"));
    }
  }
}

}  // namespace
}  // namespace daybook
