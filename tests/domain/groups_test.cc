// Blocks of rooms: what they hold back, what bookings pick up and give back, what is given back at the cut-off.
#include <map>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/night_counts.h"
#include "ledger/domain/groups/block_checks.h"
#include "tests/domain/request_text.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

v1::Actor Sales() { return StaffMember(kReservations); }

// Three TWN for the nights from the 10th to the 12th.
v1::Request OpenGroup(std::string_view id = "g1", int32_t cutoff_on = 20260308, int32_t rooms = 2) {
  return Ask(
      Sales(),
      absl::StrCat(
          "open_block { block_id: '", std::string(id),
          "' property_id: 'H1' customer_id: 'c-9' status: BLOCK_TENTATIVE cutoff_on: ", cutoff_on,
          " rooms { room_type_id: 'TWN' from: 20260310 until: 20260313 rooms: ", rooms,
          " } rate_plan_id: 'FLEX' }"));
}

v1::Request OfBlock(std::string_view verb, std::string_view id = "g1") {
  return Ask(Sales(), absl::StrCat(std::string(verb), " { block_id: '", std::string(id), "' }"));
}

v1::Request Wash(int32_t from, int32_t until, int32_t rooms, std::string_view type = "TWN") {
  return Ask(Sales(),
             absl::StrCat("wash_block { block_id: 'g1' rooms { room_type_id: '", std::string(type),
                          "' from: ", from, " until: ", until, " rooms: ", rooms, " } }"));
}

v1::Request PickUp(std::string_view id, int32_t arrival = 20260310, int32_t departure = 20260312,
                   std::string_view block = "g1") {
  return With(
      Create(
          {.id = std::string(id), .arrival = arrival, .departure = departure, .room_type = "TWN"}),
      [&](v1::Request& r) { r.mutable_create_booking()->set_block_id(std::string(block)); });
}

const v1::Block& BlockOf(const Ledgerless& hotel, std::string_view id = "g1") {
  const auto* const block = hotel.state().Find<v1::Block>(id);
  EXPECT_NE(block, nullptr);
  return block != nullptr ? *block : v1::Block::default_instance();
}

int32_t PickedUp(const Ledgerless& hotel, int32_t night) {
  const int index = AllotmentIndex(BlockOf(hotel), "TWN", night);
  return index < 0 ? -1 : BlockOf(hotel).allotments(index).picked_up();
}

int32_t Blocked(const Ledgerless& hotel, int32_t night, std::string_view type = "TWN") {
  const NightCounts* const counts = hotel.state().NightsBlocked("H1", type);
  return counts == nullptr ? 0 : counts->At(CivilDate::FromYmd(night).value());
}

TEST(Groups, ABlockHoldsItsRoomsNightByNightInOrder) {
  Ledgerless hotel;
  hotel.When(OpenGroup())
      .ThenAccepted({R"pb(block_opened {
                            block_id: "g1"
                            property_id: "H1"
                            customer_id: "c-9"
                            status: BLOCK_TENTATIVE
                            cutoff_on: 20260308
                            rate_plan_id: "FLEX"
                            allotments { room_type_id: "TWN" night: 20260310 rooms: 2 }
                            allotments { room_type_id: "TWN" night: 20260311 rooms: 2 }
                            allotments { room_type_id: "TWN" night: 20260312 rooms: 2 }
                          })pb"});
  EXPECT_EQ(Blocked(hotel, 20260309), 0);
  EXPECT_EQ(Blocked(hotel, 20260312), 2);
  EXPECT_EQ(RoomsOnSale(hotel.state(), "H1", "TWN", CivilDate::FromYmd(20260312).value()), 1);
  EXPECT_EQ(BlockOf(hotel).revision(), 1);
  hotel.Given(OfBlock("confirm_block"));
  EXPECT_EQ(BlockOf(hotel).status(), v1::BLOCK_DEFINITE);
  EXPECT_EQ(Blocked(hotel, 20260312), 2);
}

