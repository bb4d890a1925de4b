// A world that was made up: requests that bring their own time, into a ledger that holds nothing
// else, for ever.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/domain/times.h"
#include "ledger/engine/refold.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

SimulationPlan Plan(uint64_t seed = 7) {
  return {.source = "hotels-1", .seed = seed, .settings_sha256 = std::string(32, 's')};
}

struct Step {
  v1::Request request;
  std::string at;
};

absl::StatusOr<Receipt> Simulate(TestLedger& test, const v1::Request& request,
                                 std::string_view at) {
  Answered answer;
  test.ledger->SubmitSimulated(request, At(at), Soon(), answer.callback());
  return answer.Get();
}

v1::Request Property(std::string_view request_id, std::string_view property_id = "P1") {
  return WithId(request_id, DefineProperty(property_id));
}

v1::Request Hold(int number, std::string_view until) {
  return WithId(absl::StrCat("hold-", number), Create({.id = absl::StrCat("b", number),
                                                       .arrival = 20260310 + number,
                                                       .departure = 20260311 + number,
                                                       .status = v1::HELD,
                                                       .hold_until = std::string(until)}));
}

// A hotel, holds that expire in between and at the same instant, a decline, a retry, a conflict.
std::vector<Step> World() {
  std::vector<Step> steps;
  int number = 0;
  for (const v1::Request& request : StandardHotel()) {
    steps.push_back({WithId(absl::StrCat("hotel/", number++), request), "2019-05-01T08:00:00Z"});
  }
  steps.push_back({Hold(0, "2019-05-03T08:00:00Z"), "2019-05-01T09:00:00Z"});
  steps.push_back({Hold(1, "2019-05-02T08:00:00Z"), "2019-05-01T09:00:00Z"});
  steps.push_back({Hold(2, "2019-05-02T08:00:00Z"), "2019-05-01T10:00:00Z"});
  steps.push_back({WithId("declined", Cancel("nobody")), "2019-05-02T07:59:59Z"});
  steps.push_back({WithId("declined", Cancel("somebody")), "2019-05-02T08:00:00Z"});
  steps.push_back({WithId("late", Create({.id = "late"})), "2019-05-04T08:00:00Z"});
  steps.push_back({WithId("late", Create({.id = "late"})), "2019-05-04T08:00:05Z"});
  steps.push_back({WithId("back", Create({.id = "back"})), "2019-05-04T07:00:00Z"});
  return steps;
}

void Live(TestLedger& test, const std::vector<Step>& steps) {
  const absl::Status begun = test.ledger->BeginSimulation(Plan());
  ASSERT_TRUE(begun.ok()) << begun;
  std::vector<Answered> answers(steps.size());
  for (size_t i = 0; i < steps.size(); ++i) {
    test.ledger->SubmitSimulated(steps[i].request, At(steps[i].at), Soon(), answers[i].callback());
  }
  for (Answered& answer : answers) {
    const absl::Status status = answer.Get().status();
    EXPECT_TRUE(status.ok() || absl::IsAlreadyExists(status)) << status;
  }
}

// All but the machine's time.
std::vector<std::string> WithoutMachineTime(std::vector<v1::Record> records) {
  std::vector<std::string> texts;
  for (v1::Record& record : records) {
    record.mutable_resolution()->clear_ingested_at();
    record.clear_content_mac();  // under a key of the ledger's own
    if (record.resolution().time_source() == v1::TIME_SOURCE_SYSTEM) {
      record.mutable_resolution()->clear_recorded_at();
    }
    texts.push_back(record.DebugString());
  }
  return texts;
}

TEST(Simulation, RecordsAtTheTimeGivenAndKeepsTheRealOneBesideIt) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginSimulation(Plan()).ok());
  // Also a time that has not come yet.
  const auto receipt = Simulate(test, Property("s-1"), "2036-07-01T12:00:00Z");
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_TRUE(receipt->outcome.has_accepted()) << receipt->outcome.ShortDebugString();
  EXPECT_EQ(receipt->recorded_at, At("2036-07-01T12:00:00Z"));
  const v1::Resolution resolution = test.Records().back().resolution();
  EXPECT_EQ(resolution.time_source(), v1::TIME_SOURCE_SIMULATED);
  EXPECT_EQ(ToInstant(resolution.ingested_at()), test.clock.Now());
}

TEST(Simulation, NeverGoesBackInItsOwnTime) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginSimulation(Plan()).ok());
  EXPECT_EQ(Simulate(test, Property("s-1"), "2014-07-02T12:00:00Z")->recorded_at,
            At("2014-07-02T12:00:00Z"));
  EXPECT_EQ(Simulate(test, Property("s-2"), "2014-07-01T12:00:00Z")->recorded_at,
            At("2014-07-02T12:00:00Z"));
  test.Reopen();
  ASSERT_TRUE(test.ledger->BeginSimulation(Plan()).ok());
  EXPECT_EQ(Simulate(test, Property("s-3"), "2014-07-01T12:00:00Z")->recorded_at,
            At("2014-07-02T12:00:00Z"));
}

