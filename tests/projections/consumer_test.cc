#include "projections/consumer.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "ledger/base/file_system.h"
#include "tests/projections/toys.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

class Consuming : public ::testing::Test {
 protected:
  std::unique_ptr<Consumer> MustOpen(const std::string& name = "mailer") {
    auto consumer = Consumer::Open(dir_, name, log_);
    EXPECT_TRUE(consumer.ok()) << consumer.status();
    return consumer.ok() ? *std::move(consumer) : nullptr;
  }
  static std::vector<uint64_t> MustPull(Consumer& consumer, size_t max) {
    const auto pulled = consumer.Pull(max, InAMinute());
    EXPECT_TRUE(pulled.ok()) << pulled.status();
    std::vector<uint64_t> positions;
    for (const v1::Record& record : pulled.value_or(std::vector<v1::Record>())) {
      positions.push_back(record.position());
    }
    return positions;
  }
  std::string File() const { return dir_ + "/consumers/mailer"; }

  const ViewFolder folder_;
  const std::string dir_ = folder_.path();
  MemoryRecords log_;
};

using Subscribing = Consuming;
using Positions = std::vector<uint64_t>;

TEST_F(Consuming, ANewNameBeginsAtTheFirstRecord) {
  Fill(log_, 1, 5);
  const auto consumer = MustOpen();
  EXPECT_EQ(consumer->position(), 0u);
  EXPECT_EQ(MustPull(*consumer, 3), (Positions{0, 1, 2}));
  EXPECT_EQ(MustPull(*consumer, 3), (Positions{3, 4}));
  EXPECT_EQ(consumer->position(), 5u);
  EXPECT_EQ(consumer->committed(), 0u);
}

TEST_F(Consuming, WhatWasCommittedIsNotDeliveredAgainAndWhatWasNotIs) {
  Fill(log_, 2, 10);
  {
    const auto consumer = MustOpen();
    MustPull(*consumer, 4);
    ASSERT_TRUE(consumer->Commit().ok());
    MustPull(*consumer, 3);
  }
  const auto again = MustOpen();
  EXPECT_EQ(again->position(), 4u);
  EXPECT_EQ(again->committed(), 4u);
  EXPECT_EQ(MustPull(*again, 2), (Positions{4, 5}));
}

TEST_F(Consuming, WhereverItsProcessEndsEveryRecordIsDeliveredAtLeastOnceAndInOrder) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    const std::string name = "c" + std::to_string(seed);
    Positions delivered;
    uint64_t committed = 0;
    while (committed < 60) {
      while (log_.end() < 60) {
        log_.Append(AcceptedRecord());
      }
      const auto consumer = MustOpen(name);
      ASSERT_EQ(consumer->position(), committed);  // exactly where it committed
      for (uint64_t rounds = random() % 4; rounds > 0 && consumer->position() < 60; --rounds) {
        const Positions some = MustPull(*consumer, 1 + random() % 20);
        delivered.insert(delivered.end(), some.begin(), some.end());
        if (random() % 2 == 0) {
          ASSERT_TRUE(consumer->Commit().ok());
          committed = consumer->position();
        }
      }
    }
    uint64_t next = 0;
    for (const uint64_t position : delivered) {
      ASSERT_LE(position, next);  // again, or the next one: none is left out
      next = std::max(next, position + 1);
    }
    EXPECT_EQ(next, 60u);
  }
}

TEST_F(Consuming, ItWaitsForARecordUntilTheDeadline) {
  const auto consumer = MustOpen();
  EXPECT_TRUE(absl::IsDeadlineExceeded(consumer->Pull(1, absl::InfinitePast()).status()));
  std::thread writer([this] { Fill(log_, 3, 1); });
  EXPECT_EQ(MustPull(*consumer, 10), Positions{0});
  writer.join();
}

