// The view `insights`: facts for analysis, added up from bookings by month. What a booking counts for
// is a function of its present state alone (booking_facts.h): as the booking changes, what it counted
// for before is taken away and what it counts for now is added. Rows, each a letter, then parts
// separated by '\0':
//   p  property id                                                    InsightsProperty
//   r  property id, room type                                         InsightsRoomType
//   b  booking id                                                     InsightsBooking
//   s  property id, month, room type, segment, country, channel       InsightsStays
//   n  property id, room type held, night                             InsightsNight
//   e  property id, month, status, cause, reason, sub-reason, days    InsightsEnded
//      before the arrival, channel
//   c  property id, month, reason, sub-reason, days, channel          InsightsChanges
//   t  property id, month, room type, reason, channel                 InsightsTurnaways
// A month is 6 digits: of the night (s), of the business date on which it was cancelled, marked or
// changed (e, c), of the arrival wanted (t). Codes are 2 digits. Nothing here is added over currencies:
// a property has one.
#ifndef DAYBOOK_PROJECTIONS_INSIGHTS_INSIGHTS_VIEW_H_
#define DAYBOOK_PROJECTIONS_INSIGHTS_INSIGHTS_VIEW_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/insights_view.pb.h"
#include "ledger/base/civil_date.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewInsightsProjection();

// How long before the arrival something happened.
enum class LeadTime : uint8_t { kSameDay, kOneDay, kWeek, kMonth, kMore };
inline constexpr int kLeadTimes = 5;
// 0 and less; 1; 2 to 7; 8 to 30; more.
LeadTime LeadTimeOf(int32_t days_before_arrival);
std::string_view LeadTimeName(LeadTime lead_time);  // "0", "1", "2-7", "8-30", "31+"

// What to look at; an empty member does not restrict.
struct InsightsFilter {
  std::string property_id;
  int32_t from_month = 0;     // yyyymm, inclusive
  int32_t through_month = 0;  // yyyymm, inclusive
};

struct StayFact {
  std::string property_id;
  int32_t month = 0;  // yyyymm
  std::string room_type_id;
  std::string segment;
  std::string country;
  std::string channel_id;
  v1::InsightsStays stays;
};

struct EndedFact {
  std::string property_id;
  int32_t month = 0;
  v1::BookingStatus status = v1::CANCELLED;  // or NO_SHOW
  v1::CancellationCause cause = v1::CANCELLATION_CAUSE_UNSPECIFIED;
  v1::CancellationReason reason = v1::CANCELLATION_REASON_UNSPECIFIED;
  std::string sub_reason;
  LeadTime lead_time = LeadTime::kSameDay;
  std::string channel_id;
  v1::InsightsEnded ended;
};

struct ChangeFact {
  std::string property_id;
  int32_t month = 0;
  v1::ChangeReason reason = v1::CHANGE_REASON_UNSPECIFIED;
  std::string sub_reason;
  LeadTime lead_time = LeadTime::kSameDay;
  std::string channel_id;
  v1::InsightsChanges changes;
};

struct TurnawayFact {
  std::string property_id;
  int32_t month = 0;
  std::string room_type_id;
  std::string reason_code;
  std::string channel_id;
  v1::InsightsTurnaways turnaways;
};

// Each in the order of keys. DataLoss: a row is damaged.
absl::Status VisitStays(const ViewSnapshot& view, const InsightsFilter& filter,
                        const std::function<void(const StayFact&)>& visitor);
absl::Status VisitEnded(const ViewSnapshot& view, const InsightsFilter& filter,
                        const std::function<void(const EndedFact&)>& visitor);
absl::Status VisitChanges(const ViewSnapshot& view, const InsightsFilter& filter,
                          const std::function<void(const ChangeFact&)>& visitor);
absl::Status VisitTurnaways(const ViewSnapshot& view, const InsightsFilter& filter,
                            const std::function<void(const TurnawayFact&)>& visitor);

// By id.
absl::StatusOr<std::map<std::string, v1::InsightsProperty>> InsightsProperties(
    const ViewSnapshot& view);

// How full one room type was in one night that is over.
struct NightFact {
  std::string property_id;
  std::string room_type_id;
  CivilDate night;
  int64_t capacity = 0;  // rooms
  v1::InsightsNight rooms;
};

// Every night of [from, until) before the property's business date, also those in which nobody came; by
// room type, then night. No dates: all there are.
absl::Status VisitNights(const ViewSnapshot& view, const std::string& property_id,
                         std::optional<CivilDate> from, std::optional<CivilDate> until,
                         const std::function<void(const NightFact&)>& visitor);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_INSIGHTS_INSIGHTS_VIEW_H_
