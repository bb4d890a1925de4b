// Given these requests, when that one, then these events or those declines: decide and evolve
// without an engine.
//
//   Ledgerless hotel;                                 // the standard hotel (requests.h) at
//   2026-03-01T10:00:00Z hotel.Given(Create({.id = "b1"}));
//   hotel.When(CheckInOf("b1")).ThenDeclined({v1::POLICY_CHECK_IN_BEFORE_ARRIVAL});
//   hotel.When(Cancel("b1")).ThenAccepted({R"pb(booking_cancelled { booking_id: "b1" })pb"});
//
// Every request that passes through is resolved, decided twice (both must agree), recorded and
// applied, and what holds of every outcome is checked: reasons of one phase only, no events beside
// reasons, positions without gaps.
#ifndef DAYBOOK_TESTS_SUPPORT_GIVEN_H_
#define DAYBOOK_TESTS_SUPPORT_GIVEN_H_

#include <cstdint>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "ledger/base/instant.h"
#include "ledger/base/time_zones.h"
#include "ledger/domain/state.h"
#include "tests/support/requests.h"

namespace daybook::testing {

// What became of one request. Failing expectations are reported with the request and the outcome.
class Then {
 public:
  explicit Then(v1::Record record) : record_(std::move(record)) {}

  // Accepted; and where events are given (text format), exactly so many, each agreeing with its
  // text in every field that the text sets to something.
  const Then& ThenAccepted(std::initializer_list<std::string_view> events = {}) const;
  // Declined with exactly these codes, in any order, each once or more often.
  const Then& ThenDeclined(const std::set<v1::DeclineCode>& codes) const;
  // Accepted, and the override set aside exactly these.
  const Then& ThenOverrode(const std::set<v1::DeclineCode>& codes) const;

  const v1::Record& record() const { return record_; }
  bool accepted() const { return record_.outcome().has_accepted(); }
  std::set<v1::DeclineCode> codes() const;  // of the decline; empty where accepted

 private:
  v1::Record record_;
};

class Ledgerless {
 public:
  // What the ledger holds at first.
  enum class Begin { kStandardHotel, kEmpty };
  explicit Ledgerless(Begin begin = Begin::kStandardHotel,
                      const TimeZones& zones = SystemTimeZones());

  // The clock of what follows. It must not go back.
  void SetNow(std::string_view rfc3339) { now_ = At(rfc3339); }
  void SetNow(Instant now) { now_ = now; }
  Instant now() const { return now_; }

  // Must be accepted.
  void Given(const v1::Request& request);
  void Given(const std::vector<v1::Request>& requests);
  // Rolls the property's business date until it is `date`.
  void GivenBusinessDate(std::string_view property_id, int32_t date);

  Then When(const v1::Request& request) { return Submit(request, v1::TIME_SOURCE_SYSTEM); }
  // The same, recorded as of an import.
  Then WhenImported(const v1::Request& request) {
    return Submit(request, v1::TIME_SOURCE_IMPORTED);
  }

  // The same, in the time of a simulation.
  Then WhenSimulated(const v1::Request& request) {
    return Submit(request, v1::TIME_SOURCE_SIMULATED);
  }

  // What decide would say, without recording it.
  v1::Outcome Judge(const v1::Request& request) const;

  // The booking must be there.
  const v1::Booking& booking(std::string_view booking_id) const;
  int32_t RoomsTaken(std::string_view property_id, std::string_view room_type_id,
                     int32_t night) const;
  const State& state() const { return state_; }
  const std::vector<v1::Record>& records() const { return records_; }

 private:
  Then Submit(v1::Request request, v1::TimeSource source);

  const TimeZones& zones_;
  State state_;
  Instant now_ = At("2026-03-01T10:00:00Z");
  std::vector<v1::Record> records_;
};

// Names a file to which every code that a ThenDeclined was given is appended, one a line. Empty:
// none.
inline constexpr char kExercisedCodesVariable[] = "DAYBOOK_EXERCISED_CODES";

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SUPPORT_GIVEN_H_
