#include "projections/audit/story.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ledger/base/status_macros.h"
#include "projections/audit/audit_view.h"

namespace daybook {
namespace {

// Whether the story of `story` tells what happened to `entity`.
absl::StatusOr<bool> Tells(const ViewSnapshot& audit, const v1::EntityRef& story,
                           const v1::EntityRef& entity) {
  if (entity.kind() == story.kind()) {
    return entity.id() == story.id() && entity.property_id() == story.property_id();
  }
  if (story.kind() == v1::ENTITY_KIND_PROPERTY) return entity.property_id() == story.id();
  // What of a case concerns a booking or a customer was found by them.
  if (entity.kind() == v1::ENTITY_KIND_CASE) {
    return story.kind() == v1::ENTITY_KIND_BOOKING || story.kind() == v1::ENTITY_KIND_CUSTOMER;
  }
  if (story.kind() != v1::ENTITY_KIND_CUSTOMER || entity.kind() != v1::ENTITY_KIND_BOOKING) {
    return false;
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<v1::AuditedBooking> booking,
                           GetAuditedBooking(audit, entity.id()));
  return booking.has_value() && booking->customer_id() == story.id();
}

}  // namespace

absl::StatusOr<StoryLine> TellRecord(const v1::Record& record, v1::AuditEntry entry,
                                     EntityChanges& changes) {
  StoryLine line;
  DAYBOOK_ASSIGN_OR_RETURN(line.changes, changes.Of(record));
  for (const v1::Decline& reason : record.outcome().declined().reasons()) {
    line.declines.push_back(reason);
  }
  line.entry = std::move(entry);
  auto* amounts = line.entry.mutable_amounts();
  amounts->erase(std::remove_if(amounts->begin(), amounts->end(),
                                [&line](const v1::AuditedAmounts& each) {
                                  return std::none_of(
                                      line.changes.begin(), line.changes.end(),
                                      [&each](const EntityChange& change) {
                                        return change.entity.kind() == v1::ENTITY_KIND_BOOKING &&
                                               change.entity.id() == each.booking_id();
                                      });
                                }),
                 amounts->end());
  return line;
}

absl::Status VisitStory(const ViewSnapshot& audit, const RecordSource& records,
                        const v1::EntityRef& entity,
                        const std::function<absl::StatusOr<bool>(StoryLine line)>& visitor) {
  EntityChanges changes(
      audit, records, [&](const v1::EntityRef& changed) { return Tells(audit, entity, changed); });
  return ListEntriesOf(audit, entity, [&](const v1::AuditEntry& entry) -> absl::StatusOr<bool> {
    DAYBOOK_ASSIGN_OR_RETURN(const v1::Record record, ReadRecord(records, entry.position()));
    DAYBOOK_ASSIGN_OR_RETURN(StoryLine line, TellRecord(record, entry, changes));
    return visitor(std::move(line));
  });
}

absl::StatusOr<std::vector<StoryLine>> StoryOf(const ViewSnapshot& audit,
                                               const RecordSource& records,
                                               const v1::EntityRef& entity) {
  std::vector<StoryLine> story;
  DAYBOOK_RETURN_IF_ERROR(
      VisitStory(audit, records, entity, [&story](StoryLine line) -> absl::StatusOr<bool> {
        story.push_back(std::move(line));
        return true;
      }));
  return story;
}

}  // namespace daybook
