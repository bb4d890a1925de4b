// The rates by which a made-up hotel group lives: integers and tables, no code.
//
// Two kinds. Calibrated rates are counts of bookings in the "hotel booking demand" data (Antonio, de
// Almeida, Nunes, Data in Brief 22, 2019, CC BY 4.0): 119,390 real bookings of two hotels. A test
// counts them again where the data is at hand. Assumed rates have no figure in that data; they are
// chosen so that everything a hotel does is met often enough to be looked at.
#ifndef DAYBOOK_TOOLS_SIMULATE_RATES_H_
#define DAYBOOK_TOOLS_SIMULATE_RATES_H_

#include <array>
#include <cstdint>

#include "ledger/base/sha256.h"
#include "tools/simulate/random.h"

namespace daybook {

// `bookings` of the data have a value of `from` to `to`, both included. Drawn evenly within.
struct ValueRange {
  int32_t from = 0;
  int32_t to = 0;
  int32_t bookings = 0;
};

// The same for lead time, with how many of these bookings were cancelled or did not show up: those
// made early are cancelled more often.
struct LeadRange {
  int32_t from = 0;
  int32_t to = 0;
  int32_t bookings = 0;
  int32_t cancelled = 0;
  int32_t no_shows = 0;
};

struct ChannelRate {
  int32_t bookings = 0;
  int32_t repeated = 0;  // of them, by guests who had stayed before
};

struct MonthRate {
  int32_t arrivals = 0;
  int32_t days = 0;  // of this month in the data, which covers some months three times
};

// The channels of the data. Direct has no id in the ledger. Five bookings of the data have none of
// these and are left out.
enum class SimulatedChannel : uint8_t { kDirect, kCorporate, kAgency, kDistribution };
inline constexpr std::array<const char*, 4> kSimulatedChannelIds = {"", "corporate", "ta-to",
                                                                    "gds"};

// Nothing but int32_t, so that its hash covers every rate (RatesHash).
struct SimulationRates {
  // Calibrated: counts of bookings in the data.
  int32_t bookings = 0;
  int32_t cancelled = 0;
  int32_t no_shows = 0;
  int32_t non_refundable = 0;  // deposit_type is Non Refund
  int32_t reassigned = 0;      // given another room type than the one reserved
  int32_t waitlisted = 0;      // waited at least a day
  std::array<LeadRange, 33> lead_days{};
  std::array<ValueRange, 20> nights{};
  std::array<ValueRange, 8> changes{};        // between booking and check-in or cancellation
  std::array<ValueRange, 15> waiting_days{};  // of those that waited
  // Of the cancelled ones: after how many tenths of the lead time.
  std::array<int32_t, 10> cancelled_after_tenths{};
  std::array<ChannelRate, 4> channels{};  // by SimulatedChannel
  std::array<MonthRate, 12> months{};     // of arrival, January first
  std::array<int32_t, 7> weekdays{};      // of arrival, Monday first
  std::array<ValueRange, 4> adults{};     // 1 to 4; the few parties beyond are left out
  std::array<ValueRange, 4> children{};   // with babies; the few beyond are left out

  // Assumed.
  int32_t rooms_least = 0;  // of a hotel
  int32_t rooms_most = 0;
  int32_t occupancy_permille = 0;      // that the demand aims at over the year
  int32_t guest_details_permille = 0;  // of bookings, with name, phone and e-mail
  int32_t guest_web_permille = 0;      // of direct bookings, made by the guest
  int32_t hold_permille = 0;           // of bookings that are stayed, begun as a hold
  int32_t hold_lost_permille = 0;      // of unchanged cancelled ones, a hold released or expired
  int32_t hold_expires_permille = 0;   // of the lost holds: nobody says so before they expire
  int32_t prepaid_permille = 0;        // of bookings, a deposit
  int32_t early_departure_permille = 0;
  int32_t extension_permille = 0;     // of stays, asked for in house
  int32_t feedback_permille = 0;      // of stays
  int32_t remark_permille = 0;        // of feedback, in the guest's own words
  int32_t refund_fails_permille = 0;  // at the payment provider; then it is tried again
  int32_t refund_cancelled_permille = 0;
  int32_t out_of_order_permille = 0;     // of a hotel's days: a room is taken out of sale
  int32_t other_room_type_permille = 0;  // of bookings that find no room: they take another type,
  int32_t joins_waitlist_permille = 0;   // or wait,
  int32_t overbooked_permille = 0;       // or a manager sells a room that is not there
  int32_t mistake_permille = 0;          // of requests: a wrong one goes before
  int32_t retry_permille = 0;            // of requests: sent again, the same
  int32_t conflict_per_100000 = 0;       // of requests: the id is used again for something else
  int32_t price_rise_permille = 0;       // each New Year
  std::array<int32_t, 9> cancellation_reasons{};  // weights by CancellationReason
  std::array<int32_t, 9> last_days_reasons{};     // the same within three days of arrival
  std::array<int32_t, 6> change_kinds{};  // weights: dates, length, guests, room type, rate plan,
                                          // a price agreed anew
};

// The stated rates.
const SimulationRates& DefaultSimulationRates();

// Names a set of rates, whatever machine computes it.
Hash RatesHash(const SimulationRates& rates);

// One of the ranges, as likely as it has bookings. One with bookings is among them.
template <typename Range, size_t N>
const Range& PickRange(simulation::Random& random, const std::array<Range, N>& ranges) {
  int32_t total = 0;
  for (const Range& range : ranges) total += range.bookings;
  int32_t left = random.Below(total);
  size_t index = 0;
  while (left >= ranges[index].bookings) left -= ranges[index++].bookings;
  return ranges[index];
}

template <size_t N>
int32_t DrawValue(simulation::Random& random, const std::array<ValueRange, N>& ranges) {
  const ValueRange& range = PickRange(random, ranges);
  return random.Between(range.from, range.to);
}

}  // namespace daybook

#endif  // DAYBOOK_TOOLS_SIMULATE_RATES_H_
