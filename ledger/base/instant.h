// A point in time, UTC, in whole microseconds since 1970-01-01T00:00:00Z, and the clocks that give
// one.
#ifndef DAYBOOK_LEDGER_BASE_INSTANT_H_
#define DAYBOOK_LEDGER_BASE_INSTANT_H_

#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace daybook {

class Instant {
 public:
  constexpr Instant() = default;  // the epoch
  static constexpr Instant FromMicros(int64_t micros) { return Instant(micros); }
  static constexpr Instant Max() { return Instant(std::numeric_limits<int64_t>::max()); }

  constexpr int64_t micros() const { return micros_; }
  constexpr Instant PlusMicros(int64_t micros) const { return Instant(micros_ + micros); }

  friend constexpr auto operator<=>(Instant, Instant) = default;

 private:
  explicit constexpr Instant(int64_t micros) : micros_(micros) {}
  int64_t micros_ = 0;
};

// RFC 3339 in UTC, six decimals only where they are not zero: 2026-03-29T01:30:00Z. Outside of the
// years 0000 to 9999, which RFC 3339 does not have, the year is longer or negative and ParseInstant
// does not read it.
std::string FormatInstant(Instant instant);
// Accepts RFC 3339 with Z or an offset, and up to nine decimals, of which those after the sixth are
// cut off. InvalidArgument otherwise, leap seconds (23:59:60) included: there is no such instant
// here.
absl::StatusOr<Instant> ParseInstant(std::string_view text);

// Implementations are safe from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

// The machine's real-time clock. Lives as long as the program.
const Clock& SystemClock();

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_BASE_INSTANT_H_
