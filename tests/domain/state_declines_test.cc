// State: what exists. Each test bears the name of the code it is about.
#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

TEST(Declines, StatePropertyUnknownWhereNoneIsDefined) {
  Ledgerless hotel;
  hotel.When(Create({.property = "H9"})).ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  hotel.When(Roll("H9", 20260301)).ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  hotel.When(DefineRoomType("H9", "DBL", 1)).ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  hotel.When(DefineRatePlan("H9", "FLEX", {{}})).ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  hotel.When(Remark("f1", "H9")).ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
}

TEST(Declines, StateRoomTypeUnknownWhereThePropertyHasNone) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.When(Create({.id = "b2", .room_type = "PENTHOUSE"}))
      .ThenDeclined({v1::STATE_ROOM_TYPE_UNKNOWN});
  hotel.When(Create({.id = "b2", .property = "H2", .room_type = "SUI"}))
      .ThenDeclined({v1::STATE_ROOM_TYPE_UNKNOWN});
  hotel.When(ChangeRoomType("b1", "PENTHOUSE")).ThenDeclined({v1::STATE_ROOM_TYPE_UNKNOWN});
  hotel.When(Assign("b1", "PENTHOUSE")).ThenDeclined({v1::STATE_ROOM_TYPE_UNKNOWN});
  hotel.When(DefineRatePlan("H1", "X", {{"PENTHOUSE", 1, 1}}))
      .ThenDeclined({v1::STATE_ROOM_TYPE_UNKNOWN});
}

TEST(Declines, StateRatePlanUnknownWhereThePropertyHasNone) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.When(Create({.id = "b2", .rate_plan = "GONE"})).ThenDeclined({v1::STATE_RATE_PLAN_UNKNOWN});
  hotel
      .When(With(Change("b1"),
                 [](v1::Request& r) { r.mutable_change_booking()->set_rate_plan_id("GONE"); }))
      .ThenDeclined({v1::STATE_RATE_PLAN_UNKNOWN});
}

TEST(Declines, StateChannelUnknownWhenSoldThroughNobody) {
  Ledgerless hotel;
  hotel.When(Create({.channel = "nowhere"})).ThenDeclined({v1::STATE_CHANNEL_UNKNOWN});
}

TEST(Declines, StateBookingUnknownForEveryVerb) {
  Ledgerless hotel;
  for (const v1::Request& request :
       {Confirm("x"), Release("x"), Promote("x"), Cancel("x"), ChangeDeparture("x", 20260313),
        Assign("x", "SUI"), CheckInOf("x"), CheckOutOf("x"), NoShow("x"), Pay("x", "p1", 100),
        Refund("x", "p1", "f1", 100), Settle("x", "p1", "f1", v1::REFUND_FAILED)}) {
    hotel.When(request).ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
  }
  hotel
      .When(With(Remark("f1"),
                 [](v1::Request& r) {
                   r.mutable_record_feedback()->mutable_feedback()->set_booking_id("x");
                 }))
      .ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
}

TEST(Declines, StateBookingExistsForEverAlsoOnceCancelled) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.When(Create()).ThenDeclined({v1::STATE_BOOKING_EXISTS});
  hotel.When(Create({.property = "H2"})).ThenDeclined({v1::STATE_BOOKING_EXISTS});
  hotel.Given(Cancel("b1"));
  hotel.When(Create()).ThenDeclined({v1::STATE_BOOKING_EXISTS});
}

