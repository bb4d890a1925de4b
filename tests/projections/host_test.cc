#include "projections/host.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "projections/bookings/bookings_view.h"
#include "projections/runner.h"
#include "tests/projections/toys.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

namespace fs = std::filesystem;

using Projections = std::vector<std::unique_ptr<Projection>>;

std::unique_ptr<Projection> TallyCalled(const std::string& name, int version = 1) {
  return std::make_unique<Tally>(name, version);
}

// A gate that a test opens and closes.
class Gate {
 public:
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  // Waits until it is open.
  void Pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    --waiting_;
  }
  void AwaitSomebody() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ > 0 || open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

class Host : public ::testing::Test {
 protected:
  std::unique_ptr<ProjectionHost> MustOpen(Projections projections,
                                           const HostOptions& options = {}) {
    auto host = ProjectionHost::Open(folder_.path(), std::move(projections), log_, options);
    EXPECT_TRUE(host.ok()) << host.status();
    return host.ok() ? *std::move(host) : nullptr;
  }
  std::string View(const std::string& name, int version = 1) const {
    return ViewDirectory(folder_.path(), name, version);
  }
  static ViewStatus StatusOf(const ProjectionHost& host, const std::string& name) {
    for (const ViewStatus& status : host.status()) {
      if (status.name == name) {
        return status;
      }
    }
    ADD_FAILURE() << "no view " << name;
    return {};
  }

  const ViewFolder folder_;
  MemoryRecords log_;
};

using HostOpening = Host;
using HostCatchingUp = Host;
using HostFollowing = Host;
using HostReading = Host;
using HostHoldingBackTheWriter = Host;

TEST_F(HostOpening, RefusesProjectionsThatCantBeToldApartOrHaveNoName) {
  const std::vector<std::pair<std::string, int>> bad = {{"tally", 1}, {"", 1},   {"Tally", 2},
                                                        {"a/b", 1},   {"b1", 1}, {"other", 0}};
  for (const auto& [name, version] : bad) {
    const auto host = ProjectionHost::Open(
        folder_.path(), ListOf(TallyCalled("tally"), TallyCalled(name, version)), log_, {});
    EXPECT_TRUE(absl::IsInvalidArgument(host.status())) << name << host.status();
  }
  HostOptions options;
  options.max_lag = 10;
  EXPECT_TRUE(absl::IsInvalidArgument(
      ProjectionHost::Open(folder_.path(), ListOf(TallyCalled("tally")), log_, options).status()));
}

TEST_F(HostOpening, RefusesAViewThatSomebodyElseWrites) {
  const auto host = MustOpen(ListOf(TallyCalled("tally")));
  const auto second = ProjectionHost::Open(folder_.path(), ListOf(TallyCalled("tally")), log_, {});
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
}

TEST_F(HostOpening, AViewOfAnotherLogIsBuiltAnewAndNotShown) {
  // given
  Fill(log_, 1, 100);
  ASSERT_TRUE(MustOpen(ListOf(TallyCalled("tally")))->CatchUp(100, {}).ok());
  MemoryRecords other;
  Fill(other, 2, 200);
  // when
  auto host = ProjectionHost::Open(folder_.path(), ListOf(TallyCalled("tally")), other, {});
  ASSERT_TRUE(host.ok()) << host.status();
  // then
  EXPECT_TRUE(absl::IsUnavailable((*host)->Read("tally", 0, absl::InfinitePast()).status()));
  ASSERT_TRUE((*host)->CatchUp(200, {}).ok());
  const auto reading = (*host)->Read("tally", 200, InAMinute());
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(CountOfAll(*reading->snapshot), "200");
}

TEST_F(HostOpening, ADamagedViewIsBuiltAnew) {
  Fill(log_, 3, 100);
  ASSERT_TRUE(MustOpen(ListOf(TallyCalled("tally")))->CatchUp(100, {}).ok());
  for (const auto& file : fs::directory_iterator(View("tally"))) {
    if (file.path().filename().string().starts_with("MANIFEST")) {
      fs::resize_file(file.path(), 3);
    }
  }
  const auto host = MustOpen(ListOf(TallyCalled("tally")));
  EXPECT_EQ(StatusOf(*host, "tally").building_version, 1);
  ASSERT_TRUE(host->CatchUp(100, {}).ok());
  const auto reading = host->Read("tally", 100, InAMinute());
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(CountOfAll(*reading->snapshot), "100");
}

