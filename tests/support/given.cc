#include "tests/support/given.h"

#include <cstdlib>
#include <fstream>
#include <utility>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "ledger/base/civil_date.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/resolve.h"

namespace daybook::testing {
namespace {

using google::protobuf::util::MessageDifferencer;

std::set<std::string> Names(const std::set<v1::DeclineCode>& codes) {
  std::set<std::string> names;
  for (const v1::DeclineCode code : codes) names.insert(v1::DeclineCode_Name(code));
  return names;
}

int PhaseOf(v1::DeclineCode code) { return code < 100 ? 0 : code < 200 ? 1 : code < 400 ? 2 : 3; }

void NoteExercised(const std::set<v1::DeclineCode>& codes) {
  const char* path = std::getenv(kExercisedCodesVariable);
  if (path == nullptr) return;
  std::ofstream file(path, std::ios::app);
  for (const v1::DeclineCode code : codes) file << v1::DeclineCode_Name(code) << '\n';
}

void ExpectEvent(std::string_view text, const v1::Event& event) {
  v1::Event expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(std::string(text), &expected)) << text;
  std::string difference;
  MessageDifferencer differencer;
  differencer.set_scope(MessageDifferencer::PARTIAL);
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(expected, event))
      << difference << "event: " << event.DebugString();
}

// What holds of every outcome, whatever was asked.
void ExpectWellFormed(const v1::Outcome& outcome) {
  ASSERT_TRUE(outcome.has_accepted() || outcome.has_declined()) << outcome.DebugString();
  if (outcome.has_accepted()) {
    for (const v1::Event& event : outcome.accepted().events()) {
      EXPECT_NE(event.kind_case(), v1::Event::KIND_NOT_SET);
    }
    for (const int code : outcome.accepted().overrode()) EXPECT_GE(code, 400);
    return;
  }
  ASSERT_GT(outcome.declined().reasons_size(), 0);
  for (const v1::Decline& reason : outcome.declined().reasons()) {
    EXPECT_NE(reason.code(), v1::DECLINE_CODE_UNSPECIFIED);
    EXPECT_EQ(PhaseOf(reason.code()), PhaseOf(outcome.declined().reasons(0).code()))
        << "reasons of two phases: " << outcome.DebugString();
  }
}

}  // namespace

std::set<v1::DeclineCode> Then::codes() const {
  std::set<v1::DeclineCode> codes;
  for (const v1::Decline& reason : record_.outcome().declined().reasons())
    codes.insert(reason.code());
  return codes;
}

const Then& Then::ThenAccepted(std::initializer_list<std::string_view> events) const {
  SCOPED_TRACE(record_.request().ShortDebugString());
  EXPECT_TRUE(accepted()) << ::testing::PrintToString(Names(codes()));
  if (!accepted() || events.size() == 0) return *this;
  const v1::Accepted& what = record_.outcome().accepted();
  EXPECT_EQ(what.events_size(), static_cast<int>(events.size())) << what.DebugString();
  int i = 0;
  for (const std::string_view text : events) {
    if (i < what.events_size()) ExpectEvent(text, what.events(i));
    ++i;
  }
  return *this;
}

const Then& Then::ThenDeclined(const std::set<v1::DeclineCode>& codes) const {
  SCOPED_TRACE(record_.request().ShortDebugString());
  NoteExercised(codes);
  EXPECT_TRUE(record_.outcome().has_declined()) << record_.outcome().DebugString();
  EXPECT_EQ(Names(this->codes()), Names(codes)) << record_.outcome().DebugString();
  return *this;
}

const Then& Then::ThenOverrode(const std::set<v1::DeclineCode>& codes) const {
  ThenAccepted();
  std::set<v1::DeclineCode> overrode;
  for (const int code : record_.outcome().accepted().overrode()) {
    overrode.insert(static_cast<v1::DeclineCode>(code));
  }
  EXPECT_EQ(Names(overrode), Names(codes)) << record_.request().ShortDebugString();
  return *this;
}

Ledgerless::Ledgerless(Begin begin, const TimeZones& zones) : zones_(zones) {
  if (begin == Begin::kStandardHotel) Given(StandardHotel());
}

void Ledgerless::Given(const v1::Request& request) { When(request).ThenAccepted(); }

void Ledgerless::Given(const std::vector<v1::Request>& requests) {
  for (const v1::Request& request : requests) Given(request);
}

void Ledgerless::GivenBusinessDate(std::string_view property_id, int32_t date) {
  for (int i = 0; i < 2'000; ++i) {
    const v1::Property* property = state_.FindProperty(property_id);
    ASSERT_NE(property, nullptr);
    if (property->business_date() >= date) return;
    const Then rolled = When(Roll(property_id, property->business_date()));
    ASSERT_TRUE(rolled.accepted()) << rolled.record().outcome().DebugString();
  }
}

v1::Outcome Ledgerless::Judge(const v1::Request& request) const {
  return Decide(state_, request,
                Resolve(state_, request, now_, v1::TIME_SOURCE_SYSTEM, now_, zones_));
}

const v1::Booking& Ledgerless::booking(std::string_view booking_id) const {
  const v1::Booking* found = state_.FindBooking(booking_id);
  EXPECT_NE(found, nullptr) << "no booking " << booking_id;
  return found != nullptr ? *found : v1::Booking::default_instance();
}

int32_t Ledgerless::RoomsTaken(std::string_view property_id, std::string_view room_type_id,
                               int32_t night) const {
  return state_.RoomsTaken(property_id, room_type_id, CivilDate::FromYmd(night).value());
}

Then Ledgerless::Submit(v1::Request request, v1::TimeSource source) {
  if (request.request_id().empty()) request.set_request_id("r-" + std::to_string(records_.size()));
  v1::Record record;
  record.set_position(records_.size());
  *record.mutable_resolution() = Resolve(state_, request, now_, source, now_, zones_);
  *record.mutable_outcome() = Decide(state_, request, record.resolution());
  EXPECT_EQ(Decide(state_, request, record.resolution()).SerializeAsString(),
            record.outcome().SerializeAsString())
      << "decided differently the second time: " << request.ShortDebugString();
  ExpectWellFormed(record.outcome());
  *record.mutable_request() = std::move(request);
  record.set_decider_version(kDeciderVersion);
  state_.Apply(record);
  records_.push_back(record);
  return Then(std::move(record));
}

}  // namespace daybook::testing
