#include "ledger/domain/state.h"

#include <algorithm>
#include <utility>

#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/evolve.h"
#include "ledger/domain/state_impl.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

template <typename Map>
auto* FindEntry(const Map& map, std::string_view id) {
  const auto found = map.find(ToAbsl(id));
  return found == map.end() ? nullptr : found->second.get();
}

template <typename Entry>
auto* EntityOf(Entry* entry) {
  return entry != nullptr && entry->defined ? &std::as_const(entry->entity) : nullptr;
}

template <typename Map>
auto& EntryOf(Map& map, const std::string& id) {
  auto& entry = map[id];
  using Entry = typename std::decay_t<decltype(entry)>::element_type;
  if (entry == nullptr) entry = std::make_unique<Entry>();
  return *entry;
}

constexpr int32_t kLastYmd = 2199'12'31;

// Of an event, which has valid dates.
CivilDate DateIn(int32_t yyyymmdd) { return CivilDate::FromYmd(yyyymmdd).value_or(CivilDate()); }

template <typename Entity, typename Definition>
void Redefine(DefinitionEntry<Entity>& entry, const Definition& definition) {
  entry.defined = true;
  *entry.entity.mutable_definition() = definition;
  entry.entity.set_revision(entry.entity.revision() + 1);
}

}  // namespace

State::State() : impl_(std::make_unique<Impl>()) { impl_->entities.CountLooksWith(&impl_->looks); }
State::~State() = default;
State::State(State&&) noexcept = default;
State& State::operator=(State&&) noexcept = default;

const v1::Property* State::FindProperty(std::string_view property_id) const {
  return EntityOf(FindEntry(impl_->properties, property_id));
}

const v1::RoomType* State::FindRoomType(std::string_view property_id,
                                        std::string_view room_type_id) const {
  const PropertyEntry* property = FindEntry(impl_->properties, property_id);
  return property == nullptr ? nullptr : EntityOf(FindEntry(property->room_types, room_type_id));
}

const v1::RatePlan* State::FindRatePlan(std::string_view property_id,
                                        std::string_view rate_plan_id) const {
  const PropertyEntry* property = FindEntry(impl_->properties, property_id);
  return property == nullptr ? nullptr : EntityOf(FindEntry(property->rate_plans, rate_plan_id));
}

const v1::Channel* State::FindChannel(std::string_view channel_id) const {
  return EntityOf(FindEntry(impl_->channels, channel_id));
}

const v1::Staff* State::FindStaff(std::string_view staff_id) const {
  return EntityOf(FindEntry(impl_->staff, staff_id));
}

const v1::Booking* State::FindBooking(std::string_view booking_id) const {
  const BookingEntry* entry = impl_->FindBookingEntry(booking_id);
  if (entry == nullptr) return nullptr;
  entry->used = impl_->Look();
  return &entry->booking;
}

const v1::Feedback* State::FindFeedback(std::string_view feedback_id) const {
  const FeedbackEntry* entry = FindEntry(impl_->feedback, feedback_id);
  if (entry == nullptr) return nullptr;
  entry->used = impl_->Look();
  return &entry->feedback;
}

const LedgerFacts& State::facts() const { return impl_->facts; }

