#include "ledger/engine/state_keeper.h"

#include <future>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/engine/test_ledger.h"
#include "tests/support/given.h"

namespace daybook::testing {
namespace {

// Records as an engine would make them, from requests that are decided without one.
std::vector<v1::Record> SomeRecords(int bookings = 4) {
  Ledgerless hotel;
  for (int i = 0; i < bookings; ++i) {
    const std::string id = absl::StrCat("b", i);
    hotel.When(WithId("create/" + id,
                      Create({.id = id, .arrival = 20260310 + i, .departure = 20260311 + i})));
    if (i % 2 == 0) hotel.When(WithId("cancel/" + id, Cancel(id)));
    hotel.When(WithId("remark/" + id, Remark("f" + id)));
  }
  std::vector<v1::Record> records = hotel.records();
  for (v1::Record& record : records) {
    // Ids and MACs are the engine's; the standard hotel's definitions come without.
    if (record.request().request_id().empty()) {
      record.mutable_request()->set_request_id(absl::StrCat("hotel/", record.position()));
    }
    record.set_content_mac(std::string(32, static_cast<char>(record.position())));
  }
  return records;
}

class StateKeeperTest : public ::testing::Test {
 protected:
  std::unique_ptr<StateKeeper> Open(StateKeeperOptions options = {}) {
    absl::StatusOr<std::unique_ptr<StateKeeper>> keeper = StateKeeper::Open(dir(), options);
    EXPECT_TRUE(keeper.ok()) << keeper.status();
    return *std::move(keeper);
  }
  std::string dir() const { return folder_.path() + "/state"; }

  static void Fold(StateKeeper& keeper, const std::vector<v1::Record>& records, uint64_t to) {
    for (uint64_t position = keeper.position(); position < to; ++position) {
      const v1::Record& record = records[position];
      ASSERT_TRUE(keeper.Load(record.request()).ok());
      const absl::Status applied = keeper.Apply(record);
      ASSERT_TRUE(applied.ok()) << applied;
      ASSERT_TRUE(keeper.MaybeCheckpoint().ok());
    }
  }
  static SetDigest DigestOf(const std::vector<v1::Record>& records) {
    TestFolder folder;
    auto keeper = *StateKeeper::Open(folder.path() + "/state");
    Fold(*keeper, records, records.size());
    return *keeper->Digest();
  }

