// Keys of the view `audit` (audit_view.h).
#ifndef DAYBOOK_PROJECTIONS_AUDIT_AUDIT_KEYS_H_
#define DAYBOOK_PROJECTIONS_AUDIT_AUDIT_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/v1/audit_view.pb.h"

namespace daybook {

inline constexpr char kEntryRow = 'e';
inline constexpr char kBookingRow = 'b';
inline constexpr char kArchiveRow = 'c';
inline constexpr char kEntityRow = 'n';

std::string EntryKey(uint64_t position);
std::string AuditedBookingKey(std::string_view booking_id);
std::string ArchiveKey(std::string_view booking_id);
std::string AuditedEntityKey(const v1::EntityRef& entity);

// What index entries begin with.
std::string EntityPrefix(const v1::EntityRef& entity);
std::string ActorPrefix(const v1::Actor& actor);
std::string ArchivePrefix(std::string_view property_id);  // empty: of every property

// The position at the end of an entry that begins with a prefix of so many bytes; nullopt where the
// entry is another one.
std::optional<uint64_t> PositionOfEntry(std::string_view entry, size_t prefix_bytes);

// Every index entry of the row, sorted, each once; appended.
void AppendIndexEntries(const v1::AuditEntry& entry, std::vector<std::string>& entries);
std::string ArchiveIndexEntry(const v1::ArchivedCancellation& archived);

struct ArchiveIndexParts {
  std::string_view property_id;
  int32_t business_date = 0;
  std::string_view booking_id;
};
std::optional<ArchiveIndexParts> PartsOfArchiveEntry(std::string_view entry);
std::string ArchiveDateBound(std::string_view property_id, int32_t business_date);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AUDIT_AUDIT_KEYS_H_
