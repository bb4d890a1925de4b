// The view `groups`: blocks of rooms, with what is picked up (G: group blocks). Row:
//   B <block id>   v1::Block
#ifndef DAYBOOK_PROJECTIONS_GROUPS_GROUPS_VIEW_H_
#define DAYBOOK_PROJECTIONS_GROUPS_GROUPS_VIEW_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/group.pb.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewGroupsProjection();

absl::StatusOr<std::optional<v1::Block>> GetBlock(const ViewSnapshot& view,
                                                  std::string_view block_id);

// What to list; an empty member does not restrict.
struct BlockFilter {
  std::string property_id;
  std::string customer_id;
  bool open = false;  // not released
};
// In the order of ids. Returning false ends it.
absl::Status ListBlocks(const ViewSnapshot& view, const BlockFilter& filter,
                        const std::function<bool(const v1::Block&)>& visitor);

// Over all nights: rooms set aside, and how many of them are picked up.
struct RoomNights {
  int64_t set_aside = 0;
  int64_t picked_up = 0;
};
RoomNights RoomNightsOf(const v1::Block& block);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_GROUPS_GROUPS_VIEW_H_
