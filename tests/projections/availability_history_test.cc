// The view `availability` over random histories: against a naive recount, the write side, itself begun
// anew, and its own past.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/night_counts.h"
#include "ledger/domain/state.h"
#include "projections/availability/availability_view.h"
#include "projections/runner.h"
#include "rapidcheck.h"
#include "tests/projections/availability_rows_in_memory.h"
#include "tests/support/booking_histories.h"
#include "tests/support/given.h"
#include "tests/support/memory_records.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

using testing::As;
using testing::Assign;
using testing::Cancel;
using testing::ChangeDeparture;
using testing::ChangeRoomType;
using testing::ChangeStay;
using testing::CheckInOf;
using testing::CheckOutOf;
using testing::Confirm;
using testing::Create;
using testing::DefineRoomType;
using testing::Ledgerless;
using testing::NoShow;
using testing::OutOfOrder;
using testing::Promote;
using testing::Roll;

// Counts every night anew from the bookings as the domain folds them, from what was defined, and from
// who was where when each business date was closed.
class Recount {
 public:
  explicit Recount(const std::vector<v1::Record>& records) {
    for (const v1::Record& record : records) {
      for (const v1::Event& event : record.outcome().accepted().events()) Apply(record, event);
    }
  }

  std::map<Night, Occupancy> Nights(const std::string& property_id, CivilDate from,
                                    CivilDate until) const {
    std::map<Night, Occupancy> nights;
    for (const auto& [room_type, steps] : definitions_) {
      if (room_type.first != property_id) continue;
      for (CivilDate night = from; night < until; night = night + 1) {
        nights[{room_type.second, night.ymd()}] = Count(room_type, steps, night.ymd());
      }
    }
    return nights;
  }

  int32_t business_date(const std::string& property_id) const {
    return business_dates_.at(property_id);
  }

 private:
  using RoomType = std::pair<std::string, std::string>;                   // property, room type
  using Steps = std::vector<std::pair<int32_t, v1::RoomTypeDefinition>>;  // from a date on

  void Apply(const v1::Record& record, const v1::Event& event) {
    if (event.has_block_opened()) {
      blocks_[event.block_opened().block_id()] = event.block_opened();
    } else if (event.has_block_released()) {
      blocks_.erase(event.block_released().block_id());
    } else if (event.has_block_washed() && record.request().has_wash_block()) {
      const v1::OpenBlock::Rooms& washed = record.request().wash_block().rooms();
      const auto block = blocks_.find(event.block_washed().block_id());
      if (block == blocks_.end()) return;
      for (v1::Allotment& allotment : *block->second.mutable_allotments()) {
        if (allotment.room_type_id() == washed.room_type_id() &&
            washed.from() <= allotment.night() && allotment.night() < washed.until()) {
          allotment.set_rooms(washed.rooms());
        }
      }
    } else if (!BookingOf(event).empty()) {
      EvolveBooking(record, event, bookings_[std::string(BookingOf(event))]);
    } else if (event.has_property_defined()) {
      business_dates_.emplace(event.property_defined().property_id(),
                              event.property_defined().first_business_date());
    } else if (event.has_room_type_defined()) {
      const v1::RoomTypeDefinition& definition = event.room_type_defined();
      definitions_[{definition.property_id(), definition.room_type_id()}].emplace_back(
          business_dates_[definition.property_id()], definition);
    } else if (event.has_business_date_rolled()) {
      const v1::BusinessDateRolled& rolled = event.business_date_rolled();
      business_dates_[rolled.property_id()] = rolled.to();
      for (const auto& [id, booking] : bookings_) {
        if (booking.property_id() == rolled.property_id() && HoldsRoom(booking.status())) {
          slept_[{id, rolled.from()}] = HeldRoomType(booking);
        }
      }
    } else if (event.has_out_of_order_set()) {
      const v1::OutOfOrderSet& set = event.out_of_order_set();
      for (CivilDate night = Day(set.from()); night < Day(set.until()); night = night + 1) {
        out_of_order_[{{set.property_id(), set.room_type_id()}, night.ymd()}] = set.rooms();
      }
    }
  }

