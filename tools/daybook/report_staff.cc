// report staff: how cases were handled, and by competency where training is needed: by team, department, of everybody; by single members
// for those only who may see that, which is recorded before anything is shown.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "ledger/base/status_macros.h"
#include "ledger/ledger.h"
#include "projections/feedback/feedback_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

constexpr absl::Duration kAnswerTimeout = absl::Seconds(60);
// An average below 3 of 5 asks for training.
constexpr int64_t kNeedsTrainingBelowHundredths = 300;

// Only what may be asked for is recorded, so this comes before RecordTheLook.
absl::Status CheckAsker(const ReportScope& scope) {
  if (scope.actor_id.empty()) {
    return absl::InvalidArgumentError(
        "--by staff: figures about single persons are for those who may see them; say who asks and "
        "why with --actor and --purpose");
  }
  if (scope.purpose.empty()) {
    return absl::InvalidArgumentError(
        "--actor: figures about single persons are shown for a purpose, which is recorded; add "
        "--purpose, such as appraisal");
  }
  return absl::OkStatus();
}

v1::Request LookOf(const ReportScope& scope) {
  v1::Request request;
  request.set_request_id(absl::StrCat("staff-figures/", absl::ToUnixMicros(absl::Now())));
  request.mutable_actor()->set_kind(v1::ACTOR_KIND_STAFF);
  request.mutable_actor()->set_id(scope.actor_id);
  request.set_authenticated_by("shell");
  request.mutable_reveal_staff_figures()->set_property_id(scope.property_id);
  request.mutable_reveal_staff_figures()->set_purpose(scope.purpose);
  return request;
}

enum class Look { kShown, kNotAllowed, kDeclined };

absl::StatusOr<Look> ReadAnswer(const v1::Outcome& outcome, ReportRun& run) {
  if (outcome.has_accepted()) return Look::kShown;
  const auto& reasons = outcome.declined().reasons();
  const std::string& actor = run.scope().actor_id;
  const auto is = [](v1::DeclineCode code) {
    return [code](const v1::Decline& reason) { return reason.code() == code; };
  };
  if (std::any_of(reasons.begin(), reasons.end(), is(v1::IDENTITY_ACTOR_UNKNOWN))) {
    return absl::NotFoundError(absl::StrCat("there is no member of staff '", actor, "'"));
  }
  if (!reasons.empty() &&
      std::all_of(reasons.begin(), reasons.end(), is(v1::IDENTITY_ROLE_MISSING))) {
    run.context().Note(absl::StrCat(actor, " may not see figures about single persons"));
    return Look::kNotAllowed;
  }
  for (const v1::Decline& reason : reasons) {
    run.context().Note(absl::StrCat("declined: ", v1::DeclineCode_Name(reason.code()), " ",
                                    reason.field(), ": ", reason.detail()));
  }
  return Look::kDeclined;
}

// That somebody is about to look is in the log before they do.
absl::StatusOr<Look> RecordTheLook(ReportRun& run) {
  const ReportScope& scope = run.scope();
  LedgerOptions options;
  options.confirm_clock_jump = scope.confirm_clock;
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(scope.dir, options);
  if (!ledger.ok()) return AboutLedger(ledger.status(), scope.dir);
  const absl::StatusOr<Receipt> receipt =
      (*ledger)->Submit(LookOf(scope), absl::Now() + kAnswerTimeout);
  const absl::Status closed = (*ledger)->Close();
  DAYBOOK_RETURN_IF_ERROR(receipt.status());
  if (!closed.ok()) return AboutLedger(closed, scope.dir);
  return ReadAnswer(receipt->outcome, run);
}

struct Grouping {
  RatedBy by = RatedBy::kTeam;
  std::string title = "team";
};

absl::StatusOr<Grouping> GroupingOf(const ReportScope& scope) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto by,
                           Dimensions(scope, {"team", "department", "competency", "staff"},
                                      {scope.actor_id.empty() ? "team" : "staff"}));
  if (by.size() != 1) {
    return absl::InvalidArgumentError(
        "--by: this report takes one of team, department, competency, staff");
  }
  if (by[0] == "team") return Grouping{RatedBy::kTeam, by[0]};
  if (by[0] == "department") return Grouping{RatedBy::kMembersDepartment, by[0]};
  if (by[0] == "competency") return Grouping{RatedBy::kEverybody, "of"};
  return Grouping{RatedBy::kStaff, by[0]};
}

std::string GroupOf(const v1::StaffDefinition& member, const std::string& staff_id, RatedBy by) {
  switch (by) {
    case RatedBy::kStaff:
      return staff_id;
    case RatedBy::kTeam:
      return member.team();
    case RatedBy::kMembersDepartment:
      return member.department();
    default:
      return "";
  }
}

bool WorksAt(const v1::StaffDefinition& member, const std::string& property_id) {
  const auto& ids = member.property_ids();
  return property_id.empty() || ids.empty() ||
         std::find(ids.begin(), ids.end(), property_id) != ids.end();
}

struct StaffGroup {
  HandlingRating rating;          // of the members with cases
  std::set<std::string> trained;  // members with trainings
  std::map<v1::Competency, int64_t> trainings;
  bool shows_cases = true;
  bool shows_trainings = true;
};
using StaffGroups = std::map<std::string, StaffGroup>;

