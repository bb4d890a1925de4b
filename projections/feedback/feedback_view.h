// The view `feedback`: what guests say, the cases that come of it, and what is done about it (DOMAIN C). Rows:
//   k <case id>                                    v1::Case
//   o <commitment id>                              v1::Commitment
//   A <action id>                                  v1::ImprovementAction
//   t <contact id>                                 v1::Contact
//   0 <property id> 00 <yyyymmdd> 00 <feedback id> v1::FeedbackEntry
//   1 <property id> 00 <yyyymmdd> 00 <case id>     v1::CaseDay, by the business date on which the case was opened
//   2 <staff id>                                   v1::StaffDefinition
// Index:
//   c <property id> 00 <case id>                   cases that are not resolved
#ifndef DAYBOOK_PROJECTIONS_FEEDBACK_FEEDBACK_VIEW_H_
#define DAYBOOK_PROJECTIONS_FEEDBACK_FEEDBACK_VIEW_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/feedback.pb.h"
#include "daybook/v1/feedback_view.pb.h"
#include "daybook/v1/property.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/instant.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewFeedbackProjection();

// Who works for the house, by staff id.
absl::StatusOr<std::map<std::string, v1::StaffDefinition>> StaffOf(const ViewSnapshot& view);

// Commitments in the order of ids; of one property and one customer, or of all where that is empty. Returning false ends it.
absl::Status ListCommitments(const ViewSnapshot& view, std::string_view property_id,
                             std::string_view customer_id,
                             const std::function<bool(const v1::Commitment&)>& visitor);

absl::StatusOr<std::optional<v1::Case>> GetCase(const ViewSnapshot& view, std::string_view case_id);

// Where one of a case's three clocks stands.
enum class ClockState {
  kNone,    // no clock
  kRuns,    // not yet, and in time so far
  kMet,     // in time
  kLate,    // done, too late
  kMissed,  // not done, and it is too late
};
struct CaseState {
  ClockState acknowledged = ClockState::kNone;
  ClockState answered = ClockState::kNone;
  ClockState resolved = ClockState::kNone;
  // Some clock was met too late, or not at all.
  bool breached() const;
};
// As of an instant. The instant of a clock itself is too late.
CaseState StateOf(const v1::Case& one, Instant now);

// What to list; an empty member does not restrict.
struct CaseFilter {
  std::string property_id;
  std::string customer_id;
  std::string category;
  std::string department;
  std::string assigned_staff_id;
  bool open = false;      // not resolved
  bool breached = false;  // as of `now`
  Instant now;
};
// In the order of case ids; open ones in the order (property, id). Returning false ends it.
absl::Status ListCases(const ViewSnapshot& view, const CaseFilter& filter,
                       const std::function<bool(const v1::Case&)>& visitor);

// Feedback in the order (property, business date, id); of one property, or of all where it is empty; with business dates of
// [from, until) where these are given. Returning false ends it.
struct FeedbackFilter {
  std::string property_id;
  std::optional<CivilDate> from;
  std::optional<CivilDate> until;
};
absl::Status ListFeedback(const ViewSnapshot& view, const FeedbackFilter& filter,
                          const std::function<bool(const v1::FeedbackEntry&)>& visitor);

// How fast cases of a kind were answered (DOMAIN C22). Times are of cases where it happened, in whole minutes.
struct ResponseTimes {
  struct Step {
    uint64_t done = 0;
    int64_t minutes = 0;   // of those together
    uint64_t in_time = 0;  // of those with a clock
    uint64_t late = 0;     // done too late, or not done and too late
    int64_t average_minutes() const { return done == 0 ? 0 : minutes / static_cast<int64_t>(done); }
  };
  uint64_t cases = 0;
  uint64_t open = 0;
  uint64_t breached = 0;
  uint64_t reopened = 0;
  Step acknowledge;
  Step answer;
  Step resolve;
};
// By kind; as of an instant; of one property or all.
absl::StatusOr<std::map<v1::FeedbackKind, ResponseTimes>> ResponseReport(
    const ViewSnapshot& view, std::string_view property_id, Instant now);

