// report profiles and report contacts: files that nobody has touched for too long, and key accounts that nobody has
// spoken to.
#include <optional>
#include <string>

#include "ledger/base/status_macros.h"
#include "projections/customers/customers_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

// visit(standing, today) of every customer that the filter takes.
template <typename Visit>
absl::Status VisitCustomers(ReportRun& run, const CustomerFilter& filter, Visit visit) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("customers"));
  DAYBOOK_ASSIGN_OR_RETURN(const auto today, LatestBusinessDate(*view));
  if (!today.has_value()) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const auto policy, SegmentPolicyInForce(*view, run.scope().property_id));
  return ListCustomers(*view, filter, policy.has_value() ? &*policy : nullptr, *today,
                       [&](const Standing& standing) {
                         visit(standing, *today);
                         return true;
                       });
}

std::string KindText(const v1::Customer& file) {
  return PlainName(v1::CustomerKind_Name(file.kind()), "CUSTOMER_");
}

}  // namespace

absl::StatusOr<ReportTable> ProfilesReport(ReportRun& run) {
  ReportTable table({{"customer"},
                     {"kind"},
                     {"tenure"},
                     {"key"},
                     {"updated_on", ColumnKind::kDate},
                     {"days", ColumnKind::kCount},
                     {"stays", ColumnKind::kCount}});
  CustomerFilter filter;
  filter.only_stale = true;
  DAYBOOK_RETURN_IF_ERROR(
      VisitCustomers(run, filter, [&table](const Standing& standing, CivilDate today) {
        const int32_t updated = standing.file.profile_updated_on();
        table.Add({Cell::Text(standing.file.customer_id()), Cell::Text(KindText(standing.file)),
                   Cell::Text(standing.tenure.has_value() ? TenureName(*standing.tenure) : ""),
                   Cell::Text(standing.key ? "key" : ""),
                   updated == 0 ? Cell() : Cell::Number(updated),
                   updated == 0 ? Cell() : Cell::Number(DaysBetween(updated, today.ymd())),
                   Cell::Number(standing.stats.stays())});
      }));
  return table;
}

absl::StatusOr<ReportTable> ContactsReport(ReportRun& run) {
  ReportTable table({{"customer"},
                     {"owner"},
                     {"every_days", ColumnKind::kCount},
                     {"last_contact_on", ColumnKind::kDate},
                     {"due_on", ColumnKind::kDate},
                     {"overdue"},
                     {"days_overdue", ColumnKind::kCount}});
  DAYBOOK_RETURN_IF_ERROR(
      VisitCustomers(run, CustomerFilter(), [&table](const Standing& standing, CivilDate today) {
        if (!standing.file.has_key_account()) return;
        const v1::KeyAccount& account = standing.file.key_account();
        const int32_t due = standing.contact_due_on;
        table.Add(
            {Cell::Text(standing.file.customer_id()), Cell::Text(account.owner_staff_id()),
             Cell::Number(account.contact_every_days()),
             account.last_contact_on() == 0 ? Cell() : Cell::Number(account.last_contact_on()),
             due == 0 ? Cell() : Cell::Number(due),
             Cell::Text(standing.contact_overdue ? "overdue" : ""),
             standing.contact_overdue ? Cell::Number(DaysBetween(due, today.ymd())) : Cell()});
      }));
  return table;
}

}  // namespace daybook::cli
