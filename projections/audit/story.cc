#include "projections/audit/story.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/base/status_macros.h"
#include "projections/audit/audit_view.h"

namespace daybook {
namespace {

absl::StatusOr<bool> IsBookingOf(const ViewSnapshot& audit, std::string_view booking_id,
                                 std::string_view customer_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<v1::AuditedBooking> booking,
                           GetAuditedBooking(audit, booking_id));
  return booking.has_value() && booking->customer_id() == customer_id;
}

// Whether the story of `story` tells what happened to `entity`.
absl::StatusOr<bool> Tells(const ViewSnapshot& audit, const v1::EntityRef& story,
                           const v1::EntityRef& entity) {
  if (entity.kind() == story.kind()) {
    return entity.id() == story.id() && entity.property_id() == story.property_id();
  }
  if (story.kind() == v1::ENTITY_KIND_PROPERTY) return entity.property_id() == story.id();
  if (entity.kind() == v1::ENTITY_KIND_BOOKING) {
    if (story.kind() != v1::ENTITY_KIND_CUSTOMER) return false;
    return IsBookingOf(audit, entity.id(), story.id());
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<v1::AuditedEntity> kept,
                           GetAuditedEntity(audit, entity));
  if (!kept.has_value()) return false;
  for (const v1::EntityRef& owner : kept->belongs_to()) {
    if (owner.kind() == story.kind() && owner.id() == story.id()) return true;
    if (owner.kind() != v1::ENTITY_KIND_BOOKING || story.kind() != v1::ENTITY_KIND_CUSTOMER) {
      continue;
    }
    DAYBOOK_ASSIGN_OR_RETURN(const bool told, IsBookingOf(audit, owner.id(), story.id()));
    if (told) return true;
  }
  return false;
}

// What of an entity a transfer moves money of.
bool IsPostingOf(const v1::Transfer& transfer, const v1::EntityRef& entity) {
  const std::string& id = entity.id();
  switch (entity.kind()) {
    case v1::ENTITY_KIND_BOOKING:
      return transfer.booking_id() == id || transfer.to_booking_id() == id;
    case v1::ENTITY_KIND_ACCOUNT:
      return transfer.account_id() == id;
    default:
      return transfer.item_id() == id;
  }
}

void TellPostings(const v1::Accepted& accepted, StoryLine& line) {
  for (const v1::Journal& journal : accepted.journals()) {
    v1::Journal told;
    for (const v1::Transfer& transfer : journal.transfers()) {
      const bool own = std::any_of(
          line.changes.begin(), line.changes.end(),
          [&transfer](const EntityChange& change) { return IsPostingOf(transfer, change.entity); });
      if (own) *told.add_transfers() = transfer;
    }
    if (told.transfers().empty()) continue;
    told.set_property_id(journal.property_id());
    told.set_currency(journal.currency());
    told.set_business_date(journal.business_date());
    line.postings.push_back(std::move(told));
  }
}

// The night audit and what falls due are about many: which of them an item is of is not said.
bool TellsItems(const v1::Request& request) {
  return !request.has_roll_business_date() && !request.has_post_nights() && !request.has_run_due();
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
  const v1::Accepted& accepted = record.outcome().accepted();
  TellPostings(accepted, line);
  if (TellsItems(record.request()) && !line.changes.empty()) {
    line.items.assign(accepted.items().begin(), accepted.items().end());
  }
  line.told_channels.assign(accepted.told_channels().begin(), accepted.told_channels().end());
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
