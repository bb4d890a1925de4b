#include "tools/daybook/record_line.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "ledger/base/strings.h"
#include "ledger/domain/named_entities.h"
#include "projections/audit/audit_entry.h"
#include "projections/audit/audit_view.h"
#include "projections/audit/entity_kinds.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/request_json.h"
#include "tools/daybook/story_format.h"

namespace daybook::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::vector<std::string> IdsIn(const Message& message) {
  std::vector<std::string> ids;
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_repeated() || field.type() != FieldDescriptor::TYPE_STRING) continue;
    if (!absl::EndsWith(field.name(), "_id")) continue;
    ids.push_back(message.GetReflection()->GetString(message, &field));
  }
  return ids;
}

// The id that stands first in a body, or in the message that is its first field: what a property has rather than the property, where an
// id of that follows.
std::string FirstId(const Message& body) {
  if (body.GetDescriptor()->field_count() == 0) return "";
  const Message* message = &body;
  const FieldDescriptor& first = *body.GetDescriptor()->field(0);
  if (first.message_type() != nullptr && !first.is_repeated()) {
    message = &body.GetReflection()->GetMessage(body, &first);
  }
  const std::vector<std::string> ids = IdsIn(*message);
  if (ids.empty()) return "";
  const bool of_property = message->GetDescriptor()->field(0)->name() == "property_id";
  return of_property && ids.size() > 1 ? ids[1] : ids[0];
}

// What the first id does not say; of these areas it is not the whole subject.
std::string SubjectByKind(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kRollBusinessDate:
      return absl::StrCat(request.roll_business_date().property_id(), " ",
                          FormatYmd(request.roll_business_date().business_date()));
    case v1::Request::kPostNights:
      return absl::StrCat(request.post_nights().property_id(), " ",
                          FormatYmd(request.post_nights().business_date()));
    case v1::Request::kClosePeriod:
    case v1::Request::kReopenPeriod:
      return absl::StrCat(PropertyNamedBy(request).empty()
                              ? ""
                              : absl::StrCat(ToAbsl(PropertyNamedBy(request)), " "),
                          request.has_close_period() ? request.close_period().period_id()
                                                     : request.reopen_period().period_id());
    case v1::Request::kProposePolicy:
      return absl::StrCat(request.propose_policy().policy().policy_id(), " version ",
                          request.propose_policy().policy().version());
    case v1::Request::kSettlePolicy:
      return absl::StrCat(request.settle_policy().policy_id(), " version ",
                          request.settle_policy().version(),
                          request.settle_policy().approved() ? " approved" : " rejected");
    case v1::Request::kCreditInvoice:
    case v1::Request::kDisputeInvoice:
    case v1::Request::kWriteOff:
    case v1::Request::kReverseWriteOff:
      return std::string(IdNamedBy(request, "invoice_id"));
    case v1::Request::kMergeCustomers:
      return absl::StrCat(request.merge_customers().merged_id(), " into ",
                          request.merge_customers().customer_id());
    case v1::Request::kUnmergeCustomers:
      return absl::StrCat(request.unmerge_customers().merged_id(), " from ",
                          request.unmerge_customers().customer_id());
    case v1::Request::kStepCase: {
      const auto* const what = request.step_case().GetReflection()->GetOneofFieldDescriptor(
          request.step_case(), v1::StepCase::descriptor()->FindOneofByName("what"));
      return absl::StrCat(
          request.step_case().case_id(),
          what == nullptr ? "" : absl::StrCat(": ", FormatRequestKind(what->name())));
    }
    case v1::Request::kRecordTurnaway:
      return request.record_turnaway().property_id();
    default:
      return "";
  }
}

// Of what the ledger asks of itself.
std::string SubjectOfLedger(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kAdoptSchema:
      return absl::StrCat("part ", request.adopt_schema().part() + 1, " of ",
                          request.adopt_schema().parts());
    case v1::Request::kNoteRecovery:
      return absl::StrCat("from record ", request.note_recovery().recovered_end());
    case v1::Request::kRunDue:
      return absl::StrCat("until ", FormatTime(request.run_due().until()));
    case v1::Request::kBeginImport:
      return request.begin_import().source();
    case v1::Request::kCompleteImport:
      return ToHex(request.complete_import().file_sha256().substr(0, 8));
    case v1::Request::kBeginSimulation:
      return request.begin_simulation().source();
    case v1::Request::kNoteRejects: {
      std::string text = "refused:";
      for (const v1::NoteRejects::Count& one : request.note_rejects().counts()) {
        absl::StrAppend(&text, " ", one.cause(), " ", one.count());
      }
      return text;
    }
    default:
      return "";
  }
}

// What the request is about, in few words.
std::string Subject(const v1::Record& record) {
  const v1::Request& request = record.request();
  if (std::string subject = SubjectByKind(request); !subject.empty()) return subject;
  const Message* const body = BodyOf(request);
  if (body != nullptr) {
    if (std::string id = FirstId(*body); !id.empty()) return id;
  }
  const std::vector<std::string> bookings = BookingsOf(record);
  if (bookings.empty()) return SubjectOfLedger(request);
  return bookings.size() == 1 ? bookings.front() : absl::StrCat(bookings.size(), " bookings");
}

std::string OutcomeText(const v1::Outcome& outcome) {
  v1::AuditEntry entry;
  FillOutcome(outcome, entry);
  return FormatOutcome(entry);
}

// Without codes, which have no room in a line.
std::string ShortOutcome(const v1::Outcome& outcome) {
  return outcome.has_declined() ? "declined" : outcome.has_conflict() ? "conflict" : "accepted";
}

}  // namespace

std::string RecordLine(const v1::Record& record, const Terminal& terminal) {
  std::string what = FormatRequestKind(RequestKindOf(record.request()));
  if (const std::string subject = Subject(record); !subject.empty()) {
    absl::StrAppend(&what, " ", subject);
  }
  if (const std::string reason = ReasonOf(record.request()); !reason.empty()) {
    absl::StrAppend(&what, " (", ReasonWords(reason), ")");
  }
  const std::vector<std::string> cells = {
      absl::StrCat(record.position()), FormatTimeFor(terminal, record.resolution().recorded_at()),
      terminal.out ? ShortOutcome(record.outcome()) : OutcomeText(record.outcome()),
      FormatActor(record.request().actor()), what};
  if (!terminal.out) return Table::TabSeparated(cells);
  constexpr size_t kWidths[] = {7, 20, 8, 20};
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const bool right = i == 0;
    const size_t width = i < std::size(kWidths) ? kWidths[i] : 0;
    const std::string blanks(width > cells[i].size() ? width - cells[i].size() : 0, ' ');
    absl::StrAppend(&line, i == 0 ? "" : "  ", right ? blanks : "", cells[i], right ? "" : blanks);
  }
  return CutToWidth(line, terminal.width);
}

std::string RecordJson(const v1::Record& record) {
  if (!record.request().has_adopt_schema()) return MessageJson(record);
  v1::Record without_schema = record;
  without_schema.mutable_request()->mutable_adopt_schema()->clear_descriptor_set_part();
  return MessageJson(without_schema);
}

}  // namespace daybook::cli
