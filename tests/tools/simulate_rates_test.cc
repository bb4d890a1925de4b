// The stated rates against each other, and against the data that they were counted in. Reads the
// file that DAYBOOK_HOTEL_DEMAND names.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tools/import/hotel_demand_file.h"
#include "tools/simulate/rates.h"
#include "tools/simulate/settings.h"

namespace daybook {
namespace {

template <typename Ranges>
int32_t SumOf(const Ranges& ranges) {
  int32_t sum = 0;
  for (const auto& range : ranges) sum += range.bookings;
  return sum;
}

template <typename Range, size_t N>
double MeanOf(const std::array<Range, N>& ranges) {
  double sum = 0;
  for (const Range& range : ranges) sum += (range.from + range.to) / 2.0 * range.bookings;
  return sum / SumOf(ranges);
}

TEST(SimulationRatesTest, TheTablesAddUpToTheTotals) {
  const SimulationRates& rates = DefaultSimulationRates();
  EXPECT_EQ(SumOf(rates.lead_days), rates.bookings);
  EXPECT_EQ(SumOf(rates.nights), rates.bookings);
  EXPECT_EQ(SumOf(rates.changes), rates.bookings);
  EXPECT_EQ(SumOf(rates.waiting_days), rates.waitlisted);
  int32_t cancelled = 0;
  int32_t no_shows = 0;
  for (const LeadRange& lead : rates.lead_days) {
    cancelled += lead.cancelled;
    no_shows += lead.no_shows;
  }
  EXPECT_EQ(cancelled, rates.cancelled);
  EXPECT_EQ(no_shows, rates.no_shows);
  int32_t by_tenths = 0;
  for (const int32_t tenth : rates.cancelled_after_tenths) by_tenths += tenth;
  EXPECT_EQ(by_tenths, rates.cancelled);
  int32_t by_weekday = 0;
  for (const int32_t weekday : rates.weekdays) by_weekday += weekday;
  EXPECT_EQ(by_weekday, rates.bookings);
  int32_t by_month = 0;
  for (const MonthRate& month : rates.months) by_month += month.arrivals;
  EXPECT_EQ(by_month, rates.bookings);
}

TEST(SimulationRatesTest, TheHashTellsEveryRate) {
  const SimulationRates& rates = DefaultSimulationRates();
  SimulationRates other = rates;
  EXPECT_EQ(RatesHash(other), RatesHash(rates));
  other.change_kinds.back() += 1;
  EXPECT_NE(RatesHash(other), RatesHash(rates));
  other = rates;
  other.bookings += 1;
  EXPECT_NE(RatesHash(other), RatesHash(rates));
}

TEST(SimulationSettingsTest, ThePlanNamesWhatDeterminesTheRequestsAndNotHowManyDays) {
  SimulationSettings settings;
  SimulationSettings other = settings;
  other.days = 7;
  EXPECT_EQ(PlanOf(other).settings_sha256, PlanOf(settings).settings_sha256);
  other.hotels = 4;
  EXPECT_NE(PlanOf(other).settings_sha256, PlanOf(settings).settings_sha256);
  other = settings;
  other.from = other.from + 1;
  EXPECT_NE(PlanOf(other).settings_sha256, PlanOf(settings).settings_sha256);
  other = settings;
  other.rates.retry_permille += 1;
  EXPECT_NE(PlanOf(other).settings_sha256, PlanOf(settings).settings_sha256);
}

TEST(SimulationSettingsTest, RefusesWhatIsOutOfRange) {
  SimulationSettings settings;
  EXPECT_TRUE(CheckSettings(settings).ok());
  settings.hotels = 0;
  EXPECT_TRUE(absl::IsInvalidArgument(CheckSettings(settings)));
  settings = {};
  settings.days = kMaxSimulatedDays + 1;
  EXPECT_TRUE(absl::IsInvalidArgument(CheckSettings(settings)));
  settings = {};
  settings.from = *CivilDate::FromYmd(2190'12'01);
  EXPECT_TRUE(absl::IsInvalidArgument(CheckSettings(settings)));
}

using Row = HotelDemandRow;

class SimulationRatesDataTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const char* path = std::getenv("DAYBOOK_HOTEL_DEMAND");
    if (path == nullptr) return;
    auto read = ReadHotelDemand(path, 0, 10);
    ASSERT_TRUE(read.ok()) << read.status();
    data_ = new HotelDemandData(*std::move(read));
  }
  static void TearDownTestSuite() { delete std::exchange(data_, nullptr); }
  void SetUp() override {
    if (data_ == nullptr)
      GTEST_SKIP() << "DAYBOOK_HOTEL_DEMAND does not name hotel_bookings.csv.gz";
  }

  static int32_t Count(const std::function<bool(const Row&)>& is) {
    return static_cast<int32_t>(std::count_if(data_->rows.begin(), data_->rows.end(), is));
  }
  template <size_t N>
  static void ExpectCounted(const std::array<ValueRange, N>& ranges,
                            const std::function<int(const Row&)>& of) {
    for (const ValueRange& range : ranges) {
      const auto within = [&](const Row& row) {
        return range.from <= of(row) && of(row) <= range.to;
      };
      EXPECT_EQ(range.bookings, Count(within)) << range.from << " to " << range.to;
    }
  }
  static double Mean(const std::function<int(const Row&)>& of) {
    double sum = 0;
    for (const Row& row : data_->rows) sum += of(row);
    return sum / static_cast<double>(data_->rows.size());
  }
  static int Month(const Row& row) { return row.arrival.ymd() / 100 % 100; }

