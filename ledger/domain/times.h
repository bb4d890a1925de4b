// Instants of the base library to and from the schema, and whose time counts.
#ifndef DAYBOOK_LEDGER_DOMAIN_TIMES_H_
#define DAYBOOK_LEDGER_DOMAIN_TIMES_H_

#include "daybook/v1/request.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "ledger/base/instant.h"

namespace daybook {

// What is below a microsecond is cut; what is outside the years 1 to 9999 becomes the nearest
// second inside.
Instant ToInstant(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp ToTimestamp(Instant instant);
// The years 1 to 9999, in whole microseconds.
bool IsValidTimestamp(const google::protobuf::Timestamp& timestamp);

// Whether the record of the request is the ledger's own: schema, recovery, the begin and end of an
// import or a simulation. These have the machine's time also where all others are imported or
// simulated, so they stand outside of the order of recorded_at. What falls due (RunDue) is not one
// of them.
bool IsAboutTheLedger(const v1::Request& request);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_TIMES_H_
