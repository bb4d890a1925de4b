// Form: what can't be right whatever the state. Each test bears the name of the code it is about.
#include <limits>

#include "gtest/gtest.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

TEST(Declines, FormBodyMissingWhenTheRequestAsksNothing) {
  Ledgerless hotel;
  v1::Request request;
  *request.mutable_actor() = StaffMember(kManager);
  hotel.When(request).ThenDeclined({v1::FORM_BODY_MISSING});
}

TEST(Declines, FormIdInvalidWhenAnIdIsEmptyOrHasOtherCharacters) {
  Ledgerless hotel;
  for (const std::string& id :
       {std::string(), std::string("b 1"), std::string("b\xc3\xa9"), std::string(65, 'b')}) {
    SCOPED_TRACE(id);
    hotel.When(Create({.id = id})).ThenDeclined({v1::FORM_ID_INVALID});
    hotel.When(Cancel(id)).ThenDeclined({v1::FORM_ID_INVALID});
    hotel.When(DefineProperty(id)).ThenDeclined({v1::FORM_ID_INVALID});
    hotel.When(Pay("b1", id, 100)).ThenDeclined({v1::FORM_ID_INVALID});
  }
  hotel.When(Create({.id = std::string(64, 'b')})).ThenAccepted();
  hotel.When(Create({.id = "A-z.0_9:/+-"})).ThenAccepted();
}

TEST(Declines, FormDateInvalidWhenADateIsNotInTheCalendar) {
  Ledgerless hotel;
  for (const int32_t date : {0, -1, 20260230, 20261301, 20260400, 18991231, 22000101}) {
    SCOPED_TRACE(date);
    hotel.When(Create({.arrival = date})).ThenDeclined({v1::FORM_DATE_INVALID});
    hotel.When(ChangeDeparture("b1", date)).ThenDeclined({v1::FORM_DATE_INVALID});
    hotel.When(Roll("H1", date)).ThenDeclined({v1::FORM_DATE_INVALID});
    hotel.When(DefineProperty("H3", "UTC", "EUR", date)).ThenDeclined({v1::FORM_DATE_INVALID});
  }
}

TEST(Declines, FormStayInvalidWhenDepartureIsBeforeArrivalOrTooLate) {
  Ledgerless hotel;
  hotel.When(Create({.arrival = 20260310, .departure = 20260309}))
      .ThenDeclined({v1::FORM_STAY_INVALID});
  // 2026-03-10 and 731 nights is 2028-03-10: 2028 has a 29th of February.
  hotel.When(Create({.arrival = 20260310, .departure = 20280311}))
      .ThenDeclined({v1::FORM_STAY_INVALID});
  hotel.When(Create({.id = "longest", .arrival = 20260310, .departure = 20280310})).ThenAccepted();
  hotel.When(ChangeStay("longest", 20260312, 20260311)).ThenDeclined({v1::FORM_STAY_INVALID});
}

