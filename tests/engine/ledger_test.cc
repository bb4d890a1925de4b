// Creating, opening, submitting, stopping and closing.
#include "ledger/ledger.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"
#include "ledger/domain/times.h"
#include "ledger/engine/state_rows.h"
#include "tests/engine/test_ledger.h"
#include "tests/support/power_cut_disk.h"

namespace daybook::testing {
namespace {

v1::Request Property(std::string_view request_id, std::string_view property_id = "P1") {
  return WithId(request_id, DefineProperty(property_id));
}

TEST(Create, RecordsTheSchemaThatDecodesTheLog) {
  TestLedger test;
  const std::vector<v1::Record> records = test.Records();
  ASSERT_EQ(records.size(), SchemaRecords());
  std::string bytes;
  for (const v1::Record& record : records) {
    EXPECT_EQ(record.request().actor().kind(), v1::ACTOR_KIND_SYSTEM);
    ASSERT_TRUE(record.outcome().has_accepted()) << record.outcome().ShortDebugString();
    bytes += record.request().adopt_schema().descriptor_set_part();
  }
  google::protobuf::FileDescriptorSet files;
  ASSERT_TRUE(files.ParseFromString(bytes));
  google::protobuf::DescriptorPool pool;
  for (const auto& file : files.file()) ASSERT_NE(pool.BuildFile(file), nullptr) << file.name();
  EXPECT_NE(pool.FindMessageTypeByName("daybook.v1.Record"), nullptr);
}

TEST(Create, RefusesADirectoryThatHoldsSomething) {
  TestLedger test;
  test.ledger.reset();
  EXPECT_TRUE(absl::IsAlreadyExists(Ledger::Create(test.dir(), test.options)));
  TestFolder folder;
  ASSERT_TRUE(PosixFileSystem().WriteAtomically(folder.path() + "/notes.txt", "x").ok());
  const absl::Status status = Ledger::Create(folder.path(), test.options);
  EXPECT_TRUE(absl::IsAlreadyExists(status)) << status;
  EXPECT_NE(status.message().find("notes.txt"), absl::string_view::npos) << status;
}

TEST(Create, TakesAnEmptyDirectoryThatIsThere) {
  TestFolder folder;
  EXPECT_TRUE(Ledger::Create(folder.path()).ok());
  EXPECT_TRUE(Ledger::Open(folder.path()).ok());
}

TEST(Open, IsNotFoundWhereThereIsNoLedgerAndLeavesNothingThere) {
  TestFolder folder;
  EXPECT_TRUE(absl::IsNotFound(Ledger::Open(folder.path() + "/none").status()));
  EXPECT_TRUE(absl::IsNotFound(Ledger::Open(folder.path()).status()));
  EXPECT_TRUE(PosixFileSystem().List(folder.path())->empty());
}

TEST(Open, RefusesASecondWriterAndNamesTheFirst) {
  TestLedger test;
  const absl::Status status = Ledger::Open(test.dir(), test.options).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_EQ(status.message(), absl::StrCat("ledger ", test.dir(),
                                           " is already open for writing by process ", ::getpid()));
  ASSERT_TRUE(test.ledger->Close().ok());
  EXPECT_TRUE(Ledger::Open(test.dir(), test.options).ok());
}

TEST(Open, AdoptsTheSchemaOnlyWhereTheLogHasAnother) {
  TestLedger test;
  EXPECT_EQ(test.ledger->records().end(), SchemaRecords());
  test.Reopen();
  EXPECT_EQ(test.ledger->records().end(), SchemaRecords());
}

TEST(Open, FoldsAgainWhatADeletedStateHeld) {
  TestLedger test;
  test.DefineHotel();
  const Receipt first = test.Accept(WithId("r-1", Create({.id = "b1"})));
  ASSERT_TRUE(test.ledger->Close().ok());
  ASSERT_TRUE(PosixFileSystem().RemoveTree(test.dir() + "/state").ok());
  test.Open();
  EXPECT_EQ(test.ledger->stats().live_bookings, 1u);
  EXPECT_EQ(test.Accept(WithId("r-1", Create({.id = "b1"}))).position, first.position);
  test.Accept(WithId("r-2", Cancel("b1")));
  EXPECT_EQ(test.ledger->stats().live_bookings, 0u);
}

TEST(Open, FoldsAgainWhereTheStateIsThatOfAnotherLog) {
  TestLedger test;
  TestLedger other;
  for (int i = 0; i < 5; ++i) other.Accept(Property(absl::StrCat("o-", i), absl::StrCat("O", i)));
  for (int i = 0; i < 5; ++i) test.Accept(Property(absl::StrCat("r-", i), absl::StrCat("P", i)));
  ASSERT_TRUE(test.ledger->Close().ok());
  ASSERT_TRUE(other.ledger->Close().ok());
  ASSERT_TRUE(PosixFileSystem().RemoveTree(test.dir() + "/state").ok());
  ASSERT_TRUE(PosixFileSystem().Rename(other.dir() + "/state", test.dir() + "/state").ok());
  test.Open();
  EXPECT_TRUE(test.Accept(Property("r-4", "P4")).duplicate);
  EXPECT_FALSE(test.Accept(Property("o-4", "O4")).duplicate);
}

// Spoils the state's file where the row of a request is, one of r-`from` on, and gives its id. Not
// every key is written out: those are shared with the key before.
std::string SpoilARowOf(const TestLedger& test, int from) {
  const std::string state = test.dir() + "/state";
  const std::vector<std::string> names = *PosixFileSystem().List(state);
  for (const std::string& name : names) {
    std::string bytes = *PosixFileSystem().Read(state + "/" + name);
    for (int number = from; number < from + 64; ++number) {
      const std::string id = absl::StrCat("r-", number);
      const size_t at = bytes.find(RequestRowKey(id));
      if (at == std::string::npos) continue;
      bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
      EXPECT_TRUE(PosixFileSystem().WriteAtomically(state + "/" + name, bytes).ok());
      return id;
    }
  }
  ADD_FAILURE() << "no row of a request";
  return "";
}

TEST(Open, MakesAStateAnewThatWasFoundDamagedWhenItWasOpenAlready) {
  // Given so many requests that opening does not look at every block of their rows.
  TestLedger test;
  std::vector<Answered> answers(2'000);
  for (size_t i = 0; i < answers.size(); ++i) {
    test.ledger->SubmitAsync(Property(absl::StrCat("r-", 10'000 + i)), Soon(),
                             answers[i].callback());
  }
  for (Answered& answer : answers) ASSERT_TRUE(answer.Get().ok());
  ASSERT_TRUE(test.ledger->Close().ok());
  const std::string id = SpoilARowOf(test, 11'000);
  test.Open();
  const absl::Status damaged = test.Submit(Property(id)).status();
  EXPECT_TRUE(absl::IsUnavailable(damaged)) << damaged;
  EXPECT_NE(damaged.message().find("open the ledger again"), absl::string_view::npos) << damaged;
  EXPECT_EQ(damaged.message().find("elete"), absl::string_view::npos) << damaged;
  test.Reopen();
  EXPECT_TRUE(test.Accept(Property(id)).duplicate);
  EXPECT_FALSE(test.Accept(Property("new")).duplicate);
  test.Reopen();
  EXPECT_TRUE(test.Accept(Property("new")).duplicate);
}

TEST(Open, RemovesWhatAnInterruptedReplacementLeft) {
  TestLedger test;
  test.Accept(Property("r-1"));
  ASSERT_TRUE(test.ledger->Close().ok());
  FileSystem& files = PosixFileSystem();
  const std::vector<std::string> leftovers = {test.dir() + "/closed.tmp.17.0",
                                              test.dir() + "/keys/slab-1.tmp.17.1"};
  for (const std::string& path : leftovers) ASSERT_TRUE(files.WriteAtomically(path, "x").ok());
  test.Open();
  for (const std::string& path : leftovers) EXPECT_FALSE(files.Exists(path)) << path;
  EXPECT_TRUE(test.Accept(Property("r-1")).duplicate);
}

TEST(Open, RefusesALogWhoseKeysAreMissing) {
  TestLedger test;
  test.DefineHotel();
  ASSERT_TRUE(test.ledger->Close().ok());
  ASSERT_TRUE(PosixFileSystem().RemoveTree(test.dir() + "/keys").ok());
  EXPECT_FALSE(Ledger::Open(test.dir(), test.options).ok());
}

TEST(Recover, LeavesALedgerThatOpensAsItIs) {
  TestLedger test;
  test.Accept(Property("r-1"));
  EXPECT_TRUE(absl::IsFailedPrecondition(Ledger::Recover(test.dir(), test.options).status()));
  ASSERT_TRUE(test.ledger->Close().ok());
  const absl::StatusOr<Recovery> recovery = Ledger::Recover(test.dir(), test.options);
  ASSERT_TRUE(recovery.ok()) << recovery.status();
  EXPECT_FALSE(recovery->needed);
  test.Open();
  EXPECT_EQ(test.ledger->records().end(), SchemaRecords() + 1);
}

TEST(Submit, AnswersWithPositionOutcomeAndTime) {
  TestLedger test;
  const Receipt receipt = test.Accept(Property("r-1"));
  EXPECT_EQ(receipt.position, SchemaRecords());
  EXPECT_EQ(receipt.recorded_at, At("2026-03-01T10:00:00Z"));
  const v1::Record record = test.Records().back();
  EXPECT_EQ(record.outcome().SerializeAsString(), receipt.outcome.SerializeAsString());
  EXPECT_EQ(record.resolution().time_source(), v1::TIME_SOURCE_SYSTEM);
  EXPECT_EQ(record.content_mac().size(), 32u);
}

TEST(Submit, RecordsARequestWithoutBodyAsDeclined) {
  TestLedger test;
  v1::Request request = WithId("r-1", v1::Request());
  *request.mutable_actor() = Operator();
  const Receipt receipt = *test.Submit(request);
  ASSERT_TRUE(receipt.outcome.has_declined());
  EXPECT_EQ(receipt.outcome.declined().reasons(0).code(), v1::FORM_BODY_MISSING);
}

TEST(Submit, RefusesWhatCannotBeRecordedAndLeavesTheIdUnused) {
  TestLedger test;
  const v1::Request good = Property("r-1");
  const std::vector<v1::Request> bad = {
      WithId("", good),
      WithId("no spaces", good),
      WithId(std::string(65, 'x'), good),
      As(SystemActor(), good),
      As(Importer(), good),
      With(good, [](v1::Request& r) { r.set_correlation_id(std::string(24 * 1024, 'x')); }),
      With(good, [](v1::Request& r) { r.set_correlation_id("\xff"); }),
      With(good,
           [](v1::Request& r) {
             r.mutable_define_property()->mutable_property()->set_time_zone("\xc3");
           }),
      With(good,
           [](v1::Request& r) {
             r.mutable_create_booking()->mutable_guest()->mutable_sealed()->set_key_slot(1);
           }),
  };
  const google::protobuf::LogSilencer silencer;  // it complains of each string that is not UTF-8
  for (const v1::Request& request : bad) {
    const absl::Status status = test.Submit(request).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status << request.ShortDebugString();
  }
  EXPECT_EQ(test.ledger->stats().rejected, bad.size());
  EXPECT_EQ(test.ledger->records().end(), SchemaRecords());
  EXPECT_FALSE(test.Accept(good).duplicate);
}

TEST(Submit, KeepsTheOrderOfOneThread) {
  TestLedger test([](LedgerOptions& options) { options.max_batch = 7; });
  std::vector<Answered> answers(100);
  for (size_t i = 0; i < answers.size(); ++i) {
    test.ledger->SubmitAsync(Property(absl::StrCat("r-", i)), Soon(), answers[i].callback());
  }
  for (size_t i = 0; i < answers.size(); ++i)
    EXPECT_EQ(answers[i].Get()->position, SchemaRecords() + i);
}

TEST(Submit, RecordsTimeThatNeverGoesBack) {
  TestLedger test;
  test.clock.Set(At("2026-03-01T12:00:00Z"));
  test.Accept(Property("r-1"));
  test.clock.Set(At("2026-03-01T09:00:00Z"));
  EXPECT_EQ(test.Accept(Property("r-2")).recorded_at, At("2026-03-01T12:00:00Z"));
  test.Reopen();
  EXPECT_EQ(test.Accept(Property("r-3")).recorded_at, At("2026-03-01T12:00:00Z"));
}

TEST(Deadline, PassedBeforeTheRequestWasTakenMeansNotRecorded) {
  TestLedger test;
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      test.ledger->Submit(Property("r-1"), absl::Now() - absl::Seconds(1)).status()));
  Answered answer;
  test.ledger->SubmitAsync(Property("r-2"), absl::InfinitePast(), answer.callback());
  EXPECT_TRUE(absl::IsDeadlineExceeded(answer.Get().status()));
  EXPECT_FALSE(test.Accept(Property("r-1")).duplicate);
  EXPECT_FALSE(test.Accept(Property("r-2")).duplicate);
}

TEST(Deadline, PassedWhileTheAnswerIsAwaitedMeansUnknownAndARetryTellsMore) {
  TestLedger test;
  HeldCommitter held(*test.ledger, Property("hold", "P0"));
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      test.ledger->Submit(Property("r-1"), absl::Now() + absl::Milliseconds(20)).status()));
  held.LetGo();
  test.Accept(Property("r-1"));
}

TEST(Queue, WhenFullRefusesAndRecordsNothing) {
  TestLedger test([](LedgerOptions& options) {
    options.max_batch = 1;
    options.queue_capacity = 4;
  });
  bool full = false;
  int submitted = 0;
  {
    HeldCommitter held(*test.ledger, Property("hold", "P0"));
    // What the queue, the sequencer and the committer can hold between them is bounded.
    while (!full && submitted < 100) {
      ++submitted;
      Answered answer;
      test.ledger->SubmitAsync(Property(absl::StrCat("r-", submitted)),
                               absl::Now() + absl::Milliseconds(50), answer.callback());
      full = answer.ready() && absl::IsResourceExhausted(answer.Get().status());
    }
  }
  EXPECT_TRUE(full);
  EXPECT_LE(submitted, 10);
  EXPECT_FALSE(test.Accept(Property(absl::StrCat("r-", submitted))).duplicate);
}

TEST(Queue, WhenFullRefusesACallbackAtOnceInsteadOfWaitingForItself) {
  TestLedger test([](LedgerOptions& options) {
    options.max_batch = 1;
    options.queue_capacity = 1;
  });
  std::promise<absl::Status> last;
  test.ledger->SubmitAsync(Property("first"), Soon(), [&](const absl::StatusOr<Receipt>&) {
    absl::Status refused;
    for (int i = 0; i < 100 && refused.ok(); ++i) {
      test.ledger->SubmitAsync(Property(absl::StrCat("r-", i)), absl::InfiniteFuture(),
                               [&refused](const absl::StatusOr<Receipt>& answer) {
                                 if (absl::IsResourceExhausted(answer.status())) {
                                   refused = answer.status();
                                 }
                               });
    }
    last.set_value(refused);
  });
  EXPECT_TRUE(absl::IsResourceExhausted(last.get_future().get()));
  ASSERT_TRUE(test.ledger->Close().ok());
}

TEST(Callback, MayNotBlockOnItsOwnLedger) {
  TestLedger test;
  std::promise<std::pair<absl::Status, absl::Status>> seen;
  test.ledger->SubmitAsync(Property("r-1"), Soon(), [&](const absl::StatusOr<Receipt>&) {
    const absl::Status submitted = test.ledger->Submit(Property("r-2"), Soon()).status();
    seen.set_value({submitted, test.ledger->Close()});
  });
  const auto [submitted, closed] = seen.get_future().get();
  EXPECT_TRUE(absl::IsFailedPrecondition(submitted)) << submitted;
  EXPECT_TRUE(absl::IsFailedPrecondition(closed)) << closed;
  test.Accept(Property("r-2"));
}

TEST(Close, AnswersWhatIsQueuedAndRefusesWhatComesLater) {
  TestLedger test;
  std::atomic<int> accepted = 0;
  for (int i = 0; i < 500; ++i) {
    test.ledger->SubmitAsync(Property(absl::StrCat("r-", i)), Soon(),
                             [&accepted](const absl::StatusOr<Receipt>& answer) {
                               if (answer.ok()) ++accepted;
                             });
  }
  ASSERT_TRUE(test.ledger->Close().ok());
  EXPECT_EQ(accepted, 500);
  EXPECT_TRUE(absl::IsFailedPrecondition(test.Submit(Property("late")).status()));
  EXPECT_TRUE(test.ledger->Close().ok());
  test.Open();
  EXPECT_EQ(test.ledger->records().end(), SchemaRecords() + 500);
}

TEST(Close, AnswersEverySubmitterThatIsAtWork) {
  TestLedger test;
  std::atomic<int> answered = 0;
  std::atomic<bool> begun = false;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 100'000; ++i) {
        const auto receipt = test.ledger->Submit(Property(absl::StrCat(thread, "-", i)), Soon());
        ++answered;
        if (i == 3) begun = true;
        if (absl::IsFailedPrecondition(receipt.status())) return;
        EXPECT_TRUE(receipt.ok()) << receipt.status();
      }
    });
  }
  while (!begun) std::this_thread::yield();
  EXPECT_TRUE(test.ledger->Close().ok());
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(answered, 4);
}

