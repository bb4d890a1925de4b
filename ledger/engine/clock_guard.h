// Refuses a clock that has jumped ahead. recorded_at never goes back, so one record under a clock
// that is a year ahead would put every later record there too; that is confirmed by a person first.
//
// "Ahead" is measured from the latest instant that was seen: the last record's, or one observed
// since, so a ledger that is open and has nothing to do over a weekend has not jumped, as long as
// somebody observes (the ticker does).
#ifndef DAYBOOK_LEDGER_ENGINE_CLOCK_GUARD_H_
#define DAYBOOK_LEDGER_ENGINE_CLOCK_GUARD_H_

#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/instant.h"

namespace daybook {

// Safe from any thread.
class ClockGuard {
 public:
  // `last`: the latest instant known; nullopt: none, and the first one seen is taken as it is.
  ClockGuard(const Clock& clock, int64_t max_jump_us, std::optional<Instant> last)
      : clock_(clock), max_jump_us_(max_jump_us), last_us_(last.value_or(kNone).micros()) {}

  // The present instant. FailedPrecondition: it is more than max_jump_us after the latest one seen.
  absl::StatusOr<Instant> Now() {
    const Instant now = clock_.Now();
    int64_t last_us = last_us_.load(std::memory_order_relaxed);
    while (now.micros() > last_us) {
      if (last_us != kNone.micros() && now.micros() - last_us > max_jump_us_) {
        return Jumped(Instant::FromMicros(last_us), now);
      }
      if (last_us_.compare_exchange_weak(last_us, now.micros(), std::memory_order_relaxed)) break;
    }
    return now;
  }

 private:
  static constexpr Instant kNone = Instant::FromMicros(std::numeric_limits<int64_t>::min());

  static absl::Status Jumped(Instant last, Instant now) {
    return absl::FailedPreconditionError(
        absl::StrCat("the clock says ", FormatInstant(now), ", but the latest record is of ",
                     FormatInstant(last),
                     ". If the clock is right, open the ledger with confirm_clock_jump "
                     "(--confirm-clock on the command line); if not, set it right. "
                     "Nothing was recorded"));
  }

  const Clock& clock_;
  const int64_t max_jump_us_;
  std::atomic<int64_t> last_us_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_CLOCK_GUARD_H_
