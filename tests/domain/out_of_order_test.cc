// Rooms that can't be sold: what is said about them, what it takes from what can be sold, and how
// long it is remembered.
#include "ledger/domain/property/out_of_order.h"

#include <rapidcheck.h>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

CivilDate Date(int32_t yyyymmdd) { return CivilDate::FromYmd(yyyymmdd).value(); }

int32_t OutAt(const State& state, int32_t night, std::string_view room_type = "DBL") {
  return state.RoomsOutOfOrder("H1", room_type, Date(night));
}

v1::Request Spoilt(const std::function<void(v1::SetOutOfOrder&)>& change) {
  return With(OutOfOrder("H1", "DBL", 20260310, 20260312, 1),
              [&](v1::Request& r) { change(*r.mutable_set_out_of_order()); });
}

TEST(OutOfOrder, IsSetForEachNightAndReplacesWhatWasSaidBefore) {
  Ledgerless hotel;
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260313, 2))
      .ThenAccepted({R"pb(out_of_order_set {
                            property_id: "H1"
                            room_type_id: "DBL"
                            from: 20260310
                            until: 20260313
                            rooms: 2
                          })pb"});
  hotel.Given(OutOfOrder("H1", "DBL", 20260311, 20260315, 1));
  EXPECT_EQ(OutAt(hotel.state(), 20260309), 0);
  EXPECT_EQ(OutAt(hotel.state(), 20260310), 2);
  EXPECT_EQ(OutAt(hotel.state(), 20260311), 1);
  EXPECT_EQ(OutAt(hotel.state(), 20260314), 1);
  EXPECT_EQ(OutAt(hotel.state(), 20260315), 0);
  EXPECT_EQ(OutAt(hotel.state(), 20260310, "SUI"), 0);
  hotel.Given(OutOfOrder("H1", "DBL", 20260310, 20260315, 0));
  EXPECT_EQ(OutAt(hotel.state(), 20260312), 0);
  EXPECT_EQ(hotel.state().RoomsOutOfOrder("H2", "DBL", Date(20260310)), 0);
}

TEST(Declines, FormIdInvalidWhenWhatIsOutOfOrderHasNoName) {
  Ledgerless hotel;
  hotel.When(Spoilt([](v1::SetOutOfOrder& set) { set.clear_property_id(); }))
      .ThenDeclined({v1::FORM_ID_INVALID});
  hotel.When(Spoilt([](v1::SetOutOfOrder& set) { set.set_room_type_id("D B L"); }))
      .ThenDeclined({v1::FORM_ID_INVALID});
  hotel.When(Spoilt([](v1::SetOutOfOrder& set) { set.set_reason_code("a burst pipe"); }))
      .ThenDeclined({v1::FORM_ID_INVALID});
  hotel.When(Spoilt([](v1::SetOutOfOrder& set) { set.clear_reason_code(); })).ThenAccepted();
}

TEST(Declines, FormDateInvalidWhenNightsOutOfOrderAreNotInTheCalendar) {
  Ledgerless hotel;
  hotel.When(OutOfOrder("H1", "DBL", 20260230, 20260312, 1)).ThenDeclined({v1::FORM_DATE_INVALID});
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 0, 1)).ThenDeclined({v1::FORM_DATE_INVALID});
}

TEST(Declines, FormLimitInvalidWhenNightsOrRoomsOutOfOrderAreTooManyOrTooFew) {
  Ledgerless hotel;
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260310, 1)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260309, 1)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  // 731 nights from 2026-03-10 end on 2028-03-10.
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20280311, 1)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20280310, 1)).ThenAccepted();
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260311, -1))
      .ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260311, 100'001))
      .ThenDeclined({v1::FORM_LIMIT_INVALID});
}

TEST(Declines, FormRevisionNotApplicableToRoomsOutOfOrder) {
  Ledgerless hotel;
  hotel.When(IfRevision(1, OutOfOrder("H1", "DBL", 20260310, 20260311, 1)))
      .ThenDeclined({v1::FORM_REVISION_NOT_APPLICABLE});
}

