// State as rows, and what leaves memory.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/state.h"
#include "ledger/domain/state_impl.h"

namespace daybook {
namespace {

// The row of facts: last_recorded_at in microseconds (8 bytes), flags (1), schema_parts_seen (4),
// then the adopted schema's hash and the serialised ImportBegun and SimulationBegun, each after its
// length (4 bytes). All numbers big-endian.
constexpr uint8_t kHoldsOwnRequests = 1;
constexpr uint8_t kHasImport = 2;
constexpr uint8_t kImportCompleted = 4;
constexpr uint8_t kHasSimulation = 8;

void AppendBigEndian(uint64_t value, int bytes, std::string& out) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

void AppendWithLength(std::string_view bytes, std::string& out) {
  AppendBigEndian(bytes.size(), 4, out);
  out.append(bytes);
}

std::string EncodeFacts(const LedgerFacts& facts) {
  std::string out;
  AppendBigEndian(static_cast<uint64_t>(facts.last_recorded_at.micros()), 8, out);
  const int flags = (facts.holds_own_requests ? kHoldsOwnRequests : 0) |
                    (facts.import.has_value() ? kHasImport : 0) |
                    (facts.import_completed ? kImportCompleted : 0) |
                    (facts.simulation.has_value() ? kHasSimulation : 0);
  AppendBigEndian(static_cast<uint64_t>(flags), 1, out);
  AppendBigEndian(static_cast<uint32_t>(facts.schema_parts_seen), 4, out);
  AppendWithLength(facts.schema_sha256, out);
  AppendWithLength(facts.import ? facts.import->SerializeAsString() : std::string(), out);
  AppendWithLength(facts.simulation ? facts.simulation->SerializeAsString() : std::string(), out);
  return out;
}

// Takes numbers and strings off the front; once it runs short, `ok` stays false.
struct Reader {
  std::string_view rest;
  bool ok = true;

  uint64_t Number(size_t bytes) {
    if (!Has(bytes)) return 0;
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<uint8_t>(rest[i]);
    rest.remove_prefix(bytes);
    return value;
  }

  std::string_view WithLength() {
    const size_t size = Number(4);
    if (!Has(size)) return {};
    const std::string_view bytes = rest.substr(0, size);
    rest.remove_prefix(size);
    return bytes;
  }

