#include "ledger/domain/state.h"

#include <utility>

#include "ledger/base/strings.h"
#include "ledger/domain/booking_evolve.h"
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

// Of an event, which has valid dates.
CivilDate DateIn(int32_t yyyymmdd) { return CivilDate::FromYmd(yyyymmdd).value_or(CivilDate()); }

template <typename Entity, typename Definition>
void Redefine(DefinitionEntry<Entity>& entry, const Definition& definition) {
  entry.defined = true;
  *entry.entity.mutable_definition() = definition;
  entry.entity.set_revision(entry.entity.revision() + 1);
}

}  // namespace

State::State() : impl_(std::make_unique<Impl>()) {}
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

Instant State::NextDue() const { return impl_->holds.Earliest(); }

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
  for (const v1::Event& event : record.outcome().accepted().events()) ApplyEvent(record, event);
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

void State::Impl::ApplyToBooking(const v1::Record& record, const v1::Event& event,
                                 std::string_view booking_id) {
  BookingEntry* found = FindBookingEntry(booking_id);
  if (found == nullptr) {
    found = bookings.emplace(booking_id, std::make_unique<BookingEntry>()).first->second.get();
  }
  BookingEntry& entry = *found;
  const bool was_terminal = IsTerminal(entry.booking.status());
  EvolveBooking(record, event, entry.booking);
  PropertyEntry* property = entry.indexed.property;
  if (property == nullptr) property = &PropertyOf(entry.booking.property_id());
  UpdateIndexes(entry, ImageOf(entry.booking, *property), holds);
  entry.used = Look();
  MarkDirty(entry);
  if (!was_terminal && IsTerminal(entry.booking.status())) {
    ++terminal_bookings;
    ended_bookings.emplace_back(booking_id);
  }
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
