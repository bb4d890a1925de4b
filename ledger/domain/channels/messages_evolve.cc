// A record's messages to channels, waiting to be acknowledged.
#include "ledger/domain/channels/outbox.h"
#include "ledger/domain/evolve.h"
#include "ledger/domain/named_entities.h"
#include "ledger/domain/times.h"

namespace daybook {

void EvolveMessages(const v1::Record& record, EntityStore& store) {
  if (!store.Keeps<v1::Delivery>()) return;
  for (const std::string& channel_id : record.outcome().accepted().told_channels()) {
    v1::Delivery& delivery = store.Change<v1::Delivery>(DeliveryKey(channel_id, record.position()));
    delivery.set_channel_id(channel_id);
    delivery.set_position(record.position());
    delivery.set_booking_id(std::string(BookingNamedBy(record.request())));
    delivery.set_status(v1::DELIVERY_PENDING);
    delivery.set_recorded_us(ToInstant(record.resolution().recorded_at()).micros());
    AppendToOutbox(channel_id, record.position(), store);
  }
}

}  // namespace daybook
