// Between std::string_view, which our API speaks, and absl::string_view, which is another type in
// Debian's Abseil; and hexadecimal.
#ifndef DAYBOOK_LEDGER_BASE_STRINGS_H_
#define DAYBOOK_LEDGER_BASE_STRINGS_H_

#include <string>
#include <string_view>

#include "absl/strings/string_view.h"

namespace daybook {

inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view FromAbsl(absl::string_view text) { return {text.data(), text.size()}; }

// Two lower-case digits a byte.
std::string ToHex(std::string_view bytes);

// An id: 1 to 64 characters of A-Z a-z 0-9 . _ : / + -
bool IsValidId(std::string_view id);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_BASE_STRINGS_H_
