// Changing a booking: a patch of stay, room type, guests, rate plan and of how it stands, with what it costs (change_price, change_fees) and
// what it leaves behind in the terms (change_terms).
#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/fees.h"
#include "ledger/domain/booking/alternatives.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/compensation.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/change/change_fees.h"
#include "ledger/domain/change/change_price.h"
#include "ledger/domain/change/change_standing.h"
#include "ledger/domain/change/change_terms.h"
#include "ledger/domain/change/patched_booking.h"
#include "ledger/domain/credit/credit_checks.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/groups/block_checks.h"
#include "ledger/domain/policy/frozen_policies.h"
#include "ledger/domain/property/channel_codes.h"
#include "ledger/domain/quote/quote.h"

namespace daybook {
namespace {

bool MayChange(v1::BookingStatus status) {
  return status == v1::HELD || status == v1::WAITLISTED || status == v1::CONFIRMED ||
         status == v1::IN_HOUSE;
}

class ChangePhases : public Phases {
 public:
  explicit ChangePhases(const DecideContext& context)
      : change_(context.request.change_booking()), booking_(context.booking) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", change_.booking_id());
    CheckReasonForm(context, change_);
    context.CheckOptionalId("sub_reason", change_.sub_reason());
    CheckStayForm(context);
    if (change_.has_room_type_id()) context.CheckId("room_type_id", change_.room_type_id());
    if (change_.has_guests()) CheckGuestsForm(context, change_.guests());
    if (change_.has_rate_plan_id()) context.CheckId("rate_plan_id", change_.rate_plan_id());
    if (change_.has_nightly_override()) {
      CheckNightlyOverride(context, change_.nightly_override());
    }
    CheckStandingForm(context, change_);
    if (!v1::Requote_IsValid(change_.requote())) {
      context.Decline(v1::FORM_ENUM_INVALID, "requote",
                      absl::StrCat(static_cast<int>(change_.requote()), " is no way to requote"));
    }
    const bool empty = PatchedBooking::IsEmpty(change_) && !BareImport(context);
    if (empty || (change_.has_nightly_override() && !MayPrice())) {
      context.Decline(v1::FORM_CHANGE_EMPTY, "", "the request changes nothing");
    }
    if (change_.has_compensation()) {
      CheckCompensationForm(context, change_.compensation(), /*cancelling=*/false);
    }
    CheckDeadlinesResolved(context, "booking_id");
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    if (!MayChange(booking_->status())) {
      context.DeclineStatus();
    }
    if (context.AnyDeclined()) return;
    CheckPatched(context);
    if (context.AnyDeclined()) return;
    quote_ = RequireQuote(context);
    CheckReasonState(context, change_);
    trouble_.change = ReasonOf(context, change_);
    trouble_.sub_reason = change_.sub_reason();
    if (change_.has_compensation()) CheckCompensationState(context, change_.compensation());
    CheckRoomTypeState(context);
    CheckRatePlanState(context);
    CheckCurrencyState(context);
    CheckPast(context);
    CheckStandingState(context, change_);
    if (context.AnyDeclined()) return;
    price_ = PriceOfChange(context, patched_, plan_, quote_);
    if (!context.AnyDeclined()) WorkOutFees(context);
  }