  bool Takes(const std::string& id, const v1::Booking& booking, const RoomType& room_type,
             int32_t night) const {
    if (booking.property_id() != room_type.first) return false;
    if (night < booking.stay().arrival() || night >= booking.stay().departure()) return false;
    const auto slept = slept_.find({id, night});
    return room_type.second == (slept == slept_.end() ? HeldRoomType(booking) : slept->second);
  }

  // Of what each block holds for the night, less those of its bookings that hold such a room or have slept in one.
  int64_t Blocked(const RoomType& room_type, int32_t night) const {
    int64_t blocked = 0;
    for (const auto& [block_id, block] : blocks_) {
      if (block.property_id() != room_type.first) continue;
      for (const v1::Allotment& allotment : block.allotments()) {
        if (allotment.room_type_id() != room_type.second || allotment.night() != night) continue;
        int64_t left = allotment.rooms();
        for (const auto& [id, booking] : bookings_) {
          if (booking.block_id() != block_id || HeldRoomType(booking) != room_type.second) continue;
          const bool there = HoldsRoom(booking.status()) || booking.status() == v1::CHECKED_OUT;
          left -= there && booking.stay().arrival() <= night && night < booking.stay().departure();
        }
        if (left > 0) blocked += left;
      }
    }
    return blocked;
  }

  Occupancy Count(const RoomType& room_type, const Steps& steps, int32_t night) const {
    Occupancy rooms;
    for (const auto& [from, definition] : steps) {
      if (from > night) continue;
      rooms.capacity = definition.capacity();
      rooms.overbooking_limit = definition.overbooking_limit();
    }
    const auto out = out_of_order_.find({room_type, night});
    if (out != out_of_order_.end()) rooms.out_of_order = out->second;
    for (const auto& [id, booking] : bookings_) {
      if (!Takes(id, booking, room_type, night)) continue;
      if (booking.status() == v1::HELD) ++rooms.held;
      if (booking.status() == v1::CONFIRMED || booking.status() == v1::IN_HOUSE ||
          booking.status() == v1::CHECKED_OUT) {
        ++rooms.sold;
      }
    }
    rooms.blocked = Blocked(room_type, night);
    int64_t in_order = rooms.capacity - rooms.out_of_order;
    if (in_order < 0) in_order = 0;
    int64_t left = in_order - rooms.held - rooms.sold;
    if (left < 0) rooms.overbooked = -left;
    left -= rooms.blocked;
    if (left > 0) rooms.free = left;
    left = rooms.capacity - rooms.out_of_order + rooms.overbooking_limit - rooms.held - rooms.sold -
           rooms.blocked;
    if (left > 0) rooms.sellable = left;
    return rooms;
  }

  std::map<std::string, v1::Booking> bookings_;
  std::map<std::string, v1::Block> blocks_;  // those that are not released
  std::map<std::string, int32_t> business_dates_;
  std::map<RoomType, Steps> definitions_;
  std::map<std::pair<RoomType, int32_t>, int32_t> out_of_order_;
  std::map<std::pair<std::string, int32_t>, std::string> slept_;  // booking, night: room type
};

// Requests as a busy fortnight brings them, most of them accepted, with the overrides that a manager
// allows.
class Workload {
 public:
  explicit Workload(uint64_t seed) : random_(seed) {}

  void Run(Ledgerless& hotel, int requests) {
    for (int i = 0; i < requests; ++i) hotel.When(Next(hotel));
  }

