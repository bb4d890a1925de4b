// Instants and dates of the base library to and from the schema.
#ifndef DAYBOOK_LEDGER_DOMAIN_TIMES_H_
#define DAYBOOK_LEDGER_DOMAIN_TIMES_H_

#include "google/protobuf/timestamp.pb.h"
#include "ledger/base/instant.h"

namespace daybook {

// What is below a microsecond is cut; what is outside the years 1 to 9999 becomes the nearest
// second inside.
Instant ToInstant(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp ToTimestamp(Instant instant);
// The years 1 to 9999, in whole microseconds.
bool IsValidTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_TIMES_H_
