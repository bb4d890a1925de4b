// What is done with a customer's file as a whole. Internal to this folder.
#ifndef DAYBOOK_LEDGER_DOMAIN_CUSTOMER_DECIDE_FILE_H_
#define DAYBOOK_LEDGER_DOMAIN_CUSTOMER_DECIDE_FILE_H_

#include "ledger/domain/decide_context.h"

namespace daybook {

// Key accounts, merging and its undoing, changes of people, notices, revealing, erasing.
void DecideFile(DecideContext& context, v1::Outcome& outcome);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CUSTOMER_DECIDE_FILE_H_
