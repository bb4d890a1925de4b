// Identity: who may ask for what. Each test bears the name of the code it is about.
#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

TEST(Declines, IdentityActorUnknownWhenTheLedgerHasNoSuchStaffOrChannel) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.When(As(StaffMember("nobody"), Cancel("b1"))).ThenDeclined({v1::IDENTITY_ACTOR_UNKNOWN});
  // Nobody's booking came through a channel that is not there.
  hotel.When(As(SalesChannel("nowhere"), Cancel("b1")))
      .ThenDeclined({v1::IDENTITY_ACTOR_UNKNOWN, v1::IDENTITY_NOT_ENTITLED});
}

TEST(Declines, IdentityActorInactiveWhenStaffHaveLeftOrAChannelIsClosed) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.When(As(StaffMember(kFormerEmployee), Cancel("b1")))
      .ThenDeclined({v1::IDENTITY_ACTOR_INACTIVE});
  hotel.When(As(SalesChannel("old"), Create({.id = "b2", .channel = "old"})))
      .ThenDeclined({v1::IDENTITY_ACTOR_INACTIVE});
}

struct RoleCase {
  std::string name;
  v1::Request request;
  bool reservations;
  bool front_desk;
  bool finance;
};

TEST(Declines, IdentityRoleMissingFollowsTheTableOfRoles) {
  const std::vector<RoleCase> cases = {
      {"create", Create({.id = "b9", .room_type = "TWN"}), true, true, false},
      {"change", ChangeDeparture("b1", 20260313), true, true, false},
      {"confirm", Confirm("held"), true, true, false},
      {"release", Release("held"), true, true, false},
      {"promote", Promote("waiting"), true, true, false},
      {"assign", Assign("b1", "TWN"), true, true, false},
      {"cancel", Cancel("b1"), true, true, false},
      {"feedback", Remark("f1"), true, true, false},
      {"check in", CheckInOf("today"), false, true, false},
      {"check out", CheckOutOf("house"), false, true, false},
      {"no-show", NoShow("today"), false, true, false},
      {"payment", Pay("b1", "p9", 100), false, true, true},
      {"refund", Refund("b1", "p1", "f9", 100), false, true, true},
      {"settle", Settle("b1", "p1", "f1", v1::REFUND_SUCCEEDED), false, true, true},
      {"roll", Roll("H2", 20260301), false, true, false},
      {"define", DefineRoomType("H1", "NEW", 3), false, false, false},
  };
  for (const RoleCase& c : cases) {
    const std::vector<std::pair<std::string_view, bool>> staff = {{kReservations, c.reservations},
                                                                  {kFrontDesk, c.front_desk},
                                                                  {kFinance, c.finance},
                                                                  {kManager, true}};
    for (const auto& [who, allowed] : staff) {
      SCOPED_TRACE(c.name + " by " + std::string(who));
      Ledgerless hotel;
      hotel.Given({Create(), Pay("b1", "p1", 5'000), Refund("b1", "p1", "f1", 1'000),
                   Create({.id = "today", .arrival = 20260301, .departure = 20260303}),
                   Create({.id = "house", .arrival = 20260301, .departure = 20260303}),
                   CheckInOf("house"),
                   Create({.id = "held", .status = v1::HELD, .hold_until = "2026-03-02T10:00:00Z"}),
                   Create({.id = "waiting",
                           .arrival = 20260601,
                           .departure = 20260602,
                           .status = v1::WAITLISTED})});
      const Then then = hotel.When(As(StaffMember(who), c.request));
      if (allowed) {
        then.ThenAccepted();
      } else {
        then.ThenDeclined({v1::IDENTITY_ROLE_MISSING});
      }
    }
  }
}

