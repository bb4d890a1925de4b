#include "tools/simulate/rates.h"

#include <string>
#include <type_traits>

namespace daybook {
namespace {

void SetCalibrated(SimulationRates& rates) {
  rates.bookings = 119'390;
  rates.cancelled = 43'017;
  rates.no_shows = 1'207;
  rates.non_refundable = 14'587;
  rates.reassigned = 14'917;
  rates.waitlisted = 3'698;
  rates.lead_days = {{
      {0, 0, 6345, 317, 113},     {1, 1, 3460, 246, 75},      {2, 2, 2069, 161, 52},
      {3, 3, 1816, 156, 26},      {4, 4, 1715, 145, 31},      {5, 5, 1565, 183, 23},
      {6, 6, 1445, 186, 16},      {7, 7, 1331, 161, 11},      {8, 10, 3106, 609, 55},
      {11, 14, 3920, 828, 54},    {15, 21, 5755, 1580, 71},   {22, 28, 4808, 1572, 61},
      {29, 35, 4872, 1574, 72},   {36, 45, 6026, 2164, 54},   {46, 60, 7443, 2694, 69},
      {61, 75, 6907, 2724, 53},   {76, 90, 5676, 2149, 41},   {91, 105, 5781, 2670, 40},
      {106, 120, 4653, 1845, 90}, {121, 140, 5594, 2253, 84}, {141, 160, 5281, 2357, 26},
      {161, 180, 5130, 2444, 12}, {181, 210, 5660, 2528, 35}, {211, 240, 4310, 2017, 17},
      {241, 270, 3410, 1851, 10}, {271, 300, 3425, 2203, 6},  {301, 330, 2755, 1913, 6},
      {331, 365, 1984, 1358, 3},  {366, 400, 1034, 621, 1},   {401, 450, 1008, 670, 0},
      {451, 500, 625, 426, 0},    {501, 600, 334, 267, 0},    {601, 737, 147, 145, 0},
  }};
  rates.nights = {{
      {0, 0, 715},    {1, 1, 21'020}, {2, 2, 27'643}, {3, 3, 27'076}, {4, 4, 17'383},
      {5, 5, 7784},   {6, 6, 3857},   {7, 7, 8655},   {8, 8, 1161},   {9, 9, 841},
      {10, 10, 1139}, {11, 11, 396},  {12, 12, 223},  {13, 13, 142},  {14, 14, 916},
      {15, 20, 206},  {21, 21, 71},   {22, 28, 111},  {29, 35, 36},   {36, 69, 15},
  }};
  rates.changes = {{
      {0, 0, 101'314},
      {1, 1, 12'701},
      {2, 2, 3805},
      {3, 3, 927},
      {4, 4, 376},
      {5, 5, 118},
      {6, 8, 111},
      {9, 21, 38},
  }};
  rates.waiting_days = {{
      {1, 7, 129},
      {8, 14, 74},
      {15, 21, 204},
      {22, 28, 183},
      {29, 35, 300},
      {36, 42, 426},
      {43, 49, 413},
      {50, 58, 332},
      {59, 63, 216},
      {64, 75, 243},
      {76, 91, 260},
      {92, 111, 335},
      {112, 176, 277},
      {177, 223, 176},
      {224, 391, 130},
  }};
  rates.cancelled_after_tenths = {13'621, 3938, 4849, 3387, 2368, 2235, 2407, 2992, 3279, 3941};
  rates.channels = {{{14'645, 937}, {6677, 1572}, {97'870, 1298}, {193, 3}}};
  rates.months = {{{5929, 62},
                   {8068, 57},
                   {9794, 62},
                   {11'089, 60},
                   {11'791, 62},
                   {10'939, 60},
                   {12'661, 93},
                   {13'877, 93},
                   {10'508, 60},
                   {11'160, 62},
                   {6794, 60},
                   {6780, 62}}};
  rates.weekdays = {18'171, 13'999, 16'139, 19'254, 19'631, 18'055, 14'141};
  rates.adults = {{{1, 1, 23'027}, {2, 2, 89'680}, {3, 3, 6202}, {4, 4, 62}}};
  rates.children = {{{0, 0, 110'058}, {1, 1, 5446}, {2, 2, 3772}, {3, 3, 111}}};
}

void SetAssumed(SimulationRates& rates) {
  rates.rooms_least = 40;
  rates.rooms_most = 120;
  rates.occupancy_permille = 640;
  rates.guest_details_permille = 300;
  rates.guest_web_permille = 500;
  rates.hold_permille = 70;
  rates.hold_lost_permille = 80;
  rates.hold_expires_permille = 500;
  rates.prepaid_permille = 300;
  rates.early_departure_permille = 20;
  rates.extension_permille = 20;
  rates.feedback_permille = 120;
  rates.remark_permille = 300;
  rates.refund_fails_permille = 60;
  rates.refund_cancelled_permille = 15;
  rates.out_of_order_permille = 60;
  rates.other_room_type_permille = 350;
  rates.joins_waitlist_permille = 150;
  rates.overbooked_permille = 15;
  rates.mistake_permille = 12;
  rates.retry_permille = 5;
  rates.conflict_per_100000 = 20;
  rates.price_rise_permille = 25;
  // Unspecified, emergency, change of mind, natural disaster, government policy, cannot pay,
  // deposit unpaid, service, unknown.
  rates.cancellation_reasons = {0, 90, 560, 15, 15, 110, 150, 60, 0};
  rates.last_days_reasons = {0, 420, 330, 40, 10, 60, 80, 60, 0};
  rates.change_kinds = {330, 200, 230, 130, 80, 30};
}

}  // namespace

const SimulationRates& DefaultSimulationRates() {
  static const SimulationRates rates = [] {
    SimulationRates made;
    SetCalibrated(made);
    SetAssumed(made);
    return made;
  }();
  return rates;
}

Hash RatesHash(const SimulationRates& rates) {
  static_assert(std::is_trivially_copyable_v<SimulationRates> &&
                    std::has_unique_object_representations_v<SimulationRates> &&
                    alignof(SimulationRates) == sizeof(int32_t),
                "rates are integers without gaps");
  std::array<uint32_t, sizeof(SimulationRates) / sizeof(uint32_t)> words{};
  static_assert(sizeof(words) == sizeof(rates));
  words = std::bit_cast<decltype(words)>(rates);
  std::string bytes;
  bytes.reserve(sizeof(words));
  for (const uint32_t word : words) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<char>((word >> shift) & 0xff));
    }
  }
  return Sha256Of(bytes);
}

}  // namespace daybook
