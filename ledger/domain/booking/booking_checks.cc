#include "ledger/domain/booking/booking_checks.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/night_counts.h"
#include "ledger/domain/property/out_of_order.h"
#include "ledger/domain/staff/authority.h"

namespace daybook {
namespace {

constexpr int32_t kMaxGuests = 1000;

// Nothing where nothing is out of order or held for a group: the words recorded before there was such a thing stand.
std::string Note(int32_t rooms, const char* what) {
  return rooms == 0 ? "" : absl::StrCat(", ", rooms, what);
}

// What the rooms of one type are at, by night.
class Rooms {
 public:
  // The room type must be known.
  Rooms(const State& state, std::string_view property_id, const v1::RoomTypeDefinition& room_type)
      : sellable_(room_type.capacity() + room_type.overbooking_limit()),
        taken_(state.NightsTaken(property_id, room_type.room_type_id())),
        blocked_(state.NightsBlocked(property_id, room_type.room_type_id())),
        out_(state.NightsOutOfOrder(property_id, room_type.room_type_id())) {}

  int32_t Taken(CivilDate night) const { return taken_ == nullptr ? 0 : taken_->At(night); }
  int32_t Blocked(CivilDate night) const { return blocked_ == nullptr ? 0 : blocked_->At(night); }
  int32_t OutOfOrder(CivilDate night) const { return out_->At(night); }
  bool IsFull(CivilDate night) const {
    return Taken(night) + Blocked(night) + OutOfOrder(night) >= sellable_;
  }

