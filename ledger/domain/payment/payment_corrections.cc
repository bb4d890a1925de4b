#include "ledger/domain/payment/payment_corrections.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/payment/payment_checks.h"
#include "ledger/domain/payment/payments.h"

namespace daybook {
namespace {

constexpr int kMaxChargebacks = 64;  // of a payment

class ChargebackPhases : public Phases {
 public:
  explicit ChargebackPhases(const DecideContext& context)
      : chargeback_(context.request.record_chargeback()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", chargeback_.booking_id());
    context.CheckId("payment_id", chargeback_.payment_id());
    context.CheckId("chargeback_id", chargeback_.chargeback_id());
    context.CheckPositiveMoney("amount", chargeback_.amount());
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    context.RequireBooks("booking_id");
    const v1::Payment* const payment = RequirePayment(context, chargeback_.payment_id());
    if (payment == nullptr) return;
    CheckCurrency(context, chargeback_.amount().currency(), payment->amount().currency());
    if (payment->reversed()) {
      context.Decline(v1::STATE_ALREADY_REVERSED, "payment_id",
                      absl::StrCat("payment ", payment->payment_id(), " was reversed"));
    } else if (const int64_t free = FreeToRefund(*payment);
               chargeback_.amount().amount_minor() > free) {
      context.Decline(v1::STATE_BALANCE_TOO_SMALL, "amount",
                      absl::StrCat(chargeback_.amount().amount_minor(), " taken back, ", free,
                                   " of payment ", payment->payment_id(),
                                   " is here; settle refunds that are pending as cancelled"));
    }
    if (payment->chargebacks_size() >= kMaxChargebacks) {
      context.Decline(v1::STATE_TOO_MANY, "chargeback_id",
                      absl::StrCat("payment ", payment->payment_id(), " has ",
                                   payment->chargebacks_size(), " chargebacks"));
    }
    // What a bank reports twice happened once.
    for (const v1::Payment& one : context.booking->payments()) {
      for (const v1::Chargeback& other : one.chargebacks()) {
        if (other.chargeback_id() == chargeback_.chargeback_id()) {
          context.DeclineExists("chargeback_id", chargeback_.chargeback_id());
        }
      }
    }
  }

  // Whom a refund was due gets it this way; for the rest, the guest owes again.
  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Booking& booking = *context.booking;
    const int64_t amount = chargeback_.amount().amount_minor();
    v1::ChargebackRecorded& event = *accepted.add_events()->mutable_chargeback_recorded();
    event.set_booking_id(booking.booking_id());
    event.set_payment_id(chargeback_.payment_id());
    event.set_chargeback_id(chargeback_.chargeback_id());
    event.set_amount_minor(amount);
    const int64_t of_due = std::min(amount, DueNotOnItsWay(booking));
    Postings postings(*context.property, accepted);
    postings.ChargebackOfDue(booking.booking_id(), chargeback_.chargeback_id(), of_due);
    postings.Chargeback(booking.booking_id(), chargeback_.chargeback_id(), amount - of_due);
  }

 private:
  const v1::RecordChargeback& chargeback_;
};

class ReversePaymentPhases : public Phases {
 public:
  explicit ReversePaymentPhases(const DecideContext& context)
      : reverse_(context.request.reverse_payment()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", reverse_.booking_id());
    context.CheckId("payment_id", reverse_.payment_id());
    context.CheckId("reason_code", reverse_.reason_code());
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    context.RequireBooks("booking_id");
    payment_ = RequirePayment(context, reverse_.payment_id());
    if (payment_ == nullptr) return;
    if (payment_->reversed()) {
      context.Decline(v1::STATE_ALREADY_REVERSED, "payment_id",
                      absl::StrCat("payment ", payment_->payment_id(), " was reversed"));
    } else if (const int64_t moved = payment_->amount().amount_minor() - FreeToRefund(*payment_);
               moved != 0) {
      context.Decline(v1::STATE_STATUS, "payment_id",
                      absl::StrCat(moved, " of payment ", payment_->payment_id(),
                                   " was refunded or charged back: it was real"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::PaymentReversed& event = *accepted.add_events()->mutable_payment_reversed();
    event.set_booking_id(context.booking->booking_id());
    event.set_payment_id(payment_->payment_id());
    Postings postings(*context.property, accepted);
    PostMirror(*context.booking, postings);
  }

 private:
  // Where the payment was posted, unless check-in, a cancellation or a refund that came to nothing has moved it on: then from where it
  // is now. What is nowhere any more is owed.
  void PostMirror(const v1::Booking& booking, Postings& postings) const {
    const v1::Folio& folio = booking.folio();
    const std::array<std::pair<v1::BookAccount, int64_t>, 3> places = {{
        {v1::DEPOSITS, payment_->as_deposit() ? folio.deposit_minor() : 0},
        {v1::GUEST_LEDGER, std::max<int64_t>(0, -folio.guest_minor())},
        {v1::REFUNDS_PAYABLE, DueNotOnItsWay(booking)},
    }};
    std::array<int64_t, 3> taken = {};
    int64_t left = payment_->amount().amount_minor();
    for (size_t i = 0; i < places.size(); ++i) {
      taken[i] = std::min(left, places[i].second);
      left -= taken[i];
    }
    taken[1] += left;
    v1::Transfer posted;
    posted.set_debit(v1::CLEARING);
    posted.set_booking_id(booking.booking_id());
    posted.set_item_id(payment_->payment_id());
    for (size_t i = 0; i < places.size(); ++i) {
      posted.set_credit(places[i].first);
      posted.set_amount_minor(taken[i]);
      postings.Reversal(posted, payment_->position());
    }
  }

  const v1::ReversePayment& reverse_;
  const v1::Payment* payment_ = nullptr;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecidePaymentCorrection(DecideContext& context, v1::Outcome& outcome) {
  if (context.request.has_record_chargeback()) return Run<ChargebackPhases>(context, outcome);
  Run<ReversePaymentPhases>(context, outcome);
}

}  // namespace daybook
