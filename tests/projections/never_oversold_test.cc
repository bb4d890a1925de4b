// Over random histories of two houses no night of a room type is ever sold past its capacity and the allowed overbooking, but by what
// somebody answered for: an override that names it. Rooms are counted naively, from the view `bookings` alone; what there is to sell
// and what blocks have set aside, from the requests that were accepted.
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/night_counts.h"
#include "rapidcheck.h"
#include "tests/projections/rooms_promised.h"
#include "tests/support/given.h"
#include "tests/support/sparse_state.h"

namespace daybook {
namespace {

using testing::Ledgerless;

// Any numbers make a history: what there is is chosen by remainders.
using Step = std::tuple<int, int, int, int>;  // what, whom, which, by how much

class History {
 public:
  History() {
    for (const v1::Record& record : hotel_.records()) See(record);
  }

  void Take(const Step& step) {
    int what;
    std::tie(what, whom_, which_, much_) = step;
    // Somebody who is in house leaves when the day comes, or no day ever ends.
    if (what == kRoll) LetGo();
    hotel_.SetNow(hotel_.now().PlusMicros(int64_t{60} * 1'000'000 * (1 + much_)));
    const v1::Request request = Choose(what);
    if (request.body_case() == v1::Request::BODY_NOT_SET) return;
    Submit(Overridden(request));
  }

  const Ledgerless& hotel() const { return hotel_; }
  int full_nights() const { return full_nights_; }
  int overbooked_nights() const { return overbooked_nights_; }

  static constexpr int kRoll = 16;
  static constexpr int kKinds = 26;

 private:
  void Submit(const v1::Request& request) {
    See(hotel_.When(request).record());
    RC_ASSERT(!::testing::Test::HasFailure());
    CheckRooms(hotel_.records().back());
  }

  void See(const v1::Record& record) {
    rows_.Apply(record);
    house_.Apply(record);
  }

  // What is promised too much never grows, but by the override that says so; and what a booking takes by one is one room.
  void CheckRooms(const v1::Record& record) {
    const auto& overrode = record.outcome().accepted().overrode();
    const bool answered_for = std::any_of(overrode.begin(), overrode.end(), [](int code) {
      return code == v1::POLICY_NOT_AVAILABLE || code == v1::POLICY_CAPACITY_BELOW_SOLD;
    });
    const bool of_one_room =
        record.request().body_case() >= 200 && record.request().body_case() < 250;
    std::map<Place, int> excess;
    for (const Place& place : house_.NightsToCome(rows_.bookings())) {
      const int more = house_.Excess(place, rows_.bookings());
      const auto before = excess_.find(place);
      const int allowed = before == excess_.end() ? 0 : before->second;
      if (more > allowed && (!answered_for || (of_one_room && more > allowed + 1))) {
        RC_FAIL(absl::StrCat(place.property, " ", place.room_type, " ", place.night, ": ", more,
                             " rooms too many, ", allowed,
                             " before: ", record.request().ShortDebugString()));
      }
      if (more > 0) excess.emplace(place, more);
      full_nights_ += more == 0;
      CheckWriteSide(place);
    }
    overbooked_nights_ += static_cast<int>(excess.size());
    excess_ = std::move(excess);
  }

  // That decisions look at the same numbers.
  void CheckWriteSide(const Place& place) const {
    RC_ASSERT(hotel_.RoomsTaken(place.property, place.room_type, place.night) ==
              House::Taken(place, rows_.bookings()));
    const NightCounts* const blocked =
        hotel_.state().NightsBlocked(place.property, place.room_type);
    RC_ASSERT((blocked == nullptr ? 0 : blocked->At(Day(place.night))) ==
              house_.SetAside(place, rows_.bookings()));
  }

