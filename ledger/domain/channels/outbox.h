// What waits for a channel, as a list through its deliveries: Delivery.waits_after and waits_before, with Outbox at its ends. Only the
// last delivery of a list is always in memory (entities.cc); who settles others has them and their neighbours loaded first
// (OutboxKeysNeeded). Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_CHANNELS_OUTBOX_H_
#define DAYBOOK_LEDGER_DOMAIN_CHANNELS_OUTBOX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/v1/property.pb.h"
#include "daybook/v1/request.pb.h"
#include "ledger/domain/entities.h"
#include "ledger/domain/state.h"

namespace daybook {

// How many messages one record settles.
inline constexpr size_t kMaxDeliveriesPerRecord = 1024;

// Whether the channel still has to acknowledge it: pending, or refused and to be tried again.
bool Waits(const v1::Delivery& delivery);

// Positions of the first messages that wait for the channel, up to and including `up_to`, in the order of the log; one more than
// kMaxDeliveriesPerRecord where there are more. Ends where a delivery is not in memory.
std::vector<uint64_t> WaitingUpTo(const State& state, std::string_view channel_id, uint64_t up_to);

// How far the list was gone along when keys were asked for: who asks again about the same request goes on from there.
struct OutboxWalk {
  bool begun = false;
  uint64_t next =
      0;  // position + 1 of the first delivery that was not come to; 0: the list is at its end
  size_t come_to = 0;  // deliveries
};

// Keys of the deliveries that have to be in memory before the request is decided and folded, as far as what is there tells: to be asked
// again, with the same walk, once they are loaded. Some may be there already.
std::vector<std::string> OutboxKeysNeeded(const State& state, const v1::RecordDelivery& request,
                                          OutboxWalk& walk);

// The fold: the message waits last; it waits no more. The second does nothing to a delivery that is not in its list.
void AppendToOutbox(std::string_view channel_id, uint64_t position, EntityStore& store);
void RemoveFromOutbox(std::string_view channel_id, uint64_t position, EntityStore& store);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CHANNELS_OUTBOX_H_