  void Policy(DecideContext& context) override {
    const bool other_room = patched_.RoomTypeChanged() || patched_.Gives(v1::MEASURE_UPGRADE);
    if (HoldsRoom(booking_->status()) && (patched_.StayChanged() || other_room)) {
      CheckRooms(context);
      if (context.AnyDeclined()) ProposeInstead(context, patched_.WishAfter());
    }
    if (change_.has_nightly_override()) CheckMayOverridePrice(context);
    if (patched_.ArrivalChanged()) CheckNotTooFar(context, "arrival", patched_.arrival());
    if (change_.has_guests() || other_room) {
      CheckOccupancy(context, change_.has_guests() ? "guests" : "room_type_id",
                     patched_.WantedRoomType(),
                     change_.has_guests() ? change_.guests() : booking_->guests());
    }
    if (change_.has_compensation()) {
      CheckCompensationPolicy(context, change_.compensation(), trouble_, CompensationDueNow());
    }
    CheckGuarantor(context);
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::BookingChanged& event = *accepted.add_events()->mutable_booking_changed();
    FillEvent(context, event);
    if (event.has_terms()) {
      DecideContext::Cite(event.terms().policy().policy_id(), event.terms().policy().version(),
                          accepted);
    }
    DecideContext::AddItem(accepted, v1::ITEM_PRICE_DIFFERENCE,
                           Difference() + price_.discount_minor, PriceRule(patched_));
    const Waived waived = WaivedNow();
    ChargeChangeFee(context, fee_, waived.of_fee_minor, accepted);
    ChargePartialPenalty(context, partial_, waived.of_penalty_minor, accepted);
    AddCompensationTo(context, accepted);
    UseQuote(quote_, accepted);
  }

 private:
  // Whether a night may get a price by the change. If none does, a price has nothing to be of.
  bool MayPrice() const {
    return change_.has_arrival() || change_.has_departure() || change_.has_room_type_id() ||
           change_.has_rate_plan_id() || change_.requote() == v1::REQUOTE_ALL;
  }

  // A source that says that something changed, and not what.
  bool BareImport(const DecideContext& context) const {
    return context.FromImporter() && change_.reason() == v1::CHANGE_REASON_UNKNOWN;
  }

  void CheckStayForm(DecideContext& context) {
    std::optional<CivilDate> arrival, departure;
    if (change_.has_arrival()) arrival = context.CheckDate("arrival", change_.arrival());
    if (change_.has_departure()) departure = context.CheckDate("departure", change_.departure());
    if (arrival && departure) CheckStayLength(context, "departure", *arrival, *departure);
  }

  // The booking as it would be; what the patch leaves out comes from it. These are matters of form
  // that only state knows. They are looked at after identity, so that nobody can feel out somebody
  // else's booking by them, and alone, so that a decline never mixes phases.
  void CheckPatched(DecideContext& context) {
    patched_ = PatchedBooking(change_, *booking_);
    CheckStayLength(context, change_.has_departure() ? "departure" : "arrival", patched_.arrival(),
                    patched_.departure());
    if (booking_->customer_id().empty() &&
        change_.guest().form_case() != v1::Personal::FORM_NOT_SET) {
      context.Decline(v1::FORM_PERSONAL_WITHOUT_CUSTOMER, "guest",
                      absl::StrCat("booking ", booking_->booking_id(), " has no customer"));
    }
    CheckPatchedGuarantee(context, change_);
    CheckPatchedHold(context, change_);
    CheckStandingChanges(context, change_);
  }

  void CheckRoomTypeState(DecideContext& context) {
    if (!change_.has_room_type_id()) return;
    if (context.state.FindRoomType(context.property_id, change_.room_type_id()) == nullptr) {
      context.Decline(v1::STATE_ROOM_TYPE_UNKNOWN, "room_type_id",
                      absl::StrCat("no room type ", change_.room_type_id(), " is defined"));
    }
  }

  void CheckRatePlanState(DecideContext& context) {
    plan_ = context.state.FindRatePlan(context.property_id, patched_.RatePlanId());
    if (!change_.has_rate_plan_id()) return;
    if (plan_ == nullptr) {
      context.Decline(v1::STATE_RATE_PLAN_UNKNOWN, "rate_plan_id",
                      absl::StrCat("no rate plan ", change_.rate_plan_id(), " is defined"));
    } else if (patched_.RatePlanChanged()) {
      cancellation_policy_ = RequireCancellationPolicy(context, "rate_plan_id", *plan_);
    }
  }

