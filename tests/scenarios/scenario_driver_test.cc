// The driver itself must notice what is wrong, and say where.
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "ledger/base/file_system.h"
#include "ledger/base/status_macros.h"
#include "projections/view_store.h"
#include "tests/scenarios/scenario_check.h"
#include "tests/scenarios/scenario_ledger.h"
#include "tests/scenarios/scenario_match.h"
#include "tests/scenarios/scenario_output.h"
#include "tests/scenarios/scenario_postings.h"
#include "tests/scenarios/scenario_run.h"

namespace daybook::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr std::string_view kBooking = R"({"create_booking": {"booking_id": "b1",
  "property_id": "H1", "status": "CONFIRMED",
  "stay": {"arrival": 20260310, "departure": 20260312}, "room_type_id": "DBL",
  "guests": {"adults": 2}, "rate_plan_id": "FLEX", "customer_id": "c-1"}}
)";

absl::StatusOr<Scenario> Parsed(const std::string& text) {
  return ParseScenario("x.scenario", text, [](const std::string& name) {
    return PosixFileSystem().Read(DAYBOOK_SOURCE_DIR "/tests/scenarios/given/" + name +
                                  ".scenario");
  });
}

// Lines 1 to 3 are the title, the hotel and the front desk; `text` begins in line 4. kBooking takes
// four lines.
std::vector<std::string> Failures(const std::string& text) {
  const absl::StatusOr<Scenario> scenario = Parsed("# title\ninclude hotel\nby staff fay\n" + text);
  if (!scenario.ok()) return {std::string(scenario.status().message())};
  return RunScenario(*scenario, DAYBOOK_PROGRAM);
}

std::string Booked(std::string_view verb = "given ") {
  return std::string(verb) + std::string(kBooking);
}

TEST(ScenarioDriver, FindsNothingWrongWhereNothingIs) {
  EXPECT_THAT(Failures(Booked("when ") + "then accepted\nthen booking b1 {\"revision\": 1}\n"),
              IsEmpty());
}

TEST(ScenarioDriver, NamesTheLineAndWhatIsExpectedAndActual) {
  EXPECT_THAT(
      Failures(Booked("when ") + "then declined POLICY_NOT_AVAILABLE\nthen events 2\n"
                                 "then event {\"booking_created\": {\"booking_id\": \"b2\"}}\n"),
      ElementsAre(
          AllOf(StartsWith("x.scenario:8: then declined POLICY_NOT_AVAILABLE\n"),
                HasSubstr("expected: declined with POLICY_NOT_AVAILABLE"),
                HasSubstr("actual:   {\"accepted\":")),
          AllOf(StartsWith("x.scenario:9: then events 2\n"), HasSubstr("actual:   1 events")),
          AllOf(StartsWith("x.scenario:10: then event\n"),
                HasSubstr("booking_created.booking_id: expected \"b2\", actual \"b1\""))));
}

TEST(ScenarioDriver, NoticesEachExpectationThatIsNotMet) {
  const std::vector<std::string> lines = {
      "then accepted",
      "then declined STATE_BOOKING_EXISTS",
      "then declined STATE_BOOKING_UNKNOWN STATE_BOOKING_EXISTS",
      "then field reason",
      "then says \"no such thing\"",
      "then conflict",
      "then duplicate",
      "then refused \"\"",
      "then events 0",
      "then event {}",
      "then outcome {\"accepted\": {}}",
      "then row bookings {}",
      "then row audit {\"actor\": {\"id\": \"nobody\"}, \"request_id\": \"x\"}",
      "then booking b9 {}"};
  std::string text = R"(when {"cancel_booking": {"booking_id": "b9", "reason": 2}})";
  text += "\nthen declined STATE_BOOKING_UNKNOWN\n";
  for (const std::string& line : lines) text += line + "\n";
  const std::vector<std::string> failures = Failures(text);
  ASSERT_EQ(failures.size(), lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string said = lines[i].substr(0, lines[i].find_first_of("{\""));
    EXPECT_THAT(failures[i], StartsWith("x.scenario:" + std::to_string(6 + i) + ": " +
                                        said.substr(0, said.find_last_not_of(' ') + 1)));
  }
  EXPECT_THAT(Failures(Booked() + "then no row bookings {\"booking_id\": \"b1\"}\n"),
              ElementsAre(StartsWith("x.scenario:8: then no row bookings")));
}

