#include "ledger/domain/policies.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/authority.h"
#include "ledger/domain/booking_evolve.h"
#include "ledger/domain/night_counts.h"
#include "ledger/domain/out_of_order.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;
constexpr int32_t kMaxGuests = 1000;

int64_t PriceOfFirstNights(const PriceLines& lines, int32_t nights) {
  int64_t sum = 0;
  for (const v1::PriceLine& line : lines) {
    const int32_t in_line = std::max(1, DateOf(line.to()) - DateOf(line.from()));
    const int32_t counted = std::min(in_line, nights);
    sum += counted * line.nightly_minor();
    nights -= counted;
  }
  return sum;
}

int64_t Amount(const v1::Penalty& penalty, const v1::Booking& booking) {
  switch (penalty.rule_case()) {
    case v1::Penalty::kFlatMinor:
      return penalty.flat_minor();
    case v1::Penalty::kStayBasisPoints:
      return PercentOf(booking.price_minor(), penalty.stay_basis_points());
    case v1::Penalty::kNights:
      return PriceOfFirstNights(booking.price(), penalty.nights());
    case v1::Penalty::kPercentOfNights:
      return PercentOf(PriceOfFirstNights(booking.price(), penalty.percent_of_nights().nights()),
                       penalty.percent_of_nights().basis_points());
    case v1::Penalty::kFull:
      return booking.price_minor();
    case v1::Penalty::RULE_NOT_SET:
      return 0;
  }
  return 0;
}

// By the tiers, before floor and bounds.
int64_t TierPenalty(const v1::Booking& booking, Instant instant) {
  const v1::Terms& terms = booking.terms();
  if (terms.policy().non_refundable()) return booking.price_minor();
  if (terms.has_grace_until() && instant < ToInstant(terms.grace_until())) return 0;
  int64_t penalty = 0;
  const int tiers = std::min(terms.policy().tiers_size(), terms.deadlines_size());
  for (int i = 0; i < tiers; ++i) {
    if (ToInstant(terms.deadlines(i)) <= instant) {
      penalty = Amount(terms.policy().tiers(i).penalty(), booking);
    }
  }
  return penalty;
}

// The floor was incurred on the stay as it was then, and may be more than the stay costs now: were
// it cut to the price, making the stay cheap first would be the way out of a penalty.
int64_t Bounded(int64_t penalty, const v1::Booking& booking) {
  penalty = std::min(penalty, booking.price_minor());
  return std::max({int64_t{0}, penalty, booking.terms().penalty_floor_minor()});
}

// Nothing where nothing is out of order: the words recorded before there was such a thing stand.
std::string OutOfOrderNote(int32_t rooms) {
  return rooms == 0 ? "" : absl::StrCat(", ", rooms, " out of order");
}

}  // namespace

int64_t CancellationPenalty(const v1::Booking& booking, Instant instant) {
  if (booking.status() != v1::CONFIRMED) return 0;
  return Bounded(TierPenalty(booking, instant), booking);
}

int64_t NoShowPenalty(const v1::Booking& booking, Instant instant) {
  const v1::CancellationPolicy& policy = booking.terms().policy();
  if (policy.no_show().rule_case() == v1::Penalty::RULE_NOT_SET) {
    return CancellationPenalty(booking, instant);
  }
  return Bounded(Amount(policy.no_show(), booking), booking);
}

int64_t FreeToRefund(const v1::Payment& payment) {
  int64_t free = payment.amount().amount_minor();
  for (const v1::Refund& refund : payment.refunds()) {
    if (refund.status() == v1::REFUND_PENDING || refund.status() == v1::REFUND_SUCCEEDED) {
      free -= refund.amount_minor();
    }
  }
  return free;
}

int64_t KeptPayments(const v1::Booking& booking) {
  int64_t kept = 0;
  for (const v1::Payment& payment : booking.payments()) kept += FreeToRefund(payment);
  return kept;
}