TEST_F(HostCatchingUp, OneScanFeedsAllViewsFromTheLeastOfTheirPositions) {
  // given one view at 700, one at 400 and one that is not there
  Fill(log_, 4, 1000);
  ASSERT_TRUE(MustOpen(ListOf(TallyCalled("one")))->CatchUp(700, {}).ok());
  ASSERT_TRUE(MustOpen(ListOf(TallyCalled("two")))->CatchUp(400, {}).ok());
  const CountingRecords counted(log_);
  auto host = ProjectionHost::Open(folder_.path(), ListOf(TallyCalled("one"), TallyCalled("two")),
                                   counted, {});
  ASSERT_TRUE(host.ok()) << host.status();
  // when
  const uint64_t before = counted.read();
  ASSERT_TRUE((*host)->CatchUp(1000, {}).ok());
  // then
  EXPECT_EQ(counted.read() - before, 600u);
  for (const char* name : {"one", "two"}) {
    const auto reading = (*host)->Read(name, 1000, InAMinute());
    ASSERT_TRUE(reading.ok()) << reading.status();
    EXPECT_EQ(CountOfAll(*reading->snapshot), "1000");
  }
}

TEST_F(HostCatchingUp, CancelledItKeepsWhatWasDoneAndGoesOnFromThere) {
  Fill(log_, 5, 1000);
  std::atomic<bool> cancel = false;
  uint64_t first_applied = 0;
  const auto watched = [&](const std::string& name, uint64_t cancel_at) {
    return std::make_unique<Watched>(TallyCalled(name), [&, cancel_at](const v1::Record& record) {
      first_applied = std::min(first_applied, record.position());
      cancel = cancel || record.position() == cancel_at;
      return absl::OkStatus();
    });
  };
  const auto host = MustOpen(ListOf(watched("one", 600), watched("two", 2000)));
  RunOptions options;
  options.cancel = &cancel;
  options.records_per_commit = 50;
  EXPECT_TRUE(absl::IsCancelled(host->CatchUp(1000, options)));
  cancel = false;
  first_applied = 1000;
  ASSERT_TRUE(host->CatchUp(1000, options).ok());
  EXPECT_GE(first_applied, 600u);
  EXPECT_EQ(CountOfAll(*host->Read("one", 1000, InAMinute())->snapshot), "1000");
  EXPECT_EQ(CountOfAll(*host->Read("two", 1000, InAMinute())->snapshot), "1000");
}

TEST_F(HostCatchingUp, AViewThatStopsDoesNotStopTheOthersAndSaysWhereAndWhy) {
  Fill(log_, 6, 300);
  v1::Record record = CreatedRecord("B-bad");
  record.mutable_request()->set_request_id("r-bad");
  const uint64_t bad = log_.Append(record);
  Fill(log_, 7, 300);
  const auto host = MustOpen(ListOf(StoppingAt(bad, "bad"), TallyCalled("good")));
  const absl::Status stopped = host->CatchUp(log_.end(), {});
  EXPECT_TRUE(absl::IsDataLoss(stopped)) << stopped;
  EXPECT_TRUE(Mentions(stopped,
                       "view bad.v1 stops at record 300 (request r-bad, event booking_created): "
                       "no room for it; raise the projection's version or mend it, then: rebuild"))
      << stopped;
  EXPECT_EQ(StatusOf(*host, "bad").stopped, stopped);
  EXPECT_TRUE(StatusOf(*host, "good").stopped.ok());
  EXPECT_EQ(CountOfAll(*host->Read("good", log_.end(), InAMinute())->snapshot), "601");
  EXPECT_EQ(host->Read("bad", 0, InAMinute()).status(), stopped);
}

TEST_F(HostCatchingUp, ItEndsWithTheLog) {
  Fill(log_, 8, 10);
  const auto host = MustOpen(ListOf(TallyCalled("tally")));
  EXPECT_TRUE(absl::IsOutOfRange(host->CatchUp(11, {})));
}