  void CheckCurrencyState(DecideContext& context) {
    if (change_.has_nightly_override() &&
        change_.nightly_override().currency() != booking_->currency()) {
      context.Decline(v1::STATE_CURRENCY_MISMATCH, "nightly_override.currency",
                      absl::StrCat("the booking counts in ", booking_->currency()));
    }
  }

  void CheckPast(DecideContext& context) {
    const CivilDate today = context.BusinessDate();
    const CivilDate arrival = patched_.arrival();
    const CivilDate departure = patched_.departure();
    const bool in_house = patched_.InHouse();
    if (patched_.ArrivalChanged() && (in_house || arrival < today)) {
      context.Decline(v1::STATE_NIGHT_IN_PAST, "arrival",
                      in_house ? absl::StrCat("the guest arrived on ", booking_->checked_in_on())
                               : absl::StrCat(arrival.ToString(), " is before the business date ",
                                              today.ToString()));
    }
    if (departure != patched_.old_departure() && departure < today) {
      context.Decline(
          v1::STATE_NIGHT_IN_PAST, "departure",
          absl::StrCat(departure.ToString(), " is before the business date ", today.ToString()));
    }
    CheckDayUseStays(context);
  }

  // A day use is charged at check-in and nights when the date rolls: what became the other would be charged twice, or never.
  void CheckDayUseStays(DecideContext& context) const {
    const bool was_day_use = patched_.old_arrival() == patched_.old_departure();
    const bool is_day_use = patched_.arrival() == patched_.departure();
    if (!patched_.InHouse() || !context.KeepsBooks() || was_day_use == is_day_use) return;
    context.Decline(v1::STATE_STATUS, "departure",
                    was_day_use
                        ? "the day use is charged: check out, and book the nights by themselves"
                        : "the stay is of nights: check out to leave on the day of arrival");
  }

  int64_t Difference() const { return SumOfLines(price_.lines) - booking_->price_minor(); }

  void FillEvent(const DecideContext& context, v1::BookingChanged& event) const {
    event.set_booking_id(booking_->booking_id());
    event.set_reason(trouble_.change);
    if (patched_.StayChanged()) {
      event.mutable_stay()->set_arrival(patched_.arrival().ymd());
      event.mutable_stay()->set_departure(patched_.departure().ymd());
    }
    const bool other_room_type = patched_.RoomTypeChanged();
    if (other_room_type) event.set_room_type_id(change_.room_type_id());
    if (patched_.GuestsChanged()) *event.mutable_guests() = change_.guests();
    if (patched_.RatePlanChanged()) event.set_rate_plan_id(change_.rate_plan_id());
    if (!SameLines(price_.lines, booking_->price())) {
      event.set_price_difference_minor(Difference());
      *event.mutable_price() = price_.lines;
    }
    SetTerms(context, patched_,
             {.price_minor = SumOfLines(price_.lines),
              .partial_penalty_minor = partial_.amount_minor,
              .instant = PricingInstant(context, quote_),
              .policy = cancellation_policy_},
             event);
    event.set_clears_assignment(other_room_type && !booking_->assigned_room_type_id().empty());
    SetStanding(change_, event);
  }

  void WorkOutFees(DecideContext& context) {
    const v1::Policy* const policy = context.FrozenPolicy(booking_->terms().change());
    if (patched_.GivesNightsBackInHouse()) {
      fee_ = FindEarlyDepartureFee(context, policy, patched_.departure());
    } else if (policy != nullptr && patched_.IsCharged()) {
      fee_ = FindChangeFee(*booking_, policy, trouble_.change, context.BusinessDate());
    }
    if (quote_ != nullptr && fee_.policy != nullptr) TakeQuotedFee();
    const int32_t nights_left = patched_.departure() - patched_.arrival();
    // What a source of the past charged for a change, it says itself.
    if (!context.FromImporter() &&
        nights_left < patched_.old_departure() - patched_.old_arrival()) {
      const Instant instant = PricingInstant(context, quote_);
      partial_ = nights_left == 0 ? FindPartialPenalty(*booking_, price_.lines, instant)
                                  : FindPartialPenalty(*booking_, nights_left, instant);
    }
    const int charges = (fee_.amount_minor > 0 ? 1 : 0) + (partial_.amount_minor > 0 ? 1 : 0);
    if (charges > 0) CheckFolioHasRoom(context, "booking_id", charges);
  }

