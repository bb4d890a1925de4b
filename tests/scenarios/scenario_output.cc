#include "tests/scenarios/scenario_output.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace daybook::testing {
namespace {

constexpr std::string_view kAnything = "<any>";

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  if (lines.back().empty()) lines.pop_back();
  for (std::string& line : lines) absl::StripTrailingAsciiWhitespace(&line);
  return lines;
}

}  // namespace

bool LineAgrees(std::string_view expected, std::string_view actual) {
  size_t at = expected.find(kAnything);
  if (at == std::string_view::npos) return expected == actual;
  if (actual.substr(0, at) != expected.substr(0, at)) return false;
  actual.remove_prefix(at);
  expected.remove_prefix(at + kAnything.size());
  // What stands between two of them is taken where it first is: nothing is lost by that.
  while ((at = expected.find(kAnything)) != std::string_view::npos) {
    const size_t found = actual.find(expected.substr(0, at));
    if (found == std::string_view::npos) return false;
    actual.remove_prefix(found + at);
    expected.remove_prefix(at + kAnything.size());
  }
  return actual.size() >= expected.size() &&
         actual.substr(actual.size() - expected.size()) == expected;
}

Finding CompareOutput(const Statement& command, const ProgramResult& result) {
  std::string wrong;
  if (result.exit_code != command.exit_code) {
    absl::StrAppend(&wrong, Mismatch(absl::StrCat("exit ", command.exit_code),
                                     absl::StrCat("exit ", result.exit_code)));
  }
  for (const std::string& text : command.error_texts) {
    if (result.errors.find(text) != std::string::npos) continue;
    absl::StrAppend(&wrong, Mismatch(absl::StrCat("on stderr ", text), result.errors));
  }
  const std::vector<std::string> lines = Lines(result.printed);
  if (command.compares_output &&
      !std::equal(lines.begin(), lines.end(), command.output.begin(), command.output.end(),
                  [](const std::string& actual, const std::string& expected) {
                    return LineAgrees(expected, actual);
                  })) {
    absl::StrAppend(&wrong, "\n  expected:\n    | ", absl::StrJoin(command.output, "\n    | "),
                    "\n  actual:\n    | ", absl::StrJoin(lines, "\n    | "));
  }
  if (!wrong.empty() && !result.errors.empty()) {
    absl::StrAppend(&wrong, "\n  on stderr: ", result.errors);
  }
  return wrong;
}

}  // namespace daybook::testing
