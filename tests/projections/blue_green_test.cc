// A new version takes the place of an old one: while the log is written at full speed, and with an
// end of the process between any two steps.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "projections/host.h"
#include "projections/runner.h"
#include "projections/view_directory.h"
#include "tests/projections/stopping_files.h"
#include "tests/projections/toys.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

namespace fs = std::filesystem;

using Folders = std::vector<std::string>;

class BlueGreen : public ::testing::Test {
 protected:
  std::unique_ptr<ProjectionHost> MustOpen(std::vector<std::unique_ptr<Projection>> projections) {
    auto host = ProjectionHost::Open(dir_, std::move(projections), log_, {});
    EXPECT_TRUE(host.ok()) << host.status();
    return host.ok() ? *std::move(host) : nullptr;
  }
  static std::unique_ptr<Projection> Version(int version) {
    return std::make_unique<Tally>("tally", version);
  }
  std::string View(int version) const { return ViewDirectory(dir_, "tally", version); }
  // Leaves the view in that version as of `to`.
  void Given(int version, uint64_t to) {
    ASSERT_TRUE(MustOpen(ListOf(Version(version)))->CatchUp(to, {}).ok());
  }
  // Leaves a complete build of that version, closed.
  void GivenBuild(int version, uint64_t to) {
    Tally projection("tally", version);
    const auto store = ViewStore::Open(BuildingDirectory(View(version)), ViewMode::kRebuild);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE(CatchUp(projection, **store, log_, to).ok());
    ASSERT_TRUE((*store)->Flush().ok());
  }
  // What a reader of the folder finds.
  ViewInfo Found() const { return InfoOf(ViewStore::OpenNewestForReading(dir_, "tally")); }
  ViewInfo FoundInVersion(int version) const {
    return InfoOf(ViewStore::OpenForReading(View(version)));
  }
  static ViewInfo InfoOf(const absl::StatusOr<std::unique_ptr<ViewStore>>& reader) {
    EXPECT_TRUE(reader.ok()) << reader.status();
    if (!reader.ok()) {
      return {};
    }
    const auto view = (*reader)->Snapshot();
    EXPECT_EQ(CountOfAll(*view), std::to_string(view->info().position));
    return view->info();
  }
  std::vector<std::string> FoldersThere() const {
    std::vector<std::string> folders;
    for (const auto& entry : fs::directory_iterator(dir_ + "/views")) {
      if (entry.is_directory()) {
        folders.push_back(entry.path().filename().string());
      }
    }
    std::sort(folders.begin(), folders.end());
    return folders;
  }

  const ViewFolder folder_;
  const std::string dir_ = folder_.path();
  MemoryRecords log_;
};

TEST_F(BlueGreen, ANewVersionIsBuiltBesideTheOldWhichAnswersUntilThen) {
  Fill(log_, 1, 500);
  Given(1, 300);
  const auto host = MustOpen(ListOf(Version(2)));
  const ViewStatus before = host->status()[0];
  EXPECT_EQ(before.version, 1);
  EXPECT_EQ(before.position, 300u);
  EXPECT_EQ(before.building_version, 2);
  EXPECT_TRUE(Mentions(before.stopped, "view tally.v1 stays as of record 300")) << before.stopped;
  EXPECT_EQ(host->Read("tally", 0, InAMinute())->position, 300u);
  ASSERT_TRUE(host->CatchUp(500, {}).ok());
  const ViewStatus after = host->status()[0];
  EXPECT_EQ(after.version, 2);
  EXPECT_EQ(after.building_version, 0);
  EXPECT_TRUE(after.stopped.ok());
  EXPECT_EQ(host->Read("tally", 500, InAMinute())->snapshot->info().version, 2);
  EXPECT_EQ(FoldersThere(), Folders{"tally.v2"});
}

TEST_F(BlueGreen, ANewVersionThatIsBehindTheOldDoesNotTakeItsPlace) {
  Fill(log_, 2, 500);
  Given(1, 400);
  const auto host = MustOpen(ListOf(Version(2)));
  ASSERT_TRUE(host->CatchUp(100, {}).ok());
  EXPECT_EQ(host->status()[0].version, 1);
  EXPECT_EQ(host->status()[0].building_position, 100u);
  EXPECT_EQ(host->Read("tally", 0, InAMinute())->position, 400u);
  ASSERT_TRUE(host->CatchUp(450, {}).ok());
  EXPECT_EQ(host->Read("tally", 0, InAMinute())->position, 450u);
}

TEST_F(BlueGreen, RegisteredInBothVersionsBothAreFollowed) {
  Fill(log_, 3, 500);
  Given(1, 300);
  const auto host = MustOpen(ListOf(Version(1), Version(2)));
  ASSERT_TRUE(host->Start().ok());
  ASSERT_TRUE(host->Read("tally", 500, InAMinute()).ok());
  while (host->status()[0].version != 2) {
    std::this_thread::yield();
  }
  Fill(log_, 4, 10);
  EXPECT_EQ(CountOfAll(*host->Read("tally", 510, InAMinute())->snapshot), "510");
}

