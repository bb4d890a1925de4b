// From local time to instants by the IANA time-zone data of this machine.
#ifndef DAYBOOK_LEDGER_BASE_TIME_ZONES_H_
#define DAYBOOK_LEDGER_BASE_TIME_ZONES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/instant.h"

namespace daybook {

// Thread-safe.
class TimeZones {
 public:
  virtual ~TimeZones() = default;

  // The instant at which local clocks of `zone` show `minute_of_day` (0 to 1439) on `date`. In a
  // gap or an overlap: absl::TimeZone::TimeInfo::pre, that is, read with the offset in force before
  // the transition (Berlin 2026-03-29 02:30 is 01:30Z). NotFound: no such zone. InvalidArgument: no
  // such minute.
  virtual absl::StatusOr<Instant> Resolve(std::string_view zone, CivilDate date,
                                          int32_t minute_of_day) const = 0;

  // The local date in `zone` at `instant`. NotFound: no such zone.
  virtual absl::StatusOr<CivilDate> LocalDate(std::string_view zone, Instant instant) const = 0;

  // Release of the data in use, such as "2026a"; "unknown" where the machine does not say.
  virtual std::string_view version() const = 0;
};

// The data installed on this machine. Lives as long as the program.
const TimeZones& SystemTimeZones();

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_BASE_TIME_ZONES_H_
