// report access: who asked to see whose personal data, or figures about single members of staff, why, when; refusals too.
#include "ledger/base/status_macros.h"
#include "tools/daybook/customer_format.h"
#include "tools/daybook/report.h"

namespace daybook::cli {

absl::StatusOr<ReportTable> AccessReport(ReportRun& run) {
  ReportTable table({{"position", ColumnKind::kCount},
                     {"recorded_at"},
                     {"actor"},
                     {"authenticated_by"},
                     {"customer"},
                     {"what"},
                     {"purpose"},
                     {"outcome"},
                     {"request_id"}});
  DAYBOOK_RETURN_IF_ERROR(run.ScanRecords([&](const v1::Record& record) {
    const v1::Request& request = record.request();
    if ((!request.has_reveal_personal_data() && !request.has_reveal_staff_figures()) ||
        !run.TakesDate(DateOfRecord(record))) {
      return absl::OkStatus();
    }
    const bool figures = request.has_reveal_staff_figures();
    const v1::RevealPersonalData& reveal = request.reveal_personal_data();
    const v1::Outcome& outcome = record.outcome();
    table.Add({Cell::Number(static_cast<int64_t>(record.position())),
               Cell::Instant(record.resolution().recorded_at()),
               Cell::Text(ActorText(request.actor())), Cell::Text(request.authenticated_by()),
               Cell::Text(reveal.customer_id()),
               Cell::Text(figures ? "staff figures"
                                  : ShownText(reveal.everything(), reveal.invoice_id())),
               Cell::Text(figures ? request.reveal_staff_figures().purpose() : reveal.purpose()),
               Cell::Text(outcome.has_accepted()   ? "shown"
                          : outcome.has_declined() ? "declined"
                                                   : "conflict"),
               Cell::Text(request.request_id())});
    return absl::OkStatus();
  }));
  return table;
}

}  // namespace daybook::cli
