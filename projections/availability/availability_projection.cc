// Rows of live bookings and of nights are kept in memory as they are in the view, so that most
// records cost no read. A booking that has ended is forgotten, row and all: no later record changes
// what it took, but for one that takes it back and says what it takes.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daybook/v1/availability_view.pb.h"
#include "google/protobuf/arena.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/evolve.h"
#include "projections/availability/availability_rows.h"
#include "projections/availability/availability_view.h"
#include "projections/availability/booking_nights.h"
#include "projections/availability/night_cache.h"
#include "projections/bytes_map.h"
#include "projections/entity_view.h"

namespace daybook {
namespace {

// Raised when rows change for another reason than the two folds. All numbers only ever grow, so
// their sum names no two different views.
constexpr int kLayoutRevision = 0;
// What is kept in memory at most; then all of it is forgotten, and read again when it is asked for.
constexpr size_t kMostNights = 2'000'000;
constexpr size_t kMostBookings = 1'000'000;
constexpr size_t kArenaBytes = size_t{64} << 10;

// What is given and not charged, and what is charged apart, moves no room either.
bool LeavesRooms(const v1::Event& event) {
  return AboutMoneyOnly(event) || event.has_compensation_given() ||
         event.has_late_check_out_set() || event.has_booking_split();
}

bool ChangesAvailability(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kPropertyDefined:
    case v1::Event::kRoomTypeDefined:
    case v1::Event::kBusinessDateRolled:
    case v1::Event::kOutOfOrderSet:
    case v1::Event::kBlockOpened:
    case v1::Event::kBlockConfirmed:
    case v1::Event::kBlockWashed:
    case v1::Event::kBlockReleased:
      return true;
    default:
      return !BookingOf(event).empty() && !LeavesRooms(event);
  }
}

// Of the block that the event may change; empty: none.
std::string_view BlockOf(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kBookingCreated:
      return event.booking_created().block_id();
    case v1::Event::kBlockOpened:
      return event.block_opened().block_id();
    case v1::Event::kBlockConfirmed:
      return event.block_confirmed().block_id();
    case v1::Event::kBlockWashed:
      return event.block_washed().block_id();
    case v1::Event::kBlockReleased:
      return event.block_released().block_id();
    default:
      return {};
  }
}

// Rooms of the allotment that nobody else gets.
int32_t HeldBack(const v1::Block& block, const v1::Allotment& allotment) {
  if (block.status() != v1::BLOCK_TENTATIVE && block.status() != v1::BLOCK_DEFINITE) return 0;
  return std::max(0, allotment.rooms() - allotment.picked_up());
}

const EntityViewSpec& BlockSpec() {
  static const EntityViewSpec spec = {.name = "availability",
                                      .letters = std::string(1, kBlockRows)};
  return spec;
}

absl::Status CannotApply(const v1::Event& event, std::string_view why) {
  const auto* field = v1::Event::descriptor()->FindFieldByNumber(event.kind_case());
  return absl::DataLossError(
      absl::StrCat("event ", field->name(), " can't be applied: ", ToAbsl(why)));
}

// The step in force from the business date on.
void AddStep(const v1::RoomTypeDefinition& definition, int32_t business_date,
             v1::AvailabilityRoomType& row) {
  auto& steps = *row.mutable_steps();
  if (!steps.empty() && steps.rbegin()->from() >= business_date) steps.RemoveLast();
  if (!steps.empty() && steps.rbegin()->capacity() == definition.capacity() &&
      steps.rbegin()->overbooking_limit() == definition.overbooking_limit()) {
    return;
  }
  v1::AvailabilityRoomType::Step& step = *steps.Add();
  step.set_from(business_date);
  step.set_capacity(definition.capacity());
  step.set_overbooking_limit(definition.overbooking_limit());
}

google::protobuf::ArenaOptions ArenaOn(char* block) {
  google::protobuf::ArenaOptions options;
  options.initial_block = block;
  options.initial_block_size = kArenaBytes;
  return options;
}

class AvailabilityProjection final : public Projection {
 public:
  AvailabilityProjection()
      : arena_block_(std::make_unique<char[]>(kArenaBytes)),
        arena_(ArenaOn(arena_block_.get())),
        blocks_(BlockSpec(), nullptr) {}

  std::string_view name() const override { return "availability"; }
  int version() const override {
    return kBookingEvolveVersion + kEntitiesEvolveVersion + kLayoutRevision;
  }

