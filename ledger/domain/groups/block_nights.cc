#include "ledger/domain/groups/block_nights.h"

#include <algorithm>

#include "ledger/base/strings.h"

namespace daybook {
namespace {

std::string PlaceOf(std::string_view property_id, std::string_view room_type_id) {
  std::string place(property_id);
  place.push_back('\0');
  place.append(room_type_id);
  return place;
}

}  // namespace

void BlockNights::Note(const v1::Block& block) {
  const auto before = noted_.find(block.block_id());
  if (before != noted_.end()) {
    Count(before->second, -1);
    noted_.erase(before);
  }
  if (block.status() != v1::BLOCK_TENTATIVE && block.status() != v1::BLOCK_DEFINITE) return;
  Count(block, 1);
  noted_.emplace(block.block_id(), block);
}

void BlockNights::Count(const v1::Block& block, int sign) {
  for (const v1::Allotment& allotment : block.allotments()) {
    const int32_t left = std::max(0, allotment.rooms() - allotment.picked_up());
    const auto night = CivilDate::FromYmd(allotment.night());
    if (left == 0 || !night) continue;
    nights_[PlaceOf(block.property_id(), allotment.room_type_id())].Add(*night, *night + 1,
                                                                        sign * left);
  }
}

const NightCounts* BlockNights::Find(std::string_view property_id,
                                     std::string_view room_type_id) const {
  if (nights_.empty()) return nullptr;
  const auto found = nights_.find(PlaceOf(property_id, room_type_id));
  return found == nights_.end() ? nullptr : &found->second;
}

}  // namespace daybook
