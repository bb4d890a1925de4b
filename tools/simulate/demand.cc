#include "tools/simulate/demand.h"

#include <algorithm>

namespace daybook::simulation {
namespace {

// Of a day's bookings, by part. Nobody books at night.
constexpr std::array<int32_t, 3> kPartPerMille = {350, 400, 250};
// Each part is tried this often, so that no two days are alike.
constexpr int32_t kTrials = 128;
constexpr int32_t kLeastLeadToWait = 2;

constexpr std::array<int32_t, kSimulatedRoomTypes> kRoomTypeWeights = {60, 30, 10};
constexpr int32_t kSemiFlexiblePerMille = 300;
constexpr int32_t kCompanyDiscountPercent = 10;

// Monday is 0. 1970-01-01 was a Thursday.
size_t WeekdayOf(CivilDate date) { return static_cast<size_t>((date.days() + 3) % 7); }
size_t MonthOf(CivilDate date) { return static_cast<size_t>(date.ymd() / 100 % 100 - 1); }

// Thousandths of a night.
int64_t MeanNights(const SimulationRates& rates) {
  int64_t half_nights = 0;
  int64_t bookings = 0;
  for (const ValueRange& range : rates.nights) {
    half_nights += int64_t{range.from + range.to} * range.bookings;
    bookings += range.bookings;
  }
  return half_nights * 500 / bookings;
}

}  // namespace

Demand::Demand(const SimulationSettings& settings, const HotelPlan& plan, Customers& customers)
    : settings_(settings), rates_(settings.rates), plan_(plan), customers_(customers) {
  int64_t month_sum = 0;
  int64_t weekday_sum = 0;
  for (size_t month = 0; month < month_weights_.size(); ++month) {
    month_weights_[month] = rates_.months[month].arrivals * 10 / rates_.months[month].days;
    month_sum += month_weights_[month];
  }
  for (size_t weekday = 0; weekday < weekday_weights_.size(); ++weekday) {
    weekday_weights_[weekday] = rates_.weekdays[weekday] / 100;
    weekday_sum += weekday_weights_[weekday];
  }
  most_weight_ = *std::max_element(month_weights_.begin(), month_weights_.end()) *
                 *std::max_element(weekday_weights_.begin(), weekday_weights_.end());
  const int64_t stayed = rates_.bookings - rates_.cancelled - rates_.no_shows;
  const int64_t bookings_per_mille = int64_t{plan.rooms} * rates_.occupancy_permille * 1000 *
                                     rates_.bookings / (MeanNights(rates_) * stayed);
  draws_per_mille_per_day_ =
      static_cast<int32_t>(bookings_per_mille * most_weight_ * 12 * 7 / (month_sum * weekday_sum));
  for (const LeadRange& lead : rates_.lead_days) {
    if (lead.from >= kLeastLeadToWait) may_wait_ += lead.bookings;
  }
}

bool Demand::InSeason(Random& random, int32_t day) const {
  const CivilDate date = settings_.from + day;
  return random.Chance(month_weights_[MonthOf(date)] * weekday_weights_[WeekdayOf(date)],
                       most_weight_);
}

std::vector<BookingEntry> Demand::Draw(Random& random, int32_t slot) {
  std::vector<BookingEntry> drawn;
  const int32_t part = slot % kDayParts;
  const int32_t expected =
      draws_per_mille_per_day_ * kPartPerMille[static_cast<size_t>(part)] / 1000;
  for (int32_t trial = 0; trial < kTrials; ++trial) {
    if (!random.Chance(expected, kTrials * 1000)) continue;
    const LeadRange& lead = PickRange(random, rates_.lead_days);
    const int32_t arrival = DayOf(slot) + random.Between(lead.from, lead.to);
    if (!InSeason(random, arrival)) continue;
    drawn.push_back(DrawOne(random, slot, lead, arrival));
  }
  return drawn;
}

BookingEntry Demand::DrawOne(Random& random, int32_t slot, const LeadRange& lead, int32_t arrival) {
  BookingEntry entry;
  entry.arrival = arrival;
  entry.departure = arrival + DrawValue(random, rates_.nights);
  entry.changes = DrawValue(random, rates_.changes);
  const int32_t end = random.Below(lead.bookings);
  if (end < lead.cancelled) {
    entry.fate = Fate::kCancel;
  } else if (end < lead.cancelled + lead.no_shows) {
    entry.fate = Fate::kNoShow;
  }
  DrawChannel(random, entry);
  if (entry.asked_by == AskedBy::kGuest && arrival == DayOf(slot)) {
    entry.asked_by = AskedBy::kDesk;  // walks in
  }
  DrawRoom(random, entry);
  DrawBeginning(random, slot, entry);
  DrawEnd(random, slot, entry);
  return entry;
}

void Demand::DrawChannel(Random& random, BookingEntry& entry) {
  std::array<int32_t, 4> weights{};
  for (size_t i = 0; i < weights.size(); ++i) weights[i] = rates_.channels[i].bookings;
  entry.channel = static_cast<uint8_t>(random.Pick(weights));
  const ChannelRate& rate = rates_.channels[entry.channel];
  const bool returns = random.Chance(rate.repeated, rate.bookings);
  Customer customer;
  switch (static_cast<SimulatedChannel>(entry.channel)) {
    case SimulatedChannel::kCorporate:
      customer = returns ? customers_.ReturningOfCompany(random) : customers_.NewOfCompany(random);
      entry.asked_by = AskedBy::kReservations;
      break;
    case SimulatedChannel::kDirect:
      customer = returns ? customers_.Returning(random) : customers_.New();
      entry.asked_by =
          random.PerMille(rates_.guest_web_permille) ? AskedBy::kGuest : AskedBy::kReservations;
      break;
    default:
      customer = returns ? customers_.Returning(random) : customers_.New();
      entry.asked_by = AskedBy::kChannel;
  }
  entry.customer = customer.number;
  entry.company = customer.company;
  entry.previous_stays = customer.stays;
  entry.repeated = customer.stays > 0;
  entry.with_details = random.PerMille(rates_.guest_details_permille);
}

void Demand::DrawRoom(Random& random, BookingEntry& entry) const {
  entry.adults = static_cast<uint8_t>(DrawValue(random, rates_.adults));
  entry.children = static_cast<uint8_t>(DrawValue(random, rates_.children));
  entry.room_type = static_cast<uint8_t>(random.Pick(kRoomTypeWeights));
  while (entry.adults + entry.children > plan_.room_types[entry.room_type].max_guests) {
    ++entry.room_type;
  }
  entry.rate_plan = random.Chance(rates_.non_refundable, rates_.bookings) ? kNonRefundable
                    : random.PerMille(kSemiFlexiblePerMille)              ? kSemiFlexible
                                                                          : kFlexible;
  if (entry.company != 0) {
    entry.rate_plan = kFlexible;
    entry.agreed_nightly_minor = plan_.PriceMinor(entry.room_type, kFlexible, 0, false, 0) *
                                 (100 - kCompanyDiscountPercent) / 100;
  }
}

void Demand::DrawBeginning(Random& random, int32_t slot, BookingEntry& entry) const {
  const int32_t lead = entry.arrival - DayOf(slot);
  if (lead >= kLeastLeadToWait && random.Chance(rates_.waitlisted, may_wait_)) {
    entry.begins_as = Stage::kWaiting;
    if (entry.asked_by == AskedBy::kReservations) entry.priority = random.Below(10);
    return;
  }
  const int32_t longest = SlotOf(entry.arrival, kMorning) - slot;
  if (longest < 3) return;
  const bool lost = entry.fate == Fate::kCancel && entry.changes == 0 &&
                    random.PerMille(rates_.hold_lost_permille);
  const bool kept = entry.fate == Fate::kStay && random.PerMille(rates_.hold_permille);
  if (!lost && !kept) return;
  entry.begins_as = Stage::kHeld;
  entry.hold_until_slot = slot + random.Between(3, std::min(longest, 12));
  if (lost) {
    entry.fate = random.PerMille(rates_.hold_expires_permille) ? Fate::kExpire : Fate::kRelease;
  }
}

// Between being made, changed and cancelled there is a part of the day each.
void Demand::DrawEnd(Random& random, int32_t slot, BookingEntry& entry) const {
  if (entry.fate != Fate::kCancel) return;
  const int32_t lead = entry.arrival - DayOf(slot);
  const int32_t tenths = static_cast<int32_t>(random.Pick(rates_.cancelled_after_tenths));
  const int32_t after = lead * (tenths * 100 + random.Below(100)) / 1000;
  const int32_t drawn = SlotOf(DayOf(slot) + after, random.Below(3));
  const int32_t earliest = slot + (entry.changes > 0 ? 2 : 1);
  const int32_t latest = std::max(earliest, SlotOf(entry.arrival, kMorning));
  entry.cancel_slot = Awake(std::clamp(drawn, earliest, latest));
}

}  // namespace daybook::simulation