// Which verb is possible in which status.
TEST(Declines, StateBookingStatusForEveryVerbInEveryStatusThatDoesNotAllowIt) {
  const std::vector<v1::BookingStatus> statuses = {v1::HELD,     v1::WAITLISTED,  v1::CONFIRMED,
                                                   v1::IN_HOUSE, v1::CHECKED_OUT, v1::CANCELLED,
                                                   v1::NO_SHOW};
  struct Verb {
    std::string name;
    v1::Request request;
    std::set<v1::BookingStatus> allowed;
  };
  const std::vector<Verb> verbs = {
      {"confirm", Confirm("b1"), {v1::HELD}},
      {"release", Release("b1"), {v1::HELD}},
      {"promote", Promote("b1"), {v1::WAITLISTED}},
      {"cancel", Cancel("b1"), {v1::HELD, v1::WAITLISTED, v1::CONFIRMED}},
      {"change",
       ChangeDeparture("b1", 20260304),
       {v1::HELD, v1::WAITLISTED, v1::CONFIRMED, v1::IN_HOUSE}},
      {"check in", CheckInOf("b1"), {v1::CONFIRMED}},
      {"check out", CheckOutOf("b1"), {v1::IN_HOUSE}},
      {"no-show", NoShow("b1"), {v1::CONFIRMED}},
  };
  for (const v1::BookingStatus status : statuses) {
    for (const Verb& verb : verbs) {
      SCOPED_TRACE(verb.name + " when " + v1::BookingStatus_Name(status));
      Ledgerless hotel;
      BookingSpec spec{.arrival = 20260301, .departure = 20260303};
      if (status == v1::HELD || status == v1::WAITLISTED) spec.status = status;
      if (status == v1::HELD) spec.hold_until = "2026-03-02T10:00:00Z";
      hotel.Given(Create(spec));
      if (status == v1::IN_HOUSE || status == v1::CHECKED_OUT) hotel.Given(CheckInOf("b1"));
      if (status == v1::CHECKED_OUT) hotel.Given(CheckOutOf("b1"));
      if (status == v1::CANCELLED) hotel.Given(Cancel("b1"));
      if (status == v1::NO_SHOW) hotel.Given(NoShow("b1"));
      ASSERT_EQ(hotel.booking("b1").status(), status);
      const Then then = hotel.When(verb.request);
      if (verb.allowed.contains(status)) {
        then.ThenAccepted();
      } else {
        then.ThenDeclined({v1::STATE_BOOKING_STATUS});
      }
    }
  }
}

TEST(Declines, StateRevisionStaleWhenTheBookingHasMovedOn) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.Given(IfRevision(1, ChangeDeparture("b1", 20260313)));
  hotel.When(IfRevision(1, Cancel("b1"))).ThenDeclined({v1::STATE_REVISION_STALE});
  hotel.When(IfRevision(3, Cancel("b1"))).ThenDeclined({v1::STATE_REVISION_STALE});
  EXPECT_EQ(hotel.booking("b1").revision(), 2);
  hotel.When(IfRevision(2, Cancel("b1"))).ThenAccepted();
}

TEST(Declines, StateRevisionStaleWhenADefinitionHasBeenReplaced) {
  Ledgerless hotel;
  hotel.Given(IfRevision(1, DefineRoomType("H1", "DBL", 3)));
  EXPECT_EQ(hotel.state().FindRoomType("H1", "DBL")->revision(), 2);
  hotel.When(IfRevision(1, DefineRoomType("H1", "DBL", 5)))
      .ThenDeclined({v1::STATE_REVISION_STALE});
  EXPECT_EQ(hotel.state().FindRoomType("H1", "DBL")->definition().capacity(), 3);
}

