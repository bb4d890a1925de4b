#include "tools/daybook/labelled_page.h"

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"

namespace daybook::cli {

void LabelledPage::Line(std::string_view label, std::string_view text) {
  if (text.empty()) return;
  constexpr size_t kLabelWidth = 19;
  const size_t blanks = label.size() < kLabelWidth ? kLabelWidth - label.size() : 1;
  out_.Line(absl::StrCat("  ", ToAbsl(label), std::string(blanks, ' '), ToAbsl(text)));
}

}  // namespace daybook::cli
