#include "projections/insights/insights_view.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <tuple>

#include "projections/runner.h"
#include "rapidcheck.h"
#include "tests/support/booking_histories.h"
#include "tests/support/given.h"
#include "tests/support/memory_records.h"
#include "tests/support/view_folder.h"

namespace daybook {
namespace {

using testing::Cancel;
using testing::ChangeDeparture;
using testing::CheckInOf;
using testing::CheckOutOf;
using testing::Create;
using testing::Ledgerless;
using testing::NoShow;
using testing::OutOfOrder;
using testing::With;

// A view of its own of records that come from anywhere.
class InsightsTest : public ::testing::Test {
 protected:
  std::unique_ptr<ViewSnapshot> Of(const std::vector<v1::Record>& records) {
    for (; appended_ < records.size(); ++appended_) log_.Append(records[appended_]);
    if (store_ == nullptr) {
      auto store = ViewStore::Open(folder_.view(), ViewMode::kLive);
      EXPECT_TRUE(store.ok()) << store.status();
      store_ = *std::move(store);
    }
    const absl::Status caught_up = CatchUp(*insights_, *store_, log_, log_.end());
    EXPECT_TRUE(caught_up.ok()) << caught_up;
    return store_->Snapshot();
  }

  // Everything there is of stays.
  static std::vector<StayFact> Stays(const ViewSnapshot& view) {
    std::vector<StayFact> facts;
    EXPECT_TRUE(VisitStays(view, {}, [&](const StayFact& fact) { facts.push_back(fact); }).ok());
    return facts;
  }
  static std::vector<EndedFact> Ended(const ViewSnapshot& view) {
    std::vector<EndedFact> facts;
    EXPECT_TRUE(VisitEnded(view, {}, [&](const EndedFact& fact) { facts.push_back(fact); }).ok());
    return facts;
  }
  static std::vector<ChangeFact> Changes(const ViewSnapshot& view) {
    std::vector<ChangeFact> facts;
    EXPECT_TRUE(
        VisitChanges(view, {}, [&](const ChangeFact& fact) { facts.push_back(fact); }).ok());
    return facts;
  }
  static std::map<int32_t, NightFact> Nights(const ViewSnapshot& view,
                                             const std::string& room_type) {
    std::map<int32_t, NightFact> facts;
    const auto add = [&](const NightFact& fact) {
      if (fact.room_type_id == room_type) facts[fact.night.ymd()] = fact;
    };
    EXPECT_TRUE(VisitNights(view, "H1", std::nullopt, std::nullopt, add).ok());
    return facts;
  }

  const ViewFolder folder_;
  MemoryRecords log_;
  size_t appended_ = 0;
  std::unique_ptr<Projection> insights_ = NewInsightsProjection();
  std::unique_ptr<ViewStore> store_;
};

v1::Request FromMarket(const std::string& segment, const std::string& country, v1::Request create) {
  return With(std::move(create), [&](v1::Request& request) {
    v1::SourceAttributes& source = *request.mutable_create_booking()->mutable_source();
    source.set_market_segment(segment);
    source.set_country(country);
  });
}

TEST_F(InsightsTest, AStayOverTheEndOfAMonthCountsEachNightInItsOwn) {
  Ledgerless hotel;
  hotel.Given(FromMarket("Groups", "PRT", Create({.arrival = 20260330, .departure = 20260402})));
  hotel.GivenBusinessDate("H1", 20260330);
  hotel.Given(CheckInOf("b1"));
  EXPECT_TRUE(Stays(*Of(hotel.records())).empty()) << "it has not ended yet";
  hotel.GivenBusinessDate("H1", 20260402);
  hotel.Given(CheckOutOf("b1"));

  const auto stays = Stays(*Of(hotel.records()));
  ASSERT_EQ(stays.size(), 2u);
  EXPECT_EQ(std::tuple(stays[0].month, stays[0].segment, stays[0].country, stays[0].room_type_id),
            std::tuple(202603, "Groups", "PRT", "DBL"));
  EXPECT_EQ(stays[0].stays.bookings(), 1);
  EXPECT_EQ(stays[0].stays.room_nights(), 2);
  EXPECT_EQ(stays[0].stays.revenue_minor(), 20'000);
  EXPECT_EQ(stays[1].month, 202604);
  EXPECT_EQ(stays[1].stays.bookings(), 0);
  EXPECT_EQ(stays[1].stays.room_nights(), 1);
}

TEST_F(InsightsTest, WhoLeavesEarlyBookedTheNightsButDidNotTakeTheRoom) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260301, .departure = 20260304}));
  hotel.Given(CheckInOf("b1"));
  hotel.GivenBusinessDate("H1", 20260302);
  hotel.Given(CheckOutOf("b1"));
  hotel.GivenBusinessDate("H1", 20260304);

  const auto view = Of(hotel.records());
  const auto stays = Stays(*view);
  ASSERT_EQ(stays.size(), 1u);
  EXPECT_EQ(stays[0].stays.room_nights(), 3);
  EXPECT_EQ(stays[0].stays.nights_given_back(), 2);
  const auto nights = Nights(*view, "DBL");
  ASSERT_EQ(nights.size(), 3u) << "those that are over";
  EXPECT_EQ(nights.at(20260301).rooms.occupied(), 1);
  EXPECT_EQ(nights.at(20260301).rooms.revenue_minor(), 10'000);
  EXPECT_EQ(nights.at(20260302).rooms.occupied(), 0);
}

