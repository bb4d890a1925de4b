#include "projections/audit/audit_view.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "projections/audit/story.h"
#include "projections/runner.h"
#include "rapidcheck.h"
#include "tests/projections/audited.h"
#include "tests/support/booking_histories.h"
#include "tests/support/given.h"
#include "tests/support/memory_records.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

using google::protobuf::util::MessageDifferencer;
using testing::Ledgerless;

using Entity = std::pair<v1::EntityKind, std::string>;

// What a walk of the log says of which record concerns which booking and customer.
std::map<Entity, std::vector<uint64_t>> NaiveConcerns(const std::vector<v1::Record>& records) {
  const std::map<std::string, v1::Booking> bookings = FoldBookings(records);
  std::map<Entity, std::vector<uint64_t>> concerns;
  for (const v1::Record& record : records) {
    std::set<Entity> of_this;
    const auto add_booking = [&](const std::string& id) {
      if (id.empty()) return;
      of_this.insert({v1::ENTITY_KIND_BOOKING, id});
      const auto found = bookings.find(id);
      if (found != bookings.end() && !found->second.customer_id().empty()) {
        of_this.insert({v1::ENTITY_KIND_CUSTOMER, found->second.customer_id()});
      }
    };
    add_booking(record.request().create_booking().booking_id());
    add_booking(record.request().check_in().booking_id());
    for (const v1::Event& event : record.outcome().accepted().events()) {
      add_booking(std::string(BookingOf(event)));
    }
    for (const Entity& entity : of_this) concerns[entity].push_back(record.position());
  }
  return concerns;
}

TEST(AuditView, EveryRecordConcernsWhatANaiveWalkOfTheLogSays) {
  for (const uint64_t seed : {1UL, 2UL, 3UL}) {
    const Audited audited(RandomHistory(seed, 1200));
    const auto expected = NaiveConcerns(audited.records());
    ASSERT_GT(expected.size(), 100u);
    for (const auto& [entity, positions] : expected) {
      EXPECT_EQ(audited.Positions(entity.first, entity.second), positions)
          << entity.first << " " << entity.second;
    }
  }
}

TEST(AuditView, EveryActorIsFoundByWhatTheyAskedForAndWhatTheyAuthorised) {
  const Audited audited(RandomHistory(4, 1200));
  for (int kind = v1::ACTOR_KIND_STAFF; kind <= v1::ACTOR_KIND_CHANNEL; ++kind) {
    for (const char* id : {"A0", "A1", "A2", "A3", "A"}) {
      const v1::Actor actor = ActorOf(static_cast<v1::ActorKind>(kind), id);
      std::vector<uint64_t> expected;
      for (const v1::Record& record : audited.records()) {
        const v1::Request& request = record.request();
        if (MessageDifferencer::Equals(request.actor(), actor) ||
            MessageDifferencer::Equals(request.override().authorised_by(), actor)) {
          expected.push_back(record.position());
        }
      }
      std::vector<uint64_t> listed;
      const absl::Status status = ListEntriesBy(
          *audited, actor, [&listed](const v1::AuditEntry& entry) -> absl::StatusOr<bool> {
            listed.push_back(entry.position());
            return true;
          });
      ASSERT_TRUE(status.ok()) << status;
      EXPECT_EQ(listed, expected) << actor.ShortDebugString();
    }
  }
}

TEST(AuditView, AnActorWithoutAKindIsOfEveryKindAndInOrder) {
  const Audited audited(RandomHistory(5, 400));
  std::vector<uint64_t> expected;
  for (const v1::Record& record : audited.records()) {
    const v1::Request& request = record.request();
    if (request.actor().id() == "A1" || request.override().authorised_by().id() == "A1") {
      expected.push_back(record.position());
    }
  }
  std::vector<uint64_t> listed;
  ASSERT_TRUE(ListEntriesBy(*audited, ActorOf(v1::ACTOR_KIND_UNSPECIFIED, "A1"),
                            [&listed](const v1::AuditEntry& entry) -> absl::StatusOr<bool> {
                              listed.push_back(entry.position());
                              return true;
                            })
                  .ok());
  EXPECT_EQ(listed, expected);
  ASSERT_FALSE(expected.empty());
}

