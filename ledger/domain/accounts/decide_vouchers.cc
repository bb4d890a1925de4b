// Vouchers given out of goodwill or instead of money that is due, taken back as mistakes, and redeemed: at the property that owes them,
// or at another one that counts in their currency, where the issuer then owes the receiver what the guest has spent.
#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/accounts/vouchers.h"
#include "ledger/domain/cancellation/settlements.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/payment/payment_checks.h"
#include "ledger/domain/payment/payments.h"
#include "ledger/domain/payment/refund_sources.h"
#include "ledger/domain/staff/limits.h"

namespace daybook {
namespace {

// By the business date of the property that owes it, wherever it is redeemed.
bool IsExpired(const State& state, const v1::Voucher& voucher) {
  const v1::Property* const issuer = state.FindProperty(voucher.property_id());
  return voucher.status() == v1::VOUCHER_EXPIRED ||
         (issuer != nullptr && issuer->business_date() >= voucher.expires_on());
}

void DeclineCurrency(DecideContext& context, std::string_view path, const std::string& given,
                     const std::string& expected) {
  if (given == expected) return;
  context.Decline(v1::STATE_CURRENCY_MISMATCH, path,
                  absl::StrCat(given, " given, ", expected, " expected"));
}

class IssuePhases : public Phases {
 public:
  explicit IssuePhases(const DecideContext& context) : issue_(context.request.issue_voucher()) {}

  void Form(DecideContext& context) override {
    CheckVoucherId(context, "voucher_id", issue_.voucher_id());
    context.CheckId("property_id", issue_.property_id());
    context.CheckId("customer_id", issue_.customer_id());
    context.CheckPositiveMoney("amount", issue_.amount());
    context.CheckDate("expires_on", issue_.expires_on());
    if (issue_.instead_of_refund()) {
      context.CheckId("booking_id", issue_.booking_id());
    } else {
      context.CheckOptionalId("booking_id", issue_.booking_id());
    }
    context.CheckId("reason_code", issue_.reason_code());
  }

  void State(DecideContext& context) override {
    if (!context.RequireProperty("property_id")) return;
    RequireNewVoucher(context, "voucher_id", issue_.voucher_id());
    DeclineCurrency(context, "amount.currency", issue_.amount().currency(),
                    context.property->definition().currency());
    const int32_t today = context.property->business_date();
    if (issue_.expires_on() <= today) {
      context.Decline(v1::STATE_EXPIRED, "expires_on",
                      absl::StrCat(issue_.expires_on(), " is not after the business date ", today));
    }
    const v1::Booking* const booking =
        context.RequireOtherBooking("booking_id", issue_.booking_id());
    if (booking != nullptr && booking->customer_id() != issue_.customer_id()) {
      context.Decline(v1::STATE_CUSTOMER_MISMATCH, "customer_id",
                      absl::StrCat("booking ", booking->booking_id(), " is not of customer ",
                                   issue_.customer_id()));
    }
    if (booking != nullptr && issue_.instead_of_refund()) CheckDue(context, *booking);
  }

  void Policy(DecideContext& context) override {
    if (issue_.instead_of_refund()) return CheckInstead(context);
    CheckLimit(context, LimitKind::kCompensation, "amount", issue_.amount().amount_minor());
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    if (issue_.instead_of_refund()) return TakeInstead(context, accepted);
    AddGoodwillVoucher(context,
                       {.voucher_id = issue_.voucher_id(),
                        .customer_id = issue_.customer_id(),
                        .booking_id = issue_.booking_id(),
                        .amount_minor = issue_.amount().amount_minor(),
                        .expires_on = issue_.expires_on()},
                       accepted);
    CiteAuthority(context, accepted);
  }

 private:
  // What nobody can pay out again, such as a deposit that was paid by voucher, is given so.
  void CheckDue(DecideContext& context, const v1::Booking& booking) const {
    if (booking.property_id() != issue_.property_id()) {
      context.Decline(v1::STATE_REFERENCE_UNKNOWN, "booking_id",
                      absl::StrCat("booking ", booking.booking_id(), " is at ",
                                   booking.property_id(), ", not at ", issue_.property_id()));
      return;
    }
    const int64_t due = DueNotOnItsWay(booking);
    const int64_t free = FreeOnFolio(booking);
    if (issue_.amount().amount_minor() <= due + free) return;
    context.Decline(v1::STATE_BALANCE_TOO_SMALL, "amount",
                    absl::StrCat(issue_.amount().amount_minor(), " asked for, ", due,
                                 " is due to the guest of booking ", booking.booking_id(), " and ",
                                 free, " is free on the folio"));
  }

