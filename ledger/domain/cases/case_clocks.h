// How long the house has to answer a case (DOMAIN C22, C32). Pure; integers only.
#ifndef DAYBOOK_LEDGER_DOMAIN_CASES_CASE_CLOCKS_H_
#define DAYBOOK_LEDGER_DOMAIN_CASES_CASE_CLOCKS_H_

#include <optional>
#include <string_view>

#include "daybook/v1/feedback.pb.h"
#include "daybook/v1/policy.pb.h"
#include "ledger/base/instant.h"

namespace daybook {

// The instants from which on it is too late; nullopt: no clock.
struct CaseClocks {
  std::optional<Instant> acknowledge_by;
  std::optional<Instant> answer_by;
  std::optional<Instant> resolve_by;
};

// As the case has them.
CaseClocks ClocksOf(const v1::Case& one);

// All three from `now` on, as the first level has it that suits kind and category; an urgent case has less time. None without a policy
// (null) or without a level.
CaseClocks StartClocks(const v1::Policy* service_levels, v1::FeedbackKind kind,
                       std::string_view category, bool urgent, Instant now);
// Reopened: answer and resolve begin again.
CaseClocks RestartClocks(const v1::Policy* service_levels, const v1::Case& one, Instant now);
// Made urgent: of what is left of each clock that still runs, the policy's share stays.
CaseClocks ShortenClocks(const v1::Policy* service_levels, const v1::Case& one, Instant now);

// Sets acknowledge_by, answer_by and resolve_by of a Case or a CaseStepped; clears those that are not there.
template <typename Message>
void SetClocks(const CaseClocks& clocks, Message& message);

// What the routing policy says; empty without one (null).
std::string_view DepartmentFor(const v1::Policy* routing, std::string_view category);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CASES_CASE_CLOCKS_H_
