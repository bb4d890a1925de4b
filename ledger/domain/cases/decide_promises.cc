#include "ledger/domain/cases/decide_promises.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/cases/about_checks.h"
#include "ledger/domain/credit/credit_facts.h"
#include "ledger/domain/credit/credit_reviews.h"
#include "ledger/domain/customer/customer_checks.h"

namespace daybook {
namespace {

class MakeCommitmentPhases : public Phases {
 public:
  explicit MakeCommitmentPhases(const DecideContext& context)
      : commitment_(context.request.make_commitment().commitment()) {}

  void Form(DecideContext& context) override {
    context.CheckId("commitment.commitment_id", commitment_.commitment_id());
    context.CheckId("commitment.property_id", commitment_.property_id());
    context.CheckId("commitment.customer_id", commitment_.customer_id());
    context.CheckOptionalId("commitment.booking_id", commitment_.booking_id());
    context.CheckOptionalId("commitment.case_id", commitment_.case_id());
    context.CheckId("commitment.code", commitment_.code());
    context.CheckDate("commitment.due_on", commitment_.due_on());
    if (commitment_.status() != v1::COMMITMENT_STATUS_UNSPECIFIED &&
        commitment_.status() != v1::COMMITMENT_MADE) {
      context.Decline(v1::FORM_ENUM_INVALID, "commitment.status", "a commitment begins as MADE");
    }
  }

  void State(DecideContext& context) override {
    context.RequireNew<v1::Commitment>("commitment.commitment_id", commitment_.commitment_id());
    CheckAbout(context, "commitment.", commitment_.booking_id(), commitment_.customer_id());
    const auto* const one = context.Require<v1::Case>("commitment.case_id", commitment_.case_id());
    if (one != nullptr && one->property_id() != commitment_.property_id()) {
      context.DeclineUnknown("commitment.case_id", commitment_.case_id());
    }
    if (context.property != nullptr && commitment_.due_on() < context.property->business_date()) {
      context.Decline(v1::STATE_NIGHT_IN_PAST, "commitment.due_on",
                      absl::StrCat(commitment_.due_on(), " is before the business date ",
                                   context.property->business_date()));
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_commitment_made()->set_commitment_id(
        commitment_.commitment_id());
  }

 private:
  const v1::Commitment& commitment_;
};

// A broken promise counts for what the customer owes even where no policy wants a review of it: the first policy that comes finds it.
void AddCountedWithoutReview(const DecideContext& context, std::string_view customer_id,
                             v1::CommitmentSettled& event) {
  context.state.ForEach<v1::Account>([&](const v1::Account& account) {
    if (!AreOnePerson(context.state, customer_id, account.definition().customer_id())) return;
    const std::string& account_id = account.definition().account_id();
    const auto* const credit = context.state.Find<v1::Credit>(account_id);
    if (credit == nullptr || CreditPolicyFor(context.state, account, credit) != nullptr) return;
    event.add_account_ids(account_id);
  });
}

class SettleCommitmentPhases : public Phases {
 public:
  explicit SettleCommitmentPhases(const DecideContext& context)
      : settle_(context.request.settle_commitment()) {}

  void Form(DecideContext& context) override {
    context.CheckId("commitment_id", settle_.commitment_id());
    if (settle_.status() != v1::COMMITMENT_KEPT && settle_.status() != v1::COMMITMENT_BROKEN) {
      context.Decline(v1::FORM_ENUM_INVALID, "status", "a commitment is KEPT or BROKEN");
    }
  }

  void State(DecideContext& context) override {
    const auto* const made =
        context.Require<v1::Commitment>("commitment_id", settle_.commitment_id());
    if (made == nullptr || made->status() == v1::COMMITMENT_MADE) return;
    context.Decline(v1::STATE_STATUS, "commitment_id",
                    absl::StrCat("commitment ", settle_.commitment_id(), " is ",
                                 v1::CommitmentStatus_Name(made->status())));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::CommitmentSettled& event = *accepted.add_events()->mutable_commitment_settled();
    event.set_commitment_id(settle_.commitment_id());
    event.set_status(settle_.status());
    const auto& made = *context.state.Find<v1::Commitment>(settle_.commitment_id());
    if (settle_.status() == v1::COMMITMENT_BROKEN && made.by_customer()) {
      AddCountedWithoutReview(context, made.customer_id(), event);
      AddCreditReviews(context, made.customer_id(), v1::REVIEW_COMMITMENT_BROKEN, accepted);
    }
  }

