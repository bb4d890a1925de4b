// Bookings that take another shape: one that had ended begins again, one becomes two, one goes to another property, one leaves later in
// the day; and those that never came to be.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/domain/accounts/cancellation_postings.h"
#include "ledger/domain/accounts/fees.h"
#include "ledger/domain/accounts/folio_charges.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/booking/guarantee.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/credit/credit_checks.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/groups/block_checks.h"
#include "ledger/domain/payment/payments.h"
#include "ledger/domain/policy/policy_register.h"

namespace daybook {
namespace {

constexpr int32_t kMaxTurnedAway = 1000;

// What a booking made from another has of it: everything but its id, place, stay and price.
void CopyBooking(const v1::Booking& from, v1::BookingCreated& event) {
  event.set_status(v1::CONFIRMED);
  *event.mutable_guests() = from.guests();
  *event.mutable_terms() = from.terms();
  event.set_customer_id(from.customer_id());
  event.set_channel_id(from.channel_id());
  event.set_account_id(from.account_id());
  event.set_guarantee(from.guarantee());
  event.set_guarantee_reference(from.guarantee_reference());
  event.set_currency(from.currency());
}

void RequireNewBooking(DecideContext& context, const std::string& id) {
  if (context.state.FindBooking(id) == nullptr) return;
  context.Decline(v1::STATE_BOOKING_EXISTS, "new_booking_id",
                  absl::StrCat("there is a booking ", id, " already"));
}

class ReinstatePhases : public Phases {
 public:
  explicit ReinstatePhases(const DecideContext& context)
      : reinstate_(context.request.reinstate_booking()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", reinstate_.booking_id());
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    const v1::Booking& booking = *context.booking;
    if (!CanBeginAgain(booking)) {
      context.DeclineStatus();
      return;
    }
    const v1::Cancellation& end = booking.cancellation();
    if (!end.voucher_id().empty() || !end.rebooked_as().empty()) {
      context.Decline(v1::STATE_STATUS, "booking_id",
                      absl::StrCat("what was paid went to ", end.voucher_id(), end.rebooked_as()));
    }
    const CivilDate today = context.BusinessDate();
    const v1::Stay& stay = booking.stay();
    if (DepartureOf(stay) < today ||
        (DepartureOf(stay) == today && stay.arrival() != stay.departure())) {
      context.Decline(v1::STATE_NIGHT_IN_PAST, "booking_id",
                      absl::StrCat("its departure ", DepartureOf(stay).ToString(),
                                   " is not after the business date ", today.ToString()));
    }
    CheckDeposit(context);
  }

  void Policy(DecideContext& context) override {
    const v1::Booking& booking = *context.booking;
    const CivilDate today = context.BusinessDate();
    const CivilDate arrival = ArrivalOf(booking.stay());
    if (arrival < today) {
      context.Decline(v1::POLICY_REINSTATE_TOO_LATE, "booking_id",
                      absl::StrCat("its arrival was ", arrival.ToString(),
                                   ", the business date is ", today.ToString()));
    }
    CheckRoomsFor(context, booking, "booking_id", HeldRoomType(booking),
                  {std::max(arrival, today), DepartureOf(booking.stay())});
    CheckGuarantorOf(context, booking, "booking_id");
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Booking& booking = *context.booking;
    v1::BookingReinstated& event = *accepted.add_events()->mutable_booking_reinstated();
    event.set_booking_id(booking.booking_id());
    event.set_property_id(booking.property_id());
    *event.mutable_stay() = booking.stay();
    event.set_room_type_id(booking.room_type_id());
    event.set_assigned_room_type_id(booking.assigned_room_type_id());
    const v1::CancellationPolicy& policy = booking.terms().policy();
    DecideContext::Cite(policy.policy_id(), policy.version(), accepted);
    PostReinstatement(booking, *context.property, accepted);
  }

