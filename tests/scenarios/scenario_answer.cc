#include "tests/scenarios/scenario_answer.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/base/status_macros.h"
#include "tests/scenarios/scenario_match.h"

namespace daybook::testing {

std::string Answer::ToString() const {
  if (!refused.ok()) return absl::StrCat("refused: ", refused.ToString());
  return absl::StrCat(duplicate ? "a duplicate: " : "", ShortJson(outcome));
}

std::string Mismatch(const std::string& expected, const std::string& actual) {
  return absl::StrCat("\n  expected: ", expected, "\n  actual:   ", actual);
}

std::string Mismatch(const std::vector<std::string>& differences, const std::string& actual) {
  if (differences.empty()) return "";
  return absl::StrCat("\n  ", absl::StrJoin(differences, "\n  "), "\n  in:       ", actual);
}

const v1::Accepted* ToldAnswer::Accepted() const {
  return answer_.outcome.has_accepted() ? &answer_.outcome.accepted() : nullptr;
}

Finding ToldAnswer::ThenAccepted() {
  told_ = true;
  return answer_.accepted() ? "" : Mismatch("accepted", answer_.ToString());
}

Finding ToldAnswer::ThenDeclined(const std::vector<std::string>& codes) {
  told_ = true;
  std::set<std::string> expected;
  for (const std::string& code : codes) {
    v1::DeclineCode known = v1::DECLINE_CODE_UNSPECIFIED;
    if (!v1::DeclineCode_Parse(code, &known)) {
      return absl::InvalidArgumentError(absl::StrCat("there is no decline code ", code));
    }
    expected.insert(code);
  }
  std::set<std::string> actual;
  for (const v1::Decline& reason : answer_.outcome.declined().reasons()) {
    actual.insert(v1::DeclineCode_Name(reason.code()));
  }
  if (actual == expected) return "";
  return Mismatch(absl::StrCat("declined with ", absl::StrJoin(expected, " ")), answer_.ToString());
}

bool ToldAnswer::SomeReason(bool (*holds)(const v1::Decline&, const std::string&),
                            const std::string& text) {
  told_ = true;
  const auto& reasons = answer_.outcome.declined().reasons();
  return std::any_of(reasons.begin(), reasons.end(),
                     [&](const v1::Decline& reason) { return holds(reason, text); });
}

Finding ToldAnswer::ThenField(const std::string& path) {
  const bool named = SomeReason(
      [](const v1::Decline& reason, const std::string& field) { return reason.field() == field; },
      path);
  return named ? "" : Mismatch(absl::StrCat("a reason about the field ", path), answer_.ToString());
}

Finding ToldAnswer::ThenSays(const std::string& text) {
  const bool said = SomeReason(
      [](const v1::Decline& reason, const std::string& part) {
        return reason.detail().find(part) != std::string::npos;
      },
      text);
  return said ? "" : Mismatch(absl::StrCat("a reason that says '", text, "'"), answer_.ToString());
}

Finding ToldAnswer::ThenConflict() {
  told_ = true;
  return answer_.outcome.has_conflict() ? "" : Mismatch("a conflict", answer_.ToString());
}

Finding ToldAnswer::ThenDuplicate() {
  told_ = true;
  return answer_.duplicate ? "" : Mismatch("a duplicate", answer_.ToString());
}

Finding ToldAnswer::ThenRefused(const std::string& text) {
  told_ = true;
  if (!answer_.refused.ok() && answer_.refused.ToString().find(text) != std::string::npos) {
    return "";
  }
  return Mismatch(absl::StrCat("refused: ... ", text, " ..."), answer_.ToString());
}

Finding ToldAnswer::ThenEvents(const std::string& count) {
  told_ = true;
  int expected = 0;
  if (!absl::SimpleAtoi(count, &expected) || expected < 0) {
    return absl::InvalidArgumentError(absl::StrCat(count, " is no count"));
  }
  const v1::Accepted* accepted = Accepted();
  if (accepted != nullptr && accepted->events_size() == expected) return "";
  return Mismatch(absl::StrCat("accepted with ", count, " events"),
                  accepted == nullptr
                      ? answer_.ToString()
                      : absl::StrCat(accepted->events_size(), " events: ", answer_.ToString()));
}

Finding ToldAnswer::ThenEvent(const std::string& json) {
  told_ = true;
  DAYBOOK_ASSIGN_OR_RETURN(const Pattern pattern,
                           Pattern::Parse(json, v1::Event::default_instance()));
  const int index = next_event_++;
  const v1::Accepted* accepted = Accepted();
  if (accepted == nullptr || index >= accepted->events_size()) {
    return Mismatch(absl::StrCat("an event ", index + 1, ": ", json), answer_.ToString());
  }
  const v1::Event& event = accepted->events(index);
  return Mismatch(pattern.Differences(event), ShortJson(event));
}

Finding ToldAnswer::ThenOutcome(const std::string& json) {
  told_ = true;
  DAYBOOK_ASSIGN_OR_RETURN(const Pattern pattern,
                           Pattern::Parse(json, v1::Outcome::default_instance()));
  if (!answer_.refused.ok()) return Mismatch(json, answer_.ToString());
  return Mismatch(pattern.Differences(answer_.outcome), answer_.ToString());
}

Finding ToldAnswer::ThenPosts(const std::string& place, const std::vector<std::string>& words) {
  told_ = true;
  const bool first = postings_place_.empty();
  if (!first && (postings_.empty() || words[0] == "nothing")) {
    return absl::InvalidArgumentError("`then posts nothing` goes with no other `then posts`");
  }
  postings_place_ = place;
  if (words.size() == 1 && words[0] == "nothing") return "";
  DAYBOOK_ASSIGN_OR_RETURN(PostingPattern posting, ParsePosting(place, words));
  postings_.push_back(std::move(posting));
  return "";
}

Finding ToldAnswer::PostingsFinding() const {
  if (postings_place_.empty()) return "";
  const v1::Accepted* accepted = Accepted();
  if (accepted == nullptr) return Mismatch("accepted", answer_.ToString());
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> differences,
                           PostingDifferences(postings_, *accepted));
  return Mismatch(differences, answer_.ToString());
}

}  // namespace daybook::testing
