#include "ledger/domain/credit/credit_facts.h"

#include <algorithm>

#include "ledger/base/civil_date.h"
#include "ledger/domain/accounts/account_checks.h"
#include "ledger/domain/accounts/ageing.h"
#include "ledger/domain/credit/charged_bookings.h"
#include "ledger/domain/credit/exposure.h"
#include "ledger/domain/policy/policy_register.h"

namespace daybook {
namespace {

void SetAssessed(const v1::Credit& credit, CreditFacts& facts) {
  for (const v1::Assessment& assessment : credit.assessments()) {
    const int factor = assessment.factor();
    if (factor < 1 || factor > kCreditFactors) continue;
    facts.assessed[static_cast<size_t>(factor) - 1] =
        std::clamp(assessment.level(), 0, kMaxFactorLevel);
  }
}

}  // namespace

int32_t HomeDate(const State& state, const v1::Account& account) {
  const v1::Property* const home = state.FindProperty(account.definition().home_property_id());
  return home == nullptr ? 0 : home->business_date();
}

const v1::Policy* CreditPolicyFor(const State& state, const v1::Account& account,
                                  const v1::Credit* credit) {
  const v1::Policy* const in_force =
      state.policies().InForce(v1::Policy::kCredit, account.definition().home_property_id());
  if (in_force != nullptr && in_force->credit().currency() == CurrencyOf(state, account)) {
    return in_force;
  }
  if (credit == nullptr || credit->policy().policy_id().empty()) return nullptr;
  const auto* const version = state.Find<v1::PolicyVersion>(
      PolicyKey(credit->policy().policy_id(), credit->policy().version()));
  return version == nullptr || !version->policy().has_credit() ? nullptr : &version->policy();
}

CreditFacts CreditFactsOf(const State& state, const v1::Account& account, const v1::Credit& credit,
                          const v1::Policy& policy, v1::ReviewTrigger trigger) {
  CreditFacts facts;
  facts.account_id = account.definition().account_id();
  facts.policy.set_policy_id(policy.policy_id());
  facts.policy.set_version(policy.version());
  facts.trigger = trigger;
  facts.business_date = HomeDate(state, account);
  SetAssessed(credit, facts);
  const v1::CreditDay year = SumOfYear(credit, facts.business_date);
  facts.revenue_minor = std::max<int64_t>(0, year.revenue_minor());
  facts.stays = std::max(0, year.stays());
  facts.due = std::max(0, year.due());
  facts.lost = std::clamp<int64_t>(year.lost(), 0, facts.due);
  const auto since = CivilDate::FromYmd(credit.known_since());
  const auto today = CivilDate::FromYmd(facts.business_date);
  if (since && today) facts.known_days = std::max(0, *today - *since);
  facts.paid_invoices = credit.paid_invoices();
  facts.paid_on_time = credit.paid_on_time();
  facts.days_to_pay = credit.days_to_pay();
  facts.days_past_due = AgeingOf(account, facts.business_date).days_past_due;
  facts.broken_commitments = credit.broken_commitments();
  if (trigger == v1::REVIEW_COMMITMENT_BROKEN) ++facts.broken_commitments;
  facts.cover_minor = credit.cover_minor();
  const Exposure exposure = ExposureOf(account, state.Find<v1::AccountBookings>(facts.account_id),
                                       facts.business_date, policy.credit().arrivals_days());
  facts.gross_exposure_minor = exposure.Gross();
  facts.net_exposure_minor = exposure.Net();
  facts.designated = credit.designated() && credit.authorised_until() > facts.business_date;
  if (facts.designated) facts.authorised_volume_minor = credit.authorised_volume_minor();
  facts.blocked = credit.blocked() || account.status() == v1::ACCOUNT_BLOCKED;
  facts.grade = credit.grade();
  facts.upgrade_seen = credit.upgrade_seen();
  facts.upgrade_seen_on = credit.upgrade_seen_on();
  return facts;
}

}  // namespace daybook
