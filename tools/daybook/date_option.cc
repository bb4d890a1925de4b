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

}  // namespace daybook::cli
