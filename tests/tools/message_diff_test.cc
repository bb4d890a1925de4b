#include "tools/daybook/message_diff.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "daybook/v1/booking.pb.h"
#include "daybook/v1/feedback.pb.h"
#include "daybook/v1/property.pb.h"

namespace daybook::cli {
namespace {

template <typename Message>
Message Parsed(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// "field: before -> after"
std::vector<std::string> Lines(const std::vector<FieldChange>& changes) {
  std::vector<std::string> lines;
  for (const FieldChange& change : changes) {
    lines.push_back(change.field + ": " + change.before.value_or("(none)") + " -> " +
                    change.after.value_or("(none)"));
  }
  return lines;
}

using Expected = std::vector<std::string>;

TEST(MessageDiff, EqualMessagesDoNotDiffer) {
  const auto booking = Parsed<v1::Booking>(R"pb(booking_id: "B1"
                                                payments { payment_id: "P" })pb");
  EXPECT_TRUE(DiffMessages(&booking, &booking).empty());
  EXPECT_TRUE(DiffMessages(nullptr, nullptr).empty());
}

TEST(MessageDiff, DatesAmountsAndEnumsReadAsPeopleWriteThem) {
  const auto before = Parsed<v1::Booking>(R"pb(currency: "EUR"
                                               status: CONFIRMED
                                               stay { arrival: 20260301 }
                                               price_minor: 1250)pb");
  const auto after = Parsed<v1::Booking>(
      R"pb(currency: "EUR"
           status: CANCELLED
           stay { arrival: 20260302 }
           price_minor: 0
           cancellation { reason: CANCELLATION_REASON_CHANGE_OF_MIND })pb");
  EXPECT_EQ(Lines(DiffMessages(&before, &after)),
            (Expected{"status: CONFIRMED -> CANCELLED", "stay.arrival: 2026-03-01 -> 2026-03-02",
                      "price_minor: EUR 12.50 -> EUR 0.00",
                      "cancellation.reason: (none) -> change of mind"}));
}

TEST(MessageDiff, ProgramsGetValuesAndNotWords) {
  const auto before = Parsed<v1::Booking>(R"pb(currency: "JPY" price_minor: 100)pb");
  const auto after = Parsed<v1::Booking>(R"pb(currency: "JPY"
                                              price_minor: 250
                                              stay { arrival: 20260302 }
                                              promoted: true)pb");
  std::vector<std::string> json;
  for (const FieldChange& change : DiffMessages(&before, &after)) {
    json.push_back(FieldChangeJson(change));
  }
  EXPECT_EQ(json, (Expected{R"({"field":"stay.arrival","before":null,"after":"2026-03-02"})",
                            R"({"field":"price_minor","before":100,"after":250})",
                            R"({"field":"promoted","before":false,"after":true})"}));
}

TEST(MessageDiff, OfAMessageThatWasNotThereOnlyWhatIsSetIsTold) {
  const auto booking = Parsed<v1::Booking>(R"pb(booking_id: "B1" revision: 1 change_count: 0)pb");
  EXPECT_EQ(Lines(DiffMessages(nullptr, &booking)),
            (Expected{"booking_id: (none) -> B1", "revision: (none) -> 1"}));
  EXPECT_EQ(Lines(DiffMessages(&booking, nullptr)),
            (Expected{"booking_id: B1 -> (none)", "revision: 1 -> (none)"}));
}

TEST(MessageDiff, ElementsGoByTheirIdsWhereverTheyStand) {
  const auto before = Parsed<v1::Booking>(
      R"pb(payments {
             payment_id: "P1"
             amount { amount_minor: 100 currency: "EUR" }
           }
           payments {
             payment_id: "P2"
             refunds { refund_id: "R1" status: REFUND_PENDING }
           })pb");
  const auto after = Parsed<v1::Booking>(
      R"pb(payments {
             payment_id: "P2"
             refunds { refund_id: "R1" status: REFUND_SUCCEEDED }
           }
           payments {
             payment_id: "P3"
             amount { amount_minor: 7 currency: "EUR" }
           })pb");
  EXPECT_EQ(Lines(DiffMessages(&before, &after)),
            (Expected{"payments[P1].amount: EUR 1.00 -> (none)",
                      "payments[P2].refunds[R1].status: REFUND_PENDING -> REFUND_SUCCEEDED",
                      "payments[P3].amount: (none) -> EUR 0.07"}));
}

TEST(MessageDiff, ElementsWithoutIdsGoByTheirPlace) {
  const auto before = Parsed<v1::Booking>(
      R"pb(currency: "EUR"
           price { from: 20260301 to: 20260303 nightly_minor: 100 }
           price { from: 20260303 to: 20260304 nightly_minor: 200 })pb");
  const auto after =
      Parsed<v1::Booking>(R"pb(currency: "EUR"
                               price { from: 20260301 to: 20260304 nightly_minor: 100 })pb");
  EXPECT_EQ(Lines(DiffMessages(&before, &after)),
            (Expected{"price[0]: 2026-03-01 to 2026-03-03: EUR 1.00 a night -> "
                      "2026-03-01 to 2026-03-04: EUR 1.00 a night",
                      "price[1]: 2026-03-03 to 2026-03-04: EUR 2.00 a night -> (none)"}));
}

TEST(MessageDiff, ListsOfValuesAreOneValue) {
  const auto before = Parsed<v1::StaffDefinition>(R"pb(roles: ROLE_FINANCE)pb");
  const auto after = Parsed<v1::StaffDefinition>(R"pb(roles: ROLE_FINANCE roles: ROLE_MANAGER)pb");
  const std::vector<FieldChange> changes = DiffMessages(&before, &after);
  EXPECT_EQ(Lines(changes), (Expected{"roles: finance -> finance, manager"}));
  EXPECT_EQ(changes[0].after_json, R"(["ROLE_FINANCE","ROLE_MANAGER"])");
}

TEST(MessageDiff, InstantsReadAsRfc3339) {
  const auto before = Parsed<v1::Terms>(R"pb(deadlines { seconds: 0 })pb");
  const auto after = Parsed<v1::Terms>(R"pb(deadlines { seconds: 60 }
                                            deadlines { seconds: 1 })pb");
  EXPECT_EQ(Lines(DiffMessages(&before, &after)),
            (Expected{"deadlines[0]: 1970-01-01T00:00:00Z -> 1970-01-01T00:01:00Z",
                      "deadlines[1]: (none) -> 1970-01-01T00:00:01Z"}));
}

TEST(MessageDiff, AChoiceOfZeroIsAChoice) {
  const auto before = Parsed<v1::PenaltyTier>(R"pb(penalty { nights: 1 })pb");
  const auto after = Parsed<v1::PenaltyTier>(R"pb(penalty { flat_minor: 0 })pb");
  EXPECT_EQ(
      Lines(DiffMessages(&before, &after)),
      (Expected{"penalty.flat_minor: (none) -> 0 minor units", "penalty.nights: 1 -> (none)"}));
}

TEST(MessageDiff, WhatIsSealedStaysSealedThoughItIsSeenToChange) {
  const auto before = Parsed<v1::Booking>(R"pb(sealed_guest { key_slot: 1 ciphertext: "abc" })pb");
  const auto after = Parsed<v1::Booking>(R"pb(sealed_guest { key_slot: 1 ciphertext: "abd" })pb");
  EXPECT_EQ(Lines(DiffMessages(&before, &after)), (Expected{"sealed_guest: <sealed> -> <sealed>"}));
  EXPECT_EQ(FieldChangeJson(DiffMessages(nullptr, &after)[0]),
            R"({"field":"sealed_guest","before":null,"after":"<sealed>"})");
}

TEST(MessageDiff, PersonalDataIsNotShownEvenWhereItIsPlain) {
  const auto feedback =
      Parsed<v1::Feedback>(R"pb(feedback_id: "F1"
                                remark { plain { full_name: "Ann Example" } })pb");
  EXPECT_EQ(Lines(DiffMessages(nullptr, &feedback)),
            (Expected{"feedback_id: (none) -> F1", "remark: (none) -> <sealed>"}));
}

TEST(MessageDiff, WordsAreOfValuesThatBeginWithTheirType) {
  EXPECT_EQ(EnumWords(*v1::CancellationReason_descriptor()->FindValueByNumber(
                v1::CANCELLATION_REASON_CHANGE_OF_MIND)),
            "change of mind");
  EXPECT_EQ(EnumWords(*v1::BookingStatus_descriptor()->FindValueByNumber(v1::NO_SHOW)), "NO_SHOW");
}

}  // namespace
}  // namespace daybook::cli