TEST_F(HostFollowing, AReaderSeesWhatItWrote) {
  const auto host = MustOpen(ListOf(NewBookingsProjection(), TallyCalled("tally")));
  ASSERT_TRUE(host->Start().ok());
  for (int i = 0; i < 50; ++i) {
    const std::string id = "B" + std::to_string(i);
    const uint64_t position = log_.Append(CreatedRecord(id));
    const auto bookings = host->Read("bookings", position + 1, InAMinute());
    ASSERT_TRUE(bookings.ok()) << bookings.status();
    EXPECT_TRUE(GetBooking(*bookings->snapshot, id)->has_value());
    EXPECT_EQ(bookings->position, position + 1);
    EXPECT_EQ(bookings->log_end, position + 1);
    EXPECT_EQ(bookings->staleness, absl::ZeroDuration());
    const auto tally = host->Read("tally", position + 1, InAMinute());
    ASSERT_TRUE(tally.ok()) << tally.status();
    EXPECT_EQ(CountOfAll(*tally->snapshot), std::to_string(position + 1));
  }
}

TEST_F(HostFollowing, AViewThatFollowsARandomHistoryIsTheOneRebuilt) {
  const auto host = MustOpen(ListOf(NewBookingsProjection(), TallyCalled("tally")));
  ASSERT_TRUE(host->Start().ok());
  BookingHistory history(11);
  for (int i = 0; i < 1500; ++i) {
    log_.Append(history.Next());
    if (i % 97 == 0) {
      ASSERT_TRUE(host->Read("bookings", log_.end(), InAMinute()).ok());
    }
  }
  const auto reading = host->Read("bookings", log_.end(), InAMinute());
  ASSERT_TRUE(reading.ok()) << reading.status();
  const ViewFolder fresh;
  const auto projection = NewBookingsProjection();
  const auto rebuilt = Rebuild(*projection, fresh.view(), log_, log_.end());
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ(reading->snapshot->info().digest, rebuilt->digest);
}

TEST_F(HostFollowing, AViewThatStopsLeavesTheOthersFollowing) {
  const auto host = MustOpen(ListOf(StoppingAt(5, "bad"), TallyCalled("good")));
  ASSERT_TRUE(host->Start().ok());
  Fill(log_, 9, 3);
  ASSERT_TRUE(host->Read("bad", 3, InAMinute()).ok());
  Fill(log_, 10, 7);
  const auto stopped = host->Read("bad", 10, absl::InfiniteFuture());
  EXPECT_TRUE(Mentions(stopped.status(), "view bad.v1 stops at record 5")) << stopped.status();
  EXPECT_TRUE(host->Read("bad", 5, InAMinute()).ok());
  EXPECT_EQ(CountOfAll(*host->Read("bad", 0, InAMinute())->snapshot), "5");
  EXPECT_TRUE(host->Read("good", 10, InAMinute()).ok());
  const ViewStatus status = StatusOf(*host, "bad");
  EXPECT_EQ(status.stopped, stopped.status());
  EXPECT_EQ(status.position, 5u);
  EXPECT_EQ(status.lag, 5u);
}

TEST_F(HostFollowing, WhenTheLogIsClosedWhatIsThereIsAppliedAndFollowingEndsQuietly) {
  const auto host = MustOpen(ListOf(TallyCalled("tally")));
  ASSERT_TRUE(host->CatchUp(0, {}).ok());
  ASSERT_TRUE(host->Start().ok());
  Fill(log_, 12, 3);
  log_.Close();
  EXPECT_TRUE(absl::IsCancelled(host->Read("tally", 4, absl::InfiniteFuture()).status()));
  EXPECT_EQ(CountOfAll(*host->Read("tally", 3, InAMinute())->snapshot), "3");
  EXPECT_TRUE(StatusOf(*host, "tally").stopped.ok());
}

TEST_F(HostFollowing, StoppedItAnswersThoseWhoWaitAndCanBeStartedAgain) {
  const auto host = MustOpen(ListOf(TallyCalled("tally")));
  EXPECT_TRUE(absl::IsUnavailable(host->Read("tally", 1, absl::InfiniteFuture()).status()));
  ASSERT_TRUE(host->CatchUp(0, {}).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(host->Read("tally", 1, absl::InfiniteFuture()).status()));
  ASSERT_TRUE(host->Start().ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(host->Start()));
  EXPECT_TRUE(absl::IsFailedPrecondition(host->CatchUp(0, {})));
  std::thread reader([&host] {
    EXPECT_TRUE(absl::IsCancelled(host->Read("tally", 1, absl::InfiniteFuture()).status()));
  });
  host->Stop();
  host->Stop();
  reader.join();
  Fill(log_, 13, 1);
  ASSERT_TRUE(host->Start().ok());
  EXPECT_TRUE(host->Read("tally", 1, InAMinute()).ok());
}