TEST(Simulation, TakesNothingElseForEver) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginSimulation(Plan()).ok());
  for (const bool reopened : {false, true}) {
    if (reopened) test.Reopen();
    const absl::Status outside = test.Submit(Property("r-1")).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(outside)) << outside;
    EXPECT_NE(outside.message().find("simulation"), absl::string_view::npos) << outside;
    Answered imported;
    test.ledger->SubmitImported(As(Importer(), Property("i-1")), At("2014-07-01T12:00:00Z"), Soon(),
                                imported.callback());
    EXPECT_TRUE(absl::IsFailedPrecondition(imported.Get().status()));
    EXPECT_TRUE(absl::IsFailedPrecondition(test.ledger->BeginImport(
        {.source = "csv", .file_sha256 = std::string(32, 'x'), .planned_requests = 1})));
  }
}

TEST(Simulation, IsTakenOnlyOnceItIsBegunInThisProcess) {
  TestLedger test;
  EXPECT_TRUE(
      absl::IsFailedPrecondition(Simulate(test, Property("s-1"), "2014-07-01T12:00:00Z").status()));
  ASSERT_TRUE(test.ledger->BeginSimulation(Plan()).ok());
  EXPECT_TRUE(Simulate(test, Property("s-1"), "2014-07-01T12:00:00Z").ok());
  test.Reopen();
  EXPECT_TRUE(
      absl::IsFailedPrecondition(Simulate(test, Property("s-2"), "2014-07-01T12:00:00Z").status()));
  ASSERT_TRUE(test.ledger->BeginSimulation(Plan()).ok());
  EXPECT_TRUE(Simulate(test, Property("s-2"), "2014-07-01T12:00:00Z").ok());
}

TEST(Simulation, IsNotTakenIntoALedgerThatHoldsAnythingElse) {
  TestLedger own;
  own.Accept(Property("r-1"));
  const uint64_t end = own.ledger->records().end();
  const absl::Status status = own.ledger->BeginSimulation(Plan());
  EXPECT_EQ(own.ledger->records().end(), end) << "a refusal leaves no trace";
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_NE(status.message().find("STATE_SIMULATION_NOT_ALLOWED"), absl::string_view::npos)
      << status;
  own.Accept(Property("r-2"));

  TestLedger another;
  ASSERT_TRUE(another.ledger->BeginSimulation(Plan(7)).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(another.ledger->BeginSimulation(Plan(8))));
  EXPECT_TRUE(Simulate(another, Property("s-1"), "2014-07-01T12:00:00Z").ok());
}

TEST(Simulation, WantsOrdinaryActorsAndTheHashOfItsSettings) {
  TestLedger test;
  SimulationPlan plan = Plan();
  plan.settings_sha256.pop_back();
  EXPECT_TRUE(absl::IsInvalidArgument(test.ledger->BeginSimulation(plan)));
  ASSERT_TRUE(test.ledger->BeginSimulation(Plan()).ok());
  for (const v1::Actor& actor : {SystemActor(), Importer()}) {
    EXPECT_TRUE(absl::IsInvalidArgument(
        Simulate(test, As(actor, Property("s-1")), "2014-07-01T12:00:00Z").status()));
  }
  Answered answer;
  test.ledger->SubmitSimulated(Property("s-1"), Instant::Max(), Soon(), answer.callback());
  EXPECT_TRUE(absl::IsInvalidArgument(answer.Get().status()));
}

TEST(Simulation, RecordsFirstWhatFallsDueAtTheInstantAtWhichItDoes) {
  TestLedger test;
  Live(test, World());
  const std::vector<v1::Record> records = test.Records();
  std::vector<std::pair<std::string, std::string>> due;  // instant, booking
  for (const v1::Record& record : records) {
    if (!record.request().has_run_due()) continue;
    EXPECT_EQ(record.resolution().time_source(), v1::TIME_SOURCE_SIMULATED);
    EXPECT_EQ(ToInstant(record.resolution().ingested_at()), test.clock.Now());
    for (const v1::Event& event : record.outcome().accepted().events()) {
      due.emplace_back(FormatInstant(ToInstant(record.resolution().recorded_at())),
                       event.booking_cancelled().booking_id());
      EXPECT_EQ(event.booking_cancelled().cancellation().cause(),
                v1::CANCELLATION_CAUSE_HOLD_EXPIRED);
    }
  }
  EXPECT_EQ(due,
            (std::vector<std::pair<std::string, std::string>>{{"2019-05-02T08:00:00Z", "b1"},
                                                              {"2019-05-02T08:00:00Z", "b2"},
                                                              {"2019-05-03T08:00:00Z", "b0"}}));
  // The conflict came at the very instant at which the two fell due: they are before it.
  for (size_t i = 1; i < records.size(); ++i) {
    if (records[i].outcome().has_conflict()) {
      EXPECT_TRUE(records[i - 1].request().has_run_due());
    }
  }
}

