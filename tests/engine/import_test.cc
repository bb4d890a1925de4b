// Requests that bring their own time.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ledger/domain/times.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

ImportPlan Plan(char content = 'x') {
  return {.source = "csv", .file_sha256 = std::string(32, content), .planned_requests = 10};
}

v1::Request Imported(std::string_view request_id, std::string_view property_id) {
  return WithId(request_id, As(Importer(), DefineProperty(property_id)));
}

absl::StatusOr<Receipt> SubmitImported(TestLedger& test, const v1::Request& request,
                                       std::string_view recorded_at) {
  Answered answer;
  test.ledger->SubmitImported(request, At(recorded_at), Soon(), answer.callback());
  return answer.Get();
}

v1::Request Outside(std::string_view request_id) {
  return WithId(request_id, DefineProperty("P9"));
}

TEST(Import, RecordsAtTheTimeGivenAndKeepsTheRealOneBesideIt) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  const auto receipt = SubmitImported(test, Imported("i-1", "P1"), "2014-07-01T12:00:00Z");
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_TRUE(receipt->outcome.has_accepted()) << receipt->outcome.ShortDebugString();
  EXPECT_EQ(receipt->recorded_at, At("2014-07-01T12:00:00Z"));
  const v1::Resolution resolution = test.Records().back().resolution();
  EXPECT_EQ(resolution.time_source(), v1::TIME_SOURCE_IMPORTED);
  EXPECT_EQ(ToInstant(resolution.ingested_at()), test.clock.Now());
}

TEST(Import, NeverGoesBackInItsOwnTimeThoughOtherRecordsAreLater) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  EXPECT_EQ(SubmitImported(test, Imported("i-1", "P1"), "2014-07-02T12:00:00Z")->recorded_at,
            At("2014-07-02T12:00:00Z"));
  EXPECT_EQ(SubmitImported(test, Imported("i-2", "P2"), "2014-07-01T12:00:00Z")->recorded_at,
            At("2014-07-02T12:00:00Z"));
  test.Reopen();
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  EXPECT_EQ(SubmitImported(test, Imported("i-3", "P3"), "2014-07-01T12:00:00Z")->recorded_at,
            At("2014-07-02T12:00:00Z"));
  ASSERT_TRUE(test.ledger->CompleteImport().ok());
  EXPECT_EQ(test.Accept(Outside("r-1")).recorded_at, test.clock.Now());
}

TEST(Import, ShutsOtherRequestsOutUntilItIsCompleted) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(test.Submit(Outside("r-1")).status()));
  ASSERT_TRUE(test.ledger->CompleteImport().ok());
  EXPECT_FALSE(test.Accept(Outside("r-1")).duplicate);
}

TEST(Import, IsNotTakenWithoutABeginning) {
  TestLedger test;
  EXPECT_TRUE(absl::IsFailedPrecondition(
      SubmitImported(test, Imported("i-1", "P1"), "2014-07-01T12:00:00Z").status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(test.ledger->CompleteImport()));
}

TEST(Import, IsNotTakenAfterItsEnd) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  ASSERT_TRUE(test.ledger->CompleteImport().ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(
      SubmitImported(test, Imported("i-1", "P1"), "2014-07-01T12:00:00Z").status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(test.ledger->CompleteImport()));
}

TEST(Import, WantsTheActorOfAnImport) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(
      SubmitImported(test, Outside("i-1"), "2014-07-01T12:00:00Z").status()));
}

TEST(Import, WantsTheHashOfItsFile) {
  TestLedger test;
  ImportPlan plan = Plan();
  plan.file_sha256.pop_back();
  EXPECT_TRUE(absl::IsInvalidArgument(test.ledger->BeginImport(plan)));
}

