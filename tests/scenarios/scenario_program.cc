#include "tests/scenarios/scenario_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"

namespace daybook::testing {
namespace {

std::vector<std::string> Environment(const std::string& scratch) {
  std::vector<std::string> environment = {"LC_ALL=C.UTF-8", "TZ=UTC", "TMPDIR=" + scratch};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    if (name != "LC_ALL" && name != "TZ" && name != "TMPDIR") environment.emplace_back(text);
  }
  return environment;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

absl::StatusOr<ProgramResult> RunProgram(const std::string& program,
                                         const std::vector<std::string>& arguments,
                                         const std::string& scratch) {
  const std::string printed_path = scratch + "/printed";
  const std::string errors_path = scratch + "/errors";
  constexpr int kWrite = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, printed_path.c_str(), kWrite, 0644);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors_path.c_str(), kWrite, 0644);
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = Environment(scratch);
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, program.c_str(), &actions, nullptr,
                                   Pointers(words).data(), Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    return absl::UnavailableError(absl::StrCat("can't run ", program, ": ", std::strerror(failed)));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return absl::InternalError(absl::StrCat("lost sight of ", program));
  }
  ProgramResult result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  DAYBOOK_ASSIGN_OR_RETURN(result.printed, PosixFileSystem().Read(printed_path));
  DAYBOOK_ASSIGN_OR_RETURN(result.errors, PosixFileSystem().Read(errors_path));
  return result;
}

}  // namespace daybook::testing
