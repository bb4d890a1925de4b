// What a request itself names. The schema says it: a body names a booking by its field booking_id, or by that of the message which is
// its first field (RecordFeedback.feedback.booking_id), and likewise everything else. A quote names what the request in it names.
#ifndef DAYBOOK_LEDGER_DOMAIN_NAMED_ENTITIES_H_
#define DAYBOOK_LEDGER_DOMAIN_NAMED_ENTITIES_H_

#include <string_view>

#include "absl/container/inlined_vector.h"
#include "daybook/v1/request.pb.h"

namespace daybook {

// Each lives as long as the request, and may be empty.
std::string_view BookingNamedBy(const v1::Request& request);
// Empty also where it is named through something else only, such as a booking.
std::string_view PropertyNamedBy(const v1::Request& request);
std::string_view CustomerNamedBy(const v1::Request& request);
// By the name of the field, which must be one of those listed in named_entities.cc.
std::string_view IdNamedBy(const v1::Request& request, std::string_view field);

struct NamedId {
  std::string_view field;  // one of those listed in named_entities.cc
  std::string_view id;     // never empty
};

// All that the request names, each as IdNamedBy gives it.
absl::InlinedVector<NamedId, 8> NamedIds(const v1::Request& request);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_NAMED_ENTITIES_H_
