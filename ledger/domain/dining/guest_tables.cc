#include "ledger/domain/dining/guest_tables.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace daybook {

void CheckGuestTables(DecideContext& context, const v1::OutletDefinition& outlet,
                      std::string_view table_booking_id, const Party& party) {
  const v1::Actor& actor = context.request.actor();
  if (actor.kind() != v1::ACTOR_KIND_GUEST) return;
  if (party.covers > kMaxCoversOfGuest) {
    context.Decline(v1::POLICY_ABOVE_LIMIT, "covers",
                    absl::StrCat(party.covers, " is above ", kMaxCoversOfGuest,
                                 ", the largest party that the house does not book itself"));
  }
  const auto* const own = context.state.Find<v1::GuestTables>(actor.id());
  if (own == nullptr) return;
  int to_come = 0;
  for (const v1::GuestTables::Table& table : own->tables()) {
    if (table.table_booking_id() == table_booking_id) continue;
    if (table.date() >= context.property->business_date()) ++to_come;
    if (table.property_id() != outlet.property_id() || table.outlet_id() != outlet.outlet_id() ||
        table.date() != party.date ||
        std::abs(table.minute() - party.minute) >= outlet.sitting_minutes()) {
      continue;
    }
    context.Decline(v1::POLICY_ABOVE_LIMIT, "minute",
                    absl::StrCat("customer ", actor.id(), " has table ", table.table_booking_id(),
                                 " there at that time; change it, or let the house book another"));
  }
  if (to_come < kMaxTablesOfGuest) return;
  context.Decline(v1::POLICY_ABOVE_LIMIT, "table_booking_id",
                  absl::StrCat("customer ", actor.id(), " has booked ", to_come,
                               " tables to come; the house books more than ", kMaxTablesOfGuest));
}

}  // namespace daybook
