// Damage to a cleanly closed ledger: a flipped bit, a file cut short, made longer or gone. It is found, it is said, and
// nothing is opened for writing on it.
//
//   DAYBOOK_DAMAGE_OFFSETS=N   how many bytes of a larger file are tried (default 24)
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <random>

#include "gtest/gtest.h"
#include "ledger/ledger.h"
#include "ledger/log/verify_log.h"
#include "tests/crash/crash_workload.h"
#include "tests/support/ledger_folder.h"

namespace daybook::crash {
namespace {

using daybook::testing::InAMinute;
using daybook::testing::LedgerFolder;

constexpr size_t kSmallFile = 64;  // every byte of a file up to this size is tried

size_t Offsets() {
  const char* value = std::getenv("DAYBOOK_DAMAGE_OFFSETS");
  return value == nullptr ? 24 : std::strtoull(value, nullptr, 10);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// Every file below the folder with its bytes; the files that locks are taken on, which hold nothing, aside.
std::map<std::string, std::string> Everything(const std::string& dir) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && name != "LOCK" && name != "lock") {
      files[entry.path().string()] = ReadFile(entry.path().string());
    }
  }
  return files;
}

class AClosedLedger : public ::testing::Test {
 protected:
  // Three sessions, so that there are several files of each kind.
  void SetUp() override {
    const absl::Status created = Ledger::Create(dir_);
    ASSERT_TRUE(created.ok()) << created;
    for (int session = 0; session < 3; ++session) {
      absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(dir_);
      ASSERT_TRUE(ledger.ok()) << ledger.status();
      for (const v1::Request& request : Hotel()) {
        ASSERT_TRUE((*ledger)->Submit(request, InAMinute()).ok());
      }
      for (int n = 0; n < 120; ++n) {
        ASSERT_TRUE(
            (*ledger)->Submit(NthRequest("s" + std::to_string(session), n), InAMinute()).ok());
      }
      ASSERT_EQ((*ledger)->Close(), absl::OkStatus());
    }
    ASSERT_TRUE(VerifyLog(dir_).ok());
    for (const auto& entry : std::filesystem::directory_iterator(dir_ + "/log")) {
      if (entry.is_regular_file() && entry.path().filename() != "LOCK")
        files_.push_back(entry.path().string());
    }
    ASSERT_FALSE(files_.empty());
  }

  // Damages `path` by `damage`, expects it to be found out by verify and by open, and puts the file back.
  void ExpectFound(const std::string& path, const std::string& what,
                   const std::function<void()>& damage) {
    SCOPED_TRACE(path + ": " + what);
    const std::string before = ReadFile(path);
    damage();
    const absl::Status verified = VerifyLog(dir_).status();
    EXPECT_TRUE(absl::IsDataLoss(verified)) << "verify: " << verified;
    EXPECT_FALSE(verified.message().empty());
    const std::map<std::string, std::string> damaged = Everything(dir_);
    const absl::Status opened = Ledger::Open(dir_).status();
    EXPECT_TRUE(absl::IsDataLoss(opened)) << "open: " << opened;
    EXPECT_TRUE(Everything(dir_) == damaged) << "a refused open has changed something";
    WriteFile(path, before);
  }

  std::vector<size_t> OffsetsIn(size_t size) {
    std::vector<size_t> offsets;
    if (size <= kSmallFile) {
      for (size_t i = 0; i < size; ++i) offsets.push_back(i);
      return offsets;
    }
    offsets = {0, size - 1};
    while (offsets.size() < Offsets()) offsets.push_back(random_() % size);
    return offsets;
  }

  LedgerFolder folder_;
  const std::string dir_ = folder_ / "book";
  std::vector<std::string> files_;
  std::mt19937_64 random_{1};
};

TEST_F(AClosedLedger, SaysWhichBitOfItsLogWasFlipped) {
  for (const std::string& path : files_) {
    const std::string content = ReadFile(path);
    for (const size_t offset : OffsetsIn(content.size())) {
      ExpectFound(path, "flipped a bit of byte " + std::to_string(offset), [&] {
        std::string flipped = content;
        flipped[offset] = static_cast<char>(flipped[offset] ^ (1 << random_() % 8));
        WriteFile(path, flipped);
      });
      if (HasFailure()) return;
    }
  }
}

TEST_F(AClosedLedger, SaysWhichFileOfItsLogIsShorterLongerOrGone) {
  for (const std::string& path : files_) {
    const std::string content = ReadFile(path);
    if (!content.empty()) {
      for (const size_t size : {size_t{0}, content.size() / 2, content.size() - 1}) {
        ExpectFound(path, "cut to " + std::to_string(size),
                    [&] { WriteFile(path, content.substr(0, size)); });
      }
    }
    ExpectFound(path, "made longer", [&] { WriteFile(path, content + '\0'); });
    ExpectFound(path, "deleted", [&] { std::filesystem::remove(path); });
    if (HasFailure()) return;
  }
}

TEST_F(AClosedLedger, SaysThatItsHeadIsGoneOrAheadOfTheLog) {
  ExpectFound(dir_ + "/head", "deleted", [&] { std::filesystem::remove(dir_ + "/head"); });
  ExpectFound(dir_ + "/head", "nonsense",
              [&] { WriteFile(dir_ + "/head", std::string(128, 'x')); });
}

TEST_F(AClosedLedger, OpensAgainWhenNothingIsWrongWithIt) {
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(dir_);
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  EXPECT_TRUE((*ledger)->open_report().cleanly_closed);
  EXPECT_EQ((*ledger)->Close(), absl::OkStatus());
}

}  // namespace
}  // namespace daybook::crash
