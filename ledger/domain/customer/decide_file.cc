#include "ledger/domain/customer/decide_file.h"

#include "absl/strings/str_cat.h"
#include "ledger/domain/credit/credit_reviews.h"
#include "ledger/domain/customer/buyers.h"
#include "ledger/domain/customer/customer_checks.h"
#include "ledger/domain/customer/notices.h"

namespace daybook {
namespace {

constexpr int32_t kMaxContactDays = 366;

class KeyAccountPhases : public Phases {
 public:
  explicit KeyAccountPhases(const DecideContext& context)
      : set_(context.request.set_key_account()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", set_.customer_id());
    context.CheckOptionalId("owner_staff_id", set_.owner_staff_id());
    const bool key = !set_.owner_staff_id().empty();
    context.CheckRange("contact_every_days", set_.contact_every_days(), key ? 1 : 0,
                       key ? kMaxContactDays : 0);
  }

  void State(DecideContext& context) override {
    const v1::Customer* const customer = UsableCustomer(context, "customer_id", set_.customer_id());
    context.CheckRevision(customer == nullptr ? 0 : customer->revision());
    context.RequireStaff("owner_staff_id", set_.owner_staff_id());
    if (set_.owner_staff_id().empty() && (customer == nullptr || !customer->has_key_account())) {
      context.Decline(v1::STATE_STATUS, "customer_id",
                      absl::StrCat("customer ", set_.customer_id(), " is no key account"));
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_key_account_set()->set_customer_id(set_.customer_id());
  }

 private:
  const v1::SetKeyAccount& set_;
};

// Only a file that stands for itself is merged, and only into one that does: so there is never a circle.
class MergePhases : public Phases {
 public:
  explicit MergePhases(const DecideContext& context) : merge_(context.request.merge_customers()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", merge_.customer_id());
    context.CheckId("merged_id", merge_.merged_id());
    if (merge_.customer_id() == merge_.merged_id()) {
      context.Decline(v1::FORM_DUPLICATE, "merged_id", "a file is not merged into itself");
    }
  }

  void State(DecideContext& context) override {
    const v1::Customer* const customer =
        UsableCustomer(context, "customer_id", merge_.customer_id());
    const v1::Customer* const merged = UsableCustomer(context, "merged_id", merge_.merged_id());
    if (customer == nullptr) context.DeclineUnknown("customer_id", merge_.customer_id());
    if (merged == nullptr) context.DeclineUnknown("merged_id", merge_.merged_id());
    if (customer == nullptr || merged == nullptr) return;
    if (customer->merged_size() + merged->merged_size() >= kMaxMerged) {
      context.Decline(v1::STATE_TOO_MANY, "customer_id",
                      absl::StrCat("customer ", merge_.customer_id(), " would stand for more than ",
                                   kMaxMerged, " others"));
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::CustomersMerged& event = *accepted.add_events()->mutable_customers_merged();
    event.set_customer_id(merge_.customer_id());
    event.set_merged_id(merge_.merged_id());
  }

 private:
  const v1::MergeCustomers& merge_;
};

class UnmergePhases : public Phases {
 public:
  explicit UnmergePhases(const DecideContext& context)
      : unmerge_(context.request.unmerge_customers()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", unmerge_.customer_id());
    context.CheckId("merged_id", unmerge_.merged_id());
  }

  void State(DecideContext& context) override {
    // Whoever the file that stays was merged into lists this one too: that merging is undone first.
    UsableCustomer(context, "customer_id", unmerge_.customer_id());
    const auto* const merged = context.Require<v1::Customer>("merged_id", unmerge_.merged_id());
    if (merged == nullptr || merged->merged_into() == unmerge_.customer_id()) return;
    context.Decline(v1::STATE_STATUS, "merged_id",
                    merged->merged_into().empty()
                        ? absl::StrCat("customer ", unmerge_.merged_id(), " stands for itself")
                        : absl::StrCat("customer ", unmerge_.merged_id(), " was merged into ",
                                       merged->merged_into()));
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::CustomersUnmerged& event = *accepted.add_events()->mutable_customers_unmerged();
    event.set_customer_id(unmerge_.customer_id());
    event.set_merged_id(unmerge_.merged_id());
  }

 private:
  const v1::UnmergeCustomers& unmerge_;
};

// Whom the house deals with has changed: customer service is told, and the credit of the customer's account is looked at again (the fold
// of credit sees the event).
class PeopleChangePhases : public Phases {
 public:
  explicit PeopleChangePhases(const DecideContext& context)
      : report_(context.request.report_people_change()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", report_.customer_id());
    context.CheckEnum("change", report_.change(), v1::PeopleChange_IsValid);
  }

