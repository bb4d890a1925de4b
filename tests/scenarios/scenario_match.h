// Whether a message agrees with what a scenario says of it.
#ifndef DAYBOOK_TESTS_SCENARIOS_SCENARIO_MATCH_H_
#define DAYBOOK_TESTS_SCENARIOS_SCENARIO_MATCH_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/struct.pb.h"

namespace daybook::testing {

// Protobuf JSON on one line, with the names of the schema.
std::string ShortJson(const google::protobuf::Message& message);

// What is said of some fields of a message (scenario_text.h).
class Pattern {
 public:
  // InvalidArgument: not JSON of a message of `prototype`'s type.
  static absl::StatusOr<Pattern> Parse(const std::string& json,
                                       const google::protobuf::Message& prototype);

  // "path: expected 1, actual 2", one for each field that differs; none where `actual`, which has
  // the type of the prototype, agrees.
  std::vector<std::string> Differences(const google::protobuf::Message& actual) const;

 private:
  Pattern() = default;
  google::protobuf::Struct given_;                       // which fields are spoken of
  std::unique_ptr<google::protobuf::Message> expected_;  // and what is said of them
};

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_SCENARIO_MATCH_H_
