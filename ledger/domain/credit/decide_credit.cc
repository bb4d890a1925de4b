// What reviewers say of an account's credit, and the reviews that are asked for.
#include "absl/strings/str_cat.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/strings.h"
#include "ledger/domain/accounts/account_checks.h"
#include "ledger/domain/credit/credit_facts.h"
#include "ledger/domain/credit/credit_reviews.h"
#include "ledger/domain/credit/credit_score.h"
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

// All requests about credit name an account.
class CreditPhases : public Phases {
 public:
  explicit CreditPhases(std::string_view account_id) : account_id_(account_id) {}

  void Form(DecideContext& context) override {
    context.CheckId("account_id", account_id_);
    FormOfRest(context);
  }

  void State(DecideContext& context) override {
    account_ = context.Require<v1::Account>("account_id", account_id_);
    if (account_ == nullptr) return;
    // The fold makes both at once.
    credit_ = context.Require<v1::Credit>("account_id", account_id_);
    if (credit_ != nullptr) StateOfRest(context);
  }

 protected:
  virtual void FormOfRest(DecideContext&) {}
  virtual void StateOfRest(DecideContext&) {}

  const v1::Account& account() const { return *account_; }
  const v1::Credit& credit() const { return *credit_; }
  std::string account_id() const { return std::string(account_id_); }

  // Policy: what takes two persons.
  static void RequireSecondPerson(DecideContext& context, std::string_view what) {
    context.Decline(v1::POLICY_AUTHORISER_REQUIRED, "account_id",
                    absl::StrCat(ToAbsl(what), " takes two persons"));
  }

 private:
  const std::string_view account_id_;
  const v1::Account* account_ = nullptr;
  const v1::Credit* credit_ = nullptr;
};

class AssessPhases : public CreditPhases {
 public:
  explicit AssessPhases(const DecideContext& context)
      : CreditPhases(context.request.assess_credit().account_id()),
        assess_(context.request.assess_credit()) {}

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::CreditAssessed& event = *accepted.add_events()->mutable_credit_assessed();
    event.set_account_id(account_id());
    event.set_business_date(HomeDate(context.state, account()));
  }

 private:
  void FormOfRest(DecideContext& context) override {
    context.CheckEnum("factor", assess_.factor(), v1::CreditFactor_IsValid);
    context.CheckRange("level", assess_.level(), 0, kMaxFactorLevel);
  }

  const v1::AssessCredit& assess_;
};

class ReviewPhases : public CreditPhases {
 public:
  explicit ReviewPhases(const DecideContext& context)
      : CreditPhases(context.request.run_credit_review().account_id()) {}

  void Policy(DecideContext& context) override {
    const auto last = CivilDate::FromYmd(credit().last_review_on());
    const bool wanted = credit().review_wanted() != v1::REVIEW_TRIGGER_UNSPECIFIED;
    if (credit().reviews() == 0 || wanted || !last) return;
    const CivilDate from = *last + policy_->credit().upgrade_gap_days();
    if (DateOf(HomeDate(context.state, account())) >= from) return;
    context.Decline(v1::POLICY_REVIEW_TOO_SOON, "account_id",
                    absl::StrCat("the last review was on ", last->ToString(),
                                 ", another can be asked for from ", from.ToString(), " on"));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ReviewTrigger trigger = credit().review_wanted();
    if (trigger == v1::REVIEW_TRIGGER_UNSPECIFIED) {
      trigger = credit().reviews() == 0 ? v1::REVIEW_FIRST : v1::REVIEW_REQUESTED;
    }
    AddCreditReview(context, account(), credit(), *policy_, trigger, accepted);
  }

 private:
  void StateOfRest(DecideContext& context) override {
    policy_ = CreditPolicyFor(context.state, account(), &credit());
    if (policy_ != nullptr) return;
    context.Decline(v1::STATE_POLICY_MISSING, "account_id",
                    absl::StrCat("no credit policy in ", CurrencyOf(context.state, account()),
                                 " is in force at ", account().definition().home_property_id()));
  }

  const v1::Policy* policy_ = nullptr;
};

class DesignatePhases : public CreditPhases {
 public:
  explicit DesignatePhases(const DecideContext& context)
      : CreditPhases(context.request.designate_strategic().account_id()),
        designate_(context.request.designate_strategic()) {}

  void Policy(DecideContext& context) override {
    RequireSecondPerson(context, "a designation as strategic");
  }
  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_strategic_designated()->set_account_id(account_id());
  }

 private:
  void FormOfRest(DecideContext& context) override {
    context.CheckPositiveMoney("authorised_volume", designate_.authorised_volume());
    context.CheckDate("until", designate_.until());
  }
  void StateOfRest(DecideContext& context) override {
    CheckAccountCurrency(context, "authorised_volume", designate_.authorised_volume().currency(),
                         account());
    const int32_t today = HomeDate(context.state, account());
    if (designate_.until() > today) return;
    context.Decline(v1::STATE_EXPIRED, "until",
                    absl::StrCat("the business date is ", DateOf(today).ToString()));
  }

  const v1::DesignateStrategic& designate_;
};

class GuaranteePhases : public CreditPhases {
 public:
  explicit GuaranteePhases(const DecideContext& context)
      : CreditPhases(context.request.set_guarantee().account_id()),
        guarantee_(context.request.set_guarantee()) {}

  void Policy(DecideContext& context) override { RequireSecondPerson(context, "a guarantee"); }
  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_guarantee_set()->set_account_id(account_id());
  }

 private:
  void FormOfRest(DecideContext& context) override {
    context.CheckMoney("cover", guarantee_.cover());
    if (guarantee_.cover().amount_minor() >= 0) return;
    context.Decline(v1::FORM_AMOUNT_NOT_POSITIVE, "cover",
                    absl::StrCat(guarantee_.cover().amount_minor(), " is below 0"));
  }
  void StateOfRest(DecideContext& context) override {
    CheckAccountCurrency(context, "cover", guarantee_.cover().currency(), account());
  }

  const v1::SetGuarantee& guarantee_;
};

class BlockPhases : public CreditPhases {
 public:
  explicit BlockPhases(const DecideContext& context)
      : CreditPhases(context.request.block_credit().account_id()),
        block_(context.request.block_credit()) {}

  // To stop somebody's credit is quickly done; to give it again is not.
  void Policy(DecideContext& context) override {
    if (!block_.blocked()) RequireSecondPerson(context, "to let a blocked credit go");
  }
  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::CreditBlocked& event = *accepted.add_events()->mutable_credit_blocked();
    event.set_account_id(account_id());
    event.set_blocked(block_.blocked());
  }

 private:
  void FormOfRest(DecideContext& context) override {
    context.CheckId("reason_code", block_.reason_code());
  }
  void StateOfRest(DecideContext& context) override {
    if (credit().blocked() != block_.blocked()) return;
    context.Decline(v1::STATE_STATUS, "blocked",
                    absl::StrCat("the credit of account ", account_id(), " is ",
                                 block_.blocked() ? "blocked already" : "not blocked"));
  }

  const v1::BlockCredit& block_;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideCredit(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kAssessCredit:
      return Run<AssessPhases>(context, outcome);
    case v1::Request::kRunCreditReview:
      return Run<ReviewPhases>(context, outcome);
    case v1::Request::kDesignateStrategic:
      return Run<DesignatePhases>(context, outcome);
    case v1::Request::kSetGuarantee:
      return Run<GuaranteePhases>(context, outcome);
    default:
      return Run<BlockPhases>(context, outcome);
  }
}

}  // namespace daybook
