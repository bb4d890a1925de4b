// That the view `audit` lists records under everything that they name, and tells what they changed: by the schema, and of a few areas.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "projections/audit/entity_kinds.h"
#include "tests/domain/request_text.h"
#include "tests/projections/audited.h"
#include "tests/support/books_hotel.h"
#include "tests/support/given.h"

namespace daybook {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Sets every text of the message to `value`, its messages' texts too.
void SetTexts(Message& message, const std::string& value) {
  const auto& reflection = *message.GetReflection();
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* const field = type.field(i);
    if (field->is_repeated()) continue;
    if (field->type() == FieldDescriptor::TYPE_STRING) reflection.SetString(&message, field, value);
  }
}

// The kind that the schema says a field names; UNSPECIFIED: none.
v1::EntityKind KindOfField(const std::string& field) {
  for (const AuditedKind& kind : AuditedKinds()) {
    if (kind.field == field) return kind.kind;
  }
  return v1::ENTITY_KIND_UNSPECIFIED;
}

v1::Record CreatedBooking(const std::string& id) {
  v1::Record record;
  record.mutable_request()->mutable_create_booking()->set_booking_id(id);
  v1::BookingCreated& created =
      *record.mutable_outcome()->mutable_accepted()->add_events()->mutable_booking_created();
  created.set_booking_id(id);
  created.set_customer_id(id);
  return record;
}

// What an event is about stands first in its message: what of a property has it stands after it.
std::string SubjectField(const google::protobuf::Descriptor& type) {
  if (type.field_count() == 0) return "";
  std::string first = type.field(0)->name();
  if (first != "property_id" || type.field_count() < 2) return first;
  const std::string& second = type.field(1)->name();
  const v1::EntityKind kind = KindOfField(second);
  const AuditedKind* const audited = FindAuditedKind(kind);
  return audited != nullptr && audited->of_property ? second : first;
}

TEST(AuditNames, AKindStandsWhereItsNumberSays) {
  ASSERT_EQ(static_cast<int>(AuditedKinds().size()), v1::EntityKind_MAX);
  for (int number = 1; number <= v1::EntityKind_MAX; ++number) {
    const auto kind = static_cast<v1::EntityKind>(number);
    ASSERT_NE(FindAuditedKind(kind), nullptr);
    EXPECT_EQ(FindAuditedKind(kind)->kind, kind);
  }
  EXPECT_EQ(FindAuditedKind(v1::ENTITY_KIND_UNSPECIFIED), nullptr);
  EXPECT_EQ(FindAuditedKind(static_cast<v1::EntityKind>(v1::EntityKind_MAX + 1)), nullptr);
}

TEST(AuditNames, EveryKindOfEventThatNamesAnEntityIsListedUnderIt) {
  const auto* const kinds = v1::Event::descriptor()->FindOneofByName("kind");
  std::vector<v1::Record> records = {CreatedBooking("id")};
  std::vector<std::pair<std::string, v1::EntityRef>> expected;
  for (int i = 0; i < kinds->field_count(); ++i) {
    const FieldDescriptor* const field = kinds->field(i);
    if (field->name() == "booking_created") continue;
    v1::Record record;
    v1::Event& event = *record.mutable_outcome()->mutable_accepted()->add_events();
    SetTexts(*event.GetReflection()->MutableMessage(&event, field), "id");
    records.push_back(std::move(record));
    const v1::EntityKind kind = KindOfField(SubjectField(*field->message_type()));
    if (kind == v1::ENTITY_KIND_UNSPECIFIED) {
      // What a closed period is of stands in its request.
      EXPECT_TRUE(field->number() >= 1000 || field->name() == "period_closed") << field->name();
      expected.emplace_back(field->name(), v1::EntityRef());
      continue;
    }
    const AuditedKind* const audited = FindAuditedKind(kind);
    expected.emplace_back(field->name(),
                          MakeEntityRef(kind, "id", audited->of_property ? "id" : ""));
  }
  const Audited audited(std::move(records));
  for (size_t i = 0; i < expected.size(); ++i) {
    const auto& [name, entity] = expected[i];
    if (entity.kind() == v1::ENTITY_KIND_UNSPECIFIED) continue;
    const auto positions = audited.Positions(entity.kind(), "id", entity.property_id());
    EXPECT_TRUE(std::binary_search(positions.begin(), positions.end(), i + 1))
        << name << " is not listed under " << entity.ShortDebugString();
  }
}

