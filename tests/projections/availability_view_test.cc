#include "projections/availability/availability_view.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/domain/booking/booking_evolve.h"
#include "tests/projections/availability_rows_in_memory.h"
#include "tests/support/booking_histories.h"
#include "tests/support/given.h"

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

Occupancy At(const ViewSnapshot& view, const std::string& room_type_id, int32_t night,
             const std::string& property_id = "H1") {
  return NightsIn(view, property_id, room_type_id, Day(night),
                  Day(night) + 1)[{room_type_id, night}];
}

// Rooms sold of a type of H1, from one night on.
std::vector<int64_t> Sold(const ViewSnapshot& view, const std::string& room_type_id, int32_t from,
                          int32_t nights) {
  std::vector<int64_t> sold;
  for (const auto& [night, rooms] :
       NightsIn(view, "H1", room_type_id, Day(from), Day(from) + nights)) {
    sold.push_back(rooms.sold);
  }
  return sold;
}

// DBL has 2 rooms, SUI has 1 and one may be overbooked, TWN has 3. The business date is 2026-03-01.
TEST(AvailabilityView, ABlockTakesItsRoomsUntilTheyArePickedUpOrGivenBack) {
  Ledgerless hotel;
  v1::Request open = As(testing::StaffMember(testing::kReservations), Create());
  v1::OpenBlock& block = *open.mutable_open_block();
  block.set_block_id("g1");
  block.set_property_id("H1");
  block.set_status(v1::BLOCK_DEFINITE);
  v1::OpenBlock::Rooms& rooms = *block.add_rooms();
  rooms.set_room_type_id("TWN");
  rooms.set_from(20260310);
  rooms.set_until(20260312);
  rooms.set_rooms(2);
  hotel.Given(open);
  EXPECT_EQ(At(MapView(hotel.records()), "TWN", 20260310),
            (Occupancy{.capacity = 3, .blocked = 2, .free = 1, .sellable = 1}));
  EXPECT_EQ(At(MapView(hotel.records()), "TWN", 20260312),
            (Occupancy{.capacity = 3, .free = 3, .sellable = 3}));
  v1::Request pick_up = Create({.room_type = "TWN"});
  pick_up.mutable_create_booking()->set_block_id("g1");
  hotel.Given(pick_up);
  EXPECT_EQ(At(MapView(hotel.records()), "TWN", 20260310),
            (Occupancy{.capacity = 3, .blocked = 1, .sold = 1, .free = 1, .sellable = 1}));
  v1::Request release = open;
  release.mutable_release_block()->set_block_id("g1");
  hotel.Given({Cancel("b1"), release});
  EXPECT_EQ(At(MapView(hotel.records()), "TWN", 20260310),
            (Occupancy{.capacity = 3, .free = 3, .sellable = 3}));
}

TEST(AvailabilityView, AConfirmedBookingIsSoldOnTheNightsOfItsStay) {
  Ledgerless hotel;
  hotel.Given(Create());
  const MapView view(hotel.records());
  EXPECT_EQ(Sold(view, "DBL", 20260309, 4), (std::vector<int64_t>{0, 1, 1, 0}));
  const Occupancy night = At(view, "DBL", 20260310);
  EXPECT_EQ(night, (Occupancy{.capacity = 2, .sold = 1, .free = 1, .sellable = 1}));
}

TEST(AvailabilityView, AHoldIsHeldUntilItIsConfirmedOrGone) {
  Ledgerless hotel;
  hotel.Given({Create({.status = v1::HELD, .hold_until = "2026-03-02T12:00:00Z"}),
               Create({.id = "b2", .status = v1::HELD, .hold_until = "2026-03-02T12:00:00Z"})});
  EXPECT_EQ(At(MapView(hotel.records()), "DBL", 20260310), (Occupancy{.capacity = 2, .held = 2}));
  hotel.Given({Confirm("b1"), testing::Release("b2")});
  EXPECT_EQ(At(MapView(hotel.records()), "DBL", 20260310),
            (Occupancy{.capacity = 2, .sold = 1, .free = 1, .sellable = 1}));
}

TEST(AvailabilityView, AWaitlistedBookingTakesNothingUntilItIsPromoted) {
  Ledgerless hotel;
  hotel.Given(Create({.status = v1::WAITLISTED}));
  EXPECT_EQ(At(MapView(hotel.records()), "DBL", 20260310).free, 2);
  hotel.Given(Promote("b1"));
  EXPECT_EQ(At(MapView(hotel.records()), "DBL", 20260310).sold, 1);
}

