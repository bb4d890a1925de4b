#include "projections/runner.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "projections/bookings/bookings_view.h"
#include "tests/projections/toys.h"
#include "tests/support/booking_histories.h"
#include "tests/support/memory_records.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

class ViewOfBookings : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = ViewStore::Open(folder_.view(), ViewMode::kLive);
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }
  absl::Status CatchUpTo(uint64_t to, const RunOptions& options = {}) {
    return CatchUp(*projection_, *store_, log_, to, options);
  }

  const ViewFolder folder_;
  MemoryRecords log_;
  const std::unique_ptr<Projection> projection_ = NewBookingsProjection();
  std::unique_ptr<ViewStore> store_;
};

using CatchingUp = ViewOfBookings;
using Checking = ViewOfBookings;

TEST_F(CatchingUp, ThePositionIsTheOneScannedNotTheLastOneMatched) {
  log_.Append(CreatedRecord("B1"));
  log_.Append(AcceptedRecord());
  log_.Append(AcceptedRecord());
  ASSERT_TRUE(CatchUpTo(3).ok());
  EXPECT_EQ(store_->info().position, 3u);
  EXPECT_EQ(store_->info().rows, 1u);
}

TEST_F(CatchingUp, CommitsAreNoLargerThanAskedFor) {
  for (int i = 0; i < 10; ++i) {
    log_.Append(CreatedRecord("B" + std::to_string(i)));
  }
  // Cancelled from the first record on, it stops after the first commit.
  const std::atomic<bool> cancel = true;
  RunOptions options;
  options.records_per_commit = 4;
  options.cancel = &cancel;
  EXPECT_EQ(CatchUpTo(10, options).code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(store_->info().position, 4u);
  EXPECT_EQ(store_->info().rows, 4u);
}

TEST_F(CatchingUp, AnEventThatCantBeAppliedStopsTheViewRightBeforeIt) {
  log_.Append(CreatedRecord("B1"));
  log_.Append(CreatedRecord("B2"));
  v1::Record bad = CancelledRecord("B9");
  bad.mutable_request()->set_request_id("r-2");
  log_.Append(bad);
  log_.Append(CreatedRecord("B3"));
  const absl::Status stopped = CatchUpTo(4);
  EXPECT_EQ(stopped.code(), absl::StatusCode::kDataLoss) << stopped;
  EXPECT_TRUE(Mentions(stopped, "view bookings.v")) << stopped;
  EXPECT_TRUE(Mentions(stopped, " stops at record 2 (request r-2, event booking_cancelled)"))
      << stopped;
  EXPECT_TRUE(Mentions(stopped, "B9")) << stopped;
  EXPECT_TRUE(Mentions(stopped, "raise the projection's version or mend it, then: rebuild"))
      << stopped;
  EXPECT_EQ(store_->info().position, 2u);
  EXPECT_EQ(store_->info().rows, 2u);
  EXPECT_TRUE(CheckView(*projection_, *store_).ok());
  EXPECT_EQ(CatchUpTo(4), stopped);
}

TEST_F(CatchingUp, ABookingCreatedTwiceStopsTheView) {
  log_.Append(CreatedRecord("B1"));
  log_.Append(CreatedRecord("B1"));
  const absl::Status stopped = CatchUpTo(2);
  EXPECT_TRUE(Mentions(stopped, "stops at record 1 (request , event booking_created)")) << stopped;
  EXPECT_EQ(store_->info().position, 1u);
}

TEST_F(CatchingUp, NothingOfARecordIsAppliedWhenOneOfItsEventsCantBe) {
  log_.Append(CreatedRecord("B1"));
  v1::Record record = CancelledRecord("B1");
  *record.mutable_outcome()->mutable_accepted()->add_events() =
      CancelledRecord("B9").outcome().accepted().events(0);
  log_.Append(record);
  const absl::Status stopped = CatchUpTo(2);
  EXPECT_TRUE(Mentions(stopped, "events booking_cancelled and booking_cancelled")) << stopped;
  EXPECT_EQ(store_->info().position, 1u);
  EXPECT_EQ((*GetBooking(*store_->Snapshot(), "B1"))->status(), v1::CONFIRMED);
}

TEST_F(CatchingUp, BytesThatAreNoRecordStopTheViewRightBeforeThem) {
  log_.Append(CreatedRecord("B1"));
  log_.Append(std::string("\xff\xff\xff"));
  const absl::Status stopped = CatchUpTo(2);
  EXPECT_EQ(stopped.code(), absl::StatusCode::kDataLoss) << stopped;
  EXPECT_TRUE(Mentions(stopped, "stops at record 1, which can't be read")) << stopped;
  EXPECT_EQ(store_->info().position, 1u);
}

TEST_F(CatchingUp, ABadRecordFarInALongLogStopsTheViewRightBeforeIt) {
  BookingHistory history(1);
  for (int i = 0; i < 5000; ++i) {
    log_.Append(history.Next());
  }
  const uint64_t bad = log_.Append(std::string("\xff\xff\xff"));
  for (int i = 0; i < 1000; ++i) {
    log_.Append(history.Next());
  }
  const absl::Status stopped = CatchUpTo(log_.end());
  EXPECT_TRUE(Mentions(stopped, "stops at record 5000")) << stopped;
  EXPECT_EQ(store_->info().position, bad);
  EXPECT_TRUE(CheckView(*projection_, *store_).ok());
}

TEST_F(CatchingUp, AViewAheadOfItsLogIsNotContinued) {
  log_.Append(CreatedRecord("B1"));
  log_.Append(CreatedRecord("B2"));
  ASSERT_TRUE(CatchUpTo(2).ok());
  MemoryRecords shorter;
  shorter.Append(CreatedRecord("B1"));
  const absl::Status status = CatchUp(*projection_, *store_, shorter, 1);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_TRUE(Mentions(status, "the log ends at 1")) << status;
}

TEST_F(CatchingUp, AViewOfAnotherLogIsNotContinued) {
  log_.Append(CreatedRecord("B1"));
  ASSERT_TRUE(CatchUpTo(1).ok());
  MemoryRecords other;
  other.Append(CreatedRecord("B2"));
  other.Append(CreatedRecord("B3"));
  const absl::Status status = CatchUp(*projection_, *store_, other, 2);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_TRUE(Mentions(status, "built from another log")) << status;
}

TEST_F(CatchingUp, ProgressEndsAtTheEnd) {
  for (int i = 0; i < 9; ++i) {
    log_.Append(AcceptedRecord());
  }
  std::vector<uint64_t> reports;
  RunOptions options;
  options.progress = [&reports](uint64_t done, uint64_t total) {
    EXPECT_EQ(total, 9u);
    reports.push_back(done);
  };
  ASSERT_TRUE(CatchUpTo(9, options).ok());
  ASSERT_FALSE(reports.empty());
  EXPECT_EQ(reports.back(), 9u);
}

TEST_F(Checking, AStaleIndexEntryIsNamed) {
  log_.Append(CreatedRecord("B1"));
  ASSERT_TRUE(CatchUpTo(1).ok());
  ASSERT_TRUE(CheckView(*projection_, *store_).ok());
  auto txn = store_->Begin();
  txn->PutIndex("pH7");
  ASSERT_TRUE(store_->Commit(std::move(txn), 1).ok());
  const absl::Status status = CheckView(*projection_, *store_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(Mentions(status, "index entry pH7 has no row")) << status;
}

TEST_F(Checking, AMissingIndexEntryIsNamed) {
  log_.Append(CreatedRecord("B1"));
  ASSERT_TRUE(CatchUpTo(1).ok());
  auto txn = store_->Begin();
  txn->DeleteIndex(std::string("pH1\0B1", 6));
  ASSERT_TRUE(store_->Commit(std::move(txn), 1).ok());
  const absl::Status status = CheckView(*projection_, *store_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(Mentions(status, "index entry pH1\\x00\\x42") || Mentions(status, "pH1\\x00B1"))
      << status;
  EXPECT_TRUE(Mentions(status, "is missing")) << status;
}

TEST_F(Checking, ARowThatDoesNotParseIsNamed) {
  log_.Append(CreatedRecord("B1"));
  ASSERT_TRUE(CatchUpTo(1).ok());
  auto txn = store_->Begin();
  txn->Put("B1", "\xff");
  ASSERT_TRUE(store_->Commit(std::move(txn), 1).ok());
  const absl::Status status = CheckView(*projection_, *store_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(Mentions(status, "B1")) << status;
}

TEST_F(Checking, AnIndexCountThatDoesNotHoldIsFound) {
  log_.Append(CreatedRecord("B1"));
  ASSERT_TRUE(CatchUpTo(1).ok());
  auto txn = store_->Begin();
  txn->PutIndex(std::string("pH1\0B1", 6));  // it is there already
  ASSERT_TRUE(store_->Commit(std::move(txn), 1).ok());
  EXPECT_EQ(CheckView(*projection_, *store_).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace daybook