TEST_F(BlueGreen, ANewVersionThatStopsLeavesTheOldOneFollowing) {
  Fill(log_, 5, 500);
  Given(1, 300);
  const auto host = MustOpen(ListOf(Version(1), StoppingAt(100, "tally", 2)));
  ASSERT_TRUE(host->Start().ok());
  while (host->status()[0].stopped.ok()) {
    std::this_thread::yield();
  }
  Fill(log_, 6, 10);
  EXPECT_EQ(CountOfAll(*host->Read("tally", 510, InAMinute())->snapshot), "510");
  const ViewStatus status = host->status()[0];
  EXPECT_EQ(status.version, 1);
  EXPECT_TRUE(Mentions(status.stopped, "view tally.v2 stops at record 100")) << status.stopped;
}

TEST_F(BlueGreen, AnEarlierVersionTakesThePlaceOfALaterOneToo) {
  Fill(log_, 7, 200);
  Given(2, 150);
  const auto host = MustOpen(ListOf(Version(1)));
  EXPECT_EQ(host->status()[0].version, 2);
  ASSERT_TRUE(host->CatchUp(200, {}).ok());
  EXPECT_EQ(host->status()[0].version, 1);
  EXPECT_EQ(FoldersThere(), Folders{"tally.v1"});
  EXPECT_EQ(Found().version, 1);
}

TEST_F(BlueGreen, TheOldFolderGoesWithItsLastReader) {
  Fill(log_, 8, 200);
  Given(1, 200);
  const auto host = MustOpen(ListOf(Version(2)));
  auto one = host->Read("tally", 0, InAMinute());
  auto another = host->ReadAsOf("tally", 50, InAMinute());
  ASSERT_TRUE(one.ok() && another.ok());
  ASSERT_TRUE(host->CatchUp(200, {}).ok());
  EXPECT_EQ(FoldersThere(), (Folders{"tally.v1", "tally.v2"}));
  EXPECT_EQ(one->snapshot->info().version, 1);
  EXPECT_EQ(CountOfAll(*one->snapshot), "200");
  one->snapshot.reset();
  EXPECT_EQ(CountOfAll(*another->snapshot), "50");
  EXPECT_EQ(FoldersThere(), (Folders{"tally.v1", "tally.v2"}));
  another->snapshot.reset();
  EXPECT_EQ(FoldersThere(), Folders{"tally.v2"});
}

TEST_F(BlueGreen, AnOldVersionThatAnotherProgramFollowsIsReadAndLeftToIt) {
  Fill(log_, 9, 200);
  const auto old = MustOpen(ListOf(Version(1)));
  ASSERT_TRUE(old->CatchUp(150, {}).ok());
  const auto host = MustOpen(ListOf(Version(2)));
  EXPECT_EQ(host->Read("tally", 0, InAMinute())->position, 150u);
  ASSERT_TRUE(host->CatchUp(200, {}).ok());
  EXPECT_EQ(host->Read("tally", 0, InAMinute())->snapshot->info().version, 2);
  ASSERT_TRUE(old->CatchUp(200, {}).ok());
  EXPECT_EQ(CountOfAll(*old->Read("tally", 200, InAMinute())->snapshot), "200");
}

// Reads until told to end; whatever it finds is one moment of the log, none before the last.
template <typename Read>
std::thread ReadingAllTheTime(const std::atomic<bool>& ended, Read read) {
  return std::thread([&ended, read = std::move(read)] {
    uint64_t position = 0;
    bool last_round = false;
    while (!last_round) {
      last_round = ended;
      uint64_t found = 0;
      ASSERT_NO_FATAL_FAILURE(read(found));
      ASSERT_GE(found, position);
      position = found;
    }
  });
}

TEST_F(BlueGreen, UnderFullWriteLoadReadersGetOldOrNewAndNeverGoBack) {
  for (int round = 1; round <= 3; ++round) {
    SCOPED_TRACE(round);
    Fill(log_, static_cast<uint64_t>(round), 3000);
    if (round == 1) {
      Given(1, 1000);
    }
    const auto host = MustOpen(ListOf(Version(round), Version(round + 1)));
    std::atomic<bool> ended = false;
    std::thread inside = ReadingAllTheTime(ended, [&](uint64_t& found) {
      const auto reading = host->Read("tally", 0, InAMinute());
      ASSERT_TRUE(reading.ok()) << reading.status();
      ASSERT_EQ(CountOfAll(*reading->snapshot), std::to_string(reading->position));
      found = reading->position;
    });
    const auto reader = ViewStore::OpenNewestForReading(dir_, "tally");
    ASSERT_TRUE(reader.ok()) << reader.status();
    std::thread outside = ReadingAllTheTime(ended, [&](uint64_t& found) {
      const absl::Status refreshed = (*reader)->Refresh();
      ASSERT_TRUE(refreshed.ok()) << refreshed;
      const auto view = (*reader)->Snapshot();
      found = view->info().position;
      ASSERT_EQ(CountOfAll(*view), std::to_string(found));
    });
    ASSERT_TRUE(host->Start().ok());
    // At full speed for a while, and then as fast as the build can take it: so the switch comes while
    // records are being written.
    std::atomic<bool> switched = false;
    std::thread writer([&] {
      for (int written = 0; !switched;) {
        if (written >= 20'000 && log_.end() - host->status()[0].building_position > 3000) {
          std::this_thread::yield();
          continue;
        }
        log_.Append(AcceptedRecord());
        ++written;
      }
    });
    while (host->status()[0].version != round + 1) {
      std::this_thread::yield();
    }
    switched = true;
    writer.join();
    ASSERT_TRUE(host->Read("tally", log_.end(), InAMinute()).ok());
    ended = true;
    inside.join();
    outside.join();
    EXPECT_EQ(Found().version, round + 1);
  }
}

