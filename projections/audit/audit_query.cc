#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/named_entities.h"
#include "projections/audit/audit_entry.h"
#include "projections/audit/audit_keys.h"
#include "projections/audit/audit_view.h"
#include "projections/audit/entity_kinds.h"

namespace daybook {
namespace {

template <typename Row>
absl::StatusOr<std::optional<Row>> GetRow(const ViewSnapshot& view, const std::string& key) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, view.Get(key));
  if (!bytes.has_value()) return std::optional<Row>();
  Row row;
  if (!row.ParseFromString(*bytes)) {
    return absl::DataLossError("view audit: a row is damaged; rebuild the view");
  }
  return std::optional<Row>(std::move(row));
}

absl::Status NoSuchRow(std::string_view what) {
  return absl::DataLossError(
      absl::StrCat("view audit: an index names ", ToAbsl(what), ", which has no row; rebuild it"));
}

// Positions of the entries that begin with the prefix, in order.
absl::Status ScanPositions(const ViewSnapshot& view, const std::string& prefix,
                           const std::function<absl::StatusOr<bool>(uint64_t)>& visitor) {
  return view.ScanIndex(prefix, [&](std::string_view entry) -> absl::StatusOr<bool> {
    const std::optional<uint64_t> position = PositionOfEntry(entry, prefix.size());
    if (!position.has_value()) return true;
    return visitor(*position);
  });
}

absl::Status VisitEntry(const ViewSnapshot& view, uint64_t position, const AuditVisitor& visitor,
                        bool& more) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<v1::AuditEntry> entry,
                           GetAuditEntry(view, position));
  if (!entry.has_value()) return NoSuchRow(absl::StrCat("the entry of position ", position));
  DAYBOOK_ASSIGN_OR_RETURN(more, visitor(*entry));
  return absl::OkStatus();
}

absl::Status ListByPrefix(const ViewSnapshot& view, const std::string& prefix,
                          const AuditVisitor& visitor) {
  return ScanPositions(view, prefix, [&](uint64_t position) -> absl::StatusOr<bool> {
    bool more = true;
    DAYBOOK_RETURN_IF_ERROR(VisitEntry(view, position, visitor, more));
    return more;
  });
}

absl::StatusOr<bool> IsThere(const ViewSnapshot& view, const v1::EntityRef& entity) {
  bool found = false;
  DAYBOOK_RETURN_IF_ERROR(
      ScanPositions(view, EntityPrefix(entity), [&found](uint64_t) -> absl::StatusOr<bool> {
        found = true;
        return false;
      }));
  return found;
}

}  // namespace

std::string_view RequestKindOf(const v1::Request& request) {
  if (request.body_case() == v1::Request::BODY_NOT_SET) return {};
  const auto* field = v1::Request::descriptor()->FindFieldByNumber(request.body_case());
  return field == nullptr ? std::string_view() : std::string_view(field->name());
}

std::vector<std::string> BookingsOf(const v1::Record& record) {
  std::vector<std::string> ids;
  std::set<std::string_view> seen;
  const auto add = [&](std::string_view id) {
    if (IsValidId(id) && seen.insert(id).second) ids.emplace_back(id);
  };
  add(BookingNamedBy(record.request()));
  for (const v1::Event& event : record.outcome().accepted().events()) add(BookingOf(event));
  return ids;
}

v1::EntityRef MakeEntityRef(v1::EntityKind kind, std::string_view id,
                            std::string_view property_id) {
  v1::EntityRef entity;
  entity.set_kind(kind);
  entity.set_id(id.data(), id.size());
  entity.set_property_id(property_id.data(), property_id.size());
  return entity;
}

absl::StatusOr<std::optional<v1::AuditEntry>> GetAuditEntry(const ViewSnapshot& view,
                                                            uint64_t position) {
  return GetRow<v1::AuditEntry>(view, EntryKey(position));
}

absl::StatusOr<std::optional<v1::AuditedBooking>> GetAuditedBooking(const ViewSnapshot& view,
                                                                    std::string_view booking_id) {
  return GetRow<v1::AuditedBooking>(view, AuditedBookingKey(booking_id));
}

