// The tables that decline_docs.cc joins, one a range of numbers. Internal to decline_docs*.cc.
#ifndef DAYBOOK_LEDGER_DOMAIN_DECLINE_DOCS_TABLES_H_
#define DAYBOOK_LEDGER_DOMAIN_DECLINE_DOCS_TABLES_H_

#include <span>

#include "ledger/domain/decline_docs.h"

namespace daybook {

// Each in the order of the numbers.
std::span<const DeclineDoc> FormAndIdentityDeclineDocs();  // 1 to 199
std::span<const DeclineDoc> StateDeclineDocs();            // 200 to 399
std::span<const DeclineDoc> PolicyDeclineDocs();           // 400 to 599

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_DECLINE_DOCS_TABLES_H_