TEST(ScenarioDriver, GoesNoFurtherWhereARequestThatIsGivenIsDeclined) {
  EXPECT_THAT(
      Failures(Booked() + Booked() + "then booking b2 {}\n"),
      ElementsAre(AllOf(StartsWith("x.scenario:8: given"), HasSubstr("STATE_BOOKING_EXISTS"))));
}

TEST(ScenarioDriver, AsksForAWordAboutEachWhen) {
  EXPECT_THAT(Failures(Booked("when ") + "advance 1h\ndue\n"),
              ElementsAre(StartsWith("x.scenario:4: when: nothing is said")));
}

TEST(ScenarioDriver, SaysWhatIsNoStatement) {
  for (const auto& [text, what] : std::vector<std::pair<std::string, std::string>>{
           {"then maybe", "x.scenario:4: then maybe: there is no statement"},
           {"given", "x.scenario:4: given: given takes"},
           {"clock 2026-02-28T10:00:00Z",
            "x.scenario:4: clock 2026-02-28T10:00:00Z: the clock does"},
           {"clock noon", "x.scenario:4: clock noon: "},
           {"advance 3w", "x.scenario:4: advance 3w: 3w is not"},
           {"by ghost x", "x.scenario:4: by ghost x: ghost is no kind"},
           {"given {\"x\": 1}", "x.scenario:4: given: not a request in JSON"},
           {"given {\"x\": {", "x.scenario:4: the braces"},
           {"given {} x", "x.scenario:4: there is something behind"},
           {"include nothing", "x.scenario:4: there is no given/nothing.scenario"},
           {"| line", "x.scenario:4: this belongs below"},
           {"then accepted", "x.scenario:4: then accepted: there is no `when`"},
           {"due 2026-03-01T10:00:01Z", "x.scenario:4: due 2026-03-01T10:00:01Z: the clock says"},
           {"roll H9", "x.scenario:4: roll H9: no property H9"},
           {"roll H1 until 2026-03-01",
            "x.scenario:4: roll H1 until 2026-03-01: the business date"},
           {"then row nothing {}", "x.scenario:4: then row nothing: no view nothing"},
           {"then row bookings {\"x\": 1}", "x.scenario:4: then row bookings: not a daybook.v1."},
       }) {
    EXPECT_THAT(Failures(text + "\n"), ElementsAre(StartsWith(what))) << text;
  }
  EXPECT_THAT(Failures(Booked("when ") + "then declined NO_SUCH_CODE\n"),
              ElementsAre(StartsWith("x.scenario:8: then declined NO_SUCH_CODE: there is no")));
}

TEST(ScenarioDriver, WantsATitleAndAClock) {
  EXPECT_THAT(std::string(Parsed("by staff fay\n").status().message()),
              StartsWith("x.scenario:1: "));
  const absl::StatusOr<Scenario> scenario = Parsed("# title\nadvance 1h\n");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_THAT(RunScenario(*scenario, ""),
              ElementsAre(StartsWith("x.scenario:2: advance 1h: there is no ledger yet")));
}

TEST(ScenarioDriver, ComparesWhatTheProgramPrintsAndHowItEnds) {
  if (std::string(DAYBOOK_PROGRAM).empty()) GTEST_SKIP() << "built without the program";
  EXPECT_THAT(Failures("cli bookings DIR/nowhere\nexit 3\nstderr DIR/nowhere\n"), IsEmpty());
  EXPECT_THAT(Failures("cli bookings DIR/nowhere\n"),
              ElementsAre(AllOf(StartsWith("x.scenario:4: cli"), HasSubstr("expected: exit 0"),
                                HasSubstr("actual:   exit 3"))));
  EXPECT_THAT(Failures("cli bookings DIR/nowhere\nexit 3\nstderr \"all is well\"\n"),
              ElementsAre(HasSubstr("expected: on stderr all is well")));
  EXPECT_THAT(Failures("cli --version\n| no<any>thing\n"),
              ElementsAre(AllOf(HasSubstr("    | no<any>thing"), HasSubstr("    | daybook"))));
}

