// What channels call things, what partners are for, and what of a property never changes.
#include "gtest/gtest.h"
#include "ledger/domain/property/channel_codes.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

v1::Request DefineChannelWith(const std::function<void(v1::ChannelDefinition&)>& change) {
  v1::Request request = DefineChannel("ota");
  change(*request.mutable_define_channel()->mutable_channel());
  return request;
}

void AddCode(v1::ChannelDefinition& channel, std::string_view code, int cancellation, int change) {
  v1::ChannelDefinition::ReasonCode& added = *channel.add_reason_codes();
  added.set_code(std::string(code));
  added.set_cancellation_reason(cancellation);
  added.set_change_reason(change);
}

TEST(Channels, CodesAreUniqueAndStandForReasons) {
  Ledgerless hotel;
  using Channel = v1::ChannelDefinition;
  const auto declined = [&](v1::DeclineCode code, const std::function<void(Channel&)>& change) {
    hotel.When(DefineChannelWith(change)).ThenDeclined({code});
  };
  declined(v1::FORM_DUPLICATE, [](Channel& c) {
    AddCode(c, "ill", v1::CANCELLATION_REASON_EMERGENCY, 0);
    AddCode(c, "ill", 0, v1::CHANGE_REASON_HEALTH);
  });
  declined(v1::FORM_ID_INVALID, [](Channel& c) { AddCode(c, "", 1, 0); });
  declined(v1::FORM_REASON_MISSING, [](Channel& c) { AddCode(c, "ill", 0, 0); });
  declined(v1::FORM_ENUM_INVALID, [](Channel& c) { AddCode(c, "ill", 99, 0); });
  declined(v1::FORM_ENUM_INVALID,
           [](Channel& c) { AddCode(c, "ill", v1::CANCELLATION_REASON_UNKNOWN, 0); });
  declined(v1::FORM_ENUM_INVALID,
           [](Channel& c) { AddCode(c, "ill", 0, v1::CHANGE_REASON_UNKNOWN); });
  declined(v1::FORM_TOO_MANY, [](Channel& c) {
    for (int i = 0; i < 257; ++i) AddCode(c, "c" + std::to_string(i), 1, 0);
  });
  declined(v1::FORM_LIMIT_INVALID, [](Channel& c) { c.set_commission_basis_points(10'001); });
  declined(v1::FORM_ID_INVALID, [](Channel& c) { c.set_fallback("by phone"); });
  hotel
      .When(DefineChannelWith([](Channel& c) {
        AddCode(c, "ill", v1::CANCELLATION_REASON_EMERGENCY, v1::CHANGE_REASON_HEALTH);
        c.set_takes_messages(true);
        c.set_commission_basis_points(1'500);
        c.set_fallback("phone");
      }))
      .ThenAccepted();
}

// Of a request about b1, which came through ota.
struct Deciding {
  Deciding(const Ledgerless& hotel, v1::Request asked)
      : request(std::move(asked)), context{hotel.state(), request,     resolution,
                                           declined,      hotel.now(), "H1"} {
    context.booking = hotel.state().FindBooking("b1");
  }
  v1::Request request;
  v1::Resolution resolution;
  v1::Declined declined;
  DecideContext context;
};

v1::Request CancelWithCode(std::string_view code) {
  return With(Cancel("b1"), [&](v1::Request& r) {
    r.mutable_cancel_booking()->clear_reason();
    r.mutable_cancel_booking()->set_channel_code(std::string(code));
  });
}

class ChannelCodes : public ::testing::Test {
 protected:
  ChannelCodes() {
    hotel_.Given({DefineChannelWith([](v1::ChannelDefinition& c) {
                    AddCode(c, "ill", v1::CANCELLATION_REASON_EMERGENCY, v1::CHANGE_REASON_HEALTH);
                    AddCode(c, "moved", 0, v1::CHANGE_REASON_ITINERARY);
                  }),
                  DefineChannel("gds"), Create({.id = "b1", .channel = "ota"})});
  }
  v1::CancellationReason ReasonIn(const v1::Request& request) const {
    const Deciding deciding(hotel_, request);
    return ReasonOf(deciding.context, deciding.request.cancel_booking());
  }
  Ledgerless hotel_;
};

TEST_F(ChannelCodes, AreThoseOfWhoAsksOrOfTheChannelNamedOrOfTheBookings) {
  EXPECT_EQ(ReasonIn(As(SalesChannel("ota"), CancelWithCode("ill"))),
            v1::CANCELLATION_REASON_EMERGENCY);
  EXPECT_EQ(ReasonIn(CancelWithCode("ill")), v1::CANCELLATION_REASON_EMERGENCY);
  EXPECT_EQ(ReasonIn(With(CancelWithCode("ill"), [](v1::Request& r) { r.set_channel_id("gds"); })),
            v1::CANCELLATION_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonIn(Cancel("b1", v1::CANCELLATION_REASON_SERVICE)),
            v1::CANCELLATION_REASON_SERVICE);
}

TEST_F(ChannelCodes, StandForAReasonOfTheKindThatIsAskedFor) {
  const v1::Request moved = CancelWithCode("moved");
  Deciding deciding(hotel_, moved);
  CheckReasonState(deciding.context, deciding.request.cancel_booking());
  ASSERT_EQ(deciding.declined.reasons_size(), 1);
  EXPECT_EQ(deciding.declined.reasons(0).code(), v1::STATE_REFERENCE_UNKNOWN);
  EXPECT_EQ(deciding.declined.reasons(0).field(), "cancel_booking.channel_code");

  const v1::Request change = With(Change("b1"), [](v1::Request& r) {
    r.mutable_change_booking()->clear_reason();
    r.mutable_change_booking()->set_channel_code("moved");
  });
  Deciding changing(hotel_, change);
  CheckReasonForm(changing.context, changing.request.change_booking());
  CheckReasonState(changing.context, changing.request.change_booking());
  EXPECT_TRUE(changing.declined.reasons().empty());
  EXPECT_EQ(ReasonOf(changing.context, changing.request.change_booking()),
            v1::CHANGE_REASON_ITINERARY);
}

TEST_F(ChannelCodes, StandInThePlaceOfAReasonNotBesideIt) {
  const auto codes = [&](const v1::Request& request) {
    Deciding deciding(hotel_, request);
    CheckReasonForm(deciding.context, deciding.request.cancel_booking());
    std::vector<v1::DeclineCode> given;
    for (const v1::Decline& reason : deciding.declined.reasons()) given.push_back(reason.code());
    return given;
  };
  using Codes = std::vector<v1::DeclineCode>;
  EXPECT_EQ(codes(CancelWithCode("ill")), Codes{});
  EXPECT_EQ(codes(CancelWithCode("")), Codes{v1::FORM_REASON_MISSING});
  EXPECT_EQ(codes(CancelWithCode("not an id")), Codes{v1::FORM_ID_INVALID});
  EXPECT_EQ(
      codes(With(Cancel("b1"),
                 [](v1::Request& r) { r.mutable_cancel_booking()->set_channel_code("ill"); })),
      Codes{v1::FORM_ENUM_INVALID});
}

v1::Request DefinePartner(std::string_view partner_id, const std::vector<std::string>& properties,
                          int32_t rank = 1) {
  v1::Request request;
  v1::PartnerDefinition& partner = *request.mutable_define_partner()->mutable_partner();
  partner.set_partner_id(std::string(partner_id));
  for (const std::string& id : properties) partner.add_property_ids(id);
  partner.set_rank(rank);
  return As(StaffMember(kManager), request);
}

TEST(Partners, AreDefinedForPropertiesThatAreThereAndDefinedAgain) {
  Ledgerless hotel;
  hotel.When(DefinePartner("inn", {"H1", "H2"})).ThenAccepted({R"pb(partner_defined {
                                                                      partner_id: "inn"
                                                                      rank: 1
                                                                    })pb"});
  hotel.When(IfRevision(7, DefinePartner("inn", {"H1"}))).ThenDeclined({v1::STATE_REVISION_STALE});
  hotel.When(IfRevision(1, DefinePartner("inn", {"H1"}, 5))).ThenAccepted();
  const auto* const inn = hotel.state().Find<v1::Partner>("inn");
  ASSERT_NE(inn, nullptr);
  EXPECT_EQ(inn->revision(), 2);
  EXPECT_EQ(inn->definition().rank(), 5);
  hotel.When(DefinePartner("inn", {"H9"})).ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
  hotel.When(DefinePartner("inn", {})).ThenDeclined({v1::FORM_TOO_MANY});
  hotel.When(DefinePartner("inn", {"H1", "H1"})).ThenDeclined({v1::FORM_DUPLICATE});
  hotel.When(DefinePartner("", {"H1"}, -1))
      .ThenDeclined({v1::FORM_ID_INVALID, v1::FORM_LIMIT_INVALID});
}

TEST(Partners, OfOtherHotelsAreNotForAManagerOfOne) {
  Ledgerless hotel;
  const v1::Actor moe = StaffMember(kManagerOfH2);
  hotel.When(As(moe, DefinePartner("inn", {"H1", "H2"})))
      .ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  hotel.When(As(moe, DefinePartner("inn", {"H2"}))).ThenAccepted();
  hotel.Given(DefinePartner("inn", {"H1", "H2"}));
  // Nor do they take it away from the others.
  hotel.When(As(moe, DefinePartner("inn", {"H2"})))
      .ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
}

TEST(Definitions, WhereAPropertysBooksAreKeptNeverChanges) {
  Ledgerless hotel;
  const v1::Request kept = With(DefineProperty("H1"), [](v1::Request& r) {
    r.mutable_define_property()->mutable_property()->set_keeps_books(true);
  });
  hotel.When(kept).ThenDeclined({v1::STATE_PROPERTY_FIELD_FIXED});
}

TEST(Definitions, DepartmentAndTeamOfStaffAreIds) {
  Ledgerless hotel;
  const auto define = [](std::string_view department, std::string_view team) {
    return With(DefineStaff({.id = "new"}), [&](v1::Request& r) {
      r.mutable_define_staff()->mutable_staff()->set_department(std::string(department));
      r.mutable_define_staff()->mutable_staff()->set_team(std::string(team));
    });
  };
  hotel.When(define("front hall", "")).ThenDeclined({v1::FORM_ID_INVALID});
  hotel.When(define("", "the early ones")).ThenDeclined({v1::FORM_ID_INVALID});
  hotel.When(define("front-hall", "early")).ThenAccepted();
}

}  // namespace
}  // namespace daybook::testing
