// Ctrl-C and SIGTERM as something that can be waited for, so that a command ends what it has begun.
#ifndef DAYBOOK_TOOLS_DAYBOOK_INTERRUPT_H_
#define DAYBOOK_TOOLS_DAYBOOK_INTERRUPT_H_

#include <atomic>
#include <memory>
#include <thread>

#include "absl/status/statusor.h"

namespace daybook::cli {

// While it lives, SIGINT and SIGTERM raise it instead of ending the process; a second one ends the
// process at once (a ledger survives that). Make it before any other thread is started: threads
// inherit the blocked signals.
class Interrupt {
 public:
  static absl::StatusOr<std::unique_ptr<Interrupt>> Install();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // Any thread.
  void Raise();  // from the inside; `signalled` stays false
  bool signalled() const { return signalled_; }
  const std::atomic<bool>& raised() const { return raised_; }
  int fd() const { return raised_fd_; }  // readable once raised

 private:
  Interrupt(int signal_fd, int raised_fd, int quit_fd);
  void Watch();

  const int signal_fd_;
  const int raised_fd_;
  const int quit_fd_;
  std::atomic<bool> raised_{false};
  std::atomic<bool> signalled_{false};
  std::thread watcher_;
};

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_INTERRUPT_H_
