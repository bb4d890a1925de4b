#include "ledger/domain/credit/charged_bookings.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "ledger/domain/booking/booking_evolve.h"

namespace daybook {
namespace {

// Dates as yyyymmdd compare like dates, and a year is 10,000 of them: from the 29th of February, it is what lies between two days.
constexpr int32_t kYear = 10'000;
constexpr int32_t kThirteenMonths = 10'100;

// The place of the date among the days, which are in order; made where there was none.
template <typename Days>
int PlaceOf(int32_t date, Days& days) {
  int at = days.size();
  while (at > 0 && days[at - 1].date() > date) --at;
  if (at > 0 && days[at - 1].date() == date) return at - 1;
  days.Add()->set_date(date);
  for (int i = days.size() - 1; i > at; --i) days.SwapElements(i, i - 1);
  return at;
}

void AddWeight(const BookingWeight& weight, int32_t sign, v1::AccountBookings& bookings) {
  bookings.set_unbilled_minor(bookings.unbilled_minor() + sign * weight.unbilled_minor);
  if (weight.arrival == 0) return;
  bookings.set_guaranteed_minor(bookings.guaranteed_minor() + sign * weight.guaranteed_minor);
  auto& days = *bookings.mutable_arrivals();
  const int at = PlaceOf(weight.arrival, days);
  v1::ArrivalDay& day = days[at];
  day.set_guaranteed_minor(day.guaranteed_minor() + sign * weight.guaranteed_minor);
  day.set_deposit_minor(day.deposit_minor() + sign * weight.deposit_minor);
  day.set_bookings(day.bookings() + sign);
  if (day.bookings() <= 0) days.DeleteSubrange(at, 1);
}

// Writes the booking back, and what it weighs now.
void Replace(const v1::ChargedBooking& before, const v1::ChargedBooking& after,
             EntityStore& store) {
  if (store.Keeps<v1::ChargedBooking>()) {
    store.Change<v1::ChargedBooking>(after.booking_id()) = after;
  }
  const BookingWeight old_weight = WeightOf(before);
  const BookingWeight weight = WeightOf(after);
  if (old_weight == weight || !store.Keeps<v1::AccountBookings>()) return;
  v1::AccountBookings& bookings = store.Change<v1::AccountBookings>(after.account_id());
  bookings.set_account_id(after.account_id());
  AddWeight(old_weight, -1, bookings);
  AddWeight(weight, 1, bookings);
  const int64_t guaranteed_minor = bookings.guaranteed_minor();
  if (store.Find<v1::Account>(after.account_id()) == nullptr) return;
  store.Change<v1::Account>(after.account_id()).set_guaranteed_minor(guaranteed_minor);
}

void Count(const std::string& account_id, int32_t date, const v1::CreditDay& added, int32_t today,
           EntityStore& store) {
  if (store.Find<v1::Credit>(account_id) == nullptr) return;
  AddToDay(date, added, today, store.Change<v1::Credit>(account_id));
}

// Whether a cancellation counts against who cancelled: not what was out of their hands or the hotel's fault, nor what was free of charge.
bool IsLost(const v1::Cancellation& cancellation) {
  switch (cancellation.reason()) {
    case v1::CANCELLATION_REASON_NATURAL_DISASTER:
    case v1::CANCELLATION_REASON_GOVERNMENT_POLICY:
    case v1::CANCELLATION_REASON_SERVICE:
      return false;
    default:
      return cancellation.penalty_minor() > 0 || cancellation.foregone_minor() > 0;
  }
}

std::string Begin(const v1::BookingCreated& event, EntityStore& store) {
  if (event.account_id().empty()) return {};
  const v1::Account* const account = store.Find<v1::Account>(event.account_id());
  if (account == nullptr) return {};
  // An account learns its currency from its first posting.
  if (!account->currency().empty() && account->currency() != event.currency()) return {};
  v1::ChargedBooking booking;
  booking.set_booking_id(event.booking_id());
  booking.set_account_id(event.account_id());
  booking.set_status(event.status());
  booking.set_arrival(event.stay().arrival());
  booking.set_price_minor(SumOfLines(event.price()));
  Replace(v1::ChargedBooking(), booking, store);
  return event.account_id();
}

// What the event makes of the booking, and of the days of the account's credit.
void Fold(const v1::Record& record, const v1::Event& event, v1::ChargedBooking& booking,
          EntityStore& store) {
  const int32_t today = record.resolution().business_date();
  v1::CreditDay day;
  switch (event.kind_case()) {
    case v1::Event::kBookingConfirmed:
    case v1::Event::kBookingPromoted:
      return booking.set_status(v1::CONFIRMED);
    case v1::Event::kBookingChanged:
      if (event.booking_changed().has_stay()) {
        booking.set_arrival(event.booking_changed().stay().arrival());
      }
      if (!event.booking_changed().price().empty()) {
        booking.set_price_minor(SumOfLines(event.booking_changed().price()));
      }
      return;
    case v1::Event::kBookingCancelled:
      booking.set_status(v1::CANCELLED);
      booking.set_lost(IsLost(event.booking_cancelled().cancellation()));
      break;
    case v1::Event::kBookingMoved:
      return booking.set_status(v1::CANCELLED);
    case v1::Event::kNoShowMarked:
      booking.set_status(v1::NO_SHOW);
      booking.set_lost(true);
      break;
    case v1::Event::kBookingReinstated:
      booking.set_status(v1::CONFIRMED);
      if (!booking.lost()) return;
      booking.set_lost(false);
      day.set_due(-1);
      day.set_lost(-1);
      return Count(booking.account_id(), booking.arrival(), day, today, store);
    case v1::Event::kCheckedIn:
      booking.set_status(v1::IN_HOUSE);
      day.set_due(1);
      return Count(booking.account_id(), booking.arrival(), day, event.checked_in().business_date(),
                   store);
    case v1::Event::kCheckedOut:
      booking.set_status(v1::CHECKED_OUT);
      day.set_stays(1);
      return Count(booking.account_id(), event.checked_out().business_date(), day,
                   event.checked_out().business_date(), store);
    default:
      return;
  }
  if (!booking.lost()) return;
  day.set_due(1);
  day.set_lost(1);
  Count(booking.account_id(), booking.arrival(), day, today, store);
}

bool IsRevenue(v1::BookAccount account) {
  return account == v1::ROOM_REVENUE || account == v1::DINING_REVENUE ||
         account == v1::EXTRA_REVENUE || account == v1::FEE_REVENUE;
}

bool IsRoomCharge(v1::PostingRule rule) {
  return rule == v1::POST_NIGHT || rule == v1::POST_NIGHT_TAX || rule == v1::POST_DAY_USE;
}

// One transfer, on the folio of one booking that it names.
void Post(const v1::Journal& journal, const v1::Transfer& transfer, std::string_view booking_id,
          EntityStore& store, std::set<std::string>& accounts) {
  const v1::ChargedBooking* const found =
      booking_id.empty() ? nullptr : store.Find<v1::ChargedBooking>(booking_id);
  if (found == nullptr) return;
  const v1::ChargedBooking before = *found;
  v1::ChargedBooking after = before;
  const int64_t amount = transfer.amount_minor();
  const auto post = [&after](v1::BookAccount account, int64_t debit) {
    if (account == v1::GUEST_LEDGER) after.set_guest_minor(after.guest_minor() + debit);
    if (account == v1::DEPOSITS) after.set_deposit_minor(after.deposit_minor() - debit);
  };
  const bool between_folios = !transfer.to_booking_id().empty();
  if (!between_folios || transfer.to_booking_id() == booking_id) post(transfer.debit(), amount);
  if (!between_folios || transfer.booking_id() == booking_id) post(transfer.credit(), -amount);
  if (IsRoomCharge(transfer.rule())) {
    after.set_room_charged_minor(after.room_charged_minor() + amount);
  }
  const int64_t revenue =
      (IsRevenue(transfer.credit()) ? amount : 0) - (IsRevenue(transfer.debit()) ? amount : 0);
  if (revenue != 0) {
    v1::CreditDay day;
    day.set_revenue_minor(revenue);
    Count(after.account_id(), journal.business_date(), day, journal.business_date(), store);
  }
  Replace(before, after, store);
  accounts.insert(after.account_id());
}

}  // namespace

BookingWeight WeightOf(const v1::ChargedBooking& booking) {
  BookingWeight weight;
  weight.unbilled_minor = std::max<int64_t>(0, booking.guest_minor());
  if (booking.status() == v1::CONFIRMED) {
    weight.arrival = booking.arrival();
    weight.guaranteed_minor = booking.price_minor();
    weight.deposit_minor = booking.deposit_minor();
  } else if (booking.status() == v1::IN_HOUSE) {
    const int64_t to_come = booking.price_minor() - booking.room_charged_minor();
    weight.unbilled_minor =
        std::max<int64_t>(0, booking.guest_minor() + std::max<int64_t>(0, to_come));
  }
  return weight;
}

std::string FoldBookingEvent(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  if (event.has_booking_created()) return Begin(event.booking_created(), store);
  const std::string_view booking_id = BookingOf(event);
  const v1::ChargedBooking* const found =
      booking_id.empty() ? nullptr : store.Find<v1::ChargedBooking>(booking_id);
  if (found == nullptr) return {};
  const v1::ChargedBooking before = *found;
  v1::ChargedBooking after = before;
  Fold(record, event, after, store);
  Replace(before, after, store);
  return after.account_id();
}

std::vector<std::string> FoldBookingPostings(const v1::Record& record, EntityStore& store) {
  std::set<std::string> accounts;
  for (const v1::Journal& journal : record.outcome().accepted().journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      if (!transfer.account_id().empty()) accounts.insert(transfer.account_id());
      Post(journal, transfer, transfer.booking_id(), store, accounts);
      if (transfer.to_booking_id() != transfer.booking_id()) {
        Post(journal, transfer, transfer.to_booking_id(), store, accounts);
      }
    }
  }
  return {accounts.begin(), accounts.end()};
}

void AddToDay(int32_t date, const v1::CreditDay& added, int32_t today, v1::Credit& credit) {
  auto& days = *credit.mutable_days();
  v1::CreditDay& day = days[PlaceOf(date, days)];
  day.set_revenue_minor(day.revenue_minor() + added.revenue_minor());
  day.set_stays(day.stays() + added.stays());
  day.set_due(day.due() + added.due());
  day.set_lost(day.lost() + added.lost());
  int over = 0;
  while (over < days.size() && days[over].date() < today - kThirteenMonths) ++over;
  days.DeleteSubrange(0, over);
}

v1::CreditDay SumOfYear(const v1::Credit& credit, int32_t date) {
  v1::CreditDay sum;
  for (const v1::CreditDay& day : credit.days()) {
    if (day.date() < date - kYear || day.date() >= date) continue;
    sum.set_revenue_minor(sum.revenue_minor() + day.revenue_minor());
    sum.set_stays(sum.stays() + day.stays());
    sum.set_due(sum.due() + day.due());
    sum.set_lost(sum.lost() + day.lost());
  }
  return sum;
}

}  // namespace daybook