TEST(Declines, IdentityRoleMissingWhenTheOperatorTouchesABooking) {
  Ledgerless hotel;
  hotel.Given(Create());
  for (const v1::Request& request :
       {Create({.id = "b2"}), Cancel("b1"), ChangeDeparture("b1", 20260313), Pay("b1", "p1", 100),
        NoShow("b1")}) {
    hotel.When(As(Operator(), request)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  }
  hotel.When(As(Operator(), Roll("H1", 20260301))).ThenAccepted();
}

TEST(Declines, IdentityRoleMissingWhenAGuestOrChannelAsksForWhatOnlyStaffDo) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260301, .departure = 20260303, .channel = "ota"}));
  for (const v1::Request& request : {CheckInOf("b1"), NoShow("b1"), Assign("b1", "TWN")}) {
    hotel.When(As(Guest("c-1"), request)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
    hotel.When(As(SalesChannel("ota"), request)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  }
  hotel.When(As(Guest("c-1"), Pay("b1", "p1", 100))).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel.When(As(SalesChannel("ota"), Pay("b1", "p1", 100, v1::PAYMENT_METHOD_CARD)))
      .ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel.When(As(SalesChannel("ota"), Pay("b1", "p1", 100, v1::PAYMENT_METHOD_CHANNEL)))
      .ThenAccepted();
  hotel.When(As(Guest("c-1"), DefineRoomType("H1", "X", 1)))
      .ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel.When(As(Guest("c-1"), Roll("H1", 20260301))).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
}

TEST(Declines, IdentityPropertyOutOfScopeWhenStaffWorkElsewhere) {
  Ledgerless hotel;
  hotel.Given(Create());
  const v1::Actor hal = StaffMember(kFrontDeskOfH2);
  hotel.When(As(hal, Create({.id = "b2"}))).ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  hotel.When(As(hal, Cancel("b1"))).ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  hotel.When(As(hal, Pay("b1", "p1", 100))).ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  hotel.When(As(hal, Roll("H1", 20260301))).ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  hotel.When(As(hal, Remark("f1", "H1"))).ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  hotel.When(As(StaffMember(kManagerOfH2), DefineRoomType("H1", "X", 1)))
      .ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  hotel.When(As(hal, Create({.id = "b2", .property = "H2"}))).ThenAccepted();
}

TEST(Declines, IdentityNotEntitledWhenTheBookingIsSomebodyElses) {
  Ledgerless hotel;
  hotel.Given(Create({.channel = "ota"}));
  hotel.Given(DefineChannel("gds"));
  for (const v1::Request& request : {Cancel("b1"), ChangeDeparture("b1", 20260313)}) {
    hotel.When(As(Guest("c-2"), request)).ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
    hotel.When(As(SalesChannel("gds"), request)).ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  }
  hotel.When(As(Guest("c-2"), Create({.id = "b2", .customer = "c-1"})))
      .ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  hotel.When(As(SalesChannel("gds"), Create({.id = "b2", .channel = "ota"})))
      .ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  hotel.When(As(SalesChannel("gds"), Pay("b1", "p1", 100, v1::PAYMENT_METHOD_CHANNEL)))
      .ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
}

TEST(Guests, CreateChangeConfirmReleaseAndCancelTheirOwnBookings) {
  Ledgerless hotel;
  const v1::Actor guest = Guest("c-1");
  hotel.When(As(guest, Create())).ThenAccepted();
  hotel.When(As(guest, ChangeDeparture("b1", 20260313))).ThenAccepted();
  hotel.When(As(guest, Cancel("b1"))).ThenAccepted();
  const BookingSpec held{.id = "held", .status = v1::HELD, .hold_until = "2026-03-02T10:00:00Z"};
  hotel.When(As(guest, Create(held))).ThenAccepted();
  hotel.When(As(guest, Confirm("held"))).ThenAccepted();
  BookingSpec another = held;
  another.id = "held-2";
  hotel.When(As(guest, Create(another))).ThenAccepted();
  hotel.When(As(guest, Release("held-2"))).ThenAccepted();
}

TEST(Channels, ActOnTheBookingsThatCameThroughThem) {
  Ledgerless hotel;
  const v1::Actor ota = SalesChannel("ota");
  hotel.When(As(ota, Create({.channel = "ota"}))).ThenAccepted();
  hotel.When(As(ota, ChangeDeparture("b1", 20260313))).ThenAccepted();
  hotel.When(As(ota, Pay("b1", "p1", 30'000, v1::PAYMENT_METHOD_CHANNEL))).ThenAccepted();
  hotel.When(As(ota, Cancel("b1"))).ThenAccepted();
}

TEST(Declines, IdentityActorReservedWhenTheSystemAsksForOtherThings) {
  Ledgerless hotel;
  hotel.Given(Create());
  for (const v1::Request& request : {Create({.id = "b2"}), Cancel("b1"), Roll("H1", 20260301),
                                     DefineChannel("x"), Pay("b1", "p", 1)}) {
    hotel.When(As(SystemActor(), request)).ThenDeclined({v1::IDENTITY_ACTOR_RESERVED});
  }
}

TEST(Declines, IdentityActorReservedWhenOthersAskForWhatIsTheSystems) {
  Ledgerless hotel;
  for (const v1::Actor& actor :
       {StaffMember(kManager), Operator(), Guest("c-1"), SalesChannel("ota")}) {
    for (const v1::Request& request :
         {Due("2026-03-01T10:00:00Z"), Schema(), ImportBegin(), ImportComplete()}) {
      hotel.When(As(actor, request)).ThenDeclined({v1::IDENTITY_ACTOR_RESERVED});
    }
  }
}

TEST(Declines, IdentityActorReservedWhenAnImporterComesWithoutAnImport) {
  Ledgerless hotel;
  hotel.When(As(Importer(), Create())).ThenDeclined({v1::IDENTITY_ACTOR_RESERVED});
}

TEST(Declines, IdentityAuthoriserUnknownWhenNobodyKnowsWhoAnswersForIt) {
  Ledgerless hotel;
  hotel.When(Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember("nobody"), Create()))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_UNKNOWN});
}

TEST(Declines, IdentityAuthoriserIsActorEvenForAManagerOrTheOperator) {
  Ledgerless hotel;
  const v1::Actor manager = StaffMember(kManager);
  hotel.When(As(manager, Overriding({v1::POLICY_NOT_AVAILABLE}, manager, Create())))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_IS_ACTOR});
  hotel
      .When(As(Operator(),
               Overriding({v1::POLICY_DUE_INS_UNRESOLVED}, Operator(), Roll("H1", 20260301))))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_IS_ACTOR});
}