  bool Wants(const v1::Record& record) const override {
    const auto& events = record.outcome().accepted().events();
    return std::any_of(events.begin(), events.end(), ChangesAvailability);
  }

  absl::Status Apply(const v1::Record& record, ViewTransaction& txn) override {
    if (nights_.size() > kMostNights) nights_.Clear();
    if (bookings_.size() > kMostBookings) bookings_.clear();
    arena_.Reset();
    blocks_.Begin(txn);
    if (const absl::Status applied = ApplyEvents(record, txn); !applied.ok()) {
      blocks_.Reset();
      return applied;
    }
    blocks_.Finish();
    return nights_.Write(txn);
  }

  void Reset() override {
    nights_.Clear();
    bookings_.clear();
    blocks_.Reset();
  }

  const google::protobuf::Message* RowType(std::string_view key) const override {
    switch (key.empty() ? '\0' : key.front()) {
      case kPropertyRows:
        return &v1::AvailabilityProperty::default_instance();
      case kRoomTypeRows:
        return &v1::AvailabilityRoomType::default_instance();
      case kNightRows:
        return &v1::AvailabilityNight::default_instance();
      case kBookingRows:
        return &v1::AvailabilityBooking::default_instance();
      case kBlockRows:
        return &v1::Block::default_instance();
      default:
        return nullptr;
    }
  }

 private:
  absl::Status ApplyEvents(const v1::Record& record, ViewTransaction& txn);
  absl::Status ApplyEvent(const v1::Record& record, const v1::Event& event, ViewTransaction& txn);
  absl::Status DefineProperty(const v1::PropertyDefinition& definition, ViewTransaction& txn);
  absl::Status DefineRoomType(const v1::Event& event, ViewTransaction& txn);
  absl::Status SetOutOfOrder(const v1::Event& event, ViewTransaction& txn);
  absl::Status ApplyToBlock(const v1::Record& record, const v1::Event& event, ViewTransaction& txn);
  absl::Status CountBlock(const v1::Block& block, int32_t sign, ViewTransaction& txn);
  const v1::AvailabilityBooking* Ended(const v1::BookingReinstated& event);
  absl::Status ApplyToBooking(const v1::Record& record, const v1::Event& event,
                              ViewTransaction& txn);

  // nullopt: the property is not there.
  static absl::StatusOr<std::optional<CivilDate>> BusinessDate(std::string_view property_id,
                                                               ViewTransaction& txn);
  // Null: there is no row. On arena_.
  absl::StatusOr<v1::AvailabilityBooking*> FindBooking(std::string_view id, ViewTransaction& txn);
  absl::Status Recount(const std::string& property_id, const std::vector<TakenNights>& before,
                       const std::vector<TakenNights>& after, ViewTransaction& txn);
  absl::Status CountNights(const std::string& property_id, const std::vector<TakenNights>& nights,
                           const std::vector<TakenNights>& except, int32_t by,
                           ViewTransaction& txn);
  void PutBooking(std::string_view id, const v1::AvailabilityBooking& row, ViewTransaction& txn);

  template <typename Row>
  Row* NewRow() {
    return google::protobuf::Arena::CreateMessage<Row>(&arena_);
  }

  std::unique_ptr<char[]> arena_block_;
  google::protobuf::Arena arena_;  // for one record
  NightCache nights_;
  BytesMap<std::string> bookings_;  // rows by booking id
  ViewRows blocks_;
};

absl::Status AvailabilityProjection::ApplyEvents(const v1::Record& record, ViewTransaction& txn) {
  for (const v1::Event& event : record.outcome().accepted().events()) {
    if (ChangesAvailability(event)) DAYBOOK_RETURN_IF_ERROR(ApplyEvent(record, event, txn));
    if (!BlockOf(event).empty()) DAYBOOK_RETURN_IF_ERROR(ApplyToBlock(record, event, txn));
  }
  return absl::OkStatus();
}

absl::Status AvailabilityProjection::ApplyEvent(const v1::Record& record, const v1::Event& event,
                                                ViewTransaction& txn) {
  switch (event.kind_case()) {
    case v1::Event::kPropertyDefined:
      return DefineProperty(event.property_defined(), txn);
    case v1::Event::kRoomTypeDefined:
      return DefineRoomType(event, txn);
    case v1::Event::kBusinessDateRolled: {
      v1::AvailabilityProperty row;
      row.set_business_date(event.business_date_rolled().to());
      txn.Put(PropertyRowKey(event.business_date_rolled().property_id()), row.SerializeAsString());
      return absl::OkStatus();
    }
    case v1::Event::kOutOfOrderSet:
      return SetOutOfOrder(event, txn);
    case v1::Event::kBlockOpened:
    case v1::Event::kBlockConfirmed:
    case v1::Event::kBlockWashed:
    case v1::Event::kBlockReleased:
      return absl::OkStatus();  // ApplyToBlock
    default:
      return ApplyToBooking(record, event, txn);
  }
}

