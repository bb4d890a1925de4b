#include "projections/audit/story.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/projections/audited.h"
#include "tests/support/booking_histories.h"

namespace daybook {
namespace {

using google::protobuf::util::MessageDifferencer;

// The story of one booking out of the story of it or of its customer.
void ExpectChain(const std::vector<StoryLine>& story, const v1::Booking& expected) {
  const google::protobuf::Message* previous = nullptr;
  for (const StoryLine& line : story) {
    for (const EntityChange& change : line.changes) {
      if (change.entity.kind() != v1::ENTITY_KIND_BOOKING ||
          change.entity.id() != expected.booking_id()) {
        continue;
      }
      ASSERT_EQ(change.before == nullptr, previous == nullptr) << line.entry.position();
      if (previous != nullptr) {
        EXPECT_TRUE(MessageDifferencer::Equals(*change.before, *previous));
      }
      previous = change.after.get();
    }
  }
  ASSERT_NE(previous, nullptr) << expected.booking_id();
  EXPECT_TRUE(MessageDifferencer::Equals(*previous, expected));
}

TEST(Story, WhatALineLeavesIsWhatTheNextOneFindsAndTheLastIsTheBooking) {
  const Audited audited(RandomHistory(7, 800));
  for (const auto& [id, booking] : FoldBookings(audited.records())) {
    ExpectChain(audited.Story(v1::ENTITY_KIND_BOOKING, id), booking);
  }
}

TEST(Story, ACustomersStoryInterleavesTheirBookingsAndTellsOfNoOthers) {
  const Audited audited(RandomHistory(8, 800));
  const auto bookings = FoldBookings(audited.records());
  int told = 0;
  for (int i = 0; i < 20; ++i) {
    const std::string customer = absl::StrCat("C", i);
    const std::vector<StoryLine> story = audited.Story(v1::ENTITY_KIND_CUSTOMER, customer);
    for (const StoryLine& line : story) {
      for (const EntityChange& change : line.changes) {
        EXPECT_EQ(bookings.at(change.entity.id()).customer_id(), customer);
        ++told;
      }
      for (const v1::AuditedAmounts& amounts : line.entry.amounts()) {
        EXPECT_EQ(bookings.at(amounts.booking_id()).customer_id(), customer);
      }
    }
    for (const auto& [id, booking] : bookings) {
      if (booking.customer_id() == customer) ExpectChain(story, booking);
    }
  }
  EXPECT_GT(told, 100);
}

TEST(Story, ToldFromTheMiddleOfTheLogItIsTheSame) {
  const Audited audited(RandomHistory(9, 400));
  constexpr uint64_t kFrom = 200;
  EntityChanges from_the_start(*audited, audited.log());
  EntityChanges from_the_middle(*audited, audited.log());
  for (const v1::Record& record : audited.records()) {
    const auto expected = from_the_start.Of(record);
    ASSERT_TRUE(expected.ok()) << expected.status();
    if (record.position() < kFrom) continue;
    const auto changes = from_the_middle.Of(record);
    ASSERT_TRUE(changes.ok()) << changes.status();
    ASSERT_EQ(changes->size(), expected->size());
    for (size_t i = 0; i < changes->size(); ++i) {
      const EntityChange& a = (*changes)[i];
      const EntityChange& b = (*expected)[i];
      ASSERT_EQ(a.before == nullptr, b.before == nullptr);
      EXPECT_TRUE(a.before == nullptr || MessageDifferencer::Equals(*a.before, *b.before));
      EXPECT_TRUE(MessageDifferencer::Equals(*a.after, *b.after));
    }
  }
}

TEST(Story, AsOfThePastItEndsThere) {
  const Audited audited({CreatedRecord("B1"), CancelledRecord("B1")});
  const auto then = audited.store().SnapshotAt(1);
  ASSERT_TRUE(then.ok()) << then.status();
  const auto story = StoryOf(**then, audited.log(), MakeEntityRef(v1::ENTITY_KIND_BOOKING, "B1"));
  ASSERT_TRUE(story.ok()) << story.status();
  EXPECT_EQ(story->size(), 1u);
  EXPECT_EQ(audited.Story(v1::ENTITY_KIND_BOOKING, "B1").size(), 2u);
  EXPECT_TRUE(audited.Story(v1::ENTITY_KIND_BOOKING, "B9").empty());
}

}  // namespace
}  // namespace daybook
