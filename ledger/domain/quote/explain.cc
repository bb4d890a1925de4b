#include "ledger/domain/quote/explain.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/base/money.h"
#include "ledger/domain/accounts/cancellation_postings.h"
#include "ledger/domain/cancellation/penalties.h"
#include "ledger/domain/cancellation/settlements.h"
#include "ledger/domain/change/change_fees.h"
#include "ledger/domain/payment/payments.h"
#include "ledger/domain/policy/policy_register.h"
#include "ledger/domain/times.h"

namespace daybook {
namespace {

// CANCELLATION_REASON_CANNOT_PAY, "CANCELLATION_REASON_" -> cannot pay.
std::string Words(std::string_view name, std::string_view prefix) {
  std::string words(name.substr(std::min(prefix.size(), name.size())));
  for (char& c : words) c = c == '_' ? ' ' : static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return words;
}

class Explainer {
 public:
  Explainer(const State& state, const v1::Booking& booking, Instant now)
      : state_(state), booking_(booking), now_(now) {}

  std::vector<v1::ExplainStep> Cancel() {
    const v1::BookingStatus status = booking_.status();
    if (status != v1::HELD && status != v1::WAITLISTED && status != v1::CONFIRMED) {
      return OnlyStatus("cancelled");
    }
    Verify();
    NextDeadline();
    const PenaltyDue penalty = FindCancellationPenalty(booking_, now_);
    Penalty(penalty);
    Refund(penalty.amount_minor);
    Measures(true);
    Authorise("waive a penalty");
    return std::move(steps_);
  }

  std::vector<v1::ExplainStep> Change() {
    const v1::BookingStatus status = booking_.status();
    if (status != v1::HELD && status != v1::WAITLISTED && status != v1::CONFIRMED &&
        status != v1::IN_HOUSE) {
      return OnlyStatus("changed");
    }
    Verify();
    if (status == v1::CONFIRMED) Kept();
    Fee();
    Measures(false);
    Authorise("give something for it");
    return std::move(steps_);
  }

 private:
  v1::ExplainStep& Add(std::string name, std::string text) {
    v1::ExplainStep& step = steps_.emplace_back();
    step.set_name(std::move(name));
    step.set_text(std::move(text));
    return step;
  }

  std::string Money(int64_t amount_minor) const {
    return absl::StrCat(booking_.currency(), " ", FormatMinor(amount_minor, booking_.currency()));
  }

  static void Name(const v1::Policy& policy, v1::ExplainStep& step) {
    step.mutable_policy()->set_policy_id(policy.policy_id());
    step.mutable_policy()->set_version(policy.version());
  }
  void NameTerms(v1::ExplainStep& step) const {
    step.mutable_policy()->set_policy_id(booking_.terms().policy().policy_id());
    step.mutable_policy()->set_version(booking_.terms().policy().version());
  }

  const v1::Policy* InForce(v1::Policy::RulesCase kind) const {
    return state_.policies().InForce(kind, booking_.property_id());
  }
  const v1::Policy* Frozen(const v1::PolicyRef& ref) const {
    if (ref.policy_id().empty()) return nullptr;
    const auto* const version =
        state_.Find<v1::PolicyVersion>(PolicyKey(ref.policy_id(), ref.version()));
    return version == nullptr ? nullptr : &version->policy();
  }

  std::vector<v1::ExplainStep> OnlyStatus(const char* what) {
    Add("status", absl::StrCat("The booking is ", v1::BookingStatus_Name(booking_.status()),
                               " and can't be ", what, "."));
    return std::move(steps_);
  }

  void Verify() {
    const v1::Policy* const policy = InForce(v1::Policy::kAuthority);
    if (policy != nullptr && policy->authority().verification_required()) {
      Name(*policy, Add("verify",
                        "Staff say who asks and how that was made sure of: a verification is "
                        "required."));
    } else {
      Add("verify", "Make sure that who asks may ask: the guest, or whoever booked.");
    }
  }

  // When it begins to cost, or to cost more; or that it does already.
  void NextDeadline() {
    if (booking_.status() != v1::CONFIRMED || booking_.terms().policy().non_refundable()) return;
    const v1::Terms& terms = booking_.terms();
    if (terms.has_grace_until() && now_ < ToInstant(terms.grace_until())) {
      Deadline("Free until ", ToInstant(terms.grace_until()), ", the end of the grace.", 0);
      return;
    }
    const int tiers = std::min(terms.policy().tiers_size(), terms.deadlines_size());
    int passed = 0;
    for (int i = 0; i < tiers; ++i) {
      const Instant deadline = ToInstant(terms.deadlines(i));
      if (deadline > now_) {
        Deadline(i == 0 ? "Free until " : "The same until ", deadline, ".", i + 1);
        return;
      }
      passed = i + 1;
    }
    if (passed == 0) return;
    Deadline("The last deadline passed at ", ToInstant(terms.deadlines(passed - 1)), ".", passed);
  }

  void Deadline(const char* before, Instant at, const char* after, int32_t tier) {
    v1::ExplainStep& step = Add("deadline", absl::StrCat(before, FormatInstant(at), after));
    *step.mutable_at() = ToTimestamp(at);
    step.set_tier(tier);
    NameTerms(step);
  }

  void Penalty(const PenaltyDue& penalty) {
    std::string text = penalty.amount_minor == 0 ? std::string("Cancelling now is free.")
                                                 : absl::StrCat("Cancelling now costs ",
                                                                Money(penalty.amount_minor), ".");
    v1::ExplainStep& step = Add("penalty", std::move(text));
    step.set_amount_minor(penalty.amount_minor);
    step.set_rule(penalty.rule);
    step.set_tier(penalty.tier);
    if (booking_.status() == v1::CONFIRMED) NameTerms(step);
  }