TEST(ScenarioDriver, NoticesAViewThatIsNotThatOfAReplay) {
  const auto ledger = ScenarioLedger::Create(*ParseInstant("2026-03-01T10:00:00Z"));
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  std::vector<std::string> before, after;
  const absl::Status used = (*ledger)->WhileClosed([&](const std::string& dir) -> absl::Status {
    DAYBOOK_ASSIGN_OR_RETURN(before, CheckAgainstReplay(dir, (*ledger)->scratch("before")));
    {
      DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> views,
                               PosixFileSystem().List(dir + "/views"));
      const auto bookings = std::find_if(views.begin(), views.end(), [](const std::string& name) {
        return name.rfind("bookings.v", 0) == 0 && name.find(".lock") == std::string::npos;
      });
      if (bookings == views.end()) return absl::NotFoundError("no view bookings");
      DAYBOOK_ASSIGN_OR_RETURN(const auto store,
                               ViewStore::Open(dir + "/views/" + *bookings, ViewMode::kLive));
      auto txn = store->Begin();
      txn->AtRecord(store->info().position - 1);
      txn->Put("b1", "");
      const ViewInfo info = store->info();
      DAYBOOK_RETURN_IF_ERROR(store->Commit(std::move(txn), info.position, info.last_record));
    }
    DAYBOOK_ASSIGN_OR_RETURN(after, CheckAgainstReplay(dir, (*ledger)->scratch("after")));
    return absl::OkStatus();
  });
  EXPECT_TRUE(used.ok()) << used;
  EXPECT_THAT(before, IsEmpty());
  EXPECT_THAT(after, ElementsAre(StartsWith("view bookings: ")));
}

TEST(ScenarioDriver, LetsAnyTextStandInALine) {
  EXPECT_TRUE(LineAgrees("a <any> c <any>", "a b c "));
  EXPECT_TRUE(LineAgrees("<any>", ""));
  EXPECT_TRUE(LineAgrees("x<any>y<any>y", "x1y2y3y"));
  EXPECT_FALSE(LineAgrees("a<any>a", "a"));
  EXPECT_FALSE(LineAgrees("a<any>b<any>b", "ab"));
  EXPECT_FALSE(LineAgrees("a", "ab"));
}

std::vector<std::string> Differences(const std::string& json, std::string_view booking) {
  v1::Booking actual;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(std::string(booking), &actual));
  const absl::StatusOr<Pattern> pattern = Pattern::Parse(json, actual);
  if (!pattern.ok()) return {std::string(pattern.status().message())};
  return pattern->Differences(actual);
}

TEST(ScenarioMatch, ComparesTheFieldsThatAreGivenAtEveryDepth) {
  constexpr std::string_view kActual = R"pb(
    booking_id: "b1"
    status: HELD
    revision: 2
    stay { arrival: 20260310 departure: 20260312 }
    price { from: 20260310 to: 20260312 nightly_minor: 100 }
    hold_expires_at { seconds: 1772366400 })pb";
  for (const std::string agreeing :
       {R"({})", R"({"bookingId": "b1", "status": "HELD", "revision": "2"})",
        R"({"stay": {}, "price": [{}], "cancellation": null, "promoted": false, "payments": []})",
        R"({"stay": {"arrival": 20260310}, "hold_expires_at": "2026-03-01T12:00:00Z"})",
        R"({"price": [{"nightly_minor": 100}], "price_minor": 0, "customer_id": ""})"}) {
    EXPECT_THAT(Differences(agreeing, kActual), IsEmpty()) << agreeing;
  }
  for (const auto& [json, difference] : std::vector<std::pair<std::string, std::string>>{
           {R"({"status": "CONFIRMED"})", "status: expected CONFIRMED, actual HELD"},
           {R"({"revision": 0})", "revision: expected 0, actual 2"},
           {R"({"booking_id": ""})", "booking_id: expected \"\", actual \"b1\""},
           {R"({"booking_id": null})", "booking_id: expected \"\", actual \"b1\""},
           {R"({"stay": null})", "stay: expected nothing, actual {"},
           {R"({"cancellation": {}})", "cancellation: expected {}, actual nothing"},
           {R"({"stay": {"arrival": 20260311}})",
            "stay.arrival: expected 20260311, actual 20260310"},
           {R"({"price": []})", "price: expected 0 elements [], actual 1 ["},
           {R"({"price": [{"nightly_minor": 99}]})",
            "price[0].nightly_minor: expected 99, actual 100"},
           {R"({"hold_expires_at": "2026-03-01T12:00:01Z"})", "hold_expires_at: expected \"2026-"},
           {R"({"colour": 1})", "not a daybook.v1.Booking in JSON"}}) {
    EXPECT_THAT(Differences(json, kActual), ElementsAre(StartsWith(difference))) << json;
  }
}

