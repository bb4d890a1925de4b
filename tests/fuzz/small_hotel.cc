#include "tests/fuzz/small_hotel.h"

#include "ledger/base/time_zones.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/resolve.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/requests.h"

namespace daybook::fuzz {
namespace {

struct Opened {
  std::vector<StateRow> rows;
  uint64_t end = 0;
};

const Opened& OpenHotel() {
  static const Opened opened = [] {
    State state;
    Opened hotel;
    for (const v1::Request& request : SmallHotel()) {
      const v1::Record record = Judge(state, hotel.end++, request, SmallHotelOpened());
      if (!record.outcome().has_accepted()) {
        std::fprintf(stderr, "%s\n", record.ShortDebugString().c_str());
      }
      Require(record.outcome().has_accepted(), "the hotel opens");
      state.Apply(record);
    }
    for (StateRow& row : state.TakeDirtyRows()) {
      if (row.value.has_value()) hotel.rows.push_back(std::move(row));
    }
    return hotel;
  }();
  return opened;
}

}  // namespace

v1::Record Judge(const State& state, uint64_t position, const v1::Request& request, Instant now) {
  v1::Record record;
  record.set_position(position);
  *record.mutable_request() = request;
  record.set_decider_version(kDeciderVersion);
  ResolveInto(state, request, now, v1::TIME_SOURCE_SYSTEM, now, SystemTimeZones(),
              *record.mutable_resolution());
  DecideInto(state, request, record.resolution(), *record.mutable_outcome());
  const v1::Outcome again = Decide(state, request, record.resolution());
  Require(again.SerializeAsString() == record.outcome().SerializeAsString(),
          "a request decided twice has one outcome");
  return record;
}

std::vector<v1::Request> SmallHotel() {
  namespace given = daybook::testing;
  std::vector<v1::Request> requests = given::StandardHotel();
  const std::vector<v1::Request> bookings = {
      given::Create({.id = "b1"}),
      given::Create({.id = "b2", .status = v1::HELD, .hold_until = "2026-03-02T10:00:00Z"}),
      given::Create({.id = "b3", .status = v1::WAITLISTED, .waitlist_priority = 2}),
      given::Create({.id = "b4", .arrival = 20260301, .departure = 20260303, .room_type = "SUI"}),
      given::CheckInOf("b4"),
      given::Create({.id = "b5", .arrival = 20260301, .departure = 20260302}),
      given::CheckInOf("b5"),
      given::CheckOutOf("b5"),
      given::Create({.id = "b6", .arrival = 20260401, .departure = 20260401}),
      given::Cancel("b6"),
      given::Create({.id = "b7", .arrival = 20260301, .departure = 20260304, .channel = "ota"}),
      given::NoShow("b7"),
      given::Pay("b1", "pay1", 20'000),
      given::Refund("b1", "pay1", "ref1", 1'000),
      given::Remark("f1"),
      given::OutOfOrder("H1", "TWN", 20260305, 20260320, 1),
      given::OutOfOrder("H1", "TWN", 20260308, 20260310, 2),
  };
  requests.insert(requests.end(), bookings.begin(), bookings.end());
  for (size_t i = 0; i < requests.size(); ++i) {
    requests[i].set_request_id("r-" + std::to_string(i));
  }
  return requests;
}

Instant SmallHotelOpened() { return daybook::testing::At("2026-03-01T10:00:00Z"); }

const std::vector<StateRow>& SmallHotelRows() { return OpenHotel().rows; }

uint64_t SmallHotelEnd() { return OpenHotel().end; }

}  // namespace daybook::fuzz
