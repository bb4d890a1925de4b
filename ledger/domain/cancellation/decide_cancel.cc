// Cancelling before arrival: what it costs, what of that is waived, and how what is due back is given back. In house there is no
// cancelling, only leaving early.
#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/cancellation_postings.h"
#include "ledger/domain/accounts/folio_charges.h"
#include "ledger/domain/accounts/vouchers.h"
#include "ledger/domain/booking/alternatives.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/compensation.h"
#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/cancellation/settlements.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/payment/payments.h"
#include "ledger/domain/payment/refund_at_once.h"
#include "ledger/domain/property/channel_codes.h"
#include "ledger/domain/quote/quote.h"
#include "ledger/domain/staff/limits.h"

namespace daybook {
namespace {

class CancelPhases : public Phases {
 public:
  explicit CancelPhases(const DecideContext& context) : cancel_(context.request.cancel_booking()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", cancel_.booking_id());
    CheckReasonForm(context, cancel_);
    context.CheckOptionalId("sub_reason", cancel_.sub_reason());
    CheckSettlementForm(context, cancel_);
    CheckRefundAtOnceForm(context, cancel_);
    if (cancel_.has_compensation()) {
      CheckCompensationForm(context, cancel_.compensation(), /*cancelling=*/true);
      CheckTwoVouchers(context);
    }
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    const v1::BookingStatus status = context.booking->status();
    if (status != v1::HELD && status != v1::WAITLISTED && status != v1::CONFIRMED) {
      context.DeclineStatus();
      return;
    }
    quote_ = RequireQuote(context);
    CheckReasonState(context, cancel_);
    trouble_.cancellation = ReasonOf(context, cancel_);
    trouble_.sub_reason = cancel_.sub_reason();
    if (cancel_.has_compensation()) CheckCompensationState(context, cancel_.compensation());
    WorkOut(context);
    rebooked_ = CheckSettlementState(context, cancel_, due_back_minor_);
    refunds_ = PlanRefunds(*context.booking, cancel_.refund_id(), due_back_minor_);
    CheckRefundsState(context, refunds_);
  }

