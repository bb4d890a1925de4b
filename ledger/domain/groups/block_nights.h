// Rooms that blocks hold and nobody has picked up yet, by room type and night. Derived from the Block entities. One thread.
#ifndef DAYBOOK_LEDGER_DOMAIN_GROUPS_BLOCK_NIGHTS_H_
#define DAYBOOK_LEDGER_DOMAIN_GROUPS_BLOCK_NIGHTS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "daybook/v1/group.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/domain/booking/night_counts.h"

namespace daybook {

class BlockNights {
 public:
  // The block as it is now, in place of what was noted of it before.
  void Note(const v1::Block& block);

  // Of the room type, all nights; null: no block ever held it.
  const NightCounts* Find(std::string_view property_id, std::string_view room_type_id) const;

 private:
  void Count(const v1::Block& block, int sign);

  absl::flat_hash_map<std::string, NightCounts> nights_;  // by property '\0' room type
  absl::flat_hash_map<std::string, v1::Block> noted_;     // those that hold rooms, by id
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_GROUPS_BLOCK_NIGHTS_H_
