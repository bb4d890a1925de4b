// A thread that does something again and again.
#ifndef DAYBOOK_LEDGER_ENGINE_TICKER_H_
#define DAYBOOK_LEDGER_ENGINE_TICKER_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace daybook {

class Ticker {
 public:
  // Calls `tick` after each `interval` of the machine's time, which must be above zero.
  Ticker(absl::Duration interval, std::function<void()> tick)
      : interval_(absl::ToChronoNanoseconds(interval)),
        tick_(std::move(tick)),
        thread_([this] { Run(); }) {}

  // Lets a call that is going on come to its end.
  ~Ticker() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    stopped_.notify_one();
    thread_.join();
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    while (!stopped_.wait_for(lock, interval_, [this] { return stopping_; })) {
      lock.unlock();
      tick_();
      lock.lock();
    }
  }

  const std::chrono::nanoseconds interval_;
  const std::function<void()> tick_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_TICKER_H_