TEST(Declines, IdentityAuthoriserRoleMissingUnlessAManagerInScope) {
  Ledgerless hotel;
  for (const std::string_view who : {kReservations, kFinance, kManagerOfH2}) {
    hotel.When(Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(who), Create()))
        .ThenDeclined({v1::IDENTITY_AUTHORISER_ROLE_MISSING});
  }
  hotel.When(Overriding({v1::POLICY_NOT_AVAILABLE}, Guest("c-9"), Create()))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_ROLE_MISSING});
  hotel.When(Overriding({v1::POLICY_NOT_AVAILABLE}, Operator(), Create()))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_ROLE_MISSING});
  hotel.When(Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(kManager), Create({.id = "b2"})))
      .ThenAccepted();
}

TEST(Declines, IdentityBackdatingNotAllowedWithoutTheAuthority) {
  Ledgerless hotel;
  hotel.Given(DefineStaff({.id = "bea", .roles = {v1::ROLE_FRONT_DESK}, .may_backdate = true}));
  const v1::Request earlier = EffectiveAt("2026-03-01T09:59:59Z", Create());
  hotel
      .When(
          As(SalesChannel("ota"), EffectiveAt("2026-03-01T09:59:59Z", Create({.channel = "ota"}))))
      .ThenDeclined({v1::IDENTITY_BACKDATING_NOT_ALLOWED});
  hotel.When(As(Guest("c-1"), earlier)).ThenDeclined({v1::IDENTITY_BACKDATING_NOT_ALLOWED});
  hotel.When(As(StaffMember("bea"), earlier)).ThenAccepted();
}

