// Property, room type, rate plan, channel, staff: given whole, defined anew or again.
#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/night_counts.h"
#include "ledger/domain/out_of_order.h"

namespace daybook {
namespace {

constexpr int32_t kMaxCapacity = 100'000;
constexpr int32_t kMaxOverbooking = 10'000;
constexpr int kMaxPrices = 256;
constexpr int kMaxTiers = 8;
constexpr int kMaxRoles = 16;
constexpr int kMaxPropertiesOfStaff = 256;
constexpr int32_t kMinutesOfDay = 1440;
constexpr int32_t kAllBasisPoints = 10'000;

bool InRange(int64_t value, int64_t least, int64_t most) { return least <= value && value <= most; }

// 0 where the entity is not defined yet.
template <typename Entity>
int64_t RevisionOf(const Entity* entity) {
  return entity == nullptr ? 0 : entity->revision();
}

// The first night from `from` on for which more is taken than `rooms` without those out of order.
std::optional<CivilDate> FirstAboveSellable(const NightCounts& taken, const OutOfOrderNights& out,
                                            CivilDate from, int32_t rooms) {
  const std::optional<CivilDate> first = taken.FirstAbove(from, rooms);
  for (const OutOfOrderNights::Run& run : out.runs()) {
    const int32_t left = std::max(0, rooms - run.rooms);
    const CivilDate end = first ? std::min(*first, run.until) : run.until;
    for (CivilDate night = std::max(from, run.from); night < end; night = night + 1) {
      if (taken.At(night) > left) return night;
    }
  }
  return first;
}

class PropertyPhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    const v1::PropertyDefinition& definition = Definition(context);
    context.CheckId("property.property_id", definition.property_id());
    if (definition.time_zone().empty() || context.resolution.time_zone_unknown()) {
      context.Decline(v1::FORM_TIME_ZONE_UNKNOWN, "property.time_zone",
                      "the time-zone data has no such zone");
    }
    if (!CurrencyExponent(definition.currency())) {
      context.Decline(v1::FORM_MONEY_INVALID, "property.currency",
                      "the currency is not one of ISO 4217");
    }
    context.CheckDate("property.first_business_date", definition.first_business_date());
    if (definition.due_in_policy() == v1::DUE_IN_POLICY_UNSPECIFIED ||
        !v1::DueInPolicy_IsValid(definition.due_in_policy())) {
      context.Decline(v1::FORM_ENUM_INVALID, "property.due_in_policy", "not a policy for due-ins");
    }
  }

