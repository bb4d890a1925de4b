// What a block still has to give, and what is left beside all blocks. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_GROUPS_BLOCK_CHECKS_H_
#define DAYBOOK_LEDGER_DOMAIN_GROUPS_BLOCK_CHECKS_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/group.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Policy: a booking that names the block gets one of its rooms for each night of `nights` that is not in `own`, which the booking has
// already: POLICY_BLOCK_EXHAUSTED where it does not. Called instead of CheckAvailability for a new booking: what the block holds is not
// on sale. Nights that the block can't give are looked for among the
// rooms on sale, so that an override of the block alone never oversells the house: POLICY_NOT_AVAILABLE where there is none.
// Nothing is left to pick up of a block that is released, or whose cut-off the business date has reached.
void CheckPickUp(DecideContext& context, const v1::Block& block, std::string_view room_type,
                 Nights nights, std::string_view path, Nights own = {});

// Policy: rooms for a booking that is there already and shall hold a room of the type for each night of `nights` that is not in `own`:
// those that its block has left, where it is a block's booking, and else those on sale. POLICY_NOT_AVAILABLE.
void CheckRoomsFor(DecideContext& context, const v1::Booking& booking, std::string_view path,
                   std::string_view room_type, Nights nights, Nights own = {});

// Which of the block's allotments is that of the room type and night; -1: none.
int AllotmentIndex(const v1::Block& block, std::string_view room_type_id, int32_t night);

// Rooms of the type that can be sold for the night: neither sold, out of order nor held by a block. Below 0 where more are taken
// than there are. 0 where the room type is not known.
int32_t RoomsOnSale(const State& state, std::string_view property_id, std::string_view room_type_id,
                    CivilDate night);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_GROUPS_BLOCK_CHECKS_H_