TEST(Declines, StatePaymentUnknownWhenTheBookingHasNoSuchPayment) {
  Ledgerless hotel;
  hotel.Given({Create(), Create({.id = "b2"}), Pay("b2", "p1", 5'000)});
  hotel.When(Refund("b1", "p1", "f1", 100)).ThenDeclined({v1::STATE_PAYMENT_UNKNOWN});
  hotel.When(Settle("b1", "p1", "f1", v1::REFUND_SUCCEEDED))
      .ThenDeclined({v1::STATE_PAYMENT_UNKNOWN});
}

TEST(Declines, StatePaymentExistsWithinItsBookingOnly) {
  Ledgerless hotel;
  hotel.Given({Create(), Pay("b1", "p1", 5'000), Create({.id = "b2"})});
  hotel.When(Pay("b1", "p1", 5'000)).ThenDeclined({v1::STATE_PAYMENT_EXISTS});
  hotel.When(Pay("b2", "p1", 5'000)).ThenAccepted();
}

TEST(Declines, StateRefundUnknownWhenThePaymentHasNoSuchRefund) {
  Ledgerless hotel;
  hotel.Given({Create(), Pay("b1", "p1", 5'000)});
  hotel.When(Settle("b1", "p1", "f1", v1::REFUND_SUCCEEDED))
      .ThenDeclined({v1::STATE_REFUND_UNKNOWN});
}

TEST(Declines, StateRefundExistsAlsoUnderAnotherPaymentOfTheBooking) {
  Ledgerless hotel;
  hotel.Given(
      {Create(), Pay("b1", "p1", 5'000), Pay("b1", "p2", 5'000), Refund("b1", "p1", "f1", 100)});
  hotel.When(Refund("b1", "p1", "f1", 100)).ThenDeclined({v1::STATE_REFUND_EXISTS});
  hotel.When(Refund("b1", "p2", "f1", 100)).ThenDeclined({v1::STATE_REFUND_EXISTS});
}

TEST(Declines, StateRefundSettledOnceIsForGood) {
  for (const v1::RefundStatus first :
       {v1::REFUND_SUCCEEDED, v1::REFUND_FAILED, v1::REFUND_CANCELLED}) {
    Ledgerless hotel;
    hotel.Given({Create(), Pay("b1", "p1", 5'000), Refund("b1", "p1", "f1", 100),
                 Settle("b1", "p1", "f1", first)});
    for (const v1::RefundStatus second :
         {v1::REFUND_SUCCEEDED, v1::REFUND_FAILED, v1::REFUND_CANCELLED}) {
      hotel.When(Settle("b1", "p1", "f1", second)).ThenDeclined({v1::STATE_REFUND_SETTLED});
    }
  }
}

TEST(Declines, StateFeedbackExistsUnderTheSameId) {
  Ledgerless hotel;
  hotel.Given(Remark("f1"));
  hotel.When(Remark("f1", "H2")).ThenDeclined({v1::STATE_FEEDBACK_EXISTS});
}

TEST(Declines, StateCurrencyMismatchWhenMoneyIsNotThePropertys) {
  Ledgerless hotel;
  hotel.Given({Create(), Pay("b1", "p1", 5'000)});
  hotel
      .When(With(Pay("b1", "p2", 100),
                 [](v1::Request& r) {
                   r.mutable_record_payment()->mutable_amount()->set_currency("USD");
                 }))
      .ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  hotel
      .When(With(Refund("b1", "p1", "f1", 100),
                 [](v1::Request& r) {
                   r.mutable_refund_payment()->mutable_amount()->set_currency("JPY");
                 }))
      .ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
  hotel
      .When(As(StaffMember(kManager),
               With(Create({.id = "b2"}),
                    [](v1::Request& r) {
                      *r.mutable_create_booking()->mutable_nightly_override() = Euro(100);
                      r.mutable_create_booking()->mutable_nightly_override()->set_currency("USD");
                    })))
      .ThenDeclined({v1::STATE_CURRENCY_MISMATCH});
}

TEST(Declines, StateBusinessDateMismatchWhenAnotherDayIsClosed) {
  Ledgerless hotel;
  hotel.When(Roll("H1", 20260228)).ThenDeclined({v1::STATE_BUSINESS_DATE_MISMATCH});
  hotel.When(Roll("H1", 20260302)).ThenDeclined({v1::STATE_BUSINESS_DATE_MISMATCH});
  hotel.Given(Roll("H1", 20260301));
  hotel.When(Roll("H1", 20260301)).ThenDeclined({v1::STATE_BUSINESS_DATE_MISMATCH});
}

TEST(Declines, StatePropertyFieldFixedForZoneCurrencyAndFirstDate) {
  Ledgerless hotel;
  hotel.When(DefineProperty("H1", "Europe/Paris")).ThenDeclined({v1::STATE_PROPERTY_FIELD_FIXED});
  hotel.When(DefineProperty("H1", "Europe/Berlin", "USD"))
      .ThenDeclined({v1::STATE_PROPERTY_FIELD_FIXED});
  hotel.When(DefineProperty("H1", "Europe/Berlin", "EUR", 20260302))
      .ThenDeclined({v1::STATE_PROPERTY_FIELD_FIXED});
  hotel.When(DefineProperty("H1", "Europe/Berlin", "EUR", 20260301, v1::DUE_IN_POLICY_MARK_NO_SHOW))
      .ThenAccepted();
}

TEST(Declines, StateRoomTypeNotPricedByTheRatePlan) {
  Ledgerless hotel;
  hotel.Given(Create({.rate_plan = "NRF"}));
  hotel.When(Create({.id = "b2", .room_type = "TWN", .rate_plan = "NRF"}))
      .ThenDeclined({v1::STATE_ROOM_TYPE_NOT_PRICED});
  hotel.When(ChangeRoomType("b1", "TWN")).ThenDeclined({v1::STATE_ROOM_TYPE_NOT_PRICED});
}

TEST(Declines, StateNightInPastBeforeArrivalAndInHouse) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "later"}),
               Create({.id = "house", .arrival = 20260301, .departure = 20260305}),
               CheckInOf("house")});
  hotel.GivenBusinessDate("H1", 20260303);
  hotel.When(Create({.id = "b2", .arrival = 20260302, .departure = 20260304}))
      .ThenDeclined({v1::STATE_NIGHT_IN_PAST});
  hotel.When(ChangeStay("later", 20260302, 20260312)).ThenDeclined({v1::STATE_NIGHT_IN_PAST});
  hotel.When(ChangeDeparture("house", 20260302)).ThenDeclined({v1::STATE_NIGHT_IN_PAST});
  hotel.When(ChangeStay("house", 20260302, 20260305)).ThenDeclined({v1::STATE_NIGHT_IN_PAST});
  hotel.When(ChangeDeparture("house", 20260304)).ThenAccepted();
  hotel.When(ChangeStay("later", 20260303, 20260304)).ThenAccepted();
}

TEST(Declines, StateAlreadyAssignedWhenTheBookingHoldsThatTypeNow) {
  Ledgerless hotel;
  hotel.Given({Create(), Assign("b1", "SUI")});
  hotel.When(Assign("b1", "SUI")).ThenDeclined({v1::STATE_ALREADY_ASSIGNED});
}

TEST(Declines, StateTooManyDueWhenOneRecordCantHoldTheRoll) {
  Ledgerless hotel;
  hotel.Given(DefineRoomType("H2", "DBL", 2'000));
  // 1,500 no-shows with ids of 40 characters can't fit into a record of 65,535 bytes, whatever the
  // encoding.
  for (int i = 0; i < 1'500; ++i) {
    const std::string id = "b-" + std::string(32, 'x') + "-" + std::to_string(10'000 + i);
    hotel.Given(Create({.id = id, .property = "H2", .arrival = 20260301, .departure = 20260302}));
  }
  hotel.When(Roll("H2", 20260301)).ThenDeclined({v1::STATE_TOO_MANY_DUE});
  EXPECT_EQ(hotel.state().FindProperty("H2")->business_date(), 20260301);
}

TEST(Declines, StateImportNotAllowedIntoALedgerWithRequestsOfItsOwn) {
  Ledgerless hotel;
  hotel.When(ImportBegin()).ThenDeclined({v1::STATE_IMPORT_NOT_ALLOWED});
}

TEST(Declines, StateImportNotAllowedBesideAnotherImport) {
  Ledgerless hotel(Ledgerless::Begin::kEmpty);
  hotel.Given(Schema());
  hotel.When(ImportComplete()).ThenDeclined({v1::STATE_IMPORT_NOT_ALLOWED});
  hotel.Given(ImportBegin());
  hotel
      .When(With(
          ImportBegin(),
          [](v1::Request& r) { r.mutable_begin_import()->set_file_sha256(std::string(32, 'y')); }))
      .ThenDeclined({v1::STATE_IMPORT_NOT_ALLOWED});
  hotel
      .When(With(ImportComplete(),
                 [](v1::Request& r) {
                   r.mutable_complete_import()->set_file_sha256(std::string(32, 'y'));
                 }))
      .ThenDeclined({v1::STATE_IMPORT_NOT_ALLOWED});
  hotel.When(ImportComplete()).ThenAccepted();
}

TEST(Declines, StateHoldExpiredWhenTheExpiryIsNotInTheFuture) {
  Ledgerless hotel;
  hotel.When(Create({.status = v1::HELD, .hold_until = "2026-03-01T10:00:00Z"}))
      .ThenDeclined({v1::STATE_HOLD_EXPIRED});
  hotel.When(Create({.status = v1::HELD, .hold_until = "2026-03-01T09:00:00Z"}))
      .ThenDeclined({v1::STATE_HOLD_EXPIRED});
  hotel.When(Create({.status = v1::HELD, .hold_until = "2026-03-01T10:00:00.000001Z"}))
      .ThenAccepted();
}

TEST(Declines, StateCustomerMismatchWhenFeedbackNamesAnotherGuest) {
  Ledgerless hotel;
  hotel.Given(Create({.customer = "c-1"}));
  const auto about = [](const std::string& id, const std::string& customer) {
    return With(Remark(id), [&](v1::Request& r) {
      r.mutable_record_feedback()->mutable_feedback()->set_booking_id("b1");
      r.mutable_record_feedback()->mutable_feedback()->set_customer_id(customer);
    });
  };
  hotel.When(about("f1", "c-2")).ThenDeclined({v1::STATE_CUSTOMER_MISMATCH});
  hotel.When(about("f1", "c-1")).ThenAccepted();
}

TEST(Declines, StateHoldExpiredWhenItIsConfirmedTooLate) {
  Ledgerless hotel;
  hotel.Given(Create({.status = v1::HELD, .hold_until = "2026-03-01T12:00:00Z"}));
  hotel.SetNow("2026-03-01T12:00:00Z");
  hotel.When(Confirm("b1")).ThenDeclined({v1::STATE_HOLD_EXPIRED});
  EXPECT_EQ(hotel.RoomsTaken("H1", "DBL", 20260310), 1);  // until its expiry is recorded
  hotel.Given(Due("2026-03-01T12:00:00Z"));
  hotel.When(Confirm("b1")).ThenDeclined({v1::STATE_BOOKING_STATUS});
}

TEST(Declines, StatePolicyVersionUsedWhenOtherRulesTakeItsPlace) {
  Ledgerless hotel;
  const auto define = [](const v1::CancellationPolicy& policy, int64_t nightly_minor = 10'000) {
    return DefineRatePlan("H1", "P", {{"DBL", nightly_minor, 5'000}}, policy);
  };
  const v1::CancellationPolicy second = InVersion(2, Policy("p", {Tier(1, 0, Flat(100))}));
  hotel.Given(define(second));
  hotel.When(define(InVersion(2, Policy("p", {Tier(1, 0, Flat(200))}))))
      .ThenDeclined({v1::STATE_POLICY_VERSION_USED});
  hotel.When(define(InVersion(1, Policy("p", {Tier(1, 0, Flat(100))}))))
      .ThenDeclined({v1::STATE_POLICY_VERSION_USED});
  hotel.When(define(second, 12'000)).ThenAccepted();
  hotel.When(define(InVersion(3, Policy("p", {Tier(1, 0, Flat(200))})))).ThenAccepted();
  hotel.When(define(Policy("another", {}))).ThenAccepted();
}

TEST(Declines, StateTooManyPaymentsOfABookingOrRefundsOfAPayment) {
  Ledgerless hotel;
  hotel.Given(Create());
  for (int i = 0; i < 256; ++i) {
    hotel.Given(Pay("b1", "p" + std::to_string(i), 1'000));
    hotel.Given(Refund("b1", "p0", "f" + std::to_string(i), 1));
  }
  hotel.When(Pay("b1", "one-more", 1)).ThenDeclined({v1::STATE_TOO_MANY_PAYMENTS});
  hotel.When(Refund("b1", "p0", "one-more", 1)).ThenDeclined({v1::STATE_TOO_MANY_PAYMENTS});
  hotel.When(Refund("b1", "p1", "one-more", 1)).ThenAccepted();
}

TEST(Declines, StateNightInPastWhenADepartureMovesThereBeforeCheckIn) {
  const BookingSpec overdue{.arrival = 20260301, .departure = 20260306};
  BookingSpec waiting = overdue;
  waiting.status = v1::WAITLISTED;
  for (const BookingSpec& spec : {overdue, waiting}) {
    Ledgerless hotel;
    hotel.Given(Create(spec));
    for (const int32_t date : {20260301, 20260302}) {
      hotel.Given(
          Overriding({v1::POLICY_DUE_INS_UNRESOLVED}, StaffMember(kManager), Roll("H1", date)));
    }
    hotel.When(ChangeDeparture("b1", 20260302)).ThenDeclined({v1::STATE_NIGHT_IN_PAST});
    hotel.When(ChangeDeparture("b1", 20260303)).ThenAccepted();
  }
}

TEST(Declines, StateImportNotAllowedWhenTheSameFileIsReadOtherwise) {
  Ledgerless hotel(Ledgerless::Begin::kEmpty);
  hotel.Given(ImportBegin("csv"));
  hotel.When(ImportBegin("another-format")).ThenDeclined({v1::STATE_IMPORT_NOT_ALLOWED});
  hotel
      .When(With(ImportBegin("csv"),
                 [](v1::Request& r) { r.mutable_begin_import()->set_planned_requests(11); }))
      .ThenDeclined({v1::STATE_IMPORT_NOT_ALLOWED});
  hotel.When(ImportBegin("csv")).ThenAccepted();
}

TEST(Declines, StateImportNotAllowedAfterARequestFromOutsideWhateverBecameOfIt) {
  // Its time is the machine's: what is imported would go back behind it.
  Ledgerless hotel(Ledgerless::Begin::kEmpty);
  hotel.When(Cancel("nobody")).ThenDeclined({v1::IDENTITY_ACTOR_UNKNOWN});
  hotel.When(ImportBegin()).ThenDeclined({v1::STATE_IMPORT_NOT_ALLOWED});
}

TEST(Declines, StateImportNotAllowedIntoASimulation) {
  Ledgerless hotel(Ledgerless::Begin::kEmpty);
  hotel.Given(SimulationBegin());
  hotel.When(ImportBegin()).ThenDeclined({v1::STATE_IMPORT_NOT_ALLOWED});
}

TEST(Declines, StateSimulationNotAllowedIntoALedgerWithAnythingElse) {
  Ledgerless own(Ledgerless::Begin::kEmpty);
  own.When(Cancel("nobody")).ThenDeclined({v1::IDENTITY_ACTOR_UNKNOWN});
  own.When(SimulationBegin()).ThenDeclined({v1::STATE_SIMULATION_NOT_ALLOWED});

  Ledgerless imported(Ledgerless::Begin::kEmpty);
  imported.Given(ImportBegin());
  imported.When(SimulationBegin()).ThenDeclined({v1::STATE_SIMULATION_NOT_ALLOWED});
  imported.Given(ImportComplete());
  imported.When(SimulationBegin()).ThenDeclined({v1::STATE_SIMULATION_NOT_ALLOWED});
}

TEST(Declines, StateSimulationNotAllowedBesideAnotherSimulation) {
  Ledgerless hotel(Ledgerless::Begin::kEmpty);
  hotel.When(SimulationBegin(7))
      .ThenAccepted({R"pb(simulation_begun { source: "hotels-1" seed: 7 })pb"});
  hotel.WhenSimulated(DefineProperty("H1")).ThenAccepted();
  hotel.When(SimulationBegin(8)).ThenDeclined({v1::STATE_SIMULATION_NOT_ALLOWED});
  for (const auto& change : std::vector<std::function<void(v1::BeginSimulation&)>>{
           [](v1::BeginSimulation& begin) { begin.set_source("hotels-2"); },
           [](v1::BeginSimulation& begin) { begin.set_settings_sha256(std::string(32, 't')); }}) {
    hotel
        .When(With(SimulationBegin(7),
                   [&](v1::Request& r) { change(*r.mutable_begin_simulation()); }))
        .ThenDeclined({v1::STATE_SIMULATION_NOT_ALLOWED});
  }
  hotel.When(SimulationBegin(7)).ThenAccepted();
}

}  // namespace
}  // namespace daybook::testing