TEST(Groups, ABlockTakesWhatIsOnSaleAndNoMore) {
  Ledgerless hotel;
  hotel.When(OpenGroup("g0", 0, 4)).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.Given(OpenGroup("g1", 0, 2));
  hotel.When(OpenGroup("g2", 0, 2)).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.Given(OpenGroup("g2", 0, 1));
  hotel.When(Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(kManager), OpenGroup("g3", 0, 1)))
      .ThenOverrode({v1::POLICY_NOT_AVAILABLE});
}

TEST(Groups, AnOpeningIsCheckedAsAWhole) {
  Ledgerless hotel;
  hotel
      .When(With(OpenGroup("g1"),
                 [](v1::Request& r) {
                   r.mutable_open_block()->clear_rooms();
                   r.mutable_open_block()->set_status(v1::BLOCK_RELEASED);
                 }))
      .ThenDeclined({v1::FORM_TOO_MANY, v1::FORM_ENUM_INVALID});
  hotel
      .When(With(
          OpenGroup("g1"),
          [](v1::Request& r) { *r.mutable_open_block()->add_rooms() = r.open_block().rooms(0); }))
      .ThenDeclined({v1::FORM_DUPLICATE});
  hotel
      .When(With(
          OpenGroup("g1"),
          [](v1::Request& r) { r.mutable_open_block()->mutable_rooms(0)->set_until(20270901); }))
      .ThenDeclined({v1::FORM_TOO_MANY});
  hotel
      .When(With(OpenGroup("g1"),
                 [](v1::Request& r) {
                   r.mutable_open_block()->mutable_rooms(0)->set_until(20260310);
                   r.mutable_open_block()->mutable_rooms(0)->set_rooms(0);
                 }))
      .ThenDeclined({v1::FORM_STAY_INVALID, v1::FORM_LIMIT_INVALID});
  hotel
      .When(With(OpenGroup("g1", 20260301),
                 [](v1::Request& r) {
                   r.mutable_open_block()->mutable_rooms(0)->set_from(20260228);
                   r.mutable_open_block()->mutable_rooms(0)->set_room_type_id("TENT");
                   r.mutable_open_block()->set_rate_plan_id("GONE");
                 }))
      .ThenDeclined({v1::STATE_EXPIRED, v1::STATE_NIGHT_IN_PAST, v1::STATE_ROOM_TYPE_UNKNOWN,
                     v1::STATE_RATE_PLAN_UNKNOWN});
  hotel.Given(OpenGroup("g1", 0, 1));
  hotel.When(OpenGroup("g1", 0, 1)).ThenDeclined({v1::STATE_ID_EXISTS});
}

TEST(Groups, ABookingPicksUpAndGivesBackWithItsLife) {
  Ledgerless hotel;
  hotel.Given(OpenGroup("g1", 0, 2));
  hotel.Given(PickUp("b1"));
  EXPECT_EQ(PickedUp(hotel, 20260310), 1);
  EXPECT_EQ(PickedUp(hotel, 20260311), 1);
  EXPECT_EQ(PickedUp(hotel, 20260312), 0);
  EXPECT_EQ(Blocked(hotel, 20260310), 1);
  EXPECT_EQ(hotel.RoomsTaken("H1", "TWN", 20260310), 1);
  EXPECT_EQ(BlockOf(hotel).revision(), 1);

  hotel.When(ChangeStay("b1", 20260311, 20260313))
      .ThenAccepted({R"pb(booking_changed { booking_id: "b1" })pb",
                     R"pb(block_washed {
                            block_id: "g1"
                            allotments { room_type_id: "TWN" night: 20260310 rooms: 2 picked_up: 0 }
                            allotments { room_type_id: "TWN" night: 20260312 rooms: 2 picked_up: 1 }
                          })pb"});
  EXPECT_EQ(PickedUp(hotel, 20260310), 0);
  EXPECT_EQ(PickedUp(hotel, 20260311), 1);
  EXPECT_EQ(PickedUp(hotel, 20260312), 1);

  hotel.Given(Cancel("b1"));
  for (const int32_t night : {20260310, 20260311, 20260312}) EXPECT_EQ(PickedUp(hotel, night), 0);
  EXPECT_EQ(Blocked(hotel, 20260311), 2);
  EXPECT_EQ(BlockOf(hotel).revision(), 1) << "bookings make nobody's picture of the block stale";
}

