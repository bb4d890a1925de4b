#include "tools/import/hotel_demand_submit.h"

#include <atomic>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/import/hotel_demand_plan.h"

namespace daybook {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// Every day begins at its number of seconds.
class CountingZones : public TimeZones {
 public:
  absl::StatusOr<Instant> Resolve(std::string_view zone, CivilDate date,
                                  int32_t minute_of_day) const override {
    EXPECT_EQ(zone, "Europe/Lisbon");
    EXPECT_EQ(minute_of_day, 0);
    if (missing) return absl::NotFoundError("no such zone");
    return Instant::FromMicros(int64_t{date.days()} * 1'000'000);
  }
  absl::StatusOr<CivilDate> LocalDate(std::string_view, Instant) const override {
    return absl::UnimplementedError("not asked for");
  }
  std::string_view version() const override { return "counting"; }

  bool missing = false;
};

// Keeps what is submitted and answers it later, from a thread of its own or at once.
class FakeLedger : public Ledger {
 public:
  struct Submitted {
    std::string request_id;
    Instant recorded_at;
  };

  absl::StatusOr<Receipt> Submit(const v1::Request&, absl::Time) override {
    return absl::UnimplementedError("not asked for");
  }
  void SubmitAsync(v1::Request, absl::Time, ReceiptCallback) override { ADD_FAILURE(); }
  absl::Status BeginSimulation(const SimulationPlan&) override { std::abort(); }
  void SubmitSimulated(v1::Request, Instant, absl::Time, ReceiptCallback) override { std::abort(); }
  absl::StatusOr<Receipt> Quote(const v1::Request&, absl::Time) override {
    return absl::UnimplementedError("not asked here");
  }
  absl::StatusOr<std::vector<v1::ExplainStep>> Explain(std::string_view, Explained,
                                                       absl::Time) override {
    return absl::UnimplementedError("not asked here");
  }
  absl::StatusOr<Revealed> Reveal(const v1::Request&, absl::Time) override {
    return absl::UnimplementedError("not asked here");
  }
  void CountReject(std::string_view) override {}
  void LimitAppends(uint64_t) override { std::abort(); }
  absl::Status BeginImport(const ImportPlan&) override { return absl::OkStatus(); }
  void SubmitImported(v1::Request request, Instant recorded_at, absl::Time,
                      ReceiptCallback done) override {
    submitted.push_back({request.request_id(), recorded_at});
    absl::StatusOr<Receipt> answer = Receipt();
    answer->outcome.mutable_accepted();
    const auto ends_with = [&request](const std::string& tail) {
      const std::string& id = request.request_id();
      return !tail.empty() && id.size() >= tail.size() &&
             id.compare(id.size() - tail.size(), tail.size(), tail) == 0;
    };
    if (request.has_override()) {
      answer->outcome.mutable_accepted()->add_overrode(v1::POLICY_NO_SHOW_BEFORE_ARRIVAL);
    }
    answer->duplicate = submitted.size() <= recorded_before;
    if (ends_with(declined_id)) {
      v1::Decline& reason = *answer->outcome.mutable_declined()->add_reasons();
      reason.set_code(v1::POLICY_NOT_AVAILABLE);
      reason.set_field("create_booking.stay");
      reason.set_detail("2016-06-11");
    }
    if (ends_with(failing_id)) answer = absl::UnknownError("the disk is gone");
    if (cancel_at != 0 && submitted.size() == cancel_at) cancel = true;
    if (workers.size() == 8) Join();
    workers.emplace_back([done = std::move(done), answer = std::move(answer)] { done(answer); });
  }
  absl::Status CompleteImport() override { return absl::OkStatus(); }
  const RecordSource& records() const override { std::abort(); }
  Hash Root() const override { return {}; }
  const OpenReport& open_report() const override { std::abort(); }
  LedgerStats stats() const override { return {}; }
  absl::Status Close() override { return absl::OkStatus(); }

  ~FakeLedger() override { Join(); }
  void Join() {
    for (std::thread& worker : workers) worker.join();
    workers.clear();
  }

