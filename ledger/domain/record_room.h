// How much goes into one record, where what is done can as well be done by two. A record is at most 65,535 bytes, whatever the ids in it.
#ifndef DAYBOOK_LEDGER_DOMAIN_RECORD_ROOM_H_
#define DAYBOOK_LEDGER_DOMAIN_RECORD_ROOM_H_

#include <cstddef>

#include "daybook/v1/record.pb.h"

namespace daybook {

// Bytes of events and journals. The rest of the record is for one item more, the request, and what is added to every outcome: as many
// channels as there may be bookings in it, and what blocks get back.
inline constexpr size_t kRoomForItems = 36'000;

// Whether another item of at most some 6,000 bytes may be added.
inline bool HasRoomForMore(const v1::Accepted& accepted) {
  return accepted.ByteSizeLong() < kRoomForItems;
}

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_RECORD_ROOM_H_
