#include "ledger/log/recover_log.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "ledger/log/head.h"
#include "ledger/log/verify_log.h"
#include "tests/log/log_test_support.h"
#include "tests/support/power_cut_disk.h"

namespace daybook {
namespace {

// The only WAL with something in it.
std::string WalOf(const std::string& dir) {
  std::string wal;
  uintmax_t largest = 0;
  for (const auto& entry : std::filesystem::directory_iterator(dir + "/log")) {
    if (entry.path().extension() == ".log" && entry.file_size() > largest) {
      largest = entry.file_size();
      wal = entry.path().string();
    }
  }
  return wal;
}

class RecoverLogTest : public ::testing::Test {
 protected:
  // A ledger as a crash leaves it: `acknowledged` records below the head, and behind it `tail`.
  void MakeCrashed(uint64_t acknowledged, const std::vector<std::string>& tail) {
    const std::string live = folder_ / "live";
    std::filesystem::create_directory(live);
    MakeClosedLog(live, acknowledged);
    const auto log = MustOpen(live, WithLazyHead());
    // The first append after an open moves the head at once; it is put back to where it was.
    const std::string head = ReadFile(live + "/head");
    if (!tail.empty()) {
      ASSERT_TRUE(log->Append(acknowledged, tail).ok());
    }
    CopyAsCrashed(live, dir());
    WriteFile(dir() + "/head", head);
  }
  std::string dir() const { return folder_ / "crashed"; }

