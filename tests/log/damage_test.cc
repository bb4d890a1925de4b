// Damage to the files of a log is found, named, and nothing is opened for writing on it.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "ledger/log/record_log.h"
#include "ledger/log/verify_log.h"
#include "tests/log/log_test_support.h"

namespace daybook {
namespace {

constexpr size_t kFlipsPerFile = 40;

bool Names(const absl::Status& status, const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  return std::string(status.message()).find(name) != std::string::npos;
}

class DamageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    MakeClosedLog(folder_.path(), 900);
    files_ = Contents(folder_.path());
    ASSERT_GT(files_.size(), 8u);
  }
  const std::string& dir() const { return folder_.path(); }

  // Both ways of looking say DataLoss and name the file, and neither changes anything.
  void ExpectDamaged(const std::string& path, const std::string& what) {
    const std::map<std::string, std::string> before = Contents(dir());
    const absl::Status verified = VerifyLog(dir()).status();
    EXPECT_TRUE(absl::IsDataLoss(verified)) << what << " " << path << ": " << verified;
    EXPECT_TRUE(Names(verified, path)) << what << " " << path << ": " << verified;
    const absl::Status opened = RecordLog::Open(dir()).status();
    EXPECT_TRUE(absl::IsDataLoss(opened)) << what << " " << path << ": " << opened;
    EXPECT_TRUE(Names(opened, path)) << what << " " << path << ": " << opened;
    EXPECT_EQ(Contents(dir()), before) << what << " " << path;
  }
  TestFolder folder_;
  std::map<std::string, std::string> files_;
};

TEST_F(DamageTest, FindsAFlippedBitAnywhereInAClosedLog) {
  size_t flips = 0;
  for (const auto& [path, content] : files_) {
    const size_t step = std::max<size_t>(1, content.size() / kFlipsPerFile);
    for (size_t at = 0; at < content.size(); at += step) {
      std::string damaged = content;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
      WriteFile(path, damaged);
      ExpectDamaged(path, "flipped bit at " + std::to_string(at) + " of");
      ++flips;
    }
    WriteFile(path, content);
  }
  EXPECT_GT(flips, 300u);
  EXPECT_TRUE(VerifyLog(dir()).ok());
  EXPECT_NE(MustOpen(dir()), nullptr);
}

TEST_F(DamageTest, FindsATruncatedFile) {
  for (const auto& [path, content] : files_) {
    for (const size_t size : {content.size() - 1, content.size() / 2, size_t{0}}) {
      if (size < content.size()) {
        WriteFile(path, content.substr(0, size));
        ExpectDamaged(path, "truncated");
      }
    }
    WriteFile(path, content);
  }
}

TEST_F(DamageTest, FindsADeletedFile) {
  for (const auto& [path, content] : files_) {
    if (std::filesystem::path(path).filename() == "closed") {
      continue;  // then it is a log that was not closed
    }
    std::filesystem::remove(path);
    ExpectDamaged(path, "deleted");
    WriteFile(path, content);
  }
}

TEST_F(DamageTest, FindsAnExtraFile) {
  const std::string extra = folder_ / "log/000999.sst";
  WriteFile(extra, "x");
  ExpectDamaged(extra, "extra");
}

TEST_F(DamageTest, FindsTheWholeLogMissing) {
  std::filesystem::remove_all(folder_ / "log");
  EXPECT_TRUE(absl::IsDataLoss(RecordLog::Open(dir()).status()));
  EXPECT_TRUE(absl::IsDataLoss(VerifyLog(dir()).status()));
}

TEST_F(DamageTest, FindsFilesOfAnEarlierTimeByTheHead) {
  // An older copy of the log under the head of today.
  TestFolder older;
  const std::string copy = older / "log";
  std::filesystem::copy(folder_ / "log", copy, std::filesystem::copy_options::recursive);
  {
    const auto log = MustOpen(dir());
    Grow(*log, 1'000);
  }
  std::filesystem::remove(folder_ / "closed");
  std::filesystem::remove_all(folder_ / "log");
  std::filesystem::rename(copy, folder_ / "log");
  EXPECT_TRUE(absl::IsDataLoss(RecordLog::Open(dir()).status()));
  EXPECT_TRUE(absl::IsDataLoss(VerifyLog(dir()).status()));
}

TEST_F(DamageTest, FindsAFlippedBitInAnSstOfALogThatWasNotClosed) {
  std::filesystem::remove(folder_ / "closed");
  size_t flips = 0;
  for (const auto& [path, content] : files_) {
    if (std::filesystem::path(path).extension() != ".sst") {
      continue;
    }
    for (size_t at = 3; at < content.size(); at += std::max<size_t>(1, content.size() / 12)) {
      std::string damaged = content;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
      WriteFile(path, damaged);
      const absl::Status verified = VerifyLog(dir()).status();
      EXPECT_TRUE(absl::IsDataLoss(verified)) << path << " at " << at << ": " << verified;
      const absl::Status opened = RecordLog::Open(dir()).status();
      EXPECT_TRUE(absl::IsDataLoss(opened)) << path << " at " << at << ": " << opened;
      ++flips;
    }
    WriteFile(path, content);
  }
  EXPECT_GT(flips, 20u);
}

TEST_F(DamageTest, IsFoundBySizesAloneWhereAFileIsCut) {
  LogOptions quick;
  quick.file_check = FileCheck::kSizes;
  for (const auto& [path, content] : files_) {
    if (content.empty()) {
      continue;
    }
    WriteFile(path, content.substr(0, content.size() - 1));
    EXPECT_TRUE(absl::IsDataLoss(RecordLog::Open(dir(), quick).status())) << path;
    WriteFile(path, content);
  }
}

}  // namespace
}  // namespace daybook
