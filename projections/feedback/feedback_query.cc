// Cases and what was said, listed; how fast cases were answered.
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/domain/entities.h"
#include "ledger/domain/times.h"
#include "projections/entity_view.h"
#include "projections/feedback/feedback_rows.h"
#include "projections/feedback/feedback_view.h"

namespace daybook {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;

ClockState StateOfClock(bool has_clock, const google::protobuf::Timestamp& by, bool is_done,
                        const google::protobuf::Timestamp& at, Instant now) {
  if (!has_clock) return ClockState::kNone;
  if (is_done) return ToInstant(at) < ToInstant(by) ? ClockState::kMet : ClockState::kLate;
  return now < ToInstant(by) ? ClockState::kRuns : ClockState::kMissed;
}

bool IsTooLate(ClockState state) {
  return state == ClockState::kLate || state == ClockState::kMissed;
}

bool Matches(const v1::Case& one, const CaseFilter& filter) {
  const auto same = [](const std::string& wanted, const std::string& is) {
    return wanted.empty() || wanted == is;
  };
  return same(filter.property_id, one.property_id()) &&
         same(filter.customer_id, one.customer_id()) && same(filter.category, one.category()) &&
         same(filter.department, one.department()) &&
         same(filter.assigned_staff_id, one.assigned_staff_id()) &&
         (!filter.open || one.status() != v1::CASE_RESOLVED) &&
         (!filter.breached || StateOf(one, filter.now).breached());
}

void AddStep(const v1::Case& one, bool is_done, const google::protobuf::Timestamp& at,
             ClockState state, ResponseTimes::Step& step) {
  if (is_done) {
    ++step.done;
    const int64_t micros = ToInstant(at).micros() - ToInstant(one.opened_at()).micros();
    step.minutes += micros / kMicrosPerMinute;
  }
  step.in_time += state == ClockState::kMet;
  step.late += IsTooLate(state);
}

}  // namespace

bool CaseState::breached() const {
  return IsTooLate(acknowledged) || IsTooLate(answered) || IsTooLate(resolved);
}

CaseState StateOf(const v1::Case& one, Instant now) {
  return {StateOfClock(one.has_acknowledge_by(), one.acknowledge_by(), one.has_acknowledged_at(),
                       one.acknowledged_at(), now),
          StateOfClock(one.has_answer_by(), one.answer_by(), one.has_answered_at(),
                       one.answered_at(), now),
          StateOfClock(one.has_resolve_by(), one.resolve_by(), one.has_resolved_at(),
                       one.resolved_at(), now)};
}

absl::StatusOr<std::optional<v1::Case>> GetCase(const ViewSnapshot& view,
                                                std::string_view case_id) {
  return GetEntity<v1::Case>(view, case_id);
}

absl::Status ListCases(const ViewSnapshot& view, const CaseFilter& filter,
                       const std::function<bool(const v1::Case&)>& visitor) {
  if (!filter.open) {
    return ScanEntities<v1::Case>(view, [&](const v1::Case& one) -> absl::StatusOr<bool> {
      return !Matches(one, filter) || visitor(one);
    });
  }
  return view.ScanIndex(RowKeyOf(kOpenCaseIndex, PropertyPrefix(filter.property_id)),
                        [&](std::string_view entry) -> absl::StatusOr<bool> {
                          DAYBOOK_ASSIGN_OR_RETURN(const auto one,
                                                   GetCase(view, IndexParts(entry).back()));
                          if (!one)
                            return absl::DataLossError("view feedback: the index names no case");
                          return !Matches(*one, filter) || visitor(*one);
                        });
}

absl::Status ListFeedback(const ViewSnapshot& view, const FeedbackFilter& filter,
                          const std::function<bool(const v1::FeedbackEntry&)>& visitor) {
  return ScanRows<v1::FeedbackEntry>(
      view, kFeedbackDayRow, PropertyPrefix(filter.property_id),
      [&](std::string_view, const v1::FeedbackEntry& entry) -> absl::StatusOr<bool> {
        const int32_t date = entry.business_date();
        if (filter.from && date < filter.from->ymd()) return true;
        if (filter.until && date >= filter.until->ymd()) return true;
        return visitor(entry);
      });
}

absl::StatusOr<std::map<v1::FeedbackKind, ResponseTimes>> ResponseReport(
    const ViewSnapshot& view, std::string_view property_id, Instant now) {
  std::map<v1::FeedbackKind, ResponseTimes> report;
  CaseFilter filter;
  filter.property_id = std::string(property_id);
  DAYBOOK_RETURN_IF_ERROR(ListCases(view, filter, [&](const v1::Case& one) {
    const CaseState state = StateOf(one, now);
    ResponseTimes& times = report[one.kind()];
    ++times.cases;
    times.open += one.status() != v1::CASE_RESOLVED;
    times.breached += state.breached();
    times.reopened += one.times_reopened() > 0;
    AddStep(one, one.has_acknowledged_at(), one.acknowledged_at(), state.acknowledged,
            times.acknowledge);
    AddStep(one, one.has_answered_at(), one.answered_at(), state.answered, times.answer);
    AddStep(one, one.has_resolved_at(), one.resolved_at(), state.resolved, times.resolve);
    return true;
  }));
  return report;
}

}  // namespace daybook