TEST_F(Consuming, WhenTheLogIsClosedTheRestIsDeliveredAndThenItIsTold) {
  Fill(log_, 4, 2);
  log_.Close();
  const auto consumer = MustOpen();
  EXPECT_EQ(MustPull(*consumer, 10), (Positions{0, 1}));
  EXPECT_TRUE(absl::IsCancelled(consumer->Pull(1, absl::InfiniteFuture()).status()));
}

TEST_F(Consuming, ASecondHolderOfTheNameIsRefused) {
  auto first = MustOpen();
  const auto second = Consumer::Open(dir_, "mailer", log_);
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_TRUE(Mentions(second.status(), "mailer is in use")) << second.status();
  MustOpen("printer");
  first.reset();
  MustOpen();
}

TEST_F(Consuming, AnotherLogIsRefused) {
  Fill(log_, 5, 10);
  {
    const auto consumer = MustOpen();
    MustPull(*consumer, 5);
    ASSERT_TRUE(consumer->Commit().ok());
  }
  MemoryRecords other;
  Fill(other, 6, 10);
  const auto of_other = Consumer::Open(dir_, "mailer", other);
  EXPECT_TRUE(absl::IsFailedPrecondition(of_other.status())) << of_other.status();
  EXPECT_TRUE(Mentions(of_other.status(), "record 4 is not the one it has seen"));
  MemoryRecords shorter;
  Fill(shorter, 5, 4);
  const auto of_shorter = Consumer::Open(dir_, "mailer", shorter);
  EXPECT_TRUE(absl::IsFailedPrecondition(of_shorter.status())) << of_shorter.status();
  EXPECT_EQ(MustOpen()->position(), 5u);
}

TEST_F(Consuming, ADamagedFileIsRefusedWhicheverByteItIs) {
  Fill(log_, 7, 10);
  {
    const auto consumer = MustOpen();
    MustPull(*consumer, 5);
    ASSERT_TRUE(consumer->Commit().ok());
  }
  FileSystem& files = PosixFileSystem();
  const std::string good = *files.Read(File());
  ASSERT_EQ(good.size(), 44u);
  std::vector<std::string> damaged = {"", good.substr(0, 43), good + "x"};
  for (size_t i = 0; i < good.size(); ++i) {
    damaged.push_back(good);
    damaged.back()[i] = static_cast<char>(damaged.back()[i] ^ 0x10);
  }
  for (const std::string& bytes : damaged) {
    std::ofstream(File(), std::ios::binary) << bytes;
    const auto consumer = Consumer::Open(dir_, "mailer", log_);
    EXPECT_TRUE(absl::IsDataLoss(consumer.status())) << consumer.status();
    EXPECT_TRUE(Mentions(consumer.status(), File())) << consumer.status();
  }
  std::ofstream(File(), std::ios::binary) << good;
  EXPECT_EQ(MustOpen()->position(), 5u);
}

TEST_F(Consuming, ItGoesBackAndForthWhereItIsSent) {
  Fill(log_, 8, 10);
  {
    const auto consumer = MustOpen();
    MustPull(*consumer, 10);
    ASSERT_TRUE(consumer->Commit().ok());
    ASSERT_TRUE(consumer->Seek(2).ok());
    EXPECT_EQ(MustPull(*consumer, 2), (Positions{2, 3}));
    EXPECT_TRUE(absl::IsOutOfRange(consumer->Seek(11)));
    EXPECT_EQ(consumer->position(), 4u);
    ASSERT_TRUE(consumer->Seek(7).ok());
    ASSERT_TRUE(consumer->Commit().ok());
  }
  EXPECT_EQ(MustPull(*MustOpen(), 10), (Positions{7, 8, 9}));
}

TEST_F(Consuming, WhatIsBeforeARecordThatCantBeReadIsDelivered) {
  Fill(log_, 9, 2);
  log_.Append(std::string("\xff\xff"));
  const auto consumer = MustOpen();
  EXPECT_EQ(MustPull(*consumer, 10), (Positions{0, 1}));
  EXPECT_TRUE(absl::IsDataLoss(consumer->Pull(10, InAMinute()).status()));
  EXPECT_EQ(consumer->position(), 2u);
}

