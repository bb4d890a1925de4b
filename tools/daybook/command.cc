#include "tools/daybook/command.h"

#include <cstdio>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"

namespace daybook::cli {
namespace {

constexpr char kHintUrl[] = "daybook/hint";

void PrintLine(std::string_view command, const std::string& text) {
  const std::string line = absl::StrCat("daybook ", ToAbsl(command), ": ", text, "\n");
  std::fputs(line.c_str(), stderr);
}

}  // namespace

void CommandContext::Note(std::string_view text) const { PrintLine(name, std::string(text)); }

absl::Status WithHint(absl::Status status, std::string_view what_to_do) {
  if (!status.ok() && !status.GetPayload(kHintUrl).has_value()) {
    status.SetPayload(kHintUrl, absl::Cord(ToAbsl(what_to_do)));
  }
  return status;
}

std::string HintOf(const absl::Status& status) {
  if (auto hint = status.GetPayload(kHintUrl); hint.has_value()) return std::string(*hint);
  switch (status.code()) {
    case absl::StatusCode::kDataLoss:
      return "`daybook verify DIR` says what is damaged, `daybook recover DIR` mends a torn tail";
    case absl::StatusCode::kPermissionDenied:
      return "check who owns the ledger's files and who you are";
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kUnknown:
      return "submit the same request ids again: nothing is carried out twice";
    default:
      return "";
  }
}

absl::Status AboutLedger(absl::Status status, std::string_view dir) {
  if (status.ok()) return status;
  const std::string where(dir);
  absl::Status named(status.code(), status.message());
  if (absl::IsNotFound(status)) {
    named = absl::NotFoundError(absl::StrCat("there is no ledger at ", where));
  } else if (std::string_view(status.message().data(), status.message().size()).find(where) ==
             std::string_view::npos) {
    named = absl::Status(status.code(), absl::StrCat(status.message(), " (", where, ")"));
  }
  status.ForEachPayload(
      [&named](absl::string_view url, const absl::Cord& value) { named.SetPayload(url, value); });
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
      return WithHint(named,
                      absl::StrCat("make one with `daybook init ", where, "`, or check the path"));
    case absl::StatusCode::kDataLoss:
      return WithHint(named, absl::StrCat("`daybook verify ", where,
                                          "` says what is damaged, `daybook recover ", where,
                                          "` mends a torn tail"));
    case absl::StatusCode::kFailedPrecondition:
      if (!absl::StrContains(status.message(), "process")) return named;
      return WithHint(named, "wait until the other process is done, or stop it");
    default:
      return named;
  }
}

void PrintFailure(std::string_view command, const absl::Status& status) {
  const std::string hint = HintOf(status);
  PrintLine(command, absl::StrCat(status.message(), hint.empty() ? "" : "; ", hint));
}

CLI::Option* AddLedgerArgument(CLI::App& app, std::string& dir) {
  return app.add_option("DIR", dir, "The ledger's directory")->required()->type_name("");
}

void AddJsonFlag(CLI::App& app, bool& json, std::string_view what) {
  app.add_flag("--json", json, std::string(what));
}

void AddProgressFlag(CLI::App& app, bool& progress) {
  app.add_flag("--progress", progress, "Show progress on stderr even where that is no terminal");
}

}  // namespace daybook::cli
