#include "ledger/domain/cancellation/penalties.h"

#include <algorithm>

#include "ledger/base/money.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/payment/payments.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;

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
PenaltyDue TierPenalty(const v1::Booking& booking, Instant instant) {
  const v1::Terms& terms = booking.terms();
  if (terms.policy().non_refundable()) {
    return {booking.price_minor(), v1::RULE_PENALTY_NON_REFUNDABLE, 0};
  }
  if (terms.has_grace_until() && instant < ToInstant(terms.grace_until())) {
    return {0, v1::RULE_PENALTY_GRACE, 0};
  }
  PenaltyDue penalty;
  const int tiers = std::min(terms.policy().tiers_size(), terms.deadlines_size());
  for (int i = 0; i < tiers; ++i) {
    if (ToInstant(terms.deadlines(i)) > instant) continue;
    penalty = {Amount(terms.policy().tiers(i).penalty(), booking), v1::RULE_PENALTY_TIER, i + 1};
  }
  return penalty;
}

// The floor was incurred on the stay as it was then, and may be more than the stay costs now: were
// it cut to the price, making the stay cheap first would be the way out of a penalty.
PenaltyDue Bounded(PenaltyDue penalty, const v1::Booking& booking) {
  penalty.amount_minor =
      std::max<int64_t>(0, std::min(penalty.amount_minor, booking.price_minor()));
  const int64_t floor = booking.terms().penalty_floor_minor();
  if (floor > penalty.amount_minor) return {floor, v1::RULE_PENALTY_FLOOR, 0};
  return penalty;
}

}  // namespace

PenaltyDue FindCancellationPenalty(const v1::Booking& booking, Instant instant) {
  if (booking.status() != v1::CONFIRMED) return {0, v1::RULE_NOT_CONFIRMED_FREE, 0};
  return Bounded(TierPenalty(booking, instant), booking);
}

PenaltyDue FindNoShowPenalty(const v1::Booking& booking, Instant instant) {
  const v1::CancellationPolicy& policy = booking.terms().policy();
  if (policy.no_show().rule_case() == v1::Penalty::RULE_NOT_SET) {
    return FindCancellationPenalty(booking, instant);
  }
  return Bounded({Amount(policy.no_show(), booking), v1::RULE_PENALTY_NO_SHOW, 0}, booking);
}

PenaltyDue FindPartialPenalty(const v1::Booking& booking, int32_t nights_left, Instant instant) {
  const CivilDate arrival = ArrivalOf(booking.stay());
  PriceLines left;
  AppendPartOf(booking.price(), {arrival, arrival + nights_left}, left);
  return FindPartialPenalty(booking, left, instant);
}

PenaltyDue FindPartialPenalty(const v1::Booking& booking, const PriceLines& lines,
                              Instant instant) {
  if (booking.status() != v1::CONFIRMED) return {0, v1::RULE_NOT_CONFIRMED_FREE, 0};
  PenaltyDue dropped = TierPenalty(booking, instant);
  dropped.amount_minor = std::min(dropped.amount_minor, booking.price_minor());
  v1::Booking left;
  *left.mutable_terms() = booking.terms();
  *left.mutable_price() = lines;
  left.set_price_minor(SumOfLines(left.price()));
  const int64_t rest = std::min(TierPenalty(left, instant).amount_minor, left.price_minor());
  dropped.amount_minor = std::max<int64_t>(0, dropped.amount_minor - rest);
  return dropped;
}

int64_t CancellationPenalty(const v1::Booking& booking, Instant instant) {
  return FindCancellationPenalty(booking, instant).amount_minor;
}

int64_t NoShowPenalty(const v1::Booking& booking, Instant instant) {
  return FindNoShowPenalty(booking, instant).amount_minor;
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

void AddHoldEnd(const v1::Booking& booking, v1::CancellationCause cause, int32_t business_date,
                v1::Accepted& accepted) {
  v1::BookingCancelled& event = *accepted.add_events()->mutable_booking_cancelled();
  event.set_booking_id(booking.booking_id());
  FillCancellation(booking, cause, v1::CANCELLATION_REASON_UNSPECIFIED, 0, business_date,
                   *event.mutable_cancellation());
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