TEST_F(InsightsTest, ADayUseHasNoNightButItsOwnRevenue) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260301, .departure = 20260301}));
  hotel.Given(CheckInOf("b1"));
  hotel.Given(CheckOutOf("b1"));
  const auto stays = Stays(*Of(hotel.records()));
  ASSERT_EQ(stays.size(), 1u);
  EXPECT_EQ(stays[0].stays.room_nights(), 0);
  EXPECT_EQ(stays[0].stays.revenue_minor(), 0);
  EXPECT_EQ(stays[0].stays.day_uses(), 1);
  EXPECT_EQ(stays[0].stays.day_use_revenue_minor(), 5'000);
}

TEST_F(InsightsTest, ANightKnowsItsCapacityAndWhatWasOutOfOrder) {
  Ledgerless hotel;
  hotel.Given(OutOfOrder("H1", "DBL", 20260302, 20260303, 1));
  hotel.GivenBusinessDate("H1", 20260303);
  hotel.Given(testing::DefineRoomType("H1", "DBL", 5, 0, 2));
  hotel.GivenBusinessDate("H1", 20260304);
  const auto nights = Nights(*Of(hotel.records()), "DBL");
  ASSERT_EQ(nights.size(), 3u);
  EXPECT_EQ(nights.at(20260301).capacity, 2);
  EXPECT_EQ(nights.at(20260301).rooms.out_of_order(), 0);
  EXPECT_EQ(nights.at(20260302).capacity, 2);
  EXPECT_EQ(nights.at(20260302).rooms.out_of_order(), 1);
  EXPECT_EQ(nights.at(20260303).capacity, 5);
}

TEST_F(InsightsTest, ACancellationIsCountedByReasonAndByDaysBeforeTheArrival) {
  struct Case {
    int32_t arrival;
    LeadTime lead_time;
  };
  constexpr std::array kCases = {
      Case{20260301, LeadTime::kSameDay}, Case{20260302, LeadTime::kOneDay},
      Case{20260303, LeadTime::kWeek},    Case{20260308, LeadTime::kWeek},
      Case{20260309, LeadTime::kMonth},   Case{20260331, LeadTime::kMonth},
      Case{20260401, LeadTime::kMore}};
  Ledgerless hotel;
  std::map<LeadTime, int64_t> expected;
  for (size_t i = 0; i < kCases.size(); ++i) {
    const std::string id = "b" + std::to_string(i);
    hotel.Given(Create({.id = id,
                        .arrival = kCases[i].arrival,
                        .departure = 20260402,
                        .room_type = "DBL",
                        .channel = "ota"}));
    hotel.Given(Cancel(id, v1::CANCELLATION_REASON_SERVICE));
    ++expected[kCases[i].lead_time];
  }
  std::map<LeadTime, int64_t> counted;
  for (const EndedFact& fact : Ended(*Of(hotel.records()))) {
    EXPECT_EQ(fact.month, 202603);
    EXPECT_EQ(fact.status, v1::CANCELLED);
    EXPECT_EQ(fact.reason, v1::CANCELLATION_REASON_SERVICE);
    EXPECT_EQ(fact.channel_id, "ota");
    counted[fact.lead_time] += fact.ended.bookings();
  }
  EXPECT_EQ(counted, expected);
}

TEST_F(InsightsTest, APenaltyIsCountedWithTheCancellationThatItIsFor) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260310, .departure = 20260312, .rate_plan = "NRF"}));
  hotel.Given(Cancel("b1"));
  const auto ended = Ended(*Of(hotel.records()));
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].ended.penalty_minor(), hotel.booking("b1").cancellation().penalty_minor());
  EXPECT_GT(ended[0].ended.penalty_minor(), 0);
  EXPECT_EQ(ended[0].ended.room_nights(), 2);
}

TEST_F(InsightsTest, ANoShowIsNoCancellation) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260301, .departure = 20260302}));
  hotel.Given(NoShow("b1"));
  const auto ended = Ended(*Of(hotel.records()));
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].status, v1::NO_SHOW);
}

