// Policies in a line each: text of a v1.Policy, proposed by one and approved by another.
//
//   GivenPolicy(hotel, R"pb(policy_id: "fees" version: 1 change { tiers { fee_minor: 1000 } })pb");
#ifndef DAYBOOK_TESTS_SUPPORT_POLICIES_H_
#define DAYBOOK_TESTS_SUPPORT_POLICIES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "daybook/v1/policy.pb.h"
#include "daybook/v1/request.pb.h"
#include "tests/support/given.h"

namespace daybook::testing {

// Ends the program where the text is not a policy.
v1::Policy PolicyOf(std::string_view text);
v1::Request Propose(std::string_view text);                        // by the manager
v1::Request Approve(std::string_view policy_id, int32_t version);  // by the other manager
v1::Request Reject(std::string_view policy_id, int32_t version);   // likewise

// Proposed and approved: in force.
void GivenPolicy(Ledgerless& hotel, std::string_view text);

// Text of an authority policy "authority" in the version: 20.00 of waivers, 10.00 of compensation, 50.00 a charge for the front desk;
// 100.00 each for finance, and 200.00 of write-offs.
std::string AuthorityText(int32_t version, std::string_view more = "");

// Text of the rules of credit/v1, as the body of `credit { }`.
std::string_view CreditRulesText();

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SUPPORT_POLICIES_H_
