#include "tests/crash/writer_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <sstream>

#include "gtest/gtest.h"

namespace daybook::crash {

WriterProcess::WriterProcess(const std::string& dir, int round, int threads)
    : errors_path_(dir + ".errors") {
  int ends[2] = {-1, -1};
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  pipe_ = ends[0];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors_path_.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0644);
  std::string program = DAYBOOK_CRASH_WRITER;
  std::string directory = dir;
  std::string round_text = std::to_string(round);
  std::string threads_text = std::to_string(threads);
  char* argv[] = {program.data(), directory.data(), round_text.data(), threads_text.data(),
                  nullptr};
  EXPECT_EQ(::posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv, environ), 0) << program;
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
}

WriterProcess::~WriterProcess() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    Wait();
  }
  ::close(pipe_);
  ::unlink(errors_path_.c_str());
}

bool WriterProcess::ReadSome(Acknowledgements& acknowledged) {
  char buffer[65'536];
  const ssize_t bytes = ::read(pipe_, buffer, sizeof buffer);
  if (bytes < 0 && errno == EINTR) return true;
  if (bytes <= 0) return false;
  unfinished_line_.append(buffer, static_cast<size_t>(bytes));
  size_t begin = 0;
  for (size_t end = unfinished_line_.find('\n'); end != std::string::npos;
       end = unfinished_line_.find('\n', begin)) {
    std::istringstream line(unfinished_line_.substr(begin, end - begin));
    std::string id;
    Acknowledgement told;
    line >> id >> told.position >> told.outcome_hash;
    acknowledged[id] = told;
    ++lines_;
    begin = end + 1;
  }
  unfinished_line_.erase(0, begin);
  return true;
}

void WriterProcess::ReadUntil(uint64_t count, Acknowledgements& acknowledged) {
  while (lines_ < count && ReadSome(acknowledged)) {
  }
}

void WriterProcess::Kill(Acknowledgements& acknowledged) {
  ::kill(pid_, SIGKILL);
  while (ReadSome(acknowledged)) {
  }
  EXPECT_EQ(Wait(), -SIGKILL) << Errors();
}

int WriterProcess::Wait() {
  int status = 0;
  EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
  pid_ = -1;
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

std::string WriterProcess::Errors() const {
  std::ifstream file(errors_path_);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace daybook::crash