 private:
  int32_t Below(int32_t bound) {
    return static_cast<int32_t>(random_() % static_cast<uint32_t>(bound));
  }
  std::string Property() { return Below(3) == 0 ? "H2" : "H1"; }
  std::string RoomType(const std::string& property_id) {
    static const char* const kTypes[] = {"DBL", "SUI", "TWN"};
    return property_id == "H2" ? "DBL" : kTypes[Below(3)];
  }
  CivilDate Soon(const Ledgerless& hotel, const std::string& property_id) {
    return Day(hotel.state().FindProperty(property_id)->business_date()) + Below(6);
  }

  v1::Request NewBooking(const Ledgerless& hotel) {
    testing::BookingSpec spec;
    spec.id = absl::StrCat("b", ++bookings_);
    spec.property = Property();
    const CivilDate arrival = Soon(hotel, spec.property);
    spec.arrival = arrival.ymd();
    spec.departure = (arrival + Below(6)).ymd();
    spec.room_type = RoomType(spec.property);
    spec.adults = 1;
    const v1::BookingStatus statuses[] = {v1::CONFIRMED, v1::CONFIRMED, v1::HELD, v1::WAITLISTED};
    spec.status = statuses[Below(4)];
    if (spec.status == v1::HELD) spec.hold_until = "2026-04-01T12:00:00Z";
    v1::Request create = Create(spec);
    if (spec.status != v1::WAITLISTED && blocks_ > 0 && Below(2) == 0) {
      create.mutable_create_booking()->set_block_id(AnyBlock());
    }
    return create;
  }

  std::string AnyBlock() { return absl::StrCat("g", blocks_ - Below(std::min(blocks_, 4))); }

  v1::Request OfBlocks(const Ledgerless& hotel) {
    v1::Request request = Cancel("nothing");
    const int32_t kind = blocks_ == 0 ? 0 : Below(8);
    if (kind < 5) {
      v1::OpenBlock& open = *request.mutable_open_block();
      open.set_block_id(absl::StrCat("g", ++blocks_));
      open.set_property_id(Property());
      open.set_status(Below(2) == 0 ? v1::BLOCK_TENTATIVE : v1::BLOCK_DEFINITE);
      const CivilDate from = Soon(hotel, open.property_id());
      if (Below(2) == 0) open.set_cutoff_on((from + 1).ymd());
      v1::OpenBlock::Rooms& rooms = *open.add_rooms();
      rooms.set_room_type_id(RoomType(open.property_id()));
      rooms.set_from(from.ymd());
      rooms.set_until((from + 1 + Below(5)).ymd());
      rooms.set_rooms(1 + Below(3));
    } else if (kind == 5) {
      request.mutable_release_block()->set_block_id(AnyBlock());
    } else if (kind == 6) {
      request.mutable_confirm_block()->set_block_id(AnyBlock());
    } else {
      v1::WashBlock& wash = *request.mutable_wash_block();
      wash.set_block_id(AnyBlock());
      const v1::Block* const block = hotel.state().Find<v1::Block>(wash.block_id());
      if (block == nullptr) return request;
      const v1::Allotment& allotment =
          block->allotments(Below(static_cast<int32_t>(block->allotments_size())));
      wash.mutable_rooms()->set_room_type_id(allotment.room_type_id());
      wash.mutable_rooms()->set_from(allotment.night());
      wash.mutable_rooms()->set_until((Day(allotment.night()) + 1).ymd());
      wash.mutable_rooms()->set_rooms(allotment.rooms() - 1);
    }
    return As(testing::StaffMember(testing::kReservations), request);
  }

  v1::Request Definition(const Ledgerless& hotel) {
    const std::string property_id = Property();
    const std::string room_type_id = RoomType(property_id);
    if (Below(2) == 0) return DefineRoomType(property_id, room_type_id, Below(5), Below(3));
    const CivilDate from = Soon(hotel, property_id);
    return OutOfOrder(property_id, room_type_id, from.ymd(), (from + 1 + Below(5)).ymd(), Below(3));
  }

  v1::Request Rolled(const Ledgerless& hotel) {
    const std::string property_id = Property();
    return Roll(property_id, hotel.state().FindProperty(property_id)->business_date());
  }