// What was said in a month (DOMAIN C26).
struct Satisfaction {
  uint64_t feedback = 0;
  uint64_t compliments = 0;
  uint64_t complaints = 0;
  uint64_t suggestions = 0;
  uint64_t questions = 0;
  uint64_t scored = 0;
  int64_t score_sum = 0;
  // In hundredths of a point, half up; 0 where none was scored.
  int64_t average_score_hundredths() const;
};
struct MonthOfProperty {
  std::string property_id;
  int32_t month = 0;  // yyyymm
  friend auto operator<=>(const MonthOfProperty&, const MonthOfProperty&) = default;
};
absl::StatusOr<std::map<MonthOfProperty, Satisfaction>> SatisfactionTrend(
    const ViewSnapshot& view, std::string_view property_id);

// How often a category of problem came up (DOMAIN A8): complaints that were recorded and cases that were opened.
struct ProblemCount {
  std::string property_id;
  int32_t month = 0;  // yyyymm
  std::string category;
  uint64_t complaints = 0;
  uint64_t cases = 0;
};
// By property and month, the most frequent first. Without a category: under "".
absl::StatusOr<std::vector<ProblemCount>> FrequentProblems(const ViewSnapshot& view,
                                                           std::string_view property_id);

// What an improvement action achieved (DOMAIN C20): cases of its category opened on as many days before it was done as after.
// A category that is a reason to cancel is counted among the cancelled bookings by whoever asks (CancellationReason_Parse).
struct ActionEffect {
  v1::ImprovementAction action;
  CivilDate from;     // of the days before
  CivilDate done_on;  // the first day after; both only where the action is done
  CivilDate until;    // exclusive, of the days after
  uint64_t cases_before = 0;
  uint64_t cases_after = 0;
};
// Of one property or all, in the order of ids. `days` at most before and after: as many as there were from done_on up to `today`, the
// property's open business date, not counted.
absl::StatusOr<std::vector<ActionEffect>> ActionEffects(
    const ViewSnapshot& view, std::string_view property_id, int32_t days,
    const std::function<CivilDate(std::string_view property_id)>& today);

// Handling ratings (DOMAIN C19, C27), of the cases that were assigned to somebody.
struct HandlingRating {
  uint64_t cases = 0;  // assigned
  uint64_t resolved = 0;
  uint64_t reopened = 0;
  uint64_t upset = 0;         // the guest was upset or angry
  uint64_t de_escalated = 0;  // of these
  struct Scores {
    uint64_t count = 0;
    int64_t sum = 0;
    int64_t average_hundredths() const;  // half up; 0 where there is none
  };
  std::map<v1::Competency, Scores> scores;
  std::set<std::string> members;  // to whom the cases were assigned
  // Figures about several: those about a single member are for those only who may see them.
  bool is_of_several() const { return members.size() > 1; }
};
// kDepartment: the case's. kMembersDepartment: that of whom it was assigned to.
enum class RatedBy { kStaff, kTeam, kDepartment, kMembersDepartment, kEverybody };
// By staff id, team or department; of one property or all. Staff without a team or department, and everybody: under "".
absl::StatusOr<std::map<std::string, HandlingRating>> HandlingRatings(const ViewSnapshot& view,
                                                                      std::string_view property_id,
                                                                      RatedBy by);

// Commitments (DOMAIN C23): made, kept, broken, by customer and side.
struct CommitmentCount {
  uint64_t open = 0;
  uint64_t kept = 0;
  uint64_t broken = 0;
};
// Of the house (false) and of the customer (true). Of one customer, or of all where it is empty.
absl::StatusOr<std::map<bool, CommitmentCount>> CountCommitments(const ViewSnapshot& view,
                                                                 std::string_view property_id,
                                                                 std::string_view customer_id);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_FEEDBACK_FEEDBACK_VIEW_H_
