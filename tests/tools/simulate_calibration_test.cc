// What the simulation does against the figures that its rates state. The tolerances are about four
// standard errors of so many bookings: a wrong table shows.
#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/tools/simulated_bookings.h"

namespace daybook::simulation {
namespace {

// The longest lead time there is: from then on all of them are met.
constexpr int32_t kSettled = 738;
constexpr int32_t kCountedDays = 366;

template <typename Range, size_t N>
double MeanOf(const std::array<Range, N>& ranges) {
  double sum = 0;
  double bookings = 0;
  for (const Range& range : ranges) {
    sum += (range.from + range.to) / 2.0 * range.bookings;
    bookings += range.bookings;
  }
  return sum / bookings;
}

class SimulatedYearTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    SimulationSettings settings;
    settings.seed = 20'150'101;
    settings.hotels = 2;
    settings.days = kSettled + kCountedDays;
    settings.rates.rooms_least = settings.rates.rooms_most = 160;
    // The fake accepts mistakes, too.
    settings.rates.mistake_permille = 0;
    SimulatedBookings bookings;
    RunAcceptingAll(settings, [&](const TimedRequest& timed) { bookings.Take(timed); });
    const CivilDate from = settings.from + kSettled;
    bookings_ = new std::vector<SimulatedBooking>(bookings.ArrivingIn(from, from + kCountedDays));
  }
  static void TearDownTestSuite() { delete std::exchange(bookings_, nullptr); }

  static double Count(const std::function<bool(const SimulatedBooking&)>& is) {
    return static_cast<double>(std::count_if(bookings_->begin(), bookings_->end(), is));
  }
  static double Share(const std::function<bool(const SimulatedBooking&)>& is) {
    return Count(is) / static_cast<double>(bookings_->size());
  }
  static double Mean(const std::function<double(const SimulatedBooking&)>& of) {
    double sum = 0;
    for (const SimulatedBooking& booking : *bookings_) sum += of(booking);
    return sum / static_cast<double>(bookings_->size());
  }
  static double Stated(int32_t bookings) {
    return bookings / static_cast<double>(DefaultSimulationRates().bookings);
  }

  static inline std::vector<SimulatedBooking>* bookings_ = nullptr;
};

TEST_F(SimulatedYearTest, HasEnoughBookingsToTell) { EXPECT_GT(bookings_->size(), 30'000u); }

TEST_F(SimulatedYearTest, CancelsAsManyAsTheRatesState) {
  EXPECT_NEAR(Share([](const auto& b) { return b.status == v1::CANCELLED; }),
              Stated(DefaultSimulationRates().cancelled), 0.011);
}

TEST_F(SimulatedYearTest, HasAsManyNoShowsAsTheRatesState) {
  EXPECT_NEAR(Share([](const auto& b) { return b.status == v1::NO_SHOW; }),
              Stated(DefaultSimulationRates().no_shows), 0.0023);
}

TEST_F(SimulatedYearTest, BooksAsEarlyAsTheRatesState) {
  const double stated = MeanOf(DefaultSimulationRates().lead_days);
  EXPECT_NEAR(Mean([](const auto& b) { return b.lead(); }), stated, stated * 0.025);
  std::vector<int> leads;
  for (const SimulatedBooking& booking : *bookings_) leads.push_back(booking.lead());
  std::sort(leads.begin(), leads.end());
  EXPECT_NEAR(leads[leads.size() / 2], 69, 3);
}

TEST_F(SimulatedYearTest, ChangesAsOftenAsTheRatesState) {
  const double stated = MeanOf(DefaultSimulationRates().changes);
  EXPECT_NEAR(Mean([](const auto& b) { return b.changes; }), stated, stated * 0.07);
}

TEST_F(SimulatedYearTest, StaysAsLongAsTheRatesState) {
  const double stated = MeanOf(DefaultSimulationRates().nights);
  EXPECT_NEAR(Mean([](const auto& b) { return b.nights(); }), stated, stated * 0.025);
}

TEST_F(SimulatedYearTest, PutsAsManyOnTheWaitlistAsTheRatesState) {
  EXPECT_NEAR(Share([](const auto& b) { return b.begins_as == v1::WAITLISTED; }),
              Stated(DefaultSimulationRates().waitlisted), 0.004);
}

TEST_F(SimulatedYearTest, GivesAnotherRoomTypeAsOftenAsTheRatesState) {
  EXPECT_NEAR(Share([](const auto& b) { return b.reassigned; }),
              Stated(DefaultSimulationRates().reassigned), 0.008);
}

TEST_F(SimulatedYearTest, HasTheChannelsAndTheReturningGuestsThatTheRatesState) {
  int32_t repeated = 0;
  for (size_t i = 0; i < kSimulatedChannelIds.size(); ++i) {
    const ChannelRate& rate = DefaultSimulationRates().channels[i];
    repeated += rate.repeated;
    EXPECT_NEAR(
        Share([&](const auto& b) { return b.created.channel_id() == kSimulatedChannelIds[i]; }),
        Stated(rate.bookings), 0.009)
        << kSimulatedChannelIds[i];
  }
  EXPECT_NEAR(Share([](const auto& b) { return b.created.source().repeated_guest(); }),
              Stated(repeated), 0.004);
}

}  // namespace
}  // namespace daybook::simulation
