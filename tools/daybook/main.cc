// The command line: picks the command, lets CLI11 read its arguments, and turns what comes of it
// into an exit code.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "tools/daybook/command.h"
#include "tools/daybook/help_codes.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

constexpr std::array kCommands{
    Command{"init", "make an empty ledger", ConfigureInit},
    Command{"submit", "submit requests, one JSON object a line", ConfigureSubmit},
    Command{"quote", "price and explain requests without carrying them out", ConfigureQuote},
    Command{"explain", "say what applies to a booking now, to cancel or change it",
            ConfigureExplain},
    Command{"reveal", "show personal data, which is recorded first", ConfigureReveal},
    Command{"erase", "make a customer's personal data unreadable for good", ConfigureErase},
    Command{"import", "import bookings from a file of another system", ConfigureImport},
    Command{"simulate", "fill a ledger with the years of a made-up hotel group", ConfigureSimulate},
    Command{"bookings", "list or count bookings", ConfigureBookings},
    Command{"booking", "show one booking", ConfigureBooking},
    Command{"availability", "show what is free, held and sold, night by night",
            ConfigureAvailability},
    Command{"customers", "list customers by segment, and what wants attention", ConfigureCustomers},
    Command{"customer", "show one customer", ConfigureCustomer},
    Command{"accounts", "show debtor accounts, the age of what they owe, and check the books",
            ConfigureAccounts},
    Command{"credit", "show what accounts may owe, and how that came about", ConfigureCredit},
    Command{"report", "make a report: occupancy, cancellations, trial balance and others",
            ConfigureReport},
    Command{"journal", "list the transfers of the books", ConfigureJournal},
    Command{"sample", "draw an auditor's sample", ConfigureSample},
    Command{"close", "close a period of a property's books", ConfigureClose},
    Command{"reconcile", "compare with a provider's or channel's list, or check numbers",
            ConfigureReconcile},
    Command{"blocks", "list rooms set aside for groups, and what is picked up", ConfigureBlocks},
    Command{"tables", "list tables booked in restaurants", ConfigureTables},
    Command{"feedback", "show cases, what guests said, and what it comes to", ConfigureFeedback},
    Command{"channels", "show what channels were told and have not acknowledged",
            ConfigureChannels},
    Command{"history", "tell what happened to a booking, a customer or a case", ConfigureHistory},
    Command{"diff", "show what changed between two moments", ConfigureDiff},
    Command{"tail", "show the last records, and those to come", ConfigureTail},
    Command{"replay", "build what is derived from the log anew, or compare it with a replay",
            ConfigureReplay},
    Command{"verify", "check every byte that can be checked", ConfigureVerify},
    Command{"recover", "mend a log whose tail was torn by a crash", ConfigureRecover},
    Command{"stats", "say what the ledger holds and how large it is", ConfigureStats},
};

const Command* FindCommand(std::string_view name) {
  const auto* found = std::find_if(kCommands.begin(), kCommands.end(),
                                   [name](const Command& command) { return command.name == name; });
  return found == kCommands.end() ? nullptr : found;
}

std::vector<std::string> CommandNames() {
  std::vector<std::string> names;
  for (const Command& command : kCommands) names.emplace_back(command.name);
  return names;
}

std::string Overview() {
  std::string text =
      "Daybook: an event-sourced reservation ledger for hotels.\n"
      "\n"
      "Usage: daybook COMMAND [ARGUMENTS]\n"
      "       daybook help [COMMAND]\n"
      "       daybook help CODE | codes [--json]\n"
      "       daybook --version\n"
      "\n"
      "Commands:\n";
  for (const Command& command : kCommands) {
    absl::StrAppend(&text, "  ", ToAbsl(command.name), std::string(14 - command.name.size(), ' '),
                    ToAbsl(command.summary), "\n");
  }
  absl::StrAppend(
      &text,
      "\n"
      "DIR is a ledger: a directory made by `daybook init` or `daybook import`.\n"
      "CODE is why a request was declined, such as POLICY_NOT_AVAILABLE.\n"
      "\n"
      "Exit codes: 0 done, 1 declined, 2 usage, 3 not found, 4 data damaged or proof failed,\n"
      "            5 the environment failed, 130 interrupted.\n"
      "\n"
      "Examples:\n"
      "  daybook init book\n"
      "  daybook submit book requests.jsonl\n"
      "  daybook bookings book --status CONFIRMED\n"
      "  daybook verify book\n");
  return text;
}

ExitCode UsageFailure(std::string_view command, const std::string& what) {
  const std::string full = command.empty() ? "daybook" : absl::StrCat("daybook ", ToAbsl(command));
  const std::string help =
      command.empty() ? "daybook help" : absl::StrCat("daybook help ", ToAbsl(command));
  const bool says_what_to_do = what.back() == '?';
  std::fputs(absl::StrCat(full, ": ", what,
                          says_what_to_do ? "" : absl::StrCat("; see `", help, "`"), "\n")
                 .c_str(),
             stderr);
  return ExitCode::kUsage;
}

std::vector<std::string> OptionNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back(absl::StrCat("--", name));
  }
  return names;
}

std::string ExplainParseError(const CLI::App& app, const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    for (const std::string& extra : app.remaining()) {
      if (extra.size() > 1 && extra[0] == '-') {
        const std::string name = extra.substr(0, extra.find('='));
        return absl::StrCat("there is no option ", name, DidYouMean(name, OptionNames(app)));
      }
    }
    const std::vector<std::string> extras = app.remaining();
    return absl::StrCat("'", extras.empty() ? "" : extras.front(), "' is one argument too many");
  }
  std::string what = error.what();
  constexpr std::string_view kCouldNotConvert = "Could not convert: ";
  if (what.rfind(kCouldNotConvert, 0) == 0) {
    what.erase(0, kCouldNotConvert.size());
    const size_t equals = what.find(" = ");
    if (equals != std::string::npos) {
      return absl::StrCat(what.substr(0, equals), ": '", what.substr(equals + 3), "' is no number");
    }
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
    what = absl::StrCat(what.substr(0, what.find(" is required")), " is missing");
  return what;
}

