#include "ledger/domain/customer/buyers.h"

#include "absl/strings/str_cat.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/strings.h"
#include "ledger/domain/accounts/account_checks.h"

namespace daybook {
namespace {

bool IsErased(const State& state, std::string_view customer_id) {
  const auto* const customer = state.Find<v1::Customer>(customer_id);
  return customer != nullptr && customer->erased();
}

class EndRetentionPhases : public Phases {
 public:
  explicit EndRetentionPhases(const DecideContext& context)
      : end_(context.request.end_retention()) {}

  void Form(DecideContext& context) override {
    CheckInvoiceId(context, "invoice_id", end_.invoice_id());
  }

  void State(DecideContext& context) override {
    invoice_ = RequireBuyer(context, end_.invoice_id());
    if (invoice_ == nullptr) return;
    if (invoice_->status() == v1::INVOICE_OPEN) {
      context.Decline(v1::STATE_STATUS, "invoice_id",
                      absl::StrCat("invoice ", invoice_->invoice_id(), " is open"));
      return;
    }
    policy_ = context.PolicyInForce(v1::Policy::kRetention);
    if (policy_ == nullptr || context.property == nullptr) {
      context.Decline(v1::STATE_POLICY_MISSING, "invoice_id",
                      absl::StrCat("no retention policy is in force at ", invoice_->property_id()));
      return;
    }
    const int32_t last = RetainedUntil(*invoice_, policy_->retention());
    if (context.property->business_date() > last) return;
    context.Decline(v1::STATE_STATUS, "invoice_id",
                    absl::StrCat("the buyer on invoice ", invoice_->invoice_id(),
                                 " is retained until ", DateOf(last).ToString()));
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::BuyerDestroyed& event = *accepted.add_events()->mutable_buyer_destroyed();
    event.set_invoice_id(invoice_->invoice_id());
    event.set_key_slot(invoice_->sealed_buyer().key_slot());
    DecideContext::Cite(*policy_, accepted);
  }

 private:
  const v1::EndRetention& end_;
  const v1::Invoice* invoice_ = nullptr;
  const v1::Policy* policy_ = nullptr;
};

}  // namespace

const v1::Invoice* FindInvoice(const State& state, std::string_view invoice_id) {
  if (invoice_id.empty()) return nullptr;
  // The row of one that is open again says nothing of it.
  const auto* const settled = state.Find<v1::Invoice>(invoice_id);
  if (settled != nullptr && settled->status() != v1::INVOICE_OPEN) return settled;
  const v1::Invoice* open = nullptr;
  state.ForEach<v1::Account>([&](const v1::Account& account) {
    if (open == nullptr) open = FindOpenInvoice(account, invoice_id);
  });
  return open;
}

void CheckNamesInvoice(DecideContext& context, std::string_view customer_id,
                       std::string_view invoice_id) {
  CheckInvoiceId(context, "invoice_id", invoice_id);
  if (customer_id.empty()) return;
  context.Decline(v1::FORM_ID_INVALID, "customer_id", "name the customer or the invoice, not both");
}

const v1::Invoice* RequireBuyer(DecideContext& context, std::string_view invoice_id) {
  const v1::Invoice* const invoice = FindInvoice(context.state, invoice_id);
  if (invoice == nullptr) {
    context.DeclineUnknown("invoice_id", absl::StrCat("invoice ", ToAbsl(invoice_id)));
    return nullptr;
  }
  if (invoice->has_sealed_buyer()) return invoice;
  context.Decline(
      v1::STATE_STATUS, "invoice_id",
      absl::StrCat("invoice ", ToAbsl(invoice_id),
                   invoice->buyer_destroyed() ? ": the buyer was destroyed at the end of retention"
                                              : " names no buyer"));
  return nullptr;
}

void CheckNotRestricted(DecideContext& context, const v1::Invoice& invoice) {
  const v1::Booking* const booking = context.state.FindBooking(invoice.booking_id());
  const auto* const account = context.state.Find<v1::Account>(invoice.account_id());
  const bool erased =
      (booking != nullptr && IsErased(context.state, booking->customer_id())) ||
      (account != nullptr && IsErased(context.state, account->definition().customer_id()));
  if (!erased) return;
  context.Decline(v1::POLICY_AUTHORISER_REQUIRED, "invoice_id",
                  "the customer is erased: to show the buyer takes two persons");
}

int32_t RetainedUntil(const v1::Invoice& invoice, const v1::RetentionPolicy& policy) {
  const auto issued_on = CivilDate::FromYmd(invoice.issued_on());
  return issued_on ? (*issued_on + policy.buyer_days()).ymd() : 0;
}

void DecideEndRetention(DecideContext& context, v1::Outcome& outcome) {
  EndRetentionPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