 private:
  // A hold that ended had promised nothing, and a stay that moved goes on elsewhere.
  static bool CanBeginAgain(const v1::Booking& booking) {
    if (booking.status() == v1::NO_SHOW) return true;
    const v1::CancellationCause cause = booking.cancellation().cause();
    return booking.status() == v1::CANCELLED && (cause == v1::CANCELLATION_CAUSE_REQUESTED ||
                                                 cause == v1::CANCELLATION_CAUSE_DEPOSIT_UNPAID);
  }

  // Without its deposit it would end again at once.
  static void CheckDeposit(DecideContext& context) {
    const v1::Booking& booking = *context.booking;
    if (!booking.deposit_cancels() || DateOf(booking.deposit_due_on()) >= context.BusinessDate()) {
      return;
    }
    int64_t owed = booking.folio().guest_minor();
    if (const v1::FolioCharge* const penalty = FindPenalty(booking)) {
      owed -= penalty->gross_minor() - booking.cancellation().waived_minor();
    }
    const int64_t deposit = std::max<int64_t>(0, -owed) + DueNotOnItsWay(booking);
    if (deposit >= booking.deposit_required_minor()) return;
    context.Decline(
        v1::STATE_BALANCE_TOO_SMALL, "booking_id",
        absl::StrCat("its deposit of ", booking.deposit_required_minor(), " was due on ",
                     DateOf(booking.deposit_due_on()).ToString(), ", and ", deposit, " is there"));
  }

  const v1::ReinstateBooking& reinstate_;
};

class SplitPhases : public Phases {
 public:
  explicit SplitPhases(const DecideContext& context) : split_(context.request.split_booking()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", split_.booking_id());
    context.CheckId("new_booking_id", split_.new_booking_id());
    if (const auto at = context.CheckDate("at", split_.at())) at_ = *at;
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    const v1::Booking& booking = *context.booking;
    if (booking.status() != v1::CONFIRMED && booking.status() != v1::IN_HOUSE) {
      context.DeclineStatus();
      return;
    }
    if (context.AnyDeclined()) return;
    // A matter of form that only state knows, so it is said alone.
    if (at_ <= ArrivalOf(booking.stay()) || at_ >= DepartureOf(booking.stay())) {
      context.Decline(v1::FORM_STAY_INVALID, "at",
                      absl::StrCat(at_.ToString(), " is not inside the stay ",
                                   ArrivalOf(booking.stay()).ToString(), " to ",
                                   DepartureOf(booking.stay()).ToString()));
      return;
    }
    RequireNewBooking(context, split_.new_booking_id());
    if (at_ <= context.BusinessDate()) {
      context.Decline(v1::STATE_NIGHT_IN_PAST, "at",
                      absl::StrCat(at_.ToString(), " is not after the business date ",
                                   context.BusinessDate().ToString()));
    }
  }

  // Both parts keep the terms and deadlines that were promised; what was incurred and paid stays with the first.
  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Booking& booking = *context.booking;
    v1::BookingCreated& created = *accepted.add_events()->mutable_booking_created();
    CopyBooking(booking, created);
    created.set_booking_id(split_.new_booking_id());
    created.set_property_id(booking.property_id());
    created.mutable_stay()->set_arrival(at_.ymd());
    created.mutable_stay()->set_departure(booking.stay().departure());
    created.set_room_type_id(booking.room_type_id());
    created.set_rate_plan_id(booking.rate_plan_id());
    AppendPartOf(booking.price(), {at_, DepartureOf(booking.stay())}, *created.mutable_price());
    created.mutable_terms()->clear_penalty_floor_minor();
    created.set_business_date(context.property->business_date());
    created.set_block_id(booking.block_id());
    created.set_split_from(booking.booking_id());
    if (!booking.assigned_room_type_id().empty()) {
      v1::RoomTypeAssigned& assigned = *accepted.add_events()->mutable_room_type_assigned();
      assigned.set_booking_id(split_.new_booking_id());
      assigned.set_room_type_id(booking.assigned_room_type_id());
    }
    AddRest(booking, accepted);
    v1::BookingSplit& event = *accepted.add_events()->mutable_booking_split();
    event.set_booking_id(booking.booking_id());
    event.set_new_booking_id(split_.new_booking_id());
  }

