// Changing a booking: a patch of stay, room type, guests and rate plan, what it does to the price,
// and what a penalty that was incurred before leaves behind in the terms.
#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/domain/accounts/fees.h"
#include "ledger/domain/booking/alternatives.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/compensation.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/change/change_fees.h"
#include "ledger/domain/credit/credit_checks.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/groups/block_checks.h"
#include "ledger/domain/policy/frozen_policies.h"
#include "ledger/domain/property/channel_codes.h"
#include "ledger/domain/quote/quote.h"
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
    CheckReasonForm(context, change_);
    context.CheckOptionalId("sub_reason", change_.sub_reason());
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
    if (context.AnyDeclined()) return;
    Price(context);
    if (context.AnyDeclined()) return;
    CheckPriceOfStay(context, SumOfLines(price_));
    Discount(context);
    if (!context.AnyDeclined()) WorkOutFees(context);
  }

  void Policy(DecideContext& context) override {
    if (HoldsRoom(booking_->status()) && (StayChanged() || room_type_changed_ || Upgrades())) {
      CheckRooms(context);
      if (context.AnyDeclined()) ProposeInstead(context, WishAfter());
    }
    if (change_.has_nightly_override()) CheckMayOverridePrice(context);
    if (ArrivalChanged()) CheckNotTooFar(context, "arrival", arrival_);
    if (change_.has_guests() || room_type_changed_ || Upgrades()) {
      CheckOccupancy(context, change_.has_guests() ? "guests" : "room_type_id", WantedRoomType(),
                     change_.has_guests() ? change_.guests() : booking_->guests());
    }
    if (change_.has_compensation()) {
      CheckCompensationPolicy(context, change_.compensation(), trouble_, CompensationDueNow());
    }
    CheckGuarantor(context);
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::BookingChanged& event = *accepted.add_events()->mutable_booking_changed();
    event.set_booking_id(booking_->booking_id());
    event.set_reason(trouble_.change);
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
    const int64_t difference = SumOfLines(price_) - booking_->price_minor();
    if (!SameLines(price_, booking_->price())) {
      event.set_price_difference_minor(difference);
      event.mutable_price()->Swap(&price_);
    }
    SetTerms(context, floor, event);
    event.set_clears_assignment(room_type_changed_ && !booking_->assigned_room_type_id().empty());
    if (event.has_terms()) {
      DecideContext::Cite(event.terms().policy().policy_id(), event.terms().policy().version(),
                          accepted);
    }
    DecideContext::AddItem(accepted, v1::ITEM_PRICE_DIFFERENCE, difference + discount_minor_,
                           PriceRule());
    ChargeChangeFee(context, fee_, WaivedMinor(), accepted);
    ChargePartialPenalty(context, partial_, accepted);
    if (GivesNightsBackInHouse()) AddEarlyDepartureFee(context, departure_, accepted);
    AddCompensationTo(context, accepted);
    UseQuote(quote_, accepted);
  }

 private:
  bool IsEmpty() const {
    return !change_.has_arrival() && !change_.has_departure() && !change_.has_room_type_id() &&
           !change_.has_guests() && !change_.has_rate_plan_id() &&
           !change_.has_nightly_override() && !change_.has_guest() && !change_.has_compensation() &&
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
    } else if (rate_plan_changed_) {
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
    CheckDayUseStays(context);
  }

  // A day use is charged at check-in and nights when the date rolls: what became the other would be charged twice, or never.
  void CheckDayUseStays(DecideContext& context) const {
    const bool was_day_use = old_arrival_ == old_departure_;
    if (!InHouse() || !context.KeepsBooks() || was_day_use == (arrival_ == departure_)) return;
    context.Decline(v1::STATE_STATUS, "departure",
                    was_day_use
                        ? "the day use is charged: check out, and book the nights by themselves"
                        : "the stay is of nights: check out to leave on the day of arrival");
  }

  bool InHouse() const { return booking_->status() == v1::IN_HOUSE; }
  bool ArrivalChanged() const { return arrival_ != old_arrival_; }
  bool StayChanged() const { return ArrivalChanged() || departure_ != old_departure_; }
  const std::string& RoomTypeId() const {
    return change_.has_room_type_id() ? change_.room_type_id() : booking_->room_type_id();
  }
  // That is held and given after the change: another room type ends an assignment.
  const std::string& WantedRoomType() const {
    if (Upgrades()) return change_.compensation().room_type_id();
    return room_type_changed_ ? change_.room_type_id() : HeldRoomType(*booking_);
  }
  bool Gives(v1::Measure measure) const { return change_.compensation().measure() == measure; }
  bool Upgrades() const { return Gives(v1::MEASURE_UPGRADE); }
  // As it would be booked.
  Wish WishAfter() const {
    Wish wish = WishOf(*booking_);
    wish.room_type_id = RoomTypeId();
    wish.rate_plan_id = RatePlanId();
    wish.stay.set_arrival(arrival_.ymd());
    wish.stay.set_departure(departure_.ymd());
    if (change_.has_guests()) wish.guests = change_.guests();
    if (wish.room_type_id == HeldRoomType(*booking_)) wish.own = {old_arrival_, old_departure_};
    return wish;
  }
  const std::string& RatePlanId() const {
    return change_.has_rate_plan_id() ? change_.rate_plan_id() : booking_->rate_plan_id();
  }
  // Before it nothing changes any more.
  CivilDate FirstOpenNight(const DecideContext& context) const {
    return InHouse() ? std::max(arrival_, context.BusinessDate()) : arrival_;
  }

  // Before it no price changes any more: tonight may be charged already.
  CivilDate FirstOpenPrice(const DecideContext& context) const {
    const CivilDate open = FirstOpenNight(context);
    const int32_t charged_until = booking_->folio().charged_until();
    return charged_until == 0 ? open : std::max(open, DateOf(charged_until));
  }

  // The nights that keep their price.
  Nights KeptNights(const DecideContext& context) const {
    Nights kept{std::max(arrival_, old_arrival_), std::min(departure_, old_departure_)};
    if (Reprices()) kept.to = std::min(kept.to, FirstOpenPrice(context));
    if (kept.from >= kept.to) kept.from = kept.to = arrival_;
    return kept;
  }

  // Of nights that were charged since it was quoted, the quote can't change the price any more.
  void CheckQuotedNights(DecideContext& context) {
    PriceLines charged, quoted;
    AppendPartOf(booking_->price(), {arrival_, FirstOpenPrice(context)}, charged);
    AppendPartOf(price_, {arrival_, FirstOpenPrice(context)}, quoted);
    if (!InHouse() || SameLines(charged, quoted)) return;
    context.DeclineEnvelope(v1::STATE_QUOTE_MISMATCH, "quote_id",
                            absl::StrCat("quote ", quote_->quote_id(),
                                         " is from before nights of the stay were charged"));
  }

  bool Reprices() const {
    return room_type_changed_ || rate_plan_changed_ || change_.requote() == v1::REQUOTE_ALL;
  }

  void Price(DecideContext& context) {
    if (quote_ != nullptr) {
      price_ = quote_->price();
      CheckQuotedNights(context);
      return;
    }
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
    if (same_day && (!Reprices() || FirstOpenPrice(context) > arrival_)) {
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

  // Off the price of every night from the change on. What was quoted is discounted already.
  void Discount(const DecideContext& context) {
    if (!Gives(v1::MEASURE_DISCOUNT)) return;
    if (quote_ != nullptr) {
      const v1::Item* const item = QuotedItem(*quote_, v1::ITEM_DISCOUNT);
      discount_minor_ = item == nullptr ? 0 : -item->amount_minor();
      return;
    }
    const int64_t before = SumOfLines(price_);
    const int64_t basis_points = change_.compensation().basis_points();
    const auto off = [&](int64_t nightly) { return nightly - PercentOf(nightly, basis_points); };
    PriceLines discounted;
    const CivilDate from = FirstOpenPrice(context);
    if (arrival_ == departure_) {
      const int64_t day = price_.empty() ? 0 : price_[0].nightly_minor();
      AppendLine(arrival_, departure_, from > arrival_ ? day : off(day), discounted);
    } else {
      AppendPartOf(price_, {arrival_, from}, discounted);
      PriceLines open;
      AppendPartOf(price_, {from, departure_}, open);
      for (const v1::PriceLine& line : open) {
        AppendLine(DateOf(line.from()), DateOf(line.to()), off(line.nightly_minor()), discounted);
      }
    }
    price_.Swap(&discounted);
    discount_minor_ = before - SumOfLines(price_);
  }

  // Something that a change policy charges for: not who the guests are, nor what is given to them.
  bool IsCharged() const {
    const bool guests = change_.has_guests() && !SameGuests(change_.guests(), booking_->guests());
    return StayChanged() || room_type_changed_ || rate_plan_changed_ || guests ||
           change_.requote() == v1::REQUOTE_ALL;
  }

  void WorkOutFees(DecideContext& context) {
    const v1::Policy* const policy = context.FrozenPolicy(booking_->terms().change());
    if (policy != nullptr && IsCharged()) {
      fee_ = FindChangeFee(*booking_, policy, trouble_.change, context.BusinessDate());
      if (quote_ != nullptr && fee_.policy != nullptr) TakeQuotedFee();
    }
    const int32_t nights_left = departure_ - arrival_;
    if (policy != nullptr && !InHouse() && nights_left < old_departure_ - old_arrival_) {
      partial_ = FindPartialPenalty(*booking_, nights_left, PricingInstant(context, quote_));
    }
    if (fee_.amount_minor > 0 || GivesNightsBackInHouse()) CheckFolioHasRoom(context, "booking_id");
  }

  // The business date may have rolled since.
  void TakeQuotedFee() {
    const v1::Item* const item = QuotedItem(*quote_, v1::ITEM_FEE);
    fee_.amount_minor = item == nullptr ? 0 : item->amount_minor();
  }

  bool GivesNightsBackInHouse() const { return InHouse() && departure_ < old_departure_; }

  int64_t WaivedMinor() const {
    if (!Gives(v1::MEASURE_WAIVE)) return 0;
    if (!change_.compensation().has_amount()) return fee_.amount_minor;
    return std::min(change_.compensation().amount().amount_minor(), fee_.amount_minor);
  }

  CompensationDue CompensationDueNow() const {
    CompensationDue due;
    if (Gives(v1::MEASURE_WAIVE)) {
      due = {WaivedMinor(), fee_.amount_minor};
    } else if (Gives(v1::MEASURE_DISCOUNT)) {
      due = {discount_minor_, SumOfLines(price_) + discount_minor_};
    } else if (Gives(v1::MEASURE_VOUCHER)) {
      due.amount_minor = change_.compensation().amount().amount_minor();
    } else if (Gives(v1::MEASURE_POINTS)) {
      due.amount_minor = change_.compensation().points();
    }
    return due;
  }

  void AddCompensationTo(const DecideContext& context, v1::Accepted& accepted) const {
    if (!change_.has_compensation()) return;
    if (Upgrades()) {
      v1::RoomTypeAssigned& event = *accepted.add_events()->mutable_room_type_assigned();
      event.set_booking_id(booking_->booking_id());
      event.set_room_type_id(change_.compensation().room_type_id());
    }
    AddCompensation(context, change_.compensation(), trouble_, CompensationDueNow(), accepted);
  }

  v1::PricingRule PriceRule() const {
    if (change_.has_nightly_override()) return v1::RULE_PRICE_OVERRIDE;
    return Reprices() ? v1::RULE_REQUOTE_ALL : v1::RULE_REQUOTE_ADDED;
  }

  // What makes the stay dearer weighs on the account that answers for it.
  void CheckGuarantor(DecideContext& context) {
    if (booking_->account_id().empty() || SumOfLines(price_) <= booking_->price_minor()) return;
    const auto* const account = context.state.Find<v1::Account>(booking_->account_id());
    if (account != nullptr) CheckCredit(context, *account, SumOfLines(price_), "");
  }

  void CheckRooms(DecideContext& context) {
    const std::string& wanted = WantedRoomType();
    Nights own;
    if (wanted == HeldRoomType(*booking_)) own = {old_arrival_, old_departure_};
    CheckRoomsFor(context, *booking_, "", wanted, {FirstOpenNight(context), departure_}, own);
  }

  // The whole penalty that would have been due before the change does not go away by a change that
  // could make it less: other deadlines, another policy, fewer nights, other prices.
  int64_t PenaltyFloor(const DecideContext& context) const {
    const int64_t floor = booking_->terms().penalty_floor_minor();
    const bool may_lessen = ArrivalChanged() || departure_ < old_departure_ || Reprices() ||
                            SumOfLines(price_) < booking_->price_minor();
    if (!may_lessen) return floor;
    const int64_t incurred = CancellationPenalty(*booking_, PricingInstant(context, quote_));
    // What is paid for the nights given back is not owed again.
    return std::max<int64_t>(0, std::max(floor, incurred) - partial_.amount_minor);
  }

  void SetTerms(const DecideContext& context, int64_t floor, v1::BookingChanged& event) const {
    const bool floor_raised = floor != booking_->terms().penalty_floor_minor();
    if (!rate_plan_changed_ && !ArrivalChanged() && !floor_raised) return;
    v1::Terms& terms = *event.mutable_terms();
    if (rate_plan_changed_) {
      terms = booking_->terms();  // what else was promised stays
      FreezeTerms(*cancellation_policy_, context.resolution, ToInstant(booking_->booked_at()),
                  terms);
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
  const v1::RatePlan* plan_ = nullptr;                           // in force after the change
  const v1::CancellationPolicy* cancellation_policy_ = nullptr;  // of another plan
  const v1::Quote* quote_ = nullptr;
  Trouble trouble_;
  PriceLines price_;
  int64_t discount_minor_ = 0;
  ChangeFee fee_;
  PenaltyDue partial_;
};

}  // namespace

void DecideChange(DecideContext& context, v1::Outcome& outcome) {
  ChangePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace daybook
