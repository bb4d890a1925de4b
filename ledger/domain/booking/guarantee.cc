#include "ledger/domain/booking/guarantee.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/domain/accounts/account_checks.h"
#include "ledger/domain/accounts/folio_charges.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/credit/credit_checks.h"
#include "ledger/domain/groups/block_checks.h"

namespace daybook {

void CheckGuaranteeForm(DecideContext& context, const v1::CreateBooking& create) {
  context.CheckOptionalId("account_id", create.account_id());
  context.CheckOptionalId("block_id", create.block_id());
  if (!create.block_id().empty() && create.status() == v1::WAITLISTED) {
    context.Decline(v1::FORM_ENUM_INVALID, "status", "a room of a block is not waited for");
  }
  CheckGuaranteeKind(context, {create.guarantee(), create.guarantee_reference(),
                               create.account_id(), create.channel_id()});
}

void CheckGuaranteeKind(DecideContext& context, const Guarantee& guarantee) {
  const auto decline = [&](const char* detail) {
    context.Decline(v1::FORM_ENUM_INVALID, "guarantee", detail);
  };
  if (!v1::GuaranteeKind_IsValid(guarantee.kind)) {
    decline("not a kind of guarantee");
  } else if (guarantee.kind == v1::GUARANTEE_COMPANY && guarantee.account_id.empty()) {
    decline("a company guarantees by its debtor account: the booking has none");
  } else if (guarantee.kind == v1::GUARANTEE_CHANNEL && guarantee.channel_id.empty()) {
    decline("the booking did not come through a channel");
  } else if (guarantee.kind == v1::GUARANTEE_KIND_UNSPECIFIED && !guarantee.reference.empty()) {
    decline("a reference of no guarantee");
  }
  context.CheckOptionalId("guarantee_reference", guarantee.reference);
}

void CheckGuaranteeState(DecideContext& context, const v1::CreateBooking& create) {
  if (const auto* const account = context.Require<v1::Account>("account_id", create.account_id())) {
    if (account->status() != v1::ACCOUNT_OPEN) {
      context.Decline(v1::STATE_STATUS, "account_id",
                      absl::StrCat("account ", create.account_id(), " is ",
                                   v1::AccountStatus_Name(account->status())));
    }
    CheckAccountCurrency(context, "account_id", context.property->definition().currency(),
                         *account);
  }
  const auto* const block = context.Require<v1::Block>("block_id", create.block_id());
  if (block != nullptr && block->property_id() != create.property_id()) {
    context.Decline(
        v1::STATE_REFERENCE_UNKNOWN, "block_id",
        absl::StrCat("block ", create.block_id(), " is of property ", block->property_id()));
  }
}

void CheckGuaranteePolicy(DecideContext& context, const v1::CreateBooking& create, Nights nights,
                          int64_t price_minor) {
  if (create.status() == v1::WAITLISTED) return;
  const auto* const block =
      create.block_id().empty() ? nullptr : context.state.Find<v1::Block>(create.block_id());
  if (block != nullptr) {
    CheckPickUp(context, *block, create.room_type_id(), nights, "stay");
  } else {
    CheckAvailability(context, "stay", create.room_type_id(), nights);
  }
  if (create.account_id().empty()) return;
  CheckCredit(context, *context.state.Find<v1::Account>(create.account_id()), price_minor,
              "account_id");
}

void CheckGuarantorOf(DecideContext& context, const v1::Booking& booking, std::string_view path) {
  if (booking.account_id().empty()) return;
  const auto* const account = context.state.Find<v1::Account>(booking.account_id());
  if (account != nullptr) CheckCredit(context, *account, booking.price_minor(), path);
}

namespace {

// What is to be paid ahead of a stay that is booked, or gets its room, on the business date.
struct DepositDemand {
  const v1::Policy* policy = nullptr;  // null: nothing is asked for
  int64_t required_minor = 0;
  int32_t due_on = 0;
  bool cancels = false;
};

DepositDemand FindDeposit(const DecideContext& context, const v1::PolicyRef& frozen,
                          int64_t price_minor, CivilDate arrival) {
  DepositDemand demand;
  demand.policy = context.FrozenPolicy(frozen);
  if (demand.policy == nullptr) return demand;
  const v1::DepositPolicy& rule = demand.policy->deposit();
  demand.required_minor = std::max<int64_t>(0, PercentOf(price_minor, rule.stay_basis_points()));
  if (demand.required_minor == 0) return demand;
  const CivilDate today = context.BusinessDate();
  const CivilDate due =
      std::min(today + rule.due_days_after_booking(), arrival - rule.due_days_before_arrival());
  demand.due_on = std::max(due, today).ymd();
  // Elsewhere nobody here sees whether it came.
  demand.cancels = context.KeepsBooks() && rule.cancel_if_unpaid();
  return demand;
}

template <typename Event>
void Demand(const DepositDemand& demand, Event& event, v1::Accepted& accepted) {
  if (demand.policy == nullptr) return;
  DecideContext::Cite(*demand.policy, accepted);
  if (demand.required_minor == 0) return;
  event.set_deposit_required_minor(demand.required_minor);
  event.set_deposit_due_on(demand.due_on);
  event.set_deposit_cancels(demand.cancels);
  DecideContext::AddItem(accepted, v1::ITEM_DEPOSIT, demand.required_minor, v1::RULE_DEPOSIT,
                         demand.policy);
}

}  // namespace

void SetDeposit(const DecideContext& context, v1::BookingCreated& event, v1::Accepted& accepted) {
  if (event.status() == v1::WAITLISTED || !event.account_id().empty()) return;
  Demand(FindDeposit(context, event.terms().deposit(), SumOfLines(event.price()),
                     ArrivalOf(event.stay())),
         event, accepted);
}

void SetDeposit(const DecideContext& context, const v1::Booking& promoted,
                v1::BookingPromoted& event, v1::Accepted& accepted) {
  if (!promoted.account_id().empty()) return;
  Demand(FindDeposit(context, promoted.terms().deposit(), promoted.price_minor(),
                     ArrivalOf(promoted.stay())),
         event, accepted);
}

void AddPriceItems(const DecideContext& context, const v1::BookingCreated& event,
                   v1::Accepted& accepted) {
  const int64_t price = SumOfLines(event.price());
  const v1::Policy* const taxes = context.PolicyInForce(v1::Policy::kTax);
  const int64_t tax = price < 0 ? 0 : TaxIn(price, v1::REVENUE_ROOM, taxes);
  if (tax == 0 && event.deposit_required_minor() == 0 && !context.quoting) return;
  const bool own_price = context.request.create_booking().has_nightly_override();
  DecideContext::AddItem(accepted, v1::ITEM_PRICE, price,
                         own_price ? v1::RULE_PRICE_OVERRIDE : v1::RULE_RATE_PLAN);
  DecideContext::AddItem(accepted, v1::ITEM_TAX, tax, v1::RULE_TAX_INCLUDED, taxes);
  if (tax > 0) DecideContext::Cite(*taxes, accepted);
}

}  // namespace daybook
