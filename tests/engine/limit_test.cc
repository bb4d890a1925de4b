// How far the log may grow for the time being.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/engine/test_ledger.h"
#include "tests/support/power_cut_disk.h"

namespace daybook::testing {
namespace {

constexpr uint64_t kNoLimit = ~uint64_t{0};

v1::Request Property(int number) {
  return WithId(absl::StrCat("r-", number), DefineProperty(absl::StrCat("P", number)));
}

// Submits the requests 0 to `count` - 1.
std::vector<Answered> SubmitMany(TestLedger& test, int count, absl::Time deadline = Soon()) {
  std::vector<Answered> answers(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    test.ledger->SubmitAsync(Property(i), deadline, answers[static_cast<size_t>(i)].callback());
  }
  return answers;
}

// A moment in which nothing more is recorded, though it could be if it were going to.
void ExpectToStayAt(const TestLedger& test, uint64_t end) {
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      test.ledger->records().WaitPast(end, absl::Now() + absl::Milliseconds(20)).status()));
  EXPECT_EQ(test.ledger->records().end(), end);
}

TEST(LimitAppends, LetsRequestsWaitInTheirOrderUntilItIsRaised) {
  TestLedger test;
  const uint64_t begin = test.ledger->records().end();
  test.ledger->LimitAppends(begin + 2);
  std::vector<Answered> answers = SubmitMany(test, 6);
  // What comes before the limit is answered, though what comes after waits.
  EXPECT_EQ(answers[0].Get()->position, begin);
  EXPECT_EQ(answers[1].Get()->position, begin + 1);
  ExpectToStayAt(test, begin + 2);
  EXPECT_FALSE(answers[2].ready());
  test.ledger->LimitAppends(begin + 3);
  EXPECT_EQ(answers[2].Get()->position, begin + 2);
  ExpectToStayAt(test, begin + 3);
  test.ledger->LimitAppends(kNoLimit);
  for (size_t i = 3; i < answers.size(); ++i) EXPECT_EQ(answers[i].Get()->position, begin + i);
}

TEST(LimitAppends, IsNoneUntilOneIsSet) {
  TestLedger test;
  for (Answered& answer : SubmitMany(test, 200)) EXPECT_TRUE(answer.Get().ok());
}

TEST(LimitAppends, LetsTheDeadlineOfWhatWaitsPass) {
  TestLedger test;
  const uint64_t begin = test.ledger->records().end();
  test.ledger->LimitAppends(begin);
  std::vector<Answered> answers = SubmitMany(test, 3, absl::Now() + absl::Milliseconds(20));
  for (Answered& answer : answers) {
    const absl::Status status = answer.Get().status();
    EXPECT_TRUE(absl::IsDeadlineExceeded(status)) << status;
    EXPECT_NE(status.message().find("was not recorded"), absl::string_view::npos) << status;
  }
  test.ledger->LimitAppends(kNoLimit);
  EXPECT_FALSE(test.Accept(Property(0)).duplicate);
  EXPECT_EQ(test.ledger->records().end(), begin + 1);
}

TEST(LimitAppends, CanBeRaisedFromTheAnswerToWhatCameBefore) {
  TestLedger test;
  const uint64_t begin = test.ledger->records().end();
  test.ledger->LimitAppends(begin + 1);
  for (int i = 0; i < 100; ++i) {
    test.ledger->SubmitAsync(Property(i), Soon(), [&](const absl::StatusOr<Receipt>& receipt) {
      EXPECT_TRUE(receipt.ok()) << receipt.status();
      test.ledger->LimitAppends(receipt->position + 2);
    });
  }
  EXPECT_TRUE(test.ledger->records().WaitPast(begin + 99, Soon()).ok());
  EXPECT_EQ(test.ledger->records().end(), begin + 100);
  ASSERT_TRUE(test.ledger->Close().ok());  // the last answer may still be on its way
}

TEST(LimitAppends, IsLiftedByCloseWhichAnswersWhatWaits) {
  TestLedger test;
  test.ledger->LimitAppends(0);
  std::vector<Answered> answers = SubmitMany(test, 300);
  ASSERT_TRUE(test.ledger->Close().ok());
  for (Answered& answer : answers) EXPECT_TRUE(answer.Get().ok());
  test.ledger->LimitAppends(0);
  test.Reopen();
  EXPECT_TRUE(test.Accept(Property(0)).duplicate);
}

TEST(LimitAppends, KeepsNobodyWaitingForALedgerThatStopped) {
  TestFolder folder;
  const std::string dir = folder.path() + "/disk";
  ASSERT_TRUE(PosixFileSystem().CreateDirectory(dir).ok());
  PowerCutDisk disk(dir);
  LedgerOptions options;
  options.tick_interval = absl::ZeroDuration();
  options.log.storage = disk.storage();
  ASSERT_TRUE(Ledger::Create(dir + "/book", options).ok());
  std::unique_ptr<Ledger> ledger = *Ledger::Open(dir + "/book", options);
  ledger->LimitAppends(ledger->records().end() + 1);
  std::vector<Answered> answers(3);
  disk.SetCutAfter(0);
  for (int i = 0; i < 3; ++i) {
    ledger->SubmitAsync(Property(i), absl::InfiniteFuture(),
                        answers[static_cast<size_t>(i)].callback());
  }
  EXPECT_TRUE(absl::IsUnknown(answers[0].Get().status()));
  for (size_t i = 1; i < answers.size(); ++i) {
    EXPECT_TRUE(absl::IsFailedPrecondition(answers[i].Get().status()));
  }
  EXPECT_FALSE(ledger->Close().ok());
}

TEST(LimitAppends, DoesNotKeepATickerThatWaitsFromBeingClosed) {
  TestLedger test([](LedgerOptions& options) { options.tick_interval = absl::Milliseconds(1); });
  test.DefineHotel();
  const Receipt hold = test.Accept(
      WithId("hold", Create({.status = v1::HELD, .hold_until = "2026-03-01T11:00:00Z"})));
  test.ledger->LimitAppends(hold.position + 1);
  test.clock.Set(At("2026-03-01T12:00:00Z"));
  ExpectToStayAt(test, hold.position + 1);
  ASSERT_TRUE(test.ledger->Close().ok());
  test.Open();
  ASSERT_TRUE(test.ledger->records().WaitPast(hold.position, Soon()).ok());
}

}  // namespace
}  // namespace daybook::testing
