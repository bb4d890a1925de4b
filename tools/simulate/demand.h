// Who wants to book, when, for how long, and how it will end: drawn from the rates.
#ifndef DAYBOOK_TOOLS_SIMULATE_DEMAND_H_
#define DAYBOOK_TOOLS_SIMULATE_DEMAND_H_

#include <array>
#include <cstdint>
#include <vector>

#include "tools/simulate/books.h"
#include "tools/simulate/customers.h"
#include "tools/simulate/hotel_plan.h"
#include "tools/simulate/settings.h"

namespace daybook::simulation {

// All keep references to what they are given.
class Demand {
 public:
  Demand(const SimulationSettings& settings, const HotelPlan& plan, Customers& customers);

  // What is asked for in this part of a day. The entries have no number and no price yet.
  std::vector<BookingEntry> Draw(Random& random, int32_t slot);

 private:
  bool InSeason(Random& random, int32_t day) const;
  BookingEntry DrawOne(Random& random, int32_t slot, const LeadRange& lead, int32_t arrival);
  void DrawChannel(Random& random, BookingEntry& entry);
  void DrawRoom(Random& random, BookingEntry& entry) const;
  void DrawBeginning(Random& random, int32_t slot, BookingEntry& entry) const;
  void DrawEnd(Random& random, int32_t slot, BookingEntry& entry) const;

  const SimulationSettings& settings_;
  const SimulationRates& rates_;
  const HotelPlan& plan_;
  Customers& customers_;
  std::array<int32_t, 12> month_weights_{};
  std::array<int32_t, 7> weekday_weights_{};
  int32_t most_weight_ = 0;              // of a day
  int32_t draws_per_mille_per_day_ = 0;  // thousandths of a draw, before the season thins them out
  int32_t may_wait_ = 0;                 // bookings of the data made early enough to wait
};

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_DEMAND_H_
