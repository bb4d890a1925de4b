// daybook recover: mends a log whose tail was torn, keeps what it cut off, and records that it did.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/ledger.h"
#include "ledger/log/recover_log.h"
#include "tools/daybook/command.h"

namespace daybook::cli {
namespace {

struct RecoverOptions {
  std::string dir;
  bool json = false;
};

void PrintRecovery(const RecoverOptions& options, const Recovery& recovery, Output& out) {
  Facts facts;
  facts.Bool("Was needed", "needed", recovery.needed)
      .Count("Records kept", "recovered_end", recovery.recovered_end)
      .Count("Head vouched for", "head_end", recovery.head_end);
  if (recovery.needed) {
    facts.Text("Damaged log kept in", "kept_copy",
               absl::StrCat(options.dir, "/", recovery.kept_copy));
  }
  facts.Print(options.json, out);
  if (options.json) return;
  out.Line(recovery.needed ? "The log is mended, and its next record says so."
                           : "Nothing to mend: the log opens as it is.");
}

absl::StatusOr<ExitCode> Recover(const RecoverOptions& options, CommandContext& context) {
  const absl::StatusOr<Recovery> recovery = Ledger::Recover(options.dir);
  if (absl::IsDataLoss(recovery.status())) {
    const absl::Status lost =
        WithHint(recovery.status(),
                 "nothing was changed; what is missing was acknowledged, and only a backup has it");
    return AboutLedger(lost, options.dir);
  }
  if (!recovery.ok()) return AboutLedger(recovery.status(), options.dir);
  PrintRecovery(options, *recovery, context.out);
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureRecover(CLI::App& app) {
  auto options = std::make_shared<RecoverOptions>();
  AddLedgerArgument(app, options->dir);
  AddJsonFlag(app, options->json, "A JSON object instead of a table");
  app.footer(
      "For a ledger that refuses to open after a crash or a power cut. Keeps every record up to "
      "the last valid one,\n"
      "puts the damaged log aside as DIR/log.damaged-N, and records that it did. Where records are "
      "gone that DIR/head\n"
      "vouches for, it changes nothing (exit code 4): those were acknowledged, and only a backup "
      "has them.\n"
      "\n"
      "Examples:\n"
      "  daybook recover book\n"
      "  daybook recover book --json");
  return [options](CommandContext& context) { return Recover(*options, context); };
}

}  // namespace daybook::cli
