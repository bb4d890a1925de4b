// No decline code without a test: each has one that bears its name and one that really provokes it, or a scenario that runs into it.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "daybook/v1/types.pb.h"
#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

// Codes that decide never gives, each with the reason why. At present there are none.
const std::set<std::string>& GivenElsewhere() {
  static const std::set<std::string> codes = {};
  return codes;
}

std::vector<std::string> AllCodes() {
  std::vector<std::string> codes;
  const google::protobuf::EnumDescriptor& all = *v1::DeclineCode_descriptor();
  for (int i = 0; i < all.value_count(); ++i) {
    if (all.value(i)->number() != 0) codes.push_back(all.value(i)->name());
  }
  return codes;
}

// FORM_BODY_MISSING -> FormBodyMissing
std::string CamelCase(const std::string& name) {
  std::string camel;
  bool starts_word = true;
  for (const char c : name) {
    if (c != '_') camel += starts_word ? c : static_cast<char>(std::tolower(c));
    starts_word = c == '_';
  }
  return camel;
}

bool HasTestNamedAfter(const std::string& code) {
  const ::testing::UnitTest& tests = *::testing::UnitTest::GetInstance();
  for (int i = 0; i < tests.total_test_suite_count(); ++i) {
    const ::testing::TestSuite& suite = *tests.GetTestSuite(i);
    if (std::string(suite.name()) != "Declines") continue;
    for (int j = 0; j < suite.total_test_count(); ++j) {
      if (std::string(suite.GetTestInfo(j)->name()).rfind(CamelCase(code), 0) == 0) return true;
    }
  }
  return false;
}

// Codes that a scenario expects: a line `then declined CODE ...` of tests/scenarios.
const std::set<std::string>& CodesOfScenarios() {
  static const std::set<std::string> codes = [] {
    std::set<std::string> found;
    const std::filesystem::path folder =
        std::filesystem::path(DAYBOOK_SOURCE_DIR) / "tests" / "scenarios";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".scenario") continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string then, declined;
        if (!(words >> then >> declined) || then != "then" || declined != "declined") continue;
        for (std::string code; words >> code;) found.insert(code);
      }
    }
    return found;
  }();
  return codes;
}

// Runs this program's other tests, each test being a process of its own under ctest, and collects
// what they provoked.
std::set<std::string> CodesExercisedByTheOtherTests() {
  const std::string path = ::testing::TempDir() + "exercised-codes-" + std::to_string(::getpid());
  const std::string setting = std::string(kExercisedCodesVariable) + "=" + path;
  std::vector<std::string> arguments = {"/proc/self/exe", "--gtest_filter=*-EveryDeclineCode.*",
                                        "--gtest_brief=1", "--gtest_output="};
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::vector<char*> environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (std::string(*variable).rfind("GTEST_", 0) != 0) environment.push_back(*variable);
  }
  environment.push_back(const_cast<char*>(setting.c_str()));
  environment.push_back(nullptr);
  pid_t child = 0;
  EXPECT_EQ(
      posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, argv.data(), environment.data()), 0);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  std::set<std::string> codes;
  std::ifstream file(path);
  for (std::string code; std::getline(file, code);) codes.insert(code);
  ::unlink(path.c_str());
  return codes;
}

TEST(EveryDeclineCode, HasATestNamedAfterIt) {
  for (const std::string& code : AllCodes()) {
    if (GivenElsewhere().contains(code)) continue;
    if (CodesOfScenarios().contains(code)) continue;
    EXPECT_TRUE(HasTestNamedAfter(code))
        << "no scenario expects it, and there is no test Declines." << CamelCase(code) << "...";
  }
  EXPECT_FALSE(HasTestNamedAfter("FORM_NO_SUCH_CODE"));
}

TEST(EveryDeclineCode, IsProvokedByATest) {
  const std::set<std::string> exercised = CodesExercisedByTheOtherTests();
  for (const std::string& code : AllCodes()) {
    if (GivenElsewhere().contains(code)) continue;
    EXPECT_TRUE(exercised.contains(code) || CodesOfScenarios().contains(code))
        << code << " is expected by no test";
  }
}

TEST(EveryDeclineCode, LiesInThePhaseItsNameSays) {
  for (const std::string& name : AllCodes()) {
    v1::DeclineCode code = v1::DECLINE_CODE_UNSPECIFIED;
    ASSERT_TRUE(v1::DeclineCode_Parse(name, &code));
    const std::string phase = name.substr(0, name.find('_'));
    if (phase == "FORM") {
      EXPECT_TRUE(code >= 1 && code < 100) << name;
    } else if (phase == "IDENTITY") {
      EXPECT_TRUE(code >= 100 && code < 200) << name;
    } else if (phase == "STATE") {
      EXPECT_TRUE(code >= 200 && code < 400) << name;
    } else {
      EXPECT_EQ(phase, "POLICY") << name;
      EXPECT_TRUE(code >= 400 && code < 600) << name;
    }
  }
}

}  // namespace
}  // namespace daybook::testing
