#include "ledger/domain/accounts/cancellation_postings.h"

#include <algorithm>

#include "ledger/domain/accounts/folio_charges.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/payment/payments.h"
#include "ledger/domain/policy/policy_register.h"

namespace daybook {
namespace {

// Of the deposit, what the guest owes takes; the rest is the surplus.
struct Ending {
  int64_t forfeited = 0;
  int64_t surplus = 0;
  int64_t overpaid = 0;  // of the folio itself
};

Ending EndOf(const v1::Booking& booking, int64_t penalty_minor) {
  const int64_t deposit = booking.folio().deposit_minor();
  const int64_t owed = booking.folio().guest_minor() + penalty_minor;
  Ending ending;
  ending.forfeited = std::clamp<int64_t>(owed, 0, deposit);
  ending.surplus = deposit - ending.forfeited;
  ending.overpaid = std::max<int64_t>(0, -owed);
  return ending;
}

// FillCancellation counts payments; what is due back by the books counts everything.
void SetDueBack(const v1::Booking& booking, int64_t due_minor, v1::Accepted& accepted) {
  for (v1::Event& event : *accepted.mutable_events()) {
    if (BookingOf(event) != booking.booking_id()) continue;
    if (event.has_booking_cancelled()) {
      event.mutable_booking_cancelled()->mutable_cancellation()->set_refund_due_minor(due_minor);
    } else if (event.has_no_show_marked()) {
      event.mutable_no_show_marked()->mutable_cancellation()->set_refund_due_minor(due_minor);
    }
  }
}

}  // namespace

const v1::Policy* TaxPolicyAt(const State& state, std::string_view property_id) {
  return state.policies().InForce(v1::Policy::kTax, property_id);
}

int64_t DueBackOnCancellation(const v1::Booking& booking, int64_t penalty_minor) {
  const Ending ending = EndOf(booking, penalty_minor);
  return ending.surplus + ending.overpaid + DueNotOnItsWay(booking);
}

int64_t PostPenalty(const v1::Booking& booking, int64_t penalty_minor, const v1::Property& property,
                    const v1::Policy* tax_policy, v1::Accepted& accepted) {
  if (!property.definition().keeps_books()) return 0;
  const std::string& id = booking.booking_id();
  const Ending ending = EndOf(booking, penalty_minor);
  SetDueBack(booking, DueBackOnCancellation(booking, penalty_minor), accepted);
  Postings postings(property, accepted);
  if (penalty_minor > 0) {
    const int64_t tax = TaxIn(penalty_minor, v1::REVENUE_PENALTY, tax_policy);
    AddChargePosted(booking, FreeChargeId(booking, kPenaltyCode), v1::REVENUE_PENALTY, kPenaltyCode,
                    penalty_minor, tax, property, accepted);
    postings.Penalty(id, penalty_minor, tax);
    if (tax > 0) DecideContext::Cite(*tax_policy, accepted);
  }
  postings.DepositForfeited(id, ending.forfeited);
  postings.FolioDueBack(id, ending.overpaid);
  return ending.surplus;
}

void PostCancellation(const v1::Booking& booking, int64_t penalty_minor,
                      const v1::Property& property, const v1::Policy* tax_policy,
                      v1::Accepted& accepted) {
  const int64_t surplus = PostPenalty(booking, penalty_minor, property, tax_policy, accepted);
  Postings(property, accepted).DepositDueBack(booking.booking_id(), surplus);
}

void PostReinstatement(const v1::Booking& booking, const v1::Property& property,
                       v1::Accepted& accepted) {
  if (!property.definition().keeps_books()) return;
  Postings postings(property, accepted);
  int64_t owed = booking.folio().guest_minor();
  if (const v1::FolioCharge* const penalty = FindPenalty(booking)) {
    const int64_t waived = booking.cancellation().waived_minor();
    PostChargeReversal(booking, *penalty, waived, postings);
    owed -= penalty->gross_minor() - waived;
    v1::ChargeReversed& event = *accepted.add_events()->mutable_charge_reversed();
    event.set_booking_id(booking.booking_id());
    event.set_charge_id(penalty->charge_id());
  }
  const uint64_t position = booking.cancellation().position();
  v1::Transfer posted;
  posted.set_booking_id(booking.booking_id());
  posted.set_debit(v1::DEPOSITS);
  posted.set_credit(v1::GUEST_LEDGER);
  posted.set_amount_minor(std::max<int64_t>(0, -owed));
  postings.Reversal(posted, position);
  posted.set_credit(v1::REFUNDS_PAYABLE);
  posted.set_amount_minor(DueNotOnItsWay(booking));
  postings.Reversal(posted, position);
}

void AddUnpaidDepositCancellation(const State& state, const v1::Booking& booking,
                                  v1::Accepted& accepted) {
  const v1::Property* const property = state.FindProperty(booking.property_id());
  if (property == nullptr) return;
  v1::BookingCancelled& event = *accepted.add_events()->mutable_booking_cancelled();
  event.set_booking_id(booking.booking_id());
  FillCancellation(booking, v1::CANCELLATION_CAUSE_DEPOSIT_UNPAID,
                   v1::CANCELLATION_REASON_DEPOSIT_UNPAID, 0, property->business_date(),
                   *event.mutable_cancellation());
  const v1::PolicyRef& policy = booking.terms().deposit();
  DecideContext::Cite(policy.policy_id(), policy.version(), accepted);
  PostCancellation(booking, 0, *property, nullptr, accepted);
}

}  // namespace daybook
