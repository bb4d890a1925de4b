// Messages to a channel that did not answer for long: on disk, found again after any restart, answered in the order of the log.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/engine/test_ledger.h"

namespace daybook::testing {
namespace {

constexpr int kMessages = 80;

class ChannelMessages : public ::testing::Test {
 protected:
  ChannelMessages() : test_([](LedgerOptions& options) { options.cached_entities = 1; }) {
    test_.DefineHotel();
    v1::Request listen = WithId("listen", DefineChannel("ota"));
    listen.mutable_define_channel()->mutable_channel()->set_takes_messages(true);
    test_.Accept(listen);
    positions_.push_back(test_.Accept(WithId("create", Create({.channel = "ota"}))).position);
    for (int i = 1; i < kMessages; ++i) {
      const std::string id = absl::StrCat("p", i);
      positions_.push_back(test_.Accept(WithId(id, Pay("b1", id, 100))).position);
      if (i % 20 == 0) test_.Reopen();
    }
  }

  Receipt Answer(const std::string& id, uint64_t position, bool up_to = false) {
    v1::Request request = WithId(id, As(SalesChannel("ota"), Cancel("b1")));
    v1::RecordDelivery& delivery = *request.mutable_record_delivery();
    delivery.set_channel_id("ota");
    delivery.set_position(position);
    delivery.set_up_to(up_to);
    const absl::StatusOr<Receipt> receipt = test_.Submit(request);
    EXPECT_TRUE(receipt.ok()) << receipt.status();
    return receipt.ok() ? *receipt : Receipt();
  }
  static std::vector<uint64_t> Settled(const Receipt& receipt) {
    if (receipt.outcome.accepted().events().empty()) return {};
    const auto& positions = receipt.outcome.accepted().events(0).delivery_recorded().positions();
    return {positions.begin(), positions.end()};
  }

  TestLedger test_;
  std::vector<uint64_t> positions_;
};

TEST_F(ChannelMessages, AreAnsweredInAnyOrderAndOnceAfterRestarts) {
  test_.Reopen();
  for (const size_t number : {40u, 41u, 0u, 79u, 39u}) {
    EXPECT_EQ(Settled(Answer(absl::StrCat("a", number), positions_[number])),
              std::vector<uint64_t>{positions_[number]});
    if (number == 0) test_.Reopen();
  }
  const Receipt again = Answer("again", positions_[40]);
  ASSERT_EQ(again.outcome.declined().reasons_size(), 1) << again.outcome.ShortDebugString();
  EXPECT_EQ(again.outcome.declined().reasons(0).code(), v1::STATE_STATUS);

  std::vector<uint64_t> rest;
  for (size_t number = 1; number < 60; ++number) {
    if (number < 39 || number > 41) rest.push_back(positions_[number]);
  }
  EXPECT_EQ(Settled(Answer("up-to", positions_[59], true)), rest);
  test_.Reopen();
  rest.assign(positions_.begin() + 60, positions_.end() - 1);
  EXPECT_EQ(Settled(Answer("all", positions_.back(), true)), rest);
}

// What is told while nothing waits, and after that, goes on where it stopped.
TEST_F(ChannelMessages, GoOnAfterAllWereAnswered) {
  EXPECT_EQ(Settled(Answer("all", positions_.back(), true)), positions_);
  test_.Reopen();
  const uint64_t next = test_.Accept(WithId("more", Pay("b1", "more", 100))).position;
  test_.Reopen();
  const uint64_t last = test_.Accept(WithId("most", Pay("b1", "most", 100))).position;
  EXPECT_EQ(Settled(Answer("rest", last, true)), (std::vector<uint64_t>{next, last}));
}

}  // namespace
}  // namespace daybook::testing
