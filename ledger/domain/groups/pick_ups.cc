#include "ledger/domain/groups/pick_ups.h"

#include <algorithm>
#include <map>
#include <string>

#include "ledger/domain/booking/booking_evolve.h"

namespace daybook {
namespace {

// A booking on its way through the events of one record.
struct Traced {
  v1::Booking booking;
  bool was_there = false;
  bool created = false;  // by this record
};

// What changes in one block, by index of the allotment.
struct Change {
  const v1::Block* block = nullptr;
  std::map<int, int32_t> all;
  std::map<int, int32_t> told;  // of these, what no BookingCreated tells the fold
};

class PickUps {
 public:
  explicit PickUps(const DecideContext& context) : context_(context) {}

  void See(const v1::Event& event) {
    const std::string id(BookingOf(event));
    if (id.empty()) return;
    const auto [found, is_new] = traced_.try_emplace(id);
    Traced& traced = found->second;
    if (is_new) {
      const v1::Booking* const before = context_.state.FindBooking(id);
      if (before != nullptr && !before->block_id().empty()) traced.booking = *before;
      traced.was_there = before != nullptr;
    }
    const bool creates = event.has_booking_created() && !traced.was_there;
    if (creates ? event.booking_created().block_id().empty() : traced.booking.block_id().empty()) {
      return;
    }
    // Of the record the fold takes nothing that is looked at here.
    const v1::Record record;
    Count(traced.booking, -1, !creates);
    EvolveBooking(record, event, traced.booking);
    Count(traced.booking, 1, !creates);
  }

  void Tell(v1::Accepted& accepted) const {
    for (const auto& [id, change] : changes_) {
      v1::BlockWashed event;
      for (const auto& [index, by] : change.told) {
        if (by == 0) continue;
        v1::Allotment& allotment = *event.add_allotments();
        allotment = change.block->allotments(index);
        allotment.set_picked_up(allotment.picked_up() + change.all.at(index));
      }
      if (event.allotments().empty()) continue;
      event.set_block_id(id);
      *accepted.add_events()->mutable_block_washed() = event;
    }
  }

 private:
  void Count(const v1::Booking& booking, int32_t by, bool to_be_told) {
    if (!KeepsPickUp(booking.status())) return;
    const auto* const block = context_.state.Find<v1::Block>(booking.block_id());
    if (block == nullptr || block->status() == v1::BLOCK_RELEASED) return;
    Change& change = changes_[block->block_id()];
    change.block = block;
    ForEachAllotment(*block, HeldRoomType(booking), booking.stay(), [&](int index) {
      change.all[index] += by;
      if (to_be_told) change.told[index] += by;
    });
  }

  const DecideContext& context_;
  std::map<std::string, Traced> traced_;
  std::map<std::string, Change> changes_;
};

// Most records are about no booking of a group.
bool ConcernsBlocks(const State& state, const v1::Accepted& accepted) {
  return std::any_of(accepted.events().begin(), accepted.events().end(),
                     [&](const v1::Event& event) {
                       if (event.has_booking_created()) {
                         return !event.booking_created().block_id().empty();
                       }
                       const v1::Booking* const booking = state.FindBooking(BookingOf(event));
                       return booking != nullptr && !booking->block_id().empty();
                     });
}

}  // namespace

bool KeepsPickUp(v1::BookingStatus status) {
  return HoldsRoom(status) || status == v1::CHECKED_OUT;
}

void ForEachAllotment(const v1::Block& block, std::string_view room_type_id, const v1::Stay& stay,
                      const std::function<void(int index)>& see) {
  for (int i = 0; i < block.allotments_size(); ++i) {
    const v1::Allotment& allotment = block.allotments(i);
    // Dates as yyyymmdd compare like dates.
    if (allotment.room_type_id() == room_type_id && stay.arrival() <= allotment.night() &&
        allotment.night() < stay.departure()) {
      see(i);
    }
  }
}

void NotePickUps(const DecideContext& context, v1::Accepted& accepted) {
  if (!ConcernsBlocks(context.state, accepted)) return;
  PickUps pick_ups(context);
  for (const v1::Event& event : accepted.events()) pick_ups.See(event);
  pick_ups.Tell(accepted);
}

}  // namespace daybook
