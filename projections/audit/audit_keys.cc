#include "projections/audit/audit_keys.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "projections/audit/entity_kinds.h"

namespace daybook {
namespace {

constexpr absl::string_view kEndOfPart("\0", 1);
constexpr char kEntityIndex = 'E';
constexpr char kActorIndex = 'A';
constexpr char kArchiveIndex = 'X';
constexpr size_t kPositionBytes = 8;
constexpr size_t kDateDigits = 8;

void AppendPosition(uint64_t position, std::string& key) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>((position >> shift) & 0xFF));
  }
}

std::string WithLetter(char letter, std::string_view rest) {
  std::string key;
  key.reserve(rest.size() + 1);
  key.push_back(letter);
  key.append(rest);
  return key;
}

// One byte a kind: there are fewer of them than characters after '0'.
void AppendKindAndId(char letter, int kind, std::string_view id, std::string& key) {
  key.push_back(letter);
  key.push_back(static_cast<char>('0' + kind));
  key.append(id);
  key.push_back('\0');
}

std::string KeyOf(char letter, const v1::EntityRef& entity) {
  std::string key;
  key.reserve(entity.property_id().size() + entity.id().size() + 4 + kPositionBytes);
  const AuditedKind* const kind = FindAuditedKind(entity.kind());
  if (kind != nullptr && kind->of_property) {
    AppendKindAndId(letter, entity.kind(), entity.property_id(), key);
    absl::StrAppend(&key, entity.id(), kEndOfPart);
  } else {
    AppendKindAndId(letter, entity.kind(), entity.id(), key);
  }
  return key;
}

}  // namespace

std::string EntryKey(uint64_t position) {
  std::string key(1, kEntryRow);
  AppendPosition(position, key);
  return key;
}

std::string AuditedBookingKey(std::string_view booking_id) {
  return WithLetter(kBookingRow, booking_id);
}

std::string ArchiveKey(std::string_view booking_id) { return WithLetter(kArchiveRow, booking_id); }

std::string EntityPrefix(const v1::EntityRef& entity) { return KeyOf(kEntityIndex, entity); }

std::string AuditedEntityKey(const v1::EntityRef& entity) { return KeyOf(kEntityRow, entity); }

std::string ActorPrefix(const v1::Actor& actor) {
  std::string key;
  key.reserve(actor.id().size() + 3 + kPositionBytes);
  AppendKindAndId(kActorIndex, actor.kind(), actor.id(), key);
  return key;
}

std::string ArchivePrefix(std::string_view property_id) {
  std::string key(1, kArchiveIndex);
  if (!property_id.empty()) absl::StrAppend(&key, ToAbsl(property_id), kEndOfPart);
  return key;
}

std::optional<uint64_t> PositionOfEntry(std::string_view entry, size_t prefix_bytes) {
  if (entry.size() != prefix_bytes + kPositionBytes) return std::nullopt;
  uint64_t position = 0;
  for (const char byte : entry.substr(prefix_bytes)) {
    position = position << 8 | static_cast<unsigned char>(byte);
  }
  return position;
}

void AppendIndexEntries(const v1::AuditEntry& entry, std::vector<std::string>& entries) {
  const size_t first = entries.size();
  for (const v1::EntityRef& entity : entry.concerns()) entries.push_back(EntityPrefix(entity));
  // A number that stands for no kind has no digit.
  const auto add_actor = [&entries](const v1::Actor& actor) {
    if (v1::ActorKind_IsValid(actor.kind()) && IsValidId(actor.id())) {
      entries.push_back(ActorPrefix(actor));
    }
  };
  add_actor(entry.actor());
  add_actor(entry.authorised_by());
  const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, entries.end());
  entries.erase(std::unique(begin, entries.end()), entries.end());
  for (size_t i = first; i < entries.size(); ++i) AppendPosition(entry.position(), entries[i]);
}

std::string ArchiveDateBound(std::string_view property_id, int32_t business_date) {
  return absl::StrCat(ArchivePrefix(property_id), absl::Dec(business_date, absl::kZeroPad8));
}

std::string ArchiveIndexEntry(const v1::ArchivedCancellation& archived) {
  return absl::StrCat("X", archived.property_id(), kEndOfPart,
                      absl::Dec(archived.business_date(), absl::kZeroPad8), archived.booking_id());
}

std::optional<ArchiveIndexParts> PartsOfArchiveEntry(std::string_view entry) {
  const size_t end_of_property = entry.find('\0');
  if (end_of_property == std::string_view::npos) return std::nullopt;
  const size_t date = end_of_property + 1;
  if (entry.size() < date + kDateDigits) return std::nullopt;
  ArchiveIndexParts parts;
  parts.property_id = entry.substr(1, end_of_property - 1);
  if (!absl::SimpleAtoi(ToAbsl(entry.substr(date, kDateDigits)), &parts.business_date)) {
    return std::nullopt;
  }
  parts.booking_id = entry.substr(date + kDateDigits);
  return parts;
}

}  // namespace daybook