  void State(DecideContext& context) override {
    context.CheckRevision(RevisionOf(context.property));
    if (context.property == nullptr) return;
    const v1::PropertyDefinition& now = context.property->definition();
    const v1::PropertyDefinition& definition = Definition(context);
    if (definition.time_zone() != now.time_zone()) {
      context.Decline(v1::STATE_PROPERTY_FIELD_FIXED, "property.time_zone",
                      absl::StrCat("it is ", now.time_zone()));
    }
    if (definition.currency() != now.currency()) {
      context.Decline(v1::STATE_PROPERTY_FIELD_FIXED, "property.currency",
                      absl::StrCat("it is ", now.currency()));
    }
    if (definition.first_business_date() != now.first_business_date()) {
      context.Decline(v1::STATE_PROPERTY_FIELD_FIXED, "property.first_business_date",
                      absl::StrCat("it is ", now.first_business_date()));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    *accepted.add_events()->mutable_property_defined() = Definition(context);
  }

 private:
  static const v1::PropertyDefinition& Definition(const DecideContext& context) {
    return context.request.define_property().property();
  }
};

class RoomTypePhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    const v1::RoomTypeDefinition& definition = Definition(context);
    context.CheckId("room_type.property_id", definition.property_id());
    context.CheckId("room_type.room_type_id", definition.room_type_id());
    CheckCount(context, "room_type.capacity", definition.capacity(), kMaxCapacity);
    CheckCount(context, "room_type.overbooking_limit", definition.overbooking_limit(),
               kMaxOverbooking);
    CheckCount(context, "room_type.max_occupancy", definition.max_occupancy(), kMaxCapacity);
  }

  void State(DecideContext& context) override {
    const v1::RoomTypeDefinition& definition = Definition(context);
    context.RequireProperty("room_type.property_id");
    context.CheckRevision(RevisionOf(
        context.state.FindRoomType(definition.property_id(), definition.room_type_id())));
  }

  // Of what is sold already, somebody has to answer for taking it away.
  void Policy(DecideContext& context) override {
    const v1::RoomTypeDefinition& definition = Definition(context);
    const NightCounts* taken =
        context.state.NightsTaken(definition.property_id(), definition.room_type_id());
    if (taken == nullptr) return;
    const int32_t rooms = definition.capacity() + definition.overbooking_limit();
    const OutOfOrderNights& out =
        *context.state.NightsOutOfOrder(definition.property_id(), definition.room_type_id());
    const std::optional<CivilDate> night =
        FirstAboveSellable(*taken, out, context.BusinessDate(), rooms);
    if (!night) return;
    context.Decline(v1::POLICY_CAPACITY_BELOW_SOLD, "room_type.capacity",
                    absl::StrCat(taken->At(*night), " rooms are taken for ", night->ToString(),
                                 ", ", std::max(0, rooms - out.At(*night)), " could be sold"));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    *accepted.add_events()->mutable_room_type_defined() = Definition(context);
  }

 private:
  static const v1::RoomTypeDefinition& Definition(const DecideContext& context) {
    return context.request.define_room_type().room_type();
  }

  static void CheckCount(DecideContext& context, std::string_view path, int32_t count,
                         int32_t most) {
    if (!InRange(count, 0, most)) {
      context.Decline(v1::FORM_CAPACITY_INVALID, path, absl::StrCat(count, " is not 0 to ", most));
    }
  }
};

// One rule, in its range.
bool IsValidPenalty(const v1::Penalty& penalty) {
  switch (penalty.rule_case()) {
    case v1::Penalty::kFlatMinor:
      return InRange(penalty.flat_minor(), 0, kMaxAmountMinor);
    case v1::Penalty::kStayBasisPoints:
      return InRange(penalty.stay_basis_points(), 0, kAllBasisPoints);
    case v1::Penalty::kNights:
      return InRange(penalty.nights(), 0, kMaxNights);
    case v1::Penalty::kPercentOfNights:
      return InRange(penalty.percent_of_nights().nights(), 0, kMaxNights) &&
             InRange(penalty.percent_of_nights().basis_points(), 0, kAllBasisPoints);
    case v1::Penalty::kFull:
      return penalty.full();
    case v1::Penalty::RULE_NOT_SET:
      return false;
  }
  return false;
}

bool IsLater(const v1::PenaltyTier& tier, const v1::PenaltyTier& before) {
  if (tier.days_before_arrival() != before.days_before_arrival()) {
    return tier.days_before_arrival() < before.days_before_arrival();
  }
  return tier.local_minute_of_day() > before.local_minute_of_day();
}

class RatePlanPhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    const v1::RatePlanDefinition& definition = Definition(context);
    context.CheckId("rate_plan.property_id", definition.property_id());
    context.CheckId("rate_plan.rate_plan_id", definition.rate_plan_id());
    CheckPrices(context, definition);
    CheckPolicy(context, definition.cancellation_policy());
  }

  void State(DecideContext& context) override {
    const v1::RatePlanDefinition& definition = Definition(context);
    const v1::RatePlan* now =
        context.state.FindRatePlan(definition.property_id(), definition.rate_plan_id());
    context.CheckRevision(RevisionOf(now));
    if (now != nullptr) CheckPolicyVersion(context, now->definition().cancellation_policy());
    if (!context.RequireProperty("rate_plan.property_id")) return;
    for (int i = 0; i < definition.prices_size(); ++i) {
      const std::string& room_type_id = definition.prices(i).room_type_id();
      if (context.state.FindRoomType(definition.property_id(), room_type_id) == nullptr) {
        context.Decline(v1::STATE_ROOM_TYPE_UNKNOWN, PricePath(i, "room_type_id"),
                        absl::StrCat("no room type ", room_type_id, " is defined"));
      }
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    *accepted.add_events()->mutable_rate_plan_defined() = Definition(context);
  }

 private:
  static const v1::RatePlanDefinition& Definition(const DecideContext& context) {
    return context.request.define_rate_plan().rate_plan();
  }

  // What a decision cites by id and version must stay what it was.
  static void CheckPolicyVersion(DecideContext& context, const v1::CancellationPolicy& now) {
    const v1::CancellationPolicy& given = Definition(context).cancellation_policy();
    if (given.policy_id() != now.policy_id() || given.version() > now.version()) return;
    if (given.SerializeAsString() == now.SerializeAsString()) return;
    context.Decline(v1::STATE_POLICY_VERSION_USED, "rate_plan.cancellation_policy.version",
                    absl::StrCat("policy ", now.policy_id(), " is at version ", now.version(),
                                 "; other rules need a later one"));
  }

  static std::string PricePath(int index, const char* field) {
    return absl::StrCat("rate_plan.prices[", index, "].", field);
  }

  static void CheckPrices(DecideContext& context, const v1::RatePlanDefinition& definition) {
    if (definition.prices_size() > kMaxPrices) {
      context.Decline(v1::FORM_LIMIT_INVALID, "rate_plan.prices",
                      absl::StrCat(definition.prices_size(), " prices, at most ", kMaxPrices));
      return;
    }
    std::set<std::string_view> seen;
    for (int i = 0; i < definition.prices_size(); ++i) {
      const v1::RoomTypePrice& price = definition.prices(i);
      context.CheckId(PricePath(i, "room_type_id"), price.room_type_id());
      if (!seen.insert(price.room_type_id()).second) {
        context.Decline(v1::FORM_ID_INVALID, PricePath(i, "room_type_id"),
                        "the room type is priced twice");
      }
      CheckPrice(context, PricePath(i, "nightly_minor"), price.nightly_minor());
      CheckPrice(context, PricePath(i, "day_use_minor"), price.day_use_minor());
    }
  }

  static void CheckPrice(DecideContext& context, const std::string& path, int64_t amount_minor) {
    if (!InRange(amount_minor, 0, kMaxAmountMinor)) {
      context.Decline(v1::FORM_MONEY_INVALID, path,
                      absl::StrCat(amount_minor, " is not 0 to ", kMaxAmountMinor));
    }
  }

  static void CheckPolicy(DecideContext& context, const v1::CancellationPolicy& policy) {
    const auto decline = [&](const std::string& path, std::string detail) {
      context.Decline(v1::FORM_POLICY_INVALID,
                      absl::StrCat("rate_plan.cancellation_policy", path.empty() ? "" : ".", path),
                      std::move(detail));
    };
    if (!Definition(context).has_cancellation_policy()) {
      decline("", "the cancellation policy is missing");
      return;
    }
    if (!IsValidId(policy.policy_id())) decline("policy_id", "missing or not an id");
    if (policy.version() < 1) {
      decline("version", absl::StrCat(policy.version(), " is not 1 or more"));
    }
    if (policy.grace_minutes() < 0) {
      decline("grace_minutes", absl::StrCat(policy.grace_minutes(), " is negative"));
    }
    if (policy.has_no_show() && !IsValidPenalty(policy.no_show())) {
      decline("no_show", "not one rule in its range");
    }
    if (policy.tiers_size() > kMaxTiers) {
      decline("tiers", absl::StrCat(policy.tiers_size(), " tiers, at most ", kMaxTiers));
      return;
    }
    for (int i = 0; i < policy.tiers_size(); ++i) CheckTier(policy, i, decline);
  }

  template <typename DeclineTier>
  static void CheckTier(const v1::CancellationPolicy& policy, int index,
                        const DeclineTier& decline) {
    const v1::PenaltyTier& tier = policy.tiers(index);
    const std::string path = absl::StrCat("tiers[", index, "]");
    if (!InRange(tier.days_before_arrival(), 0, kMaxDaysAhead)) {
      decline(path + ".days_before_arrival",
              absl::StrCat(tier.days_before_arrival(), " is not 0 to ", kMaxDaysAhead));
    }
    if (!InRange(tier.local_minute_of_day(), 0, kMinutesOfDay - 1)) {
      decline(path + ".local_minute_of_day",
              absl::StrCat(tier.local_minute_of_day(), " is not 0 to ", kMinutesOfDay - 1));
    }
    if (!IsValidPenalty(tier.penalty())) decline(path + ".penalty", "not one rule in its range");
    if (index > 0 && !IsLater(tier, policy.tiers(index - 1))) {
      decline(path, "its deadline is not later than that of the tier before");
    }
  }
};

class ChannelPhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    context.CheckId("channel.channel_id", Definition(context).channel_id());
  }

  void State(DecideContext& context) override {
    context.CheckRevision(RevisionOf(context.state.FindChannel(Definition(context).channel_id())));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    *accepted.add_events()->mutable_channel_defined() = Definition(context);
  }

 private:
  static const v1::ChannelDefinition& Definition(const DecideContext& context) {
    return context.request.define_channel().channel();
  }
};

class StaffPhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    const v1::StaffDefinition& definition = Definition(context);
    context.CheckId("staff.staff_id", definition.staff_id());
    if (definition.roles_size() > kMaxRoles ||
        definition.property_ids_size() > kMaxPropertiesOfStaff) {
      const bool roles = definition.roles_size() > kMaxRoles;
      context.Decline(v1::FORM_LIMIT_INVALID, roles ? "staff.roles" : "staff.property_ids",
                      absl::StrCat("at most ", roles ? kMaxRoles : kMaxPropertiesOfStaff));
      return;
    }
    for (int i = 0; i < definition.roles_size(); ++i) {
      if (definition.roles(i) == v1::ROLE_UNSPECIFIED || !v1::Role_IsValid(definition.roles(i))) {
        context.Decline(v1::FORM_ENUM_INVALID, absl::StrCat("staff.roles[", i, "]"),
                        absl::StrCat(static_cast<int>(definition.roles(i)), " is no role"));
      }
    }
    for (int i = 0; i < definition.property_ids_size(); ++i) {
      context.CheckId(absl::StrCat("staff.property_ids[", i, "]"), definition.property_ids(i));
    }
    if (!InRange(definition.refund_limit_minor(), 0, kMaxAmountMinor)) {
      context.Decline(
          v1::FORM_LIMIT_INVALID, "staff.refund_limit_minor",
          absl::StrCat(definition.refund_limit_minor(), " is not 0 to ", kMaxAmountMinor));
    }
  }

  void State(DecideContext& context) override {
    context.CheckRevision(RevisionOf(context.state.FindStaff(Definition(context).staff_id())));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    *accepted.add_events()->mutable_staff_defined() = Definition(context);
  }

 private:
  static const v1::StaffDefinition& Definition(const DecideContext& context) {
    return context.request.define_staff().staff();
  }
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases;
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideDefinition(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kDefineProperty:
      return Run<PropertyPhases>(context, outcome);
    case v1::Request::kDefineRoomType:
      return Run<RoomTypePhases>(context, outcome);
    case v1::Request::kDefineRatePlan:
      return Run<RatePlanPhases>(context, outcome);
    case v1::Request::kDefineChannel:
      return Run<ChannelPhases>(context, outcome);
    default:
      return Run<StaffPhases>(context, outcome);
  }
}

}  // namespace daybook
