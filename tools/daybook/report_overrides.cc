// report overrides: decisions that were forced against policy. A record is listed where the override was used.
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "ledger/base/status_macros.h"
#include "projections/audit/audit_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {

absl::StatusOr<ReportTable> OverridesReport(ReportRun& run) {
  ReportTable table({{"position", ColumnKind::kCount},
                     {"recorded_at"},
                     {"business_date", ColumnKind::kDate},
                     {"property"},
                     {"request"},
                     {"concerns"},
                     {"actor"},
                     {"authenticated_by"},
                     {"authorised_by"},
                     {"overrode"},
                     {"reason"},
                     {"request_id"}});
  DAYBOOK_RETURN_IF_ERROR(run.ScanRecords([&](const v1::Record& record) -> absl::Status {
    const v1::Accepted& accepted = record.outcome().accepted();
    if (accepted.overrode().empty() || !run.TakesDate(DateOfRecord(record))) {
      return absl::OkStatus();
    }
    DAYBOOK_ASSIGN_OR_RETURN(const std::string property, run.PropertyOf(record));
    if (!run.Takes(property)) return absl::OkStatus();
    std::vector<std::string> codes;
    for (const int code : accepted.overrode()) {
      codes.push_back(v1::DeclineCode_Name(static_cast<v1::DeclineCode>(code)));
    }
    const v1::Request& request = record.request();
    table.Add({Cell::Number(static_cast<int64_t>(record.position())),
               Cell::Instant(record.resolution().recorded_at()), Cell::Number(DateOfRecord(record)),
               Cell::Text(property), Cell::Text(RequestKindOf(request)),
               Cell::Text(absl::StrJoin(BookingsOf(record), " ")),
               Cell::Text(ActorText(request.actor())), Cell::Text(request.authenticated_by()),
               Cell::Text(ActorText(request.override().authorised_by())),
               Cell::Text(absl::StrJoin(codes, " ")), Cell::Text(request.override().reason_code()),
               Cell::Text(request.request_id())});
    return absl::OkStatus();
  }));
  return table;
}

}  // namespace daybook::cli