 private:
  int32_t sellable_;
  const NightCounts* taken_;
  const NightCounts* blocked_;
  const OutOfOrderNights* out_;
};

bool IsIn(CivilDate night, Nights nights) { return nights.from <= night && night < nights.to; }

}  // namespace

bool HasRoom(const State& state, std::string_view property_id, std::string_view room_type_id,
             Nights nights, Nights own) {
  const v1::RoomType* const room_type = state.FindRoomType(property_id, room_type_id);
  if (room_type == nullptr) return false;
  const Rooms rooms(state, property_id, room_type->definition());
  for (CivilDate night = nights.from; night < nights.to; night = night + 1) {
    if (!IsIn(night, own) && rooms.IsFull(night)) return false;
  }
  return true;
}

void CheckAvailability(DecideContext& context, std::string_view path, std::string_view room_type_id,
                       Nights nights, Nights own) {
  CheckAvailabilityAt(context, path, context.property_id, room_type_id, nights, own);
}

void CheckAvailabilityAt(DecideContext& context, std::string_view path,
                         std::string_view property_id, std::string_view room_type_id, Nights nights,
                         Nights own) {
  const v1::RoomType* const room_type = context.state.FindRoomType(property_id, room_type_id);
  if (room_type == nullptr) return;
  const Rooms rooms(context.state, property_id, room_type->definition());
  int32_t full = 0;
  CivilDate first;
  for (CivilDate night = nights.from; night < nights.to; night = night + 1) {
    if (IsIn(night, own) || !rooms.IsFull(night)) continue;
    if (full++ == 0) first = night;
  }
  if (full == 0) return;
  context.Decline(
      v1::POLICY_NOT_AVAILABLE, path,
      absl::StrCat("room type ", ToAbsl(room_type_id), " is sold out for ", full,
                   " of the nights, first ", first.ToString(), " with ", rooms.Taken(first),
                   " rooms taken of ", room_type->definition().capacity(), " and ",
                   room_type->definition().overbooking_limit(), " overbooked",
                   Note(rooms.Blocked(first), " held for groups"),
                   Note(rooms.OutOfOrder(first), " out of order")));
}

bool TakesGuests(const State& state, std::string_view property_id, std::string_view room_type_id,
                 const v1::Guests& guests) {
  const v1::RoomType* const room_type = state.FindRoomType(property_id, room_type_id);
  if (room_type == nullptr) return true;
  const int32_t most = room_type->definition().max_occupancy();
  return most == 0 || guests.adults() + guests.children() <= most;
}

void CheckOccupancyAt(DecideContext& context, std::string_view path, std::string_view property_id,
                      std::string_view room_type_id, const v1::Guests& guests) {
  if (TakesGuests(context.state, property_id, room_type_id, guests)) return;
  const v1::RoomType* const room_type = context.state.FindRoomType(property_id, room_type_id);
  context.Decline(
      v1::POLICY_OCCUPANCY_EXCEEDED, path,
      absl::StrCat(guests.adults() + guests.children(), " guests, room type ", ToAbsl(room_type_id),
                   " takes ", room_type->definition().max_occupancy()));
}

void CheckOccupancy(DecideContext& context, std::string_view path, std::string_view room_type_id,
                    const v1::Guests& guests) {
  CheckOccupancyAt(context, path, context.property_id, room_type_id, guests);
}

void CheckNotTooFar(DecideContext& context, std::string_view path, CivilDate arrival) {
  if (arrival <= context.BusinessDate() + kMaxDaysAhead) return;
  context.Decline(v1::POLICY_ARRIVAL_TOO_FAR, path,
                  absl::StrCat(arrival.ToString(), " is more than ", kMaxDaysAhead, " days after ",
                               context.BusinessDate().ToString()));
}

void CheckDeadlinesResolved(DecideContext& context, std::string_view path) {
  if (!context.resolution.time_zone_unknown()) return;
  context.Decline(v1::FORM_TIME_ZONE_UNKNOWN, path,
                  "the time-zone data no longer has the property's time zone");
}

void CheckStayLength(DecideContext& context, std::string_view path, CivilDate arrival,
                     CivilDate departure) {
  const int32_t nights = departure - arrival;
  if (nights >= 0 && nights <= kMaxNights) return;
  context.Decline(v1::FORM_STAY_INVALID, path,
                  absl::StrCat(arrival.ToString(), " to ", departure.ToString(), " is ", nights,
                               " nights, not 0 to ", kMaxNights));
}

void CheckPriceOfStay(DecideContext& context, int64_t price_minor, int64_t times) {
  const std::optional<int64_t> total = CheckedMultiply(price_minor, times);
  if (total && *total <= kMaxAmountMinor && *total >= -kMaxAmountMinor) return;
  context.Decline(
      v1::FORM_MONEY_INVALID, "",
      absl::StrCat("the price of the stay is beyond ", kMaxAmountMinor, " minor units"));
}

void CheckGuestsForm(DecideContext& context, const v1::Guests& guests) {
  const auto check = [&](std::string_view path, int32_t count) {
    if (count < 0 || count > kMaxGuests) {
      context.Decline(v1::FORM_GUESTS_INVALID, path,
                      absl::StrCat(count, " is not 0 to ", kMaxGuests));
    }
  };
  check("guests.adults", guests.adults());
  check("guests.children", guests.children());
  check("guests.babies", guests.babies());
  if (guests.children_unknown() && guests.children() > 0) {
    context.Decline(v1::FORM_GUESTS_INVALID, "guests.children_unknown",
                    absl::StrCat("unknown, and given as ", guests.children()));
  }
}

void CheckNightlyOverride(DecideContext& context, const v1::Money& price) {
  context.CheckMoney("nightly_override", price);
  if (price.amount_minor() < 0 && !context.FromImporter()) {
    context.Decline(v1::FORM_MONEY_INVALID, "nightly_override",
                    absl::StrCat(price.amount_minor(), " is negative"));
  }
}

void CheckMayOverridePrice(DecideContext& context) {
  if (MayOverridePrice(context)) return;
  context.Decline(v1::POLICY_PRICE_OVERRIDE_NOT_ALLOWED, "nightly_override",
                  absl::StrCat(context.request.actor().id(), " may not set prices"));
}

}  // namespace daybook
