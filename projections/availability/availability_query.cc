#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daybook/v1/availability_view.pb.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "projections/availability/availability_rows.h"
#include "projections/availability/availability_view.h"

namespace daybook {
namespace {

using NightVisitor = std::function<bool(const NightOfRoomType&)>;

Occupancy OccupancyOf(const v1::AvailabilityRoomType::Step* step,
                      const v1::AvailabilityNight& night) {
  Occupancy rooms;
  if (step != nullptr) {
    rooms.capacity = step->capacity();
    rooms.overbooking_limit = step->overbooking_limit();
  }
  rooms.out_of_order = night.out_of_order();
  rooms.blocked = night.blocked();
  rooms.held = night.held();
  rooms.sold = night.sold();
  const int64_t in_order = std::max<int64_t>(0, rooms.capacity - rooms.out_of_order);
  const int64_t taken = rooms.held + rooms.sold;
  rooms.overbooked = std::max<int64_t>(0, taken - in_order);
  rooms.free = std::max<int64_t>(0, in_order - rooms.blocked - taken);
  // Not from what is in order: a capacity reduced to less than what is out of order eats up the limit.
  rooms.sellable = std::max<int64_t>(
      0, rooms.capacity + rooms.overbooking_limit - rooms.out_of_order - rooms.blocked - taken);
  return rooms;
}

void AddTo(Occupancy& sum, const Occupancy& rooms) {
  sum.capacity += rooms.capacity;
  sum.overbooking_limit += rooms.overbooking_limit;
  sum.out_of_order += rooms.out_of_order;
  sum.blocked += rooms.blocked;
  sum.held += rooms.held;
  sum.sold += rooms.sold;
  sum.overbooked += rooms.overbooked;
  sum.free += rooms.free;
  sum.sellable += rooms.sellable;
}

// The nights of one room type in order. Rows are scanned month by month: a scan goes by the beginning
// of the key, and years of past nights are none of its business.
class NightsOfRoomType {
 public:
  NightsOfRoomType(const ViewSnapshot& view, std::string_view property_id,
                   std::string_view room_type_id, const v1::AvailabilityRoomType& row)
      : view_(view),
        room_type_id_(room_type_id),
        prefix_(NightRowPrefix(property_id, room_type_id)),
        row_(row) {}

  // False: the visitor has seen enough.
  absl::StatusOr<bool> Visit(CivilDate from, CivilDate until, const NightVisitor& visitor) {
    int32_t month_read = 0;
    for (CivilDate night = from; night < until; night = night + 1) {
      const int32_t ymd = night.ymd();
      if (ymd / 100 != month_read) {
        month_read = ymd / 100;
        DAYBOOK_RETURN_IF_ERROR(ReadMonth(month_read));
      }
      const auto row = month_.find(ymd);
      const v1::AvailabilityNight& counts =
          row == month_.end() ? v1::AvailabilityNight::default_instance() : row->second;
      if (!visitor({room_type_id_, night, OccupancyOf(StepAt(ymd), counts)})) return false;
    }
    return true;
  }

 private:
  absl::Status ReadMonth(int32_t yyyymm) {
    month_.clear();
    std::string prefix = prefix_;
    AppendMonth(yyyymm, prefix);
    return view_.Scan(prefix,
                      [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                        DAYBOOK_RETURN_IF_ERROR(ParseRow(key, value, month_[NightOfRow(key)]));
                        return true;
                      });
  }

  const v1::AvailabilityRoomType::Step* StepAt(int32_t ymd) const {
    const v1::AvailabilityRoomType::Step* in_force = nullptr;
    for (const v1::AvailabilityRoomType::Step& step : row_.steps()) {
      if (step.from() > ymd) break;
      in_force = &step;
    }
    return in_force;
  }

  const ViewSnapshot& view_;
  const std::string_view room_type_id_;
  const std::string prefix_;
  const v1::AvailabilityRoomType& row_;
  std::map<int32_t, v1::AvailabilityNight> month_;  // by yyyymmdd
};

// What the keys that begin with the prefix go on with.
absl::StatusOr<std::vector<std::string>> LastPartsOf(const ViewSnapshot& view,
                                                     const std::string& prefix) {
  std::vector<std::string> parts;
  DAYBOOK_RETURN_IF_ERROR(
      view.Scan(prefix, [&](std::string_view key, std::string_view) -> absl::StatusOr<bool> {
        parts.emplace_back(key.substr(prefix.size()));
        return true;
      }));
  return parts;
}

absl::Status RequireProperty(const ViewSnapshot& view, std::string_view property_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> date, BusinessDateOf(view, property_id));
  if (date.has_value()) return absl::OkStatus();
  return absl::NotFoundError(absl::StrCat("there is no property '", ToAbsl(property_id), "'"));
}

}  // namespace

absl::StatusOr<std::optional<CivilDate>> BusinessDateOf(const ViewSnapshot& view,
                                                        std::string_view property_id) {
  const std::string key = PropertyRowKey(property_id);
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value, view.Get(key));
  if (!value.has_value()) return std::optional<CivilDate>();
  v1::AvailabilityProperty row;
  DAYBOOK_RETURN_IF_ERROR(ParseRow(key, *value, row));
  return CivilDate::FromYmd(row.business_date());
}

absl::StatusOr<std::vector<std::string>> PropertiesOf(const ViewSnapshot& view) {
  return LastPartsOf(view, PropertyRowKey(""));
}

absl::StatusOr<std::vector<std::string>> RoomTypesOf(const ViewSnapshot& view,
                                                     std::string_view property_id) {
  return LastPartsOf(view, RoomTypeRowPrefix(property_id));
}

absl::Status NightsOf(const ViewSnapshot& view, std::string_view property_id,
                      std::string_view room_type_id, CivilDate from, CivilDate until,
                      const NightVisitor& visitor) {
  DAYBOOK_RETURN_IF_ERROR(RequireProperty(view, property_id));
  std::vector<std::string> room_type_ids = {std::string(room_type_id)};
  if (room_type_id.empty()) {
    DAYBOOK_ASSIGN_OR_RETURN(room_type_ids, RoomTypesOf(view, property_id));
  }
  for (const std::string& id : room_type_ids) {
    const std::string key = RoomTypeRowKey(property_id, id);
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value, view.Get(key));
    if (!value.has_value()) {
      return absl::NotFoundError(
          absl::StrCat("property ", ToAbsl(property_id), " has no room type '", id, "'"));
    }
    v1::AvailabilityRoomType row;
    DAYBOOK_RETURN_IF_ERROR(ParseRow(key, *value, row));
    DAYBOOK_ASSIGN_OR_RETURN(
        const bool go_on, NightsOfRoomType(view, property_id, id, row).Visit(from, until, visitor));
    if (!go_on) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<NightOfProperty>> OccupancyOf(const ViewSnapshot& view,
                                                         std::string_view property_id,
                                                         CivilDate from, CivilDate until) {
  std::vector<NightOfProperty> totals;
  for (CivilDate night = from; night < until; night = night + 1) totals.push_back({night, {}});
  DAYBOOK_RETURN_IF_ERROR(
      NightsOf(view, property_id, "", from, until, [&](const NightOfRoomType& night) {
        AddTo(totals[static_cast<size_t>(night.night - from)].rooms, night.rooms);
        return true;
      }));
  return totals;
}

}  // namespace daybook