TEST(AuditNames, ACasesStepsAreItsCustomersStoryWithWhatTheyChanged) {
  testing::Ledgerless hotel;
  hotel.Given(testing::Ask(testing::StaffMember(testing::kFrontDesk),
                           "open_case { case_id: 'k1' property_id: 'H1' customer_id: 'c-1' "
                           "kind: FEEDBACK_KIND_COMPLAINT category: 'noise' }"));
  hotel.Given(testing::Ask(testing::StaffMember(testing::kFrontDesk),
                           "step_case { case_id: 'k1' acknowledge {} }"));
  const Audited audited(hotel.records());
  for (const auto& [kind, id] :
       {std::pair(v1::ENTITY_KIND_CASE, "k1"), std::pair(v1::ENTITY_KIND_CUSTOMER, "c-1")}) {
    const std::vector<StoryLine> story = audited.Story(kind, id);
    ASSERT_EQ(story.size(), 2u);
    ASSERT_EQ(story[0].changes.size(), 1u);
    EXPECT_EQ(story[0].changes[0].before, nullptr);
    ASSERT_EQ(story[1].changes.size(), 1u);
    const auto& before = static_cast<const v1::Case&>(*story[1].changes[0].before);
    const auto& after = static_cast<const v1::Case&>(*story[1].changes[0].after);
    EXPECT_EQ(before.status(), v1::CASE_OPEN);
    EXPECT_EQ(after.status(), v1::CASE_ACKNOWLEDGED);
    EXPECT_EQ(after.SerializeAsString(), hotel.state().Find<v1::Case>("k1")->SerializeAsString());
    EXPECT_EQ(story[1].entry.property_id(), "H1");
  }
}

TEST(AuditNames, APolicysVersionsAreOneStoryEachWithItsOwnChanges) {
  testing::BooksHotel hotel;
  hotel.WithTaxes();
  const Audited audited(hotel.records());
  std::string policy_id;
  for (const v1::Record& record : audited.records()) {
    if (record.request().has_settle_policy()) {
      policy_id = record.request().settle_policy().policy_id();
    }
  }
  const std::vector<StoryLine> story = audited.Story(v1::ENTITY_KIND_POLICY, policy_id);
  ASSERT_EQ(story.size(), 2u);
  ASSERT_EQ(story[1].changes.size(), 1u);
  EXPECT_EQ(static_cast<const v1::PolicyVersion&>(*story[1].changes[0].before).status(),
            v1::POLICY_PROPOSED);
  EXPECT_EQ(static_cast<const v1::PolicyVersion&>(*story[1].changes[0].after).status(),
            v1::POLICY_APPROVED);
}

TEST(AuditNames, ABookingsStoryHasItsPostingsAndEndsWithItsFolio) {
  testing::BooksHotel hotel;
  hotel.WithTaxes();
  hotel.Given(testing::Book("b1"));
  hotel.Given(testing::CheckInOf("b1"));
  hotel.Given(testing::ChargeOf("b1", "x1", 1190));
  hotel.Given(testing::Nights("HB", 20260301));
  const Audited audited(hotel.records());
  const std::vector<StoryLine> story = audited.Story(v1::ENTITY_KIND_BOOKING, "b1");
  ASSERT_EQ(story.size(), 4u);
  const StoryLine& charge = story[2];
  ASSERT_EQ(charge.postings.size(), 1u);
  EXPECT_EQ(charge.postings[0].transfers_size(), 2);
  EXPECT_EQ(charge.items.size(), 1u);
  const StoryLine& night = story[3];
  ASSERT_EQ(night.postings.size(), 1u);
  EXPECT_EQ(night.postings[0].transfers(0).rule(), v1::POST_NIGHT);
  ASSERT_EQ(night.changes.size(), 1u);
  EXPECT_EQ(night.changes[0].after->SerializeAsString(), hotel.booking("b1").SerializeAsString());
}

TEST(AuditNames, ABookingThatWasReinstatedIsInTheArchiveOnlyAsItEndedLast) {
  std::vector<v1::Record> records = {CreatedBooking("b1")};
  const auto add = [&records](const auto& fill) {
    v1::Record record;
    fill(*record.mutable_outcome()->mutable_accepted()->add_events());
    records.push_back(std::move(record));
  };
  const auto cancel = [&add](int32_t business_date) {
    add([business_date](v1::Event& event) {
      event.mutable_booking_cancelled()->set_booking_id("b1");
      event.mutable_booking_cancelled()->mutable_cancellation()->set_business_date(business_date);
    });
  };
  cancel(20260301);
  add([](v1::Event& event) { event.mutable_booking_reinstated()->set_booking_id("b1"); });
  const auto archived = [](const Audited& audited) {
    std::vector<int32_t> dates;
    const absl::Status listed = ListArchive(*audited, {}, [&](const v1::ArchivedCancellation& one) {
      dates.push_back(one.business_date());
      return absl::StatusOr<bool>(true);
    });
    EXPECT_TRUE(listed.ok()) << listed;
    return dates;
  };
  EXPECT_EQ(archived(Audited(records)), std::vector<int32_t>());
  cancel(20260302);
  EXPECT_EQ(archived(Audited(records)), std::vector<int32_t>({20260302}));
}

}  // namespace
}  // namespace daybook
