// Every rule that leads to an amount explained: what it charges, waives or gives back, or what it posts, and where it is in the code.
// `daybook help RULE` prints it. Data only; tests/domain/rule_docs_test.cc holds it to the schema and to the code.
#ifndef DAYBOOK_LEDGER_DOMAIN_RULE_DOCS_H_
#define DAYBOOK_LEDGER_DOMAIN_RULE_DOCS_H_

#include <optional>
#include <span>
#include <string_view>

#include "daybook/v1/journal.pb.h"
#include "daybook/v1/quote.pb.h"

namespace daybook {

// The text is static.
struct PricingRuleDoc {
  v1::PricingRule rule;
  std::string_view meaning;  // one line, lower case, no full stop
  // The function or type that names it, "ledger/domain/cancellation/penalties.cc: TierPenalty". Of several the most typical one.
  std::string_view place;
};
struct PostingRuleDoc {
  v1::PostingRule rule;
  std::string_view meaning;  // what is debited to what is credited, and when
  std::string_view place;
};

// All of them, in the order of their numbers, but for UNSPECIFIED.
std::span<const PricingRuleDoc> PricingRuleDocs();
std::span<const PostingRuleDoc> PostingRuleDocs();

// By name, RULE_WAIVER or POST_WAIVER; nullopt where there is none.
std::optional<PricingRuleDoc> FindPricingRuleDoc(std::string_view name);
std::optional<PostingRuleDoc> FindPostingRuleDoc(std::string_view name);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_RULE_DOCS_H_
