// The view `audit`: who did what to whom, when, why and under which rule. Rows, by the first letter
// of the key:
//   e  position (8 bytes, big-endian)   v1::AuditEntry: one for every record, declined and
//                                       conflicting ones included; written once
//   b  booking id                       v1::AuditedBooking
//   c  booking id                       v1::ArchivedCancellation: the archive
//   n  kind (1 byte), id '\0'           v1::AuditedEntity: of a case, an account, a voucher ...
// Indexes, each a letter, parts that end with '\0', then a position (8 bytes, big-endian):
//   E  kind (1 byte: '0' and its number), [property id,] id, position: what the record concerns
//   A  kind (1 digit), id, position                   who asked for it or authorised it
// and for the archive
//   X  property id '\0', business date (yyyymmdd, 8 digits), booking id
//
// A record concerns what it is about: what it and its events name and its postings move money of
// (bookings, customers, accounts, cases, vouchers ...; entity_kinds.h), and of these the customer, the
// booking, the account and the case that they belong to; the definition it gives (for a room type, rate
// plan or outlet also the property), the property whose day it closes or whose rooms it takes out of
// order. It does not concern definitions that it merely refers to: a booking's room type, rate plan,
// channel and property. An id that can't be one (IsValidId) names nothing.
#ifndef DAYBOOK_PROJECTIONS_AUDIT_AUDIT_VIEW_H_
#define DAYBOOK_PROJECTIONS_AUDIT_AUDIT_VIEW_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/audit_view.pb.h"
#include "ledger/base/civil_date.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewAuditProjection();

// The name of the request's body in the schema ("cancel_booking"); empty where it has none. Lives
// as long as the program.
std::string_view RequestKindOf(const v1::Request& request);
// The bookings that a record names or touches, each once; valid ids only.
std::vector<std::string> BookingsOf(const v1::Record& record);

v1::EntityRef MakeEntityRef(v1::EntityKind kind, std::string_view id,
                            std::string_view property_id = "");

absl::StatusOr<std::optional<v1::AuditEntry>> GetAuditEntry(const ViewSnapshot& view,
                                                            uint64_t position);
absl::StatusOr<std::optional<v1::AuditedBooking>> GetAuditedBooking(const ViewSnapshot& view,
                                                                    std::string_view booking_id);
absl::StatusOr<std::optional<v1::AuditedEntity>> GetAuditedEntity(const ViewSnapshot& view,
                                                                  const v1::EntityRef& entity);

// Returning false ends it.
using AuditVisitor = std::function<absl::StatusOr<bool>(const v1::AuditEntry& entry)>;
// In the order of positions.
absl::Status ListEntriesOf(const ViewSnapshot& view, const v1::EntityRef& entity,
                           const AuditVisitor& visitor);
// What the actor asked for or authorised, in the order of positions. An actor without a kind: of
// every kind that has the id.
absl::Status ListEntriesBy(const ViewSnapshot& view, const v1::Actor& actor,
                           const AuditVisitor& visitor);
// The positions alone.
absl::StatusOr<std::vector<uint64_t>> PositionsOf(const ViewSnapshot& view,
                                                  const v1::EntityRef& entity);

// Everything the id stands for, in the order of kinds; room types, rate plans and outlets of
// `property_id` only.
absl::StatusOr<std::vector<v1::EntityRef>> FindEntities(const ViewSnapshot& view,
                                                        std::string_view id,
                                                        std::string_view property_id = "");

// Which part of the archive; an empty member does not restrict.
struct ArchiveFilter {
  std::string property_id;
  std::optional<CivilDate> from;   // business date, inclusive
  std::optional<CivilDate> until;  // exclusive
};
// In the order (property, business date, booking id). Returning false ends it.
absl::Status ListArchive(
    const ViewSnapshot& view, const ArchiveFilter& filter,
    const std::function<absl::StatusOr<bool>(const v1::ArchivedCancellation&)>& visitor);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AUDIT_AUDIT_VIEW_H_
