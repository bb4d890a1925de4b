// The postings of a log, one transfer after the other.
#ifndef DAYBOOK_TOOLS_DAYBOOK_POSTED_H_
#define DAYBOOK_TOOLS_DAYBOOK_POSTED_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "daybook/v1/record.pb.h"
#include "ledger/log/record_source.h"

namespace daybook::cli {

// A transfer with what it stands in.
struct Posted {
  const v1::Record& record;
  const v1::Journal& journal;
  const v1::Transfer& transfer;
  int index = 0;  // of the transfer within its record, from 0
};

// Visits every transfer of the records [from, to), in order. Returning false ends it.
absl::Status ForEachPosted(const RecordSource& log, uint64_t from, uint64_t to,
                           const std::function<bool(const Posted&)>& visitor);
// The same of one record.
bool ForEachPostedOf(const v1::Record& record, const std::function<bool(const Posted&)>& visitor);

// "120/0": the record's position and the transfer's index in it.
std::string PostedId(const Posted& posted);

// "GUEST_LEDGER" as people write it: "guest ledger".
std::string BookAccountText(v1::BookAccount account);
// "POST_NIGHT" -> "night".
std::string PostingRuleText(v1::PostingRule rule);

// Debits and credits of the accounts of one property.
struct AccountTotals {
  std::string currency;
  std::map<v1::BookAccount, std::array<int64_t, 2>> accounts;  // debits, credits

  void Add(const Posted& posted);
  int64_t Balance(v1::BookAccount account) const;  // debits less credits
};

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_POSTED_H_