TEST(Declines, IdentityRoleMissingWhenOthersThanTheFrontDeskTakeRoomsOutOfOrder) {
  Ledgerless hotel;
  const v1::Request request = OutOfOrder("H1", "DBL", 20260310, 20260311, 1);
  for (const v1::Actor& actor :
       {StaffMember(kReservations), StaffMember(kFinance), Guest("c-1"), SalesChannel("ota")}) {
    hotel.When(As(actor, request)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  }
  hotel.When(As(StaffMember(kFrontDeskOfH2), request))
      .ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  for (const v1::Actor& actor : {StaffMember(kFrontDesk), StaffMember(kManager), Operator()}) {
    hotel.When(As(actor, request)).ThenAccepted();
  }
}

TEST(Declines, StatePropertyUnknownOrRoomTypeUnknownWhereRoomsAreOutOfOrder) {
  Ledgerless hotel;
  hotel.When(OutOfOrder("H9", "DBL", 20260310, 20260311, 1))
      .ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  hotel.When(OutOfOrder("H1", "ATTIC", 20260310, 20260311, 1))
      .ThenDeclined({v1::STATE_ROOM_TYPE_UNKNOWN});
}

TEST(Declines, StateNightInPastWhenRoomsAreOutOfOrderBeforeTheBusinessDate) {
  Ledgerless hotel;
  hotel.GivenBusinessDate("H1", 20260303);
  hotel.When(OutOfOrder("H1", "DBL", 20260302, 20260311, 1))
      .ThenDeclined({v1::STATE_NIGHT_IN_PAST});
  hotel.When(OutOfOrder("H1", "DBL", 20260303, 20260311, 1)).ThenAccepted();
}

TEST(Declines, StateOutOfOrderAboveCapacityOfTheRoomType) {
  Ledgerless hotel;
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260311, 3))
      .ThenDeclined({v1::STATE_OUT_OF_ORDER_ABOVE_CAPACITY});
  // A room that may be overbooked is none that could break down.
  hotel.When(OutOfOrder("H1", "SUI", 20260310, 20260311, 2))
      .ThenDeclined({v1::STATE_OUT_OF_ORDER_ABOVE_CAPACITY});
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260311, 2)).ThenAccepted();
}

TEST(Declines, PolicyCapacityBelowSoldWhenARoomThatIsTakenGoesOutOfOrder) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "a", .arrival = 20260310, .departure = 20260312}),
               Create({.id = "b", .arrival = 20260311, .departure = 20260312})});
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260311, 1)).ThenAccepted();
  hotel.When(OutOfOrder("H1", "DBL", 20260309, 20260312, 1))
      .ThenDeclined({v1::POLICY_CAPACITY_BELOW_SOLD});
  hotel.When(OutOfOrder("H1", "DBL", 20260312, 20260320, 2)).ThenAccepted();
  hotel
      .When(Overriding({v1::POLICY_CAPACITY_BELOW_SOLD}, StaffMember(kManager),
                       OutOfOrder("H1", "DBL", 20260311, 20260312, 2)))
      .ThenOverrode({v1::POLICY_CAPACITY_BELOW_SOLD});
  EXPECT_EQ(OutAt(hotel.state(), 20260311), 2);
}

TEST(OutOfOrder, CanAlwaysBePutBackEvenWhereTooMuchIsSold) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "a"}), Create({.id = "b"}),
               Overriding({v1::POLICY_CAPACITY_BELOW_SOLD}, StaffMember(kManager),
                          OutOfOrder("H1", "DBL", 20260310, 20260312, 2))});
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260312, 1)).ThenAccepted();
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260312, 2))
      .ThenDeclined({v1::POLICY_CAPACITY_BELOW_SOLD});
  hotel.When(OutOfOrder("H1", "DBL", 20260310, 20260312, 0)).ThenAccepted();
}

TEST(Declines, PolicyNotAvailableWhereTheRoomIsOutOfOrder) {
  Ledgerless hotel;
  hotel.Given({OutOfOrder("H1", "DBL", 20260311, 20260312, 1), Create({.id = "a"})});
  // Created, promoted, changed and assigned: one room is left, and taken.
  hotel.When(Create({.id = "b"})).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.When(Create({.id = "short", .departure = 20260311})).ThenAccepted();
  hotel.When(ChangeDeparture("short", 20260312)).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.Given(Create({.id = "w", .arrival = 20260311, .status = v1::WAITLISTED}));
  hotel.When(Promote("w")).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.Given(Create({.id = "twin", .arrival = 20260311, .room_type = "TWN"}));
  hotel.When(Assign("twin", "DBL")).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.When(ChangeRoomType("twin", "DBL")).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  // Back again: one of them gets it.
  hotel.Given(OutOfOrder("H1", "DBL", 20260311, 20260312, 0));
  hotel.When(Promote("w")).ThenAccepted();
  hotel.When(Assign("twin", "DBL")).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
}

