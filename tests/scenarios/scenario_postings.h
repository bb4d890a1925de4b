// What a scenario says of the transfers that a request posts. The messages are read by the names of
// their fields: a field that is added to them can be used in scenarios at once.
#ifndef DAYBOOK_TESTS_SCENARIOS_SCENARIO_POSTINGS_H_
#define DAYBOOK_TESTS_SCENARIOS_SCENARIO_POSTINGS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace daybook::testing {

// One line `then posts`: one transfer.
struct PostingPattern {
  std::string place;
  std::string debit;
  std::string credit;
  std::string amount_minor;
  std::vector<std::pair<std::string, std::string>> fields;

  std::string ToString() const;
};

// DEBIT CREDIT AMOUNT [FIELD=VALUE ...]; InvalidArgument otherwise.
absl::StatusOr<PostingPattern> ParsePosting(const std::string& place,
                                            const std::vector<std::string>& words);

// What differs between the transfers of `accepted` (repeated Journal journals, each with repeated
// Transfer transfers) and the patterns, in any order but each its own; none where they agree.
// Unimplemented: messages of this type have no journals.
absl::StatusOr<std::vector<std::string>> PostingDifferences(
    const std::vector<PostingPattern>& patterns, const google::protobuf::Message& accepted);

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_SCENARIO_POSTINGS_H_
