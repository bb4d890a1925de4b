// report overdue: what should have been done by now and was not, on one list: items of agreements, promises, clocks of cases, contacts with
// key accounts.
#include <string>

#include "ledger/base/status_macros.h"
#include "ledger/domain/times.h"
#include "projections/customers/customers_view.h"
#include "projections/feedback/feedback_view.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

struct Overdue {
  std::string what;
  std::string id;
  std::string detail;
  std::string property_id;
  std::string customer_id;
  std::string who;  // answers for it
  std::string due;  // a date, or an instant
  int32_t days = 0;
};

void Add(const Overdue& overdue, ReportTable& table) {
  table.Add({Cell::Text(overdue.what), Cell::Text(overdue.id), Cell::Text(overdue.detail),
             Cell::Text(overdue.property_id), Cell::Text(overdue.customer_id),
             Cell::Text(overdue.who), Cell::Text(overdue.due), Cell::Number(overdue.days)});
}

using Properties = std::map<std::string, ReportRun::PropertyFacts>;

int32_t BusinessDate(const Properties& properties, const std::string& property_id) {
  const auto found = properties.find(property_id);
  return found == properties.end() ? 0 : found->second.business_date;
}

absl::Status AddItems(ReportRun& run, const Properties& properties, ReportTable& table) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("customers"));
  DAYBOOK_ASSIGN_OR_RETURN(const auto items, OverdueItems(*view, ""));
  for (const OverdueItem& one : items) {
    const v1::Agreement& agreement = one.agreement;
    if (!run.Takes(agreement.property_id())) continue;
    const v1::AgreementItem& item = agreement.items(one.item);
    Add({.what = "agreement item",
         .id = agreement.agreement_id() + " " + item.item_id(),
         .detail = item.code(),
         .property_id = agreement.property_id(),
         .customer_id = agreement.customer_id(),
         .who = agreement.supervisor_staff_id(),
         .due = FormatYmd(item.due_on()),
         .days = DaysBetween(item.due_on(), BusinessDate(properties, agreement.property_id()))},
        table);
  }
  return absl::OkStatus();
}

absl::Status AddPromises(ReportRun& run, const Properties& properties, ReportTable& table) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("feedback"));
  return ListCommitments(*view, run.scope().property_id, "", [&](const v1::Commitment& commitment) {
    const int32_t today = BusinessDate(properties, commitment.property_id());
    if (commitment.status() != v1::COMMITMENT_MADE || commitment.due_on() >= today) return true;
    Add({.what = commitment.by_customer() ? "customer's promise" : "promise",
         .id = commitment.commitment_id(),
         .detail = commitment.code(),
         .property_id = commitment.property_id(),
         .customer_id = commitment.customer_id(),
         .who = commitment.made_by().id(),
         .due = FormatYmd(commitment.due_on()),
         .days = DaysBetween(commitment.due_on(), today)},
        table);
    return true;
  });
}

absl::Status AddClocks(ReportRun& run, ReportTable& table) {
  constexpr int64_t kMicrosPerDay = 86'400'000'000;
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("feedback"));
  DAYBOOK_ASSIGN_OR_RETURN(const Instant now, run.Now());
  CaseFilter filter;
  filter.property_id = run.scope().property_id;
  filter.open = true;
  return ListCases(*view, filter, [&](const v1::Case& one) {
    const CaseState state = StateOf(one, now);
    const auto add = [&](ClockState clock, const char* step, const auto& by) {
      if (clock != ClockState::kMissed) return;
      Add({.what = "case",
           .id = one.case_id(),
           .detail = step,
           .property_id = one.property_id(),
           .customer_id = one.customer_id(),
           .who = one.assigned_staff_id().empty() ? one.department() : one.assigned_staff_id(),
           .due = FormatInstant(ToInstant(by)),
           .days = static_cast<int32_t>((now.micros() - ToInstant(by).micros()) / kMicrosPerDay)},
          table);
    };
    add(state.acknowledged, "acknowledge", one.acknowledge_by());
    add(state.answered, "answer", one.answer_by());
    add(state.resolved, "resolve", one.resolve_by());
    return true;
  });
}

// An account of the house, not of a property.
absl::Status AddContacts(ReportRun& run, ReportTable& table) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("customers"));
  DAYBOOK_ASSIGN_OR_RETURN(const auto today, LatestBusinessDate(*view));
  if (!today.has_value()) return absl::OkStatus();
  CustomerFilter filter;
  filter.only_overdue = true;
  return ListCustomers(*view, filter, nullptr, *today, [&](const Standing& standing) {
    const int32_t due = standing.contact_due_on;
    Add({.what = "contact",
         .id = standing.file.customer_id(),
         .detail = "",
         .property_id = "",
         .customer_id = standing.file.customer_id(),
         .who = standing.file.key_account().owner_staff_id(),
         .due = FormatYmd(due),
         .days = DaysBetween(due, today->ymd())},
        table);
    return true;
  });
}

}  // namespace

absl::StatusOr<ReportTable> OverdueReport(ReportRun& run) {
  ReportTable table({{"what"},
                     {"id"},
                     {"detail"},
                     {"property"},
                     {"customer"},
                     {"who"},
                     {"due"},
                     {"days_overdue", ColumnKind::kCount}});
  DAYBOOK_ASSIGN_OR_RETURN(const Properties properties, run.Properties());
  DAYBOOK_RETURN_IF_ERROR(AddItems(run, properties, table));
  DAYBOOK_RETURN_IF_ERROR(AddPromises(run, properties, table));
  DAYBOOK_RETURN_IF_ERROR(AddClocks(run, table));
  if (run.scope().property_id.empty()) DAYBOOK_RETURN_IF_ERROR(AddContacts(run, table));
  return table;
}

}  // namespace daybook::cli