 private:
  void AddRest(const v1::Booking& booking, v1::Accepted& accepted) const {
    v1::BookingChanged& changed = *accepted.add_events()->mutable_booking_changed();
    changed.set_booking_id(booking.booking_id());
    changed.mutable_stay()->set_arrival(booking.stay().arrival());
    changed.mutable_stay()->set_departure(at_.ymd());
    AppendPartOf(booking.price(), {ArrivalOf(booking.stay()), at_}, *changed.mutable_price());
    changed.set_price_difference_minor(SumOfLines(changed.price()) - booking.price_minor());
  }

  const v1::SplitBooking& split_;
  CivilDate at_;
};

class MovePhases : public Phases {
 public:
  explicit MovePhases(const DecideContext& context) : move_(context.request.move_booking()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", move_.booking_id());
    context.CheckId("new_booking_id", move_.new_booking_id());
    context.CheckId("to_property_id", move_.to_property_id());
    context.CheckId("room_type_id", move_.room_type_id());
    context.CheckId("rate_plan_id", move_.rate_plan_id());
    if (!v1::ChangeReason_IsValid(move_.reason()) || move_.reason() == v1::CHANGE_REASON_UNKNOWN) {
      context.Decline(v1::FORM_ENUM_INVALID, "reason", "not a reason to change");
    }
    context.CheckOptionalId("sub_reason", move_.sub_reason());
  }

  void State(DecideContext& context) override {
    CheckScope(context);
    if (context.AnyDeclined() || !context.RequireBooking()) return;
    if (context.booking->status() != v1::CONFIRMED) {
      context.DeclineStatus();
      return;
    }
    RequireNewBooking(context, move_.new_booking_id());
    to_ = context.state.FindProperty(move_.to_property_id());
    if (to_ == nullptr) {
      context.Decline(v1::STATE_PROPERTY_UNKNOWN, "to_property_id",
                      absl::StrCat("no property ", move_.to_property_id(), " is defined"));
    } else if (to_ == context.property) {
      context.Decline(v1::STATE_STATUS, "to_property_id", "the booking is there already");
    } else {
      CheckReceiver(context);
    }
  }

  void Policy(DecideContext& context) override {
    const v1::Booking& booking = *context.booking;
    CheckAvailabilityAt(context, "to_property_id", move_.to_property_id(), move_.room_type_id(),
                        {ArrivalOf(booking.stay()), DepartureOf(booking.stay())});
    CheckOccupancyAt(context, "room_type_id", move_.to_property_id(), move_.room_type_id(),
                     booking.guests());
    // What makes the stay dearer weighs on the account that answers for it.
    const int32_t nights = DepartureOf(booking.stay()) - ArrivalOf(booking.stay());
    const int64_t price_minor = nightly_minor_ * std::max(1, nights);
    if (booking.account_id().empty() || price_minor <= booking.price_minor()) return;
    const auto* const account = context.state.Find<v1::Account>(booking.account_id());
    if (account != nullptr) CheckCredit(context, *account, price_minor, "rate_plan_id");
  }

  // The terms that were promised go with the stay, deadlines included; the price is the receiver's.
  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Booking& booking = *context.booking;
    v1::BookingCreated& created = *accepted.add_events()->mutable_booking_created();
    CopyBooking(booking, created);
    created.set_booking_id(move_.new_booking_id());
    created.set_property_id(move_.to_property_id());
    *created.mutable_stay() = booking.stay();
    created.set_room_type_id(move_.room_type_id());
    created.set_rate_plan_id(move_.rate_plan_id());
    AppendLine(ArrivalOf(booking.stay()), DepartureOf(booking.stay()), nightly_minor_,
               *created.mutable_price());
    created.set_business_date(to_->business_date());
    if (to_->definition().keeps_books()) {
      created.set_deposit_due_on(booking.deposit_due_on());
      created.set_deposit_required_minor(booking.deposit_required_minor());
      created.set_deposit_cancels(booking.deposit_cancels());
    }
    created.set_moved_from(booking.booking_id());
    v1::BookingMoved& event = *accepted.add_events()->mutable_booking_moved();
    event.set_booking_id(booking.booking_id());
    event.set_new_booking_id(move_.new_booking_id());
    event.set_business_date(context.property->business_date());
    const v1::CancellationPolicy& policy = booking.terms().policy();
    DecideContext::Cite(policy.policy_id(), policy.version(), accepted);
    DecideContext::AddItem(accepted, v1::ITEM_PRICE_DIFFERENCE,
                           SumOfLines(created.price()) - booking.price_minor(), v1::RULE_RATE_PLAN);
    MoveDeposit(context, accepted);
  }

