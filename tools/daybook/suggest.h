// "Did you mean ...?"
#ifndef DAYBOOK_TOOLS_DAYBOOK_SUGGEST_H_
#define DAYBOOK_TOOLS_DAYBOOK_SUGGEST_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::cli {

// The fewest insertions, deletions, substitutions and swaps of neighbours from a to b.
size_t EditDistance(std::string_view a, std::string_view b);

// The nearest of the known words (the first of equally near ones) where it is near enough to be
// meant; else empty.
std::string Nearest(std::string_view word, const std::vector<std::string>& known);

// "; did you mean 'x'?" or "".
std::string DidYouMean(std::string_view word, const std::vector<std::string>& known);

}  // namespace daybook::cli

#endif  // DAYBOOK_TOOLS_DAYBOOK_SUGGEST_H_
