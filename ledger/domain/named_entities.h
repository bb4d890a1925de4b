// What a request itself names: the one list of which body has which id where.
#ifndef DAYBOOK_LEDGER_DOMAIN_NAMED_ENTITIES_H_
#define DAYBOOK_LEDGER_DOMAIN_NAMED_ENTITIES_H_

#include <string>
#include <string_view>

#include "daybook/v1/request.pb.h"

namespace daybook {

// Each lives as long as the request, and may be empty.
std::string_view BookingNamedBy(const v1::Request& request);
// Empty also where it is named through a booking only.
std::string_view PropertyNamedBy(const v1::Request& request);
std::string_view CustomerNamedBy(const v1::Request& request);

// The ids of evictable entities that a request names: the engine loads these before deciding.
struct NamedEntities {
  std::string booking_id;   // may be empty
  std::string feedback_id;  // may be empty
};
NamedEntities EntitiesNamedBy(const v1::Request& request);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_NAMED_ENTITIES_H_