  static inline HotelDemandData* data_ = nullptr;
  const SimulationRates& rates_ = DefaultSimulationRates();
};

TEST_F(SimulationRatesDataTest, TheTotalsAreThoseOfTheData) {
  EXPECT_EQ(rates_.bookings, Count([](const Row&) { return true; }));
  EXPECT_EQ(rates_.cancelled,
            Count([](const Row& row) { return row.status == HotelDemandStatus::kCancelled; }));
  EXPECT_EQ(rates_.no_shows,
            Count([](const Row& row) { return row.status == HotelDemandStatus::kNoShow; }));
  EXPECT_EQ(rates_.waitlisted, Count([](const Row& row) { return row.waiting_days > 0; }));
  EXPECT_EQ(rates_.reassigned,
            Count([](const Row& row) { return row.reserved_room_type != row.assigned_room_type; }));
  EXPECT_EQ(rates_.non_refundable, Count([](const Row& row) {
              return kHotelDemandDepositTypes[row.deposit_type] == "Non Refund";
            }));
}

TEST_F(SimulationRatesDataTest, LeadTimesAndHowTheyEndAreThoseOfTheData) {
  for (const LeadRange& lead : rates_.lead_days) {
    const auto within = [&](const Row& row) {
      return lead.from <= row.lead_days && row.lead_days <= lead.to;
    };
    EXPECT_EQ(lead.bookings, Count(within)) << lead.from;
    EXPECT_EQ(lead.cancelled, Count([&](const Row& row) {
                return within(row) && row.status == HotelDemandStatus::kCancelled;
              }))
        << lead.from;
    EXPECT_EQ(lead.no_shows, Count([&](const Row& row) {
                return within(row) && row.status == HotelDemandStatus::kNoShow;
              }))
        << lead.from;
  }
}

TEST_F(SimulationRatesDataTest, StaysChangesAndWaitsAreThoseOfTheData) {
  ExpectCounted(rates_.nights, [](const Row& row) { return row.nights; });
  ExpectCounted(rates_.changes, [](const Row& row) { return row.changes; });
  ExpectCounted(rates_.waiting_days, [](const Row& row) { return row.waiting_days; });
  ExpectCounted(rates_.adults, [](const Row& row) { return row.adults; });
  ExpectCounted(rates_.children, [](const Row& row) { return row.children + row.babies; });
}

TEST_F(SimulationRatesDataTest, DrawingEvenlyWithinARangeKeepsTheMeans) {
  const double lead = Mean([](const Row& row) { return row.lead_days; });
  EXPECT_NEAR(MeanOf(rates_.lead_days), lead, lead * 0.005);
  const double nights = Mean([](const Row& row) { return row.nights; });
  EXPECT_NEAR(MeanOf(rates_.nights), nights, nights * 0.002);
  const double changes = Mean([](const Row& row) { return row.changes; });
  EXPECT_NEAR(MeanOf(rates_.changes), changes, changes * 0.006);
}

TEST_F(SimulationRatesDataTest, CancellationsComeWhenTheyDoInTheData) {
  std::array<int32_t, 10> tenths{};
  for (const Row& row : data_->rows) {
    if (row.status != HotelDemandStatus::kCancelled) continue;
    const int elapsed = row.lead_days - (row.arrival - row.status_date);
    ++tenths[row.lead_days == 0 ? 0
                                : static_cast<size_t>(std::min(9, elapsed * 10 / row.lead_days))];
  }
  EXPECT_EQ(rates_.cancelled_after_tenths, tenths);
}

TEST_F(SimulationRatesDataTest, ChannelsAndReturningGuestsAreThoseOfTheData) {
  const std::array<std::string_view, 4> names = {"Direct", "Corporate", "TA/TO", "GDS"};
  for (size_t i = 0; i < names.size(); ++i) {
    const auto through = [&](const Row& row) {
      return kHotelDemandChannels[row.channel] == names[i];
    };
    EXPECT_EQ(rates_.channels[i].bookings, Count(through)) << names[i];
    EXPECT_EQ(rates_.channels[i].repeated,
              Count([&](const Row& row) { return through(row) && row.repeated_guest; }))
        << names[i];
  }
}

TEST_F(SimulationRatesDataTest, SeasonsAndWeekdaysAreThoseOfTheData) {
  const auto [first, last] =
      std::minmax_element(data_->rows.begin(), data_->rows.end(),
                          [](const Row& a, const Row& b) { return a.arrival < b.arrival; });
  std::array<int32_t, 12> days{};
  for (CivilDate day = first->arrival; day <= last->arrival; day = day + 1) {
    ++days[static_cast<size_t>(day.ymd() / 100 % 100 - 1)];
  }
  for (int month = 1; month <= 12; ++month) {
    const size_t index = static_cast<size_t>(month - 1);
    EXPECT_EQ(rates_.months[index].arrivals,
              Count([&](const Row& row) { return Month(row) == month; }));
    EXPECT_EQ(rates_.months[index].days, days[index]) << month;
  }
  for (int weekday = 0; weekday < 7; ++weekday) {
    EXPECT_EQ(rates_.weekdays[static_cast<size_t>(weekday)],
              Count([&](const Row& row) { return (row.arrival.days() + 3) % 7 == weekday; }))
        << weekday;
  }
}

}  // namespace
}  // namespace daybook
