#include "ledger/domain/staff/policy_authority.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/policy/policy_register.h"

namespace daybook {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;

bool ReachesBeyond(const v1::StaffDefinition& staff, std::string_view property_id) {
  return !staff.property_ids().empty() && (property_id.empty() || !InScope(staff, property_id));
}

// Whether a request ends or alters what somebody booked, so that it matters who wanted it.
bool WantsVerification(const v1::Request& request) {
  switch (request.body_case()) {
    case v1::Request::kChangeBooking:
    case v1::Request::kCancelBooking:
    case v1::Request::kReinstateBooking:
    case v1::Request::kSplitBooking:
    case v1::Request::kMoveBooking:
      return true;
    default:
      return false;
  }
}

// One of the two asks; the other is named beside them, or settles what they proposed.
bool TakesTwoPersons(const v1::Request& request) {
  return request.has_override() || request.has_propose_policy() || request.has_settle_policy();
}

}  // namespace

bool InScope(const v1::StaffDefinition& staff, std::string_view property_id) {
  if (staff.property_ids().empty() || property_id.empty()) return true;
  return std::any_of(staff.property_ids().begin(), staff.property_ids().end(),
                     [&](const std::string& id) { return id == property_id; });
}

void CheckScopeOfPolicy(DecideContext& context, const v1::StaffDefinition& staff) {
  const v1::Request& request = context.request;
  const auto check = [&](std::string_view path, std::string_view property_id) {
    if (!ReachesBeyond(staff, property_id)) return;
    context.Decline(v1::IDENTITY_PROPERTY_OUT_OF_SCOPE, path,
                    absl::StrCat("staff member ", staff.staff_id(), " does not answer for ",
                                 property_id.empty() ? absl::string_view("all properties")
                                                     : ToAbsl(property_id)));
  };
  if (request.has_propose_policy()) {
    // Of a property that is named, the scope was looked at.
    if (context.property_id.empty()) check("policy.property_id", context.property_id);
  } else if (request.has_settle_policy()) {
    const v1::SettlePolicy& settle = request.settle_policy();
    const auto* const version =
        context.state.Find<v1::PolicyVersion>(PolicyKey(settle.policy_id(), settle.version()));
    if (version != nullptr) check("policy_id", version->policy().property_id());
  } else if (request.has_define_partner()) {
    const v1::PartnerDefinition& partner = request.define_partner().partner();
    for (const std::string& id : partner.property_ids()) check("partner.property_ids", id);
    const auto* const now = context.state.Find<v1::Partner>(partner.partner_id());
    if (now == nullptr) return;
    for (const std::string& id : now->definition().property_ids()) check("partner.partner_id", id);
  }
}

void CheckChecker(DecideContext& context) {
  if (!context.request.has_settle_policy()) return;
  const v1::SettlePolicy& settle = context.request.settle_policy();
  const auto* const version =
      context.state.Find<v1::PolicyVersion>(PolicyKey(settle.policy_id(), settle.version()));
  if (version == nullptr || version->maker().id() != context.request.actor().id()) return;
  context.DeclineEnvelope(v1::IDENTITY_CHECKER_IS_MAKER, "actor.id",
                          absl::StrCat(version->maker().id(), " proposed it"));
}

void CheckAuthentication(DecideContext& context) {
  const v1::Request& request = context.request;
  const v1::ActorKind kind = request.actor().kind();
  if (kind == v1::ACTOR_KIND_SYSTEM || kind == v1::ACTOR_KIND_IMPORTER) return;
  if (!request.authenticated_by().empty() || !TakesTwoPersons(request)) return;
  context.DeclineEnvelope(
      v1::IDENTITY_AUTHENTICATION_MISSING, "authenticated_by",
      "it takes two persons, so it has to be said who made sure that the actor is the actor");
}

void CheckVerificationForm(DecideContext& context) {
  if (!context.request.has_verification()) return;
  const v1::Verification& given = context.request.verification();
  const auto check = [&](std::string_view path, int value, bool is_valid) {
    if (value != 0 && is_valid) return;
    context.DeclineEnvelope(
        v1::FORM_ENUM_INVALID, path,
        value == 0 ? std::string("is missing") : absl::StrCat(value, " is none of its values"));
  };
  check("verification.asked_by", given.asked_by(), v1::AskedBy_IsValid(given.asked_by()));
  // What the hotel itself wants, nobody had to be entitled to.
  if (given.asked_by() == v1::ASKED_BY_HOTEL && given.method() == 0) return;
  check("verification.method", given.method(), v1::VerificationMethod_IsValid(given.method()));
}

// Guests and channels ask for themselves: that they are who they are was established before. A quote changes nothing.
void CheckVerification(DecideContext& context) {
  if (context.quoting) return;
  if (context.request.actor().kind() != v1::ACTOR_KIND_STAFF) return;
  if (context.request.has_verification() || !WantsVerification(context.request)) return;
  if (context.booking == nullptr || context.booking->customer_id().empty()) return;
  const v1::Policy* const policy = context.PolicyInForce(v1::Policy::kAuthority);
  if (policy == nullptr || !policy->authority().verification_required()) return;
  context.DeclineEnvelope(
      v1::IDENTITY_VERIFICATION_MISSING, "verification",
      absl::StrCat("policy ", policy->policy_id(), " version ", policy->version(),
                   " wants it said who asked and how that was verified"));
}

// What a channel was told some time ago reaches us later, by so much as the policy in force admits. Who established that it is the
// channel's own timestamp has to be said.
bool WithinChannelLag(const DecideContext& context, Instant effective_at) {
  if (context.request.actor().kind() != v1::ACTOR_KIND_CHANNEL) return false;
  if (context.request.authenticated_by().empty()) return false;
  const v1::Policy* const policy = context.PolicyInForce(v1::Policy::kAuthority);
  if (policy == nullptr) return false;
  const int64_t lag = policy->authority().channel_lag_minutes() * kMicrosPerMinute;
  return context.recorded_at <= effective_at.PlusMicros(lag);
}

void CiteIdentityPolicy(const DecideContext& context, v1::Accepted& accepted) {
  const v1::Policy* const policy = context.PolicyInForce(v1::Policy::kAuthority);
  if (policy == nullptr) return;
  const bool verified = policy->authority().verification_required() &&
                        context.request.actor().kind() == v1::ACTOR_KIND_STAFF &&
                        context.booking != nullptr && !context.booking->customer_id().empty() &&
                        WantsVerification(context.request);
  const bool lagged = context.request.actor().kind() == v1::ACTOR_KIND_CHANNEL &&
                      context.request.has_effective_at();
  if (verified || lagged) DecideContext::Cite(*policy, accepted);
}

}  // namespace daybook
