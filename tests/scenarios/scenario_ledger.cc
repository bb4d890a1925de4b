#include "tests/scenarios/scenario_ledger.h"

#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/engine/own_request.h"
#include "ledger/log/record_codec.h"
#include "projections/all/all_projections.h"

namespace daybook::testing {
namespace {

absl::StatusOr<std::unique_ptr<Projection>> ProjectionOf(std::string_view view) {
  std::string names;
  for (std::unique_ptr<Projection>& projection : AllProjections()) {
    if (projection->name() == view) return std::move(projection);
    absl::StrAppend(&names, " ", std::string(projection->name()));
  }
  return absl::NotFoundError(absl::StrCat("no view ", std::string(view), "; there are", names));
}

}  // namespace

// The ticker would make what falls due depend on the machine's time.
ScenarioLedger::ScenarioLedger(Instant now) : clock_(now) {
  options_.clock = &clock_;
  options_.tick_interval = absl::ZeroDuration();
  options_.max_clock_jump_us = std::numeric_limits<int64_t>::max();
}

absl::StatusOr<std::unique_ptr<ScenarioLedger>> ScenarioLedger::Create(Instant now) {
  std::unique_ptr<ScenarioLedger> ledger(new ScenarioLedger(now));
  DAYBOOK_RETURN_IF_ERROR(Ledger::Create(ledger->dir_, ledger->options_));
  DAYBOOK_RETURN_IF_ERROR(ledger->Open());
  return ledger;
}

absl::Status ScenarioLedger::Open() {
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock, Engine::TakeLock(dir_, options_));
  DAYBOOK_ASSIGN_OR_RETURN(ledger_, Engine::Open(dir_, options_, std::move(lock)));
  DAYBOOK_ASSIGN_OR_RETURN(
      views_, ProjectionHost::Open(dir_, AllProjections(), ledger_->records(), HostOptions()));
  return CatchUpViews();
}

absl::Status ScenarioLedger::Close() {
  views_.reset();
  const absl::Status closed = ledger_->Close();
  ledger_.reset();
  return closed;
}

absl::Status ScenarioLedger::CatchUpViews() {
  return views_->CatchUp(ledger_->records().end(), RunOptions());
}

absl::StatusOr<Answer> ScenarioLedger::Ask(const v1::Request& request) {
  if (request.actor().kind() == v1::ACTOR_KIND_SYSTEM) return AskOwn(request);
  Answer answer;
  const uint64_t end = ledger_->records().end();
  absl::StatusOr<Receipt> receipt = ledger_->Submit(request, InAMinute());
  if (receipt.ok()) {
    answer.outcome = std::move(receipt->outcome);
    answer.duplicate = receipt->duplicate;
  } else if (ledger_->records().end() == end) {
    answer.refused = receipt.status();
  } else {  // a conflict, which is recorded and answered with an error
    DAYBOOK_RETURN_IF_ERROR(
        ForEachRecord([&answer](const v1::Record& record) { answer.outcome = record.outcome(); }));
  }
  DAYBOOK_RETURN_IF_ERROR(CatchUpViews());
  return answer;
}

// The engine tells only whether its own requests were accepted; the log has the rest.
absl::StatusOr<Answer> ScenarioLedger::AskOwn(const v1::Request& request) {
  Answer answer;
  const uint64_t end = ledger_->records().end();
  const absl::Status status = ledger_->SubmitOwn(request);
  answer.duplicate = ledger_->records().end() == end;
  DAYBOOK_RETURN_IF_ERROR(ForEachRecord([&](const v1::Record& record) {
    if (record.request().request_id() == request.request_id() &&
        (record.position() >= end || (answer.duplicate && status.ok()))) {
      answer.outcome = record.outcome();
    }
  }));
  if (answer.outcome.kind_case() == v1::Outcome::KIND_NOT_SET) {
    answer.duplicate = false;
    answer.refused = status;
  }
  DAYBOOK_RETURN_IF_ERROR(CatchUpViews());
  return answer;
}

absl::StatusOr<Answer> ScenarioLedger::AskForDue(Instant until) {
  return AskOwn(DueRequest(until, ledger_->records().end()));
}

absl::Status ScenarioLedger::ForEachRecord(
    const std::function<void(const v1::Record&)>& visitor) const {
  const RecordSource& records = ledger_->records();
  return records.Read(0, records.end(), [&](uint64_t position, std::string_view bytes) {
    v1::Record record;
    const absl::Status decoded = DecodeRecord(position, bytes, record);
    if (decoded.ok()) visitor(record);
    return decoded;
  });
}

absl::StatusOr<int32_t> ScenarioLedger::BusinessDate(const std::string& property_id) const {
  int32_t date = 0;
  DAYBOOK_RETURN_IF_ERROR(ForEachRecord([&](const v1::Record& record) {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.property_defined().property_id() == property_id && date == 0) {
        date = event.property_defined().first_business_date();
      } else if (event.business_date_rolled().property_id() == property_id) {
        date = event.business_date_rolled().to();
      }
    }
  }));
  if (date == 0) return absl::NotFoundError(absl::StrCat("no property ", property_id));
  return date;
}

// A view knows the type of a row by the first character of its key.
absl::StatusOr<std::vector<const google::protobuf::Message*>> ScenarioLedger::RowTypes(
    std::string_view view) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Projection> projection, ProjectionOf(view));
  std::vector<const google::protobuf::Message*> types;
  std::set<std::string> names;
  for (int first = 0; first < 256; ++first) {
    const google::protobuf::Message* type =
        projection->RowType(std::string(1, static_cast<char>(first)));
    if (type != nullptr && names.insert(type->GetTypeName()).second) types.push_back(type);
  }
  return types;
}

absl::StatusOr<std::vector<ViewRow>> ScenarioLedger::Rows(std::string_view view,
                                                          std::string_view prefix) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<Projection> projection, ProjectionOf(view));
  DAYBOOK_ASSIGN_OR_RETURN(const Reading reading,
                           views_->Read(view, ledger_->records().end(), InAMinute()));
  std::vector<ViewRow> rows;
  DAYBOOK_RETURN_IF_ERROR(reading.snapshot->Scan(
      prefix, [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
        const google::protobuf::Message* type = projection->RowType(key);
        if (type == nullptr) return true;
        ViewRow row{std::string(key), std::unique_ptr<google::protobuf::Message>(type->New())};
        if (!row.row->ParseFromArray(value.data(), static_cast<int>(value.size()))) {
          return absl::DataLossError(absl::StrCat("a row is no ", type->GetTypeName()));
        }
        rows.push_back(std::move(row));
        return true;
      }));
  return rows;
}

absl::Status ScenarioLedger::WhileClosed(
    const std::function<absl::Status(const std::string& dir)>& use) {
  DAYBOOK_RETURN_IF_ERROR(Close());
  const absl::Status used = use(dir_);
  DAYBOOK_RETURN_IF_ERROR(Open());
  return used;
}

}  // namespace daybook::testing
