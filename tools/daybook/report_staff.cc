// report staff: how cases were handled, and by competency where training is needed. Figures about single persons
// are shown to those only who may see them; others see teams.
#include <map>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/entity_view.h"
#include "projections/feedback/feedback_view.h"
#include "tools/daybook/report.h"

namespace daybook::cli {
namespace {

constexpr char kStaffRow = '2';  // of the view feedback
// An average below 3 of 5 asks for training.
constexpr int64_t kNeedsTrainingBelowHundredths = 300;

absl::StatusOr<bool> MaySeePersons(ReportRun& run, const ViewSnapshot& view) {
  const std::string& actor = run.scope().actor_id;
  if (actor.empty()) return false;
  DAYBOOK_ASSIGN_OR_RETURN(const auto staff, GetRow<v1::StaffDefinition>(view, kStaffRow, actor));
  if (!staff.has_value()) {
    return absl::NotFoundError(absl::StrCat("there is no member of staff '", actor, "'"));
  }
  if (staff->sees_people_figures() && !staff->inactive()) return true;
  run.context().Note(absl::StrCat(actor, " may not see figures about single persons: teams only"));
  return false;
}

using Trainings = std::map<std::pair<std::string, v1::Competency>, int64_t>;  // by who

absl::StatusOr<Trainings> CountTrainings(ReportRun& run, const ViewSnapshot& view, bool persons) {
  Trainings trainings;
  DAYBOOK_RETURN_IF_ERROR(run.ScanRecords([&](const v1::Record& record) -> absl::Status {
    if (!record.outcome().has_accepted() || !record.request().has_record_training()) {
      return absl::OkStatus();
    }
    const v1::RecordTraining& training = record.request().record_training();
    std::string who = training.staff_id();
    if (!persons) {
      DAYBOOK_ASSIGN_OR_RETURN(const auto staff, GetRow<v1::StaffDefinition>(view, kStaffRow, who));
      who = staff.has_value() ? staff->team() : "";
    }
    ++trainings[{who, training.competency()}];
    return absl::OkStatus();
  }));
  return trainings;
}

}  // namespace

absl::StatusOr<ReportTable> StaffReport(ReportRun& run) {
  DAYBOOK_ASSIGN_OR_RETURN(const ViewSnapshot* const view, run.View("feedback"));
  DAYBOOK_ASSIGN_OR_RETURN(const bool persons, MaySeePersons(run, *view));
  DAYBOOK_ASSIGN_OR_RETURN(
      const auto ratings,
      HandlingRatings(*view, run.scope().property_id, persons ? RatedBy::kStaff : RatedBy::kTeam));
  DAYBOOK_ASSIGN_OR_RETURN(Trainings trainings, CountTrainings(run, *view, persons));
  ReportTable table({{persons ? "staff" : "team"},
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
  for (const auto& [who, rating] : ratings) {
    const auto count = [](uint64_t number) { return Cell::Number(static_cast<int64_t>(number)); };
    for (int number = v1::Competency_MIN + 1; number <= v1::Competency_MAX; ++number) {
      const auto competency = static_cast<v1::Competency>(number);
      const auto found = rating.scores.find(competency);
      const HandlingRating::Scores scores =
          found == rating.scores.end() ? HandlingRating::Scores() : found->second;
      const bool needed =
          scores.count > 0 && scores.average_hundredths() < kNeedsTrainingBelowHundredths;
      table.Add({Cell::Text(who), count(rating.cases), count(rating.resolved),
                 count(rating.reopened), count(rating.upset), count(rating.de_escalated),
                 Cell::Text(PlainName(v1::Competency_Name(competency), "COMPETENCY_")),
                 count(scores.count),
                 scores.count == 0 ? Cell() : Cell::Number(scores.average_hundredths()),
                 Cell::Text(needed ? "needed" : ""), Cell::Number(trainings[{who, competency}])});
    }
  }
  return table;
}

}  // namespace daybook::cli