TEST(Declines, FormGuestsInvalidWhenACountIsNegativeOrTooLarge) {
  Ledgerless hotel;
  hotel.When(Create({.adults = -1})).ThenDeclined({v1::FORM_GUESTS_INVALID});
  hotel.When(Create({.adults = 1'001})).ThenDeclined({v1::FORM_GUESTS_INVALID});
  hotel
      .When(With(
          Create(),
          [](v1::Request& r) { r.mutable_create_booking()->mutable_guests()->set_babies(-1); }))
      .ThenDeclined({v1::FORM_GUESTS_INVALID});
  hotel
      .When(With(
          Change("b1"),
          [](v1::Request& r) { r.mutable_change_booking()->mutable_guests()->set_children(-2); }))
      .ThenDeclined({v1::FORM_GUESTS_INVALID});
}

TEST(Declines, FormMoneyInvalidWhenTheCurrencyIsUnknownOrTheAmountOutOfRange) {
  Ledgerless hotel;
  for (const char* currency : {"", "eur", "EURO", "ZZZ"}) {
    SCOPED_TRACE(currency);
    hotel
        .When(With(Pay("b1", "p1", 100),
                   [&](v1::Request& r) {
                     r.mutable_record_payment()->mutable_amount()->set_currency(currency);
                   }))
        .ThenDeclined({v1::FORM_MONEY_INVALID});
    hotel.When(DefineProperty("H3", "UTC", currency)).ThenDeclined({v1::FORM_MONEY_INVALID});
  }
  hotel.When(Pay("b1", "p1", 1'000'000'000'001)).ThenDeclined({v1::FORM_MONEY_INVALID});
  hotel.When(Pay("b1", "p1", std::numeric_limits<int64_t>::max()))
      .ThenDeclined({v1::FORM_MONEY_INVALID});
  hotel.When(DefineRatePlan("H1", "MAD", {{"DBL", 1'000'000'000'001, 1}}))
      .ThenDeclined({v1::FORM_MONEY_INVALID});
}

TEST(Declines, FormAmountNotPositiveWhenNothingOrLessIsPaidOrRefunded) {
  Ledgerless hotel;
  for (const int64_t amount : {int64_t{0}, int64_t{-1}, int64_t{-500}}) {
    hotel.When(Pay("b1", "p1", amount)).ThenDeclined({v1::FORM_AMOUNT_NOT_POSITIVE});
    hotel.When(Refund("b1", "p1", "f1", amount)).ThenDeclined({v1::FORM_AMOUNT_NOT_POSITIVE});
  }
}

TEST(Declines, FormReasonMissingWhenACancellationOrChangeGivesNone) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.When(Cancel("b1", v1::CANCELLATION_REASON_UNSPECIFIED))
      .ThenDeclined({v1::FORM_REASON_MISSING});
  hotel
      .When(With(ChangeDeparture("b1", 20260313),
                 [](v1::Request& r) { r.mutable_change_booking()->clear_reason(); }))
      .ThenDeclined({v1::FORM_REASON_MISSING});
  hotel
      .When(With(Refund("b1", "p1", "f1", 100),
                 [](v1::Request& r) { r.mutable_refund_payment()->clear_reason(); }))
      .ThenDeclined({v1::FORM_REASON_MISSING});
}

TEST(Declines, FormReasonMissingWhenOtherThanAnImporterSaysUnknown) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.When(Cancel("b1", v1::CANCELLATION_REASON_UNKNOWN)).ThenDeclined({v1::FORM_REASON_MISSING});
  hotel
      .When(With(ChangeDeparture("b1", 20260313),
                 [](v1::Request& r) {
                   r.mutable_change_booking()->set_reason(v1::CHANGE_REASON_UNKNOWN);
                 }))
      .ThenDeclined({v1::FORM_REASON_MISSING});
}

TEST(Declines, FormEnumInvalidWhenAChoiceIsNotOffered) {
  Ledgerless hotel;
  hotel.Given(Create());
  for (const v1::BookingStatus status :
       {v1::BOOKING_STATUS_UNSPECIFIED, v1::IN_HOUSE, v1::CHECKED_OUT, v1::CANCELLED, v1::NO_SHOW,
        static_cast<v1::BookingStatus>(77)}) {
    SCOPED_TRACE(status);
    hotel.When(Create({.id = "b2", .status = status})).ThenDeclined({v1::FORM_ENUM_INVALID});
  }
  hotel
      .When(With(Pay("b1", "p1", 100),
                 [](v1::Request& r) { r.mutable_record_payment()->clear_method(); }))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel.When(Settle("b1", "p1", "f1", v1::REFUND_PENDING)).ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel.When(Settle("b1", "p1", "f1", v1::REFUND_STATUS_UNSPECIFIED))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel
      .When(With(
          Remark("f1"),
          [](v1::Request& r) { r.mutable_record_feedback()->mutable_feedback()->clear_kind(); }))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel.When(DefineProperty("H3", "UTC", "EUR", 20260301, v1::DUE_IN_POLICY_UNSPECIFIED))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel.When(DefineStaff({.roles = {v1::ROLE_UNSPECIFIED}})).ThenDeclined({v1::FORM_ENUM_INVALID});
  hotel.When(Cancel("b1", static_cast<v1::CancellationReason>(99)))
      .ThenDeclined({v1::FORM_ENUM_INVALID});
}

TEST(Declines, FormHoldExpiryMissingUnlessAHoldAndOnlyAHoldHasOne) {
  Ledgerless hotel;
  hotel.When(Create({.status = v1::HELD})).ThenDeclined({v1::FORM_HOLD_EXPIRY_MISSING});
  hotel.When(Create({.status = v1::CONFIRMED, .hold_until = "2026-03-02T10:00:00Z"}))
      .ThenDeclined({v1::FORM_HOLD_EXPIRY_MISSING});
  hotel.When(Create({.status = v1::WAITLISTED, .hold_until = "2026-03-02T10:00:00Z"}))
      .ThenDeclined({v1::FORM_HOLD_EXPIRY_MISSING});
}

TEST(Declines, FormChangeEmptyWhenThePatchSaysNothing) {
  Ledgerless hotel;
  hotel.Given(Create());
  hotel.When(Change("b1")).ThenDeclined({v1::FORM_CHANGE_EMPTY});
}

TEST(ImportedChange, OfUnknownKindMayChangeNothingThatIsRecorded) {
  Ledgerless hotel(Ledgerless::Begin::kEmpty);
  hotel.Given(ImportBegin());
  for (const v1::Request& definition : StandardHotel()) {
    hotel.WhenImported(As(Importer(), definition)).ThenAccepted();
  }
  hotel.WhenImported(As(Importer(), Create())).ThenAccepted();
  hotel.WhenImported(As(Importer(), Change("b1", v1::CHANGE_REASON_UNKNOWN))).ThenAccepted();
  EXPECT_EQ(hotel.booking("b1").change_count(), 1);
  hotel.WhenImported(As(Importer(), Change("b1", v1::CHANGE_REASON_ITINERARY)))
      .ThenDeclined({v1::FORM_CHANGE_EMPTY});
  hotel.WhenImported(As(Importer(), Cancel("b1", v1::CANCELLATION_REASON_UNKNOWN))).ThenAccepted();
}

TEST(Declines, FormPolicyInvalidWhenTiersOrPenaltiesMakeNoSense) {
  Ledgerless hotel;
  const auto declined = [&](const v1::CancellationPolicy& policy) {
    hotel.When(DefineRatePlan("H1", "X", {{}}, policy)).ThenDeclined({v1::FORM_POLICY_INVALID});
  };
  declined(Policy("p", {Tier(1, 0, FullPrice()), Tier(2, 0, FullPrice())}));  // earlier, not later
  declined(Policy("p", {Tier(1, 600, Flat(1)), Tier(1, 600, FullPrice())}));  // the same instant
  declined(Policy("p", {Tier(1827, 0, FullPrice())}));
  declined(Policy("p", {Tier(-1, 0, FullPrice())}));
  declined(Policy("p", {Tier(1, 1440, FullPrice())}));
  declined(Policy("p", {Tier(1, -1, FullPrice())}));
  declined(Policy("p", {Tier(1, 0, PercentOfStay(10'001))}));
  declined(Policy("p", {Tier(1, 0, PercentOfStay(-1))}));
  declined(Policy("p", {Tier(1, 0, FirstNights(-1))}));
  declined(Policy("p", {Tier(1, 0, Flat(-1))}));
  declined(Policy("p", {Tier(1, 0, v1::Penalty())}));  // a tier without a rule
  declined(Policy("p", {}, -1));
  std::vector<v1::PenaltyTier> nine;
  for (int days = 9; days > 0; --days) nine.push_back(Tier(days, 0, Flat(days)));
  declined(Policy("p", nine));
  nine.pop_back();
  hotel.When(DefineRatePlan("H1", "EIGHT", {{}}, Policy("p", nine))).ThenAccepted();
}

TEST(Declines, FormTimeZoneUnknownWhenTheZoneDataDoesNotHaveIt) {
  Ledgerless hotel;
  hotel.When(DefineProperty("H3", "Europe/Atlantis")).ThenDeclined({v1::FORM_TIME_ZONE_UNKNOWN});
  EXPECT_EQ(hotel.state().FindProperty("H3"), nullptr);
}

TEST(Declines, FormCapacityInvalidWhenRoomsOrOverbookingAreOutOfRange) {
  Ledgerless hotel;
  hotel.When(DefineRoomType("H1", "X", -1)).ThenDeclined({v1::FORM_CAPACITY_INVALID});
  hotel.When(DefineRoomType("H1", "X", 100'001)).ThenDeclined({v1::FORM_CAPACITY_INVALID});
  hotel.When(DefineRoomType("H1", "X", 1, -1)).ThenDeclined({v1::FORM_CAPACITY_INVALID});
  hotel.When(DefineRoomType("H1", "X", 1, 10'001)).ThenDeclined({v1::FORM_CAPACITY_INVALID});
  hotel.When(DefineRoomType("H1", "X", 100'000, 10'000)).ThenAccepted();
  hotel.When(DefineRoomType("H1", "X", 0, 0)).ThenAccepted();
}

TEST(Declines, FormPersonalWithoutCustomerWhenThereIsNobodyWhoseKeySealsIt) {
  Ledgerless hotel;
  const auto named = [](const std::string& customer) {
    return With(Create({.customer = customer}), [](v1::Request& r) {
      r.mutable_create_booking()->mutable_guest()->mutable_sealed()->set_ciphertext("sealed");
    });
  };
  hotel.When(named("")).ThenDeclined({v1::FORM_PERSONAL_WITHOUT_CUSTOMER});
  hotel.When(named("c-1")).ThenAccepted();
  hotel
      .When(With(Remark("f1"),
                 [](v1::Request& r) {
                   r.mutable_record_feedback()
                       ->mutable_feedback()
                       ->mutable_remark()
                       ->mutable_sealed()
                       ->set_ciphertext("sealed");
                 }))
      .ThenDeclined({v1::FORM_PERSONAL_WITHOUT_CUSTOMER});
}

TEST(Declines, FormActorMissingWhenNobodyAsks) {
  Ledgerless hotel;
  hotel.When(With(Create(), [](v1::Request& r) { r.clear_actor(); }))
      .ThenDeclined({v1::FORM_ACTOR_MISSING});
}

TEST(Declines, FormScoreInvalidWhenNotFrom0To100) {
  Ledgerless hotel;
  const auto scored = [](const std::string& id, int32_t score) {
    return With(Remark(id), [&](v1::Request& r) {
      r.mutable_record_feedback()->mutable_feedback()->set_score(score);
    });
  };
  hotel.When(scored("f1", -1)).ThenDeclined({v1::FORM_SCORE_INVALID});
  hotel.When(scored("f1", 101)).ThenDeclined({v1::FORM_SCORE_INVALID});
  hotel.When(scored("f1", 0)).ThenAccepted();
  hotel.When(scored("f2", 100)).ThenAccepted();
}

TEST(Declines, FormOverrideInvalidWithoutCodesOrAuthoriserOrForWhatIsNotPolicy) {
  Ledgerless hotel;
  const v1::Actor manager = StaffMember(kManager);
  hotel.When(Overriding({}, manager, Create())).ThenDeclined({v1::FORM_OVERRIDE_INVALID});
  hotel.When(Overriding({v1::STATE_BOOKING_EXISTS}, manager, Create()))
      .ThenDeclined({v1::FORM_OVERRIDE_INVALID});
  hotel
      .When(Overriding({v1::POLICY_REFUND_EXCEEDS_FREE}, StaffMember(kOtherManager),
                       Refund("b1", "p1", "f1", 100)))
      .ThenDeclined({v1::FORM_OVERRIDE_INVALID});
  hotel
      .When(With(Overriding({v1::POLICY_NOT_AVAILABLE}, manager, Create()),
                 [](v1::Request& r) { r.mutable_override()->clear_authorised_by(); }))
      .ThenDeclined({v1::FORM_OVERRIDE_INVALID});
}

TEST(Declines, FormEffectiveAtInFutureWhenAfterTheRecord) {
  Ledgerless hotel;
  hotel.When(EffectiveAt("2026-03-01T10:00:01Z", Create()))
      .ThenDeclined({v1::FORM_EFFECTIVE_AT_IN_FUTURE});
  hotel.When(EffectiveAt("2026-03-01T10:00:00Z", Create())).ThenAccepted();
}

TEST(Declines, FormLimitInvalidWhenACountOrLimitIsOutOfRange) {
  Ledgerless hotel;
  hotel.When(Due("2026-03-01T10:00:00Z", 0)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(Due("2026-03-01T10:00:00Z", 257)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(Due("2026-03-01T10:00:00Z", 256)).ThenAccepted();
  hotel.When(Due("2026-03-01T10:00:00Z", 1)).ThenAccepted();
  hotel.When(DefineStaff({.refund_limit_minor = -1})).ThenDeclined({v1::FORM_LIMIT_INVALID});
}

TEST(Declines, FormRevisionNotApplicableWhenThereIsNothingToHaveOne) {
  Ledgerless hotel;
  hotel.When(IfRevision(1, Create())).ThenDeclined({v1::FORM_REVISION_NOT_APPLICABLE});
  hotel.When(IfRevision(1, Due("2026-03-01T10:00:00Z")))
      .ThenDeclined({v1::FORM_REVISION_NOT_APPLICABLE});
  hotel.When(IfRevision(1, Remark("f1"))).ThenDeclined({v1::FORM_REVISION_NOT_APPLICABLE});
}

TEST(Declines, FormOverrideInvalidForWhatIsNeverOverridable) {
  Ledgerless hotel;
  for (const v1::DeclineCode code :
       {v1::POLICY_DUE_OUTS_UNRESOLVED, v1::POLICY_CHECK_IN_BEFORE_ARRIVAL,
        v1::POLICY_REFUND_EXCEEDS_FREE}) {
    hotel.When(Overriding({v1::POLICY_NOT_AVAILABLE, code}, StaffMember(kManager), Create()))
        .ThenDeclined({v1::FORM_OVERRIDE_INVALID});
  }
}

TEST(Declines, FormIdInvalidWhenWhoAuthenticatedIsNoId) {
  Ledgerless hotel;
  hotel.When(With(Create(), [](v1::Request& r) { r.set_authenticated_by("Jane Doe, by phone"); }))
      .ThenDeclined({v1::FORM_ID_INVALID});
  hotel.When(With(Create(), [](v1::Request& r) { r.clear_authenticated_by(); })).ThenAccepted();
}

TEST(Declines, FormIdInvalidWhenProvenanceIsNotOfAnImportOrNoHash) {
  const auto with_hash = [](size_t bytes, const v1::Request& request) {
    return With(request, [&](v1::Request& r) {
      r.mutable_provenance()->set_file_sha256(std::string(bytes, 'x'));
    });
  };
  Ledgerless hotel;
  const Then then = hotel.When(with_hash(32, Create()));
  then.ThenDeclined({v1::FORM_ID_INVALID});
  EXPECT_EQ(then.record().outcome().declined().reasons(0).field(), "provenance");
  Ledgerless imported(Ledgerless::Begin::kEmpty);
  imported.Given(ImportBegin());
  const v1::Request property = As(Importer(), DefineProperty("H1"));
  for (const size_t bytes : {size_t{0}, size_t{31}, size_t{33}}) {
    imported.WhenImported(with_hash(bytes, property)).ThenDeclined({v1::FORM_ID_INVALID});
  }
  imported.WhenImported(with_hash(32, property)).ThenAccepted();
}

v1::Request WithSource(const std::function<void(v1::SourceAttributes&)>& set) {
  return With(Create(),
              [&](v1::Request& r) { set(*r.mutable_create_booking()->mutable_source()); });
}

TEST(Declines, FormLimitInvalidWhenTheSourceCountsBeyondReason) {
  Ledgerless hotel;
  using Setter = void (v1::SourceAttributes::*)(int32_t);
  for (const Setter set : {Setter{&v1::SourceAttributes::set_previous_cancellations},
                           Setter{&v1::SourceAttributes::set_previous_stays},
                           Setter{&v1::SourceAttributes::set_parking_spaces},
                           Setter{&v1::SourceAttributes::set_special_requests}}) {
    for (const int32_t count : {-1, 1'000'001}) {
      hotel.When(WithSource([&](v1::SourceAttributes& source) { (source.*set)(count); }))
          .ThenDeclined({v1::FORM_LIMIT_INVALID});
    }
  }
  hotel.When(WithSource([](v1::SourceAttributes& s) { s.set_previous_stays(1'000'000); }))
      .ThenAccepted();
}

TEST(Declines, FormIdInvalidWhenTheSourceSaysMoreThanCodes) {
  Ledgerless hotel;
  hotel.When(WithSource([](v1::SourceAttributes& s) { s.set_agent("Jane Doe 555 0100"); }))
      .ThenDeclined({v1::FORM_ID_INVALID});
  for (const char* country : {"prt", "PT", "PRTX", "P T"}) {
    hotel.When(WithSource([&](v1::SourceAttributes& s) { s.set_country(country); }))
        .ThenDeclined({v1::FORM_ID_INVALID});
  }
  hotel.When(WithSource([](v1::SourceAttributes& s) { s.set_country("PRT"); })).ThenAccepted();
}

TEST(ImportedSource, MayHaveCodesWithSpaces) {
  Ledgerless hotel(Ledgerless::Begin::kEmpty);
  hotel.Given(ImportBegin());
  for (const v1::Request& definition : StandardHotel()) {
    hotel.WhenImported(As(Importer(), definition)).ThenAccepted();
  }
  hotel
      .WhenImported(As(Importer(), WithSource([](v1::SourceAttributes& source) {
                         source.set_deposit_type("No Deposit");
                         source.set_country("CN");
                       })))
      .ThenAccepted();
}

TEST(Declines, FormLimitInvalidWhenAGuestOrChannelJumpsTheQueueOrHoldsForLong) {
  Ledgerless hotel;
  const auto held_until = [](const std::string& id, const std::string& until) {
    return Create({.id = id, .status = v1::HELD, .hold_until = until});
  };
  const v1::Request first_in_line =
      Create({.id = "w", .status = v1::WAITLISTED, .waitlist_priority = 1});
  const v1::Actor guest = Guest("c-1");
  hotel.When(As(guest, first_in_line)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(first_in_line).ThenAccepted();
  // 30 days after 2026-03-01T10:00:00Z.
  const v1::Request too_long = held_until("long", "2026-03-31T10:00:00.000001Z");
  hotel.When(As(guest, too_long)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel
      .When(As(SalesChannel("ota"),
               With(too_long,
                    [](v1::Request& r) { r.mutable_create_booking()->set_channel_id("ota"); })))
      .ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel.When(As(guest, held_until("month", "2026-03-31T10:00:00Z"))).ThenAccepted();
  hotel.When(too_long).ThenAccepted();
}

TEST(Declines, FormChangeEmptyWhenAPriceIsGivenForNoNight) {
  Ledgerless hotel;
  hotel.Given(Create());
  const auto priced = [](v1::Request request) {
    *request.mutable_change_booking()->mutable_nightly_override() = Euro(100);
    return As(StaffMember(kManager), std::move(request));
  };
  hotel.When(priced(Change("b1"))).ThenDeclined({v1::FORM_CHANGE_EMPTY});
  hotel
      .When(priced(With(
          Change("b1"),
          [](v1::Request& r) { r.mutable_change_booking()->mutable_guests()->set_adults(1); })))
      .ThenDeclined({v1::FORM_CHANGE_EMPTY});
  hotel
      .When(priced(
          With(Change("b1"),
               [](v1::Request& r) { r.mutable_change_booking()->set_requote(v1::REQUOTE_ALL); })))
      .ThenAccepted();
  EXPECT_EQ(hotel.booking("b1").price_minor(), 200);
}

TEST(Declines, FormLimitInvalidOnceWhenStaffHaveTooManyRolesOrProperties) {
  Ledgerless hotel;
  const std::vector<v1::Role> roles(17, v1::ROLE_FINANCE);
  const std::vector<std::string> properties(257, "not an id");
  for (const v1::Request& request :
       {DefineStaff({.roles = roles}), DefineStaff({.properties = properties}),
        DefineStaff({.roles = roles, .properties = properties})}) {
    const Then then = hotel.When(request);
    then.ThenDeclined({v1::FORM_LIMIT_INVALID});
    EXPECT_EQ(then.record().outcome().declined().reasons_size(), 1);
  }
  hotel
      .When(DefineStaff({.roles = std::vector<v1::Role>(16, v1::ROLE_FINANCE),
                         .properties = std::vector<std::string>(256, "H1")}))
      .ThenAccepted();
}

TEST(Declined, GivesAHundredReasonsAtMost) {
  Ledgerless hotel;
  const Then then =
      hotel.When(DefineStaff({.properties = std::vector<std::string>(256, "not an id")}));
  then.ThenDeclined({v1::FORM_ID_INVALID});
  EXPECT_EQ(then.record().outcome().declined().reasons_size(), 100);
}

}  // namespace
}  // namespace daybook::testing
