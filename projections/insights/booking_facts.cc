#include "projections/insights/booking_facts.h"

#include <algorithm>
#include <map>

#include "ledger/base/civil_date.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "projections/insights/insights_keys.h"
#include "projections/insights/insights_view.h"

namespace daybook {
namespace {

int32_t MonthOf(int32_t yyyymmdd) { return yyyymmdd / 100; }

// Days from one date to another; 0 where one of them is none.
int32_t DaysBetween(int32_t from, int32_t to) {
  const auto begin = CivilDate::FromYmd(from);
  const auto end = CivilDate::FromYmd(to);
  return begin.has_value() && end.has_value() ? *end - *begin : 0;
}

std::string StaysKey(const v1::Booking& booking, int32_t month) {
  return InsightsKey(InsightsRow::kStays)
      .Text(booking.property_id())
      .Month(month)
      .Text(booking.room_type_id())
      .Text(booking.source().market_segment())
      .Text(booking.source().country())
      .Text(booking.channel_id())
      .Take();
}

// see(night, nightly_minor) of what was booked.
template <typename See>
void ForEachNightBooked(const v1::Booking& booking, See see) {
  for (const v1::PriceLine& line : booking.price()) {
    const auto from = CivilDate::FromYmd(line.from());
    const auto to = CivilDate::FromYmd(line.to());
    if (!from.has_value() || !to.has_value()) continue;
    for (CivilDate night = *from; night < *to; night = night + 1) see(night, line.nightly_minor());
  }
}

// The price lines say what was booked; a stay that ended early is shorter.
void AddStays(const v1::Booking& booking, std::vector<Fact>& facts) {
  const int32_t arrival_month = MonthOf(booking.stay().arrival());
  const auto departure = CivilDate::FromYmd(booking.stay().departure());
  std::map<int32_t, v1::InsightsStays> months;
  ForEachNightBooked(booking, [&](CivilDate night, int64_t nightly_minor) {
    v1::InsightsStays& stays = months[MonthOf(night.ymd())];
    stays.set_room_nights(stays.room_nights() + 1);
    stays.set_revenue_minor(stays.revenue_minor() + nightly_minor);
    if (departure.has_value() && night >= *departure) {
      stays.set_nights_given_back(stays.nights_given_back() + 1);
    }
  });
  const bool day_use = months.empty();
  v1::InsightsStays& first = months[arrival_month];
  first.set_bookings(1);
  if (day_use) {
    first.set_day_uses(1);
    first.set_day_use_revenue_minor(booking.price_minor());
  }
  for (const auto& [month, stays] : months) {
    facts.push_back({StaysKey(booking, month),
                     {stays.bookings(), stays.room_nights(), stays.revenue_minor(),
                      stays.day_uses(), stays.day_use_revenue_minor(), stays.nights_given_back()}});
  }
}

void AddNights(const v1::Booking& booking, std::vector<Fact>& facts) {
  const auto arrival = CivilDate::FromYmd(booking.stay().arrival());
  const auto departure = CivilDate::FromYmd(booking.stay().departure());
  if (!arrival.has_value() || !departure.has_value()) return;
  std::map<CivilDate, int64_t> prices;
  ForEachNightBooked(
      booking, [&](CivilDate night, int64_t nightly_minor) { prices[night] = nightly_minor; });
  for (CivilDate night = *arrival; night < *departure; night = night + 1) {
    const auto price = prices.find(night);
    facts.push_back({InsightsKey(InsightsRow::kNight)
                         .Text(booking.property_id())
                         .Text(HeldRoomType(booking))
                         .Date(night.ymd())
                         .Take(),
                     {1, price == prices.end() ? 0 : price->second, 0}});
  }
}

void AddEnded(const v1::Booking& booking, std::vector<Fact>& facts) {
  const v1::Cancellation& cancellation = booking.cancellation();
  const int32_t lead = DaysBetween(cancellation.business_date(), booking.stay().arrival());
  const int32_t nights =
      std::max(0, DaysBetween(booking.stay().arrival(), booking.stay().departure()));
  facts.push_back({InsightsKey(InsightsRow::kEnded)
                       .Text(booking.property_id())
                       .Month(MonthOf(cancellation.business_date()))
                       .Code(booking.status())
                       .Code(cancellation.cause())
                       .Code(cancellation.reason())
                       .Text(cancellation.sub_reason())
                       .Code(static_cast<int>(LeadTimeOf(lead)))
                       .Text(booking.channel_id())
                       .Take(),
                   {1, nights, booking.price_minor(), cancellation.penalty_minor(),
                    cancellation.foregone_minor() + cancellation.waived_minor(),
                    cancellation.refund_due_minor()}});
}

int64_t FeesOf(const v1::Record& record) {
  int64_t fees = 0;
  for (const v1::Item& item : record.outcome().accepted().items()) {
    if (item.kind() == v1::ITEM_FEE) fees += item.amount_minor();
  }
  return fees;
}

}  // namespace

std::vector<Fact> FactsOf(const v1::Booking& booking) {
  std::vector<Fact> facts;
  switch (booking.status()) {
    case v1::CHECKED_OUT:
      AddStays(booking, facts);
      AddNights(booking, facts);
      break;
    case v1::IN_HOUSE:
      AddNights(booking, facts);
      break;
    case v1::CANCELLED:
    case v1::NO_SHOW:
      // A stay that moved goes on at another property: that is a change.
      if (booking.cancellation().cause() != v1::CANCELLATION_CAUSE_MOVED) {
        AddEnded(booking, facts);
      }
      break;
    default:
      break;
  }
  return facts;
}

Fact FactOfChange(const v1::Record& record, const v1::BookingChanged& event,
                  const v1::Booking& before) {
  const int32_t date = record.resolution().business_date();
  const v1::Request& request = record.request();
  const bool asked = request.has_change_booking();
  const bool other_stay =
      event.has_stay() && (event.stay().arrival() != before.stay().arrival() ||
                           event.stay().departure() != before.stay().departure());
  const bool other_room_type =
      event.has_room_type_id() && event.room_type_id() != before.room_type_id();
  return {InsightsKey(InsightsRow::kChanges)
              .Text(before.property_id())
              .Month(MonthOf(date))
              .Code(event.reason())
              .Text(asked ? request.change_booking().sub_reason() : std::string())
              .Code(static_cast<int>(LeadTimeOf(DaysBetween(date, before.stay().arrival()))))
              .Text(before.channel_id())
              .Take(),
          {1, other_stay ? 1 : 0, other_room_type ? 1 : 0, event.price().empty() ? 0 : 1,
           event.price_difference_minor(), FeesOf(record)}};
}

Fact FactOfMove(const v1::Record& record, const v1::Booking& before) {
  const int32_t date = record.resolution().business_date();
  const v1::MoveBooking& move = record.request().move_booking();
  int64_t difference = 0;
  for (const v1::Item& item : record.outcome().accepted().items()) {
    if (item.kind() == v1::ITEM_PRICE_DIFFERENCE) difference += item.amount_minor();
  }
  return {
      InsightsKey(InsightsRow::kChanges)
          .Text(before.property_id())
          .Month(MonthOf(date))
          .Code(move.reason())
          .Text(move.sub_reason())
          .Code(static_cast<int>(LeadTimeOf(DaysBetween(date, before.stay().arrival()))))
          .Text(before.channel_id())
          .Take(),
      {1, 0, move.room_type_id() == before.room_type_id() ? 0 : 1, 1, difference, FeesOf(record)}};
}

void CopyWhatFactsNeed(const v1::Booking& booking, v1::Booking& part) {
  part.set_booking_id(booking.booking_id());
  part.set_property_id(booking.property_id());
  part.set_status(booking.status());
  part.set_channel_id(booking.channel_id());
  *part.mutable_stay() = booking.stay();
  part.set_room_type_id(booking.room_type_id());
  part.set_assigned_room_type_id(booking.assigned_room_type_id());
  *part.mutable_price() = booking.price();
  part.set_price_minor(booking.price_minor());
  if (booking.has_cancellation()) *part.mutable_cancellation() = booking.cancellation();
  const v1::SourceAttributes& source = booking.source();
  if (!source.market_segment().empty() || !source.country().empty()) {
    part.mutable_source()->set_market_segment(source.market_segment());
    part.mutable_source()->set_country(source.country());
  }
}

}  // namespace daybook
