#include "tools/daybook/interrupt.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "tools/daybook/exit_code.h"

namespace daybook::cli {
namespace {

sigset_t WatchedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

void MakeReadable(int event_fd) {
  const uint64_t one = 1;
  // An eventfd takes 8 bytes or, at its maximum, none: either way it is readable afterwards.
  [[maybe_unused]] const ssize_t written = ::write(event_fd, &one, sizeof one);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Interrupt>> Interrupt::Install() {
  const sigset_t signals = WatchedSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const int signal_fd = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  const int raised_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  const int quit_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (signal_fd < 0 || raised_fd < 0 || quit_fd < 0) {
    return absl::UnavailableError(absl::StrCat("can't watch for signals: ", std::strerror(errno)));
  }
  return std::unique_ptr<Interrupt>(new Interrupt(signal_fd, raised_fd, quit_fd));
}

Interrupt::Interrupt(int signal_fd, int raised_fd, int quit_fd)
    : signal_fd_(signal_fd),
      raised_fd_(raised_fd),
      quit_fd_(quit_fd),
      watcher_([this] { Watch(); }) {}

Interrupt::~Interrupt() {
  MakeReadable(quit_fd_);
  watcher_.join();
  ::close(signal_fd_);
  ::close(raised_fd_);
  ::close(quit_fd_);
  const sigset_t signals = WatchedSignals();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

void Interrupt::Raise() {
  raised_ = true;
  MakeReadable(raised_fd_);
}

void Interrupt::Watch() {
  for (;;) {
    pollfd waits[] = {{signal_fd_, POLLIN, 0}, {quit_fd_, POLLIN, 0}};
    if (::poll(waits, 2, -1) < 0) continue;
    if (waits[1].revents != 0) return;
    signalfd_siginfo info;
    if (::read(signal_fd_, &info, sizeof info) != sizeof info) continue;
    if (signalled_.exchange(true)) std::_Exit(static_cast<int>(ExitCode::kInterrupted));
    Raise();
  }
}

}  // namespace daybook::cli
