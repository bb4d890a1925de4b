#include "tools/daybook/record_line.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "projections/audit/audit_entry.h"
#include "projections/audit/audit_view.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/request_json.h"
#include "tools/daybook/story_format.h"

namespace daybook::cli {
namespace {

// What the request is about, in few words.
std::string Subject(const v1::Record& record) {
  const v1::Request& request = record.request();
  switch (request.body_case()) {
    case v1::Request::kDefineProperty:
      return request.define_property().property().property_id();
    case v1::Request::kDefineRoomType:
      return request.define_room_type().room_type().room_type_id();
    case v1::Request::kDefineRatePlan:
      return request.define_rate_plan().rate_plan().rate_plan_id();
    case v1::Request::kDefineChannel:
      return request.define_channel().channel().channel_id();
    case v1::Request::kDefineStaff:
      return request.define_staff().staff().staff_id();
    case v1::Request::kRollBusinessDate:
      return absl::StrCat(request.roll_business_date().property_id(), " ",
                          FormatYmd(request.roll_business_date().business_date()));
    case v1::Request::kSetOutOfOrder:
      return request.set_out_of_order().room_type_id();
    case v1::Request::kRecordFeedback:
      return request.record_feedback().feedback().feedback_id();
    default:
      break;
  }
  const std::vector<std::string> bookings = BookingsOf(record);
  if (bookings.empty()) return "";
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