TEST(AuditView, LiveAndRebuiltHaveEqualDigests) {
  EXPECT_TRUE(rc::check("digests", [] {
    const auto seed = *rc::gen::arbitrary<uint64_t>();
    const Audited rebuilt(RandomHistory(seed, 150));
    ViewFolder folder;
    const auto projection = NewAuditProjection();
    auto live = ViewStore::Open(folder.view(), ViewMode::kLive);
    RC_ASSERT(live.ok());
    uint64_t at = 0;
    while (at < rebuilt.log().end()) {
      at = std::min<uint64_t>(rebuilt.log().end(), at + *rc::gen::inRange<uint64_t>(1, 40));
      RC_ASSERT(CatchUp(*projection, **live, rebuilt.log(), at).ok());
    }
    RC_ASSERT((*live)->info().digest == rebuilt.store().info().digest);
    RC_ASSERT((*live)->info().index_entries == rebuilt.store().info().index_entries);
  }));
}

TEST(AuditView, AsOfAnyPositionItIsTheViewOfAReplayThatStoppedThere) {
  const std::vector<v1::Record> history = RandomHistory(6, 300);
  const Audited all(history);
  for (const size_t position : {size_t{1}, size_t{17}, size_t{150}, size_t{299}}) {
    const Audited stopped({history.begin(), history.begin() + static_cast<long>(position)});
    const auto then = all.store().SnapshotAt(position);
    ASSERT_TRUE(then.ok()) << then.status();
    const auto counted = CountRows(**then);
    ASSERT_TRUE(counted.ok()) << counted.status();
    EXPECT_TRUE(counted->digest == stopped.store().info().digest) << position;
    EXPECT_EQ(counted->index_entries, stopped.store().info().index_entries) << position;
  }
}

