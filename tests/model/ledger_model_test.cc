// The same workloads through a whole ledger: batches of random size, answers that must be the oracle's, requests sent
// again, the ledger closed and opened again in the middle with and without its state; and in the end the bookings view,
// built by replay, must be the oracle's book. Holds do not expire here: that is the ticker's, and has its own test. In a
// simulation they do, when their time has come: the oracle lets them expire before each request.
//
//   DAYBOOK_MODEL_LEDGERS=N   how many workloads (default 24)
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <future>

#include "gtest/gtest.h"
#include "ledger/engine/refold.h"
#include "ledger/ledger.h"
#include "ledger/log/log_reader.h"
#include "ledger/log/verify_log.h"
#include "projections/bookings/bookings_view.h"
#include "projections/runner.h"
#include "projections/view_store.h"
#include "tests/model/comparison.h"
#include "tests/model/oracle.h"
#include "tests/model/workload.h"
#include "tests/support/ledger_folder.h"
#include "tests/support/manual_clock.h"
#include "tests/support/requests.h"

namespace daybook::model {
namespace {

using daybook::testing::At;
using daybook::testing::InAMinute;
using daybook::testing::LedgerFolder;

using Answer = std::future<absl::StatusOr<Receipt>>;

struct Asked {
  v1::Request request;
  Receipt receipt;
};

class LedgerAgainstOracle : public ::testing::TestWithParam<uint64_t> {
 protected:
  LedgerAgainstOracle() : workload_(GetParam()), random_(GetParam() * 31) {
    options_.clock = &clock_;
    options_.tick_interval = absl::ZeroDuration();
    options_.cached_entities = 8;  // so that terminal bookings are evicted and loaded again
  }

  void Open() {
    absl::StatusOr<std::unique_ptr<Ledger>> opened = Ledger::Open(dir_, options_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    ledger_ = *std::move(opened);
    if (!simulated_) return;
    const absl::Status begun = ledger_->BeginSimulation(
        {.source = "workload", .seed = GetParam(), .settings_sha256 = std::string(32, 's')});
    ASSERT_TRUE(begun.ok()) << begun;
  }

  void CloseAndOpen() {
    const absl::Status closed = ledger_->Close();
    ASSERT_TRUE(closed.ok()) << closed;
    ledger_.reset();
    if (random_() % 2 == 0) std::filesystem::remove_all(dir_ + "/state");
    Open();
  }

  Answer Submit(const v1::Request& request) {
    auto promise = std::make_shared<std::promise<absl::StatusOr<Receipt>>>();
    Answer answer = promise->get_future();
    const auto done = [promise](absl::StatusOr<Receipt> receipt) {
      promise->set_value(std::move(receipt));
    };
    if (simulated_) {
      ledger_->SubmitSimulated(request, now_, InAMinute(), done);
    } else {
      ledger_->SubmitAsync(request, InAMinute(), done);
    }
    return answer;
  }

  Verdict AskTheOracle(const v1::Request& request) {
    if (simulated_) oracle_.Submit(daybook::testing::Due(FormatInstant(now_)), now_.micros());
    return oracle_.Submit(request, now_.micros());
  }

  // The time of the simulation is its own.
  void SetNow(Instant now) {
    now_ = now;
    if (!simulated_) clock_.Set(now);
  }

  // Decided at one instant, so that it does not matter how the ledger cuts it into batches of its own.
  void SubmitTogether(const std::vector<v1::Request>& requests) {
    std::vector<Verdict> verdicts;
    std::vector<Answer> answers;
    for (const v1::Request& request : requests) {
      verdicts.push_back(AskTheOracle(request));
      answers.push_back(Submit(request));
    }
    Compare(requests, verdicts, answers);
  }

  void Compare(const std::vector<v1::Request>& requests, const std::vector<Verdict>& verdicts,
               std::vector<Answer>& answers) {
    for (size_t i = 0; i < requests.size(); ++i) {
      const absl::StatusOr<Receipt> receipt = answers[i].get();
      ASSERT_TRUE(receipt.ok()) << receipt.status() << requests[i].ShortDebugString();
      const std::string difference = CompareOutcome(verdicts[i], receipt->outcome);
      ASSERT_TRUE(difference.empty()) << difference << requests[i].ShortDebugString();
      EXPECT_FALSE(receipt->duplicate);
      asked_.push_back({requests[i], *receipt});
    }
  }

  // A batch of the workload, without what only the system may ask.
  void SubmitBatch() {
    std::vector<v1::Request> requests;
    std::vector<Verdict> verdicts;
    std::vector<Answer> answers;
    const uint64_t size = 1 + random_() % 12;
    for (uint64_t i = 0; i < size; ++i) {
      const auto time = i == 0 ? Workload::Time::kPasses : Workload::Time::kStandsStill;
      const Step step = workload_.Next(oracle_, time);
      if (i == 0) SetNow(Instant::FromMicros(step.now_us));
      if (step.request.has_run_due()) continue;
      requests.push_back(step.request);
      verdicts.push_back(AskTheOracle(step.request));
      answers.push_back(Submit(step.request));
    }
    Compare(requests, verdicts, answers);
  }

  void AskSomethingAgain() {
    const Asked& asked = asked_[random_() % asked_.size()];
    const absl::StatusOr<Receipt> again = Submit(asked.request).get();
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(again->duplicate);
    EXPECT_EQ(again->position, asked.receipt.position);
    EXPECT_EQ(again->outcome.SerializeAsString(), asked.receipt.outcome.SerializeAsString());
    v1::Request other = asked.request;
    other.set_correlation_id("something else");
    EXPECT_TRUE(absl::IsAlreadyExists(Submit(other).get().status()));
  }

  // The view of all records, from the log as another process sees it.
  void ExpectTheViewToBeTheBook() {
    absl::StatusOr<std::unique_ptr<LogReader>> reader = LogReader::Open(dir_);
    ASSERT_TRUE(reader.ok()) << reader.status();
    const std::unique_ptr<Projection> projection = NewBookingsProjection();
    absl::StatusOr<std::unique_ptr<ViewStore>> store =
        ViewStore::Open(folder_ / "view", ViewMode::kLive);
    ASSERT_TRUE(store.ok()) << store.status();
    const absl::Status caught_up = CatchUp(*projection, **store, **reader, (*reader)->end());
    ASSERT_TRUE(caught_up.ok()) << caught_up;
    const std::unique_ptr<ViewSnapshot> view = (*store)->Snapshot();
    EXPECT_EQ(view->info().rows, oracle_.bookings().size());
    for (const auto& [id, entry] : oracle_.bookings()) {
      const absl::StatusOr<std::optional<v1::Booking>> booking = GetBooking(*view, id);
      ASSERT_TRUE(booking.ok()) << booking.status();
      ASSERT_TRUE(booking->has_value()) << id;
      EXPECT_EQ(CompareBooking(entry, **booking), "");
    }
    ExpectEveryRequestToBeJudgedTheSameAgain(**reader);
  }

  void ExpectEveryRequestToBeJudgedTheSameAgain(const RecordSource& records) {
    RefoldOptions options;
    options.rejudge = true;
    const absl::StatusOr<RefoldReport> report = Refold(records, records.end(), options);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->different, 0u)
        << (report->differences.empty() ? "" : report->differences[0].difference);
    EXPECT_EQ(report->state.position, records.end());
    const absl::StatusOr<StateDigest> digest = ReadStateDigest(dir_);
    ASSERT_TRUE(digest.ok()) << digest.status();
    EXPECT_EQ(digest->position, report->state.position);
    EXPECT_TRUE(digest->digest == report->state.digest);
  }

