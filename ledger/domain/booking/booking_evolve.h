// The one fold of a booking: state and the bookings view both keep what it gives. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_BOOKING_BOOKING_EVOLVE_H_
#define DAYBOOK_LEDGER_DOMAIN_BOOKING_BOOKING_EVOLVE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daybook/v1/record.pb.h"
#include "google/protobuf/repeated_field.h"
#include "ledger/base/civil_date.h"

namespace daybook {

// Raised whenever the fold gives another booking for the same records: state and views are then
// built anew.
inline constexpr int kBookingEvolveVersion = 3;

// The booking an event is about; empty where it is about none.
std::string_view BookingOf(const v1::Event& event);

// Whether it leaves what is booked, and when and where, as it is: payments, charges and what becomes of them.
bool AboutMoneyOnly(const v1::Event& event);

// Applies one event of an accepted record. For BookingCreated `booking` must be empty. Events do
// not repeat what the request says (sealed guest, source attributes, provenance): the record brings
// both. The revision rises once a record, however many of its events are about the booking. An
// event of another kind changes nothing.
void EvolveBooking(const v1::Record& record, const v1::Event& event, v1::Booking& booking);

// A posting, with the journal that it stands in.
struct Posting {
  const v1::Journal& journal;
  const v1::Transfer& transfer;
};

// Applies one posting of an accepted record to a booking that it names: its folio, and nothing else. The revision stays: money that
// the night audit posts makes nobody's picture of the booking stale.
void EvolveBooking(const v1::Record& record, const Posting& posting, v1::Booking& booking);

// The night that is charged: the one that its item names, else that of the journal's business date. None: it charges no night (a day use
// is none).
std::optional<CivilDate> NightOf(const Posting& posting);

// Everything of an accepted record that EvolveBooking folds, in its order: events, then postings. see(booking_id, what).
template <typename See>
void ForEachBookingChange(const v1::Record& record, See see) {
  const v1::Accepted& accepted = record.outcome().accepted();
  for (const v1::Event& event : accepted.events()) {
    if (const std::string_view id = BookingOf(event); !id.empty()) see(id, event);
  }
  for (const v1::Journal& journal : accepted.journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      const Posting posting{journal, transfer};
      if (!transfer.booking_id().empty()) see(std::string_view(transfer.booking_id()), posting);
      if (!transfer.to_booking_id().empty()) {
        see(std::string_view(transfer.to_booking_id()), posting);
      }
    }
  }
}

// The price of all the lines together; a day use (from = to) counts once.
int64_t SumOfLines(const google::protobuf::RepeatedPtrField<v1::PriceLine>& lines);

// CHECKED_OUT, CANCELLED, NO_SHOW.
bool IsTerminal(v1::BookingStatus status);
// HELD, CONFIRMED, IN_HOUSE: its nights count as sold.
bool HoldsRoom(v1::BookingStatus status);
// The room type whose rooms the booking takes: assigned, else booked.
const std::string& HeldRoomType(const v1::Booking& booking);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_BOOKING_BOOKING_EVOLVE_H_