absl::Status AvailabilityProjection::DefineProperty(const v1::PropertyDefinition& definition,
                                                    ViewTransaction& txn) {
  const std::string key = PropertyRowKey(definition.property_id());
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value, txn.Get(key));
  if (value.has_value()) return absl::OkStatus();  // defined again, its date goes on
  v1::AvailabilityProperty row;
  row.set_business_date(definition.first_business_date());
  txn.Put(key, row.SerializeAsString());
  return absl::OkStatus();
}

absl::StatusOr<std::optional<CivilDate>> AvailabilityProjection::BusinessDate(
    std::string_view property_id, ViewTransaction& txn) {
  const std::string key = PropertyRowKey(property_id);
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value, txn.Get(key));
  if (!value.has_value()) return std::optional<CivilDate>();
  v1::AvailabilityProperty row;
  DAYBOOK_RETURN_IF_ERROR(ParseRow(key, *value, row));
  return CivilDate::FromYmd(row.business_date());
}

absl::Status AvailabilityProjection::DefineRoomType(const v1::Event& event, ViewTransaction& txn) {
  const v1::RoomTypeDefinition& definition = event.room_type_defined();
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> business_date,
                           BusinessDate(definition.property_id(), txn));
  if (!business_date.has_value()) {
    return CannotApply(event, absl::StrCat("property ", definition.property_id(), " is not there"));
  }
  const std::string key = RoomTypeRowKey(definition.property_id(), definition.room_type_id());
  DAYBOOK_ASSIGN_OR_RETURN(const std::optional<std::string> value, txn.Get(key));
  v1::AvailabilityRoomType row;
  if (value.has_value()) DAYBOOK_RETURN_IF_ERROR(ParseRow(key, *value, row));
  AddStep(definition, business_date->ymd(), row);
  txn.Put(key, row.SerializeAsString());
  return absl::OkStatus();
}

absl::Status AvailabilityProjection::SetOutOfOrder(const v1::Event& event, ViewTransaction& txn) {
  const v1::OutOfOrderSet& set = event.out_of_order_set();
  const auto from = CivilDate::FromYmd(set.from());
  const auto until = CivilDate::FromYmd(set.until());
  if (!from || !until) return CannotApply(event, "its nights are no dates");
  NightCache::RoomType& room_type = nights_.Of(set.property_id(), set.room_type_id());
  for (CivilDate night = *from; night < *until; night = night + 1) {
    DAYBOOK_ASSIGN_OR_RETURN(RoomCounts* const rooms, nights_.Touch(room_type, night, txn));
    rooms->out_of_order = set.rooms();
  }
  return absl::OkStatus();
}

absl::Status AvailabilityProjection::ApplyToBlock(const v1::Record& record, const v1::Event& event,
                                                  ViewTransaction& txn) {
  const std::string_view id = BlockOf(event);
  v1::Block before;
  EntityStore& blocks = blocks_;
  if (const v1::Block* const found = blocks.Find<v1::Block>(id)) before = *found;
  EvolveGroups(record, event, blocks);
  const v1::Block* const after = blocks.Find<v1::Block>(id);
  if (!blocks_.status().ok()) return blocks_.status();
  if (after == nullptr) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(CountBlock(before, -1, txn));
  return CountBlock(*after, 1, txn);
}

