// Bookings that take another shape, and what stands behind a booking when it is made.
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/domain/request_text.h"
#include "tests/support/books_hotel.h"
#include "tests/support/policies.h"

namespace daybook::testing {
namespace {

using ::testing::ElementsAre;

v1::Request Reinstate(std::string_view id) {
  return Ask(StaffMember(kManager),
             absl::StrCat("reinstate_booking { booking_id: '", std::string(id), "' }"));
}

v1::Request Split(std::string_view id, std::string_view new_id, int32_t at) {
  return Ask(StaffMember(kReservations),
             absl::StrCat("split_booking { booking_id: '", std::string(id), "' new_booking_id: '",
                          std::string(new_id), "' at: ", at, " }"));
}

v1::Request Move(std::string_view id, std::string_view new_id, std::string_view to,
                 std::string_view room_type = "DBL") {
  return Ask(StaffMember(kReservations),
             absl::StrCat("move_booking { booking_id: '", std::string(id), "' new_booking_id: '",
                          std::string(new_id), "' to_property_id: '", std::string(to),
                          "' room_type_id: '", std::string(room_type), "' rate_plan_id: 'FLEX' }"));
}

v1::Request Turnaway(std::string_view more) {
  return Ask(StaffMember(kReservations),
             absl::StrCat("record_turnaway { property_id: 'H1' stay { arrival: 20260310 departure: "
                          "20260312 } rooms: 2 reason_code: 'sold-out' ",
                          std::string(more), " }"));
}

// A second house that keeps books, beside HB.
void GivenAnotherHouse(Ledgerless& hotel) {
  hotel.Given(With(DefineProperty("HC", "Europe/Lisbon"), [](v1::Request& r) {
    r.mutable_define_property()->mutable_property()->set_keeps_books(true);
  }));
  hotel.Given({DefineRoomType("HC", "DBL", 1),
               DefineRatePlan("HC", "FLEX", {PriceSpec{"DBL", 9'000, 4'000}})});
}

TEST(Reinstating, TakesACancellationBackWithEverythingItPosted) {
  BooksHotel hotel;
  hotel.WithTaxes();
  hotel.Given({Book("b1", 20260310, 20260312, "NRF"), Pay("b1", "p1", 30'000), Cancel("b1")});
  EXPECT_EQ(hotel.folio("b1").refund_due_minor(), 8'600);
  hotel.When(Reinstate("b1")).ThenAccepted();
  const v1::Booking& booking = hotel.booking("b1");
  EXPECT_EQ(booking.status(), v1::CONFIRMED);
  EXPECT_FALSE(booking.has_cancellation());
  EXPECT_EQ(booking.reinstated_count(), 1);
  EXPECT_EQ(booking.folio().deposit_minor(), 30'000);
  EXPECT_EQ(booking.folio().guest_minor(), 0);
  EXPECT_EQ(booking.folio().refund_due_minor(), 0);
  for (const v1::BookAccount account : {v1::PENALTY_REVENUE, v1::TAX, v1::REFUNDS_PAYABLE}) {
    EXPECT_EQ(hotel.Balance(account), 0) << v1::BookAccount_Name(account);
  }
  EXPECT_EQ(hotel.Balance(v1::DEPOSITS), -30'000);
  EXPECT_EQ(hotel.RoomsTaken("HB", "DBL", 20260310), 1);
  // The terms are those that it had.
  hotel.Given(Cancel("b1"));
  EXPECT_EQ(hotel.booking("b1").cancellation().penalty_minor(), 21'400);
}

TEST(Reinstating, NeedsARoom) {
  Ledgerless hotel;
  hotel.Given({Create(), Cancel("b1"), Create({.id = "x1"}), Create({.id = "x2"})});
  hotel.When(Reinstate("b1")).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.Given(Cancel("x1"));
  hotel.When(Reinstate("b1")).ThenAccepted({R"pb(booking_reinstated { booking_id: "b1" })pb"});
}

TEST(Reinstating, IsNotForWhatWentOnElsewhereOrNeverStood) {
  BooksHotel hotel;
  GivenPolicy(hotel,
              "policy_id: 'back' version: 1 refund { settlements: SETTLEMENT_VOUCHER "
              "voucher_valid_days: 30 }");
  hotel.Given({Create({.id = "live"}),
               Create({.id = "held",
                       .arrival = 20260410,
                       .departure = 20260412,
                       .status = v1::HELD,
                       .hold_until = "2026-03-02T10:00:00Z"}),
               Release("held")});
  hotel.When(Reinstate("live")).ThenDeclined({v1::STATE_BOOKING_STATUS});
  hotel.When(Reinstate("held")).ThenDeclined({v1::STATE_BOOKING_STATUS});
  hotel.Given({Book("b1", 20260310, 20260312), Pay("b1", "p1", 100)});
  v1::Request cancel = Cancel("b1");
  cancel.mutable_cancel_booking()->set_settlement(v1::SETTLEMENT_VOUCHER);
  cancel.mutable_cancel_booking()->set_voucher_id("v1");
  hotel.Given(cancel);
  hotel.When(Reinstate("b1")).ThenDeclined({v1::STATE_STATUS});
}

TEST(Declines, PolicyReinstateTooLate) {
  Ledgerless hotel;
  hotel.Given(
      {Create({.arrival = 20260301, .departure = 20260304}), NoShow("b1"), Roll("H1", 20260301)});
  hotel.When(Reinstate("b1")).ThenDeclined({v1::POLICY_REINSTATE_TOO_LATE});
  hotel
      .When(
          Overriding({v1::POLICY_REINSTATE_TOO_LATE}, StaffMember(kOtherManager), Reinstate("b1")))
      .ThenOverrode({v1::POLICY_REINSTATE_TOO_LATE});
  hotel.Given({Create({.id = "b2", .arrival = 20260302, .departure = 20260303}), Cancel("b2"),
               CheckInOf("b1"), Roll("H1", 20260302)});
  hotel.When(Reinstate("b2")).ThenDeclined({v1::STATE_NIGHT_IN_PAST});
}

TEST(Splitting, MakesTwoOfOneAndSellsNoRoomTwice) {
  Ledgerless hotel;
  hotel.Given({Create({.arrival = 20260310, .departure = 20260314}), Assign("b1", "TWN"),
               Pay("b1", "p1", 5'000)});
  hotel.When(Split("b1", "b2", 20260312))
      .ThenAccepted({R"pb(booking_created {
                            booking_id: "b2"
                            status: CONFIRMED
                            stay { arrival: 20260312 departure: 20260314 }
                            price { from: 20260312 to: 20260314 nightly_minor: 10000 }
                            split_from: "b1"
                          })pb",
                     R"pb(room_type_assigned { booking_id: "b2" room_type_id: "TWN" })pb",
                     R"pb(booking_changed {
                            booking_id: "b1"
                            stay { arrival: 20260310 departure: 20260312 }
                            price { from: 20260310 to: 20260312 nightly_minor: 10000 }
                            price_difference_minor: -20000
                          })pb",
                     R"pb(booking_split { booking_id: "b1" new_booking_id: "b2" })pb"});
  EXPECT_EQ(hotel.booking("b1").price_minor() + hotel.booking("b2").price_minor(), 40'000);
  for (int32_t night = 20260310; night < 20260314; ++night) {
    EXPECT_EQ(hotel.RoomsTaken("H1", "TWN", night), 1) << night;
    EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", night), 0) << night;
  }
  EXPECT_EQ(hotel.booking("b2").customer_id(), "c-1");
  EXPECT_EQ(hotel.booking("b2").terms().deadlines_size(), 1);
  EXPECT_TRUE(hotel.booking("b2").payments().empty());
}

TEST(Splitting, IsInsideTheStayAndAfterTheBusinessDate) {
  Ledgerless hotel;
  hotel.Given({Create({.arrival = 20260301, .departure = 20260304}), CheckInOf("b1"),
               Roll("H1", 20260301)});
  hotel.When(Split("b1", "b2", 20260301)).ThenDeclined({v1::FORM_STAY_INVALID});
  hotel.When(Split("b1", "b2", 20260304)).ThenDeclined({v1::FORM_STAY_INVALID});
  hotel.When(Split("b1", "b2", 20260302)).ThenDeclined({v1::STATE_NIGHT_IN_PAST});
  hotel.When(Split("b1", "b1", 20260303)).ThenDeclined({v1::STATE_BOOKING_EXISTS});
  hotel.When(Split("b1", "b2", 20260303)).ThenAccepted();
  EXPECT_EQ(hotel.booking("b1").stay().departure(), 20260303);
  EXPECT_EQ(hotel.booking("b2").status(), v1::CONFIRMED);
}

TEST(Moving, TakesTheStayAndItsDepositToAnotherHouse) {
  BooksHotel hotel;
  GivenAnotherHouse(hotel);
  hotel.Given({Book("b1", 20260310, 20260312), Pay("b1", "p1", 20'000)});
  const Then then = hotel.When(Move("b1", "c1", "HC"));
  then.ThenAccepted({R"pb(booking_created {
                            booking_id: "c1"
                            property_id: "HC"
                            stay { arrival: 20260310 departure: 20260312 }
                            price { from: 20260310 to: 20260312 nightly_minor: 9000 }
                            terms { policy { policy_id: "flexible" } }
                            moved_from: "b1"
                          })pb",
                     R"pb(booking_moved { booking_id: "b1" new_booking_id: "c1" })pb"});
  EXPECT_THAT(PostingsOf(then.record()),
              ElementsAre("DEPOSITS INTER_PROPERTY 20000", "INTER_PROPERTY DEPOSITS 20000"));
  EXPECT_EQ(hotel.folio("b1").deposit_minor(), 0);
  EXPECT_EQ(hotel.folio("c1").deposit_minor(), 20'000);
  EXPECT_EQ(hotel.booking("b1").status(), v1::CANCELLED);
  EXPECT_EQ(hotel.booking("b1").cancellation().cause(), v1::CANCELLATION_CAUSE_MOVED);
  EXPECT_EQ(hotel.booking("b1").moved_to(), "c1");
  EXPECT_EQ(hotel.RoomsTaken("HB", "DBL", 20260310), 0);
  EXPECT_EQ(hotel.RoomsTaken("HC", "DBL", 20260310), 1);
  EXPECT_EQ(hotel.Balance(v1::INTER_PROPERTY), -20'000);
  hotel.When(Reinstate("b1")).ThenDeclined({v1::STATE_BOOKING_STATUS});
}

TEST(Moving, NeedsRoomAndPlanThere) {
  BooksHotel hotel;
  GivenAnotherHouse(hotel);
  hotel.Given({DefineProperty("US", "America/New_York", "USD"), DefineRoomType("US", "DBL", 5),
               DefineRatePlan("US", "FLEX", {PriceSpec{}})});
  hotel.Given({Book("b1", 20260310, 20260312), Pay("b1", "p1", 20'000)});
  hotel.When(Move("b1", "c1", "XX")).ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  hotel.When(Move("b1", "c1", "HB")).ThenDeclined({v1::STATE_STATUS});
  hotel.When(Move("b1", "c1", "HC", "SUI")).ThenDeclined({v1::STATE_ROOM_TYPE_UNKNOWN});
  hotel.When(Move("b1", "c1", "US"))
      .ThenDeclined({v1::STATE_CURRENCY_MISMATCH, v1::STATE_BOOKS_NOT_KEPT});
  hotel.When(Move("b1", "b1", "HC")).ThenDeclined({v1::STATE_BOOKING_EXISTS});
  hotel.Given(Create({.id = "full", .property = "HC"}));
  hotel.When(Move("b1", "c1", "HC")).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
}

TEST(Moving, IsForWhoWorksAtBothHouses) {
  Ledgerless hotel;
  hotel.Given({DefineStaff({.id = "one", .roles = {v1::ROLE_RESERVATIONS}, .properties = {"H1"}}),
               Create()});
  hotel.When(As(StaffMember("one"), Move("b1", "c1", "H2")))
      .ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  hotel.When(Move("b1", "c1", "H2")).ThenAccepted();
}

TEST(ATurnaway, IsRecordedOfWhatTheHouseHas) {
  Ledgerless hotel;
  hotel.When(Turnaway("room_type_id: 'DBL' channel_id: 'ota'"))
      .ThenAccepted({R"pb(turnaway_recorded { property_id: "H1" })pb"});
  hotel.When(Turnaway("room_type_id: 'XXX'")).ThenDeclined({v1::STATE_ROOM_TYPE_UNKNOWN});
  hotel.When(Turnaway("channel_id: 'nobody'")).ThenDeclined({v1::STATE_CHANNEL_UNKNOWN});
  v1::Request none = Turnaway("");
  none.mutable_record_turnaway()->set_rooms(0);
  hotel.When(none).ThenDeclined({v1::FORM_LIMIT_INVALID});
}

TEST(ADeposit, IsAskedForByThePolicyInForceWhenItIsBooked) {
  BooksHotel hotel;
  hotel.WithTaxes();
  GivenPolicy(hotel,
              "policy_id: 'ahead' version: 1 deposit { stay_basis_points: 3000 "
              "due_days_after_booking: 7 due_days_before_arrival: 5 }");
  const Then soon = hotel.When(Book("soon", 20260310, 20260312));
  soon.ThenAccepted({R"pb(booking_created {
                            booking_id: "soon"
                            deposit_due_on: 20260305
                            deposit_required_minor: 6420
                          })pb"});
  std::vector<std::string> items;
  for (const v1::Item& item : soon.record().outcome().accepted().items()) {
    items.push_back(absl::StrCat(v1::ItemKind_Name(item.kind()), " ", item.amount_minor()));
  }
  EXPECT_THAT(items, ElementsAre("ITEM_DEPOSIT 6420", "ITEM_PRICE 21400", "ITEM_TAX 1400"));
  hotel.Given({Book("later", 20260401, 20260402), Book("today", 20260301, 20260302),
               With(Book("waits"), [](v1::Request& r) {
                 r.mutable_create_booking()->set_status(v1::WAITLISTED);
               })});
  EXPECT_EQ(hotel.booking("later").deposit_due_on(), 20260308);
  EXPECT_EQ(hotel.booking("today").deposit_due_on(), 20260301);
  EXPECT_EQ(hotel.booking("waits").deposit_due_on(), 0);
}

TEST(ADeposit, IsNotOwedByWhomAnAccountGuarantees) {
  BooksHotel hotel;
  GivenPolicy(hotel, "policy_id: 'ahead' version: 1 deposit { stay_basis_points: 3000 }");
  hotel.Given(Ask(StaffMember(kFinance),
                  "open_account { account { account_id: 'acme' customer_id: 'c-9' "
                  "home_property_id: 'HB' owner_staff_id: 'fin' } }"));
  v1::Request create = Book("b1", 20260310, 20260312);
  create.mutable_create_booking()->set_account_id("nobody");
  hotel.When(create).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  create.mutable_create_booking()->set_account_id("acme");
  hotel.When(create).ThenDeclined({v1::POLICY_CREDIT_NOT_GRANTED});
  hotel.When(Overriding({v1::POLICY_CREDIT_NOT_GRANTED}, StaffMember(kManager), create))
      .ThenOverrode({v1::POLICY_CREDIT_NOT_GRANTED});
  EXPECT_EQ(hotel.booking("b1").account_id(), "acme");
  EXPECT_EQ(hotel.booking("b1").deposit_due_on(), 0);
}

TEST(Availability, CountsWhatBlocksHold) {
  Ledgerless hotel;
  hotel.Given(Ask(StaffMember(kManager),
                  "open_block { block_id: 'g' property_id: 'H1' status: BLOCK_DEFINITE rooms { "
                  "room_type_id: 'DBL' from: 20260310 until: 20260312 rooms: 2 } }"));
  const Then then = hotel.When(Create());
  then.ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  EXPECT_NE(then.record().outcome().declined().reasons(0).detail().find("2 held for groups"),
            std::string::npos);
  v1::Request pick_up = Create();
  pick_up.mutable_create_booking()->set_block_id("g");
  hotel.When(pick_up).ThenAccepted();
  EXPECT_EQ(hotel.booking("b1").block_id(), "g");
}

}  // namespace
}  // namespace daybook::testing