TEST(Groups, APaymentGivesNothingBackAndWhoGoesToAnotherRoomTypeGivesTheRoom) {
  Ledgerless hotel;
  hotel.Given(OpenGroup("g1", 0, 3));
  hotel.Given(PickUp("b1"));
  hotel.When(Pay("b1", "p1", 100)).ThenAccepted({R"pb(payment_recorded { payment_id: "p1" })pb"});
  hotel.When(Assign("b1", "SUI"))
      .ThenAccepted({R"pb(room_type_assigned { booking_id: "b1" })pb",
                     R"pb(block_washed { block_id: "g1" })pb"});
  EXPECT_EQ(PickedUp(hotel, 20260310), 0);
  hotel.Given(Assign("b1", "TWN"));
  EXPECT_EQ(PickedUp(hotel, 20260310), 1);
}

// All three TWN are the group's; one of them is given another room, and that TWN is the group's still.
TEST(Groups, AnAssignmentAndACancellationTogetherOversellNothing) {
  Ledgerless hotel;
  hotel.Given(OpenGroup("g1", 0, 3));
  hotel.Given({PickUp("b1"), Assign("b1", "SUI")});
  const v1::Request other =
      Create({.id = "x1", .arrival = 20260310, .departure = 20260312, .room_type = "TWN"});
  hotel.When(other).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.Given(Cancel("b1"));
  EXPECT_EQ(hotel.RoomsTaken("H1", "TWN", 20260310) + Blocked(hotel, 20260310), 3);
}

TEST(Groups, WhoIsOfABlockChangesAndComesBackIntoItsRoomsThoughTheHouseIsFull) {
  Ledgerless hotel;
  hotel.Given(OpenGroup("g1", 0, 3));
  hotel.Given(PickUp("b1"));
  hotel.Given(ChangeDeparture("b1", 20260313));
  EXPECT_EQ(PickedUp(hotel, 20260312), 1);
  hotel.When(Create({.id = "x1", .arrival = 20260312, .departure = 20260313, .room_type = "TWN"}))
      .ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.Given(Cancel("b1"));
  hotel.Given(Ask(Sales(), "reinstate_booking { booking_id: 'b1' }"));
  EXPECT_EQ(PickedUp(hotel, 20260312), 1);
  hotel.Given({PickUp("b2", 20260310, 20260313), PickUp("b3", 20260310, 20260313)});
  hotel.Given(Cancel("b1"));
  hotel.Given(PickUp("b4", 20260310, 20260313));
  hotel.When(Ask(Sales(), "reinstate_booking { booking_id: 'b1' }"))
      .ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  // Nights beyond the block are those of the house.
  hotel.Given({Create({.id = "x2", .arrival = 20260313, .departure = 20260314, .room_type = "TWN"}),
               Create({.id = "x3", .arrival = 20260313, .departure = 20260314, .room_type = "TWN"}),
               ChangeDeparture("b2", 20260314)});
  hotel.When(ChangeDeparture("b3", 20260314)).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
}

TEST(Groups, WhoLeavesEarlyKeepsTheNightsThatWereSlept) {
  Ledgerless hotel;
  hotel.Given(OpenGroup("g1", 0, 3));
  hotel.Given(PickUp("b1", 20260310, 20260313));
  hotel.GivenBusinessDate("H1", 20260310);
  hotel.Given(CheckInOf("b1"));
  hotel.GivenBusinessDate("H1", 20260311);
  hotel.Given(CheckOutOf("b1"));
  EXPECT_EQ(PickedUp(hotel, 20260310), 1);
  EXPECT_EQ(PickedUp(hotel, 20260311), 0);
}

