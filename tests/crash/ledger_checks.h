// What must hold of a ledger after whatever happened to it.
#ifndef DAYBOOK_TESTS_CRASH_LEDGER_CHECKS_H_
#define DAYBOOK_TESTS_CRASH_LEDGER_CHECKS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "daybook/v1/record.pb.h"
#include "ledger/ledger.h"
#include "ledger/log/record_source.h"

namespace daybook::crash {

// What a submitter was told.
struct Acknowledgement {
  uint64_t position = 0;
  std::string outcome_hash;  // hexadecimal SHA-256 of the outcome
};
using Acknowledgements = std::map<std::string, Acknowledgement>;  // by request id

std::string OutcomeHash(const v1::Outcome& outcome);

// Each gives the first thing that is wrong (DataLoss), or OK.

// Positions without gaps, every record decodes, no id used twice, and every acknowledged request at its position with
// the outcome that was told.
absl::Status CheckAcknowledged(const RecordSource& records, const Acknowledgements& acknowledged);

// Asked again, a request gives its first outcome, as a duplicate; one that was in flight gives one answer and keeps it.
absl::Status CheckAnswersAgain(Ledger& ledger, const Acknowledgements& acknowledged,
                               const std::vector<std::string>& request_ids);

// The closed ledger's state is what its log folds to, and (where `rejudge`) every decision is made again the same.
absl::Status CheckRefold(const std::string& dir, bool rejudge);

}  // namespace daybook::crash

#endif  // DAYBOOK_TESTS_CRASH_LEDGER_CHECKS_H_
