// What the ledger has done since it was opened. Any thread.
#ifndef DAYBOOK_LEDGER_ENGINE_COUNTERS_H_
#define DAYBOOK_LEDGER_ENGINE_COUNTERS_H_

#include <atomic>
#include <cstdint>

namespace daybook {

struct Counters {
  std::atomic<uint64_t> accepted{0};
  std::atomic<uint64_t> declined{0};
  std::atomic<uint64_t> duplicates{0};
  std::atomic<uint64_t> conflicts{0};
  std::atomic<uint64_t> rejected{0};
  std::atomic<uint64_t> batches{0};
  std::atomic<uint64_t> live_bookings{0};
};

inline void Count(std::atomic<uint64_t>& counter) {
  counter.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_ENGINE_COUNTERS_H_
