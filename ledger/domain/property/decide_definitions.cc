// Property, room type, rate plan, channel, staff, partner: given whole, defined anew or again.
#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/booking/night_counts.h"
#include "ledger/domain/decide_context.h"
#include "ledger/domain/policy/frozen_policies.h"
#include "ledger/domain/policy/policy_checks.h"
#include "ledger/domain/property/out_of_order.h"

namespace daybook {
namespace {

constexpr int32_t kMaxCapacity = 100'000;
constexpr int32_t kMaxOverbooking = 10'000;
constexpr int kMaxPrices = 256;
constexpr int kMaxRoles = 16;
constexpr int kMaxPropertiesOfStaff = 256;
constexpr int kMaxPropertiesOfPartner = 256;
constexpr int kMaxReasonCodes = 256;
constexpr int32_t kMaxRank = 1'000'000;
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
    if (definition.keeps_books() != now.keeps_books()) {
      context.Decline(
          v1::STATE_PROPERTY_FIELD_FIXED, "property.keeps_books",
          now.keeps_books() ? "its books are kept here" : "its books are kept elsewhere");
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

  // Of what is sold already, somebody has to answer for taking it away. Who takes nothing away need not, even where too much is sold.
  void Policy(DecideContext& context) override {
    const v1::RoomTypeDefinition& definition = Definition(context);
    const v1::RoomType* const before =
        context.state.FindRoomType(definition.property_id(), definition.room_type_id());
    const int32_t rooms = Sellable(definition);
    if (before == nullptr || rooms >= Sellable(before->definition())) return;
    const NightCounts used = Used(context.state, definition);
    const OutOfOrderNights& out =
        *context.state.NightsOutOfOrder(definition.property_id(), definition.room_type_id());
    const std::optional<CivilDate> night =
        FirstAboveSellable(used, out, context.BusinessDate(), rooms);
    if (!night) return;
    context.Decline(v1::POLICY_CAPACITY_BELOW_SOLD, "room_type.capacity",
                    absl::StrCat(used.At(*night), " rooms are taken for ", night->ToString(), ", ",
                                 std::max(0, rooms - out.At(*night)), " could be sold"));
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    *accepted.add_events()->mutable_room_type_defined() = Definition(context);
  }

 private:
  static const v1::RoomTypeDefinition& Definition(const DecideContext& context) {
    return context.request.define_room_type().room_type();
  }

  static int32_t Sellable(const v1::RoomTypeDefinition& definition) {
    return definition.capacity() + definition.overbooking_limit();
  }

  // By bookings, and by blocks for who is still to come.
  static NightCounts Used(const daybook::State& state, const v1::RoomTypeDefinition& definition) {
    NightCounts used;
    for (const NightCounts* const counts :
         {state.NightsTaken(definition.property_id(), definition.room_type_id()),
          state.NightsBlocked(definition.property_id(), definition.room_type_id())}) {
      if (counts != nullptr) used.Add(*counts);
    }
    return used;
  }

  static void CheckCount(DecideContext& context, std::string_view path, int32_t count,
                         int32_t most) {
    if (!InRange(count, 0, most)) {
      context.Decline(v1::FORM_CAPACITY_INVALID, path, absl::StrCat(count, " is not 0 to ", most));
    }
  }
};

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
    CheckRegister(context);
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

  // The register of policies: what the plan refers to is there, and what it writes down itself is not something else there.
  static void CheckRegister(DecideContext& context) {
    const v1::RatePlanDefinition& definition = Definition(context);
    if (definition.has_cancellation_policy_ref()) {
      const v1::PolicyRef& ref = definition.cancellation_policy_ref();
      if (ReferencedCancellationPolicy(context.state, ref, definition.property_id()) != nullptr) {
        return;
      }
      context.Decline(
          v1::STATE_POLICY_MISSING, "rate_plan.cancellation_policy_ref",
          absl::StrCat("no cancellation policy ", ref.policy_id(), " is approved here",
                       ref.version() == 0 ? "" : absl::StrCat(" in version ", ref.version())));
      return;
    }
    const v1::CancellationPolicy& given = definition.cancellation_policy();
    v1::PolicyRef ref;
    ref.set_policy_id(given.policy_id());
    ref.set_version(given.version());
    const v1::Policy* const registered = context.FrozenPolicy(ref);
    if (registered == nullptr ||
        registered->cancellation().SerializeAsString() == given.SerializeAsString()) {
      return;
    }
    context.Decline(v1::STATE_POLICY_VERSION_USED, "rate_plan.cancellation_policy.version",
                    absl::StrCat("policy ", given.policy_id(), " version ", given.version(),
                                 " was proposed with other rules"));
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

  static void CheckRef(DecideContext& context) {
    const v1::PolicyRef& ref = Definition(context).cancellation_policy_ref();
    context.CheckId("rate_plan.cancellation_policy_ref.policy_id", ref.policy_id());
    context.CheckRange("rate_plan.cancellation_policy_ref.version", ref.version(), 0,
                       std::numeric_limits<int32_t>::max());
  }

  static void CheckPolicy(DecideContext& context, const v1::CancellationPolicy& policy) {
    const auto decline = [&](const std::string& path, std::string detail) {
      context.Decline(v1::FORM_POLICY_INVALID,
                      absl::StrCat("rate_plan.cancellation_policy", path.empty() ? "" : ".", path),
                      std::move(detail));
    };
    if (!Definition(context).has_cancellation_policy()) {
      if (Definition(context).has_cancellation_policy_ref()) return CheckRef(context);
      decline("", "the cancellation policy is missing");
      return;
    }
    if (Definition(context).has_cancellation_policy_ref()) {
      decline("", "it is written here and referred to; one of the two");
    }
    if (!IsValidId(policy.policy_id())) decline("policy_id", "missing or not an id");
    if (policy.version() < 1) {
      decline("version", absl::StrCat(policy.version(), " is not 1 or more"));
    }
    CheckCancellationRules(context, "rate_plan.cancellation_policy", policy);
  }
};

class ChannelPhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    const v1::ChannelDefinition& definition = Definition(context);
    context.CheckId("channel.channel_id", definition.channel_id());
    context.CheckRange("channel.commission_basis_points", definition.commission_basis_points(), 0,
                       kAllBasisPoints);
    context.CheckOptionalId("channel.fallback", definition.fallback());
    CheckReasonCodes(context, definition);
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