TEST(Importers, MayDoWhatEveryOtherActorMayNotOnceAnImportHasBegun) {
  Ledgerless hotel(Ledgerless::Begin::kEmpty);
  hotel.Given(ImportBegin());
  for (const v1::Request& definition : StandardHotel()) {
    hotel.WhenImported(As(Importer(), definition)).ThenAccepted();
  }
  for (const v1::Request& request :
       {Create({.arrival = 20260301, .departure = 20260303}), Assign("b1", "TWN"), CheckInOf("b1"),
        Pay("b1", "p1", 10'000), Refund("b1", "p1", "f1", 9'000),
        Settle("b1", "p1", "f1", v1::REFUND_SUCCEEDED), CheckOutOf("b1"), Roll("H1", 20260301)}) {
    hotel.WhenImported(As(Importer(), request)).ThenAccepted();
  }
}

TEST(Declines, IdentityAuthoriserRoleMissingWhenAGuestOrChannelOverridesAnything) {
  Ledgerless hotel;
  const v1::Request request =
      Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(kManager), Create());
  const Then then = hotel.When(As(Guest("c-1"), request));
  then.ThenDeclined({v1::IDENTITY_AUTHORISER_ROLE_MISSING});
  EXPECT_EQ(then.record().outcome().declined().reasons(0).field(), "override");
  const v1::Request by_channel =
      With(request, [](v1::Request& r) { r.mutable_create_booking()->set_channel_id("ota"); });
  hotel.When(As(SalesChannel("ota"), by_channel))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_ROLE_MISSING});
}

TEST(Declines, IdentityAuthoriserIsActorWhateverKindTheActorTakes) {
  Ledgerless hotel;
  v1::Actor mia_as_operator = Operator();
  mia_as_operator.set_id(std::string(kManager));
  hotel
      .When(As(mia_as_operator, Overriding({v1::POLICY_DUE_INS_UNRESOLVED}, StaffMember(kManager),
                                           Roll("H1", 20260301))))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_IS_ACTOR});
  hotel
      .When(As(StaffMember(kManager),
               Overriding({v1::POLICY_NOT_AVAILABLE}, mia_as_operator, Create())))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_IS_ACTOR, v1::IDENTITY_AUTHORISER_ROLE_MISSING});
}

TEST(Overrides, OfAnOperatorAreAuthorisedByAManagerOrAnotherOperator) {
  v1::Actor other = Operator();
  other.set_id("operator-2");
  for (const v1::Actor& authoriser : {other, StaffMember(kManager)}) {
    Ledgerless hotel;
    hotel.Given(Create({.arrival = 20260301, .departure = 20260304}));
    hotel
        .When(As(Operator(),
                 Overriding({v1::POLICY_DUE_INS_UNRESOLVED}, authoriser, Roll("H1", 20260301))))
        .ThenOverrode({v1::POLICY_DUE_INS_UNRESOLVED});
  }
}

TEST(Overrides, OfAnImportAreAuthorisedByItsOperatorOfTheSameName) {
  Ledgerless hotel(Ledgerless::Begin::kEmpty);
  hotel.Given(ImportBegin());
  for (const v1::Request& definition : StandardHotel()) {
    hotel.WhenImported(As(Importer(), definition)).ThenAccepted();
  }
  hotel.WhenImported(As(Importer(), Create())).ThenAccepted();
  v1::Actor namesake = Operator();
  namesake.set_id(Importer().id());
  const auto forced_by = [](const v1::Actor& authoriser) {
    return As(Importer(),
              Overriding({v1::POLICY_NO_SHOW_BEFORE_ARRIVAL}, authoriser, NoShow("b1")));
  };
  hotel.WhenImported(forced_by(Importer()))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_IS_ACTOR, v1::IDENTITY_AUTHORISER_ROLE_MISSING});
  hotel.WhenImported(forced_by(namesake)).ThenOverrode({v1::POLICY_NO_SHOW_BEFORE_ARRIVAL});
}

