// A request of the simulation on its way, and what its hotel has to remember until the answer.
#ifndef DAYBOOK_TOOLS_SIMULATE_ASK_H_
#define DAYBOOK_TOOLS_SIMULATE_ASK_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "daybook/v1/request.pb.h"
#include "ledger/base/instant.h"
#include "tools/simulate/books.h"

namespace daybook::simulation {

enum class AskKind : uint8_t {
  kNothing,  // whatever the answer is, nothing follows from it
  kCreate,
  kConfirm,
  kRelease,
  kPromote,
  kChange,
  kCancel,
  kAssign,
  kCheckIn,
  kCheckOut,
  kNoShow,
  kPayment,
  kRefund,
  kSettle,
  kOutOfOrder,
  kRoll,
};

// What a booking becomes if the change is accepted.
struct Patch {
  int32_t arrival = 0;
  int32_t departure = 0;
  uint8_t room_type = 0;
  uint8_t rate_plan = 0;
  uint8_t adults = 0;
  uint8_t children = 0;
};

inline Patch PatchOf(const BookingEntry& entry) {
  return {entry.arrival,   entry.departure, entry.room_type,
          entry.rate_plan, entry.adults,    entry.children};
}

struct Ask {
  AskKind kind = AskKind::kNothing;
  int32_t hotel = 0;  // -1: the group
  int64_t booking = 0;
  int64_t amount_minor = 0;
  int32_t payment = 0;
  int32_t refund = 0;
  bool failed = false;       // kSettle: the money did not arrive
  bool guests_only = false;  // of the patch
  Patch patch;
};

enum class Sending : uint8_t {
  kFirst,
  kAgain,     // the same request once more, as after a lost answer
  kConflict,  // its id for something else, as after a muddle
};

struct TimedRequest {
  Instant at;
  Sending sending = Sending::kFirst;
  v1::Request request;
};

// What is asked in one go, in no order yet.
struct Batch {
  struct Entry {
    TimedRequest timed;
    Ask ask;
  };
  std::vector<Entry> entries;
};

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_ASK_H_
