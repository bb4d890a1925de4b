// What a command is. Each lives in a file of its own; main.cc has the one list of them.
#ifndef DAYBOOK_TOOLS_DAYBOOK_COMMAND_H_
#define DAYBOOK_TOOLS_DAYBOOK_COMMAND_H_

#include <CLI/CLI.hpp>
#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/daybook/exit_code.h"
#include "tools/daybook/output.h"

namespace daybook::cli {

// Results go to `out`. Diagnostics go to stderr through Note (or as the status that the body
// returns).
struct CommandContext {
  std::string_view name;  // of the command
  Output& out;
  Terminal terminal;
  const std::atomic<bool>* cancel = nullptr;  // set: long work ends with Cancelled; may be null

  // "daybook NAME: text" on stderr.
  void Note(std::string_view text) const;
};

// Carries the command out. A status that is not OK is printed by main, with its hint.
using CommandBody = std::function<absl::StatusOr<ExitCode>(CommandContext&)>;

struct Command {
  std::string_view name;
  std::string_view summary;  // one line, lower case
  // Adds arguments, options and a footer of examples to `app`; the values live in the body that is
  // returned.
  CommandBody (*configure)(CLI::App& app);
};

// Attaches what the user should do next. The first hint given stays.
absl::Status WithHint(absl::Status status, std::string_view what_to_do);
std::string HintOf(const absl::Status& status);  // the one attached, else one by code, else empty

// Names the ledger in a failure that does not name it yet, and turns NotFound into "no ledger".
absl::Status AboutLedger(absl::Status status, std::string_view dir);

// "daybook NAME: what; what to do" on stderr.
void PrintFailure(std::string_view command, const absl::Status& status);

// The options that several commands share, worded once.
CLI::Option* AddLedgerArgument(CLI::App& app, std::string& dir);
void AddJsonFlag(CLI::App& app, bool& json,
                 std::string_view what = "JSON lines instead of a table");
void AddProgressFlag(CLI::App& app, bool& progress);

CommandBody ConfigureInit(CLI::App& app);
CommandBody ConfigureSubmit(CLI::App& app);
CommandBody ConfigureQuote(CLI::App& app);
CommandBody ConfigureExplain(CLI::App& app);
CommandBody ConfigureReveal(CLI::App& app);
CommandBody ConfigureErase(CLI::App& app);
CommandBody ConfigureImport(CLI::App& app);
CommandBody ConfigureSimulate(CLI::App& app);
CommandBody ConfigureBookings(CLI::App& app);
CommandBody ConfigureBooking(CLI::App& app);
CommandBody ConfigureAvailability(CLI::App& app);
CommandBody ConfigureCustomers(CLI::App& app);
CommandBody ConfigureCustomer(CLI::App& app);
CommandBody ConfigureAccounts(CLI::App& app);
CommandBody ConfigureCredit(CLI::App& app);
CommandBody ConfigureBlocks(CLI::App& app);
CommandBody ConfigureTables(CLI::App& app);
CommandBody ConfigureFeedback(CLI::App& app);
CommandBody ConfigureChannels(CLI::App& app);
CommandBody ConfigureHistory(CLI::App& app);
CommandBody ConfigureDiff(CLI::App& app);
CommandBody ConfigureTail(CLI::App& app);
CommandBody ConfigureReplay(CLI::App& app);
CommandBody ConfigureVerify(CLI::App& app);
CommandBody ConfigureRecover(CLI::App& app);
CommandBody ConfigureStats(CLI::App& app);
CommandBody ConfigureReport(CLI::App& app);
CommandBody ConfigureJournal(CLI::App& app);
CommandBody ConfigureSample(CLI::App& app);
CommandBody ConfigureClose(CLI::App& app);
CommandBody ConfigureReconcile(CLI::App& app);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_COMMAND_H_