  // What the day brings by itself: arrivals and departures.
  std::optional<v1::Request> Due(const Ledgerless& hotel) {
    const std::string property_id = Property();
    const CivilDate today = Day(hotel.state().FindProperty(property_id)->business_date());
    if (Below(2) == 0) {
      const auto due_out = hotel.state().DueOut(property_id, today);
      if (!due_out.empty()) return CheckOutOf(due_out.front()->booking_id());
    }
    const auto due_in = hotel.state().DueIn(property_id, today);
    if (due_in.empty()) return std::nullopt;
    const v1::Booking& booking = *due_in.front();
    if (booking.status() == v1::HELD) return Confirm(booking.booking_id());
    return Below(5) == 0 ? NoShow(booking.booking_id()) : CheckInOf(booking.booking_id());
  }

  v1::Request AboutABooking(const Ledgerless& hotel) {
    const std::string id = absl::StrCat("b", bookings_ - Below(std::min(bookings_, 15)));
    const v1::Booking* booking = hotel.state().FindBooking(id);
    const std::string property_id = booking == nullptr ? "H1" : booking->property_id();
    const CivilDate soon = Soon(hotel, property_id);
    switch (Below(9)) {
      case 0:
        return Confirm(id);
      case 1:
        return Promote(id);
      case 2:
        return Cancel(id);
      case 3:
        return CheckOutOf(id);
      case 4:
        return Assign(id, RoomType(property_id));
      case 5:
        return ChangeStay(id, soon.ymd(), (soon + Below(4)).ymd());
      case 6:
        return ChangeDeparture(id, soon.ymd());
      case 7:
        return ChangeRoomType(id, RoomType(property_id));
      default:
        return Move(hotel).value_or(Assign(id, RoomType(property_id)));
    }
  }

  // Of a guest in house.
  std::optional<v1::Request> Move(const Ledgerless& hotel) {
    const CivilDate today = Day(hotel.state().FindProperty("H1")->business_date());
    const auto in_house = hotel.state().DueOut("H1", today + 10);
    if (in_house.empty()) return std::nullopt;
    const std::string& id = in_house.back()->booking_id();
    return Below(2) == 0 ? Assign(id, RoomType("H1")) : ChangeRoomType(id, RoomType("H1"));
  }

  v1::Request Next(const Ledgerless& hotel) {
    v1::Request request;
    const int32_t kind = bookings_ == 0 ? 0 : Below(19);
    if (kind < 3) {
      request = NewBooking(hotel);
    } else if (kind < 4) {
      request = Definition(hotel);
    } else if (kind < 6) {
      request = Rolled(hotel);
    } else if (kind < 11) {
      request = Due(hotel).value_or(NewBooking(hotel));
    } else if (kind < 16) {
      request = AboutABooking(hotel);
    } else if (kind < 18) {
      request = OfBlocks(hotel);
    } else {
      return testing::Due("2026-03-01T10:00:00Z");
    }
    if (Below(2) == 0) return request;
    return testing::Overriding({v1::POLICY_DUE_INS_UNRESOLVED, v1::POLICY_NOT_AVAILABLE,
                                v1::POLICY_CAPACITY_BELOW_SOLD, v1::POLICY_CHECK_IN_AFTER_DEPARTURE,
                                v1::POLICY_OCCUPANCY_EXCEEDED, v1::POLICY_BLOCK_EXHAUSTED},
                               testing::StaffMember(testing::kManager), request);
  }

  std::mt19937_64 random_;
  int32_t bookings_ = 0;
  int32_t blocks_ = 0;
};

const CivilDate kBegin = Day(20260220);
const CivilDate kEnd = Day(20260510);