TEST(Groups, WhatIsPickedUpIsNotWashedAway) {
  Ledgerless hotel;
  hotel.Given(OpenGroup("g1", 0, 3));
  hotel.Given(PickUp("b1"));
  hotel.When(Wash(20260310, 20260313, 0)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  hotel.When(Wash(20260310, 20260313, 4)).ThenDeclined({v1::STATE_BALANCE_TOO_SMALL});
  hotel.When(Wash(20260310, 20260314, 1)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(Wash(20260310, 20260313, 3)).ThenDeclined({v1::FORM_CHANGE_EMPTY});
  hotel.When(IfRevision(2, Wash(20260310, 20260313, 1))).ThenDeclined({v1::STATE_REVISION_STALE});
  hotel.When(IfRevision(1, Wash(20260310, 20260313, 1)))
      .ThenAccepted({R"pb(block_washed {
                            block_id: "g1"
                            allotments { room_type_id: "TWN" night: 20260310 rooms: 1 picked_up: 1 }
                            allotments { room_type_id: "TWN" night: 20260311 rooms: 1 picked_up: 1 }
                            allotments { room_type_id: "TWN" night: 20260312 rooms: 1 picked_up: 0 }
                          })pb"});
  EXPECT_EQ(Blocked(hotel, 20260310), 0);
  EXPECT_EQ(Blocked(hotel, 20260312), 1);
  EXPECT_EQ(BlockOf(hotel).revision(), 2);
}

TEST(Groups, AReleasedBlockHoldsNothingAndStaysReleased) {
  Ledgerless hotel;
  hotel.Given(OpenGroup("g1", 0, 3));
  hotel.Given(PickUp("b1"));
  hotel.When(OfBlock("release_block")).ThenAccepted({R"pb(block_released { block_id: "g1" })pb"});
  EXPECT_EQ(Blocked(hotel, 20260310), 0);
  EXPECT_EQ(hotel.RoomsTaken("H1", "TWN", 20260310), 1) << "what is picked up is sold";
  hotel.When(OfBlock("release_block")).ThenDeclined({v1::STATE_STATUS});
  hotel.When(OfBlock("confirm_block")).ThenDeclined({v1::STATE_STATUS});
  hotel.When(Wash(20260310, 20260313, 1)).ThenDeclined({v1::STATE_STATUS});
  hotel.When(OfBlock("confirm_block", "g7")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(Cancel("b1")).ThenAccepted({R"pb(booking_cancelled { booking_id: "b1" })pb"});
  EXPECT_EQ(PickedUp(hotel, 20260310), 1) << "as it was when it was released";
}

TEST(Groups, AtTheCutOffWhatIsNotPickedUpGoesBackOnSale) {
  Ledgerless hotel;
  hotel.Given(OpenGroup("g1", 20260303, 3));
  hotel.Given(PickUp("b1"));
  hotel.GivenBusinessDate("H1", 20260302);
  hotel.When(Due("2026-03-01T10:00:00Z")).ThenAccepted();
  EXPECT_EQ(BlockOf(hotel).status(), v1::BLOCK_TENTATIVE);
  hotel.GivenBusinessDate("H1", 20260303);
  hotel.When(PickUp("b2")).ThenDeclined({v1::POLICY_BLOCK_EXHAUSTED, v1::POLICY_NOT_AVAILABLE});
  hotel.When(Due("2026-03-01T10:00:00Z"))
      .ThenAccepted({R"pb(block_released { block_id: "g1" })pb"});
  hotel.When(Due("2026-03-01T10:00:00Z")).ThenAccepted();
  EXPECT_EQ(hotel.records().back().outcome().accepted().events_size(), 0);
  EXPECT_EQ(BlockOf(hotel).status(), v1::BLOCK_RELEASED);
  EXPECT_EQ(Blocked(hotel, 20260310), 0);
}

TEST(Declines, PolicyBlockExhaustedWhereTheBlockHasNoRoomLeft) {
  Ledgerless hotel;
  hotel.Given(OpenGroup("g1", 0, 1));
  hotel.Given(PickUp("b1"));
  hotel.When(PickUp("b2")).ThenDeclined({v1::POLICY_BLOCK_EXHAUSTED});
  hotel.When(PickUp("b2", 20260312, 20260314)).ThenDeclined({v1::POLICY_BLOCK_EXHAUSTED});
  // Whoever overrides the block takes a room that is on sale.
  const auto over = [](const v1::Request& request) {
    return Overriding({v1::POLICY_BLOCK_EXHAUSTED}, StaffMember(kManager), request);
  };
  hotel.When(over(PickUp("b2"))).ThenOverrode({v1::POLICY_BLOCK_EXHAUSTED});
  hotel.When(over(PickUp("b3"))).ThenOverrode({v1::POLICY_BLOCK_EXHAUSTED});
  EXPECT_EQ(PickedUp(hotel, 20260310), 3);
  EXPECT_EQ(Blocked(hotel, 20260310), 0);
  hotel.When(over(PickUp("b4"))).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
}

// The naive count: over all bookings of the block that hold a room or have used it.
int32_t CountedOver(const Ledgerless& hotel, int bookings, int32_t night) {
  int32_t count = 0;
  for (int i = 0; i < bookings; ++i) {
    const v1::Booking* const booking = hotel.state().FindBooking(absl::StrCat("b", i));
    if (booking == nullptr || booking->block_id() != "g1") continue;
    if (booking->status() == v1::CANCELLED || booking->status() == v1::NO_SHOW) continue;
    if (HeldRoomType(*booking) != "TWN") continue;
    count += booking->stay().arrival() <= night && night < booking->stay().departure();
  }
  return count;
}

TEST(Groups, HoweverBookingsComeAndGoTheBlockCountsThoseThatAreThere) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto below = [&random](uint32_t n) { return static_cast<int32_t>(random() % n); };
    Ledgerless hotel;
    hotel.Given(DefineRoomType("H1", "TWN", 8));
    hotel.Given(OpenGroup("g1", 0, 4));
    constexpr int kBookings = 24;
    for (int i = 0; i < 200; ++i) {
      const std::string id = absl::StrCat("b", below(kBookings));
      const int32_t arrival = 20260309 + below(4);
      const int32_t departure = arrival + 1 + below(3);
      switch (below(8)) {
        case 0:
          hotel.When(Cancel(id));
          break;
        case 1:
          hotel.When(ChangeStay(id, arrival, departure));
          break;
        case 2:
          hotel.When(Assign(id, below(2) == 0 ? "SUI" : "TWN"));
          break;
        case 3:
          hotel.When(Ask(Sales(), absl::StrCat("reinstate_booking { booking_id: '", id, "' }")));
          break;
        case 4:
          hotel.When(
              Ask(Sales(), absl::StrCat("split_booking { booking_id: '", id, "' new_booking_id: 'b",
                                        below(kBookings), "' at: ", arrival + 1, " }")));
          break;
        default:
          hotel.When(
              below(3) == 0
                  ? Create(
                        {.id = id, .arrival = arrival, .departure = departure, .room_type = "TWN"})
                  : PickUp(id, arrival, departure));
      }
      for (const int32_t night : {20260310, 20260311, 20260312}) {
        ASSERT_EQ(PickedUp(hotel, night), CountedOver(hotel, kBookings, night)) << night;
        ASSERT_LE(hotel.RoomsTaken("H1", "TWN", night) + Blocked(hotel, night), 8) << night;
      }
    }
  }
}

}  // namespace
}  // namespace daybook::testing
