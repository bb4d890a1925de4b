// Waiting on a condition variable until an absl::Time.
#ifndef DAYBOOK_LEDGER_ENGINE_DEADLINE_H_
#define DAYBOOK_LEDGER_ENGINE_DEADLINE_H_

#include <condition_variable>
#include <mutex>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace daybook {

// True as soon as `ready` holds, false once the deadline has passed without it. InfiniteFuture
// never passes.
template <typename Ready>
bool WaitUntil(std::condition_variable& changed, std::unique_lock<std::mutex>& lock,
               absl::Time deadline, Ready ready) {
  if (deadline == absl::InfiniteFuture()) {
    changed.wait(lock, ready);
    return true;
  }
  if (deadline <= absl::Now()) return ready();
  return changed.wait_until(lock, absl::ToChronoTime(deadline), ready);
}

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_DEADLINE_H_
