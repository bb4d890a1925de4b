// A clock that stands still until a test moves it.
//
//   ManualClock clock(*ParseInstant("2026-03-01T12:00:00Z"));
//   clock.AdvanceMicros(60'000'000);
#ifndef DAYBOOK_TESTS_SUPPORT_MANUAL_CLOCK_H_
#define DAYBOOK_TESTS_SUPPORT_MANUAL_CLOCK_H_

#include <atomic>
#include <cstdint>

#include "ledger/base/instant.h"

namespace daybook {

// Safe from any thread.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant now = Instant()) : micros_(now.micros()) {}

  Instant Now() const override { return Instant::FromMicros(micros_.load()); }

  // Either may turn the clock back: machines' clocks do.
  void Set(Instant now) { micros_.store(now.micros()); }
  void AdvanceMicros(int64_t micros) { micros_.fetch_add(micros); }

 private:
  std::atomic<int64_t> micros_;
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_SUPPORT_MANUAL_CLOCK_H_
