// What an authority policy asks of who decides: limits by role, verification of who asked, and the lag of channels.
#include <limits>

#include "gtest/gtest.h"
#include "ledger/domain/staff/limits.h"
#include "ledger/domain/times.h"
#include "tests/support/given.h"
#include "tests/support/policies.h"

namespace daybook::testing {
namespace {

constexpr int64_t kNotLimited = std::numeric_limits<int64_t>::max();

// As decide makes it, for a request about property H1.
struct Deciding {
  Deciding(const Ledgerless& hotel, v1::Request asked)
      : request(std::move(asked)), context{hotel.state(), request,     resolution,
                                           declined,      hotel.now(), "H1"} {
    context.property = hotel.state().FindProperty("H1");
    if (request.actor().kind() == v1::ACTOR_KIND_STAFF) {
      context.staff = hotel.state().FindStaff(request.actor().id());
    }
  }
  v1::Request request;
  v1::Resolution resolution;
  v1::Declined declined;
  DecideContext context;
};

int64_t LimitFor(const Ledgerless& hotel, const v1::Actor& actor, LimitKind kind) {
  return LimitOf(Deciding(hotel, As(actor, Cancel("b1"))).context, kind);
}

TEST(AuthorityLimits, AreThoseOfTheRoleByKind) {
  Ledgerless hotel;
  GivenPolicy(hotel, AuthorityText(1));
  EXPECT_EQ(LimitFor(hotel, StaffMember(kFrontDesk), LimitKind::kWaiver), 2'000);
  EXPECT_EQ(LimitFor(hotel, StaffMember(kFrontDesk), LimitKind::kCompensation), 1'000);
  EXPECT_EQ(LimitFor(hotel, StaffMember(kFrontDesk), LimitKind::kCharge), 5'000);
  EXPECT_EQ(LimitFor(hotel, StaffMember(kFrontDesk), LimitKind::kWriteOff), 0);
  EXPECT_EQ(LimitFor(hotel, StaffMember(kFinance), LimitKind::kWriteOff), 20'000);
  EXPECT_EQ(LimitFor(hotel, StaffMember(kReservations), LimitKind::kWaiver), 0)
      << "the policy does not name the role";
}

TEST(AuthorityLimits, OfSeveralRolesTheHighestCounts) {
  Ledgerless hotel;
  GivenPolicy(hotel, AuthorityText(1));
  hotel.Given(DefineStaff({.id = "both", .roles = {v1::ROLE_FRONT_DESK, v1::ROLE_FINANCE}}));
  EXPECT_EQ(LimitFor(hotel, StaffMember("both"), LimitKind::kWaiver), 10'000);
}

TEST(AuthorityLimits, BindNeitherManagersNorTheOperatorNorAnybodyWithoutAPolicy) {
  Ledgerless hotel;
  EXPECT_EQ(LimitFor(hotel, StaffMember(kFrontDesk), LimitKind::kWaiver), kNotLimited);
  GivenPolicy(hotel, AuthorityText(1));
  for (const v1::Actor& actor : {StaffMember(kManager), Operator(), Importer(), SystemActor()}) {
    EXPECT_EQ(LimitFor(hotel, actor, LimitKind::kWaiver), kNotLimited) << actor.id();
  }
}

TEST(AuthorityLimits, GuestsAndChannelsDecideNothing) {
  Ledgerless hotel;
  EXPECT_EQ(LimitFor(hotel, Guest("c-1"), LimitKind::kWaiver), 0);
  GivenPolicy(hotel, AuthorityText(1));
  EXPECT_EQ(LimitFor(hotel, Guest("c-1"), LimitKind::kWaiver), 0);
  EXPECT_EQ(LimitFor(hotel, SalesChannel("ota"), LimitKind::kCompensation), 0);
}

TEST(AuthorityLimits, AreThoseOfTheVersionInForceAtTheProperty) {
  Ledgerless hotel;
  GivenPolicy(hotel, AuthorityText(1));
  GivenPolicy(hotel, R"pb(policy_id: "h1"
                          version: 1
                          property_id: "H1"
                          authority { limits { role: ROLE_FRONT_DESK waiver_minor: 7 } })pb");
  EXPECT_EQ(LimitFor(hotel, StaffMember(kFrontDesk), LimitKind::kWaiver), 7);
}

TEST(AuthorityLimits, AnAmountAtTheLimitPassesAndOneAboveIsDeclinedAndCitesThePolicy) {
  Ledgerless hotel;
  GivenPolicy(hotel, AuthorityText(1));
  Deciding deciding(hotel, As(StaffMember(kFrontDesk), Cancel("b1")));
  CheckLimit(deciding.context, LimitKind::kWaiver, "compensation.amount", 2'000);
  CheckLimit(deciding.context, LimitKind::kWriteOff, "amount", 0);
  EXPECT_TRUE(deciding.declined.reasons().empty());
  CheckLimit(deciding.context, LimitKind::kWaiver, "compensation.amount", 2'001);
  ASSERT_EQ(deciding.declined.reasons_size(), 1);
  EXPECT_EQ(deciding.declined.reasons(0).code(), v1::POLICY_ABOVE_LIMIT);
  EXPECT_EQ(deciding.declined.reasons(0).field(), "cancel_booking.compensation.amount");

  v1::Accepted accepted;
  CiteAuthority(deciding.context, accepted);
  EXPECT_EQ(accepted.policy_id(), "authority");
  v1::Accepted by_manager;
  CiteAuthority(Deciding(hotel, As(StaffMember(kManager), Cancel("b1"))).context, by_manager);
  EXPECT_EQ(by_manager.policy_id(), "");
}

v1::Request Verified(v1::AskedBy asked_by, v1::VerificationMethod method, v1::Request request) {
  request.mutable_verification()->set_asked_by(asked_by);
  request.mutable_verification()->set_method(method);
  return request;
}

TEST(Declines, IdentityVerificationMissingWhenThePolicyWantsItSaidWhoAsked) {
  Ledgerless hotel;
  hotel.Given({Create({.id = "b1"}), Create({.id = "nobodys", .customer = ""})});
  GivenPolicy(hotel, AuthorityText(1, "verification_required: true"));
  hotel.When(Cancel("b1")).ThenDeclined({v1::IDENTITY_VERIFICATION_MISSING});
  hotel.When(ChangeDeparture("b1", 20260313)).ThenDeclined({v1::IDENTITY_VERIFICATION_MISSING});
  // Managers are staff too.
  hotel.When(As(StaffMember(kManager), Cancel("b1")))
      .ThenDeclined({v1::IDENTITY_VERIFICATION_MISSING});
  hotel.When(Cancel("nobodys")).ThenAccepted();
  hotel.When(As(Guest("c-1"), ChangeDeparture("b1", 20260313))).ThenAccepted();
  hotel.When(Verified(v1::ASKED_BY_COMPANION, v1::VERIFICATION_METHOD_CALL_BACK, Cancel("b1")))
      .ThenAccepted();
}

TEST(Verification, IsNotAskedForWhereNoPolicyWantsIt) {
  Ledgerless hotel;
  hotel.Given(Create({.id = "b1"}));
  GivenPolicy(hotel, AuthorityText(1));
  hotel.When(Cancel("b1")).ThenAccepted();
}

TEST(Verification, IsNotAskedForByAQuote) {
  Ledgerless hotel;
  hotel.Given(Create({.id = "b1"}));
  GivenPolicy(hotel, AuthorityText(1, "verification_required: true"));
  v1::Request quote;
  quote.mutable_record_quote()->set_quote_id("q1");
  *quote.mutable_record_quote()->mutable_expires_at() = Stamp("2026-03-02T10:00:00Z");
  *quote.mutable_record_quote()->mutable_cancel_booking() = Cancel("b1").cancel_booking();
  hotel.When(As(StaffMember(kFrontDesk), quote)).ThenAccepted();
  hotel.When(Cancel("b1")).ThenDeclined({v1::IDENTITY_VERIFICATION_MISSING});
}

TEST(Verification, SaysWhoAskedAndHowButForWhatTheHotelItselfWants) {
  Ledgerless hotel;
  hotel.Given(Create({.id = "b1"}));
  const auto none = v1::VERIFICATION_METHOD_UNSPECIFIED;
  hotel.When(Verified(v1::ASKED_BY_GUEST, none, Cancel("b1")))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel.When(Verified(v1::ASKED_BY_UNSPECIFIED, v1::VERIFICATION_METHOD_KNOWN, Cancel("b1")))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel
      .When(Verified(static_cast<v1::AskedBy>(99), static_cast<v1::VerificationMethod>(99),
                     Cancel("b1")))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel.When(Verified(v1::ASKED_BY_HOTEL, none, Cancel("b1"))).ThenAccepted();
}

v1::Request Authenticated(v1::Request request) {
  request.set_authenticated_by("gateway");
  return request;
}

TEST(EffectiveAt, OfAChannelCountsWithinTheLagOfThePolicyToTheMicrosecond) {
  Ledgerless hotel;
  hotel.Given(Create({.id = "b1", .channel = "ota"}));
  GivenPolicy(hotel, AuthorityText(1, "channel_lag_minutes: 30"));
  hotel.SetNow("2026-03-01T12:00:00Z");
  const auto cancel = [](std::string_view at) {
    return As(SalesChannel("ota"), EffectiveAt(at, Authenticated(Cancel("b1"))));
  };
  hotel.When(cancel("2026-03-01T11:29:59.999999Z"))
      .ThenDeclined({v1::IDENTITY_BACKDATING_NOT_ALLOWED});
  hotel
      .When(
          With(cancel("2026-03-01T11:30:00Z"), [](v1::Request& r) { r.clear_authenticated_by(); }))
      .ThenDeclined({v1::IDENTITY_BACKDATING_NOT_ALLOWED});
  hotel.When(As(Guest("c-1"), cancel("2026-03-01T11:30:00Z")))
      .ThenDeclined({v1::IDENTITY_BACKDATING_NOT_ALLOWED});
  hotel.When(cancel("2026-03-01T11:30:00Z")).ThenAccepted();
}

TEST(EffectiveAt, OfAChannelDoesNotCountWhereNoPolicyAllowsALag) {
  Ledgerless hotel;
  hotel.Given(Create({.id = "b1", .channel = "ota"}));
  hotel.SetNow("2026-03-01T12:00:00Z");
  hotel
      .When(
          As(SalesChannel("ota"), EffectiveAt("2026-03-01T11:59:59Z", Authenticated(Cancel("b1")))))
      .ThenDeclined({v1::IDENTITY_BACKDATING_NOT_ALLOWED});
}

TEST(EffectiveAt, OfStaffWhoMayNotBackdateAloneIsAuthorisedByASecondPerson) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.SetNow("2026-03-01T12:00:00Z");
  const v1::Request cancel = EffectiveAt("2026-03-01T11:00:00Z", Cancel("b1"));
  hotel.When(cancel).ThenDeclined({v1::POLICY_AUTHORISER_REQUIRED});
  hotel.When(As(StaffMember(kManager), cancel)).ThenDeclined({v1::POLICY_AUTHORISER_REQUIRED});
  const auto authorised = [&](const v1::Actor& actor, std::string_view by) {
    return Overriding({v1::POLICY_AUTHORISER_REQUIRED}, StaffMember(by), As(actor, cancel));
  };
  hotel.When(authorised(StaffMember(kManager), kManager))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_IS_ACTOR});
  hotel.When(authorised(StaffMember(kReservations), kFrontDesk))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_ROLE_MISSING});
  hotel.When(authorised(Guest("c-1"), kManager))
      .ThenDeclined({v1::IDENTITY_AUTHORISER_ROLE_MISSING, v1::IDENTITY_BACKDATING_NOT_ALLOWED});
  // Nobody makes it before the booking was made.
  hotel.When(EffectiveAt("2026-02-28T11:00:00Z", authorised(StaffMember(kReservations), kManager)))
      .ThenDeclined({v1::IDENTITY_BACKDATING_NOT_ALLOWED});
  hotel.When(authorised(StaffMember(kReservations), kManager))
      .ThenOverrode({v1::POLICY_AUTHORISER_REQUIRED});
}

TEST(Declines, IdentityAuthenticationMissingWhereItTakesTwoPersons) {
  Ledgerless hotel;
  const auto unknown = [](v1::Request request) {
    request.clear_authenticated_by();
    return request;
  };
  const v1::Request forced =
      Overriding({v1::POLICY_NOT_AVAILABLE}, StaffMember(kManager), Create({.id = "b1"}));
  hotel.When(unknown(forced)).ThenDeclined({v1::IDENTITY_AUTHENTICATION_MISSING});
  hotel.When(forced).ThenAccepted();
  hotel.When(unknown(Create({.id = "b2"}))).ThenAccepted();
}

TEST(StaffFigures, AreForThoseWhoMaySeeThemWhateverTheirRole) {
  Ledgerless hotel;
  hotel.Given(With(DefineStaff({.id = "hr"}), [](v1::Request& r) {
    r.mutable_define_staff()->mutable_staff()->set_sees_people_figures(true);
  }));
  v1::Request look;
  look.mutable_reveal_staff_figures()->set_purpose("appraisal");
  hotel.When(As(StaffMember("hr"), look)).ThenAccepted({R"pb(staff_figures_revealed {
                                                               purpose: "appraisal"
                                                             })pb"});
  for (const v1::Actor& actor : {StaffMember(kManager), Guest("c-1"), Operator()}) {
    hotel.When(As(actor, look)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  }
  look.mutable_reveal_staff_figures()->clear_purpose();
  look.mutable_reveal_staff_figures()->set_property_id("H1");
  hotel.When(As(StaffMember("hr"), look)).ThenDeclined({v1::FORM_ID_INVALID});
  look.mutable_reveal_staff_figures()->set_purpose("appraisal");
  look.mutable_reveal_staff_figures()->set_property_id("H9");
  hotel.When(As(StaffMember("hr"), look)).ThenDeclined({v1::STATE_PROPERTY_UNKNOWN});
}

TEST(StaffFigures, OfAllPropertiesAreNotForWhoAnswersForOne) {
  Ledgerless hotel;
  hotel.Given(With(DefineStaff({.id = "hr", .properties = {"H1"}}), [](v1::Request& r) {
    r.mutable_define_staff()->mutable_staff()->set_sees_people_figures(true);
  }));
  v1::Request look = As(StaffMember("hr"), v1::Request());
  look.mutable_reveal_staff_figures()->set_purpose("appraisal");
  hotel.When(look).ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  look.mutable_reveal_staff_figures()->set_property_id("H2");
  hotel.When(look).ThenDeclined({v1::IDENTITY_PROPERTY_OUT_OF_SCOPE});
  look.mutable_reveal_staff_figures()->set_property_id("H1");
  hotel.When(look).ThenAccepted();
}

TEST(Grants, OnlyAnOperatorLetsStaffRevealPersonalData) {
  Ledgerless hotel;
  const v1::Request define = With(DefineStaff({.id = "ada"}), [](v1::Request& r) {
    r.mutable_define_staff()->mutable_staff()->set_reveals_personal_data(true);
  });
  hotel.When(As(StaffMember(kManager), define)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel.When(define).ThenAccepted();
}

v1::Request Trained(std::string_view staff_id, v1::Competency competency, std::string_view course) {
  v1::Request request;
  v1::RecordTraining& training = *request.mutable_record_training();
  training.set_staff_id(std::string(staff_id));
  training.set_competency(competency);
  training.set_course(std::string(course));
  return As(StaffMember(kManager), request);
}

TEST(Training, IsRecordedForStaffWhoAreThere) {
  Ledgerless hotel;
  hotel.When(Trained(kFrontDesk, v1::COMPETENCY_SKILL, "complaints-1"))
      .ThenAccepted({R"pb(training_recorded { staff_id: "fay" })pb"});
  hotel.When(Trained("nobody", v1::COMPETENCY_SKILL, "complaints-1"))
      .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(Trained(kFormerEmployee, v1::COMPETENCY_SKILL, "complaints-1"))
      .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel.When(Trained(kFrontDesk, v1::COMPETENCY_UNSPECIFIED, ""))
      .ThenDeclined({v1::FORM_ENUM_INVALID, v1::FORM_ID_INVALID});
  hotel.When(As(StaffMember(kFrontDesk), Trained(kFrontDesk, v1::COMPETENCY_SKILL, "x")))
      .ThenDeclined({v1::IDENTITY_ROLE_MISSING});
}

}  // namespace
}  // namespace daybook::testing
