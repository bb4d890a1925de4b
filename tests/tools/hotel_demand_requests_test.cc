#include "tools/import/hotel_demand_requests.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "ledger/base/strings.h"
#include "tools/import/hotel_demand_plan.h"

namespace daybook {
namespace {

using ::testing::ElementsAre;

constexpr char kCommon[] = R"(
  actor { kind: ACTOR_KIND_IMPORTER id: "hotel-demand" }
  authenticated_by: "import"
  provenance { file_sha256: "################################" line: 7 }
)";
constexpr char kIdPrefix[] = "hd/2323232323232323/";

// Booked on 2016-06-01 for [2016-06-11, 2016-06-13).
HotelDemandRow Stay(uint32_t line = 7) {
  HotelDemandRow row;
  row.line = line;
  row.arrival = *CivilDate::FromYmd(20160611);
  row.lead_days = 10;
  row.nights = 2;
  row.status_date = row.departure();
  return row;
}

std::vector<PlannedRequest> RequestsOf(const std::vector<HotelDemandRow>& rows) {
  Hash sha256;
  sha256.fill('#');
  const HotelDemandPlan plan = PlanHotelDemand(rows);
  HotelDemandRequests requests(rows, plan, sha256);
  std::vector<PlannedRequest> all;
  while (auto next = requests.Next()) all.push_back(*std::move(next));
  EXPECT_EQ(all.size(), plan.requests);
  return all;
}

class HotelDemandRequestsTest : public ::testing::Test {
 protected:
  void Make(const std::vector<HotelDemandRow>& rows) {
    for (PlannedRequest& made : RequestsOf(rows)) {
      const std::string id = made.request.request_id();
      ASSERT_EQ(id.substr(0, sizeof(kIdPrefix) - 1), kIdPrefix);
      EXPECT_TRUE(IsValidId(id)) << id;
      const std::string tail = id.substr(sizeof(kIdPrefix) - 1);
      order_.push_back(tail);
      ASSERT_TRUE(made_.emplace(tail, std::move(made)).second) << "made twice: " << id;
    }
  }

  // `body` stands beside what all requests of line 7 have.
  void ExpectRequest(const std::string& id_tail, int recorded_on, const std::string& body) {
    ASSERT_EQ(made_.count(id_tail), 1u) << id_tail;
    const PlannedRequest& made = made_.at(id_tail);
    v1::Request expected;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kCommon + body, &expected)) << body;
    expected.set_request_id(kIdPrefix + id_tail);
    if (made.request.provenance().line() == 0) expected.mutable_provenance()->clear_line();
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(made.request, expected))
        << made.request.DebugString() << "instead of\n"
        << expected.DebugString();
    EXPECT_EQ(made.recorded_on.ymd(), recorded_on);
  }

  std::map<std::string, PlannedRequest> made_;
  std::vector<std::string> order_;
};

TEST_F(HotelDemandRequestsTest, ABookingIsMadeWithAllThatTheRowSaysAndNothingElse) {
  HotelDemandRow row = Stay();
  row.adults = 2;
  row.children = 1;
  row.babies = 3;
  row.adr_minor = -638;
  row.channel = 2;
  row.meal = 1;
  row.market_segment = 2;
  row.customer_type = 1;
  row.deposit_type = 1;
  row.country = {'P', 'R', 'T'};
  row.agent = 240;
  row.company = 12;
  row.repeated_guest = true;
  row.previous_cancellations = 4;
  row.previous_stays = 5;
  row.parking_spaces = 6;
  row.special_requests = 7;
  Make({row});
  ExpectRequest("7/create", 20160601, R"(create_booking {
      booking_id: "H1-7" property_id: "H1" status: CONFIRMED
      stay { arrival: 20160611 departure: 20160613 }
      room_type_id: "A" guests { adults: 2 children: 1 babies: 3 } rate_plan_id: "IMPORTED"
      nightly_override { amount_minor: -638 currency: "EUR" } channel_id: "TA/TO"
      source { market_segment: "Online TA" customer_type: "Transient-Party" meal: "HB" country: "PRT"
               deposit_type: "Non Refund" agent: "240" company: "12" repeated_guest: true
               previous_cancellations: 4 previous_stays: 5 parking_spaces: 6 special_requests: 7 } })");
}

TEST_F(HotelDemandRequestsTest, WhatTheSourceDoesNotSayStaysEmpty) {
  HotelDemandRow row = Stay();
  row.property = 1;
  row.children_unknown = true;
  row.waiting_days = 3;
  Make({row});
  ExpectRequest("7/create", 20160601, R"(create_booking {
      booking_id: "H2-7" property_id: "H2" status: WAITLISTED
      stay { arrival: 20160611 departure: 20160613 }
      room_type_id: "A" guests { children_unknown: true } rate_plan_id: "IMPORTED"
      nightly_override { currency: "EUR" } channel_id: "Direct"
      source { market_segment: "Direct" customer_type: "Transient" meal: "BB"
               deposit_type: "No Deposit" } })");
}

