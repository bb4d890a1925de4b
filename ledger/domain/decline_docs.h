// Every decline code explained: what it means, what brings it about, what to do, and where its rule
// is. `daybook help CODE` prints it. Data only; tests/domain/decline_docs_test.cc holds it to the
// schema and to the code.
#ifndef DAYBOOK_LEDGER_DOMAIN_DECLINE_DOCS_H_
#define DAYBOOK_LEDGER_DOMAIN_DECLINE_DOCS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "daybook/v1/types.pb.h"

namespace daybook {

// The text is static. Whether the code can be overridden is not data of this: IsOverridable().
struct DeclineDoc {
  v1::DeclineCode code;
  std::string_view meaning;  // one line, lower case, no full stop
  std::string_view cause;    // sentences: when the ledger declines with it
  std::string_view remedy;   // sentences: what who asked can do
  // The function that gives it, "ledger/domain/change/decide_change.cc: CheckPast"; a method that
  // shares its name with others as Class::Method. Of several functions the most typical one. Empty:
  // the code is reserved, no rule gives it yet.
  std::string_view place;
};

// All of them, in the order of their numbers; DECLINE_CODE_UNSPECIFIED has none.
std::vector<DeclineDoc> DeclineDocs();

// By number; nullopt where there is no such code.
std::optional<DeclineDoc> FindDeclineDoc(int code);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_DECLINE_DOCS_H_