TEST(AvailabilityHistories, EveryNightIsWhatANaiveRecountMakesIt) {
  std::map<std::string, int> accepted;
  int moves = 0;
  EXPECT_TRUE(rc::check("nights", [&](uint64_t seed) {
    Ledgerless hotel;
    Workload(seed).Run(hotel, 400);
    const MapView view(hotel.records());
    const Recount recount(hotel.records());
    for (const char* property_id : {"H1", "H2"}) {
      RC_ASSERT(NightsIn(view, property_id, "", kBegin, kEnd) ==
                recount.Nights(property_id, kBegin, kEnd));
    }
    for (const v1::Record& record : hotel.records()) {
      for (const v1::Event& event : record.outcome().accepted().events()) {
        ++accepted[v1::Event::descriptor()->FindFieldByNumber(event.kind_case())->name()];
      }
    }
    moves += view.moves_seen();
  }));
  for (const char* kind :
       {"booking_created", "booking_confirmed", "booking_promoted", "booking_changed",
        "booking_cancelled", "room_type_assigned", "checked_in", "checked_out", "no_show_marked",
        "business_date_rolled", "room_type_defined", "out_of_order_set", "block_opened",
        "block_washed", "block_released"}) {
    EXPECT_GT(accepted[kind], 100) << "the workload hardly brings a " << kind;
  }
  EXPECT_GT(moves, 100) << "hardly anybody moves during the stay";
}

TEST(AvailabilityHistories, FromTheBusinessDateOnItAgreesWithTheWriteSide) {
  EXPECT_TRUE(rc::check("write side", [](uint64_t seed) {
    Ledgerless hotel;
    Workload(seed).Run(hotel, 150);
    const MapView view(hotel.records());
    for (const std::string property_id : {"H1", "H2"}) {
      const CivilDate today = Day(hotel.state().FindProperty(property_id)->business_date());
      RC_ASSERT(BusinessDateOf(view, property_id).value() == today);
      for (const auto& [night, rooms] : NightsIn(view, property_id, "", today, kEnd)) {
        const auto& [room_type_id, ymd] = night;
        const CivilDate date = Day(ymd);
        RC_ASSERT(rooms.held + rooms.sold ==
                  hotel.state().RoomsTaken(property_id, room_type_id, date));
        const NightCounts* const blocked = hotel.state().NightsBlocked(property_id, room_type_id);
        RC_ASSERT(rooms.blocked == (blocked == nullptr ? 0 : blocked->At(date)));
        RC_ASSERT(rooms.out_of_order ==
                  hotel.state().RoomsOutOfOrder(property_id, room_type_id, date));
      }
    }
  }));
}

TEST(AvailabilityHistories, AProjectionThatForgetsEverythingGoesOnTheSame) {
  EXPECT_TRUE(rc::check("rows", [](uint64_t seed) {
    Ledgerless hotel;
    Workload(seed).Run(hotel, 100);
    std::mt19937_64 random(seed);
    MapView resumed;
    std::vector<v1::Record> chunk;
    for (const v1::Record& record : hotel.records()) {
      chunk.push_back(record);
      if (random() % 8 == 0) resumed.Apply(std::exchange(chunk, {}));
    }
    resumed.Apply(chunk);
    RC_ASSERT(resumed.rows() == MapView(hotel.records()).rows());
  }));
}

// Histories that nothing has decided: the fold must not care.
std::vector<v1::Record> UndecidedHistory(uint64_t seed, int records) {
  std::vector<v1::Record> all;
  for (const char* property_id : {"H1", "H2", "H3"}) {
    v1::Record defined = AcceptedRecord();
    auto& events = *defined.mutable_outcome()->mutable_accepted()->mutable_events();
    v1::PropertyDefinition& property = *events.Add()->mutable_property_defined();
    property.set_property_id(property_id);
    property.set_first_business_date(20260101);
    for (const char* room_type_id : {"A", "B", "C", "D"}) {
      v1::RoomTypeDefinition& room_type = *events.Add()->mutable_room_type_defined();
      room_type.set_property_id(property_id);
      room_type.set_room_type_id(room_type_id);
      room_type.set_capacity(2);
    }
    all.push_back(defined);
  }
  BookingHistory history(seed);
  for (int i = 0; i < records; ++i) all.push_back(history.Next());
  for (size_t i = 0; i < all.size(); ++i) all[i].set_position(i);
  return all;
}

