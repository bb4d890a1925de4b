// The night rows that the projection works on: read once, counted in memory, written when a record is
// done with them. Internal to this folder. One thread.
#ifndef DAYBOOK_PROJECTIONS_AVAILABILITY_NIGHT_CACHE_H_
#define DAYBOOK_PROJECTIONS_AVAILABILITY_NIGHT_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ledger/base/civil_date.h"
#include "projections/bytes_map.h"
#include "projections/projection.h"

namespace daybook {

// Rooms of one type for one night, as its row counts them.
struct RoomCounts {
  int32_t out_of_order = 0;
  int32_t held = 0;
  int32_t sold = 0;
  int32_t blocked = 0;

  friend bool operator==(const RoomCounts&, const RoomCounts&) = default;
};

class NightCache {
 public:
  struct Night {
    RoomCounts now;
    RoomCounts written;  // as the row says it
    bool touched = false;
  };
  // The nights of one room type.
  struct RoomType {
    std::string_view key_prefix;
    absl::flat_hash_map<int32_t, Night> nights;  // by days since 1970-01-01
  };

  // Lives until Clear.
  RoomType& Of(std::string_view property_id, std::string_view room_type_id);

  // The counts of a night, to be changed in place. Lives until the next call.
  absl::StatusOr<RoomCounts*> Touch(RoomType& room_type, CivilDate night, ViewTransaction& txn);

  // Writes the rows of the nights touched since the last call whose counts are not what they were.
  // DataLoss: a count is below 0.
  absl::Status Write(ViewTransaction& txn);

  void Clear();
  size_t size() const { return size_; }  // nights

 private:
  absl::Status Read(std::string_view key, ViewTransaction& txn, RoomCounts& counts) const;

  StableBytesMap<RoomType> room_types_;  // by key prefix
  std::vector<std::pair<RoomType*, int32_t>> touched_;
  size_t size_ = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AVAILABILITY_NIGHT_CACHE_H_