  v1::Request Overridden(const v1::Request& request) const {
    std::vector<v1::DeclineCode> codes = {v1::POLICY_DUE_INS_UNRESOLVED,
                                          v1::POLICY_CHECK_IN_AFTER_DEPARTURE,
                                          v1::POLICY_REINSTATE_TOO_LATE};
    if (much_ % 3 == 0) codes.push_back(v1::POLICY_BLOCK_EXHAUSTED);
    if (whom_ % 7 == 0) {
      codes.push_back(v1::POLICY_NOT_AVAILABLE);
      codes.push_back(v1::POLICY_CAPACITY_BELOW_SOLD);
    }
    return testing::Overriding(codes, testing::StaffMember(testing::kOtherManager), request);
  }

  CivilDate Today(const std::string& property) const {
    return Day(hotel_.state().FindProperty(property)->business_date());
  }
  std::string Property() const { return whom_ % 3 == 2 ? "H2" : "H1"; }
  std::string RoomType(const std::string& property) const {
    static const char* const kTypes[] = {"DBL", "TWN", "DBL", "SUI"};
    return property == "H2" ? "DBL" : kTypes[which_ % 4];
  }

  // Mostly one that the step is possible for, as far as its status says.
  std::string Whom(std::initializer_list<v1::BookingStatus> suitable) const {
    std::vector<std::string> those;
    for (const auto& [id, booking] : rows_.bookings()) {
      const bool suits =
          std::find(suitable.begin(), suitable.end(), booking.status()) != suitable.end();
      if (suits || much_ % 11 == 10) those.push_back(id);
    }
    return those.empty() ? "nobody" : those[static_cast<size_t>(whom_) % those.size()];
  }
  std::string PropertyOf(const std::string& booking_id) const {
    const auto found = rows_.bookings().find(booking_id);
    return found == rows_.bookings().end() ? "H1" : found->second.property_id();
  }
  std::string Fresh(const char* prefix) { return absl::StrCat(prefix, next_++); }

  static v1::Request ByManager() {
    v1::Request request =
        testing::As(testing::StaffMember(testing::kManager), testing::Cancel("x"));
    request.clear_body();
    return request;
  }

