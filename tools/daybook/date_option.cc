#include "tools/daybook/date_option.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"

namespace daybook::cli {

absl::StatusOr<std::optional<CivilDate>> ParseDateOption(std::string_view option,
                                                         const std::string& text) {
  if (text.empty()) return std::optional<CivilDate>();
  const std::optional<CivilDate> date = CivilDate::Parse(text);
  if (date.has_value()) return date;
  return absl::InvalidArgumentError(
      absl::StrCat(ToAbsl(option), ": '", text, "' is no date; write it as 2026-03-29"));
}

absl::Status CheckFromUntil(const std::optional<CivilDate>& from,
                            const std::optional<CivilDate>& until) {
  if (!from.has_value() || !until.has_value() || *from < *until) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--until: ", until->ToString(), " is not after --from, ", from->ToString()));
}

}  // namespace daybook::cli
