// The view `credit` (DOMAIN F48): the credit of every debtor account, and how it came about. A view of entities (entity_view.h):
//
//   c Credit   a Account   i Invoice (settled)   p PolicyVersion   C ChargedBooking   X AccountBookings
//   0 <account id> 00 <position, 20 digits>   v1::CreditReview: every review that there was
//   9 <property id>                           v1::HomeProperty
#ifndef DAYBOOK_PROJECTIONS_CREDIT_CREDIT_VIEW_H_
#define DAYBOOK_PROJECTIONS_CREDIT_CREDIT_VIEW_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/account.pb.h"
#include "daybook/v1/credit.pb.h"
#include "daybook/v1/policy.pb.h"
#include "ledger/domain/accounts/ageing.h"
#include "ledger/domain/credit/exposure.h"
#include "projections/projection.h"
#include "projections/view_store.h"

namespace daybook {

std::unique_ptr<Projection> NewCreditProjection();

// An account as it stands at the view's moment.
struct CreditStanding {
  v1::Account account;
  v1::Credit credit;
  std::string currency;       // of the account; empty: its home property is not known
  int32_t business_date = 0;  // of its home property, yyyymmdd
  Ageing ageing;
  Exposure exposure;  // by the days of the policy of the last review
  v1::CreditStatus status =
      v1::CREDIT_STATUS_UNSPECIFIED;  // now; Credit.status is that of the last review
};

// nullopt: there is no such account.
absl::StatusOr<std::optional<CreditStanding>> GetCreditStanding(const ViewSnapshot& view,
                                                                std::string_view account_id);
// In the order of account ids. Returning false ends it.
absl::Status ListCreditStandings(const ViewSnapshot& view,
                                 const std::function<bool(const CreditStanding&)>& visitor);

struct ReviewAt {
  uint64_t position = 0;  // of its record
  v1::CreditReview review;
};
// Oldest first.
absl::StatusOr<std::vector<ReviewAt>> CreditHistory(const ViewSnapshot& view,
                                                    std::string_view account_id);

// Why a factor has its level: "assessed as 4", "derived from revenue and days to pay: 3", "missing: 0".
std::string ExplainFactor(const v1::FactorLevel& factor);
// "finances" of FACTOR_FINANCES; likewise of grades, statuses and triggers.
std::string FactorName(v1::CreditFactor factor);
std::string GradeName(v1::CreditGrade grade);
std::string CreditStatusName(v1::CreditStatus status);
std::string TriggerName(v1::ReviewTrigger trigger);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_CREDIT_CREDIT_VIEW_H_
