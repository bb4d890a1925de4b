// daybook init: an empty ledger.
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "ledger/ledger.h"
#include "tools/daybook/command.h"

namespace daybook::cli {
namespace {

struct InitOptions {
  std::string dir;
  bool json = false;
};

absl::Status AboutParent(const absl::Status& status, const std::string& dir) {
  namespace fs = std::filesystem;
  fs::path path = fs::path(dir).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();  // it ended with a slash
  const std::string parent = path.parent_path().string();
  std::error_code error;
  if (parent.empty() || fs::exists(parent, error)) return AboutLedger(status, dir);
  return WithHint(
      absl::NotFoundError(absl::StrCat("there is no directory ", parent, " to make the ledger in")),
      absl::StrCat("make it with `mkdir -p ", parent, "`, or check the path"));
}

absl::StatusOr<ExitCode> Init(const InitOptions& options, CommandContext& context) {
  if (absl::Status made = Ledger::Create(options.dir); !made.ok()) {
    return absl::IsNotFound(made) ? AboutParent(made, options.dir) : AboutLedger(made, options.dir);
  }
  if (options.json) {
    context.out.Line(JsonObject().Text("created", options.dir).ToString());
  } else {
    context.out.Line(absl::StrCat("Made an empty ledger in ", options.dir,
                                  ". Next: daybook submit ", options.dir, " requests.jsonl"));
  }
  return ExitCode::kDone;
}

}  // namespace

CommandBody ConfigureInit(CLI::App& app) {
  auto options = std::make_shared<InitOptions>();
  app.add_option("DIR", options->dir, "A directory that does not exist yet or is empty")
      ->required()
      ->type_name("");
  AddJsonFlag(app, options->json, "A JSON object instead of a sentence");
  app.footer(
      "Makes the keys, the log and the record of the log's own schema.\n"
      "\n"
      "Examples:\n"
      "  daybook init book\n"
      "  daybook init /var/lib/hotel/book --json");
  return [options](CommandContext& context) { return Init(*options, context); };
}

}  // namespace daybook::cli
