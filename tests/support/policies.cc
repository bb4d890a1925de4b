#include "tests/support/policies.h"

#include <cstdlib>
#include <iostream>
#include <string>

#include "google/protobuf/text_format.h"

namespace daybook::testing {
namespace {

v1::Request SettleAs(std::string_view policy_id, int32_t version, bool approved) {
  v1::Request request;
  v1::SettlePolicy& settle = *request.mutable_settle_policy();
  settle.set_policy_id(std::string(policy_id));
  settle.set_version(version);
  settle.set_approved(approved);
  request.set_authenticated_by("test");
  return As(StaffMember(kOtherManager), request);
}

}  // namespace

v1::Policy PolicyOf(std::string_view text) {
  v1::Policy policy;
  if (!google::protobuf::TextFormat::ParseFromString(std::string(text), &policy)) {
    std::cerr << "not a policy: " << text << "\n";
    std::abort();
  }
  return policy;
}

v1::Request Propose(std::string_view text) {
  v1::Request request;
  *request.mutable_propose_policy()->mutable_policy() = PolicyOf(text);
  request.set_authenticated_by("test");
  return As(StaffMember(kManager), request);
}

v1::Request Approve(std::string_view policy_id, int32_t version) {
  return SettleAs(policy_id, version, true);
}

v1::Request Reject(std::string_view policy_id, int32_t version) {
  return SettleAs(policy_id, version, false);
}

void GivenPolicy(Ledgerless& hotel, std::string_view text) {
  const v1::Policy policy = PolicyOf(text);
  hotel.Given({Propose(text), Approve(policy.policy_id(), policy.version())});
}

std::string AuthorityText(int32_t version, std::string_view more) {
  return "policy_id: 'authority' version: " + std::to_string(version) + R"pb(
           authority { limits {
             role: ROLE_FRONT_DESK
             waiver_minor: 2000
             compensation_minor: 1000
             charge_minor: 5000
           }
                       limits {
                         role: ROLE_FINANCE
                         waiver_minor: 10000
                         compensation_minor: 10000
                         charge_minor: 10000
                         write_off_minor: 20000
                       }
         )pb" +
         std::string(more) + "}";
}

std::string_view CreditRulesText() {
  return R"pb(
    weights {
      economic_environment: 100
      market_environment: 100
      enterprise_quality: 150
      finances: 250
      debt_guarantee: 150
      character_and_ability: 250
    }
    good_score: 600
    old_known_days: 730
    old_stays: 12
    old_cancellation_percent: 40
    large_revenue_minor: 5000000
    new_known_days: 365
    new_revenue_minor: 500000
    loyal_old { term_days: 60 limit_permille: 2000 cap_minor: 10000000 review_days: 365 }
    profitable_large { term_days: 45 limit_permille: 1500 cap_minor: 50000000 review_days: 180 }
    strategic_new { term_days: 30 limit_permille: 1000 cap_minor: 5000000 review_days: 180 }
    small { limit_permille: 500 cap_minor: 500000 review_days: 90 }
    small_term_good_score_days: 15
    limit_step_minor: 10000
    upgrade_gap_days: 30
    suspended_review_days: 30
    local_approval_days: 31
    prepay_days: 61
    suspended_days: 91
    limit_alarm_percent: 90
    arrivals_days: 30
    currency: "EUR"
    finances_by_revenue { thresholds: [ 100000, 500000, 1000000, 2500000, 5000000 ] }
    finances_by_days_to_pay {
      thresholds: [ 90, 60, 45, 30, 14 ]
      falling: true
    }
    character_by_percent_on_time { thresholds: [ 50, 70, 80, 90, 98 ] }
    character_by_worst_days_past_due {
      thresholds: [ 90, 60, 30, 15, 0 ]
      falling: true
    }
    character_by_cancellation_percent {
      thresholds: [ 60, 50, 40, 20, 10 ]
      falling: true
    }
    character_by_broken_commitments {
      thresholds: [ 4, 3, 2, 1, 0 ]
      falling: true
    }
  )pb";
}

}  // namespace daybook::testing
