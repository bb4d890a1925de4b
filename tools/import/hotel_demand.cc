#include "tools/import/hotel_demand.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daybook/v1/record.pb.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/log/record_codec.h"
#include "tools/import/hotel_demand_file.h"
#include "tools/import/hotel_demand_plan.h"
#include "tools/import/hotel_demand_requests.h"
#include "tools/import/hotel_demand_submit.h"

namespace daybook {
namespace {

// Rows and options that change what is imported are part of the import's name: another choice is
// another import.
std::string SourceName(const HotelDemandData& data) {
  std::string name = kHotelDemandSource;
  if (data.limited) absl::StrAppend(&name, "+first-", data.rows_read);
  if (data.bad_row_count > 0) absl::StrAppend(&name, "+skipped-", data.bad_row_count);
  return name;
}

absl::Status BadRowsFailure(const std::string& file, const HotelDemandData& data) {
  std::string message = absl::StrCat(file, ": ", data.bad_row_count, " of ", data.rows_read,
                                     " rows are bad, nothing was imported");
  for (const BadRow& bad_row : data.bad_rows) {
    absl::StrAppend(&message, "\n  ", FormatBadRow(bad_row));
  }
  if (data.bad_rows.size() == kMaxListedBadRows) absl::StrAppend(&message, "\n  and so on");
  return absl::InvalidArgumentError(message);
}

// The first accepted record from `from` on that has an event of this kind. The search ends where
// something was accepted that neither the ledger itself nor an import asked for: no import begins
// or goes on behind that.
absl::StatusOr<std::optional<v1::Record>> FindEvent(const RecordSource& records, uint64_t from,
                                                    v1::Event::KindCase kind) {
  std::optional<v1::Record> result;
  const uint64_t end = records.end();
  if (from >= end) return result;
  const auto visit = [&result, kind](uint64_t position, std::string_view bytes) -> absl::Status {
    v1::Record record;
    DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
    if (!record.outcome().has_accepted()) return absl::OkStatus();
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.kind_case() == kind) {
        result = std::move(record);
        return absl::CancelledError();
      }
    }
    const v1::ActorKind actor = record.request().actor().kind();
    const bool goes_on = actor == v1::ACTOR_KIND_SYSTEM || actor == v1::ACTOR_KIND_IMPORTER;
    return goes_on ? absl::OkStatus() : absl::CancelledError();
  };
  const absl::Status read = records.Read(from, end, visit);
  if (!read.ok() && !absl::IsCancelled(read)) return read;
  return result;
}

enum class ImportState { kNone, kBegun, kComplete };

std::string DescribeImport(std::string_view source, std::string_view file_sha256,
                           uint64_t requests) {
  return absl::StrCat(std::string(source), ", file sha256 ", ToHex(file_sha256), ", ", requests,
                      " requests");
}

// FailedPrecondition: the ledger holds another import.
absl::StatusOr<ImportState> FindImport(const RecordSource& records, const ImportPlan& plan) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<v1::Record> record,
                           FindEvent(records, 0, v1::Event::kImportBegun));
  if (!record) return ImportState::kNone;
  for (const v1::Event& event : record->outcome().accepted().events()) {
    if (!event.has_import_begun()) continue;
    const v1::ImportBegun& begun = event.import_begun();
    if (begun.source() == plan.source && begun.file_sha256() == plan.file_sha256 &&
        begun.planned_requests() == plan.planned_requests) {
      continue;
    }
    return absl::FailedPreconditionError(
        absl::StrCat("the ledger holds another import (",
                     DescribeImport(begun.source(), begun.file_sha256(), begun.planned_requests()),
                     "); this one would be ",
                     DescribeImport(plan.source, plan.file_sha256, plan.planned_requests)));
  }
  // Every request of the plan is a record of its own, so the end can't stand earlier.
  const uint64_t earliest_end = record->position() + 1 + plan.planned_requests;
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<v1::Record> completed,
                           FindEvent(records, earliest_end, v1::Event::kImportCompleted));
  return completed ? ImportState::kComplete : ImportState::kBegun;
}

absl::StatusOr<std::unique_ptr<Ledger>> OpenOrCreate(const ImportOptions& options) {
  const FileSystem& files = *options.ledger.log.storage.files;
  bool is_new = !files.Exists(options.dir);
  if (!is_new) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List(options.dir));
    is_new = names.empty();
  }
  if (is_new) DAYBOOK_RETURN_IF_ERROR(Ledger::Create(options.dir, options.ledger));
  return Ledger::Open(options.dir, options.ledger);
}

ImportReport ReportOf(const HotelDemandPlan& plan, HotelDemandData& data) {
  ImportReport report;
  report.rows = data.rows_read;
  report.bookings = data.rows.size();
  report.requests = plan.requests;
  report.promotions = plan.promotions;
  report.changes = plan.changes;
  report.assignments = plan.assignments;
  report.check_outs = plan.check_outs;
  report.cancellations = plan.cancellations;
  report.no_shows = plan.no_shows;
  report.rolls = plan.rolls;
  for (const PlannedProperty& property : plan.properties) {
    for (const auto& [letter, capacity] : property.capacity) {
      report.capacities.push_back({std::string(kHotelDemandProperties[property.property]),
                                   std::string(1, letter), capacity});
    }
  }
  report.bad_row_count = data.bad_row_count;
  report.bad_rows = std::move(data.bad_rows);
  report.file_sha256 = ToHex(AsBytes(data.file_sha256));
  return report;
}

absl::Status SubmitPlan(const ImportOptions& options, const HotelDemandData& data,
                        const HotelDemandPlan& plan, ImportReport& report) {
  const ImportPlan import{SourceName(data), std::string(AsBytes(data.file_sha256)), plan.requests};
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger, OpenOrCreate(options));
  DAYBOOK_ASSIGN_OR_RETURN(const ImportState state, FindImport(ledger->records(), import));
  report.already_complete = state == ImportState::kComplete;
  report.resumed = state == ImportState::kBegun;
  if (report.already_complete) {
    report.accepted = plan.requests;
    report.duplicates = plan.requests;
    report.forced = plan.forced;
    return ledger->Close();
  }
  DAYBOOK_RETURN_IF_ERROR(ledger->BeginImport(import));
  DAYBOOK_ASSIGN_OR_RETURN(const SubmitReport submitted,
                           SubmitHotelDemand(*ledger, *options.ledger.zones, data.rows, plan,
                                             data.file_sha256, {options.progress, options.cancel}));
  report.accepted = submitted.accepted;
  report.duplicates = submitted.duplicates;
  report.forced = submitted.forced;
  DAYBOOK_RETURN_IF_ERROR(ledger->CompleteImport());
  // Once, however often the import was gone on with.
  for (uint64_t row = 0; row < data.bad_row_count; ++row) ledger->CountReject("bad-row");
  report.batches = ledger->stats().batches;
  return ledger->Close();
}

}  // namespace

absl::StatusOr<ImportReport> ImportHotelDemand(const ImportOptions& options) {
  DAYBOOK_ASSIGN_OR_RETURN(HotelDemandData data,
                           ReadHotelDemand(options.file, options.limit_rows, kMaxListedBadRows));
  if (data.bad_row_count > 0 && !options.skip_bad_rows) return BadRowsFailure(options.file, data);
  if (data.rows.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(options.file, " holds no rows to import"));
  }
  const HotelDemandPlan plan = PlanHotelDemand(data.rows);
  ImportReport report = ReportOf(plan, data);
  DAYBOOK_RETURN_IF_ERROR(SubmitPlan(options, data, plan, report));
  return report;
}

}  // namespace daybook