  std::vector<Submitted> submitted;
  size_t recorded_before = 0;
  std::string declined_id;
  std::string failing_id;
  size_t cancel_at = 0;
  std::atomic<bool> cancel{false};
  std::vector<std::thread> workers;
};

class HotelDemandSubmitTest : public ::testing::Test {
 protected:
  HotelDemandSubmitTest() {
    for (uint32_t line = 2; line < 50; ++line) {
      HotelDemandRow row;
      row.line = line;
      row.arrival = CivilDate::FromDays(20'000 + static_cast<int32_t>(line % 7));
      row.lead_days = 3;
      row.nights = 1;
      row.status_date = row.departure();
      rows_.push_back(row);
    }
    rows_[5].status = HotelDemandStatus::kNoShow;
    rows_[5].status_date = rows_[5].booked_on();
    plan_ = PlanHotelDemand(rows_);
  }

  absl::StatusOr<SubmitReport> Submit() {
    return SubmitHotelDemand(ledger_, zones_, rows_, plan_, Hash{}, {progress_, &ledger_.cancel});
  }

  std::vector<HotelDemandRow> rows_;
  HotelDemandPlan plan_;
  CountingZones zones_;
  FakeLedger ledger_;
  std::function<void(uint64_t, uint64_t)> progress_;
};

TEST_F(HotelDemandSubmitTest, SubmitsEveryRequestInOrderAtTheBeginningOfItsDay) {
  const auto report = Submit();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->accepted, plan_.requests);
  EXPECT_EQ(report->duplicates, 0u);
  EXPECT_EQ(report->forced, 1u);
  EXPECT_EQ(ledger_.submitted.size(), plan_.requests);
  const auto day_begins = [](CivilDate day) {
    return Instant::FromMicros(int64_t{day.days()} * 1'000'000);
  };
  EXPECT_EQ(ledger_.submitted.front().recorded_at, day_begins(plan_.steps.front().day));
  EXPECT_EQ(ledger_.submitted.back().recorded_at, day_begins(plan_.steps.back().day + 1));
  for (size_t i = 1; i < ledger_.submitted.size(); ++i) {
    EXPECT_LE(ledger_.submitted[i - 1].recorded_at, ledger_.submitted[i].recorded_at);
  }
}

TEST_F(HotelDemandSubmitTest, CountsWhatWasThereBefore) {
  ledger_.recorded_before = 30;
  const auto report = Submit();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->accepted, plan_.requests);
  EXPECT_EQ(report->duplicates, 30u);
}

TEST_F(HotelDemandSubmitTest, StopsAtADeclineAndNamesLineRequestAndReasons) {
  ledger_.declined_id = "/9/checkin";
  const auto report = Submit();
  EXPECT_EQ(report.status().code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(report.status().message()),
              AllOf(HasSubstr("line 9, request hd/0000000000000000/9/checkin: declined: "),
                    HasSubstr("POLICY_NOT_AVAILABLE at create_booking.stay (2016-06-11)")));
  EXPECT_LT(ledger_.submitted.size(), plan_.requests);
}

TEST_F(HotelDemandSubmitTest, HandsOnAFailureOfTheLedger) {
  ledger_.failing_id = "H1/define";
  const auto report = Submit();
  EXPECT_EQ(report.status(),
            absl::UnknownError("request hd/0000000000000000/H1/define: the disk is gone"));
}

TEST_F(HotelDemandSubmitTest, StopsWhenToldTo) {
  ledger_.cancel_at = 20;
  const auto report = Submit();
  EXPECT_EQ(report.status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(ledger_.submitted.size(), 20u);
}

TEST_F(HotelDemandSubmitTest, ProgressEndsWithEverythingDone) {
  std::vector<std::pair<uint64_t, uint64_t>> told;
  progress_ = [&told](uint64_t done, uint64_t total) { told.emplace_back(done, total); };
  ASSERT_TRUE(Submit().ok());
  ASSERT_GE(told.size(), 2u);
  EXPECT_EQ(told.front(), std::make_pair(uint64_t{0}, plan_.requests));
  EXPECT_EQ(told.back(), std::make_pair(plan_.requests, plan_.requests));
}

TEST_F(HotelDemandSubmitTest, SubmitsNothingWithoutTheTimeZone) {
  zones_.missing = true;
  EXPECT_EQ(Submit().status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(ledger_.submitted.empty());
}

}  // namespace
}  // namespace daybook
