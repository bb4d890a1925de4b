// A request id lives as long as the log.
#include <future>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

v1::Request Property(std::string_view request_id, std::string_view property_id = "P1") {
  return WithId(request_id, DefineProperty(property_id));
}

TEST(Duplicates, TheSameIdAndContentGetTheFirstOutcomeAgain) {
  TestLedger test;
  const Receipt first = test.Accept(Property("r-1"));
  EXPECT_FALSE(first.duplicate);
  test.clock.AdvanceMicros(5'000'000);
  const Receipt again = test.Accept(Property("r-1"));
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(again.position, first.position);
  EXPECT_EQ(again.recorded_at, first.recorded_at);
  EXPECT_EQ(again.outcome.SerializeAsString(), first.outcome.SerializeAsString());
  EXPECT_EQ(test.ledger->records().end(), first.position + 1);
  EXPECT_EQ(test.ledger->stats().duplicates, 1u);
}

TEST(Duplicates, ADeclinedRequestIsDeclinedAgainThoughItWouldNowBeAccepted) {
  TestLedger test;
  const auto room = WithId("r-1", DefineRoomType("P1", "DBL", 3));
  const Receipt declined = *test.Submit(room);
  ASSERT_TRUE(declined.outcome.has_declined()) << declined.outcome.ShortDebugString();
  test.Accept(Property("r-2"));
  const Receipt again = *test.Submit(room);
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(again.position, declined.position);
  EXPECT_EQ(again.outcome.SerializeAsString(), declined.outcome.SerializeAsString());
  test.Accept(WithId("r-3", DefineRoomType("P1", "DBL", 3)));
}

TEST(Duplicates, AreKnownAfterReopening) {
  TestLedger test;
  const Receipt first = test.Accept(Property("r-1"));
  test.Reopen();
  const Receipt again = test.Accept(Property("r-1"));
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(again.position, first.position);
}

TEST(Duplicates, OtherContentUnderAUsedIdIsRecordedAsAConflictEachTime) {
  TestLedger test;
  const Receipt first = test.Accept(Property("r-1", "P1"));
  for (uint64_t time = 1; time <= 2; ++time) {
    const absl::Status status = test.Submit(Property("r-1", "P2")).status();
    EXPECT_TRUE(absl::IsAlreadyExists(status)) << status;
    EXPECT_NE(status.message().find(absl::StrCat("position ", first.position)),
              absl::string_view::npos)
        << status;
    EXPECT_NE(status.message().find(absl::StrCat("position ", first.position + time)),
              absl::string_view::npos)
        << status;
    const v1::Record record = test.Records().back();
    EXPECT_EQ(record.position(), first.position + time);
    EXPECT_EQ(record.outcome().conflict().first_position(), first.position);
    EXPECT_EQ(record.request().define_property().property().property_id(), "P2");
  }
  // The first use stands.
  const Receipt again = test.Accept(Property("r-1", "P1"));
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(again.position, first.position);
  EXPECT_EQ(test.ledger->stats().conflicts, 2u);
}

TEST(Duplicates, WithinOneBatchWaitForTheFirstAndAreNotRecorded) {
  TestLedger test;
  HeldCommitter held(*test.ledger, Property("hold", "P0"));
  std::vector<Answered> answers(4);
  for (size_t i = 0; i < answers.size(); ++i) {
    // Three of the same content and a conflict, all staged while nothing can be answered.
    const bool conflict = i == 2;
    test.ledger->SubmitAsync(Property("r-1", conflict ? "P2" : "P1"), Soon(),
                             answers[i].callback());
  }
  EXPECT_FALSE(answers[1].ready());
  held.LetGo();
  const Receipt first = answers[0].Get().value();
  EXPECT_FALSE(first.duplicate);
  for (const size_t duplicate : {1u, 3u}) {
    const Receipt again = answers[duplicate].Get().value();
    EXPECT_TRUE(again.duplicate);
    EXPECT_EQ(again.position, first.position);
    EXPECT_EQ(again.outcome.SerializeAsString(), first.outcome.SerializeAsString());
  }
  EXPECT_TRUE(absl::IsAlreadyExists(answers[2].Get().status()));
  EXPECT_EQ(test.ledger->records().end(), first.position + 2);
}

TEST(Duplicates, AreToldFromConflictsByPersonalDataToo) {
  TestLedger test;
  test.DefineHotel();
  v1::Request create = WithId("r-1", Create({.id = "b1"}));
  create.mutable_create_booking()->mutable_guest()->mutable_plain()->set_full_name("Ann");
  const Receipt first = test.Accept(create);
  EXPECT_TRUE(test.Accept(create).duplicate);
  create.mutable_create_booking()->mutable_guest()->mutable_plain()->set_full_name("Bob");
  EXPECT_TRUE(absl::IsAlreadyExists(test.Submit(create).status()));
  EXPECT_EQ(test.Records().back().outcome().conflict().first_position(), first.position);
}

TEST(Duplicates, OfManyThreadsAreRecordedOnce) {
  TestLedger test;
  constexpr int kRequests = 200;
  std::vector<std::future<std::vector<uint64_t>>> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.push_back(std::async(std::launch::async, [&test] {
      std::vector<uint64_t> positions;
      for (int i = 0; i < kRequests; ++i) {
        const std::string name = absl::StrCat("P", i);
        positions.push_back(test.Accept(Property(name, name)).position);
      }
      return positions;
    }));
  }
  const std::vector<uint64_t> positions = threads[0].get();
  for (size_t thread = 1; thread < threads.size(); ++thread) {
    EXPECT_EQ(threads[thread].get(), positions);
  }
  const LedgerStats stats = test.ledger->stats();
  EXPECT_EQ(std::set<uint64_t>(positions.begin(), positions.end()).size(), size_t{kRequests});
  EXPECT_EQ(stats.accepted, uint64_t{kRequests});
  EXPECT_EQ(stats.duplicates, uint64_t{3 * kRequests});
}

}  // namespace
}  // namespace daybook::testing
