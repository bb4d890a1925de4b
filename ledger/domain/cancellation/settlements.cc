#include "ledger/domain/cancellation/settlements.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/accounts/vouchers.h"

namespace daybook {
namespace {

v1::Settlement Plain(v1::Settlement settlement) {
  return settlement == v1::SETTLEMENT_UNSPECIFIED ? v1::SETTLEMENT_REFUND : settlement;
}

void CheckNamedWith(DecideContext& context, std::string_view path, const std::string& id,
                    bool needed) {
  if (needed) {
    context.CheckId(path, id);
  } else if (!id.empty()) {
    context.Decline(v1::FORM_ID_INVALID, path, "has no place in this settlement");
  }
}

void CheckRebooked(DecideContext& context, const v1::Booking& rebooked) {
  const v1::Booking& booking = *context.booking;
  if (rebooked.status() != v1::CONFIRMED || rebooked.booking_id() == booking.booking_id()) {
    context.Decline(
        v1::STATE_BOOKING_STATUS, "rebook_as",
        absl::StrCat("booking ", rebooked.booking_id(), " is ",
                     v1::BookingStatus_Name(rebooked.status()), ", not another that is CONFIRMED"));
  }
  if (booking.customer_id().empty() || rebooked.customer_id() != booking.customer_id()) {
    context.Decline(
        v1::STATE_CUSTOMER_MISMATCH, "rebook_as",
        absl::StrCat("booking ", rebooked.booking_id(), " is not of the same customer"));
  }
  if (rebooked.currency() != booking.currency()) {
    context.Decline(v1::STATE_CURRENCY_MISMATCH, "rebook_as",
                    absl::StrCat("booking ", rebooked.booking_id(), " counts in ",
                                 rebooked.currency(), ", not in ", booking.currency()));
  }
  const v1::Property* const property = context.state.FindProperty(rebooked.property_id());
  if (property == nullptr || !property->definition().keeps_books()) {
    context.Decline(v1::STATE_BOOKS_NOT_KEPT, "rebook_as",
                    absl::StrCat("property ", rebooked.property_id(), " keeps no books here"));
  }
}

}  // namespace

std::vector<v1::Settlement> AllowedSettlements(const v1::Policy* refund_policy) {
  std::vector<v1::Settlement> allowed;
  if (refund_policy != nullptr) {
    for (const int settlement : refund_policy->refund().settlements()) {
      allowed.push_back(Plain(static_cast<v1::Settlement>(settlement)));
    }
  }
  if (allowed.empty()) allowed = {v1::SETTLEMENT_REFUND, v1::SETTLEMENT_WAIVER};
  return allowed;
}

void CheckSettlementForm(DecideContext& context, const v1::CancelBooking& cancel) {
  if (!v1::Settlement_IsValid(cancel.settlement())) {
    context.Decline(v1::FORM_ENUM_INVALID, "settlement",
                    absl::StrCat(static_cast<int>(cancel.settlement()), " is no settlement"));
    return;
  }
  CheckNamedWith(context, "voucher_id", cancel.voucher_id(),
                 cancel.settlement() == v1::SETTLEMENT_VOUCHER);
  CheckNamedWith(context, "rebook_as", cancel.rebook_as(),
                 cancel.settlement() == v1::SETTLEMENT_REBOOK);
}

const v1::Booking* CheckSettlementState(DecideContext& context, const v1::CancelBooking& cancel,
                                        int64_t due_back_minor) {
  const v1::Settlement settlement = cancel.settlement();
  if (settlement != v1::SETTLEMENT_VOUCHER && settlement != v1::SETTLEMENT_REBOOK) return nullptr;
  context.RequireBooks("settlement");
  if (due_back_minor == 0) {
    context.Decline(v1::STATE_BALANCE_TOO_SMALL, "settlement", "nothing is due back");
  }
  if (settlement == v1::SETTLEMENT_VOUCHER) {
    // A quote would not have brought a voucher of the past into memory.
    if (!context.quoting) context.RequireNew<v1::Voucher>("voucher_id", cancel.voucher_id());
    return nullptr;
  }
  const v1::Booking* const rebooked = context.RequireOtherBooking("rebook_as", cancel.rebook_as());
  if (rebooked != nullptr) CheckRebooked(context, *rebooked);
  return rebooked;
}

void CheckSettlementAllowed(DecideContext& context, v1::Settlement settlement,
                            int64_t due_back_minor) {
  if (due_back_minor == 0 && settlement != v1::SETTLEMENT_WAIVER) return;
  const v1::Policy* const policy = context.FrozenPolicy(context.booking->terms().refund());
  const std::vector<v1::Settlement> allowed = AllowedSettlements(policy);
  if (std::find(allowed.begin(), allowed.end(), Plain(settlement)) != allowed.end()) return;
  context.Decline(
      v1::POLICY_SETTLEMENT_NOT_ALLOWED, "settlement",
      absl::StrCat(v1::Settlement_Name(Plain(settlement)), " is not one that ",
                   policy == nullptr ? "a booking without a refund policy" : policy->policy_id(),
                   " allows"));
}

void Settle(const DecideContext& context, const SettlementDue& due, v1::Cancellation& cancellation,
            v1::Accepted& accepted) {
  const v1::Booking& booking = *context.booking;
  const v1::Settlement settlement = due.cancel.settlement();
  const v1::Policy* const policy = context.FrozenPolicy(booking.terms().refund());
  if (due.due_back_minor > 0 && policy != nullptr) DecideContext::Cite(*policy, accepted);
  // What a booking without terms of its own was always given back: nothing is said of it.
  const bool said = settlement != v1::SETTLEMENT_UNSPECIFIED || policy != nullptr;
  if (said && (due.due_back_minor > 0 || cancellation.foregone_minor() > 0)) {
    cancellation.set_settlement(Plain(settlement));
  }
  if (settlement == v1::SETTLEMENT_VOUCHER && policy != nullptr) {
    cancellation.set_voucher_id(due.cancel.voucher_id());
    cancellation.set_refund_due_minor(0);
    AddRefundVoucher(context, booking, due.cancel.voucher_id(), due.due_back_minor, *policy,
                     accepted);
  } else if (settlement == v1::SETTLEMENT_REBOOK && due.rebooked != nullptr) {
    cancellation.set_rebooked_as(due.rebooked->booking_id());
    cancellation.set_refund_due_minor(0);
    // Through the account between properties also where both are at one: there it comes to nothing.
    const v1::Property& receiver = *context.state.FindProperty(due.rebooked->property_id());
    Postings(*context.property, accepted)
        .ToProperty(v1::REFUNDS_PAYABLE, booking.booking_id(), due.rebooked->booking_id(),
                    due.due_back_minor);
    Postings(receiver, accepted)
        .FromProperty(*due.rebooked, booking.booking_id(), due.due_back_minor);
  }
}

}  // namespace daybook
