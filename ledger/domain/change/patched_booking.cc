#include "ledger/domain/change/patched_booking.h"

#include <algorithm>

#include "ledger/domain/booking/booking_evolve.h"

namespace daybook {
namespace {

bool SameGuests(const v1::Guests& a, const v1::Guests& b) {
  return a.adults() == b.adults() && a.children() == b.children() && a.babies() == b.babies() &&
         a.children_unknown() == b.children_unknown();
}

}  // namespace

PatchedBooking::PatchedBooking(const v1::ChangeBooking& change, const v1::Booking& booking)
    : change_(&change),
      booking_(&booking),
      old_arrival_(ArrivalOf(booking.stay())),
      old_departure_(DepartureOf(booking.stay())),
      arrival_(change.has_arrival() ? DateOf(change.arrival()) : old_arrival_),
      departure_(change.has_departure() ? DateOf(change.departure()) : old_departure_) {}

const std::string& PatchedBooking::RoomTypeId() const {
  return change_->has_room_type_id() ? change_->room_type_id() : booking_->room_type_id();
}

const std::string& PatchedBooking::RatePlanId() const {
  return change_->has_rate_plan_id() ? change_->rate_plan_id() : booking_->rate_plan_id();
}

const std::string& PatchedBooking::WantedRoomType() const {
  if (Gives(v1::MEASURE_UPGRADE)) return change_->compensation().room_type_id();
  return RoomTypeChanged() ? change_->room_type_id() : HeldRoomType(*booking_);
}

Wish PatchedBooking::WishAfter() const {
  Wish wish = WishOf(*booking_);
  wish.room_type_id = RoomTypeId();
  wish.rate_plan_id = RatePlanId();
  wish.stay.set_arrival(arrival_.ymd());
  wish.stay.set_departure(departure_.ymd());
  if (change_->has_guests()) wish.guests = change_->guests();
  if (wish.room_type_id == HeldRoomType(*booking_)) wish.own = {old_arrival_, old_departure_};
  return wish;
}

bool PatchedBooking::GuestsChanged() const {
  return change_->has_guests() && !SameGuests(change_->guests(), booking_->guests());
}

bool PatchedBooking::Reprices() const {
  return RoomTypeChanged() || RatePlanChanged() || change_->requote() == v1::REQUOTE_ALL;
}

bool PatchedBooking::IsEmpty(const v1::ChangeBooking& change) {
  return !change.has_arrival() && !change.has_departure() && !change.has_room_type_id() &&
         !change.has_guests() && !change.has_rate_plan_id() && !change.has_nightly_override() &&
         !change.has_guest() && !change.has_compensation() && !change.has_guarantee() &&
         !change.has_guarantee_reference() && !change.has_hold_expires_at() &&
         !change.has_waitlist_priority() && change.requote() != v1::REQUOTE_ALL;
}

bool PatchedBooking::IsCharged() const {
  return StayChanged() || RoomTypeChanged() || RatePlanChanged() || GuestsChanged() ||
         change_->requote() == v1::REQUOTE_ALL;
}

CivilDate PatchedBooking::FirstOpenNight(const DecideContext& context) const {
  return InHouse() ? std::max(arrival_, context.BusinessDate()) : arrival_;
}

CivilDate PatchedBooking::FirstOpenPrice(const DecideContext& context) const {
  const CivilDate open = FirstOpenNight(context);
  const int32_t charged_until = booking_->folio().charged_until();
  return charged_until == 0 ? open : std::max(open, DateOf(charged_until));
}

Nights PatchedBooking::KeptNights(const DecideContext& context) const {
  Nights kept{std::max(arrival_, old_arrival_), std::min(departure_, old_departure_)};
  if (Reprices()) kept.to = std::min(kept.to, FirstOpenPrice(context));
  if (kept.from >= kept.to) kept.from = kept.to = arrival_;
  return kept;
}

}  // namespace daybook
