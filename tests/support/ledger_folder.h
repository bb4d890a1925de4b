// A folder of its own for one test, in memory where the machine has such a place, removed at the end.
#ifndef DAYBOOK_TESTS_SUPPORT_LEDGER_FOLDER_H_
#define DAYBOOK_TESTS_SUPPORT_LEDGER_FOLDER_H_

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace daybook::testing {

class LedgerFolder {
 public:
  LedgerFolder() {
    const bool in_memory = std::filesystem::is_directory("/dev/shm");
    path_ = (in_memory ? std::string("/dev/shm/") : ::testing::TempDir()) + "daybook-XXXXXX";
    EXPECT_NE(::mkdtemp(path_.data()), nullptr) << path_;
  }
  ~LedgerFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  LedgerFolder(const LedgerFolder&) = delete;
  LedgerFolder& operator=(const LedgerFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

// A deadline that only a hang exceeds.
inline absl::Time InAMinute() { return absl::Now() + absl::Seconds(60); }

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SUPPORT_LEDGER_FOLDER_H_
