#include "tools/import/hotel_demand_plan.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace daybook {
namespace {

constexpr size_t kLetters = 26;

// The steps of one booking, in its own order.
class StepsOfRow {
 public:
  StepsOfRow(const HotelDemandRow& row, uint32_t index, HotelDemandPlan& plan)
      : row_(row), index_(index), plan_(plan) {}

  void Add() {
    AddBeforeArrival();
    switch (row_.status) {
      case HotelDemandStatus::kCheckedOut: {
        Step(row_.arrival, DayPhase::kCheckIn);
        const bool same_day = row_.status_date == row_.arrival;
        Step(row_.status_date, same_day ? DayPhase::kCheckOutSameDay : DayPhase::kCheckOut);
        ++plan_.check_outs;
        break;
      }
      case HotelDemandStatus::kCancelled: {
        const bool untouched = last_day_ < row_.status_date;
        Step(row_.status_date, untouched ? DayPhase::kCancelEarlier : DayPhase::kCancel);
        ++plan_.cancellations;
        break;
      }
      case HotelDemandStatus::kNoShow:
        Step(row_.status_date, DayPhase::kNoShow);
        ++plan_.no_shows;
        if (row_.status_date < row_.arrival) ++plan_.forced;
        break;
    }
  }

 private:
  void AddBeforeArrival() {
    Step(row_.booked_on(), DayPhase::kCreate);
    if (row_.waiting_days > 0) {
      Step(row_.promoted_on(), DayPhase::kPromote);
      ++plan_.promotions;
    }
    // promoted_on() is the booking day where there was no waiting.
    const CivilDate end = std::min(row_.arrival, row_.status_date);
    const CivilDate change_day = std::max(end - 1, row_.promoted_on());
    if (row_.changes > 0) {
      Step(change_day, DayPhase::kChange);
      plan_.changes += row_.changes;
    }
    if (row_.assigned_room_type != row_.reserved_room_type) {
      Step(change_day, DayPhase::kAssign);
      ++plan_.assignments;
    }
  }

  void Step(CivilDate day, DayPhase phase) {
    plan_.steps.push_back({day, phase, index_});
    last_day_ = day;
  }

  const HotelDemandRow& row_;
  const uint32_t index_;
  HotelDemandPlan& plan_;
  CivilDate last_day_;
};

// Rooms of one room type taken, by night.
class RoomsByNight {
 public:
  void Add(CivilDate from, CivilDate to, int32_t rooms) {
    if (from >= to) return;
    if (taken_.empty()) first_ = from;
    if (from < first_) {
      taken_.insert(taken_.begin(), static_cast<size_t>(first_ - from), 0);
      first_ = from;
    }
    const auto begin = static_cast<size_t>(from - first_);
    const auto end = static_cast<size_t>(to - first_);
    if (taken_.size() < end) taken_.resize(end, 0);
    for (size_t night = begin; night < end; ++night) {
      taken_[night] += rooms;
      peak_ = std::max(peak_, taken_[night]);
    }
  }
  int32_t peak() const { return peak_; }

 private:
  CivilDate first_;
  std::vector<int32_t> taken_;
  int32_t peak_ = 0;
};

using PropertyRooms = std::array<RoomsByNight, kLetters>;

size_t LetterIndex(char letter) { return static_cast<size_t>(letter - 'A'); }

// What the step does to the rooms taken, as the ledger will count them.
void TakeRooms(const HotelDemandRow& row, const PlannedStep& step, PropertyRooms& rooms) {
  RoomsByNight& reserved = rooms[LetterIndex(row.reserved_room_type)];
  RoomsByNight& assigned = rooms[LetterIndex(row.assigned_room_type)];
  switch (step.phase) {
    case DayPhase::kCreate:
      if (row.waiting_days == 0) reserved.Add(row.arrival, row.departure(), 1);
      break;
    case DayPhase::kPromote:
      reserved.Add(row.arrival, row.departure(), 1);
      break;
    case DayPhase::kAssign:
      reserved.Add(row.arrival, row.departure(), -1);
      assigned.Add(row.arrival, row.departure(), 1);
      break;
    case DayPhase::kCancelEarlier:
    case DayPhase::kCancel:
    case DayPhase::kNoShow:
      assigned.Add(row.arrival, row.departure(), -1);
      break;
    case DayPhase::kCheckOut:
    case DayPhase::kCheckOutSameDay:
      assigned.Add(step.day, row.departure(), -1);
      break;
    case DayPhase::kChange:
    case DayPhase::kCheckIn:
    case DayPhase::kRoll:
      break;
  }
}

void PlanCapacities(const std::vector<HotelDemandRow>& rows, HotelDemandPlan& plan) {
  std::vector<PropertyRooms> rooms(kHotelDemandProperties.size());
  for (const PlannedStep& step : plan.steps) {
    if (step.phase == DayPhase::kRoll) continue;
    const HotelDemandRow& row = rows[step.row];
    TakeRooms(row, step, rooms[row.property]);
  }
  for (PlannedProperty& property : plan.properties) {
    for (auto& [letter, capacity] : property.capacity) {
      capacity = rooms[property.property][LetterIndex(letter)].peak();
    }
  }
}

void PlanProperties(const std::vector<HotelDemandRow>& rows, HotelDemandPlan& plan) {
  std::map<uint8_t, PlannedProperty> properties;
  for (const HotelDemandRow& row : rows) {
    const CivilDate booked_on = row.booked_on();
    const auto [found, is_new] = properties.try_emplace(
        row.property, PlannedProperty{row.property, booked_on, row.status_date, {}});
    PlannedProperty& property = found->second;
    property.first_day = std::min(property.first_day, booked_on);
    property.last_day = std::max(property.last_day, row.status_date);
    property.capacity.emplace(row.reserved_room_type, 0);
    property.capacity.emplace(row.assigned_room_type, 0);
    plan.channels.insert(row.channel);
  }
  plan.definitions = plan.channels.size();
  for (auto& [id, property] : properties) {
    constexpr uint64_t kPropertyAndRatePlan = 2;
    plan.definitions += kPropertyAndRatePlan + property.capacity.size();
    plan.properties.push_back(std::move(property));
  }
}

// Each property's business date rolls at the end of each of its days, those with nothing included.
void PlanRolls(HotelDemandPlan& plan) {
  for (uint32_t index = 0; index < plan.properties.size(); ++index) {
    const PlannedProperty& property = plan.properties[index];
    for (CivilDate day = property.first_day; day <= property.last_day; day = day + 1) {
      plan.steps.push_back({day, DayPhase::kRoll, index});
      ++plan.rolls;
    }
  }
}

}  // namespace

HotelDemandPlan PlanHotelDemand(const std::vector<HotelDemandRow>& rows) {
  HotelDemandPlan plan;
  plan.steps.reserve(rows.size() * 3 + rows.size() / 4);
  for (uint32_t index = 0; index < rows.size(); ++index) {
    StepsOfRow(rows[index], index, plan).Add();
  }
  PlanProperties(rows, plan);
  PlanRolls(plan);
  std::sort(plan.steps.begin(), plan.steps.end());
  PlanCapacities(rows, plan);

  const uint64_t check_ins = plan.check_outs;
  plan.requests = plan.definitions + rows.size() + plan.promotions + plan.changes +
                  plan.assignments + check_ins + plan.check_outs + plan.cancellations +
                  plan.no_shows + plan.rolls;
  return plan;
}

}  // namespace daybook
