// Commitments, improvement actions and contacts. Internal to decide_cases.cc.
#ifndef DAYBOOK_LEDGER_DOMAIN_CASES_DECIDE_PROMISES_H_
#define DAYBOOK_LEDGER_DOMAIN_CASES_DECIDE_PROMISES_H_

#include "daybook/v1/record.pb.h"
#include "ledger/domain/decide_context.h"

namespace daybook {

void DecidePromises(DecideContext& context, v1::Outcome& outcome);

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_CASES_DECIDE_PROMISES_H_
