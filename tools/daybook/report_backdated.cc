// report backdated: accepted records that say they took effect before they were recorded.
#include "ledger/base/status_macros.h"
#include "ledger/domain/times.h"
#include "projections/audit/audit_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;

}  // namespace

absl::StatusOr<ReportTable> BackdatedReport(ReportRun& run) {
  ReportTable table({{"position", ColumnKind::kCount},
                     {"recorded_at"},
                     {"effective_at"},
                     {"lag_minutes", ColumnKind::kCount},
                     {"business_date", ColumnKind::kDate},
                     {"property"},
                     {"request"},
                     {"actor"},
                     {"authenticated_by"},
                     {"authorised_by"},
                     {"request_id"}});
  DAYBOOK_RETURN_IF_ERROR(run.ScanRecords([&](const v1::Record& record) -> absl::Status {
    const v1::Request& request = record.request();
    if (!record.outcome().has_accepted() || !request.has_effective_at() ||
        !run.TakesDate(DateOfRecord(record))) {
      return absl::OkStatus();
    }
    const int64_t lag_us = ToInstant(record.resolution().recorded_at()).micros() -
                           ToInstant(request.effective_at()).micros();
    if (lag_us <= 0) return absl::OkStatus();
    DAYBOOK_ASSIGN_OR_RETURN(const std::string property, run.PropertyOf(record));
    if (!run.Takes(property)) return absl::OkStatus();
    table.Add({Cell::Number(static_cast<int64_t>(record.position())),
               Cell::Instant(record.resolution().recorded_at()),
               Cell::Instant(request.effective_at()), Cell::Number(lag_us / kMicrosPerMinute),
               Cell::Number(DateOfRecord(record)), Cell::Text(property),
               Cell::Text(RequestKindOf(request)), Cell::Text(ActorText(request.actor())),
               Cell::Text(request.authenticated_by()),
               Cell::Text(ActorText(request.override().authorised_by())),
               Cell::Text(request.request_id())});
    return absl::OkStatus();
  }));
  return table;
}

}  // namespace daybook::cli
