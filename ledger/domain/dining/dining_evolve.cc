#include <algorithm>

#include "ledger/domain/dining/seats.h"
#include "ledger/domain/evolve.h"

namespace daybook {
namespace {

bool TakesSeats(v1::TableStatus status) {
  return status == v1::TABLE_BOOKED || status == v1::TABLE_SEATED;
}

// The outlet knows on which dates somebody comes, so that its definition does not change behind their backs.
void NoteExpected(const v1::Record& record, const v1::TableBooking& table, bool expected,
                  EntityStore& store) {
  const std::string key = OutletKey(table.property_id(), table.outlet_id());
  if (!store.Keeps<v1::Outlet>() || store.Find<v1::Outlet>(key) == nullptr) return;
  auto& dates = *store.Change<v1::Outlet>(key).mutable_expects_on();
  const int32_t today = record.resolution().business_date();
  dates.erase(std::remove_if(dates.begin(), dates.end(),
                             [&](int32_t date) { return date == table.date() || date < today; }),
              dates.end());
  if (!expected) return;
  dates.Add(table.date());
  std::sort(dates.begin(), dates.end());
}

void Seat(const v1::Record& record, const v1::TableBooking& table, int32_t sign,
          EntityStore& store) {
  if (!store.Keeps<v1::OutletDay>() || !TakesSeats(table.status())) return;
  v1::OutletDay& day = store.Change<v1::OutletDay>(
      OutletDayKey(table.property_id(), table.outlet_id(), table.date()));
  day.set_property_id(table.property_id());
  day.set_outlet_id(table.outlet_id());
  day.set_date(table.date());
  const bool before = !day.sittings().empty();
  AddCovers(table.minute(), sign * table.covers(), day);
  const bool after = !day.sittings().empty();
  if (before != after) NoteExpected(record, table, after, store);
}

// Of the tables that guests booked themselves; the house's own are not counted.
void NoteGuestTable(const v1::TableBooking& table, bool new_one, EntityStore& store) {
  if (!store.Keeps<v1::GuestTables>() || table.customer_id().empty()) return;
  const auto* const found = store.Find<v1::GuestTables>(table.customer_id());
  v1::GuestTables own = found == nullptr ? v1::GuestTables() : *found;
  auto& tables = *own.mutable_tables();
  const auto same = std::find_if(tables.begin(), tables.end(), [&](const auto& one) {
    return one.table_booking_id() == table.table_booking_id();
  });
  if (same == tables.end() && !new_one) return;
  if (same != tables.end()) tables.erase(same);
  if (table.status() == v1::TABLE_BOOKED) {
    v1::GuestTables::Table& one = *tables.Add();
    one.set_table_booking_id(table.table_booking_id());
    one.set_property_id(table.property_id());
    one.set_outlet_id(table.outlet_id());
    one.set_date(table.date());
    one.set_minute(table.minute());
  }
  own.set_customer_id(table.customer_id());
  store.Change<v1::GuestTables>(table.customer_id()) = own;
}

// What was never settled is no table to come once its date is over.
void ForgetPastTables(const v1::TableBooking& table, int32_t today, EntityStore& store) {
  if (!store.Keeps<v1::GuestTables>()) return;
  if (store.Find<v1::GuestTables>(table.customer_id()) == nullptr) return;
  auto& tables = *store.Change<v1::GuestTables>(table.customer_id()).mutable_tables();
  tables.erase(std::remove_if(tables.begin(), tables.end(),
                              [&](const v1::GuestTables::Table& one) {
                                return one.property_id() == table.property_id() &&
                                       one.date() < today;
                              }),
               tables.end());
}

void Define(const v1::OutletDefinition& definition, EntityStore& store) {
  v1::Outlet& outlet =
      store.Change<v1::Outlet>(OutletKey(definition.property_id(), definition.outlet_id()));
  *outlet.mutable_definition() = definition;
  outlet.set_revision(outlet.revision() + 1);
}

void Book(const v1::Record& record, const v1::TableBooking& event, EntityStore& store) {
  v1::TableBooking table = event;
  table.set_revision(1);
  table.set_position(record.position());
  const v1::Personal& guest = record.request().book_table().guest();
  if (guest.has_sealed()) *table.mutable_sealed_guest() = guest.sealed();
  Seat(record, table, 1, store);
  store.Change<v1::TableBooking>(event.table_booking_id()) = table;
  if (record.request().actor().kind() != v1::ACTOR_KIND_GUEST) return;
  ForgetPastTables(table, record.resolution().business_date(), store);
  NoteGuestTable(table, /*new_one=*/true, store);
}

// `change` alters a copy: its seats go from where it was to where it is.
template <typename Change>
void ChangeTable(const v1::Record& record, std::string_view id, EntityStore& store, Change change) {
  const v1::TableBooking* const found = store.Find<v1::TableBooking>(id);
  if (found == nullptr) return;
  v1::TableBooking table = *found;
  Seat(record, table, -1, store);
  change(table);
  Seat(record, table, 1, store);
  table.set_revision(table.revision() + 1);
  store.Change<v1::TableBooking>(id) = table;
  NoteGuestTable(table, /*new_one=*/false, store);
}

}  // namespace

void EvolveDining(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  if (event.has_outlet_defined() && store.Keeps<v1::Outlet>()) {
    return Define(event.outlet_defined(), store);
  }
  if (!store.Keeps<v1::TableBooking>()) return;
  if (event.has_table_booked()) return Book(record, event.table_booked(), store);
  if (event.has_table_changed()) {
    const v1::TableChanged& changed = event.table_changed();
    ChangeTable(record, changed.table_booking_id(), store, [&](v1::TableBooking& table) {
      table.set_date(changed.date());
      table.set_minute(changed.minute());
      table.set_covers(changed.covers());
    });
  } else if (event.has_table_settled()) {
    const v1::TableSettled& settled = event.table_settled();
    ChangeTable(record, settled.table_booking_id(), store,
                [&](v1::TableBooking& table) { table.set_status(settled.status()); });
  }
}

}  // namespace daybook