TEST_F(Consuming, NamesAreThoseThatHaveCommittedSorted) {
  Fill(log_, 10, 3);
  EXPECT_TRUE(Consumer::Names(dir_)->empty());
  for (const char* name : {"printer", "mailer-2", "audit_copy"}) {
    const auto consumer = MustOpen(name);
    MustPull(*consumer, 1);
    ASSERT_TRUE(consumer->Commit().ok());
  }
  MustOpen("idle");
  EXPECT_EQ(*Consumer::Names(dir_),
            (std::vector<std::string>{"audit_copy", "mailer-2", "printer"}));
}

TEST_F(Consuming, ANameThatIsNoneIsRefused) {
  for (const std::string& name : {std::string(), std::string("Mailer"), std::string("../mailer"),
                                  std::string("a.lock"), std::string(65, 'a')}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Consumer::Open(dir_, name, log_).status())) << name;
  }
  MustOpen(std::string(64, 'a'));
}

// What a subscription has delivered, to wait for.
class Delivered {
 public:
  void Add(uint64_t position) {
    const std::lock_guard lock(mutex_);
    positions_.push_back(position);
    changed_.notify_all();
  }
  Positions Await(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this, count] { return positions_.size() >= count; });
    return positions_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Positions positions_;
};

TEST_F(Subscribing, EachRecordIsDeliveredInOrderFromWhereItBegins) {
  Fill(log_, 11, 5);
  Delivered delivered;
  RecordSubscription subscription(log_, 3, [&delivered](const v1::Record& record) {
    delivered.Add(record.position());
    return absl::OkStatus();
  });
  EXPECT_EQ(delivered.Await(2), (Positions{3, 4}));
  Fill(log_, 12, 3000);
  const Positions all = delivered.Await(3002);
  for (size_t i = 0; i < all.size(); ++i) {
    ASSERT_EQ(all[i], i + 3);
  }
  EXPECT_TRUE(subscription.status().ok());
}

TEST_F(Subscribing, ItEndsWithTheStatusOfItsVisitor) {
  Fill(log_, 13, 5);
  Delivered delivered;
  auto subscription =
      std::make_unique<RecordSubscription>(log_, 0, [&delivered](const v1::Record& record) {
        delivered.Add(record.position());
        return record.position() == 2 ? absl::ResourceExhaustedError("full") : absl::OkStatus();
      });
  delivered.Await(3);
  while (subscription->status().ok()) {
    std::this_thread::yield();
  }
  EXPECT_EQ(subscription->status(), absl::ResourceExhaustedError("full"));
  EXPECT_EQ(subscription->position(), 2u);
  subscription.reset();
  EXPECT_EQ(delivered.Await(3).size(), 3u);
}

TEST_F(Subscribing, ItEndsWhenTheLogIsClosed) {
  Fill(log_, 14, 5);
  Delivered delivered;
  const RecordSubscription subscription(log_, 0, [&delivered](const v1::Record& record) {
    delivered.Add(record.position());
    return absl::OkStatus();
  });
  log_.Close();
  delivered.Await(5);
  while (subscription.status().ok()) {
    std::this_thread::yield();
  }
  EXPECT_TRUE(absl::IsCancelled(subscription.status())) << subscription.status();
  EXPECT_EQ(subscription.position(), 5u);
}

TEST_F(Subscribing, ARecordThatCantBeReadEndsItThere) {
  Fill(log_, 15, 2);
  log_.Append(std::string("\xff\xff"));
  const RecordSubscription subscription(log_, 0,
                                        [](const v1::Record&) { return absl::OkStatus(); });
  while (subscription.status().ok()) {
    std::this_thread::yield();
  }
  EXPECT_TRUE(absl::IsDataLoss(subscription.status())) << subscription.status();
  EXPECT_EQ(subscription.position(), 2u);
}

}  // namespace
}  // namespace daybook
