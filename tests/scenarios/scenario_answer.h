// What a scenario says of the answer to a request.
#ifndef DAYBOOK_TESTS_SCENARIOS_SCENARIO_ANSWER_H_
#define DAYBOOK_TESTS_SCENARIOS_SCENARIO_ANSWER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"
#include "tests/scenarios/scenario_postings.h"

namespace daybook::testing {

// What became of a request.
struct Answer {
  v1::Outcome outcome;  // not set where it was refused
  bool duplicate = false;
  absl::Status refused;  // why it was not recorded; OK: it was

  bool accepted() const { return outcome.has_accepted() && !duplicate; }
  std::string ToString() const;
};

// What is wrong with an expectation, with expected beside actual; empty: it is met. A status: it
// can't be checked.
using Finding = absl::StatusOr<std::string>;
std::string Mismatch(const std::string& expected, const std::string& actual);
std::string Mismatch(const std::vector<std::string>& differences, const std::string& actual);

// Each call is one line that begins with `then` (scenario_text.h).
class ToldAnswer {
 public:
  // `place`: of the request.
  ToldAnswer(std::string place, Answer answer)
      : place_(std::move(place)), answer_(std::move(answer)) {}

  Finding ThenAccepted();
  Finding ThenDeclined(const std::vector<std::string>& codes);
  Finding ThenField(const std::string& path);
  Finding ThenSays(const std::string& text);
  Finding ThenConflict();
  Finding ThenDuplicate();
  Finding ThenRefused(const std::string& text);
  Finding ThenEvents(const std::string& count);
  Finding ThenEvent(const std::string& json);
  Finding ThenOutcome(const std::string& json);
  // `place`: of the line. Compared when all of them are known.
  Finding ThenPosts(const std::string& place, const std::vector<std::string>& words);

  bool told() const { return told_; }  // something was said
  const std::string& place() const { return place_; }
  // Of the lines `then posts`, and where the last of them stands.
  Finding PostingsFinding() const;
  const std::string& postings_place() const { return postings_place_; }

 private:
  // Null: it was not accepted.
  const v1::Accepted* Accepted() const;
  bool SomeReason(bool (*holds)(const v1::Decline&, const std::string&), const std::string& text);

  std::string place_;
  Answer answer_;
  bool told_ = false;
  int next_event_ = 0;
  std::string postings_place_;  // empty: nothing is said of them
  std::vector<PostingPattern> postings_;
};

}  // namespace daybook::testing

#endif  // DAYBOOK_TESTS_SCENARIOS_SCENARIO_ANSWER_H_