void SetUpHelp(CLI::App& app, const Command& command) {
  app.name(absl::StrCat("daybook ", ToAbsl(command.name)));
  std::string summary(command.summary);
  summary[0] = absl::ascii_toupper(static_cast<unsigned char>(summary[0]));
  app.description(summary + ".");
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.get_formatter()->column_width(30);
  app.get_formatter()->label("REQUIRED", "");
  app.get_formatter()->label("Positionals", "Arguments");
}

std::string HelpFor(const Command& command) {
  CLI::App app;
  SetUpHelp(app, command);
  const CommandBody body = command.configure(app);
  const std::string text = app.help();
  return std::string(absl::StripAsciiWhitespace(text)) + "\n";
}

// What went wrong with stdout itself, once the command has said all it had to say.
ExitCode CloseOutput(std::string_view command, Output& out, ExitCode code) {
  out.Flush();
  if (out.error() == 0 || out.reader_gone()) return code;
  PrintFailure(command, absl::UnavailableError(absl::StrCat("can't write the results (stdout): ",
                                                            std::strerror(out.error()))));
  return Worse(code, ExitCode::kEnvironment);
}

// What CLI11 lets pass and nobody means: an empty value (a variable that was not set), and a negative
// number where there is none. Empty: all is well.
std::string OddValue(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = option->get_lnames().empty()
                                 ? option->get_name()
                                 : absl::StrCat("--", option->get_lnames().front());
    const std::string type = option->get_type_name();
    for (const std::string& value : option->results()) {
      if (value.empty()) return absl::StrCat(name, " is empty");
      if (value[0] == '-' && (type == "N" || type == "M")) {
        return absl::StrCat(name, ": '", value, "' is no number of this kind");
      }
    }
  }
  return "";
}

ExitCode RunCommand(const Command& command, std::vector<std::string> arguments, Output& out) {
  CLI::App app;
  SetUpHelp(app, command);
  const CommandBody body = command.configure(app);
  try {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    out.Write(HelpFor(command));
    return ExitCode::kDone;
  } catch (const CLI::ParseError& error) {
    return UsageFailure(command.name, ExplainParseError(app, error));
  }
  if (const std::string odd = OddValue(app); !odd.empty()) return UsageFailure(command.name, odd);
  CommandContext context{command.name, out, Terminal::Detect()};
  const absl::StatusOr<ExitCode> code = body(context);
  if (code.ok()) return *code;
  out.Flush();
  PrintFailure(command.name, code.status());
  return StatusToExitCode(code.status());
}

constexpr std::string_view kCodes = "codes";

// That names neither a command nor a code.
ExitCode UnknownTopic(const std::string& topic) {
  std::vector<std::string> names = CommandNames();
  names.emplace_back(kCodes);
  if (Nearest(topic, names).empty()) {
    const std::string code = NearestCode(topic);
    if (!code.empty()) {
      return UsageFailure(
          "", absl::StrCat("there is no code or rule '", topic, "'; did you mean '", code, "'?"));
    }
  }
  return UsageFailure("",
                      absl::StrCat("there is no command '", topic, "'", DidYouMean(topic, names)));
}

ExitCode Help(std::vector<std::string> arguments, Output& out) {
  if (arguments.empty()) {
    out.Write(Overview());
    return ExitCode::kDone;
  }
  const auto flag = std::find(arguments.begin(), arguments.end(), "--json");
  const bool json = arguments.size() > 1 && flag != arguments.end();
  if (json) arguments.erase(flag);
  const std::string& topic = arguments.front();
  if (topic == kCodes) {
    PrintCodes(json, Terminal::Detect(), out);
  } else if (const Command* command = FindCommand(topic); command != nullptr) {
    out.Write(HelpFor(*command));
  } else if (!PrintCode(topic, json, out)) {
    return UnknownTopic(topic);
  }
  return ExitCode::kDone;
}

ExitCode Main(std::vector<std::string> arguments) {
  Output out(STDOUT_FILENO);
  if (arguments.empty()) {
    std::fputs(Overview().c_str(), stderr);
    return ExitCode::kUsage;
  }
  const std::string first = arguments.front();
  arguments.erase(arguments.begin());
  if (first == "help" || first == "--help" || first == "-h") {
    return CloseOutput("help", out, Help(arguments, out));
  }
  if (first == "--version") {
    out.Line(absl::StrCat("daybook ", DAYBOOK_VERSION));
    return CloseOutput("--version", out, ExitCode::kDone);
  }
  if (const Command* command = FindCommand(first); command != nullptr) {
    return CloseOutput(command->name, out, RunCommand(*command, std::move(arguments), out));
  }
  if (first[0] == '-') {
    return UsageFailure(
        "", absl::StrCat("there is no option ", first, DidYouMean(first, {"--help", "--version"})));
  }
  std::vector<std::string> names = CommandNames();
  names.emplace_back("help");
  return UsageFailure("",
                      absl::StrCat("there is no command '", first, "'", DidYouMean(first, names)));
}

}  // namespace
}  // namespace daybook::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a write says EPIPE instead, and the ledger is closed cleanly
  return static_cast<int>(daybook::cli::Main(std::vector<std::string>(argv + 1, argv + argc)));
}