TEST(Declines, PolicyNotAvailableSaysHowManyRoomsAreOutOfOrder) {
  Ledgerless hotel;
  hotel.Given(OutOfOrder("H1", "DBL", 20260311, 20260312, 2));
  const Then then = hotel.When(Create());
  then.ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  EXPECT_EQ(
      then.record().outcome().declined().reasons(0).detail(),
      "room type DBL is sold out for 1 of the nights, first 2026-03-11 with 0 rooms taken of 2 "
      "and 0 overbooked, 2 out of order");
}

TEST(OutOfOrder, LeavesTheRoomOfAHoldToItsConfirmation) {
  Ledgerless hotel;
  hotel.Given({Create({.status = v1::HELD, .hold_until = "2026-03-05T10:00:00Z"}),
               OutOfOrder("H1", "DBL", 20260310, 20260312, 1)});
  hotel.When(Confirm("b1")).ThenAccepted();
}

TEST(OutOfOrder, MayBeOverbookedAsFarAsTheRoomTypeMay) {
  Ledgerless hotel;
  hotel.Given(OutOfOrder("H1", "SUI", 20260310, 20260312, 1));
  hotel.When(Create({.id = "a", .room_type = "SUI"})).ThenAccepted();
  hotel.When(Create({.id = "b", .room_type = "SUI"})).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
}

TEST(Declines, PolicyCapacityBelowSoldWhenARoomTypeShrinksBesideRoomsOutOfOrder) {
  Ledgerless hotel;
  hotel.Given({DefineRoomType("H1", "DBL", 3), Create({.id = "a"}), Create({.id = "b"}),
               OutOfOrder("H1", "DBL", 20260311, 20260312, 1)});
  hotel.When(DefineRoomType("H1", "DBL", 2)).ThenDeclined({v1::POLICY_CAPACITY_BELOW_SOLD});
  hotel.When(DefineRoomType("H1", "DBL", 2, 1)).ThenAccepted();
  hotel.Given(OutOfOrder("H1", "DBL", 20260311, 20260312, 0));
  hotel.When(DefineRoomType("H1", "DBL", 2)).ThenAccepted();
}

TEST(OutOfOrder, OfMoreRoomsThanAreLeftAfterARedefinitionLeavesNothingToSell) {
  Ledgerless hotel;
  hotel.Given({OutOfOrder("H1", "DBL", 20260310, 20260312, 2), DefineRoomType("H1", "DBL", 1)});
  hotel.When(Create()).ThenDeclined({v1::POLICY_NOT_AVAILABLE});
  hotel.When(DefineRoomType("H1", "DBL", 0)).ThenAccepted();
}

TEST(OutOfOrder, IsForgottenForNightsThatAreOver) {
  Ledgerless hotel;
  hotel.Given(OutOfOrder("H1", "DBL", 20260301, 20260304, 1));
  hotel.GivenBusinessDate("H1", 20260303);
  EXPECT_EQ(OutAt(hotel.state(), 20260302), 0);
  EXPECT_EQ(OutAt(hotel.state(), 20260303), 1);
  hotel.GivenBusinessDate("H1", 20260304);
  EXPECT_TRUE(hotel.state().NightsOutOfOrder("H1", "DBL")->runs().empty());
}

// What is stored after each record, over what was stored before.
class Stored {
 public:
  void Take(State& state) {
    for (StateRow& row : state.TakeDirtyRows()) {
      if (row.value.has_value()) {
        rows_[row.key] = *row.value;
      } else {
        rows_.erase(row.key);
      }
    }
  }
  State Loaded() const {
    State state;
    for (const auto& [key, value] : rows_) {
      const absl::Status loaded = state.LoadRow(key, value);
      EXPECT_TRUE(loaded.ok()) << loaded;
    }
    return state;
  }
  const std::map<std::string, std::string>& rows() const { return rows_; }

 private:
  std::map<std::string, std::string> rows_;
};

