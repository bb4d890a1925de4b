// What was acknowledged is there after a power cut, wherever it comes.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "ledger/log/head.h"
#include "ledger/log/record_log.h"
#include "ledger/log/verify_log.h"
#include "tests/log/log_test_support.h"
#include "tests/support/power_cut_disk.h"

namespace daybook {
namespace {

// One machine: records are appended, closed and opened, the power fails somewhere, and what is then
// found is compared with what was acknowledged.
class Machine {
 public:
  Machine(const std::string& dir, uint64_t seed, bool ignore_syncs)
      : dir_(dir), random_(seed), disk_(dir, {.ignore_syncs = ignore_syncs}) {
    options_.storage = disk_.storage();
    options_.head_interval = absl::Microseconds(200);
  }

  // The first thing that is wrong, or OK.
  absl::Status LiveThrough(int cuts) {
    for (int i = 0; i < cuts; ++i) {
      disk_.SetCutAfter(1 + random_() % 160);
      WorkUntilTheCut();
      disk_.Restore(random_());
      if (absl::Status status = LookAround(); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  uint64_t acknowledged() const { return acknowledged_; }
  bool was_closed_cleanly() const { return closed_; }

 private:
  void WorkUntilTheCut() {
    while (!disk_.power_is_cut()) {
      if (!created_) {
        created_ = RecordLog::Create(dir_, options_).ok();
        continue;
      }
      absl::StatusOr<std::unique_ptr<RecordLog>> log = RecordLog::Open(dir_, options_);
      if (!log.ok()) {
        opening_ = log.status();
        continue;
      }
      AppendSome(**log);
      closed_ = (*log)->Close().ok() || closed_;
    }
  }

  void AppendSome(RecordLog& log) {
    const uint64_t batches = random_() % 30;
    for (uint64_t i = 0; i < batches && !disk_.power_is_cut(); ++i) {
      attempted_ = acknowledged_ + 1 + (random_() % 8 == 0 ? random_() % 400 : random_() % 5);
      if (!log.Append(acknowledged_, RecordsIn(acknowledged_, attempted_)).ok()) {
        return;
      }
      acknowledged_ = attempted_;
    }
  }

  absl::Status LookAround() {
    if (!opening_.ok() && !absl::IsUnavailable(opening_) && !absl::IsDataLoss(opening_)) {
      return opening_;
    }
    opening_ = absl::OkStatus();
    absl::StatusOr<std::unique_ptr<RecordLog>> log = RecordLog::Open(dir_, options_);
    if (absl::IsNotFound(log.status()) && !created_) {
      return absl::OkStatus();
    }
    if (!log.ok()) {
      return log.status();
    }
    created_ = true;
    const uint64_t end = (*log)->end();
    if (end != acknowledged_ && end != attempted_) {
      return absl::DataLossError("acknowledged " + std::to_string(acknowledged_) + ", attempted " +
                                 std::to_string(attempted_) + ", found " + std::to_string(end));
    }
    if (absl::Status same = CompareRecords(**log, 0, end); !same.ok()) {
      return same;
    }
    if ((*log)->Root() != NaiveRoot(0, end)) {
      return absl::DataLossError("another root");
    }
    acknowledged_ = attempted_ = end;
    if (absl::Status status = (*log)->Close(); !status.ok()) {
      return status;
    }
    return VerifyLog(dir_).status();
  }

  const std::string dir_;
  std::mt19937_64 random_;
  PowerCutDisk disk_;
  LogOptions options_;
  bool created_ = false;
  bool closed_ = false;
  absl::Status opening_;
  uint64_t acknowledged_ = 0;
  uint64_t attempted_ = 0;
};

TEST(PowerCut, LosesNothingAcknowledgedWhereverItComes) {
  TestFolder folder;
  uint64_t acknowledged = 0;
  uint64_t closed = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const std::string dir = folder / std::to_string(seed);
    std::filesystem::create_directory(dir);
    Machine machine(dir, seed, /*ignore_syncs=*/false);
    const absl::Status status = machine.LiveThrough(/*cuts=*/3);
    ASSERT_TRUE(status.ok()) << "seed " << seed << ": " << status;
    acknowledged += machine.acknowledged();
    closed += machine.was_closed_cleanly() ? 1 : 0;
    std::filesystem::remove_all(dir);
  }
  // Else the cuts came where nothing was at stake.
  EXPECT_GT(acknowledged, 10'000u);
  EXPECT_GT(closed, 10u);
}

TEST(PowerCut, LosesSomethingWhereTheDiskOnlySaysThatItSyncs) {
  TestFolder folder;
  int losses = 0;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const std::string dir = folder / std::to_string(seed);
    std::filesystem::create_directory(dir);
    Machine machine(dir, seed, /*ignore_syncs=*/true);
    losses += machine.LiveThrough(/*cuts=*/3).ok() ? 0 : 1;
    std::filesystem::remove_all(dir);
  }
  EXPECT_GT(losses, 15);
}

TEST(PowerCut, StopsTheLogUntilItIsOpenedAgain) {
  TestFolder folder;
  PowerCutDisk disk(folder.path());
  LogOptions options = WithLazyHead();
  options.storage = disk.storage();
  ASSERT_TRUE(RecordLog::Create(folder.path(), options).ok());
  auto log = MustOpen(folder.path(), options);
  Grow(*log, 50);
  disk.SetCutAfter(1);
  EXPECT_FALSE(log->Append(50, RecordsIn(50, 60)).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(log->Append(50, RecordsIn(50, 60))));
  EXPECT_EQ(log->end(), 50u);
  EXPECT_EQ(log->Root(), NaiveRoot(0, 50));
  EXPECT_TRUE(CompareRecords(*log, 0, 50).ok());
  EXPECT_FALSE(log->Close().ok());
  log.reset();
  EXPECT_FALSE(PosixFileSystem().Exists(folder / "closed"));
  disk.Restore(1);
  log = MustOpen(folder.path(), options);
  ASSERT_NE(log, nullptr);
  EXPECT_TRUE(log->end() == 50 || log->end() == 60) << log->end();
}

}  // namespace
}  // namespace daybook