 private:
  // Who works at single properties books nothing at another.
  void CheckScope(DecideContext& context) {
    if (context.staff == nullptr) return;
    const auto& scope = context.staff->definition().property_ids();
    if (scope.empty() ||
        std::find(scope.begin(), scope.end(), move_.to_property_id()) != scope.end()) {
      return;
    }
    context.Decline(v1::IDENTITY_PROPERTY_OUT_OF_SCOPE, "to_property_id",
                    absl::StrCat("staff member ", context.request.actor().id(),
                                 " does not work at property ", move_.to_property_id()));
  }

  void CheckReceiver(DecideContext& context) {
    const v1::Booking& booking = *context.booking;
    if (to_->definition().currency() != booking.currency()) {
      context.Decline(
          v1::STATE_CURRENCY_MISMATCH, "to_property_id",
          absl::StrCat("property ", move_.to_property_id(), " counts in ",
                       to_->definition().currency(), ", the booking in ", booking.currency()));
    }
    if (booking.folio().deposit_minor() > 0 && !to_->definition().keeps_books()) {
      context.Decline(v1::STATE_BOOKS_NOT_KEPT, "to_property_id",
                      absl::StrCat("property ", move_.to_property_id(),
                                   " keeps no books that the deposit could go to"));
    }
    if (ArrivalOf(booking.stay()) < DateOf(to_->business_date())) {
      context.Decline(v1::STATE_NIGHT_IN_PAST, "to_property_id",
                      absl::StrCat("the arrival is before the business date ",
                                   DateOf(to_->business_date()).ToString(), " there"));
    }
    CheckRoomAndPlan(context);
  }

  void CheckRoomAndPlan(DecideContext& context) {
    const bool known =
        context.state.FindRoomType(move_.to_property_id(), move_.room_type_id()) != nullptr;
    if (!known) {
      context.Decline(v1::STATE_ROOM_TYPE_UNKNOWN, "room_type_id",
                      absl::StrCat("no room type ", move_.room_type_id(), " is defined there"));
    }
    const v1::RatePlan* const plan =
        context.state.FindRatePlan(move_.to_property_id(), move_.rate_plan_id());
    if (plan == nullptr) {
      context.Decline(v1::STATE_RATE_PLAN_UNKNOWN, "rate_plan_id",
                      absl::StrCat("no rate plan ", move_.rate_plan_id(), " is defined there"));
      return;
    }
    const v1::RoomTypePrice* const price = FindPrice(*plan, move_.room_type_id());
    if (price == nullptr) {
      if (!known) return;
      context.Decline(v1::STATE_ROOM_TYPE_NOT_PRICED, "room_type_id",
                      absl::StrCat("rate plan ", move_.rate_plan_id(), " has no price for ",
                                   move_.room_type_id()));
      return;
    }
    const v1::Stay& stay = context.booking->stay();
    const int32_t nights = DepartureOf(stay) - ArrivalOf(stay);
    nightly_minor_ = nights == 0 ? price->day_use_minor() : price->nightly_minor();
    if (!context.AnyDeclined()) {
      CheckPriceOfStay(context, nightly_minor_, std::max(1, nights));
    }
  }

  // What stood open before (a change fee) is taken from it first.
  void MoveDeposit(const DecideContext& context, v1::Accepted& accepted) const {
    const v1::Booking& booking = *context.booking;
    const int64_t deposit = PostPenalty(booking, 0, *context.property, nullptr, accepted);
    if (deposit == 0) return;
    v1::Booking moved;
    moved.set_booking_id(move_.new_booking_id());
    moved.set_status(v1::CONFIRMED);
    Postings(*context.property, accepted)
        .ToProperty(v1::DEPOSITS, booking.booking_id(), moved.booking_id(), deposit);
    Postings(*to_, accepted).FromProperty(moved, booking.booking_id(), deposit);
  }