TEST(AuditView, ACancellationAfterTheDeadlineIsArchivedWithWhatItCost) {
  // given
  Ledgerless hotel;
  hotel.Given(testing::Create({.id = "b1", .arrival = 20260310, .departure = 20260312}));
  hotel.Given(testing::Pay("b1", "p1", 20'000));
  hotel.SetNow("2026-03-09T18:00:00Z");
  // when
  hotel.Given(testing::Cancel("b1", v1::CANCELLATION_REASON_EMERGENCY));
  const Audited audited(hotel.records());
  // then
  const v1::AuditEntry entry = audited.LastEntry();
  EXPECT_EQ(entry.request_kind(), "cancel_booking");
  EXPECT_EQ(entry.outcome(), v1::AUDITED_OUTCOME_ACCEPTED);
  EXPECT_EQ(entry.reason(), "CANCELLATION_REASON_EMERGENCY");
  EXPECT_EQ(entry.policy_id(), "flexible");
  EXPECT_EQ(entry.property_id(), "H1");
  EXPECT_EQ(entry.business_date(), 20260301);
  ASSERT_EQ(entry.amounts_size(), 1);
  EXPECT_EQ(entry.amounts(0).penalty_minor(), 10'000);
  EXPECT_EQ(entry.amounts(0).refund_due_minor(), 10'000);
  EXPECT_EQ(entry.amounts(0).currency(), "EUR");

  std::vector<v1::ArchivedCancellation> archive;
  ArchiveFilter filter;
  filter.property_id = "H1";
  filter.from = CivilDate::FromYmd(20260301);
  filter.until = CivilDate::FromYmd(20260302);
  ASSERT_TRUE(ListArchive(*audited, filter,
                          [&archive](const v1::ArchivedCancellation& one) -> absl::StatusOr<bool> {
                            archive.push_back(one);
                            return true;
                          })
                  .ok());
  ASSERT_EQ(archive.size(), 1u);
  EXPECT_EQ(archive[0].booking_id(), "b1");
  EXPECT_EQ(archive[0].cause(), v1::CANCELLATION_CAUSE_REQUESTED);
  EXPECT_EQ(archive[0].reason(), v1::CANCELLATION_REASON_EMERGENCY);
  EXPECT_EQ(archive[0].penalty_minor(), 10'000);
  EXPECT_EQ(archive[0].days_before_arrival(), 9);

  const std::vector<StoryLine> story = audited.Story(v1::ENTITY_KIND_BOOKING, "b1");
  ASSERT_EQ(story.size(), 3u);
  ASSERT_TRUE(story[2].changes[0].rule.has_value());
  const AppliedRule& rule = *story[2].changes[0].rule;
  EXPECT_EQ(rule.basis, RuleBasis::kDeadline);
  ASSERT_TRUE(rule.deadline.has_value());
  EXPECT_TRUE(MessageDifferencer::Equals(*rule.deadline, testing::Stamp("2026-03-09T17:00:00Z")));
  ASSERT_TRUE(rule.penalty.has_value());
  EXPECT_EQ(rule.penalty->nights(), 1);
}

TEST(AuditView, TheRuleIsTheOneThatDecided) {
  Ledgerless hotel;
  hotel.Given(testing::Create({.id = "early"}));
  hotel.Given(testing::Create({.id = "strict", .rate_plan = "NRF"}));
  hotel.Given(testing::Create({.id = "held",
                               .room_type = "TWN",
                               .status = v1::HELD,
                               .hold_until = "2026-03-05T10:00:00Z"}));
  for (const char* id : {"early", "strict", "held"}) hotel.Given(testing::Cancel(id));
  const Audited audited(hotel.records());
  const auto basis = [&audited](const char* id) {
    const auto story = audited.Story(v1::ENTITY_KIND_BOOKING, id);
    return story.back().changes.at(0).rule.value_or(AppliedRule()).basis;
  };
  EXPECT_EQ(basis("early"), RuleBasis::kBeforeDeadlines);
  EXPECT_EQ(basis("strict"), RuleBasis::kNonRefundable);
  EXPECT_EQ(basis("held"), RuleBasis::kNotConfirmed);
}

std::vector<std::string> Archived(const Audited& audited, const ArchiveFilter& filter) {
  std::vector<std::string> ids;
  EXPECT_TRUE(ListArchive(*audited, filter,
                          [&ids](const v1::ArchivedCancellation& one) -> absl::StatusOr<bool> {
                            ids.push_back(one.booking_id());
                            return true;
                          })
                  .ok());
  return ids;
}

TEST(AuditView, TheArchiveIsFoundByPropertyAndBusinessDate) {
  std::vector<v1::Record> records;
  const auto add = [&records](const char* id, const char* property, int32_t date) {
    records.push_back(CreatedRecord(id));
    records.back()
        .mutable_outcome()
        ->mutable_accepted()
        ->mutable_events(0)
        ->mutable_booking_created()
        ->set_property_id(property);
    records.push_back(CancelledRecord(id));
    records.back()
        .mutable_outcome()
        ->mutable_accepted()
        ->mutable_events(0)
        ->mutable_booking_cancelled()
        ->mutable_cancellation()
        ->set_business_date(date);
  };
  add("B3", "H1", 20260303);
  add("B1", "H1", 20260301);
  add("B2", "H1", 20260302);
  add("B9", "H10", 20260302);
  const Audited audited(records);
  ArchiveFilter filter;
  EXPECT_EQ(Archived(audited, filter), (std::vector<std::string>{"B1", "B2", "B3", "B9"}));
  filter.property_id = "H1";
  EXPECT_EQ(Archived(audited, filter), (std::vector<std::string>{"B1", "B2", "B3"}));
  filter.from = CivilDate::FromYmd(20260302);
  EXPECT_EQ(Archived(audited, filter), (std::vector<std::string>{"B2", "B3"}));
  filter.until = CivilDate::FromYmd(20260303);
  EXPECT_EQ(Archived(audited, filter), (std::vector<std::string>{"B2"}));
  filter.property_id = "";
  EXPECT_EQ(Archived(audited, filter), (std::vector<std::string>{"B2", "B9"}));
}

TEST(AuditView, ADeclineIsAnEntryOfWhatItsRequestNamesWithAllItsCodes) {
  Ledgerless hotel;
  hotel.Given(testing::Create({.id = "b1"}));
  const auto declined = hotel.When(testing::CheckInOf("b1")).record();
  const Audited audited(hotel.records());
  const v1::AuditEntry entry = audited.LastEntry();
  EXPECT_EQ(entry.outcome(), v1::AUDITED_OUTCOME_DECLINED);
  ASSERT_EQ(entry.declined_size(), declined.outcome().declined().reasons_size());
  EXPECT_EQ(entry.declined(0), v1::POLICY_CHECK_IN_BEFORE_ARRIVAL);
  EXPECT_EQ(audited.Positions(v1::ENTITY_KIND_BOOKING, "b1").back(), declined.position());
  EXPECT_EQ(audited.Positions(v1::ENTITY_KIND_CUSTOMER, "c-1").back(), declined.position());
  const StoryLine last = std::move(audited.Story(v1::ENTITY_KIND_BOOKING, "b1").back());
  EXPECT_TRUE(last.changes.empty());
  ASSERT_EQ(last.declines.size(), 1u);
  EXPECT_EQ(last.declines[0].code(), v1::POLICY_CHECK_IN_BEFORE_ARRIVAL);
}

TEST(AuditView, ARecordInConflictIsAnEntryThatNamesTheFirstUseOfItsId) {
  std::vector<v1::Record> records = {CreatedRecord("B1"), CreatedRecord("B1")};
  records[1].mutable_outcome()->mutable_conflict()->set_first_position(0);
  const Audited audited(records);
  EXPECT_EQ(audited.LastEntry().outcome(), v1::AUDITED_OUTCOME_CONFLICT);
  EXPECT_EQ(audited.LastEntry().conflicts_with(), 0u);
  EXPECT_EQ(audited.Positions(v1::ENTITY_KIND_BOOKING, "B1"), (std::vector<uint64_t>{0, 1}));
}

TEST(AuditView, AnOverrideNamesWhoAnswersForItAndWhatItSetAside) {
  Ledgerless hotel;
  hotel.Given(testing::Create({.id = "b1"}));
  hotel.Given(testing::Create({.id = "b2"}));
  hotel.Given(testing::Overriding({v1::POLICY_NOT_AVAILABLE},
                                  testing::StaffMember(testing::kManager),
                                  testing::Create({.id = "b3"})));
  const Audited audited(hotel.records());
  const v1::AuditEntry entry = audited.LastEntry();
  EXPECT_EQ(entry.authorised_by().id(), testing::kManager);
  ASSERT_EQ(entry.overrode_size(), 1);
  EXPECT_EQ(entry.overrode(0), v1::POLICY_NOT_AVAILABLE);
}

TEST(AuditView, MoneyThatMovedIsTold) {
  Ledgerless hotel;
  hotel.Given(testing::Create({.id = "b1"}));
  hotel.Given(testing::Pay("b1", "p1", 20'000));
  hotel.Given(testing::Refund("b1", "p1", "r1", 3'000));
  hotel.Given(testing::Refund("b1", "p1", "r2", 1'000));
  hotel.Given(testing::Settle("b1", "p1", "r1", v1::REFUND_SUCCEEDED));
  hotel.Given(testing::Settle("b1", "p1", "r2", v1::REFUND_FAILED));
  const Audited audited(hotel.records());
  const uint64_t last = audited.records().size() - 1;
  EXPECT_EQ(audited.Entry(last - 4).amounts(0).paid_minor(), 20'000);
  EXPECT_EQ(audited.Entry(last - 3).amounts(0).refund_requested_minor(), 3'000);
  EXPECT_EQ(audited.Entry(last - 1).amounts(0).refunded_minor(), 3'000);
  EXPECT_EQ(audited.Entry(last).amounts_size(), 0);
  const auto booking = GetAuditedBooking(*audited, "b1");
  ASSERT_TRUE(booking.ok() && booking->has_value());
  EXPECT_EQ((*booking)->pending_refunds_size(), 0);
}

TEST(AuditView, AChangeTellsThePriceDifferenceAndMovesTheArrival) {
  Ledgerless hotel;
  hotel.Given(testing::Create({.id = "b1", .arrival = 20260310, .departure = 20260312}));
  hotel.Given(testing::ChangeStay("b1", 20260311, 20260314));
  const Audited audited(hotel.records());
  ASSERT_EQ(audited.LastEntry().amounts_size(), 1);
  EXPECT_EQ(audited.LastEntry().amounts(0).price_difference_minor(), 10'000);
  EXPECT_EQ(audited.LastEntry().reason(), "CHANGE_REASON_ITINERARY");
  EXPECT_EQ(GetAuditedBooking(*audited, "b1")->value().arrival(), 20260311);
}

TEST(AuditView, DefinitionsAreFoundByWhatTheyDefine) {
  Ledgerless hotel;
  hotel.Given(testing::DefineRoomType("H1", "DBL", 3));
  hotel.Given(testing::Roll("H1", 20260301));
  const Audited audited(hotel.records());
  const uint64_t last = audited.records().size() - 1;
  const auto room_type = audited.Positions(v1::ENTITY_KIND_ROOM_TYPE, "DBL", "H1");
  ASSERT_EQ(room_type.size(), 2u);
  EXPECT_EQ(room_type[1], last - 1);
  EXPECT_EQ(audited.Positions(v1::ENTITY_KIND_PROPERTY, "H1").back(), last);
  EXPECT_EQ(audited.Positions(v1::ENTITY_KIND_STAFF, "mia").size(), 1u);
  EXPECT_EQ(audited.Positions(v1::ENTITY_KIND_CHANNEL, "ota").size(), 1u);

  const auto story =
      StoryOf(*audited, audited.log(), MakeEntityRef(v1::ENTITY_KIND_ROOM_TYPE, "DBL", "H1"));
  ASSERT_TRUE(story.ok()) << story.status();
  const EntityChange& change = story->back().changes.at(0);
  EXPECT_EQ(static_cast<const v1::RoomTypeDefinition&>(*change.before).capacity(), 2);
  EXPECT_EQ(static_cast<const v1::RoomTypeDefinition&>(*change.after).capacity(), 3);
}

TEST(AuditView, FeedbackConcernsItselfItsBookingAndTheBookingsCustomer) {
  Ledgerless hotel;
  hotel.Given(testing::Create({.id = "b1", .customer = "c-7"}));
  hotel.Given(testing::With(testing::Remark("f1"), [](v1::Request& request) {
    request.mutable_record_feedback()->mutable_feedback()->set_booking_id("b1");
  }));
  const Audited audited(hotel.records());
  const uint64_t last = audited.records().size() - 1;
  EXPECT_EQ(audited.Positions(v1::ENTITY_KIND_FEEDBACK, "f1"), std::vector<uint64_t>{last});
  EXPECT_EQ(audited.Positions(v1::ENTITY_KIND_BOOKING, "b1").back(), last);
  EXPECT_EQ(audited.Positions(v1::ENTITY_KIND_CUSTOMER, "c-7").back(), last);
  EXPECT_EQ(audited.Story(v1::ENTITY_KIND_CUSTOMER, "c-7").back().changes.size(), 1u);
}

TEST(AuditView, AnIdCanStandForSeveralThings) {
  Ledgerless hotel;
  hotel.Given(testing::Create({.id = "same", .customer = "same"}));
  hotel.Given(testing::Remark("same"));
  const Audited audited(hotel.records());
  const auto found = FindEntities(*audited, "same");
  ASSERT_TRUE(found.ok()) << found.status();
  std::vector<v1::EntityKind> kinds;
  for (const v1::EntityRef& entity : *found) kinds.push_back(entity.kind());
  EXPECT_EQ(kinds, (std::vector<v1::EntityKind>{v1::ENTITY_KIND_BOOKING, v1::ENTITY_KIND_CUSTOMER,
                                                v1::ENTITY_KIND_FEEDBACK}));
  EXPECT_TRUE(FindEntities(*audited, "sam")->empty());
  EXPECT_TRUE(FindEntities(*audited, "FLEX")->empty());
  EXPECT_EQ(FindEntities(*audited, "FLEX", "H1")->size(), 1u);
}

TEST(AuditView, WhatIsNoIdNamesNothing) {
  v1::Record record;
  record.mutable_request()->mutable_check_in()->set_booking_id(std::string("B1\0B2", 5));
  record.mutable_request()->mutable_actor()->set_id("no id");
  record.mutable_outcome()->mutable_declined()->add_reasons()->set_code(v1::FORM_ID_INVALID);
  const Audited audited({CreatedRecord("B1"), record});
  EXPECT_EQ(audited.LastEntry().concerns_size(), 0);
  EXPECT_EQ(audited.Positions(v1::ENTITY_KIND_BOOKING, "B1"), std::vector<uint64_t>{0});
}

TEST(AuditView, AnEventAboutABookingThatIsNotThereStopsTheView) {
  MemoryRecords log;
  log.Append(CancelledRecord("B1"));
  ViewFolder folder;
  const auto projection = NewAuditProjection();
  const auto rebuilt = Rebuild(*projection, folder.view(), log, log.end());
  EXPECT_FALSE(rebuilt.ok());
  EXPECT_NE(rebuilt.status().message().find("B1"), std::string::npos) << rebuilt.status();
}

}  // namespace
}  // namespace daybook