void FillCancellation(const v1::Booking& booking, v1::CancellationCause cause,
                      v1::CancellationReason reason, int64_t penalty_minor, int32_t business_date,
                      v1::Cancellation& cancellation) {
  cancellation.set_cause(cause);
  cancellation.set_reason(reason);
  cancellation.set_penalty_minor(penalty_minor);
  cancellation.set_refund_due_minor(std::max<int64_t>(0, KeptPayments(booking) - penalty_minor));
  cancellation.set_business_date(business_date);
}

void AddNoShow(const v1::Booking& booking, Instant instant, int32_t business_date,
               v1::Accepted& accepted) {
  v1::NoShowMarked& event = *accepted.add_events()->mutable_no_show_marked();
  event.set_booking_id(booking.booking_id());
  FillCancellation(booking, v1::CANCELLATION_CAUSE_UNSPECIFIED, v1::CANCELLATION_REASON_UNSPECIFIED,
                   NoShowPenalty(booking, instant), business_date, *event.mutable_cancellation());
}

void AppendLine(CivilDate from, CivilDate to, int64_t nightly_minor, PriceLines& lines) {
  if (!lines.empty() && from < to) {
    v1::PriceLine& last = lines[lines.size() - 1];
    if (last.to() == from.ymd() && last.nightly_minor() == nightly_minor &&
        last.from() != last.to()) {
      last.set_to(to.ymd());
      return;
    }
  }
  v1::PriceLine& line = *lines.Add();
  line.set_from(from.ymd());
  line.set_to(to.ymd());
  line.set_nightly_minor(nightly_minor);
}

void AppendPartOf(const PriceLines& lines, Nights range, PriceLines& out) {
  for (const v1::PriceLine& line : lines) {
    const CivilDate from = std::max(DateOf(line.from()), range.from);
    const CivilDate to = std::min(DateOf(line.to()), range.to);
    if (from < to) AppendLine(from, to, line.nightly_minor(), out);
  }
}

bool SameLines(const PriceLines& a, const PriceLines& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(), [](const v1::PriceLine& x, const v1::PriceLine& y) {
        return x.from() == y.from() && x.to() == y.to() && x.nightly_minor() == y.nightly_minor();
      });
}

const v1::RoomTypePrice* FindPrice(const v1::RatePlan& plan, std::string_view room_type_id) {
  for (const v1::RoomTypePrice& price : plan.definition().prices()) {
    if (price.room_type_id() == room_type_id) return &price;
  }
  return nullptr;
}

void CheckAvailability(DecideContext& context, std::string_view path, std::string_view room_type_id,
                       Nights nights, Nights own) {
  const v1::RoomType* room_type = context.state.FindRoomType(context.property_id, room_type_id);
  const NightCounts* taken = context.state.NightsTaken(context.property_id, room_type_id);
  const OutOfOrderNights* out = context.state.NightsOutOfOrder(context.property_id, room_type_id);
  if (room_type == nullptr) return;
  const int32_t capacity = room_type->definition().capacity();
  const int32_t limit = room_type->definition().overbooking_limit();
  int32_t full = 0;
  CivilDate first;
  for (CivilDate night = nights.from; night < nights.to; night = night + 1) {
    if (own.from <= night && night < own.to) continue;
    const int32_t sellable = capacity + limit - out->At(night);
    if ((taken == nullptr ? 0 : taken->At(night)) + 1 <= sellable) continue;
    if (full++ == 0) first = night;
  }
  if (full == 0) return;
  context.Decline(
      v1::POLICY_NOT_AVAILABLE, path,
      absl::StrCat("room type ", ToAbsl(room_type_id), " is sold out for ", full,
                   " of the nights, first ", first.ToString(), " with ",
                   taken == nullptr ? 0 : taken->At(first), " rooms taken of ", capacity, " and ",
                   limit, " overbooked", OutOfOrderNote(out->At(first))));
}

