// What time brings: the roll of the business date, which a person asks for, and what falls due,
// which the ticker does.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/policies.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

constexpr int32_t kLastDate = 2199'12'31;

void AddHoldEnd(const v1::Booking& booking, v1::CancellationCause cause, int32_t business_date,
                v1::Accepted& accepted) {
  v1::BookingCancelled& event = *accepted.add_events()->mutable_booking_cancelled();
  event.set_booking_id(booking.booking_id());
  FillCancellation(booking, cause, v1::CANCELLATION_REASON_UNSPECIFIED, 0, business_date,
                   *event.mutable_cancellation());
}

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
    if (Resolves(context)) {
      for (const v1::Booking* booking : due_in_) Resolve(context, *booking, accepted);
    }
    v1::BusinessDateRolled& event = *accepted.add_events()->mutable_business_date_rolled();
    event.set_property_id(roll_.property_id());
    event.set_from(roll_.business_date());
    event.set_to((context.BusinessDate() + 1).ymd());
  }

 private:
  static bool Resolves(const DecideContext& context) {
    return context.property->definition().due_in_policy() == v1::DUE_IN_POLICY_MARK_NO_SHOW;
  }

  void Resolve(const DecideContext& context, const v1::Booking& booking, v1::Accepted& accepted) {
    if (booking.status() == v1::HELD) {
      AddHoldEnd(booking, v1::CANCELLATION_CAUSE_HOLD_RELEASED, roll_.business_date(), accepted);
    } else {
      // The day is closed when it is closed: an instant before would make no-shows cheaper.
      AddNoShow(booking, context.recorded_at, roll_.business_date(), accepted);
      if (!accepted.policy_id().empty()) return;
      accepted.set_policy_id(booking.terms().policy().policy_id());
      accepted.set_policy_version(booking.terms().policy().version());
    }
  }

  const v1::RollBusinessDate& roll_;
  std::vector<const v1::Booking*> due_in_;
};

class RunDuePhases : public Phases {
 public:
  explicit RunDuePhases(const DecideContext& context) : run_(context.request.run_due()) {}

  void Form(DecideContext& context) override {
    if (!run_.has_until() || !IsValidTimestamp(run_.until())) {
      context.Decline(v1::FORM_LIMIT_INVALID, "until", "missing or not in whole microseconds");
    }
    if (run_.max_items() < 1 || run_.max_items() > kMaxDuePerRecord) {
      context.Decline(v1::FORM_LIMIT_INVALID, "max_items",
                      absl::StrCat(run_.max_items(), " is not 1 to ", kMaxDuePerRecord));
    }
  }

  void State(DecideContext&) override {}

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const Instant until = std::min(ToInstant(run_.until()), context.recorded_at);
    for (const v1::Booking* booking :
         context.state.ExpiredHolds(until, static_cast<size_t>(run_.max_items()))) {
      const v1::Property* property = context.state.FindProperty(booking->property_id());
      AddHoldEnd(*booking, v1::CANCELLATION_CAUSE_HOLD_EXPIRED, property->business_date(),
                 accepted);
    }
  }

 private:
  const v1::RunDue& run_;
};

}  // namespace

void DecideRoll(DecideContext& context, v1::Outcome& outcome) {
  RollPhases phases(context);
  RunPhases(context, phases, outcome);
}

void DecideRunDue(DecideContext& context, v1::Outcome& outcome) {
  RunDuePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