absl::StatusOr<std::optional<v1::AuditedEntity>> GetAuditedEntity(const ViewSnapshot& view,
                                                                  const v1::EntityRef& entity) {
  return GetRow<v1::AuditedEntity>(view, AuditedEntityKey(entity));
}

absl::Status ListEntriesOf(const ViewSnapshot& view, const v1::EntityRef& entity,
                           const AuditVisitor& visitor) {
  return ListByPrefix(view, EntityPrefix(entity), visitor);
}

absl::Status ListEntriesBy(const ViewSnapshot& view, const v1::Actor& actor,
                           const AuditVisitor& visitor) {
  if (actor.kind() != v1::ACTOR_KIND_UNSPECIFIED) {
    return ListByPrefix(view, ActorPrefix(actor), visitor);
  }
  std::set<uint64_t> positions;  // one record may name the id in two kinds
  v1::Actor each = actor;
  for (int kind = v1::ActorKind_MIN; kind <= v1::ActorKind_MAX; ++kind) {
    each.set_kind(static_cast<v1::ActorKind>(kind));
    DAYBOOK_RETURN_IF_ERROR(
        ScanPositions(view, ActorPrefix(each), [&positions](uint64_t p) -> absl::StatusOr<bool> {
          positions.insert(p);
          return true;
        }));
  }
  bool more = true;
  for (auto it = positions.begin(); more && it != positions.end(); ++it) {
    DAYBOOK_RETURN_IF_ERROR(VisitEntry(view, *it, visitor, more));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<uint64_t>> PositionsOf(const ViewSnapshot& view,
                                                  const v1::EntityRef& entity) {
  std::vector<uint64_t> positions;
  DAYBOOK_RETURN_IF_ERROR(
      ScanPositions(view, EntityPrefix(entity), [&positions](uint64_t p) -> absl::StatusOr<bool> {
        positions.push_back(p);
        return true;
      }));
  return positions;
}

absl::StatusOr<std::vector<v1::EntityRef>> FindEntities(const ViewSnapshot& view,
                                                        std::string_view id,
                                                        std::string_view property_id) {
  std::vector<v1::EntityRef> candidates;
  for (const AuditedKind& kind : AuditedKinds()) {
    if (kind.of_property && property_id.empty()) continue;
    candidates.push_back(MakeEntityRef(kind.kind, id, kind.of_property ? property_id : ""));
  }
  std::vector<v1::EntityRef> found;
  for (v1::EntityRef& candidate : candidates) {
    DAYBOOK_ASSIGN_OR_RETURN(const bool there, IsThere(view, candidate));
    if (there) found.push_back(std::move(candidate));
  }
  return found;
}

absl::Status ListArchive(
    const ViewSnapshot& view, const ArchiveFilter& filter,
    const std::function<absl::StatusOr<bool>(const v1::ArchivedCancellation&)>& visitor) {
  constexpr int32_t kAfterAllDates = 99'999'999;
  const int32_t from = filter.from.has_value() ? filter.from->ymd() : 0;
  const int32_t until = filter.until.has_value() ? filter.until->ymd() : kAfterAllDates;
  const auto visit = [&](std::string_view index_entry) -> absl::StatusOr<bool> {
    const std::optional<ArchiveIndexParts> parts = PartsOfArchiveEntry(index_entry);
    if (!parts.has_value()) return absl::DataLossError("view audit: an index entry is damaged");
    if (parts->business_date < from || parts->business_date >= until) return true;
    const std::string booking_id(parts->booking_id);
    DAYBOOK_ASSIGN_OR_RETURN(const auto archived,
                             GetRow<v1::ArchivedCancellation>(view, ArchiveKey(booking_id)));
    if (!archived.has_value()) return NoSuchRow(absl::StrCat("booking ", booking_id));
    return visitor(*archived);
  };
  if (filter.property_id.empty()) return view.ScanIndex(ArchivePrefix(""), visit);
  return view.ScanIndexRange(ArchiveDateBound(filter.property_id, from),
                             ArchiveDateBound(filter.property_id, until), visit);
}

}  // namespace daybook