  TestFolder folder_;
  const std::vector<v1::Record> records_ = SomeRecords();
};

TEST_F(StateKeeperTest, BeginsWithNothing) {
  const auto keeper = Open();
  EXPECT_EQ(keeper->position(), 0u);
  EXPECT_EQ(keeper->next_key_slot(), 0u);
  EXPECT_EQ(keeper->Digest().value(), SetDigest());
  EXPECT_FALSE(keeper->last_recorded_at().has_value());
  EXPECT_FALSE(keeper->last_own_recorded_at().has_value());
  EXPECT_FALSE(keeper->last_machine_time().has_value());
  EXPECT_FALSE(keeper->FindRequest("create/b0")->has_value());
}

TEST_F(StateKeeperTest, FindsTheFirstUseOfAnId) {
  const auto keeper = Open();
  Fold(*keeper, records_, records_.size());
  for (const bool checkpointed : {false, true}) {
    for (const v1::Record& record : records_) {
      const auto use = keeper->FindRequest(record.request().request_id());
      ASSERT_TRUE(use.ok() && use->has_value()) << record.request().request_id();
      EXPECT_EQ((*use)->position, record.position());
      EXPECT_EQ(AsBytes((*use)->content_mac), record.content_mac());
    }
    EXPECT_FALSE(keeper->FindRequest("never")->has_value());
    if (!checkpointed) {
      ASSERT_TRUE(keeper->Checkpoint().ok());
    }
  }
}

TEST_F(StateKeeperTest, KeepsTheFirstUseWhenAConflictIsRecorded) {
  auto records = records_;
  v1::Record& conflict = records.emplace_back(records[20]);
  conflict.set_position(records.size() - 1);
  conflict.set_content_mac(std::string(32, 'z'));
  conflict.mutable_outcome()->mutable_conflict()->set_first_position(20);
  const auto keeper = Open();
  Fold(*keeper, records, records.size());
  EXPECT_EQ((*keeper->FindRequest(records[20].request().request_id()))->position, 20u);
}

TEST_F(StateKeeperTest, ReopensWhereItsLastCheckpointWas) {
  const uint64_t half = records_.size() / 2;
  {
    const auto keeper = Open();
    Fold(*keeper, records_, half);
    ASSERT_TRUE(keeper->Checkpoint().ok());
  }
  const auto keeper = Open();
  EXPECT_EQ(keeper->position(), half);
  EXPECT_EQ(AsBytes(keeper->last_content_mac()), records_[half - 1].content_mac());
  EXPECT_EQ(keeper->last_recorded_at(), At("2026-03-01T10:00:00Z"));
  Fold(*keeper, records_, records_.size());
  EXPECT_EQ(keeper->Digest().value(), DigestOf(records_));
}

TEST_F(StateKeeperTest, HasTheSameDigestHoweverOftenItCheckpoints) {
  const SetDigest expected = DigestOf(records_);
  for (const size_t rows : {1u, 2u, 7u}) {
    TestFolder folder;
    StateKeeperOptions options;
    options.rows_per_checkpoint = rows;
    options.cached_entities = 0;  // so that what is terminal comes back from the store
    auto keeper = *StateKeeper::Open(folder.path() + "/state", options);
    Fold(*keeper, records_, records_.size());
    EXPECT_EQ(keeper->Digest().value(), expected) << rows;
  }
}

TEST_F(StateKeeperTest, LoadsWhatWasEvicted) {
  StateKeeperOptions options;
  options.cached_entities = 0;
  const auto keeper = Open(options);
  Fold(*keeper, records_, records_.size());
  ASSERT_TRUE(keeper->Checkpoint().ok());
  EXPECT_EQ(keeper->state().FindBooking("b0"), nullptr);  // cancelled
  EXPECT_NE(keeper->state().FindBooking("b1"), nullptr);  // alive
  ASSERT_TRUE(keeper->Load(Cancel("b0")).ok());
  ASSERT_NE(keeper->state().FindBooking("b0"), nullptr);
  EXPECT_EQ(keeper->state().FindBooking("b0")->status(), v1::CANCELLED);
  ASSERT_TRUE(keeper->Load(Remark("fb1")).ok());
  EXPECT_NE(keeper->state().FindFeedback("fb1"), nullptr);
}

TEST_F(StateKeeperTest, CountsLiveBookings) {
  {
    const auto keeper = Open();
    Fold(*keeper, records_, records_.size());
    EXPECT_EQ(keeper->live_bookings(), 2u);
    ASSERT_TRUE(keeper->Checkpoint().ok());
  }
  EXPECT_EQ(Open()->live_bookings(), 2u);
}

TEST_F(StateKeeperTest, RefusesARecordThatIsNotTheNextAndKeepsWhatItHas) {
  const auto keeper = Open();
  Fold(*keeper, records_, 5);
  EXPECT_TRUE(absl::IsDataLoss(keeper->Apply(records_[6])));
  EXPECT_TRUE(absl::IsDataLoss(keeper->Apply(records_[4])));
  v1::Record without_mac = records_[5];
  without_mac.clear_content_mac();
  EXPECT_TRUE(absl::IsDataLoss(keeper->Apply(without_mac)));
  Fold(*keeper, records_, records_.size());
  EXPECT_EQ(keeper->Digest().value(), DigestOf(records_));
}

TEST_F(StateKeeperTest, BeginsAnewWhereItsFilesAreDamaged) {
  {
    const auto keeper = Open();
    Fold(*keeper, records_, records_.size());
    ASSERT_TRUE(keeper->Checkpoint().ok());
  }
  ASSERT_TRUE(PosixFileSystem().WriteAtomically(dir() + "/CURRENT", "nonsense").ok());
  const auto keeper = Open();
  EXPECT_EQ(keeper->position(), 0u);
  Fold(*keeper, records_, records_.size());
  EXPECT_EQ(keeper->Digest().value(), DigestOf(records_));
}

TEST_F(StateKeeperTest, WritesNothingThatTheLogMayStillLose) {
  // Given a log that never makes anything durable.
  StateKeeperOptions options;
  options.rows_per_checkpoint = 1;
  options.await_durable = [](uint64_t) { return false; };
  {
    const auto keeper = Open(options);
    ASSERT_TRUE(keeper->Load(records_[0].request()).ok());
    ASSERT_TRUE(keeper->Apply(records_[0]).ok());
    EXPECT_TRUE(keeper->MaybeCheckpoint().ok());
    EXPECT_FALSE(keeper->Checkpoint().ok());
    EXPECT_FALSE(keeper->MaybeCheckpoint().ok());
  }
  EXPECT_EQ(Open()->position(), 0u);
}

TEST_F(StateKeeperTest, FindsIdsWhileACheckpointWaitsForTheLog) {
  std::promise<void> durable;
  std::shared_future<void> is_durable = durable.get_future().share();
  StateKeeperOptions options;
  options.rows_per_checkpoint = 1;
  options.cached_entities = 0;
  options.await_durable = [is_durable](uint64_t) {
    is_durable.wait();
    return true;
  };
  const auto keeper = Open(options);
  // The first checkpoint begins with the first record and waits; few enough rows gather behind it.
  for (uint64_t position = 0; position < 3; ++position) {
    ASSERT_TRUE(keeper->Apply(records_[position]).ok());
    if (position == 0) {
      ASSERT_TRUE(keeper->MaybeCheckpoint().ok());
    }
  }
  for (uint64_t position = 0; position < 3; ++position) {
    EXPECT_TRUE(keeper->FindRequest(records_[position].request().request_id())->has_value());
  }
  durable.set_value();
  Fold(*keeper, records_, records_.size());
  EXPECT_EQ(keeper->Digest().value(), DigestOf(records_));
}

TEST_F(StateKeeperTest, RemembersWhichCustomerHasWhichKeySlot) {
  auto records = records_;
  const auto seal = [](v1::Record& record, uint64_t slot) {
    record.mutable_request()
        ->mutable_create_booking()
        ->mutable_guest()
        ->mutable_sealed()
        ->set_key_slot(slot);
    record.mutable_request()
        ->mutable_create_booking()
        ->mutable_guest()
        ->mutable_sealed()
        ->set_ciphertext("sealed");
  };
  std::vector<size_t> creations;
  for (size_t i = 0; i < records.size(); ++i) {
    if (records[i].request().has_create_booking()) creations.push_back(i);
  }
  ASSERT_EQ(creations.size(), 4u);
  const std::vector<std::string> customers = {"c-1", "", "c-1", "c-9"};
  const std::vector<uint64_t> slots = {0, 1, 0, 2};
  for (size_t i = 0; i < creations.size(); ++i) {
    seal(records[creations[i]], slots[i]);
    records[creations[i]].mutable_request()->mutable_create_booking()->set_customer_id(
        customers[i]);
  }
  StateKeeperOptions options;
  options.rows_per_checkpoint = 3;
  SetDigest digest;
  {
    const auto keeper = Open(options);
    Fold(*keeper, records, records.size());
    ASSERT_TRUE(keeper->Checkpoint().ok());
    digest = *keeper->Digest();
  }
  EXPECT_EQ(digest, DigestOf(records));
  const auto keeper = Open(options);
  EXPECT_EQ(keeper->next_key_slot(), 3u);
  EXPECT_EQ(keeper->FindKeySlot("c-1").value(), 0u);
  EXPECT_EQ(keeper->FindKeySlot("").value(), 1u);
  EXPECT_EQ(keeper->FindKeySlot("c-9").value(), 2u);
  EXPECT_FALSE(keeper->FindKeySlot("c-2")->has_value());
}

}  // namespace
}  // namespace daybook::testing
