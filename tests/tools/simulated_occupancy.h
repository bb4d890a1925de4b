// Rooms taken, counted naively from the events of a log, against what may be sold: an oracle that
// shares nothing with the ledger.
#ifndef DAYBOOK_TESTS_TOOLS_SIMULATED_OCCUPANCY_H_
#define DAYBOOK_TESTS_TOOLS_SIMULATED_OCCUPANCY_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "ledger/base/civil_date.h"

namespace daybook {

class SimulatedOccupancy {
 public:
  void Take(const v1::Record& record) {
    if (!record.outcome().has_accepted()) return;
    const auto& overrode = record.outcome().accepted().overrode();
    forced_ =
        std::find(overrode.begin(), overrode.end(), v1::POLICY_NOT_AVAILABLE) != overrode.end();
    position_ = record.position();
    for (const v1::Event& event : record.outcome().accepted().events()) Apply(event);
  }

  uint64_t nights_taken() const { return nights_taken_; }
  uint64_t full_nights() const { return full_nights_; }
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  using RoomType = std::pair<std::string, std::string>;
  struct Booked {
    std::string property;
    std::string room_type;  // held
    int32_t arrival = 0;    // days
    int32_t departure = 0;
    bool holds = false;
  };

  static int32_t Days(int32_t ymd) { return CivilDate::FromYmd(ymd)->days(); }

  void Apply(const v1::Event& event) {
    if (event.has_room_type_defined()) {
      const v1::RoomTypeDefinition& type = event.room_type_defined();
      sellable_[{type.property_id(), type.room_type_id()}] =
          type.capacity() + type.overbooking_limit();
    } else if (event.has_out_of_order_set()) {
      const v1::OutOfOrderSet& set = event.out_of_order_set();
      auto& nights = out_of_order_[{set.property_id(), set.room_type_id()}];
      for (int32_t n = Days(set.from()); n < Days(set.until()); ++n) nights[n] = set.rooms();
    } else if (event.has_booking_created()) {
      const v1::BookingCreated& created = event.booking_created();
      Booked& booked = bookings_[created.booking_id()];
      booked = {created.property_id(), created.room_type_id(), Days(created.stay().arrival()),
                Days(created.stay().departure()), false};
      if (created.status() != v1::WAITLISTED) Hold(booked);
    } else if (event.has_booking_promoted()) {
      Hold(bookings_.at(event.booking_promoted().booking_id()));
    } else if (event.has_booking_changed()) {
      Change(event.booking_changed());
    } else if (event.has_room_type_assigned()) {
      Booked& booked = bookings_.at(event.room_type_assigned().booking_id());
      Move(booked, event.room_type_assigned().room_type_id(), booked.arrival, booked.departure);
    } else if (event.has_booking_cancelled()) {
      Free(bookings_.at(event.booking_cancelled().booking_id()));
    } else if (event.has_no_show_marked()) {
      Free(bookings_.at(event.no_show_marked().booking_id()));
    } else if (event.has_checked_out()) {
      Booked& booked = bookings_.at(event.checked_out().booking_id());
      const int32_t left = std::max(booked.arrival, Days(event.checked_out().business_date()));
      Add(booked, left, std::max(left, booked.departure), -1);
      booked.holds = false;
    } else if (event.has_business_date_rolled()) {
      today_[event.business_date_rolled().property_id()] = Days(event.business_date_rolled().to());
    }
  }

  void Change(const v1::BookingChanged& changed) {
    Booked& booked = bookings_.at(changed.booking_id());
    const bool moves = changed.has_stay();
    Move(booked, changed.has_room_type_id() ? changed.room_type_id() : booked.room_type,
         moves ? Days(changed.stay().arrival()) : booked.arrival,
         moves ? Days(changed.stay().departure()) : booked.departure);
  }

  // Nights before today stay where they were.
  void Move(Booked& booked, const std::string& room_type, int32_t arrival, int32_t departure) {
    const Booked old = booked;
    if (booked.holds) Add(booked, std::max(Today(booked), booked.arrival), booked.departure, -1);
    booked.room_type = room_type;
    booked.arrival = arrival;
    booked.departure = departure;
    if (!booked.holds) return;
    const int32_t from = std::max(Today(booked), arrival);
    Add(booked, from, departure, +1);
    for (int32_t n = from; n < departure; ++n) {
      const bool own = old.room_type == room_type && old.arrival <= n && n < old.departure;
      if (!own) Check(booked, n);
    }
  }

  void Hold(Booked& booked) {
    booked.holds = true;
    Add(booked, booked.arrival, booked.departure, +1);
    for (int32_t n = booked.arrival; n < booked.departure; ++n) Check(booked, n);
  }

  void Free(Booked& booked) {
    if (booked.holds) Add(booked, booked.arrival, booked.departure, -1);
    booked.holds = false;
  }

  void Add(const Booked& booked, int32_t from, int32_t to, int32_t rooms) {
    auto& nights = taken_[{booked.property, booked.room_type}];
    for (int32_t n = from; n < to; ++n) nights[n] += rooms;
    if (rooms > 0 && to > from) nights_taken_ += static_cast<uint64_t>(to - from);
  }

  void Check(const Booked& booked, int32_t night) {
    const RoomType type{booked.property, booked.room_type};
    const int32_t left = sellable_.at(type) - out_of_order_[type][night];
    const int32_t taken = taken_[type][night];
    if (taken == left) ++full_nights_;
    if (taken <= left || forced_) return;
    problems_.push_back("at position " + std::to_string(position_) + " " + type.first + " " +
                        type.second + " has " + std::to_string(taken) + " rooms taken of " +
                        std::to_string(left) + " on " + CivilDate::FromDays(night).ToString());
  }

  int32_t Today(const Booked& booked) { return today_[booked.property]; }

  std::map<RoomType, int32_t> sellable_;
  std::map<RoomType, std::map<int32_t, int32_t>> out_of_order_;
  std::map<RoomType, std::map<int32_t, int32_t>> taken_;
  std::map<std::string, int32_t> today_;
  std::map<std::string, Booked> bookings_;
  std::vector<std::string> problems_;
  uint64_t nights_taken_ = 0;
  uint64_t full_nights_ = 0;
  uint64_t position_ = 0;
  bool forced_ = false;
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_TOOLS_SIMULATED_OCCUPANCY_H_