TEST(Import, ThatWasInterruptedGoesOnWithTheSameFileAndRecordsNothingTwice) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  const auto first = SubmitImported(test, Imported("i-1", "P1"), "2014-07-01T12:00:00Z");
  test.Reopen();
  const absl::Status outside = test.Submit(Outside("r-1")).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(outside)) << outside;
  EXPECT_NE(outside.message().find("same file"), absl::string_view::npos) << outside;
  EXPECT_TRUE(absl::IsFailedPrecondition(
      SubmitImported(test, Imported("i-1", "P1"), "2014-07-01T12:00:00Z").status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(test.ledger->BeginImport(Plan('y'))));

  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  const auto again = SubmitImported(test, Imported("i-1", "P1"), "2014-07-01T12:00:00Z");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->position, first->position);
  EXPECT_FALSE(SubmitImported(test, Imported("i-2", "P2"), "2014-07-01T12:00:00Z")->duplicate);
  ASSERT_TRUE(test.ledger->CompleteImport().ok());
}

TEST(Import, IsNotTakenIntoALedgerThatHoldsRequestsOfItsOwn) {
  TestLedger test;
  test.Accept(Outside("r-1"));
  const absl::Status status = test.ledger->BeginImport(Plan());
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_NE(status.message().find("STATE_IMPORT_NOT_ALLOWED"), absl::string_view::npos) << status;
  test.Accept(Outside("r-2"));
}

TEST(Import, MayGoOnDaysLaterWithoutConfirmingTheClock) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  ASSERT_TRUE(test.ledger->Close().ok());
  test.clock.AdvanceMicros(7 * int64_t{86'400'000'000});
  test.Open();
  EXPECT_TRUE(test.ledger->BeginImport(Plan()).ok());
}

TEST(Import, IsNotTakenFromATimeThatHasNotCome) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  const absl::Status later =
      SubmitImported(test, Imported("i-1", "P1"), "2026-03-01T10:00:00.000001Z").status();
  EXPECT_TRUE(absl::IsInvalidArgument(later)) << later;
  const auto now = SubmitImported(test, Imported("i-1", "P1"), "2026-03-01T10:00:00Z");
  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_FALSE(now->duplicate);
}

TEST(Import, IsNotTakenAfterARequestThatWasDeclined) {
  TestLedger test;
  ASSERT_TRUE(test.Submit(WithId("r-1", Cancel("nobody")))->outcome.has_declined());
  EXPECT_TRUE(absl::IsFailedPrecondition(test.ledger->BeginImport(Plan())));
}

TEST(Import, IsNotGoneBackBehindByAClockThatIs) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  ASSERT_TRUE(SubmitImported(test, Imported("i-1", "P1"), "2026-03-01T09:30:00Z").ok());
  test.clock.Set(At("2026-03-01T09:00:00Z"));
  ASSERT_TRUE(test.ledger->CompleteImport().ok());
  EXPECT_EQ(test.Accept(Outside("r-1")).recorded_at, At("2026-03-01T09:30:00Z"));
  test.Reopen();
  EXPECT_EQ(test.Accept(Outside("r-2")).recorded_at, At("2026-03-01T09:30:00Z"));
}

TEST(RecordedAt, NeverGoesBackButForTheLedgersOwnRecordsWhichDoNotAmongThemselves) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->BeginImport(Plan()).ok());
  for (const char* at : {"2014-07-01T12:00:00Z", "2013-07-01T12:00:00Z", "2015-07-01T12:00:00Z"}) {
    ASSERT_TRUE(SubmitImported(test, Imported(at, "P1"), at).ok());
  }
  test.clock.AdvanceMicros(-3'600'000'000);
  ASSERT_TRUE(test.ledger->CompleteImport().ok());
  test.Accept(Outside("r-1"));
  test.clock.AdvanceMicros(-3'600'000'000);
  test.Accept(Outside("r-2"));
  Instant last_own = Instant::FromMicros(0);
  Instant last = last_own;
  uint64_t own = 0;
  for (const v1::Record& record : test.Records()) {
    const bool is_own = IsAboutTheLedger(record.request());
    Instant& before = is_own ? last_own : last;
    const Instant at = ToInstant(record.resolution().recorded_at());
    EXPECT_GE(at, before) << record.ShortDebugString();
    before = at;
    own += is_own ? 1u : 0u;
  }
  EXPECT_EQ(own, SchemaRecords() + 2);  // the schema, and the bounds of the import
}

}  // namespace
}  // namespace daybook::testing
