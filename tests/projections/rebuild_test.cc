#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "projections/bookings/bookings_view.h"
#include "projections/runner.h"
#include "tests/projections/toys.h"
#include "tests/support/booking_histories.h"
#include "tests/support/memory_records.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

namespace fs = std::filesystem;

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

ViewInfo MustCheckTally(const std::string& view_dir) {
  const auto store = ViewStore::OpenForReading(view_dir);
  EXPECT_TRUE(store.ok()) << store.status();
  if (!store.ok()) {
    return {};
  }
  const absl::StatusOr<ViewInfo> info = CheckView(Tally(), **store);
  EXPECT_TRUE(info.ok()) << info.status();
  return info.value_or(ViewInfo{});
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

TEST(RebuildingSeveral, OneScanFeedsThemAll) {
  // given
  MemoryRecords log;
  Fill(log, 11, 5000);
  const CountingRecords counted(log);
  const ViewFolder folder;
  Tally one("one");
  Tally two("two");
  const auto bookings = NewBookingsProjection();
  // when
  const auto built = RebuildMany({{&one, folder.path() + "/one.v1"},
                                  {&two, folder.path() + "/two.v1"},
                                  {bookings.get(), folder.view()}},
                                 counted, log.end());
  // then
  ASSERT_EQ(built.size(), 3u);
  for (const absl::StatusOr<ViewInfo>& info : built) {
    ASSERT_TRUE(info.ok()) << info.status();
    EXPECT_EQ(info->position, log.end());
  }
  EXPECT_EQ(counted.read(), log.end());
  const ViewFolder alone;
  EXPECT_TRUE(SameView(*built[2], MustRebuild(alone.view(), log)));
  EXPECT_TRUE(SameView(*built[2], MustCheck(folder.view())));
}

TEST(RebuildingSeveral, OneThatStopsDoesNotStopTheOthers) {
  MemoryRecords log;
  Fill(log, 12, 1000);
  const ViewFolder folder;
  const auto bad = StoppingAt(700, "bad");
  Tally good("good");
  const auto built =
      RebuildMany({{bad.get(), folder.path() + "/bad.v1"}, {&good, folder.path() + "/good.v1"}},
                  log, log.end());
  EXPECT_TRUE(Mentions(built[0].status(), "view bad.v1 stops at record 700 (request"))
      << built[0].status();
  EXPECT_FALSE(fs::exists(folder.path() + "/bad.v1"));
  ASSERT_TRUE(built[1].ok()) << built[1].status();
  EXPECT_EQ(built[1]->position, log.end());

  // and the one mended goes on where it stopped
  Tally mended("bad");
  const CountingRecords counted(log);
  const absl::StatusOr<ViewInfo> again =
      Rebuild(mended, folder.path() + "/bad.v1", counted, log.end());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->digest, built[1]->digest);
  EXPECT_LE(counted.read(), 300u + 1);  // and the one that ties the build to the log
}

TEST(RebuildingSeveral, TheScanBeginsAtTheLeastOfWhatTheirBuildsHave) {
  MemoryRecords log;
  Fill(log, 13, 1000);
  const ViewFolder folder;
  Tally one("one");
  Tally two("two");
  const auto build_up_to = [&](Projection& projection, const std::string& view, uint64_t to) {
    const auto store = ViewStore::Open(view + ".building", ViewMode::kRebuild);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE(CatchUp(projection, **store, log, to).ok());
  };
  build_up_to(one, folder.path() + "/one.v1", 900);
  build_up_to(two, folder.path() + "/two.v1", 600);
  const CountingRecords counted(log);
  const auto built = RebuildMany(
      {{&one, folder.path() + "/one.v1"}, {&two, folder.path() + "/two.v1"}}, counted, log.end());
  ASSERT_TRUE(built[0].ok() && built[1].ok());
  EXPECT_EQ(built[0]->digest, built[1]->digest);
  EXPECT_EQ(counted.read(), 400u + 2);
}

TEST(RebuildingSeveral, ARecordThatCantBeReadStopsThoseThatAreNotPastIt) {
  MemoryRecords good;
  Fill(good, 14, 1000);
  MemoryRecords log;  // the same, with record 300 damaged
  ASSERT_TRUE(good.Read(0, 1000,
                        [&log](uint64_t position, std::string_view bytes) {
                          log.Append(position == 300 ? std::string("\xff") : std::string(bytes));
                          return absl::OkStatus();
                        })
                  .ok());
  const ViewFolder folder;
  Tally past("past");
  Tally before("before");
  {
    const auto store = ViewStore::Open(folder.path() + "/past.v1.building", ViewMode::kRebuild);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE(CatchUp(past, **store, good, 500).ok());
  }
  const auto built = RebuildMany(
      {{&past, folder.path() + "/past.v1"}, {&before, folder.path() + "/before.v1"}}, log, 1000);
  ASSERT_TRUE(built[0].ok()) << built[0].status();
  EXPECT_EQ(built[0]->position, 1000u);
  EXPECT_TRUE(Mentions(built[1].status(), "view before.v1 stops at record 300, which can't be"))
      << built[1].status();
  EXPECT_EQ(MustCheckTally(folder.path() + "/before.v1.building").position, 300u);
}

}  // namespace
}  // namespace daybook
