#include "ledger/domain/loyalty/points.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/accounts/vouchers.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/price_lines.h"

namespace daybook {
namespace {

bool IsExpired(const State& state, const v1::PointsLot& lot) {
  const v1::Property* const property = state.FindProperty(lot.property_id());
  return property != nullptr && property->business_date() >= lot.expires_on();
}

int64_t NetOf(int64_t gross, const v1::Policy* tax_policy, v1::RevenueKind kind) {
  return gross - IncludedTax(gross, TaxRate(tax_policy, kind));
}

// Gross, of the nights that the night audit has charged, or of the day use that the check-in has.
int64_t ChargedRoom(const v1::Booking& booking) {
  if (booking.stay().arrival() == booking.stay().departure()) return booking.price_minor();
  if (booking.folio().charged_until() == 0) return 0;
  PriceLines charged;
  AppendPartOf(booking.price(),
               {ArrivalOf(booking.stay()), DateOf(booking.folio().charged_until())}, charged);
  return SumOfLines(charged);
}

// Gross, of nights and days of use.
int64_t WaivedRoom(const v1::Booking& booking) {
  int64_t waived = 0;
  for (const v1::WaivedNight& night : booking.folio().waived_nights()) {
    waived += night.gross_minor();
  }
  return waived;
}

void AddLot(const DecideContext& context, const v1::Policy& policy, std::string_view customer_id,
            int64_t points, v1::Accepted& accepted) {
  v1::PointsGranted& event = *accepted.add_events()->mutable_points_granted();
  event.set_customer_id(std::string(customer_id));
  v1::PointsLot& lot = *event.mutable_lot();
  lot.set_property_id(context.property->definition().property_id());
  lot.set_points(points);
  lot.set_expires_on(
      VoucherExpiry(context.property->business_date(), policy.loyalty().valid_days()));
  lot.set_point_value_minor(policy.loyalty().point_value_minor());
  Postings(*context.property, accepted)
      .PointsEarned(customer_id, ValueOf(points, lot.point_value_minor()));
  DecideContext::Cite(policy, accepted);
}

}  // namespace

int64_t ValueOf(int64_t points, int32_t point_value_minor) { return points * point_value_minor; }

int64_t RevenueForPoints(const DecideContext& context, const v1::Booking& booking) {
  const v1::Policy* const tax_policy = context.PolicyInForce(v1::Policy::kTax);
  int64_t net = NetOf(ChargedRoom(booking) - WaivedRoom(booking), tax_policy, v1::REVENUE_ROOM);
  for (const v1::FolioCharge& charge : booking.folio().charges()) {
    if (charge.kind() != v1::REVENUE_EXTRA || charge.reversed()) continue;
    net += NetOf(std::max<int64_t>(0, charge.gross_minor() - charge.waived_minor()), tax_policy,
                 v1::REVENUE_EXTRA);
  }
  return std::max<int64_t>(0, net);
}

int64_t PointsFor(const v1::LoyaltyPolicy& policy, int64_t net_minor) {
  const int64_t hundreds = std::max<int64_t>(0, net_minor) / 100;
  const int64_t most = kMaxAmountMinor / std::max(1, policy.point_value_minor());
  return std::min(CheckedMultiply(hundreds, policy.points_per_hundred_minor()).value_or(most),
                  most);
}

void AddPointsEarned(const DecideContext& context, const v1::Booking& booking,
                     v1::Accepted& accepted) {
  if (!context.KeepsBooks()) return;
  const v1::Policy* const policy = context.PolicyInForce(v1::Policy::kLoyalty);
  const auto* const member = context.state.Find<v1::Member>(booking.customer_id());
  if (policy == nullptr || member == nullptr || member->lots_size() >= kMaxPointsLots) return;
  const std::string& currency = policy->loyalty().currency();
  if (booking.currency() != currency || member->currency() != currency) return;
  const int64_t points = PointsFor(policy->loyalty(), RevenueForPoints(context, booking));
  if (points > 0) AddLot(context, *policy, booking.customer_id(), points, accepted);
}

bool AddGrantedPoints(const DecideContext& context, std::string_view customer_id, int64_t points,
                      v1::Accepted& accepted) {
  const v1::Policy* const policy = context.PolicyInForce(v1::Policy::kLoyalty);
  const auto* const member = context.state.Find<v1::Member>(customer_id);
  if (policy == nullptr || member == nullptr || !context.KeepsBooks() || points <= 0) return false;
  DecideContext::AddItem(accepted, v1::ITEM_POINTS, -points, v1::RULE_COMPENSATION, policy);
  AddLot(context, *policy, customer_id, points, accepted);
  return true;
}

// The policy first: where none is in force, nobody has loaded the member either.
void RequireGrantable(DecideContext& context, std::string_view customer_path,
                      std::string_view customer_id) {
  context.RequireBooks("");
  const v1::Policy* const policy = context.PolicyInForce(v1::Policy::kLoyalty);
  if (policy == nullptr) {
    context.Decline(v1::STATE_POLICY_MISSING, "", "no loyalty policy is in force here");
    return;
  }
  const std::string& currency = policy->loyalty().currency();
  const auto decline_currency = [&](std::string_view path, const std::string& other) {
    if (other == currency) return;
    context.Decline(
        v1::STATE_CURRENCY_MISMATCH, path,
        absl::StrCat("points are worth ", currency, " by the loyalty policy, not ", other));
  };
  if (context.property != nullptr) {
    decline_currency("", context.property->definition().currency());
  }
  const auto* const member = context.Require<v1::Member>(customer_path, customer_id);
  if (member == nullptr) return;
  decline_currency(customer_path, member->currency());
  if (member->lots_size() < kMaxPointsLots) return;
  context.Decline(v1::STATE_TOO_MANY, customer_path,
                  absl::StrCat("the member has ", member->lots_size(), " lots of points"));
}

int64_t ValueOfGrant(const DecideContext& context, int64_t points) {
  const v1::Policy* const policy = context.PolicyInForce(v1::Policy::kLoyalty);
  return policy == nullptr ? 0 : ValueOf(points, policy->loyalty().point_value_minor());
}

std::vector<PointsPart> PartsFor(const State& state, const v1::Member& member, int64_t points) {
  std::vector<PointsPart> parts;
  int64_t wanted = points;
  for (const v1::PointsLot& lot : member.lots()) {
    if (wanted <= 0) break;
    PointsPart part;
    part.expired = IsExpired(state, lot);
    part.points = part.expired ? lot.points() : std::min(wanted, lot.points());
    part.value_minor = ValueOf(part.points, lot.point_value_minor());
    part.property_id = lot.property_id();
    if (!part.expired) wanted -= part.points;
    parts.push_back(part);
  }
  return parts;
}

int64_t PointsLeft(const State& state, const v1::Member& member) {
  int64_t left = 0;
  for (const v1::PointsLot& lot : member.lots()) {
    if (!IsExpired(state, lot)) left += lot.points();
  }
  return left;
}

void AddExpiredPoints(const DecideContext& context, const v1::Member& member,
                      v1::Accepted& accepted) {
  int64_t points = 0;
  int lots = 0;
  for (const v1::PointsLot& lot : member.lots()) {
    if (!IsExpired(context.state, lot) || lots == kMaxLotsExpired) break;
    ++lots;
    points += lot.points();
    Postings(*context.state.FindProperty(lot.property_id()), accepted)
        .PointsExpired(member.customer_id(), ValueOf(lot.points(), lot.point_value_minor()));
  }
  if (points == 0) return;
  v1::PointsExpired& event = *accepted.add_events()->mutable_points_expired();
  event.set_customer_id(member.customer_id());
  event.set_points(points);
}

}  // namespace daybook
