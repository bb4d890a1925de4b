// A channel's own list of its bookings, as it sends it.
#ifndef DAYBOOK_TOOLS_DAYBOOK_CHANNEL_LIST_H_
#define DAYBOOK_TOOLS_DAYBOOK_CHANNEL_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "projections/channels/reconciliation.h"

namespace daybook::cli {

// Reads a CSV file whose first line names the columns booking_id, arrival, departure, status among others, or JSON lines with these
// names. Dates as 2026-03-10 or 20260310; statuses as the ledger calls them, in any case. NotFound: no such file. InvalidArgument: a line
// is not such; the message says which, and what is wrong with it.
absl::StatusOr<std::vector<ChannelsBooking>> ReadChannelList(const std::string& path);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_CHANNEL_LIST_H_
