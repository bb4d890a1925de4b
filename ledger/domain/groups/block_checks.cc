#include "ledger/domain/groups/block_checks.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/booking/night_counts.h"
#include "ledger/domain/property/out_of_order.h"

namespace daybook {
namespace {

// Whether bookings still get rooms of it. Until its release is recorded its rooms are not on sale either.
bool IsOpen(const DecideContext& context, const v1::Block& block) {
  if (block.status() != v1::BLOCK_TENTATIVE && block.status() != v1::BLOCK_DEFINITE) return false;
  return block.cutoff_on() == 0 || context.property == nullptr ||
         context.property->business_date() < block.cutoff_on();
}

int32_t LeftFor(const v1::Block& block, std::string_view room_type_id, CivilDate night) {
  const int index = AllotmentIndex(block, room_type_id, night.ymd());
  if (index < 0) return 0;
  return block.allotments(index).rooms() - block.allotments(index).picked_up();
}

}  // namespace

int AllotmentIndex(const v1::Block& block, std::string_view room_type_id, int32_t night) {
  const auto& all = block.allotments();
  const auto found = std::lower_bound(
      all.begin(), all.end(), night, [&](const v1::Allotment& allotment, int32_t wanted) {
        const int order = std::string_view(allotment.room_type_id()).compare(room_type_id);
        return order != 0 ? order < 0 : allotment.night() < wanted;
      });
  if (found == all.end() || found->room_type_id() != room_type_id || found->night() != night) {
    return -1;
  }
  return static_cast<int>(found - all.begin());
}

int32_t RoomsOnSale(const State& state, std::string_view property_id, std::string_view room_type_id,
                    CivilDate night) {
  const v1::RoomType* const room_type = state.FindRoomType(property_id, room_type_id);
  if (room_type == nullptr) return 0;
  const NightCounts* const blocked = state.NightsBlocked(property_id, room_type_id);
  return room_type->definition().capacity() + room_type->definition().overbooking_limit() -
         state.RoomsOutOfOrder(property_id, room_type_id, night) -
         state.RoomsTaken(property_id, room_type_id, night) -
         (blocked == nullptr ? 0 : blocked->At(night));
}

void CheckPickUp(DecideContext& context, const v1::Block& block, std::string_view room_type,
                 Nights nights, std::string_view path, Nights own) {
  const bool open = IsOpen(context, block);
  int32_t missing = 0;
  CivilDate first;
  std::optional<CivilDate>
      run;  // the first of the nights just before this one that the block can't give
  for (CivilDate night = nights.from; night < nights.to; night = night + 1) {
    const bool has_it = own.from <= night && night < own.to;
    if (has_it || (open && LeftFor(block, room_type, night) > 0)) {
      if (run) CheckAvailability(context, path, room_type, {*run, night});
      run.reset();
      continue;
    }
    if (missing++ == 0) first = night;
    if (!run) run = night;
  }
  if (run) CheckAvailability(context, path, room_type, {*run, nights.to});
  if (missing == 0) return;
  context.Decline(
      v1::POLICY_BLOCK_EXHAUSTED, path,
      absl::StrCat("block ", block.block_id(), " has no room of type ", ToAbsl(room_type),
                   " left for ", missing, " of the nights, first ", first.ToString(),
                   open ? "" : ": it is released, or its cut-off is reached"));
}

void CheckRoomsFor(DecideContext& context, const v1::Booking& booking, std::string_view path,
                   std::string_view room_type, Nights nights, Nights own) {
  const auto* const block =
      booking.block_id().empty() ? nullptr : context.state.Find<v1::Block>(booking.block_id());
  if (block == nullptr || !IsOpen(context, *block)) {
    return CheckAvailability(context, path, room_type, nights, own);
  }
  CivilDate from = nights.from;  // of the nights that the block can't give
  for (CivilDate night = nights.from; night < nights.to; night = night + 1) {
    if (LeftFor(*block, room_type, night) <= 0) continue;
    if (from < night) CheckAvailability(context, path, room_type, {from, night}, own);
    from = night + 1;
  }
  if (from < nights.to) CheckAvailability(context, path, room_type, {from, nights.to}, own);
}

}  // namespace daybook
