// A property HB that keeps books, its tax policy, and the requests about money, for the tests of the books.
#ifndef DAYBOOK_TESTS_SUPPORT_BOOKS_HOTEL_H_
#define DAYBOOK_TESTS_SUPPORT_BOOKS_HOTEL_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/given.h"

namespace daybook::testing {

// HB: Europe/Berlin, EUR, 2026-03-01, the roll marks no-shows; 400 rooms DBL at 107.00 a night and 53.50 a day, FLEX as in the standard
// hotel, NRF non-refundable. Taxes once WithTaxes: room 7 %, everything else 19 %.
class BooksHotel : public Ledgerless {
 public:
  BooksHotel();

  void WithTaxes();
  // Approves a version 1 of it, for HB; the policy's id is `id`.
  void WithPolicy(std::string_view id, v1::Policy policy);

  // Balances of HB, debits less credits.
  int64_t Balance(v1::BookAccount account) const;
  const v1::Folio& folio(std::string_view booking_id) const { return booking(booking_id).folio(); }
};

// A CONFIRMED booking at HB from 2026-03-01; nights 0: a day use.
v1::Request Book(std::string_view booking_id, int32_t arrival = 20260301,
                 int32_t departure = 20260303, std::string_view rate_plan = "FLEX");

// By a manager.
v1::Request ChargeOf(std::string_view booking_id, std::string_view charge_id, int64_t amount_minor,
                     v1::RevenueKind kind = v1::REVENUE_EXTRA);
v1::Request Waive(std::string_view booking_id, std::string_view charge_id, int64_t amount_minor);
v1::Request ReverseChargeOf(std::string_view booking_id, std::string_view charge_id);
v1::Request ReversePaymentOf(std::string_view booking_id, std::string_view payment_id);
// Under `chargeback_id`; empty: "cb-" and the payment's.
v1::Request Chargeback(std::string_view booking_id, std::string_view payment_id,
                       int64_t amount_minor, std::string_view chargeback_id = {});
v1::Request WaiveNight(std::string_view booking_id, int32_t night, int64_t amount_minor);
v1::Request Transfer(std::string_view booking_id, std::string_view to_booking_id,
                     std::string_view transfer_id, int64_t amount_minor);
v1::Request ReverseTransferOf(std::string_view booking_id, std::string_view to_booking_id,
                              std::string_view transfer_id);
v1::Request ReinstateOf(std::string_view booking_id);
v1::Request LateCheckOut(std::string_view booking_id, bool late = true);
v1::Request Nights(std::string_view property_id, int32_t business_date, int32_t max_items = 256);

// "GUEST_LEDGER ROOM_REVENUE 10000" for each transfer of the record, in their order; a folio transfer ends with
// " from b1 to b2".
std::vector<std::string> PostingsOf(const v1::Record& record);

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SUPPORT_BOOKS_HOTEL_H_
