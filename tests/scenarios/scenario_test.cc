// Each tests/scenarios/NAME.scenario is the test Scenario.NAME.
#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "ledger/base/file_system.h"
#include "tests/scenarios/scenario_run.h"

namespace daybook::testing {
namespace {

constexpr char kFolder[] = DAYBOOK_SOURCE_DIR "/tests/scenarios/";

class ScenarioFile : public ::testing::Test {
 public:
  explicit ScenarioFile(std::string name) : name_(std::move(name)) {}

  void TestBody() override {
    const auto text = PosixFileSystem().Read(kFolder + name_);
    ASSERT_TRUE(text.ok()) << text.status();
    const auto scenario =
        ParseScenario("tests/scenarios/" + name_, *text, [](const std::string& included) {
          return PosixFileSystem().Read(kFolder + ("given/" + included) + ".scenario");
        });
    ASSERT_TRUE(scenario.ok()) << scenario.status().message();
    SCOPED_TRACE(scenario->title);
    for (const std::string& failure : RunScenario(*scenario, DAYBOOK_PROGRAM)) {
      ADD_FAILURE() << failure;
    }
  }

 private:
  const std::string name_;
};

bool RegisterAll() {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder, error)) {
    if (entry.path().extension() == ".scenario") files.push_back(entry.path().filename());
  }
  std::sort(files.begin(), files.end());
  for (const std::filesystem::path& file : files) {
    ::testing::RegisterTest("Scenario", file.stem().c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [name = file.string()] { return new ScenarioFile(name); });
  }
  return !files.empty();
}

const bool registered = RegisterAll();

TEST(ScenarioFiles, AreThere) { EXPECT_TRUE(registered) << kFolder; }

}  // namespace
}  // namespace daybook::testing