 private:
  const v1::SettleCommitment& settle_;
};

class OpenActionPhases : public Phases {
 public:
  explicit OpenActionPhases(const DecideContext& context)
      : action_(context.request.open_action().action()) {}

  void Form(DecideContext& context) override {
    context.CheckId("action.action_id", action_.action_id());
    context.CheckId("action.property_id", action_.property_id());
    context.CheckId("action.category", action_.category());
    context.CheckId("action.measure_code", action_.measure_code());
    context.CheckOptionalId("action.owner_staff_id", action_.owner_staff_id());
  }

  void State(DecideContext& context) override {
    context.RequireNew<v1::ImprovementAction>("action.action_id", action_.action_id());
    context.RequireProperty("action.property_id");
    context.RequireStaff("action.owner_staff_id", action_.owner_staff_id());
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ActionOpened& event = *accepted.add_events()->mutable_action_opened();
    event.set_action_id(action_.action_id());
    event.set_business_date(context.property->business_date());
  }

 private:
  const v1::ImprovementAction& action_;
};

class CompleteActionPhases : public Phases {
 public:
  explicit CompleteActionPhases(const DecideContext& context)
      : action_id_(context.request.complete_action().action_id()) {}

  void Form(DecideContext& context) override { context.CheckId("action_id", action_id_); }

  void State(DecideContext& context) override {
    const auto* const action = context.Require<v1::ImprovementAction>("action_id", action_id_);
    if (action == nullptr) return;
    context.RequireProperty("action_id");
    if (action->done_on() == 0) return;
    context.Decline(v1::STATE_STATUS, "action_id",
                    absl::StrCat("action ", action_id_, " was completed on ", action->done_on()));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ActionCompleted& event = *accepted.add_events()->mutable_action_completed();
    event.set_action_id(action_id_);
    event.set_business_date(context.property->business_date());
  }

 private:
  const std::string& action_id_;
};

class ContactPhases : public Phases {
 public:
  explicit ContactPhases(const DecideContext& context)
      : record_(context.request.record_contact()), contact_(record_.contact()) {}

  void Form(DecideContext& context) override {
    context.CheckId("contact.contact_id", contact_.contact_id());
    context.CheckId("contact.property_id", contact_.property_id());
    context.CheckId("contact.customer_id", contact_.customer_id());
    context.CheckOptionalId("contact.booking_id", contact_.booking_id());
    context.CheckEnum("contact.channel", contact_.channel(), v1::FeedbackChannel_IsValid);
    context.CheckEnum("contact.purpose", contact_.purpose(), v1::ContactPurpose_IsValid);
    context.CheckOptionalId("contact.found_reason", contact_.found_reason());
    context.CheckOptionalId("contact.help_given", contact_.help_given());
    context.CheckPersonal("remark", record_.remark(), contact_.customer_id());
  }

  void State(DecideContext& context) override {
    context.RequireNew<v1::Contact>("contact.contact_id", contact_.contact_id());
    CheckAbout(context, "contact.", contact_.booking_id(), contact_.customer_id());
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ContactRecorded& event = *accepted.add_events()->mutable_contact_recorded();
    event.set_contact_id(contact_.contact_id());
    event.set_business_date(context.property->business_date());
  }

 private:
  const v1::RecordContact& record_;
  const v1::Contact& contact_;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecidePromises(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kMakeCommitment:
      return Run<MakeCommitmentPhases>(context, outcome);
    case v1::Request::kSettleCommitment:
      return Run<SettleCommitmentPhases>(context, outcome);
    case v1::Request::kOpenAction:
      return Run<OpenActionPhases>(context, outcome);
    case v1::Request::kCompleteAction:
      return Run<CompleteActionPhases>(context, outcome);
    default:
      return Run<ContactPhases>(context, outcome);
  }
}

}  // namespace daybook