TEST(AvailabilityView, ACancellationGivesBackEveryNightAndLeavesNoRow) {
  Ledgerless hotel;
  const Rows before = MapView(hotel.records()).rows();
  hotel.Given({Create(), Cancel("b1")});
  EXPECT_EQ(MapView(hotel.records()).rows(), before);
}

TEST(AvailabilityView, ANoShowGivesBackItsFirstNightToo) {
  Ledgerless hotel;
  hotel.Given({Create({.arrival = 20260301, .departure = 20260303}), NoShow("b1")});
  EXPECT_EQ(Sold(MapView(hotel.records()), "DBL", 20260301, 2), (std::vector<int64_t>{0, 0}));
}

TEST(AvailabilityView, TheNightsBeforeACheckOutStaySoldAndTheRestIsGivenBack) {
  Ledgerless hotel;
  hotel.Given({Create({.arrival = 20260301, .departure = 20260305}), CheckInOf("b1"),
               Roll("H1", 20260301), Roll("H1", 20260302), CheckOutOf("b1")});
  const MapView view(hotel.records());
  EXPECT_EQ(Sold(view, "DBL", 20260301, 5), (std::vector<int64_t>{1, 1, 0, 0, 0}));
  EXPECT_EQ(view.rows().count("bb1"), 0u) << "it has ended";
}

TEST(AvailabilityView, ARoomIsTakenOfTheTypeAssigned) {
  Ledgerless hotel;
  hotel.Given({Create(), Assign("b1", "SUI")});
  EXPECT_EQ(Sold(MapView(hotel.records()), "DBL", 20260310, 2), (std::vector<int64_t>{0, 0}));
  EXPECT_EQ(Sold(MapView(hotel.records()), "SUI", 20260310, 2), (std::vector<int64_t>{1, 1}));
  hotel.Given(Assign("b1", "DBL"));
  EXPECT_EQ(Sold(MapView(hotel.records()), "DBL", 20260310, 2), (std::vector<int64_t>{1, 1}));
  EXPECT_EQ(Sold(MapView(hotel.records()), "SUI", 20260310, 2), (std::vector<int64_t>{0, 0}));
  EXPECT_EQ(MapView(hotel.records()).moves_seen(), 0) << "there was no night to leave behind";
}

TEST(AvailabilityView, AGuestWhoMovesLeavesThePastNightsWhereTheyWereSpent) {
  Ledgerless hotel;
  hotel.Given({Create({.arrival = 20260301, .departure = 20260306}), CheckInOf("b1"),
               Roll("H1", 20260301), Roll("H1", 20260302), Assign("b1", "SUI"), Assign("b1", "TWN"),
               Roll("H1", 20260303), ChangeRoomType("b1", "SUI")});
  const MapView view(hotel.records());
  EXPECT_EQ(Sold(view, "DBL", 20260301, 5), (std::vector<int64_t>{1, 1, 0, 0, 0}));
  EXPECT_EQ(Sold(view, "TWN", 20260301, 5), (std::vector<int64_t>{0, 0, 1, 0, 0}));
  EXPECT_EQ(Sold(view, "SUI", 20260301, 5), (std::vector<int64_t>{0, 0, 0, 1, 1}));
  hotel.Given({CheckOutOf("b1")});
  EXPECT_EQ(Sold(MapView(hotel.records()), "SUI", 20260301, 5),
            (std::vector<int64_t>{0, 0, 0, 0, 0}));
  EXPECT_EQ(Sold(MapView(hotel.records()), "DBL", 20260301, 5),
            (std::vector<int64_t>{1, 1, 0, 0, 0}));
}

TEST(AvailabilityView, OnlyNightsThatChangeAreWritten) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260310, .departure = 20260316}));
  MapView view(hotel.records());
  const std::string dbl("nH1\0DBL\0", 8);
  view.TakeWritten();
  const auto written_by = [&](const v1::Request& request) {
    hotel.Given(request);
    view.Apply({hotel.records().back()});
    return view.TakeWritten();
  };
  EXPECT_EQ(written_by(ChangeStay("b1", 20260311, 20260317)),
            (std::set<std::string>{"bb1", dbl + "20260310", dbl + "20260316"}));
  EXPECT_EQ(written_by(ChangeDeparture("b1", 20260315)),
            (std::set<std::string>{"bb1", dbl + "20260315", dbl + "20260316"}));
  EXPECT_EQ(
      written_by(testing::With(testing::Change("b1"),
                               [](v1::Request& request) {
                                 request.mutable_change_booking()->mutable_guests()->set_adults(1);
                               })),
      std::set<std::string>());
  EXPECT_EQ(written_by(OutOfOrder("H1", "DBL", 20260301, 20260303, 1)),
            (std::set<std::string>{dbl + "20260301", dbl + "20260302"}));
  EXPECT_EQ(written_by(OutOfOrder("H1", "DBL", 20260302, 20260304, 1)),
            (std::set<std::string>{dbl + "20260303"}));
}

