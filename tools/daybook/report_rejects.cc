// report rejects: how much was refused because it could not be recorded at all, by cause, as the ledger noted it (DOMAIN H1).
#include "ledger/base/status_macros.h"
#include "tools/daybook/report.h"

namespace daybook::cli {

absl::StatusOr<ReportTable> RejectsReport(ReportRun& run) {
  ReportTable table({{"position", ColumnKind::kCount},
                     {"recorded_at"},
                     {"cause"},
                     {"refused", ColumnKind::kCount}});
  DAYBOOK_RETURN_IF_ERROR(run.ScanRecords([&](const v1::Record& record) {
    // What somebody else says about rejects is declined.
    if (!record.outcome().has_accepted() || !run.TakesDate(DateOfRecord(record))) {
      return absl::OkStatus();
    }
    for (const v1::NoteRejects::Count& one : record.request().note_rejects().counts()) {
      table.Add({Cell::Number(static_cast<int64_t>(record.position())),
                 Cell::Instant(record.resolution().recorded_at()), Cell::Text(one.cause()),
                 Cell::Number(static_cast<int64_t>(one.count()))});
    }
    return absl::OkStatus();
  }));
  return table;
}

}  // namespace daybook::cli
