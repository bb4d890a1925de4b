// The customer's file (DOMAIN D35, D37, E39 to E46): profile, consent, preferences, notes, surveys, key accounts, merging, changes of
// people, notices, revealing and erasing.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/domain/customer/customer_checks.h"
#include "tests/domain/houses_with_books.h"
#include "tests/domain/request_text.h"

namespace daybook::testing {
namespace {

constexpr std::string_view kService = "sue";  // SERVICE
constexpr std::string_view kTrusted = "tom";  // SERVICE, and may see personal data
constexpr std::string_view kAuditor = "ada";  // AUDITOR

v1::Request Profile(std::string_view customer_id, std::string_view more = "") {
  return Ask(kService, absl::StrCat("update_profile { customer_id: '", std::string(customer_id),
                                    "' profile { sealed { key_slot: 7 ciphertext: 'x' } } ",
                                    std::string(more), " }"));
}
v1::Request Consent(std::string_view customer_id, std::string_view purpose, bool given = true) {
  return Ask(kService, absl::StrCat("set_consent { customer_id: '", std::string(customer_id),
                                    "' purpose: ", std::string(purpose),
                                    " given: ", given ? "true" : "false", " }"));
}
v1::Request Preference(std::string_view customer_id, std::string_view code,
                       std::string_view value) {
  return Ask(kService,
             absl::StrCat("record_preference { customer_id: '", std::string(customer_id),
                          "' code: '", std::string(code), "' value: '", std::string(value), "' }"));
}
v1::Request Note(std::string_view customer_id, std::string_view booking_id,
                 std::string_view code = "extra-pillow") {
  return Ask(kFrontDesk, absl::StrCat("record_stay_note { customer_id: '", std::string(customer_id),
                                      "' booking_id: '", std::string(booking_id), "' code: '",
                                      std::string(code), "' }"));
}
v1::Request Merge(std::string_view customer_id, std::string_view merged_id) {
  return Ask(kService, absl::StrCat("merge_customers { customer_id: '", std::string(customer_id),
                                    "' merged_id: '", std::string(merged_id), "' }"));
}
v1::Request Unmerge(std::string_view customer_id, std::string_view merged_id) {
  return Ask(kService, absl::StrCat("unmerge_customers { customer_id: '", std::string(customer_id),
                                    "' merged_id: '", std::string(merged_id), "' }"));
}
v1::Request Erase(std::string_view customer_id) {
  return Ask(kManager, absl::StrCat("erase_customer { customer_id: '", std::string(customer_id),
                                    "' reason_code: 'asked-for' }"));
}
v1::Request Survey(std::string_view customer_id, std::string_view answers,
                   std::string_view survey_id = "s-1") {
  return Ask(kFrontDesk, absl::StrCat("record_survey { survey_id: '", std::string(survey_id),
                                      "' property_id: 'H1' customer_id: '",
                                      std::string(customer_id), "' ", std::string(answers), " }"));
}

class Customers : public ::testing::Test {
 protected:
  Customers() {
    hotel_.Given(DefineStaff({.id = std::string(kService), .roles = {v1::ROLE_SERVICE}}));
    hotel_.Given(With(DefineStaff({.id = std::string(kTrusted), .roles = {v1::ROLE_SERVICE}}),
                      [](v1::Request& r) {
                        r.mutable_define_staff()->mutable_staff()->set_reveals_personal_data(true);
                      }));
    hotel_.Given(DefineStaff({.id = std::string(kAuditor), .roles = {v1::ROLE_AUDITOR}}));
    hotel_.Given(DefineStaff({.id = std::string(kSales), .roles = {v1::ROLE_SALES}}));
  }
  const v1::Customer& File(std::string_view id) const {
    const auto* const file = hotel_.state().Find<v1::Customer>(id);
    EXPECT_NE(file, nullptr) << id;
    return file == nullptr ? v1::Customer::default_instance() : *file;
  }
  Ledgerless hotel_;
};

TEST_F(Customers, HaveAFileFromTheFirstRequestAboutThem) {
  EXPECT_EQ(hotel_.state().Find<v1::Customer>("c-1"), nullptr);
  hotel_.When(Profile("c-1")).ThenAccepted({R"pb(profile_updated { customer_id: "c-1" })pb"});
  EXPECT_EQ(File("c-1").kind(), v1::CUSTOMER_PERSON);
  EXPECT_EQ(File("c-1").revision(), 1);
  EXPECT_EQ(File("c-1").sealed_profile().key_slot(), 7u);
  EXPECT_EQ(File("c-1").profile_updated_on(), 20260301);
  EXPECT_EQ(File("c-1").first_position(), hotel_.records().back().position());
  hotel_.SetNow("2026-03-04T23:30:00Z");
  hotel_.Given(Profile("c-1", "kind: CUSTOMER_AGENCY"));
  EXPECT_EQ(File("c-1").kind(), v1::CUSTOMER_AGENCY);
  EXPECT_EQ(File("c-1").profile_updated_on(), 20260304) << "the UTC day";
  hotel_.Given(Profile("c-1"));
  EXPECT_EQ(File("c-1").kind(), v1::CUSTOMER_AGENCY) << "UNSPECIFIED: stays";
  EXPECT_EQ(File("c-1").revision(), 3);
}

TEST_F(Customers, ChangeOnlyFromTheRevisionThatWasRead) {
  hotel_.When(IfRevision(0, Profile("c-1"))).ThenAccepted();
  hotel_.When(IfRevision(0, Profile("c-1"))).ThenDeclined({v1::STATE_REVISION_STALE});
  hotel_.When(IfRevision(1, Consent("c-1", "CONSENT_SURVEY"))).ThenAccepted();
}

TEST_F(Customers, AreEmployedByCompanies) {
  hotel_.Given({Profile("firm", "kind: CUSTOMER_COMPANY"), Profile("joe")});
  hotel_.When(Profile("c-1", "employer_id: 'nobody'")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel_.When(Profile("c-1", "employer_id: 'joe'")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel_.When(Profile("firm", "employer_id: 'firm'")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel_.Given(Profile("c-1", "employer_id: 'firm'"));
  EXPECT_EQ(File("c-1").employer_id(), "firm");
  hotel_.Given(Profile("c-1"));
  EXPECT_EQ(File("c-1").employer_id(), "firm") << "absent: stays";
  hotel_.Given(Profile("c-1", "employer_id: ''"));
  EXPECT_EQ(File("c-1").employer_id(), "");
}

TEST_F(Customers, GiveAndWithdrawConsentPurposeByPurpose) {
  hotel_.Given({Consent("c-1", "CONSENT_SURVEY"), Consent("c-1", "CONSENT_PROMOTION")});
  hotel_.Given(Consent("c-1", "CONSENT_SURVEY", false));
  ASSERT_EQ(File("c-1").consents_size(), 2);
  EXPECT_FALSE(HasConsent(&File("c-1"), v1::CONSENT_SURVEY));
  EXPECT_TRUE(HasConsent(&File("c-1"), v1::CONSENT_PROMOTION));
  EXPECT_FALSE(HasConsent(&File("c-1"), v1::CONSENT_PREFERENCES));
  EXPECT_EQ(File("c-1").consents(0).on(), 20260301);
  EXPECT_EQ(File("c-1").consents(0).position(), hotel_.records().back().position());
  hotel_.When(Consent("c-1", "CONSENT_PURPOSE_UNSPECIFIED")).ThenDeclined({v1::FORM_ENUM_INVALID});
}

TEST_F(Customers, SetTheirOwnConsentAndNobodyElses) {
  hotel_.When(As(Guest("c-1"), Consent("c-1", "CONSENT_SURVEY"))).ThenAccepted();
  hotel_.When(As(Guest("c-2"), Consent("c-1", "CONSENT_SURVEY")))
      .ThenDeclined({v1::IDENTITY_NOT_ENTITLED});
}

TEST_F(Customers, PreferencesAreKeptOneACode) {
  hotel_.Given(Consent("c-1", "CONSENT_PREFERENCES"));
  hotel_.Given({Preference("c-1", "pillow", "feather-free"), Preference("c-1", "floor", "high"),
                Preference("c-1", "pillow", "firm")});
  ASSERT_EQ(File("c-1").preferences_size(), 2);
  EXPECT_EQ(File("c-1").preferences(0).value(), "firm");
  hotel_.Given(Preference("c-1", "pillow", ""));
  ASSERT_EQ(File("c-1").preferences_size(), 1);
  EXPECT_EQ(File("c-1").preferences(0).code(), "floor");
  hotel_.When(Preference("c-1", "pillow", "")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST_F(Customers, PreferencesAreForgottenWithTheConsent) {
  hotel_.Given({Consent("c-1", "CONSENT_PREFERENCES"), Preference("c-1", "floor", "high")});
  hotel_.Given(Consent("c-1", "CONSENT_PREFERENCES", false));
  EXPECT_EQ(File("c-1").preferences_size(), 0);
  hotel_.When(Preference("c-1", "floor", "high")).ThenDeclined({v1::POLICY_CONSENT_MISSING});
}

TEST_F(Customers, PreferencesAreNoMoreThanOneFileHolds) {
  hotel_.Given(Consent("c-1", "CONSENT_PREFERENCES"));
  for (int i = 0; i < kMaxPreferences; ++i) {
    hotel_.Given(Preference("c-1", absl::StrCat("p", i), "yes"));
  }
  hotel_.When(Preference("c-1", "more", "yes")).ThenDeclined({v1::STATE_TOO_MANY});
  hotel_.When(Preference("c-1", "p7", "no")).ThenAccepted();
}

TEST_F(Customers, StayNotesAreAboutTheirOwnBookings) {
  hotel_.Given({Create({.id = "b1", .customer = "c-1"}), Create({.id = "b2", .customer = "c-2"})});
  hotel_.When(Note("c-1", "b9")).ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
  hotel_.When(Note("c-1", "b2")).ThenDeclined({v1::STATE_CUSTOMER_MISMATCH});
  hotel_.When(Note("c-1", "b1")).ThenAccepted();
  EXPECT_EQ(File("c-1").stay_notes(0).code(), "extra-pillow");
  for (int i = 0; i < kMaxStayNotes; ++i) hotel_.Given(Note("c-1", "b1", absl::StrCat("n", i)));
  ASSERT_EQ(File("c-1").stay_notes_size(), kMaxStayNotes);
  EXPECT_EQ(File("c-1").stay_notes(0).code(), "n0") << "the oldest goes";
}

TEST_F(Customers, SurveysAreAnsweredWithConsent) {
  const std::string answers = "answers { question: 'bed' score: 100 } answers { question: 'food' }";
  hotel_.When(Survey("c-1", answers)).ThenDeclined({v1::POLICY_CONSENT_MISSING});
  hotel_.Given({Consent("c-1", "CONSENT_SURVEY"), Create({.id = "b1", .customer = "c-1"}),
                Create({.id = "b2", .property = "H2", .customer = "c-1"})});
  hotel_.When(Survey("c-1", answers + " booking_id: 'b2'"))
      .ThenDeclined({v1::STATE_BOOKING_UNKNOWN});
  hotel_.When(Survey("c-1", answers + " booking_id: 'b1'"))
      .ThenAccepted({R"pb(survey_recorded { survey_id: "s-1" business_date: 20260301 })pb"});
  const auto& survey = *hotel_.state().Find<v1::Survey>("s-1");
  EXPECT_EQ(survey.answers_size(), 2);
  EXPECT_EQ(survey.booking_id(), "b1");
  hotel_.When(Survey("c-1", answers)).ThenDeclined({v1::STATE_ID_EXISTS});
}

TEST_F(Customers, KeyAccountsHaveAnOwnerAndASchedule) {
  const auto set = [](std::string_view owner, int days) {
    return Ask(kSales, absl::StrCat("set_key_account { customer_id: 'c-1' owner_staff_id: '",
                                    std::string(owner), "' contact_every_days: ", days, " }"));
  };
  hotel_.When(set("", 0)).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(set("nobody", 30)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel_.When(set(kFormerEmployee, 30)).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel_.When(set(kSales, 0)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel_.When(set(kSales, 367)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel_.When(set("", 3)).ThenDeclined({v1::FORM_LIMIT_INVALID});
  hotel_.When(As(StaffMember(kFrontDesk), set(kSales, 30)))
      .ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel_.Given(set(kSales, 30));
  EXPECT_EQ(File("c-1").key_account().since(), 20260301);
  hotel_.SetNow("2026-03-20T10:00:00Z");
  hotel_.Given(set(kManager, 14));
  EXPECT_EQ(File("c-1").key_account().owner_staff_id(), kManager);
  EXPECT_EQ(File("c-1").key_account().since(), 20260301) << "another owner, the same account";
  hotel_.Given(set("", 0));
  EXPECT_FALSE(File("c-1").has_key_account());
}

TEST_F(Customers, KeyAccountsRememberTheLastContact) {
  hotel_.Given({Ask(kSales,
                    "set_key_account { customer_id: 'c-1' owner_staff_id: 'sol' "
                    "contact_every_days: 30 }"),
                Profile("c-2")});
  const auto contact = [](std::string_view id, std::string_view customer) {
    return Ask(kSales, absl::StrCat("record_contact { contact { contact_id: '", std::string(id),
                                    "' property_id: 'H1' customer_id: '", std::string(customer),
                                    "' channel: FEEDBACK_CHANNEL_PHONE purpose: "
                                    "CONTACT_SCHEDULED } }"));
  };
  hotel_.GivenBusinessDate("H1", 20260305);
  hotel_.Given({contact("t-1", "c-1"), contact("t-2", "c-2")});
  EXPECT_EQ(File("c-1").key_account().last_contact_on(), 20260305);
  EXPECT_FALSE(File("c-2").has_key_account());
}

TEST_F(Customers, AreMergedAndTheFileThatStaysStandsForAll) {
  hotel_.Given({Profile("a"), Profile("b"), Profile("c")});
  hotel_.Given(Create({.id = "b1", .customer = "c"}));
  hotel_.When(Merge("b", "c")).ThenAccepted({R"pb(customers_merged {
                                                    customer_id: "b"
                                                    merged_id: "c"
                                                  })pb"});
  hotel_.Given(Merge("a", "b"));
  EXPECT_EQ(File("c").merged_into(), "b");
  EXPECT_EQ(File("b").merged_into(), "a");
  EXPECT_EQ(File("a").merged_size(), 2);
  EXPECT_EQ(hotel_.booking("b1").customer_id(), "c") << "bookings keep their customer";
  hotel_.When(Note("a", "b1")).ThenAccepted();
  hotel_.When(Profile("b")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(Consent("c", "CONSENT_SURVEY")).ThenDeclined({v1::STATE_STATUS});
}

TEST_F(Customers, AreNeverMergedInACircle) {
  hotel_.Given({Profile("a"), Profile("b"), Profile("c"), Merge("a", "b")});
  hotel_.When(Merge("b", "a")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(Merge("c", "b")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(Merge("b", "c")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(Merge("a", "a")).ThenDeclined({v1::FORM_DUPLICATE});
  hotel_.When(Merge("a", "nobody")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel_.When(Merge("nobody", "c")).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST_F(Customers, AreUnmergedAsTheyWere) {
  hotel_.Given({Profile("a"), Profile("b"), Profile("c"), Merge("b", "c"), Merge("a", "b")});
  hotel_.When(Unmerge("a", "c")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(Unmerge("b", "c")).ThenDeclined({v1::STATE_STATUS});
  hotel_.Given(Unmerge("a", "b"));
  EXPECT_EQ(File("a").merged_size(), 0);
  EXPECT_EQ(File("b").merged_into(), "");
  EXPECT_EQ(File("b").merged(0), "c") << "what was merged before stays so";
  hotel_.When(Unmerge("a", "b")).ThenDeclined({v1::STATE_STATUS});
  hotel_.Given(Unmerge("b", "c"));
  EXPECT_EQ(File("b").merged_size(), 0);
  hotel_.When(Profile("c")).ThenAccepted();
}

TEST_F(Customers, ChangesOfPeopleAreToldToCustomerService) {
  hotel_.Given({Profile("firm", "kind: CUSTOMER_COMPANY"), Profile("joe")});
  const auto report = [](std::string_view customer, std::string_view change) {
    return Ask(kSales, absl::StrCat("report_people_change { customer_id: '", std::string(customer),
                                    "' change: ", std::string(change), " }"));
  };
  hotel_.When(report("nobody", "PEOPLE_CHANGE_CONTACT"))
      .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  hotel_.When(report("firm", "PEOPLE_CHANGE_EMPLOYER")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(report("joe", "PEOPLE_CHANGE_LEGAL_REPRESENTATIVE")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(report("joe", "PEOPLE_CHANGE_EMPLOYER"))
      .ThenAccepted({R"pb(people_change_reported { customer_id: "joe" })pb",
                     R"pb(notice_raised {
                            kind: NOTICE_EMPLOYER_CHANGED
                            to: "customer-service"
                            about: "joe"
                          })pb"});
  const std::string id = absl::StrCat(hotel_.records().back().position(), "-1");
  const auto* const notice = hotel_.state().Find<v1::Notice>(id);
  ASSERT_NE(notice, nullptr) << "named by its record's position and its event's index";
  EXPECT_EQ(notice->notice_id(), id);
  EXPECT_EQ(notice->raised_at().seconds(), hotel_.now().micros() / 1'000'000);
  const v1::Request acknowledge =
      Ask(kService, absl::StrCat("acknowledge_notice { notice_id: '", id, "' }"));
  hotel_.When(As(StaffMember(kAuditor), acknowledge)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel_.Given(acknowledge);
  EXPECT_EQ(hotel_.state().Find<v1::Notice>(id)->acknowledged_by().id(), kService);
  hotel_.When(acknowledge).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(Ask(kService, "acknowledge_notice { notice_id: '9-9' }"))
      .ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
}

TEST_F(Customers, AreRevealedToThoseWhoMayAndForAPurpose) {
  const v1::Request reveal =
      Ask(kTrusted, "reveal_personal_data { customer_id: 'c-1' purpose: 'guest-request' }");
  hotel_.When(As(StaffMember(kManager), reveal)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel_.When(As(Guest("c-1"), reveal)).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel_
      .When(With(reveal, [](v1::Request& r) { r.mutable_reveal_personal_data()->clear_purpose(); }))
      .ThenDeclined({v1::FORM_ID_INVALID});
  hotel_.Given(Profile("c-1"));
  hotel_.When(reveal).ThenAccepted(
      {R"pb(personal_data_revealed { customer_id: "c-1" purpose: "guest-request" })pb"});
}

TEST_F(Customers, WithoutAFileHaveNoneThatCouldBeRevealed) {
  v1::Request reveal =
      Ask(kTrusted, "reveal_personal_data { customer_id: 'c-1' purpose: 'guest-request' }");
  hotel_.When(reveal).ThenDeclined({v1::STATE_REFERENCE_UNKNOWN});
  // What their bookings hold may be shown.
  reveal.mutable_reveal_personal_data()->set_everything(true);
  hotel_.When(reveal).ThenAccepted();
  EXPECT_EQ(hotel_.state().Find<v1::Customer>("c-1"), nullptr) << "looking makes no file";
}

TEST_F(Customers, AreNotRevealedByAnInvoiceThatNamesItsBuyerOnly) {
  const Then then = hotel_.When(
      Ask(kTrusted, "reveal_personal_data { invoice_id: 'H1-1' everything: true purpose: 'x' }"));
  then.ThenDeclined({v1::FORM_ENUM_INVALID});
  EXPECT_EQ(then.record().outcome().declined().reasons(0).field(),
            "reveal_personal_data.everything");
}

TEST_F(Customers, AreErasedWithAllThatWasMergedIntoThem) {
  hotel_.Given({Profile("a", "kind: CUSTOMER_PERSON"), Profile("b"), Merge("a", "b"),
                Consent("a", "CONSENT_PREFERENCES"), Preference("a", "floor", "high")});
  hotel_.When(As(StaffMember(kService), Erase("a"))).ThenDeclined({v1::IDENTITY_ROLE_MISSING});
  hotel_.When(Erase("b")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(Erase("a"))
      .ThenAccepted({R"pb(customer_erased { customer_id: "a" })pb",
                     R"pb(customer_erased { customer_id: "b" })pb"});
  for (const std::string_view id : {"a", "b"}) {
    EXPECT_TRUE(File(id).erased());
    EXPECT_FALSE(File(id).has_sealed_profile());
    EXPECT_EQ(File(id).preferences_size() + File(id).consents_size(), 0);
  }
  hotel_.When(Erase("a")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(Profile("a")).ThenDeclined({v1::STATE_STATUS});
  hotel_.When(Ask(kTrusted, "reveal_personal_data { customer_id: 'b' purpose: 'guest-request' }"))
      .ThenDeclined({v1::STATE_STATUS});
  hotel_.Given(Profile("c"));
  hotel_.When(Merge("c", "a")).ThenDeclined({v1::STATE_STATUS});
}

TEST_F(Customers, AreErasedAlsoWithoutAFile) {
  hotel_.Given(Create({.id = "b1", .customer = "c-1"}));
  hotel_.When(Erase("c-1")).ThenAccepted();
  EXPECT_TRUE(File("c-1").erased());
}

TEST(Declines, PolicyConsentMissingWherePreferencesWouldBeKept) {
  Ledgerless hotel;
  hotel.Given(DefineStaff({.id = std::string(kService), .roles = {v1::ROLE_SERVICE}}));
  hotel.When(Preference("c-1", "floor", "high")).ThenDeclined({v1::POLICY_CONSENT_MISSING});
  hotel
      .When(Overriding({v1::POLICY_CONSENT_MISSING}, StaffMember(kManager),
                       Preference("c-1", "floor", "high")))
      .ThenDeclined({v1::FORM_OVERRIDE_INVALID});
}

TEST(Declines, FormPersonalMissingInAProfile) {
  Ledgerless hotel;
  hotel.When(Ask(kManager, "update_profile { customer_id: 'c-1' }"))
      .ThenDeclined({v1::FORM_PERSONAL_MISSING});
}

TEST(Declines, FormScoreInvalidInASurvey) {
  Ledgerless hotel;
  hotel.When(Survey("c-1", "answers { question: 'bed' score: 101 }"))
      .ThenDeclined({v1::FORM_SCORE_INVALID});
  hotel.When(Survey("c-1", "answers { question: 'bed' score: -1 }"))
      .ThenDeclined({v1::FORM_SCORE_INVALID});
}

TEST(Declines, FormDuplicateInASurvey) {
  Ledgerless hotel;
  hotel.When(Survey("c-1", "answers { question: 'bed' } answers { question: 'bed' }"))
      .ThenDeclined({v1::FORM_DUPLICATE});
}

TEST(Declines, FormTooManyAnswersOrNone) {
  Ledgerless hotel;
  hotel.When(Survey("c-1", "")).ThenDeclined({v1::FORM_TOO_MANY});
  std::string answers;
  for (int i = 0; i <= kMaxSurveyAnswers; ++i) {
    absl::StrAppend(&answers, "answers { question: 'q", i, "' } ");
  }
  hotel.When(Survey("c-1", answers)).ThenDeclined({v1::FORM_TOO_MANY});
}

}  // namespace
}  // namespace daybook::testing