TEST(ClockJump, IsRefusedUntilItIsConfirmed) {
  TestLedger test;
  test.Accept(Property("r-1"));
  test.clock.AdvanceMicros(86'400'000'000 + 1);
  const absl::Status status = test.Submit(Property("r-2")).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_NE(status.message().find("confirm_clock_jump"), absl::string_view::npos) << status;
  test.Reopen();
  EXPECT_TRUE(absl::IsFailedPrecondition(test.Submit(Property("r-2")).status()));
  test.options.confirm_clock_jump = true;
  test.Reopen();
  EXPECT_FALSE(test.Accept(Property("r-2")).duplicate);
  // Confirmed is this jump, not every one to come.
  test.clock.AdvanceMicros(86'400'000'000 + 1);
  EXPECT_TRUE(absl::IsFailedPrecondition(test.Submit(Property("r-3")).status()));
}

TEST(ClockJump, OfADayAndNoMoreIsTaken) {
  TestLedger test;
  test.Accept(Property("r-1"));
  test.clock.AdvanceMicros(86'400'000'000);
  test.Accept(Property("r-2"));
}

TEST(ClockJump, IsNoneBeforeTheFirstRequest) {
  TestLedger test;
  ASSERT_TRUE(test.ledger->Close().ok());
  test.clock.AdvanceMicros(10 * int64_t{86'400'000'000});
  test.Open();
  test.Accept(Property("r-1"));
}

TEST(FailedWrite, StopsTheLedgerUntilItIsOpenedAgain) {
  TestFolder folder;
  const std::string dir = folder.path() + "/disk";
  ASSERT_TRUE(PosixFileSystem().CreateDirectory(dir).ok());
  PowerCutDisk disk(dir);
  LedgerOptions options;
  options.tick_interval = absl::ZeroDuration();
  options.log.storage = disk.storage();
  ASSERT_TRUE(Ledger::Create(dir + "/book", options).ok());
  {
    std::unique_ptr<Ledger> ledger = *Ledger::Open(dir + "/book", options);
    ASSERT_TRUE(ledger->Submit(Property("r-1", "P1"), Soon()).ok());
    HeldCommitter held(*ledger, Property("r-2", "P2"));
    std::vector<Answered> answers(3);
    for (size_t i = 0; i < answers.size(); ++i) {
      ledger->SubmitAsync(Property(absl::StrCat("lost-", i), absl::StrCat("L", i)), Soon(),
                          answers[i].callback());
    }
    disk.SetCutAfter(0);
    held.LetGo();
    // Whose record was in the failed write or staged behind it can't know; who was still queued
    // can.
    EXPECT_TRUE(absl::IsUnknown(answers[0].Get().status()));
    for (size_t i = 1; i < answers.size(); ++i) {
      const absl::Status status = answers[i].Get().status();
      EXPECT_TRUE(absl::IsUnknown(status) || absl::IsFailedPrecondition(status)) << status;
    }
    EXPECT_TRUE(absl::IsFailedPrecondition(ledger->Submit(Property("r-3", "P3"), Soon()).status()));
    EXPECT_FALSE(ledger->Close().ok());
  }
  disk.Restore(1);
  std::unique_ptr<Ledger> ledger = *Ledger::Open(dir + "/book", options);
  EXPECT_TRUE(ledger->Submit(Property("r-1", "P1"), Soon())->duplicate);
  EXPECT_TRUE(ledger->Submit(Property("r-2", "P2"), Soon())->duplicate);
  EXPECT_TRUE(ledger->Submit(Property("lost-0", "L0"), Soon()).ok());
}

}  // namespace
}  // namespace daybook::testing
