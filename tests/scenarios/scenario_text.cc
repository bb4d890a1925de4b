#include "tests/scenarios/scenario_text.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"

namespace daybook::testing {
namespace {

constexpr int kMaxIncludeDepth = 8;

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// Splits at blanks; a word that begins with a quote goes as far as the next one.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(Trimmed(text)) {}

  // nullopt at the end, or where `rest` begins with JSON.
  absl::StatusOr<std::optional<std::string>> Next(bool json_ends) {
    rest_ = Trimmed(rest_);
    if (rest_.empty() || (json_ends && rest_.front() == '{')) return std::optional<std::string>();
    size_t begin = 0;
    size_t end = rest_.find_first_of(" \t");
    size_t after = end;
    if (rest_.front() == '"' || rest_.front() == '\'') {
      begin = 1;
      end = rest_.find(rest_.front(), 1);
      if (end == std::string_view::npos) return absl::InvalidArgumentError("a quote is not closed");
      after = end + 1;
    }
    std::string word(rest_.substr(begin, end == std::string_view::npos ? end : end - begin));
    rest_ = after == std::string_view::npos ? std::string_view() : rest_.substr(after);
    return std::optional<std::string>(std::move(word));
  }

  std::string_view rest() const { return Trimmed(rest_); }

 private:
  std::string_view rest_;
};

// How deep in braces a text is, read piece by piece.
class Braces {
 public:
  void Read(std::string_view text) {
    for (const char c : text) {
      if (escaped_) {
        escaped_ = false;
      } else if (in_string_) {
        escaped_ = c == '\\';
        in_string_ = c != '"';
      } else if (c == '"') {
        in_string_ = true;
      } else if (c == '{') {
        ++depth_;
      } else if (c == '}') {
        --depth_;
      }
    }
  }
  bool open() const { return depth_ > 0 || in_string_; }
  bool in_string() const { return in_string_; }

 private:
  int depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
};

class Parser {
 public:
  Parser(std::string file, std::string_view text, const IncludeReader& include, int depth,
         std::vector<Statement>& statements)
      : file_(std::move(file)),
        rest_(text),
        include_(include),
        depth_(depth),
        statements_(statements) {}

  absl::StatusOr<std::string> Title() {
    const std::string_view line = Trimmed(rest_.substr(0, rest_.find('\n')));
    const std::string_view title = Trimmed(line.substr(line.empty() ? 0 : 1));
    if (line.empty() || line.front() != '#' || title.empty()) {
      line_ = 1;
      return Wrong("the first line is a comment, the title");
    }
    return std::string(title);
  }

  absl::Status Parse() {
    while (std::optional<std::string_view> line = NextLine()) {
      const std::string_view text = Trimmed(*line);
      if (text.empty() || text.front() == '#') continue;
      DAYBOOK_RETURN_IF_ERROR(ParseLine(text));
    }
    return absl::OkStatus();
  }

 private:
  std::string Place() const { return absl::StrCat(file_, ":", line_); }
  absl::Status Wrong(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(Place(), ": ", what));
  }

  std::optional<std::string_view> NextLine() {
    if (rest_.empty()) return std::nullopt;
    const size_t end = rest_.find('\n');
    const std::string_view line = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    ++line_;
    return line;
  }

  absl::Status ParseLine(std::string_view text) {
    if (text.front() == '|') return AddOutput(text.substr(1));
    Statement statement;
    statement.place = Place();
    Words words(text);
    const bool cli = text.substr(0, text.find_first_of(" \t")) == "cli";
    while (true) {
      const absl::StatusOr<std::optional<std::string>> word = words.Next(!cli);
      if (!word.ok()) return Wrong(word.status().message());
      if (!word->has_value()) break;
      statement.words.push_back(**word);
    }
    if (statement.words.empty()) return Wrong("a line begins with a word, not with JSON");
    if (!words.rest().empty()) DAYBOOK_RETURN_IF_ERROR(ReadJson(words.rest(), statement));
    const std::string& verb = statement.words.front();
    if (verb == "include") return Include(statement);
    if (verb == "exit" || verb == "stderr") return AddExpectation(statement);
    statements_.push_back(std::move(statement));
    return absl::OkStatus();
  }

  absl::Status ReadJson(std::string_view first, Statement& statement) {
    Braces braces;
    braces.Read(first);
    statement.json = std::string(first);
    while (braces.open()) {
      const std::optional<std::string_view> line = NextLine();
      if (!line.has_value()) {
        return absl::InvalidArgumentError(
            absl::StrCat(statement.place, ": the braces of this JSON are not closed"));
      }
      const std::string_view text = Trimmed(*line);
      if (!braces.in_string() && !text.empty() && text.front() == '#') continue;
      braces.Read(text);
      absl::StrAppend(&statement.json, "\n", std::string(text));
    }
    if (statement.json.back() != '}') return Wrong("there is something behind the JSON");
    return absl::OkStatus();
  }

  absl::Status Include(const Statement& statement) {
    if (statement.words.size() != 2) return Wrong("include takes one name");
    if (depth_ == kMaxIncludeDepth) return Wrong("too many files include each other");
    const std::string& name = statement.words[1];
    const absl::StatusOr<std::string> text = include_(name);
    if (!text.ok()) {
      return Wrong(
          absl::StrCat("there is no given/", name, ".scenario: ", text.status().message()));
    }
    Parser parser(absl::StrCat("given/", name, ".scenario"), *text, include_, depth_ + 1,
                  statements_);
    return parser.Parse();
  }

  absl::StatusOr<Statement*> Command() {
    if (statements_.empty() || statements_.back().words.front() != "cli") {
      return Wrong("this belongs below a line that begins with cli");
    }
    return &statements_.back();
  }

  absl::Status AddOutput(std::string_view text) {
    if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    if (!statements_.empty() && statements_.back().words.front() == "file") {
      statements_.back().output.emplace_back(text);
      return absl::OkStatus();
    }
    DAYBOOK_ASSIGN_OR_RETURN(Statement* const command, Command());
    command->compares_output = true;
    command->output.emplace_back(text);
    return absl::OkStatus();
  }

  absl::Status AddExpectation(const Statement& statement) {
    DAYBOOK_ASSIGN_OR_RETURN(Statement* const command, Command());
    if (statement.words.size() != 2) {
      return Wrong(absl::StrCat(statement.words.front(), " takes one word"));
    }
    if (statement.words.front() == "stderr") {
      command->error_texts.push_back(statement.words[1]);
    } else if (!absl::SimpleAtoi(statement.words[1], &command->exit_code)) {
      return Wrong(absl::StrCat(statement.words[1], " is no exit code"));
    }
    return absl::OkStatus();
  }

  const std::string file_;
  std::string_view rest_;
  const IncludeReader& include_;
  const int depth_;
  std::vector<Statement>& statements_;
  int line_ = 0;
};

}  // namespace

absl::StatusOr<Scenario> ParseScenario(const std::string& file, std::string_view text,
                                       const IncludeReader& include) {
  Scenario scenario;
  Parser parser(file, text, include, 0, scenario.statements);
  DAYBOOK_ASSIGN_OR_RETURN(scenario.title, parser.Title());
  DAYBOOK_RETURN_IF_ERROR(parser.Parse());
  return scenario;
}

}  // namespace daybook::testing
