#include "ledger/engine/key_supply.h"

#include <utility>

#include "ledger/base/status_macros.h"
#include "ledger/base/thread_name.h"

namespace daybook {

KeySupply::KeySupply(KeyRing& keys)
    : keys_(keys), durable_(keys.slots()), thread_([this] { Run(); }) {}

KeySupply::~KeySupply() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

absl::Status KeySupply::Reserve(uint64_t slot) {
  if (slot + kSlabSlots / 2 < durable_) return absl::OkStatus();
  durable_ = keys_.slots();
  if (const uint64_t ahead = slot + kSlabSlots / 2 + 1; ahead > durable_ && ahead > asked_) {
    // A slab at once, so that the next half slab of customers asks for nothing.
    asked_ = durable_ + kSlabSlots;
    {
      const std::lock_guard lock(mutex_);
      wanted_ = asked_;
    }
    changed_.notify_one();
  }
  if (slot < durable_) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(keys_.EnsureSlots(slot + 1));
  durable_ = keys_.slots();
  return absl::OkStatus();
}

void KeySupply::Run() {
  NameThisThread("daybook-keys");
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return wanted_ > 0 || closing_; });
    if (closing_) return;
    const uint64_t wanted = std::exchange(wanted_, 0);
    lock.unlock();
    // A failure shows when the slot is needed: Reserve then tries for itself.
    keys_.EnsureSlots(wanted).IgnoreError();
    lock.lock();
  }
}

}  // namespace daybook
