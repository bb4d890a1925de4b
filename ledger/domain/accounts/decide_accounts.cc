// Debtor accounts: who may be sent an invoice.
#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/account_checks.h"
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

class OpenPhases : public Phases {
 public:
  explicit OpenPhases(const DecideContext& context)
      : definition_(context.request.open_account().account()) {}

  void Form(DecideContext& context) override {
    context.CheckId("account.account_id", definition_.account_id());
    context.CheckId("account.customer_id", definition_.customer_id());
    context.CheckId("account.home_property_id", definition_.home_property_id());
    context.CheckId("account.owner_staff_id", definition_.owner_staff_id());
  }

  void State(DecideContext& context) override {
    // Of an account that exists the property concerned is its own; the home named may be another.
    context.RequireNew<v1::Account>("account.account_id", definition_.account_id());
    context.RequireStaff("account.owner_staff_id", definition_.owner_staff_id());
    if (context.RequireProperty("account.home_property_id")) {
      context.RequireBooks("account.home_property_id");
    }
    CheckAccountsOfCustomer(context);
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    *accepted.add_events()->mutable_account_opened() = definition_;
  }

 private:
  // What is heard of the customer has all of them reviewed, by one record.
  void CheckAccountsOfCustomer(DecideContext& context) const {
    int accounts = 0;
    context.state.ForEach<v1::Account>([&](const v1::Account& account) {
      if (account.definition().customer_id() == definition_.customer_id()) ++accounts;
    });
    if (accounts < kMaxAccountsOfCustomer) return;
    context.Decline(v1::STATE_TOO_MANY, "account.customer_id",
                    absl::StrCat("customer ", definition_.customer_id(), " has ", accounts,
                                 " accounts already"));
  }

  const v1::AccountDefinition& definition_;
};

class StatusPhases : public Phases {
 public:
  explicit StatusPhases(const DecideContext& context)
      : set_(context.request.set_account_status()) {}

  void Form(DecideContext& context) override {
    context.CheckId("account_id", set_.account_id());
    context.CheckEnum("status", set_.status(), &v1::AccountStatus_IsValid);
    context.CheckId("reason_code", set_.reason_code());
  }

  void State(DecideContext& context) override {
    const auto* const account = context.Require<v1::Account>("account_id", set_.account_id());
    if (account == nullptr || account->status() != set_.status()) return;
    context.Decline(v1::STATE_STATUS, "status",
                    absl::StrCat("account ", set_.account_id(), " is ",
                                 v1::AccountStatus_Name(set_.status()), " already"));
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::AccountStatusSet& event = *accepted.add_events()->mutable_account_status_set();
    event.set_account_id(set_.account_id());
    event.set_status(set_.status());
  }

 private:
  const v1::SetAccountStatus& set_;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideAccounts(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kOpenAccount:
      return Run<OpenPhases>(context, outcome);
    case v1::Request::kSetAccountStatus:
      return Run<StatusPhases>(context, outcome);
    case v1::Request::kRecordReceipt:
    case v1::Request::kApplyReceipt:
    case v1::Request::kReverseReceipt:
      return DecideReceipts(context, outcome);
    default:
      return DecideInvoices(context, outcome);
  }
}

}  // namespace daybook
