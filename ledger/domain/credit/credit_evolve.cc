// The fold of credit: what an account's bookings, invoices and payments say of it, what reviewers say, and what reviews led to. A grade
// changes here when a review is folded, and nowhere else. When the next look is due follows from the review's own dates, the open invoices, and
// the version of the policy that the review cites, which is an entity as well and never changes.
#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "ledger/base/civil_date.h"
#include "ledger/domain/accounts/ageing.h"
#include "ledger/domain/credit/charged_bookings.h"
#include "ledger/domain/credit/credit_score.h"
#include "ledger/domain/credit/exposure.h"
#include "ledger/domain/evolve.h"

namespace daybook {
namespace {

const v1::CreditPolicy* PolicyOf(const v1::Credit& credit, EntityStore& store) {
  if (credit.policy().policy_id().empty()) return nullptr;
  const auto* const version = store.Find<v1::PolicyVersion>(
      PolicyKey(credit.policy().policy_id(), credit.policy().version()));
  return version == nullptr ? nullptr : &version->policy().credit();
}

// The first date after the last review on which the invoice's age changes the status; 0: none.
int32_t NextCrossing(const v1::Invoice& invoice, int32_t last_review_on,
                     const v1::CreditPolicy& policy) {
  const auto due = CivilDate::FromYmd(invoice.due_on());
  if (!due || invoice.disputed()) return 0;
  for (const int32_t days :
       {policy.local_approval_days(), policy.prepay_days(), policy.suspended_days()}) {
    const int32_t date = (*due + days).ymd();
    if (date > last_review_on) return date;
  }
  return 0;
}

// The first date after the last review on which arrivals that have come within reach bring the account near its limit; 0: none do.
int32_t NearLimitOn(const v1::Credit& credit, const v1::Account& account,
                    const v1::CreditPolicy& policy, EntityStore& store) {
  const auto* const bookings = store.Find<v1::AccountBookings>(credit.account_id());
  if (credit.near_limit() || bookings == nullptr) return 0;
  int64_t net_minor = ExposureOf(account, nullptr, 0, 0).Net() + bookings->unbilled_minor();
  for (const v1::ArrivalDay& day : bookings->arrivals()) {
    net_minor += day.guaranteed_minor() - day.deposit_minor();
    const auto arrival = CivilDate::FromYmd(day.date());
    if (!arrival) continue;
    const int32_t date = (*arrival - policy.arrivals_days() + 1).ymd();
    const bool later = date > credit.last_review_on();
    if (later && IsNearLimit(net_minor, credit.limit_minor(), policy)) return date;
  }
  return 0;
}

// The first date after the last review on which what the grade or the limit rests on is over: the account is not new any more, or its
// designation as strategic has expired. 0: none.
int32_t NextExpiry(const v1::Credit& credit, const v1::CreditPolicy& policy) {
  int32_t first = 0;
  const auto note = [&credit, &first](int32_t date) {
    if (date > credit.last_review_on() && (first == 0 || date < first)) first = date;
  };
  const auto since = CivilDate::FromYmd(credit.known_since());
  if (credit.grade() == v1::CREDIT_GRADE_STRATEGIC_NEW && since) {
    note((*since + policy.new_known_days()).ymd());
  }
  if (credit.designated()) note(credit.authorised_until());
  return first;
}

// From when on the credit is to be looked at again.
int32_t LookOn(const v1::Credit& credit, EntityStore& store) {
  if (credit.grade() == v1::CREDIT_GRADE_UNSPECIFIED) return 0;
  if (credit.review_wanted() != v1::REVIEW_TRIGGER_UNSPECIFIED) return credit.last_review_on();
  int32_t look_on = credit.next_review_on();
  const v1::CreditPolicy* const policy = PolicyOf(credit, store);
  const auto* const account = store.Find<v1::Account>(credit.account_id());
  if (policy == nullptr || account == nullptr) return look_on;
  for (const v1::Invoice& invoice : account->open_invoices()) {
    const int32_t date = NextCrossing(invoice, credit.last_review_on(), *policy);
    if (date != 0 && (look_on == 0 || date < look_on)) look_on = date;
  }
  for (const int32_t date :
       {NearLimitOn(credit, *account, *policy, store), NextExpiry(credit, *policy)}) {
    if (date != 0 && (look_on == 0 || date < look_on)) look_on = date;
  }
  return look_on;
}

// Something of the account's has changed: it may have come near its limit, and the next look may be on another date.
void Watch(const std::string& account_id, int32_t date, EntityStore& store) {
  const auto* const found = store.Find<v1::Credit>(account_id);
  if (found == nullptr || found->grade() == v1::CREDIT_GRADE_UNSPECIFIED) return;
  v1::Credit credit = *found;
  const v1::CreditPolicy* const policy = PolicyOf(credit, store);
  const auto* const account = store.Find<v1::Account>(account_id);
  if (policy != nullptr && account != nullptr) {
    const Exposure exposure =
        ExposureOf(*account, store.Find<v1::AccountBookings>(account_id),
                   std::max(date, credit.last_review_on()), policy->arrivals_days());
    const bool near_limit = IsNearLimit(exposure.Net(), credit.limit_minor(), *policy);
    if (near_limit && !credit.near_limit() &&
        credit.review_wanted() == v1::REVIEW_TRIGGER_UNSPECIFIED) {
      credit.set_review_wanted(v1::REVIEW_NEAR_LIMIT);
    }
    credit.set_near_limit(near_limit);
  }
  const int32_t look_on = LookOn(credit, store);
  if (look_on == found->look_on() && credit.near_limit() == found->near_limit() &&
      credit.review_wanted() == found->review_wanted()) {
    return;
  }
  credit.set_look_on(look_on);
  store.Change<v1::Credit>(account_id) = credit;
}

void Open(const v1::Record& record, const v1::AccountDefinition& definition, EntityStore& store) {
  v1::Credit& credit = store.Change<v1::Credit>(definition.account_id());
  credit.set_account_id(definition.account_id());
  credit.set_home_property_id(definition.home_property_id());
  credit.set_known_since(record.resolution().business_date());
}

void Review(const v1::CreditReview& review, EntityStore& store) {
  v1::Credit credit;
  if (const auto* const found = store.Find<v1::Credit>(review.account_id())) credit = *found;
  credit.set_account_id(review.account_id());
  const UpgradeSeen seen = SeenAfter({credit.upgrade_seen(), credit.upgrade_seen_on()}, review);
  credit.set_upgrade_seen(seen.grade);
  credit.set_upgrade_seen_on(seen.on);
  credit.set_grade(review.grade());
  credit.set_status(review.status());
  credit.set_limit_minor(review.limit_minor());
  credit.set_term_days(review.term_days());
  credit.set_score(review.score());
  *credit.mutable_policy() = review.policy();
  credit.set_next_review_on(review.next_review_on());
  credit.set_last_review_on(review.business_date());
  credit.set_reviews(credit.reviews() + 1);
  *credit.mutable_last_review() = review;
  credit.clear_review_wanted();
  if (review.trigger() == v1::REVIEW_COMMITMENT_BROKEN) {
    credit.set_broken_commitments(credit.broken_commitments() + 1);
  }
  if (const v1::CreditPolicy* const policy = PolicyOf(credit, store)) {
    credit.set_past_due(review.days_past_due() >= policy->local_approval_days());
    credit.set_near_limit(IsNearLimit(review.exposure_minor(), review.limit_minor(), *policy));
  }
  credit.set_look_on(LookOn(credit, store));
  store.Change<v1::Credit>(review.account_id()) = credit;
}

void Assess(const v1::Record& record, const v1::CreditAssessed& event, EntityStore& store) {
  const v1::AssessCredit& request = record.request().assess_credit();
  v1::Credit& credit = store.Change<v1::Credit>(event.account_id());
  v1::Assessment* assessment = nullptr;
  for (v1::Assessment& one : *credit.mutable_assessments()) {
    if (one.factor() == request.factor()) assessment = &one;
  }
  if (assessment == nullptr) assessment = credit.add_assessments();
  assessment->set_factor(request.factor());
  assessment->set_level(request.level());
  *assessment->mutable_by() = record.request().actor();
  assessment->set_on(event.business_date());
}

void Designate(const v1::Record& record, const std::string& account_id, EntityStore& store) {
  const v1::DesignateStrategic& request = record.request().designate_strategic();
  v1::Credit& credit = store.Change<v1::Credit>(account_id);
  credit.set_designated(true);
  credit.set_authorised_volume_minor(request.authorised_volume().amount_minor());
  credit.set_authorised_until(request.until());
  const v1::Credit designated = credit;
  const int32_t look_on = LookOn(designated, store);
  store.Change<v1::Credit>(account_id).set_look_on(look_on);
}

// The credit is blocked or let go, or the account is, which comes to the same. Who is suspended is reviewed sooner than the last review
// thought.
void Block(v1::Credit credit, int32_t business_date, EntityStore& store) {
  const auto* const account = store.Find<v1::Account>(credit.account_id());
  const bool blocked =
      credit.blocked() || (account != nullptr && account->status() == v1::ACCOUNT_BLOCKED);
  if (const v1::CreditPolicy* const policy = PolicyOf(credit, store)) {
    credit.set_status(
        CreditStatusOf(credit.last_review().days_past_due(), blocked, false, *policy));
    const auto date = CivilDate::FromYmd(business_date);
    if (blocked && date && credit.next_review_on() != 0) {
      const int32_t soon = (*date + policy->suspended_review_days()).ymd();
      credit.set_next_review_on(std::min(credit.next_review_on(), soon));
      credit.set_look_on(LookOn(credit, store));
    }
  } else {
    credit.set_status(blocked ? v1::CREDIT_SUSPENDED : v1::CREDIT_STATUS_UNSPECIFIED);
  }
  const std::string account_id = credit.account_id();
  store.Change<v1::Credit>(account_id) = std::move(credit);
}

void BlockCredit(const v1::CreditBlocked& event, int32_t business_date, EntityStore& store) {
  v1::Credit credit;
  if (const auto* const found = store.Find<v1::Credit>(event.account_id())) credit = *found;
  credit.set_account_id(event.account_id());
  credit.set_blocked(event.blocked());
  Block(std::move(credit), business_date, store);
}

void BlockAccount(const v1::AccountStatusSet& event, int32_t business_date, EntityStore& store) {
  const auto* const found = store.Find<v1::Credit>(event.account_id());
  if (found != nullptr) Block(*found, business_date, store);
}

// Invoices that a receipt has paid, each once: the accounts' fold came first, and has set them PAID.
void CountPaid(const v1::Invoice& invoice, int sign, v1::Credit& credit) {
  const int32_t days = std::max(0, DaysPastDue(invoice.issued_on(), invoice.paid_on()));
  const bool on_time = invoice.paid_on() <= invoice.due_on();
  credit.set_paid_invoices(credit.paid_invoices() + sign);
  credit.set_paid_on_time(credit.paid_on_time() + (on_time ? sign : 0));
  credit.set_days_to_pay(credit.days_to_pay() + sign * days);
}

template <typename Matches>
void Pay(const std::string& account_id, const Matches& matches, EntityStore& store) {
  if (store.Find<v1::Credit>(account_id) == nullptr) return;
  for (int i = 0; i < matches.size(); ++i) {
    const auto same = [&matches, i](const v1::ReceiptMatch& match) {
      return match.invoice_id() == matches[i].invoice_id();
    };
    if (std::any_of(matches.begin(), matches.begin() + i, same)) continue;
    const auto* const invoice = store.Find<v1::Invoice>(matches[i].invoice_id());
    if (invoice == nullptr || invoice->status() != v1::INVOICE_PAID) continue;
    const v1::Invoice paid = *invoice;
    CountPaid(paid, 1, store.Change<v1::Credit>(account_id));
  }
}

// An invoice that was paid is to be open again: it was not paid.
void TakeBackPaid(const std::string& account_id, const std::string& invoice_id,
                  EntityStore& store) {
  const auto* const invoice = store.Find<v1::Invoice>(invoice_id);
  if (invoice == nullptr || invoice->status() != v1::INVOICE_PAID) return;
  const v1::Invoice paid = *invoice;
  if (store.Find<v1::Credit>(account_id) == nullptr) return;
  CountPaid(paid, -1, store.Change<v1::Credit>(account_id));
}

// What is disputed no more, or open again, may have come of age in the meantime: the dates on which it would have been looked at are over.
void WantReviewOfOld(const std::string& account_id, int32_t date, EntityStore& store) {
  const auto* const credit = store.Find<v1::Credit>(account_id);
  const auto* const account = store.Find<v1::Account>(account_id);
  if (credit == nullptr || account == nullptr) return;
  if (credit->grade() == v1::CREDIT_GRADE_UNSPECIFIED) return;
  const v1::CreditPolicy* const policy = PolicyOf(*credit, store);
  if (policy == nullptr || credit->review_wanted() != v1::REVIEW_TRIGGER_UNSPECIFIED) return;
  const auto status_of = [policy](int32_t days) {
    return CreditStatusOf(days, false, false, *policy);
  };
  const v1::CreditStatus seen = status_of(credit->last_review().days_past_due());
  const v1::CreditStatus now = status_of(AgeingOf(*account, date).days_past_due);
  if (now <= seen) return;
  store.Change<v1::Credit>(account_id).set_review_wanted(v1::REVIEW_PAST_DUE);
}

// Events about the credit of an account.
void FoldCredit(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  switch (event.kind_case()) {
    case v1::Event::kCreditAssessed:
      return Assess(record, event.credit_assessed(), store);
    case v1::Event::kCreditReviewed:
      return Review(event.credit_reviewed(), store);
    case v1::Event::kStrategicDesignated:
      return Designate(record, event.strategic_designated().account_id(), store);
    case v1::Event::kGuaranteeSet:
      return store.Change<v1::Credit>(event.guarantee_set().account_id())
          .set_cover_minor(record.request().set_guarantee().cover().amount_minor());
    case v1::Event::kCreditBlocked:
      return BlockCredit(event.credit_blocked(), record.resolution().business_date(), store);
    default:
      return;
  }
}

// What no review counted.
void CountBroken(const v1::CommitmentSettled& event, EntityStore& store) {
  for (const std::string& account_id : event.account_ids()) {
    if (store.Find<v1::Credit>(account_id) == nullptr) continue;
    v1::Credit& credit = store.Change<v1::Credit>(account_id);
    credit.set_broken_commitments(credit.broken_commitments() + 1);
  }
}

// Events about its invoices and receipts, whose account they name.
void FoldAccount(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  const int32_t date = record.resolution().business_date();
  switch (event.kind_case()) {
    case v1::Event::kAccountOpened:
      return Open(record, event.account_opened(), store);
    case v1::Event::kAccountStatusSet:
      return BlockAccount(event.account_status_set(), date, store);
    case v1::Event::kInvoiceIssued:
      return Watch(event.invoice_issued().account_id(), date, store);
    case v1::Event::kInvoiceCredited:
      return Watch(event.invoice_credited().account_id(), date, store);
    case v1::Event::kInvoiceDisputed:
      WantReviewOfOld(event.invoice_disputed().account_id(), date, store);
      return Watch(event.invoice_disputed().account_id(), date, store);
    case v1::Event::kReceiptReversed:
      WantReviewOfOld(event.receipt_reversed().account_id(), date, store);
      return Watch(event.receipt_reversed().account_id(), date, store);
    case v1::Event::kReceiptRecorded:
      Pay(event.receipt_recorded().account_id(), event.receipt_recorded().matches(), store);
      return Watch(event.receipt_recorded().account_id(), date, store);
    case v1::Event::kReceiptApplied:
      Pay(event.receipt_applied().account_id(), event.receipt_applied().matches(), store);
      return Watch(event.receipt_applied().account_id(), date, store);
    case v1::Event::kWrittenOff:
      return Watch(event.written_off().account_id(), date, store);
    case v1::Event::kWriteOffReversed:
      WantReviewOfOld(event.write_off_reversed().account_id(), date, store);
      return Watch(event.write_off_reversed().account_id(), date, store);
    default:
      return;
  }
}

}  // namespace

void EvolveCredit(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  const int number = event.kind_case();
  if (number >= 600 && number < 700) return FoldCredit(record, event, store);
  if ((number >= 310 && number < 320) || event.has_write_off_reversed()) {
    return FoldAccount(record, event, store);
  }
  if (event.has_commitment_settled()) return CountBroken(event.commitment_settled(), store);
  if (number < 200 || number >= 400) return;
  const std::string account_id = FoldBookingEvent(record, event, store);
  if (!account_id.empty()) Watch(account_id, record.resolution().business_date(), store);
}

void EvolveCreditBeforeAccounts(const v1::Event& event, EntityStore& store) {
  if (event.has_write_off_reversed()) {
    const v1::WriteOffReversed& reversed = event.write_off_reversed();
    return TakeBackPaid(reversed.account_id(), reversed.invoice_id(), store);
  }
  if (!event.has_receipt_reversed()) return;
  const std::string& account_id = event.receipt_reversed().account_id();
  const auto* const account = store.Find<v1::Account>(account_id);
  if (account == nullptr) return;
  std::set<std::string> invoices;
  for (const v1::Receipt& receipt : account->receipts()) {
    if (receipt.receipt_id() != event.receipt_reversed().receipt_id()) continue;
    for (const v1::ReceiptPart& part : receipt.parts()) invoices.insert(part.invoice_id());
  }
  for (const std::string& invoice_id : invoices) TakeBackPaid(account_id, invoice_id, store);
}

void EvolveCreditPostings(const v1::Record& record, EntityStore& store) {
  for (const std::string& account_id : FoldBookingPostings(record, store)) {
    Watch(account_id, record.resolution().business_date(), store);
  }
}

}  // namespace daybook