absl::Status AvailabilityProjection::CountBlock(const v1::Block& block, int32_t sign,
                                                ViewTransaction& txn) {
  for (const v1::Allotment& allotment : block.allotments()) {
    const int32_t rooms = HeldBack(block, allotment);
    const auto night = CivilDate::FromYmd(allotment.night());
    if (rooms == 0 || !night) continue;
    NightCache::RoomType& room_type = nights_.Of(block.property_id(), allotment.room_type_id());
    DAYBOOK_ASSIGN_OR_RETURN(RoomCounts* const counts, nights_.Touch(room_type, *night, txn));
    counts->blocked += sign * rooms;
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::AvailabilityBooking*> AvailabilityProjection::FindBooking(std::string_view id,
                                                                             ViewTransaction& txn) {
  auto found = bookings_.find(id);
  if (found == bookings_.end()) {
    DAYBOOK_ASSIGN_OR_RETURN(std::optional<std::string> value, txn.Get(BookingRowKey(id)));
    if (!value.has_value()) return nullptr;
    found = bookings_.emplace(id, *std::move(value)).first;
  }
  auto* const row = NewRow<v1::AvailabilityBooking>();
  DAYBOOK_RETURN_IF_ERROR(ParseRow(BookingRowKey(id), found->second, *row));
  return row;
}

absl::Status AvailabilityProjection::ApplyToBooking(const v1::Record& record,
                                                    const v1::Event& event, ViewTransaction& txn) {
  const std::string_view id = BookingOf(event);
  const v1::AvailabilityBooking* before = nullptr;
  if (!event.has_booking_created()) {
    DAYBOOK_ASSIGN_OR_RETURN(before, FindBooking(id, txn));
    if (before == nullptr && event.has_booking_reinstated()) {
      before = Ended(event.booking_reinstated());
    }
    if (before == nullptr) {
      return CannotApply(event,
                         absl::StrCat("booking ", ToAbsl(id), " is not there, or has ended"));
    }
  }
  auto* const after = NewRow<v1::AvailabilityBooking>();
  auto* const booking = NewRow<v1::Booking>();
  if (before != nullptr) {
    *after->mutable_moves() = before->moves();
    *booking = before->booking();
  }
  EvolveBooking(record, event, *booking);
  CopyWhatDecidesNights(*booking, *after->mutable_booking());
  if (before != nullptr && MovedRoom(before->booking(), *booking)) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::optional<CivilDate> date,
                             BusinessDate(booking->property_id(), txn));
    if (date.has_value()) AddMove(HeldRoomType(before->booking()), *date, *after);
  }
  PutBooking(id, *after, txn);
  return Recount(booking->property_id(),
                 before == nullptr ? std::vector<TakenNights>() : TakenBy(*before), TakenBy(*after),
                 txn);
}

// As it was before it is taken back: nothing is left of it here.
const v1::AvailabilityBooking* AvailabilityProjection::Ended(const v1::BookingReinstated& event) {
  auto* const row = NewRow<v1::AvailabilityBooking>();
  v1::Booking& booking = *row->mutable_booking();
  booking.set_property_id(event.property_id());
  booking.set_status(v1::CANCELLED);
  *booking.mutable_stay() = event.stay();
  booking.set_room_type_id(event.room_type_id());
  booking.set_assigned_room_type_id(event.assigned_room_type_id());
  return row;
}

void AvailabilityProjection::PutBooking(std::string_view id, const v1::AvailabilityBooking& row,
                                        ViewTransaction& txn) {
  if (IsTerminal(row.booking().status())) {
    txn.Delete(BookingRowKey(id));
    bookings_.erase(id);
    return;
  }
  std::string value = row.SerializeAsString();
  std::string& kept = bookings_.try_emplace(id).first->second;
  if (kept == value) return;
  kept = value;
  txn.Put(BookingRowKey(id), std::move(value));
}

absl::Status AvailabilityProjection::Recount(const std::string& property_id,
                                             const std::vector<TakenNights>& before,
                                             const std::vector<TakenNights>& after,
                                             ViewTransaction& txn) {
  DAYBOOK_RETURN_IF_ERROR(CountNights(property_id, before, after, -1, txn));
  return CountNights(property_id, after, before, 1, txn);
}

// Nights that are among `except` in the same way don't change, and are left alone.
absl::Status AvailabilityProjection::CountNights(const std::string& property_id,
                                                 const std::vector<TakenNights>& nights,
                                                 const std::vector<TakenNights>& except, int32_t by,
                                                 ViewTransaction& txn) {
  for (const TakenNights& taken : nights) {
    NightCache::RoomType& room_type = nights_.Of(property_id, taken.room_type_id);
    for (CivilDate night = taken.from; night < taken.until; night = night + 1) {
      const bool same = std::any_of(except.begin(), except.end(), [&](const TakenNights& other) {
        return other.from <= night && night < other.until && other.held == taken.held &&
               other.room_type_id == taken.room_type_id;
      });
      if (same) continue;
      DAYBOOK_ASSIGN_OR_RETURN(RoomCounts* const rooms, nights_.Touch(room_type, night, txn));
      (taken.held ? rooms->held : rooms->sold) += by;
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<Projection> NewAvailabilityProjection() {
  return std::make_unique<AvailabilityProjection>();
}

}  // namespace daybook
