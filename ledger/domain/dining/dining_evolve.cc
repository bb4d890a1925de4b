#include "ledger/domain/dining/seats.h"
#include "ledger/domain/evolve.h"

namespace daybook {
namespace {

bool TakesSeats(v1::TableStatus status) {
  return status == v1::TABLE_BOOKED || status == v1::TABLE_SEATED;
}

void Seat(const v1::TableBooking& table, int32_t sign, EntityStore& store) {
  if (!store.Keeps<v1::OutletDay>() || !TakesSeats(table.status())) return;
  v1::OutletDay& day = store.Change<v1::OutletDay>(
      OutletDayKey(table.property_id(), table.outlet_id(), table.date()));
  day.set_property_id(table.property_id());
  day.set_outlet_id(table.outlet_id());
  day.set_date(table.date());
  AddCovers(table.minute(), sign * table.covers(), day);
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
  Seat(table, 1, store);
  store.Change<v1::TableBooking>(event.table_booking_id()) = table;
}

// `change` alters a copy: its seats go from where it was to where it is.
template <typename Change>
void ChangeTable(std::string_view id, EntityStore& store, Change change) {
  const v1::TableBooking* const found = store.Find<v1::TableBooking>(id);
  if (found == nullptr) return;
  v1::TableBooking table = *found;
  Seat(table, -1, store);
  change(table);
  Seat(table, 1, store);
  table.set_revision(table.revision() + 1);
  store.Change<v1::TableBooking>(id) = table;
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
    ChangeTable(changed.table_booking_id(), store, [&](v1::TableBooking& table) {
      table.set_date(changed.date());
      table.set_minute(changed.minute());
      table.set_covers(changed.covers());
    });
  } else if (event.has_table_settled()) {
    const v1::TableSettled& settled = event.table_settled();
    ChangeTable(settled.table_booking_id(), store,
                [&](v1::TableBooking& table) { table.set_status(settled.status()); });
  }
}

}  // namespace daybook
