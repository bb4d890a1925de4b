#include "ledger/domain/channels/outbox.h"
#include "ledger/domain/evolve.h"
#include "ledger/domain/times.h"

namespace daybook {

void EvolveChannels(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  if (!event.has_delivery_recorded() || !store.Keeps<v1::Delivery>()) return;
  const v1::DeliveryRecorded& recorded = event.delivery_recorded();
  for (const uint64_t position : recorded.positions()) {
    const std::string key = DeliveryKey(recorded.channel_id(), position);
    const v1::Delivery* const found = store.Find<v1::Delivery>(key);
    if (found == nullptr) continue;
    const bool settles = recorded.status() != v1::DELIVERY_REFUSED;
    if (settles && Waits(*found)) RemoveFromOutbox(recorded.channel_id(), position, store);
    v1::Delivery& delivery = store.Change<v1::Delivery>(key);
    delivery.set_status(recorded.status());
    delivery.set_attempts(delivery.attempts() + 1);
    if (settles) {
      delivery.set_settled_us(ToInstant(record.resolution().recorded_at()).micros());
    } else {
      delivery.set_last_code(recorded.code());
    }
  }
}

}  // namespace daybook