  // The one that the booking was made under; null: none was.
  const v1::Policy* RefundPolicy(const DecideContext& context) const {
    return context.FrozenPolicy(context.state.FindBooking(issue_.booking_id())->terms().refund());
  }

  // Who may not give the money back may not give it away as a voucher either; and what can go back in money does, unless the refund
  // policy allows a voucher for it.
  void CheckInstead(DecideContext& context) const {
    const v1::Booking& booking = *context.state.FindBooking(issue_.booking_id());
    const int64_t amount = issue_.amount().amount_minor();
    const v1::Policy* const policy = RefundPolicy(context);
    CheckRefundLimit(context, "amount", amount);
    const std::vector<v1::Settlement> allowed = AllowedSettlements(policy);
    const bool allows =
        std::find(allowed.begin(), allowed.end(), v1::SETTLEMENT_VOUCHER) != allowed.end();
    const int64_t money = MoneyToGiveBack(context.state, booking);
    const int64_t no_money =
        std::max<int64_t>(0, DueNotOnItsWay(booking) + FreeOnFolio(booking) - money);
    if (!allows && amount > no_money) {
      context.Decline(v1::POLICY_SETTLEMENT_NOT_ALLOWED, "instead_of_refund",
                      absl::StrCat(amount, " asked for, ", no_money,
                                   " of it can't go back in money, and a voucher for the rest is "
                                   "not what ",
                                   policy == nullptr ? "a booking without a refund policy"
                                                     : policy->policy_id(),
                                   " allows: refund it"));
    }
    if (policy == nullptr) return;
    const int32_t earliest =
        VoucherExpiry(context.property->business_date(), policy->refund().voucher_valid_days());
    if (issue_.expires_on() >= earliest) return;
    context.Decline(v1::POLICY_SETTLEMENT_NOT_ALLOWED, "expires_on",
                    absl::StrCat("by ", policy->policy_id(), " a voucher that is taken for money ",
                                 "is valid until ", earliest, " at least"));
  }

  // What is due already goes first, then the deposit, then what the folio is overpaid by.
  void TakeInstead(const DecideContext& context, v1::Accepted& accepted) const {
    const v1::Booking& booking = *context.state.FindBooking(issue_.booking_id());
    const int64_t amount = issue_.amount().amount_minor();
    const int64_t needed = std::max<int64_t>(0, amount - DueNotOnItsWay(booking));
    const int64_t from_deposit = std::min(needed, booking.folio().deposit_minor());
    Postings postings(*context.property, accepted);
    postings.DepositDueBack(booking.booking_id(), from_deposit);
    postings.FolioDueBack(booking.booking_id(), needed - from_deposit);
    AddVoucherForDue(context, booking, issue_.voucher_id(), amount, issue_.expires_on(), accepted);
    if (const v1::Policy* const policy = RefundPolicy(context)) {
      DecideContext::Cite(*policy, accepted);
    }
  }

  const v1::IssueVoucher& issue_;
};

class ReversePhases : public Phases {
 public:
  explicit ReversePhases(const DecideContext& context)
      : reverse_(context.request.reverse_voucher()) {}

  void Form(DecideContext& context) override {
    context.CheckId("voucher_id", reverse_.voucher_id());
    context.CheckId("reason_code", reverse_.reason_code());
  }

