#include "tools/daybook/present.h"

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/times.h"

namespace daybook::cli {

absl::StatusOr<v1::Record> ReadRecord(const RecordSource& log, uint64_t position) {
  v1::Record record;
  DAYBOOK_RETURN_IF_ERROR(
      log.Read(position, position + 1, [&](uint64_t, std::string_view bytes) -> absl::Status {
        if (record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
          return absl::OkStatus();
        }
        return absl::DataLossError(absl::StrCat("record ", position, " does not parse"));
      }));
  return record;
}

absl::StatusOr<Instant> PresentOf(const ViewMoment& moment, const std::string& as_of) {
  if (const absl::StatusOr<Instant> given = ParseInstant(as_of); given.ok()) return *given;
  // The ledger's own records have the machine's time also where all others are imported or simulated.
  for (uint64_t position = moment.snapshot->info().position; position > 0; --position) {
    DAYBOOK_ASSIGN_OR_RETURN(const v1::Record record, ReadRecord(*moment.view.log, position - 1));
    if (IsAboutTheLedger(record.request())) continue;
    if (as_of.empty() && record.resolution().time_source() == v1::TIME_SOURCE_SYSTEM) break;
    return ToInstant(record.resolution().recorded_at());
  }
  return SystemClock().Now();
}

}  // namespace daybook::cli