// Each step of a replacement, and then the process is dead: what readers find, and what the next
// Open makes of it.
class DyingBetweenSteps : public BlueGreen, public ::testing::WithParamInterface<bool> {
 protected:
  bool can_exchange() const { return GetParam(); }
};

TEST_P(DyingBetweenSteps, AFirstBuildOfAVersionIsThereOrNot) {
  Fill(log_, 10, 300);
  bool finished = false;
  for (int steps = 0; !finished; ++steps) {
    SCOPED_TRACE(steps);
    fs::remove_all(dir_ + "/views");
    Given(1, 100);
    GivenBuild(2, 200);
    {
      const auto lock = LockView(View(2));
      StoppingFiles files(steps, can_exchange());
      finished = ReplaceView(View(2), files).ok();
      EXPECT_NE(finished, files.stopped());
    }
    const ViewInfo found = Found();
    EXPECT_EQ(found.position, found.version == 1 ? 100u : 200u);

    const auto host = MustOpen(ListOf(Version(2)));
    const auto reading = host->Read("tally", 0, InAMinute());
    ASSERT_TRUE(reading.ok()) << reading.status();
    EXPECT_GE(reading->position, found.position);
    ASSERT_TRUE(host->CatchUp(300, {}).ok());
    EXPECT_EQ(CountOfAll(*host->Read("tally", 300, InAMinute())->snapshot), "300");
  }
  EXPECT_EQ(Found().version, 2);
}

TEST_P(DyingBetweenSteps, AReplacementOfTheSameVersionIsMadeOrNot) {
  Fill(log_, 11, 300);
  bool finished = false;
  for (int steps = 0; !finished; ++steps) {
    SCOPED_TRACE(steps);
    fs::remove_all(dir_ + "/views");
    Given(1, 100);
    GivenBuild(1, 200);
    {
      const auto lock = LockView(View(1));
      StoppingFiles files(steps, can_exchange());
      finished = ReplaceView(View(1), files).ok();
      EXPECT_NE(finished, files.stopped());
    }
    const uint64_t found = FoundInVersion(1).position;
    EXPECT_TRUE(found == 100 || found == 200) << found;
    {
      // The next writer may die as well, at any step of the tidying.
      const auto lock = LockView(View(1));
      StoppingFiles files(steps % 3, can_exchange());
      TidyView(View(1), files).IgnoreError();
    }
    EXPECT_GE(FoundInVersion(1).position, found);
    const auto host = MustOpen(ListOf(Version(1)));
    EXPECT_GE(host->Read("tally", 0, InAMinute())->position, found);
    ASSERT_TRUE(host->CatchUp(300, {}).ok());
    EXPECT_EQ(CountOfAll(*host->Read("tally", 300, InAMinute())->snapshot), "300");
    const Folders folders = FoldersThere();
    EXPECT_TRUE(folders == Folders{"tally.v1"} ||
                (steps == 0 && folders == (Folders{"tally.v1", "tally.v1.building"})));
  }
}

TEST_P(DyingBetweenSteps, AnOldVersionIsDroppedOrNot) {
  Fill(log_, 12, 300);
  bool finished = false;
  for (int steps = 0; !finished; ++steps) {
    SCOPED_TRACE(steps);
    fs::remove_all(dir_ + "/views");
    Given(2, 200);
    fs::rename(dir_ + "/views", dir_ + "/kept");
    Given(1, 100);
    GivenBuild(1, 50);
    fs::rename(dir_ + "/kept/tally.v2", View(2));
    fs::remove_all(dir_ + "/kept");
    {
      const auto lock = LockView(View(1));
      StoppingFiles files(steps, can_exchange());
      finished = DropView(View(1), files).ok();
      EXPECT_NE(finished, files.stopped());
    }
    EXPECT_EQ(Found().version, 2);
    const auto host = MustOpen(ListOf(Version(2)));
    EXPECT_EQ(host->status()[0].version, 2);
    EXPECT_EQ(FoldersThere(), Folders{"tally.v2"});
  }
}

INSTANTIATE_TEST_SUITE_P(FileSystems, DyingBetweenSteps, ::testing::Bool(),
                         [](const ::testing::TestParamInfo<bool>& param) {
                           return param.param ? "WithExchange" : "WithoutExchange";
                         });

}  // namespace
}  // namespace daybook
