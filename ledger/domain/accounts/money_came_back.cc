#include "ledger/domain/accounts/money_came_back.h"

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/payment/payment_checks.h"
#include "ledger/domain/payment/payments.h"

namespace daybook {
namespace {

// Of what a record posted, by the rows of the table that posted it.
void Mirror(const v1::Accepted& posted, uint64_t position, Postings& postings) {
  for (const v1::Journal& journal : posted.journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      postings.Reversal(transfer, position);
    }
  }
}

class ReverseChargebackPhases : public Phases {
 public:
  explicit ReverseChargebackPhases(const DecideContext& context)
      : reverse_(context.request.reverse_chargeback()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", reverse_.booking_id());
    context.CheckId("payment_id", reverse_.payment_id());
    context.CheckId("chargeback_id", reverse_.chargeback_id());
    context.CheckId("reason_code", reverse_.reason_code());
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    context.RequireBooks("booking_id");
    const v1::Payment* const payment = RequirePayment(context, reverse_.payment_id());
    if (payment == nullptr) return;
    for (const v1::Chargeback& one : payment->chargebacks()) {
      if (one.chargeback_id() == reverse_.chargeback_id()) chargeback_ = &one;
    }
    if (chargeback_ == nullptr) {
      context.DeclineUnknown("chargeback_id", reverse_.chargeback_id());
    } else if (chargeback_->reversed()) {
      context.Decline(v1::STATE_ALREADY_REVERSED, "chargeback_id",
                      absl::StrCat("chargeback ", reverse_.chargeback_id(), " was reversed"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ChargebackReversed& event = *accepted.add_events()->mutable_chargeback_reversed();
    event.set_booking_id(reverse_.booking_id());
    event.set_payment_id(reverse_.payment_id());
    event.set_chargeback_id(reverse_.chargeback_id());
    const int64_t of_due = chargeback_->of_due_minor();
    v1::Accepted posted;
    Postings before(*context.property, posted);
    before.ChargebackOfDue(reverse_.booking_id(), reverse_.chargeback_id(), of_due);
    before.Chargeback(reverse_.booking_id(), reverse_.chargeback_id(),
                      chargeback_->amount_minor() - of_due);
    Postings postings(*context.property, accepted);
    Mirror(posted, chargeback_->position(), postings);
  }

 private:
  const v1::ReverseChargeback& reverse_;
  const v1::Chargeback* chargeback_ = nullptr;
};

class ReverseRefundPhases : public Phases {
 public:
  explicit ReverseRefundPhases(const DecideContext& context)
      : reverse_(context.request.reverse_refund()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", reverse_.booking_id());
    context.CheckId("payment_id", reverse_.payment_id());
    context.CheckId("refund_id", reverse_.refund_id());
    context.CheckId("reason_code", reverse_.reason_code());
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    const v1::Payment* const payment = RequirePayment(context, reverse_.payment_id());
    if (payment == nullptr) return;
    refund_ = FindRefund(*payment, reverse_.refund_id());
    const std::string name = absl::StrCat("refund ", reverse_.refund_id());
    if (refund_ == nullptr) {
      context.Decline(v1::STATE_REFUND_UNKNOWN, "refund_id",
                      absl::StrCat("payment ", reverse_.payment_id(), " has no ", name));
    } else if (refund_->came_back()) {
      context.Decline(v1::STATE_ALREADY_REVERSED, "refund_id",
                      absl::StrCat(name, " came back before"));
    } else if (refund_->status() != v1::REFUND_SUCCEEDED) {
      context.Decline(v1::STATE_STATUS, "refund_id",
                      absl::StrCat(name, " is ", v1::RefundStatus_Name(refund_->status()),
                                   ": only one that succeeded comes back"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::RefundReversed& event = *accepted.add_events()->mutable_refund_reversed();
    event.set_booking_id(reverse_.booking_id());
    event.set_payment_id(reverse_.payment_id());
    event.set_refund_id(reverse_.refund_id());
    v1::Accepted posted;
    Postings(*context.property, posted)
        .Refund(reverse_.booking_id(), reverse_.refund_id(), refund_->amount_minor());
    Postings postings(*context.property, accepted);
    Mirror(posted, refund_->settled_position(), postings);
  }

 private:
  const v1::ReverseRefund& reverse_;
  const v1::Refund* refund_ = nullptr;
};

}  // namespace

void DecideMoneyCameBack(DecideContext& context, v1::Outcome& outcome) {
  if (context.request.has_reverse_chargeback()) {
    ReverseChargebackPhases phases(context);
    return RunPhases(context, phases, outcome);
  }
  ReverseRefundPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