TEST_F(HotelDemandRequestsTest, AStayGoesThroughItsStepsInOrder) {
  HotelDemandRow row = Stay();
  row.waiting_days = 3;
  row.changes = 2;
  row.assigned_room_type = 'D';
  Make({row});
  std::vector<std::string> of_row;
  for (const std::string& id : order_) {
    if (id.rfind("7/", 0) == 0) of_row.push_back(id);
  }
  EXPECT_THAT(of_row, ElementsAre("7/create", "7/promote", "7/change-1", "7/change-2", "7/assign",
                                  "7/checkin", "7/checkout"));
  ExpectRequest("7/promote", 20160604, R"(promote_booking { booking_id: "H1-7" })");
  ExpectRequest("7/change-1", 20160610,
                R"(change_booking { booking_id: "H1-7" reason: CHANGE_REASON_UNKNOWN })");
  ExpectRequest("7/change-2", 20160610,
                R"(change_booking { booking_id: "H1-7" reason: CHANGE_REASON_UNKNOWN })");
  ExpectRequest("7/assign", 20160610,
                R"(assign_room_type { booking_id: "H1-7" room_type_id: "D" })");
  ExpectRequest("7/checkin", 20160611, R"(check_in { booking_id: "H1-7" })");
  ExpectRequest("7/checkout", 20160613, R"(check_out { booking_id: "H1-7" })");
}

TEST_F(HotelDemandRequestsTest, ACancellationHasAnUnknownReason) {
  HotelDemandRow row = Stay();
  row.status = HotelDemandStatus::kCancelled;
  row.status_date = *CivilDate::FromYmd(20160605);
  Make({row});
  ExpectRequest("7/cancel", 20160605,
                R"(cancel_booking { booking_id: "H1-7" reason: CANCELLATION_REASON_UNKNOWN })");
}

TEST_F(HotelDemandRequestsTest, OnlyANoShowBeforeTheArrivalDayIsForced) {
  HotelDemandRow row = Stay();
  row.status = HotelDemandStatus::kNoShow;
  row.status_date = row.arrival;
  Make({row});
  ExpectRequest("7/noshow", 20160611, R"(mark_no_show { booking_id: "H1-7" })");
  made_.clear();
  row.status_date = *CivilDate::FromYmd(20160609);
  Make({row});
  ExpectRequest("7/noshow", 20160609, R"(
      override { codes: POLICY_NO_SHOW_BEFORE_ARRIVAL
                 authorised_by { kind: ACTOR_KIND_OPERATOR id: "hotel-demand" }
                 reason_code: "imported-as-recorded" }
      mark_no_show { booking_id: "H1-7" })");
}

TEST_F(HotelDemandRequestsTest, DefinitionsComeFirstOnTheFirstDayOfAll) {
  HotelDemandRow city = Stay(8);
  city.property = 1;
  city.lead_days = 4;
  city.channel = 3;
  city.reserved_room_type = 'G';
  Make({Stay(), city});
  EXPECT_THAT(
      std::vector<std::string>(order_.begin(), order_.begin() + 9),
      ElementsAre("channel/Direct", "channel/GDS", "H1/define", "H1/rate-plan", "H1/room-type-A",
                  "H2/define", "H2/rate-plan", "H2/room-type-A", "H2/room-type-G"));
  ExpectRequest("channel/GDS", 20160601, R"(define_channel { channel { channel_id: "GDS" } })");
  ExpectRequest("H2/define", 20160601, R"(define_property { property {
      property_id: "H2" time_zone: "Europe/Lisbon" currency: "EUR" first_business_date: 20160607
      due_in_policy: DUE_IN_POLICY_DECLINE } })");
  ExpectRequest("H2/rate-plan", 20160601, R"(define_rate_plan { rate_plan {
      property_id: "H2" rate_plan_id: "IMPORTED"
      cancellation_policy { policy_id: "none-recorded" version: 1 } } })");
  ExpectRequest("H1/room-type-A", 20160601, R"(define_room_type { room_type {
      property_id: "H1" room_type_id: "A" capacity: 1 } })");
}

TEST_F(HotelDemandRequestsTest, ADaysRollIsRecordedWhenTheNextDayBegins) {
  Make({Stay()});
  ExpectRequest("H1/roll-20160601", 20160602,
                R"(roll_business_date { property_id: "H1" business_date: 20160601 })");
  EXPECT_EQ(order_.back(), "H1/roll-20160613");
}

TEST_F(HotelDemandRequestsTest, TheSameRowsMakeTheSameRequestsByteForByte) {
  const std::vector<HotelDemandRow> rows = {Stay(), Stay(8)};
  const auto once = RequestsOf(rows);
  const auto again = RequestsOf(rows);
  ASSERT_EQ(once.size(), again.size());
  for (size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].request.SerializeAsString(), again[i].request.SerializeAsString());
    EXPECT_EQ(once[i].recorded_on, again[i].recorded_on);
  }
}

}  // namespace
}  // namespace daybook
