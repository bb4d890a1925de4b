#include "projections/credit/credit_rows.h"
#include "projections/credit/credit_view.h"
#include "projections/entity_view.h"
#include "projections/home_properties.h"

namespace daybook {
namespace {

EntityViewSpec Spec() {
  EntityViewSpec spec;
  spec.name = "credit";
  spec.revision = 1;
  spec.letters = {LetterOf<v1::Credit>::kLetter,         LetterOf<v1::Account>::kLetter,
                  LetterOf<v1::Invoice>::kLetter,        LetterOf<v1::PolicyVersion>::kLetter,
                  LetterOf<v1::ChargedBooking>::kLetter, LetterOf<v1::AccountBookings>::kLetter};
  spec.events = {{v1::Event::kPropertyDefined, v1::Event::kPropertyDefined},
                 {v1::Event::kBusinessDateRolled, v1::Event::kBusinessDateRolled},
                 {v1::Event::kPolicyProposed, v1::Event::kPolicySettled},
                 {v1::Event::kBookingCreated, v1::Event::kBookingMoved},
                 {v1::Event::kAccountOpened, v1::Event::kWrittenOff},
                 {v1::Event::kWriteOffReversed, v1::Event::kWriteOffReversed},
                 {v1::Event::kCommitmentSettled, v1::Event::kCommitmentSettled},
                 {v1::Event::kBuyerDestroyed, v1::Event::kBuyerDestroyed},
                 {v1::Event::kCreditAssessed, v1::Event::kCreditBlocked}};
  spec.journals = true;
  spec.own = {{kReviewRow, &v1::CreditReview::default_instance()},
              {kHomePropertyRow, &v1::HomeProperty::default_instance()}};
  return spec;
}

class CreditProjection final : public EntityView {
 public:
  CreditProjection() : EntityView(Spec()) {}

 protected:
  absl::Status ApplyOwn(const v1::Record& record, ViewRows& rows) override {
    for (const v1::Event& event : record.outcome().accepted().events()) {
      FoldHomeProperty(event, rows);
      if (!event.has_credit_reviewed()) continue;
      const v1::CreditReview& review = event.credit_reviewed();
      rows.ChangeOwn<v1::CreditReview>(kReviewRow,
                                       ReviewKey(review.account_id(), record.position())) = review;
    }
    return absl::OkStatus();
  }
};

}  // namespace

std::string ReviewKey(std::string_view account_id, uint64_t position) {
  return ReviewPrefix(account_id) + SortedDigits(position);
}

std::string ReviewPrefix(std::string_view account_id) {
  std::string prefix(account_id);
  prefix.push_back('\0');
  return prefix;
}

std::unique_ptr<Projection> NewCreditProjection() { return std::make_unique<CreditProjection>(); }

}  // namespace daybook
