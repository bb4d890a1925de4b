// What falls due as time passes and business dates roll, for which the ticker asks: at most so many a record, and as the record has
// room for, in the order holds, other things due at an instant, deposits, other things due on a date. What is done must not be due
// again, or the ticker would ask for ever.
#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "ledger/domain/accounts/cancellation_postings.h"
#include "ledger/domain/accounts/vouchers.h"
#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/credit/credit_reviews.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/groups/blocks_due.h"
#include "ledger/domain/loyalty/points.h"
#include "ledger/domain/record_room.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

class RunDuePhases : public Phases {
 public:
  explicit RunDuePhases(const DecideContext& context) : run_(context.request.run_due()) {}

  void Form(DecideContext& context) override {
    if (!run_.has_until() || !IsValidTimestamp(run_.until())) {
      context.Decline(v1::FORM_LIMIT_INVALID, "until", "missing or not in whole microseconds");
    }
    context.CheckRange("max_items", run_.max_items(), 1, kMaxDuePerRecord);
  }

  void State(DecideContext&) override {}

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    left_ = static_cast<size_t>(run_.max_items());
    ExpireHolds(context, accepted);
    CancelUnpaid(context, accepted);
    for (const DueEntity& due : context.state.EntitiesDueByDate(left_)) {
      if (!HasRoomForMore(accepted)) return;
      Settle(context, due, accepted);
    }
  }

 private:
  void ExpireHolds(DecideContext& context, v1::Accepted& accepted) {
    const Instant until = std::min(ToInstant(run_.until()), context.recorded_at);
    for (const v1::Booking* const booking : context.state.ExpiredHolds(until, left_)) {
      if (!HasRoomForMore(accepted)) return;
      const v1::Property& property = *context.state.FindProperty(booking->property_id());
      AddHoldEnd(*booking, v1::CANCELLATION_CAUSE_HOLD_EXPIRED, property.business_date(), accepted);
      PostCancellation(*booking, 0, property, TaxPolicyAt(context.state, booking->property_id()),
                       accepted);
      ended_.push_back(booking->booking_id());
      --left_;
    }
  }

  // A deposit is late when the date at which it was due is closed.
  void CancelUnpaid(DecideContext& context, v1::Accepted& accepted) {
    for (const std::string& property_id : context.state.PropertiesWithDepositsOverdue()) {
      const CivilDate today = DateOf(context.state.FindProperty(property_id)->business_date());
      for (const v1::Booking* const booking :
           context.state.DepositsDue(property_id, today - 1, left_)) {
        // A hold that has just expired is gone.
        if (std::find(ended_.begin(), ended_.end(), booking->booking_id()) != ended_.end())
          continue;
        if (!HasRoomForMore(accepted)) return;
        AddUnpaidDepositCancellation(context.state, *booking, accepted);
        --left_;
      }
    }
  }

  static void Settle(DecideContext& context, const DueEntity& due, v1::Accepted& accepted) {
    switch (due.letter) {
      case LetterOf<v1::Voucher>::kLetter:
        return AddExpiredVoucher(context, static_cast<const v1::Voucher&>(*due.entity), accepted);
      case LetterOf<v1::Member>::kLetter:
        return AddExpiredPoints(context, static_cast<const v1::Member&>(*due.entity), accepted);
      case LetterOf<v1::Block>::kLetter:
        return AddBlockRelease(context, static_cast<const v1::Block&>(*due.entity), accepted);
      case LetterOf<v1::Credit>::kLetter:
        return AddCreditLook(context, static_cast<const v1::Credit&>(*due.entity), accepted);
      default:
        return;
    }
  }

  const v1::RunDue& run_;
  size_t left_ = 0;                 // items that the record still takes
  std::vector<std::string> ended_;  // by this record
};

}  // namespace

void DecideRunDue(DecideContext& context, v1::Outcome& outcome) {
  RunDuePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