absl::Status AddTrainings(ReportRun& run, const ViewSnapshot& view, RatedBy by,
                          StaffGroups& groups) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto staff, StaffOf(view));
  return run.ScanRecords([&](const v1::Record& record) -> absl::Status {
    if (!record.outcome().has_accepted() || !record.request().has_record_training()) {
      return absl::OkStatus();
    }
    const v1::RecordTraining& training = record.request().record_training();
    const auto member = staff.find(training.staff_id());
    if (member == staff.end() || !WorksAt(member->second, run.scope().property_id)) {
      return absl::OkStatus();
    }
    StaffGroup& group = groups[GroupOf(member->second, training.staff_id(), by)];
    group.trained.insert(training.staff_id());
    ++group.trainings[training.competency()];
    return absl::OkStatus();
  });
}

absl::StatusOr<StaffGroups> Collect(ReportRun& run, RatedBy by) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("feedback"));
  DAYBOOK_ASSIGN_OR_RETURN(auto ratings, HandlingRatings(*view, run.scope().property_id, by));
  StaffGroups groups;
  for (auto& [who, rating] : ratings) groups[who].rating = std::move(rating);
  DAYBOOK_RETURN_IF_ERROR(AddTrainings(run, *view, by, groups));
  return groups;
}

// Withholds what is about a single person, and says so. False: nothing is left.
bool LeaveOutSingles(const std::string& name, StaffGroup& group, ReportRun& run) {
  const size_t handled = group.rating.members.size();
  const size_t trained = group.trained.size();
  group.shows_cases = handled != 1;
  group.shows_trainings = trained != 1;
  if (group.shows_cases && group.shows_trainings) return true;
  const bool other_half = group.shows_cases ? handled > 0 : group.shows_trainings && trained > 0;
  const char* what = !other_half ? "figures" : group.shows_cases ? "trainings" : "cases";
  run.context().Note(
      absl::StrCat(name, ": the ", what, " are about a single person, and not shown"));
  return other_half;
}

void AddRows(const std::string& who, const StaffGroup& group, ReportTable& table) {
  const HandlingRating& rating = group.rating;
  const auto count = [](uint64_t number) { return Cell::Number(static_cast<int64_t>(number)); };
  const auto of_cases = [&](uint64_t number) { return group.shows_cases ? count(number) : Cell(); };
  std::set<std::string> members = rating.members;
  members.insert(group.trained.begin(), group.trained.end());
  for (int number = v1::Competency_MIN + 1; number <= v1::Competency_MAX; ++number) {
    const auto competency = static_cast<v1::Competency>(number);
    const auto found = rating.scores.find(competency);
    const bool rated = group.shows_cases && found != rating.scores.end();
    const HandlingRating::Scores scores = rated ? found->second : HandlingRating::Scores();
    const bool needed =
        scores.count > 0 && scores.average_hundredths() < kNeedsTrainingBelowHundredths;
    const auto trainings = group.trainings.find(competency);
    const int64_t held = trainings == group.trainings.end() ? 0 : trainings->second;
    table.Add(
        {Cell::Text(who), count(members.size()), of_cases(rating.cases), of_cases(rating.resolved),
         of_cases(rating.reopened), of_cases(rating.upset), of_cases(rating.de_escalated),
         Cell::Text(PlainName(v1::Competency_Name(competency), "COMPETENCY_")),
         of_cases(scores.count),
         scores.count == 0 ? Cell() : Cell::Number(scores.average_hundredths()),
         Cell::Text(needed ? "needed" : ""), group.shows_trainings ? Cell::Number(held) : Cell()});
  }
}

ReportTable EmptyTable(const std::string& title) {
  return ReportTable({{title},
                      {"members", ColumnKind::kCount},
                      {"cases", ColumnKind::kCount},
                      {"resolved", ColumnKind::kCount},
                      {"reopened", ColumnKind::kCount},
                      {"upset", ColumnKind::kCount},
                      {"de_escalated", ColumnKind::kCount},
                      {"competency"},
                      {"ratings", ColumnKind::kCount},
                      {"average_rating", ColumnKind::kPercent},
                      {"training"},
                      {"trainings", ColumnKind::kCount}});
}

}  // namespace

absl::StatusOr<ReportTable> StaffReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(Grouping grouping, GroupingOf(run.scope()));
  bool persons = grouping.by == RatedBy::kStaff;
  if (persons) {
    DAYBOOK_RETURN_IF_ERROR(CheckAsker(run.scope()));
    // So that a moment that is none is not recorded as a look.
    DAYBOOK_RETURN_IF_ERROR(run.View("feedback").status());
    DAYBOOK_ASSIGN_OR_RETURN(const Look look, RecordTheLook(run));
    persons = look == Look::kShown;
    // Who did not say --by staff may do with groups.
    if (look == Look::kDeclined || (!persons && !run.scope().by.empty())) {
      run.SetDeclined();
      return EmptyTable(grouping.title);
    }
    if (!persons) grouping = Grouping();
  }
  DAYBOOK_ASSIGN_OR_RETURN(StaffGroups groups, Collect(run, grouping.by));
  ReportTable table = EmptyTable(grouping.title);
  for (auto& [who, group] : groups) {
    const std::string name = absl::StrCat(grouping.title, " ", who.empty() ? "(none)" : who);
    if (!persons && !LeaveOutSingles(name, group, run)) continue;
    AddRows(grouping.by == RatedBy::kEverybody ? "everybody" : who, group, table);
  }
  return table;
}

}  // namespace daybook::cli