  bool Has(size_t bytes) {
    ok = ok && rest.size() >= bytes;
    return ok;
  }
};

bool Parse(std::string_view value, google::protobuf::MessageLite& message) {
  return message.ParseFromArray(value.data(), static_cast<int>(value.size()));
}

std::optional<LedgerFacts> DecodeFacts(std::string_view value) {
  Reader reader{value};
  LedgerFacts facts;
  facts.last_recorded_at = Instant::FromMicros(static_cast<int64_t>(reader.Number(8)));
  const auto flags = static_cast<uint8_t>(reader.Number(1));
  facts.holds_own_requests = (flags & kHoldsOwnRequests) != 0;
  facts.import_completed = (flags & kImportCompleted) != 0;
  facts.schema_parts_seen = static_cast<int32_t>(reader.Number(4));
  facts.schema_sha256 = reader.WithLength();
  const std::string_view import = reader.WithLength();
  const std::string_view simulation = reader.WithLength();
  if (!reader.ok || !reader.rest.empty()) return std::nullopt;
  if ((flags & kHasImport) != 0) {
    if (!Parse(import, facts.import.emplace())) return std::nullopt;
  }
  if ((flags & kHasSimulation) != 0) {
    if (!Parse(simulation, facts.simulation.emplace())) return std::nullopt;
  }
  return facts;
}

absl::Status Damaged(std::string_view key) {
  std::string name(key);
  std::replace(name.begin(), name.end(), '\0', '/');
  return absl::DataLossError(absl::StrCat("state row ", name, " is damaged"));
}

// What is in memory is never older than its row.
template <typename Entity>
void Restore(DefinitionEntry<Entity>& entry, Entity& entity) {
  if (entry.defined) return;
  entry.entity = std::move(entity);
  entry.defined = true;
}

}  // namespace

std::string RowKey(char kind, std::string_view id) {
  std::string key(1, kind);
  key.append(id);
  return key;
}

std::string RowKey(char kind, std::string_view property_id, std::string_view id) {
  std::string key = RowKey(kind, property_id);
  key.push_back('\0');
  key.append(id);
  return key;
}

std::string State::TerminalBookingKey(std::string_view booking_id) {
  return RowKey(kTerminalBookingRow, booking_id);
}

std::string State::EntityRowKey(char letter, std::string_view key) {
  return EntityTables::RowKey(false, letter, key);
}

std::string State::FeedbackKey(std::string_view feedback_id) {
  return RowKey(kFeedbackRow, feedback_id);
}

std::vector<StateRow> State::TakeDirtyRows() {
  std::vector<StateRow> rows;
  rows.reserve(dirty_rows());
  for (const Impl::DirtyDefinition& definition : impl_->dirty_definitions) {
    rows.push_back({definition.key, definition.entity->SerializeAsString()});
    *definition.dirty = false;
  }
  for (const Impl::DirtyOutOfOrder& changed : impl_->dirty_out_of_order) {
    rows.push_back({changed.key, changed.room_type->out_of_order.Encode()});
    changed.room_type->out_of_order_dirty = false;
  }
  std::vector<std::string>& ended = impl_->ended_bookings;
  std::sort(ended.begin(), ended.end());
  ended.erase(std::unique(ended.begin(), ended.end()), ended.end());
  for (BookingEntry* entry : impl_->dirty_bookings) {
    const char kind = IsTerminal(entry->booking.status()) ? kTerminalBookingRow : kBookingRow;
    StateRow& row = rows.emplace_back();
    row.key = RowKey(kind, entry->booking.booking_id());
    row.value = entry->booking.SerializeAsString();
    // One that ended since rows were taken was not terminal then, and never was if it was not reinstated.
    row.may_replace = kind == kBookingRow || entry->booking.reinstated_count() > 0 ||
                      !std::binary_search(ended.begin(), ended.end(), entry->booking.booking_id());
    entry->dirty = false;
  }
  for (const std::string& booking_id : ended) {
    if (!IsTerminal(FindBooking(booking_id)->status())) continue;
    rows.push_back({RowKey(kBookingRow, booking_id), std::nullopt});
  }
  std::vector<std::string>& reinstated = impl_->reinstated_bookings;
  std::sort(reinstated.begin(), reinstated.end());
  reinstated.erase(std::unique(reinstated.begin(), reinstated.end()), reinstated.end());
  for (const std::string& booking_id : reinstated) {
    if (IsTerminal(FindBooking(booking_id)->status())) continue;
    rows.push_back({RowKey(kTerminalBookingRow, booking_id), std::nullopt});
  }
  impl_->entities.TakeDirtyRows(rows);
  for (FeedbackEntry* entry : impl_->dirty_feedback) {
    rows.push_back(
        {FeedbackKey(entry->feedback.feedback_id()), entry->feedback.SerializeAsString()});
    entry->dirty = false;
  }
  if (impl_->facts_dirty) rows.push_back({std::string(1, kFactsRow), EncodeFacts(impl_->facts)});
  impl_->dirty_definitions.clear();
  impl_->dirty_out_of_order.clear();
  impl_->dirty_bookings.clear();
  impl_->ended_bookings.clear();
  impl_->reinstated_bookings.clear();
  impl_->dirty_feedback.clear();
  impl_->facts_dirty = false;
  std::sort(rows.begin(), rows.end(),
            [](const StateRow& a, const StateRow& b) { return a.key < b.key; });
  return rows;
}

size_t State::dirty_rows() const {
  return impl_->dirty_definitions.size() + impl_->dirty_out_of_order.size() +
         impl_->dirty_bookings.size() + impl_->ended_bookings.size() +
         impl_->reinstated_bookings.size() + impl_->entities.dirty_rows() +
         impl_->dirty_feedback.size() + (impl_->facts_dirty ? 1 : 0);
}

absl::Status State::LoadRow(std::string_view key, std::string_view value) {
  bool loaded = false;
  switch (key.empty() ? '\0' : key.front()) {
    case kPropertyRow:
      loaded = impl_->LoadProperty(key, value);
      break;
    case kRoomTypeRow:
      loaded = impl_->LoadRoomType(key, value);
      break;
    case kOutOfOrderRow:
      loaded = impl_->LoadOutOfOrder(key, value);
      break;
    case kRatePlanRow:
      loaded = impl_->LoadRatePlan(key, value);
      break;
    case kChannelRow:
      loaded = impl_->LoadChannel(key, value);
      break;
    case kStaffRow:
      loaded = impl_->LoadStaff(key, value);
      break;
    case kBookingRow:
    case kTerminalBookingRow:
      loaded = impl_->LoadBooking(key, value);
      break;
    case kFeedbackRow:
      loaded = impl_->LoadFeedback(key, value);
      break;
    case kFactsRow:
      loaded = impl_->LoadFacts(key, value);
      break;
    case kResidentEntityRow:
    case kEntityRow:
      loaded = impl_->entities.LoadRow(key, value);
      break;
    default:
      break;
  }
  return loaded ? absl::OkStatus() : Damaged(key);
}

bool State::Impl::LoadProperty(std::string_view key, std::string_view value) {
  v1::Property entity;
  if (!Parse(value, entity)) return false;
  const std::string id = entity.definition().property_id();
  if (key != RowKey(kPropertyRow, id)) return false;
  Restore(PropertyOf(id), entity);
  return true;
}

bool State::Impl::LoadRoomType(std::string_view key, std::string_view value) {
  v1::RoomType entity;
  if (!Parse(value, entity)) return false;
  const v1::RoomTypeDefinition& definition = entity.definition();
  if (key != RowKey(kRoomTypeRow, definition.property_id(), definition.room_type_id())) {
    return false;
  }
  Restore(RoomTypeOf(PropertyOf(definition.property_id()), definition.room_type_id()), entity);
  return true;
}

bool State::Impl::LoadOutOfOrder(std::string_view key, std::string_view value) {
  const size_t zero = key.find('\0');
  if (zero == std::string_view::npos) return false;
  const std::string_view property_id = key.substr(1, zero - 1);
  const std::string_view room_type_id = key.substr(zero + 1);
  if (!IsValidId(property_id) || !IsValidId(room_type_id)) return false;
  std::optional<OutOfOrderNights> nights = OutOfOrderNights::Decode(value);
  if (!nights) return false;
  RoomTypeEntry& entry =
      RoomTypeOf(PropertyOf(std::string(property_id)), std::string(room_type_id));
  if (entry.out_of_order.runs().empty() && !entry.out_of_order_dirty) {
    entry.out_of_order = *std::move(nights);
  }
  return true;
}

bool State::Impl::LoadRatePlan(std::string_view key, std::string_view value) {
  v1::RatePlan entity;
  if (!Parse(value, entity)) return false;
  const v1::RatePlanDefinition& definition = entity.definition();
  if (key != RowKey(kRatePlanRow, definition.property_id(), definition.rate_plan_id())) {
    return false;
  }
  Restore(RatePlanOf(PropertyOf(definition.property_id()), definition.rate_plan_id()), entity);
  return true;
}

bool State::Impl::LoadChannel(std::string_view key, std::string_view value) {
  v1::Channel entity;
  if (!Parse(value, entity)) return false;
  if (key != RowKey(kChannelRow, entity.definition().channel_id())) return false;
  Restore(ChannelOf(entity.definition().channel_id()), entity);
  return true;
}

bool State::Impl::LoadStaff(std::string_view key, std::string_view value) {
  v1::Staff entity;
  if (!Parse(value, entity)) return false;
  if (key != RowKey(kStaffRow, entity.definition().staff_id())) return false;
  Restore(StaffOf(entity.definition().staff_id()), entity);
  return true;
}

bool State::Impl::LoadBooking(std::string_view key, std::string_view value) {
  auto entry = std::make_unique<BookingEntry>();
  v1::Booking& booking = entry->booking;
  if (!Parse(value, booking)) return false;
  const bool terminal = IsTerminal(booking.status());
  if (booking.booking_id().empty()) return false;
  if (key != RowKey(terminal ? kTerminalBookingRow : kBookingRow, booking.booking_id())) {
    return false;
  }
  std::unique_ptr<BookingEntry>& slot = bookings[booking.booking_id()];
  if (slot != nullptr) return true;
  slot = std::move(entry);
  slot->used = Look();
  if (terminal) {
    ++terminal_bookings;
  } else {
    UpdateIndexes(*slot, ImageOf(slot->booking, PropertyOf(slot->booking.property_id())), holds);
  }
  return true;
}

bool State::Impl::LoadFeedback(std::string_view key, std::string_view value) {
  auto entry = std::make_unique<FeedbackEntry>();
  if (!Parse(value, entry->feedback)) return false;
  if (key != RowKey(kFeedbackRow, entry->feedback.feedback_id())) return false;
  std::unique_ptr<FeedbackEntry>& slot = feedback[entry->feedback.feedback_id()];
  if (slot != nullptr) return true;
  slot = std::move(entry);
  slot->used = Look();
  return true;
}

bool State::Impl::LoadFacts(std::string_view key, std::string_view value) {
  std::optional<LedgerFacts> decoded = DecodeFacts(value);
  if (!decoded || key.size() != 1) return false;
  facts = *std::move(decoded);
  return true;
}

size_t State::evictable() const {
  return impl_->terminal_bookings + impl_->feedback.size() + impl_->entities.evictable();
}

size_t State::live_bookings() const { return impl_->bookings.size() - impl_->terminal_bookings; }

void State::Evict(size_t keep) {
  if (evictable() <= keep) return;
  const size_t surplus = evictable() - keep;
  // The look at which each clean one was last used; looks are never the same for two.
  std::vector<uint64_t> uses;
  for (const auto& [id, entry] : impl_->bookings) {
    if (IsTerminal(entry->booking.status()) && !entry->dirty) uses.push_back(entry->used);
  }
  for (const auto& [id, entry] : impl_->feedback) {
    if (!entry->dirty) uses.push_back(entry->used);
  }
  impl_->entities.AppendUses(uses);
  if (uses.empty()) return;
  const size_t drop = std::min(surplus, uses.size());
  const auto last = uses.begin() + static_cast<std::ptrdiff_t>(drop - 1);
  std::nth_element(uses.begin(), last, uses.end());
  const uint64_t newest_dropped = *last;
  impl_->last_found = nullptr;
  impl_->terminal_bookings -= absl::erase_if(impl_->bookings, [&](const auto& item) {
    const BookingEntry& entry = *item.second;
    return IsTerminal(entry.booking.status()) && !entry.dirty && entry.used <= newest_dropped;
  });
  absl::erase_if(impl_->feedback, [&](const auto& item) {
    return !item.second->dirty && item.second->used <= newest_dropped;
  });
  impl_->entities.Drop(newest_dropped);
}

}  // namespace daybook
