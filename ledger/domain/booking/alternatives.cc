#include "ledger/domain/booking/alternatives.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
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
  // A room type by a rate plan.
  struct Offer {
    const v1::RatePlan* plan = nullptr;
    const v1::RoomTypePrice* price = nullptr;
  };

  // Of the room type that is wanted, by the plan that is; null: not priced.
  const v1::RoomTypePrice* WantedPrice() const {
    const v1::RatePlan* const plan = state_.FindRatePlan(wish_.property_id, wish_.rate_plan_id);
    return plan == nullptr ? nullptr : FindPrice(*plan, wish_.room_type_id);
  }

  // Whether prices there can be compared with that of what is wanted.
  bool HasWantedCurrency(const v1::Property& property) const {
    const v1::Property* const wanted = state_.FindProperty(wish_.property_id);
    return wanted != nullptr && property.definition().currency() == wanted->definition().currency();
  }

  int64_t PriceOf(const v1::RoomTypePrice& price) const {
    const int32_t nights = DepartureOf(wish_.stay) - ArrivalOf(wish_.stay);
    return nights == 0 ? price.day_use_minor() : nights * price.nightly_minor();
  }

  // Adds it if the guests fit in and there is room.
  bool AddIfFree(const v1::Property& property, const Offer& offer, int32_t shift) {
    const v1::RoomTypePrice& price = *offer.price;
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
    alternative.set_rate_plan_id(offer.plan->definition().rate_plan_id());
    alternative.mutable_stay()->set_arrival(arrival.ymd());
    alternative.mutable_stay()->set_departure(departure.ymd());
    alternative.set_price_minor(PriceOf(price));
    alternative.set_currency(property.definition().currency());
    return true;
  }

  // A day later, a day earlier, two days later, and so on.
  void FindDates(const v1::Property& property) {
    const Offer offer = {state_.FindRatePlan(wish_.property_id, wish_.rate_plan_id), WantedPrice()};
    if (offer.price == nullptr) return;
    for (int32_t days = 1, found = 0; days <= kAlternativeDays; ++days) {
      for (const int32_t shift : {days, -days}) {
        if (AddIfFree(property, offer, shift) && ++found == kMaxDates) return;
      }
    }
  }

  // The plans', of the room type that is wanted first, then the nearest in price to what is wanted, or by id where the currency is another.
  // What is wanted has no price of its own where the plan no longer has one.
  std::vector<Offer> ByPrice(const v1::Property& property,
                             const std::vector<std::string>& plan_ids) const {
    const std::string& property_id = property.definition().property_id();
    const bool comparable = HasWantedCurrency(property);
    std::vector<Offer> offers;
    for (const std::string& plan_id : plan_ids) {
      const v1::RatePlan* const plan = state_.FindRatePlan(property_id, plan_id);
      if (plan == nullptr) continue;
      for (const v1::RoomTypePrice& price : plan->definition().prices()) {
        offers.push_back({plan, &price});
      }
    }
    const v1::RoomTypePrice* const wanted = WantedPrice();
    const int64_t near = wanted == nullptr ? 0 : PriceOf(*wanted);
    const auto rank = [&](const Offer& offer) {
      return std::make_tuple(offer.price->room_type_id() != wish_.room_type_id,
                             comparable ? std::abs(PriceOf(*offer.price) - near) : 0,
                             std::string_view(offer.price->room_type_id()),
                             std::string_view(offer.plan->definition().rate_plan_id()));
    };
    std::sort(offers.begin(), offers.end(),
              [&](const Offer& a, const Offer& b) { return rank(a) < rank(b); });
    return offers;
  }

  void FindRoomTypes(const v1::Property& property) {
    int found = 0;
    for (const Offer& offer : ByPrice(property, {std::string(wish_.rate_plan_id)})) {
      if (offer.price->room_type_id() == wish_.room_type_id) continue;
      if (AddIfFree(property, offer, 0) && ++found == kMaxRoomTypes) return;
    }
  }

  // The one room type of the property that comes closest. `full`: those that can't be had, whatever the plan; more may be found to be.
  bool AddOneOf(const v1::Property& property, const std::vector<std::string>& plan_ids,
                std::set<std::string_view>& full) {
    for (const Offer& offer : ByPrice(property, plan_ids)) {
      if (full.count(offer.price->room_type_id()) > 0) continue;
      if (AddIfFree(property, offer, 0)) return true;
      full.insert(offer.price->room_type_id());
    }
    return false;
  }

  // Rate plans are each house's own: where the one that is wanted does not exist or has nothing to give, another one may.
  void FindProperties() {
    std::vector<const v1::Property*> properties;
    for (const std::string& property_id : state_.PropertyIds()) {
      if (property_id != wish_.property_id) properties.push_back(state_.FindProperty(property_id));
    }
    std::stable_partition(properties.begin(), properties.end(),
                          [this](const v1::Property* one) { return HasWantedCurrency(*one); });
    int found = 0;
    for (const v1::Property* const property : properties) {
      std::set<std::string_view> full;
      if (!AddOneOf(*property, {std::string(wish_.rate_plan_id)}, full) &&
          !AddOneOf(*property, state_.RatePlanIds(property->definition().property_id()), full)) {
        continue;
      }
      if (++found == kMaxProperties) return;
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
