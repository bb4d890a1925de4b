// What goes wrong at a counter: requests that no ledger accepts, whatever else is going on.
#ifndef DAYBOOK_TOOLS_SIMULATE_MISTAKES_H_
#define DAYBOOK_TOOLS_SIMULATE_MISTAKES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "daybook/v1/request.pb.h"
#include "tools/simulate/books.h"
#include "tools/simulate/hotel_plan.h"
#include "tools/simulate/random.h"
#include "tools/simulate/request_writer.h"

namespace daybook::simulation {

struct MistakeScene {
  const HotelPlan& plan;
  const RequestWriter& write;
  const BookingEntry& entry;       // as it is at this moment
  int32_t day = 0;                 // the business date
  const std::string& former_desk;  // no longer works here; may be empty
  const std::string& desk;
  int64_t unused_booking = 0;  // a number that is never used for a booking
};

// Without request id. nullopt: nothing comes to mind in this scene.
std::optional<v1::Request> MakeMistake(Random& random, const MistakeScene& scene);

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_MISTAKES_H_
