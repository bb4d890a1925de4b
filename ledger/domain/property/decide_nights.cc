// Charging nights ahead of the roll, for houses with more guests than the roll's record holds.
#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/cancellation_postings.h"
#include "ledger/domain/accounts/night_postings.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/record_room.h"

namespace daybook {
namespace {

class PostNightsPhases : public Phases {
 public:
  explicit PostNightsPhases(const DecideContext& context) : post_(context.request.post_nights()) {}

  void Form(DecideContext& context) override {
    context.CheckId("property_id", post_.property_id());
    context.CheckDate("business_date", post_.business_date());
    context.CheckRange("max_items", post_.max_items(), 1, kMaxDuePerRecord);
  }

  void State(DecideContext& context) override {
    if (!context.RequireProperty("property_id")) return;
    context.RequireBooks("property_id");
    if (post_.business_date() == context.property->business_date()) return;
    context.Decline(v1::STATE_BUSINESS_DATE_MISMATCH, "business_date",
                    absl::StrCat("the business date of ", post_.property_id(), " is ",
                                 context.BusinessDate().ToString()));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Policy* const tax = TaxPolicyAt(context.state, context.property_id);
    std::vector<const v1::Booking*> due = NightsToCharge(context.state, *context.property);
    due.resize(std::min(due.size(), static_cast<size_t>(post_.max_items())));
    for (const v1::Booking* const booking : due) {
      if (!HasRoomForMore(accepted)) return;
      PostNight(*booking, *context.property, tax, accepted);
    }
  }

 private:
  const v1::PostNights& post_;
};

}  // namespace

void DecidePostNights(DecideContext& context, v1::Outcome& outcome) {
  PostNightsPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
