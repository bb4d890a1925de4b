#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "daybook/v1/property.pb.h"
#include "ledger/base/strings.h"
#include "ledger/domain/entities.h"
#include "projections/entity_view.h"
#include "projections/feedback/feedback_rows.h"
#include "projections/feedback/feedback_view.h"

namespace daybook {
namespace {

constexpr char kCase = LetterOf<v1::Case>::kLetter;

EntityViewSpec Spec() {
  EntityViewSpec spec;
  spec.name = "feedback";
  spec.revision = 1;
  spec.letters = {kCase, LetterOf<v1::Commitment>::kLetter,
                  LetterOf<v1::ImprovementAction>::kLetter, LetterOf<v1::Contact>::kLetter};
  spec.events = {{v1::Event::kStaffDefined, v1::Event::kStaffDefined},
                 {v1::Event::kFeedbackRecorded, v1::Event::kContactRecorded}};
  spec.own = {{kFeedbackDayRow, &v1::FeedbackEntry::default_instance()},
              {kCaseDayRow, &v1::CaseDay::default_instance()},
              {kStaffRow, &v1::StaffDefinition::default_instance()}};
  spec.indexed = true;
  return spec;
}

void AddFeedback(const v1::Record& record, const v1::Feedback& event, ViewRows& rows) {
  const int32_t date = record.resolution().business_date();
  v1::FeedbackEntry& row = rows.ChangeOwn<v1::FeedbackEntry>(
      kFeedbackDayRow, DayKey(event.property_id(), date, event.feedback_id()));
  *row.mutable_feedback() = event;
  const v1::Personal& remark = record.request().record_feedback().feedback().remark();
  if (remark.has_sealed()) *row.mutable_feedback()->mutable_remark() = remark;
  row.set_business_date(date);
  *row.mutable_recorded_at() = record.resolution().recorded_at();
  row.set_position(record.position());
}

void AddCaseDay(const v1::Record& record, const v1::Case& event, ViewRows& rows) {
  v1::CaseDay& row = rows.ChangeOwn<v1::CaseDay>(
      kCaseDayRow,
      DayKey(event.property_id(), record.resolution().business_date(), event.case_id()));
  row.set_case_id(event.case_id());
  row.set_kind(event.kind());
  row.set_category(event.category());
  row.set_department(event.department());
}

class FeedbackProjection final : public EntityView {
 public:
  FeedbackProjection() : EntityView(Spec()) {}

 protected:
  absl::Status ApplyOwn(const v1::Record& record, ViewRows& rows) override {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.has_feedback_recorded()) {
        AddFeedback(record, event.feedback_recorded(), rows);
      } else if (event.has_case_opened()) {
        AddCaseDay(record, event.case_opened(), rows);
      } else if (event.has_staff_defined()) {
        const v1::StaffDefinition& staff = event.staff_defined();
        rows.ChangeOwn<v1::StaffDefinition>(kStaffRow, staff.staff_id()) = staff;
      }
    }
    return absl::OkStatus();
  }

  void AppendIndex(std::string_view key, const google::protobuf::Message& row,
                   std::vector<std::string>& entries) const override {
    if (key.empty() || key[0] != kCase) return;
    const auto& one = static_cast<const v1::Case&>(row);
    if (one.status() == v1::CASE_RESOLVED) return;
    entries.push_back(IndexEntry(kOpenCaseIndex, {one.property_id(), one.case_id()}));
  }
};

}  // namespace

std::string PropertyPrefix(std::string_view property_id) {
  std::string prefix(property_id);
  if (!prefix.empty()) prefix.push_back('\0');
  return prefix;
}

std::string DayKey(std::string_view property_id, int32_t yyyymmdd, std::string_view id) {
  std::string key(property_id);
  key.push_back('\0');
  absl::StrAppend(&key, absl::Dec(yyyymmdd, absl::kZeroPad8));
  key.push_back('\0');
  key.append(id);
  return key;
}

DayKeyParts PartsOf(std::string_view day_key) {
  DayKeyParts parts;
  const size_t end = day_key.find('\0');
  parts.property_id = day_key.substr(0, end);
  if (end == std::string_view::npos ||
      !absl::SimpleAtoi(ToAbsl(day_key.substr(end + 1, 8)), &parts.yyyymmdd)) {
    parts.yyyymmdd = 0;
  }
  return parts;
}

std::unique_ptr<Projection> NewFeedbackProjection() {
  return std::make_unique<FeedbackProjection>();
}

}  // namespace daybook
