// Which channels a record is a message to (DOMAIN A5). One place for all requests. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_CHANNELS_TOLD_CHANNELS_H_
#define DAYBOOK_LEDGER_DOMAIN_CHANNELS_TOLD_CHANNELS_H_

#include "daybook/v1/record.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Fills accepted.told_channels, once all events are there: the channels of the bookings that the events are about, as far as they are
// active and take messages; sorted, each once. The channel that asked is told too: a message is the full state, so what it knows already
// does no harm, and what it asked for may have become something else.
void TellChannels(const DecideContext& context, v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CHANNELS_TOLD_CHANNELS_H_
