// Every view over random days of a small hotel: followed live in random steps, built anew, and broken
// off and resumed they are the same; and as of any moment each is what a replay that stopped there
// gives.
//
//   DAYBOOK_HISTORIES=N     how many histories (default 60; 25 where nothing is optimised)
//   DAYBOOK_MODEL_FIRST_SEED=N   the first seed (default 1): a failure names the seed that shows it
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "ledger/base/time_zones.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/resolve.h"
#include "projections/all/all_projections.h"
#include "projections/host.h"
#include "projections/runner.h"
#include "projections/view_store.h"
#include "tests/model/oracle.h"
#include "tests/model/workload.h"
#include "tests/support/ledger_folder.h"
#include "tests/support/memory_records.h"
#include "tests/support/requests.h"

namespace daybook::model {
namespace {

#ifdef __OPTIMIZE__
constexpr uint64_t kDefaultHistories = 60;
#else
constexpr uint64_t kDefaultHistories = 25;
#endif
constexpr int kMostRequests = 220;
constexpr int kMoments = 6;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

// Decides what the workload asks and appends the records.
class Hotel {
 public:
  Hotel(uint64_t seed, MemoryRecords& log) : workload_(seed), log_(log) {}

  void Live(int requests) {
    for (const v1::Request& request : HotelOfTheWorkload()) {
      Submit({request, daybook::testing::At("2026-02-27T08:00:00Z").micros()});
    }
    for (int i = 0; i < requests; ++i) Submit(workload_.Next(oracle_));
  }

 private:
  void Submit(const Step& step) {
    oracle_.Submit(step.request, step.now_us);
    const Instant now = Instant::FromMicros(step.now_us);
    v1::Record record;
    record.set_position(log_.end());
    *record.mutable_request() = step.request;
    *record.mutable_resolution() =
        Resolve(state_, step.request, now, v1::TIME_SOURCE_SYSTEM, now, SystemTimeZones());
    *record.mutable_outcome() = Decide(state_, step.request, record.resolution());
    state_.Apply(record);
    log_.Append(std::move(record));
  }

  Oracle oracle_;
  Workload workload_;
  State state_;
  MemoryRecords& log_;
};

std::unique_ptr<Projection> Fresh(std::string_view name) {
  for (std::unique_ptr<Projection>& projection : AllProjections()) {
    if (projection->name() == name) return std::move(projection);
  }
  return nullptr;
}

void ExpectSame(const ViewInfo& a, const ViewInfo& b) {
  EXPECT_EQ(a.position, b.position);
  EXPECT_EQ(a.rows, b.rows);
  EXPECT_EQ(a.index_entries, b.index_entries);
  EXPECT_TRUE(a.digest == b.digest) << "digests differ";
}

class ViewsTest : public ::testing::Test {
 protected:
  void Begin(uint64_t seed) {
    random_.seed(seed);
    log_ = std::make_unique<MemoryRecords>();
    Hotel(seed, *log_).Live(20 + static_cast<int>(random_() % kMostRequests));
  }

  std::unique_ptr<ViewStore> Followed(Projection& projection, const std::string& view_dir) {
    auto store = ViewStore::Open(view_dir, ViewMode::kLive);
    EXPECT_TRUE(store.ok()) << store.status();
    while ((*store)->info().position < log_->end()) {
      const uint64_t position = (*store)->info().position;
      RunOptions options;
      options.records_per_commit = 1 + static_cast<uint32_t>(random_() % 50);
      const absl::Status caught_up = CatchUp(
          projection, **store, *log_, position + 1 + random_() % (log_->end() - position), options);
      EXPECT_TRUE(caught_up.ok()) << caught_up;
      if (!caught_up.ok()) break;
    }
    return *std::move(store);
  }

  ViewInfo Rebuilt(std::string_view name, const std::string& view_dir, bool broken_off) {
    const auto projection = Fresh(name);
    RunOptions options;
    options.records_per_commit = 1 + static_cast<uint32_t>(random_() % 50);
    if (broken_off) {
      std::atomic<bool> cancel = true;
      RunOptions cancelled = options;
      cancelled.cancel = &cancel;
      EXPECT_EQ(Rebuild(*projection, view_dir, *log_, log_->end(), cancelled).status().code(),
                absl::StatusCode::kCancelled);
    }
    const auto info = Rebuild(*Fresh(name), view_dir, *log_, log_->end(), options);
    EXPECT_TRUE(info.ok()) << info.status();
    return info.ok() ? *info : ViewInfo();
  }

