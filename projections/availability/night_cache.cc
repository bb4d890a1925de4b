#include "projections/availability/night_cache.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "daybook/v1/availability_view.pb.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/availability/availability_rows.h"

namespace daybook {
namespace {

std::string KeyOf(std::string_view prefix, int32_t days) {
  std::string key(prefix);
  AppendNight(CivilDate::FromDays(days).ymd(), key);
  return key;
}

std::string Serialised(const RoomCounts& counts) {
  v1::AvailabilityNight row;
  row.set_out_of_order(counts.out_of_order);
  row.set_held(counts.held);
  row.set_sold(counts.sold);
  row.set_blocked(counts.blocked);
  return row.SerializeAsString();
}

}  // namespace

NightCache::RoomType& NightCache::Of(std::string_view property_id, std::string_view room_type_id) {
  const auto [entry, is_new] = room_types_.try_emplace(NightRowPrefix(property_id, room_type_id));
  if (is_new) entry->second.key_prefix = entry->first;
  return entry->second;
}

absl::Status NightCache::Read(std::string_view key, ViewTransaction& txn,
                              RoomCounts& counts) const {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value, txn.Get(key));
  if (!value.has_value()) return absl::OkStatus();
  v1::AvailabilityNight row;
  DAYBOOK_RETURN_IF_ERROR(ParseRow(key, *value, row));
  counts = {.out_of_order = row.out_of_order(),
            .held = row.held(),
            .sold = row.sold(),
            .blocked = row.blocked()};
  return absl::OkStatus();
}

absl::StatusOr<RoomCounts*> NightCache::Touch(RoomType& room_type, CivilDate night,
                                              ViewTransaction& txn) {
  const auto [entry, is_new] = room_type.nights.try_emplace(night.days());
  Night& cached = entry->second;
  if (is_new) {
    ++size_;
    DAYBOOK_RETURN_IF_ERROR(Read(KeyOf(room_type.key_prefix, night.days()), txn, cached.written));
    cached.now = cached.written;
  }
  if (!cached.touched) {
    cached.touched = true;
    touched_.emplace_back(&room_type, night.days());
  }
  return &cached.now;
}

absl::Status NightCache::Write(ViewTransaction& txn) {
  for (const auto& [room_type, days] : touched_) {
    Night& night = room_type->nights.find(days)->second;
    night.touched = false;
    if (night.now == night.written) continue;
    const std::string key = KeyOf(room_type->key_prefix, days);
    if (night.now.out_of_order < 0 || night.now.held < 0 || night.now.sold < 0 ||
        night.now.blocked < 0) {
      return absl::DataLossError(absl::StrCat("more rooms are given back than were taken for ",
                                              CivilDate::FromDays(days).ToString()));
    }
    if (night.now == RoomCounts()) {
      txn.Delete(key);
    } else {
      txn.Put(key, Serialised(night.now));
    }
    night.written = night.now;
  }
  touched_.clear();
  return absl::OkStatus();
}

void NightCache::Clear() {
  room_types_.clear();
  touched_.clear();
  size_ = 0;
}

}  // namespace daybook
