#include <algorithm>
#include <cctype>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/credit/credit_score.h"
#include "ledger/domain/policy/policy_register.h"
#include "projections/credit/credit_rows.h"
#include "projections/credit/credit_view.h"
#include "projections/entity_view.h"
#include "projections/home_properties.h"

namespace daybook {
namespace {

// FACTOR_DEBT_GUARANTEE without "FACTOR_" -> "debt guarantee".
std::string Words(std::string_view name, std::string_view prefix) {
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  std::string words(name);
  for (char& c : words) {
    c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return words;
}

// The policies as decisions find them: that in force at the account's home property, where it is of the account's currency; else the one that
// the last review applied.
class CreditPolicies {
 public:
  static absl::StatusOr<CreditPolicies> Read(const ViewSnapshot& view) {
    CreditPolicies policies;
    DAYBOOK_RETURN_IF_ERROR(ScanEntities<v1::PolicyVersion>(
        view, [&](const v1::PolicyVersion& version) -> absl::StatusOr<bool> {
          if (version.policy().has_credit()) {
            policies.versions_.push_back(std::make_unique<v1::PolicyVersion>(version));
          }
          return true;
        }));
    for (const auto& version : policies.versions_) policies.in_force_.Note(*version);
    return policies;
  }

  // Null: none.
  const v1::CreditPolicy* For(const v1::Account& account, const v1::Credit& credit,
                              std::string_view currency) const {
    const v1::Policy* const in_force =
        in_force_.InForce(v1::Policy::kCredit, account.definition().home_property_id());
    if (in_force != nullptr && in_force->credit().currency() == currency) {
      return &in_force->credit();
    }
    for (const auto& version : versions_) {
      const v1::Policy& policy = version->policy();
      if (policy.policy_id() == credit.policy().policy_id() &&
          policy.version() == credit.policy().version()) {
        return &policy.credit();
      }
    }
    return nullptr;
  }

 private:
  std::vector<std::unique_ptr<v1::PolicyVersion>> versions_;  // the register points to them
  PolicyRegister in_force_;
};

absl::StatusOr<CreditStanding> StandingOf(const ViewSnapshot& view, const CreditPolicies& policies,
                                          const v1::Account& account) {
  const std::string& id = account.definition().account_id();
  CreditStanding standing;
  standing.account = account;
  DAYBOOK_ASSIGN_OR_RETURN(const v1::HomeProperty home, HomeOf(view, account));
  standing.currency = home.currency();
  standing.business_date = home.business_date();
  standing.ageing = AgeingOf(account, home.business_date());
  DAYBOOK_ASSIGN_OR_RETURN(const auto credit, GetEntity<v1::Credit>(view, id));
  if (credit.has_value()) standing.credit = *credit;
  const v1::CreditPolicy* const policy = policies.For(account, standing.credit, standing.currency);
  DAYBOOK_ASSIGN_OR_RETURN(const auto bookings, GetEntity<v1::AccountBookings>(view, id));
  standing.exposure =
      ExposureOf(account, bookings.has_value() ? &*bookings : nullptr, home.business_date(),
                 policy == nullptr ? 0 : policy->arrivals_days());
  standing.status = standing.credit.status();
  if (policy != nullptr && standing.credit.reviews() > 0) {
    const int32_t next = standing.credit.next_review_on();
    const bool blocked = standing.credit.blocked() || account.status() == v1::ACCOUNT_BLOCKED;
    standing.status = CreditStatusOf(standing.ageing.days_past_due, blocked,
                                     next != 0 && next < home.business_date(), *policy);
  }
  return standing;
}

}  // namespace

absl::StatusOr<std::optional<CreditStanding>> GetCreditStanding(const ViewSnapshot& view,
                                                                std::string_view account_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto account, GetEntity<v1::Account>(view, account_id));
  if (!account.has_value()) return std::optional<CreditStanding>();
  DAYBOOK_ASSIGN_OR_RETURN(const CreditPolicies policies, CreditPolicies::Read(view));
  DAYBOOK_ASSIGN_OR_RETURN(CreditStanding standing, StandingOf(view, policies, *account));
  return std::optional<CreditStanding>(std::move(standing));
}

absl::Status ListCreditStandings(const ViewSnapshot& view,
                                 const std::function<bool(const CreditStanding&)>& visitor) {
  DAYBOOK_ASSIGN_OR_RETURN(const CreditPolicies policies, CreditPolicies::Read(view));
  return ScanEntities<v1::Account>(view, [&](const v1::Account& account) -> absl::StatusOr<bool> {
    DAYBOOK_ASSIGN_OR_RETURN(const CreditStanding standing, StandingOf(view, policies, account));
    return visitor(standing);
  });
}

absl::StatusOr<std::vector<ReviewAt>> CreditHistory(const ViewSnapshot& view,
                                                    std::string_view account_id) {
  std::vector<ReviewAt> history;
  const std::string prefix = ReviewPrefix(account_id);
  DAYBOOK_RETURN_IF_ERROR(ScanRows<v1::CreditReview>(
      view, kReviewRow, prefix,
      [&](std::string_view key, const v1::CreditReview& review) -> absl::StatusOr<bool> {
        uint64_t position = 0;
        if (!absl::SimpleAtoi(ToAbsl(key.substr(prefix.size())), &position)) {
          return absl::DataLossError("the key of a credit review ends in no position");
        }
        history.push_back({position, review});
        return true;
      }));
  return history;
}

std::string ExplainFactor(const v1::FactorLevel& factor) {
  if (factor.missing()) return "missing: 0";
  if (!factor.derived()) return absl::StrCat("assessed as ", factor.level());
  std::string from;
  switch (factor.factor()) {
    case v1::FACTOR_FINANCES:
      from = "revenue and days to pay";
      break;
    case v1::FACTOR_DEBT_GUARANTEE:
      from = "cover and gross exposure";
      break;
    default:
      from = "payments, ageing, cancellations and commitments";
  }
  return absl::StrCat("derived from ", from, ": ", factor.level());
}

std::string FactorName(v1::CreditFactor factor) {
  return Words(v1::CreditFactor_Name(factor), "FACTOR_");
}
std::string GradeName(v1::CreditGrade grade) {
  return grade == v1::CREDIT_GRADE_UNSPECIFIED
             ? std::string("none yet")
             : Words(v1::CreditGrade_Name(grade), "CREDIT_GRADE_");
}
std::string CreditStatusName(v1::CreditStatus status) {
  return status == v1::CREDIT_STATUS_UNSPECIFIED ? std::string("none yet")
                                                 : Words(v1::CreditStatus_Name(status), "CREDIT_");
}
std::string TriggerName(v1::ReviewTrigger trigger) {
  return Words(v1::ReviewTrigger_Name(trigger), "REVIEW_");
}

}  // namespace daybook