  // The business date may have rolled since.
  void TakeQuotedFee() {
    const v1::Item* const item = QuotedItem(*quote_, v1::ITEM_FEE);
    fee_.amount_minor = item == nullptr ? 0 : item->amount_minor();
  }

  struct Waived {
    int64_t of_fee_minor = 0;
    int64_t of_penalty_minor = 0;
  };
  int64_t CostMinor() const { return fee_.amount_minor + partial_.amount_minor; }

  // The fee goes first.
  Waived WaivedNow() const {
    Waived waived;
    if (!patched_.Gives(v1::MEASURE_WAIVE)) return waived;
    const v1::Compensation& given = change_.compensation();
    const int64_t most =
        given.has_amount() ? std::min(given.amount().amount_minor(), CostMinor()) : CostMinor();
    waived.of_fee_minor = std::min(most, fee_.amount_minor);
    waived.of_penalty_minor = most - waived.of_fee_minor;
    return waived;
  }

  CompensationDue CompensationDueNow() const {
    CompensationDue due;
    if (patched_.Gives(v1::MEASURE_WAIVE)) {
      const Waived waived = WaivedNow();
      due = {waived.of_fee_minor + waived.of_penalty_minor, CostMinor()};
    } else if (patched_.Gives(v1::MEASURE_DISCOUNT)) {
      due = {price_.discount_minor, SumOfLines(price_.lines) + price_.discount_minor};
    } else if (patched_.Gives(v1::MEASURE_VOUCHER)) {
      due.amount_minor = change_.compensation().amount().amount_minor();
    } else if (patched_.Gives(v1::MEASURE_POINTS)) {
      due.amount_minor = change_.compensation().points();
    }
    return due;
  }

  void AddCompensationTo(const DecideContext& context, v1::Accepted& accepted) const {
    if (!change_.has_compensation()) return;
    if (patched_.Gives(v1::MEASURE_UPGRADE)) {
      v1::RoomTypeAssigned& event = *accepted.add_events()->mutable_room_type_assigned();
      event.set_booking_id(booking_->booking_id());
      event.set_room_type_id(change_.compensation().room_type_id());
    }
    AddCompensation(context, change_.compensation(), trouble_, CompensationDueNow(), accepted);
  }

  // What makes the stay dearer weighs on the account that answers for it.
  void CheckGuarantor(DecideContext& context) {
    if (booking_->account_id().empty() || Difference() <= 0) return;
    const auto* const account = context.state.Find<v1::Account>(booking_->account_id());
    if (account != nullptr) CheckCredit(context, *account, SumOfLines(price_.lines), "");
  }

  void CheckRooms(DecideContext& context) {
    const std::string& wanted = patched_.WantedRoomType();
    Nights own;
    if (wanted == HeldRoomType(*booking_)) own = {patched_.old_arrival(), patched_.old_departure()};
    CheckRoomsFor(context, *booking_, "", wanted,
                  {patched_.FirstOpenNight(context), patched_.departure()}, own);
  }

  const v1::ChangeBooking& change_;
  const v1::Booking* const booking_;
  PatchedBooking patched_;
  const v1::RatePlan* plan_ = nullptr;                           // in force after the change
  const v1::CancellationPolicy* cancellation_policy_ = nullptr;  // of another plan
  const v1::Quote* quote_ = nullptr;
  Trouble trouble_;
  ChangedPrice price_;
  ChangeFee fee_;
  PenaltyDue partial_;
};

}  // namespace

void DecideChange(DecideContext& context, v1::Outcome& outcome) {
  ChangePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