TEST(AvailabilityView, WhatIsOutOfOrderIsNotFreeUntilItIsPutBack) {
  Ledgerless hotel;
  const Rows before = MapView(hotel.records()).rows();
  hotel.Given(OutOfOrder("H1", "TWN", 20260302, 20260304, 2));
  const MapView view(hotel.records());
  EXPECT_EQ(At(view, "TWN", 20260301).free, 3);
  EXPECT_EQ(At(view, "TWN", 20260302),
            (Occupancy{.capacity = 3, .out_of_order = 2, .free = 1, .sellable = 1}));
  EXPECT_EQ(At(view, "TWN", 20260303).free, 1);
  EXPECT_EQ(At(view, "TWN", 20260304).free, 3);
  hotel.Given(OutOfOrder("H1", "TWN", 20260301, 20260310, 0));
  EXPECT_EQ(MapView(hotel.records()).rows(), before);
}

TEST(AvailabilityView, RoomsTakenAboveWhatIsInOrderAreOverbookedAndUseUpTheLimit) {
  Ledgerless hotel;
  hotel.Given(Create({.id = "b1", .room_type = "SUI"}));
  EXPECT_EQ(At(MapView(hotel.records()), "SUI", 20260310),
            (Occupancy{.capacity = 1, .overbooking_limit = 1, .sold = 1, .sellable = 1}));
  hotel.Given(Create({.id = "b2", .room_type = "SUI"}));
  EXPECT_EQ(At(MapView(hotel.records()), "SUI", 20260310),
            (Occupancy{.capacity = 1, .overbooking_limit = 1, .sold = 2, .overbooked = 1}));
}

TEST(AvailabilityView, ARedefinitionLeavesPastNightsAsTheyWere) {
  Ledgerless hotel;
  hotel.Given({Roll("H1", 20260301), Roll("H1", 20260302), DefineRoomType("H1", "DBL", 5, 2),
               DefineRoomType("H1", "DBL", 4, 1), DefineRoomType("H1", "NEW", 7)});
  const MapView view(hotel.records());
  EXPECT_EQ(At(view, "DBL", 20260302), (Occupancy{.capacity = 2, .free = 2, .sellable = 2}));
  EXPECT_EQ(At(view, "DBL", 20260303),
            (Occupancy{.capacity = 4, .overbooking_limit = 1, .free = 4, .sellable = 5}));
  EXPECT_EQ(At(view, "DBL", 20260401).capacity, 4);
  EXPECT_EQ(At(view, "NEW", 20260302).capacity, 0) << "there was no such type";
  EXPECT_EQ(At(view, "NEW", 20260303).capacity, 7);
}

TEST(AvailabilityView, AnUnchangedRedefinitionMakesNoStep) {
  Ledgerless hotel;
  const Rows before = MapView(hotel.records()).rows();
  hotel.Given({DefineRoomType("H1", "DBL", 9), DefineRoomType("H1", "DBL", 2, 0, 2)});
  EXPECT_EQ(MapView(hotel.records()).rows(), before) << "replaced on the same date";
  hotel.Given(Roll("H1", 20260301));
  MapView view(hotel.records());
  hotel.Given(DefineRoomType("H1", "DBL", 2, 0, 4));
  const Rows rolled = view.rows();
  view.Apply({hotel.records().back()});
  EXPECT_EQ(view.rows(), rolled);
}

TEST(AvailabilityView, TotalsAddUpTheRoomTypes) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "b1", .room_type = "SUI"}), Create({.id = "b2", .room_type = "SUI"}),
               Create({.id = "b3"})});
  const auto totals = OccupancyOf(MapView(hotel.records()), "H1", Day(20260310), Day(20260313));
  ASSERT_TRUE(totals.ok()) << totals.status();
  ASSERT_EQ(totals->size(), 3u);
  EXPECT_EQ((*totals)[0].night, Day(20260310));
  EXPECT_EQ((*totals)[0].rooms, (Occupancy{.capacity = 6,
                                           .overbooking_limit = 1,
                                           .sold = 3,
                                           .overbooked = 1,
                                           .free = 4,
                                           .sellable = 4}));
  EXPECT_EQ((*totals)[2].rooms.sold, 0);
}

