// How full an outlet is. A party that begins at minute m sits in [m, m + sitting_minutes); a day's parties don't reach into the next.
// Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_DINING_SEATS_H_
#define DAYBOOK_LEDGER_DOMAIN_DINING_SEATS_H_

#include <cstdint>

#include "daybook/v1/dining.pb.h"

namespace daybook {

// The most guests that sit at the same moment while a party that begins at `minute` would. Without that party; null: nobody is
// expected that day.
int32_t MostSeated(const v1::OutletDay* day, int32_t minute, int32_t sitting_minutes);

// The most guests that sit at the same moment of the day; at which minute, if `minute` is not null.
int32_t MostSeatedOfDay(const v1::OutletDay& day, int32_t sitting_minutes, int32_t* minute);

// So many guests more (or fewer, below 0) who begin at `minute`. Keeps the sittings in order, and none without guests.
void AddCovers(int32_t minute, int32_t covers, v1::OutletDay& day);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_DINING_SEATS_H_
