// The story of a booking, a customer, an account, a case or anything else that records concern: every record that concerns it, with
// what it changed. Nothing is told that is not in the log and the view `audit`; what is sealed
// stays sealed. The story as of a past position is that of the view's snapshot of then.
//
//   DAYBOOK_ASSIGN_OR_RETURN(auto story, daybook::StoryOf(
//       *audit, *log, daybook::MakeEntityRef(daybook::v1::ENTITY_KIND_BOOKING, "B-1")));
//   for (const daybook::StoryLine& line : story) ...
#ifndef DAYBOOK_PROJECTIONS_AUDIT_STORY_H_
#define DAYBOOK_PROJECTIONS_AUDIT_STORY_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/audit_view.pb.h"
#include "daybook/v1/record.pb.h"
#include "ledger/log/record_source.h"
#include "projections/audit/entity_changes.h"
#include "projections/view_store.h"

namespace daybook {

// What one record means for the entity.
struct StoryLine {
  v1::AuditEntry entry;               // amounts of the story's own bookings only
  std::vector<EntityChange> changes;  // of the story's own entities; none where it was not accepted
  std::vector<v1::Decline> declines;  // with field and detail
  std::vector<v1::Journal> postings;  // transfers that move money of the story's own entities
  std::vector<v1::Item> items;  // what it costs and why; not of what is about many bookings at once
  std::vector<std::string> told_channels;  // to which the record is a message
};

// In the order of positions. Of a customer: the lines of all that is theirs; of a
// property: its definition, its business date, and what defines its room types and rate plans.
// Returning false ends it. No line: there is no such entity. `records` is the log that `audit` is a
// view of.
absl::Status VisitStory(const ViewSnapshot& audit, const RecordSource& records,
                        const v1::EntityRef& entity,
                        const std::function<absl::StatusOr<bool>(StoryLine line)>& visitor);
absl::StatusOr<std::vector<StoryLine>> StoryOf(const ViewSnapshot& audit,
                                               const RecordSource& records,
                                               const v1::EntityRef& entity);

// The line of one record, of the entities that `changes` wants. Calls as for EntityChanges::Of.
absl::StatusOr<StoryLine> TellRecord(const v1::Record& record, v1::AuditEntry entry,
                                     EntityChanges& changes);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AUDIT_STORY_H_
