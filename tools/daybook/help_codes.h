// `daybook help` about decline codes, and about the rules that lead to amounts.
#ifndef DAYBOOK_TOOLS_DAYBOOK_HELP_CODES_H_
#define DAYBOOK_TOOLS_DAYBOOK_HELP_CODES_H_

#include <string>
#include <string_view>

#include "tools/daybook/output.h"

namespace daybook::cli {

// Explains the code: its name in either case, or its number; or the rule by its name (RULE_..., POST_...). False: `topic` is none, nothing was
// written.
bool PrintCode(std::string_view topic, bool json, Output& out);

// Each decline code on a line; as JSON, everything about each.
void PrintCodes(bool json, const Terminal& terminal, Output& out);

// The name of the code or rule that was probably meant, also where its phase was left out; else empty.
std::string NearestCode(std::string_view topic);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_HELP_CODES_H_