  // Returns when the ledger is closed.
  void PlayAndCompare() {
    const absl::Status created = Ledger::Create(dir_, options_);
    ASSERT_TRUE(created.ok()) << created;
    ASSERT_NO_FATAL_FAILURE(Open());
    ASSERT_NO_FATAL_FAILURE(SubmitTogether(HotelOfTheWorkload()));
    for (int batch = 0; batch < 36; ++batch) {
      ASSERT_NO_FATAL_FAILURE(SubmitBatch());
      if (random_() % 3 == 0) {
        ASSERT_NO_FATAL_FAILURE(AskSomethingAgain());
      }
      if (batch == 12 || batch == 24) {
        ASSERT_NO_FATAL_FAILURE(CloseAndOpen());
      }
    }
    const absl::Status closed = ledger_->Close();
    ASSERT_TRUE(closed.ok()) << closed;
    ledger_.reset();
    EXPECT_TRUE(VerifyLog(dir_).ok());
    ExpectTheViewToBeTheBook();
  }

  bool simulated_ = false;
  Instant now_ = At("2026-02-27T08:00:00Z");
  LedgerFolder folder_;
  const std::string dir_ = folder_ / "book";
  ManualClock clock_{At("2026-02-27T08:00:00Z")};
  LedgerOptions options_;
  std::unique_ptr<Ledger> ledger_;
  Oracle oracle_;
  Workload workload_;
  std::mt19937_64 random_;
  std::vector<Asked> asked_;
};

TEST_P(LedgerAgainstOracle, AgreesOnEveryAnswerAndOnTheBookThatIsLeft) { PlayAndCompare(); }

TEST_P(LedgerAgainstOracle, AgreesOnASimulationToo) {
  simulated_ = true;
  clock_.Set(At("2031-01-01T00:00:00Z"));
  PlayAndCompare();
}

uint64_t Ledgers() {
  const char* value = std::getenv("DAYBOOK_MODEL_LEDGERS");
  return value == nullptr ? 24 : std::strtoull(value, nullptr, 10);
}

INSTANTIATE_TEST_SUITE_P(Seeds, LedgerAgainstOracle, ::testing::Range<uint64_t>(1, 1 + Ledgers()));

}  // namespace
}  // namespace daybook::model