TEST(Declines, IdentityNotEntitledWhenAGuestOrChannelChangesAStayUnderWay) {
  Ledgerless hotel;
  hotel.Given(
      {Create({.arrival = 20260301, .departure = 20260304, .channel = "ota"}), CheckInOf("b1")});
  for (const v1::Actor& actor : {Guest("c-1"), SalesChannel("ota")}) {
    hotel.When(As(actor, ChangeDeparture("b1", 20260302)))
        .ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  }
  hotel.When(ChangeDeparture("b1", 20260302)).ThenAccepted();
}

TEST(Declines, IdentityNotEntitledWhenStaffDefineThemselves) {
  Ledgerless hotel;
  const Then then =
      hotel.When(As(StaffMember(kManager), DefineStaff({.id = std::string(kManager),
                                                        .roles = {v1::ROLE_FRONT_DESK},
                                                        .refund_limit_minor = 1'000'000})));
  then.ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  EXPECT_EQ(then.record().outcome().declined().reasons(0).field(), "define_staff.staff.staff_id");
}

TEST(Declines, IdentityRoleMissingWhenStaffGrantWhatOnlyAnOperatorMay) {
  Ledgerless hotel;
  const v1::Actor manager = StaffMember(kManager);
  const v1::Request new_manager = DefineStaff({.id = "sue", .roles = {v1::ROLE_MANAGER}});
  const v1::Request backdater =
      DefineStaff({.id = "sue", .roles = {v1::ROLE_FRONT_DESK}, .may_backdate = true});
  for (const v1::Request& request : {new_manager, backdater}) {
    hotel.When(As(manager, request)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
    hotel.When(As(Operator(), request)).ThenAccepted();
  }
  hotel.When(As(manager, DefineStaff({.id = "tom"}))).ThenAccepted();
}

TEST(Declines, IdentityBackdatingNotAllowedBeforeTheBookingWasMade) {
  Ledgerless hotel;
  hotel.Given(DefineStaff({.id = "bea", .roles = {v1::ROLE_FRONT_DESK}, .may_backdate = true}));
  hotel.SetNow("2026-03-01T12:00:00Z");
  hotel.Given(Create());
  hotel.SetNow("2026-03-02T12:00:00Z");
  const v1::Actor bea = StaffMember("bea");
  hotel.When(As(bea, EffectiveAt("2026-03-01T11:59:59.999999Z", Cancel("b1"))))
      .ThenDeclined({v1::IDENTITY_BACKDATING_NOT_ALLOWED});
  hotel.When(As(bea, EffectiveAt("2026-03-01T12:00:00Z", Cancel("b1")))).ThenAccepted();
}

TEST(Declines, IdentityNotEntitledWhenAGuestBooksInTheNameOfAChannel) {
  Ledgerless hotel;
  hotel.When(As(Guest("c-1"), Create({.channel = "ota"})))
      .ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  hotel.When(As(Guest("c-1"), Create())).ThenAccepted();
}

TEST(Declines, IdentityNotEntitledWhenAChannelSpeaksForAnotherCustomer) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "b1", .channel = "ota"}),
               Create({.id = "nobodys", .customer = "", .channel = "ota"})});
  const auto about = [](const std::string& booking, const std::string& customer) {
    return As(SalesChannel("ota"), With(Remark("f-" + booking), [&](v1::Request& r) {
                r.mutable_record_feedback()->mutable_feedback()->set_booking_id(booking);
                r.mutable_record_feedback()->mutable_feedback()->set_customer_id(customer);
              }));
  };
  hotel.When(about("b1", "c-2")).ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  hotel.When(about("nobodys", "c-2")).ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
  hotel.When(about("b1", "c-1")).ThenAccepted();
  hotel.When(about("nobodys", "")).ThenAccepted();
}

}  // namespace
}  // namespace daybook::testing