  static void CheckReasonCodes(DecideContext& context, const v1::ChannelDefinition& definition) {
    if (definition.reason_codes_size() > kMaxReasonCodes) {
      context.Decline(
          v1::FORM_TOO_MANY, "channel.reason_codes",
          absl::StrCat(definition.reason_codes_size(), " codes, at most ", kMaxReasonCodes));
      return;
    }
    std::set<std::string_view> seen;
    for (int i = 0; i < definition.reason_codes_size(); ++i) {
      const v1::ChannelDefinition::ReasonCode& code = definition.reason_codes(i);
      const std::string path = absl::StrCat("channel.reason_codes[", i, "]");
      context.CheckId(path + ".code", code.code());
      if (!seen.insert(code.code()).second) {
        context.Decline(v1::FORM_DUPLICATE, path + ".code", "the code is named before");
      }
      CheckMeaning(context, path, code);
    }
  }

  // UNKNOWN says nothing: a channel that does not know gives no code.
  static void CheckMeaning(DecideContext& context, const std::string& path,
                           const v1::ChannelDefinition::ReasonCode& code) {
    if (!v1::CancellationReason_IsValid(code.cancellation_reason()) ||
        code.cancellation_reason() == v1::CANCELLATION_REASON_UNKNOWN) {
      context.Decline(v1::FORM_ENUM_INVALID, path + ".cancellation_reason",
                      absl::StrCat(code.cancellation_reason(), " is no reason to cancel"));
    }
    if (!v1::ChangeReason_IsValid(code.change_reason()) ||
        code.change_reason() == v1::CHANGE_REASON_UNKNOWN) {
      context.Decline(v1::FORM_ENUM_INVALID, path + ".change_reason",
                      absl::StrCat(code.change_reason(), " is no reason to change"));
    }
    if (code.cancellation_reason() == 0 && code.change_reason() == 0) {
      context.Decline(v1::FORM_REASON_MISSING, path, "the code stands for no reason");
    }
  }
};

class StaffPhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    const v1::StaffDefinition& definition = Definition(context);
    context.CheckId("staff.staff_id", definition.staff_id());
    context.CheckOptionalId("staff.department", definition.department());
    context.CheckOptionalId("staff.team", definition.team());
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

class PartnerPhases : public Phases {
 public:
  void Form(DecideContext& context) override {
    const v1::PartnerDefinition& definition = Definition(context);
    context.CheckId("partner.partner_id", definition.partner_id());
    context.CheckRange("partner.rank", definition.rank(), 0, kMaxRank);
    if (definition.property_ids().empty() ||
        definition.property_ids_size() > kMaxPropertiesOfPartner) {
      context.Decline(v1::FORM_TOO_MANY, "partner.property_ids",
                      absl::StrCat(definition.property_ids_size(), " properties, not 1 to ",
                                   kMaxPropertiesOfPartner));
      return;
    }
    std::set<std::string_view> seen;
    for (int i = 0; i < definition.property_ids_size(); ++i) {
      context.CheckId(PropertyPath(i), definition.property_ids(i));
      if (!seen.insert(definition.property_ids(i)).second) {
        context.Decline(v1::FORM_DUPLICATE, PropertyPath(i), "the property is named before");
      }
    }
  }

  void State(DecideContext& context) override {
    const v1::PartnerDefinition& definition = Definition(context);
    context.CheckRevision(RevisionOf(context.state.Find<v1::Partner>(definition.partner_id())));
    for (int i = 0; i < definition.property_ids_size(); ++i) {
      if (context.state.FindProperty(definition.property_ids(i)) != nullptr) continue;
      context.Decline(v1::STATE_PROPERTY_UNKNOWN, PropertyPath(i),
                      absl::StrCat("no property ", definition.property_ids(i), " is defined"));
    }
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    *accepted.add_events()->mutable_partner_defined() = Definition(context);
  }

 private:
  static const v1::PartnerDefinition& Definition(const DecideContext& context) {
    return context.request.define_partner().partner();
  }

  static std::string PropertyPath(int index) {
    return absl::StrCat("partner.property_ids[", index, "]");
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
    case v1::Request::kDefinePartner:
      return Run<PartnerPhases>(context, outcome);
    default:
      return Run<StaffPhases>(context, outcome);
  }
}

}  // namespace daybook
