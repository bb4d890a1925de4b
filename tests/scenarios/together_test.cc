// Several at once: submitters racing for a room, a second process, a reader beside the writer.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/base/civil_date.h"
#include "ledger/log/log_reader.h"
#include "projections/bookings/bookings_view.h"
#include "projections/host.h"
#include "tests/crash/writer_process.h"
#include "tests/scenarios/story.h"

namespace daybook::testing {
namespace {

class Together : public Story {};

TEST_F(Together, TwoWhoWantTheLastRoomAreAnsweredThatExactlyOneHasIt) {
  constexpr int kNights = 40;
  constexpr int kSubmitters = 3;
  Accepted(DefineRoomType("H1", "DBL", 1));
  std::array<std::atomic<int>, kNights> winners{};
  std::array<std::atomic<int>, kNights> losers{};
  std::vector<std::thread> submitters;
  for (int who = 0; who < kSubmitters; ++who) {
    submitters.emplace_back([&, who] {
      for (int night = 0; night < kNights; ++night) {
        const int32_t arrival = (CivilDate::FromYmd(20260301).value() + night).ymd();
        const int32_t departure = (CivilDate::FromYmd(20260301).value() + night + 1).ymd();
        const std::string id = "night-" + std::to_string(night) + "/" + std::to_string(who);
        const absl::StatusOr<Receipt> receipt = ledger_->Submit(
            WithId("r/" + id, Create({.id = id, .arrival = arrival, .departure = departure})),
            InAMinute());
        if (!receipt.ok()) continue;  // then nobody is counted, and the test fails below
        const v1::Outcome& outcome = receipt->outcome;
        const auto index = static_cast<size_t>(night);
        if (outcome.has_accepted()) ++winners[index];
        if (outcome.has_declined() &&
            outcome.declined().reasons(0).code() == v1::POLICY_NOT_AVAILABLE) {
          ++losers[index];
        }
      }
    });
  }
  for (std::thread& submitter : submitters) submitter.join();
  for (size_t night = 0; night < kNights; ++night) {
    EXPECT_EQ(winners[night].load(), 1) << night;
    EXPECT_EQ(losers[night].load(), kSubmitters - 1) << night;
  }
}

TEST_F(Together, ASecondProcessIsRefusedAndToldWhoWrites) {
  crash::WriterProcess second(dir_, 0, 1);
  EXPECT_EQ(second.Wait(), 3);
  EXPECT_NE(second.Errors().find("FAILED_PRECONDITION"), std::string::npos) << second.Errors();
  EXPECT_NE(second.Errors().find(std::to_string(::getpid())), std::string::npos) << second.Errors();
  Accepted(Create());
}

TEST_F(Together, ASecondLedgerInTheSameProcessIsRefusedToo) {
  EXPECT_TRUE(absl::IsFailedPrecondition(Ledger::Open(dir_, options_).status()));
  ASSERT_EQ(ledger_->Close(), absl::OkStatus());
  ledger_.reset();
  Open();
}

TEST_F(Together, AnAnalystReadsWhatTheHotelIsWriting) {
  constexpr int kBookings = 300;
  Accepted(DefineRoomType("H1", "TWN", 1'000));
  absl::StatusOr<std::unique_ptr<LogReader>> reader = LogReader::Open(dir_);
  ASSERT_TRUE(reader.ok()) << reader.status();
  std::vector<std::unique_ptr<Projection>> projections;
  projections.push_back(NewBookingsProjection());
  const auto host = ProjectionHost::Open(dir_, std::move(projections), **reader, {});
  ASSERT_TRUE(host.ok()) << host.status();
  ASSERT_EQ((*host)->Start(), absl::OkStatus());

  std::jthread hotel([&] {
    for (int i = 0; i < kBookings; ++i) {
      const std::string id = "b" + std::to_string(1'000 + i);
      Accepted(Create({.id = id, .room_type = "TWN"}));
      if (i % 3 == 0) Accepted(Cancel(id));
    }
  });
  // What is seen on the way is a moment of the log: never more cancelled than there are bookings, and never less than
  // before.
  uint64_t before = 0;
  uint64_t position = 0;
  while (before < kBookings) {
    const absl::StatusOr<Reading> reading = (*host)->Read("bookings", position + 1, InAMinute());
    ASSERT_TRUE(reading.ok()) << reading.status();
    EXPECT_GT(reading->position, position);
    EXPECT_LE(reading->position, reading->log_end);
    position = reading->position;
    const uint64_t rows = reading->snapshot->info().rows;
    EXPECT_GE(rows, before);
    before = rows;
  }
  hotel.join();
  const absl::StatusOr<Reading> last =
      (*host)->Read("bookings", ledger_->records().end(), InAMinute());
  ASSERT_TRUE(last.ok()) << last.status();
  (*host)->Stop();
  EXPECT_EQ((*host)->status()[0].stopped, absl::OkStatus());

  const ViewSnapshot* const view = last->snapshot.get();
  BookingFilter of_h1;
  of_h1.property_id = "H1";
  const auto counts = CountBookings(*view, of_h1, {BookingField::kStatus});
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->at({"CONFIRMED"}), 200u);
  EXPECT_EQ(counts->at({"CANCELLED"}), 100u);
  const absl::StatusOr<std::optional<v1::Booking>> one = GetBooking(*view, "b1003");
  ASSERT_TRUE(one.ok() && one->has_value());
  EXPECT_EQ((*one)->SerializeAsString(), Replayed("b1003").SerializeAsString());
}

// Takes its time over each record.
class SlowProjection final : public Projection {
 public:
  explicit SlowProjection(std::function<void(uint64_t position)> seen) : seen_(std::move(seen)) {}
  std::string_view name() const override { return "slow"; }
  int version() const override { return 1; }
  bool Wants(const v1::Record&) const override { return true; }
  absl::Status Apply(const v1::Record& record, ViewTransaction& txn) override {
    seen_(record.position());
    for (int i = 0; i < 100; ++i) {
      std::this_thread::yield();
    }
    txn.Put("last", std::to_string(record.position()));
    return absl::OkStatus();
  }

 private:
  const std::function<void(uint64_t position)> seen_;
};

TEST_F(Together, AHotelThatMayNotOutrunItsViewsWaitsForTheSlowestOfThem) {
  constexpr uint64_t kMaxLag = 16;
  constexpr int kRequests = 500;
  Accepted(DefineRoomType("H1", "TWN", 1'000));
  uint64_t furthest = 0;
  std::vector<std::unique_ptr<Projection>> projections;
  projections.push_back(NewBookingsProjection());
  projections.push_back(std::make_unique<SlowProjection>([&](uint64_t position) {
    furthest = std::max(furthest, ledger_->records().end() - position);
  }));
  HostOptions options;
  options.max_lag = kMaxLag;
  options.limit_appends = [this](uint64_t end) { ledger_->LimitAppends(end); };
  const auto host = ProjectionHost::Open(dir_, std::move(projections), ledger_->records(), options);
  ASSERT_TRUE(host.ok()) << host.status();
  ASSERT_EQ((*host)->CatchUp(ledger_->records().end(), {}), absl::OkStatus());
  furthest = 0;
  ASSERT_EQ((*host)->Start(), absl::OkStatus());

  std::atomic<int> answered = 0;
  for (int i = 0; i < kRequests; ++i) {
    const std::string id = "b" + std::to_string(i);
    ledger_->SubmitAsync(WithId("r/" + id, Create({.id = id, .room_type = "TWN"})), InAMinute(),
                         [&answered](const absl::StatusOr<Receipt>& receipt) {
                           if (receipt.ok() && receipt->outcome.has_accepted()) ++answered;
                         });
  }
  const Receipt last = Accepted(Create({.id = "last", .room_type = "TWN"}));
  const absl::StatusOr<Reading> bookings =
      (*host)->Read("bookings", last.position + 1, InAMinute());
  ASSERT_TRUE(bookings.ok()) << bookings.status();
  EXPECT_TRUE(GetBooking(*bookings->snapshot, "last")->has_value());
  const absl::StatusOr<Reading> slow = (*host)->Read("slow", last.position + 1, InAMinute());
  ASSERT_TRUE(slow.ok()) << slow.status();
  (*host)->Stop();
  EXPECT_EQ(answered, kRequests);
  EXPECT_LE(furthest, kMaxLag);

  // and nothing holds the hotel back that nobody follows
  for (uint64_t i = 0; i < 2 * kMaxLag; ++i) {
    Accepted(Create({.id = "after-" + std::to_string(i), .room_type = "TWN"}));
  }
}

TEST_F(Together, WhenTheLedgerIsClosedItsViewsStopFollowingWithoutAComplaint) {
  std::vector<std::unique_ptr<Projection>> projections;
  projections.push_back(NewBookingsProjection());
  const auto host = ProjectionHost::Open(dir_, std::move(projections), ledger_->records(), {});
  ASSERT_TRUE(host.ok()) << host.status();
  ASSERT_EQ((*host)->Start(), absl::OkStatus());
  const Receipt receipt = Accepted(Create());
  ASSERT_TRUE((*host)->Read("bookings", receipt.position + 1, InAMinute()).ok());
  ASSERT_EQ(ledger_->Close(), absl::OkStatus());
  EXPECT_TRUE(absl::IsCancelled(
      (*host)->Read("bookings", receipt.position + 1'000, absl::InfiniteFuture()).status()));
  EXPECT_EQ((*host)->status()[0].stopped, absl::OkStatus());
}

}  // namespace
}  // namespace daybook::testing
