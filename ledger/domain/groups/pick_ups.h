// What bookings take out of a block and give back to it. A booking names its block for as long as it lives; which nights of the block it
// has follows from its stay, its room type as booked and its status. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_GROUPS_PICK_UPS_H_
#define DAYBOOK_LEDGER_DOMAIN_GROUPS_PICK_UPS_H_

#include <cstdint>
#include <functional>

#include "daybook/v1/booking.pb.h"
#include "daybook/v1/group.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Whether a booking in this status has what it picked up: it holds a room, or has used it.
bool KeepsPickUp(v1::BookingStatus status);

// The index of each allotment of the block that a stay in the room type falls on.
void ForEachAllotment(const v1::Block& block, std::string_view room_type_id, const v1::Stay& stay,
                      const std::function<void(int index)>& see);

// Adds to an accepted record, once all its other events are there, what it changes in blocks: a BlockWashed for each block from which a
// booking that was there before takes more or less than it did. What a booking takes when it is made the fold sees in its BookingCreated.
// A block that is released keeps its counts.
void NotePickUps(const DecideContext& context, v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_GROUPS_PICK_UPS_H_
