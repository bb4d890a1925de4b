#include <string>

#include "ledger/domain/evolve.h"
#include "ledger/domain/groups/block_checks.h"
#include "ledger/domain/groups/pick_ups.h"

namespace daybook {
namespace {

void Open(const v1::Record& record, const v1::Block& event, EntityStore& store) {
  v1::Block& block = store.Change<v1::Block>(event.block_id());
  block = event;
  block.set_revision(1);
  block.set_position(record.position());
}

void SetStatus(std::string_view block_id, v1::BlockStatus status, EntityStore& store) {
  if (store.Find<v1::Block>(block_id) == nullptr) return;
  v1::Block& block = store.Change<v1::Block>(block_id);
  block.set_status(status);
  block.set_revision(block.revision() + 1);
}

// Allotments that changed, whole. What a booking picks up or gives back makes nobody's picture of the block stale: the revision
// rises when the block itself was washed.
void Wash(const v1::Record& record, const v1::BlockWashed& event, EntityStore& store) {
  if (store.Find<v1::Block>(event.block_id()) == nullptr) return;
  v1::Block& block = store.Change<v1::Block>(event.block_id());
  for (const v1::Allotment& washed : event.allotments()) {
    const int index = AllotmentIndex(block, washed.room_type_id(), washed.night());
    if (index >= 0) *block.mutable_allotments(index) = washed;
  }
  if (record.request().has_wash_block()) block.set_revision(block.revision() + 1);
}

void PickUp(const v1::BookingCreated& event, EntityStore& store) {
  if (event.block_id().empty() || !KeepsPickUp(event.status())) return;
  const v1::Block* const found = store.Find<v1::Block>(event.block_id());
  if (found == nullptr || found->status() == v1::BLOCK_RELEASED) return;
  v1::Block& block = store.Change<v1::Block>(event.block_id());
  ForEachAllotment(block, event.room_type_id(), event.stay(), [&](int index) {
    v1::Allotment& allotment = *block.mutable_allotments(index);
    allotment.set_picked_up(allotment.picked_up() + 1);
  });
}

}  // namespace

void EvolveGroups(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  if (!store.Keeps<v1::Block>()) return;
  switch (event.kind_case()) {
    case v1::Event::kBookingCreated:
      return PickUp(event.booking_created(), store);
    case v1::Event::kBlockOpened:
      return Open(record, event.block_opened(), store);
    case v1::Event::kBlockConfirmed:
      return SetStatus(event.block_confirmed().block_id(), v1::BLOCK_DEFINITE, store);
    case v1::Event::kBlockWashed:
      return Wash(record, event.block_washed(), store);
    case v1::Event::kBlockReleased:
      return SetStatus(event.block_released().block_id(), v1::BLOCK_RELEASED, store);
    default:
      return;
  }
}

}  // namespace daybook