TEST(AvailabilityHistories, HistoriesNobodyDecidedAreCountedAllTheSame) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<v1::Record> records = UndecidedHistory(seed, 500);
    const MapView view(records);
    const Recount recount(records);
    for (const char* property_id : {"H2", "H3"}) {  // H1 is rolled to no date
      EXPECT_EQ(NightsIn(view, property_id, "", Day(20260101), Day(20270131)),
                recount.Nights(property_id, Day(20260101), Day(20270131)))
          << property_id << ", seed " << seed;
    }
  }
}

MemoryRecords& Append(MemoryRecords& log, const std::vector<v1::Record>& records) {
  for (const v1::Record& record : records) log.Append(record);
  return log;
}

TEST(AvailabilityHistories, RebuiltItIsTheViewThatFollowed) {
  for (uint64_t seed = 0; seed < 6; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    MemoryRecords log;
    Append(log, UndecidedHistory(seed, 100 + static_cast<int>(random() % 1500)));
    const ViewFolder live;
    const auto projection = NewAvailabilityProjection();
    const auto store = ViewStore::Open(live.view(), ViewMode::kLive);
    ASSERT_TRUE(store.ok()) << store.status();
    for (uint64_t to = 0; to < log.end();) {
      to += 1 + random() % (log.end() - to);
      RunOptions options;
      options.records_per_commit = 1 + static_cast<uint32_t>(random() % 40);
      const absl::Status caught_up = CatchUp(*projection, **store, log, to, options);
      ASSERT_TRUE(caught_up.ok()) << caught_up;
    }
    const ViewFolder folder;
    const auto rebuilt = Rebuild(*projection, folder.view(), log, log.end());
    ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
    EXPECT_EQ((*store)->info().digest, rebuilt->digest);
    EXPECT_EQ((*store)->info().rows, rebuilt->rows);
    const auto checked = CheckView(*projection, **store);
    EXPECT_TRUE(checked.ok()) << checked.status();
  }
}

TEST(AvailabilityHistories, ItsPastIsAReplayThatStoppedThere) {
  for (uint64_t seed = 0; seed < 3; ++seed) {
    SCOPED_TRACE(seed);
    Ledgerless hotel;
    Workload(seed).Run(hotel, 400);
    MemoryRecords log;
    Append(log, hotel.records());
    const ViewFolder folder;
    const auto projection = NewAvailabilityProjection();
    ASSERT_TRUE(Rebuild(*projection, folder.view(), log, log.end()).ok());
    const auto store = ViewStore::OpenForReading(folder.view());
    ASSERT_TRUE(store.ok()) << store.status();
    std::mt19937_64 random(seed);
    for (int i = 0; i < 12; ++i) {
      const uint64_t position = random() % (log.end() + 1);
      const auto past = (*store)->SnapshotAt(position);
      ASSERT_TRUE(past.ok()) << past.status();
      const MapView replayed({hotel.records().begin(),
                              hotel.records().begin() + static_cast<std::ptrdiff_t>(position)});
      const auto counted = CountRows(**past);
      const auto expected = CountRows(replayed);
      ASSERT_TRUE(counted.ok() && expected.ok()) << counted.status() << expected.status();
      EXPECT_EQ(counted->digest, expected->digest) << "as of " << position;
      EXPECT_EQ(counted->rows, expected->rows);
      if (BusinessDateOf(replayed, "H1").value().has_value()) {
        EXPECT_EQ(NightsIn(**past, "H1", "", kBegin, kEnd),
                  NightsIn(replayed, "H1", "", kBegin, kEnd));
      }
    }
  }
}

}  // namespace
}  // namespace daybook
