// What a customer consumed (DOMAIN E41): nights by room type, and what was charged to the folios beside them; and what is still to come.
#ifndef DAYBOOK_TOOLS_DAYBOOK_CUSTOMER_TRACES_H_
#define DAYBOOK_TOOLS_DAYBOOK_CUSTOMER_TRACES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daybook/v1/customer.pb.h"
#include "projections/view_store.h"
#include "tools/daybook/output.h"

namespace daybook::cli {

struct Trace {
  std::string kind;  // room, day use, dining, extra, fee
  std::string code;  // room type, or what was charged
  std::string currency;
  int64_t count = 0;        // nights; or charges
  int64_t gross_minor = 0;  // as charged, less waivers
  int32_t last_on = 0;      // yyyymmdd: the last of these nights or charges
};

// What a customer may yet bring (DOMAIN E43): stays that are booked and have not begun, at their price.
struct BookedAhead {
  std::string currency;
  int64_t bookings = 0;
  int64_t gross_minor = 0;
};

struct Consumption {
  std::vector<Trace> traces;       // in the order (kind, code, currency)
  std::vector<BookedAhead> ahead;  // in the order of currencies
};

// Of all bookings of the customer and those merged into it; `bookings` is a snapshot of the view of that name. O(these bookings).
absl::StatusOr<Consumption> ConsumptionOf(const ViewSnapshot& bookings, const v1::Customer& file);

// "room DBL  2 nights  EUR 214.00  last 2026-03-02".
std::string TraceText(const Trace& trace);
JsonObject TraceJson(const Trace& trace);
// "2 bookings, EUR 321.00".
std::string AheadText(const BookedAhead& ahead);
JsonObject AheadJson(const BookedAhead& ahead);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_CUSTOMER_TRACES_H_
