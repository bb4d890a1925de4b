#include "tools/daybook/posted.h"

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/log/record_codec.h"
#include "tools/daybook/report.h"

namespace daybook::cli {

bool ForEachPostedOf(const v1::Record& record, const std::function<bool(const Posted&)>& visitor) {
  int index = 0;
  for (const v1::Journal& journal : record.outcome().accepted().journals()) {
    for (const v1::Transfer& transfer : journal.transfers()) {
      if (!visitor({record, journal, transfer, index++})) return false;
    }
  }
  return true;
}

absl::Status ForEachPosted(const RecordSource& log, uint64_t from, uint64_t to,
                           const std::function<bool(const Posted&)>& visitor) {
  v1::Record record;
  bool more = true;
  return log.Read(from, to, [&](uint64_t position, std::string_view bytes) -> absl::Status {
    if (!more) return absl::OkStatus();
    DAYBOOK_RETURN_IF_ERROR(DecodeRecord(position, bytes, record));
    more = ForEachPostedOf(record, visitor);
    return absl::OkStatus();
  });
}

std::string PostedId(const Posted& posted) {
  return absl::StrCat(posted.record.position(), "/", posted.index);
}

std::string BookAccountText(v1::BookAccount account) {
  return PlainName(v1::BookAccount_Name(account), "BOOK_ACCOUNT_");
}

std::string PostingRuleText(v1::PostingRule rule) {
  return PlainName(v1::PostingRule_Name(rule), "POST_");
}

void AccountTotals::Add(const Posted& posted) {
  currency = posted.journal.currency();
  accounts[posted.transfer.debit()][0] += posted.transfer.amount_minor();
  accounts[posted.transfer.credit()][1] += posted.transfer.amount_minor();
}

int64_t AccountTotals::Balance(v1::BookAccount account) const {
  const auto found = accounts.find(account);
  return found == accounts.end() ? 0 : found->second[0] - found->second[1];
}

}  // namespace daybook::cli
