// Changing a booking: a patch of stay, room type, guests and rate plan, what it does to the price,
// and what a penalty that was incurred before leaves behind in the terms.
#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/booking_evolve.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/policies.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

bool SameGuests(const v1::Guests& a, const v1::Guests& b) {
  return a.adults() == b.adults() && a.children() == b.children() && a.babies() == b.babies() &&
         a.children_unknown() == b.children_unknown();
}

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
    CheckReasonForm(context);
    CheckStayForm(context);
    if (change_.has_room_type_id()) context.CheckId("room_type_id", change_.room_type_id());
    if (change_.has_guests()) CheckGuestsForm(context, change_.guests());
    if (change_.has_rate_plan_id()) context.CheckId("rate_plan_id", change_.rate_plan_id());
    if (change_.has_nightly_override()) {
      CheckNightlyOverride(context, change_.nightly_override());
    }
    if (!v1::Requote_IsValid(change_.requote())) {
      context.Decline(v1::FORM_ENUM_INVALID, "requote",
                      absl::StrCat(static_cast<int>(change_.requote()), " is no way to requote"));
    }
    if ((IsEmpty() && !BareImport(context)) || (change_.has_nightly_override() && !MayPrice())) {
      context.Decline(v1::FORM_CHANGE_EMPTY, "", "the request changes nothing");
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
    CheckRoomTypeState(context);
    CheckRatePlanState(context);
    CheckCurrencyState(context);
    CheckPast(context);
    if (context.AnyDeclined()) return;
    Price(context);
    if (!context.AnyDeclined()) CheckPriceOfStay(context, SumOfLines(price_));
  }

  void Policy(DecideContext& context) override {
    if (HoldsRoom(booking_->status()) && (StayChanged() || room_type_changed_)) {
      CheckRooms(context);
    }
    if (change_.has_nightly_override()) CheckMayOverridePrice(context);
    if (ArrivalChanged()) CheckNotTooFar(context, "arrival", arrival_);
    if (change_.has_guests() || room_type_changed_) {
      CheckOccupancy(context, change_.has_guests() ? "guests" : "room_type_id", WantedRoomType(),
                     change_.has_guests() ? change_.guests() : booking_->guests());
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::BookingChanged& event = *accepted.add_events()->mutable_booking_changed();
    event.set_booking_id(booking_->booking_id());
    event.set_reason(change_.reason());
    if (StayChanged()) {
      event.mutable_stay()->set_arrival(arrival_.ymd());
      event.mutable_stay()->set_departure(departure_.ymd());
    }
    if (room_type_changed_) event.set_room_type_id(change_.room_type_id());
    if (change_.has_guests() && !SameGuests(change_.guests(), booking_->guests())) {
      *event.mutable_guests() = change_.guests();
    }
    if (rate_plan_changed_) event.set_rate_plan_id(change_.rate_plan_id());
    const int64_t floor = PenaltyFloor(context);  // while the new price is still here
    if (!SameLines(price_, booking_->price())) {
      event.set_price_difference_minor(SumOfLines(price_) - booking_->price_minor());
      event.mutable_price()->Swap(&price_);
    }
    SetTerms(context, floor, event);
    event.set_clears_assignment(room_type_changed_ && !booking_->assigned_room_type_id().empty());
    if (event.has_terms()) {
      accepted.set_policy_id(event.terms().policy().policy_id());
      accepted.set_policy_version(event.terms().policy().version());
    }
  }

 private:
  bool IsEmpty() const {
    return !change_.has_arrival() && !change_.has_departure() && !change_.has_room_type_id() &&
           !change_.has_guests() && !change_.has_rate_plan_id() &&
           !change_.has_nightly_override() && !change_.has_guest() &&
           change_.requote() != v1::REQUOTE_ALL;
  }

  // Whether a night may get a price by the change. If none does, a price has nothing to be of.
  bool MayPrice() const {
    return change_.has_arrival() || change_.has_departure() || change_.has_room_type_id() ||
           change_.has_rate_plan_id() || change_.requote() == v1::REQUOTE_ALL;
  }

  // A source that says that something changed, and not what.
  bool BareImport(const DecideContext& context) const {
    return context.FromImporter() && change_.reason() == v1::CHANGE_REASON_UNKNOWN;
  }

  void CheckReasonForm(DecideContext& context) {
    if (!v1::ChangeReason_IsValid(change_.reason())) {
      context.Decline(v1::FORM_ENUM_INVALID, "reason",
                      absl::StrCat(static_cast<int>(change_.reason()), " is no reason"));
    } else if (change_.reason() == v1::CHANGE_REASON_UNSPECIFIED ||
               (change_.reason() == v1::CHANGE_REASON_UNKNOWN && !context.FromImporter())) {
      context.Decline(v1::FORM_REASON_MISSING, "reason", "a change needs its reason");
    }
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
    old_arrival_ = ArrivalOf(booking_->stay());
    old_departure_ = DepartureOf(booking_->stay());
    arrival_ = change_.has_arrival() ? DateOf(change_.arrival()) : old_arrival_;
    departure_ = change_.has_departure() ? DateOf(change_.departure()) : old_departure_;
    CheckStayLength(context, change_.has_departure() ? "departure" : "arrival", arrival_,
                    departure_);
    if (booking_->customer_id().empty() &&
        change_.guest().form_case() != v1::Personal::FORM_NOT_SET) {
      context.Decline(v1::FORM_PERSONAL_WITHOUT_CUSTOMER, "guest",
                      absl::StrCat("booking ", booking_->booking_id(), " has no customer"));
    }
  }

  void CheckRoomTypeState(DecideContext& context) {
    if (!change_.has_room_type_id()) return;
    room_type_changed_ = change_.room_type_id() != booking_->room_type_id();
    if (context.state.FindRoomType(context.property_id, change_.room_type_id()) == nullptr) {
      context.Decline(v1::STATE_ROOM_TYPE_UNKNOWN, "room_type_id",
                      absl::StrCat("no room type ", change_.room_type_id(), " is defined"));
    }
  }

  void CheckRatePlanState(DecideContext& context) {
    plan_ = context.state.FindRatePlan(context.property_id, RatePlanId());
    if (!change_.has_rate_plan_id()) return;
    rate_plan_changed_ = change_.rate_plan_id() != booking_->rate_plan_id();
    if (plan_ == nullptr) {
      context.Decline(v1::STATE_RATE_PLAN_UNKNOWN, "rate_plan_id",
                      absl::StrCat("no rate plan ", change_.rate_plan_id(), " is defined"));
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
    if (ArrivalChanged() && (InHouse() || arrival_ < today)) {
      context.Decline(v1::STATE_NIGHT_IN_PAST, "arrival",
                      InHouse() ? absl::StrCat("the guest arrived on ", booking_->checked_in_on())
                                : absl::StrCat(arrival_.ToString(), " is before the business date ",
                                               today.ToString()));
    }
    if (departure_ != old_departure_ && departure_ < today) {
      context.Decline(
          v1::STATE_NIGHT_IN_PAST, "departure",
          absl::StrCat(departure_.ToString(), " is before the business date ", today.ToString()));
    }
  }

  bool InHouse() const { return booking_->status() == v1::IN_HOUSE; }
  bool ArrivalChanged() const { return arrival_ != old_arrival_; }
  bool StayChanged() const { return ArrivalChanged() || departure_ != old_departure_; }
  const std::string& RoomTypeId() const {
    return change_.has_room_type_id() ? change_.room_type_id() : booking_->room_type_id();
  }
  // That is held and given after the change: another room type ends an assignment.
  const std::string& WantedRoomType() const {
    return room_type_changed_ ? change_.room_type_id() : HeldRoomType(*booking_);
  }
  const std::string& RatePlanId() const {
    return change_.has_rate_plan_id() ? change_.rate_plan_id() : booking_->rate_plan_id();
  }
  // Before it nothing changes any more.
  CivilDate FirstOpenNight(const DecideContext& context) const {
    return InHouse() ? std::max(arrival_, context.BusinessDate()) : arrival_;
  }

  // The nights that keep their price.
  Nights KeptNights(const DecideContext& context) const {
    Nights kept{std::max(arrival_, old_arrival_), std::min(departure_, old_departure_)};
    if (Reprices()) kept.to = std::min(kept.to, FirstOpenNight(context));
    if (kept.from >= kept.to) kept.from = kept.to = arrival_;
    return kept;
  }

  bool Reprices() const {
    return room_type_changed_ || rate_plan_changed_ || change_.requote() == v1::REQUOTE_ALL;
  }

  void Price(DecideContext& context) {
    if (arrival_ == departure_) {
      PriceDayUse(context);
      return;
    }
    const Nights kept = KeptNights(context);
    PriceNights(context, {arrival_, kept.from});
    AppendPartOf(booking_->price(), kept, price_);
    PriceNights(context, {kept.to, departure_});
  }

  void PriceDayUse(DecideContext& context) {
    const bool same_day = old_arrival_ == old_departure_ && !ArrivalChanged();
    if (same_day && (!Reprices() || FirstOpenNight(context) > arrival_)) {
      price_ = booking_->price();
      return;
    }
    if (const auto price = PresentPrice(context)) {
      AppendLine(arrival_, departure_, *price, price_);
    }
  }

  void PriceNights(DecideContext& context, Nights nights) {
    if (nights.from >= nights.to || context.AnyDeclined()) return;
    if (const auto price = PresentPrice(context)) {
      AppendLine(nights.from, nights.to, *price, price_);
    }
  }

  // Of a night, or of the day of a day use. Declines where there is none.
  std::optional<int64_t> PresentPrice(DecideContext& context) {
    if (change_.has_nightly_override()) return change_.nightly_override().amount_minor();
    const v1::RoomTypePrice* price = plan_ == nullptr ? nullptr : FindPrice(*plan_, RoomTypeId());
    if (price == nullptr) {
      context.Decline(v1::STATE_ROOM_TYPE_NOT_PRICED,
                      change_.has_room_type_id() ? "room_type_id" : "rate_plan_id",
                      absl::StrCat("rate plan ", RatePlanId(), " has no price for ", RoomTypeId()));
      return std::nullopt;
    }
    return arrival_ == departure_ ? price->day_use_minor() : price->nightly_minor();
  }

  void CheckRooms(DecideContext& context) {
    const std::string& wanted = WantedRoomType();
    Nights own;
    if (wanted == HeldRoomType(*booking_)) own = {old_arrival_, old_departure_};
    CheckAvailability(context, "", wanted, {FirstOpenNight(context), departure_}, own);
  }

  // The whole penalty that would have been due before the change does not go away by a change that
  // could make it less: other deadlines, another policy, fewer nights, other prices.
  int64_t PenaltyFloor(const DecideContext& context) const {
    const int64_t floor = booking_->terms().penalty_floor_minor();
    const bool may_lessen = ArrivalChanged() || departure_ < old_departure_ || Reprices() ||
                            SumOfLines(price_) < booking_->price_minor();
    if (!may_lessen) return floor;
    return std::max(floor, CancellationPenalty(*booking_, context.DecidingInstant()));
  }

  void SetTerms(const DecideContext& context, int64_t floor, v1::BookingChanged& event) const {
    const bool floor_raised = floor != booking_->terms().penalty_floor_minor();
    if (!rate_plan_changed_ && !ArrivalChanged() && !floor_raised) return;
    v1::Terms& terms = *event.mutable_terms();
    if (rate_plan_changed_) {
      FreezeTerms(plan_->definition().cancellation_policy(), context.resolution,
                  ToInstant(booking_->booked_at()), terms);
    } else {
      terms = booking_->terms();
      if (ArrivalChanged()) {
        *terms.mutable_deadlines() = context.resolution.deadlines();
        terms.set_zone_data_version(context.resolution.zone_data_version());
      }
    }
    terms.set_penalty_floor_minor(floor);
  }

  const v1::ChangeBooking& change_;
  const v1::Booking* const booking_;
  CivilDate old_arrival_;
  CivilDate old_departure_;
  CivilDate arrival_;
  CivilDate departure_;
  bool room_type_changed_ = false;
  bool rate_plan_changed_ = false;
  const v1::RatePlan* plan_ = nullptr;  // in force after the change
  PriceLines price_;
};

}  // namespace

void DecideChange(DecideContext& context, v1::Outcome& outcome) {
  ChangePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
