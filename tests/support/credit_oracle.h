// A second, naive reckoning of credit/v1, from the text of the policy and the log alone: what a review must have found, from the records
// before it. It shares nothing with ledger/domain/credit but the schema, keeps no sums, and reads the whole log for each review.
#ifndef DAYBOOK_TESTS_SUPPORT_CREDIT_ORACLE_H_
#define DAYBOOK_TESTS_SUPPORT_CREDIT_ORACLE_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "daybook/v1/record.pb.h"

namespace daybook::testing {

// What a review says, as far as the policy decides it. Grades: 1 loyal old, 2 profitable large, 3 strategic new, 4 small, 0 none yet.
struct CreditReckoning {
  int32_t date = 0;
  std::array<int, 6> levels{};
  std::array<bool, 6> missing{};
  std::array<bool, 6> derived{};
  int score = 0;
  int64_t revenue = 0;
  int stays = 0;
  int64_t cancellation_percent = 0;  // rounded up
  int known_days = 0;
  int days_past_due = 0;
  int64_t exposure = 0;
  int matched = 0;
  int old_grade = 0;
  int grade = 0;
  int term = 0;
  int64_t limit = 0;
  int status = 0;  // 1 ok, 2 local approval, 3 prepay, 4 suspended
  int32_t next_review_on = 0;

  friend bool operator==(const CreditReckoning&, const CreditReckoning&) = default;
};
std::string ToText(const CreditReckoning& reckoning);

// What the log says of itself.
CreditReckoning RecordedReview(const v1::CreditReview& review);

// What a review of the account must find that is decided after `records`, the reviews before it being `before`. `broken_now`: it is held
// because a commitment was broken, which counts already.
CreditReckoning ReckonReview(std::span<const v1::Record> records, const std::string& account_id,
                             const std::vector<CreditReckoning>& before, bool broken_now);

// The home property's business date after these records.
int32_t HomeDateAfter(std::span<const v1::Record> records, const std::string& account_id);

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SUPPORT_CREDIT_ORACLE_H_
