#include "ledger/domain/credit/credit_reviews.h"

#include <string>

#include "ledger/base/civil_date.h"
#include "ledger/domain/accounts/ageing.h"
#include "ledger/domain/credit/credit_facts.h"
#include "ledger/domain/credit/credit_score.h"
#include "ledger/domain/credit/exposure.h"
#include "ledger/domain/customer/customer_checks.h"
#include "ledger/domain/customer/notices.h"

namespace daybook {
namespace {

// How long what the last review said stands where no policy says it.
constexpr int32_t kDaysWithoutPolicy = 30;

void AddNotices(const DecideContext& context, const v1::Account& account, v1::Accepted& accepted) {
  const v1::AccountDefinition& definition = account.definition();
  for (const std::string_view to : {kToSales, kToFrontDesk, kToFinance}) {
    AddNotice(context, v1::NOTICE_CREDIT_REVIEW, to, definition.account_id(), accepted,
              definition.home_property_id());
  }
  if (definition.owner_staff_id().empty()) return;
  AddNotice(context, v1::NOTICE_CREDIT_REVIEW, definition.owner_staff_id(), definition.account_id(),
            accepted, definition.home_property_id());
}

void RepeatLastReview(const v1::Credit& credit, int32_t date, v1::Accepted& accepted) {
  v1::CreditReview& review = *accepted.add_events()->mutable_credit_reviewed();
  review = credit.last_review();
  review.set_account_id(credit.account_id());
  review.set_trigger(v1::REVIEW_PERIODIC);
  review.set_business_date(date);
  review.set_old_grade(credit.grade());
  review.set_next_review_on((DateOf(date) + kDaysWithoutPolicy).ymd());
}

// Beside what is overdue, time ends what a grade or limit rested on, and brings arrivals, which count for the limit once they are near.
v1::ReviewTrigger TriggerOfLook(const State& state, const v1::Account& account,
                                const v1::Credit& credit, const v1::CreditPolicy& policy,
                                int32_t date) {
  if (credit.review_wanted() != v1::REVIEW_TRIGGER_UNSPECIFIED) return credit.review_wanted();
  if (credit.next_review_on() <= date) return v1::REVIEW_PERIODIC;
  const auto status_on = [&](int32_t on) {
    return CreditStatusOf(AgeingOf(account, on).days_past_due, false, false, policy);
  };
  if (status_on(date) != status_on(credit.last_review_on())) return v1::REVIEW_PAST_DUE;
  const auto reached = [&](int32_t on) { return on > credit.last_review_on() && on <= date; };
  const auto since = CivilDate::FromYmd(credit.known_since());
  if (credit.grade() == v1::CREDIT_GRADE_STRATEGIC_NEW && since &&
      reached((*since + policy.new_known_days()).ymd())) {
    return v1::REVIEW_NOT_NEW;
  }
  if (credit.designated() && reached(credit.authorised_until())) {
    return v1::REVIEW_DESIGNATION_OVER;
  }
  if (credit.near_limit()) return v1::REVIEW_PAST_DUE;
  const Exposure exposure = ExposureOf(
      account, state.Find<v1::AccountBookings>(credit.account_id()), date, policy.arrivals_days());
  return IsNearLimit(exposure.Net(), credit.limit_minor(), policy) ? v1::REVIEW_NEAR_LIMIT
                                                                   : v1::REVIEW_PAST_DUE;
}

}  // namespace

void AddCreditReview(const DecideContext& context, const v1::Account& account,
                     const v1::Credit& credit, const v1::Policy& policy, v1::ReviewTrigger trigger,
                     v1::Accepted& accepted) {
  *accepted.add_events()->mutable_credit_reviewed() =
      ReviewCredit(CreditFactsOf(context.state, account, credit, policy, trigger), policy.credit());
  DecideContext::Cite(policy, accepted);
  AddNotices(context, account, accepted);
}

void AddCreditLook(const DecideContext& context, const v1::Credit& credit, v1::Accepted& accepted) {
  const auto* const account = context.state.Find<v1::Account>(credit.account_id());
  const v1::Property* const home = context.state.FindProperty(credit.home_property_id());
  if (home == nullptr) return;
  const v1::Policy* const policy =
      account == nullptr ? nullptr : CreditPolicyFor(context.state, *account, &credit);
  if (policy == nullptr) return RepeatLastReview(credit, home->business_date(), accepted);
  AddCreditReview(
      context, *account, credit, *policy,
      TriggerOfLook(context.state, *account, credit, policy->credit(), home->business_date()),
      accepted);
}

void AddCreditReviews(const DecideContext& context, std::string_view customer_id,
                      v1::ReviewTrigger trigger, v1::Accepted& accepted) {
  if (customer_id.empty()) return;
  context.state.ForEach<v1::Account>([&](const v1::Account& account) {
    if (!AreOnePerson(context.state, customer_id, account.definition().customer_id())) return;
    const auto* const credit = context.state.Find<v1::Credit>(account.definition().account_id());
    if (credit == nullptr) return;
    const v1::Policy* const policy = CreditPolicyFor(context.state, account, credit);
    if (policy == nullptr) return;
    AddCreditReview(context, account, *credit, *policy, trigger, accepted);
  });
}

}  // namespace daybook
