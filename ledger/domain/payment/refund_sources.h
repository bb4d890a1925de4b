// Where the money for a refund comes from when it is no longer with the booking that was paid for: a move to another house and a rebooking
// take what was paid along, and what becomes free there goes back the way it came. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_PAYMENT_REFUND_SOURCES_H_
#define DAYBOOK_LEDGER_DOMAIN_PAYMENT_REFUND_SOURCES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/state.h"

namespace daybook {

// How often what was paid may have moved on; what is behind that is not found.
inline constexpr int kMaxMoves = 16;

// The booking that what was paid for this one went to; empty: none.
std::string_view WentOnTo(const v1::Booking& booking);
// All of them that are in memory, from the first to the last.
std::vector<const v1::Booking*> WentOn(const State& state, const v1::Booking& booking);

// Due back by the books and not on its way, or free on the folio, of the bookings that what was paid went on to.
int64_t FreeElsewhere(const State& state, const v1::Booking& booking);
// A booking that some of it is taken from: what is due there already goes first, from the first booking to the last.
struct DrawnOn {
  const v1::Booking* booking = nullptr;
  int64_t amount_minor = 0;  // above 0
};
std::vector<DrawnOn> DrawElsewhere(const State& state, const v1::Booking& booking,
                                   int64_t amount_minor);
// Accept: makes so much of it due back for `booking`, as DrawElsewhere says.
// 0 <= amount_minor <= FreeElsewhere.
void PostBroughtBack(const State& state, const v1::Booking& booking, int64_t amount_minor,
                     v1::Accepted& accepted);

// The bookings that this one moved from and that are in memory, from the last to the first.
std::vector<const v1::Booking*> CameFrom(const State& state, const v1::Booking& booking);
// What payments of the booking and of those that it moved from can still give back the way it came; a payment of which the bank has sent a
// refund back gives nothing.
int64_t MoneyToGiveBack(const State& state, const v1::Booking& booking);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_PAYMENT_REFUND_SOURCES_H_
