// What stands behind a booking: a card, a company's debtor account, a channel, a prepayment, rooms of a block, a deposit; and what its
// price is made of. Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_BOOKING_GUARANTEE_H_
#define DAYBOOK_LEDGER_DOMAIN_BOOKING_GUARANTEE_H_

#include <cstdint>
#include <string_view>

#include "daybook/v1/record.pb.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Form: account and block are ids, and nobody waits for a room of a block; the guarantee is as CheckGuaranteeKind wants it.
void CheckGuaranteeForm(DecideContext& context, const v1::CreateBooking& create);
// State: they are there; the account is open and counts in the property's currency; the block is of the property. The property is known.
void CheckGuaranteeState(DecideContext& context, const v1::CreateBooking& create);
// Policy: there is a room for each night, in the block or on sale; the account has credit for the price. Nothing is asked of the
// waitlist.
void CheckGuaranteePolicy(DecideContext& context, const v1::CreateBooking& create, Nights nights,
                          int64_t price_minor);

// Policy: the account that guarantees the booking, if any does, has credit for its price now that it comes to hold a room for sure: what
// waits, is held or has ended weighs on nothing. `path` as in Decline.
void CheckGuarantorOf(DecideContext& context, const v1::Booking& booking, std::string_view path);

// Accept, once the terms are frozen: what is to be paid ahead by the deposit policy among them, and by when. A booking that an account
// guarantees, or that waits, owes none.
void SetDeposit(const DecideContext& context, v1::BookingCreated& event, v1::Accepted& accepted);
// Accept: the same for a booking that waited and gets its room now: the days to pay in count from the present business date.
void SetDeposit(const DecideContext& context, const v1::Booking& promoted,
                v1::BookingPromoted& event, v1::Accepted& accepted);

// What is said to stand behind a booking, and what it has that could.
struct Guarantee {
  v1::GuaranteeKind kind = v1::GUARANTEE_KIND_UNSPECIFIED;
  std::string_view reference;
  std::string_view account_id;
  std::string_view channel_id;
};
// Declines a kind that is none, a company without an account, a channel without a channel, a reference of nothing; the reference is an id.
// Of form, but for a change, which state completes: then it is said alone.
void CheckGuaranteeKind(DecideContext& context, const Guarantee& guarantee);
// Accept: price and included tax, where a policy beyond the rate plan has a say in what is paid (a tax, a deposit), or a quote is cited.
void AddPriceItems(const DecideContext& context, const v1::BookingCreated& event,
                   v1::Accepted& accepted);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_BOOKING_GUARANTEE_H_