  static SetDigest HistoryOf(const std::string& view_dir) {
    const auto store = ViewStore::OpenForReading(view_dir);
    EXPECT_TRUE(store.ok()) << store.status();
    const auto digest = (*store)->HistoryDigest();
    EXPECT_TRUE(digest.ok()) << digest.status();
    return *digest;
  }

  ViewInfo StoppedAt(std::string_view name, const std::string& view_dir, uint64_t position) {
    const auto projection = Fresh(name);
    const auto store = ViewStore::Open(view_dir, ViewMode::kLive);
    EXPECT_TRUE(store.ok()) << store.status();
    const absl::Status caught_up = CatchUp(*projection, **store, *log_, position);
    EXPECT_TRUE(caught_up.ok()) << caught_up;
    return (*store)->info();
  }

  std::mt19937_64 random_;
  std::unique_ptr<MemoryRecords> log_;
};

TEST_F(ViewsTest, LiveRebuiltAndResumedAreTheSameAndThePastIsAReplayThatStopped) {
  const uint64_t first = FromEnvironment("DAYBOOK_MODEL_FIRST_SEED", 1);
  const uint64_t histories = FromEnvironment("DAYBOOK_HISTORIES", kDefaultHistories);
  for (uint64_t seed = first; seed < first + histories; ++seed) {
    SCOPED_TRACE(seed);
    Begin(seed);
    for (const std::unique_ptr<Projection>& projection : AllProjections()) {
      SCOPED_TRACE(std::string(projection->name()));
      const daybook::testing::LedgerFolder folder;
      const auto live = Followed(*projection, folder / "live");
      ExpectSame(live->info(), Rebuilt(projection->name(), folder / "rebuilt", false));
      ExpectSame(live->info(), Rebuilt(projection->name(), folder / "resumed", true));
      const SetDigest history = *live->HistoryDigest();
      EXPECT_TRUE(history == HistoryOf(folder / "rebuilt")) << "the past differs";
      EXPECT_TRUE(history == HistoryOf(folder / "resumed")) << "the past differs";
      const auto checked = CheckView(*projection, *live);
      EXPECT_TRUE(checked.ok()) << checked.status();
      for (int i = 0; i < kMoments; ++i) {
        const uint64_t position = random_() % (log_->end() + 1);
        const auto past = live->SnapshotAt(position);
        ASSERT_TRUE(past.ok()) << past.status();
        const auto counted = CountRows(**past);
        ASSERT_TRUE(counted.ok()) << counted.status();
        SCOPED_TRACE(position);
        ExpectSame(*counted, StoppedAt(projection->name(), folder / std::to_string(i), position));
      }
      if (HasFailure()) return;
    }
  }
}

TEST_F(ViewsTest, OneHostGivesWhatEachViewGivesAlone) {
  const uint64_t first = FromEnvironment("DAYBOOK_MODEL_FIRST_SEED", 1);
  for (uint64_t seed = first; seed < first + 8; ++seed) {
    SCOPED_TRACE(seed);
    Begin(seed);
    const daybook::testing::LedgerFolder folder;
    const auto host = ProjectionHost::Open(folder.path(), AllProjections(), *log_, {});
    ASSERT_TRUE(host.ok()) << host.status();
    for (uint64_t to = 0; to < log_->end();) {
      to += 1 + random_() % (log_->end() - to);
      const absl::Status caught_up = (*host)->CatchUp(to, {});
      ASSERT_TRUE(caught_up.ok()) << caught_up;
    }
    for (const std::unique_ptr<Projection>& projection : AllProjections()) {
      const auto reading = (*host)->Read(projection->name(), log_->end(), absl::InfiniteFuture());
      ASSERT_TRUE(reading.ok()) << reading.status();
      ExpectSame(reading->snapshot->info(),
                 Rebuilt(projection->name(), folder / std::string(projection->name()), false));
    }
  }
}

}  // namespace
}  // namespace daybook::model