  void ExpectWhole(uint64_t end) {
    const absl::StatusOr<LogVerdict> verdict = VerifyLog(dir());
    ASSERT_TRUE(verdict.ok()) << verdict.status();
    EXPECT_EQ(verdict->end, end);
    const auto log = MustOpen(dir());
    ASSERT_NE(log, nullptr);
    EXPECT_EQ(log->end(), end);
    EXPECT_TRUE(CompareRecords(*log, 0, end).ok());
    EXPECT_EQ(log->Root(), NaiveRoot(0, end));
    Grow(*log, end + 300);
    EXPECT_TRUE(log->Close().ok());
    EXPECT_TRUE(VerifyLog(dir()).ok());
  }
  TestFolder folder_;
};

TEST_F(RecoverLogTest, TouchesNothingWhereTheLogOpens) {
  MakeCrashed(300, RecordsIn(300, 350));
  const auto before = Contents(dir());
  const absl::StatusOr<Recovery> recovery = RecoverLog(dir());
  ASSERT_TRUE(recovery.ok()) << recovery.status();
  EXPECT_FALSE(recovery->needed);
  EXPECT_EQ(recovery->recovered_end, 350u);
  EXPECT_EQ(recovery->head_end, 300u);
  EXPECT_EQ(Contents(dir()), before);
}

// Type bytes of RocksDB's log format that mean nothing, something, and an older way of writing.
constexpr char kGarbage[] = {0, 1, 2, 4, 5, 6, 7, 8, 9, 0x5a, '\xff'};

TEST_F(RecoverLogTest, IsNotNeededForATornTailAndAReaderCopesWithIt) {
  MakeCrashed(300, RecordsIn(300, 301));
  const std::string kept = folder_ / "kept";
  CopyAsCrashed(dir(), kept);
  for (const char garbage : kGarbage) {
    for (const size_t length : {3u, 90u, 40'000u}) {
      CopyAsCrashed(kept, dir());
      std::ofstream(WalOf(dir()), std::ios::app | std::ios::binary) << std::string(length, garbage);
      const absl::StatusOr<LogVerdict> verdict = VerifyLog(dir());
      ASSERT_TRUE(verdict.ok()) << int{garbage} << " x " << length << ": " << verdict.status();
      EXPECT_EQ(verdict->end, 301u);
      const absl::StatusOr<Recovery> recovery = RecoverLog(dir());
      ASSERT_TRUE(recovery.ok()) << recovery.status();
      EXPECT_FALSE(recovery->needed);
      // What the writer leaves while it has the log open can be followed.
      const auto log = MustOpen(dir());
      const absl::StatusOr<LogVerdict> beside = VerifyLog(dir());
      EXPECT_TRUE(beside.ok()) << beside.status();
    }
  }
  ExpectWhole(301);
}

TEST_F(RecoverLogTest, IsNotNeededForATornManifestAndAReaderCopesWithIt) {
  MakeCrashed(300, RecordsIn(300, 320));
  std::string manifest = ReadFile(dir() + "/log/CURRENT");
  manifest.pop_back();  // the newline
  manifest = dir() + "/log/" + manifest;
  const std::string whole = ReadFile(manifest);
  for (const char garbage : kGarbage) {
    for (const size_t length : {3u, 90u, 4'000u}) {
      WriteFile(manifest, whole + std::string(length, garbage));
      const absl::StatusOr<LogVerdict> verdict = VerifyLog(dir());
      ASSERT_TRUE(verdict.ok()) << int{garbage} << " x " << length << ": " << verdict.status();
      const absl::StatusOr<Recovery> recovery = RecoverLog(dir());
      ASSERT_TRUE(recovery.ok()) << int{garbage} << " x " << length << ": " << recovery.status();
      EXPECT_FALSE(recovery->needed);
    }
  }
  ExpectWhole(320);
}

TEST_F(RecoverLogTest, IsNotLedAstrayByDamageInTheMidstOfTheManifest) {
  MakeCrashed(300, RecordsIn(300, 320));
  std::string manifest = ReadFile(dir() + "/log/CURRENT");
  manifest.pop_back();
  manifest = dir() + "/log/" + manifest;
  std::string damaged = ReadFile(manifest);
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
  WriteFile(manifest, damaged);
  const auto before = Contents(dir());
  EXPECT_TRUE(absl::IsDataLoss(RecordLog::Open(dir()).status()));
  EXPECT_TRUE(absl::IsDataLoss(VerifyLog(dir()).status()));
  EXPECT_EQ(Contents(dir()), before);
}

TEST_F(RecoverLogTest, CutsWhatIsNoRecordBehindTheHead) {
  std::vector<std::string> tail = RecordsIn(300, 340);
  tail.push_back("this is not a record");
  tail.push_back(RecordAt(341));
  MakeCrashed(300, tail);
  ASSERT_TRUE(absl::IsDataLoss(RecordLog::Open(dir()).status()));
  const auto before = Contents(dir() + "/log");
  const absl::StatusOr<Recovery> recovery = RecoverLog(dir());
  ASSERT_TRUE(recovery.ok()) << recovery.status();
  EXPECT_TRUE(recovery->needed);
  EXPECT_EQ(recovery->recovered_end, 340u);
  EXPECT_EQ(recovery->head_end, 300u);
  EXPECT_EQ(recovery->kept_copy, "log.damaged-1");
  EXPECT_EQ(Contents(dir() + "/log.damaged-1").size(), before.size());
  ExpectWhole(340);
}

TEST_F(RecoverLogTest, BringsBackALogWhoseTilesAreGone) {
  MakeClosedLog(folder_.path(), 900);
  // The tile 0/0 stands in some SST: each SST in turn is damaged, and recovery either helps or
  // refuses.
  int helped = 0;
  int refused = 0;
  for (const auto& [path, content] : Contents(folder_ / "log")) {
    if (std::filesystem::path(path).extension() != ".sst") {
      continue;
    }
    std::filesystem::remove_all(folder_.path() + ".copy");
    std::filesystem::copy(folder_.path(), folder_.path() + ".copy",
                          std::filesystem::copy_options::recursive);
    const std::string copy = folder_.path() + ".copy";
    std::filesystem::remove(copy + "/log/" + std::filesystem::path(path).filename().string());
    const auto before = Contents(copy);
    const absl::StatusOr<Recovery> recovery = RecoverLog(copy);
    if (recovery.ok()) {
      ++helped;
      EXPECT_EQ(recovery->recovered_end, 900u);
      EXPECT_TRUE(VerifyLog(copy).ok());
    } else {
      ++refused;
      EXPECT_TRUE(absl::IsDataLoss(recovery.status())) << recovery.status();
      EXPECT_EQ(Contents(copy), before);
    }
  }
  std::filesystem::remove_all(folder_.path() + ".copy");
  EXPECT_GT(helped, 0);
  EXPECT_GT(refused, 0);
}

TEST_F(RecoverLogTest, RefusesWhereAcknowledgedRecordsAreGone) {
  MakeCrashed(300, RecordsIn(300, 310));
  // A head that has seen all of the tail, and a WAL that lost it.
  const absl::StatusOr<Head> old_head = ReadHead(PosixFileSystem(), dir() + "/head");
  WriteFile(
      dir() + "/head",
      EncodeHead({.sequence = old_head->sequence + 1, .end = 310, .root = NaiveRoot(0, 310)}));
  std::filesystem::remove(WalOf(dir()));
  const auto before = Contents(dir());
  EXPECT_TRUE(absl::IsDataLoss(RecordLog::Open(dir()).status()));
  const absl::Status status = RecoverLog(dir()).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(Contents(dir()), before);
}

TEST_F(RecoverLogTest, BringsBackADamagedHeadFromTheListOfClosedFiles) {
  MakeClosedLog(folder_.path(), 400);
  WriteFile(folder_ / "head", std::string(128, 'x'));
  ASSERT_TRUE(absl::IsDataLoss(RecordLog::Open(folder_.path()).status()));
  const absl::StatusOr<Recovery> recovery = RecoverLog(folder_.path());
  ASSERT_TRUE(recovery.ok()) << recovery.status();
  EXPECT_TRUE(recovery->needed);
  EXPECT_EQ(recovery->recovered_end, 400u);
  EXPECT_EQ(MustOpen(folder_.path())->end(), 400u);
}

TEST_F(RecoverLogTest, GoesOnAfterAnInterruptionAtAnyPoint) {
  std::vector<std::string> tail = RecordsIn(300, 340);
  tail.push_back("this is not a record");
  MakeCrashed(300, tail);
  const std::string kept = folder_ / "kept";
  std::filesystem::copy(dir(), kept, std::filesystem::copy_options::recursive);
  bool finished_uncut = false;
  for (uint64_t cut = 1; !finished_uncut; ++cut) {
    ASSERT_LT(cut, 500u);
    CopyAsCrashed(kept, dir());
    PowerCutDisk disk(dir());
    LogOptions options;
    options.storage = disk.storage();
    disk.SetCutAfter(cut);
    finished_uncut = RecoverLog(dir(), options).ok();
    disk.Restore(cut);
    const absl::StatusOr<Recovery> again = RecoverLog(dir(), options);
    ASSERT_TRUE(again.ok()) << "cut at " << cut << ": " << again.status();
    EXPECT_EQ(again->recovered_end, 340u) << "cut at " << cut;
    const auto log = MustOpen(dir());
    ASSERT_NE(log, nullptr);
    EXPECT_EQ(log->end(), 340u);
    EXPECT_EQ(log->Root(), NaiveRoot(0, 340));
    EXPECT_TRUE(PosixFileSystem().Exists(dir() + "/log.damaged-1"));
  }
}

TEST_F(RecoverLogTest, IsAskedForByAnOpenThatFindsItInterrupted) {
  MakeClosedLog(folder_.path(), 100);
  std::filesystem::rename(folder_ / "log", folder_ / "log.damaged-1");
  const absl::Status status = RecordLog::Open(folder_.path()).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_NE(std::string(status.message()).find("daybook recover"), std::string::npos) << status;
}

}  // namespace
}  // namespace daybook