  void State(DecideContext& context) override {
    voucher_ = context.Require<v1::Voucher>("voucher_id", reverse_.voucher_id());
    if (voucher_ == nullptr) return;
    const std::string name = absl::StrCat("voucher ", reverse_.voucher_id());
    if (voucher_->status() == v1::VOUCHER_REVERSED) {
      context.Decline(v1::STATE_ALREADY_REVERSED, "voucher_id",
                      absl::StrCat(name, " was reversed"));
    } else if (voucher_->kind() != v1::VOUCHER_GOODWILL) {
      context.Decline(v1::STATE_STATUS, "voucher_id",
                      absl::StrCat(name, " was taken instead of money: it is paid for"));
    } else if (voucher_->status() != v1::VOUCHER_VALID) {
      context.Decline(v1::STATE_STATUS, "voucher_id",
                      absl::StrCat(name, " is ", v1::VoucherStatus_Name(voucher_->status())));
    } else if (voucher_->balance_minor() != voucher_->amount_minor()) {
      context.Decline(v1::STATE_STATUS, "voucher_id",
                      absl::StrCat(voucher_->amount_minor() - voucher_->balance_minor(), " of ",
                                   name, " is redeemed"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_voucher_reversed()->set_voucher_id(reverse_.voucher_id());
    const v1::Property& issuer = *context.state.FindProperty(voucher_->property_id());
    v1::Accepted posted;
    Postings(issuer, posted).GoodwillVoucher(reverse_.voucher_id(), voucher_->amount_minor());
    Postings(issuer, accepted).Reversal(posted.journals(0).transfers(0), voucher_->position());
  }

 private:
  const v1::ReverseVoucher& reverse_;
  const v1::Voucher* voucher_ = nullptr;
};

class RedeemPhases : public Phases {
 public:
  explicit RedeemPhases(const DecideContext& context) : redeem_(context.request.redeem_voucher()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", redeem_.booking_id());
    context.CheckId("voucher_id", redeem_.voucher_id());
    context.CheckPositiveMoney("amount", redeem_.amount());
  }

  void State(DecideContext& context) override {
    if (context.RequireBooking()) {
      if (!TakesRedemption(*context.booking)) context.DeclineStatus();
      context.RequireBooks("booking_id");
      DeclineCurrency(context, "amount.currency", redeem_.amount().currency(),
                      context.booking->currency());
    }
    voucher_ = context.Require<v1::Voucher>("voucher_id", redeem_.voucher_id());
    if (voucher_ != nullptr) CheckVoucher(context);
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const int64_t amount = redeem_.amount().amount_minor();
    v1::VoucherRedeemed& event = *accepted.add_events()->mutable_voucher_redeemed();
    event.set_voucher_id(voucher_->voucher_id());
    event.set_booking_id(redeem_.booking_id());
    event.set_amount_minor(amount);
    Postings here(*context.property, accepted);
    if (voucher_->property_id() == context.booking->property_id()) {
      here.VoucherRedeemed(*context.booking, voucher_->voucher_id(), amount);
      return;
    }
    const v1::Property& issuer = *context.state.FindProperty(voucher_->property_id());
    Postings(issuer, accepted).ToProperty(v1::VOUCHERS, {}, voucher_->voucher_id(), amount);
    here.FromProperty(*context.booking, voucher_->voucher_id(), amount);
  }

 private:
  void CheckVoucher(DecideContext& context) {
    const v1::Voucher& voucher = *voucher_;
    if (voucher.status() == v1::VOUCHER_REVERSED) {
      context.Decline(v1::STATE_STATUS, "voucher_id",
                      absl::StrCat("voucher ", voucher.voucher_id(), " is REVERSED"));
      return;
    }
    if (IsExpired(context.state, voucher)) {
      context.Decline(v1::STATE_EXPIRED, "voucher_id",
                      absl::StrCat("voucher ", voucher.voucher_id(), " is worth nothing from ",
                                   voucher.expires_on(), " on"));
    } else if (redeem_.amount().amount_minor() > voucher.balance_minor()) {
      context.Decline(
          v1::STATE_BALANCE_TOO_SMALL, "amount",
          absl::StrCat(redeem_.amount().amount_minor(), " asked for, ", voucher.balance_minor(),
                       " is left of voucher ", voucher.voucher_id()));
    }
    if (context.booking == nullptr) return;
    DeclineCurrency(context, "voucher_id", voucher.currency(), context.booking->currency());
    if (voucher.customer_id() != context.booking->customer_id()) {
      context.Decline(v1::STATE_CUSTOMER_MISMATCH, "voucher_id",
                      absl::StrCat("voucher ", voucher.voucher_id(), " is not of the customer of ",
                                   context.booking->booking_id()));
    }
  }

  const v1::RedeemVoucher& redeem_;
  const v1::Voucher* voucher_ = nullptr;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideVouchers(DecideContext& context, v1::Outcome& outcome) {
  if (context.request.has_issue_voucher()) return Run<IssuePhases>(context, outcome);
  if (context.request.has_reverse_voucher()) return Run<ReversePhases>(context, outcome);
  Run<RedeemPhases>(context, outcome);
}

}  // namespace daybook
