// Which records a command is to show.
#ifndef DAYBOOK_TOOLS_DAYBOOK_RECORD_FILTER_H_
#define DAYBOOK_TOOLS_DAYBOOK_RECORD_FILTER_H_

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"

namespace daybook::cli {

// An empty member does not restrict.
struct RecordFilter {
  std::set<int> kinds;      // fields of Request.body
  std::string booking_id;   // that it names or touches
  std::string property_id;  // that it names or posts at, or of a booking it names or touches
  std::string actor_id;     // who asked for it or authorised it
  v1::Outcome::KindCase outcome = v1::Outcome::KIND_NOT_SET;
};

// The property of a booking; empty where it is not known.
using PropertyOfBooking = std::function<absl::StatusOr<std::string>(std::string_view booking_id)>;

// `property_of` is asked only where the filter has a property.
absl::StatusOr<bool> Matches(const RecordFilter& filter, const v1::Record& record,
                             const PropertyOfBooking& property_of);

// "cancel_booking" -> its field; InvalidArgument: there is no such request, with the nearest one.
absl::StatusOr<int> ParseRequestKind(std::string_view name);
// accepted, declined, conflict.
absl::StatusOr<v1::Outcome::KindCase> ParseOutcome(std::string_view name);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_RECORD_FILTER_H_
