// The crash writer (crash_writer.cc) as a child process.
#ifndef DAYBOOK_TESTS_CRASH_WRITER_PROCESS_H_
#define DAYBOOK_TESTS_CRASH_WRITER_PROCESS_H_

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "tests/crash/ledger_checks.h"

namespace daybook::crash {

class WriterProcess {
 public:
  // Starts it on the ledger in `dir`.
  WriterProcess(const std::string& dir, int round, int threads);
  ~WriterProcess();  // kills it
  WriterProcess(const WriterProcess&) = delete;
  WriterProcess& operator=(const WriterProcess&) = delete;

  // Reads acknowledgements until there are `count` of them or the process has ended.
  void ReadUntil(uint64_t count, Acknowledgements& acknowledged);
  // Kills it (SIGKILL), reads what it had said before that, and waits for its end.
  void Kill(Acknowledgements& acknowledged);
  // Waits for its end. Its exit code, or minus the signal that ended it.
  int Wait();
  // What it wrote to standard error; after its end.
  std::string Errors() const;

  pid_t pid() const { return pid_; }

 private:
  bool ReadSome(Acknowledgements& acknowledged);  // false: nothing more will come

  std::string errors_path_;
  pid_t pid_ = -1;
  int pipe_ = -1;
  std::string unfinished_line_;
  uint64_t lines_ = 0;
};

}  // namespace daybook::crash

#endif  // DAYBOOK_TESTS_CRASH_WRITER_PROCESS_H_
