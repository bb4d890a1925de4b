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

// That somebody is about to look is in the log before they do. Gives whether they may.
absl::StatusOr<bool> RecordTheLook(ReportRun& run) {
  const ReportScope& scope = run.scope();
  if (scope.purpose.empty()) {
    return absl::InvalidArgumentError(
        "--actor: figures about single persons are shown for a purpose, which is recorded; add "
        "--purpose, such as appraisal");
  }
  v1::Request request;
  request.set_request_id(absl::StrCat("staff-figures/", absl::ToUnixMicros(absl::Now())));
  request.mutable_actor()->set_kind(v1::ACTOR_KIND_STAFF);
  request.mutable_actor()->set_id(scope.actor_id);
  request.set_authenticated_by("shell");
  request.mutable_reveal_staff_figures()->set_property_id(scope.property_id);
  request.mutable_reveal_staff_figures()->set_purpose(scope.purpose);
  LedgerOptions options;
  options.confirm_clock_jump = scope.confirm_clock;
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(scope.dir, options);
  if (!ledger.ok()) return AboutLedger(ledger.status(), scope.dir);
  const absl::StatusOr<Receipt> receipt = (*ledger)->Submit(request, absl::Now() + kAnswerTimeout);
  const absl::Status closed = (*ledger)->Close();
  DAYBOOK_RETURN_IF_ERROR(receipt.status());
  if (!closed.ok()) return AboutLedger(closed, scope.dir);
  if (receipt->outcome.has_accepted()) return true;
  for (const v1::Decline& reason : receipt->outcome.declined().reasons()) {
    if (reason.code() == v1::IDENTITY_ACTOR_UNKNOWN) {
      return absl::NotFoundError(
          absl::StrCat("there is no member of staff '", scope.actor_id, "'"));
    }
    if (reason.code() < v1::IDENTITY_ACTOR_UNKNOWN) {
      return absl::InvalidArgumentError(absl::StrCat(reason.field(), ": ", reason.detail()));
    }
  }
  run.context().Note(absl::StrCat(scope.actor_id,
                                  " may not see figures about single persons: groups of several "
                                  "only"));
  return false;
}

struct Grouping {
  RatedBy by = RatedBy::kTeam;
  std::string title = "team";
};

absl::StatusOr<Grouping> GroupingOf(const ReportScope& scope, bool persons) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto by,
                           Dimensions(scope, {"team", "department", "competency", "staff"},
                                      {persons ? "staff" : "team"}));
  if (by.size() != 1) {
    return absl::InvalidArgumentError(
        "--by: this report takes one of team, department, competency, staff");
  }
  if (by[0] == "team") return Grouping{RatedBy::kTeam, by[0]};
  if (by[0] == "department") return Grouping{RatedBy::kMembersDepartment, by[0]};
  if (by[0] == "competency") return Grouping{RatedBy::kEverybody, "of"};
  if (persons) return Grouping{RatedBy::kStaff, by[0]};
  if (!scope.actor_id.empty()) return Grouping();
  return absl::InvalidArgumentError(
      "--by staff: figures about single persons are for those who may see them; say who asks and "
      "why with --actor and --purpose");
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
  HandlingRating rating;
  std::map<v1::Competency, int64_t> trainings;
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
    group.rating.members.insert(training.staff_id());
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

void AddRows(const std::string& who, const StaffGroup& group, ReportTable& table) {
  const HandlingRating& rating = group.rating;
  const auto count = [](uint64_t number) { return Cell::Number(static_cast<int64_t>(number)); };
  for (int number = v1::Competency_MIN + 1; number <= v1::Competency_MAX; ++number) {
    const auto competency = static_cast<v1::Competency>(number);
    const auto found = rating.scores.find(competency);
    const HandlingRating::Scores scores =
        found == rating.scores.end() ? HandlingRating::Scores() : found->second;
    const bool needed =
        scores.count > 0 && scores.average_hundredths() < kNeedsTrainingBelowHundredths;
    const auto trainings = group.trainings.find(competency);
    table.Add(
        {Cell::Text(who), count(rating.members.size()), count(rating.cases), count(rating.resolved),
         count(rating.reopened), count(rating.upset), count(rating.de_escalated),
         Cell::Text(PlainName(v1::Competency_Name(competency), "COMPETENCY_")), count(scores.count),
         scores.count == 0 ? Cell() : Cell::Number(scores.average_hundredths()),
         Cell::Text(needed ? "needed" : ""),
         Cell::Number(trainings == group.trainings.end() ? 0 : trainings->second)});
  }
}

}  // namespace

absl::StatusOr<ReportTable> StaffReport(ReportRun& run) {
  bool persons = false;
  if (!run.scope().actor_id.empty()) {
    DAYBOOK_ASSIGN_OR_RETURN(persons, RecordTheLook(run));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Grouping grouping, GroupingOf(run.scope(), persons));
  DAYBOOK_ASSIGN_OR_RETURN(const StaffGroups groups, Collect(run, grouping.by));
  ReportTable table({{grouping.title},
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
  std::set<std::string> withheld;
  for (const auto& [who, group] : groups) {
    if (!persons && !group.rating.is_of_several()) {
      withheld.insert(who.empty() ? "(none)" : who);
      continue;
    }
    AddRows(grouping.by == RatedBy::kEverybody ? "everybody" : who, group, table);
  }
  for (const std::string& who : withheld) {
    run.context().Note(absl::StrCat(grouping.title, " ", who,
                                    ": the figures are about a single person, and not shown"));
  }
  return table;
}

}  // namespace daybook::cli
