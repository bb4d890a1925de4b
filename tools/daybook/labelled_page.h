// One thing on a page of its own: a line a fact, labels in a column.
#ifndef DAYBOOK_TOOLS_DAYBOOK_LABELLED_PAGE_H_
#define DAYBOOK_TOOLS_DAYBOOK_LABELLED_PAGE_H_

#include <string_view>

#include "tools/daybook/output.h"

namespace daybook::cli {

class LabelledPage {
 public:
  // The output outlives the page.
  explicit LabelledPage(Output& out) : out_(out) {}

  // Nothing where there is no text.
  void Line(std::string_view label, std::string_view text);

 private:
  Output& out_;
};

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_LABELLED_PAGE_H_
