// What waits for a channel: counted by a naive list, found again by a state that keeps next to nothing of it in memory.
#include "ledger/domain/channels/outbox.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ledger/domain/rows_needed.h"
#include "tests/domain/request_text.h"
#include "tests/support/given.h"
#include "tests/support/sparse_state.h"

namespace daybook::testing {
namespace {

// Two channels that listen, bookings of both, and positions that wait for each as the answers have it.
class Outboxes {
 public:
  Outboxes() {
    for (const char* const id : {"abc", "ota"}) {
      hotel_.Given(With(DefineChannel(id), [](v1::Request& r) {
        v1::ChannelDefinition& channel = *r.mutable_define_channel()->mutable_channel();
        channel.set_takes_messages(true);
        channel.set_fallback("phone");
      }));
      hotel_.Given(Create({.id = absl::StrCat("of-", id), .channel = id}));
      waiting_[id].insert(hotel_.records().back().position());
    }
  }

  void Tell(const std::string& channel) {
    hotel_.Given(Pay(absl::StrCat("of-", channel), absl::StrCat("p", next_++), 100));
    waiting_[channel].insert(hotel_.records().back().position());
  }

  // Refused, acknowledged or given up; of all that waits or ever did.
  void Answer(const std::string& channel, uint64_t position, const std::string& how) {
    const v1::Actor actor =
        how == "fall_back: true" ? StaffMember(kReservations) : SalesChannel(channel);
    const Then then =
        hotel_.When(Ask(actor, absl::StrCat("record_delivery { channel_id: '", channel,
                                            "' position: ", position, " ", how, " }")));
    std::set<uint64_t>& waiting = waiting_[channel];
    if (how == "up_to: true") {
      const auto end = waiting.upper_bound(position);
      EXPECT_EQ(then.accepted(), waiting.begin() != end);
      if (then.accepted()) waiting.erase(waiting.begin(), end);
      return;
    }
    EXPECT_EQ(then.accepted(), waiting.contains(position)) << position;
    if (how.find("refused") == std::string::npos) waiting.erase(position);
  }

  void CheckLists() const {
    for (const auto& [channel, waiting] : waiting_) {
      const auto* const outbox = hotel_.state().Find<v1::Outbox>(channel);
      ASSERT_NE(outbox, nullptr);
      EXPECT_EQ(outbox->waiting(), waiting.size());
      EXPECT_EQ(outbox->first(), waiting.empty() ? 0 : *waiting.begin() + 1);
      EXPECT_EQ(outbox->last(), waiting.empty() ? 0 : *waiting.rbegin() + 1);
      const std::vector<uint64_t> listed = WaitingUpTo(hotel_.state(), channel, UINT64_MAX);
      EXPECT_EQ(listed, std::vector<uint64_t>(waiting.begin(), waiting.end()));
    }
  }

  uint64_t end() const { return hotel_.records().size(); }
  const Ledgerless& hotel() const { return hotel_; }

 private:
  Ledgerless hotel_;
  std::map<std::string, std::set<uint64_t>> waiting_;
  int next_ = 0;
};

TEST(Outbox, HoldsWhatWaitsInTheOrderOfTheLogHoweverItIsAnswered) {
  for (uint32_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto below = [&random](uint64_t n) { return random() % n; };
    Outboxes outboxes;
    const std::vector<std::string> answers = {
        "", "", "", "refused: true code: 'busy'", "fall_back: true", "up_to: true"};
    for (int i = 0; i < 120; ++i) {
      const std::string channel = below(3) == 0 ? "abc" : "ota";
      if (below(2) == 0) {
        outboxes.Tell(channel);
      } else {
        outboxes.Answer(channel, below(outboxes.end()), answers[below(answers.size())]);
      }
      outboxes.CheckLists();
      ASSERT_FALSE(::testing::Test::HasFailure());
    }
    const SparseReplay replay = ReplaySparsely(outboxes.hotel().records());
    ASSERT_EQ(replay.difference, "");
  }
}

TEST(Outbox, KeepsTheLastMessageOfEachChannelInMemoryAndNoOther) {
  Outboxes outboxes;
  for (int i = 0; i < 200; ++i) outboxes.Tell(i % 4 == 0 ? "abc" : "ota");
  State state;
  for (const v1::Record& record : outboxes.hotel().records()) state.Apply(record);
  std::map<std::string, int> rows;
  for (const StateRow& row : state.TakeDirtyRows()) ++rows[row.key.substr(0, 2)];
  EXPECT_EQ(rows["Ed"], 2);
  EXPECT_EQ(rows["ed"], 200);
  EXPECT_EQ(rows["EW"], 2);

  // They are found again when they are answered: one with its neighbours, many one after the other.
  outboxes.Answer(
      "ota", *std::next(WaitingUpTo(outboxes.hotel().state(), "ota", UINT64_MAX).begin(), 70), "");
  outboxes.Answer("ota", outboxes.end(), "up_to: true");
  outboxes.CheckLists();
  const SparseReplay replay = ReplaySparsely(outboxes.hotel().records());
  EXPECT_EQ(replay.difference, "");
  EXPECT_GE(replay.most_rows_loaded, 149u);
}

TEST(Outbox, IsGoneAlongOnceHoweverManyRoundsItsRowsAreLoadedIn) {
  Outboxes outboxes;
  for (int i = 0; i < 199; ++i) outboxes.Tell("ota");
  State state;
  std::map<std::string, std::string> rows;
  for (const v1::Record& record : outboxes.hotel().records()) state.Apply(record);
  for (const StateRow& row : state.TakeDirtyRows()) rows[row.key] = row.value.value_or("");
  state.Evict(0);

  const v1::Request request =
      Ask(SalesChannel("ota"),
          absl::StrCat("record_delivery { channel_id: 'ota' up_to: true position: ", outboxes.end(),
                       " }"));
  OutboxWalk walk;
  size_t loaded = 0;
  for (size_t come_to = 0;; come_to = walk.come_to) {
    const std::vector<std::string> keys = RowsNeeded(state, request, walk);
    EXPECT_EQ(keys, RowsNeeded(state, request)) << "as without what is remembered";
    EXPECT_LE(walk.come_to, come_to + 2);
    if (keys.empty()) break;
    ASSERT_EQ(keys.size(), 1u);
    ASSERT_TRUE(state.LoadRow(keys[0], rows.at(keys[0])).ok());
    ++loaded;
  }
  EXPECT_EQ(loaded, 199u) << "the last of them was there";
  EXPECT_EQ(walk.come_to, 200u);
}

}  // namespace
}  // namespace daybook::testing