TEST_F(InsightsTest, EveryChangeCountsAlsoWhenTheBookingIsLostLater) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260310, .departure = 20260312}));
  hotel.Given(ChangeDeparture("b1", 20260313));
  hotel.Given(ChangeDeparture("b1", 20260311));
  hotel.Given(Cancel("b1"));
  const auto changes = Changes(*Of(hotel.records()));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].reason, v1::CHANGE_REASON_ITINERARY);
  EXPECT_EQ(changes[0].lead_time, LeadTime::kMonth);
  EXPECT_EQ(changes[0].changes.changes(), 2);
  EXPECT_EQ(changes[0].changes.stay_changed(), 2);
  EXPECT_EQ(changes[0].changes.repriced(), 2);
  EXPECT_EQ(changes[0].changes.price_difference_minor(), 10'000 - 20'000);
}

TEST_F(InsightsTest, AMonthOfAnotherPropertyOrTimeIsNotVisited) {
  Ledgerless hotel;
  hotel.Given(Create({.arrival = 20260310, .departure = 20260312}));
  hotel.Given(Cancel("b1"));
  const auto view = Of(hotel.records());
  const auto count = [&](const InsightsFilter& filter) {
    int visited = 0;
    EXPECT_TRUE(VisitEnded(*view, filter, [&](const EndedFact&) { ++visited; }).ok());
    return visited;
  };
  EXPECT_EQ(count({}), 1);
  EXPECT_EQ(count({.property_id = "H1", .from_month = 202603, .through_month = 202603}), 1);
  EXPECT_EQ(count({.property_id = "H", .from_month = 0, .through_month = 0}), 0);
  EXPECT_EQ(count({.property_id = "H2", .from_month = 0, .through_month = 0}), 0);
  EXPECT_EQ(count({.property_id = "", .from_month = 202604, .through_month = 0}), 0);
  EXPECT_EQ(count({.property_id = "", .from_month = 0, .through_month = 202602}), 0);
}

TEST_F(InsightsTest, AnEventOfABookingThatIsNotThereStopsTheView) {
  log_.Append(CancelledRecord("b9"));
  auto store = ViewStore::Open(folder_.view(), ViewMode::kLive);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(CatchUp(*insights_, **store, log_, log_.end()).code(), absl::StatusCode::kDataLoss);
}

// What the bookings count for, added up from the domain's fold of all of them and nothing else.
struct Totals {
  int64_t stays = 0;
  int64_t cancelled = 0;
  int64_t no_shows = 0;
  int64_t penalties = 0;
  int64_t changes = 0;

  friend bool operator==(const Totals&, const Totals&) = default;
};

Totals TotalsOf(const std::map<std::string, v1::Booking>& bookings) {
  Totals totals;
  for (const auto& [id, booking] : bookings) {
    totals.stays += booking.status() == v1::CHECKED_OUT ? 1 : 0;
    totals.cancelled += booking.status() == v1::CANCELLED ? 1 : 0;
    totals.no_shows += booking.status() == v1::NO_SHOW ? 1 : 0;
    totals.changes += booking.change_count();
    if (booking.has_cancellation()) totals.penalties += booking.cancellation().penalty_minor();
  }
  return totals;
}

Totals TotalsOf(const ViewSnapshot& view) {
  Totals totals;
  RC_ASSERT(VisitStays(view, {}, [&](const StayFact& fact) {
              totals.stays += fact.stays.bookings();
            }).ok());
  RC_ASSERT(VisitEnded(view, {}, [&](const EndedFact& fact) {
              (fact.status == v1::CANCELLED ? totals.cancelled : totals.no_shows) +=
                  fact.ended.bookings();
              totals.penalties += fact.ended.penalty_minor();
            }).ok());
  RC_ASSERT(VisitChanges(view, {}, [&](const ChangeFact& fact) {
              totals.changes += fact.changes.changes();
            }).ok());
  return totals;
}

TEST(Insights, AreTheSumOverTheBookings) {
  EXPECT_TRUE(rc::check([](uint64_t seed) {
    BookingHistory history(seed);
    const ViewFolder folder;
    MemoryRecords log;
    v1::Record defined = AcceptedRecord();  // whose business date the history rolls
    v1::PropertyDefinition& property =
        *defined.mutable_outcome()->mutable_accepted()->add_events()->mutable_property_defined();
    property.set_property_id("H1");
    property.set_currency("EUR");
    std::vector<v1::Record> records = {defined};
    while (records.size() < 150) records.push_back(history.Next());
    for (const v1::Record& record : records) log.Append(record);
    auto insights = NewInsightsProjection();
    auto store = ViewStore::Open(folder.view(), ViewMode::kLive);
    RC_ASSERT(store.ok());
    RC_ASSERT(CatchUp(*insights, **store, log, log.end()) == absl::OkStatus());
    RC_ASSERT(TotalsOf(*(*store)->Snapshot()) == TotalsOf(FoldBookings(records)));
    // As of the middle, of the records until then.
    const uint64_t middle = records.size() / 2;
    records.resize(middle);
    const auto past = (*store)->SnapshotAt(middle);
    RC_ASSERT(past.ok());
    RC_ASSERT(TotalsOf(**past) == TotalsOf(FoldBookings(records)));
  }));
}

}  // namespace
}  // namespace daybook
