// Around the stay itself: which room type is given, check-in, check-out, no-show. Where books are kept, check-in takes the deposit
// to the folio and check-out wants the folio at zero.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/domain/accounts/cancellation_postings.h"
#include "ledger/domain/accounts/fees.h"
#include "ledger/domain/accounts/night_postings.h"
#include "ledger/domain/accounts/posting_table.h"
#include "ledger/domain/booking/booking_checks.h"
#include "ledger/domain/booking/booking_evolve.h"
#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/groups/block_checks.h"
#include "ledger/domain/loyalty/points.h"
#include "ledger/domain/named_entities.h"

namespace daybook {
namespace {

class AssignPhases : public Phases {
 public:
  explicit AssignPhases(const DecideContext& context)
      : assign_(context.request.assign_room_type()) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", assign_.booking_id());
    context.CheckId("room_type_id", assign_.room_type_id());
  }

  void State(DecideContext& context) override {
    if (!context.RequireBooking()) return;
    if (!HoldsRoom(context.booking->status())) context.DeclineStatus();
    if (context.state.FindRoomType(context.property_id, assign_.room_type_id()) == nullptr) {
      context.Decline(v1::STATE_ROOM_TYPE_UNKNOWN, "room_type_id",
                      absl::StrCat("no room type ", assign_.room_type_id(), " is defined"));
    } else if (assign_.room_type_id() == HeldRoomType(*context.booking)) {
      context.Decline(v1::STATE_ALREADY_ASSIGNED, "room_type_id",
                      absl::StrCat("booking ", assign_.booking_id(), " holds ",
                                   assign_.room_type_id(), " already"));
    }
  }

  void Policy(DecideContext& context) override {
    const v1::Stay& stay = context.booking->stay();
    CheckRoomsFor(context, *context.booking, "room_type_id", assign_.room_type_id(),
                  {std::max(ArrivalOf(stay), context.BusinessDate()), DepartureOf(stay)});
    CheckOccupancy(context, "room_type_id", assign_.room_type_id(), context.booking->guests());
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::RoomTypeAssigned& event = *accepted.add_events()->mutable_room_type_assigned();
    event.set_booking_id(assign_.booking_id());
    event.set_room_type_id(assign_.room_type_id());
  }

 private:
  const v1::AssignRoomType& assign_;
};

// What check-in, check-out and no-show have in common: they name a booking in one status.
class StayPhases : public Phases {
 public:
  explicit StayPhases(v1::BookingStatus status) : status_(status) {}

  void Form(DecideContext& context) override {
    context.CheckId("booking_id", BookingNamedBy(context.request));
  }

  void State(DecideContext& context) override {
    if (context.RequireBooking() && context.booking->status() != status_) context.DeclineStatus();
  }

 protected:
  static std::string DatesOf(const DecideContext& context) {
    const v1::Stay& stay = context.booking->stay();
    return absl::StrCat("the stay is ", ArrivalOf(stay).ToString(), " to ",
                        DepartureOf(stay).ToString(), ", the business date is ",
                        context.BusinessDate().ToString());
  }

 private:
  const v1::BookingStatus status_;
};

class CheckInPhases : public StayPhases {
 public:
  CheckInPhases() : StayPhases(v1::CONFIRMED) {}

  void State(DecideContext& context) override {
    StayPhases::State(context);
    if (context.AnyDeclined() || !context.KeepsBooks()) return;
    const int32_t missed = context.BusinessDate() - ArrivalOf(context.booking->stay());
    if (missed <= kMaxDuePerRecord) return;
    context.Decline(v1::STATE_TOO_MANY, "booking_id",
                    absl::StrCat("the guest comes ", missed, " nights late, a record charges ",
                                 kMaxDuePerRecord, ": change the arrival first"));
  }

  void Policy(DecideContext& context) override {
    const v1::Stay& stay = context.booking->stay();
    const CivilDate today = context.BusinessDate();
    const bool day_use_today = stay.arrival() == stay.departure() && today == ArrivalOf(stay);
    if (today < ArrivalOf(stay)) {
      context.Decline(v1::POLICY_CHECK_IN_BEFORE_ARRIVAL, "booking_id", DatesOf(context));
    } else if (today >= DepartureOf(stay) && !day_use_today) {
      context.Decline(v1::POLICY_CHECK_IN_AFTER_DEPARTURE, "booking_id", DatesOf(context));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Booking& booking = *context.booking;
    v1::CheckedIn& event = *accepted.add_events()->mutable_checked_in();
    event.set_booking_id(booking.booking_id());
    event.set_business_date(context.property->business_date());
    Postings(*context.property, accepted)
        .DepositToFolio(booking.booking_id(), booking.folio().deposit_minor());
    const v1::Policy* const taxes = TaxPolicyAt(context.state, context.property_id);
    PostMissedNights(booking, *context.property, taxes, accepted);
    PostDayUse(booking, *context.property, taxes, accepted);
  }
};

class CheckOutPhases : public StayPhases {
 public:
  CheckOutPhases() : StayPhases(v1::IN_HOUSE) {}

  // The fee of leaving early is part of what is to be paid: it is paid first, and charged when the check-out is accepted.
  void Policy(DecideContext& context) override {
    if (!context.KeepsBooks()) return;
    const int64_t fee = EarlyDepartureFee(context, context.BusinessDate());
    const int64_t open = context.booking->folio().guest_minor() + fee;
    if (open == 0) return;
    const std::string& currency = context.booking->currency();
    std::string detail =
        open > 0 ? absl::StrCat(FormatMinor(open, currency), " ", currency, " is owed")
                 : absl::StrCat(FormatMinor(-open, currency), " ", currency, " is paid too much");
    if (fee > 0) {
      absl::StrAppend(&detail, ", with a fee of ", FormatMinor(fee, currency), " ", currency,
                      " for leaving before ", DepartureOf(context.booking->stay()).ToString());
    }
    context.Decline(v1::POLICY_FOLIO_OPEN, "booking_id", std::move(detail));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    AddEarlyDepartureFee(context, context.BusinessDate(), accepted);
    v1::CheckedOut& event = *accepted.add_events()->mutable_checked_out();
    event.set_booking_id(context.booking->booking_id());
    event.set_business_date(context.property->business_date());
    AddPointsEarned(context, *context.booking, accepted);
  }
};

class NoShowPhases : public StayPhases {
 public:
  NoShowPhases() : StayPhases(v1::CONFIRMED) {}

  void Policy(DecideContext& context) override {
    if (context.BusinessDate() < ArrivalOf(context.booking->stay())) {
      context.Decline(v1::POLICY_NO_SHOW_BEFORE_ARRIVAL, "booking_id", DatesOf(context));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    const v1::Booking& booking = *context.booking;
    AddNoShow(booking, context.DecidingInstant(), context.property->business_date(), accepted);
    accepted.set_policy_id(booking.terms().policy().policy_id());
    accepted.set_policy_version(booking.terms().policy().version());
    PostCancellation(booking, NoShowPenalty(booking, context.DecidingInstant()), *context.property,
                     TaxPolicyAt(context.state, context.property_id), accepted);
  }
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases;
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideStay(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kCheckIn:
      return Run<CheckInPhases>(context, outcome);
    case v1::Request::kCheckOut:
      return Run<CheckOutPhases>(context, outcome);
    case v1::Request::kMarkNoShow:
      return Run<NoShowPhases>(context, outcome);
    default: {
      AssignPhases phases(context);
      RunPhases(context, phases, outcome);
    }
  }
}

}  // namespace daybook
