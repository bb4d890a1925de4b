#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/insights/insights_keys.h"
#include "projections/insights/insights_view.h"

namespace daybook {
namespace {

bool Allows(const InsightsFilter& filter, int32_t month) {
  return (filter.from_month == 0 || month >= filter.from_month) &&
         (filter.through_month == 0 || month <= filter.through_month);
}

// make(parts, row) of every row of the letter in the months of the filter; a month is the second part.
template <typename Row, typename Make>
absl::Status VisitFacts(const ViewSnapshot& view, InsightsRow letter, size_t parts_wanted,
                        const InsightsFilter& filter, Make make) {
  const std::string prefix = filter.property_id.empty()
                                 ? std::string(1, static_cast<char>(letter))
                                 : InsightsPrefix(letter, filter.property_id);
  return view.Scan(prefix,
                   [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                     const std::vector<std::string> parts = PartsOfInsightsKey(key);
                     if (parts.size() != parts_wanted) {
                       return absl::DataLossError("view insights: a key is damaged");
                     }
                     if (!Allows(filter, NumberOf(parts[1]))) return true;
                     Row row;
                     DAYBOOK_RETURN_IF_ERROR(ParseInsightsRow(key, value, row));
                     make(parts, std::move(row));
                     return true;
                   });
}

// see(parts, row) of every row whose key begins with `prefix`.
template <typename Row, typename See>
absl::Status VisitRows(const ViewSnapshot& view, const std::string& prefix, See see) {
  return view.Scan(prefix,
                   [&see](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                     Row row;
                     DAYBOOK_RETURN_IF_ERROR(ParseInsightsRow(key, value, row));
                     see(PartsOfInsightsKey(key), std::move(row));
                     return true;
                   });
}

template <typename Enum>
Enum EnumOf(const std::string& part) {
  return static_cast<Enum>(NumberOf(part));
}

int64_t CapacityOn(const v1::InsightsRoomType& room_type, int32_t night) {
  int64_t capacity = 0;
  for (const v1::InsightsRoomType::Step& step : room_type.steps()) {
    if (step.from() <= night) capacity = step.capacity();
  }
  return capacity;
}

// By night, those that there are.
absl::StatusOr<std::map<int32_t, v1::InsightsNight>> NightRows(const ViewSnapshot& view,
                                                               const std::string& property_id,
                                                               const std::string& room_type_id) {
  // With an empty night: what the nights of the room type begin with.
  const std::string prefix =
      InsightsKey(InsightsRow::kNight).Text(property_id).Text(room_type_id).Text("").Take();
  std::map<int32_t, v1::InsightsNight> rows;
  DAYBOOK_RETURN_IF_ERROR(VisitRows<v1::InsightsNight>(
      view, prefix, [&rows](const std::vector<std::string>& parts, v1::InsightsNight row) {
        rows[NumberOf(parts.back())] = std::move(row);
      }));
  return rows;
}

}  // namespace

LeadTime LeadTimeOf(int32_t days_before_arrival) {
  if (days_before_arrival <= 0) return LeadTime::kSameDay;
  if (days_before_arrival == 1) return LeadTime::kOneDay;
  if (days_before_arrival <= 7) return LeadTime::kWeek;
  return days_before_arrival <= 30 ? LeadTime::kMonth : LeadTime::kMore;
}

std::string_view LeadTimeName(LeadTime lead_time) {
  constexpr std::array<std::string_view, kLeadTimes> kNames = {"0", "1", "2-7", "8-30", "31+"};
  const auto index = static_cast<size_t>(lead_time);
  return index < kNames.size() ? kNames[index] : "";
}

absl::Status VisitStays(const ViewSnapshot& view, const InsightsFilter& filter,
                        const std::function<void(const StayFact&)>& visitor) {
  return VisitFacts<v1::InsightsStays>(
      view, InsightsRow::kStays, 6, filter,
      [&visitor](const std::vector<std::string>& parts, v1::InsightsStays row) {
        visitor({.property_id = parts[0],
                 .month = NumberOf(parts[1]),
                 .room_type_id = parts[2],
                 .segment = parts[3],
                 .country = parts[4],
                 .channel_id = parts[5],
                 .stays = std::move(row)});
      });
}

absl::Status VisitEnded(const ViewSnapshot& view, const InsightsFilter& filter,
                        const std::function<void(const EndedFact&)>& visitor) {
  return VisitFacts<v1::InsightsEnded>(
      view, InsightsRow::kEnded, 8, filter,
      [&visitor](const std::vector<std::string>& parts, v1::InsightsEnded row) {
        visitor({.property_id = parts[0],
                 .month = NumberOf(parts[1]),
                 .status = EnumOf<v1::BookingStatus>(parts[2]),
                 .cause = EnumOf<v1::CancellationCause>(parts[3]),
                 .reason = EnumOf<v1::CancellationReason>(parts[4]),
                 .sub_reason = parts[5],
                 .lead_time = EnumOf<LeadTime>(parts[6]),
                 .channel_id = parts[7],
                 .ended = std::move(row)});
      });
}

absl::Status VisitChanges(const ViewSnapshot& view, const InsightsFilter& filter,
                          const std::function<void(const ChangeFact&)>& visitor) {
  return VisitFacts<v1::InsightsChanges>(
      view, InsightsRow::kChanges, 6, filter,
      [&visitor](const std::vector<std::string>& parts, v1::InsightsChanges row) {
        visitor({.property_id = parts[0],
                 .month = NumberOf(parts[1]),
                 .reason = EnumOf<v1::ChangeReason>(parts[2]),
                 .sub_reason = parts[3],
                 .lead_time = EnumOf<LeadTime>(parts[4]),
                 .channel_id = parts[5],
                 .changes = std::move(row)});
      });
}

absl::Status VisitTurnaways(const ViewSnapshot& view, const InsightsFilter& filter,
                            const std::function<void(const TurnawayFact&)>& visitor) {
  return VisitFacts<v1::InsightsTurnaways>(
      view, InsightsRow::kTurnaways, 5, filter,
      [&visitor](const std::vector<std::string>& parts, v1::InsightsTurnaways row) {
        visitor({.property_id = parts[0],
                 .month = NumberOf(parts[1]),
                 .room_type_id = parts[2],
                 .reason_code = parts[3],
                 .channel_id = parts[4],
                 .turnaways = std::move(row)});
      });
}

absl::StatusOr<std::map<std::string, v1::InsightsProperty>> InsightsProperties(
    const ViewSnapshot& view) {
  std::map<std::string, v1::InsightsProperty> properties;
  DAYBOOK_RETURN_IF_ERROR(VisitRows<v1::InsightsProperty>(
      view, std::string(1, static_cast<char>(InsightsRow::kProperty)),
      [&properties](const std::vector<std::string>& parts, v1::InsightsProperty row) {
        properties[parts.front()] = std::move(row);
      }));
  return properties;
}

absl::Status VisitNights(const ViewSnapshot& view, const std::string& property_id,
                         std::optional<CivilDate> from, std::optional<CivilDate> until,
                         const std::function<void(const NightFact&)>& visitor) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto properties, InsightsProperties(view));
  const auto property = properties.find(property_id);
  if (property == properties.end()) return absl::OkStatus();
  const auto first = CivilDate::FromYmd(property->second.first_business_date());
  const auto open = CivilDate::FromYmd(property->second.business_date());
  if (!first.has_value() || !open.has_value()) return absl::OkStatus();
  const CivilDate begin = from.has_value() ? std::max(*from, *first) : *first;
  const CivilDate end = until.has_value() ? std::min(*until, *open) : *open;

  std::map<std::string, v1::InsightsRoomType> room_types;
  DAYBOOK_RETURN_IF_ERROR(VisitRows<v1::InsightsRoomType>(
      view, InsightsPrefix(InsightsRow::kRoomType, property_id),
      [&room_types](const std::vector<std::string>& parts, v1::InsightsRoomType row) {
        room_types[parts.back()] = std::move(row);
      }));
  for (const auto& [room_type_id, room_type] : room_types) {
    DAYBOOK_ASSIGN_OR_RETURN(const auto rows, NightRows(view, property_id, room_type_id));
    for (CivilDate night = begin; night < end; night = night + 1) {
      const auto found = rows.find(night.ymd());
      visitor({.property_id = property_id,
               .room_type_id = room_type_id,
               .night = night,
               .capacity = CapacityOn(room_type, night.ymd()),
               .rooms = found == rows.end() ? v1::InsightsNight() : found->second});
    }
  }
  return absl::OkStatus();
}

}  // namespace daybook