TEST_F(HostReading, AViewThatIsNotThereIsNotFound) {
  const auto host = MustOpen(ListOf(TallyCalled("tally")));
  EXPECT_TRUE(absl::IsNotFound(host->Read("bookings", 0, InAMinute()).status()));
}

TEST_F(HostReading, TheDeadlineSaysHowFarTheViewIs) {
  Fill(log_, 14, 7);
  const auto host = MustOpen(ListOf(TallyCalled("tally")));
  ASSERT_TRUE(host->CatchUp(7, {}).ok());
  ASSERT_TRUE(host->Start().ok());
  const auto late = host->Read("tally", 9, absl::Now() + absl::Milliseconds(5));
  EXPECT_TRUE(absl::IsDeadlineExceeded(late.status())) << late.status();
  EXPECT_TRUE(Mentions(late.status(), "view tally is as of record 7, not yet 9"));
}

TEST_F(HostReading, AnAnswerFromBehindSaysHowOldItIs) {
  Gate gate;
  Fill(log_, 15, 5);
  const auto host = MustOpen(
      ListOf(std::make_unique<Watched>(TallyCalled("tally"), [&gate](const v1::Record& record) {
        if (record.position() >= 5) {
          gate.Pass();
        }
        return absl::OkStatus();
      })));
  ASSERT_TRUE(host->CatchUp(5, {}).ok());
  ASSERT_TRUE(host->Start().ok());
  const absl::Time at_end = absl::Now();
  EXPECT_EQ(host->Read("tally", 5, InAMinute())->staleness, absl::ZeroDuration());
  Fill(log_, 16, 3);
  gate.AwaitSomebody();
  const auto behind = host->Read("tally", 0, InAMinute());
  ASSERT_TRUE(behind.ok()) << behind.status();
  EXPECT_EQ(behind->position, 5u);
  EXPECT_EQ(behind->log_end, 8u);
  EXPECT_GT(behind->staleness, absl::ZeroDuration());
  EXPECT_LE(behind->staleness, absl::Now() - at_end);
  EXPECT_EQ(StatusOf(*host, "tally").lag, 3u);
  gate.Open();
  EXPECT_EQ(host->Read("tally", 8, InAMinute())->staleness, absl::ZeroDuration());
}

TEST_F(HostReading, AsOfThePastItIsWhatItWas) {
  const auto host = MustOpen(ListOf(TallyCalled("tally")));
  ASSERT_TRUE(host->Start().ok());
  Fill(log_, 17, 100);
  for (const uint64_t as_of : {uint64_t{0}, uint64_t{1}, uint64_t{37}, log_.end()}) {
    const auto reading = host->ReadAsOf("tally", as_of, InAMinute());
    ASSERT_TRUE(reading.ok()) << reading.status();
    EXPECT_EQ(reading->position, as_of);
    EXPECT_EQ(CountOfAll(*reading->snapshot), std::to_string(as_of));
  }
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      host->ReadAsOf("tally", 101, absl::Now() + absl::Milliseconds(5)).status()));
}

TEST_F(HostReading, ASnapshotOutlivesTheHost) {
  Fill(log_, 18, 10);
  auto host = MustOpen(ListOf(TallyCalled("tally")));
  ASSERT_TRUE(host->CatchUp(10, {}).ok());
  auto reading = host->Read("tally", 10, InAMinute());
  ASSERT_TRUE(reading.ok()) << reading.status();
  host.reset();
  EXPECT_EQ(CountOfAll(*reading->snapshot), "10");
  reading->snapshot.reset();
  EXPECT_NE(MustOpen(ListOf(TallyCalled("tally"))), nullptr);
}