  void Refund(int64_t penalty_minor) {
    const v1::Property* const property = state_.FindProperty(booking_.property_id());
    const bool books = property != nullptr && property->definition().keeps_books();
    const int64_t due = books ? DueBackOnCancellation(booking_, penalty_minor)
                              : std::max<int64_t>(0, KeptPayments(booking_) - penalty_minor);
    v1::ExplainStep& step =
        Add("refund", due == 0 ? std::string("Nothing that was paid is due back.")
                               : absl::StrCat(Money(due), " of what was paid is due back."));
    step.set_amount_minor(due);
    step.set_rule(v1::RULE_REFUND_SURPLUS);
    if (due == 0) return;
    const v1::Policy* const policy = Frozen(booking_.terms().refund());
    std::vector<std::string> ways;
    for (const v1::Settlement way : AllowedSettlements(policy)) {
      ways.push_back(Words(v1::Settlement_Name(way), "SETTLEMENT_"));
    }
    v1::ExplainStep& how =
        Add("settlements", absl::StrCat("It may go back by: ", absl::StrJoin(ways, ", "), "."));
    if (policy != nullptr) Name(*policy, how);
  }

  // A change does not make what was incurred go away.
  void Kept() {
    const PenaltyDue penalty = FindCancellationPenalty(booking_, now_);
    if (penalty.amount_minor == 0) return;
    v1::ExplainStep& step =
        Add("penalty", absl::StrCat("Cancelling would cost ", Money(penalty.amount_minor),
                                    " now; a change does not make that less, and nights that are "
                                    "given back are paid for as a part of it."));
    step.set_amount_minor(penalty.amount_minor);
    step.set_rule(penalty.rule);
    step.set_tier(penalty.tier);
    NameTerms(step);
  }

  void Fee() {
    const v1::Policy* const policy = Frozen(booking_.terms().change());
    if (policy == nullptr) {
      Add("fee", "A change costs the difference in price.").set_amount_minor(0);
      return;
    }
    if (booking_.status() == v1::IN_HOUSE) {
      const int32_t basis_points = policy->change().early_departure_basis_points();
      v1::ExplainStep& step = Add(
          "fee", absl::StrCat("Nights given back cost ", basis_points / 100, ".",
                              basis_points % 100 / 10, basis_points % 10, " % of their price."));
      step.set_rule(v1::RULE_EARLY_DEPARTURE);
      Name(*policy, step);
      return;
    }
    const v1::Property* const property = state_.FindProperty(booking_.property_id());
    if (property == nullptr) return;
    const ChangeFee fee = FindChangeFee(booking_, policy, v1::CHANGE_REASON_UNSPECIFIED,
                                        DateOf(property->business_date()));
    std::vector<std::string> free;
    for (const int reason : policy->change().free_reasons()) {
      free.push_back(
          Words(v1::ChangeReason_Name(static_cast<v1::ChangeReason>(reason)), "CHANGE_REASON_"));
    }
    std::string text = fee.amount_minor == 0
                           ? std::string("A change now costs the difference in price only.")
                           : absl::StrCat("A change now costs ", Money(fee.amount_minor),
                                          " and the difference in price.");
    if (!free.empty()) absl::StrAppend(&text, " Free of the fee: ", absl::StrJoin(free, ", "), ".");
    v1::ExplainStep& step = Add("fee", std::move(text));
    step.set_amount_minor(fee.amount_minor);
    step.set_rule(fee.rule);
    step.set_tier(fee.tier);
    Name(*policy, step);
  }

  // What the house has in mind for a reason, each reason in the order of the policy.
  void Measures(bool cancelling) {
    const v1::Policy* const policy = InForce(v1::Policy::kCompensation);
    if (policy == nullptr) return;
    for (const v1::CompensationPolicy::Rule& rule : policy->compensation().rules()) {
      const bool meant = cancelling
                             ? rule.cancellation_reason() != v1::CANCELLATION_REASON_UNSPECIFIED
                             : rule.change_reason() != v1::CHANGE_REASON_UNSPECIFIED;
      if (!meant) continue;
      const std::string reason =
          cancelling ? Words(v1::CancellationReason_Name(rule.cancellation_reason()),
                             "CANCELLATION_REASON_")
                     : Words(v1::ChangeReason_Name(rule.change_reason()), "CHANGE_REASON_");
      v1::ExplainStep& step =
          Add("measures", absl::StrCat("For ", reason, rule.sub_reason().empty() ? "" : " / ",
                                       rule.sub_reason(), ": ",
                                       Words(v1::Measure_Name(rule.measure()), "MEASURE_"),
                                       rule.evidence_needed() ? ", with evidence." : "."));
      Name(*policy, step);
    }
  }

  void Authorise(const char* what) {
    const v1::Policy* const policy = InForce(v1::Policy::kAuthority);
    if (policy == nullptr) return;
    Name(*policy, Add("authorise",
                      absl::StrCat("To ", what, " above one's own limit takes another manager.")));
  }

  const State& state_;
  const v1::Booking& booking_;
  const Instant now_;
  std::vector<v1::ExplainStep> steps_;
};

}  // namespace

std::vector<v1::ExplainStep> ExplainCancel(const State& state, const v1::Booking& booking,
                                           Instant now) {
  return Explainer(state, booking, now).Cancel();
}

std::vector<v1::ExplainStep> ExplainChange(const State& state, const v1::Booking& booking,
                                           Instant now) {
  return Explainer(state, booking, now).Change();
}

}  // namespace daybook
