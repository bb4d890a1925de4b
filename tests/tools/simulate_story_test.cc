// Stories: how they are read, and what is cast for each time that one is played.
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tools/simulate/books.h"
#include "tools/simulate/stories.h"
#include "tools/simulate/story.h"

namespace daybook::simulation {
namespace {

std::vector<Story> Parsed(std::string_view text) {
  absl::StatusOr<std::vector<Story>> stories = ParseStories(text);
  EXPECT_TRUE(stories.ok()) << stories.status();
  return stories.ok() ? *std::move(stories) : std::vector<Story>();
}

std::string ErrorOf(std::string_view text) {
  const absl::Status status = ParseStories(text).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  return std::string(status.message());
}

StoryCast SomeCast() { return {"H007", "H007-s3", "GBP", CivilDate::FromYmd(2015'03'30).value()}; }

TEST(StoryTest, AllThatTheProgramHoldsCanBeRead) {
  for (const std::string_view text : StoryTexts()) EXPECT_GT(Parsed(text).size(), 1u);
  EXPECT_GT(AllStories().size(), 10u);
}

TEST(StoryTest, TheHeadSaysHowOftenFromWhenAndOfWhichHotel) {
  const std::vector<Story> stories = Parsed("story a every 40 days from 3 of H001\nstory b\n");
  ASSERT_EQ(stories.size(), 2u);
  EXPECT_EQ(stories[0].name, "a");
  EXPECT_EQ(stories[0].every_days, 40);
  EXPECT_EQ(stories[0].first_day, 3);
  EXPECT_EQ(stories[0].hotel, "H001");
  EXPECT_EQ(stories[1].every_days, 0);
  EXPECT_EQ(stories[1].first_day, 0);
  EXPECT_EQ(stories[1].hotel, "");
}

TEST(StoryTest, AStepHasItsTimeItsActorAndItsRequest) {
  const std::vector<Story> stories = Parsed(
      "story a\n"
      "# a comment\n"
      "2 evening guest $I-ada {\"checkIn\":\n"
      "  {\"bookingId\": \"$I-b\"}}\n");
  ASSERT_EQ(stories.size(), 1u);
  ASSERT_EQ(stories[0].steps.size(), 1u);
  const StoryStep& step = stories[0].steps[0];
  EXPECT_EQ(step.day, 2);
  EXPECT_EQ(step.part, kEvening);
  EXPECT_EQ(step.request.actor().kind(), v1::ACTOR_KIND_GUEST);
  EXPECT_EQ(step.request.actor().id(), "$I-ada");
  EXPECT_EQ(step.request.check_in().booking_id(), "$I-b");
}

TEST(StoryTest, WhatIsRepeatedIsCounted) {
  const std::vector<Story> stories =
      Parsed("story a\n0 morning staff x repeat 3 {\"checkIn\": {\"bookingId\": \"b$N\"}}\n");
  ASSERT_EQ(stories.size(), 1u);
  ASSERT_EQ(stories[0].steps.size(), 3u);
  EXPECT_EQ(stories[0].steps[0].request.check_in().booking_id(), "b1");
  EXPECT_EQ(stories[0].steps[2].request.check_in().booking_id(), "b3");
}

TEST(StoryTest, CastItHasIdsCurrencyAndDatesOfItsOwn) {
  const std::vector<Story> stories = Parsed(
      "story a\n"
      "0 morning staff $H-clerk {\"createBooking\": {\"bookingId\": \"$I-b\", \"propertyId\": "
      "\"$H-A\", \"stay\": {\"arrival\": D+0, \"departure\": D+3}, \"nightlyOverride\": "
      "{\"amountMinor\": \"90000001\", \"currency\": \"$C\"}, \"holdExpiresAt\": "
      "\"T+2T12:30:00Z\", \"guests\": {\"adults\": 2}}}\n");
  ASSERT_EQ(stories.size(), 1u);
  ASSERT_EQ(stories[0].steps.size(), 1u);
  const v1::Request request = Cast(stories[0].steps[0].request, SomeCast());
  const v1::CreateBooking& create = request.create_booking();
  EXPECT_EQ(request.actor().id(), "H007-clerk");
  EXPECT_EQ(request.correlation_id(), "H007-s3");
  EXPECT_EQ(request.request_id(), "");
  EXPECT_EQ(create.booking_id(), "H007-s3-b");
  EXPECT_EQ(create.property_id(), "H007-A");
  EXPECT_EQ(create.stay().arrival(), 2015'03'30);
  EXPECT_EQ(create.stay().departure(), 2015'04'02);
  EXPECT_EQ(create.nightly_override().currency(), "GBP");
  EXPECT_EQ(create.nightly_override().amount_minor(), 90'000'001);
  EXPECT_EQ(create.hold_expires_at().seconds(), 1'427'891'400);  // 2015-04-01T12:30:00Z
  EXPECT_EQ(create.guests().adults(), 2);
}

TEST(StoryTest, WhatIsWrongIsSaidWithItsLine) {
  EXPECT_EQ(ErrorOf("0 morning staff x {}"), "line 1: a step without a story");
  EXPECT_EQ(ErrorOf("story a\nlate morning staff x {}"), "line 2: 'late' is no day");
  EXPECT_EQ(ErrorOf("story a\n0 dawn staff x {}"), "line 2: 'dawn' is no part of a day");
  EXPECT_EQ(ErrorOf("story a\n\n0 morning cat x {}"), "line 3: 'cat' is no kind of actor");
  EXPECT_EQ(ErrorOf("story a\n0 morning staff x repeat 0 {}"),
            "line 2: 'repeat N' lacks its number");
  EXPECT_EQ(ErrorOf("story a when 3"), "line 1: 'when' is not understood");
  EXPECT_EQ(ErrorOf("story a every 3 nights"), "line 1: 'every N days' lacks its days");
  EXPECT_EQ(ErrorOf("story a\n1 morning staff x {}\n0 evening staff x {}"),
            "line 3: the step is earlier than the one before");
  EXPECT_NE(ErrorOf("story a\n0 morning staff x {\"checkInn\": {}}").find("checkInn"),
            std::string::npos);
}

}  // namespace
}  // namespace daybook::simulation