  void Policy(DecideContext& context) override {
    CheckSettlementAllowed(context, cancel_.settlement(), due_back_minor_);
    CheckRefundsPolicy(context, cancel_, refunds_, due_back_minor_);
    if (cancel_.has_compensation()) {
      CheckCompensationPolicy(context, cancel_.compensation(), trouble_, CompensationDueNow());
    }
    if (WaivesBySettlement()) {
      CheckLimit(context, LimitKind::kWaiver, "settlement", waived_minor_);
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Booking& booking = *context.booking;
    v1::BookingCancelled& event = *accepted.add_events()->mutable_booking_cancelled();
    event.set_booking_id(booking.booking_id());
    v1::Cancellation& cancellation = *event.mutable_cancellation();
    FillCancellation(booking, v1::CANCELLATION_CAUSE_REQUESTED, trouble_.cancellation,
                     ChargedMinor(), context.property->business_date(), cancellation);
    cancellation.set_foregone_minor(waived_minor_);
    cancellation.set_sub_reason(cancel_.sub_reason());
    if (booking.status() == v1::CONFIRMED) {  // else free without a look at the policy
      DecideContext::Cite(booking.terms().policy().policy_id(), booking.terms().policy().version(),
                          accepted);
    }
    AddItems(context, accepted);
    PostCancellation(booking, ChargedMinor(), *context.property,
                     context.PolicyInForce(v1::Policy::kTax), accepted);
    Settle(context, {cancel_, due_back_minor_, rebooked_}, cancellation, accepted);
    if (cancel_.has_compensation()) {
      AddCompensation(context, cancel_.compensation(), trouble_, CompensationDueNow(), accepted);
    }
    AddRefunds(booking, refunds_, accepted);
    if (cancel_.propose_alternatives()) {
      *accepted.mutable_alternatives() = FindAlternatives(context.state, WishOf(booking));
    }
    UseQuote(quote_, accepted);
  }

 private:
  // What is due back and what is given on top are vouchers of their own.
  void CheckTwoVouchers(DecideContext& context) const {
    const std::string& voucher_id = cancel_.compensation().voucher_id();
    if (voucher_id.empty() || voucher_id != cancel_.voucher_id()) return;
    context.Decline(v1::FORM_DUPLICATE, "compensation.voucher_id",
                    "it is the voucher of the settlement");
  }

  bool WaivesByCompensation() const {
    return cancel_.compensation().measure() == v1::MEASURE_WAIVE;
  }
  // The penalty is waived on the word of who asks, not by a rule for the reason.
  bool WaivesBySettlement() const {
    return cancel_.settlement() == v1::SETTLEMENT_WAIVER && !WaivesByCompensation();
  }

  int64_t ChargedMinor() const { return penalty_.amount_minor - waived_minor_; }

  void WorkOut(const DecideContext& context) {
    const v1::Booking& booking = *context.booking;
    penalty_ = FindCancellationPenalty(booking, PricingInstant(context, quote_));
    if (WaivesByCompensation() && cancel_.compensation().has_amount()) {
      waived_minor_ =
          std::min(cancel_.compensation().amount().amount_minor(), penalty_.amount_minor);
    } else if (WaivesByCompensation() || WaivesBySettlement()) {
      waived_minor_ = penalty_.amount_minor;
    }
    due_back_minor_ = context.KeepsBooks()
                          ? DueBackOnCancellation(booking, ChargedMinor())
                          : std::max<int64_t>(0, KeptPayments(booking) - ChargedMinor());
  }

  CompensationDue CompensationDueNow() const {
    CompensationDue due;
    due.base_minor = penalty_.amount_minor;
    if (WaivesByCompensation()) due.amount_minor = waived_minor_;
    if (cancel_.compensation().measure() == v1::MEASURE_VOUCHER) {
      due.amount_minor = cancel_.compensation().amount().amount_minor();
    } else if (cancel_.compensation().measure() == v1::MEASURE_POINTS) {
      due.amount_minor = cancel_.compensation().points();
    }
    return due;
  }

  void AddItems(const DecideContext& context, v1::Accepted& accepted) const {
    DecideContext::AddItem(accepted, v1::ITEM_PENALTY, penalty_.amount_minor, penalty_.rule,
                           nullptr, penalty_.tier);
    NamePolicy(context.booking->terms().policy(), accepted);
    if (WaivesBySettlement()) {
      DecideContext::AddItem(accepted, v1::ITEM_WAIVER, -waived_minor_, v1::RULE_WAIVER);
      if (waived_minor_ > 0) CiteAuthority(context, accepted);
    }
    const v1::Policy* const taxes = context.PolicyInForce(v1::Policy::kTax);
    const int64_t tax = TaxIn(ChargedMinor(), v1::REVENUE_PENALTY, taxes);
    DecideContext::AddItem(accepted, v1::ITEM_TAX, tax, v1::RULE_TAX_INCLUDED, taxes);
    if (tax > 0) DecideContext::Cite(*taxes, accepted);
    DecideContext::AddItem(accepted, v1::ITEM_REFUND, -due_back_minor_, v1::RULE_REFUND_SURPLUS);
  }

  // A cancellation policy may stand in a rate plan, and then is none of the register's.
  void NamePolicy(const v1::CancellationPolicy& policy, v1::Accepted& accepted) const {
    if (penalty_.amount_minor == 0 || policy.policy_id().empty()) return;
    v1::PolicyRef& ref = *accepted.mutable_items(0)->mutable_policy();
    ref.set_policy_id(policy.policy_id());
    ref.set_version(policy.version());
  }

  const v1::CancelBooking& cancel_;
  const v1::Quote* quote_ = nullptr;
  const v1::Booking* rebooked_ = nullptr;
  std::vector<PlannedRefund> refunds_;
  Trouble trouble_;
  PenaltyDue penalty_;
  int64_t waived_minor_ = 0;
  int64_t due_back_minor_ = 0;
};

}  // namespace

void DecideCancel(DecideContext& context, v1::Outcome& outcome) {
  CancelPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
