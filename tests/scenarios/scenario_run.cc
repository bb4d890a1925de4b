#include "tests/scenarios/scenario_run.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "ledger/base/civil_date.h"
#include "ledger/base/status_macros.h"
#include "ledger/base/strings.h"
#include "tests/scenarios/scenario_answer.h"
#include "tests/scenarios/scenario_check.h"
#include "tests/scenarios/scenario_ledger.h"
#include "tests/scenarios/scenario_output.h"
#include "tests/scenarios/scenario_program.h"
#include "tests/scenarios/scenario_rows.h"

namespace daybook::testing {
namespace {

constexpr int kMaxRolls = 4'000;

absl::Status Wrong(const std::string& what) { return absl::InvalidArgumentError(what); }

class Runner {
 public:
  explicit Runner(std::string program) : program_(std::move(program)) {}

  std::vector<std::string> Run(const Scenario& scenario);

 private:
  using Arguments = std::vector<std::string>;  // the words behind those of the form
  // What a statement looks like and what it does.
  struct Form {
    std::string_view words;
    size_t least;  // arguments
    size_t most;
    bool json;
    Finding (*handle)(Runner& runner, const Arguments& arguments);

    size_t word_count() const {
      return 1 + static_cast<size_t>(std::count(words.begin(), words.end(), ' '));
    }
  };
  static const std::array<Form, 23> kForms;
  static absl::StatusOr<const Form*> FormOf(const Statement& statement);

  Finding SetClock(const std::string& instant);
  Finding Advance(const std::string& by);
  Finding SetActor(const Arguments& words);
  Finding Given();
  Finding When();
  Finding AskForDue(const Arguments& until);
  Finding Roll(const Arguments& arguments);
  Finding RunCommand(const Arguments& arguments);
  Finding WriteFile(const std::string& name);

  Finding Execute(const Statement& statement);
  Finding MoveClock(Instant now);
  absl::StatusOr<v1::Request> Complete(v1::Request request);
  absl::StatusOr<v1::Request> RequestInJson();
  absl::StatusOr<ToldAnswer*> Told();
  const std::string& Json() const { return statement_->json; }
  void EndAnswer();  // nothing more is said of it
  void Note(const Statement& statement, const Finding& finding) {
    Note(statement.place, absl::StrJoin(statement.words, " "), finding);
  }
  void Note(const std::string& place, const std::string& what, const Finding& finding);
  Finding CheckEnd();