void CheckOccupancy(DecideContext& context, std::string_view path, std::string_view room_type_id,
                    const v1::Guests& guests) {
  const v1::RoomType* room_type = context.state.FindRoomType(context.property_id, room_type_id);
  if (room_type == nullptr) return;
  const int32_t most = room_type->definition().max_occupancy();
  const int32_t count = guests.adults() + guests.children();
  if (most == 0 || count <= most) return;
  context.Decline(
      v1::POLICY_OCCUPANCY_EXCEEDED, path,
      absl::StrCat(count, " guests, room type ", ToAbsl(room_type_id), " takes ", most));
}

void CheckNotTooFar(DecideContext& context, std::string_view path, CivilDate arrival) {
  if (arrival <= context.BusinessDate() + kMaxDaysAhead) return;
  context.Decline(v1::POLICY_ARRIVAL_TOO_FAR, path,
                  absl::StrCat(arrival.ToString(), " is more than ", kMaxDaysAhead, " days after ",
                               context.BusinessDate().ToString()));
}

void CheckDeadlinesResolved(DecideContext& context, std::string_view path) {
  if (!context.resolution.time_zone_unknown()) return;
  context.Decline(v1::FORM_TIME_ZONE_UNKNOWN, path,
                  "the time-zone data no longer has the property's time zone");
}

void CheckStayLength(DecideContext& context, std::string_view path, CivilDate arrival,
                     CivilDate departure) {
  const int32_t nights = departure - arrival;
  if (nights >= 0 && nights <= kMaxNights) return;
  context.Decline(v1::FORM_STAY_INVALID, path,
                  absl::StrCat(arrival.ToString(), " to ", departure.ToString(), " is ", nights,
                               " nights, not 0 to ", kMaxNights));
}

void CheckPriceOfStay(DecideContext& context, int64_t price_minor, int64_t times) {
  const std::optional<int64_t> total = CheckedMultiply(price_minor, times);
  if (total && *total <= kMaxAmountMinor && *total >= -kMaxAmountMinor) return;
  context.Decline(
      v1::FORM_MONEY_INVALID, "",
      absl::StrCat("the price of the stay is beyond ", kMaxAmountMinor, " minor units"));
}

void CheckGuestsForm(DecideContext& context, const v1::Guests& guests) {
  const auto check = [&](std::string_view path, int32_t count) {
    if (count < 0 || count > kMaxGuests) {
      context.Decline(v1::FORM_GUESTS_INVALID, path,
                      absl::StrCat(count, " is not 0 to ", kMaxGuests));
    }
  };
  check("guests.adults", guests.adults());
  check("guests.children", guests.children());
  check("guests.babies", guests.babies());
  if (guests.children_unknown() && guests.children() > 0) {
    context.Decline(v1::FORM_GUESTS_INVALID, "guests.children_unknown",
                    absl::StrCat("unknown, and given as ", guests.children()));
  }
}

void CheckNightlyOverride(DecideContext& context, const v1::Money& price) {
  context.CheckMoney("nightly_override", price);
  if (price.amount_minor() < 0 && !context.FromImporter()) {
    context.Decline(v1::FORM_MONEY_INVALID, "nightly_override",
                    absl::StrCat(price.amount_minor(), " is negative"));
  }
}

void CheckMayOverridePrice(DecideContext& context) {
  if (MayOverridePrice(context)) return;
  context.Decline(v1::POLICY_PRICE_OVERRIDE_NOT_ALLOWED, "nightly_override",
                  absl::StrCat(context.request.actor().id(), " may not set prices"));
}

void FreezeTerms(const v1::CancellationPolicy& policy, const v1::Resolution& resolution,
                 Instant booked_at, v1::Terms& terms) {
  *terms.mutable_policy() = policy;
  *terms.mutable_deadlines() = resolution.deadlines();
  terms.clear_grace_until();
  if (policy.grace_minutes() > 0) {
    *terms.mutable_grace_until() =
        ToTimestamp(booked_at.PlusMicros(policy.grace_minutes() * kMicrosPerMinute));
  }
  terms.clear_zone_data_version();
  if (!resolution.deadlines().empty()) {
    terms.set_zone_data_version(resolution.zone_data_version());
  }
}

}  // namespace daybook
