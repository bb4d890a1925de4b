// How many tables guests book without the house, and how large. The house books what is more. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_DINING_GUEST_TABLES_H_
#define DAYBOOK_LEDGER_DOMAIN_DINING_GUEST_TABLES_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/dining.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

inline constexpr int kMaxTablesOfGuest = 8;       // to come, of one customer, over all outlets
inline constexpr int32_t kMaxCoversOfGuest = 20;  // of one party

// When a party wants to sit, and how many they are.
struct Party {
  int32_t date = 0;
  int32_t minute = 0;
  int32_t covers = 0;
};

// Policy, where a guest asks: POLICY_ABOVE_LIMIT for a party that is too large, one table too many, and a second table in the same outlet
// at the same time. `table_booking_id` is the table that is booked or changed: it does not stand against itself.
void CheckGuestTables(DecideContext& context, const v1::OutletDefinition& outlet,
                      std::string_view table_booking_id, const Party& party);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_DINING_GUEST_TABLES_H_
