// Several at once: submitters racing for a room, a second process, a reader beside the writer.
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

#include "ledger/base/civil_date.h"
#include "ledger/log/log_reader.h"
#include "projections/bookings/bookings_view.h"
#include "projections/runner.h"
#include "projections/view_store.h"
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
  const std::unique_ptr<Projection> projection = NewBookingsProjection();
  absl::StatusOr<std::unique_ptr<ViewStore>> store =
      ViewStore::Open(folder_ / "view", ViewMode::kLive);
  ASSERT_TRUE(store.ok()) << store.status();
  Follower follower(*projection, **store, **reader);

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
  while (before < kBookings) {
    const uint64_t position = (*store)->info().position;
    ASSERT_EQ(follower.WaitFor(position + 1, InAMinute()), absl::OkStatus());
    const std::unique_ptr<ViewSnapshot> view = (*store)->Snapshot();
    const uint64_t rows = view->info().rows;
    EXPECT_GE(rows, before);
    before = rows;
  }
  hotel.join();
  ASSERT_EQ(follower.WaitFor(ledger_->records().end(), InAMinute()), absl::OkStatus());
  follower.Stop();
  EXPECT_EQ(follower.status(), absl::OkStatus());

  const std::unique_ptr<ViewSnapshot> view = (*store)->Snapshot();
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

}  // namespace
}  // namespace daybook::testing
