// What State is made of. Internal to state*.cc.
#ifndef DAYBOOK_LEDGER_DOMAIN_STATE_IMPL_H_
#define DAYBOOK_LEDGER_DOMAIN_STATE_IMPL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "google/protobuf/message_lite.h"
#include "ledger/domain/booking/booking_indexes.h"
#include "ledger/domain/entity_tables.h"
#include "ledger/domain/groups/block_nights.h"
#include "ledger/domain/policy/policy_register.h"
#include "ledger/domain/state.h"

namespace daybook {

struct FeedbackEntry {
  v1::Feedback feedback;
  mutable uint64_t used = 0;
  bool dirty = false;
};

struct State::Impl {
  // A definition that changed. Entries are never removed, so the pointers stay good.
  struct DirtyDefinition {
    std::string key;
    const google::protobuf::MessageLite* entity;
    bool* dirty;
  };

  // A room type whose nights out of order changed.
  struct DirtyOutOfOrder {
    std::string key;
    RoomTypeEntry* room_type;
  };

  PropertyEntry& PropertyOf(const std::string& property_id);
  DefinitionEntry<v1::RatePlan>& RatePlanOf(PropertyEntry& property,
                                            const std::string& rate_plan_id);
  DefinitionEntry<v1::Channel>& ChannelOf(const std::string& channel_id);
  DefinitionEntry<v1::Staff>& StaffOf(const std::string& staff_id);
  // Null where there is none.
  BookingEntry* FindBookingEntry(std::string_view booking_id) const;

  void ApplyAccepted(const v1::Record& record);
  void ApplyEvent(const v1::Record& record, const v1::Event& event);
  // `what` is an event or a transfer.
  template <typename What>
  void ApplyToBooking(const v1::Record& record, const What& what, std::string_view booking_id);
  void ApplyProperty(const v1::PropertyDefinition& definition);
  void ApplyRoomType(const v1::RoomTypeDefinition& definition);
  void ApplyRatePlan(const v1::RatePlanDefinition& definition);
  void ApplyChannel(const v1::ChannelDefinition& definition);
  void ApplyStaff(const v1::StaffDefinition& definition);
  void ApplyOutOfOrder(const v1::OutOfOrderSet& event);
  void ApplyRoll(const v1::BusinessDateRolled& event);
  void ApplyFeedback(const v1::Record& record, const v1::Feedback& feedback);
  void ApplySchema(const v1::SchemaAdopted& event);
  void NoteEntity(char letter, const google::protobuf::Message& entity);
  bool BroughtByDate() const;

  // False: the value does not parse, or does not belong under the key.
  bool LoadProperty(std::string_view key, std::string_view value);
  bool LoadRoomType(std::string_view key, std::string_view value);
  bool LoadOutOfOrder(std::string_view key, std::string_view value);
  bool LoadRatePlan(std::string_view key, std::string_view value);
  bool LoadChannel(std::string_view key, std::string_view value);
  bool LoadStaff(std::string_view key, std::string_view value);
  bool LoadBooking(std::string_view key, std::string_view value);
  bool LoadFeedback(std::string_view key, std::string_view value);
  bool LoadFacts(std::string_view key, std::string_view value);

  template <typename Entity>
  void MarkDirty(DefinitionEntry<Entity>& entry, std::string key) {
    if (entry.dirty) return;
    entry.dirty = true;
    dirty_definitions.push_back({std::move(key), &entry.entity, &entry.dirty});
  }
  void MarkOutOfOrderDirty(const std::string& property_id, const std::string& room_type_id,
                           RoomTypeEntry& entry);
  void MarkDirty(BookingEntry& entry) {
    if (entry.dirty) return;
    entry.dirty = true;
    dirty_bookings.push_back(&entry);
  }

  uint64_t Look() const { return ++looks; }

  LedgerFacts facts;
  absl::flat_hash_map<std::string, std::unique_ptr<PropertyEntry>> properties;
  absl::flat_hash_map<std::string, std::unique_ptr<DefinitionEntry<v1::Channel>>> channels;
  absl::flat_hash_map<std::string, std::unique_ptr<DefinitionEntry<v1::Staff>>> staff;
  absl::flat_hash_map<std::string, std::unique_ptr<BookingEntry>> bookings;
  // One request asks for its booking several times. Null after a booking left memory.
  mutable BookingEntry* last_found = nullptr;
  absl::flat_hash_map<std::string, std::unique_ptr<FeedbackEntry>> feedback;
  HoldIndex holds;
  EntityTables entities{
      [this](char letter, const google::protobuf::Message& entity) { NoteEntity(letter, entity); }};
  PolicyRegister policies;
  BlockNights blocks;
  // Whether a business date has brought something that is not dealt with yet; nullopt: not known.
  mutable std::optional<bool> brought_by_date;

  std::vector<DirtyDefinition> dirty_definitions;
  std::vector<DirtyOutOfOrder> dirty_out_of_order;
  std::vector<BookingEntry*> dirty_bookings;
  std::vector<std::string> ended_bookings;       // ids whose row of a live booking goes
  std::vector<std::string> reinstated_bookings;  // ids whose row of a terminal booking goes
  std::vector<FeedbackEntry*> dirty_feedback;
  bool facts_dirty = false;
  size_t terminal_bookings = 0;
  mutable uint64_t looks = 0;
};

// Row keys.
inline constexpr char kPropertyRow = 'P';
inline constexpr char kRoomTypeRow = 'T';
inline constexpr char kOutOfOrderRow = 'O';
inline constexpr char kRatePlanRow = 'R';
inline constexpr char kChannelRow = 'C';
inline constexpr char kStaffRow = 'S';
inline constexpr char kBookingRow = 'B';
inline constexpr char kTerminalBookingRow = 'b';
inline constexpr char kFeedbackRow = 'F';
inline constexpr char kFactsRow = 'M';
inline constexpr char kResidentEntityRow = 'E';
inline constexpr char kEntityRow = 'e';

std::string RowKey(char kind, std::string_view id);
std::string RowKey(char kind, std::string_view property_id, std::string_view id);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_STATE_IMPL_H_
