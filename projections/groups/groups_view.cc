#include "projections/groups/groups_view.h"

#include "ledger/domain/entities.h"
#include "projections/entity_view.h"

namespace daybook {
namespace {

// Bookings pick up when they are made; whatever gives back says so by an event of the block.
EntityViewSpec Spec() {
  EntityViewSpec spec;
  spec.name = "groups";
  spec.revision = 1;
  spec.letters = {LetterOf<v1::Block>::kLetter};
  spec.events = {{v1::Event::kBookingCreated, v1::Event::kBookingCreated},
                 {v1::Event::kBlockOpened, v1::Event::kBlockReleased}};
  return spec;
}

class GroupsProjection final : public EntityView {
 public:
  GroupsProjection() : EntityView(Spec()) {}
};

}  // namespace

std::unique_ptr<Projection> NewGroupsProjection() { return std::make_unique<GroupsProjection>(); }

absl::StatusOr<std::optional<v1::Block>> GetBlock(const ViewSnapshot& view,
                                                  std::string_view block_id) {
  return GetEntity<v1::Block>(view, block_id);
}

absl::Status ListBlocks(const ViewSnapshot& view, const BlockFilter& filter,
                        const std::function<bool(const v1::Block&)>& visitor) {
  return ScanEntities<v1::Block>(view, [&](const v1::Block& block) -> absl::StatusOr<bool> {
    if (!filter.property_id.empty() && block.property_id() != filter.property_id) return true;
    if (!filter.customer_id.empty() && block.customer_id() != filter.customer_id) return true;
    if (filter.open && block.status() == v1::BLOCK_RELEASED) return true;
    return visitor(block);
  });
}

RoomNights RoomNightsOf(const v1::Block& block) {
  RoomNights nights;
  for (const v1::Allotment& allotment : block.allotments()) {
    nights.set_aside += allotment.rooms();
    nights.picked_up += allotment.picked_up();
  }
  return nights;
}

}  // namespace daybook
