#include "ledger/domain/staff/limits.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"

namespace daybook {
namespace {

constexpr int64_t kNotLimited = std::numeric_limits<int64_t>::max();

int64_t AmountOf(const v1::AuthorityPolicy::Limit& limit, LimitKind kind) {
  switch (kind) {
    case LimitKind::kWaiver:
      return limit.waiver_minor();
    case LimitKind::kCompensation:
      return limit.compensation_minor();
    case LimitKind::kCharge:
      return limit.charge_minor();
    case LimitKind::kWriteOff:
      return limit.write_off_minor();
  }
  return 0;
}

// Whom no policy limits: the house's own authority, and what is not decided here.
bool IsAboveLimits(const DecideContext& context) {
  const v1::ActorKind kind = context.request.actor().kind();
  return kind == v1::ACTOR_KIND_OPERATOR || kind == v1::ACTOR_KIND_IMPORTER ||
         kind == v1::ACTOR_KIND_SYSTEM || context.IsManager();
}

}  // namespace

int64_t LimitOf(const DecideContext& context, LimitKind kind) {
  if (IsAboveLimits(context)) return kNotLimited;
  if (context.request.actor().kind() != v1::ACTOR_KIND_STAFF || context.staff == nullptr) return 0;
  const v1::Policy* const policy = context.PolicyInForce(v1::Policy::kAuthority);
  if (policy == nullptr) return kNotLimited;
  int64_t highest = 0;
  for (const v1::AuthorityPolicy::Limit& limit : policy->authority().limits()) {
    const auto& roles = context.staff->definition().roles();
    if (std::find(roles.begin(), roles.end(), limit.role()) == roles.end()) continue;
    highest = std::max(highest, AmountOf(limit, kind));
  }
  return highest;
}

void CheckLimit(DecideContext& context, LimitKind kind, std::string_view path,
                int64_t amount_minor) {
  if (amount_minor <= 0) return;
  const int64_t limit = LimitOf(context, kind);
  if (amount_minor <= limit) return;
  context.Decline(
      v1::POLICY_ABOVE_LIMIT, path,
      absl::StrCat(amount_minor, " is above ", limit, ", what the actor may decide alone"));
}

void CiteAuthority(const DecideContext& context, v1::Accepted& accepted) {
  if (IsAboveLimits(context)) return;
  const v1::Policy* const policy = context.PolicyInForce(v1::Policy::kAuthority);
  if (policy != nullptr) DecideContext::Cite(*policy, accepted);
}

}  // namespace daybook