std::vector<std::string> State::PropertyIds() const {
  std::vector<std::string> ids;
  for (const auto& [id, property] : impl_->properties) {
    if (property->defined) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<std::string> State::RatePlanIds(std::string_view property_id) const {
  std::vector<std::string> ids;
  const PropertyEntry* const property = FindEntry(impl_->properties, property_id);
  if (property == nullptr) return ids;
  for (const auto& [id, plan] : property->rate_plans) {
    if (plan->defined) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

int32_t State::RoomsTaken(std::string_view property_id, std::string_view room_type_id,
                          CivilDate night) const {
  const NightCounts* counts = NightsTaken(property_id, room_type_id);
  return counts == nullptr ? 0 : counts->At(night);
}

const NightCounts* State::NightsTaken(std::string_view property_id,
                                      std::string_view room_type_id) const {
  const PropertyEntry* property = FindEntry(impl_->properties, property_id);
  if (property == nullptr) return nullptr;
  const RoomTypeEntry* room_type = FindEntry(property->room_types, room_type_id);
  return room_type == nullptr ? nullptr : &room_type->taken;
}

int32_t State::RoomsOutOfOrder(std::string_view property_id, std::string_view room_type_id,
                               CivilDate night) const {
  const OutOfOrderNights* nights = NightsOutOfOrder(property_id, room_type_id);
  return nights == nullptr ? 0 : nights->At(night);
}

const OutOfOrderNights* State::NightsOutOfOrder(std::string_view property_id,
                                                std::string_view room_type_id) const {
  const PropertyEntry* property = FindEntry(impl_->properties, property_id);
  if (property == nullptr) return nullptr;
  const RoomTypeEntry* room_type = FindEntry(property->room_types, room_type_id);
  return room_type == nullptr ? nullptr : &room_type->out_of_order;
}

std::vector<const v1::Booking*> State::DueIn(std::string_view property_id, CivilDate date) const {
  const PropertyEntry* property = FindEntry(impl_->properties, property_id);
  if (property == nullptr) return {};
  return property->due_in.UpTo(date);
}

std::vector<const v1::Booking*> State::DueOut(std::string_view property_id, CivilDate date) const {
  const PropertyEntry* property = FindEntry(impl_->properties, property_id);
  if (property == nullptr) return {};
  return property->due_out.UpTo(date);
}

std::vector<const v1::Booking*> State::ExpiredHolds(Instant until, size_t limit) const {
  return impl_->holds.ExpiredAt(until, limit);
}

std::vector<const v1::Booking*> State::DepositsDue(std::string_view property_id, CivilDate date,
                                                   size_t limit) const {
  const PropertyEntry* property = FindEntry(impl_->properties, property_id);
  if (property == nullptr) return {};
  return property->deposits.UpTo(date, limit);
}

std::vector<const v1::Booking*> State::InHouse(std::string_view property_id) const {
  const PropertyEntry* property = FindEntry(impl_->properties, property_id);
  if (property == nullptr) return {};
  std::vector<const v1::Booking*> bookings = property->due_out.UpTo(DateIn(kLastYmd));
  std::sort(bookings.begin(), bookings.end(), [](const v1::Booking* a, const v1::Booking* b) {
    return a->booking_id() < b->booking_id();
  });
  return bookings;
}

const google::protobuf::Message* State::FindEntity(char letter, std::string_view key) const {
  return impl_->entities.Look(letter, key);
}

void State::ForEachEntity(char letter,
                          const std::function<void(const google::protobuf::Message&)>& see) const {
  impl_->entities.ForEach(letter, see);
}

const PolicyRegister& State::policies() const { return impl_->policies; }

const NightCounts* State::NightsBlocked(std::string_view property_id,
                                        std::string_view room_type_id) const {
  return impl_->blocks.Find(property_id, room_type_id);
}

std::vector<DueEntity> State::EntitiesDue(Instant until, size_t limit) const {
  return impl_->entities.DueAt(until, limit);
}

std::vector<DueEntity> State::EntitiesDueByDate(size_t limit) const {
  std::vector<DueEntity> all;
  for (const std::string& property_id : impl_->entities.PropertiesWithDates()) {
    const v1::Property* property = FindProperty(property_id);
    if (property == nullptr) continue;
    const std::vector<DueEntity> due =
        impl_->entities.DueOn(property_id, property->business_date(), limit - all.size());
    all.insert(all.end(), due.begin(), due.end());
    if (all.size() == limit) break;
  }
  return all;
}

std::vector<std::string> State::PropertiesWithDepositsOverdue() const {
  std::vector<std::string> ids;
  for (const auto& [id, property] : impl_->properties) {
    if (property->defined &&
        property->deposits.AnyUpTo(DateIn(property->entity.business_date()) - 1)) {
      ids.push_back(id);
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool State::Impl::BroughtByDate() const {
  if (brought_by_date) return *brought_by_date;
  brought_by_date = false;
  for (const auto& [id, property] : properties) {
    if (!property->defined) continue;
    const int32_t today = property->entity.business_date();
    if (entities.AnyDueOn(id, today) || property->deposits.AnyUpTo(DateIn(today) - 1)) {
      brought_by_date = true;
    }
  }
  return *brought_by_date;
}

Instant State::NextDue() const {
  const Instant next = std::min(impl_->holds.Earliest(), impl_->entities.NextDue());
  return impl_->BroughtByDate() ? std::min(next, impl_->facts.last_recorded_at) : next;
}

void State::Impl::NoteEntity(char letter, const google::protobuf::Message& entity) {
  if (letter == LetterOf<v1::PolicyVersion>::kLetter) {
    policies.Note(static_cast<const v1::PolicyVersion&>(entity));
  } else if (letter == LetterOf<v1::Block>::kLetter) {
    blocks.Note(static_cast<const v1::Block&>(entity));
  }
  brought_by_date.reset();
}

void State::Apply(const v1::Record& record) {
  impl_->facts.last_recorded_at = ToInstant(record.resolution().recorded_at());
  impl_->facts_dirty = true;
  if (record.request().actor().kind() != v1::ACTOR_KIND_SYSTEM &&
      record.resolution().time_source() == v1::TIME_SOURCE_SYSTEM) {
    impl_->facts.holds_own_requests = true;
  }
  if (record.outcome().has_accepted()) impl_->ApplyAccepted(record);
}

PropertyEntry& State::Impl::PropertyOf(const std::string& property_id) {
  return EntryOf(properties, property_id);
}

DefinitionEntry<v1::RatePlan>& State::Impl::RatePlanOf(PropertyEntry& property,
                                                       const std::string& rate_plan_id) {
  return EntryOf(property.rate_plans, rate_plan_id);
}

DefinitionEntry<v1::Channel>& State::Impl::ChannelOf(const std::string& channel_id) {
  return EntryOf(channels, channel_id);
}

DefinitionEntry<v1::Staff>& State::Impl::StaffOf(const std::string& staff_id) {
  return EntryOf(staff, staff_id);
}

BookingEntry* State::Impl::FindBookingEntry(std::string_view booking_id) const {
  if (booking_id.empty()) return nullptr;
  if (last_found != nullptr && last_found->booking.booking_id() == booking_id) return last_found;
  BookingEntry* const entry = FindEntry(bookings, booking_id);
  if (entry != nullptr) last_found = entry;
  return entry;
}

void State::Impl::ApplyAccepted(const v1::Record& record) {
  const v1::Accepted& accepted = record.outcome().accepted();
  for (const v1::Event& event : accepted.events()) ApplyEvent(record, event);
  for (const v1::Journal& journal : accepted.journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      const Posting posting{journal, transfer};
      if (!transfer.booking_id().empty()) ApplyToBooking(record, posting, transfer.booking_id());
      if (!transfer.to_booking_id().empty()) {
        ApplyToBooking(record, posting, transfer.to_booking_id());
      }
    }
  }
  EvolveEntities(record, entities);
  entities.Settle();
}

void State::Impl::ApplyEvent(const v1::Record& record, const v1::Event& event) {
  if (const std::string_view booking_id = BookingOf(event); !booking_id.empty()) {
    ApplyToBooking(record, event, booking_id);
    return;
  }
  switch (event.kind_case()) {
    case v1::Event::kPropertyDefined:
      ApplyProperty(event.property_defined());
      break;
    case v1::Event::kRoomTypeDefined:
      ApplyRoomType(event.room_type_defined());
      break;
    case v1::Event::kRatePlanDefined:
      ApplyRatePlan(event.rate_plan_defined());
      break;
    case v1::Event::kChannelDefined:
      ApplyChannel(event.channel_defined());
      break;
    case v1::Event::kStaffDefined:
      ApplyStaff(event.staff_defined());
      break;
    case v1::Event::kBusinessDateRolled:
      ApplyRoll(event.business_date_rolled());
      break;
    case v1::Event::kOutOfOrderSet:
      ApplyOutOfOrder(event.out_of_order_set());
      break;
    case v1::Event::kFeedbackRecorded:
      ApplyFeedback(record, event.feedback_recorded());
      break;
    case v1::Event::kSchemaAdopted:
      ApplySchema(event.schema_adopted());
      break;
    case v1::Event::kImportBegun:
      facts.import = event.import_begun();
      facts.import_completed = false;
      break;
    case v1::Event::kImportCompleted:
      facts.import_completed = true;
      break;
    case v1::Event::kSimulationBegun:
      facts.simulation = event.simulation_begun();
      break;
    default:
      break;
  }
}

template <typename What>
void State::Impl::ApplyToBooking(const v1::Record& record, const What& what,
                                 std::string_view booking_id) {
  BookingEntry* found = FindBookingEntry(booking_id);
  if (found == nullptr) {
    found = bookings.emplace(booking_id, std::make_unique<BookingEntry>()).first->second.get();
  }
  BookingEntry& entry = *found;
  const bool was_terminal = IsTerminal(entry.booking.status());
  EvolveBooking(record, what, entry.booking);
  PropertyEntry* property = entry.indexed.property;
  if (property == nullptr) property = &PropertyOf(entry.booking.property_id());
  UpdateIndexes(entry, ImageOf(entry.booking, *property), holds);
  entry.used = Look();
  MarkDirty(entry);
  if (!was_terminal && IsTerminal(entry.booking.status())) {
    ++terminal_bookings;
    ended_bookings.emplace_back(booking_id);
  } else if (was_terminal && !IsTerminal(entry.booking.status())) {
    --terminal_bookings;
    reinstated_bookings.emplace_back(booking_id);
  }
  if (entry.booking.deposit_due_on() != 0) brought_by_date.reset();
}

void State::Impl::ApplyProperty(const v1::PropertyDefinition& definition) {
  PropertyEntry& entry = PropertyOf(definition.property_id());
  if (!entry.defined) entry.entity.set_business_date(definition.first_business_date());
  Redefine(entry, definition);
  MarkDirty(entry, RowKey(kPropertyRow, definition.property_id()));
}

void State::Impl::ApplyRoomType(const v1::RoomTypeDefinition& definition) {
  RoomTypeEntry& entry =
      RoomTypeOf(PropertyOf(definition.property_id()), definition.room_type_id());
  Redefine(entry, definition);
  MarkDirty(entry, RowKey(kRoomTypeRow, definition.property_id(), definition.room_type_id()));
}

void State::Impl::ApplyRatePlan(const v1::RatePlanDefinition& definition) {
  auto& entry = RatePlanOf(PropertyOf(definition.property_id()), definition.rate_plan_id());
  Redefine(entry, definition);
  MarkDirty(entry, RowKey(kRatePlanRow, definition.property_id(), definition.rate_plan_id()));
}

void State::Impl::ApplyChannel(const v1::ChannelDefinition& definition) {
  auto& entry = ChannelOf(definition.channel_id());
  Redefine(entry, definition);
  MarkDirty(entry, RowKey(kChannelRow, definition.channel_id()));
}

void State::Impl::ApplyStaff(const v1::StaffDefinition& definition) {
  auto& entry = StaffOf(definition.staff_id());
  Redefine(entry, definition);
  MarkDirty(entry, RowKey(kStaffRow, definition.staff_id()));
}

void State::Impl::MarkOutOfOrderDirty(const std::string& property_id,
                                      const std::string& room_type_id, RoomTypeEntry& entry) {
  if (entry.out_of_order_dirty) return;
  entry.out_of_order_dirty = true;
  dirty_out_of_order.push_back({RowKey(kOutOfOrderRow, property_id, room_type_id), &entry});
}

void State::Impl::ApplyOutOfOrder(const v1::OutOfOrderSet& event) {
  RoomTypeEntry& entry = RoomTypeOf(PropertyOf(event.property_id()), event.room_type_id());
  entry.out_of_order.Set(DateIn(event.from()), DateIn(event.until()), event.rooms());
  MarkOutOfOrderDirty(event.property_id(), event.room_type_id(), entry);
}

// Nights that are over are sold no more: what was out of order then is the log's to tell.
void State::Impl::ApplyRoll(const v1::BusinessDateRolled& event) {
  PropertyEntry& entry = PropertyOf(event.property_id());
  entry.entity.set_business_date(event.to());
  for (const auto& [id, room_type] : entry.room_types) {
    if (!room_type->out_of_order.DropBefore(DateIn(event.to()))) continue;
    MarkOutOfOrderDirty(event.property_id(), id, *room_type);
  }
  MarkDirty(entry, RowKey(kPropertyRow, event.property_id()));
  brought_by_date.reset();
}

void State::Impl::ApplyFeedback(const v1::Record& record, const v1::Feedback& event) {
  std::unique_ptr<FeedbackEntry>& slot = feedback[event.feedback_id()];
  if (slot == nullptr) slot = std::make_unique<FeedbackEntry>();
  slot->feedback = event;
  const v1::Personal& remark = record.request().record_feedback().feedback().remark();
  if (remark.has_sealed()) *slot->feedback.mutable_remark() = remark;
  slot->used = Look();
  if (!slot->dirty) {
    slot->dirty = true;
    dirty_feedback.push_back(slot.get());
  }
}

// The hash counts as adopted when the last part is in: an adoption that was cut short begins again.
void State::Impl::ApplySchema(const v1::SchemaAdopted& event) {
  facts.schema_parts_seen = event.part() == 0 ? 1 : facts.schema_parts_seen + 1;
  if (facts.schema_parts_seen == event.parts()) facts.schema_sha256 = event.schema_sha256();
}

}  // namespace daybook
