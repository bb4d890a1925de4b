#include "ledger/domain/accounts/fees.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/price_lines.h"

namespace daybook {
void AddFee(const DecideContext& context, std::string_view code, int64_t gross_minor,
            v1::PricingRule rule, const v1::Policy* policy, v1::Accepted& accepted) {
  if (gross_minor <= 0 || !context.KeepsBooks()) return;
  const v1::Booking& booking = *context.booking;
  const v1::Policy* const tax_policy = context.PolicyInForce(v1::Policy::kTax);
  const int64_t tax = TaxIn(gross_minor, v1::REVENUE_FEE, tax_policy);
  const std::string id = FreeChargeId(booking, code);
  AddChargePosted(booking, id, v1::REVENUE_FEE, code, gross_minor, tax, *context.property,
                  accepted);
  Postings(*context.property, accepted).Fee(booking.booking_id(), id, gross_minor, tax);
  DecideContext::AddItem(accepted, v1::ITEM_FEE, gross_minor, rule, policy);
  DecideContext::AddItem(accepted, v1::ITEM_TAX, tax, v1::RULE_TAX_INCLUDED, tax_policy);
  if (policy != nullptr) DecideContext::Cite(*policy, accepted);
  if (tax > 0) DecideContext::Cite(*tax_policy, accepted);
}

void CheckFolioHasRoom(DecideContext& context, std::string_view path, int charges) {
  if (!context.KeepsBooks()) return;
  const int present = context.booking->folio().charges_size();
  if (present + charges <= kMaxCharges) return;
  context.Decline(
      v1::STATE_TOO_MANY, path,
      absl::StrCat("booking ", context.booking->booking_id(), " has ", present, " charges, ",
                   charges, " would be added, and a folio holds ", kMaxCharges));
}

void AddLateCheckOutFee(const DecideContext& context, v1::Accepted& accepted) {
  const v1::Policy* const policy = context.FrozenPolicy(context.booking->terms().change());
  if (policy == nullptr) return;
  AddFee(context, kLateCheckOutFee, policy->change().late_check_out_fee_minor(),
         v1::RULE_LATE_CHECK_OUT, policy, accepted);
}

void ReverseLateCheckOutFee(const DecideContext& context, v1::Accepted& accepted) {
  if (!context.KeepsBooks()) return;
  const v1::FolioCharge* last = nullptr;
  for (const v1::FolioCharge& charge : context.booking->folio().charges()) {
    const bool fee = charge.kind() == v1::REVENUE_FEE && charge.code() == kLateCheckOutFee;
    if (fee && !charge.reversed()) last = &charge;
  }
  if (last == nullptr) return;
  v1::ChargeReversed& event = *accepted.add_events()->mutable_charge_reversed();
  event.set_booking_id(context.booking->booking_id());
  event.set_charge_id(last->charge_id());
  Postings postings(*context.property, accepted);
  PostChargeReversal(*context.booking, *last, last->waived_minor(), postings);
}

int64_t EarlyDepartureFee(const DecideContext& context, CivilDate from) {
  if (!context.KeepsBooks()) return 0;
  const v1::Booking& booking = *context.booking;
  const v1::Policy* const policy = context.FrozenPolicy(booking.terms().change());
  if (policy == nullptr) return 0;
  if (booking.folio().charged_until() != 0) {
    from = std::max(from, DateOf(booking.folio().charged_until()));
  }
  PriceLines given_back;
  AppendPartOf(booking.price(), {from, DepartureOf(booking.stay())}, given_back);
  // An imported price may be below 0.
  return std::max<int64_t>(
      0, PercentOf(SumOfLines(given_back), policy->change().early_departure_basis_points()));
}

void AddEarlyDepartureFee(const DecideContext& context, CivilDate from, v1::Accepted& accepted) {
  AddFee(context, kEarlyDepartureFee, EarlyDepartureFee(context, from), v1::RULE_EARLY_DEPARTURE,
         context.FrozenPolicy(context.booking->terms().change()), accepted);
}

}  // namespace daybook
