#include "tools/daybook/record_filter.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/booking_histories.h"

namespace daybook::cli {
namespace {

absl::StatusOr<std::string> H7(std::string_view) { return std::string("H7"); }

bool Shows(const RecordFilter& filter, const v1::Record& record) {
  const auto matches = Matches(filter, record, H7);
  EXPECT_TRUE(matches.ok()) << matches.status();
  return matches.ok() && *matches;
}

TEST(RecordFilter, WithoutRestrictionsShowsEverything) {
  EXPECT_TRUE(Shows({}, CreatedRecord("B1")));
  EXPECT_TRUE(Shows({}, v1::Record()));
}

TEST(RecordFilter, AKindIsTheFieldOfTheRequest) {
  RecordFilter filter;
  filter.kinds = {*ParseRequestKind("create_booking"), *ParseRequestKind("check_in")};
  EXPECT_TRUE(Shows(filter, CreatedRecord("B1")));
  EXPECT_FALSE(Shows(filter, CancelledRecord("B1")));
}

TEST(RecordFilter, AKindThatIsNoneSuggestsTheNearest) {
  const auto kind = ParseRequestKind("cancel_bokking");
  ASSERT_FALSE(kind.ok());
  EXPECT_NE(kind.status().message().find("'cancel_booking'"), std::string::npos) << kind.status();
}

TEST(RecordFilter, ABookingIsOneThatIsNamedOrTouched) {
  RecordFilter filter;
  filter.booking_id = "B1";
  EXPECT_TRUE(Shows(filter, CreatedRecord("B1")));
  EXPECT_TRUE(Shows(filter, CancelledRecord("B1")));
  EXPECT_FALSE(Shows(filter, CancelledRecord("B10")));
  v1::Record declined;
  declined.mutable_request()->mutable_check_in()->set_booking_id("B1");
  EXPECT_TRUE(Shows(filter, declined));
}

TEST(RecordFilter, APropertyIsNamedOrThatOfABooking) {
  RecordFilter filter;
  filter.property_id = "H7";
  EXPECT_TRUE(Shows(filter, CancelledRecord("B1")));
  v1::Record roll;
  roll.mutable_request()->mutable_roll_business_date()->set_property_id("H7");
  EXPECT_TRUE(Shows(filter, roll));
  roll.mutable_request()->mutable_roll_business_date()->set_property_id("H8");
  EXPECT_FALSE(Shows(filter, roll));
}

TEST(RecordFilter, APropertyThatCanNotBeLookedUpIsAnError) {
  RecordFilter filter;
  filter.property_id = "H7";
  const auto matches = Matches(
      filter, CancelledRecord("B1"),
      [](std::string_view) -> absl::StatusOr<std::string> { return absl::DataLossError("torn"); });
  EXPECT_EQ(matches.status().message(), "torn");
}

TEST(RecordFilter, AnActorIsWhoAskedOrAuthorised) {
  RecordFilter filter;
  filter.actor_id = "ANA";
  v1::Record record = CreatedRecord("B1");
  EXPECT_FALSE(Shows(filter, record));
  record.mutable_request()->mutable_override()->mutable_authorised_by()->set_id("ANA");
  EXPECT_TRUE(Shows(filter, record));
  record.mutable_request()->clear_override();
  record.mutable_request()->mutable_actor()->set_id("ANA");
  EXPECT_TRUE(Shows(filter, record));
}

TEST(RecordFilter, AnOutcomeIsOneOfThree) {
  RecordFilter filter;
  filter.outcome = *ParseOutcome("declined");
  EXPECT_FALSE(Shows(filter, CreatedRecord("B1")));
  v1::Record declined;
  declined.mutable_outcome()->mutable_declined();
  EXPECT_TRUE(Shows(filter, declined));
  EXPECT_EQ(*ParseOutcome("conflict"), v1::Outcome::kConflict);
  EXPECT_FALSE(ParseOutcome("refused").ok());
}

}  // namespace
}  // namespace daybook::cli
