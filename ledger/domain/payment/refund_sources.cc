#include "ledger/domain/payment/refund_sources.h"

#include <algorithm>

#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/payment/payments.h"

namespace daybook {

std::string_view WentOnTo(const v1::Booking& booking) {
  return booking.moved_to().empty() ? booking.cancellation().rebooked_as() : booking.moved_to();
}

std::vector<const v1::Booking*> WentOn(const State& state, const v1::Booking& booking) {
  std::vector<const v1::Booking*> found;
  const v1::Booking* at = &booking;
  while (found.size() < kMaxMoves && !WentOnTo(*at).empty()) {
    at = state.FindBooking(WentOnTo(*at));
    // Back and forth between two bookings it may have gone in a ring.
    if (at == nullptr || at == &booking ||
        std::find(found.begin(), found.end(), at) != found.end()) {
      break;
    }
    found.push_back(at);
  }
  return found;
}

int64_t FreeElsewhere(const State& state, const v1::Booking& booking) {
  int64_t free = 0;
  for (const v1::Booking* const other : WentOn(state, booking)) {
    free += DueNotOnItsWay(*other) + FreeOnFolio(*other);
  }
  return free;
}

std::vector<DrawnOn> DrawElsewhere(const State& state, const v1::Booking& booking,
                                   int64_t amount_minor) {
  std::vector<DrawnOn> drawn;
  for (const v1::Booking* const other : WentOn(state, booking)) {
    const int64_t part = std::min(amount_minor, DueNotOnItsWay(*other) + FreeOnFolio(*other));
    if (part <= 0) continue;
    drawn.push_back({other, part});
    amount_minor -= part;
  }
  return drawn;
}

void PostBroughtBack(const State& state, const v1::Booking& booking, int64_t amount_minor,
                     v1::Accepted& accepted) {
  const v1::Property* const home = state.FindProperty(booking.property_id());
  for (const auto& [other, part] : DrawElsewhere(state, booking, amount_minor)) {
    const v1::Property* const there = state.FindProperty(other->property_id());
    if (home == nullptr || there == nullptr) continue;
    Postings postings(*there, accepted);
    const int64_t becomes_due = std::max<int64_t>(0, part - DueNotOnItsWay(*other));
    const int64_t of_deposit = std::min(becomes_due, other->folio().deposit_minor());
    postings.DepositDueBack(other->booking_id(), of_deposit);
    postings.FolioDueBack(other->booking_id(), becomes_due - of_deposit);
    // Through the account between properties also where both are at one: there it comes to nothing.
    postings.ToProperty(v1::REFUNDS_PAYABLE, other->booking_id(), booking.booking_id(), part);
    Postings(*home, accepted).DueFromProperty(booking.booking_id(), other->booking_id(), part);
  }
}

std::vector<const v1::Booking*> CameFrom(const State& state, const v1::Booking& booking) {
  std::vector<const v1::Booking*> found;
  const v1::Booking* at = &booking;
  while (found.size() < kMaxMoves && !at->moved_from().empty()) {
    at = state.FindBooking(at->moved_from());
    if (at == nullptr) break;
    found.push_back(at);
  }
  return found;
}

int64_t MoneyToGiveBack(const State& state, const v1::Booking& booking) {
  std::vector<const v1::Booking*> bookings = CameFrom(state, booking);
  bookings.push_back(&booking);
  int64_t money = 0;
  for (const v1::Booking* const one : bookings) {
    for (const v1::Payment& payment : one->payments()) {
      const bool came_back =
          std::any_of(payment.refunds().begin(), payment.refunds().end(),
                      [](const v1::Refund& refund) { return refund.came_back(); });
      if (!came_back) money += FreeToRefund(payment);
    }
  }
  return money;
}

}  // namespace daybook
