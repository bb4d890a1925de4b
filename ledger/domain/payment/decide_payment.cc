// Payments captured and refunds given back. A payment is recorded whatever the booking's status: a
// penalty is often paid after the end. Where books are kept, a refund gives back what is due to the
// guest, or makes it due: out of a deposit that is not owed, or of what was paid too much.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/payment/payment_checks.h"
#include "ledger/domain/payment/payments.h"
#include "ledger/domain/payment/refund_sources.h"
#include "ledger/domain/staff/authority.h"
#include "ledger/domain/staff/policy_authority.h"

namespace daybook {
namespace {

class PaymentPhases : public Phases {
 public:
  explicit PaymentPhases(const DecideContext& context)
      : payment_(context.request.record_payment()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", payment_.booking_id());
    context.CheckId("payment_id", payment_.payment_id());
    context.CheckPositiveMoney("amount", payment_.amount());
    if (payment_.method() == v1::PAYMENT_METHOD_UNSPECIFIED ||
        !v1::PaymentMethod_IsValid(payment_.method())) {
      context.Decline(v1::FORM_ENUM_INVALID, "method", "not a way to pay");
    }
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    CheckCurrency(context, payment_.amount().currency(), context.booking->currency());
    if (FindPayment(*context.booking, payment_.payment_id()) != nullptr) {
      context.Decline(v1::STATE_PAYMENT_EXISTS, "payment_id",
                      absl::StrCat("booking ", payment_.booking_id(), " has a payment ",
                                   payment_.payment_id(), " already"));
    }
    if (context.booking->payments_size() >= kMaxPayments) {
      context.Decline(v1::STATE_TOO_MANY_PAYMENTS, "payment_id",
                      absl::StrCat("booking ", payment_.booking_id(), " has ",
                                   context.booking->payments_size(), " payments"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::PaymentRecorded& event = *accepted.add_events()->mutable_payment_recorded();
    event.set_booking_id(payment_.booking_id());
    event.set_payment_id(payment_.payment_id());
    *event.mutable_amount() = payment_.amount();
    event.set_method(payment_.method());
    Postings(*context.property, accepted)
        .Payment(*context.booking, payment_.payment_id(), payment_.amount().amount_minor());
  }

 private:
  const v1::RecordPayment& payment_;
};

class RefundPhases : public Phases {
 public:
  explicit RefundPhases(const DecideContext& context) : refund_(context.request.refund_payment()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", refund_.booking_id());
    context.CheckId("payment_id", refund_.payment_id());
    context.CheckId("refund_id", refund_.refund_id());
    context.CheckPositiveMoney("amount", refund_.amount());
    context.CheckOptionalId("payee", refund_.payee());
    if (refund_.reason() == v1::REFUND_REASON_UNSPECIFIED) {
      context.Decline(v1::FORM_REASON_MISSING, "reason", "a refund needs its reason");
    } else if (!v1::RefundReason_IsValid(refund_.reason())) {
      context.Decline(v1::FORM_ENUM_INVALID, "reason",
                      absl::StrCat(static_cast<int>(refund_.reason()), " is no reason"));
    }
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    // A matter of identity that only state knows, so it is said alone.
    CheckScope(context);
    if (context.AnyDeclined()) return;
    payment_ = RequirePayment(context, refund_.payment_id());
    if (payment_ != nullptr) {
      CheckCurrency(context, refund_.amount().currency(), payment_->amount().currency());
    }
    CheckNewRefund(context, payment_, refund_.refund_id());
  }

  void Policy(DecideContext& context) override {
    const int64_t amount = refund_.amount().amount_minor();
    if (const int64_t free = FreeToRefund(*payment_); amount > free) {
      context.Decline(v1::POLICY_REFUND_EXCEEDS_FREE, "amount",
                      absl::StrCat(amount, " asked for, ", free, " of payment ",
                                   payment_->payment_id(), " is free"));
    }
    CheckDue(context);
    CheckPayee(context);
    CheckRefundLimit(context, "amount", amount);
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::RefundRequested& event = *accepted.add_events()->mutable_refund_requested();
    event.set_booking_id(refund_.booking_id());
    event.set_payment_id(refund_.payment_id());
    event.set_refund_id(refund_.refund_id());
    event.set_amount_minor(refund_.amount().amount_minor());
    event.set_reason(refund_.reason());
    PostBecomesDue(context, accepted);
    const v1::Policy* const policy = PolicyOf(context);
    if (!refund_.payee().empty() && policy != nullptr && policy->refund().payee_needs_checker()) {
      DecideContext::Cite(*policy, accepted);
    }
  }

 private:
  // Who gives back what went to another house takes it out of the books of that house.
  void CheckScope(DecideContext& context) const {
    if (context.staff == nullptr || !context.KeepsBooks()) return;
    for (const auto& [other, part] :
         DrawElsewhere(context.state, *context.booking, NeededElsewhere(*context.booking))) {
      if (InScope(context.staff->definition(), other->property_id())) continue;
      context.Decline(v1::IDENTITY_PROPERTY_OUT_OF_SCOPE, "booking_id",
                      absl::StrCat(part, " comes from booking ", other->booking_id(),
                                   " of property ", other->property_id(), ", where staff member ",
                                   context.request.actor().id(), " does not work"));
    }
  }

  // Not due here already.
  int64_t Needed(const v1::Booking& booking) const {
    return std::max<int64_t>(0, refund_.amount().amount_minor() - DueNotOnItsWay(booking));
  }
  // Nor free here.
  int64_t NeededElsewhere(const v1::Booking& booking) const {
    return std::max<int64_t>(0, Needed(booking) - FreeOnFolio(booking));
  }

  // Where books are kept nothing is given back that is not due.
  void CheckDue(DecideContext& context) const {
    if (!context.KeepsBooks()) return;
    const int64_t amount = refund_.amount().amount_minor();
    const int64_t due = DueNotOnItsWay(*context.booking);
    const int64_t free = FreeOnFolio(*context.booking);
    const int64_t elsewhere = FreeElsewhere(context.state, *context.booking);
    if (amount <= due + free + elsewhere) return;
    std::string detail =
        absl::StrCat(amount, " asked for, ", due, " is due to the guest and ", free,
                     " is free on the folio; waive a charge or the penalty first");
    if (const std::string_view other = WentOnTo(*context.booking); !other.empty()) {
      absl::StrAppend(&detail, "; what was paid went to ", ToAbsl(other), ", where ", elsewhere,
                      " is free");
    }
    context.Decline(v1::POLICY_REFUND_EXCEEDS_FREE, "amount", std::move(detail));
  }

  // To somebody else than who paid takes two persons, whatever a policy says.
  void CheckPayee(DecideContext& context) const {
    if (refund_.payee().empty()) return;
    context.Decline(v1::POLICY_AUTHORISER_REQUIRED, "payee",
                    absl::StrCat("a refund to ", refund_.payee(), " instead of who paid"));
  }

  // The one that the booking was made under, else the one in force.
  static const v1::Policy* PolicyOf(const DecideContext& context) {
    const v1::Policy* const frozen = context.FrozenPolicy(context.booking->terms().refund());
    return frozen != nullptr ? frozen : context.PolicyInForce(v1::Policy::kRefund);
  }

  // What is due already goes first, then the deposit, then what the folio is overpaid by, then what went on to other bookings.
  void PostBecomesDue(const DecideContext& context, v1::Accepted& accepted) const {
    const v1::Booking& booking = *context.booking;
    const int64_t here = std::min(Needed(booking), FreeOnFolio(booking));
    const int64_t from_deposit = std::min(here, booking.folio().deposit_minor());
    Postings postings(*context.property, accepted);
    postings.DepositDueBack(booking.booking_id(), from_deposit);
    postings.FolioDueBack(booking.booking_id(), here - from_deposit);
    if (context.KeepsBooks()) {
      PostBroughtBack(context.state, booking, NeededElsewhere(booking), accepted);
    }
  }

  const v1::RefundPayment& refund_;
  const v1::Payment* payment_ = nullptr;
};

class SettlePhases : public Phases {
 public:
  explicit SettlePhases(const DecideContext& context) : settle_(context.request.settle_refund()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", settle_.booking_id());
    context.CheckId("payment_id", settle_.payment_id());
    context.CheckId("refund_id", settle_.refund_id());
    const v1::RefundStatus status = settle_.status();
    if (status != v1::REFUND_SUCCEEDED && status != v1::REFUND_FAILED &&
        status != v1::REFUND_CANCELLED) {
      context.Decline(v1::FORM_ENUM_INVALID, "status",
                      "a refund settles SUCCEEDED, FAILED or CANCELLED");
    }
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    const v1::Payment* const payment = RequirePayment(context, settle_.payment_id());
    if (payment == nullptr) return;
    refund_ = FindRefund(*payment, settle_.refund_id());
    if (refund_ == nullptr) {
      context.Decline(
          v1::STATE_REFUND_UNKNOWN, "refund_id",
          absl::StrCat("payment ", settle_.payment_id(), " has no refund ", settle_.refund_id()));
    } else if (refund_->status() != v1::REFUND_PENDING) {
      context.Decline(v1::STATE_REFUND_SETTLED, "refund_id",
                      absl::StrCat("refund ", settle_.refund_id(), " is ",
                                   v1::RefundStatus_Name(refund_->status())));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::RefundSettled& event = *accepted.add_events()->mutable_refund_settled();
    event.set_booking_id(settle_.booking_id());
    event.set_payment_id(settle_.payment_id());
    event.set_refund_id(settle_.refund_id());
    event.set_status(settle_.status());
    if (settle_.status() != v1::REFUND_SUCCEEDED) return;
    Postings(*context.property, accepted)
        .Refund(settle_.booking_id(), settle_.refund_id(), refund_->amount_minor());
  }

 private:
  const v1::SettleRefund& settle_;
  const v1::Refund* refund_ = nullptr;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecidePayment(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kRecordPayment:
      return Run<PaymentPhases>(context, outcome);
    case v1::Request::kRefundPayment:
      return Run<RefundPhases>(context, outcome);
    default:
      return Run<SettlePhases>(context, outcome);
  }
}

}  // namespace daybook
