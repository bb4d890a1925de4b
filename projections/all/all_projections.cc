#include "projections/all/all_projections.h"

#include "projections/accounts/accounts_view.h"
#include "projections/audit/audit_view.h"
#include "projections/availability/availability_view.h"
#include "projections/bookings/bookings_view.h"
#include "projections/calendar/calendar_view.h"
#include "projections/channels/channels_view.h"
#include "projections/credit/credit_view.h"
#include "projections/customers/customers_view.h"
#include "projections/dining/dining_view.h"
#include "projections/feedback/feedback_view.h"
#include "projections/groups/groups_view.h"
#include "projections/insights/insights_view.h"

namespace daybook {

std::vector<std::unique_ptr<Projection>> AllProjections() {
  std::vector<std::unique_ptr<Projection>> projections;
  projections.push_back(NewAccountsProjection());
  projections.push_back(NewAuditProjection());
  projections.push_back(NewAvailabilityProjection());
  projections.push_back(NewBookingsProjection());
  projections.push_back(NewCalendarProjection());
  projections.push_back(NewChannelsProjection());
  projections.push_back(NewCreditProjection());
  projections.push_back(NewCustomersProjection());
  projections.push_back(NewDiningProjection());
  projections.push_back(NewFeedbackProjection());
  projections.push_back(NewGroupsProjection());
  projections.push_back(NewInsightsProjection());
  return projections;
}

}  // namespace daybook