TEST(AvailabilityView, EveryNightOfARangeIsVisitedUntilTold) {
  const MapView view(Ledgerless().records());
  EXPECT_EQ(NightsIn(view, "H1", "", Day(20251215), Day(20270115)).size(), 3u * 396);
  EXPECT_TRUE(NightsIn(view, "H1", "", Day(20260301), Day(20260301)).empty());
  int visited = 0;
  ASSERT_TRUE(NightsOf(view, "H1", "", Day(20260301), Day(20260303), [&](const NightOfRoomType&) {
                return ++visited < 3;  // in the second room type
              }).ok());
  EXPECT_EQ(visited, 3);
}

TEST(AvailabilityView, WhatIsNotDefinedIsNotFound) {
  const MapView view(Ledgerless().records());
  const auto nights_of = [&view](const char* property_id, const char* room_type_id) {
    return NightsOf(view, property_id, room_type_id, Day(20260301), Day(20260302),
                    [](const NightOfRoomType&) { return true; });
  };
  EXPECT_TRUE(absl::IsNotFound(nights_of("H", "")));
  EXPECT_TRUE(absl::IsNotFound(nights_of("H3", "DBL")));
  EXPECT_TRUE(absl::IsNotFound(nights_of("H2", "SUI")));
  EXPECT_TRUE(nights_of("H2", "DBL").ok());
  EXPECT_TRUE(absl::IsNotFound(OccupancyOf(view, "H", Day(20260301), Day(20260302)).status()));
  EXPECT_EQ(PropertiesOf(view).value(), (std::vector<std::string>{"H1", "H2"}));
  EXPECT_EQ(RoomTypesOf(view, "H1").value(), (std::vector<std::string>{"DBL", "SUI", "TWN"}));
  EXPECT_EQ(BusinessDateOf(view, "H1").value(), Day(20260301));
  EXPECT_EQ(BusinessDateOf(view, "H").value(), std::nullopt);
}

TEST(AvailabilityView, DeclinedRecordsAndMoneyAreNoneOfItsBusiness) {
  Ledgerless hotel;
  hotel.Given({Create(), testing::Pay("b1", "p1", 5000)});
  const auto projection = NewAvailabilityProjection();
  EXPECT_FALSE(projection->Wants(hotel.records().back()));
  EXPECT_FALSE(projection->Wants(hotel.When(CheckOutOf("b1")).record()));
  EXPECT_TRUE(projection->Wants(hotel.When(Cancel("b1")).record()));
}

TEST(AvailabilityView, AnEventThatCanNotBeAppliedStopsIt) {
  const auto projection = NewAvailabilityProjection();
  MapView view;
  EXPECT_TRUE(absl::IsDataLoss(projection->Apply(CancelledRecord("B-none"), view)));
  ASSERT_TRUE(projection->Apply(CreatedRecord("B1"), view).ok());
  ASSERT_TRUE(projection->Apply(CancelledRecord("B1"), view).ok());
  EXPECT_EQ(projection->Apply(CancelledRecord("B1"), view).message(),
            "event booking_cancelled can't be applied: booking B1 is not there, or has ended");
}

TEST(AvailabilityView, RowsAreMessagesThatDiffCanShow) {
  Ledgerless hotel;
  hotel.Given(Create());
  const auto projection = NewAvailabilityProjection();
  const MapView view(hotel.records());
  std::set<std::string> types;
  for (const auto& [key, value] : view.rows()) {
    const google::protobuf::Message* type = projection->RowType(key);
    ASSERT_NE(type, nullptr) << key;
    types.insert(type->GetDescriptor()->name());
    const std::unique_ptr<google::protobuf::Message> row(type->New());
    ASSERT_TRUE(row->ParseFromString(value)) << key;
    EXPECT_EQ(row->SerializeAsString(), value) << key;
  }
  EXPECT_EQ(types.size(), 4u);
  EXPECT_EQ(projection->RowType("?"), nullptr);
  EXPECT_EQ(projection->RowType(""), nullptr);
}

TEST(AvailabilityView, ItsVersionGrowsWithTheFold) {
  EXPECT_GE(NewAvailabilityProjection()->version(), kBookingEvolveVersion);
  EXPECT_EQ(NewAvailabilityProjection()->name(), "availability");
}

}  // namespace
}  // namespace daybook