// A schema of journals, so that the lines `then posts` can be tried whatever the real one has.
class ScenarioPostings : public ::testing::Test {
 protected:
  ScenarioPostings() {
    google::protobuf::FileDescriptorProto file;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(
          name: "journals.proto"
          package: "test"
          syntax: "proto3"
          enum_type {
            name: "BookAccount"
            value { name: "BOOK_ACCOUNT_UNSPECIFIED" number: 0 }
            value { name: "BOOK_ACCOUNT_GUEST" number: 1 }
            value { name: "BOOK_ACCOUNT_REVENUE" number: 2 }
          }
          message_type {
            name: "Transfer"
            field {
              name: "debit"
              number: 1
              type: TYPE_ENUM
              type_name: ".test.BookAccount"
              label: LABEL_OPTIONAL
            }
            field {
              name: "credit"
              number: 2
              type: TYPE_ENUM
              type_name: ".test.BookAccount"
              label: LABEL_OPTIONAL
            }
            field { name: "amount_minor" number: 3 type: TYPE_INT64 label: LABEL_OPTIONAL }
            field { name: "booking_id" number: 4 type: TYPE_STRING label: LABEL_OPTIONAL }
          }
          message_type {
            name: "Journal"
            field { name: "property_id" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
            field {
              name: "transfers"
              number: 2
              type: TYPE_MESSAGE
              type_name: ".test.Transfer"
              label: LABEL_REPEATED
            }
          }
          message_type {
            name: "Accepted"
            field {
              name: "journals"
              number: 1
              type: TYPE_MESSAGE
              type_name: ".test.Journal"
              label: LABEL_REPEATED
            }
          }
        )pb",
        &file));
    const google::protobuf::Descriptor* type =
        pool_.BuildFile(file)->FindMessageTypeByName("Accepted");
    accepted_.reset(factory_.GetPrototype(type)->New());
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"pb(
                                                                journals {
                                                                  property_id: "H1"
                                                                  transfers {
                                                                    debit: BOOK_ACCOUNT_GUEST
                                                                    credit: BOOK_ACCOUNT_REVENUE
                                                                    amount_minor: 100
                                                                    booking_id: "b1"
                                                                  }
                                                                  transfers {
                                                                    debit: BOOK_ACCOUNT_GUEST
                                                                    credit: BOOK_ACCOUNT_REVENUE
                                                                    amount_minor: 100
                                                                    booking_id: "b2"
                                                                  }
                                                                }
                                                              )pb",
                                                              accepted_.get()));
  }

  std::vector<std::string> Differences(const std::vector<std::vector<std::string>>& lines) {
    std::vector<PostingPattern> patterns;
    for (const auto& words : lines) {
      absl::StatusOr<PostingPattern> pattern = ParsePosting("x:1", words);
      if (!pattern.ok()) return {std::string(pattern.status().message())};
      patterns.push_back(*pattern);
    }
    const auto differences = PostingDifferences(patterns, *accepted_);
    if (!differences.ok()) return {std::string(differences.status().message())};
    return *differences;
  }

  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  std::unique_ptr<google::protobuf::Message> accepted_;
};

TEST_F(ScenarioPostings, AgreeInAnyOrder) {
  EXPECT_THAT(Differences({{"GUEST", "REVENUE", "100", "booking=b2"},
                           {"BOOK_ACCOUNT_GUEST", "REVENUE", "100", "booking_id=b1"}}),
              IsEmpty());
  // The first line fits both; it may not take the one that the second needs.
  EXPECT_THAT(Differences({{"GUEST", "REVENUE", "100", "property=H1"},
                           {"GUEST", "REVENUE", "100", "booking=b1"}}),
              IsEmpty());
}

TEST_F(ScenarioPostings, AreAllOfThemAndNoOthers) {
  EXPECT_THAT(Differences({{"GUEST", "REVENUE", "100", "booking=b1"}}),
              ElementsAre(AllOf(HasSubstr("expected no other transfer"), HasSubstr("b2"))));
  EXPECT_THAT(Differences({}), ::testing::SizeIs(2));
  EXPECT_THAT(
      Differences(
          {{"GUEST", "REVENUE", "100"}, {"GUEST", "REVENUE", "100"}, {"REVENUE", "GUEST", "100"}}),
      ElementsAre(HasSubstr("expected REVENUE GUEST 100 (x:1)")));
  EXPECT_THAT(Differences({{"GUEST", "REVENUE", "100", "colour=red"}}),
              ElementsAre("a transfer has no field colour"));
  EXPECT_THAT(Differences({{"GUEST", "REVENUE", "1.00"}}), ElementsAre(HasSubstr("minor units")));
}

}  // namespace
}  // namespace daybook::testing