TEST(Simulation, RecordsMoreThanOneRecordHoldsAtOneInstant) {
  TestLedger test;
  std::vector<Step> steps = World();
  steps.resize(StandardHotel().size());
  steps.push_back({WithId("big", DefineRoomType("H1", "DBL", 1'000)), "2019-05-01T08:00:00Z"});
  for (int i = 0; i < 300; ++i) {
    v1::Request hold = Hold(0, "2019-05-02T08:00:00Z");
    hold.set_request_id(absl::StrCat("hold-", i));
    hold.mutable_create_booking()->set_booking_id(absl::StrCat("b", i));
    steps.push_back({hold, "2019-05-01T09:00:00Z"});
  }
  steps.push_back({Property("s-1"), "2019-05-02T08:00:00Z"});
  Live(test, steps);
  const std::vector<v1::Record> records = test.Records();
  EXPECT_EQ(records[records.size() - 3].outcome().accepted().events_size(), 256);
  EXPECT_EQ(records[records.size() - 2].outcome().accepted().events_size(), 44);
}

TEST(Simulation, RecordsWhatIsDueAlsoWhereItsIdIsTaken) {
  TestLedger test;
  std::vector<Step> steps = World();
  steps.resize(StandardHotel().size() + 1);
  const int64_t due_us = At("2019-05-03T08:00:00Z").micros();
  Live(test, steps);
  const uint64_t next = test.ledger->records().end() + 1;
  ASSERT_TRUE(
      Simulate(test, Property(absl::StrCat("due/", due_us, "/", next)), "2019-05-02T08:00:00Z")
          .ok());
  ASSERT_TRUE(Simulate(test, Property("s-1", "P2"), "2019-05-04T08:00:00Z").ok());
  const v1::Record due = test.Records()[next];
  EXPECT_TRUE(due.request().has_run_due());
  EXPECT_EQ(due.outcome().accepted().events_size(), 1) << due.outcome().ShortDebugString();
}

TEST(Simulation, GivesTheSameLogForTheSameRequests) {
  TestLedger one;
  TestLedger another;
  another.clock.AdvanceMicros(7'000'000);
  Live(one, World());
  Live(another, World());
  EXPECT_EQ(WithoutMachineTime(one.Records()), WithoutMachineTime(another.Records()));
}

TEST(Simulation, ThatWasInterruptedGivesTheSameLogWhenItIsSubmittedAgainFromTheStart) {
  std::vector<Step> steps = World();
  // Who conflicts with what was recorded does so each time that it is submitted.
  steps.erase(std::find_if(steps.begin(), steps.end(), [](const Step& step) {
    return step.request.cancel_booking().booking_id() == "somebody";
  }));
  TestLedger whole;
  Live(whole, steps);
  const std::vector<std::string> expected = WithoutMachineTime(whole.Records());
  for (size_t done = StandardHotel().size(); done < steps.size(); ++done) {
    TestLedger test;
    Live(test, {steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(done)});
    // As after a crash between what fell due and the request before which it did.
    ASSERT_TRUE(Simulate(test, steps[0].request, steps[done].at).ok());
    test.Reopen();
    Live(test, steps);
    EXPECT_EQ(WithoutMachineTime(test.Records()), expected) << done;
  }
}

TEST(Simulation, CanBeFoldedAndJudgedAgain) {
  TestLedger test;
  Live(test, World());
  RefoldOptions options;
  options.rejudge = true;
  const auto report = Refold(test.ledger->records(), test.ledger->records().end(), options);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->different, 0u)
      << (report->differences.empty() ? "" : report->differences[0].difference);
  ASSERT_TRUE(test.ledger->Close().ok());
  const auto digest = ReadStateDigest(test.dir());
  ASSERT_TRUE(digest.ok()) << digest.status();
  EXPECT_EQ(digest->position, report->state.position);
  EXPECT_EQ(digest->digest, report->state.digest);
}

TEST(Simulation, IsLeftAloneByTheTicker) {
  // Given holds that expired long ago by the machine's clock, and a ticker that looks often.
  TestLedger test([](LedgerOptions& options) { options.tick_interval = absl::Milliseconds(1); });
  std::vector<Step> steps = World();
  steps.resize(StandardHotel().size() + 3);
  Live(test, steps);
  const uint64_t end = test.ledger->records().end();
  // Ticks go on while this waits: it is the time that a tick takes to come, a few times over.
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(absl::IsDeadlineExceeded(
        test.ledger->records().WaitPast(end, absl::Now() + absl::Milliseconds(1)).status()));
  }
  EXPECT_EQ(test.ledger->records().end(), end);
}

TEST(Simulation, MayGoOnDaysLaterWithoutConfirmingTheClock) {
  TestLedger test;
  Live(test, World());
  ASSERT_TRUE(test.ledger->Close().ok());
  test.clock.AdvanceMicros(70 * int64_t{86'400'000'000});
  test.Open();
  ASSERT_TRUE(test.ledger->BeginSimulation(Plan()).ok());
  EXPECT_TRUE(Simulate(test, Property("s-1"), "2019-06-01T12:00:00Z").ok());
}

}  // namespace
}  // namespace daybook::testing
