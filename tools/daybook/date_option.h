// Dates as they stand in the arguments of commands.
#ifndef DAYBOOK_TOOLS_DAYBOOK_DATE_OPTION_H_
#define DAYBOOK_TOOLS_DAYBOOK_DATE_OPTION_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "ledger/base/civil_date.h"

namespace daybook::cli {

// `2026-03-29`; nothing where the option was not given (empty). InvalidArgument: it names the option.
absl::StatusOr<std::optional<CivilDate>> ParseDateOption(std::string_view option,
                                                         const std::string& text);

// InvalidArgument: both are given, and nothing is from the one on and before the other.
absl::Status CheckFromUntil(const std::optional<CivilDate>& from,
                            const std::optional<CivilDate>& until);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_DATE_OPTION_H_
