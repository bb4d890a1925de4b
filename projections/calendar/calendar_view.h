// The view `calendar`: which business date is open in each property, and which record closed each of
// those before. What turns a business date into a position of the log.
//
//   p <property id>                      v1::OpenDay
//   d <property id> 00 <yyyymmdd>        v1::ClosedDay
#ifndef DAYBOOK_PROJECTIONS_CALENDAR_CALENDAR_VIEW_H_
#define DAYBOOK_PROJECTIONS_CALENDAR_CALENDAR_VIEW_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daybook/v1/calendar_view.pb.h"
#include "ledger/base/civil_date.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewCalendarProjection();

// By property id.
absl::StatusOr<std::map<std::string, v1::OpenDay>> OpenDays(const ViewSnapshot& view);

absl::StatusOr<std::optional<v1::OpenDay>> GetOpenDay(const ViewSnapshot& view,
                                                      std::string_view property_id);

// The night audit that closed the date; none: it is open still, or was never a business date.
absl::StatusOr<std::optional<v1::ClosedDay>> GetClosedDay(const ViewSnapshot& view,
                                                          std::string_view property_id,
                                                          CivilDate date);

// How many records there were when the property closed the business date; where none is named, when
// the last of those properties did that have closed it. None: it is open still.
// OutOfRange: it is before the first business date or has not come yet, the message says what there
// is. NotFound: there is no such property.
absl::StatusOr<std::optional<uint64_t>> PositionAtClose(const ViewSnapshot& view,
                                                        std::string_view property_id,
                                                        CivilDate date);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_CALENDAR_CALENDAR_VIEW_H_
