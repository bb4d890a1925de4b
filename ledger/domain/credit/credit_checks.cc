#include "ledger/domain/credit/credit_checks.h"

#include "absl/strings/str_cat.h"
#include "ledger/base/money.h"
#include "ledger/base/strings.h"
#include "ledger/domain/accounts/account_checks.h"
#include "ledger/domain/accounts/ageing.h"
#include "ledger/domain/credit/charged_bookings.h"
#include "ledger/domain/credit/credit_facts.h"
#include "ledger/domain/credit/credit_score.h"

namespace daybook {
namespace {

// What the request's booking weighs already, as one that is charged to the account.
int64_t OwnWeight(const DecideContext& context, const v1::Account& account, int32_t date,
                  int32_t arrivals_days) {
  if (context.booking == nullptr) return 0;
  const auto* const charged = context.state.Find<v1::ChargedBooking>(context.booking->booking_id());
  if (charged == nullptr || charged->account_id() != account.definition().account_id()) return 0;
  const BookingWeight weight = WeightOf(*charged);
  int64_t own = weight.unbilled_minor;
  if (ArrivesWithin(weight.arrival, date, arrivals_days)) {
    own += weight.guaranteed_minor - weight.deposit_minor;
  }
  return own;
}

}  // namespace

v1::CreditStatus StatusNow(const State& state, const v1::Account& account,
                           const v1::Credit& credit) {
  const v1::Policy* const policy = CreditPolicyFor(state, account, &credit);
  if (policy == nullptr) return credit.status();
  const int32_t today = HomeDate(state, account);
  const bool overdue = credit.next_review_on() != 0 && credit.next_review_on() < today;
  const bool blocked = credit.blocked() || account.status() == v1::ACCOUNT_BLOCKED;
  return CreditStatusOf(AgeingOf(account, today).days_past_due, blocked, overdue, policy->credit());
}

int32_t TermOf(const State& state, const v1::Account& account) {
  const auto* const credit = state.Find<v1::Credit>(account.definition().account_id());
  return credit == nullptr ? 0 : credit->term_days();
}

void CheckCredit(DecideContext& context, const v1::Account& account, int64_t amount_minor,
                 std::string_view path) {
  const std::string& id = account.definition().account_id();
  const auto* const credit = context.state.Find<v1::Credit>(id);
  if (credit == nullptr || credit->term_days() <= 0) {
    context.Decline(v1::POLICY_CREDIT_NOT_GRANTED, path,
                    absl::StrCat("account ", id,
                                 credit == nullptr || credit->reviews() == 0
                                     ? " has had no credit review"
                                     : " has no term of payment by its last credit review"));
    return;
  }
  const v1::CreditStatus status = StatusNow(context.state, account, *credit);
  if (status != v1::CREDIT_OK) {
    context.Decline(v1::POLICY_CREDIT_STATUS, path,
                    absl::StrCat("account ", id, " is ", v1::CreditStatus_Name(status)));
  }
  const v1::Policy* const policy = CreditPolicyFor(context.state, account, credit);
  const int32_t days = policy == nullptr ? 0 : policy->credit().arrivals_days();
  const int32_t today = HomeDate(context.state, account);
  const Exposure exposure =
      ExposureOf(account, context.state.Find<v1::AccountBookings>(id), today, days);
  const int64_t others = exposure.Net() - OwnWeight(context, account, today, days);
  if (others + amount_minor <= credit->limit_minor()) return;
  const std::string& currency = CurrencyOf(context.state, account);
  context.Decline(
      v1::POLICY_CREDIT_LIMIT_EXCEEDED, path,
      absl::StrCat(FormatMinor(others, currency), " is open already and ",
                   FormatMinor(amount_minor, currency), " would come to it, the limit of account ",
                   id, " is ", FormatMinor(credit->limit_minor(), currency)));
}

}  // namespace daybook
