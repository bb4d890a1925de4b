#include "ledger/domain/accounts/night_postings.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/folio_charges.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

void CiteTax(int64_t tax, const v1::Policy* tax_policy, v1::Accepted& accepted) {
  if (tax > 0) DecideContext::Cite(*tax_policy, accepted);
}

}  // namespace

int64_t PriceOfNight(const v1::Booking& booking, CivilDate night) {
  for (const v1::PriceLine& line : booking.price()) {
    if (DateOf(line.from()) <= night && night < DateOf(line.to())) return line.nightly_minor();
  }
  return 0;
}

std::vector<const v1::Booking*> NightsToCharge(const State& state, const v1::Property& property) {
  const v1::PropertyDefinition& definition = property.definition();
  if (!definition.keeps_books()) return {};
  const CivilDate night = DateOf(property.business_date());
  std::vector<const v1::Booking*> due;
  for (const v1::Booking* const booking : state.InHouse(definition.property_id())) {
    // Dates as yyyymmdd compare like dates.
    const bool charged = booking->folio().charged_until() > property.business_date();
    if (!charged && PriceOfNight(*booking, night) > 0) due.push_back(booking);
  }
  return due;
}

void PostNight(const v1::Booking& booking, const v1::Property& property,
               const v1::Policy* tax_policy, v1::Accepted& accepted) {
  const int64_t gross = PriceOfNight(booking, DateOf(property.business_date()));
  const int64_t tax = TaxIn(gross, v1::REVENUE_ROOM, tax_policy);
  Postings(property, accepted).Night(booking.booking_id(), gross, tax);
  CiteTax(tax, tax_policy, accepted);
}

void PostMissedNights(const v1::Booking& booking, const v1::Property& property,
                      const v1::Policy* tax_policy, v1::Accepted& accepted) {
  const CivilDate until = std::min(DateOf(property.business_date()), DepartureOf(booking.stay()));
  for (CivilDate night = ArrivalOf(booking.stay()); night < until; night = night + 1) {
    const int64_t gross = PriceOfNight(booking, night);
    if (gross <= 0) continue;
    const int64_t tax = TaxIn(gross, v1::REVENUE_ROOM, tax_policy);
    Postings(property, accepted).Night(booking.booking_id(), gross, tax, absl::StrCat(night.ymd()));
    if (property.definition().keeps_books()) CiteTax(tax, tax_policy, accepted);
  }
}

void PostDayUse(const v1::Booking& booking, const v1::Property& property,
                const v1::Policy* tax_policy, v1::Accepted& accepted) {
  const bool keeps_books = property.definition().keeps_books();
  if (!keeps_books || booking.stay().arrival() != booking.stay().departure()) return;
  const int64_t tax = TaxIn(booking.price_minor(), v1::REVENUE_ROOM, tax_policy);
  Postings(property, accepted).DayUse(booking.booking_id(), booking.price_minor(), tax);
  CiteTax(tax, tax_policy, accepted);
}

}  // namespace daybook
