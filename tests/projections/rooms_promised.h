// Rooms promised against rooms there are, counted naively: what is taken from the rows of the view `bookings` alone, what there is to
// sell and what blocks have set aside from the requests that were accepted.
#ifndef DAYBOOK_TESTS_PROJECTIONS_ROOMS_PROMISED_H_
#define DAYBOOK_TESTS_PROJECTIONS_ROOMS_PROMISED_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "daybook/v1/record.pb.h"
#include "ledger/base/civil_date.h"
#include "projections/bookings/bookings_view.h"
#include "projections/projection.h"

namespace daybook {

inline CivilDate Day(int32_t yyyymmdd) { return CivilDate::FromYmd(yyyymmdd).value(); }

// The rows of the view.
class BookingRows final : public ViewTransaction {
 public:
  void Apply(const v1::Record& record) {
    if (!projection_->Wants(record)) return;
    const absl::Status applied = projection_->Apply(record, *this);
    ASSERT_TRUE(applied.ok()) << applied << record.ShortDebugString();
  }
  const std::map<std::string, v1::Booking>& bookings() const { return bookings_; }

 private:
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) override {
    const auto found = bookings_.find(std::string(key));
    if (found == bookings_.end()) return std::optional<std::string>();
    return std::optional<std::string>(found->second.SerializeAsString());
  }
  void Put(std::string_view key, std::string value) override {
    ASSERT_TRUE(bookings_[std::string(key)].ParseFromString(value));
  }
  void Delete(std::string_view key) override { bookings_.erase(std::string(key)); }
  void PutIndex(std::string_view) override {}
  void DeleteIndex(std::string_view) override {}

  const std::unique_ptr<Projection> projection_ = NewBookingsProjection();
  std::map<std::string, v1::Booking> bookings_;
};

struct Place {
  std::string property;
  std::string room_type;
  int32_t night = 0;  // yyyymmdd
  friend auto operator<=>(const Place&, const Place&) = default;
};

// What there is to sell, and what is set aside for whom, as the accepted requests have it.
class House {
 public:
  void Apply(const v1::Record& record) {
    if (!record.outcome().has_accepted()) return;
    const v1::Request& asked = record.request();
    if (asked.has_define_property()) {
      const v1::PropertyDefinition& property = asked.define_property().property();
      today_.emplace(property.property_id(), property.first_business_date());
    } else if (asked.has_define_room_type()) {
      const v1::RoomTypeDefinition& type = asked.define_room_type().room_type();
      limits_[{type.property_id(), type.room_type_id()}] =
          type.capacity() + type.overbooking_limit();
    } else if (asked.has_set_out_of_order()) {
      const v1::SetOutOfOrder& set = asked.set_out_of_order();
      for (CivilDate night = Day(set.from()); night < Day(set.until()); night = night + 1) {
        out_of_order_[{set.property_id(), set.room_type_id(), night.ymd()}] = set.rooms();
      }
    } else if (asked.has_roll_business_date()) {
      const v1::RollBusinessDate& roll = asked.roll_business_date();
      today_[roll.property_id()] = (Day(roll.business_date()) + 1).ymd();
    } else if (asked.has_open_block()) {
      const v1::OpenBlock& open = asked.open_block();
      for (const v1::OpenBlock::Rooms& rooms : open.rooms()) {
        SetAside(open.block_id(), open.property_id(), rooms);
      }
    } else if (asked.has_wash_block()) {
      const std::string& block_id = asked.wash_block().block_id();
      const std::string property = blocks_.at(block_id).begin()->first.property;
      SetAside(block_id, property, asked.wash_block().rooms());
    }
    for (const v1::Event& event : record.outcome().accepted().events()) {
      if (event.has_block_released()) blocks_.erase(event.block_released().block_id());
    }
  }

  // Of each night to come of which anything is known.
  std::set<Place> NightsToCome(const std::map<std::string, v1::Booking>& bookings) const {
    std::set<Place> places;
    const auto add = [&](const Place& place) {
      if (place.night >= today_.at(place.property)) places.insert(place);
    };
    for (const auto& [place, rooms] : out_of_order_) add(place);
    for (const auto& [block_id, block] : blocks_) {
      for (const auto& [place, rooms] : block) add(place);
    }
    for (const auto& [id, booking] : bookings) {
      if (!TakesARoom(booking)) continue;
      for (CivilDate night = Day(booking.stay().arrival()); night < Day(booking.stay().departure());
           night = night + 1) {
        add({booking.property_id(), TypeOf(booking), night.ymd()});
      }
    }
    return places;
  }

  static int Taken(const Place& place, const std::map<std::string, v1::Booking>& bookings) {
    return static_cast<int>(std::count_if(bookings.begin(), bookings.end(), [&](const auto& one) {
      return TakesARoom(one.second) && IsIn(one.second, place);
    }));
  }

  // Rooms that blocks hold for who is still to come.
  int SetAside(const Place& place, const std::map<std::string, v1::Booking>& bookings) const {
    int rooms = 0;
    for (const auto& [block_id, block] : blocks_) {
      const auto found = block.find(place);
      if (found == block.end()) continue;
      int left = found->second;
      for (const auto& [id, booking] : bookings) {
        const bool there = TakesARoom(booking) || booking.status() == v1::CHECKED_OUT;
        left -= there && booking.block_id() == block_id && IsIn(booking, place);
      }
      rooms += std::max(0, left);
    }
    return rooms;
  }

  // How many rooms are promised more than there are; below 0: so many are left.
  int Excess(const Place& place, const std::map<std::string, v1::Booking>& bookings) const {
    const auto out = out_of_order_.find(place);
    const int sellable = limits_.at({place.property, place.room_type}) -
                         (out == out_of_order_.end() ? 0 : out->second);
    return Taken(place, bookings) + SetAside(place, bookings) - std::max(0, sellable);
  }

 private:
  static const std::string& TypeOf(const v1::Booking& booking) {
    return booking.assigned_room_type_id().empty() ? booking.room_type_id()
                                                   : booking.assigned_room_type_id();
  }
  static bool TakesARoom(const v1::Booking& booking) {
    return booking.status() == v1::HELD || booking.status() == v1::CONFIRMED ||
           booking.status() == v1::IN_HOUSE;
  }
  static bool IsIn(const v1::Booking& booking, const Place& place) {
    return booking.property_id() == place.property && TypeOf(booking) == place.room_type &&
           booking.stay().arrival() <= place.night && place.night < booking.stay().departure();
  }
  void SetAside(const std::string& block_id, const std::string& property,
                const v1::OpenBlock::Rooms& rooms) {
    for (CivilDate night = Day(rooms.from()); night < Day(rooms.until()); night = night + 1) {
      blocks_[block_id][{property, rooms.room_type_id(), night.ymd()}] = rooms.rooms();
    }
  }

  std::map<std::string, int32_t> today_;
  std::map<std::pair<std::string, std::string>, int> limits_;
  std::map<Place, int> out_of_order_;
  std::map<std::string, std::map<Place, int>> blocks_;  // rooms, of those that are not released
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_PROJECTIONS_ROOMS_PROMISED_H_
