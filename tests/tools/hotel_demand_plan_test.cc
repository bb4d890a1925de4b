#include "tools/import/hotel_demand_plan.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"

namespace daybook {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CivilDate June(int day) { return CivilDate::FromDays(CivilDate::FromYmd(20160531)->days() + day); }

// Arrives on a day of June, confirmed, room type A, one night.
HotelDemandRow Stay(uint32_t line, int arrival, int lead, int nights = 1) {
  HotelDemandRow row;
  row.line = line;
  row.arrival = June(arrival);
  row.lead_days = static_cast<uint16_t>(lead);
  row.nights = static_cast<uint16_t>(nights);
  row.status_date = row.departure();
  return row;
}

HotelDemandRow Ended(HotelDemandRow row, HotelDemandStatus status, int day) {
  row.status = status;
  row.status_date = June(day);
  return row;
}

std::string_view Name(DayPhase phase) {
  switch (phase) {
    case DayPhase::kCheckOut:
      return "out";
    case DayPhase::kCancelEarlier:
      return "cancel-earlier";
    case DayPhase::kCreate:
      return "create";
    case DayPhase::kPromote:
      return "promote";
    case DayPhase::kChange:
      return "change";
    case DayPhase::kAssign:
      return "assign";
    case DayPhase::kCancel:
      return "cancel";
    case DayPhase::kCheckIn:
      return "in";
    case DayPhase::kNoShow:
      return "no-show";
    case DayPhase::kCheckOutSameDay:
      return "out-same-day";
    case DayPhase::kRoll:
      return "roll";
  }
  return "?";
}

// "11 create 2": day of June, phase, line; rolls left out.
std::vector<std::string> StepsOf(const std::vector<HotelDemandRow>& rows) {
  std::vector<std::string> steps;
  for (const PlannedStep& step : PlanHotelDemand(rows).steps) {
    if (step.phase == DayPhase::kRoll) continue;
    steps.push_back(std::to_string(step.day - June(0)) + " " + std::string(Name(step.phase)) + " " +
                    std::to_string(rows[step.row].line));
  }
  return steps;
}

TEST(HotelDemandPlanTest, AStayIsMadeOnTheBookingDayCheckedInOnArrivalAndOutOnTheStatusDate) {
  EXPECT_THAT(StepsOf({Stay(2, 11, 10, 3)}), ElementsAre("1 create 2", "11 in 2", "14 out 2"));
}

TEST(HotelDemandPlanTest, ChangesAndAssignmentComeOnTheLastDayBeforeArrival) {
  HotelDemandRow row = Stay(2, 11, 10);
  row.changes = 3;
  row.assigned_room_type = 'B';
  EXPECT_THAT(StepsOf({row}),
              ElementsAre("1 create 2", "10 change 2", "10 assign 2", "11 in 2", "12 out 2"));
}

TEST(HotelDemandPlanTest, ChangesComeOnTheLastDayBeforeACancellationOrNoShow) {
  HotelDemandRow row = Stay(2, 20, 19);
  row.changes = 1;
  EXPECT_THAT(StepsOf({Ended(row, HotelDemandStatus::kCancelled, 8)}),
              ElementsAre("1 create 2", "7 change 2", "8 cancel-earlier 2"));
  EXPECT_THAT(StepsOf({Ended(row, HotelDemandStatus::kNoShow, 20)}),
              ElementsAre("1 create 2", "19 change 2", "20 no-show 2"));
}

TEST(HotelDemandPlanTest, ChangesNeverComeBeforeTheBookingDay) {
  HotelDemandRow row = Stay(2, 11, 0);
  row.changes = 1;
  row.assigned_room_type = 'B';
  EXPECT_THAT(StepsOf({row}),
              ElementsAre("11 create 2", "11 change 2", "11 assign 2", "11 in 2", "12 out 2"));
}

TEST(HotelDemandPlanTest, ChangesNeverComeBeforeThePromotion) {
  HotelDemandRow row = Stay(2, 11, 10);
  row.waiting_days = 10;
  row.changes = 1;
  EXPECT_THAT(StepsOf({row}),
              ElementsAre("1 create 2", "11 promote 2", "11 change 2", "11 in 2", "12 out 2"));
}

TEST(HotelDemandPlanTest, ACancellationFollowsWhatHappenedToTheBookingOnThatDay) {
  const HotelDemandRow same_day = Ended(Stay(2, 11, 10), HotelDemandStatus::kCancelled, 1);
  EXPECT_THAT(StepsOf({same_day}), ElementsAre("1 create 2", "1 cancel 2"));

  HotelDemandRow promoted = Ended(Stay(2, 11, 10), HotelDemandStatus::kCancelled, 5);
  promoted.waiting_days = 4;
  promoted.changes = 1;
  EXPECT_THAT(StepsOf({promoted}),
              ElementsAre("1 create 2", "5 promote 2", "5 change 2", "5 cancel 2"));
}

TEST(HotelDemandPlanTest, ADayUseAndAnEarlyDepartureOnArrivalAreCheckedOutLastOfAll) {
  const HotelDemandRow left_at_once = Ended(Stay(3, 11, 5, 4), HotelDemandStatus::kCheckedOut, 11);
  EXPECT_THAT(StepsOf({Stay(2, 11, 10, 0), left_at_once}),
              ElementsAre("1 create 2", "6 create 3", "11 in 2", "11 in 3", "11 out-same-day 2",
                          "11 out-same-day 3"));
}

TEST(HotelDemandPlanTest, ADayHasItsOrderAndLinesBreakTies) {
  HotelDemandRow walk_in = Stay(2, 11, 0);
  HotelDemandRow promoted = Stay(3, 13, 6);
  promoted.waiting_days = 4;
  HotelDemandRow changed = Stay(4, 12, 8);
  changed.changes = 1;
  changed.assigned_room_type = 'B';
  const HotelDemandRow no_show = Ended(Stay(5, 11, 9), HotelDemandStatus::kNoShow, 11);
  const HotelDemandRow cancelled = Ended(Stay(6, 15, 8), HotelDemandStatus::kCancelled, 11);
  const HotelDemandRow at_once = Ended(Stay(7, 20, 9), HotelDemandStatus::kCancelled, 11);
  const HotelDemandRow leaving = Stay(8, 10, 9);
  const HotelDemandRow day_use = Stay(9, 11, 1, 0);
  const HotelDemandRow leaving_too = Stay(10, 9, 5, 2);
  const auto steps = StepsOf(
      {walk_in, promoted, changed, no_show, cancelled, at_once, leaving, day_use, leaving_too});
  std::vector<std::string> of_the_day;
  for (const std::string& step : steps) {
    if (step.rfind("11 ", 0) == 0) of_the_day.push_back(step.substr(3));
  }
  EXPECT_THAT(of_the_day, ElementsAre("out 8", "out 10", "cancel-earlier 6", "create 2", "create 7",
                                      "promote 3", "change 4", "assign 4", "cancel 7", "in 2",
                                      "in 9", "no-show 5", "out-same-day 9"));
}

TEST(HotelDemandPlanTest, ANoShowBeforeTheArrivalDayIsForced) {
  const HotelDemandRow early = Ended(Stay(7037, 120, 119), HotelDemandStatus::kNoShow, 9);
  const HotelDemandPlan plan = PlanHotelDemand({early});
  EXPECT_EQ(plan.forced, 1u);
  EXPECT_EQ(plan.no_shows, 1u);
  EXPECT_EQ(plan.properties[0].last_day, June(9)) << "nothing happens on the arrival day";
}

TEST(HotelDemandPlanTest, EachPropertyRollsOnEachDayFromItsFirstBookingToItsLastStep) {
  HotelDemandRow resort = Stay(2, 11, 10);
  HotelDemandRow city = Stay(3, 11, 3, 5);
  city.property = 1;
  const HotelDemandPlan plan = PlanHotelDemand({resort, city});
  std::vector<std::vector<int>> days(2);
  for (const PlannedStep& step : plan.steps) {
    if (step.phase == DayPhase::kRoll) days[step.row].push_back(step.day - June(0));
  }
  EXPECT_THAT(days[0], ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  EXPECT_THAT(days[1], ElementsAre(8, 9, 10, 11, 12, 13, 14, 15, 16));
  EXPECT_EQ(plan.rolls, 21u);
}

std::map<char, int32_t> CapacityOf(const std::vector<HotelDemandRow>& rows) {
  return PlanHotelDemand(rows).properties[0].capacity;
}

TEST(HotelDemandPlanTest, CapacityIsThePeakOfBookingsAliveForANight) {
  const HotelDemandRow gone = Ended(Stay(3, 11, 9, 2), HotelDemandStatus::kCancelled, 5);
  const std::map<char, int32_t> two = {{'A', 2}};
  const std::map<char, int32_t> one = {{'A', 1}};
  EXPECT_EQ(CapacityOf({Stay(2, 11, 10), gone}), two) << "later cancelled, but alive";
  EXPECT_EQ(CapacityOf({Stay(2, 11, 5), gone}), one) << "cancelled in the morning";
  EXPECT_EQ(CapacityOf({Stay(2, 11, 10), Stay(3, 12, 9)}), one) << "one leaves, one comes";
  EXPECT_EQ(CapacityOf({Stay(2, 11, 10, 0), Stay(3, 11, 10)}), one) << "a day use has no night";
}

TEST(HotelDemandPlanTest, ARoomTypeThatNeverHoldsANightHasNoRooms) {
  HotelDemandRow waiting = Stay(2, 11, 10, 0);
  waiting.reserved_room_type = 'P';
  waiting.assigned_room_type = 'K';
  const std::map<char, int32_t> none = {{'K', 0}, {'P', 0}};
  EXPECT_EQ(CapacityOf({waiting}), none);
}

TEST(HotelDemandPlanTest, CapacityFollowsPromotionAssignmentAndEarlyDeparture) {
  HotelDemandRow waiting = Stay(2, 11, 10);
  waiting.waiting_days = 9;
  const HotelDemandRow gone_by_then = Ended(Stay(3, 11, 10), HotelDemandStatus::kCancelled, 10);
  const std::map<char, int32_t> one = {{'A', 1}};
  EXPECT_EQ(CapacityOf({waiting, gone_by_then}), one) << "who waits holds no room";

  HotelDemandRow moved = Stay(2, 11, 10);
  moved.assigned_room_type = 'B';
  const HotelDemandRow walk_in = Stay(3, 11, 0);
  const std::map<char, int32_t> one_each = {{'A', 1}, {'B', 1}};
  EXPECT_EQ(CapacityOf({moved, walk_in}), one_each);

  const HotelDemandRow left_early = Ended(Stay(2, 11, 10, 9), HotelDemandStatus::kCheckedOut, 12);
  EXPECT_EQ(CapacityOf({left_early, Stay(3, 12, 0)}), one) << "its nights are given back";
  const std::map<char, int32_t> two = {{'A', 2}};
  EXPECT_EQ(CapacityOf({left_early, Stay(3, 12, 1)}), two) << "booked before it left";
}

TEST(HotelDemandPlanTest, PropertiesAreCountedApart) {
  HotelDemandRow city = Stay(3, 11, 10);
  city.property = 1;
  city.channel = 3;
  const HotelDemandPlan plan = PlanHotelDemand({Stay(2, 11, 10), city});
  ASSERT_EQ(plan.properties.size(), 2u);
  EXPECT_EQ(plan.properties[0].capacity.at('A'), 1);
  EXPECT_EQ(plan.properties[1].capacity.at('A'), 1);
  EXPECT_THAT(plan.channels, ElementsAre(0, 3));
  EXPECT_EQ(plan.definitions, 2u + 2u * 3u);
}

TEST(HotelDemandPlanTest, NoRowsMakeNoPlan) {
  const HotelDemandPlan plan = PlanHotelDemand({});
  EXPECT_THAT(plan.steps, IsEmpty());
  EXPECT_EQ(plan.requests, 0u);
}

rc::Gen<HotelDemandRow> AnyRow() {
  return rc::gen::exec([] {
    const int arrival = *rc::gen::inRange(10, 30);
    const int lead = *rc::gen::inRange(0, 10);
    HotelDemandRow row = Stay(0, arrival, lead, *rc::gen::inRange(0, 5));
    row.property = static_cast<uint8_t>(*rc::gen::inRange(0, 2));
    row.changes = static_cast<uint16_t>(*rc::gen::inRange(0, 3));
    row.reserved_room_type = *rc::gen::inRange('A', 'D');
    row.assigned_room_type = *rc::gen::inRange('A', 'D');
    row.waiting_days = static_cast<uint16_t>(*rc::gen::inRange(0, lead + 1));
    row.status = *rc::gen::element(HotelDemandStatus::kCheckedOut, HotelDemandStatus::kCancelled,
                                   HotelDemandStatus::kNoShow);
    if (row.status == HotelDemandStatus::kCheckedOut) {
      row.status_date = row.arrival + *rc::gen::inRange(0, row.nights + 1);
    } else {
      row.status_date =
          row.promoted_on() + *rc::gen::inRange(0, row.arrival - row.promoted_on() + 1);
    }
    return row;
  });
}

std::vector<HotelDemandRow> AnyRows() {
  auto rows = *rc::gen::container<std::vector<HotelDemandRow>>(AnyRow());
  for (uint32_t i = 0; i < rows.size(); ++i) rows[i].line = i + 2;
  return rows;
}

// What may follow what in the life of one booking; the phases in this order.
int PlaceInOwnOrder(DayPhase phase) {
  switch (phase) {
    case DayPhase::kCreate:
      return 0;
    case DayPhase::kPromote:
      return 1;
    case DayPhase::kChange:
      return 2;
    case DayPhase::kAssign:
      return 3;
    case DayPhase::kCheckIn:
      return 4;
    default:
      return 5;
  }
}

TEST(HotelDemandPlanTest, EveryBookingsOwnOrderHolds) {
  EXPECT_TRUE(rc::check([] {
    const auto rows = AnyRows();
    const HotelDemandPlan plan = PlanHotelDemand(rows);
    std::map<uint32_t, int> place;
    CivilDate today = plan.steps.empty() ? CivilDate() : plan.steps.front().day;
    uint64_t requests = plan.definitions;
    for (const PlannedStep& step : plan.steps) {
      RC_ASSERT(step.day >= today);
      today = step.day;
      requests += step.phase == DayPhase::kChange ? rows[step.row].changes : 1;
      if (step.phase == DayPhase::kRoll) continue;
      const auto [found, is_new] = place.try_emplace(step.row, -1);
      RC_ASSERT(PlaceInOwnOrder(step.phase) > found->second);
      found->second = PlaceInOwnOrder(step.phase);
    }
    for (const auto& [row, last] : place) RC_ASSERT(last == 5);
    RC_ASSERT(place.size() == rows.size());
    RC_ASSERT(requests == plan.requests);
  }));
}

// Counts, for each night of each room type and after each step, the bookings that hold a room, all
// anew.
std::map<std::tuple<uint8_t, char>, int32_t> NaivePeaks(const std::vector<HotelDemandRow>& rows,
                                                        const HotelDemandPlan& plan) {
  struct Held {
    bool holds = false;
    char room_type = 'A';
    CivilDate until;
  };
  std::vector<Held> held(rows.size());
  std::map<std::tuple<uint8_t, char>, int32_t> peaks;
  for (const PlannedStep& step : plan.steps) {
    if (step.phase == DayPhase::kRoll) continue;
    const HotelDemandRow& row = rows[step.row];
    Held& one = held[step.row];
    const int place = PlaceInOwnOrder(step.phase);
    if (place == 0) one = {row.waiting_days == 0, row.reserved_room_type, row.departure()};
    if (place == 1) one.holds = true;
    if (place == 3) one.room_type = row.assigned_room_type;
    if (place == 5) one.until = row.status == HotelDemandStatus::kCheckedOut ? step.day : June(-99);
    std::map<std::tuple<uint8_t, char, int32_t>, int32_t> nights;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (!held[i].holds) continue;
      for (CivilDate night = rows[i].arrival; night < held[i].until; night = night + 1) {
        int32_t& peak = peaks[{rows[i].property, held[i].room_type}];
        peak = std::max(peak, ++nights[{rows[i].property, held[i].room_type, night.days()}]);
      }
    }
  }
  return peaks;
}

TEST(HotelDemandPlanTest, CapacitiesEqualANaiveCountOfEveryNightAfterEveryStep) {
  EXPECT_TRUE(rc::check([] {
    const auto rows = AnyRows();
    const HotelDemandPlan plan = PlanHotelDemand(rows);
    auto peaks = NaivePeaks(rows, plan);
    for (const PlannedProperty& property : plan.properties) {
      for (const auto& [letter, capacity] : property.capacity) {
        const int32_t peak = peaks[{property.property, letter}];
        RC_ASSERT(capacity == peak);
      }
    }
  }));
}

}  // namespace
}  // namespace daybook