  v1::Request NewBooking(v1::BookingStatus status) {
    testing::BookingSpec spec;
    spec.id = Fresh("b");
    spec.property = Property();
    spec.arrival = (Today(spec.property) + which_ % 5).ymd();
    spec.departure = (Today(spec.property) + which_ % 5 + much_ % 5).ymd();
    spec.room_type = RoomType(spec.property);
    spec.status = status;
    spec.adults = 1;
    if (status == v1::HELD) {
      spec.hold_until = FormatInstant(hotel_.now().PlusMicros(int64_t{7'200} * 1'000'000));
    }
    return Create(spec);
  }

  v1::Request PickUp() {
    v1::Request request = NewBooking(much_ % 5 == 4 ? v1::HELD : v1::CONFIRMED);
    std::vector<const v1::Block*> blocks;
    hotel_.state().ForEach<v1::Block>([&](const v1::Block& block) { blocks.push_back(&block); });
    if (blocks.empty()) return request;
    const v1::Block& block = *blocks[static_cast<size_t>(whom_) % blocks.size()];
    const v1::Allotment& allotment = block.allotments(which_ % block.allotments_size());
    v1::CreateBooking& create = *request.mutable_create_booking();
    create.set_block_id(block.block_id());
    create.set_property_id(block.property_id());
    create.set_room_type_id(allotment.room_type_id());
    create.mutable_stay()->set_arrival(allotment.night());
    create.mutable_stay()->set_departure((Day(allotment.night()) + 1 + much_ % 3).ymd());
    return request;
  }

  v1::Request OpenABlock() {
    v1::Request request = ByManager();
    v1::OpenBlock& open = *request.mutable_open_block();
    open.set_block_id(Fresh("g"));
    open.set_property_id(Property());
    open.set_status(much_ % 2 == 0 ? v1::BLOCK_TENTATIVE : v1::BLOCK_DEFINITE);
    const CivilDate from = Today(Property()) + which_ % 4;
    if (much_ % 3 != 0) open.set_cutoff_on((Today(Property()) + 1 + much_ % 3).ymd());
    v1::OpenBlock::Rooms& rooms = *open.add_rooms();
    rooms.set_room_type_id(RoomType(Property()));
    rooms.set_from(from.ymd());
    rooms.set_until((from + 1 + much_ % 5).ymd());
    rooms.set_rooms(1 + whom_ % 3);
    return request;
  }

  v1::Request WashABlock() const {
    v1::Request request = ByManager();
    std::vector<const v1::Block*> blocks;
    hotel_.state().ForEach<v1::Block>([&](const v1::Block& block) { blocks.push_back(&block); });
    if (blocks.empty()) return v1::Request();
    const v1::Block& block = *blocks[static_cast<size_t>(whom_) % blocks.size()];
    if (much_ % 6 == 5) {
      request.mutable_release_block()->set_block_id(block.block_id());
      return request;
    }
    const v1::Allotment& allotment = block.allotments(which_ % block.allotments_size());
    v1::WashBlock& wash = *request.mutable_wash_block();
    wash.set_block_id(block.block_id());
    wash.mutable_rooms()->set_room_type_id(allotment.room_type_id());
    wash.mutable_rooms()->set_from(allotment.night());
    wash.mutable_rooms()->set_until((Day(allotment.night()) + 1).ymd());
    wash.mutable_rooms()->set_rooms(std::max(0, allotment.rooms() - 1 - much_ % 2));
    return request;
  }

  v1::Request Split() {
    v1::Request request = ByManager();
    v1::SplitBooking& split = *request.mutable_split_booking();
    split.set_booking_id(Whom({v1::CONFIRMED, v1::IN_HOUSE}));
    split.set_new_booking_id(Fresh("b"));
    const auto found = rows_.bookings().find(split.booking_id());
    if (found == rows_.bookings().end()) return v1::Request();
    split.set_at((Day(found->second.stay().arrival()) + 1 + which_ % 3).ymd());
    return request;
  }

  v1::Request Move() {
    v1::Request request = ByManager();
    v1::MoveBooking& move = *request.mutable_move_booking();
    move.set_booking_id(Whom({v1::CONFIRMED}));
    move.set_new_booking_id(Fresh("b"));
    const std::string to = PropertyOf(move.booking_id()) == "H1" ? "H2" : "H1";
    move.set_to_property_id(to);
    move.set_room_type_id(RoomType(to));
    move.set_rate_plan_id("FLEX");
    return request;
  }

  v1::Request Reinstate() const {
    v1::Request request = ByManager();
    request.mutable_reinstate_booking()->set_booking_id(Whom({v1::CANCELLED, v1::NO_SHOW}));
    return request;
  }

  v1::Request Restate() const {
    const std::string id = Whom({v1::CONFIRMED, v1::HELD, v1::IN_HOUSE, v1::WAITLISTED});
    const CivilDate from = Today(PropertyOf(id)) + which_ % 5;
    return testing::ChangeStay(id, from.ymd(), (from + much_ % 5).ymd());
  }

  void LetGo() {
    const std::string property = Property();
    std::vector<std::string> ids;
    for (const v1::Booking* const booking : hotel_.state().DueOut(property, Today(property))) {
      ids.push_back(booking->booking_id());
    }
    for (const std::string& id : ids) Submit(testing::CheckOutOf(id));
  }

  v1::Request Choose(int what) {
    const std::string property = Property();
    const std::string type = RoomType(property);
    const CivilDate from = Today(property) + which_ % 5;
    const auto active = {v1::CONFIRMED, v1::HELD, v1::IN_HOUSE};
    switch (what) {
      case 0:
      case 1:
        return NewBooking(v1::CONFIRMED);
      case 2:
        return NewBooking(v1::HELD);
      case 3:
        return NewBooking(v1::WAITLISTED);
      case 4:
        return testing::Promote(Whom({v1::WAITLISTED}));
      case 5:
        return testing::Confirm(Whom({v1::HELD}));
      case 6:
        return testing::Release(Whom({v1::HELD}));
      case 7:
        return Restate();
      case 8: {
        const std::string id = Whom(active);
        return testing::ChangeDeparture(id, (Today(PropertyOf(id)) + much_ % 7).ymd());
      }
      case 9: {
        const std::string id = Whom(active);
        return testing::ChangeRoomType(id, RoomType(PropertyOf(id)));
      }
      case 10: {
        const std::string id = Whom(active);
        return testing::Assign(id, RoomType(PropertyOf(id)));
      }
      case 11:
        return Split();
      case 12:
        return Move();
      case 13:
        return Reinstate();
      case 14:
        return testing::CheckInOf(Whom({v1::CONFIRMED}));
      case 15:  // mostly early
        return testing::CheckOutOf(Whom({v1::IN_HOUSE}));
      case kRoll:
        return testing::Roll(property, Today(property).ymd());
      case 17:
        return testing::NoShow(Whom({v1::CONFIRMED}));
      case 18:
        return testing::Cancel(Whom({v1::CONFIRMED, v1::WAITLISTED}));
      case 19:
        return testing::Due(FormatInstant(hotel_.now()));
      case 20:
        return testing::DefineRoomType(property, type, much_ % 4, which_ % 2);
      case 21:
        return testing::OutOfOrder(property, type, from.ymd(), (from + 1 + much_ % 4).ymd(),
                                   whom_ % 2);
      case 22:
        return OpenABlock();
      case 23:
        return WashABlock();
      default:
        return PickUp();
    }
  }

  Ledgerless hotel_;
  BookingRows rows_;
  House house_;
  std::map<Place, int> excess_;  // above 0, as it was before
  int whom_ = 0;
  int which_ = 0;
  int much_ = 0;
  int next_ = 0;
  int full_nights_ = 0;
  int overbooked_nights_ = 0;
};

TEST(NeverOversold, WhateverBookingsBlocksAndRoomsGoThrough) {
  std::map<std::string, int> events;
  std::map<std::string, int> declines;
  int full_nights = 0;
  int overbooked_nights = 0;
  const auto steps =
      rc::gen::resize(300, rc::gen::container<std::vector<Step>>(rc::gen::tuple(
                               rc::gen::inRange(0, History::kKinds), rc::gen::inRange(0, 42),
                               rc::gen::inRange(0, 60), rc::gen::inRange(0, 60))));
  EXPECT_TRUE(rc::check([&] {
    History history;
    for (const Step& step : *steps) history.Take(step);
    const auto replay = testing::ReplaySparsely(history.hotel().records());
    RC_ASSERT(replay.difference == "");
    full_nights += history.full_nights();
    overbooked_nights += history.overbooked_nights();
    for (const v1::Record& record : history.hotel().records()) {
      for (const v1::Event& event : record.outcome().accepted().events()) {
        ++events[v1::Event::descriptor()->FindFieldByNumber(event.kind_case())->name()];
      }
      for (const v1::Decline& reason : record.outcome().declined().reasons()) {
        ++declines[v1::DeclineCode_Name(reason.code())];
      }
    }
  }));
  for (const char* kind : {"booking_created", "booking_confirmed", "booking_promoted",
                           "booking_changed", "booking_cancelled", "booking_split", "booking_moved",
                           "booking_reinstated", "room_type_assigned", "checked_in", "checked_out",
                           "no_show_marked", "business_date_rolled", "room_type_defined",
                           "out_of_order_set", "block_opened", "block_washed", "block_released"}) {
    EXPECT_GT(events[kind], 10) << "the histories hardly bring a " << kind;
  }
  for (const char* code :
       {"POLICY_NOT_AVAILABLE", "POLICY_CAPACITY_BELOW_SOLD", "POLICY_BLOCK_EXHAUSTED"}) {
    EXPECT_GT(declines[code], 10) << "hardly anything is declined as " << code;
  }
  EXPECT_GT(full_nights, 1000) << "the houses are hardly ever full";
  EXPECT_GT(overbooked_nights, 100) << "hardly anything is overridden";
}

}  // namespace
}  // namespace daybook
