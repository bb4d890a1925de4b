// The view `customers`: files, what was agreed, given and offered, and what each customer brought. A view of entities (entity_view.h):
//
//   u Customer   g Agreement   G Gift   f Offer   s Survey   n Notice   p PolicyVersion (the segment policy is among them)
//   0 <customer id>   v1::CustomerStats, of every customer that a booking or a file names
//   1 <booking id>    v1::CustomerBooking, of every booking with a customer
//   2 <property id>   v1::OpenDay: its business date
//   3 <position, 20 digits>  v1::PersonalDataAccess
//
// Indexes: g, G, f, s <customer id> 00 <id>; n <to> 00 <notice id> of notices that are not acknowledged; a <customer id> 00 <position> of
// accesses.
//
// Merged files: rows stay under the id that they were recorded with; StandingOf follows merged_into, and what is asked of a customer is the
// sum over the file that stays and those merged into it. Dates are business dates, files are dated by the UTC day.
#ifndef DAYBOOK_PROJECTIONS_CUSTOMERS_CUSTOMERS_VIEW_H_
#define DAYBOOK_PROJECTIONS_CUSTOMERS_CUSTOMERS_VIEW_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/customer.pb.h"
#include "daybook/v1/customers_view.pb.h"
#include "daybook/v1/policy.pb.h"
#include "ledger/base/civil_date.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewCustomersProjection();

// DOMAIN E43: known how long.
enum class Tenure { kProspect, kNew, kOld };
std::string_view TenureName(Tenure tenure);  // prospect, new, old
std::optional<Tenure> ParseTenure(std::string_view name);

// What a customer is to the house on a day.
struct Standing {
  v1::Customer file;          // empty but for the id where there is none
  v1::CustomerStats stats;    // over all merged files
  int64_t revenue_minor = 0;  // of the 12 months up to the day's month, in `currency`
  std::string currency;       // the segment policy's; empty: there is none
  int64_t stays_of_12_months = 0;
  std::optional<Tenure> tenure;  // none: no segment policy is in force
  bool key = false;              // a key account, or one by the segment policy
  bool stale = false;          // the profile was not touched for as long as the segment policy says
  int32_t contact_due_on = 0;  // of a key account: the last day of its schedule; 0: none
  bool contact_overdue = false;
};

// The latest business date of all properties; nullopt: there is no property yet.
absl::StatusOr<std::optional<CivilDate>> LatestBusinessDate(const ViewSnapshot& view);

// The policy of the kind that is in force at the property, or everywhere where that is empty; nullopt: none.
absl::StatusOr<std::optional<v1::Policy>> PolicyInForce(const ViewSnapshot& view,
                                                        v1::Policy::RulesCase kind,
                                                        std::string_view property_id);
// The segment policy in force at the property, or everywhere where that is empty; nullopt: none.
absl::StatusOr<std::optional<v1::Policy>> SegmentPolicyInForce(const ViewSnapshot& view,
                                                               std::string_view property_id);

// The pure part: `stats` is the sum over the merged files. No policy: null.
Standing StandingOf(const v1::Customer& file, const v1::CustomerStats& stats,
                    const v1::Policy* segment_policy, CivilDate today);

// Of one customer; of a merged one, of the file that it was merged into. nullopt: nobody of that id was heard of.
absl::StatusOr<std::optional<Standing>> GetStanding(const ViewSnapshot& view,
                                                    std::string_view customer_id,
                                                    const v1::Policy* segment_policy,
                                                    CivilDate today);

// What to list; an empty member does not restrict.
struct CustomerFilter {
  std::optional<Tenure> tenure = {};
  bool only_key = false;
  bool only_stale = false;
  bool only_overdue = false;
};

// Visits those that match, in the order of ids; merged ones are not listed of their own. Returning false ends it.
absl::Status ListCustomers(const ViewSnapshot& view, const CustomerFilter& filter,
                           const v1::Policy* segment_policy, CivilDate today,
                           const std::function<bool(const Standing&)>& visitor);

// Of the customer and of those merged into it, in the order of ids within each.
absl::StatusOr<std::vector<v1::Agreement>> AgreementsOf(const ViewSnapshot& view,
                                                        const v1::Customer& file);
absl::StatusOr<std::vector<v1::Gift>> GiftsOf(const ViewSnapshot& view, const v1::Customer& file);
absl::StatusOr<std::vector<v1::Offer>> OffersOf(const ViewSnapshot& view, const v1::Customer& file);
absl::StatusOr<std::vector<v1::Survey>> SurveysOf(const ViewSnapshot& view,
                                                  const v1::Customer& file);

// An item of an agreement that should have been settled before the business date of its property.
struct OverdueItem {
  v1::Agreement agreement;
  int item = 0;
};
// All, by agreement id; or those that one member of staff supervises.
absl::StatusOr<std::vector<OverdueItem>> OverdueItems(const ViewSnapshot& view,
                                                      std::string_view supervisor_staff_id);

// What became of the offers of one campaign, or of one kind of retention offer.
struct OfferUptake {
  v1::OfferKind kind = v1::OFFER_KIND_UNSPECIFIED;
  std::string name;  // campaign; of a retention offer what was offered
  int64_t made = 0;
  int64_t accepted = 0;
  int64_t refused = 0;
  int64_t expired = 0;  // and never answered
  int64_t booked = 0;   // accepted, with a booking made upon it
};
// In the order (kind, name); expiry by the business dates of the properties.
absl::StatusOr<std::vector<OfferUptake>> UptakeOfOffers(const ViewSnapshot& view);

// Not acknowledged, for a department or a member of staff, or, where that is empty, for anybody; in the order (to, id).
absl::StatusOr<std::vector<v1::Notice>> OpenNotices(const ViewSnapshot& view, std::string_view to);

// Of one customer, or, where that is empty, of all; in the order of the log.
absl::StatusOr<std::vector<v1::PersonalDataAccess>> AccessesOf(const ViewSnapshot& view,
                                                               std::string_view customer_id);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_CUSTOMERS_CUSTOMERS_VIEW_H_