TEST(OutOfOrder, SurvivesItsWayThroughTheRowsHoweverOftenTheyAreTaken) {
  Ledgerless hotel;
  hotel.Given({OutOfOrder("H1", "DBL", 20260301, 20260304, 1),
               OutOfOrder("H1", "SUI", 20260301, 20260302, 1), Roll("H1", 20260301),
               OutOfOrder("H1", "DBL", 20260310, 20260320, 2), Roll("H1", 20260302)});
  State every_record, once;
  Stored often, at_the_end;
  for (const v1::Record& record : hotel.records()) {
    every_record.Apply(record);
    once.Apply(record);
    often.Take(every_record);
  }
  at_the_end.Take(once);
  EXPECT_EQ(often.rows(), at_the_end.rows());
  const State loaded = often.Loaded();
  for (const std::string_view type : {"DBL", "SUI"}) {
    EXPECT_EQ(loaded.NightsOutOfOrder("H1", type)->runs(),
              hotel.state().NightsOutOfOrder("H1", type)->runs());
  }
  EXPECT_EQ(OutAt(loaded, 20260303), 1);
  EXPECT_EQ(OutAt(loaded, 20260319), 2);
  EXPECT_EQ(loaded.dirty_rows(), 0u);
}

TEST(OutOfOrder, RefusesRowsThatStateDidNotWrite) {
  OutOfOrderNights nights;
  nights.Set(Date(20260310), Date(20260312), 1);
  nights.Set(Date(20260315), Date(20260316), 2);
  const std::string good = nights.Encode();
  const std::string key("OH1\0DBL", 7);
  State state;
  EXPECT_TRUE(state.LoadRow(key, good).ok());
  EXPECT_TRUE(state.LoadRow(key, good).ok());
  EXPECT_TRUE(State().LoadRow(key, "").ok());
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"OH1", good},
      {std::string("O\0DBL", 5), good},
      {std::string("OH1\0D\0L", 7), good},
      {key, good.substr(1)},
      {key, good.substr(12) + good.substr(0, 12)},      // not in order
      {key, good.substr(0, 8) + std::string(4, '\0')},  // no rooms
      {key, good.substr(0, 8) + std::string(4, '\xff')},
      {key, good.substr(4, 4) + good.substr(0, 4) + good.substr(8, 4)},  // ends before it begins
      {key, std::string(12, '\xff')},
  };
  for (size_t i = 0; i < bad.size(); ++i) {
    EXPECT_TRUE(absl::IsDataLoss(State().LoadRow(bad[i].first, bad[i].second))) << i;
  }
}

TEST(OutOfOrderNights, AreWhatWasSaidLastAboutEachNight) {
  EXPECT_TRUE(rc::check([] {
    std::map<int32_t, int32_t> expected;
    OutOfOrderNights nights;
    const CivilDate origin = Date(20260225);
    for (int i = *rc::gen::inRange(0, 20); i > 0; --i) {
      const int32_t from = *rc::gen::inRange(0, 30);
      const int32_t until = *rc::gen::inRange(0, 30);
      const int32_t rooms = *rc::gen::inRange(0, 3);
      if (*rc::gen::inRange(0, 8) == 0) {
        const bool any = !expected.empty() && expected.begin()->first < from;
        RC_ASSERT(nights.DropBefore(origin + from) == any);
        expected.erase(expected.begin(), expected.lower_bound(from));
        continue;
      }
      nights.Set(origin + from, origin + until, rooms);
      for (int32_t night = from; night < until; ++night) {
        expected.erase(night);
        if (rooms > 0) expected[night] = rooms;
      }
    }
    for (int32_t night = -1; night <= 31; ++night) {
      const auto found = expected.find(night);
      RC_ASSERT(nights.At(origin + night) == (found == expected.end() ? 0 : found->second));
    }
    const auto& runs = nights.runs();
    for (size_t i = 1; i < runs.size(); ++i) {
      RC_ASSERT(runs[i - 1].until < runs[i].from ||
                (runs[i - 1].until == runs[i].from && runs[i - 1].rooms != runs[i].rooms));
    }
    const auto decoded = OutOfOrderNights::Decode(nights.Encode());
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(decoded->runs() == runs);
  }));
}

}  // namespace
}  // namespace daybook::testing
