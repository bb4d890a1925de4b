#include "ledger/domain/booking/alternatives.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <tuple>
#include <vector>

#include "ledger/domain/booking/booking_checks.h"

namespace daybook {
namespace {

// So that each way gets its turn. What one leaves over goes to the partners.
constexpr int kMaxDates = 3;
constexpr int kMaxRoomTypes = 2;
constexpr int kMaxProperties = 2;

class Finder {
 public:
  Finder(const State& state, const Wish& wish) : state_(state), wish_(wish) {}

  Alternatives Find() {
    const v1::Property* const property = state_.FindProperty(wish_.property_id);
    if (property != nullptr) {
      FindDates(*property);
      FindRoomTypes(*property);
    }
    FindProperties();
    FindPartners();
    return std::move(found_);
  }

 private:
  // Of a room type by the plan for the stay's length; null: not priced.
  const v1::RoomTypePrice* PriceAt(std::string_view property_id,
                                   std::string_view room_type_id) const {
    const v1::RatePlan* const plan = state_.FindRatePlan(property_id, wish_.rate_plan_id);
    return plan == nullptr ? nullptr : FindPrice(*plan, room_type_id);
  }

  int64_t PriceOf(const v1::RoomTypePrice& price) const {
    const int32_t nights = DepartureOf(wish_.stay) - ArrivalOf(wish_.stay);
    return nights == 0 ? price.day_use_minor() : nights * price.nightly_minor();
  }

  // Adds it if the guests fit in and there is room.
  bool AddIfFree(const v1::Property& property, const v1::RoomTypePrice& price, int32_t shift) {
    const std::string& property_id = property.definition().property_id();
    const CivilDate arrival = ArrivalOf(wish_.stay) + shift;
    const CivilDate departure = DepartureOf(wish_.stay) + shift;
    if (arrival < DateOf(property.business_date())) return false;
    const bool same_rooms =
        property_id == wish_.property_id && price.room_type_id() == wish_.room_type_id;
    if (!TakesGuests(state_, property_id, price.room_type_id(), wish_.guests) ||
        !HasRoom(state_, property_id, price.room_type_id(), {arrival, departure},
                 same_rooms ? wish_.own : Nights{})) {
      return false;
    }
    v1::Alternative& alternative = *found_.Add();
    alternative.set_property_id(property_id);
    alternative.set_room_type_id(price.room_type_id());
    alternative.set_rate_plan_id(std::string(wish_.rate_plan_id));
    alternative.mutable_stay()->set_arrival(arrival.ymd());
    alternative.mutable_stay()->set_departure(departure.ymd());
    alternative.set_price_minor(PriceOf(price));
    alternative.set_currency(property.definition().currency());
    return true;
  }

  // A day later, a day earlier, two days later, and so on.
  void FindDates(const v1::Property& property) {
    const v1::RoomTypePrice* const price = PriceAt(wish_.property_id, wish_.room_type_id);
    if (price == nullptr) return;
    for (int32_t days = 1, found = 0; days <= kAlternativeDays; ++days) {
      for (const int32_t shift : {days, -days}) {
        if (AddIfFree(property, *price, shift) && ++found == kMaxDates) return;
      }
    }
  }

  // The plan's, nearest in price to what is wanted first. What is wanted has no price of its own where the plan no longer has one.
  std::vector<const v1::RoomTypePrice*> ByPrice(std::string_view property_id) const {
    std::vector<const v1::RoomTypePrice*> prices;
    const v1::RatePlan* const plan = state_.FindRatePlan(property_id, wish_.rate_plan_id);
    if (plan == nullptr) return prices;
    for (const v1::RoomTypePrice& price : plan->definition().prices()) prices.push_back(&price);
    const v1::RoomTypePrice* const wanted = PriceAt(wish_.property_id, wish_.room_type_id);
    const int64_t near = wanted == nullptr ? 0 : PriceOf(*wanted);
    const auto rank = [&](const v1::RoomTypePrice* price) {
      return std::make_tuple(price->room_type_id() != wish_.room_type_id,
                             std::abs(PriceOf(*price) - near), price->room_type_id());
    };
    std::sort(
        prices.begin(), prices.end(),
        [&](const v1::RoomTypePrice* a, const v1::RoomTypePrice* b) { return rank(a) < rank(b); });
    return prices;
  }

  void FindRoomTypes(const v1::Property& property) {
    int found = 0;
    for (const v1::RoomTypePrice* const price : ByPrice(wish_.property_id)) {
      if (price->room_type_id() == wish_.room_type_id) continue;
      if (AddIfFree(property, *price, 0) && ++found == kMaxRoomTypes) return;
    }
  }

  // The one room type of each property that comes closest.
  void FindProperties() {
    int found = 0;
    for (const std::string& property_id : state_.PropertyIds()) {
      if (property_id == wish_.property_id) continue;
      const v1::Property& property = *state_.FindProperty(property_id);
      for (const v1::RoomTypePrice* const price : ByPrice(property_id)) {
        if (!AddIfFree(property, *price, 0)) continue;
        if (++found == kMaxProperties) return;
        break;
      }
    }
  }

  void FindPartners() {
    std::vector<const v1::PartnerDefinition*> partners;
    state_.ForEach<v1::Partner>([&](const v1::Partner& partner) {
      const v1::PartnerDefinition& definition = partner.definition();
      const auto& of = definition.property_ids();
      if (!definition.inactive() &&
          std::find(of.begin(), of.end(), wish_.property_id) != of.end()) {
        partners.push_back(&definition);
      }
    });
    std::sort(partners.begin(), partners.end(),
              [](const v1::PartnerDefinition* a, const v1::PartnerDefinition* b) {
                return a->rank() != b->rank() ? a->rank() < b->rank()
                                              : a->partner_id() < b->partner_id();
              });
    for (const v1::PartnerDefinition* const partner : partners) {
      if (found_.size() == kMaxAlternatives) return;
      v1::Alternative& alternative = *found_.Add();
      alternative.set_partner_id(partner->partner_id());
      *alternative.mutable_stay() = wish_.stay;
    }
  }

  const State& state_;
  const Wish& wish_;
  Alternatives found_;
};

bool IsSetAside(const v1::Request& request, v1::DeclineCode code) {
  const auto& codes = request.override().codes();
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

Wish WishOf(const v1::Booking& booking) {
  return {booking.property_id(), booking.room_type_id(), booking.rate_plan_id(), booking.stay(),
          booking.guests()};
}

Alternatives FindAlternatives(const State& state, const Wish& wish) {
  return Finder(state, wish).Find();
}

void ProposeInstead(DecideContext& context, const Wish& wish) {
  const auto& reasons = context.declined.reasons();
  const bool no_room = std::any_of(reasons.begin(), reasons.end(), [](const v1::Decline& reason) {
    return reason.code() == v1::POLICY_NOT_AVAILABLE || reason.code() == v1::POLICY_BLOCK_EXHAUSTED;
  });
  if (!no_room || IsSetAside(context.request, v1::POLICY_NOT_AVAILABLE)) return;
  *context.declined.mutable_alternatives() = FindAlternatives(context.state, wish);
}

}  // namespace daybook