  const v1::MoveBooking& move_;
  const v1::Property* to_ = nullptr;
  int64_t nightly_minor_ = 0;
};

class LateCheckOutPhases : public Phases {
 public:
  explicit LateCheckOutPhases(const DecideContext& context)
      : set_(context.request.set_late_check_out()) {}

  void Form(DecideContext& context) override { context.CheckId("booking_id", set_.booking_id()); }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    const v1::BookingStatus status = context.booking->status();
    if (status != v1::CONFIRMED && status != v1::IN_HOUSE) {
      context.DeclineStatus();
      return;
    }
    if (context.booking->late_check_out() == set_.late()) {
      context.Decline(v1::STATE_STATUS, "late", "is so already");
    }
    if (set_.late()) CheckFolioHasRoom(context, "booking_id");
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::LateCheckOutSet& event = *accepted.add_events()->mutable_late_check_out_set();
    event.set_booking_id(set_.booking_id());
    event.set_late(set_.late());
    if (!set_.late()) {
      ReverseLateCheckOutFee(context, accepted);
      return;
    }
    AddLateCheckOutFee(context, accepted);
    const v1::Policy* const policy = context.FrozenPolicy(context.booking->terms().change());
    if (policy == nullptr) return;
    DecideContext::Cite(*policy, accepted);
    if (context.KeepsBooks()) return;
    DecideContext::AddItem(accepted, v1::ITEM_FEE, policy->change().late_check_out_fee_minor(),
                           v1::RULE_LATE_CHECK_OUT, policy);
  }

 private:
  const v1::SetLateCheckOut& set_;
};

class TurnawayPhases : public Phases {
 public:
  explicit TurnawayPhases(const DecideContext& context)
      : turnaway_(context.request.record_turnaway()) {}

  void Form(DecideContext& context) override {
    context.CheckId("property_id", turnaway_.property_id());
    context.CheckOptionalId("room_type_id", turnaway_.room_type_id());
    context.CheckOptionalId("channel_id", turnaway_.channel_id());
    context.CheckId("reason_code", turnaway_.reason_code());
    context.CheckRange("rooms", turnaway_.rooms(), 1, kMaxTurnedAway);
    const auto arrival = context.CheckDate("stay.arrival", turnaway_.stay().arrival());
    const auto departure = context.CheckDate("stay.departure", turnaway_.stay().departure());
    if (arrival && departure) CheckStayLength(context, "stay", *arrival, *departure);
  }

  void State(DecideContext& context) override {
    const bool known = context.RequireProperty("property_id");
    if (known && !turnaway_.room_type_id().empty() &&
        context.state.FindRoomType(turnaway_.property_id(), turnaway_.room_type_id()) == nullptr) {
      context.Decline(v1::STATE_ROOM_TYPE_UNKNOWN, "room_type_id",
                      absl::StrCat("no room type ", turnaway_.room_type_id(), " is defined"));
    }
    if (!turnaway_.channel_id().empty() &&
        context.state.FindChannel(turnaway_.channel_id()) == nullptr) {
      context.Decline(v1::STATE_CHANNEL_UNKNOWN, "channel_id",
                      absl::StrCat("channel ", turnaway_.channel_id(), " is not defined"));
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_turnaway_recorded()->set_property_id(turnaway_.property_id());
  }

 private:
  const v1::RecordTurnaway& turnaway_;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideReshape(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kReinstateBooking:
      return Run<ReinstatePhases>(context, outcome);
    case v1::Request::kSplitBooking:
      return Run<SplitPhases>(context, outcome);
    case v1::Request::kMoveBooking:
      return Run<MovePhases>(context, outcome);
    case v1::Request::kSetLateCheckOut:
      return Run<LateCheckOutPhases>(context, outcome);
    default:
      return Run<TurnawayPhases>(context, outcome);
  }
}

}  // namespace daybook
