// A booking as a patch would leave it: what is absent stays, what is present replaces. Pure.
#ifndef DAYBOOK_LEDGER_DOMAIN_CHANGE_PATCHED_BOOKING_H_
#define DAYBOOK_LEDGER_DOMAIN_CHANGE_PATCHED_BOOKING_H_

#include <string>

#include "daybook/v1/record.pb.h"
#include "ledger/base/civil_date.h"
#include "ledger/domain/booking/alternatives.h"
#include "ledger/domain/booking/price_lines.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

// Request and booking outlive it. Valid once the booking is known; the dates are those of a valid stay once CheckStayLength found
// nothing.
class PatchedBooking {
 public:
  PatchedBooking() = default;
  PatchedBooking(const v1::ChangeBooking& change, const v1::Booking& booking);

  const v1::ChangeBooking& change() const { return *change_; }
  const v1::Booking& booking() const { return *booking_; }
  CivilDate arrival() const { return arrival_; }
  CivilDate departure() const { return departure_; }
  CivilDate old_arrival() const { return old_arrival_; }
  CivilDate old_departure() const { return old_departure_; }

  const std::string& RoomTypeId() const;
  const std::string& RatePlanId() const;
  // That is held and given after the change: another room type ends an assignment, an upgrade makes one.
  const std::string& WantedRoomType() const;
  // The stay as it would be booked.
  Wish WishAfter() const;

  bool InHouse() const { return booking_->status() == v1::IN_HOUSE; }
  bool ArrivalChanged() const { return arrival_ != old_arrival_; }
  bool StayChanged() const { return ArrivalChanged() || departure_ != old_departure_; }
  bool RoomTypeChanged() const { return RoomTypeId() != booking_->room_type_id(); }
  bool RatePlanChanged() const { return RatePlanId() != booking_->rate_plan_id(); }
  bool GuestsChanged() const;
  // Every night that can still get another price gets the present one.
  bool Reprices() const;
  bool Gives(v1::Measure measure) const { return change_->compensation().measure() == measure; }
  bool GivesNightsBackInHouse() const { return InHouse() && departure_ < old_departure_; }
  // Nothing at all would be another.
  bool IsEmpty() const { return IsEmpty(*change_); }
  static bool IsEmpty(const v1::ChangeBooking& change);
  // Something that a change policy charges for: not who the guests are, what stands behind the booking, nor what is given to them.
  bool IsCharged() const;

  // Before it nothing changes any more.
  CivilDate FirstOpenNight(const DecideContext& context) const;
  // Before it no price changes any more: tonight may be charged already.
  CivilDate FirstOpenPrice(const DecideContext& context) const;
  // The nights that keep their price.
  Nights KeptNights(const DecideContext& context) const;

 private:
  const v1::ChangeBooking* change_ = nullptr;
  const v1::Booking* booking_ = nullptr;
  CivilDate old_arrival_;
  CivilDate old_departure_;
  CivilDate arrival_;
  CivilDate departure_;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CHANGE_PATCHED_BOOKING_H_
