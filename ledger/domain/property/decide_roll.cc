// The roll of the business date, which a person asks for: no due-out may be left, and due-ins are
// resolved with it or must be before, as the property has it. Where books are kept, guests in house
// are charged the night that it closes.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/cancellation_postings.h"
#include "ledger/domain/accounts/night_postings.h"
#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/record_room.h"

namespace daybook {
namespace {

constexpr int32_t kLastDate = 2199'12'31;

// "3 bookings: b1, b2, b3"; the first ones where there are many.
std::string CountAndFirst(const std::vector<const v1::Booking*>& bookings) {
  constexpr size_t kNamed = 5;
  std::string text =
      absl::StrCat(bookings.size(), bookings.size() == 1 ? " booking: " : " bookings: ");
  for (size_t i = 0; i < std::min(bookings.size(), kNamed); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ", ", bookings[i]->booking_id());
  }
  if (bookings.size() > kNamed) text += ", ...";
  return text;
}

class RollPhases : public Phases {
 public:
  explicit RollPhases(const DecideContext& context) : roll_(context.request.roll_business_date()) {}

  void Form(DecideContext& context) override {
    context.CheckId("property_id", roll_.property_id());
    context.CheckDate("business_date", roll_.business_date());
    if (roll_.business_date() == kLastDate) {
      context.Decline(v1::FORM_DATE_INVALID, "business_date", "no date comes after it");
    }
  }

  void State(DecideContext& context) override {
    if (!context.RequireProperty("property_id")) return;
    if (roll_.business_date() != context.property->business_date()) {
      context.Decline(v1::STATE_BUSINESS_DATE_MISMATCH, "business_date",
                      absl::StrCat("the business date of ", roll_.property_id(), " is ",
                                   context.BusinessDate().ToString()));
      return;
    }
    due_in_ = context.state.DueIn(roll_.property_id(), context.BusinessDate());
    if (Resolves(context) && due_in_.size() > kMaxDuePerRecord) {
      context.Decline(v1::STATE_TOO_MANY_DUE, "business_date",
                      absl::StrCat(due_in_.size(), " due-ins, a record holds ", kMaxDuePerRecord));
    }
    nights_ = NightsToCharge(context.state, *context.property);
    if (nights_.size() > kMaxDuePerRecord) {
      context.Decline(v1::STATE_TOO_MANY_DUE, "business_date",
                      absl::StrCat(nights_.size(), " nights to charge, a record holds ",
                                   kMaxDuePerRecord, ": charge the others by PostNights first"));
    }
    if (!context.AnyDeclined()) Close(context);
  }

  void Policy(DecideContext& context) override {
    if (!Resolves(context) && !due_in_.empty()) {
      context.Decline(v1::POLICY_DUE_INS_UNRESOLVED, "business_date", CountAndFirst(due_in_));
    }
    const auto due_out = context.state.DueOut(roll_.property_id(), context.BusinessDate());
    if (!due_out.empty()) {
      context.Decline(v1::POLICY_DUE_OUTS_UNRESOLVED, "business_date", CountAndFirst(due_out));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    accepted.Swap(&closed_);
    v1::BusinessDateRolled& event = *accepted.add_events()->mutable_business_date_rolled();
    event.set_property_id(roll_.property_id());
    event.set_from(roll_.business_date());
    event.set_to((context.BusinessDate() + 1).ymd());
  }

 private:
  static bool Resolves(const DecideContext& context) {
    return context.property->definition().due_in_policy() == v1::DUE_IN_POLICY_MARK_NO_SHOW;
  }

  // All that the day still brings. It stands in one record, or the day is not closed.
  void Close(DecideContext& context) {
    if (Resolves(context)) {
      for (const v1::Booking* booking : due_in_) Resolve(context, *booking, closed_);
    }
    const v1::Policy* const tax = TaxPolicyAt(context.state, context.property_id);
    for (const v1::Booking* booking : nights_) {
      PostNight(*booking, *context.property, tax, closed_);
    }
    if (HasRoomForMore(closed_)) return;
    context.Decline(v1::STATE_TOO_MANY_DUE, "business_date",
                    absl::StrCat(due_in_.size(), " due-ins and ", nights_.size(),
                                 " nights to charge are more than a record holds: charge nights by "
                                 "PostNights and settle due-ins first"));
  }

  void Resolve(const DecideContext& context, const v1::Booking& booking, v1::Accepted& accepted) {
    const v1::Policy* const tax = TaxPolicyAt(context.state, context.property_id);
    if (booking.status() == v1::HELD) {
      AddHoldEnd(booking, v1::CANCELLATION_CAUSE_HOLD_RELEASED, roll_.business_date(), accepted);
      PostCancellation(booking, 0, *context.property, tax, accepted);
      return;
    }
    // The day is closed when it is closed: an instant before would make no-shows cheaper.
    AddNoShow(booking, context.recorded_at, roll_.business_date(), accepted);
    if (accepted.policy_id().empty()) {
      accepted.set_policy_id(booking.terms().policy().policy_id());
      accepted.set_policy_version(booking.terms().policy().version());
    }
    PostCancellation(booking, NoShowPenalty(booking, context.recorded_at), *context.property, tax,
                     accepted);
  }

  const v1::RollBusinessDate& roll_;
  std::vector<const v1::Booking*> due_in_;
  std::vector<const v1::Booking*> nights_;  // to be charged
  v1::Accepted closed_;
};

}  // namespace

void DecideRoll(DecideContext& context, v1::Outcome& outcome) {
  RollPhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
