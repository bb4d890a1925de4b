// kill -9 in the midst of work: what was acknowledged is there, once, and answers its id with its first outcome.
//
//   DAYBOOK_CRASH_KILLS=N   how often (default 20)
#include <algorithm>
#include <cstdlib>
#include <random>

#include "gtest/gtest.h"
#include "ledger/ledger.h"
#include "ledger/log/log_reader.h"
#include "ledger/log/verify_log.h"
#include "tests/crash/crash_workload.h"
#include "tests/crash/ledger_checks.h"
#include "tests/crash/writer_process.h"
#include "tests/support/ledger_folder.h"

namespace daybook::crash {
namespace {

using daybook::testing::InAMinute;
using daybook::testing::LedgerFolder;

constexpr int kKillsPerLedger = 20;

int Kills() {
  const char* value = std::getenv("DAYBOOK_CRASH_KILLS");
  return value == nullptr ? 20 : std::atoi(value);
}

void MakeLedger(const std::string& dir) {
  const absl::Status created = Ledger::Create(dir);
  ASSERT_TRUE(created.ok()) << created;
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(dir);
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  for (const v1::Request& request : Hotel()) {
    const absl::StatusOr<Receipt> receipt = (*ledger)->Submit(request, InAMinute());
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    ASSERT_TRUE(receipt->outcome.has_accepted()) << receipt->outcome.ShortDebugString();
  }
  const absl::Status closed = (*ledger)->Close();
  ASSERT_TRUE(closed.ok()) << closed;
}

// The last ones acknowledged and the ones that were under way.
std::vector<std::string> AroundTheKill(int round, int threads,
                                       const Acknowledgements& acknowledged) {
  std::vector<std::string> ids;
  for (int thread = 0; thread < threads; ++thread) {
    const std::string stream = "w" + std::to_string(round) + "-" + std::to_string(thread);
    int first_unknown = 0;
    while (acknowledged.contains(RequestId(stream, first_unknown))) ++first_unknown;
    for (int n = std::max(0, first_unknown - 20); n < first_unknown + 60; ++n) {
      ids.push_back(RequestId(stream, n));
    }
  }
  return ids;
}

// A ledger that is killed and looked at, again and again.
class Victim {
 public:
  explicit Victim(uint64_t seed) : random_(seed) {}

  void Make() { MakeLedger(dir_); }

  void LiveThroughRound(int round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const int threads = 2 + round % 2;
    WriterProcess writer(dir_, round, threads);
    // At once in every tenth round: in the midst of opening.
    const uint64_t until = round % 10 == 9 ? 0 : 1 + random_() % (round % 3 == 0 ? 60 : 1'500);
    writer.ReadUntil(until, acknowledged_);
    writer.Kill(acknowledged_);

    absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(dir_);
    ASSERT_TRUE(ledger.ok()) << ledger.status();
    crashes_ += (*ledger)->open_report().cleanly_closed ? 0 : 1;
    ASSERT_EQ(CheckAcknowledged((*ledger)->records(), acknowledged_), absl::OkStatus());
    ASSERT_EQ(
        CheckAnswersAgain(**ledger, acknowledged_, AroundTheKill(round, threads, acknowledged_)),
        absl::OkStatus());
    ASSERT_EQ((*ledger)->Close(), absl::OkStatus());
    ledger->reset();
    const absl::StatusOr<LogVerdict> verdict = VerifyLog(dir_);
    ASSERT_TRUE(verdict.ok()) << verdict.status();
    ASSERT_EQ(CheckRefold(dir_, /*rejudge=*/round % 5 == 0), absl::OkStatus());
  }

  size_t acknowledged() const { return acknowledged_.size(); }
  int crashes() const { return crashes_; }

 private:
  LedgerFolder folder_;
  const std::string dir_ = folder_ / "book";
  std::mt19937_64 random_;
  Acknowledgements acknowledged_;
  int crashes_ = 0;
};

TEST(KillNine, LosesNothingAcknowledgedAndDoublesNothing) {
  size_t acknowledged = 0;
  int crashes = 0;
  for (int done = 0; done < Kills();) {
    Victim victim(20260301 + static_cast<uint64_t>(done));
    ASSERT_NO_FATAL_FAILURE(victim.Make());
    for (int round = 0; round < kKillsPerLedger && done < Kills(); ++round, ++done) {
      ASSERT_NO_FATAL_FAILURE(victim.LiveThroughRound(round)) << "after " << done << " kills";
    }
    acknowledged += victim.acknowledged();
    crashes += victim.crashes();
  }
  EXPECT_GT(acknowledged, static_cast<size_t>(Kills()) * 50);
  EXPECT_GT(crashes, Kills() / 2);
}

TEST(KillNine, AgainAndAgainWithoutAnyRestInBetween) {
  LedgerFolder folder;
  const std::string dir = folder / "book";
  ASSERT_NO_FATAL_FAILURE(MakeLedger(dir));
  std::mt19937_64 random(7);
  Acknowledgements acknowledged;
  for (int round = 0; round < std::max(3, Kills() / 4); ++round) {
    WriterProcess writer(dir, round, 2);
    writer.ReadUntil(1 + random() % 400, acknowledged);
    writer.Kill(acknowledged);
    absl::StatusOr<std::unique_ptr<LogReader>> reader = LogReader::Open(dir);
    ASSERT_TRUE(reader.ok()) << reader.status();
  }
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(dir);
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  EXPECT_EQ(CheckAcknowledged((*ledger)->records(), acknowledged), absl::OkStatus());
  ASSERT_EQ((*ledger)->Close(), absl::OkStatus());
  ledger->reset();
  EXPECT_EQ(CheckRefold(dir, /*rejudge=*/true), absl::OkStatus());
}

// The checks of this folder find what they are there for.
TEST(CheckAcknowledged, FindsALostADoubledAndAChangedRequest) {
  LedgerFolder folder;
  const std::string dir = folder / "book";
  ASSERT_NO_FATAL_FAILURE(MakeLedger(dir));
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(dir);
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  Acknowledgements acknowledged;
  for (int n = 0; n < 10; ++n) {
    const absl::StatusOr<Receipt> receipt = (*ledger)->Submit(NthRequest("s", n), InAMinute());
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    acknowledged[RequestId("s", n)] = {receipt->position, OutcomeHash(receipt->outcome)};
  }
  const RecordSource& records = (*ledger)->records();
  EXPECT_EQ(CheckAcknowledged(records, acknowledged), absl::OkStatus());
  EXPECT_EQ(CheckAnswersAgain(**ledger, acknowledged, {RequestId("s", 3)}), absl::OkStatus());
  Acknowledgements lost = acknowledged;
  lost[RequestId("s", 10)] = lost[RequestId("s", 9)];
  EXPECT_TRUE(absl::IsDataLoss(CheckAcknowledged(records, lost)));
  Acknowledgements moved = acknowledged;
  ++moved[RequestId("s", 4)].position;
  EXPECT_TRUE(absl::IsDataLoss(CheckAcknowledged(records, moved)));
  EXPECT_TRUE(absl::IsDataLoss(CheckAnswersAgain(**ledger, moved, {RequestId("s", 4)})));
  Acknowledgements changed = acknowledged;
  changed[RequestId("s", 5)].outcome_hash = "another";
  EXPECT_TRUE(absl::IsDataLoss(CheckAcknowledged(records, changed)));
  EXPECT_TRUE(absl::IsDataLoss(CheckAnswersAgain(**ledger, lost, {RequestId("s", 10)})));
}

}  // namespace
}  // namespace daybook::crash