  void State(DecideContext& context) override {
    const v1::Customer* const customer =
        UsableCustomer(context, "customer_id", report_.customer_id());
    if (customer == nullptr) return context.DeclineUnknown("customer_id", report_.customer_id());
    const bool person = customer->kind() == v1::CUSTOMER_PERSON;
    if (person != (report_.change() == v1::PEOPLE_CHANGE_EMPLOYER)) {
      context.Decline(v1::STATE_STATUS, "change",
                      absl::StrCat("customer ", report_.customer_id(), " is a ",
                                   v1::CustomerKind_Name(customer->kind()),
                                   ": a person changes the employer, and others their people"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_people_change_reported()->set_customer_id(report_.customer_id());
    AddNotice(context,
              report_.change() == v1::PEOPLE_CHANGE_EMPLOYER ? v1::NOTICE_EMPLOYER_CHANGED
                                                             : v1::NOTICE_PEOPLE_CHANGED,
              kToCustomerService, report_.customer_id(), accepted);
    AddCreditReviews(context, report_.customer_id(), v1::REVIEW_PEOPLE_CHANGED, accepted);
  }

 private:
  const v1::ReportPeopleChange& report_;
};

class AcknowledgePhases : public Phases {
 public:
  explicit AcknowledgePhases(const DecideContext& context)
      : acknowledge_(context.request.acknowledge_notice()) {}

  void Form(DecideContext& context) override {
    context.CheckId("notice_id", acknowledge_.notice_id());
  }

  void State(DecideContext& context) override {
    const auto* const notice = context.Require<v1::Notice>("notice_id", acknowledge_.notice_id());
    if (notice == nullptr || !notice->acknowledged()) return;
    context.Decline(v1::STATE_STATUS, "notice_id",
                    absl::StrCat("notice ", acknowledge_.notice_id(), " was acknowledged by ",
                                 notice->acknowledged_by().id()));
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_notice_acknowledged()->set_notice_id(acknowledge_.notice_id());
  }

 private:
  const v1::AcknowledgeNotice& acknowledge_;
};

// What bookings hold is sealed under the same key, so everything of a customer can be revealed also where there is no file.
class RevealPhases : public Phases {
 public:
  explicit RevealPhases(const DecideContext& context)
      : reveal_(context.request.reveal_personal_data()) {}

  void Form(DecideContext& context) override {
    if (reveal_.invoice_id().empty()) {
      context.CheckId("customer_id", reveal_.customer_id());
    } else {
      CheckNamesInvoice(context, reveal_.customer_id(), reveal_.invoice_id());
      if (reveal_.everything()) {
        context.Decline(v1::FORM_ENUM_INVALID, "everything",
                        "of an invoice only the buyer is shown");
      }
    }
    context.CheckId("purpose", reveal_.purpose());
  }

  void State(DecideContext& context) override {
    if (!reveal_.invoice_id().empty()) {
      invoice_ = RequireBuyer(context, reveal_.invoice_id());
      return;
    }
    const auto* const customer = context.state.Find<v1::Customer>(reveal_.customer_id());
    if (customer == nullptr) {
      if (!reveal_.everything()) {
        context.DeclineUnknown("customer_id",
                               absl::StrCat("file of customer ", reveal_.customer_id()));
      }
      return;
    }
    if (!customer->erased()) return;
    context.Decline(v1::STATE_STATUS, "customer_id",
                    absl::StrCat("customer ", reveal_.customer_id(),
                                 " was erased: nothing can be read any more"));
  }

  void Policy(DecideContext& context) override {
    if (invoice_ != nullptr) CheckNotRestricted(context, *invoice_);
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::PersonalDataRevealed& event = *accepted.add_events()->mutable_personal_data_revealed();
    event.set_customer_id(reveal_.customer_id());
    event.set_purpose(reveal_.purpose());
    event.set_everything(reveal_.everything());
    event.set_invoice_id(reveal_.invoice_id());
  }

 private:
  const v1::RevealPersonalData& reveal_;
  const v1::Invoice* invoice_ = nullptr;
};

// Files that were merged into the one that stays are the same person's: they are erased with it.
class ErasePhases : public Phases {
 public:
  explicit ErasePhases(const DecideContext& context) : erase_(context.request.erase_customer()) {}

  void Form(DecideContext& context) override {
    context.CheckId("customer_id", erase_.customer_id());
    context.CheckId("reason_code", erase_.reason_code());
  }

  void State(DecideContext& context) override {
    customer_ = UsableCustomer(context, "customer_id", erase_.customer_id());
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_customer_erased()->set_customer_id(erase_.customer_id());
    if (customer_ == nullptr) return;
    for (const std::string& merged : customer_->merged()) {
      accepted.add_events()->mutable_customer_erased()->set_customer_id(merged);
    }
  }

 private:
  const v1::EraseCustomer& erase_;
  const v1::Customer* customer_ = nullptr;
};

template <typename ItsPhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  ItsPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideFile(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kSetKeyAccount:
      return Run<KeyAccountPhases>(context, outcome);
    case v1::Request::kMergeCustomers:
      return Run<MergePhases>(context, outcome);
    case v1::Request::kUnmergeCustomers:
      return Run<UnmergePhases>(context, outcome);
    case v1::Request::kReportPeopleChange:
      return Run<PeopleChangePhases>(context, outcome);
    case v1::Request::kAcknowledgeNotice:
      return Run<AcknowledgePhases>(context, outcome);
    case v1::Request::kRevealPersonalData:
      return Run<RevealPhases>(context, outcome);
    case v1::Request::kEndRetention:
      return DecideEndRetention(context, outcome);
    default:
      return Run<ErasePhases>(context, outcome);
  }
}

}  // namespace daybook
