#include "projections/all/all_projections.h"

#include "projections/audit/audit_view.h"
#include "projections/availability/availability_view.h"
#include "projections/bookings/bookings_view.h"
#include "projections/calendar/calendar_view.h"

namespace daybook {

std::vector<std::unique_ptr<Projection>> AllProjections() {
  std::vector<std::unique_ptr<Projection>> projections;
  projections.push_back(NewAuditProjection());
  projections.push_back(NewAvailabilityProjection());
  projections.push_back(NewBookingsProjection());
  projections.push_back(NewCalendarProjection());
  return projections;
}

}  // namespace daybook