// Stands in for the ledger: takes records up to the limit.
class HeldBackWriter {
 public:
  explicit HeldBackWriter(MemoryRecords& log) : log_(log) {}
  void Limit(uint64_t end) {
    const std::lock_guard lock(mutex_);
    limit_ = end;
    changed_.notify_all();
  }
  uint64_t limit() const {
    const std::lock_guard lock(mutex_);
    return limit_;
  }
  void Write(int records) {
    for (int i = 0; i < records; ++i) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return log_.end() < limit_; });
      log_.Append(AcceptedRecord());
    }
  }

 private:
  MemoryRecords& log_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t limit_ = std::numeric_limits<uint64_t>::max();
};

constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

TEST_F(HostHoldingBackTheWriter, TheWriterIsNeverFurtherAheadThanTheSlowestViewAllows) {
  constexpr uint64_t kMaxLag = 20;
  HeldBackWriter writer(log_);
  HostOptions options;
  options.max_lag = kMaxLag;
  options.limit_appends = [&writer](uint64_t end) { writer.Limit(end); };
  uint64_t furthest = 0;
  const auto host =
      MustOpen(ListOf(std::make_unique<Watched>(TallyCalled("slow"),
                                                [&](const v1::Record& record) {
                                                  furthest = std::max(
                                                      furthest, log_.end() - record.position());
                                                  std::this_thread::yield();
                                                  return absl::OkStatus();
                                                }),
                      TallyCalled("fast")),
               options);
  ASSERT_TRUE(host->CatchUp(0, {}).ok());
  EXPECT_EQ(writer.limit(), kNoLimit);
  ASSERT_TRUE(host->Start().ok());
  EXPECT_EQ(writer.limit(), kMaxLag);
  std::thread writing([&writer] { writer.Write(3000); });
  ASSERT_TRUE(host->Read("slow", 3000, InAMinute()).ok());
  writing.join();
  host->Stop();
  EXPECT_LE(furthest, kMaxLag);
  EXPECT_EQ(writer.limit(), kNoLimit);
}

TEST_F(HostHoldingBackTheWriter, AViewThatStopsHoldsNobodyBack) {
  HeldBackWriter writer(log_);
  HostOptions options;
  options.max_lag = 5;
  options.limit_appends = [&writer](uint64_t end) { writer.Limit(end); };
  const auto host = MustOpen(ListOf(StoppingAt(3, "bad"), TallyCalled("good")), options);
  ASSERT_TRUE(host->CatchUp(0, {}).ok());
  ASSERT_TRUE(host->Start().ok());
  writer.Write(100);
  ASSERT_TRUE(host->Read("good", 100, InAMinute()).ok());
  EXPECT_FALSE(host->Read("bad", 100, InAMinute()).ok());
}

TEST_F(HostHoldingBackTheWriter, NobodyIsHeldBackWhenTheLastViewHasStopped) {
  HeldBackWriter writer(log_);
  HostOptions options;
  options.max_lag = 5;
  options.limit_appends = [&writer](uint64_t end) { writer.Limit(end); };
  const auto host = MustOpen(ListOf(StoppingAt(3, "bad")), options);
  ASSERT_TRUE(host->CatchUp(0, {}).ok());
  ASSERT_TRUE(host->Start().ok());
  writer.Write(100);
  EXPECT_EQ(log_.end(), 100u);
}

TEST_F(HostHoldingBackTheWriter, AVersionUnderConstructionHoldsNobodyBackUntilReadersGetIt) {
  HeldBackWriter writer(log_);
  writer.Write(50);
  HostOptions options;
  options.max_lag = 5;
  options.limit_appends = [&writer](uint64_t end) { writer.Limit(end); };
  Gate gate;
  const auto host = MustOpen(ListOf(std::make_unique<Watched>(TallyCalled("tally"),
                                                              [&gate](const v1::Record& record) {
                                                                if (record.position() == 10) {
                                                                  gate.Pass();
                                                                }
                                                                return absl::OkStatus();
                                                              })),
                             options);
  ASSERT_TRUE(host->Start().ok());
  gate.AwaitSomebody();
  EXPECT_EQ(writer.limit(), kNoLimit);
  writer.Write(50);
  EXPECT_EQ(StatusOf(*host, "tally").building_version, 1);
  gate.Open();
  ASSERT_TRUE(host->Read("tally", 100, InAMinute()).ok());
  writer.Write(200);
  ASSERT_TRUE(host->Read("tally", 300, InAMinute()).ok());
}

}  // namespace
}  // namespace daybook