  const std::string program_;
  std::vector<std::string> failures_;
  const Statement* statement_ = nullptr;  // the present one
  std::unique_ptr<ScenarioLedger> ledger_;
  std::optional<v1::Actor> actor_;
  std::optional<ToldAnswer> told_;
  bool must_be_told_ = false;
  int asked_ = 0;
};

constexpr size_t kMany = 1'000;

template <Finding (ToldAnswer::*check)()>
Finding OfAnswer(absl::StatusOr<ToldAnswer*> told) {
  DAYBOOK_RETURN_IF_ERROR(told.status());
  return ((*told)->*check)();
}

template <Finding (ToldAnswer::*check)(const std::string&)>
Finding OfAnswer(absl::StatusOr<ToldAnswer*> told, const std::string& argument) {
  DAYBOOK_RETURN_IF_ERROR(told.status());
  return ((*told)->*check)(argument);
}

const std::array<Runner::Form, 23> Runner::kForms = {{
    {"clock", 1, 1, false, [](Runner& run, const Arguments& a) { return run.SetClock(a[0]); }},
    {"advance", 1, 1, false, [](Runner& run, const Arguments& a) { return run.Advance(a[0]); }},
    {"by", 1, 2, false, [](Runner& run, const Arguments& a) { return run.SetActor(a); }},
    {"given", 0, 0, true, [](Runner& run, const Arguments&) { return run.Given(); }},
    {"when", 0, 0, true, [](Runner& run, const Arguments&) { return run.When(); }},
    {"due", 0, 1, false, [](Runner& run, const Arguments& a) { return run.AskForDue(a); }},
    {"roll", 1, 3, false, [](Runner& run, const Arguments& a) { return run.Roll(a); }},
    {"cli", 1, kMany, false, [](Runner& run, const Arguments& a) { return run.RunCommand(a); }},
    {"file", 1, 1, false, [](Runner& run, const Arguments& a) { return run.WriteFile(a[0]); }},
    {"then accepted", 0, 0, false,
     [](Runner& run, const Arguments&) { return OfAnswer<&ToldAnswer::ThenAccepted>(run.Told()); }},
    {"then declined", 1, kMany, false,
     [](Runner& run, const Arguments& a) -> Finding {
       DAYBOOK_ASSIGN_OR_RETURN(ToldAnswer* const told, run.Told());
       return told->ThenDeclined(a);
     }},
    {"then field", 1, 1, false,
     [](Runner& run, const Arguments& a) {
       return OfAnswer<&ToldAnswer::ThenField>(run.Told(), a[0]);
     }},
    {"then says", 1, 1, false,
     [](Runner& run, const Arguments& a) {
       return OfAnswer<&ToldAnswer::ThenSays>(run.Told(), a[0]);
     }},
    {"then conflict", 0, 0, false,
     [](Runner& run, const Arguments&) { return OfAnswer<&ToldAnswer::ThenConflict>(run.Told()); }},
    {"then duplicate", 0, 0, false,
     [](Runner& run, const Arguments&) {
       return OfAnswer<&ToldAnswer::ThenDuplicate>(run.Told());
     }},
    {"then refused", 1, 1, false,
     [](Runner& run, const Arguments& a) {
       return OfAnswer<&ToldAnswer::ThenRefused>(run.Told(), a[0]);
     }},
    {"then events", 1, 1, false,
     [](Runner& run, const Arguments& a) {
       return OfAnswer<&ToldAnswer::ThenEvents>(run.Told(), a[0]);
     }},
    {"then event", 0, 0, true,
     [](Runner& run, const Arguments&) {
       return OfAnswer<&ToldAnswer::ThenEvent>(run.Told(), run.Json());
     }},
    {"then outcome", 0, 0, true,
     [](Runner& run, const Arguments&) {
       return OfAnswer<&ToldAnswer::ThenOutcome>(run.Told(), run.Json());
     }},
    {"then posts", 1, kMany, false,
     [](Runner& run, const Arguments& a) -> Finding {
       DAYBOOK_ASSIGN_OR_RETURN(ToldAnswer* const told, run.Told());
       return told->ThenPosts(run.statement_->place, a);
     }},
    {"then row", 1, 1, true,
     [](Runner& run, const Arguments& a) { return FindRow(*run.ledger_, a[0], run.Json()); }},
    {"then no row", 1, 1, true,
     [](Runner& run, const Arguments& a) { return FindNoRow(*run.ledger_, a[0], run.Json()); }},
    {"then booking", 1, 1, true,
     [](Runner& run, const Arguments& a) {
       return FindRowOfKey(*run.ledger_, "bookings", a[0], run.Json());
     }},
}};

absl::StatusOr<const Runner::Form*> Runner::FormOf(const Statement& statement) {
  const std::string text = absl::StrJoin(statement.words, " ") + " ";
  for (const Form& form : kForms) {
    if (text.compare(0, form.words.size() + 1, std::string(form.words) + " ") != 0) continue;
    const size_t arguments = statement.words.size() - form.word_count();
    if (arguments < form.least || arguments > form.most || form.json == statement.json.empty()) {
      return Wrong(absl::StrCat(
          std::string(form.words), " takes ", form.least,
          form.most == form.least ? "" : (form.most == kMany ? " or more" : " or some more"),
          " words and ", form.json ? "JSON" : "no JSON"));
    }
    return &form;
  }
  return Wrong(absl::StrCat("there is no statement that begins with ", statement.words[0]));
}

void Runner::Note(const std::string& place, const std::string& what, const Finding& finding) {
  if (!finding.ok()) {
    const auto message = finding.status().message();
    failures_.push_back(absl::StrCat(place, ": ", what, ": ", message));
  } else if (!finding->empty()) {
    failures_.push_back(absl::StrCat(place, ": ", what, *finding));
  }
}

std::vector<std::string> Runner::Run(const Scenario& scenario) {
  for (const Statement& statement : scenario.statements) {
    if (const auto form = FormOf(statement); !form.ok()) Note(statement, form.status());
  }
  if (!failures_.empty()) return std::move(failures_);
  for (const Statement& statement : scenario.statements) {
    const Finding finding = Execute(statement);
    Note(statement, finding);
    if (!finding.ok()) return std::move(failures_);
  }
  EndAnswer();
  Note(scenario.statements.empty() ? "" : scenario.statements.back().place,
       "at the end of the scenario", CheckEnd());
  return std::move(failures_);
}

Finding Runner::Execute(const Statement& statement) {
  DAYBOOK_ASSIGN_OR_RETURN(const Form* const form, FormOf(statement));
  statement_ = &statement;
  const std::string& verb = statement.words[0];
  if (ledger_ == nullptr && verb != "clock" && verb != "by") {
    return Wrong("there is no ledger yet: say first what the time is, with clock");
  }
  const auto first = statement.words.begin() + static_cast<std::ptrdiff_t>(form->word_count());
  return form->handle(*this, Arguments(first, statement.words.end()));
}

Finding Runner::SetClock(const std::string& instant) {
  DAYBOOK_ASSIGN_OR_RETURN(const Instant now, ParseInstant(instant));
  if (ledger_ != nullptr) return MoveClock(now);
  DAYBOOK_ASSIGN_OR_RETURN(ledger_, ScenarioLedger::Create(now));
  return "";
}

Finding Runner::MoveClock(Instant now) {
  if (now < ledger_->now()) {
    return Wrong(
        absl::StrCat("the clock does not go back; it says ", FormatInstant(ledger_->now())));
  }
  ledger_->SetNow(now);
  return "";
}

Finding Runner::Advance(const std::string& by) {
  constexpr std::string_view kUnits = "smhd";
  constexpr std::array<int64_t, 4> kSeconds = {1, 60, 3'600, 86'400};
  constexpr int64_t kMost = 1'000'000;
  const size_t unit = kUnits.find(by.back());
  int64_t count = 0;
  if (unit == std::string_view::npos || !absl::SimpleAtoi(by.substr(0, by.size() - 1), &count) ||
      count < 0 || count > kMost) {
    return Wrong(absl::StrCat(by, " is not like 30s, 90m, 36h or 3d"));
  }
  return MoveClock(ledger_->now().PlusMicros(count * kSeconds[unit] * 1'000'000));
}

Finding Runner::SetActor(const Arguments& words) {
  v1::Actor actor;
  std::string name = absl::StrCat("ACTOR_KIND_", words[0]);
  std::transform(name.begin() + 11, name.end(), name.begin() + 11,
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  v1::ActorKind kind = v1::ACTOR_KIND_UNSPECIFIED;
  if (!v1::ActorKind_Parse(name, &kind) || kind == v1::ACTOR_KIND_UNSPECIFIED) {
    return Wrong(absl::StrCat(words[0], " is no kind of actor"));
  }
  if ((words.size() == 2) == (kind == v1::ACTOR_KIND_SYSTEM)) {
    return Wrong("an actor is a kind and an id; the system is system");
  }
  actor.set_kind(kind);
  actor.set_id(kind == v1::ACTOR_KIND_SYSTEM ? "daybook" : words[1]);
  actor_ = actor;
  return "";
}

absl::StatusOr<v1::Request> Runner::Complete(v1::Request request) {
  if (request.request_id().empty()) request.set_request_id(absl::StrCat("scenario-", ++asked_));
  if (request.authenticated_by().empty()) request.set_authenticated_by("scenario");
  if (!request.has_actor()) {
    if (!actor_.has_value()) return Wrong("nobody asks: say first who does, with by");
    *request.mutable_actor() = *actor_;
  }
  return request;
}

absl::StatusOr<v1::Request> Runner::RequestInJson() {
  v1::Request request;
  const auto status = google::protobuf::util::JsonStringToMessage(Json(), &request);
  if (status.ok()) return Complete(std::move(request));
  const auto message = status.message();
  return Wrong(
      absl::StrCat("not a request in JSON: ", std::string(message.data(), message.size())));
}

absl::Status RequireAccepted(const Answer& answer) {
  if (answer.accepted()) return absl::OkStatus();
  return Wrong(Mismatch("accepted", answer.ToString()));
}

Finding Runner::Given() {
  EndAnswer();
  DAYBOOK_ASSIGN_OR_RETURN(const v1::Request request, RequestInJson());
  DAYBOOK_ASSIGN_OR_RETURN(const Answer answer, ledger_->Ask(request));
  DAYBOOK_RETURN_IF_ERROR(RequireAccepted(answer));
  return "";
}

Finding Runner::When() {
  EndAnswer();
  DAYBOOK_ASSIGN_OR_RETURN(const v1::Request request, RequestInJson());
  DAYBOOK_ASSIGN_OR_RETURN(Answer answer, ledger_->Ask(request));
  told_.emplace(statement_->place, std::move(answer));
  must_be_told_ = true;
  return "";
}

Finding Runner::AskForDue(const Arguments& until) {
  EndAnswer();
  Instant instant = ledger_->now();
  if (!until.empty()) {
    DAYBOOK_ASSIGN_OR_RETURN(instant, ParseInstant(until[0]));
    if (instant > ledger_->now()) {
      return Wrong(absl::StrCat("the clock says ", FormatInstant(ledger_->now()),
                                ": nothing is due at ", until[0], " yet"));
    }
  }
  DAYBOOK_ASSIGN_OR_RETURN(Answer answer, ledger_->AskForDue(instant));
  DAYBOOK_RETURN_IF_ERROR(RequireAccepted(answer));
  told_.emplace(statement_->place, std::move(answer));
  return "";
}

Finding Runner::Roll(const Arguments& arguments) {
  EndAnswer();
  const std::string& property_id = arguments[0];
  DAYBOOK_ASSIGN_OR_RETURN(int32_t date, ledger_->BusinessDate(property_id));
  int32_t last = 0;  // 0: once
  if (arguments.size() > 1) {
    const auto until = CivilDate::Parse(arguments.back());
    if (arguments.size() != 3 || arguments[1] != "until" || !until.has_value()) {
      return Wrong("a roll is `roll PROPERTY` or `roll PROPERTY until 2026-03-05`");
    }
    last = until->ymd();
    if (last <= date) return Wrong(absl::StrCat("the business date is ", date, " already"));
  }
  for (int i = 0; i < kMaxRolls; ++i) {
    v1::Request roll;
    roll.mutable_roll_business_date()->set_property_id(property_id);
    roll.mutable_roll_business_date()->set_business_date(date);
    DAYBOOK_ASSIGN_OR_RETURN(const v1::Request request, Complete(std::move(roll)));
    DAYBOOK_ASSIGN_OR_RETURN(Answer answer, ledger_->Ask(request));
    DAYBOOK_RETURN_IF_ERROR(RequireAccepted(answer));
    told_.emplace(statement_->place, std::move(answer));
    DAYBOOK_ASSIGN_OR_RETURN(date, ledger_->BusinessDate(property_id));
    if (date >= last) return "";
  }
  return Wrong(absl::StrCat("rolled ", kMaxRolls, " times, and the business date is ", date));
}

Finding Runner::RunCommand(const Arguments& arguments) {
  EndAnswer();
  std::string finding;
  DAYBOOK_RETURN_IF_ERROR(ledger_->WhileClosed([&](const std::string& dir) -> absl::Status {
    Arguments words;
    for (const std::string& word : arguments) {
      const bool names_it = word == "DIR" || word.compare(0, 4, "DIR/") == 0;
      const bool names_file = word.compare(0, 5, "FILE/") == 0;
      words.push_back(names_file ? ledger_->scratch(word.substr(5))
                      : names_it ? dir + word.substr(3)
                                 : word);
    }
    DAYBOOK_ASSIGN_OR_RETURN(ProgramResult result,
                             RunProgram(program_, words, ledger_->scratch("")));
    for (std::string* text : {&result.printed, &result.errors}) {
      absl::StrReplaceAll({{dir, "DIR"}, {ledger_->scratch(""), "FILE/"}}, text);
    }
    DAYBOOK_ASSIGN_OR_RETURN(finding, CompareOutput(*statement_, result));
    return absl::OkStatus();
  }));
  return finding;
}

Finding Runner::WriteFile(const std::string& name) {
  if (ledger_ == nullptr) return Wrong("there is no ledger yet: begin with a clock");
  std::ofstream file(ledger_->scratch(name), std::ios::binary);
  for (const std::string& line : statement_->output) file << line << '\n';
  file.close();
  if (!file) return Wrong(absl::StrCat("can't write ", name));
  return "";
}

absl::StatusOr<ToldAnswer*> Runner::Told() {
  if (!told_.has_value()) return Wrong("there is no `when`, `due` or `roll` that this speaks of");
  return &*told_;
}

void Runner::EndAnswer() {
  if (told_.has_value()) {
    Note(told_->postings_place(), "then posts", told_->PostingsFinding());
    if (must_be_told_ && !told_->told()) {
      Note(told_->place(), "when", Wrong("nothing is said of what came of it"));
    }
  }
  told_.reset();
  must_be_told_ = false;
}

Finding Runner::CheckEnd() {
  if (ledger_ == nullptr) return Wrong("nothing happens in this scenario");
  std::string finding;
  DAYBOOK_RETURN_IF_ERROR(ledger_->WhileClosed([&](const std::string& dir) -> absl::Status {
    DAYBOOK_ASSIGN_OR_RETURN(const std::vector<std::string> differences,
                             CheckAgainstReplay(dir, ledger_->scratch("rebuilt")));
    if (!differences.empty()) {
      finding = absl::StrCat("\n  ", absl::StrJoin(differences, "\n  "));
    }
    return absl::OkStatus();
  }));
  return finding;
}

}  // namespace

std::vector<std::string> RunScenario(const Scenario& scenario, const std::string& program) {
  return Runner(program).Run(scenario);
}

}  // namespace daybook::testing
